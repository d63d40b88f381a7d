/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP server against well-behaved, slow and hostile peers. */
#include <sys/resource.h>
#include <zlib.h>

#include "io/http_server.h"
#include "peer.h"
#include "suite.h"

#define MS INT64_C(1000)
#define HOST "Host: test\r\n"

struct fixture {
	struct leat_loop *loop;
	struct leat_http_server *server;
	struct leat_http_exchange *kept; /* of /later and /stream */
	int request_count;
	int answered_count;
	int last_status;
	int gone_count;
	int room_count;
	bool is_closed;
};

static struct fixture f;

static void on_gone(void *data)
{
	struct leat_http_exchange *exchange = data;

	f.gone_count++;
	if (leat_http_data(exchange))
		leat_http_stream_end(exchange);
}

static void on_room(void *data)
{
	(void)data;
	f.room_count++;
}

static void answer_big(struct leat_http_exchange *exchange, size_t size)
{
	struct leat_buf body;

	leat_buf_init(&body, size);
	while (body.size < size)
		leat_buf_char(&body, (char)('a' + body.size % 7));
	leat_http_answer(exchange, 200, "application/json", &body);
}

static void on_request(void *owner, struct leat_http_exchange *exchange)
{
	const struct leat_http_request *request = leat_http_exchange_request(exchange);
	char text[300];

	ck_assert_ptr_eq(owner, &f);
	f.request_count++;
	if (strcmp(request->path.p, "/echo") == 0) {
		struct leat_buf body;
		leat_buf_init(&body, 16 << 20);
		leat_buf_str(&body, request->body);
		leat_http_answer(exchange, 200, "text/plain", &body);
	} else if (strcmp(request->path.p, "/later") == 0) {
		f.kept = exchange;
		leat_http_on_gone(exchange, on_gone, exchange);
	} else if (strcmp(request->path.p, "/stream") == 0) {
		f.kept = exchange;
		leat_http_set_data(exchange, &f);
		leat_http_on_gone(exchange, on_gone, exchange);
		leat_http_stream_on_room(exchange, on_room, exchange);
		leat_http_stream_begin(exchange, 200, "text/event-stream");
	} else if (strcmp(request->path.p, "/big") == 0) {
		answer_big(exchange, 200000);
	} else if (strcmp(request->path.p, "/huge") == 0) {
		answer_big(exchange, 32 << 20);
	} else if (strcmp(request->path.p, "/static") == 0) {
		leat_http_set_header(exchange, "Content-Encoding", "gzip");
		leat_http_answer_static(exchange, 200, "text/html", LEAT_STR("packed"));
	} else if (strcmp(request->path.p, "/empty") == 0) {
		leat_http_answer_text(exchange, 204, NULL, "");
	} else {
		struct leat_str q = leat_http_param(request, "q");
		struct leat_str x = leat_http_header(request, "x-test");
		(void)snprintf(text, sizeof(text), "%.*s [%s] q=[%.*s] x=[%.*s]\n",
		               LEAT_STR_ARG(request->method), request->path.p, LEAT_STR_ARG(q),
		               LEAT_STR_ARG(x));
		leat_http_answer_text(exchange, 200, "text/plain", text);
	}
}

static void on_answered(void *owner, struct leat_http_exchange *exchange, int status,
                        int64_t duration_us)
{
	(void)owner;
	(void)exchange;
	ck_assert_int_ge(duration_us, 0);
	f.answered_count++;
	f.last_status = status;
}

static void start_with(struct leat_http_server_options options)
{
	struct leat_err err;

	f = (struct fixture){ 0 };
	f.loop = leat_loop_new();
	options.on_request = on_request;
	options.on_answered = on_answered;
	options.owner = &f;
	ck_assert_int_eq(leat_http_server_open(f.loop, &options, &f.server, &err), 0);
	ck_assert_uint_ne(leat_http_server_port(f.server), 0);
}

static void start(void)
{
	start_with((struct leat_http_server_options){ 0 });
}

static void on_closed(void *data)
{
	(void)data;
	f.is_closed = true;
}

static void stop(void)
{
	leat_http_server_close(f.server, 0, on_closed, NULL);
	while (!f.is_closed)
		ck_assert(leat_loop_turn(f.loop, true) || f.is_closed);
	leat_loop_free(f.loop);
}

/* Connect, send, return the peer. */
static struct peer *ask(const char *text)
{
	static struct peer peers[8];
	static int count;
	struct peer *peer = &peers[count++ % 8];

	peer_open(peer, f.loop, leat_http_server_port(f.server));
	peer_send(peer, text);
	return peer;
}

START_TEST(answers_a_request)
{
	start();
	struct peer *peer = ask("GET /a%20b%2Fc?x=1&q=one+two%21 HTTP/1.1\r\n" HOST
	                        "X-Test:  some value \t\r\n\r\n");
	ck_assert(peer_wait(peer, "x=[some value]\n"));
	ck_assert(peer_has(peer, "HTTP/1.1 200 OK\r\nDate: "));
	ck_assert(peer_has(peer, " GMT\r\nConnection: keep-alive\r\nContent-Type: text/plain\r\n"
	                         "Content-Length: 41\r\n\r\nGET [/a b/c] q=[one two!] "));
	/* The same connection again, in two pieces. */
	peer_clear(peer);
	peer_send(peer, "DELETE /x HTTP/1.1\r\nHo");
	leat_loop_turn(f.loop, true);
	peer_send(peer, "st: test\r\nContent-Length: 2\r\n\r\n{}");
	ck_assert(peer_wait(peer, "DELETE [/x] q=[] x=[]\n"));
	ck_assert_int_eq(f.answered_count, 2);
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(echoes_bodies)
{
	start();
	struct peer *peer = ask("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello");
	ck_assert(peer_wait(peer, "\r\n\r\nhello"));
	peer_clear(peer);
	peer_send(peer, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
	                "3\r\nabc\r\n4;ext=1\r\ndefg\r\n0\r\nX-Trailer: 1\r\n\r\n");
	ck_assert(peer_wait(peer, "Content-Length: 7\r\n\r\nabcdefg"));
	/* A body on GET is none of the server's business. */
	peer_clear(peer);
	peer_send(peer, "GET /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\n{}");
	ck_assert(peer_wait(peer, "\r\n\r\n{}"));
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(takes_large_bodies)
{
	size_t size = 8 << 20;
	char *body = malloc(size);
	struct leat_buf head;

	start();
	memset(body, 'z', size);
	leat_buf_init(&head, 1000);
	leat_buf_printf(&head, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n", size);
	struct peer *peer = ask(leat_buf_cstr(&head));
	peer_send_bytes(peer, body, size);
	while (peer->got.size < size)
		leat_loop_turn(f.loop, true);
	ck_assert(peer_wait(peer, "Content-Length: 8388608\r\n"));
	leat_buf_done(&head);
	peer_close(peer);
	free(body);
	stop();
}
END_TEST

START_TEST(keeps_the_order_of_pipelined_requests)
{
	struct leat_buf text;

	start();
	leat_buf_init(&text, 1 << 20);
	for (int i = 0; i < 2000; i++)
		leat_buf_printf(&text, "GET /p%d HTTP/1.1\r\n" HOST "\r\n", i);
	struct peer *peer = ask("");
	peer_send_bytes(peer, text.data, text.size);
	ck_assert(peer_wait(peer, "GET [/p1999]"));
	const char *at = leat_buf_cstr(&peer->got);
	for (int i = 0; i < 2000; i++) {
		char want[40];
		(void)snprintf(want, sizeof(want), "GET [/p%d]", i);
		at = strstr(at, want);
		ck_assert_msg(at, "%s is not in its place", want);
	}
	leat_buf_done(&text);
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(answers_later_and_in_order)
{
	start();
	struct peer *peer = ask("GET /later HTTP/1.1\r\n" HOST "\r\nGET /next HTTP/1.1\r\n" HOST
	                        "\r\n");
	while (!f.kept)
		leat_loop_turn(f.loop, true);
	ck_assert_int_eq(f.request_count, 1);
	leat_http_answer_text(f.kept, 202, "text/plain", "at last");
	ck_assert(peer_wait(peer, "[/next]"));
	ck_assert(strstr(peer->got.data, "at last") < strstr(peer->got.data, "[/next]"));
	ck_assert_int_eq(f.gone_count, 0);
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(answers_a_peer_that_has_shut_down)
{
	start();
	struct peer *peer = ask("GET /later HTTP/1.1\r\n" HOST "\r\n");
	shutdown(peer->fd, SHUT_WR);
	while (!f.kept)
		leat_loop_turn(f.loop, true);
	leat_loop_turn(f.loop, false);
	leat_loop_turn(f.loop, false);
	leat_http_answer_text(f.kept, 200, "text/plain", "still here");
	ck_assert(peer_wait(peer, "still here"));
	peer_wait_closed(peer);
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(survives_a_peer_that_goes)
{
	struct linger hard = { 1, 0 };

	start();
	struct peer *peer = ask("GET /later HTTP/1.1\r\n" HOST "\r\n");
	while (!f.kept)
		leat_loop_turn(f.loop, true);
	setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard)); /* close with a reset */
	peer_close(peer);
	while (!f.gone_count)
		leat_loop_turn(f.loop, true);
	ck_assert_uint_eq(leat_http_server_connections(f.server), 1);
	leat_http_answer_text(f.kept, 200, "text/plain", "nobody reads this");
	ck_assert_uint_eq(leat_http_server_connections(f.server), 0);
	ck_assert_int_eq(f.answered_count, 1);
	stop();
}
END_TEST

START_TEST(head_has_no_body)
{
	start();
	struct peer *peer = ask("HEAD /x HTTP/1.1\r\n" HOST "\r\nGET /y HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(peer, "[/y]"));
	ck_assert(peer_has(peer, "Content-Length: 20\r\n\r\nHTTP/1.1 200 OK\r\n"));
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(sends_no_length_with_204)
{
	start();
	struct peer *peer = ask("GET /empty HTTP/1.1\r\n" HOST "\r\nGET /y HTTP/1.1\r\n" HOST
	                        "\r\n");
	ck_assert(peer_wait(peer, "[/y]"));
	ck_assert_int_eq(peer_count(peer, "Content-Length"), 1);
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(continues_when_expected)
{
	start();
	struct peer *peer = ask("POST /echo HTTP/1.1\r\n" HOST
	                        "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
	ck_assert(peer_wait(peer, "HTTP/1.1 100 Continue\r\n\r\n"));
	ck_assert_int_eq(f.request_count, 0);
	peer_send(peer, "abc");
	ck_assert(peer_wait(peer, "\r\n\r\nabc"));
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(speaks_http_1_0)
{
	start();
	struct peer *peer = ask("GET /old HTTP/1.0\r\n\r\n");
	ck_assert(peer_wait(peer, "GET [/old]"));
	ck_assert(peer_has(peer, "Connection: close\r\n"));
	peer_wait_closed(peer);
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(takes_the_absolute_form)
{
	start();
	struct peer *peer = ask("GET http://test:80/abs?q=1 HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(peer, "GET [/abs] q=[1]"));
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(ignores_offers_to_upgrade)
{
	start();
	struct peer *peer = ask("GET /up HTTP/1.1\r\n" HOST
	                        "Connection: Upgrade, HTTP2-Settings\r\n"
	                        "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
	ck_assert(peer_wait(peer, "GET [/up]"));
	peer_close(peer);
	stop();
}
END_TEST

/* Each must be refused with its status, and the connection closed without a word more. */
static const struct {
	const char *text;
	const char *status;
} hostile[] = {
	{ "rubbish\r\n\r\n", "400" },
	{ "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "400" }, /* TLS */
	{ "GET / HTTP/1.1\r\n\r\n", "400" },                       /* no Host */
	{ "GET / HTTP/1.1\r\n" HOST HOST "\r\n", "400" },
	{ "GET x HTTP/1.1\r\n" HOST "\r\n", "400" },
	{ "GET /%zz HTTP/1.1\r\n" HOST "\r\n", "400" },
	{ "GET /%00 HTTP/1.1\r\n" HOST "\r\n", "400" },
	{ "GET /%4 HTTP/1.1\r\n" HOST "\r\n", "400" },
	{ "GET / HTTP/2.0\r\n" HOST "\r\n", "505" },
	{ "GET / HTTP/1.1\r\n" HOST "X: 1\r\n Content-Length: 5\r\n\r\n", "400" }, /* obs-fold */
	{ "GET / HTTP/1.1\r\n" HOST "X : 1\r\n\r\n", "400" },
	{ "GET / HTTP/1.1\r\n" HOST "X-Abc:\rxTransfer-Encoding: chunked\r\n\r\n", "400" },
	{ "GET / HTTP/1.1\nHost: test\n\n", "400" },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400" },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", "400" },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc", "400" },
	{ "POST / HTTP/1.1\r\n" HOST
	  "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	  "400" },
	{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "501" },
	{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "501" },
	{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n1\r\nAXX0\r\n\r\n", "400" },
	{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
	  "400" },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\n", "400" },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 9000000\r\n\r\n", "413" },
	{ "POST / HTTP/1.1\r\n" HOST "Expect: a-miracle\r\nContent-Length: 1\r\n\r\n", "417" },
	{ "BREW /pot HTTP/1.1\r\n" HOST "\r\n", "400" },
	{ "CONNECT test:80 HTTP/1.1\r\n" HOST "\r\n", "501" },
	{ "TRACE / HTTP/1.1\r\n" HOST "\r\n", "501" },
	{ "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400" },
};

START_TEST(refuses)
{
	char want[40];

	start();
	/* What follows must not be taken for a request. */
	struct peer *peer = ask(hostile[_i].text);
	peer_send(peer, "GET /smuggled HTTP/1.1\r\n" HOST "\r\n");
	shutdown(peer->fd, SHUT_WR);
	peer_wait_closed(peer);
	(void)snprintf(want, sizeof(want), "HTTP/1.1 %s", hostile[_i].status);
	ck_assert_msg(strncmp(leat_buf_cstr(&peer->got), want, strlen(want)) == 0, "got %.40s",
	              leat_buf_cstr(&peer->got));
	ck_assert(peer_has(peer, "\"code\":\"LEAT-14"));
	ck_assert(peer_has(peer, "Connection: close\r\n"));
	ck_assert_int_eq(peer_count(peer, "HTTP/1.1"), 1);
	ck_assert_int_eq(f.request_count, 0);
	ck_assert_int_eq(f.answered_count, 1);
	peer_close(peer);
	stop();
}
END_TEST

static uint32_t random_state = 1;

static uint32_t next_random(uint32_t below)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (random_state >> 8) % below;
}

/* Good requests with bytes changed, dropped and doubled, in pieces of any size: the server answers
 * or closes, and serves the next peer. */
START_TEST(survives_noise)
{
	static const char good[] = "POST /echo?q=%41 HTTP/1.1\r\n" HOST
				   "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
				   "GET /x HTTP/1.1\r\n" HOST "Accept-Encoding: gzip\r\n\r\n"
				   "PUT /echo HTTP/1.1\r\n" HOST
				   "Expect: 100-continue\r\nContent-Length: 4\r\n\r\nbody";
	char text[2 * sizeof(good)];

	start();
	for (int round = 0; round < 500; round++) {
		size_t size = sizeof(good) - 1, at = 0;

		memcpy(text, good, size);
		for (uint32_t i = next_random(4); i > 0; i--) {
			size_t where = next_random((uint32_t)size);
			switch (next_random(3)) {
			case 0:
				text[where] = (char)next_random(256);
				break;
			case 1:
				memmove(text + where, text + where + 1, size - where - 1);
				size--;
				break;
			case 2:
				memmove(text + where + 1, text + where, size - where);
				size++;
				break;
			}
		}
		struct peer *peer = ask("");
		while (at < size) {
			size_t n = 1 + next_random(60);
			n = n < size - at ? n : size - at;
			peer_send_bytes(peer, text + at, n);
			at += n;
			leat_loop_turn(f.loop, false);
		}
		shutdown(peer->fd, SHUT_WR);
		peer_wait_closed(peer);
		peer_close(peer);
	}
	struct peer *peer = ask("GET /x HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(peer, "[/x]"));
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(refuses_large_heads)
{
	char *big = malloc(70001);

	start();
	memset(big, 'a', 70000);
	big[70000] = '\0';
	struct peer *peer = ask("GET /x HTTP/1.1\r\n" HOST "X: ");
	peer_send(peer, big);
	peer_wait_closed(peer);
	ck_assert(peer_has(peer, "HTTP/1.1 431 "));
	peer_close(peer);
	/* Endless empty lines before the request. */
	memset(big, '\n', 70000);
	peer = ask(big);
	peer_wait_closed(peer);
	ck_assert(peer_has(peer, "HTTP/1.1 4"));
	peer_close(peer);
	/* Many small headers. */
	peer = ask("GET /x HTTP/1.1\r\n" HOST);
	for (int i = 0; i < 101; i++)
		peer_send(peer, "a: b\r\n");
	peer_wait_closed(peer);
	ck_assert(peer_has(peer, "HTTP/1.1 431 "));
	peer_close(peer);
	free(big);
	stop();
}
END_TEST

START_TEST(refuses_large_chunked_bodies)
{
	start_with((struct leat_http_server_options){ .max_body_bytes = 10 });
	struct peer *peer = ask("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
	                        "8\r\n12345678\r\n");
	leat_loop_turn(f.loop, true);
	peer_send(peer, "8\r\n12345678\r\n0\r\n\r\n");
	peer_wait_closed(peer);
	ck_assert(peer_has(peer, "HTTP/1.1 413 "));
	ck_assert_int_eq(f.request_count, 0);
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(gives_up_on_slow_heads)
{
	start_with((struct leat_http_server_options){ .header_us = 50 * MS });
	struct peer *silent = ask("");
	struct peer *slow = ask("GET / HTTP/1.1\r\nHo");
	/* The deadline is absolute: a byte now and then does not move it. */
	while (!slow->is_closed) {
		if (send(slow->fd, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
			ck_assert_int_ne(errno, EINVAL);
		leat_loop_turn(f.loop, true);
	}
	ck_assert(peer_has(slow, "HTTP/1.1 408 "));
	peer_wait_closed(silent);
	ck_assert_uint_eq(silent->got.size, 0);
	peer_close(silent);
	peer_close(slow);
	stop();
}
END_TEST

START_TEST(gives_up_on_slow_bodies_and_idle_peers)
{
	start_with((struct leat_http_server_options){ .request_us = 50 * MS, .idle_us = 30 * MS });
	struct peer *slow = ask("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\nabc");
	struct peer *idle = ask("GET /x HTTP/1.1\r\n" HOST "\r\n");
	peer_wait_closed(slow);
	ck_assert(peer_has(slow, "HTTP/1.1 408 "));
	peer_wait_closed(idle);
	ck_assert_int_eq(peer_count(idle, "HTTP/1.1"), 1);
	peer_close(slow);
	peer_close(idle);
	stop();
}
END_TEST

START_TEST(restarts_deadlines_with_each_request)
{
	start_with((struct leat_http_server_options){ .header_us = 80 * MS });
	struct peer *peer = ask("GET /1 HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(peer, "[/1]"));
	/* The second one has its own deadline, although the connection is kept for a minute. */
	peer_send(peer, "GET /2");
	peer_wait_closed(peer);
	ck_assert(peer_has(peer, "HTTP/1.1 408 "));
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(gives_up_on_peers_that_do_not_read)
{
	int small = 4096;

	start_with((struct leat_http_server_options){ .send_us = 50 * MS });
	struct peer *peer = ask("");
	setsockopt(peer->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	leat_poll_start(peer->poll, 0);
	peer_send(peer, "GET /huge HTTP/1.1\r\n" HOST "\r\n");
	while (f.answered_count == 0)
		leat_loop_turn(f.loop, true);
	ck_assert_uint_eq(leat_http_server_connections(f.server), 0);
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(limits_connections)
{
	start_with((struct leat_http_server_options){ .max_connections = 2 });
	struct peer *one = ask("GET /1 HTTP/1.1\r\n" HOST "\r\n");
	struct peer *two = ask("GET /2 HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(one, "[/1]"));
	ck_assert(peer_wait(two, "[/2]"));
	struct peer *three = ask("GET /3 HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(three, "HTTP/1.1 503 "));
	ck_assert(peer_has(three, "Retry-After: 1\r\n"));
	shutdown(three->fd, SHUT_WR);
	peer_wait_closed(three);
	peer_close(one);
	while (leat_http_server_connections(f.server) > 1)
		leat_loop_turn(f.loop, true);
	struct peer *four = ask("GET /4 HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(four, "[/4]"));
	peer_close(two);
	peer_close(three);
	peer_close(four);
	stop();
}
END_TEST

START_TEST(holds_a_thousand_idle_connections)
{
	enum { COUNT = 1000 };
	struct rlimit limit;
	struct peer *peers = calloc(COUNT, sizeof(*peers));

	/* Both ends are in this process. */
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	ck_assert_uint_gt(limit.rlim_cur, 2 * COUNT + 50);
	start_with((struct leat_http_server_options){ .max_connections = COUNT + 10 });
	for (int i = 0; i < COUNT; i++) {
		peer_open(&peers[i], f.loop, leat_http_server_port(f.server));
		leat_loop_turn(f.loop, false);
	}
	while (leat_http_server_connections(f.server) < COUNT)
		leat_loop_turn(f.loop, false);
	struct peer *peer = ask("GET /x HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(peer, "[/x]"));
	peer_close(peer);
	for (int i = 0; i < COUNT; i++)
		peer_close(&peers[i]);
	while (leat_http_server_connections(f.server) > 0)
		leat_loop_turn(f.loop, true);
	free(peers);
	stop();
}
END_TEST

/* The body of the answer in @p peer, unpacked. */
static void unpack(struct peer *peer, struct leat_buf *out)
{
	const char *end = strstr(leat_buf_cstr(&peer->got), "\r\n\r\n") + 4;
	z_stream z = { .next_in = (Bytef *)end,
		       .avail_in = (uInt)(peer->got.data + peer->got.size - end) };

	ck_assert_int_eq(inflateInit2(&z, 31), Z_OK);
	z.next_out = (Bytef *)leat_buf_reserve(out, 1 << 20);
	z.avail_out = 1 << 20;
	ck_assert_int_eq(inflate(&z, Z_FINISH), Z_STREAM_END);
	leat_buf_advance(out, z.total_out);
	inflateEnd(&z);
}

START_TEST(compresses_when_asked)
{
	struct leat_buf body;

	start();
	struct peer *peer = ask("GET /big HTTP/1.1\r\n" HOST "Accept-Encoding: br, gzip;q=0.8\r\n"
	                        "Connection: close\r\n\r\n");
	peer_wait_closed(peer);
	ck_assert(peer_has(peer, "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n"));
	ck_assert_uint_lt(peer->got.size, 10000);
	leat_buf_init(&body, 2 << 20);
	unpack(peer, &body);
	ck_assert_uint_eq(body.size, 200000);
	for (size_t i = 0; i < body.size; i++)
		ck_assert_int_eq(body.data[i], (char)('a' + i % 7));
	leat_buf_done(&body);
	peer_close(peer);
	peer = ask("GET /big HTTP/1.1\r\n" HOST "Accept-Encoding: gzip;q=0\r\n\r\n");
	ck_assert(peer_wait(peer, "Content-Length: 200000\r\n"));
	ck_assert(!peer_has(peer, "Content-Encoding"));
	peer_close(peer);
	peer = ask("GET /static HTTP/1.1\r\n" HOST "Accept-Encoding: gzip\r\n\r\n");
	ck_assert(peer_wait(peer, "Content-Length: 6\r\n\r\npacked"));
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(streams)
{
	start();
	struct peer *peer = ask("GET /stream HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(peer, "Transfer-Encoding: chunked\r\n"));
	ck_assert(leat_http_stream_write(f.kept, "data: 1\n\n", 9));
	ck_assert(peer_wait(peer, "9\r\ndata: 1\n\n\r\n"));
	ck_assert(leat_http_stream_write(f.kept, "data: two\n\n", 11));
	leat_http_stream_end(f.kept);
	ck_assert(peer_wait(peer, "b\r\ndata: two\n\n\r\n0\r\n\r\n"));
	/* And the connection goes on. */
	peer_send(peer, "GET /after HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(peer, "[/after]"));
	peer_close(peer);
	/* HTTP/1.0: to the end of the connection. */
	f.kept = NULL;
	peer = ask("GET /stream HTTP/1.0\r\n\r\n");
	while (!f.kept)
		leat_loop_turn(f.loop, true);
	leat_http_stream_write(f.kept, "plain", 5);
	leat_http_stream_end(f.kept);
	peer_wait_closed(peer);
	ck_assert(peer_has(peer, "\r\n\r\nplain"));
	ck_assert(!peer_has(peer, "chunked"));
	ck_assert_int_eq(f.gone_count, 0);
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(slows_a_stream_down)
{
	char piece[16384];
	size_t sent = 0;

	start();
	memset(piece, 'p', sizeof(piece));
	struct peer *peer = ask("GET /stream HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(peer, "\r\n\r\n"));
	leat_poll_start(peer->poll, 0);
	while (leat_http_stream_write(f.kept, piece, sizeof(piece)))
		sent += sizeof(piece);
	ck_assert_uint_gt(sent, 100000);
	leat_loop_turn(f.loop, false);
	ck_assert_int_eq(f.room_count, 0);
	leat_poll_start(peer->poll, LEAT_POLL_READ);
	while (f.room_count == 0)
		leat_loop_turn(f.loop, true);
	ck_assert(leat_http_stream_write(f.kept, "more", 4));
	leat_http_stream_end(f.kept);
	ck_assert(peer_wait(peer, "0\r\n\r\n"));
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(cuts_off_a_stream_that_is_not_read)
{
	char *piece = calloc(1, 1 << 20);

	start();
	struct peer *peer = ask("GET /stream HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(peer, "\r\n\r\n"));
	leat_poll_start(peer->poll, 0);
	for (int i = 0; i < 40; i++)
		(void)leat_http_stream_write(f.kept, piece, 1 << 20);
	ck_assert_int_eq(f.gone_count, 0); /* not from inside the call */
	while (f.gone_count == 0)
		leat_loop_turn(f.loop, true);
	ck_assert_uint_eq(leat_http_server_connections(f.server), 0);
	free(piece);
	peer_close(peer);
	stop();
}
END_TEST

START_TEST(drains)
{
	start();
	struct peer *idle = ask("GET /x HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(idle, "[/x]"));
	struct peer *busy = ask("GET /later HTTP/1.1\r\n" HOST "\r\n");
	while (!f.kept)
		leat_loop_turn(f.loop, true);
	leat_http_server_close(f.server, 1000000000, on_closed, NULL);
	peer_wait_closed(idle);
	ck_assert(!f.is_closed);
	leat_http_answer_text(f.kept, 200, "text/plain", "done");
	ck_assert(peer_wait(busy, "done"));
	ck_assert(peer_has(busy, "Connection: close\r\n"));
	while (!f.is_closed)
		leat_loop_turn(f.loop, true);
	peer_close(idle);
	peer_close(busy);
	leat_loop_free(f.loop);
}
END_TEST

START_TEST(drops_what_outlasts_the_grace)
{
	start();
	struct peer *peer = ask("GET /stream HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(peer_wait(peer, "\r\n\r\n"));
	leat_http_server_close(f.server, 20 * MS, on_closed, NULL);
	while (!f.is_closed)
		leat_loop_turn(f.loop, true);
	ck_assert_int_eq(f.gone_count, 1);
	peer_close(peer);
	leat_loop_free(f.loop);
}
END_TEST

START_TEST(says_why_it_cannot_listen)
{
	struct leat_http_server *other;
	struct leat_err err;

	start();
	struct leat_http_server_options options = { .port = leat_http_server_port(f.server),
		                                    .on_request = on_request };
	ck_assert_int_eq(leat_http_server_open(f.loop, &options, &other, &err),
	                 -LEAT_E_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(err.message, "cannot listen on 127.0.0.1 port "));
	ck_assert_ptr_nonnull(strstr(err.message, "in use"));
	options.address = "nowhere";
	ck_assert_int_eq(leat_http_server_open(f.loop, &options, &other, &err), -LEAT_E_CONFIG);
	ck_assert_str_eq(err.message, "\"nowhere\" is not an IP address");
	stop();
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, answers_a_request);
	tcase_add_test(tc, echoes_bodies);
	tcase_add_test(tc, takes_large_bodies);
	tcase_add_test(tc, keeps_the_order_of_pipelined_requests);
	tcase_add_test(tc, answers_later_and_in_order);
	tcase_add_test(tc, answers_a_peer_that_has_shut_down);
	tcase_add_test(tc, survives_a_peer_that_goes);
	tcase_add_test(tc, head_has_no_body);
	tcase_add_test(tc, sends_no_length_with_204);
	tcase_add_test(tc, continues_when_expected);
	tcase_add_test(tc, speaks_http_1_0);
	tcase_add_test(tc, takes_the_absolute_form);
	tcase_add_test(tc, ignores_offers_to_upgrade);
	tcase_add_loop_test(tc, refuses, 0, (int)LEAT_COUNT(hostile));
	tcase_add_test(tc, survives_noise);
	tcase_add_test(tc, refuses_large_heads);
	tcase_add_test(tc, refuses_large_chunked_bodies);
	tcase_add_test(tc, gives_up_on_slow_heads);
	tcase_add_test(tc, gives_up_on_slow_bodies_and_idle_peers);
	tcase_add_test(tc, restarts_deadlines_with_each_request);
	tcase_add_test(tc, gives_up_on_peers_that_do_not_read);
	tcase_add_test(tc, limits_connections);
	tcase_add_test(tc, holds_a_thousand_idle_connections);
	tcase_add_test(tc, compresses_when_asked);
	tcase_add_test(tc, streams);
	tcase_add_test(tc, slows_a_stream_down);
	tcase_add_test(tc, cuts_off_a_stream_that_is_not_read);
	tcase_add_test(tc, drains);
	tcase_add_test(tc, drops_what_outlasts_the_grace);
	tcase_add_test(tc, says_why_it_cannot_listen);
}

int main(void)
{
	return suite_main("http_server", add);
}
