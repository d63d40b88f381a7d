/* SPDX-License-Identifier: Apache-2.0 */
/* What the parser finds in a request, and what is refused although it parses. */
#include <string.h>

#include "base/number.h"
#include "io/http_server_int.h"
#include "io/http_text.h"

/* Remember what to answer with; returning this stops the parser. */
static int refuse(struct http_conn *conn, int status, const char *why)
{
	conn->refuse_status = status;
	conn->refuse_why = why;
	return -1;
}

static int add_text(struct http_conn *conn, const char *bytes, size_t size)
{
	leat_buf_add(&conn->text, bytes, size);
	return conn->text.full ? refuse(conn, 431, "the head of the request is too large") : 0;
}

bool leat_http_request_is_folded(struct http_conn *conn, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size && !conn->saw_head_end; i++) {
		if (conn->head_byte == '\n' && (bytes[i] == ' ' || bytes[i] == '\t'))
			return true;
		conn->saw_head_end = conn->head_byte == '\n' && bytes[i] == '\r';
		/* Empty lines before the request are no end of its head. */
		if (conn->head_byte || (bytes[i] != '\r' && bytes[i] != '\n'))
			conn->head_byte = bytes[i];
	}
	return false;
}

static int on_url(llhttp_t *parser, const char *at, size_t size)
{
	struct http_conn *conn = parser->data;

	conn->target_size += size;
	return add_text(conn, at, size);
}

static int on_header_field(llhttp_t *parser, const char *at, size_t size)
{
	struct http_conn *conn = parser->data;

	if (!conn->in_head)
		return 0; /* a trailer: parsed, and of no use */
	struct http_raw_header *last = conn->headers.count
	                                       ? &conn->headers.items[conn->headers.count - 1]
	                                       : NULL;
	if (!last || last->value) {
		if (conn->headers.count == LEAT_LIMIT_HTTP_HEADERS)
			return refuse(conn, 431, "the request has too many headers");
		last = LEAT_VEC_ADD(NULL, &conn->headers);
		*last = (struct http_raw_header){ .name = conn->text.size };
	}
	last->name_size += size;
	return add_text(conn, at, size);
}

/* The name is complete: what follows is its value, even an empty one. */
static int on_header_field_complete(llhttp_t *parser)
{
	struct http_conn *conn = parser->data;

	if (conn->in_head)
		conn->headers.items[conn->headers.count - 1].value = conn->text.size;
	return 0;
}

static int on_header_value(llhttp_t *parser, const char *at, size_t size)
{
	struct http_conn *conn = parser->data;

	if (!conn->in_head)
		return 0;
	conn->headers.items[conn->headers.count - 1].value_size += size;
	return add_text(conn, at, size);
}

/* The strings of the request point into conn->text, which is complete by now. */
static void set_headers(struct http_conn *conn)
{
	struct leat_http_request *request = &conn->exchange.request;
	struct leat_http_field *fields = LEAT_ARENA_ARRAY(conn->arena, struct leat_http_field,
	                                                  conn->headers.count);

	for (uint32_t i = 0; i < conn->headers.count; i++) {
		const struct http_raw_header *raw = &conn->headers.items[i];
		char *name = conn->text.data + raw->name;

		for (size_t c = 0; c < raw->name_size; c++)
			if (name[c] >= 'A' && name[c] <= 'Z')
				name[c] = (char)(name[c] - 'A' + 'a');
		fields[i].name = (struct leat_str){ name, (uint32_t)raw->name_size };
		fields[i].value = leat_http_trim((struct leat_str){ conn->text.data + raw->value,
		                                                    (uint32_t)raw->value_size });
	}
	request->headers = fields;
	request->header_count = conn->headers.count;
}

static bool is_method_known(uint8_t method)
{
	switch (method) {
	case HTTP_GET:
	case HTTP_HEAD:
	case HTTP_POST:
	case HTTP_PUT:
	case HTTP_PATCH:
	case HTTP_DELETE:
	case HTTP_OPTIONS:
		return true;
	}
	return false;
}

static uint32_t count_headers(const struct leat_http_request *request, const char *name)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < request->header_count; i++)
		count += leat_http_is_name(request->headers[i].name, name);
	return count;
}

/* Refuse what is legal to the parser and ambiguous, or not done here. */
static int check_headers(struct http_conn *conn)
{
	const struct leat_http_request *request = &conn->exchange.request;
	struct leat_str coding = leat_http_header(request, "transfer-encoding");
	struct leat_str expect = leat_http_header(request, "expect");
	bool is_11 = conn->parser.http_major == 1 && conn->parser.http_minor == 1;

	if (conn->parser.http_major != 1)
		return refuse(conn, 505, "only versions 1.0 and 1.1 are spoken here");
	if (count_headers(request, "host") > 1 || (is_11 && count_headers(request, "host") == 0))
		return refuse(conn, 400, "exactly one header Host is needed");
	if (coding.p && (count_headers(request, "transfer-encoding") > 1 || !is_11 ||
	                 !leat_http_is_name(coding, "chunked")))
		return refuse(conn, 501, "only the transfer encoding chunked is understood");
	if ((conn->parser.flags & F_CONTENT_LENGTH) &&
	    conn->parser.content_length > conn->server->options.max_body_bytes)
		return refuse(conn, 413, "the body of the request is too large");
	if (expect.p && !leat_http_is_name(expect, "100-continue"))
		return refuse(conn, 417, "only the expectation 100-continue is understood");
	if (expect.p && is_11)
		leat_http_conn_continue(conn);
	return 0;
}

static int on_headers_complete(llhttp_t *parser)
{
	struct http_conn *conn = parser->data;
	struct leat_http_request *request = &conn->exchange.request;
	const char *method = llhttp_method_name(llhttp_get_method(parser));

	conn->in_head = false;
	parser->upgrade = 0; /* an offer that is not taken */
	if (!conn->arena)
		conn->arena = leat_arena_new(0);
	request->arena = conn->arena;
	request->method = leat_str_of(method);
	conn->exchange.is_head = parser->method == HTTP_HEAD;
	if (!is_method_known(parser->method))
		return refuse(conn, 501, "this method is not known here");
	struct leat_str target = { conn->text.data, (uint32_t)conn->target_size };
	if (!leat_http_parse_target(request, target))
		return refuse(conn, 400, "the target of the request is malformed");
	set_headers(conn);
	if (check_headers(conn) || conn->state == CONN_CLOSED)
		return -1;
	conn->keep_alive = llhttp_should_keep_alive(parser);
	leat_http_conn_set_state(conn, CONN_BODY);
	return 0;
}

static int on_body(llhttp_t *parser, const char *at, size_t size)
{
	struct http_conn *conn = parser->data;

	leat_buf_add(&conn->body, at, size);
	return conn->body.full ? refuse(conn, 413, "the body of the request is too large") : 0;
}

static int on_message_complete(llhttp_t *parser)
{
	struct http_conn *conn = parser->data;

	conn->exchange.request.body = leat_buf_view(&conn->body);
	conn->is_complete = true;
	return HPE_PAUSED; /* the next request waits for this one's answer */
}

const llhttp_settings_t *leat_http_request_settings(void)
{
	static const llhttp_settings_t settings = {
		.on_url = on_url,
		.on_header_field = on_header_field,
		.on_header_field_complete = on_header_field_complete,
		.on_header_value = on_header_value,
		.on_headers_complete = on_headers_complete,
		.on_body = on_body,
		.on_message_complete = on_message_complete,
	};

	return &settings;
}

void leat_http_request_clear(struct http_conn *conn)
{
	struct leat_http_exchange *exchange = &conn->exchange;
	struct leat_buf extra = exchange->extra;

	leat_assert(!exchange->with_handler);
	if (conn->arena)
		leat_arena_clear(conn->arena);
	leat_buf_clear(&extra);
	*exchange = (struct leat_http_exchange){ .extra = extra };
	leat_buf_clear(&conn->text);
	if (conn->body.capacity > HTTP_READ_BYTES)
		leat_buf_done(&conn->body);
	leat_buf_clear(&conn->body);
	conn->target_size = 0;
	conn->headers.count = 0;
	conn->head_bytes = 0;
	conn->head_byte = '\0';
	conn->saw_head_end = false;
	conn->in_head = true;
	conn->is_complete = false;
	conn->refuse_status = 0;
	conn->refuse_why = NULL;
}
