/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP client against a server of its own kind, and against ends that misbehave. */
#include <zlib.h>

#include "io/http_client.h"
#include "io/http_server.h"
#include "peer.h"
#include "suite.h"

#define MS INT64_C(1000)

struct fixture {
	struct leat_loop *loop;
	struct leat_http_server *server;
	struct leat_http_client *client;
	struct leat_http_exchange *kept;
	struct leat_buf seen;      /* the last request as text */
	struct leat_buf seen_body; /* its body */
	int request_count;
	int release_count;
	bool is_closed;
};

static struct fixture f;

/* What a call ended with. */
struct outcome {
	int count;
	int status;
	struct leat_err err;
	struct leat_buf body;
	char type[40];
	int64_t retry_after_us;
	uint32_t new_connections;
};

static void on_request(void *owner, struct leat_http_exchange *exchange)
{
	const struct leat_http_request *request = leat_http_exchange_request(exchange);

	(void)owner;
	f.request_count++;
	leat_buf_clear(&f.seen);
	leat_buf_printf(&f.seen, "%.*s %s\n", LEAT_STR_ARG(request->method), request->path.p);
	for (uint32_t i = 0; i < request->header_count; i++)
		leat_buf_printf(&f.seen, "%.*s: %.*s\n", LEAT_STR_ARG(request->headers[i].name),
		                LEAT_STR_ARG(request->headers[i].value));
	leat_buf_clear(&f.seen_body);
	leat_buf_str(&f.seen_body, request->body);
	if (strcmp(request->path.p, "/hang") == 0) {
		f.kept = exchange;
	} else if (strcmp(request->path.p, "/busy") == 0) {
		leat_http_set_header(exchange, "Retry-After", "7");
		leat_http_answer_text(exchange, 429, "application/json", "{\"busy\":true}");
	} else if (strcmp(request->path.p, "/large") == 0) {
		struct leat_buf body;
		leat_buf_init(&body, 1 << 20);
		memset(leat_buf_reserve(&body, 1 << 20), 'l', 1 << 20);
		leat_buf_advance(&body, 1 << 20);
		leat_http_answer(exchange, 200, "text/plain", &body);
	} else {
		leat_http_answer_text(exchange, 200, "application/json", "{}");
	}
}

static void start(void)
{
	struct leat_http_server_options server = { .on_request = on_request,
		                                   .max_body_bytes = 64 << 20 };
	struct leat_http_client_options client = { .max_host_connections = 4 };

	f = (struct fixture){ 0 };
	f.loop = leat_loop_new();
	leat_buf_init(&f.seen, 1 << 20);
	leat_buf_init(&f.seen_body, 64 << 20);
	ck_assert_int_eq(leat_http_server_open(f.loop, &server, &f.server, NULL), 0);
	f.client = leat_http_client_new(f.loop, &client);
}

static void on_closed(void *data)
{
	(void)data;
	f.is_closed = true;
}

static void stop(void)
{
	leat_http_client_free(f.client);
	leat_http_server_close(f.server, 0, on_closed, NULL);
	while (!f.is_closed)
		leat_loop_turn(f.loop, true);
	leat_loop_free(f.loop);
	leat_buf_done(&f.seen);
	leat_buf_done(&f.seen_body);
}

static void on_done(void *data, const struct leat_http_result *result)
{
	struct outcome *outcome = data;

	outcome->count++;
	outcome->status = result->status;
	outcome->err = result->err ? *result->err : (struct leat_err){ 0 };
	outcome->retry_after_us = result->retry_after_us;
	outcome->new_connections = result->new_connections;
	(void)snprintf(outcome->type, sizeof(outcome->type), "%.*s", LEAT_STR_ARG(result->type));
	leat_buf_done(&outcome->body);
	outcome->body = *result->body;
	leat_buf_init(result->body, 0);
}

static void on_release(void *owner)
{
	ck_assert_ptr_eq(owner, &f);
	f.release_count++;
}

static const char *url_of(uint16_t port, const char *path)
{
	static char url[100];

	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%u%s", port, path);
	return url;
}

static struct leat_http_call *call(struct outcome *outcome, const char *path,
                                   struct leat_http_call_spec spec)
{
	spec.method = spec.method ? spec.method : spec.body ? "POST" : "GET";
	spec.url = spec.url ? spec.url : url_of(leat_http_server_port(f.server), path);
	spec.done = on_done;
	spec.data = outcome;
	return leat_http_call_start(f.client, &spec);
}

static void wait_for(struct outcome *outcome, int count)
{
	while (outcome->count < count)
		leat_loop_turn(f.loop, true);
}

START_TEST(gets)
{
	static const char *const headers[] = { "X-One: 1", "Accept: application/json", NULL };
	struct outcome outcome = { 0 };

	start();
	call(&outcome, "/some/path?x=1", (struct leat_http_call_spec){ .headers = headers });
	ck_assert_int_eq(outcome.count, 0);
	wait_for(&outcome, 1);
	ck_assert_int_eq(outcome.status, 200);
	ck_assert_str_eq(outcome.type, "application/json");
	ck_assert_str_eq(leat_buf_cstr(&outcome.body), "{}");
	ck_assert_int_eq(outcome.retry_after_us, -1);
	const char *seen = leat_buf_cstr(&f.seen);
	ck_assert_ptr_nonnull(strstr(seen, "GET /some/path\n"));
	ck_assert_ptr_nonnull(strstr(seen, "x-one: 1\n"));
	ck_assert_ptr_nonnull(strstr(seen, "user-agent: leat/"));
	ck_assert_ptr_null(strstr(seen, "content-type"));
	leat_buf_done(&outcome.body);
	stop();
}
END_TEST

START_TEST(posts_by_reference)
{
	static const char *const headers[] = { "Content-Type: application/x-ndjson", NULL };
	struct outcome outcome = { 0 };
	size_t size = 5 << 20;
	char *body = malloc(size);

	start();
	for (size_t i = 0; i < size; i++)
		body[i] = (char)(i * 31 >> 3);
	call(&outcome, "/_bulk",
	     (struct leat_http_call_spec){ .headers = headers,
	                                   .body = body,
	                                   .body_size = size,
	                                   .release = on_release,
	                                   .owner = &f });
	wait_for(&outcome, 1);
	ck_assert_int_eq(outcome.status, 200);
	ck_assert_int_eq(f.release_count, 1);
	ck_assert_uint_eq(f.seen_body.size, size);
	ck_assert_mem_eq(f.seen_body.data, body, size);
	ck_assert_ptr_nonnull(
		strstr(leat_buf_cstr(&f.seen), "content-type: application/x-ndjson\n"));
	ck_assert_ptr_null(strstr(leat_buf_cstr(&f.seen), "expect"));
	leat_buf_done(&outcome.body);
	free(body);
	stop();
}
END_TEST

START_TEST(sends_other_methods)
{
	static const struct {
		const char *method, *body, *want;
	} rows[] = {
		{ "PUT", "{\"a\":1}", "PUT /x\n" }, { "DELETE", NULL, "DELETE /x\n" },
		{ "POST", NULL, "POST /x\n" },      { "DELETE", "{}", "DELETE /x\n" },
		{ "GET", "{\"q\":1}", "GET /x\n" }, { "HEAD", NULL, "HEAD /x\n" },
	};
	struct outcome outcome = { 0 };

	start();
	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		const char *body = rows[i].body;
		call(&outcome, "/x",
		     (struct leat_http_call_spec){ .method = rows[i].method,
		                                   .body = body,
		                                   .body_size = body ? strlen(body) : 0 });
		wait_for(&outcome, (int)i + 1);
		ck_assert_int_eq(outcome.status, 200);
		ck_assert_ptr_nonnull(strstr(leat_buf_cstr(&f.seen), rows[i].want));
		ck_assert_str_eq(leat_buf_cstr(&f.seen_body), body ? body : "");
	}
	leat_buf_done(&outcome.body);
	stop();
}
END_TEST

START_TEST(authenticates)
{
	struct outcome outcome = { 0 };

	start();
	call(&outcome, "/x",
	     (struct leat_http_call_spec){ .user = "elastic", .password = "pa:ss" });
	wait_for(&outcome, 1);
	ck_assert_ptr_nonnull(
		strstr(leat_buf_cstr(&f.seen), "authorization: Basic ZWxhc3RpYzpwYTpzcw==\n"));
	leat_buf_done(&outcome.body);
	stop();
}
END_TEST

/* Small bodies are compressed at once, large ones on the pool. */
START_TEST(compresses)
{
	size_t size = _i ? 1 << 20 : 1000;
	struct outcome outcome = { 0 };
	char *body = malloc(size), *out = malloc(size + 1);
	z_stream z = { 0 };

	start();
	memset(body, 'c', size);
	call(&outcome, "/x",
	     (struct leat_http_call_spec){ .body = body,
	                                   .body_size = size,
	                                   .gzip = true,
	                                   .release = on_release,
	                                   .owner = &f });
	wait_for(&outcome, 1);
	ck_assert_int_eq(f.release_count, 1);
	ck_assert_ptr_nonnull(strstr(leat_buf_cstr(&f.seen), "content-encoding: gzip\n"));
	ck_assert_uint_lt(f.seen_body.size, size / 2);
	z.next_in = (Bytef *)f.seen_body.data;
	z.avail_in = (uInt)f.seen_body.size;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)size + 1;
	ck_assert_int_eq(inflateInit2(&z, 31), Z_OK);
	ck_assert_int_eq(inflate(&z, Z_FINISH), Z_STREAM_END);
	inflateEnd(&z);
	ck_assert_uint_eq(z.total_out, size);
	ck_assert_mem_eq(out, body, size);
	leat_buf_done(&outcome.body);
	free(body);
	free(out);
	stop();
}
END_TEST

START_TEST(uses_connections_again)
{
	struct outcome outcome = { 0 };
	uint32_t made = 0;

	start();
	for (int i = 1; i <= 50; i++) {
		call(&outcome, "/x", (struct leat_http_call_spec){ .body = "{}", .body_size = 2 });
		wait_for(&outcome, i);
		made += outcome.new_connections;
	}
	ck_assert_uint_eq(made, 1);
	ck_assert_uint_eq(leat_http_server_connections(f.server), 1);
	leat_buf_done(&outcome.body);
	stop();
}
END_TEST

START_TEST(uses_several_connections_up_to_the_limit)
{
	struct outcome outcome = { 0 };

	start();
	for (int i = 0; i < 20; i++)
		call(&outcome, "/x", (struct leat_http_call_spec){ 0 });
	wait_for(&outcome, 20);
	ck_assert_uint_le(leat_http_server_connections(f.server), 4);
	ck_assert_uint_gt(leat_http_server_connections(f.server), 1);
	ck_assert_int_eq(f.request_count, 20);
	leat_buf_done(&outcome.body);
	stop();
}
END_TEST

START_TEST(passes_answers_with_any_status)
{
	struct outcome outcome = { 0 };

	start();
	call(&outcome, "/busy", (struct leat_http_call_spec){ 0 });
	wait_for(&outcome, 1);
	ck_assert_int_eq(outcome.err.code, LEAT_OK);
	ck_assert_int_eq(outcome.status, 429);
	ck_assert_int_eq(outcome.retry_after_us, 7000000);
	ck_assert_str_eq(leat_buf_cstr(&outcome.body), "{\"busy\":true}");
	leat_buf_done(&outcome.body);
	stop();
}
END_TEST

START_TEST(limits_the_answer)
{
	struct outcome outcome = { 0 };

	start();
	call(&outcome, "/large", (struct leat_http_call_spec){ .max_answer_bytes = 1 << 20 });
	wait_for(&outcome, 1);
	ck_assert_int_eq(outcome.err.code, LEAT_OK);
	ck_assert_uint_eq(outcome.body.size, 1 << 20);
	call(&outcome, "/large", (struct leat_http_call_spec){ .max_answer_bytes = 1000 });
	wait_for(&outcome, 2);
	ck_assert_int_eq(outcome.err.code, LEAT_E_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(outcome.err.message, "is larger than 1000 bytes"));
	ck_assert_int_eq(outcome.status, 0);
	leat_buf_done(&outcome.body);
	stop();
}
END_TEST

START_TEST(says_when_the_server_is_not_there)
{
	struct outcome outcome = { 0 };
	struct sockaddr_in addr = { .sin_family = AF_INET };
	socklen_t size = sizeof(addr);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char url[100];

	/* A port that is bound and not listened on. */
	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&addr, sizeof(addr)), 0);
	getsockname(fd, (struct sockaddr *)&addr, &size);
	start();
	(void)snprintf(url, sizeof(url), "http://user:secret@127.0.0.1:%u/x?token=secret",
	               ntohs(addr.sin_port));
	call(&outcome, NULL,
	     (struct leat_http_call_spec){ .url = url,
	                                   .body = "{}",
	                                   .body_size = 2,
	                                   .release = on_release,
	                                   .owner = &f });
	wait_for(&outcome, 1);
	ck_assert_int_eq(outcome.err.code, LEAT_E_UNAVAILABLE);
	ck_assert_int_eq(leat_err_info(outcome.err.code)->cls, LEAT_CLASS_RETRY);
	ck_assert_ptr_nonnull(strstr(outcome.err.message, "no answer from http://127.0.0.1:"));
	ck_assert_ptr_null(strstr(outcome.err.message, "secret"));
	ck_assert_int_eq(f.release_count, 1);
	leat_buf_done(&outcome.body);
	close(fd);
	stop();
}
END_TEST

START_TEST(gives_up_after_the_timeout)
{
	struct outcome outcome = { 0 };

	start();
	call(&outcome, "/hang", (struct leat_http_call_spec){ .timeout_us = 50 * MS });
	wait_for(&outcome, 1);
	ck_assert_int_eq(outcome.err.code, LEAT_E_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(outcome.err.message, "timed out"));
	ck_assert_ptr_nonnull(f.kept);
	leat_http_answer_text(f.kept, 200, NULL, "too late");
	leat_buf_done(&outcome.body);
	stop();
}
END_TEST

START_TEST(refuses_wrong_addresses)
{
	static const char *const urls[] = { "nonsense://host/", "http://", "file:///etc/passwd" };
	struct outcome outcome = { 0 };

	start();
	for (int i = 0; i < (int)LEAT_COUNT(urls); i++) {
		call(&outcome, NULL, (struct leat_http_call_spec){ .url = urls[i] });
		ck_assert_int_eq(outcome.count, i);
		wait_for(&outcome, i + 1);
		ck_assert_int_eq(outcome.err.code, LEAT_E_CONFIG);
	}
	leat_buf_done(&outcome.body);
	stop();
}
END_TEST

START_TEST(cancels)
{
	struct outcome outcome = { 0 };
	size_t size = 1 << 20;
	char *body = calloc(1, size);

	start();
	/* Before it has begun, on the pool, and with the server. */
	leat_http_call_cancel(call(&outcome, "/x", (struct leat_http_call_spec){ 0 }));
	leat_http_call_cancel(call(&outcome, "/x",
	                           (struct leat_http_call_spec){ .body = body,
	                                                         .body_size = size,
	                                                         .gzip = true,
	                                                         .release = on_release,
	                                                         .owner = &f }));
	struct leat_http_call *hanging = call(&outcome, "/hang", (struct leat_http_call_spec){ 0 });
	while (!f.kept || f.release_count == 0)
		leat_loop_turn(f.loop, true);
	leat_http_call_cancel(hanging);
	call(&outcome, "/x", (struct leat_http_call_spec){ 0 });
	wait_for(&outcome, 1);
	ck_assert_int_eq(outcome.count, 1);
	ck_assert_int_eq(f.request_count, 2);
	leat_http_answer_text(f.kept, 200, NULL, "nobody is waiting");
	leat_buf_done(&outcome.body);
	free(body);
	stop();
}
END_TEST

static void on_done_then_free(void *data, const struct leat_http_result *result)
{
	on_done(data, result);
	f.client = leat_http_client_free(f.client);
}

START_TEST(can_be_freed_from_its_callback)
{
	struct outcome outcome = { 0 };
	struct leat_http_call_spec spec = { .method = "GET",
		                            .done = on_done_then_free,
		                            .data = &outcome };

	start();
	for (int i = 0; i < 3; i++) {
		spec.url = url_of(leat_http_server_port(f.server), "/x");
		leat_http_call_start(f.client, &spec);
	}
	wait_for(&outcome, 1);
	ck_assert_int_eq(outcome.count, 1);
	leat_buf_done(&outcome.body);
	stop();
}
END_TEST

/* ---- a server that sends given bytes and closes ---- */

struct script {
	int listen_fd;
	int fd;
	struct leat_poll *listen_poll;
	struct leat_poll *poll;
	const char *answer;
};

/* Reading the request first keeps the close from being a reset. */
static void on_script_readable(void *data, unsigned events)
{
	struct script *script = data;
	char request[1000];

	(void)events;
	ck_assert_int_gt(recv(script->fd, request, sizeof(request), 0), 0);
	ck_assert_int_ge(send(script->fd, script->answer, strlen(script->answer), MSG_NOSIGNAL), 0);
	script->poll = leat_poll_free(script->poll);
	close(script->fd);
}

static void on_accept(void *data, unsigned events)
{
	struct script *script = data;

	(void)events;
	ck_assert_ptr_null(script->poll);
	script->fd = accept(script->listen_fd, NULL, NULL);
	ck_assert_int_ge(script->fd, 0);
	ck_assert_int_eq(leat_poll_new(f.loop, script->fd, on_script_readable, script,
	                               &script->poll, NULL),
	                 0);
	leat_poll_start(script->poll, LEAT_POLL_READ);
}

static const struct {
	const char *answer;
	bool is_error;
	const char *body;
} scripts[] = {
	{ "", true, NULL },
	{ "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", true, NULL },
	{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", true, NULL },
	{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", true, NULL },
	{ "HTTP/1.1 200 OK\r\nConte", true, NULL },
	{ "SSH-2.0-OpenSSH_9.2\r\n", true, NULL },
	{ "HTTP/1.1 200 OK\r\n\r\nuntil the end", false, "until the end" },
	{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", false,
	  "ok" },
};

START_TEST(reads_answers_that_are_cut_off)
{
	struct outcome outcome = { 0 };
	struct sockaddr_in addr = { .sin_family = AF_INET };
	socklen_t size = sizeof(addr);
	struct script script = { .answer = scripts[_i].answer };

	start();
	script.listen_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(script.listen_fd, (struct sockaddr *)&addr, sizeof(addr)), 0);
	ck_assert_int_eq(listen(script.listen_fd, 8), 0);
	getsockname(script.listen_fd, (struct sockaddr *)&addr, &size);
	ck_assert_int_eq(leat_poll_new(f.loop, script.listen_fd, on_accept, &script,
	                               &script.listen_poll, NULL),
	                 0);
	leat_poll_start(script.listen_poll, LEAT_POLL_READ);
	call(&outcome, NULL,
	     (struct leat_http_call_spec){ .url = url_of(ntohs(addr.sin_port), "/x") });
	wait_for(&outcome, 1);
	ck_assert_msg((outcome.err.code != LEAT_OK) == scripts[_i].is_error, "%s",
	              outcome.err.message);
	if (scripts[_i].is_error)
		ck_assert_int_eq(leat_err_info(outcome.err.code)->cls, LEAT_CLASS_RETRY);
	else
		ck_assert_str_eq(leat_buf_cstr(&outcome.body), scripts[_i].body);
	leat_buf_done(&outcome.body);
	leat_poll_free(script.listen_poll);
	close(script.listen_fd);
	stop();
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, gets);
	tcase_add_test(tc, posts_by_reference);
	tcase_add_test(tc, sends_other_methods);
	tcase_add_test(tc, authenticates);
	tcase_add_loop_test(tc, compresses, 0, 2);
	tcase_add_test(tc, uses_connections_again);
	tcase_add_test(tc, uses_several_connections_up_to_the_limit);
	tcase_add_test(tc, passes_answers_with_any_status);
	tcase_add_test(tc, limits_the_answer);
	tcase_add_test(tc, says_when_the_server_is_not_there);
	tcase_add_test(tc, gives_up_after_the_timeout);
	tcase_add_test(tc, refuses_wrong_addresses);
	tcase_add_test(tc, cancels);
	tcase_add_test(tc, can_be_freed_from_its_callback);
	tcase_add_loop_test(tc, reads_answers_that_are_cut_off, 0, (int)LEAT_COUNT(scripts));
}

int main(void)
{
	return suite_main("http_client", add);
}
