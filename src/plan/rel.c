/* SPDX-License-Identifier: Apache-2.0 */
/* Making nodes of the logical plan, and what can be said of one: row kinds and keys. */
#include "plan/rel.h"

struct leat_rel *leat_rel_new(struct leat_arena *arena, enum leat_rel_kind kind,
                              const struct leat_schema *schema, uint32_t input_count,
                              const struct leat_rel *const *inputs)
{
	struct leat_rel *rel = LEAT_ARENA_NEW(arena, struct leat_rel);
	const struct leat_rel **copy = LEAT_ARENA_ARRAY(arena, const struct leat_rel *,
	                                                input_count + 1);

	for (uint32_t i = 0; i < input_count; i++)
		copy[i] = inputs[i];
	rel->kind = kind;
	rel->schema = schema;
	rel->input_count = input_count;
	rel->inputs = copy;
	return rel;
}

const struct leat_rel *leat_rel_filter(struct leat_arena *arena, const struct leat_rel *input,
                                       const struct leat_expr *condition)
{
	struct leat_rel *rel = leat_rel_new(arena, LEAT_REL_CALC, input->schema, 1, &input);

	rel->span = condition->span;
	rel->calc.condition = condition;
	return rel;
}

const struct leat_rel *leat_rel_project(struct leat_arena *arena, const struct leat_rel *input,
                                        uint32_t count, const struct leat_expr *const *exprs,
                                        const struct leat_str *names)
{
	struct leat_schema *schema = LEAT_ARENA_NEW(arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(arena, struct leat_field, count + 1);
	struct leat_rel *rel;

	for (uint32_t i = 0; i < count; i++)
		fields[i] = (struct leat_field){ names[i], exprs[i]->type };
	schema->field_count = count;
	schema->fields = fields;
	rel = leat_rel_new(arena, LEAT_REL_CALC, schema, 1, &input);
	rel->span = input->span;
	/* No column at all is an empty list; NULL would be all of the input's. */
	rel->calc.exprs = exprs ? exprs : LEAT_ARENA_ARRAY(arena, const struct leat_expr *, 1);
	return rel;
}

const struct leat_expr *leat_rel_column(struct leat_arena *arena, const struct leat_rel *rel,
                                        uint32_t column)
{
	return leat_expr_column(arena, column, rel->schema->fields[column].type);
}

const struct leat_expr *const *leat_rel_columns(struct leat_arena *arena,
                                                const struct leat_rel *rel)
{
	uint32_t n = rel->schema->field_count;
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(arena, const struct leat_expr *, n + 1);

	for (uint32_t i = 0; i < n; i++)
		exprs[i] = leat_rel_column(arena, rel, i);
	return exprs;
}

const struct leat_rel *leat_rel_with_inputs(struct leat_arena *arena, const struct leat_rel *rel,
                                            const struct leat_rel *const *inputs)
{
	struct leat_rel *copy;
	bool same = true;

	for (uint32_t i = 0; i < rel->input_count; i++)
		same &= inputs[i] == rel->inputs[i];
	if (same)
		return rel;
	copy = leat_rel_new(arena, rel->kind, rel->schema, rel->input_count, inputs);
	const struct leat_rel *const *kept = copy->inputs;
	*copy = *rel;
	copy->inputs = kept;
	return copy;
}

unsigned leat_rel_kinds(const struct leat_rel *rel)
{
	unsigned kinds = 0;

	switch (rel->kind) {
	case LEAT_REL_SCAN:
		return rel->scan.access->kinds;
	case LEAT_REL_VALUES:
	case LEAT_REL_WINDOW_AGGREGATE:
		return LEAT_KINDS_INSERT;
	case LEAT_REL_AGGREGATE:
		kinds = leat_rel_kinds(rel->inputs[0]);
		if (rel->aggregate.agg_count == 0 && kinds == LEAT_KINDS_INSERT)
			return LEAT_KINDS_INSERT; /* SELECT DISTINCT of inserts: the first row stays */
		return kinds == LEAT_KINDS_INSERT ? LEAT_KINDS_ALL & ~(1u << LEAT_DELETE)
		                                  : LEAT_KINDS_ALL;
	case LEAT_REL_SORT:
		if (rel->sort.order_count && rel->sort.limit >= 0)
			return LEAT_KINDS_ALL;
		return leat_rel_kinds(rel->inputs[0]);
	case LEAT_REL_CALC:
	case LEAT_REL_WINDOW_TVF:
	case LEAT_REL_UNION:
	case LEAT_REL_SINK:
		for (uint32_t i = 0; i < rel->input_count; i++)
			kinds |= leat_rel_kinds(rel->inputs[i]);
		return kinds;
	}
	leat_unreachable();
}

static struct leat_rel_key key_of(struct leat_arena *arena, uint32_t count)
{
	return (struct leat_rel_key){ count, LEAT_ARENA_ARRAY(arena, uint32_t, count + 1) };
}

/* The grouping columns come first in the output. */
static uint32_t aggregate_keys(struct leat_arena *arena, const struct leat_rel *rel,
                               struct leat_rel_key *ret, uint32_t max)
{
	struct leat_rel_key key = key_of(arena, rel->aggregate.key_count);

	for (uint32_t i = 0; i < key.count; i++)
		((uint32_t *)key.columns)[i] = i;
	if (max)
		ret[0] = key;
	return max ? 1 : 0;
}

/* Grouping columns and one of the window's: its end and its time always tell it apart, its start
 * does but for CUMULATE, whose windows share starts. */
static uint32_t window_keys(struct leat_arena *arena, const struct leat_rel *rel,
                            struct leat_rel_key *ret, uint32_t max)
{
	const struct leat_rel_aggregate *aggregate = &rel->aggregate;
	uint32_t n = 0;

	for (uint32_t i = 0; i < aggregate->property_count && n < max; i++) {
		enum leat_window_property property = aggregate->properties[i];
		struct leat_rel_key key;

		if (property == LEAT_WINDOW_PROCTIME ||
		    (property == LEAT_WINDOW_START &&
		     aggregate->window.kind == LEAT_WINDOW_CUMULATE))
			continue;
		key = key_of(arena, aggregate->key_count + 1);
		for (uint32_t k = 0; k < aggregate->key_count; k++)
			((uint32_t *)key.columns)[k] = k;
		((uint32_t *)key.columns)[aggregate->key_count] = aggregate->key_count +
		                                                  aggregate->agg_count + i;
		ret[n++] = key;
	}
	return n;
}

/* Does a cast keep different values different? */
static bool cast_is_injective(const struct leat_type *from, const struct leat_type *to)
{
	if (leat_type_is_integer(from))
		return (leat_type_is_integer(to) && to->id >= from->id) ||
		       (to->id == LEAT_VARCHAR && to->length == LEAT_LENGTH_MAX);
	if (leat_type_is_text(from))
		return to->id == LEAT_VARCHAR && to->length >= from->length;
	return from->id == to->id && leat_type_is_timestamp(from) &&
	       to->precision >= from->precision;
}

/* The column that an expression tells apart as well as the column itself; -1: none. */
static int64_t same_column(const struct leat_expr *expr)
{
	if (expr->kind == LEAT_EXPR_COLUMN)
		return expr->column;
	if (expr->kind == LEAT_EXPR_CALL && expr->function == &leat_not_null_guard)
		return same_column(expr->args[0]);
	if (expr->kind == LEAT_EXPR_CAST && cast_is_injective(expr->args[0]->type, expr->type))
		return same_column(expr->args[0]);
	return -1;
}

/* The input's keys whose columns are all projected, as they are or told apart as well. */
static uint32_t calc_keys(struct leat_arena *arena, const struct leat_rel *rel,
                          struct leat_rel_key *ret, uint32_t max)
{
	uint32_t n = leat_rel_keys(arena, rel->inputs[0], ret, max), kept = 0;

	if (!rel->calc.exprs)
		return n;
	for (uint32_t k = 0; k < n; k++) {
		struct leat_rel_key key = key_of(arena, ret[k].count);
		uint32_t found = 0;

		for (uint32_t c = 0; c < key.count; c++) {
			for (uint32_t i = 0; i < rel->schema->field_count; i++) {
				if (same_column(rel->calc.exprs[i]) != ret[k].columns[c])
					continue;
				((uint32_t *)key.columns)[c] = i;
				found++;
				break;
			}
		}
		if (found == key.count)
			ret[kept++] = key;
	}
	return kept;
}

static uint32_t scan_keys(struct leat_arena *arena, const struct leat_rel *rel,
                          struct leat_rel_key *ret, uint32_t max)
{
	const struct leat_relation *relation = rel->scan.access->relation;
	struct leat_rel_key key = key_of(arena, relation->key_count);
	uint32_t found = 0;

	if (!relation->key_count || !max)
		return 0;
	for (uint32_t k = 0; k < key.count; k++)
		for (uint32_t i = 0; i < rel->schema->field_count; i++)
			if (rel->scan.columns[i] == relation->keys[k]) {
				((uint32_t *)key.columns)[k] = i;
				found++;
				break;
			}
	if (found != key.count)
		return 0;
	ret[0] = key;
	return 1;
}

uint32_t leat_rel_keys(struct leat_arena *arena, const struct leat_rel *rel,
                       struct leat_rel_key *ret, uint32_t max)
{
	switch (rel->kind) {
	case LEAT_REL_SCAN:
		return scan_keys(arena, rel, ret, max);
	case LEAT_REL_CALC:
		return calc_keys(arena, rel, ret, max);
	case LEAT_REL_AGGREGATE:
		return aggregate_keys(arena, rel, ret, max);
	case LEAT_REL_WINDOW_AGGREGATE:
		return window_keys(arena, rel, ret, max);
	case LEAT_REL_SORT:
	case LEAT_REL_SINK:
		return leat_rel_keys(arena, rel->inputs[0], ret, max);
	case LEAT_REL_VALUES:
	case LEAT_REL_WINDOW_TVF:
	case LEAT_REL_UNION:
		return 0;
	}
	leat_unreachable();
}
