/* SPDX-License-Identifier: Apache-2.0 */
/* A running graph of operators.  No thread, no clock, no I/O of its own: the job feeds its scans,
 * takes from its sinks and tells it the time.
 *
 * Rows move only inside leat_graph_run(), which is bounded: an edge holds at most one item; an
 * operator takes an item only when it holds no output; a sink port takes a batch only when the job
 * says there is room.  Items travel in order: batches, watermarks, end of input; a snapshot is
 * taken between two runs when leat_graph_is_drained(). */
#pragma once

#include "exec/spec.h"

struct leat_clock;
struct leat_graph;

/** What the graph needs from the job.  Called from inside leat_graph_run() only. */
struct leat_graph_events {
	/** May the sink port @p node take a batch now? */
	bool (*sink_has_room)(void *owner, uint32_t node);
	/** A batch for sink port @p node (the callee takes its own reference). */
	int (*sink_write)(void *owner, uint32_t node, struct leat_batch *batch, struct leat_err *err);
	/** No more batches for this port. */
	void (*sink_end)(void *owner, uint32_t node);
};

/** Counts of one operator. */
struct leat_op_stats {
	uint64_t rows_in, rows_out; /**< Rows taken and emitted. */
	uint64_t batches_in;        /**< Batches taken. */
	uint64_t filtered;          /**< Rows that a condition dropped. */
	uint64_t late;              /**< Rows behind the watermark, dropped. */
	uint64_t absorbed;          /**< Rows that became part of state. */
	uint64_t created;           /**< Rows made from state, constants or by copying: of an operator
	                                 that holds nothing back,
	                                 rows_in + created = rows_out + filtered + late + absorbed. */
	uint64_t state_keys;        /**< Entries held. */
	uint64_t state_bytes;       /**< Bytes held. */
	int64_t watermark_us;       /**< Of its output. */
	uint64_t busy_us;           /**< Time spent inside, as the job's clock saw it. */
};

/** Build the operators of @p spec, which must outlive the graph.  @p clock: its monotonic
 * time is read for busy times; may be NULL. */
int leat_graph_new(const struct leat_spec *spec, const struct leat_graph_events *events, void *owner,
                   const struct leat_clock *clock, struct leat_graph **ret_graph,
                   struct leat_err *err) LEAT_MUSTCHECK;
struct leat_graph *leat_graph_free(struct leat_graph *graph);

/** Can scan port @p node take a batch? */
bool leat_graph_wants(const struct leat_graph *graph, uint32_t node);

/** Give a batch of split @p split (watermarks are per split) to scan port @p node, which must
 * want it.  Takes a reference. */
int leat_graph_feed(struct leat_graph *graph, uint32_t node, uint32_t split,
                    struct leat_batch *batch, struct leat_err *err) LEAT_MUSTCHECK;

/** The scan has @p split_count splits now (more may come later: call again). */
void leat_graph_set_splits(struct leat_graph *graph, uint32_t node, uint32_t split_count);

/** Nothing comes from the scan now, whatever there is to read (no room, a pause, a server that is away):
 * until it is released its splits do not grow idle.  @p now_us: wall clock, as of leat_graph_run(). */
void leat_graph_hold(struct leat_graph *graph, uint32_t node, bool is_held, int64_t now_us);

/** The scan has no more rows. */
void leat_graph_end(struct leat_graph *graph, uint32_t node);

/** Move items until nothing moves or about @p max_batches batches were processed.  @p now_us: wall
 * clock, for processing time and idle splits.  Returns > 0 when there is more to do at once, 0 when
 * it waits (for input, room or time), < 0 on an error. */
int leat_graph_run(struct leat_graph *graph, int64_t now_us, uint32_t max_batches,
                   struct leat_err *err) LEAT_MUSTCHECK;

/** When the graph wants to run again though nothing comes (processing time windows, idle
 * timeouts); INT64_MAX: never. */
int64_t leat_graph_next_time(const struct leat_graph *graph);

/** Nothing is held on edges or as pending output: a snapshot may be taken. */
bool leat_graph_is_drained(const struct leat_graph *graph);

/** Every sink port has ended. */
bool leat_graph_is_finished(const struct leat_graph *graph);

/** The counts of one operator since the graph was made. */
void leat_graph_stats(const struct leat_graph *graph, uint32_t node, struct leat_op_stats *ret);

/** Watermark of a split of scan @p node and whether it is idle. */
void leat_graph_split(const struct leat_graph *graph, uint32_t node, uint32_t split,
                      int64_t *ret_watermark_us, bool *ret_is_idle);

/** Append the state of all operators (sections by operator name, each with its length). */
void leat_graph_snapshot(const struct leat_graph *graph, struct leat_buf *out);

/** Put the state back into a new graph, before the first feed. */
int leat_graph_restore(struct leat_graph *graph, struct leat_str snapshot,
                       struct leat_err *err) LEAT_MUSTCHECK;
