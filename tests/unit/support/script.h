/* SPDX-License-Identifier: Apache-2.0 */
/* A script planned over the connectors of registry.h, for tests of the planner. */
#pragma once

#include <string.h>

#include "base/diag.h"
#include "plan/plan.h"
#include "registry.h"
#include "types/render.h"

/* Tables that most tests read and write. */
#define SCRIPT_TABLES                                                                                  \
	"CREATE TABLE t (id INT, name STRING, price DECIMAL(10, 2), big BIGINT NOT NULL, ok BOOLEAN, " \
	"ts TIMESTAMP(3), r ROW<x INT, y STRING>, a ARRAY<INT>, m MAP<STRING, INT>, "                  \
	"pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) "                             \
	"WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'json');\n"                        \
	"CREATE TABLE k (id INT, name STRING) WITH ('connector' = 'kafka', 'topic' = 'q', "            \
	"'properties.bootstrap.servers' = 'h', 'format' = 'json');\n"                                  \
	"CREATE TABLE cdc (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = 'p', "      \
	"'format' = 'debezium-json');\n"                                                               \
	"CREATE TABLE sink (id INT, name STRING) WITH ('connector' = 'print');\n"                      \
	"CREATE TABLE app (name STRING, c BIGINT) WITH ('connector' = 'elasticsearch', "               \
	"'index' = 'i', 'hosts' = 'h');\n"                                                                            \
	"CREATE TABLE ups (name STRING, c BIGINT, PRIMARY KEY (name) NOT ENFORCED) "                   \
	"WITH ('connector' = 'elasticsearch', 'index' = 'i', 'hosts' = 'h');\n"

struct script {
	struct leat_arena *arena;     /* of diags */
	struct leat_session *session; /* its own */
	struct leat_diags diags;      /* what was found */
	struct leat_plan *plan;       /* NULL: it failed */
	struct leat_buf out;          /* scratch */
	int r;                        /* of leat_session_plan() */
};

static inline void script_plan(struct script *s, const char *sql)
{
	struct leat_err err;

	s->arena = leat_arena_new(0);
	s->session = leat_session_new(fake_registry());
	ck_assert_int_eq(leat_session_set(s->session, LEAT_STR("table.local-time-zone"),
	                                  LEAT_STR("UTC"), &err),
	                 0);
	leat_diags_init(&s->diags, s->arena);
	s->plan = NULL;
	leat_buf_init(&s->out, 1 << 20);
	s->r = leat_session_plan(s->session, leat_str_of(sql), &s->diags, &s->plan);
}

/* The tables above, then @p sql. */
static inline void script_plan_with_tables(struct script *s, const char *sql)
{
	struct leat_buf text;

	leat_buf_init(&text, 1 << 20);
	leat_buf_text(&text, SCRIPT_TABLES);
	leat_buf_text(&text, sql);
	script_plan(s, leat_buf_cstr(&text));
	leat_buf_done(&text);
}

/* It must have succeeded. */
static inline void script_expect(const struct script *s)
{
	const struct leat_err *err = leat_diags_first_error(&s->diags);

	ck_assert_msg(s->r == 0, "%s", err ? err->message : "no error");
}

static inline const struct leat_result *script_last(const struct script *s)
{
	script_expect(s);
	return &s->plan->results[s->plan->result_count - 1];
}

/* "name TYPE, name TYPE" of the last result. */
static inline const char *script_columns(struct script *s)
{
	const struct leat_schema *schema = script_last(s)->schema;

	leat_buf_clear(&s->out);
	for (uint32_t i = 0; i < schema->field_count; i++) {
		leat_buf_text(&s->out, i ? ", " : "");
		leat_buf_str(&s->out, schema->fields[i].name);
		leat_buf_char(&s->out, ' ');
		leat_type_print(schema->fields[i].type, true, &s->out);
	}
	return leat_buf_cstr(&s->out);
}

/* The rows of the last result, as JSON lines. */
static inline const char *script_rows(struct script *s)
{
	const struct leat_result *result = script_last(s);

	leat_buf_clear(&s->out);
	for (uint32_t i = 0; i < result->batch_count; i++)
		for (uint32_t row = 0; row < result->batches[i]->row_count; row++) {
			leat_render_json_row(result->schema, result->batches[i]->cols, row, NULL,
			                     &s->out);
			leat_buf_char(&s->out, '\n');
		}
	return leat_buf_cstr(&s->out);
}

/* What is run, as a tree. */
static inline const char *script_tree(struct script *s, const struct leat_spec *spec)
{
	leat_buf_clear(&s->out);
	leat_spec_print(spec, &s->out);
	return leat_buf_cstr(&s->out);
}

static inline void script_done(struct script *s)
{
	leat_buf_done(&s->out);
	leat_plan_free(s->plan);
	leat_session_free(s->session);
	leat_arena_free(s->arena);
}
