/* SPDX-License-Identifier: Apache-2.0 */
/* The server of the embedded index: its queue of requests, and failures for tests. */
#include "dev/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/vec.h"
#include "dev/index/rest.h"
#include "io/work.h"

enum {
	CLOSE_GRACE_US = 2000000, /**< For answers that are being sent. */
};

struct leat_dev_index {
	struct leat_loop *loop;
	struct leat_http_server *server;
	struct dev_store store;                     /**< Belongs to the running request. */
	char url[40];                               /**< "http://127.0.0.1:port". */
	bool is_running;                            /**< A request is on the pool. */
	bool is_closing;                            /**< Requests do not hang any more. */
	struct dev_request *first;                  /**< Waiting. */
	struct dev_request *last;                   /**< The newest of them. */
	struct dev_request *hanging;                /**< Kept unanswered by a failure. */
	LEAT_VEC(struct leat_dev_failure) failures; /**< To come; heap. */
	uint64_t bulk_count;                        /**< Bulk requests so far. */
	leat_loop_fn on_closed;                     /**< Told at the end, or NULL. */
	void *closed_data;                          /**< For on_closed. */
};

static void start_next(struct leat_dev_index *index);

/* ---- a request ---- */

static struct dev_request *request_new(struct leat_dev_index *index,
                                       struct leat_http_exchange *exchange)
{
	struct dev_request *r = leat_zalloc(sizeof(*r));

	r->owner = index;
	r->exchange = exchange;
	r->http = leat_http_exchange_request(exchange);
	r->store = &index->store;
	r->now_ms = leat_clock_now_us(leat_loop_clock()) / 1000;
	r->arena = leat_arena_new(0);
	r->body = r->http->body;
	r->status = 200;
	leat_buf_init(&r->out, DEV_ANSWER_MAX_BYTES);
	return r;
}

static void request_free(struct dev_request *r)
{
	leat_json_writer_free(r->json);
	leat_buf_done(&r->out);
	leat_arena_free(r->arena);
	free(r);
}

/* Replace a compressed body by what it holds. */
static bool unpack_body(struct dev_request *r)
{
	struct leat_str encoding = leat_http_header(r->http, "content-encoding");
	z_stream z = { 0 };
	struct leat_buf plain;
	int status = Z_OK;

	if (!encoding.p || leat_dev_str_is(encoding, "identity"))
		return true;
	if (!leat_dev_str_is(encoding, "gzip") || inflateInit2(&z, 15 + 16) != Z_OK)
		return false;
	leat_buf_init(&plain, DEV_BODY_MAX_BYTES);
	z.next_in = (unsigned char *)(uintptr_t)r->body.p;
	z.avail_in = r->body.n;
	while (status == Z_OK) {
		char *to = leat_buf_reserve(&plain, 65536);

		if (!to)
			break;
		z.next_out = (unsigned char *)to;
		z.avail_out = 65536;
		status = inflate(&z, Z_NO_FLUSH);
		leat_buf_advance(&plain, 65536 - z.avail_out);
	}
	inflateEnd(&z);
	r->body = leat_arena_str(r->arena, leat_buf_view(&plain));
	leat_buf_done(&plain);
	return status == Z_STREAM_END;
}

/* On the pool. */
static void run(void *data)
{
	struct dev_request *r = data;
	struct leat_str filter;

	if (!unpack_body(r)) {
		leat_dev_request_fail(r, 400, "illegal_argument_exception",
		                      "the body is not what its Content-Encoding says");
		return;
	}
	if (r->is_bulk && r->has_failure && r->failure.kind == LEAT_DEV_FAIL_STATUS) {
		leat_dev_request_fail(r, r->failure.status, r->failure.type, "%s",
		                      r->failure.reason);
		return;
	}
	if (r->has_failure && r->failure.kind != LEAT_DEV_FAIL_ITEMS && !r->failure.is_carried_out)
		return;
	leat_dev_route(r);
	filter = leat_dev_request_param(r, "filter_path");
	if (filter.n && r->status < 400 && !r->is_text)
		leat_dev_filter_path(r->arena, filter, &r->out);
}

/* ---- answering ---- */

static const char *type_of(const struct dev_request *r)
{
	static const char compatible[] = "application/vnd.elasticsearch+json";
	struct leat_str accept = leat_http_header(r->http, "accept");

	if (r->is_text)
		return "text/plain; charset=UTF-8";
	if (accept.p && memmem(accept.p, accept.n, compatible, sizeof(compatible) - 1))
		return "application/vnd.elasticsearch+json;compatible-with=8";
	return "application/json; charset=UTF-8";
}

static void answer(struct dev_request *r)
{
	char seconds[16];

	leat_http_set_header(r->exchange, "X-Elastic-Product", "Elasticsearch");
	if (r->has_failure && r->failure.kind == LEAT_DEV_FAIL_STATUS && r->failure.retry_after_s) {
		(void)snprintf(seconds, sizeof(seconds), "%u", r->failure.retry_after_s);
		leat_http_set_header(r->exchange, "Retry-After", seconds);
	}
	if (r->out.full)
		leat_dev_request_fail(r, 413, "illegal_argument_exception",
		                      "the answer is too large");
	leat_http_answer(r->exchange, r->status, type_of(r), &r->out);
	request_free(r);
}

static void answer_half(struct dev_request *r)
{
	leat_http_stream_begin(r->exchange, r->status, type_of(r));
	(void)leat_http_stream_write(r->exchange, r->out.data, r->out.size / 2);
	leat_http_drop(r->exchange);
	request_free(r);
}

static void on_hanging_gone(void *data)
{
	struct dev_request *r = data;
	struct dev_request **at = &r->owner->hanging;

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	leat_http_drop(r->exchange);
	request_free(r);
}

static void hang(struct dev_request *r)
{
	r->next = r->owner->hanging;
	r->owner->hanging = r;
	leat_http_on_gone(r->exchange, on_hanging_gone, r);
}

static void end(struct dev_request *r)
{
	if (!r->has_failure) {
		answer(r);
		return;
	}
	switch (r->failure.kind) {
	case LEAT_DEV_FAIL_STATUS:
	case LEAT_DEV_FAIL_ITEMS:
		answer(r);
		break;
	case LEAT_DEV_FAIL_HANG:
		if (r->owner->is_closing)
			answer(r);
		else
			hang(r);
		break;
	case LEAT_DEV_FAIL_DROP:
		leat_http_drop(r->exchange);
		request_free(r);
		break;
	case LEAT_DEV_FAIL_TRUNCATE:
		answer_half(r);
		break;
	}
}

static void on_done(void *data, bool has_run)
{
	struct dev_request *r = data;
	struct leat_dev_index *index = r->owner;

	leat_assert(has_run); /* nobody cancels it */
	index->is_running = false;
	end(r);
	start_next(index);
}

static void start_next(struct leat_dev_index *index)
{
	struct dev_request *r = index->first;

	if (!r || index->is_running)
		return;
	index->first = r->next;
	if (!index->first)
		index->last = NULL;
	r->next = NULL;
	index->is_running = true;
	leat_work_start(index->loop, run, on_done, r);
}

static bool is_bulk_path(struct leat_str path)
{
	static const char suffix[] = "/_bulk";

	return path.n >= sizeof(suffix) - 1 &&
	       memcmp(path.p + path.n - (sizeof(suffix) - 1), suffix, sizeof(suffix) - 1) == 0;
}

/* Take the failure that is next, if this is a bulk request. */
static void apply_failure(struct leat_dev_index *index, struct dev_request *r)
{
	r->is_bulk = is_bulk_path(r->http->raw_path);
	if (!r->is_bulk)
		return;
	index->bulk_count++;
	if (index->failures.count == 0)
		return;
	r->has_failure = true;
	r->failure = index->failures.items[0];
	if (--index->failures.items[0].count > 0)
		return;
	index->failures.count--;
	memmove(index->failures.items, index->failures.items + 1,
	        index->failures.count * sizeof(*index->failures.items));
}

static void on_request(void *owner, struct leat_http_exchange *exchange)
{
	struct leat_dev_index *index = owner;
	struct dev_request *r = request_new(index, exchange);

	apply_failure(index, r);
	if (index->last)
		index->last->next = r;
	else
		index->first = r;
	index->last = r;
	start_next(index);
}

/* ---- open and close ---- */

int leat_dev_index_open(struct leat_loop *loop, const struct leat_dev_index_options *options,
                        struct leat_dev_index **ret_index, struct leat_err *err)
{
	struct leat_dev_index *index = leat_zalloc(sizeof(*index));
	struct leat_http_server_options http = { .port = options->port,
		                                 .max_body_bytes = DEV_BODY_MAX_BYTES,
		                                 .on_request = on_request,
		                                 .owner = index };
	struct leat_err why;

	index->loop = loop;
	int r = leat_dev_store_open(&index->store, err);
	if (r) {
		free(index);
		return r;
	}
	r = leat_http_server_open(loop, &http, &index->server, &why);
	if (r && options->port) {
		http.port = 0;
		r = leat_http_server_open(loop, &http, &index->server, &why);
		if (!r)
			LEAT_LOG(WARN, DEV, NULL, "the index takes a free port instead",
			         leat_log_i64("wanted", options->port),
			         leat_log_i64("port", leat_http_server_port(index->server)));
	}
	if (r) {
		leat_dev_store_close(&index->store);
		free(index);
		return leat_err_set(err, why.code, "%s", why.message);
	}
	(void)snprintf(index->url, sizeof(index->url), "http://127.0.0.1:%u",
	               leat_http_server_port(index->server));
	*ret_index = index;
	return 0;
}

static void on_server_closed(void *data)
{
	struct leat_dev_index *index = data;
	leat_loop_fn on_closed = index->on_closed;
	void *closed_data = index->closed_data;

	leat_assert(!index->first && !index->is_running && !index->hanging);
	leat_dev_store_close(&index->store);
	LEAT_VEC_DONE(&index->failures);
	free(index);
	if (on_closed)
		on_closed(closed_data);
}

void leat_dev_index_close(struct leat_dev_index *index, leat_loop_fn on_closed, void *data)
{
	index->is_closing = true;
	index->on_closed = on_closed;
	index->closed_data = data;
	leat_dev_index_resume(index);
	leat_http_server_close(index->server, CLOSE_GRACE_US, on_server_closed, index);
}

uint16_t leat_dev_index_port(const struct leat_dev_index *index)
{
	return leat_http_server_port(index->server);
}

const char *leat_dev_index_url(const struct leat_dev_index *index)
{
	return index->url;
}

/* ---- failures ---- */

void leat_dev_index_fail(struct leat_dev_index *index, const struct leat_dev_failure *failure)
{
	struct leat_dev_failure copy = *failure;

	if (copy.count == 0)
		copy.count = 1;
	*LEAT_VEC_ADD(NULL, &index->failures) = copy;
}

void leat_dev_index_resume(struct leat_dev_index *index)
{
	index->failures.count = 0;
	while (index->hanging) {
		struct dev_request *r = index->hanging;

		index->hanging = r->next;
		if (r->failure.is_carried_out)
			answer(r);
		else {
			leat_dev_request_fail(r, 503, "timeout_exception", "the request hung");
			answer(r);
		}
	}
}

uint64_t leat_dev_index_bulk_count(const struct leat_dev_index *index)
{
	return index->bulk_count;
}
