/* SPDX-License-Identifier: Apache-2.0 */
/* A script on the command line; see script.h. */
#include "cli/script.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/registry.h"

static void write_diag(struct leat_str text, const struct leat_diag *diag,
                       struct leat_json_writer *json)
{
	struct leat_place place = leat_place_of(text, diag->err.span);
	char code[16];

	leat_json_write_object(json);
	leat_json_write_text_of(json, "severity",
	                        diag->severity == LEAT_SEVERITY_ERROR ? "error" : "warning");
	snprintf(code, sizeof(code), "LEAT-%d", (int)diag->err.code);
	leat_json_write_text_of(json, "code", diag->err.code ? code : NULL);
	leat_json_write_text_of(json, "message", diag->err.message);
	leat_json_write_text_of(json, "hint", diag->err.hint[0] ? diag->err.hint : NULL);
	leat_json_write_key(json, "position");
	if (diag->err.span.end) {
		leat_json_write_object(json);
		leat_json_write_i64_of(json, "line", place.line);
		leat_json_write_i64_of(json, "column", place.column);
		leat_json_write_i64_of(json, "length", place.length);
		leat_json_write_object_end(json);
	} else {
		leat_json_write_null(json);
	}
	leat_json_write_object_end(json);
}

static void print_json(const struct leat_script *script, const struct leat_diags *diags)
{
	struct leat_buf out;
	struct leat_json_writer *json;

	leat_buf_init(&out, (size_t)1 << 24);
	json = leat_json_writer_new(&out, false);
	leat_json_write_object(json);
	leat_json_write_text_of(json, "file", script->file);
	leat_json_write_bool_of(json, "ok", !diags->error_count);
	leat_json_write_key(json, "diagnostics");
	leat_json_write_array(json);
	for (const struct leat_diag *diag = diags->first; diag; diag = diag->next)
		write_diag(leat_buf_view(&script->text), diag, json);
	leat_json_write_array_end(json);
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
	printf("%s\n", leat_buf_cstr(&out));
	leat_buf_done(&out);
}

static void print_text(const struct leat_script *script, const struct leat_diags *diags)
{
	struct leat_buf out;

	leat_buf_init(&out, (size_t)1 << 24);
	leat_diags_render(diags, script->file, leat_buf_view(&script->text), &out);
	fputs(leat_buf_cstr(&out), stderr);
	leat_buf_done(&out);
}

static int prepare(struct leat_script *script, const char *path, const struct leat_args *args,
                   struct leat_arena *arena, struct leat_err *err)
{
	LEAT_TRY(leat_config_read(arena, args, &script->config, err));
	script->session = leat_session_new(leat_registry());
	for (uint32_t i = 0; i < script->config.pairs.count; i++)
		LEAT_TRY(leat_session_set(script->session, script->config.pairs.items[i].key,
		                          script->config.pairs.items[i].value, err));
	return leat_command_read(path, &script->text, err);
}

int leat_script_open(struct leat_script *script, const char *path, const struct leat_args *args,
                     struct leat_arena *arena, bool as_json)
{
	struct leat_diags diags;
	struct leat_err err = { 0 };
	int r;

	*script = (struct leat_script){ .file = strcmp(path, "-") ? path : "stdin" };
	leat_buf_init(&script->text, LEAT_LIMIT_QUERY_BYTES);
	leat_diags_init(&diags, arena);
	if (prepare(script, path, args, arena, &err))
		return leat_command_fail(&err);
	r = leat_session_plan(script->session, leat_buf_view(&script->text), &diags, &script->plan);
	if (as_json)
		print_json(script, &diags);
	else
		print_text(script, &diags);
	return r ? LEAT_EXIT_USAGE : LEAT_EXIT_DONE;
}

void leat_script_close(struct leat_script *script)
{
	leat_plan_free(script->plan);
	leat_session_free(script->session);
	leat_buf_done(&script->text);
}
