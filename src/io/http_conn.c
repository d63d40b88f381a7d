/* SPDX-License-Identifier: Apache-2.0 */
/* A connection of the HTTP server: its states, reading, deadlines. */
#include <stdlib.h>

#include "base/mem.h"
#include "io/http_server_int.h"
#include "io/loop_int.h"

static void on_timer(uv_timer_t *timer);

/* Start the state's timer so that it ends at @p deadline_us. */
static void set_deadline(struct http_conn *conn, int64_t deadline_us)
{
	int64_t left_us = deadline_us - leat_loop_mono_us();

	uv_update_time(&conn->server->loop->uv);
	(void)uv_timer_start(&conn->timer, on_timer,
	                     left_us > 0 ? (uint64_t)(left_us + 999) / 1000 : 0, 0);
}

void leat_http_conn_set_state(struct http_conn *conn, enum http_conn_state state)
{
#define TO(x) (1u << CONN_##x)
	static const unsigned allowed[] = {
		[CONN_IDLE] = TO(HEAD) | TO(SENDING) | TO(CLOSED),
		[CONN_HEAD] = TO(BODY) | TO(SENDING) | TO(CLOSED),
		[CONN_BODY] = TO(HANDLING) | TO(SENDING) | TO(CLOSED),
		[CONN_HANDLING] = TO(PACKING) | TO(SENDING) | TO(STREAMING) | TO(CLOSED),
		[CONN_PACKING] = TO(SENDING) | TO(CLOSED),
		[CONN_SENDING] = TO(IDLE) | TO(LINGER) | TO(CLOSED),
		[CONN_STREAMING] = TO(SENDING) | TO(CLOSED),
		[CONN_LINGER] = TO(CLOSED),
		[CONN_CLOSED] = 0,
	};
#undef TO
	const struct leat_http_server_options *options = &conn->server->options;
	int64_t now_us = leat_loop_mono_us();

	leat_assert(allowed[conn->state] & 1u << state);
	conn->state = state;
	(void)uv_timer_stop(&conn->timer); /* never fails */
	switch (state) {
	case CONN_IDLE:
		set_deadline(conn, now_us + options->idle_us);
		break;
	case CONN_HEAD:
		set_deadline(conn, conn->head_deadline_us);
		break;
	case CONN_BODY:
		set_deadline(conn, conn->request_deadline_us);
		break;
	case CONN_SENDING:
		leat_http_conn_watch_progress(conn);
		break;
	case CONN_LINGER:
		set_deadline(conn, now_us + HTTP_LINGER_MS * INT64_C(1000));
		break;
	case CONN_HANDLING:
	case CONN_PACKING:
	case CONN_STREAMING:
	case CONN_CLOSED:
		break;
	}
}

static uint64_t written_bytes(const struct http_conn *conn)
{
	return conn->given_bytes - uv_stream_get_write_queue_size((const uv_stream_t *)&conn->tcp);
}

void leat_http_conn_watch_progress(struct http_conn *conn)
{
	conn->watched_bytes = written_bytes(conn);
	set_deadline(conn, leat_loop_mono_us() + conn->server->options.send_us);
}

static void on_timer(uv_timer_t *timer)
{
	struct http_conn *conn = timer->data;

	leat_loop_begin(conn->server->loop);
	switch (conn->state) {
	case CONN_HEAD:
	case CONN_BODY:
		leat_http_conn_refuse(conn, 408, "the request took too long to arrive");
		break;
	case CONN_SENDING:
	case CONN_STREAMING:
		if (written_bytes(conn) > conn->watched_bytes)
			leat_http_conn_watch_progress(conn);
		else
			leat_http_conn_close(conn);
		break;
	case CONN_IDLE:
	case CONN_LINGER:
		leat_http_conn_close(conn);
		break;
	case CONN_HANDLING:
	case CONN_PACKING:
	case CONN_CLOSED:
		leat_unreachable(); /* these states have no timer */
	}
}

/* ---- the end ---- */

void leat_http_conn_release(struct http_conn *conn)
{
	struct leat_http_server *server = conn->server;

	if (conn->handle_count > 0 || conn->exchange.with_handler || conn->pool_count > 0)
		return;
	leat_http_conn_end_exchange(conn);
	*(conn->prev ? &conn->prev->next : &server->first) = conn->next;
	if (conn->next)
		conn->next->prev = conn->prev;
	server->conn_count--;
	leat_arena_free(conn->arena);
	leat_buf_done(&conn->text);
	leat_buf_done(&conn->body);
	leat_buf_done(&conn->ahead);
	leat_buf_done(&conn->exchange.extra);
	LEAT_VEC_DONE(&conn->headers);
	free(conn);
	leat_http_server_conn_gone(server);
}

static void on_handle_closed(uv_handle_t *handle)
{
	struct http_conn *conn = handle->data;

	leat_loop_closed(conn->server->loop);
	if (--conn->handle_count > 0)
		return;
	/* The handler may end the exchange in this call, which then releases the connection. */
	if (conn->exchange.with_handler && conn->exchange.on_gone)
		conn->exchange.on_gone(conn->exchange.gone_data);
	else
		leat_http_conn_release(conn);
}

void leat_http_conn_close(struct http_conn *conn)
{
	if (conn->state == CONN_CLOSED)
		return;
	leat_http_conn_set_state(conn, CONN_CLOSED);
	uv_close((uv_handle_t *)&conn->tcp, on_handle_closed);
	uv_close((uv_handle_t *)&conn->timer, on_handle_closed);
}

static void on_shutdown(uv_shutdown_t *shutdown, int status)
{
	/* The peer's end, or the timer, closes the connection. */
	(void)shutdown;
	(void)status;
}

/* Closing at once would make the system reset the connection if anything more has arrived, and the
 * peer could lose the answer: so the rest of the request is read away for a while. */
static void linger(struct http_conn *conn)
{
	if (conn->saw_end ||
	    uv_shutdown(&conn->shutdown, (uv_stream_t *)&conn->tcp, on_shutdown) < 0)
		leat_http_conn_close(conn);
	else
		leat_http_conn_set_state(conn, CONN_LINGER);
}

/* ---- reading ---- */

static void begin_request(struct http_conn *conn)
{
	int64_t now_us = leat_loop_mono_us();

	leat_http_request_clear(conn);
	llhttp_reset(&conn->parser);
	conn->exchange.begin_us = now_us;
	if (!conn->is_fresh)
		conn->head_deadline_us = now_us + conn->server->options.header_us;
	conn->request_deadline_us = now_us + conn->server->options.request_us;
	leat_http_conn_set_state(conn, CONN_HEAD);
}

static void dispatch(struct http_conn *conn)
{
	struct leat_http_server *server = conn->server;

	leat_http_conn_set_state(conn, CONN_HANDLING);
	conn->exchange.with_handler = true;
	leat_loop_begin(server->loop);
	server->options.on_request(server->options.owner, &conn->exchange);
}

/* Parse up to the end of one request; returns the bytes used.  On a complete request the handler
 * was called, on a bad one the refusal is on its way. */
static size_t feed(struct http_conn *conn, const char *bytes, size_t size)
{
	if (conn->state == CONN_IDLE)
		begin_request(conn);
	if (leat_http_request_is_folded(conn, bytes, size)) {
		leat_http_conn_refuse(conn, 400, "a line of the head is folded");
		return size;
	}
	enum llhttp_errno result = llhttp_execute(&conn->parser, bytes, size);
	if (conn->state == CONN_CLOSED)
		return size;
	if (conn->in_head) {
		conn->head_bytes += size;
		if (conn->head_bytes > conn->server->options.max_header_bytes &&
		    !conn->refuse_status) {
			conn->refuse_status = 431;
			conn->refuse_why = "the head of the request is too large";
		}
	}
	if (conn->refuse_status) {
		leat_http_conn_refuse(conn, conn->refuse_status, conn->refuse_why);
		return size;
	}
	if (conn->is_complete) {
		size_t used = (size_t)(llhttp_get_error_pos(&conn->parser) - bytes);

		dispatch(conn);
		return used;
	}
	if (result != HPE_OK) {
		leat_http_conn_refuse(conn, 400, llhttp_get_error_reason(&conn->parser));
		return size;
	}
	return size;
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_buf)
{
	struct http_conn *conn = handle->data;

	/* libuv reads and calls back at once, so one buffer serves all connections. */
	(void)suggested;
	*ret_buf = uv_buf_init(conn->server->read_buf, HTTP_READ_BYTES);
}

static void keep_ahead(struct http_conn *conn, const char *bytes, size_t size)
{
	leat_buf_add(&conn->ahead, bytes, size);
	leat_assert(
		!conn->ahead.full); /* at most one read goes over the mark where reading stops */
	if (conn->ahead.size - conn->ahead_at >= HTTP_READ_BYTES)
		(void)uv_read_stop((uv_stream_t *)&conn->tcp); /* never fails */
}

static void on_end(struct http_conn *conn, bool is_clean)
{
	conn->saw_end = true;
	/* A peer that has sent all it will may still read the answer, though not a stream for
	 * ever. */
	bool may_answer = conn->state == CONN_HANDLING || conn->state == CONN_PACKING ||
	                  conn->state == CONN_SENDING;
	if (is_clean && may_answer)
		(void)uv_read_stop((uv_stream_t *)&conn->tcp); /* never fails */
	else
		leat_http_conn_close(conn);
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buf)
{
	struct http_conn *conn = stream->data;

	if (size < 0) {
		on_end(conn, size == UV_EOF);
		return;
	}
	switch (conn->state) {
	case CONN_IDLE:
	case CONN_HEAD:
	case CONN_BODY: {
		size_t used = size > 0 ? feed(conn, buf->base, (size_t)size) : 0;
		if (used < (size_t)size)
			keep_ahead(conn, buf->base + used, (size_t)size - used);
		break;
	}
	case CONN_HANDLING:
	case CONN_PACKING:
	case CONN_SENDING:
	case CONN_STREAMING:
		if (conn->keep_alive)
			keep_ahead(conn, buf->base, (size_t)size);
		break;
	case CONN_LINGER:
	case CONN_CLOSED:
		break;
	}
}

static void start_reading(struct http_conn *conn)
{
	int status = uv_read_start((uv_stream_t *)&conn->tcp, on_alloc, on_read);

	if (status < 0 && status != UV_EALREADY)
		leat_http_conn_close(conn);
}

void leat_http_conn_answered(struct http_conn *conn)
{
	bool is_complete = conn->is_complete;

	leat_http_conn_end_exchange(conn);
	conn->is_fresh = false;
	if (!conn->keep_alive || conn->server->is_closing) {
		if (is_complete)
			leat_http_conn_close(conn);
		else
			linger(conn);
		return;
	}
	leat_http_conn_set_state(conn, CONN_IDLE);
	size_t left = conn->ahead.size - conn->ahead_at;
	if (left > 0)
		conn->ahead_at += feed(conn, conn->ahead.data + conn->ahead_at, left);
	if (conn->ahead_at == conn->ahead.size) {
		leat_buf_clear(&conn->ahead);
		conn->ahead_at = 0;
	}
	bool wants_more = conn->state == CONN_IDLE || conn->state == CONN_HEAD ||
	                  conn->state == CONN_BODY;
	if (conn->saw_end && wants_more)
		leat_http_conn_close(conn);
	else if (!conn->saw_end && conn->state != CONN_CLOSED && conn->ahead.size == 0)
		start_reading(conn);
}

void leat_http_conn_accept(struct leat_http_server *server)
{
	struct http_conn *conn = leat_zalloc(sizeof(*conn));
	const struct leat_http_server_options *options = &server->options;

	conn->server = server;
	conn->is_fresh = true;
	(void)uv_tcp_init(&server->loop->uv,
	                  &conn->tcp); /* no socket is made yet: these cannot fail */
	(void)uv_timer_init(&server->loop->uv, &conn->timer);
	conn->tcp.data = conn->timer.data = conn;
	conn->handle_count = 2;
	leat_loop_opened(server->loop);
	leat_loop_opened(server->loop);
	conn->next = server->first;
	if (server->first)
		server->first->prev = conn;
	server->first = conn;
	server->conn_count++;

	llhttp_init(&conn->parser, HTTP_REQUEST, leat_http_request_settings());
	conn->parser.data = conn;
	leat_buf_init(&conn->text, options->max_header_bytes);
	leat_buf_init(&conn->body, options->max_body_bytes);
	leat_buf_init(&conn->ahead, 3 * HTTP_READ_BYTES);
	leat_buf_init(&conn->exchange.extra, HTTP_READ_BYTES);
	if (uv_accept((uv_stream_t *)&server->tcp, (uv_stream_t *)&conn->tcp) < 0 ||
	    server->conn_count > options->max_connections + HTTP_REFUSED_MAX) {
		leat_http_conn_close(conn);
		return;
	}
	/* Best effort both: a connection without them still works. */
	(void)uv_tcp_nodelay(&conn->tcp, 1);
	(void)uv_tcp_keepalive(&conn->tcp, 1, 60);
	conn->exchange.begin_us = leat_loop_mono_us();
	conn->head_deadline_us = conn->exchange.begin_us + options->header_us;
	set_deadline(conn, conn->head_deadline_us);
	start_reading(conn);
	if (conn->state == CONN_IDLE && server->conn_count > options->max_connections)
		leat_http_conn_refuse(conn, 503, "too many connections");
}
