/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the kafka connector give each other. */
#pragma once

#include <librdkafka/rdkafka.h>

#include "leat/sink.h"
#include "leat/source.h"

enum kafka_startup {
	KAFKA_GROUP_OFFSETS,
	KAFKA_EARLIEST,
	KAFKA_LATEST,
	KAFKA_TIMESTAMP,
	KAFKA_SPECIFIC,
};

enum kafka_bounded {
	KAFKA_UNBOUNDED,
	KAFKA_UNTIL_LATEST,
	KAFKA_UNTIL_GROUP_OFFSETS,
	KAFKA_UNTIL_TIMESTAMP,
	KAFKA_UNTIL_SPECIFIC,
};

enum kafka_data_loss {
	KAFKA_LOSS_FAIL,
	KAFKA_LOSS_CONTINUE,
};

struct kafka_config {
	struct leat_opt_list topics;       /* Names; empty with a pattern. */
	struct leat_str topic_pattern;     /* Regular expression for whole names. */
	struct leat_opt_map properties;    /* All of properties.*. */
	struct leat_opt_list key_fields;   /* Columns in the key. */
	struct leat_str key_prefix;        /* Of the columns' names, not of the key's. */
	int value_fields;                  /* 0: ALL, 1: EXCEPT_KEY. */
	int startup;                       /* enum kafka_startup */
	struct leat_str startup_offsets;   /* For KAFKA_SPECIFIC. */
	int64_t startup_timestamp_ms;      /* For KAFKA_TIMESTAMP. */
	int bounded;                       /* enum kafka_bounded */
	struct leat_str bounded_offsets;   /* For KAFKA_UNTIL_SPECIFIC. */
	int64_t bounded_timestamp_ms;      /* For KAFKA_UNTIL_TIMESTAMP. */
	int64_t discovery_us;              /* How often to look for partitions; 0: once. */
	int on_data_loss;                  /* enum kafka_data_loss */
	struct leat_str partitioner;       /* Of the sink. */
	int guarantee;                     /* Index in none, at-least-once, exactly-once. */
	struct leat_str ignored_text;      /* Options without effect. */
	int64_t ignored_int;               /* Likewise. */
};

extern const struct leat_opt leat_kafka_opts[];
extern const struct leat_source_type leat_kafka_source;
extern const struct leat_sink_type leat_kafka_sink;

/* The last value given for properties.<key>; p NULL: none. */
struct leat_str leat_kafka_property(const struct kafka_config *config, const char *key);

/* A new client configuration with the user's properties; names of the Java client are translated.
 * *@p ret is to be given to rd_kafka_new() or destroyed. */
int leat_kafka_conf(const struct kafka_config *config, struct leat_str job_name, bool is_producer,
                    rd_kafka_conf_t **ret, struct leat_err *err) LEAT_MUSTCHECK;

/* Set a property that the user has not set; one that the library does not know is passed over. */
void leat_kafka_conf_default(const struct kafka_config *config, rd_kafka_conf_t *conf,
                             const char *key, const char *value);

/* Parse "partition:0,offset:42;partition:1,offset:300": the offset of @p partition, or -1 when it is
 * not there.  False: it is not of this form. */
bool leat_kafka_specific_offset(struct leat_str text, int32_t partition, int64_t *ret_offset);

/* ---- what is to be read ---- */

/* A partition and the range that is wanted of it. */
struct kafka_range {
	const char *topic;   /* Owned by the plan's list. */
	int32_t partition;   /* Number. */
	int64_t begin;       /* First offset. */
	int64_t end;         /* One past the last one; INT64_MAX: without end. */
	bool is_known;       /* From a checkpoint: begin and end stay. */
};

/* A question to the brokers and its answer; the question blocks and runs on the pool. */
struct kafka_plan {
	rd_kafka_t *client;                /* Thread-safe. */
	const struct kafka_config *config; /* What is asked for. */
	/* What is known already: with is_discovery these are left out, else they keep their range, which
	 * is checked for loss. */
	const struct kafka_range *known;
	uint32_t known_count;              /* Rows in known. */
	bool is_discovery;                 /* Only partitions not in known, from their beginning. */
	int timeout_ms;                    /* Of each request. */

	struct kafka_range *ranges;        /* Answer, on the heap; topics too. */
	uint32_t range_count;              /* Rows in ranges. */
	struct leat_err err;               /* Why there is no answer; class RETRY: ask again. */
	bool has_failed;                   /* err is valid. */
};

void leat_kafka_plan_run(struct kafka_plan *plan);
void leat_kafka_plan_free(struct kafka_plan *plan);

/* Fill metadata column @p key; the records' source_data are their messages. */
int leat_kafka_metadata(struct leat_source *source, const struct leat_records *records,
                        const uint16_t *record_of_row, uint32_t row_count, const char *key,
                        struct leat_arena *arena, struct leat_col *ret);

/* Log lines of the library, from any thread. */
void leat_kafka_log(const rd_kafka_t *client, int level, const char *facility, const char *text);
