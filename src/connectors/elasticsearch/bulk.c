/* SPDX-License-Identifier: Apache-2.0 */
/* The bulk engine; see bulk.h. */
#include "connectors/elasticsearch/bulk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "connectors/elasticsearch/fold.h"
#include "connectors/elasticsearch/judge.h"

/* Items that travel together. */
struct body {
	struct body *next;                  /* In `ready`. */
	struct leat_buf bytes;              /* Lines of the items, one after the other. */
	LEAT_VEC(struct leat_bulk_item) items;
	uint64_t epoch;                     /* All its items are of this epoch. */
	int64_t first_us;                   /* When its first item came. */
	uint32_t folded_bytes;              /* Of items that a later one made superfluous (bytes 0). */
};

/* An epoch that is not durable. */
struct epoch {
	uint64_t number;    /* As flush() named it; 0: still open. */
	uint64_t remaining; /* Items that are neither done nor rejected. */
	uint64_t rejected;  /* Items that nobody will take. */
};

enum {
	MAX_EPOCHS = 64, /* Open at once; flush() is called far less often than bulks are answered. */
	BODY_SLACK = 1 << 20, /* A spare body may be so much larger than twice the target. */
	MAX_SPARE = 8,   /* Bodies kept for reuse: their pages are there already. */
};

struct leat_bulk {
	struct leat_bulk_config config;
	const struct leat_bulk_events *events;
	void *owner;

	struct body *filling;   /* Takes items; never NULL. */
	struct leat_fold *fold; /* Keys of the filling body. */
	size_t item_begin;      /* Where the item that is being made begins. */
	struct body *ready;     /* First to be sent. */
	struct body **ready_end; /* Where the next one is linked. */
	struct body *sent[LEAT_BULK_REQUESTS]; /* By request number. */
	struct body *spare;     /* Empty ones. */
	uint32_t spare_count;   /* Of them. */
	uint32_t sent_count;    /* Of them on their way. */

	uint32_t slots;       /* Requests allowed on their way: grows with success, halved by overload. */
	uint32_t failures;    /* Requests in a row that did not get through. */
	bool gate_is_open;    /* The index exists. */
	bool index_is_missing; /* Tell the owner in the next run. */
	int64_t closed_until_us; /* Nothing is sent before, since the server is overloaded or away. */
	size_t largest_bytes; /* Bodies above this got 413; SIZE_MAX: none did. */
	char reason[160];     /* Why nothing gets through; "": all is well. */
	bool reason_is_new;   /* Tell the owner in the next run. */
	uint64_t jitter;      /* State of the generator. */

	uint64_t open_epoch;  /* Ordinal of the epoch that items get. */
	uint64_t first_epoch; /* Ordinal of the oldest that is not durable. */
	struct epoch epochs[MAX_EPOCHS]; /* By ordinal modulo MAX_EPOCHS. */
	struct leat_bulk_stats stats;
};

/* ---- bodies ---- */

static struct body *body_new(struct leat_bulk *bulk, uint64_t epoch)
{
	struct body *body = bulk->spare;

	if (body) {
		bulk->spare = body->next;
		bulk->spare_count--;
		body->next = NULL;
	} else {
		body = leat_zalloc(sizeof(*body));
		/* One item may be larger than the target; offsets are 32 bits wide. */
		leat_buf_init(&body->bytes, (size_t)1 << 30);
	}
	body->epoch = epoch;
	return body;
}

static struct body *body_free(struct body *body)
{
	if (body) {
		leat_buf_done(&body->bytes);
		LEAT_VEC_DONE(&body->items);
		free(body);
	}
	return NULL;
}

/* Nobody needs its items any more. */
static void retire(struct leat_bulk *bulk, struct body *body)
{
	if (bulk->spare_count == MAX_SPARE ||
	    body->bytes.capacity > 2 * bulk->config.body_bytes + BODY_SLACK) {
		body_free(body);
		return;
	}
	leat_buf_clear(&body->bytes);
	body->items.count = 0;
	body->folded_bytes = 0;
	body->next = bulk->spare;
	bulk->spare = body;
	bulk->spare_count++;
}

static void push_ready(struct leat_bulk *bulk, struct body *body)
{
	body->next = NULL;
	*bulk->ready_end = body;
	bulk->ready_end = &body->next;
}

/* Bodies that failed go first: their items are the oldest. */
static void push_ready_first(struct leat_bulk *bulk, struct body *body)
{
	body->next = bulk->ready;
	if (!bulk->ready)
		bulk->ready_end = &body->next;
	bulk->ready = body;
}

static struct body *pop_ready(struct leat_bulk *bulk)
{
	struct body *body = bulk->ready;

	bulk->ready = body->next;
	if (!bulk->ready)
		bulk->ready_end = &bulk->ready;
	body->next = NULL;
	return body;
}

/* Copy item @p i of @p from, with its lines. */
static void copy_item(struct body *to, const struct body *from, uint32_t i)
{
	struct leat_bulk_item item = from->items.items[i];

	leat_buf_add(&to->bytes, from->bytes.data + item.begin, item.bytes);
	item.begin = (uint32_t)(to->bytes.size - item.bytes);
	*LEAT_VEC_ADD(NULL, &to->items) = item;
}

/* Take the holes of folded items out before the body is sent. */
static void close_holes(struct body *body)
{
	size_t to = 0;
	uint32_t count = 0;

	if (!body->folded_bytes)
		return;
	for (uint32_t i = 0; i < body->items.count; i++) {
		struct leat_bulk_item item = body->items.items[i];
		if (!item.bytes)
			continue;
		memmove(body->bytes.data + to, body->bytes.data + item.begin, item.bytes);
		item.begin = (uint32_t)to;
		to += item.bytes;
		body->items.items[count++] = item;
	}
	body->items.count = count;
	body->bytes.size = to;
	body->folded_bytes = 0;
}

/* The filling body takes no more items. */
static void seal(struct leat_bulk *bulk)
{
	struct body *body = bulk->filling;

	if (!body->items.count)
		return;
	bulk->stats.held_bytes -= body->folded_bytes;
	close_holes(body);
	push_ready(bulk, body);
	leat_fold_clear(bulk->fold);
	bulk->filling = body_new(bulk, bulk->open_epoch);
}

/* ---- epochs ---- */

static struct epoch *epoch_of(struct leat_bulk *bulk, uint64_t ordinal)
{
	leat_assert(ordinal >= bulk->first_epoch && ordinal <= bulk->open_epoch);
	return &bulk->epochs[ordinal % MAX_EPOCHS];
}

static void items_done(struct leat_bulk *bulk, uint64_t ordinal, uint32_t count)
{
	struct epoch *epoch = epoch_of(bulk, ordinal);

	leat_assert(epoch->remaining >= count);
	epoch->remaining -= count;
}

void leat_bulk_flush(struct leat_bulk *bulk, uint64_t number)
{
	leat_assert(number > 0);
	leat_assert(bulk->open_epoch - bulk->first_epoch + 1 < MAX_EPOCHS);
	seal(bulk);
	epoch_of(bulk, bulk->open_epoch)->number = number;
	bulk->open_epoch++;
	bulk->epochs[bulk->open_epoch % MAX_EPOCHS] = (struct epoch){ 0 };
	bulk->filling->epoch = bulk->open_epoch;
}

/* ---- items in ---- */

struct leat_bulk *leat_bulk_new(const struct leat_bulk_config *config,
                                const struct leat_bulk_events *events, void *owner)
{
	struct leat_bulk *bulk = leat_zalloc(sizeof(*bulk));

	bulk->config = *config;
	if (bulk->config.max_requests > LEAT_BULK_REQUESTS)
		bulk->config.max_requests = LEAT_BULK_REQUESTS;
	bulk->events = events;
	bulk->owner = owner;
	bulk->fold = leat_fold_new();
	bulk->filling = body_new(bulk, 0);
	bulk->ready_end = &bulk->ready;
	bulk->slots = 1;
	bulk->largest_bytes = SIZE_MAX;
	bulk->jitter = config->seed | 1;
	return bulk;
}

struct leat_bulk *leat_bulk_free(struct leat_bulk *bulk)
{
	if (!bulk)
		return NULL;
	body_free(bulk->filling);
	while (bulk->ready)
		body_free(pop_ready(bulk));
	while (bulk->spare) {
		struct body *body = bulk->spare;
		bulk->spare = body->next;
		body_free(body);
	}
	for (uint32_t i = 0; i < LEAT_BULK_REQUESTS; i++)
		body_free(bulk->sent[i]);
	leat_fold_free(bulk->fold);
	free(bulk);
	return NULL;
}

void leat_bulk_open_gate(struct leat_bulk *bulk)
{
	bulk->gate_is_open = true;
	/* Whoever opens it has told of other waits meanwhile. */
	bulk->reason_is_new = true;
}

bool leat_bulk_has_room(const struct leat_bulk *bulk)
{
	return bulk->stats.held_bytes < bulk->config.budget_bytes;
}

struct leat_buf *leat_bulk_begin(struct leat_bulk *bulk)
{
	bulk->item_begin = bulk->filling->bytes.size;
	return &bulk->filling->bytes;
}

void leat_bulk_undo(struct leat_bulk *bulk)
{
	bulk->filling->bytes.size = bulk->item_begin;
}

static void fold_earlier(struct leat_bulk *bulk, struct body *body, const uint64_t key[2])
{
	int64_t earlier = leat_fold_put(bulk->fold, key, body->items.count);

	if (earlier < 0)
		return;
	struct leat_bulk_item *item = &body->items.items[earlier];
	body->folded_bytes += item->bytes;
	item->bytes = 0;
	bulk->stats.folded++;
	items_done(bulk, body->epoch, 1);
}

void leat_bulk_end(struct leat_bulk *bulk, const struct leat_bulk_item *item, int64_t now_us)
{
	struct body *body = bulk->filling;

	if (item->key[0] || item->key[1])
		fold_earlier(bulk, body, item->key);
	if (!body->items.count)
		body->first_us = now_us;
	struct leat_bulk_item *added = LEAT_VEC_ADD(NULL, &body->items);
	*added = *item;
	added->begin = (uint32_t)bulk->item_begin;
	added->bytes = (uint32_t)(body->bytes.size - bulk->item_begin);
	leat_assert(added->action_bytes <= added->bytes);
	epoch_of(bulk, body->epoch)->remaining++;
	bulk->stats.items++;
	bulk->stats.held_bytes += added->bytes;
	if (body->bytes.size - body->folded_bytes >= bulk->config.body_bytes ||
	    body->items.count >= bulk->config.body_items)
		seal(bulk);
}

/* ---- sending ---- */

static bool is_open(const struct leat_bulk *bulk, int64_t now_us)
{
	return bulk->gate_is_open && now_us >= bulk->closed_until_us &&
	       bulk->sent_count < bulk->slots;
}

/* A body that is not full goes when it is old, or when nothing else is on its way: then waiting
 * would only add latency. */
static void seal_when_due(struct leat_bulk *bulk, int64_t now_us)
{
	struct body *body = bulk->filling;

	if (!body->items.count)
		return;
	if ((!bulk->sent_count && !bulk->ready && is_open(bulk, now_us)) ||
	    now_us - body->first_us >= bulk->config.linger_us)
		seal(bulk);
}

static void send_first(struct leat_bulk *bulk)
{
	struct body *body = pop_ready(bulk);
	uint32_t request = 0;

	while (bulk->sent[request])
		request++;
	bulk->sent[request] = body;
	bulk->sent_count++;
	bulk->stats.requests++;
	bulk->stats.sent_bytes += body->bytes.size;
	bulk->events->send(bulk->owner, request, leat_buf_view(&body->bytes), body->items.count);
}

static struct body *split_off_half(struct leat_bulk *bulk, struct body *body);

/* Bodies that were filled before the server said how large is too large. */
static void split_too_large(struct leat_bulk *bulk)
{
	while (bulk->ready->bytes.size > bulk->largest_bytes && bulk->ready->items.count > 1) {
		struct body *body = pop_ready(bulk);
		struct body *half = split_off_half(bulk, body);
		push_ready_first(bulk, half);
		push_ready_first(bulk, body);
	}
}

static void tell(struct leat_bulk *bulk)
{
	if (bulk->reason_is_new) {
		bulk->reason_is_new = false;
		bulk->events->waiting(bulk->owner, bulk->reason[0] ? bulk->reason : NULL);
	}
	if (bulk->index_is_missing) {
		bulk->index_is_missing = false;
		bulk->events->index_missing(bulk->owner);
	}
	while (bulk->first_epoch < bulk->open_epoch) {
		struct epoch *epoch = epoch_of(bulk, bulk->first_epoch);
		if (epoch->remaining)
			break;
		bulk->first_epoch++;
		bulk->stats.rejected_durable += epoch->rejected;
		bulk->events->durable(bulk->owner, epoch->number);
	}
}

void leat_bulk_run(struct leat_bulk *bulk, int64_t now_us)
{
	seal_when_due(bulk, now_us);
	while (bulk->ready && is_open(bulk, now_us)) {
		split_too_large(bulk);
		send_first(bulk);
	}
	tell(bulk);
}

int64_t leat_bulk_next_time(const struct leat_bulk *bulk)
{
	int64_t next = INT64_MAX;

	if (bulk->ready && bulk->gate_is_open && bulk->sent_count < bulk->slots)
		next = bulk->closed_until_us;
	if (bulk->filling->items.count) {
		int64_t due = bulk->filling->first_us + bulk->config.linger_us;
		if (!bulk->sent_count && !bulk->ready && bulk->gate_is_open)
			due = bulk->closed_until_us;
		if (due < next)
			next = due;
	}
	return next;
}

/* ---- answers ---- */

/* xorshift64: the jitter need not be good, only different between jobs. */
static uint64_t next_random(struct leat_bulk *bulk)
{
	bulk->jitter ^= bulk->jitter << 13;
	bulk->jitter ^= bulk->jitter >> 7;
	bulk->jitter ^= bulk->jitter << 17;
	return bulk->jitter;
}

/* Doubling, with half of it at random. */
static int64_t backoff_us(struct leat_bulk *bulk, uint32_t failures)
{
	int64_t wait = bulk->config.backoff_us;

	for (uint32_t i = 1; i < failures && wait < bulk->config.backoff_max_us; i++)
		wait *= 2;
	if (wait > bulk->config.backoff_max_us)
		wait = bulk->config.backoff_max_us;
	return wait / 2 + (int64_t)(next_random(bulk) % (uint64_t)(wait / 2 + 1));
}

static void set_reason(struct leat_bulk *bulk, const char *reason)
{
	if (!strcmp(bulk->reason, reason))
		return;
	snprintf(bulk->reason, sizeof(bulk->reason), "%s", reason);
	bulk->reason_is_new = true;
}

/* The server takes nothing now: everybody waits. */
static void close_for_a_while(struct leat_bulk *bulk, int64_t now_us)
{
	bulk->failures++;
	bulk->slots = bulk->slots > 1 ? bulk->slots / 2 : 1;
	bulk->closed_until_us = now_us + backoff_us(bulk, bulk->failures);
}

/* Something got through. */
static void note_success(struct leat_bulk *bulk)
{
	bulk->failures = 0;
	if (bulk->slots < bulk->config.max_requests)
		bulk->slots++;
	set_reason(bulk, "");
}

static void drop_bytes(struct leat_bulk *bulk, const struct body *body)
{
	bulk->stats.held_bytes -= body->bytes.size;
}

static void reject_item(struct leat_bulk *bulk, const struct body *body, uint32_t i, int status,
                        struct leat_str reason)
{
	const struct leat_bulk_item *item = &body->items.items[i];
	uint32_t end = item->bytes > item->action_bytes ? item->bytes - 1 : item->bytes;
	struct leat_str document = { body->bytes.data + item->begin + item->action_bytes,
		                     end > item->action_bytes ? end - item->action_bytes : 0 };

	bulk->stats.rejected++;
	epoch_of(bulk, body->epoch)->rejected++;
	items_done(bulk, body->epoch, 1);
	bulk->events->reject(bulk->owner, item, document, status, reason);
}

/* Move the second half of the items to a new body of the same epoch. */
static struct body *split_off_half(struct leat_bulk *bulk, struct body *body)
{
	uint32_t keep = body->items.count / 2;
	struct body *half = body_new(bulk, body->epoch);

	leat_assert(keep > 0);
	for (uint32_t i = keep; i < body->items.count; i++)
		copy_item(half, body, i);
	body->bytes.size = body->items.items[keep].begin;
	body->items.count = keep;
	half->first_us = body->first_us;
	return half;
}

static void halve(struct leat_bulk *bulk, struct body *body, int status, const char *reason)
{
	if (body->items.count == 1) {
		drop_bytes(bulk, body);
		reject_item(bulk, body, 0, status, leat_str_of(reason));
		retire(bulk, body);
		return;
	}
	struct body *half = split_off_half(bulk, body);
	push_ready_first(bulk, half);
	push_ready_first(bulk, body);
}

static void retry_all(struct leat_bulk *bulk, struct body *body, int64_t now_us)
{
	for (uint32_t i = 0; i < body->items.count; i++)
		body->items.items[i].attempts++;
	bulk->stats.retried += body->items.count;
	close_for_a_while(bulk, now_us);
	push_ready_first(bulk, body);
}

/* Each item has its own fate; those that go again get a body of their own. */
static void judge_items(struct leat_bulk *bulk, struct body *body,
                        const struct leat_bulk_result *results, int64_t now_us)
{
	struct body *again = body_new(bulk, body->epoch);
	uint32_t done_count = 0;
	struct leat_str reason = { 0 };

	drop_bytes(bulk, body);
	for (uint32_t i = 0; i < body->items.count; i++) {
		switch (leat_bulk_judge_item(body->items.items[i].action, results[i].status)) {
		case LEAT_BULK_CONFLICT:
			bulk->stats.conflicts++;
			done_count++;
			break;
		case LEAT_BULK_DONE:
			done_count++;
			break;
		case LEAT_BULK_MISSING:
			bulk->gate_is_open = false;
			bulk->index_is_missing = true;
			/* fall through */
		case LEAT_BULK_RETRY:
			reason = results[i].reason;
			copy_item(again, body, i);
			break;
		case LEAT_BULK_REJECT:
			reject_item(bulk, body, i, results[i].status, results[i].reason);
			break;
		}
	}
	bulk->stats.acknowledged += done_count;
	items_done(bulk, body->epoch, done_count);
	if (again->items.count) {
		char text[sizeof(bulk->reason)];
		snprintf(text, sizeof(text), "documents are put back: %.*s", LEAT_STR_ARG(reason));
		if (done_count)
			bulk->failures = 0; /* It makes progress: do not slow down for ever. */
		set_reason(bulk, text);
		bulk->stats.held_bytes += again->bytes.size;
		retry_all(bulk, again, now_us);
	} else {
		note_success(bulk);
		retire(bulk, again);
	}
	retire(bulk, body);
}

static void all_done(struct leat_bulk *bulk, struct body *body)
{
	drop_bytes(bulk, body);
	bulk->stats.acknowledged += body->items.count;
	items_done(bulk, body->epoch, body->items.count);
	note_success(bulk);
	retire(bulk, body);
}

static void say_status(struct leat_bulk *bulk, const struct leat_bulk_answer *answer,
                       const char *what)
{
	char text[sizeof(bulk->reason)];

	if (answer->error)
		snprintf(text, sizeof(text), "%s", answer->error);
	else
		snprintf(text, sizeof(text), "%s (HTTP %d)", what, answer->status);
	set_reason(bulk, text);
}

void leat_bulk_answered(struct leat_bulk *bulk, uint32_t request,
                        const struct leat_bulk_answer *answer, int64_t now_us)
{
	struct body *body = request < LEAT_BULK_REQUESTS ? bulk->sent[request] : NULL;
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_bulk_result *results;

	leat_assert(body);
	bulk->sent[request] = NULL;
	bulk->sent_count--;
	results = LEAT_ARENA_ARRAY(arena, struct leat_bulk_result, body->items.count);
	switch (leat_bulk_judge(answer, body->items.count, arena, results)) {
	case LEAT_BULK_ALL_DONE:
		all_done(bulk, body);
		break;
	case LEAT_BULK_BY_ITEM:
		judge_items(bulk, body, results, now_us);
		break;
	case LEAT_BULK_AGAIN:
		say_status(bulk, answer,
		           answer->status == 200 ? "the answer makes no sense"
		                                 : "the server does not take documents");
		retry_all(bulk, body, now_us);
		break;
	case LEAT_BULK_REFUSED:
		say_status(bulk, answer,
		           "the server refuses the credentials or lacks a right for them");
		retry_all(bulk, body, now_us);
		break;
	case LEAT_BULK_NO_INDEX:
		say_status(bulk, answer, "the index is missing");
		bulk->gate_is_open = false;
		bulk->index_is_missing = true;
		retry_all(bulk, body, now_us);
		break;
	case LEAT_BULK_TOO_LARGE:
		if (bulk->largest_bytes > body->bytes.size / 2 && body->items.count > 1)
			bulk->largest_bytes = body->bytes.size / 2;
		halve(bulk, body, answer->status, "the document is larger than the server takes");
		break;
	case LEAT_BULK_WRONG:
		halve(bulk, body, answer->status, "the server cannot read the document");
		break;
	}
	leat_arena_free(arena);
}

void leat_bulk_stats(const struct leat_bulk *bulk, struct leat_bulk_stats *ret)
{
	*ret = bulk->stats;
}
