/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the HTTP face: routes are rows, a handler gets a request and answers it.
 *
 *   server.c     listens, finds the route           routes.c     the rows
 *   jobs.c       jobs and their lists               scripts.c    check, explain, bodies with SQL
 *   stream.c     rows as server-sent events         reference.c  connectors, functions, config, page
 *   health.c     health and metrics                 openapi.c    openapi.json from the rows
 *   problem.c    errors as problem+json             metrics.c    the text formats of metrics */
#pragma once

#include "api/engine.h"
#include "api/metrics.h"
#include "api/server.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/vec.h"
#include "io/http_server.h"

enum {
	LEAT_API_PARAMS_MAX = 4, /**< Query parameters of a route. */
};

struct leat_api_request;

/** A query parameter, for the docs. */
struct leat_api_param {
	const char *name; /**< NULL ends the list. */
	const char *type; /**< As in JSON Schema. */
	const char *doc;  /**< One sentence. */
};

/** One route.  GET rows answer HEAD too. */
struct leat_api_route {
	const char *method;                               /**< "GET", "POST", "DELETE". */
	const char *path;                                 /**< Segments; "{job}" matches any one. */
	void (*handle)(struct leat_api_request *request); /**< Answers, now or later. */
	const char *summary; /**< One sentence, for openapi.json and docs/rest.md. */
	const char *body;    /**< Schema of the request's body, a name of openapi.c; NULL: none. */
	int status;          /**< Of a good answer. */
	const char *answer;  /**< Schema of the good answer, or NULL when it is no JSON. */
	const char *type;    /**< Its media type; NULL: application/json. */
	struct leat_api_param params[LEAT_API_PARAMS_MAX]; /**< Of the query. */
};

/** All rows, ended by one without a method. */
const struct leat_api_route *leat_api_routes(void);

/** The shape of a body. */
struct leat_api_shape {
	const char *name;   /**< As rows of routes.c say it. */
	const char *schema; /**< JSON Schema. */
};

/** All shapes, ended by one without a name. */
const struct leat_api_shape *leat_api_shapes(void);

/** A request on its way; in the exchange's arena. */
struct leat_api_request {
	struct leat_api *api;
	struct leat_http_exchange *exchange;
	const struct leat_http_request *http; /**< Of the exchange. */
	const struct leat_api_route *route;   /**< NULL: none matches. */
	struct leat_str job;                  /**< What matched "{job}", decoded. */
};

struct leat_api_stream;

/** Answers given, for http_requests_total. */
struct leat_api_count {
	const struct leat_api_route *route; /**< NULL: none matched. */
	int status;                         /**< Of the answers. */
	uint64_t count;                     /**< How many. */
};

struct leat_api {
	struct leat_loop *loop;
	const struct leat_clock *clock;
	const struct leat_api_engine *engine;
	struct leat_http_server *server;
	LEAT_VEC(struct leat_api_count) counts; /**< One per route and status seen. */
	struct leat_histogram
		*durations;   /**< Per route, in the order of the rows; the last: none. */
	uint32_t route_count; /**< Rows. */
	struct leat_api_stream *first_stream; /**< Open event streams. */
	uint32_t stream_count;                /**< How many. */
	bool is_closing;                      /**< leat_api_close() was called. */
	leat_loop_fn on_closed;               /**< Told at the end, or NULL. */
	void *closed_data;                    /**< For on_closed. */
};

/* ---- answers (problem.c) ---- */

/** A body for JSON, limited to LEAT_LIMIT_HTTP_ANSWER_BYTES. */
void leat_api_body_init(struct leat_buf *body);

/** Answer with JSON; a body that is full becomes an error. */
void leat_api_answer_json(struct leat_api_request *request, int status, struct leat_buf *body);

/** Answer with an error that has no place in a text; @p status 0: by the error's code. */
void leat_api_answer_error(struct leat_api_request *request, int status,
                           const struct leat_err *err);

/** As leat_api_answer_error() with a message of its own. */
void leat_api_answer_problem(struct leat_api_request *request, int status, enum leat_err_code code,
                             const char *fmt, ...) LEAT_PRINTF(4, 5);

/** Answer with the errors of a script, and their places in @p sql. */
void leat_api_answer_diags(struct leat_api_request *request, int code, struct leat_str sql,
                           const struct leat_diags *diags);

/** Write the diags of one severity as an array of {message, code, position, hint}. */
void leat_api_write_diags(struct leat_json_writer *json, const struct leat_diags *diags,
                          enum leat_severity severity, struct leat_str sql);

/* ---- scripts.c ---- */

/** The script in the request's body and parameters.  False: an error was answered. */
bool leat_api_read_script(struct leat_api_request *request, struct leat_api_script *ret_script);

/** A query parameter is "true", "1" or there without a value. */
bool leat_api_flag(const struct leat_api_request *request, const char *name);

/* ---- stream.c ---- */

/** End all streams: the server closes. */
void leat_api_streams_close(struct leat_api *api);

/* ---- health.c ---- */

/** Count an answer. */
void leat_api_count(struct leat_api *api, const struct leat_api_route *route, int status,
                    int64_t duration_us);

/* ---- the handlers of the rows ---- */

void leat_api_jobs_post(struct leat_api_request *request);
void leat_api_jobs_get(struct leat_api_request *request);
void leat_api_job_get(struct leat_api_request *request);
void leat_api_job_delete(struct leat_api_request *request);
void leat_api_job_pause(struct leat_api_request *request);
void leat_api_job_resume(struct leat_api_request *request);
void leat_api_job_savepoint(struct leat_api_request *request);
void leat_api_job_upgrade(struct leat_api_request *request);
void leat_api_job_plan(struct leat_api_request *request);
void leat_api_job_checkpoints(struct leat_api_request *request);
void leat_api_job_operators(struct leat_api_request *request);
void leat_api_job_sources(struct leat_api_request *request);
void leat_api_job_sinks(struct leat_api_request *request);
void leat_api_job_errors(struct leat_api_request *request);
void leat_api_job_tap(struct leat_api_request *request);
void leat_api_check(struct leat_api_request *request);
void leat_api_explain(struct leat_api_request *request);
void leat_api_query(struct leat_api_request *request);
void leat_api_connectors(struct leat_api_request *request);
void leat_api_functions(struct leat_api_request *request);
void leat_api_config(struct leat_api_request *request);
void leat_api_openapi(struct leat_api_request *request);
void leat_api_metrics(struct leat_api_request *request);
void leat_api_healthy(struct leat_api_request *request);
void leat_api_ready(struct leat_api_request *request);
void leat_api_page(struct leat_api_request *request);
