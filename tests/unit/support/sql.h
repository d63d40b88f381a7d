/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers of the tests of src/sql: parse, print, render what was found. */
#pragma once

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sql/parse.h"
#include "sql/print.h"

/** Parse @p text into @p arena; NULL after an error, which goes to stderr. */
static inline const struct leat_ast_script *sql_parse(struct leat_arena *arena,
                                                      struct leat_str text)
{
	const struct leat_ast_script *script = NULL;
	struct leat_diags diags;
	struct leat_buf out;

	leat_diags_init(&diags, arena);
	if (leat_sql_parse(arena, text, &diags, &script) == 0)
		return script;
	leat_buf_init(&out, 1 << 20);
	leat_diags_render(&diags, "sql", text, &out);
	fputs(leat_buf_cstr(&out), stderr);
	leat_buf_done(&out);
	return NULL;
}

/** The only statement of @p text. */
static inline const struct leat_ast_stmt *sql_parse_stmt(struct leat_arena *arena, const char *text)
{
	const struct leat_ast_script *script = sql_parse(arena, leat_str_of(text));

	ck_assert_msg(script && script->stmts.count == 1, "not one statement: %s", text);
	return script->stmts.items[0];
}

/** The expression @p text. */
static inline const struct leat_ast_expr *sql_parse_expr(struct leat_arena *arena, const char *text)
{
	const struct leat_ast_expr *e = NULL;
	struct leat_err err = { 0 };
	int r = leat_sql_parse_expr(arena, leat_str_of(text), &e, &err);

	ck_assert_msg(r == 0, "%s: %s", text, err.message);
	return e;
}

/** Canonical text of a script, for free(); NULL after an error. */
static inline char *sql_canonical(struct leat_str text)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_script *script = sql_parse(arena, text);
	char *printed = NULL;
	struct leat_buf out;

	leat_buf_init(&out, 16 << 20);
	if (script) {
		leat_sql_print_script(script, &out);
		printed = strdup(leat_buf_cstr(&out));
	}
	leat_buf_done(&out);
	leat_arena_free(arena);
	return printed;
}

/** The canonical text of a script parses and prints the same again; name is for the message. */
static inline void sql_check_idempotent(const char *name, const char *printed)
{
	char *again = sql_canonical(leat_str_of(printed));

	ck_assert_msg(again != NULL, "%s: the canonical text does not parse", name);
	if (strcmp(printed, again) != 0)
		fprintf(stderr, "--- once\n%s--- twice\n%s", printed, again);
	ck_assert_msg(strcmp(printed, again) == 0, "%s prints differently the second time", name);
	free(again);
}

/** @p text prints as @p want, followed by a semicolon, and that is canonical. */
static inline void sql_check_prints(const char *text, const char *want)
{
	char *printed = sql_canonical(leat_str_of(text));
	size_t n = strlen(want);

	ck_assert_msg(printed != NULL, "does not parse: %s", text);
	if (strncmp(printed, want, n) != 0 || strcmp(printed + n, ";\n") != 0)
		fprintf(stderr, "--- text\n%s\n--- want\n%s;\n--- got\n%s", text, want, printed);
	ck_assert_msg(!strncmp(printed, want, n) && !strcmp(printed + n, ";\n"),
	              "prints otherwise: %s", text);
	sql_check_idempotent(text, printed);
	free(printed);
}

/** As above for an expression, in a select list. */
static inline void sql_check_expr(const char *text, const char *want)
{
	char in[2048], out[2048];

	snprintf(in, sizeof(in), "SELECT %s", text);
	snprintf(out, sizeof(out), "SELECT %s", want);
	sql_check_prints(in, out);
}

/** What the parser finds in @p text, rendered to the letter as for a file called "q". */
static inline void sql_check_diags(const char *text, const char *want)
{
	struct leat_str str = leat_str_of(text);
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_script *script = NULL;
	struct leat_diags diags;
	struct leat_buf out;
	int r;

	leat_diags_init(&diags, arena);
	r = leat_sql_parse(arena, str, &diags, &script);
	ck_assert_int_eq(r != 0, diags.error_count > 0);
	leat_buf_init(&out, 1 << 20);
	leat_diags_render(&diags, "q", str, &out);
	if (strcmp(leat_buf_cstr(&out), want) != 0)
		fprintf(stderr, "--- text\n%s\n--- want\n%s--- got\n%s", text, want,
		        leat_buf_cstr(&out));
	ck_assert_msg(strcmp(leat_buf_cstr(&out), want) == 0, "another message for: %s", text);
	leat_buf_done(&out);
	leat_arena_free(arena);
}

/** A row of a table of texts and what they print as. */
struct sql_case {
	const char *text; /**< What is parsed. */
	const char *want; /**< What it prints as. */
};
