/* SPDX-License-Identifier: Apache-2.0 */
/* Answers: JSON, and errors as problem+json (RFC 9457) with a stable code and a place. */
#include <stdarg.h>
#include <stdio.h>

#include "api/api_int.h"

static int status_of(enum leat_err_code code)
{
	if (code == LEAT_E_NOT_FOUND)
		return 404;
	if (code == LEAT_E_CONFLICT)
		return 409;
	switch (leat_err_info(code)->cls) {
	case LEAT_CLASS_USER:
	case LEAT_CLASS_DATA:
		return 400;
	case LEAT_CLASS_RETRY:
		return 503;
	case LEAT_CLASS_FATAL:
		return 500;
	}
	leat_unreachable();
}

void leat_api_body_init(struct leat_buf *body)
{
	leat_buf_init(body, LEAT_LIMIT_HTTP_ANSWER_BYTES);
}

void leat_api_answer_json(struct leat_api_request *request, int status, struct leat_buf *body)
{
	if (body->full) {
		leat_buf_done(body);
		leat_api_answer_problem(request, 500, LEAT_E_LIMIT, "the answer is too large");
		return;
	}
	leat_buf_char(body, '\n');
	leat_http_answer(request->exchange, status, "application/json", body);
}

/* "code", "position" and "hint" of an error. */
static void write_place(struct leat_json_writer *json, const struct leat_err *err,
                        struct leat_str sql)
{
	char code[32];

	(void)snprintf(code, sizeof(code), "LEAT-%d", err->code);
	if (err->code)
		leat_json_write_text_of(json, "code", code);
	if (err->span.end > 0 && sql.n > 0) {
		struct leat_place place = leat_place_of(sql, err->span);

		leat_json_write_key(json, "position");
		leat_json_write_object(json);
		leat_json_write_i64_of(json, "line", place.line);
		leat_json_write_i64_of(json, "column", place.column);
		leat_json_write_i64_of(json, "length", place.length);
		leat_json_write_object_end(json);
	}
	if (err->hint[0])
		leat_json_write_text_of(json, "hint", err->hint);
}

void leat_api_write_diags(struct leat_json_writer *json, const struct leat_diags *diags,
                          enum leat_severity severity, struct leat_str sql)
{
	leat_json_write_array(json);
	for (const struct leat_diag *diag = diags->first; diag; diag = diag->next) {
		if (diag->severity != severity)
			continue;
		leat_json_write_object(json);
		leat_json_write_text_of(json, "detail", diag->err.message);
		write_place(json, &diag->err, sql);
		leat_json_write_object_end(json);
	}
	leat_json_write_array_end(json);
}

/* @p diags may be NULL; its errors are listed when there are several. */
static void answer(struct leat_api_request *request, int status, const struct leat_err *err,
                   struct leat_str sql, const struct leat_diags *diags)
{
	struct leat_buf body;
	char type[64];

	leat_api_body_init(&body);
	struct leat_json_writer *json = leat_json_writer_new(&body, false);
	(void)snprintf(type, sizeof(type), "urn:leat:error:%d", err->code);
	leat_json_write_object(json);
	leat_json_write_text_of(json, "type", type);
	leat_json_write_text_of(json, "title", leat_err_info(err->code)->title);
	leat_json_write_i64_of(json, "status", status);
	leat_json_write_text_of(json, "detail", err->message);
	write_place(json, err, sql);
	if (diags && diags->error_count > 1) {
		leat_json_write_key(json, "errors");
		leat_api_write_diags(json, diags, LEAT_SEVERITY_ERROR, sql);
	}
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
	leat_buf_char(&body, '\n');
	leat_http_answer(request->exchange, status, "application/problem+json", &body);
}

void leat_api_answer_error(struct leat_api_request *request, int status, const struct leat_err *err)
{
	answer(request, status ? status : status_of(err->code), err, (struct leat_str){ NULL, 0 },
	       NULL);
}

void leat_api_answer_problem(struct leat_api_request *request, int status, enum leat_err_code code,
                             const char *fmt, ...)
{
	struct leat_err err = { .code = code };
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(err.message, sizeof(err.message), fmt,
	                args); /* a cut text is good enough */
	va_end(args);
	leat_api_answer_error(request, status, &err);
}

void leat_api_answer_diags(struct leat_api_request *request, int code, struct leat_str sql,
                           const struct leat_diags *diags)
{
	const struct leat_err *first = leat_diags_first_error(diags);
	struct leat_err unknown;

	if (!first) {
		(void)leat_err_set(&unknown, (enum leat_err_code) - code,
		                   "the script was refused"); /* filled */
		first = &unknown;
	}
	answer(request, status_of(first->code), first, sql, diags);
}
