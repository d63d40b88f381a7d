/* SPDX-License-Identifier: Apache-2.0 */
/* One run of a job: from open sources to closed sinks.  A job that restarts has several, one after
 * the other.
 *
 *   sources ──next()──▶ scans ──feed──▶ graph ──write──▶ sinks
 *
 * pump(), a task of the loop, moves batches while there is room; nothing else moves any.  A barrier
 * stops the reading until the graph is drained, takes the snapshot there, and reading goes on; the
 * snapshot is good once all sinks say that the epoch is durable.
 *
 * A run reports and does not decide: what a failure means is the job's business. */
#pragma once

#include "connectors/scan.h"
#include "exec/graph.h"
#include "leat/sink.h"
#include "state/checkpoint.h"

struct leat_run;

/** Upcalls to the job; never from inside a downcall, but on_dead_letter and on_rows. */
struct leat_run_events {
	/** The run cannot go on.  Called once; close it. */
	void (*on_failed)(void *owner, const struct leat_err *err);
	/** All input was read and all results are durable. */
	void (*on_finished)(void *owner);
	/** The graph is drained after leat_run_barrier(): @p snapshot holds scans and state (valid during
	 * the call); all that was written so far belongs to @p epoch. */
	void (*on_snapshot)(void *owner, uint64_t epoch, const struct leat_checkpoint *snapshot);
	/** All sinks hold @p epoch for good. */
	void (*on_durable)(void *owner, uint64_t epoch);
	/** The outside world is waited for (NULL: no more). */
	void (*on_waiting)(void *owner, const char *reason);
	void (*on_dead_letter)(void *owner, const struct leat_dead_letter *letter);
	/** Rows of a SELECT: a sink without a table. */
	void (*on_rows)(void *owner, const struct leat_batch *batch);
	/** Everything is closed: leat_run_free(). */
	void (*on_closed)(void *owner);
};

struct leat_run_options {
	struct leat_loop *loop;             /**< Where it runs. */
	const struct leat_clock *clock;     /**< The loop's. */
	const struct leat_spec *spec;       /**< What is run; outlives the run. */
	struct leat_str job_name;           /**< For logs and client ids; NUL-terminated. */
	struct leat_str job_uid;            /**< Part of document ids. */
	uint64_t restart_epoch;             /**< Larger than that of all runs before. */
	uint64_t first_epoch;               /**< Barriers are numbered from here. */
	size_t budget_bytes;                /**< For fetched and unwritten bytes together. */
	uint32_t batch_rows;                /**< 1..LEAT_BATCH_ROWS. */
	const struct leat_opt_pair *settings; /**< For sinks. */
	uint32_t setting_count;             /**< Entries in settings. */
	const struct leat_checkpoint *restore; /**< Where to go on; NULL: from the start. */
	const struct leat_run_events *events; /**< Upcalls. */
	void *owner;                        /**< For the upcalls. */
};

/** Counts of a run, for the job's records (see report.h). */
struct leat_run_counts {
	uint64_t in;            /**< Records read. */
	uint64_t out;           /**< Rows that are durable in a sink, folded ones included. */
	uint64_t filtered;      /**< Rows dropped by a condition, records dropped by ignore-parse-errors. */
	uint64_t late;          /**< Rows behind the watermark. */
	uint64_t dead_lettered; /**< Records and documents that nobody took. */
	int64_t in_state;       /**< Rows taken into state less rows made from it. */
	uint64_t in_flight;     /**< Rows between a scan and the acknowledgement. */
};

/** Open everything.  When it fails there is nothing to close. */
int leat_run_new(const struct leat_run_options *options, struct leat_run **ret_run,
                 struct leat_err *err) LEAT_MUSTCHECK;

/** Stop (true) or go on reading; what was read goes on to the sinks. */
void leat_run_pause(struct leat_run *run, bool is_paused);

/** Take a snapshot as soon as the graph is drained.  One at a time. */
void leat_run_barrier(struct leat_run *run);

/** The checkpoint of the last snapshot is on disk. */
void leat_run_committed(struct leat_run *run);

/** Stop; on_closed follows and no other upcall. */
void leat_run_close(struct leat_run *run);

/** Free a closed run.  NULL is allowed.  Returns NULL. */
struct leat_run *leat_run_free(struct leat_run *run);

/** The counts so far. */
void leat_run_counts(const struct leat_run *run, struct leat_run_counts *ret);

/** Rows that sinks gave to the dead letters so far, and how many of them were in epochs that are durable. */
void leat_run_rejected(const struct leat_run *run, uint64_t *ret_all, uint64_t *ret_durable);

/* ---- for reports ---- */

/** The spec it was made from; owned by the run's owner. */
const struct leat_spec *leat_run_spec(const struct leat_run *run);
/** Counts of node @p node. */
void leat_run_op_stats(const struct leat_run *run, uint32_t node, struct leat_op_stats *ret);
/** The scan of a SCAN node, or NULL. */
const struct leat_scan *leat_run_scan(const struct leat_run *run, uint32_t node);
/** Split @p split of a SCAN node: watermark and idleness go into @p stats. */
void leat_run_split_time(const struct leat_run *run, uint32_t node, uint32_t split,
                         struct leat_split_stats *stats);
/** Counts of a SINK node with a table; false when it has none. */
bool leat_run_sink_stats(const struct leat_run *run, uint32_t node, struct leat_sink_stats *ret);
/** Is the sink of the node full, so that what is above it waits? */
bool leat_run_sink_is_full(const struct leat_run *run, uint32_t node);
