/* SPDX-License-Identifier: Apache-2.0 */
/* SELECT: WHERE, the select list, DISTINCT, ORDER BY over what is selected. */
#include <string.h>

#include "base/limits.h"
#include "base/number.h"
#include "base/vec.h"
#include "plan/bind_int.h"

/* A select list while it is bound. */
struct items {
	LEAT_VEC(const struct leat_expr *) exprs; /* NULL where binding failed */
	LEAT_VEC(struct leat_str) names;          /* as derived, not yet unique */
	bool failed;                              /* some are NULL */
};

static void add_item(struct leat_binder *b, struct items *items, const struct leat_expr *expr,
                     struct leat_str name)
{
	items->failed |= !expr;
	*LEAT_VEC_ADD(b->arena, &items->exprs) = expr;
	*LEAT_VEC_ADD(b->arena, &items->names) = name;
}

/* The alias, the last part of a name, else EXPR$<n>. */
static struct leat_str item_name(struct leat_binder *b, const struct leat_ast_select_item *item,
                                 uint32_t index)
{
	struct leat_str name;

	if (leat_ast_has(&item->alias))
		return item->alias.text;
	if (item->expr->kind == LEAT_AST_EXPR_NAME)
		return item->expr->name.items[item->expr->name.count - 1].text;
	name.p = leat_arena_printf(b->arena, "EXPR$%u", index);
	name.n = (uint32_t)strlen(name.p);
	return name;
}

static void add_star(struct leat_binder *b, const struct leat_scope *scope, struct items *items,
                     const struct leat_ast_expr *ast)
{
	bool found = false;

	for (uint32_t e = 0; e < scope->entry_count; e++) {
		const struct leat_scope_entry *entry = &scope->entries[e];

		if (ast->name.count &&
		    !(entry->alias.p &&
		      leat_str_equal(entry->alias, ast->name.items[ast->name.count - 1].text)))
			continue;
		found = true;
		for (uint32_t i = 0; i < entry->count; i++)
			add_item(b, items, leat_scope_column(b, scope, entry->first + i, ast->span),
			         scope->schema->fields[entry->first + i].name);
	}
	if (found)
		return;
	items->failed = true;
	if (ast->name.count)
		leat_bind_error(b, LEAT_E_UNKNOWN_TABLE, ast->name.span,
		                "there is no table \"%.*s\" here",
		                LEAT_STR_ARG(ast->name.items[ast->name.count - 1].text));
	else
		leat_bind_error(b, LEAT_E_QUERY, ast->span, "\"*\" needs a FROM");
}

static void bind_items(struct leat_binder *b, struct leat_scope *scope,
                       const struct leat_ast_select *select, struct items *items)
{
	for (uint32_t i = 0; i < select->item_count; i++) {
		const struct leat_ast_select_item *item = &select->items[i];

		if (item->expr->kind == LEAT_AST_EXPR_STAR)
			add_star(b, scope, items, item->expr);
		else
			add_item(b, items, leat_bind_expr(b, scope, item->expr),
			         item_name(b, item, items->exprs.count));
	}
	if (items->exprs.count > LEAT_LIMIT_COLUMNS) {
		leat_bind_error(b, LEAT_E_LIMIT, select->items[0].expr->span,
		                "a query has at most %d columns", LEAT_LIMIT_COLUMNS);
		items->failed = true;
	}
}

static bool is_aggregating(const struct leat_ast_query *query)
{
	const struct leat_ast_select *select = &query->select;

	if (select->grouped || select->having)
		return true;
	for (uint32_t i = 0; i < select->item_count; i++)
		if (leat_ast_has_aggregate(select->items[i].expr))
			return true;
	for (uint32_t i = 0; i < query->order_by.count; i++)
		if (leat_ast_has_aggregate(query->order_by.items[i].expr))
			return true;
	return false;
}

/* The select list's column that ORDER BY means by a number or by name; -1: it is an expression. */
static int ordered_column(struct leat_binder *b, const struct items *items,
                          const struct leat_ast_expr *ast, uint32_t visible)
{
	int64_t number;

	if (ast->kind == LEAT_AST_EXPR_LITERAL && ast->literal.kind == LEAT_AST_LITERAL_EXACT &&
	    leat_number_parse_i64(ast->literal.text, &number)) {
		if (number >= 1 && number <= visible)
			return (int)number - 1;
		leat_bind_error(b, LEAT_E_QUERY, ast->span, "there is no column %lld to order by",
		                (long long)number);
		return -2;
	}
	if (ast->kind == LEAT_AST_EXPR_NAME && ast->name.count == 1)
		for (uint32_t i = 0; i < visible; i++)
			if (leat_str_equal(items->names.items[i], ast->name.items[0].text))
				return (int)i;
	return -1;
}

/* Columns to order by; those that are not selected are added behind the visible ones. */
static bool bind_order(struct leat_binder *b, struct leat_scope *scope,
                       const struct leat_ast_orders *orders, struct items *items,
                       struct leat_spec_order *ret)
{
	uint32_t visible = items->exprs.count;

	scope->clause = "ORDER BY";
	for (uint32_t i = 0; i < orders->count; i++) {
		const struct leat_ast_order *order = &orders->items[i];
		int column = ordered_column(b, items, order->expr, visible);

		if (column == -2)
			return false;
		if (column == -1) {
			const struct leat_expr *expr = leat_bind_expr(b, scope, order->expr);

			if (!expr)
				return false;
			for (uint32_t k = 0; k < items->exprs.count && column < 0; k++)
				if (leat_expr_equal(items->exprs.items[k], expr))
					column = (int)k;
			if (column < 0) {
				column = (int)items->exprs.count;
				add_item(b, items, expr, LEAT_STR("$order"));
			}
		}
		ret[i] = (struct leat_spec_order){
			.column = (uint32_t)column,
			.descending = order->descending,
			.nulls_first = order->nulls == LEAT_AST_NULLS_DEFAULT
			                       ? !order->descending
			                       : order->nulls == LEAT_AST_NULLS_FIRST,
		};
	}
	return true;
}

const struct leat_rel *leat_bind_distinct(struct leat_binder *b, const struct leat_rel *input)
{
	uint32_t n = input->schema->field_count;
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *,
	                                                  n + 1);
	struct leat_str *names = LEAT_ARENA_ARRAY(b->arena, struct leat_str, n + 1);
	uint32_t *keys = LEAT_ARENA_ARRAY(b->arena, uint32_t, n + 1);
	struct leat_rel *rel;

	for (uint32_t i = 0; i < n; i++) {
		exprs[i] = leat_bind_materialize(b, leat_rel_column(b->arena, input, i));
		names[i] = input->schema->fields[i].name;
		keys[i] = i;
	}
	input = leat_rel_project(b->arena, input, n, exprs, names);
	rel = leat_rel_new(b->arena, LEAT_REL_AGGREGATE, input->schema, 1, &input);
	rel->span = input->span;
	rel->aggregate.key_count = n;
	rel->aggregate.keys = keys;
	return rel;
}

/* What SELECT has that is not there yet. */
static bool check_clauses(struct leat_binder *b, const struct leat_ast_select *select)
{
	uint32_t before = b->diags->error_count;

	if (select->qualify)
		leat_bind_unsupported(b, select->qualify->span, "QUALIFY");
	if (select->window_count)
		leat_bind_unsupported(b, select->windows[0].name.span, "WINDOW");
	if (select->group_distinct)
		leat_bind_unsupported(b, select->groups[0].span, "GROUP BY DISTINCT");
	return before == b->diags->error_count;
}

const struct leat_rel *leat_bind_select(struct leat_binder *b, const struct leat_ast_query *query)
{
	const struct leat_ast_select *select = &query->select;
	struct items items = { .failed = false };
	struct leat_spec_order *order = LEAT_ARENA_ARRAY(b->arena, struct leat_spec_order,
	                                                 query->order_by.count + 1);
	bool good = check_clauses(b, select), aggregating = is_aggregating(query);
	const struct leat_opt_pair *ignored;
	const struct leat_expr *condition;
	const struct leat_rel *rel;
	struct leat_scope scope;
	uint32_t visible;

	(void)leat_bind_hints(b, &select->hints, &ignored);
	rel = leat_bind_from(b, select->from, &scope);
	if (!rel)
		return NULL;
	if (select->where) {
		scope.clause = "WHERE";
		condition = leat_bind_condition(b, &scope, select->where);
		if (condition)
			rel = leat_rel_filter(b->arena, rel, condition);
		good &= condition != NULL;
	}
	if (aggregating) {
		scope.aggs = leat_bind_groups(b, &scope, rel, select);
		if (!scope.aggs)
			return NULL;
	}
	scope.clause = "this query without GROUP BY";
	bind_items(b, &scope, select, &items);
	visible = items.exprs.count;
	if (items.failed || !good || !bind_order(b, &scope, &query->order_by, &items, order))
		return NULL;
	if (items.exprs.count > visible && select->distinct)
		return leat_bind_error(b, LEAT_E_QUERY, query->order_by.items[0].expr->span,
		                       "SELECT DISTINCT can only be ordered by what it selects");
	leat_names_make_unique(b->arena, items.names.count, items.names.items);

	struct leat_select_list list = { items.exprs.count, items.exprs.items, items.names.items };
	rel = aggregating ? leat_bind_aggregation(b, rel, &scope, select, &list)
	                  : leat_rel_project(b->arena, rel, list.count, list.exprs, list.names);
	if (rel && select->distinct)
		rel = leat_bind_distinct(b, rel);
	return rel ? leat_bind_sort(b, rel, query, order, visible) : NULL;
}
