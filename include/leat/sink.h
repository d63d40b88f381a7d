/* SPDX-License-Identifier: Apache-2.0 */
/* What a sink must provide.  For writers of connectors.
 *
 * Life:  open -> (write | flush)* -> close -> on_closed.  All calls happen on the loop thread and
 * none may block. */
#pragma once

#include "leat/format.h"

struct leat_clock;
struct leat_histogram;
struct leat_loop;
struct leat_sink;

enum leat_push {
	LEAT_PUSH_OK,   /**< The sink took a reference; send the next one. */
	LEAT_PUSH_FULL, /**< Not taken.  Wait for events->on_room. */
	LEAT_PUSH_FAIL, /**< Not taken; the job stops with *err. */
};

/** A document or record that nobody will take. */
struct leat_dead_letter {
	const char *stage;        /**< "decode" or "sink". */
	struct leat_str table;    /**< SQL table. */
	struct leat_str stream;   /**< Topic or index; may be empty. */
	int32_t partition;        /**< -1: none. */
	int64_t position;         /**< Kafka offset; -1: none. */
	int status;               /**< HTTP or item status; 0: none. */
	struct leat_err err;      /**< Reason. */
	struct leat_str bytes;    /**< The record or document as it was. */
};

/** Upcalls to the engine.  Never made from inside a downcall. */
struct leat_sink_events {
	void (*on_room)(void *owner);
	/** All rows written before flush(@p epoch) are durable outside, or dead letters. */
	void (*on_durable)(void *owner, uint64_t epoch);
	/** Keep this (the bytes are copied).  May be called at any time. */
	void (*on_dead_letter)(void *owner, const struct leat_dead_letter *letter);
	/** Waiting for the outside world, shown as state_reason; NULL: all is well again. */
	void (*on_waiting)(void *owner, const char *reason);
	void (*on_error)(void *owner, const struct leat_err *err);
	void (*on_closed)(void *owner);
};

/** Rows that may be written, for planning and checking. */
enum leat_sink_mode {
	LEAT_SINK_APPEND, /**< Inserts only. */
	LEAT_SINK_UPSERT, /**< With a key: +I, +U and -D; -U are not sent. */
	LEAT_SINK_RETRACT, /**< Everything as it is (print, blackhole, changelog formats). */
};

/** Counts since open; exported and checked for conservation. */
struct leat_sink_stats {
	uint64_t rows_in;        /**< Rows taken by write(). */
	uint64_t acknowledged;   /**< Rows durable outside. */
	uint64_t rejected;       /**< Rows given to the dead letters. */
	uint64_t rejected_durable; /**< Of these, the ones whose epoch is durable. */
	uint64_t folded;         /**< Rows made superfluous by a later one of the same key in the same body. */
	uint64_t in_flight_rows; /**< rows_in - acknowledged - rejected - folded. */
	uint64_t in_flight_bytes; /**< Bytes buffered or sent and not yet answered. */
	uint64_t requests;       /**< Requests sent. */
	uint64_t retried;        /**< Items sent again. */
	uint64_t conflicts;      /**< 409s on our own version: success. */
	uint64_t sent_bytes;     /**< Bytes of bodies. */
	const struct leat_histogram *latency_us; /**< Of requests (base/counter.h); NULL: it has none. */
};

/** First member of every sink's struct; filled by the engine before open. */
struct leat_sink {
	const struct leat_sink_type *type;     /**< Whose functions to call. */
	const struct leat_table *table;        /**< Config, columns, key. */
	const struct leat_schema *schema;      /**< Of the rows written: the table's persisted columns. */
	enum leat_sink_mode mode;              /**< As planned. */
	/** Columns of schema that identify a row when the table has no PRIMARY KEY but the query has a
	 * key (group keys, window); count 0: by origin (batch->origin), else by content. */
	uint32_t identity_count;
	const uint32_t *identity_columns;      /**< Their indices. */
	struct leat_loop *loop;                /**< For timers, HTTP. */
	const struct leat_clock *clock;        /**< The only clock to read. */
	const struct leat_sink_events *events; /**< Upcalls. */
	void *owner;                           /**< For the upcalls. */
	struct leat_arena *arena;              /**< Job arena. */
	struct leat_str job_name;              /**< For logs. */
	struct leat_str job_uid;               /**< Stable over restarts: part of document ids. */
	uint64_t restart_epoch;                /**< Grows with each run, durable before open. */
	size_t budget_bytes;                   /**< Buffered and unanswered bytes to stay under. */
	const struct leat_tz *zone;      /**< table.local-time-zone. */
	const struct leat_opt_pair *settings;  /**< Configuration defaults: leat.elasticsearch.hosts, .. */
	uint32_t setting_count;                /**< Entries in settings. */
};

struct leat_sink_type {
	size_t sink_size; /**< Zeroed; first member is struct leat_sink. */
	/** The best mode for this table. */
	enum leat_sink_mode (*mode)(const struct leat_table *table);
	/** Start connecting and return at once.  If this fails no upcall is made and close() is not
	 * called. */
	int (*open)(struct leat_sink *sink, struct leat_err *err) LEAT_MUSTCHECK;
	/** The selected rows of @p batch, whole or not at all. */
	enum leat_push (*write)(struct leat_sink *sink, struct leat_batch *batch, struct leat_err *err)
	        LEAT_MUSTCHECK;
	/** Everything written so far belongs to @p epoch: push it out, then on_durable(epoch). */
	void (*flush)(struct leat_sink *sink, uint64_t epoch);
	void (*stats)(const struct leat_sink *sink, struct leat_sink_stats *ret);
	/** Drop what is in flight.  Memory lives until on_closed. */
	void (*close)(struct leat_sink *sink);
};
