/* SPDX-License-Identifier: Apache-2.0 */
/* What the program knows of itself, and the page at "/". */
#include "api/api_int.h"

/* Answer with what @p write writes. */
static void answer_with(struct leat_api_request *request,
                        void (*write)(void *self, struct leat_json_writer *json))
{
	struct leat_buf body;

	leat_api_body_init(&body);
	struct leat_json_writer *json = leat_json_writer_new(&body, false);
	write(request->api->engine->self, json);
	leat_json_writer_free(json);
	leat_api_answer_json(request, 200, &body);
}

void leat_api_connectors(struct leat_api_request *request)
{
	answer_with(request, request->api->engine->connectors);
}

void leat_api_functions(struct leat_api_request *request)
{
	answer_with(request, request->api->engine->functions);
}

void leat_api_config(struct leat_api_request *request)
{
	answer_with(request, request->api->engine->config);
}

void leat_api_page(struct leat_api_request *request)
{
	struct leat_buf body;

	leat_api_body_init(&body);
	leat_buf_text(
		&body,
		"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Leat</title>\n"
		"<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;"
		"padding:0 1em}td{padding:.1em 1em .1em 0;vertical-align:top}</style>\n"
		"<h1>Leat " LEAT_VERSION "</h1>\n"
		"<p>Streaming SQL from Kafka to Elasticsearch. This server is driven over HTTP:</p>\n"
		"<pre>curl --data-binary @job.sql "
		"http://localhost:8083/api/v1/jobs</pre>\n<table>\n");
	for (const struct leat_api_route *route = leat_api_routes(); route->method; route++)
		leat_buf_printf(&body, "<tr><td><code>%s</code><td><code>%s</code><td>%s\n",
		                route->method, route->path, route->summary);
	leat_buf_text(&body, "</table>\n</html>\n");
	leat_http_answer(request->exchange, 200, "text/html; charset=utf-8", &body);
}
