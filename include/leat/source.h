/* SPDX-License-Identifier: Apache-2.0 */
/* What a source must provide.  For writers of connectors; callers use connectors/scan.h.
 *
 * Life:  open -> next* -> close -> on_closed.  All calls happen on the loop thread, none may
 * block.  Work is pulled: next() is called while the graph has room; when it answers EMPTY the
 * source calls on_ready once there is something (or at the end, or on an error). */
#pragma once

#include "leat/format.h"

struct leat_clock;
struct leat_loop;
struct leat_source;

enum leat_next {
	LEAT_NEXT_READY, /**< *ret was filled. */
	LEAT_NEXT_EMPTY, /**< Nothing now; on_ready will be called. */
	LEAT_NEXT_END,   /**< Bounded input is used up; next() is not called again. */
	LEAT_NEXT_FAIL,  /**< *err says why; the job fails or restarts by its class. */
};

/** Records of one split, in order.  The bytes live until release(owner). */
struct leat_records {
	struct leat_str stream;            /**< Topic or file. */
	int32_t partition;                 /**< Kafka partition, 0 for files. */
	uint32_t split;                    /**< Index of (stream, partition) in this source, from 0:
	                                      watermarks are kept per split. */
	uint32_t count;                    /**< Records, at most LEAT_BATCH_ROWS. */
	const struct leat_record *records; /**< count records. */
	void (*release)(void *owner);      /**< Called once nobody reads the bytes any more. */
	void *owner;                       /**< For release. */
};

/** Upcalls to the engine.  Never made from inside a downcall. */
struct leat_source_events {
	void (*on_ready)(void *owner);
	/** Waiting for the outside world: @p reason "broker localhost:9092 does not answer", shown as
	 * the job's state_reason; NULL: all is well again. */
	void (*on_waiting)(void *owner, const char *reason);
	void (*on_closed)(void *owner);
};

/** State of one split, for the job's JSON and metrics. */
struct leat_split_stats {
	struct leat_str stream;  /**< Topic or file. */
	int32_t partition;       /**< Number. */
	int64_t position;        /**< Next record to read. */
	int64_t end_position;    /**< One past the last record known; -1 unknown. */
	bool is_idle;            /**< Set by the watermark logic, not by the source. */
	int64_t watermark_us;    /**< Set by the watermark logic, not by the source. */
};

/** First member of every source's struct; filled by the engine before open. */
struct leat_source {
	const struct leat_source_type *type;     /**< Whose functions to call. */
	const struct leat_table *table;          /**< Config and columns. */
	struct leat_loop *loop;                  /**< For timers, descriptors, workers. */
	const struct leat_clock *clock;          /**< The only clock to read. */
	const struct leat_source_events *events; /**< Upcalls. */
	void *owner;                             /**< For the upcalls. */
	struct leat_arena *arena;                /**< Job arena. */
	struct leat_str job_name;                /**< For client ids and logs. */
	size_t budget_bytes;                     /**< Fetched and not yet released bytes to stay under. */
	const struct leat_tz *zone;              /**< table.local-time-zone. */
	uint32_t batch_rows;                     /**< Records or rows of one next() at most. */
	uint32_t wanted_count;                   /**< next_batch sources: columns to fill. */
	const uint32_t *wanted;                  /**< Their indices in table->columns. */
};

struct leat_source_type {
	size_t source_size; /**< Zeroed; first member is struct leat_source. */
	/** Begin; returns at once.  @p position: what snapshot() wrote before (n 0: start as the options
	 * say).  If this fails no upcall is made and close() is not called. */
	int (*open)(struct leat_source *source, struct leat_str position, struct leat_err *err)
	        LEAT_MUSTCHECK;
	/** The next records of one split; exactly one of next_records and next_batch is there. */
	enum leat_next (*next_records)(struct leat_source *source, struct leat_records *ret,
	                               struct leat_err *err);
	/** Rows without a format (datagen): a batch of the wanted columns. */
	enum leat_next (*next_batch)(struct leat_source *source, const struct leat_schema *schema,
	                             struct leat_batch **ret_batch, struct leat_err *err);
	/** Fill metadata column @p key for row_count rows from records[record_of_row[r]]; a column that
	 * the connector's place() puts neither into the key nor into the value is asked for by its own
	 * name.  May be NULL. */
	int (*metadata)(struct leat_source *source, const struct leat_records *records,
	                const uint16_t *record_of_row, uint32_t row_count, const char *key,
	                struct leat_arena *arena, struct leat_col *ret_col);
	/** The records of @p split before @p position (of struct leat_record) have been used. */
	void (*used)(struct leat_source *source, uint32_t split, int64_t position);
	/** Append the position behind what was used, with next_batch behind the last one, for a
	 * checkpoint. */
	void (*snapshot)(struct leat_source *source, struct leat_buf *out);
	/** The checkpoint with the position that snapshot() gave last is durable.  May be NULL. */
	void (*committed)(struct leat_source *source);
	/** The graph has no room (true) or has room again: pause or resume fetching.  May be NULL. */
	void (*pause)(struct leat_source *source, bool paused);
	/** Up to @p max splits' states; returns how many there are.  May be NULL. */
	uint32_t (*splits)(struct leat_source *source, struct leat_split_stats *ret, uint32_t max);
	/** Stop.  Memory lives until on_closed. */
	void (*close)(struct leat_source *source);
};
