/* SPDX-License-Identifier: Apache-2.0 */
/* The sink: rows in, bulk requests out.  It joins document.c (rows to lines), bulk.c (what is sent
 * when, and again), client.c (HTTP) and index.c (the index is there) on the loop.
 *
 * Everything that bulk.c decides happens in drive(), a task of the loop; so no upcall is ever made
 * from inside a call of the engine. */
#include "connectors/elasticsearch/sink.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/counter.h"
#include "base/log.h"
#include "connectors/elasticsearch/client.h"
#include "connectors/elasticsearch/document.h"
#include "connectors/elasticsearch/index.h"
#include "io/loop.h"

enum {
	BACKOFF_MAX_US = 10000000,
	BODY_BYTES_MAX = 64 << 20,
	BODY_ITEMS_MAX = 1 << 20,
};

/* The answer's size is a fraction of the request's with this filter, and zero errors need no look. */
#define BULK_FILTER "?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason"

struct elastic_sink {
	struct leat_sink sink; /* First member. */
	const struct leat_elastic_config *config;
	struct leat_elastic_client *client;
	struct leat_elastic_index *index;
	struct leat_elastic_documents *documents;
	struct leat_bulk *bulk;
	struct leat_task *task;   /* drive(), soon. */
	struct leat_timer *timer; /* drive(), when bulk.c has waited long enough. */
	struct leat_buf path;     /* Of the bulk requests. */
	uint64_t rows_in;         /* Rows taken. */
	uint64_t skipped;         /* Rows of them that are no documents: -U of a keyed table. */
	uint64_t unencoded;       /* Rows of them that could not become documents. */
	uint64_t unencoded_flushed; /* Of these, the ones before the last flush. */
	bool wants_room;          /* write() answered FULL. */
	struct leat_histogram latency_us; /* Of answered requests. */
	int64_t sent_us[LEAT_BULK_REQUESTS]; /* By request number. */
};

/* ---- driving ---- */

static void plan_next(struct elastic_sink *es, int64_t now_us)
{
	int64_t next_us = leat_bulk_next_time(es->bulk);

	if (next_us == INT64_MAX)
		leat_timer_stop(es->timer);
	else
		leat_timer_start(es->timer, next_us > now_us ? next_us - now_us : 0);
}

static void drive(void *data)
{
	struct elastic_sink *es = data;

	int64_t now_us = leat_clock_mono_us(es->sink.clock);
	leat_bulk_run(es->bulk, now_us);
	plan_next(es, now_us);
	if (es->wants_room && leat_bulk_has_room(es->bulk)) {
		es->wants_room = false;
		es->sink.events->on_room(es->sink.owner);
	}
}

/* ---- what bulk.c wants ---- */

static void on_answer(void *owner, uint32_t request, const struct leat_bulk_answer *answer)
{
	struct elastic_sink *es = owner;
	int64_t now_us = leat_clock_mono_us(es->sink.clock);

	leat_histogram_add(&es->latency_us, now_us - es->sent_us[request]);
	leat_bulk_answered(es->bulk, request, answer, now_us);
	leat_task_schedule(es->task);
}

static void on_send(void *owner, uint32_t request, struct leat_str body, uint32_t item_count)
{
	struct elastic_sink *es = owner;

	(void)item_count;
	es->sent_us[request] = leat_clock_mono_us(es->sink.clock);
	leat_elastic_client_send(es->client, "POST", leat_buf_cstr(&es->path), "application/x-ndjson",
	                         body, on_answer, es, request);
}

static void give_up(struct elastic_sink *es, const struct leat_dead_letter *letter)
{
	switch ((enum leat_elastic_failure)es->config->failure_handler) {
	case LEAT_ELASTIC_DEAD_LETTER:
		es->sink.events->on_dead_letter(es->sink.owner, letter);
		break;
	case LEAT_ELASTIC_FAIL:
		es->sink.events->on_error(es->sink.owner, &letter->err);
		break;
	case LEAT_ELASTIC_IGNORE:
		break;
	}
}

static void on_reject(void *owner, const struct leat_bulk_item *item, struct leat_str document,
                      int status, struct leat_str reason)
{
	struct elastic_sink *es = owner;
	struct leat_dead_letter letter = {
		.stage = "sink",
		.table = es->sink.table->name,
		.stream = item->stream,
		.partition = item->partition,
		.position = item->position,
		.status = status,
		.bytes = document,
	};

	leat_err_set(&letter.err, LEAT_E_REJECTED, "HTTP %d: %.*s", status,
	             reason.n > 300 ? 300 : (int)reason.n, reason.n ? reason.p : "no reason given");
	give_up(es, &letter);
}

static void on_durable(void *owner, uint64_t epoch)
{
	struct elastic_sink *es = owner;

	es->sink.events->on_durable(es->sink.owner, epoch);
}

static void on_waiting(void *owner, const char *reason)
{
	struct elastic_sink *es = owner;
	char text[320];

	if (!reason) {
		es->sink.events->on_waiting(es->sink.owner, NULL);
		return;
	}
	/* What the HTTP client says names the server already. */
	if (strstr(reason, leat_elastic_client_host(es->client)))
		snprintf(text, sizeof(text), "%s", reason);
	else
		snprintf(text, sizeof(text), "%s: %s", leat_elastic_client_host(es->client), reason);
	LEAT_LOG(WARN, ELASTIC, es->sink.job_name.p, "documents wait",
	         leat_log_str("index", es->config->index), leat_log_text("reason", text));
	es->sink.events->on_waiting(es->sink.owner, text);
}

static void on_index_missing(void *owner)
{
	struct elastic_sink *es = owner;

	leat_elastic_index_ensure(es->index);
}

static const struct leat_bulk_events bulk_events = {
	.send = on_send,
	.reject = on_reject,
	.durable = on_durable,
	.waiting = on_waiting,
	.index_missing = on_index_missing,
};

/* ---- what index.c says ---- */

static void on_index_ready(void *owner)
{
	struct elastic_sink *es = owner;

	leat_bulk_open_gate(es->bulk);
	leat_task_schedule(es->task);
}

static void on_index_waiting(void *owner, const char *reason)
{
	struct elastic_sink *es = owner;

	LEAT_LOG(WARN, ELASTIC, es->sink.job_name.p, "the index cannot be reached",
	         leat_log_str("index", es->config->index), leat_log_text("reason", reason));
	es->sink.events->on_waiting(es->sink.owner, reason);
}

static void on_index_failed(void *owner, const struct leat_err *err)
{
	struct elastic_sink *es = owner;

	es->sink.events->on_error(es->sink.owner, err);
}

static const struct leat_elastic_index_events index_events = {
	.ready = on_index_ready,
	.waiting = on_index_waiting,
	.failed = on_index_failed,
};

/* ---- the sink's functions ---- */

static enum leat_sink_mode elastic_mode(const struct leat_table *table)
{
	return table->key_count ? LEAT_SINK_UPSERT : LEAT_SINK_APPEND;
}

/* Limits that are off (0, -1) become ones that are never met before the others. */
static struct leat_bulk_config bulk_config(const struct elastic_sink *es)
{
	const struct leat_elastic_config *config = es->config;

	return (struct leat_bulk_config){
		.body_bytes = config->flush_max_bytes > 0 ? (size_t)config->flush_max_bytes :
		                                            BODY_BYTES_MAX,
		.body_items = config->flush_max_actions > 0 ? (uint32_t)config->flush_max_actions :
		                                              BODY_ITEMS_MAX,
		.linger_us = config->flush_interval_us,
		.max_requests = (uint32_t)config->max_in_flight,
		.budget_bytes = es->sink.budget_bytes,
		.backoff_us = config->backoff_us,
		.backoff_max_us = BACKOFF_MAX_US,
		.seed = es->sink.restart_epoch,
	};
}

static int elastic_open(struct leat_sink *sink, struct leat_err *err)
{
	struct elastic_sink *es = LEAT_CONTAINER_OF(sink, struct elastic_sink, sink);
	struct leat_bulk_config config;

	es->config = sink->table->config;
	config = bulk_config(es);
	LEAT_TRY(leat_elastic_client_new(sink, &es->client, err));
	es->bulk = leat_bulk_new(&config, &bulk_events, es);
	es->documents = leat_elastic_documents_new(sink, es->config->key_delimiter);
	es->index = leat_elastic_index_new(sink, es->client, &index_events, es);
	es->task = leat_task_new(sink->loop, drive, es);
	es->timer = leat_timer_new(sink->loop, drive, es);
	leat_buf_init(&es->path, 4096);
	leat_elastic_index_path(es->config->index, &es->path);
	leat_buf_text(&es->path, "/_bulk" BULK_FILTER);
	leat_elastic_index_ensure(es->index);
	return 0;
}

/* A row that cannot become a document.  In a function of its own, as a letter is a large thing to
 * have ready for each row. */
static __attribute__((noinline)) void bury_row(struct elastic_sink *es,
                                               const struct leat_bulk_item *item,
                                               const struct leat_err *err)
{
	struct leat_dead_letter letter = {
		.stage = "sink",
		.table = es->sink.table->name,
		.stream = item->stream,
		.partition = item->partition,
		.position = item->position,
		.err = *err,
	};

	es->unencoded++;
	give_up(es, &letter);
}

/* The row becomes an item, a dead letter, or nothing (the old value of an update: the new one
 * replaces it). */
static void put_row(struct elastic_sink *es, const struct leat_batch *batch, uint32_t row,
                    int64_t now_us)
{
	struct leat_bulk_item item;
	struct leat_err err; /* Written only when there is one. */

	es->rows_in++;
	if (leat_batch_kind(batch, row) == LEAT_UPDATE_BEFORE) {
		es->skipped++;
		return;
	}
	struct leat_buf *lines = leat_bulk_begin(es->bulk);
	if (!leat_elastic_documents_put(es->documents, batch, row, lines, &item, &err)) {
		leat_bulk_end(es->bulk, &item, now_us);
		return;
	}
	leat_bulk_undo(es->bulk);
	bury_row(es, &item, &err);
}

static enum leat_push elastic_write(struct leat_sink *sink, struct leat_batch *batch,
                                    struct leat_err *err)
{
	struct elastic_sink *es = LEAT_CONTAINER_OF(sink, struct elastic_sink, sink);

	(void)err;
	if (!leat_bulk_has_room(es->bulk)) {
		es->wants_room = true;
		return LEAT_PUSH_FULL;
	}
	int64_t now_us = leat_clock_mono_us(sink->clock);
	for (uint32_t i = 0; i < batch->sel.count; i++)
		put_row(es, batch, leat_sel_row(batch->sel, i), now_us);
	leat_task_schedule(es->task);
	return LEAT_PUSH_OK;
}

static void elastic_flush(struct leat_sink *sink, uint64_t epoch)
{
	struct elastic_sink *es = LEAT_CONTAINER_OF(sink, struct elastic_sink, sink);

	es->unencoded_flushed = es->unencoded;
	leat_bulk_flush(es->bulk, epoch);
	leat_task_schedule(es->task);
}

static void elastic_stats(const struct leat_sink *sink, struct leat_sink_stats *ret)
{
	const struct elastic_sink *es =
	        (const struct elastic_sink *)((const char *)sink - offsetof(struct elastic_sink, sink));
	struct leat_bulk_stats bulk;

	leat_bulk_stats(es->bulk, &bulk);
	*ret = (struct leat_sink_stats){
		.rows_in = es->rows_in,
		.acknowledged = bulk.acknowledged,
		.rejected = bulk.rejected + es->unencoded,
		.rejected_durable = bulk.rejected_durable + es->unencoded_flushed,
		.folded = bulk.folded + es->skipped,
		.in_flight_rows = bulk.items - bulk.acknowledged - bulk.rejected - bulk.folded,
		.in_flight_bytes = bulk.held_bytes,
		.requests = bulk.requests,
		.retried = bulk.retried,
		.conflicts = bulk.conflicts,
		.sent_bytes = bulk.sent_bytes,
		.latency_us = &es->latency_us,
	};
}

static void on_closed(void *data)
{
	struct elastic_sink *es = data;

	leat_task_free(es->task);
	es->sink.events->on_closed(es->sink.owner);
}

static void elastic_close(struct leat_sink *sink)
{
	struct elastic_sink *es = LEAT_CONTAINER_OF(sink, struct elastic_sink, sink);

	es->timer = leat_timer_free(es->timer);
	leat_task_free(es->task);
	es->client = leat_elastic_client_free(es->client);
	es->index = leat_elastic_index_free(es->index);
	es->documents = leat_elastic_documents_free(es->documents);
	es->bulk = leat_bulk_free(es->bulk);
	leat_buf_done(&es->path);
	es->task = leat_task_new(sink->loop, on_closed, es);
	leat_task_schedule(es->task);
}

const struct leat_sink_type leat_elastic_sink = {
	.sink_size = sizeof(struct elastic_sink),
	.mode = elastic_mode,
	.open = elastic_open,
	.write = elastic_write,
	.flush = elastic_flush,
	.stats = elastic_stats,
	.close = elastic_close,
};
