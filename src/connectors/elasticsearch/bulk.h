/* SPDX-License-Identifier: Apache-2.0 */
/* The bulk engine: items in, each one acknowledged or rejected.  Knows no rows, no SQL, no socket.
 *
 * An item is an action line with its document.  Items gather in bodies:
 *
 *   filling --(full, old, or nothing is on its way)--> ready --(a slot is free)--> sent
 *      ^                                                 ^                          |
 *      items                                             +---(wait, retry)----------+--> done
 *
 * The item is the unit of failure.  An answer is taken apart item by item: done, rejected for good,
 * or again later; what has to go again becomes a body of its own that waits.  Nothing is given up:
 * only an item that the server itself calls wrong (400, or 413 when it is alone) is rejected.
 * Items may overtake each other, since versions or unique ids make their order not matter.
 *
 * Every body belongs to one epoch; an epoch is durable when it and all before it have no item left.
 *
 * Time is a parameter and the transport is a function: the whole engine is tested without either. */
#pragma once

#include "leat/buf.h"
#include "leat/error.h"

struct leat_bulk;

enum {
	LEAT_BULK_REQUESTS = 64, /**< On their way at once, at most; numbered from 0. */
};

/** What the server does with an item. */
enum leat_bulk_action {
	LEAT_BULK_INDEX,  /**< Write the document, replacing an older one. */
	LEAT_BULK_CREATE, /**< Write it unless it exists; that it exists is success. */
	LEAT_BULK_DELETE, /**< Remove it; that it is missing is success. */
};

/** Where an item came from and what it is, for who gets it back. */
struct leat_bulk_item {
	uint32_t begin;        /**< Set by the engine: place of the action line in its body. */
	uint32_t action_bytes; /**< Of the action line with its line feed. */
	uint32_t bytes;        /**< Action line, document and line feeds. */
	uint32_t attempts;     /**< Times it was sent and came back. */
	enum leat_bulk_action action;
	int32_t partition;     /**< Of its record; -1: none. */
	int64_t position;      /**< Of its record; -1: none. */
	struct leat_str stream; /**< Of its record; lives as long as the source. */
	uint64_t key[2];       /**< Hash of the id for folding; {0,0}: not folded. */
};

/** Limits and habits; all numbers are positive. */
struct leat_bulk_config {
	size_t body_bytes;        /**< A body is ready at this size. */
	uint32_t body_items;      /**< A body is ready with this many items. */
	int64_t linger_us;        /**< A body is ready this long after its first item. */
	uint32_t max_requests;    /**< On their way at once. */
	size_t budget_bytes;      /**< No more room when all bodies together hold this. */
	int64_t backoff_us;       /**< First wait; doubled each time. */
	int64_t backoff_max_us;   /**< Longest wait. */
	uint64_t seed;            /**< Of the jitter. */
};

/** What an answer, or its absence, says of a whole request. */
struct leat_bulk_answer {
	int status;               /**< HTTP status; 0: none came (refused, reset, timed out). */
	struct leat_str body;     /**< Bytes of the answer; may be truncated. */
	const char *error;        /**< Why there is no answer; NULL when status is set. */
};

struct leat_bulk_events {
	/** Send a body (bytes stay valid until leat_bulk_answered(request)). */
	void (*send)(void *owner, uint32_t request, struct leat_str body, uint32_t item_count);
	/** Nobody will take this item; @p bytes as it was sent, @p reason from the server. */
	void (*reject)(void *owner, const struct leat_bulk_item *item, struct leat_str document,
	               int status, struct leat_str reason);
	/** All items of @p epoch and before are done. */
	void (*durable)(void *owner, uint64_t epoch);
	/** The server cannot take anything for the reason; NULL: it can again. */
	void (*waiting)(void *owner, const char *reason);
	/** The index is missing: make it again, then leat_bulk_open_gate(). */
	void (*index_missing)(void *owner);
};

/** Counts since the start. */
struct leat_bulk_stats {
	uint64_t items, acknowledged, rejected, folded; /**< Items by fate; the rest is in flight. */
	uint64_t rejected_durable; /**< Of the rejected, those whose epoch is durable. */
	uint64_t requests, retried, conflicts, sent_bytes; /**< See struct leat_sink_stats. */
	uint64_t held_bytes; /**< In all bodies now. */
};

/** A bulk with nothing in it; @p events and @p owner outlive it.  Free drops what is held; NULL is allowed. */
struct leat_bulk *leat_bulk_new(const struct leat_bulk_config *config,
                                const struct leat_bulk_events *events, void *owner);
struct leat_bulk *leat_bulk_free(struct leat_bulk *bulk);

/** Nothing is sent before the gate is opened for the first time, when the index is known to exist. */
void leat_bulk_open_gate(struct leat_bulk *bulk);

/** May more items come? */
bool leat_bulk_has_room(const struct leat_bulk *bulk);

/** The buffer to append one item's lines to. */
struct leat_buf *leat_bulk_begin(struct leat_bulk *bulk);
/** The lines are complete; action_bytes and bytes are taken from the buffer's growth given in
 * @p item->action_bytes by the caller.  An earlier item of the same key in the same body is folded. */
void leat_bulk_end(struct leat_bulk *bulk, const struct leat_bulk_item *item, int64_t now_us);
/** The lines could not be made: forget them. */
void leat_bulk_undo(struct leat_bulk *bulk);

/** All items so far belong to @p epoch; later ones to the next. */
void leat_bulk_flush(struct leat_bulk *bulk, uint64_t epoch);

/** Send what may be sent, make the upcalls that are due. */
void leat_bulk_run(struct leat_bulk *bulk, int64_t now_us);

/** When leat_bulk_run() has something to do though nothing happens; INT64_MAX: never. */
int64_t leat_bulk_next_time(const struct leat_bulk *bulk);

/** The answer to request @p request.  Upcalls are made by the next run. */
void leat_bulk_answered(struct leat_bulk *bulk, uint32_t request,
                        const struct leat_bulk_answer *answer, int64_t now_us);

/** The counts so far. */
void leat_bulk_stats(const struct leat_bulk *bulk, struct leat_bulk_stats *ret);
