/* SPDX-License-Identifier: Apache-2.0 */
/* Whole queries: WITH, VALUES, UNION, TABLE t, ORDER BY and LIMIT. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/number.h"
#include "expr/coerce.h"
#include "plan/bind_int.h"

/* ---- ORDER BY, OFFSET, LIMIT ---- */

static bool bind_count(struct leat_binder *b, const struct leat_ast_expr *ast, const char *clause,
                       int64_t *ret)
{
	if (!ast)
		return true;
	if (ast->kind == LEAT_AST_EXPR_LITERAL && ast->literal.kind == LEAT_AST_LITERAL_EXACT &&
	    leat_number_parse_i64(ast->literal.text, ret))
		return true;
	leat_bind_error(b, LEAT_E_QUERY, ast->span, "%s must be a whole number", clause);
	return false;
}

static bool is_bounded(const struct leat_rel *rel)
{
	if (rel->kind == LEAT_REL_SCAN)
		return rel->scan.access->is_bounded;
	for (uint32_t i = 0; i < rel->input_count; i++)
		if (!is_bounded(rel->inputs[i]))
			return false;
	return true;
}

/* Only some orders can be kept on a stream that never ends. */
static bool check_order(struct leat_binder *b, const struct leat_rel *rel,
                        const struct leat_ast_query *query, const struct leat_spec_order *order)
{
	const struct leat_type *first;

	if (!query->order_by.count || query->limit || is_bounded(rel))
		return true;
	first = rel->schema->fields[order[0].column].type;
	if (first->time != LEAT_TIME_NONE && !order[0].descending)
		return true;
	leat_bind_error_hint(b, LEAT_E_QUERY, query->order_by.items[0].expr->span,
	                     "order by a time attribute first, ascending, or add a LIMIT",
	                     "a stream without end cannot be ordered by this");
	return false;
}

const struct leat_rel *leat_bind_sort(struct leat_binder *b, const struct leat_rel *input,
                                      const struct leat_ast_query *query,
                                      const struct leat_spec_order *order, uint32_t visible)
{
	int64_t limit = -1, offset = 0;
	struct leat_str *names;
	struct leat_rel *rel;

	if (!bind_count(b, query->limit, "LIMIT", &limit) ||
	    !bind_count(b, query->offset, "OFFSET", &offset) ||
	    !check_order(b, input, query, order))
		return NULL;
	if (!query->order_by.count && !query->limit && !query->offset)
		return input;
	rel = leat_rel_new(b->arena, LEAT_REL_SORT, input->schema, 1, &input);
	rel->span = leat_bind_place(b, query->span);
	rel->sort.order_count = query->order_by.count;
	rel->sort.order = order;
	rel->sort.limit = limit;
	rel->sort.offset = offset;
	if (visible == input->schema->field_count)
		return rel;
	names = LEAT_ARENA_ARRAY(b->arena, struct leat_str, visible + 1);
	for (uint32_t i = 0; i < visible; i++)
		names[i] = input->schema->fields[i].name;
	return leat_rel_project(b->arena, rel, visible, leat_rel_columns(b->arena, rel), names);
}

/* ORDER BY of what is no SELECT: by its columns' names or numbers. */
static const struct leat_rel *sort_columns(struct leat_binder *b, const struct leat_rel *rel,
                                           const struct leat_ast_query *query)
{
	uint32_t n = query->order_by.count;
	struct leat_spec_order *order = LEAT_ARENA_ARRAY(b->arena, struct leat_spec_order, n + 1);
	struct leat_scope_entry entry = { .count = rel->schema->field_count };
	struct leat_scope scope = { .schema = rel->schema, .entry_count = 1, .entries = &entry };

	for (uint32_t i = 0; i < n; i++) {
		const struct leat_ast_order *item = &query->order_by.items[i];
		const struct leat_ast_expr *ast = item->expr;
		int column = ast->kind == LEAT_AST_EXPR_NAME ? leat_scope_find(&scope, &ast->name)
		                                             : -1;
		int64_t number;

		if (ast->kind == LEAT_AST_EXPR_LITERAL &&
		    ast->literal.kind == LEAT_AST_LITERAL_EXACT &&
		    leat_number_parse_i64(ast->literal.text, &number) && number >= 1 &&
		    number <= rel->schema->field_count)
			column = (int)number - 1;
		if (column < 0) {
			if (ast->kind == LEAT_AST_EXPR_NAME)
				return (void *)leat_bind_name(b, &scope,
				                              &ast->name); /* its error */
			return leat_bind_unsupported(b, ast->span, "this order of a set operation");
		}
		order[i] = (struct leat_spec_order){
			.column = (uint32_t)column,
			.descending = item->descending,
			.nulls_first = item->nulls == LEAT_AST_NULLS_DEFAULT
			                       ? !item->descending
			                       : item->nulls == LEAT_AST_NULLS_FIRST,
		};
	}
	return leat_bind_sort(b, rel, query, order, rel->schema->field_count);
}

/* ---- VALUES ---- */

static const struct leat_ast_exprs *row_of(const struct leat_ast_expr *const *item,
                                           struct leat_ast_exprs *single)
{
	if ((*item)->kind == LEAT_AST_EXPR_ROW)
		return &(*item)->list;
	*single = (struct leat_ast_exprs){ item, 1 };
	return single;
}

static const struct leat_rel *bind_values(struct leat_binder *b, const struct leat_ast_query *query)
{
	static const struct leat_schema nothing;
	const struct leat_ast_exprs *rows = &query->values;
	struct leat_scope scope = { .schema = &nothing, .clause = "VALUES" };
	struct leat_ast_exprs single;
	uint32_t columns = row_of(&rows->items[0], &single)->count;
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *,
	                                                  rows->count *columns + 1);
	const struct leat_type **types = LEAT_ARENA_ARRAY(b->arena, const struct leat_type *,
	                                                  rows->count + 1);
	struct leat_schema *schema = LEAT_ARENA_NEW(b->arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(b->arena, struct leat_field, columns + 1);
	struct leat_rel *rel;
	bool good = true;

	for (uint32_t r = 0; r < rows->count; r++) {
		const struct leat_ast_exprs *row = row_of(&rows->items[r], &single);

		if (row->count != columns)
			return leat_bind_error(b, LEAT_E_QUERY, rows->items[r]->span,
			                       "this row has %u values, the first one %u",
			                       row->count, columns);
		good &= leat_bind_exprs(b, &scope, row, exprs + r * columns);
	}
	if (!good)
		return NULL;
	for (uint32_t c = 0; c < columns; c++) {
		for (uint32_t r = 0; r < rows->count; r++)
			types[r] = exprs[r * columns + c]->type;
		fields[c].type = leat_type_common(b->arena, rows->count, types);
		if (!fields[c].type)
			return leat_bind_error(b, LEAT_E_TYPE, query->span,
			                       "the values of column %u have no common type",
			                       c + 1);
		for (uint32_t r = 0; r < rows->count; r++) {
			const struct leat_expr **expr = &exprs[r * columns + c];

			*expr = leat_bind_cast(b, *expr, fields[c].type);
			if (!*expr)
				return NULL;
		}
		fields[c].name.p = leat_arena_printf(b->arena, "EXPR$%u", c);
		fields[c].name.n = (uint32_t)strlen(fields[c].name.p);
	}
	schema->field_count = columns;
	schema->fields = fields;
	rel = leat_rel_new(b->arena, LEAT_REL_VALUES, schema, 0, NULL);
	rel->span = leat_bind_place(b, query->span);
	rel->values.row_count = rows->count;
	rel->values.exprs = exprs;
	return rel;
}

/* ---- UNION ---- */

/* Both sides' columns with their common types; the left one's names. */
static bool common_columns(struct leat_binder *b, const struct leat_ast_query *query,
                           const struct leat_rel **sides, struct leat_field *fields)
{
	for (uint32_t i = 0; i < sides[0]->schema->field_count; i++) {
		const struct leat_type *types[2] = { sides[0]->schema->fields[i].type,
			                             sides[1]->schema->fields[i].type };
		const struct leat_type *common = leat_type_common(b->arena, 2, types);

		if (!common) {
			struct leat_buf text;

			leat_buf_init(&text, 4096);
			leat_type_print(types[0], false, &text);
			leat_buf_text(&text, " and ");
			leat_type_print(types[1], false, &text);
			leat_bind_error(
				b, LEAT_E_TYPE, query->span,
				"column %u of the two queries has types without a common one: %s",
				i + 1, leat_buf_cstr(&text));
			leat_buf_done(&text);
			return false;
		}
		common = leat_type_with_time(b->arena, common,
		                             types[0]->time == types[1]->time ? types[0]->time
		                                                              : LEAT_TIME_NONE);
		fields[i] = (struct leat_field){ sides[0]->schema->fields[i].name, common };
	}
	return true;
}

/* @p rel with columns of the types of @p fields. */
static const struct leat_rel *cast_columns(struct leat_binder *b, const struct leat_rel *rel,
                                           const struct leat_field *fields)
{
	uint32_t n = rel->schema->field_count;
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *,
	                                                  n + 1);
	struct leat_str *names = LEAT_ARENA_ARRAY(b->arena, struct leat_str, n + 1);

	for (uint32_t i = 0; i < n; i++) {
		exprs[i] = leat_rel_column(b->arena, rel, i);
		if (fields[i].type->time == LEAT_TIME_NONE)
			exprs[i] = leat_bind_materialize(b, exprs[i]);
		exprs[i] = leat_bind_cast(b, exprs[i], fields[i].type);
		if (!exprs[i])
			return NULL;
		names[i] = fields[i].name;
	}
	return leat_rel_project(b->arena, rel, n, exprs, names);
}

static const struct leat_rel *bind_set_op(struct leat_binder *b, const struct leat_ast_query *query)
{
	const struct leat_rel *sides[2];
	struct leat_schema *schema;
	struct leat_field *fields;
	struct leat_rel *rel;

	if (query->set_op.op != LEAT_AST_SET_UNION)
		return leat_bind_unsupported(
			b, query->span,
			query->set_op.op == LEAT_AST_SET_INTERSECT ? "INTERSECT" : "EXCEPT");
	sides[0] = leat_bind_query(b, query->set_op.left);
	sides[1] = leat_bind_query(b, query->set_op.right);
	if (!sides[0] || !sides[1])
		return NULL;
	if (sides[0]->schema->field_count != sides[1]->schema->field_count)
		return leat_bind_error(b, LEAT_E_QUERY, query->set_op.right->span,
		                       "this query has %u columns, the one before UNION %u",
		                       sides[1]->schema->field_count,
		                       sides[0]->schema->field_count);
	schema = LEAT_ARENA_NEW(b->arena, struct leat_schema);
	fields = LEAT_ARENA_ARRAY(b->arena, struct leat_field, sides[0]->schema->field_count + 1);
	if (!common_columns(b, query, sides, fields))
		return NULL;
	schema->field_count = sides[0]->schema->field_count;
	schema->fields = fields;
	for (int i = 0; i < 2; i++) {
		sides[i] = cast_columns(b, sides[i], fields);
		if (!sides[i])
			return NULL;
	}
	rel = leat_rel_new(b->arena, LEAT_REL_UNION, schema, 2, sides);
	rel->span = leat_bind_place(b, query->span);
	return query->set_op.all ? rel : leat_bind_distinct(b, rel);
}

/* ---- whole queries ---- */

/* TABLE t: all its columns. */
static const struct leat_rel *bind_table(struct leat_binder *b, const struct leat_ast_query *query)
{
	struct leat_ast_relation relation = { .kind = LEAT_AST_RELATION_TABLE,
		                              .span = query->span,
		                              .table = query->table };
	const struct leat_rel *rel;
	struct leat_scope scope;
	struct leat_str *names;
	uint32_t n;

	rel = leat_bind_from(b, &relation, &scope);
	if (!rel || scope.entries[0].count == rel->schema->field_count)
		return rel;
	n = scope.entries[0].count;
	names = LEAT_ARENA_ARRAY(b->arena, struct leat_str, n + 1);
	for (uint32_t i = 0; i < n; i++)
		names[i] = rel->schema->fields[i].name;
	return leat_rel_project(b->arena, rel, n, leat_rel_columns(b->arena, rel), names);
}

static const struct leat_rel *bind_body(struct leat_binder *b, const struct leat_ast_query *query)
{
	const struct leat_rel *rel = NULL;

	switch (query->kind) {
	case LEAT_AST_QUERY_SELECT:
		return leat_bind_select(b, query); /* it orders by what it does not select, too */
	case LEAT_AST_QUERY_VALUES:
		rel = bind_values(b, query);
		break;
	case LEAT_AST_QUERY_SET_OP:
		rel = bind_set_op(b, query);
		break;
	case LEAT_AST_QUERY_TABLE:
		rel = bind_table(b, query);
		break;
	case LEAT_AST_QUERY_NESTED:
		rel = leat_bind_query(b, query->nested);
		break;
	}
	return rel ? sort_columns(b, rel, query) : NULL;
}

const struct leat_rel *leat_bind_query(struct leat_binder *b, const struct leat_ast_query *query)
{
	const struct leat_cte *outer = b->ctes;
	const struct leat_rel *rel;

	if (b->depth >= LEAT_LIMIT_NESTING)
		return leat_bind_error(b, LEAT_E_LIMIT, query->span, "this is nested too deeply");
	if (query->recursive)
		return leat_bind_unsupported(b, query->ctes[0].name.span, "WITH RECURSIVE");
	for (uint32_t i = 0; i < query->cte_count; i++) {
		struct leat_cte *cte = LEAT_ARENA_NEW(b->arena, struct leat_cte);

		cte->name = query->ctes[i].name.text;
		cte->ast = &query->ctes[i];
		cte->outer = b->ctes;
		b->ctes = cte;
	}
	b->depth++;
	rel = bind_body(b, query);
	b->depth--;
	b->ctes = outer;
	return rel;
}
