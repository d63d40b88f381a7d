/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations of tables: columns, keys, watermarks and options, checked as a whole. */
#include "plan/draft_int.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "sql/print.h"

void leat_draft_init(struct leat_draft *draft, struct leat_statement *s,
                     const struct leat_path *path, struct leat_span span)
{
	struct leat_arena *arena = s->session->arena;

	*draft = (struct leat_draft){ .s = s, .arena = arena };
	draft->relation = LEAT_ARENA_NEW(arena, struct leat_relation);
	draft->relation->catalog = leat_arena_str(arena, path->catalog);
	draft->relation->database = leat_arena_str(arena, path->database);
	draft->relation->name = leat_arena_str(arena, path->name);
	draft->relation->text = s->text;
	draft->relation->span = span;
	draft->relation->rowtime = -1;
}

void leat_draft_load(struct leat_draft *draft, const struct leat_relation *relation)
{
	*draft->relation = *relation;
	for (uint32_t i = 0; i < relation->column_count; i++)
		*LEAT_VEC_ADD(draft->arena, &draft->columns) = relation->columns[i];
	for (uint32_t i = 0; i < relation->key_count; i++)
		*LEAT_VEC_ADD(draft->arena,
		              &draft->keys) = relation->columns[relation->keys[i]].name;
	for (uint32_t i = 0; i < relation->partition_count; i++)
		*LEAT_VEC_ADD(draft->arena,
		              &draft->partitions) = relation->columns[relation->partitions[i]].name;
	for (uint32_t i = 0; i < relation->option_count; i++)
		*LEAT_VEC_ADD(draft->arena, &draft->options) = relation->options[i];
	if (relation->rowtime >= 0)
		draft->rowtime = relation->columns[relation->rowtime].name;
}

void leat_draft_error(struct leat_draft *draft, enum leat_err_code code, struct leat_span span,
                      const char *fmt, ...)
{
	char message[400];
	va_list args;

	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	leat_diags_error(draft->s->diags, code, span, "%s", message);
	draft->failed = true;
}

int leat_draft_find(const struct leat_draft *draft, struct leat_str name)
{
	for (uint32_t i = 0; i < draft->columns.count; i++)
		if (leat_str_equal(draft->columns.items[i].name, name))
			return (int)i;
	return -1;
}

/* The canonical text of an expression. */
static struct leat_str text_of(struct leat_draft *draft, const struct leat_ast_expr *expr)
{
	struct leat_buf out;
	struct leat_str text;

	leat_buf_init(&out, LEAT_LIMIT_QUERY_BYTES * 4);
	leat_sql_print_expr(expr, &out);
	text = leat_arena_str(draft->arena, leat_buf_view(&out));
	leat_buf_done(&out);
	return text;
}

bool leat_draft_column(struct leat_draft *draft, const struct leat_ast_column *ast,
                       struct leat_catalog_column *ret)
{
	struct leat_catalog_column column = {
		.name = ast->name.items[ast->name.count - 1].text,
		.span = ast->name.span,
		.comment = ast->comment.value,
	};
	struct leat_err err;

	if (ast->name.count > 1) {
		leat_draft_error(draft, LEAT_E_UNSUPPORTED, ast->name.span,
		                 "a column within a ROW is not supported yet");
		return false;
	}
	if (ast->unique)
		leat_draft_error(draft, LEAT_E_UNSUPPORTED, ast->span, "UNIQUE is not supported");
	if (ast->type && leat_type_of_ast(draft->arena, ast->type, &column.type, &err)) {
		leat_statement_fail(draft->s, &err, ast->type->span);
		draft->failed = true;
		return false;
	}
	switch (ast->kind) {
	case LEAT_AST_COLUMN_PHYSICAL:
		column.kind = LEAT_COLUMN_PHYSICAL;
		break;
	case LEAT_AST_COLUMN_COMPUTED:
		column.kind = LEAT_COLUMN_COMPUTED;
		column.expr = ast->expr;
		column.expr_text = text_of(draft, ast->expr);
		break;
	case LEAT_AST_COLUMN_METADATA:
		column.kind = LEAT_COLUMN_METADATA;
		column.has_metadata_key = ast->key.value.p != NULL;
		column.metadata_key = column.has_metadata_key ? ast->key.value : column.name;
		column.is_virtual = ast->is_virtual;
		break;
	}
	*ret = column;
	return true;
}

/* A PRIMARY KEY. */
static void add_key(struct leat_draft *draft, const struct leat_ast_constraint *constraint)
{
	if (constraint->unique) {
		leat_draft_error(draft, LEAT_E_UNSUPPORTED, constraint->span,
		                 "UNIQUE is not supported");
		return;
	}
	if (constraint->enforced) {
		struct leat_err err;

		leat_err_at(&err, LEAT_E_QUERY, constraint->span,
		            "a PRIMARY KEY cannot be enforced here");
		leat_err_hint(&err, "write PRIMARY KEY (..) NOT ENFORCED");
		leat_diags_add(draft->s->diags, LEAT_SEVERITY_ERROR, &err);
		draft->failed = true;
		return;
	}
	if (draft->keys.count) {
		leat_draft_error(draft, LEAT_E_QUERY, constraint->span,
		                 "there is a PRIMARY KEY already");
		return;
	}
	draft->key_span = constraint->span;
	draft->relation->key_name = constraint->name.text;
	for (uint32_t i = 0; i < constraint->columns.count; i++) {
		const struct leat_ast_ident *name = &constraint->columns.items[i];
		int at = leat_draft_find(draft, name->text);

		if (at < 0)
			leat_draft_error(draft, LEAT_E_UNKNOWN_COLUMN, name->span,
			                 "no column \"%.*s\" for the PRIMARY KEY",
			                 LEAT_STR_ARG(name->text));
		else if (draft->columns.items[at].kind == LEAT_COLUMN_COMPUTED)
			leat_draft_error(draft, LEAT_E_QUERY, name->span,
			                 "the computed column \"%.*s\" cannot be in a PRIMARY KEY",
			                 LEAT_STR_ARG(name->text));
		else
			*LEAT_VEC_ADD(draft->arena, &draft->keys) = name->text;
	}
}

/* A WATERMARK, in place of one that is there. */
static void add_watermark(struct leat_draft *draft, const struct leat_ast_watermark *watermark)
{
	if (watermark->column.count > 1) {
		leat_draft_error(draft, LEAT_E_UNSUPPORTED, watermark->column.span,
		                 "a watermark for a field of a ROW is not supported yet");
		return;
	}
	draft->rowtime = watermark->column.items[0].text;
	draft->rowtime_span = watermark->column.span;
	draft->relation->watermark = watermark->expr;
	draft->relation->watermark_text = text_of(draft, watermark->expr);
}

static void add_column(struct leat_draft *draft, const struct leat_ast_column *ast)
{
	struct leat_catalog_column column;
	int after = -1;

	if (!leat_draft_column(draft, ast, &column))
		return;
	if (leat_draft_find(draft, column.name) >= 0) {
		leat_draft_error(draft, LEAT_E_EXISTS, ast->name.span,
		                 "there are two columns \"%.*s\"", LEAT_STR_ARG(column.name));
		return;
	}
	*LEAT_VEC_ADD(draft->arena, &draft->columns) = column;
	if (ast->place == LEAT_AST_PLACE_DEFAULT)
		return;
	if (ast->place == LEAT_AST_PLACE_AFTER) {
		after = leat_draft_find(draft, ast->after.items[0].text);
		if (after < 0) {
			leat_draft_error(draft, LEAT_E_UNKNOWN_COLUMN, ast->after.span,
			                 "no column \"%.*s\"",
			                 LEAT_STR_ARG(ast->after.items[0].text));
			return;
		}
	}
	for (uint32_t i = draft->columns.count - 1; i > (uint32_t)(after + 1); i--)
		draft->columns.items[i] = draft->columns.items[i - 1];
	draft->columns.items[after + 1] = column;
}

void leat_draft_schema(struct leat_draft *draft, const struct leat_ast_schema *schema)
{
	for (uint32_t i = 0; i < schema->column_count; i++)
		add_column(draft, &schema->columns[i]);
	for (uint32_t i = 0; i < schema->column_count; i++) {
		const struct leat_ast_column *ast = &schema->columns[i];
		struct leat_ast_constraint key = { .enforced = ast->enforced,
			                           .columns = { ast->name.items, 1 },
			                           .span = ast->span };

		if (ast->primary_key)
			add_key(draft, &key);
	}
	for (uint32_t i = 0; i < schema->constraint_count; i++)
		add_key(draft, &schema->constraints[i]);
	for (uint32_t i = 0; i < schema->watermark_count; i++) {
		if (draft->rowtime.p)
			leat_draft_error(draft, LEAT_E_WINDOW, schema->watermarks[i].span,
			                 "there is a WATERMARK already");
		else
			add_watermark(draft, &schema->watermarks[i]);
	}
}

void leat_draft_option(struct leat_draft *draft, const struct leat_ast_option *option)
{
	struct leat_opt_pair pair = { option->key.value, option->value.value, option->key.span,
		                      option->value.span };
	uint32_t at = 0;

	while (at < draft->options.count && !leat_str_equal(draft->options.items[at].key, pair.key))
		at++;
	if (at < draft->options.count)
		draft->options.items[at] = pair;
	else
		*LEAT_VEC_ADD(draft->arena, &draft->options) = pair;
}

/* Names of columns to indices; those that are gone are errors. */
static const uint32_t *indices(struct leat_draft *draft, uint32_t count,
                               const struct leat_str *names, const char *what)
{
	uint32_t *found = LEAT_ARENA_ARRAY(draft->arena, uint32_t, count + 1);

	for (uint32_t i = 0; i < count; i++) {
		int at = leat_draft_find(draft, names[i]);

		if (at < 0)
			leat_draft_error(draft, LEAT_E_UNKNOWN_COLUMN, draft->relation->span,
			                 "no column \"%.*s\" for %s", LEAT_STR_ARG(names[i]), what);
		else
			found[i] = (uint32_t)at;
	}
	return found;
}

/* Types of computed columns, over the others. */
static void bind_computed(struct leat_draft *draft, struct leat_binder *b)
{
	struct leat_relation *relation = draft->relation;

	for (uint32_t i = 0; i < draft->columns.count; i++) {
		struct leat_catalog_column *column = &draft->columns.items[i];
		const struct leat_expr *expr;

		if (column->kind != LEAT_COLUMN_COMPUTED)
			continue;
		expr = leat_bind_computed(b, relation, i);
		if (!expr) {
			draft->failed = true;
			continue;
		}
		column->is_proctime = expr->type->time == LEAT_TIME_PROCTIME;
		column->type = leat_type_copy(
			draft->arena, leat_type_with_time(b->arena, expr->type, LEAT_TIME_NONE));
	}
}

static void bind_watermark(struct leat_draft *draft, struct leat_binder *b)
{
	struct leat_relation *relation = draft->relation;
	struct leat_field *fields = LEAT_ARENA_ARRAY(b->arena, struct leat_field,
	                                             draft->columns.count + 1);
	struct leat_schema schema = { draft->columns.count, fields };
	struct leat_span span = draft->rowtime_span.end ? draft->rowtime_span : relation->span;
	int at = leat_draft_find(draft, draft->rowtime);
	const struct leat_type *type;

	if (at < 0) {
		leat_draft_error(draft, LEAT_E_UNKNOWN_COLUMN, span,
		                 "no column \"%.*s\" for the WATERMARK",
		                 LEAT_STR_ARG(draft->rowtime));
		return;
	}
	type = draft->columns.items[at].type;
	if (!leat_type_is_timestamp(type) || type->precision > 3) {
		struct leat_err err;

		leat_err_at(
			&err, LEAT_E_WINDOW, span,
			"the column of a WATERMARK must be a TIMESTAMP(p) or TIMESTAMP_LTZ(p) with p "
			"from 0 to 3");
		leat_err_hint(&err,
		              "TO_TIMESTAMP and TO_TIMESTAMP_LTZ in a computed column make one");
		leat_diags_add(draft->s->diags, LEAT_SEVERITY_ERROR, &err);
		draft->failed = true;
		return;
	}
	relation->rowtime = at;
	for (uint32_t i = 0; i < schema.field_count; i++)
		fields[i] = (struct leat_field){ draft->columns.items[i].name,
			                         draft->columns.items[i].type };
	if (!leat_bind_watermark(b, relation, &schema))
		draft->failed = true;
}

const struct leat_relation *leat_draft_finish(struct leat_draft *draft)
{
	struct leat_relation *relation = draft->relation;
	struct leat_access_list accesses = { .count = 0 };
	struct leat_binder b;

	if (draft->columns.count > LEAT_LIMIT_COLUMNS)
		leat_draft_error(draft, LEAT_E_LIMIT, relation->span,
		                 "a table has at most %d columns", LEAT_LIMIT_COLUMNS);
	relation->keys = indices(draft, draft->keys.count, draft->keys.items, "the PRIMARY KEY");
	relation->key_count = draft->keys.count;
	relation->partitions = indices(draft, draft->partitions.count, draft->partitions.items,
	                               "PARTITIONED BY");
	relation->partition_count = draft->partitions.count;
	if (draft->failed || leat_statement_binder(draft->s, &accesses, &b))
		return NULL;
	for (uint32_t i = 0; i < relation->key_count; i++) {
		struct leat_catalog_column *column = &draft->columns.items[relation->keys[i]];

		column->type = leat_type_with_null(draft->arena, column->type, false);
	}
	relation->column_count = draft->columns.count;
	relation->columns = draft->columns.items;
	relation->option_count = draft->options.count;
	relation->options = draft->options.items;
	relation->rowtime = -1;
	bind_computed(draft, &b);
	if (draft->rowtime.p && !draft->failed)
		bind_watermark(draft, &b);
	return draft->failed ? NULL : relation;
}
