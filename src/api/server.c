/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP face: finding the route of a request, and what is the same for all of them. */
#include "api/server.h"

#include <stdlib.h>
#include <string.h>

#include "api/api_int.h"
#include "base/log.h"
#include "base/mem.h"

/* Cut the next segment off a path that begins with '/'. */
static bool next_segment(struct leat_str *path, struct leat_str *ret_segment)
{
	if (path->n == 0)
		return false;
	const char *end = memchr(path->p + 1, '/', path->n - 1);
	uint32_t n = end ? (uint32_t)(end - path->p) : path->n;
	*ret_segment = (struct leat_str){ path->p + 1, n - 1 };
	path->p += n;
	path->n -= n;
	return true;
}

/* Does @p path fit the row?  What stands for "{job}" goes to *ret_job, not decoded. */
static bool matches(const struct leat_api_route *route, struct leat_str path,
                    struct leat_str *ret_job)
{
	struct leat_str pattern = leat_str_of(route->path);
	struct leat_str want, got;

	while (next_segment(&pattern, &want)) {
		if (!next_segment(&path, &got))
			return false;
		if (want.n > 0 && want.p[0] == '{' && got.n > 0)
			*ret_job = got;
		else if (!leat_str_equal(want, got))
			return false;
	}
	return path.n == 0;
}

/* The row for method and path; NULL when there is none, and then *ret_allow has the methods that
 * the path has rows for. */
static const struct leat_api_route *find_route(const struct leat_http_request *http,
                                               struct leat_str *ret_job, struct leat_buf *ret_allow)
{
	struct leat_str method = leat_str_equal(http->method, LEAT_STR("HEAD")) ? LEAT_STR("GET")
	                                                                 : http->method;

	for (const struct leat_api_route *route = leat_api_routes(); route->method; route++) {
		struct leat_str name = leat_str_of(route->method);

		if (!matches(route, http->raw_path, ret_job))
			continue;
		if (leat_str_equal(name, method))
			return route;
		leat_buf_printf(ret_allow, "%s%s", route->method,
		                leat_str_equal(name, LEAT_STR("GET")) ? ", HEAD, " : ", ");
	}
	return NULL;
}

/* A page of another site may make a browser send requests here; it cannot hide where it is from. */
static bool is_cross_site(const struct leat_http_request *http)
{
	struct leat_str origin = leat_http_header(http, "origin");
	struct leat_str host = leat_http_header(http, "host");
	const char *slashes = origin.n > 3 ? memmem(origin.p, origin.n, "://", 3) : NULL;

	if (!origin.p || leat_str_equal(http->method, LEAT_STR("GET")) ||
	    leat_str_equal(http->method, LEAT_STR("HEAD")))
		return false;
	if (!slashes)
		return true;
	struct leat_str site = { slashes + 3, origin.n - (uint32_t)(slashes + 3 - origin.p) };
	return !leat_str_equal(site, host);
}

static void answer_without_route(struct leat_api_request *request, struct leat_buf *allow)
{
	const struct leat_http_request *http = request->http;

	if (allow->size == 0) {
		leat_api_answer_problem(request, 404, LEAT_E_NOT_FOUND,
		                        "there is nothing at \"%.*s\"", LEAT_STR_ARG(http->path));
		return;
	}
	leat_buf_text(allow, "OPTIONS");
	leat_http_set_header(request->exchange, "Allow", leat_buf_cstr(allow));
	if (leat_str_equal(http->method, LEAT_STR("OPTIONS")))
		leat_http_answer_text(request->exchange, 204, NULL, "");
	else
		leat_api_answer_problem(request, 405, LEAT_E_USAGE, "\"%.*s\" does not take %.*s",
		                        LEAT_STR_ARG(http->path), LEAT_STR_ARG(http->method));
}

static void on_request(void *owner, struct leat_http_exchange *exchange)
{
	const struct leat_http_request *http = leat_http_exchange_request(exchange);
	struct leat_api_request *request = LEAT_ARENA_NEW(http->arena, struct leat_api_request);
	struct leat_str job = { NULL, 0 };
	struct leat_buf allow;

	*request = (struct leat_api_request){ .api = owner, .exchange = exchange, .http = http };
	leat_http_set_data(exchange, request);
	leat_http_set_header(exchange, "X-Content-Type-Options", "nosniff");
	leat_http_set_header(exchange, "Cache-Control", "no-store");
	leat_buf_init(&allow, 256);
	request->route = find_route(http, &job, &allow);
	if (!request->route)
		answer_without_route(request, &allow);
	else if (is_cross_site(http))
		leat_api_answer_problem(request, 403, LEAT_E_USAGE,
		                        "pages of other sites may not do this");
	else if (!leat_http_decode(http->arena, job, false, &request->job))
		leat_api_answer_problem(request, 400, LEAT_E_USAGE, "the path is malformed");
	else
		request->route->handle(request);
	leat_buf_done(&allow);
}

static void on_answered(void *owner, struct leat_http_exchange *exchange, int status,
                        int64_t duration_us)
{
	const struct leat_http_request *http = leat_http_exchange_request(exchange);
	const struct leat_api_request *request = leat_http_data(exchange);

	leat_api_count(owner, request ? request->route : NULL, status, duration_us);
	if (status == 500)
		LEAT_LOG(WARN, HTTP, NULL, "request failed", leat_log_str("method", http->method),
		         leat_log_str("path", http->path), leat_log_i64("status", status));
	else if (leat_log_is_on(LEAT_LOG_DEBUG))
		LEAT_LOG(DEBUG, HTTP, NULL, "request", leat_log_str("method", http->method),
		         leat_log_str("path", http->path), leat_log_i64("status", status),
		         leat_log_i64("us", duration_us));
}

static void free_api(struct leat_api *api)
{
	LEAT_VEC_DONE(&api->counts);
	free(api->durations);
	free(api);
}

int leat_api_open(struct leat_loop *loop, const struct leat_api_engine *engine,
                  const struct leat_api_options *options, struct leat_api **ret_api,
                  struct leat_err *err)
{
	struct leat_api *api = leat_zalloc(sizeof(*api));
	struct leat_http_server_options http = {
		.address = options->address,
		.port = options->port,
		.max_connections = options->max_connections,
		.on_request = on_request,
		.on_answered = on_answered,
		.owner = api,
	};

	api->loop = loop;
	api->clock = options->clock;
	api->engine = engine;
	while (leat_api_routes()[api->route_count].method)
		api->route_count++;
	api->durations = leat_zalloc((api->route_count + 1) * sizeof(*api->durations));
	int r = leat_http_server_open(loop, &http, &api->server, err);
	if (r) {
		free_api(api);
		return r;
	}
	*ret_api = api;
	return 0;
}

uint16_t leat_api_port(const struct leat_api *api)
{
	return leat_http_server_port(api->server);
}

static void on_server_closed(void *data)
{
	struct leat_api *api = data;
	leat_loop_fn on_closed = api->on_closed;
	void *closed_data = api->closed_data;

	free_api(api);
	if (on_closed)
		on_closed(closed_data);
}

void leat_api_close(struct leat_api *api, int64_t grace_us, leat_loop_fn on_closed, void *data)
{
	api->is_closing = true;
	api->on_closed = on_closed;
	api->closed_data = data;
	leat_api_streams_close(api);
	leat_http_server_close(api->server, grace_us, on_server_closed, api);
}
