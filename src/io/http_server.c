/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP server: listening, and closing with grace. */
#include "io/http_server.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/http_server_int.h"
#include "io/loop_int.h"

enum {
	LISTEN_BACKLOG = 511,
};

static void on_handle_closed(uv_handle_t *handle)
{
	struct leat_http_server *server = handle->data;
	leat_loop_fn on_closed = server->on_closed;
	void *data = server->closed_data;

	leat_loop_closed(server->loop);
	if (--server->handle_count > 0)
		return;
	leat_assert(server->conn_count == 0);
	free(server);
	if (on_closed)
		on_closed(data);
}

void leat_http_server_conn_gone(struct leat_http_server *server)
{
	uv_handle_t *timer = (uv_handle_t *)&server->timer;

	if (server->is_closing && server->conn_count == 0 && !uv_is_closing(timer))
		uv_close(timer, on_handle_closed);
}

static void on_grace_over(uv_timer_t *timer)
{
	struct leat_http_server *server = timer->data;

	leat_loop_begin(server->loop);
	for (struct http_conn *conn = server->first, *next; conn; conn = next) {
		next = conn->next;
		leat_http_conn_close(conn);
	}
}

void leat_http_server_close(struct leat_http_server *server, int64_t grace_us,
                            leat_loop_fn on_closed, void *data)
{
	leat_assert(!server->is_closing);
	server->is_closing = true;
	server->on_closed = on_closed;
	server->closed_data = data;
	uv_close((uv_handle_t *)&server->tcp, on_handle_closed);
	for (struct http_conn *conn = server->first, *next; conn; conn = next) {
		next = conn->next;
		conn->keep_alive = false;
		if (conn->state == CONN_IDLE)
			leat_http_conn_close(conn);
	}
	uv_update_time(&server->loop->uv);
	(void)uv_timer_start(&server->timer, on_grace_over, (uint64_t)(grace_us + 999) / 1000, 0);
	leat_http_server_conn_gone(server);
}

static void on_connection(uv_stream_t *stream, int status)
{
	/* A failed accept (as of a peer that left already) is not worth more than the next one. */
	if (status == 0)
		leat_http_conn_accept(stream->data);
}

static int64_t or_default(int64_t value, int64_t fallback)
{
	return value > 0 ? value : fallback;
}

static void set_options(struct leat_http_server_options *to,
                        const struct leat_http_server_options *from)
{
	*to = *from;
	to->address = from->address ? from->address : "127.0.0.1";
	to->max_connections = (uint32_t)or_default(from->max_connections,
	                                           LEAT_LIMIT_HTTP_CONNECTIONS);
	to->max_header_bytes = (uint32_t)or_default(from->max_header_bytes,
	                                            LEAT_LIMIT_HTTP_HEADER_BYTES);
	if (to->max_body_bytes == 0)
		to->max_body_bytes = LEAT_LIMIT_HTTP_BODY_BYTES;
	to->header_us = or_default(from->header_us, LEAT_LIMIT_HTTP_HEADER_MS * INT64_C(1000));
	to->request_us = or_default(from->request_us, LEAT_LIMIT_HTTP_REQUEST_MS * INT64_C(1000));
	to->idle_us = or_default(from->idle_us, LEAT_LIMIT_HTTP_IDLE_MS * INT64_C(1000));
	to->send_us = or_default(from->send_us, LEAT_LIMIT_HTTP_SEND_MS * INT64_C(1000));
	leat_assert(to->on_request && to->max_body_bytes <= UINT32_MAX);
}

static int listen_on(struct leat_http_server *server, struct leat_err *err)
{
	const struct leat_http_server_options *options = &server->options;
	struct sockaddr_storage addr;
	int addr_size = sizeof(addr);
	int status = strchr(options->address, ':') ? uv_ip6_addr(options->address, options->port,
	                                                         (struct sockaddr_in6 *)&addr)
	                                           : uv_ip4_addr(options->address, options->port,
	                                                         (struct sockaddr_in *)&addr);

	if (status < 0)
		return leat_err_set(err, LEAT_E_CONFIG, "\"%s\" is not an IP address",
		                    options->address);
	status = uv_tcp_bind(&server->tcp, (struct sockaddr *)&addr, 0);
	if (status == 0)
		status = uv_listen((uv_stream_t *)&server->tcp, LISTEN_BACKLOG, on_connection);
	if (status == 0)
		status = uv_tcp_getsockname(&server->tcp, (struct sockaddr *)&addr, &addr_size);
	if (status < 0)
		return leat_uv_err(err, LEAT_E_UNAVAILABLE, status, "cannot listen on %s port %u",
		                   options->address, options->port);
	server->port = ntohs(addr.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&addr)->sin6_port
	                                                : ((struct sockaddr_in *)&addr)->sin_port);
	return 0;
}

int leat_http_server_open(struct leat_loop *loop, const struct leat_http_server_options *options,
                          struct leat_http_server **ret_server, struct leat_err *err)
{
	struct leat_http_server *server = leat_zalloc(sizeof(*server));

	set_options(&server->options, options);
	server->loop = loop;
	server->date_second = -1;
	(void)uv_tcp_init(&loop->uv, &server->tcp); /* no socket is made yet: these cannot fail */
	(void)uv_timer_init(&loop->uv, &server->timer);
	server->tcp.data = server->timer.data = server;
	server->handle_count = 2;
	leat_loop_opened(loop);
	leat_loop_opened(loop);
	int r = listen_on(server, err);
	if (r) {
		leat_http_server_close(server, 0, NULL, NULL);
		return r;
	}
	server->options.address = NULL; /* the caller's text, of no use any more */
	*ret_server = server;
	return 0;
}

uint16_t leat_http_server_port(const struct leat_http_server *server)
{
	return server->port;
}

uint32_t leat_http_server_connections(const struct leat_http_server *server)
{
	return server->conn_count;
}
