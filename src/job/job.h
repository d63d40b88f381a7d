/* SPDX-License-Identifier: Apache-2.0 */
/* A job: a plan that is run, restarted, checkpointed, paused and stopped.
 *
 *   CREATED ──start──▶ RUNNING ◀──pause/resume──▶ PAUSED
 *                       │  ▲ ▲
 *      failure: FAILING ┘  │ └── RESTARTING (waits)
 *                 │        └──────────┘
 *                 ├──▶ FAILED           CANCELLING ──▶ CANCELED         end of input, drain ──▶ FINISHED
 *
 * FAILING and CANCELLING last until sources and sinks are closed.  Everything happens on the loop;
 * the owner is told of each change by on_changed, never from inside one of the calls below. */
#pragma once

#include "catalog/settings.h"
#include "exec/spec.h"
#include "io/loop.h"
#include "job/checkpoints.h"
#include "job/dead_letters.h"
#include "job/run.h"

struct leat_job;
struct leat_plan;

enum {
	LEAT_JOB_UID_DIGITS = 32, /**< Hex digits of a job's id. */
};

enum leat_job_state {
	LEAT_JOB_CREATED,    /**< Not started yet. */
	LEAT_JOB_RUNNING,    /**< A run is open. */
	LEAT_JOB_PAUSED,     /**< A run is open and does not read. */
	LEAT_JOB_RESTARTING, /**< No run; a timer will start one. */
	LEAT_JOB_FAILING,    /**< The run is closing after an error. */
	LEAT_JOB_FAILED,     /**< Ended. */
	LEAT_JOB_CANCELLING, /**< The run is closing as asked. */
	LEAT_JOB_CANCELED,   /**< Ended. */
	LEAT_JOB_FINISHED,   /**< Ended: all input read, or drained. */
	LEAT_JOB_STATE_COUNT,
};

/** "RUNNING" and so on. */
const char *leat_job_state_name(enum leat_job_state state);
/** FAILED, CANCELED or FINISHED. */
bool leat_job_state_is_ended(enum leat_job_state state);

struct leat_job_events {
	/** State, reason or times have changed. */
	void (*on_changed)(void *owner, struct leat_job *job);
	/** Rows of a SELECT; from inside the loop's turn. */
	void (*on_rows)(void *owner, struct leat_job *job, const struct leat_batch *batch);
	/** leat_job_suspend() is done: no run is open. */
	void (*on_suspended)(void *owner, struct leat_job *job);
};

struct leat_job_options {
	struct leat_loop *loop;              /**< Where it runs. */
	const struct leat_clock *clock;      /**< The loop's. */
	const char *id;                      /**< 32 hex digits. */
	const char *name;                    /**< Copied. */
	struct leat_str sql;                 /**< The script, copied. */
	struct leat_plan *plan;              /**< Taken; keeps spec and settings alive; NULL: others do. */
	const struct leat_spec *spec;        /**< What is run: the plan's INSERTs or one query of it. */
	const struct leat_settings *settings; /**< Those that go with spec. */
	const char *checkpoint_dir;          /**< For checkpoints; NULL: there are none. */
	const char *dead_letter_path;        /**< File of the dead letters; NULL: they are only counted. */
	const struct leat_job_events *events; /**< Upcalls. */
	void *owner;                         /**< For the upcalls. */
	/* Of a job that was there before the server was started. */
	int64_t submitted_us;                /**< 0: now. */
	uint64_t restart_epoch;              /**< Of its last run; 0: none. */
	bool is_paused;                      /**< It was. */
	const struct leat_job_past *past;    /**< It has ended: how.  NULL: it has not. */
};

/** How a job ended that is only kept for reports; texts are copied. */
struct leat_job_past {
	enum leat_job_state state;     /**< FAILED, CANCELED or FINISHED. */
	const char *reason;            /**< Of the state. */
	int64_t started_us, ended_us;  /**< Wall clock; 0: never. */
	uint32_t restarts;             /**< Runs after the first. */
	struct leat_run_counts counts; /**< Over all runs. */
};

/** What is known of a job besides its run. */
struct leat_job_info {
	const char *id, *name;      /**< Owned by the job. */
	struct leat_str sql;        /**< Without its secrets; owned by the job. */
	enum leat_job_state state;  /**< See above. */
	const char *reason;         /**< Why it is in this state, or what it waits for; "" when there is nothing to say. */
	int64_t submitted_us;       /**< Wall clock. */
	int64_t started_us;         /**< First run; 0: none yet. */
	int64_t ended_us;           /**< 0: has not ended. */
	uint32_t restarts;          /**< Runs after the first. */
	uint64_t restart_epoch;     /**< Of the last run. */
	struct leat_err err;        /**< Why it failed last; LEAT_OK: it did not. */
	const struct leat_settings *settings; /**< As planned. */
	const struct leat_spec *spec;         /**< As planned. */
	const struct leat_run *run;           /**< NULL: none is open. */
	const struct leat_checkpoints *checkpoints; /**< NULL: there are none. */
	struct leat_dead_letters *letters;    /**< Never NULL. */
	struct leat_run_counts counts;        /**< Over all runs. */
};

/** A job in state CREATED, or an error of its directory (the plan is then still the caller's). */
int leat_job_new(const struct leat_job_options *options, struct leat_job **ret_job,
                 struct leat_err *err) LEAT_MUSTCHECK;

/** Open the first run; what goes wrong there shows in the state. */
void leat_job_start(struct leat_job *job);

/* The actions.  -LEAT_E_CONFLICT when the state does not allow them. */
int leat_job_cancel(struct leat_job *job, struct leat_err *err) LEAT_MUSTCHECK;
/** Stop reading, write what was read, take a last checkpoint, FINISHED. */
int leat_job_drain(struct leat_job *job, struct leat_err *err) LEAT_MUSTCHECK;
int leat_job_pause(struct leat_job *job, struct leat_err *err) LEAT_MUSTCHECK;
int leat_job_resume(struct leat_job *job, struct leat_err *err) LEAT_MUSTCHECK;
/** Take a checkpoint now. */
int leat_job_checkpoint(struct leat_job *job, struct leat_err *err) LEAT_MUSTCHECK;

/** The server goes down: drain and take a last checkpoint, but keep the state; on_suspended follows.
 * A second call closes at once, with what the last checkpoint holds. */
void leat_job_suspend(struct leat_job *job);

/** Free a job without an open run (ended, suspended or never started).  NULL is allowed.
 * Returns NULL. */
struct leat_job *leat_job_free(struct leat_job *job);

/** What is known of the job now. */
void leat_job_info(const struct leat_job *job, struct leat_job_info *ret);
