/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of a SELECT, or of a tap, as they come: server-sent events, or JSON lines when asked for.
 *
 *   event: columns          one for each SELECT        {"columns":[..]}
 *   data: {"op":"+I",..}    a change
 *   event: end              all rows are there         {}
 *   event: error            it failed                  {"code":..,"detail":..}
 *
 * JSON lines carry the same values without the names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api_int.h"
#include "base/mem.h"

enum {
	HEARTBEAT_US = 15 * 1000 * 1000, /* proxies and browsers drop silent connections */
	EVENT_BYTES = LEAT_LIMIT_HTTP_BACKLOG_BYTES, /* of one event at most */
};

struct leat_api_stream {
	struct leat_api *api;
	struct leat_http_exchange *exchange;
	struct leat_api_rows rows; /**< What the engine calls. */
	void *query;               /**< The engine's; NULL once it has ended. */
	bool is_lines;             /**< JSON lines. */
	bool is_silent;            /**< Nothing was sent since the last heartbeat. */
	struct leat_timer *heartbeat;
	struct leat_buf event;        /**< Scratch. */
	struct leat_api_stream *next; /**< In the api's list. */
	struct leat_api_stream *prev; /**< In the api's list. */
};

static bool send_event(struct leat_api_stream *stream, const char *name, struct leat_str json)
{
	struct leat_buf *event = &stream->event;

	leat_buf_clear(event);
	if (!stream->is_lines && name)
		leat_buf_printf(event, "event: %s\n", name);
	if (!stream->is_lines)
		leat_buf_text(event, "data: ");
	leat_buf_str(event, json);
	leat_buf_text(event, stream->is_lines ? "\n" : "\n\n");
	stream->is_silent = false;
	return leat_http_stream_write(stream->exchange, event->data, event->size);
}

static void free_stream(struct leat_api_stream *stream)
{
	struct leat_api *api = stream->api;

	*(stream->prev ? &stream->prev->next : &api->first_stream) = stream->next;
	if (stream->next)
		stream->next->prev = stream->prev;
	api->stream_count--;
	leat_timer_free(stream->heartbeat);
	leat_buf_done(&stream->event);
	free(stream);
}

/* End the answer, and the query if it goes on. */
static void end_stream(struct leat_api_stream *stream)
{
	const struct leat_api_engine *engine = stream->api->engine;
	struct leat_http_exchange *exchange = stream->exchange;

	if (stream->query)
		engine->query_cancel(engine->self, stream->query);
	free_stream(stream);
	leat_http_stream_end(exchange);
}

static void on_columns(void *owner, struct leat_str json)
{
	/* Rows follow whether there is room or not; on_row() says so. */
	(void)send_event(owner, "columns", json);
}

static bool on_row(void *owner, struct leat_str json)
{
	return send_event(owner, NULL, json);
}

static void on_end(void *owner, const struct leat_err *err)
{
	struct leat_api_stream *stream = owner;
	struct leat_buf text;
	char code[32];

	stream->query = NULL;
	if (!err) {
		(void)send_event(stream, "end",
		                 LEAT_STR("{}")); /* the last one: room is of no interest */
		end_stream(stream);
		return;
	}
	leat_buf_init(&text, 4096);
	struct leat_json_writer *json = leat_json_writer_new(&text, false);
	(void)snprintf(code, sizeof(code), "LEAT-%d", err->code);
	leat_json_write_object(json);
	leat_json_write_text_of(json, "code", code);
	leat_json_write_text_of(json, "detail", err->message);
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
	(void)send_event(stream, "error", leat_buf_view(&text)); /* as above */
	leat_buf_done(&text);
	end_stream(stream);
}

static void on_room(void *data)
{
	struct leat_api_stream *stream = data;
	const struct leat_api_engine *engine = stream->api->engine;

	if (stream->query)
		engine->query_resume(engine->self, stream->query);
}

static void on_gone(void *data)
{
	end_stream(data);
}

static void on_heartbeat(void *data)
{
	struct leat_api_stream *stream = data;
	const char *beat = stream->is_lines ? "\n" : ":\n\n";

	if (stream->is_silent)
		(void)leat_http_stream_write(stream->exchange, beat,
		                             strlen(beat)); /* on_gone tells */
	stream->is_silent = true;
	leat_timer_start(stream->heartbeat, HEARTBEAT_US);
}

/* A stream without a query yet; NULL: an error was answered. */
static struct leat_api_stream *new_stream(struct leat_api_request *request)
{
	struct leat_api *api = request->api;
	struct leat_str accept = leat_http_header(request->http, "accept");

	if (api->stream_count >= LEAT_LIMIT_SSE_CLIENTS || api->is_closing) {
		leat_api_answer_problem(request, 503, LEAT_E_LIMIT,
		                        "there are too many event streams");
		return NULL;
	}
	struct leat_api_stream *stream = leat_zalloc(sizeof(*stream));
	stream->api = api;
	stream->exchange = request->exchange;
	stream->rows = (struct leat_api_rows){ on_columns, on_row, on_end, stream };
	stream->is_lines = leat_http_accepts(accept, "application/x-ndjson") >
	                   leat_http_accepts(accept, "text/event-stream");
	stream->heartbeat = leat_timer_new(api->loop, on_heartbeat, stream);
	leat_buf_init(&stream->event, EVENT_BYTES);
	stream->next = api->first_stream;
	if (api->first_stream)
		api->first_stream->prev = stream;
	api->first_stream = stream;
	api->stream_count++;
	return stream;
}

static void begin_stream(struct leat_api_stream *stream)
{
	leat_timer_start(stream->heartbeat, HEARTBEAT_US);
	leat_http_on_gone(stream->exchange, on_gone, stream);
	leat_http_stream_on_room(stream->exchange, on_room, stream);
	leat_http_stream_begin(stream->exchange, 200,
	                       stream->is_lines ? "application/x-ndjson" : "text/event-stream");
}

void leat_api_query(struct leat_api_request *request)
{
	const struct leat_api_engine *engine = request->api->engine;
	struct leat_api_script script;
	struct leat_diags diags;

	if (!engine->query) {
		leat_api_answer_problem(request, 501, LEAT_E_UNSUPPORTED,
		                        "queries cannot be run here yet");
		return;
	}
	if (!leat_api_read_script(request, &script))
		return;
	struct leat_api_stream *stream = new_stream(request);
	if (!stream)
		return;
	leat_diags_init(&diags, request->http->arena);
	int r = engine->query(engine->self, &script, &stream->rows, &stream->query, &diags);
	if (r) {
		free_stream(stream);
		leat_api_answer_diags(request, r, script.sql, &diags);
	} else {
		begin_stream(stream);
	}
}

void leat_api_job_tap(struct leat_api_request *request)
{
	const struct leat_api_engine *engine = request->api->engine;
	struct leat_str op = leat_http_param(request->http, "operator");
	struct leat_err err;

	if (!engine->tap) {
		leat_api_answer_problem(request, 501, LEAT_E_UNSUPPORTED,
		                        "jobs cannot be tapped yet");
		return;
	}
	struct leat_api_stream *stream = new_stream(request);
	if (!stream)
		return;
	if (engine->tap(engine->self, request->job, op, &stream->rows, &stream->query, &err)) {
		free_stream(stream);
		leat_api_answer_error(request, 0, &err);
	} else {
		begin_stream(stream);
	}
}

void leat_api_streams_close(struct leat_api *api)
{
	while (api->first_stream)
		end_stream(api->first_stream);
}
