/* SPDX-License-Identifier: Apache-2.0 */
/* GROUP BY and aggregate calls.
 *
 * The select list and HAVING are bound over the input, aggregate calls standing there as columns
 * from LEAT_AGG_COLUMN on and window properties from LEAT_PROPERTY_COLUMN on.  Then the aggregation
 * is made,
 *
 *     input ─▶ CALC (keys, arguments, filters) ─▶ AGGREGATE ─▶ CALC (HAVING) ─▶ CALC (select list)
 *
 * and every expression is rewritten over its output: what equals a key becomes the key's column,
 * placeholders become theirs, and a column that is left over is not grouped. */
#include <stdio.h>
#include <string.h>

#include "base/vec.h"
#include "plan/bind_int.h"

/* One aggregate call, over the input. */
struct call {
	const struct leat_aggregate *aggregate; /* the row */
	struct leat_str name;                   /* as written */
	struct leat_span span;                  /* place */
	bool distinct;                          /* DISTINCT */
	uint32_t arg_count;                     /* arguments */
	const struct leat_expr **args;          /* with the casts it wants */
	const struct leat_expr *filter;         /* FILTER (WHERE ..), or NULL */
	const struct leat_type *type;           /* result */
};

struct leat_agg_scope {
	uint32_t key_count;            /* GROUP BY without the window's parts */
	const struct leat_expr **keys; /* over the input */
	bool has_window;               /* a windowed aggregation */
	struct leat_window window;     /* GROUP BY TUMBLE(..), or that of the TVF below */
	int32_t start, end;            /* the TVF's columns of the input; -1: GROUP BY TUMBLE */
	LEAT_VEC(enum leat_window_property) properties;   /* asked for */
	LEAT_VEC(const struct leat_expr *) property_keys; /* TVF: the key it is, else NULL */
	LEAT_VEC(struct call) calls;                      /* aggregate calls */
};

/* ---- GROUP BY ---- */

/* The columns of a rel that are the parts of a window assigned below; -1 where there is none. */
struct window_columns {
	struct leat_window window; /* how it was assigned */
	int32_t start, end, time;  /* columns */
};

static int32_t projected(const struct leat_rel *calc, int32_t column)
{
	for (uint32_t i = 0; calc->calc.exprs && i < calc->schema->field_count; i++)
		if (calc->calc.exprs[i]->kind == LEAT_EXPR_COLUMN &&
		    (int32_t)calc->calc.exprs[i]->column == column)
			return (int32_t)i;
	return calc->calc.exprs ? -1 : column;
}

static bool find_window(const struct leat_rel *rel, struct window_columns *ret)
{
	int32_t n = (int32_t)rel->schema->field_count;
	int32_t at;

	switch (rel->kind) {
	case LEAT_REL_WINDOW_TVF:
		*ret = (struct window_columns){ rel->tvf.window, n - 3, n - 2, n - 1 };
		return true;
	case LEAT_REL_CALC:
		if (!find_window(rel->inputs[0], ret))
			return false;
		ret->start = projected(rel, ret->start);
		ret->end = projected(rel, ret->end);
		ret->time = projected(rel, ret->time);
		return ret->start >= 0 && ret->end >= 0;
	case LEAT_REL_WINDOW_AGGREGATE:
		*ret = (struct window_columns){ rel->aggregate.window, -1, -1, -1 };
		at = (int32_t)(rel->aggregate.key_count + rel->aggregate.agg_count);
		for (uint32_t i = 0; i < rel->aggregate.property_count; i++, at++) {
			enum leat_window_property property = rel->aggregate.properties[i];

			*(property == LEAT_WINDOW_START ? &ret->start
			  : property == LEAT_WINDOW_END ? &ret->end
			                                : &ret->time) = at;
		}
		return ret->start >= 0 && ret->end >= 0;
	case LEAT_REL_SCAN:
	case LEAT_REL_VALUES:
	case LEAT_REL_AGGREGATE:
	case LEAT_REL_UNION:
	case LEAT_REL_SORT:
	case LEAT_REL_SINK:
		return false;
	}
	leat_unreachable();
}

static bool is_column(const struct leat_expr *expr, int32_t column)
{
	return expr->kind == LEAT_EXPR_COLUMN && (int32_t)expr->column == column;
}

/* Keys that are a window's start and end make it a windowed aggregation. */
static void attach_window(struct leat_binder *b, struct leat_agg_scope *aggs,
                          const struct leat_rel *input)
{
	struct window_columns window;
	bool has_start = false, has_end = false;
	uint32_t kept = 0;

	if (aggs->has_window || !find_window(input, &window))
		return;
	for (uint32_t i = 0; i < aggs->key_count; i++) {
		has_start |= is_column(aggs->keys[i], window.start);
		has_end |= is_column(aggs->keys[i], window.end);
	}
	if (!has_start || !has_end)
		return;
	aggs->has_window = true;
	aggs->window = window.window;
	aggs->start = window.start;
	aggs->end = window.end;
	for (uint32_t i = 0; i < aggs->key_count; i++) {
		const struct leat_expr *key = aggs->keys[i];

		if (!is_column(key, window.start) && !is_column(key, window.end) &&
		    !(window.time >= 0 && is_column(key, window.time))) {
			aggs->keys[kept++] = key;
			continue;
		}
		*LEAT_VEC_ADD(b->arena, &aggs->properties) = is_column(key, window.start)
		                                                     ? LEAT_WINDOW_START
		                                             : is_column(key, window.end)
		                                                     ? LEAT_WINDOW_END
		                                                     : LEAT_WINDOW_TIME;
		*LEAT_VEC_ADD(b->arena, &aggs->property_keys) = key;
	}
	aggs->key_count = kept;
}

/* One element of GROUP BY: a window or an expression. */
static bool bind_group(struct leat_binder *b, struct leat_scope *scope, struct leat_agg_scope *aggs,
                       const struct leat_ast_expr *ast)
{
	enum leat_window_kind kind;
	const struct leat_expr *key;

	if (ast->kind == LEAT_AST_EXPR_CALL &&
	    leat_window_kind_parse(ast->call.name.items[0].text, &kind)) {
		if (aggs->has_window) {
			leat_bind_error(b, LEAT_E_WINDOW, ast->span,
			                "GROUP BY takes one window only");
			return false;
		}
		aggs->has_window = leat_bind_group_window(b, scope, ast, &aggs->window);
		return aggs->has_window;
	}
	key = leat_bind_expr(b, scope, ast);
	if (key)
		aggs->keys[aggs->key_count++] = key;
	return key != NULL;
}

struct leat_agg_scope *leat_bind_groups(struct leat_binder *b, struct leat_scope *scope,
                                        const struct leat_rel *input,
                                        const struct leat_ast_select *select)
{
	struct leat_agg_scope *aggs = LEAT_ARENA_NEW(b->arena, struct leat_agg_scope);
	struct leat_scope plain = *scope;
	uint32_t max = 0;
	bool good = true;

	plain.aggs = NULL;
	plain.clause = "GROUP BY";
	for (uint32_t i = 0; i < select->group_count; i++)
		max += select->groups[i].exprs.count;
	aggs->keys = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *, max + 1);
	aggs->start = aggs->end = -1;
	for (uint32_t i = 0; i < select->group_count; i++) {
		const struct leat_ast_group *group = &select->groups[i];

		if (group->kind != LEAT_AST_GROUP_EXPRS)
			return leat_bind_unsupported(b, group->span,
			                             "a grouping by GROUPING SETS, CUBE or ROLLUP");
		for (uint32_t k = 0; k < group->exprs.count; k++)
			good &= bind_group(b, &plain, aggs, group->exprs.items[k]);
	}
	if (!good)
		return NULL;
	attach_window(b, aggs, input);
	for (uint32_t i = 0; i < aggs->key_count; i++)
		aggs->keys[i] = leat_bind_materialize(b, aggs->keys[i]);
	return aggs;
}

/* ---- aggregate calls ---- */

static bool is_one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

/* Nullability as Flink derives it: that of the argument, and NULL also when no row may have been
 * there (no keys, or a FILTER) but for functions that have a value then. */
static const struct leat_type *result_type(struct leat_binder *b, const struct call *call,
                                           bool may_be_empty, const struct leat_type *type)
{
	static const char *const with_value[] = { "COUNT",         "APPROX_COUNT_DISTINCT",
		                                  "COLLECT",       "JSON_OBJECTAGG",
		                                  "JSON_ARRAYAGG", NULL };
	static const char *const always_null[] = { "ARRAY_AGG", NULL };
	bool nullable = false;

	if (is_one_of(call->aggregate->name, with_value) ||
	    is_one_of(call->aggregate->name, always_null))
		return type;
	for (uint32_t i = 0; i < call->arg_count; i++)
		nullable |= call->args[i]->type->nullable;
	if (may_be_empty && strcmp(call->aggregate->name, "LISTAGG") != 0)
		nullable = true;
	return leat_type_with_null(b->arena, type, nullable);
}

/* Keywords behind a call as arguments: ARRAY_AGG(x IGNORE NULLS), JSON_ARRAYAGG(x ABSENT ON
 * NULL). */
static const char *keyword_of(const struct leat_ast_call *call)
{
	if (call->nulls != LEAT_AST_NULL_TREATMENT_DEFAULT)
		return call->nulls == LEAT_AST_NULL_TREATMENT_IGNORE ? "IGNORE" : "RESPECT";
	if (call->json && call->json->null_handling != LEAT_AST_JSON_NULL_DEFAULT)
		return call->json->null_handling == LEAT_AST_JSON_NULL_ON_NULL ? "NULL" : "ABSENT";
	return NULL;
}

static bool bind_arguments(struct leat_binder *b, struct leat_scope *scope,
                           const struct leat_ast_call *ast, struct call *call)
{
	struct leat_scope plain = *scope;
	const char *keyword = keyword_of(ast);
	bool star = ast->args.count == 1 && ast->args.items[0]->kind == LEAT_AST_EXPR_STAR;

	plain.aggs = NULL;
	plain.clause = "an aggregate function";
	call->args = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *, ast->args.count + 2);
	if (star && leat_str_is_nocase(call->name, "COUNT"))
		return true;
	if (!leat_bind_exprs(b, &plain, &ast->args, call->args))
		return false;
	call->arg_count = ast->args.count;
	for (uint32_t i = 0; i < call->arg_count; i++)
		call->args[i] = leat_bind_materialize(b, call->args[i]);
	if (keyword)
		call->args[call->arg_count++] = leat_expr_bytes(
			b->arena,
			leat_type_with_null(b->arena, leat_type_basic(LEAT_SYMBOL), false),
			leat_str_of(keyword));
	return true;
}

static bool same_call(const struct call *a, const struct call *b)
{
	if (a->aggregate != b->aggregate || a->distinct != b->distinct ||
	    a->arg_count != b->arg_count || !a->filter != !b->filter ||
	    (a->filter && !leat_expr_equal(a->filter, b->filter)))
		return false;
	for (uint32_t i = 0; i < a->arg_count; i++)
		if (!leat_expr_equal(a->args[i], b->args[i]))
			return false;
	return true;
}

/* The placeholder of a call, which is made once. */
static const struct leat_expr *placeholder(struct leat_binder *b, struct leat_agg_scope *aggs,
                                           const struct call *call)
{
	struct leat_expr *expr;
	uint32_t at = 0;

	while (at < aggs->calls.count && !same_call(&aggs->calls.items[at], call))
		at++;
	if (at == aggs->calls.count)
		*LEAT_VEC_ADD(b->arena, &aggs->calls) = *call;
	expr = leat_expr_column(b->arena, LEAT_AGG_COLUMN + at, call->type);
	expr->span = leat_bind_place(b, call->span);
	return expr;
}

const struct leat_expr *leat_bind_aggregate(struct leat_binder *b, struct leat_scope *scope,
                                            const struct leat_ast_expr *ast,
                                            const struct leat_aggregate *aggregate)
{
	const struct leat_ast_call *call = &ast->call;
	struct call made = {
		.aggregate = aggregate,
		.name = call->name.items[call->name.count - 1].text,
		.span = ast->span,
		.distinct = call->quantifier == LEAT_AST_SET_DISTINCT,
	};
	struct leat_scope plain = *scope;
	struct leat_agg_call bound;
	struct leat_err err;

	if (!scope->aggs)
		return leat_bind_error(b, LEAT_E_QUERY, ast->span,
		                       "the aggregate function \"%.*s\" cannot stand in %s",
		                       LEAT_STR_ARG(made.name),
		                       scope->clause ? scope->clause : "here");
	if (call->within_group.count)
		return leat_bind_unsupported(b, ast->span, "WITHIN GROUP");
	if (call->nulls != LEAT_AST_NULL_TREATMENT_DEFAULT &&
	    !leat_str_is_nocase(made.name, "ARRAY_AGG"))
		return leat_bind_unsupported(b, ast->span, "IGNORE NULLS of this function");
	if (!bind_arguments(b, scope, call, &made))
		return NULL;
	if (call->filter) {
		plain.aggs = NULL;
		plain.clause = "FILTER";
		made.filter = leat_bind_condition(b, &plain, call->filter);
		if (!made.filter)
			return NULL;
	}
	if (leat_aggregate_bind(b->arena, aggregate, made.name, leat_bind_place(b, ast->span),
	                        made.arg_count, made.args, false, b->zone, &bound, &err))
		return leat_bind_fail(b, &err, ast->span);
	made.type = result_type(
		b, &made, made.filter || (!scope->aggs->key_count && !scope->aggs->has_window),
		bound.ret);
	return placeholder(b, scope->aggs, &made);
}

const struct leat_expr *leat_bind_window_property(struct leat_binder *b, struct leat_scope *scope,
                                                  const struct leat_ast_expr *ast,
                                                  enum leat_window_kind kind,
                                                  enum leat_window_property property)
{
	static const char *const names[] = { "TUMBLE", "HOP", "CUMULATE", "SESSION" };
	struct leat_agg_scope *aggs = scope->aggs;
	struct leat_ast_ident ident = { .text = leat_str_of(names[kind]) };
	struct leat_ast_expr window_ast = *ast;
	struct leat_window window;
	uint32_t at = 0;

	if (!aggs->has_window || aggs->start >= 0)
		return leat_bind_error(b, LEAT_E_WINDOW, ast->span, "%.*s needs GROUP BY %s(..)",
		                       LEAT_STR_ARG(ast->call.name.items[0].text), names[kind]);
	window_ast.call.name = (struct leat_ast_name){ &ident, 1, ast->call.name.span };
	if (!leat_bind_group_window(b, scope, &window_ast, &window))
		return NULL;
	if (!leat_window_equal(&window, &aggs->window))
		return leat_bind_error(b, LEAT_E_WINDOW, ast->span,
		                       "%.*s must have the arguments of the window in GROUP BY",
		                       LEAT_STR_ARG(ast->call.name.items[0].text));
	if (property == LEAT_WINDOW_TIME && window.time != LEAT_TIME_ROWTIME)
		return leat_bind_error(b, LEAT_E_WINDOW, ast->span,
		                       "a window over processing time has no rowtime");
	while (at < aggs->properties.count && aggs->properties.items[at] != property)
		at++;
	if (at == aggs->properties.count) {
		*LEAT_VEC_ADD(b->arena, &aggs->properties) = property;
		*LEAT_VEC_ADD(b->arena, &aggs->property_keys) = NULL;
	}
	return leat_expr_column(b->arena, LEAT_PROPERTY_COLUMN + at,
	                        leat_window_property_type(b->arena, &aggs->window, property));
}

/* ---- the plan ---- */

/* Columns of the CALC below the aggregation, each expression once. */
struct inputs {
	LEAT_VEC(const struct leat_expr *) exprs; /* over the input */
	LEAT_VEC(struct leat_str) names;          /* for EXPLAIN */
};

static uint32_t input_column(struct leat_binder *b, struct inputs *inputs,
                             const struct leat_schema *schema, const struct leat_expr *expr)
{
	struct leat_str name;

	for (uint32_t i = 0; i < inputs->exprs.count; i++)
		if (leat_expr_equal(inputs->exprs.items[i], expr) &&
		    inputs->exprs.items[i]->type->time == expr->type->time)
			return i;
	if (expr->kind == LEAT_EXPR_COLUMN) {
		name = schema->fields[expr->column].name;
	} else {
		name.p = leat_arena_printf(b->arena, "$f%u", inputs->exprs.count);
		name.n = (uint32_t)strlen(name.p);
	}
	*LEAT_VEC_ADD(b->arena, &inputs->exprs) = expr;
	*LEAT_VEC_ADD(b->arena, &inputs->names) = name;
	return inputs->exprs.count - 1;
}

/* The name that the select list gives to aggregate or property @p placeholder, else a made up
 * one. */
static struct leat_str output_name(struct leat_binder *b, const struct leat_select_list *list,
                                   uint32_t placeholder_column, uint32_t number)
{
	struct leat_str name;

	for (uint32_t i = 0; i < list->count; i++)
		if (list->exprs[i]->kind == LEAT_EXPR_COLUMN &&
		    list->exprs[i]->column == placeholder_column)
			return list->names[i];
	name.p = leat_arena_printf(b->arena, "EXPR$%u", number);
	name.n = (uint32_t)strlen(name.p);
	return name;
}

static const struct leat_rel_agg *lower_calls(struct leat_binder *b, struct leat_agg_scope *aggs,
                                              struct inputs *inputs,
                                              const struct leat_schema *schema)
{
	struct leat_rel_agg *made = LEAT_ARENA_ARRAY(b->arena, struct leat_rel_agg,
	                                             aggs->calls.count + 1);

	for (uint32_t i = 0; i < aggs->calls.count; i++) {
		const struct call *call = &aggs->calls.items[i];
		uint32_t *args = LEAT_ARENA_ARRAY(b->arena, uint32_t, call->arg_count + 1);

		for (uint32_t k = 0; k < call->arg_count; k++)
			args[k] = input_column(b, inputs, schema, call->args[k]);
		made[i] = (struct leat_rel_agg){
			.aggregate = call->aggregate,
			.name = call->name,
			.span = leat_bind_place(b, call->span),
			.distinct = call->distinct,
			.arg_count = call->arg_count,
			.args = args,
			.exprs = call->args,
			.filter = call->filter
			                  ? (int32_t)input_column(b, inputs, schema, call->filter)
			                  : -1,
			.type = call->type,
		};
	}
	return made;
}

static const struct leat_schema *output_schema(struct leat_binder *b,
                                               const struct leat_agg_scope *aggs,
                                               const struct inputs *inputs, const uint32_t *keys,
                                               const struct leat_select_list *list)
{
	uint32_t n = aggs->key_count, calls = aggs->calls.count, i;
	struct leat_schema *schema = LEAT_ARENA_NEW(b->arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(b->arena, struct leat_field,
	                                             n + calls + aggs->properties.count + 1);

	for (i = 0; i < n; i++)
		fields[i] = (struct leat_field){ inputs->names.items[keys[i]],
			                         aggs->keys[i]->type };
	for (i = 0; i < calls; i++)
		fields[n + i] = (struct leat_field){ output_name(b, list, LEAT_AGG_COLUMN + i, i),
			                             aggs->calls.items[i].type };
	for (i = 0; i < aggs->properties.count; i++) {
		static const char *const names[] = { "window_start", "window_end", "window_time",
			                             "window_proctime" };
		const struct leat_expr *key = aggs->property_keys.items[i];
		const char *name = names[aggs->properties.items[i]];
		struct leat_field *field = &fields[n + calls + i];

		field->name = leat_str_of(name);
		field->type = key ? key->type
		                  : leat_window_property_type(b->arena, &aggs->window,
		                                              aggs->properties.items[i]);
	}
	schema->field_count = n + calls + aggs->properties.count;
	schema->fields = fields;
	return schema;
}

static const struct leat_rel *make_aggregate(struct leat_binder *b, const struct leat_rel *input,
                                             struct leat_agg_scope *aggs,
                                             const struct leat_select_list *list,
                                             struct leat_span span)
{
	struct inputs inputs = { .exprs = { NULL } };
	uint32_t *keys = LEAT_ARENA_ARRAY(b->arena, uint32_t, aggs->key_count + 1);
	struct leat_rel_aggregate aggregate = {
		.key_count = aggs->key_count,
		.keys = keys,
		.agg_count = aggs->calls.count,
		.window = aggs->window,
		.start_column = -1,
		.end_column = -1,
		.property_count = aggs->properties.count,
		.properties = aggs->properties.items,
	};
	const struct leat_rel *calc;
	struct leat_rel *rel;

	for (uint32_t i = 0; i < aggs->key_count; i++)
		keys[i] = input_column(b, &inputs, input->schema, aggs->keys[i]);
	if (aggs->has_window && aggs->start >= 0) {
		aggregate.start_column = (int32_t)input_column(
			b, &inputs, input->schema,
			leat_rel_column(b->arena, input, (uint32_t)aggs->start));
		aggregate.end_column = (int32_t)input_column(b, &inputs, input->schema,
		                                             leat_rel_column(b->arena, input,
		                                                             (uint32_t)aggs->end));
	} else if (aggs->has_window) {
		aggregate.window.time_column = input_column(
			b, &inputs, input->schema,
			leat_rel_column(b->arena, input, aggs->window.time_column));
	}
	aggregate.aggs = lower_calls(b, aggs, &inputs, input->schema);
	leat_names_make_unique(b->arena, inputs.names.count, inputs.names.items);
	calc = leat_rel_project(b->arena, input, inputs.exprs.count, inputs.exprs.items,
	                        inputs.names.items);
	rel = leat_rel_new(b->arena,
	                   aggs->has_window ? LEAT_REL_WINDOW_AGGREGATE : LEAT_REL_AGGREGATE,
	                   output_schema(b, aggs, &inputs, keys, list), 1, &calc);
	rel->span = leat_bind_place(b, span);
	rel->aggregate = aggregate;
	return rel;
}

/* @p expr over the aggregation's output. */
static const struct leat_expr *rewrite(struct leat_binder *b, const struct leat_agg_scope *aggs,
                                       const struct leat_schema *input, const struct leat_rel *rel,
                                       const struct leat_expr *expr)
{
	uint32_t calls_at = aggs->key_count, properties_at = calls_at + aggs->calls.count;
	int64_t column = -1;
	struct leat_expr *copy;
	const struct leat_expr **args;

	for (uint32_t i = 0; i < aggs->key_count && column < 0; i++)
		if (leat_expr_equal(expr, aggs->keys[i]))
			column = i;
	for (uint32_t i = 0; i < aggs->property_keys.count && column < 0; i++)
		if (aggs->property_keys.items[i] &&
		    leat_expr_equal(expr, aggs->property_keys.items[i]))
			column = properties_at + i;
	if (expr->kind == LEAT_EXPR_COLUMN && column < 0) {
		if (expr->column >= LEAT_PROPERTY_COLUMN)
			column = properties_at + (expr->column - LEAT_PROPERTY_COLUMN);
		else if (expr->column >= LEAT_AGG_COLUMN)
			column = calls_at + (expr->column - LEAT_AGG_COLUMN);
		else
			return leat_bind_error_hint(
				b, LEAT_E_QUERY, expr->span,
				"add it to GROUP BY, or use an aggregate function",
				"\"%.*s\" is neither grouped nor aggregated",
				LEAT_STR_ARG(input->fields[expr->column].name));
	}
	if (column >= 0) {
		copy = leat_expr_column(b->arena, (uint32_t)column,
		                        rel->schema->fields[column].type);
		if (expr->type->time == LEAT_TIME_NONE && copy->type->time != LEAT_TIME_NONE)
			copy->type = leat_type_with_time(b->arena, copy->type, LEAT_TIME_NONE);
		copy->span = expr->span;
		return copy;
	}
	if (!expr->arg_count)
		return expr;
	args = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *, expr->arg_count);
	for (uint32_t i = 0; i < expr->arg_count; i++) {
		args[i] = rewrite(b, aggs, input, rel, expr->args[i]);
		if (!args[i])
			return NULL;
	}
	copy = LEAT_ARENA_NEW(b->arena, struct leat_expr);
	*copy = *expr;
	copy->args = args;
	return copy;
}

const struct leat_rel *leat_bind_aggregation(struct leat_binder *b, const struct leat_rel *input,
                                             struct leat_scope *scope,
                                             const struct leat_ast_select *select,
                                             const struct leat_select_list *list)
{
	struct leat_agg_scope *aggs = scope->aggs;
	const struct leat_expr *having = NULL, **exprs;
	const struct leat_rel *rel, *above;
	bool good = true;

	if (select->having) {
		scope->clause = "HAVING";
		having = leat_bind_condition(b, scope, select->having);
		if (!having)
			return NULL;
	}
	if (aggs->has_window && leat_rel_kinds(input) != LEAT_KINDS_INSERT && aggs->start < 0 &&
	    aggs->window.kind == LEAT_WINDOW_SESSION)
		return leat_bind_unsupported(b, select->groups[0].span,
		                             "a session window over a table that is updated");
	rel = make_aggregate(b, input, aggs, list, select->items[0].expr->span);
	above = rel;
	if (having) {
		having = rewrite(b, aggs, input->schema, rel, having);
		if (!having)
			return NULL;
		above = leat_rel_filter(b->arena, rel, having);
	}
	exprs = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *, list->count + 1);
	for (uint32_t i = 0; i < list->count; i++) {
		exprs[i] = rewrite(b, aggs, input->schema, rel, list->exprs[i]);
		good &= exprs[i] != NULL;
	}
	return good ? leat_rel_project(b->arena, above, list->count, exprs, list->names) : NULL;
}
