/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP face with an engine that only remembers what it was asked. */
#include "api/server.h"

#include "api/api_int.h"
#include "base/clock.h"
#include "peer.h"
#include "suite.h"

#define HOST "Host: localhost:8083\r\n"
#define ID "0123456789abcdef0123456789abcdef"

struct fixture {
	struct leat_loop *loop;
	struct leat_api *api;
	struct peer peer;
	bool is_closed;
	/* What the engine was asked. */
	char asked[300];
	enum leat_api_action action;
	bool details;
	const struct leat_api_rows *rows;
	int cancel_count;
	int resume_count;
	leat_api_page_fn page;
	void *page_owner;
};

static struct fixture f;

/* ---- the engine ---- */

static int engine_check(void *self, const struct leat_api_script *script, struct leat_diags *diags)
{
	const char *bad = memmem(script->sql.p, script->sql.n, "bad", 3);
	const char *old = memmem(script->sql.p, script->sql.n, "old", 3);

	ck_assert_ptr_eq(self, &f);
	(void)snprintf(f.asked, sizeof(f.asked), "%.*s|%.*s|%u", LEAT_STR_ARG(script->name),
	               LEAT_STR_ARG(script->sql), script->setting_count);
	for (uint32_t i = 0; i < script->setting_count; i++) {
		size_t n = strlen(f.asked);
		(void)snprintf(f.asked + n, sizeof(f.asked) - n, "|%.*s=%.*s",
		               LEAT_STR_ARG(script->settings[i].key),
		               LEAT_STR_ARG(script->settings[i].value));
	}
	if (old) {
		uint32_t at = (uint32_t)(old - script->sql.p);
		leat_diags_warn(diags, (struct leat_span){ at, at + 3 }, "Say \"new\".",
		                "\"old\" is old");
	}
	if (!bad)
		return 0;
	uint32_t at = (uint32_t)(bad - script->sql.p);
	struct leat_err err;
	int r = leat_err_at(&err, LEAT_E_UNKNOWN_COLUMN, (struct leat_span){ at, at + 3 },
	                    "no column \"bad\" in \"t\"");
	leat_err_hint(&err, "did you mean \"bat\"?");
	leat_diags_add(diags, LEAT_SEVERITY_ERROR, &err);
	if (memmem(script->sql.p, script->sql.n, "worse", 5))
		(void)leat_diags_error(diags, LEAT_E_TYPE, (struct leat_span){ 0, 1 }, "and this");
	return r;
}

static int engine_submit(void *self, const struct leat_api_script *script,
                         char ret_id[LEAT_JOB_ID_DIGITS + 1], struct leat_diags *diags)
{
	int r = engine_check(self, script, diags);

	if (r)
		return r;
	if (memmem(script->sql.p, script->sql.n, "twice", 5))
		return leat_diags_error(diags, LEAT_E_CONFLICT, (struct leat_span){ 0 },
		                        "a job named \"twice\" runs already");
	memcpy(ret_id, ID, sizeof(ID));
	return 0;
}

static int engine_explain(void *self, const struct leat_api_script *script, bool details,
                          struct leat_buf *out, struct leat_diags *diags)
{
	f.details = details;
	leat_buf_text(out, "Sink(\"a\")\n");
	return engine_check(self, script, diags);
}

static void engine_list(void *self, struct leat_json_writer *json)
{
	ck_assert_ptr_eq(self, &f);
	leat_json_write_raw(json, LEAT_STR("[{\"id\":\"" ID "\"}]"));
}

static int find(struct leat_str job, struct leat_err *err)
{
	if (job.n == LEAT_JOB_ID_DIGITS && memcmp(job.p, ID, job.n) == 0)
		return 0;
	(void)snprintf(f.asked, sizeof(f.asked), "%.*s", LEAT_STR_ARG(job));
	if (strcmp(f.asked, "my job/1") == 0)
		return 0;
	return leat_err_set(err, LEAT_E_NOT_FOUND, "there is no job \"%.*s\"", LEAT_STR_ARG(job));
}

static int engine_job(void *self, struct leat_str job, struct leat_json_writer *json,
                      struct leat_err *err)
{
	ck_assert_ptr_eq(self, &f);
	LEAT_TRY(find(job, err));
	leat_json_write_object(json);
	leat_json_write_str_of(json, "id", LEAT_STR(ID));
	leat_json_write_object_end(json);
	return 0;
}

static int engine_job_list(void *self, struct leat_str job, enum leat_api_list list,
                           struct leat_json_writer *json, struct leat_err *err)
{
	ck_assert_ptr_eq(self, &f);
	LEAT_TRY(find(job, err));
	leat_json_write_array(json);
	leat_json_write_i64(json, list);
	leat_json_write_array_end(json);
	return 0;
}

static int engine_act(void *self, struct leat_str job, enum leat_api_action action,
                      struct leat_err *err)
{
	ck_assert_ptr_eq(self, &f);
	LEAT_TRY(find(job, err));
	f.action = action;
	if (action == LEAT_API_RESUME)
		return leat_err_set(err, LEAT_E_CONFLICT, "the job is not paused");
	return 0;
}

static int engine_dead_letters(void *self, struct leat_str job, struct leat_str after,
                               uint32_t limit, leat_api_page_fn done, void *owner,
                               struct leat_err *err)
{
	ck_assert_ptr_eq(self, &f);
	LEAT_TRY(find(job, err));
	(void)snprintf(f.asked, sizeof(f.asked), "%.*s %u", LEAT_STR_ARG(after), limit);
	f.page = done;
	f.page_owner = owner;
	return 0;
}

static int engine_query(void *self, const struct leat_api_script *script,
                        const struct leat_api_rows *rows, void **ret_query,
                        struct leat_diags *diags)
{
	LEAT_TRY(engine_check(self, script, diags));
	f.rows = rows;
	*ret_query = &f.rows;
	return 0;
}

static void engine_query_resume(void *self, void *query)
{
	ck_assert_ptr_eq(self, &f);
	ck_assert_ptr_eq(query, &f.rows);
	f.resume_count++;
}

static void engine_query_cancel(void *self, void *query)
{
	ck_assert_ptr_eq(self, &f);
	ck_assert_ptr_eq(query, &f.rows);
	f.cancel_count++;
}

static void engine_metrics(void *self, struct leat_metrics *metrics)
{
	ck_assert_ptr_eq(self, &f);
	leat_metrics_add(metrics, LEAT_METRIC_JOBS,
	                 &(struct leat_label){ "state", LEAT_STR("RUNNING") }, 1, 3);
}

static void engine_reference(void *self, struct leat_json_writer *json)
{
	ck_assert_ptr_eq(self, &f);
	leat_json_write_raw(json, LEAT_STR("[{\"name\":\"kafka\"}]"));
}

static bool engine_is_ready(void *self, struct leat_buf *why)
{
	ck_assert_ptr_eq(self, &f);
	leat_buf_text(why, "restoring 2 jobs");
	return f.details;
}

static const struct leat_api_engine engine = {
	.self = &f,
	.submit = engine_submit,
	.check = engine_check,
	.explain = engine_explain,
	.list = engine_list,
	.job = engine_job,
	.job_list = engine_job_list,
	.act = engine_act,
	.dead_letters = engine_dead_letters,
	.query = engine_query,
	.query_resume = engine_query_resume,
	.query_cancel = engine_query_cancel,
	.metrics = engine_metrics,
	.connectors = engine_reference,
	.functions = engine_reference,
	.config = engine_reference,
	.is_ready = engine_is_ready,
};

/* ---- the fixture ---- */

static void start(void)
{
	struct leat_api_options options = { .clock = leat_loop_clock() };

	f = (struct fixture){ 0 };
	f.loop = leat_loop_new();
	ck_assert_int_eq(leat_api_open(f.loop, &engine, &options, &f.api, NULL), 0);
	peer_open(&f.peer, f.loop, leat_api_port(f.api));
}

static void on_closed(void *data)
{
	(void)data;
	f.is_closed = true;
}

static void stop(void)
{
	leat_api_close(f.api, 0, on_closed, NULL);
	while (!f.is_closed)
		leat_loop_turn(f.loop, true);
	peer_close(&f.peer);
	leat_loop_free(f.loop);
}

/* Send a request and wait for its answer with @p status; returns the body (to the end of what
 * came). */
static const char *ask(const char *method, const char *path, const char *headers, const char *body,
                       int status)
{
	struct leat_buf text;
	char want[40];

	leat_buf_init(&text, 1 << 20);
	leat_buf_printf(&text, "%s %s HTTP/1.1\r\n" HOST "%sContent-Length: %zu\r\n\r\n%s", method,
	                path, headers, strlen(body), body);
	peer_clear(&f.peer);
	peer_send_bytes(&f.peer, text.data, text.size);
	leat_buf_done(&text);
	(void)snprintf(want, sizeof(want), "HTTP/1.1 %d ", status);
	ck_assert(peer_wait(&f.peer, "\r\n\r\n"));
	const char *end = strstr(leat_buf_cstr(&f.peer.got), "\r\n\r\n") + 4;
	ck_assert_msg(strncmp(f.peer.got.data, want, strlen(want)) == 0, "%.30s for %s",
	              f.peer.got.data, path);
	const char *length = strstr(f.peer.got.data, "Content-Length: ");
	if (length && length < end && strcmp(method, "HEAD") != 0) {
		size_t size = (size_t)(end - f.peer.got.data) + (size_t)atol(length + 16);
		while (f.peer.got.size < size)
			leat_loop_turn(f.loop, true);
	}
	return strstr(leat_buf_cstr(&f.peer.got), "\r\n\r\n") + 4;
}

#define SQL "Content-Type: application/sql\r\n"
#define JSON "Content-Type: application/json; charset=utf-8\r\n"

START_TEST(submits_sql)
{
	start();
	const char *body = ask("POST", "/api/v1/jobs?name=one", SQL, "INSERT good", 201);
	ck_assert_str_eq(f.asked, "one|INSERT good|0");
	ck_assert_str_eq(body, "{\"id\":\"" ID "\"}\n");
	ck_assert(peer_has(&f.peer, "Location: /api/v1/jobs/" ID "\r\n"));
	ck_assert(peer_has(&f.peer, "Content-Type: application/json\r\n"));
	body = ask("POST", "/api/v1/jobs", "Content-Type: text/plain\r\n", "x\ny old", 201);
	ck_assert_str_eq(body,
	                 "{\"id\":\"" ID "\",\"warnings\":[{\"detail\":\"\\\"old\\\" is old\","
	                 "\"position\":{\"line\":2,\"column\":3,\"length\":3},"
	                 "\"hint\":\"Say \\\"new\\\".\"}]}\n");
	stop();
}
END_TEST

START_TEST(submits_json)
{
	start();
	ask("POST", "/api/v1/jobs", JSON,
	    "{\"name\":\"n\",\"sql\":\"INSERT\\n1\",\"settings\":{\"a.b\":\"10 s\",\"c\":5,\"d\":true}}",
	    201);
	ck_assert_str_eq(f.asked, "n|INSERT\n1|3|a.b=10 s|c=5|d=true");
	stop();
}
END_TEST

static const struct {
	const char *type;
	const char *body;
	int status;
	const char *want;
} wrong[] = {
	{ JSON, "{\"sql\":", 400, "\"code\":\"LEAT-1404\",\"position\":{\"line\":1," },
	{ JSON, "[]", 400, "the body must be a JSON object" },
	{ JSON, "{\"sql\":1}", 400, "\\\"sql\\\" must be a text" },
	{ JSON, "{\"sql\":\"x\",\"setings\":{}}", 400, "unknown member \\\"setings\\\"" },
	{ JSON, "{\"sql\":\"x\",\"settings\":[]}", 400, "\\\"settings\\\" must be an object" },
	{ JSON, "{\"sql\":\"x\",\"settings\":{\"a\":[]}}", 400, "the setting 'a' must be" },
	{ JSON, "{}", 400, "there is no SQL in the request" },
	{ SQL, "", 400, "there is no SQL in the request" },
	{ "Content-Type: application/xml\r\n", "x=1", 415, "--data-binary" },
	{ SQL "Content-Encoding: gzip\r\n", "x", 415, "must not be encoded" },
	{ SQL "Origin: http://evil.example\r\n", "x", 403, "other sites" },
	{ SQL "Origin: null\r\n", "x", 403, "other sites" },
};

START_TEST(refuses_wrong_bodies)
{
	start();
	const char *body = ask("POST", "/api/v1/jobs", wrong[_i].type, wrong[_i].body,
	                       wrong[_i].status);
	ck_assert_msg(strstr(body, wrong[_i].want), "%s", body);
	ck_assert(peer_has(&f.peer, "Content-Type: application/problem+json\r\n"));
	ck_assert_str_eq(f.asked, "");
	stop();
}
END_TEST

START_TEST(takes_requests_of_its_own_pages)
{
	start();
	ask("POST", "/api/v1/jobs", SQL "Origin: http://localhost:8083\r\n", "x", 201);
	stop();
}
END_TEST

START_TEST(places_errors)
{
	start();
	const char *body = ask("POST", "/api/v1/jobs", SQL, "SELECT \xc3\xa9,\n  bad", 400);
	ck_assert_str_eq(body,
	                 "{\"type\":\"urn:leat:error:1102\",\"title\":\"no column has this name\","
	                 "\"status\":400,\"detail\":\"no column \\\"bad\\\" in \\\"t\\\"\","
	                 "\"code\":\"LEAT-1102\","
	                 "\"position\":{\"line\":2,\"column\":3,\"length\":3},"
	                 "\"hint\":\"did you mean \\\"bat\\\"?\"}\n");
	body = ask("POST", "/api/v1/jobs", SQL, "bad worse", 400);
	ck_assert_ptr_nonnull(strstr(body, "\"errors\":[{\"detail\":\"no column"));
	ck_assert_ptr_nonnull(strstr(body, "{\"detail\":\"and this\",\"code\":\"LEAT-1201\""));
	body = ask("POST", "/api/v1/jobs", SQL, "twice", 409);
	ck_assert_ptr_nonnull(strstr(body, "\"code\":\"LEAT-1403\""));
	stop();
}
END_TEST

START_TEST(shows_jobs)
{
	start();
	ck_assert_str_eq(ask("GET", "/api/v1/jobs", "", "", 200),
	                 "{\"jobs\":[{\"id\":\"" ID "\"}]}\n");
	ck_assert_str_eq(ask("GET", "/api/v1/jobs/" ID, "", "{}", 200), "{\"id\":\"" ID "\"}\n");
	ask("GET", "/api/v1/jobs/my%20job%2F1", "", "", 200);
	ck_assert_str_eq(f.asked, "my job/1");
	const char *body = ask("GET", "/api/v1/jobs/nope", "", "", 404);
	ck_assert_ptr_nonnull(
		strstr(body, "\"detail\":\"there is no job \\\"nope\\\"\",\"code\":\"LEAT-1402\""));
	ck_assert_str_eq(ask("HEAD", "/api/v1/jobs/" ID, "", "", 200), "");
	stop();
}
END_TEST

START_TEST(shows_lists)
{
	static const char *const names[] = { "plan", "checkpoints", "operators", "sources",
		                             "sinks" };
	char path[100], want[20];

	start();
	for (int i = 0; i < (int)LEAT_COUNT(names); i++) {
		(void)snprintf(path, sizeof(path), "/api/v1/jobs/" ID "/%s", names[i]);
		(void)snprintf(want, sizeof(want), "[%d]\n", i);
		ck_assert_str_eq(ask("GET", path, "", "", 200), want);
	}
	ask("GET", "/api/v1/jobs/other/plan", "", "", 404);
	stop();
}
END_TEST

START_TEST(acts)
{
	start();
	ask("DELETE", "/api/v1/jobs/" ID, "", "", 202);
	ck_assert_int_eq(f.action, LEAT_API_CANCEL);
	ask("DELETE", "/api/v1/jobs/" ID "?drain=true", "", "", 202);
	ck_assert_int_eq(f.action, LEAT_API_DRAIN);
	ask("POST", "/api/v1/jobs/" ID "/pause", "", "", 202);
	ck_assert_int_eq(f.action, LEAT_API_PAUSE);
	ask("POST", "/api/v1/jobs/" ID "/savepoint", "", "", 202);
	ck_assert_int_eq(f.action, LEAT_API_SAVEPOINT);
	ck_assert_ptr_nonnull(
		strstr(ask("POST", "/api/v1/jobs/" ID "/resume", "", "", 409), "LEAT-1403"));
	ask("POST", "/api/v1/jobs/" ID "/upgrade", SQL, "x", 501);
	stop();
}
END_TEST

START_TEST(reads_dead_letters_later)
{
	struct leat_err err;

	start();
	peer_send(&f.peer,
	          "GET /api/v1/jobs/" ID "/errors?after=t1&limit=7 HTTP/1.1\r\n" HOST "\r\n");
	while (!f.page)
		leat_loop_turn(f.loop, true);
	ck_assert_str_eq(f.asked, "t1 7");
	f.page(f.page_owner, LEAT_STR("{\"total\":0}"), NULL);
	ck_assert(peer_wait(&f.peer, "{\"total\":0}\n"));
	f.page = NULL;
	peer_send(&f.peer, "GET /api/v1/jobs/" ID "/errors HTTP/1.1\r\n" HOST "\r\n");
	while (!f.page)
		leat_loop_turn(f.loop, true);
	ck_assert_str_eq(f.asked, " 100");
	ck_assert_int_eq(leat_err_set(&err, LEAT_E_DISK, "no disk"), -LEAT_E_DISK);
	f.page(f.page_owner, (struct leat_str){ NULL, 0 }, &err);
	ck_assert(peer_wait(&f.peer, "HTTP/1.1 503 "));
	ask("GET", "/api/v1/jobs/" ID "/errors?limit=0", "", "", 400);
	ask("GET", "/api/v1/jobs/" ID "/errors?limit=x", "", "", 400);
	stop();
}
END_TEST

START_TEST(checks_and_explains)
{
	start();
	ck_assert_str_eq(ask("POST", "/api/v1/check", SQL, "x", 200),
	                 "{\"valid\":true,\"errors\":[],\"warnings\":[]}\n");
	const char *body = ask("POST", "/api/v1/check", SQL, "bad", 200);
	ck_assert_ptr_nonnull(strstr(body, "{\"valid\":false,\"errors\":[{\"detail\":\"no column"));
	ck_assert_str_eq(ask("POST", "/api/v1/explain", SQL, "x", 200),
	                 "{\"plan\":\"Sink(\\\"a\\\")\\n\",\"warnings\":[]}\n");
	ck_assert(!f.details);
	ck_assert_str_eq(ask("POST", "/api/v1/explain?details=1", SQL "Accept: text/plain\r\n", "x",
	                     200),
	                 "Sink(\"a\")\n");
	ck_assert(f.details);
	ask("POST", "/api/v1/explain", SQL, "bad", 400);
	stop();
}
END_TEST

START_TEST(knows_its_routes)
{
	start();
	ck_assert_ptr_nonnull(strstr(ask("GET", "/api/v1/nothing", "", "", 404), "LEAT-1402"));
	ask("GET", "/api/v1/jobs/", "", "", 404);
	ask("GET", "/api/v1/jobs/a/b/c", "", "", 404);
	ck_assert_ptr_nonnull(strstr(ask("PUT", "/api/v1/jobs", "", "", 405), "LEAT-1404"));
	ck_assert(peer_has(&f.peer, "Allow: POST, GET, HEAD, OPTIONS\r\n"));
	ask("OPTIONS", "/api/v1/jobs/x", "", "", 204);
	ck_assert(peer_has(&f.peer, "Allow: GET, HEAD, DELETE, OPTIONS\r\n"));
	ck_assert_str_eq(ask("GET", "/api/v1/connectors", "", "", 200), "[{\"name\":\"kafka\"}]\n");
	ck_assert_ptr_nonnull(strstr(ask("GET", "/", "", "", 200), "<h1>Leat "));
	ck_assert_str_eq(ask("GET", "/-/healthy", "", "", 200), "ok\n");
	ck_assert_str_eq(ask("GET", "/-/ready", "", "", 503), "restoring 2 jobs\n");
	f.details = true;
	ck_assert_str_eq(ask("GET", "/-/ready", "", "", 200), "ok\n");
	stop();
}
END_TEST

START_TEST(describes_itself)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_json *root;

	start();
	const char *body = ask("GET", "/api/v1/openapi.json", "", "", 200);
	ck_assert_int_eq(leat_json_parse(arena, leat_str_of(body), &root, NULL), 0);
	const struct leat_json *paths = leat_json_get(root, "paths");
	const struct leat_json *shapes = leat_json_get(leat_json_get(root, "components"),
	                                               "schemas");
	for (const struct leat_api_route *route = leat_api_routes(); route->method; route++) {
		char method[10] = { 0 };
		for (size_t i = 0; route->method[i]; i++)
			method[i] = (char)(route->method[i] | 0x20);
		ck_assert_msg(leat_json_get(leat_json_get(paths, route->path), method), "%s",
		              route->path);
		ck_assert(!route->answer || leat_json_get(shapes, route->answer));
		ck_assert(!route->body || leat_json_get(shapes, route->body));
	}
	/* And every reference leads somewhere. */
	for (const char *at = body; (at = strstr(at, "#/components/schemas/"));) {
		char name[40];
		at += strlen("#/components/schemas/");
		ck_assert_int_eq(sscanf(at, "%39[A-Za-z]", name), 1);
		ck_assert_msg(leat_json_get(shapes, name), "%s", name);
	}
	leat_arena_free(arena);
	stop();
}
END_TEST

START_TEST(streams_rows)
{
	start();
	ask("POST", "/api/v1/query", SQL, "SELECT 1", 200);
	ck_assert(peer_has(&f.peer, "Content-Type: text/event-stream\r\n"));
	f.rows->on_columns(f.rows->owner, LEAT_STR("{\"columns\":[]}"));
	ck_assert(f.rows->on_row(f.rows->owner, LEAT_STR("{\"op\":\"+I\"}")));
	f.rows->on_end(f.rows->owner, NULL);
	ck_assert(peer_wait(&f.peer, "0\r\n\r\n"));
	ck_assert(peer_has(&f.peer, "event: columns\ndata: {\"columns\":[]}\n\n"));
	ck_assert(peer_has(&f.peer, "data: {\"op\":\"+I\"}\n\n"));
	ck_assert(peer_has(&f.peer, "event: end\ndata: {}\n\n"));
	ask("POST", "/api/v1/query", SQL "Accept: application/x-ndjson\r\n", "SELECT 2", 200);
	struct leat_err err;
	ck_assert_int_eq(leat_err_set(&err, LEAT_E_RUNTIME, "division by zero"), -LEAT_E_RUNTIME);
	ck_assert(f.rows->on_row(f.rows->owner, LEAT_STR("{\"op\":\"+I\"}")));
	f.rows->on_end(f.rows->owner, &err);
	ck_assert(peer_wait(&f.peer, "0\r\n\r\n"));
	ck_assert(peer_has(&f.peer, "\r\n{\"op\":\"+I\"}\n\r\n"));
	ck_assert(peer_has(&f.peer, "{\"code\":\"LEAT-4001\",\"detail\":\"division by zero\"}\n"));
	ask("POST", "/api/v1/query", SQL, "bad", 400);
	ask("GET", "/api/v1/jobs/" ID "/tap", "", "", 501);
	ck_assert_int_eq(f.cancel_count, 0);
	stop();
}
END_TEST

START_TEST(cancels_a_query_nobody_reads)
{
	start();
	ask("POST", "/api/v1/query", SQL, "SELECT 1", 200);
	peer_close(&f.peer);
	while (f.cancel_count == 0)
		leat_loop_turn(f.loop, true);
	peer_open(&f.peer, f.loop, leat_api_port(f.api));
	/* And one is open when the server closes. */
	ask("POST", "/api/v1/query", SQL, "SELECT 1", 200);
	stop();
	ck_assert_int_eq(f.cancel_count, 2);
}
END_TEST

START_TEST(resumes_a_slow_query)
{
	char row[10000];

	start();
	memset(row, 'r', sizeof(row));
	ask("POST", "/api/v1/query", SQL, "SELECT 1", 200);
	leat_poll_start(f.peer.poll, 0);
	while (f.rows->on_row(f.rows->owner, (struct leat_str){ row, sizeof(row) }))
		;
	leat_poll_start(f.peer.poll, LEAT_POLL_READ);
	while (f.resume_count == 0)
		leat_loop_turn(f.loop, true);
	stop();
}
END_TEST

START_TEST(gives_metrics)
{
	start();
	ask("GET", "/nothing", "", "", 404);
	const char *body = ask("GET", "/metrics", "", "", 200);
	ck_assert(peer_has(&f.peer, "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
	ck_assert_ptr_nonnull(
		strstr(body, "# TYPE leat_jobs gauge\nleat_jobs{state=\"RUNNING\"} 3\n"));
	ck_assert_ptr_nonnull(strstr(
		body, "http_requests_total{handler=\"none\",method=\"none\",code=\"404\"} 1\n"));
	ck_assert_ptr_nonnull(strstr(body, "# TYPE leat_loop_busy_seconds_total counter\n"));
	ck_assert_ptr_nonnull(strstr(body, "leat_build_info{version=\""));
	ck_assert_ptr_nonnull(strstr(body, "process_open_fds "));
	double begin = atof(strstr(body, "\nprocess_start_time_seconds ") + 28);
	double now = (double)leat_clock_now_us(leat_loop_clock()) / 1e6;
	ck_assert_double_le(begin, now + 1);
	ck_assert_double_ge(begin, now - 120);
	body = ask(
		"GET", "/metrics",
		"Accept: application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5\r\n",
		"", 200);
	ck_assert(peer_has(&f.peer, "Content-Type: application/openmetrics-text; version=1.0.0;"));
	ck_assert_ptr_nonnull(strstr(body, "# TYPE leat_loop_busy_seconds counter\n"));
	ck_assert_str_eq(body + strlen(body) - 6, "# EOF\n");
	stop();
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, submits_sql);
	tcase_add_test(tc, submits_json);
	tcase_add_loop_test(tc, refuses_wrong_bodies, 0, (int)LEAT_COUNT(wrong));
	tcase_add_test(tc, takes_requests_of_its_own_pages);
	tcase_add_test(tc, places_errors);
	tcase_add_test(tc, shows_jobs);
	tcase_add_test(tc, shows_lists);
	tcase_add_test(tc, acts);
	tcase_add_test(tc, reads_dead_letters_later);
	tcase_add_test(tc, checks_and_explains);
	tcase_add_test(tc, knows_its_routes);
	tcase_add_test(tc, describes_itself);
	tcase_add_test(tc, streams_rows);
	tcase_add_test(tc, cancels_a_query_nobody_reads);
	tcase_add_test(tc, resumes_a_slow_query);
	tcase_add_test(tc, gives_metrics);
}

int main(void)
{
	return suite_main("api", add);
}
