/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies with SQL, and what can be asked about a script without running it. */
#include <string.h>

#include "api/api_int.h"

bool leat_api_flag(const struct leat_api_request *request, const char *name)
{
	struct leat_str value = leat_http_param(request->http, name);

	return value.p && (value.n == 0 || (leat_str_is(value, "true")) ||
	                   (value.n == 1 && value.p[0] == '1'));
}

/* The media type without its parameters, compared without case. */
static bool is_type(struct leat_str header, const char *type)
{
	size_t n = strlen(type);

	return header.n >= n && strncasecmp(header.p, type, n) == 0 &&
	       (header.n == n || header.p[n] == ';' || header.p[n] == ' ');
}

/* A setting's value as text: numbers and booleans are written as the configuration would. */
static bool setting_text(const struct leat_json *value, struct leat_str *ret_text)
{
	switch (value->type) {
	case LEAT_JSON_STRING:
	case LEAT_JSON_NUMBER:
		*ret_text = value->text;
		return true;
	case LEAT_JSON_BOOL:
		*ret_text = value->boolean ? LEAT_STR("true") : LEAT_STR("false");
		return true;
	case LEAT_JSON_NULL:
	case LEAT_JSON_ARRAY:
	case LEAT_JSON_OBJECT:
		return false;
	}
	leat_unreachable();
}

static bool read_settings(struct leat_api_request *request, const struct leat_json *object,
                          struct leat_api_script *script)
{
	if (object->type != LEAT_JSON_OBJECT) {
		leat_api_answer_problem(request, 400, LEAT_E_USAGE,
		                        "\"settings\" must be an object");
		return false;
	}
	struct leat_api_setting *settings = LEAT_ARENA_ARRAY(
		request->http->arena, struct leat_api_setting, object->child_count);
	uint32_t count = 0;
	for (const struct leat_json *child = object->first; child; child = child->next, count++) {
		settings[count].key = child->key;
		if (!setting_text(child, &settings[count].value)) {
			leat_api_answer_problem(
				request, 400, LEAT_E_USAGE,
				"the setting '%.*s' must be a text, a number or a boolean",
				LEAT_STR_ARG(child->key));
			return false;
		}
	}
	script->settings = settings;
	script->setting_count = count;
	return true;
}

static bool read_member(struct leat_api_request *request, const struct leat_json *child,
                        struct leat_api_script *script)
{
	bool is_name = leat_str_is(child->key, "name");
	bool is_sql = leat_str_is(child->key, "sql");

	if (leat_str_is(child->key, "settings"))
		return read_settings(request, child, script);
	if (!is_name && !is_sql)
		leat_api_answer_problem(
			request, 400, LEAT_E_USAGE,
			"unknown member \"%.*s\": expected \"name\", \"sql\" or \"settings\"",
			LEAT_STR_ARG(child->key));
	else if (child->type != LEAT_JSON_STRING)
		leat_api_answer_problem(request, 400, LEAT_E_USAGE, "\"%.*s\" must be a text",
		                        LEAT_STR_ARG(child->key));
	else
		*(is_sql ? &script->sql : &script->name) = child->text;
	return (is_name || is_sql) && child->type == LEAT_JSON_STRING;
}

static bool read_json(struct leat_api_request *request, struct leat_api_script *script)
{
	const struct leat_json *root;
	struct leat_err err;

	if (leat_json_parse(request->http->arena, request->http->body, &root, &err)) {
		struct leat_diags diags;
		leat_diags_init(&diags, request->http->arena);
		leat_diags_add(&diags, LEAT_SEVERITY_ERROR, &err);
		leat_api_answer_diags(request, -LEAT_E_USAGE, request->http->body, &diags);
		return false;
	}
	if (root->type != LEAT_JSON_OBJECT) {
		leat_api_answer_problem(request, 400, LEAT_E_USAGE,
		                        "the body must be a JSON object");
		return false;
	}
	for (const struct leat_json *child = root->first; child; child = child->next)
		if (!read_member(request, child, script))
			return false;
	return true;
}

static void answer_unknown_type(struct leat_api_request *request, struct leat_str type)
{
	struct leat_err err;

	/* The result is in err. */
	(void)leat_err_set(&err, LEAT_E_USAGE, "a body of type \"%.*s\" is not understood",
	                   LEAT_STR_ARG(type));
	leat_err_hint(
		&err,
		"send SQL as application/sql or text/plain, as in curl --data-binary @job.sql, or "
		"JSON as application/json");
	leat_api_answer_error(request, 415, &err);
}

bool leat_api_read_script(struct leat_api_request *request, struct leat_api_script *ret_script)
{
	const struct leat_http_request *http = request->http;
	struct leat_str type = leat_http_header(http, "content-type");
	struct leat_str coding = leat_http_header(http, "content-encoding");
	struct leat_api_script script = { .name = leat_http_param(http, "name") };

	if (coding.n > 0) {
		leat_api_answer_problem(request, 415, LEAT_E_USAGE, "the body must not be encoded");
		return false;
	}
	if (is_type(type, "application/json")) {
		if (!read_json(request, &script))
			return false;
	} else if (type.n == 0 || is_type(type, "application/sql") || is_type(type, "text/plain") ||
	           /* What curl --data-binary says of any body, when it is not told otherwise. */
	           is_type(type, "application/x-www-form-urlencoded")) {
		script.sql = http->body;
	} else {
		answer_unknown_type(request, type);
		return false;
	}
	if (script.sql.n == 0) {
		leat_api_answer_problem(request, 400, LEAT_E_USAGE,
		                        "there is no SQL in the request");
		return false;
	}
	if (script.sql.n > LEAT_LIMIT_QUERY_BYTES) {
		leat_api_answer_problem(request, 400, LEAT_E_LIMIT,
		                        "the script is larger than %d bytes",
		                        LEAT_LIMIT_QUERY_BYTES);
		return false;
	}
	*ret_script = script;
	return true;
}

void leat_api_check(struct leat_api_request *request)
{
	const struct leat_api_engine *engine = request->api->engine;
	struct leat_api_script script;
	struct leat_diags diags;
	struct leat_buf body;

	if (!leat_api_read_script(request, &script))
		return;
	leat_diags_init(&diags, request->http->arena);
	int r = engine->check(engine->self, &script, &diags);
	leat_api_body_init(&body);
	struct leat_json_writer *json = leat_json_writer_new(&body, false);
	leat_json_write_object(json);
	leat_json_write_bool_of(json, "valid", r == 0);
	leat_json_write_key(json, "errors");
	leat_api_write_diags(json, &diags, LEAT_SEVERITY_ERROR, script.sql);
	leat_json_write_key(json, "warnings");
	leat_api_write_diags(json, &diags, LEAT_SEVERITY_WARNING, script.sql);
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
	leat_api_answer_json(request, 200, &body);
}

void leat_api_explain(struct leat_api_request *request)
{
	const struct leat_api_engine *engine = request->api->engine;
	struct leat_str accept = leat_http_header(request->http, "accept");
	struct leat_api_script script;
	struct leat_diags diags;
	struct leat_buf text, body;

	if (!leat_api_read_script(request, &script))
		return;
	leat_diags_init(&diags, request->http->arena);
	leat_api_body_init(&text);
	int r = engine->explain(engine->self, &script, leat_api_flag(request, "details"), &text,
	                        &diags);
	if (r) {
		leat_buf_done(&text);
		leat_api_answer_diags(request, r, script.sql, &diags);
		return;
	}
	if (leat_http_accepts(accept, "text/plain") >
	    leat_http_accepts(accept, "application/json")) {
		leat_http_answer(request->exchange, 200, "text/plain; charset=utf-8", &text);
		return;
	}
	leat_api_body_init(&body);
	struct leat_json_writer *json = leat_json_writer_new(&body, false);
	leat_json_write_object(json);
	leat_json_write_str_of(json, "plan", leat_buf_view(&text));
	leat_json_write_key(json, "warnings");
	leat_api_write_diags(json, &diags, LEAT_SEVERITY_WARNING, script.sql);
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
	leat_buf_done(&text);
	leat_api_answer_json(request, 200, &body);
}
