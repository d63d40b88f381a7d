/* SPDX-License-Identifier: Apache-2.0 */
/* A scan: a source with its decoder, giving batches of the columns that a plan wants.
 *
 * Records that do not parse go to on_dead_letter with their place and bytes, and the scan goes on.
 * Life: new -> next* -> close -> on_closed.  Loop thread only; upcalls come never from inside a
 * downcall, but on_dead_letter, which comes from inside leat_scan_next(). */
#pragma once

#include "leat/sink.h"
#include "leat/source.h"

struct leat_scan;

/** Upcalls to the job. */
struct leat_scan_events {
	void (*on_ready)(void *owner); /**< leat_scan_next() has something after it said EMPTY. */
	void (*on_waiting)(void *owner, const char *reason); /**< As of a source. */
	void (*on_dead_letter)(void *owner, const struct leat_dead_letter *letter);
	void (*on_closed)(void *owner); /**< The memory may go. */
};

/** What a scan is made from; everything lives as long as the scan. */
struct leat_scan_options {
	const struct leat_table *table;         /**< What is read. */
	const struct leat_schema *schema;       /**< Of the batches. */
	const uint32_t *columns;                /**< Per column of schema: its index in table->columns. */
	struct leat_loop *loop;                 /**< For the source. */
	const struct leat_clock *clock;         /**< For the source. */
	struct leat_arena *arena;               /**< Lives as long as this run of the job. */
	struct leat_str job_name;               /**< For client ids and logs. */
	size_t budget_bytes;                    /**< Of fetched bytes that are not released. */
	uint32_t batch_rows;                    /**< Rows of a batch at most, 1..LEAT_BATCH_ROWS. */
	const struct leat_tz *zone;       /**< table.local-time-zone. */
	struct leat_str position;               /**< Of a checkpoint (leat_scan_snapshot()); n 0: none. */
	const struct leat_scan_events *events;  /**< Upcalls. */
	void *owner;                            /**< For the upcalls. */
};

/** Counts since the scan was opened. */
struct leat_scan_stats {
	uint64_t records_in;    /**< Records taken from the source, good or not. */
	uint64_t rows_out;      /**< Rows given to the plan. */
	uint64_t dead_lettered; /**< Records that did not parse. */
	uint64_t ignored;       /**< Records dropped as the options ask for; counted as filtered. */
	uint64_t bytes_in;      /**< Bytes of the values. */
};

/** Open.  When it fails no upcall is made and there is nothing to close. */
int leat_scan_new(const struct leat_scan_options *options, struct leat_scan **ret_scan,
                  struct leat_err *err) LEAT_MUSTCHECK;

/** The next batch (the caller owns the reference) of split *@p ret_split. */
enum leat_next leat_scan_next(struct leat_scan *scan, struct leat_batch **ret_batch,
                              uint32_t *ret_split, struct leat_err *err) LEAT_MUSTCHECK;

/** Splits known so far. */
uint32_t leat_scan_split_count(const struct leat_scan *scan);

/** Up to @p max splits' states; returns how many there are. */
uint32_t leat_scan_splits(const struct leat_scan *scan, struct leat_split_stats *ret, uint32_t max);

/** Append the position behind the last batch that was given out. */
void leat_scan_snapshot(const struct leat_scan *scan, struct leat_buf *out);

/** The last snapshot is durable. */
void leat_scan_committed(struct leat_scan *scan);

/** The job has no room (true), or has again. */
void leat_scan_pause(struct leat_scan *scan, bool is_paused);

/** The counts so far. */
void leat_scan_stats(const struct leat_scan *scan, struct leat_scan_stats *ret);

/** Stop; on_closed follows, after which the scan is gone. */
void leat_scan_close(struct leat_scan *scan);
