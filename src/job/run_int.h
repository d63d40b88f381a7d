/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a run, for run.c, which moves it, and run_report.c, which reads it. */
#pragma once

#include "job/run.h"

/** A SCAN or SINK node with what stands behind it. */
struct leat_run_port {
	struct leat_run *run;
	const struct leat_spec_node *node;

	struct leat_scan *scan;   /**< SCAN. */
	uint32_t split_count;     /**< SCAN: as the graph knows it. */
	bool is_empty;            /**< SCAN: said EMPTY; on_ready follows. */
	bool is_paused;           /**< SCAN: was told to pause. */
	bool is_held;             /**< SCAN: the graph knows that nothing can come from it. */
	bool has_ended;           /**< SCAN: no more rows; SINK: no more batches will come. */

	struct leat_sink *sink;   /**< SINK with a table, else NULL. */
	struct leat_batch *held;  /**< SINK: a batch that was refused as the sink was full. */
	uint64_t durable_epoch;   /**< SINK: newest that is durable. */
	char *waiting;            /**< Why the world is waited for, or NULL. */
	bool is_open;             /**< on_closed will come. */
};

struct leat_run {
	struct leat_run_options options;
	const struct leat_run_events *events;
	void *owner;
	struct leat_arena *arena;
	struct leat_graph *graph;
	struct leat_run_port *ports;        /**< By node index; those of other nodes are empty. */
	uint32_t open_count;       /**< Scans and sinks that are not closed. */
	struct leat_task *task;    /**< pump(). */
	struct leat_timer *timer;  /**< pump(), when the graph wants to know the time. */
	uint64_t epoch;            /**< That rows written now belong to. */
	uint64_t told_epoch;       /**< Newest that on_durable was called for. */
	uint64_t end_epoch;        /**< The flush after the end of input; 0: not there yet. */
	bool is_paused;            /**< The job does not want to read. */
	bool wants_barrier;        /**< leat_run_barrier() was called. */
	bool is_closing;           /**< leat_run_close() was called. */
	bool has_failed;           /**< on_failed is due or was called. */
	bool has_finished;         /**< on_finished is due or was called. */
	bool must_tell;            /**< on_failed or on_finished is due. */
	struct leat_err err;       /**< For on_failed. */
	uint64_t collected;        /**< Rows given to on_rows. */
	struct leat_run_counts last_counts; /**< As of leat_run_close(): closed ports cannot be asked. */
};

/** Count now; nothing may be closed. */
void leat_run_count(const struct leat_run *run, struct leat_run_counts *ret);
