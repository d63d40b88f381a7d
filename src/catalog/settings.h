/* SPDX-License-Identifier: Apache-2.0 */
/* Settings: the keys of leat.yaml, LEAT_* variables, -D and SET, each a row of one option table.
 *
 * Flink's names where Flink has the thing, ours under leat.*.  The text of every key that was given
 * is kept too, for SHOW, for GET /config and for connectors that read a setting as their default. */
#pragma once

#include "leat/arena.h"
#include "leat/option.h"

struct leat_diags;

enum leat_restart_kind {
	LEAT_RESTART_DEFAULT, /**< Not said: exponential-delay with checkpointing, as Flink. */
	LEAT_RESTART_NONE,
	LEAT_RESTART_FIXED_DELAY,
	LEAT_RESTART_EXPONENTIAL_DELAY,
	LEAT_RESTART_FAILURE_RATE,
};

enum leat_not_null_enforcer {
	LEAT_NOT_NULL_ERROR, /**< A NULL for a NOT NULL column of a sink fails the job. */
	LEAT_NOT_NULL_DROP,  /**< The row becomes a dead letter. */
};

enum leat_length_enforcer {
	LEAT_LENGTH_IGNORE,
	LEAT_LENGTH_TRIM_PAD, /**< CHAR(n) is padded, CHAR and VARCHAR are cut at a sink. */
	LEAT_LENGTH_ERROR,    /**< A text that is too long fails the job. */
};

/** All settings with their values.  Plain data: copied as a whole. */
struct leat_settings {
	/* Time and semantics. */
	struct leat_str time_zone;     /**< table.local-time-zone; "default" is the system's. */
	int64_t idle_timeout_us;       /**< table.exec.source.idle-timeout; 0: never. */
	int64_t auto_watermark_us;     /**< pipeline.auto-watermark-interval. */
	int64_t state_ttl_us;          /**< table.exec.state.ttl; 0: for ever. */
	int not_null_enforcer;         /**< enum leat_not_null_enforcer. */
	int length_enforcer;           /**< enum leat_length_enforcer. */
	int legacy_cast;               /**< table.exec.legacy-cast-behaviour; 1: ENABLED. */
	bool early_fire, late_fire;    /**< table.exec.emit.*; refused when true. */
	int runtime_mode;              /**< execution.runtime-mode; everything is a stream. */
	bool mini_batch;               /**< table.exec.mini-batch.enabled. */
	int64_t mini_batch_latency_us; /**< table.exec.mini-batch.allow-latency. */
	int64_t mini_batch_rows;       /**< table.exec.mini-batch.size; -1: no limit. */
	bool dynamic_options;          /**< table.dynamic-table-options.enabled. */
	struct leat_opt_list disabled_rules; /**< leat.optimizer.disabled-rules. */
	/* The job. */
	struct leat_str job_name;       /**< pipeline.name; empty: made up. */
	int64_t checkpoint_interval_us; /**< execution.checkpointing.interval; 0: off. */
	int checkpoint_mode;            /**< execution.checkpointing.mode. */
	struct leat_str checkpoint_dir; /**< execution.checkpointing.dir. */
	int64_t checkpoint_timeout_us;  /**< execution.checkpointing.timeout. */
	int64_t checkpoints_retained;   /**< execution.checkpointing.num-retained. */
	struct leat_str savepoint_path; /**< execution.savepoint.path: start from there. */
	int restart;                    /**< enum leat_restart_kind. */
	int64_t restart_attempts;       /**< restart-strategy.fixed-delay.attempts. */
	int64_t restart_delay_us;       /**< restart-strategy.fixed-delay.delay. */
	int64_t restart_initial_us;     /**< ...exponential-delay.initial-backoff. */
	int64_t restart_max_us;         /**< ...exponential-delay.max-backoff. */
	double restart_multiplier;      /**< ...exponential-delay.backoff-multiplier. */
	int64_t restart_reset_us;       /**< ...exponential-delay.reset-backoff-threshold. */
	int state_backend;              /**< state.backend.type; always in memory. */
	int64_t memory_limit_bytes;     /**< leat.memory.limit: of one job. */
	int64_t batch_rows;             /**< leat.exec.batch-rows: for tests; 1..1024. */
	struct leat_opt_list elasticsearch_hosts; /**< leat.elasticsearch.hosts. */
	struct leat_str dead_letter_dir;          /**< leat.dead-letter.dir. */
	int64_t dead_letter_max_bytes;            /**< leat.dead-letter.max-bytes: per job. */
	/* The server. */
	struct leat_str rest_address; /**< rest.bind-address. */
	int64_t rest_port;            /**< rest.port. */
	struct leat_str data_dir;     /**< leat.data.dir: jobs, checkpoints, dead letters. */
	int log_level;                /**< leat.log.level: debug, info, warn, error. */
	/* What was given. */
	uint32_t pair_count;               /**< Entries in pairs. */
	const struct leat_opt_pair *pairs; /**< Keys given, each once, in order of first mention. */
};

/** The rows, ended by one without a name. */
const struct leat_opt *leat_settings_options(void);

/** Everything at its default, texts in @p arena. */
void leat_settings_init(struct leat_settings *settings, struct leat_arena *arena);

/** One key.  An unknown key is LEAT_E_OPTION_UNKNOWN with the nearest name as hint; keys of Flink
 * that have no meaning here are taken and do nothing. */
int leat_settings_set(struct leat_settings *settings, struct leat_arena *arena,
                      const struct leat_opt_pair *pair, struct leat_err *err) LEAT_MUSTCHECK;

/** One key back to its default (RESET 'key'); a key that was not given is no error. */
int leat_settings_reset(struct leat_settings *settings, struct leat_arena *arena,
                        const struct leat_opt_pair *pair, struct leat_err *err) LEAT_MUSTCHECK;
