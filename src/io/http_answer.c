/* SPDX-License-Identifier: Apache-2.0 */
/* Answers of the HTTP server: whole ones, compressed ones, streams. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "io/gzip.h"
#include "io/http_server_int.h"
#include "io/http_text.h"
#include "io/loop_int.h"
#include "io/work.h"

/* Bytes on their way to the peer. */
struct http_write {
	uv_write_t uv; /**< uv.data is the write. */
	struct http_conn *conn;
	struct leat_buf head;   /**< Sent first. */
	struct leat_buf body;   /**< Sent behind it. */
	struct leat_str fixed;  /**< Sent instead of body: lives for ever. */
	struct leat_buf packed; /**< What the pool made of body. */
	bool is_last;           /**< The exchange's answer ends with it. */
};

static struct http_write *write_new(struct http_conn *conn)
{
	struct http_write *w = leat_zalloc(sizeof(*w));

	w->conn = conn;
	w->uv.data = w;
	leat_buf_init(&w->head, 2 * HTTP_READ_BYTES);
	return w;
}

static void write_free(struct http_write *w)
{
	leat_buf_done(&w->head);
	leat_buf_done(&w->body);
	leat_buf_done(&w->packed);
	free(w);
}

static void tell_room(struct http_conn *conn)
{
	struct leat_http_exchange *exchange = &conn->exchange;
	size_t waiting = uv_stream_get_write_queue_size((uv_stream_t *)&conn->tcp);

	if (waiting == 0)
		(void)uv_timer_stop(&conn->timer); /* never fails */
	if (!exchange->wants_room || waiting >= HTTP_STREAM_LOW_BYTES)
		return;
	exchange->wants_room = false;
	if (exchange->on_room)
		exchange->on_room(exchange->room_data);
}

static void on_written(uv_write_t *uv, int status)
{
	struct http_write *w = uv->data;
	struct http_conn *conn = w->conn;
	bool is_last = w->is_last;

	write_free(w);
	if (conn->state == CONN_CLOSED)
		return; /* its close callback is still to come */
	leat_loop_begin(conn->server->loop);
	if (status < 0)
		leat_http_conn_close(conn);
	else if (is_last)
		leat_http_conn_answered(conn);
	else if (conn->state == CONN_STREAMING)
		tell_room(conn);
}

static void write_send(struct http_write *w)
{
	struct http_conn *conn = w->conn;
	uv_buf_t bufs[2];
	unsigned count = 0;

	if (w->head.size)
		bufs[count++] = uv_buf_init(w->head.data, (unsigned)w->head.size);
	if (w->fixed.n)
		bufs[count++] = uv_buf_init((char *)w->fixed.p, w->fixed.n);
	else if (w->body.size)
		bufs[count++] = uv_buf_init(w->body.data, (unsigned)w->body.size);
	if (count == 0)
		bufs[count++] = uv_buf_init("", 0);
	for (unsigned i = 0; i < count; i++)
		conn->given_bytes += bufs[i].len;
	if (uv_write(&w->uv, (uv_stream_t *)&conn->tcp, bufs, count, on_written) < 0) {
		write_free(w);
		leat_http_conn_close(conn);
	}
}

/* ---- the head ---- */

static void add_date(struct leat_http_server *server, struct leat_buf *head)
{
	int64_t now_us = leat_clock_now_us(leat_loop_clock());

	if (now_us / 1000000 != server->date_second) {
		server->date_second = now_us / 1000000;
		leat_http_date(now_us, server->date);
	}
	leat_buf_printf(head, "Date: %s\r\n", server->date);
}

/* Everything but what says how long the body is. */
static void add_head(struct http_conn *conn, struct leat_buf *head, int status)
{
	if (conn->server->is_closing)
		conn->keep_alive = false;
	leat_buf_printf(head, "HTTP/1.1 %d %s\r\n", status, leat_http_reason(status));
	add_date(conn->server, head);
	leat_buf_printf(head, "Connection: %s\r\n", conn->keep_alive ? "keep-alive" : "close");
	leat_buf_str(head, leat_buf_view(&conn->exchange.extra));
}

static bool has_body(int status)
{
	return status >= 200 && status != 204 && status != 304;
}

/* ---- refusals ---- */

void leat_http_conn_refuse(struct http_conn *conn, int status, const char *why)
{
	struct http_write *w = write_new(conn);

	conn->keep_alive = false;
	conn->exchange.status = status;
	w->is_last = true;
	leat_buf_init(&w->body, 1024);
	/* The texts are the server's own and llhttp's: nothing in them needs quoting. */
	leat_buf_printf(
		&w->body,
		"{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\","
		"\"code\":\"LEAT-%d\"}\n",
		leat_http_reason(status), status, why,
		status == 413 || status == 431 || status == 503 ? LEAT_E_LIMIT : LEAT_E_USAGE);
	add_head(conn, &w->head, status);
	leat_buf_printf(&w->head,
	                "%sContent-Type: application/problem+json\r\nContent-Length: %zu\r\n\r\n",
	                status == 503 ? "Retry-After: 1\r\n" : "", w->body.size);
	leat_http_conn_set_state(conn, CONN_SENDING);
	write_send(w);
}

void leat_http_conn_continue(struct http_conn *conn)
{
	struct http_write *w = write_new(conn);

	leat_buf_text(&w->head, "HTTP/1.1 100 Continue\r\n\r\n");
	write_send(w);
}

/* ---- the exchange ---- */

const struct leat_http_request *leat_http_exchange_request(
	const struct leat_http_exchange *exchange)
{
	return &exchange->request;
}

void leat_http_set_data(struct leat_http_exchange *exchange, void *data)
{
	exchange->data = data;
}

void *leat_http_data(const struct leat_http_exchange *exchange)
{
	return exchange->data;
}

void leat_http_set_header(struct leat_http_exchange *exchange, const char *name, const char *value)
{
	leat_assert(exchange->with_handler && exchange->status == 0);
	leat_assert(!strpbrk(name, "\r\n:") && !strpbrk(value, "\r\n"));
	if (strcasecmp(name, "Content-Encoding") == 0)
		exchange->has_encoding = true;
	leat_buf_printf(&exchange->extra, "%s: %s\r\n", name, value);
}

void leat_http_on_gone(struct leat_http_exchange *exchange, leat_loop_fn fn, void *data)
{
	exchange->on_gone = fn;
	exchange->gone_data = data;
}

void leat_http_stream_on_room(struct leat_http_exchange *exchange, leat_loop_fn fn, void *data)
{
	exchange->on_room = fn;
	exchange->room_data = data;
}

/* The handler gives the answer: false when nobody is there to read it. */
static bool begin_answer(struct leat_http_exchange *exchange, int status, const char *type)
{
	leat_assert(exchange->with_handler && exchange->status == 0);
	if (type)
		leat_http_set_header(exchange, "Content-Type", type);
	exchange->status = status;
	return leat_http_conn_of(exchange)->state != CONN_CLOSED;
}

/* The handler has given all of the answer and may not touch the exchange any more. */
static void leave_handler(struct leat_http_exchange *exchange)
{
	struct http_conn *conn = leat_http_conn_of(exchange);

	exchange->with_handler = false;
	exchange->on_gone = NULL;
	exchange->on_room = NULL;
	if (conn->state == CONN_CLOSED)
		leat_http_conn_release(conn);
}

void leat_http_conn_end_exchange(struct http_conn *conn)
{
	const struct leat_http_server_options *options = &conn->server->options;
	struct leat_http_exchange *exchange = &conn->exchange;

	if (exchange->status && options->on_answered)
		options->on_answered(options->owner, exchange, exchange->status,
		                     leat_loop_mono_us() - exchange->begin_us);
	exchange->status = 0;
}

static bool is_worth_packing(struct leat_http_exchange *exchange, const struct http_write *w,
                             const char *type)
{
	static const char *const kinds[] = { "text/", "json", "javascript", "xml", "openmetrics" };
	struct leat_str accepted = leat_http_header(&exchange->request, "accept-encoding");

	if (!type || w->fixed.p || exchange->has_encoding || w->body.size < HTTP_GZIP_MIN_BYTES ||
	    !accepted.p || leat_http_accepts(accepted, "gzip") == 0)
		return false;
	for (size_t i = 0; i < LEAT_COUNT(kinds); i++)
		if (strstr(type, kinds[i]))
			return true;
	return false;
}

/* The body is as it will be sent. */
static void finish_answer(struct http_write *w)
{
	struct http_conn *conn = w->conn;
	struct leat_http_exchange *exchange = &conn->exchange;

	w->is_last = true;
	add_head(conn, &w->head, exchange->status);
	if (has_body(exchange->status))
		leat_buf_printf(&w->head, "Content-Length: %zu\r\n",
		                w->fixed.p ? (size_t)w->fixed.n : w->body.size);
	leat_buf_text(&w->head, "\r\n");
	leat_assert(!w->head.full);
	if (exchange->is_head || !has_body(exchange->status)) {
		leat_buf_clear(&w->body);
		w->fixed = (struct leat_str){ NULL, 0 };
	}
	leat_http_conn_set_state(conn, CONN_SENDING);
	write_send(w);
}

static void pack(void *data)
{
	struct http_write *w = data;

	leat_buf_init(&w->packed, w->body.size + HTTP_READ_BYTES);
	leat_gzip(w->body.data, w->body.size, &w->packed);
}

static void use_packed(struct http_write *w)
{
	if (!w->packed.full) {
		struct leat_buf plain = w->body;

		w->body = w->packed;
		w->packed = plain;
		leat_buf_text(&w->conn->exchange.extra, "Content-Encoding: gzip\r\n");
	}
	leat_buf_text(&w->conn->exchange.extra, "Vary: Accept-Encoding\r\n");
}

static void on_packed(void *data, bool has_run)
{
	struct http_write *w = data;
	struct http_conn *conn = w->conn;

	leat_assert(has_run); /* nobody has the handle to cancel it */
	conn->pool_count--;
	if (conn->state == CONN_CLOSED) {
		write_free(w);
		leat_http_conn_release(conn);
		return;
	}
	use_packed(w);
	finish_answer(w);
}

static void answer(struct leat_http_exchange *exchange, const char *type, struct http_write *w)
{
	struct http_conn *conn = w->conn;

	if (!is_worth_packing(exchange, w, type)) {
		finish_answer(w);
	} else if (w->body.size <= LEAT_GZIP_INLINE_BYTES) {
		pack(w);
		use_packed(w);
		finish_answer(w);
	} else {
		leat_http_conn_set_state(conn, CONN_PACKING);
		conn->pool_count++;
		leat_work_start(conn->server->loop, pack, on_packed, w);
	}
	leave_handler(exchange);
}

void leat_http_answer(struct leat_http_exchange *exchange, int status, const char *type,
                      struct leat_buf *body)
{
	struct leat_buf taken = *body;

	leat_buf_init(body, taken.max_bytes);
	if (!begin_answer(exchange, status, type)) {
		leat_buf_done(&taken);
		leave_handler(exchange);
		return;
	}
	struct http_write *w = write_new(leat_http_conn_of(exchange));
	w->body = taken;
	answer(exchange, type, w);
}

void leat_http_answer_text(struct leat_http_exchange *exchange, int status, const char *type,
                           const char *text)
{
	struct leat_buf body;

	leat_buf_init(&body, strlen(text));
	leat_buf_text(&body, text);
	leat_http_answer(exchange, status, type, &body);
}

void leat_http_answer_static(struct leat_http_exchange *exchange, int status, const char *type,
                             struct leat_str body)
{
	if (!begin_answer(exchange, status, type)) {
		leave_handler(exchange);
		return;
	}
	struct http_write *w = write_new(leat_http_conn_of(exchange));
	w->fixed = body;
	answer(exchange, type, w);
}

void leat_http_drop(struct leat_http_exchange *exchange)
{
	leat_assert(exchange->with_handler);
	leat_http_conn_close(leat_http_conn_of(exchange));
	leave_handler(exchange);
}

/* ---- streams ---- */

void leat_http_stream_begin(struct leat_http_exchange *exchange, int status, const char *type)
{
	struct http_conn *conn = leat_http_conn_of(exchange);

	if (!begin_answer(exchange, status, type))
		return;
	exchange->is_chunked = conn->parser.http_minor >= 1;
	if (!exchange->is_chunked)
		conn->keep_alive = false; /* the end of the connection ends the body */
	struct http_write *w = write_new(conn);
	add_head(conn, &w->head, status);
	leat_buf_printf(&w->head, "%s\r\n",
	                exchange->is_chunked ? "Transfer-Encoding: chunked\r\n" : "");
	leat_assert(!w->head.full);
	leat_http_conn_set_state(conn, CONN_STREAMING);
	write_send(w);
}

bool leat_http_stream_write(struct leat_http_exchange *exchange, const void *bytes, size_t size)
{
	struct http_conn *conn = leat_http_conn_of(exchange);

	leat_assert(exchange->with_handler && exchange->status);
	if (conn->state == CONN_CLOSED)
		return false;
	if (exchange->is_head || size == 0)
		return true;
	struct http_write *w = write_new(conn);
	leat_buf_init(&w->body, size + 64);
	if (exchange->is_chunked)
		leat_buf_printf(&w->body, "%zx\r\n", size);
	leat_buf_add(&w->body, bytes, size);
	if (exchange->is_chunked)
		leat_buf_text(&w->body, "\r\n");
	write_send(w);
	if (conn->state == CONN_CLOSED)
		return false;
	size_t waiting = uv_stream_get_write_queue_size((uv_stream_t *)&conn->tcp);
	if (waiting > LEAT_LIMIT_HTTP_BACKLOG_BYTES) {
		leat_http_conn_close(conn);
		return false;
	}
	if (waiting > 0 && !uv_is_active((uv_handle_t *)&conn->timer))
		leat_http_conn_watch_progress(conn);
	exchange->wants_room = waiting > HTTP_STREAM_HIGH_BYTES;
	return !exchange->wants_room;
}

void leat_http_stream_end(struct leat_http_exchange *exchange)
{
	struct http_conn *conn = leat_http_conn_of(exchange);

	leat_assert(exchange->with_handler && exchange->status);
	if (conn->state != CONN_CLOSED) {
		struct http_write *w = write_new(conn);

		w->is_last = true;
		if (exchange->is_chunked && !exchange->is_head)
			leat_buf_text(&w->head, "0\r\n\r\n");
		leat_http_conn_set_state(conn, CONN_SENDING);
		write_send(w);
	}
	leave_handler(exchange);
}
