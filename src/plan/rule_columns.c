/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about columns: prune-columns reads and keeps only what is used; share-scans makes all uses
 * of a table read the same columns, so that it is read once. */
#include <string.h>

#include "base/vec.h"
#include "plan/rules.h"

/* ---- prune-columns ---- */

/* @p rel with at least the columns that are used, and where each of them is now. */
struct pruned {
	const struct leat_rel *rel; /* what takes its place */
	uint32_t *map;              /* old column to new one; undefined where not used */
};

static struct pruned prune(struct leat_arena *arena, const struct leat_rel *rel, const bool *used);

static bool *no_columns(struct leat_arena *arena, const struct leat_rel *rel)
{
	return LEAT_ARENA_ARRAY(arena, bool, rel->schema->field_count + 1);
}

/* The fields that are used, and the map to them. */
static const struct leat_schema *used_fields(struct leat_arena *arena,
                                             const struct leat_schema *schema, const bool *used,
                                             uint32_t *map)
{
	struct leat_schema *kept = LEAT_ARENA_NEW(arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(arena, struct leat_field,
	                                             schema->field_count + 1);

	for (uint32_t i = 0; i < schema->field_count; i++)
		if (used[i]) {
			map[i] = kept->field_count;
			fields[kept->field_count++] = schema->fields[i];
		}
	kept->fields = fields;
	return kept;
}

/* Expressions over the old columns to ones over the new. */
static const struct leat_expr *const *moved_columns(struct leat_arena *arena,
                                                    const struct leat_rel *old, const bool *used,
                                                    const uint32_t *map)
{
	uint32_t n = old->schema->field_count;
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(arena, const struct leat_expr *, n + 1);

	for (uint32_t i = 0; i < n; i++)
		if (used[i])
			exprs[i] = leat_expr_column(arena, map[i], old->schema->fields[i].type);
	return exprs;
}

static struct pruned prune_scan(struct leat_arena *arena, const struct leat_rel *rel,
                                const bool *used, uint32_t *map)
{
	const struct leat_schema *schema = used_fields(arena, rel->schema, used, map);
	struct leat_rel *scan = leat_rel_new(arena, LEAT_REL_SCAN, schema, 0, NULL);
	uint32_t *columns = LEAT_ARENA_ARRAY(arena, uint32_t, schema->field_count + 1);

	for (uint32_t i = 0; i < rel->schema->field_count; i++)
		if (used[i])
			columns[map[i]] = rel->scan.columns[i];
	scan->span = rel->span;
	scan->scan.access = rel->scan.access;
	scan->scan.columns = columns;
	return (struct pruned){ scan, map };
}

static struct pruned prune_values(struct leat_arena *arena, const struct leat_rel *rel,
                                  const bool *used, uint32_t *map)
{
	const struct leat_schema *schema = used_fields(arena, rel->schema, used, map);
	struct leat_rel *values = leat_rel_new(arena, LEAT_REL_VALUES, schema, 0, NULL);
	uint32_t n = rel->schema->field_count, kept = schema->field_count;
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(arena, const struct leat_expr *,
	                                                  rel->values.row_count *kept + 1);

	for (uint32_t r = 0; r < rel->values.row_count; r++)
		for (uint32_t i = 0; i < n; i++)
			if (used[i])
				exprs[r * kept + map[i]] = rel->values.exprs[r * n + i];
	values->span = rel->span;
	values->values.row_count = rel->values.row_count;
	values->values.exprs = exprs;
	return (struct pruned){ values, map };
}

static struct pruned prune_calc(struct leat_arena *arena, const struct leat_rel *rel,
                                const bool *used, uint32_t *map)
{
	const struct leat_rel *input = rel->inputs[0];
	bool *below = no_columns(arena, input);
	const struct leat_expr *const *moved;
	const struct leat_schema *schema;
	const struct leat_expr **exprs;
	struct pruned inner;
	struct leat_rel *calc;

	if (rel->calc.condition)
		leat_expr_mark_columns(rel->calc.condition, below);
	for (uint32_t i = 0; i < rel->schema->field_count; i++) {
		if (!used[i])
			continue;
		if (rel->calc.exprs)
			leat_expr_mark_columns(rel->calc.exprs[i], below);
		else
			below[i] = true;
	}
	inner = prune(arena, input, below);
	moved = moved_columns(arena, input, below, inner.map);
	schema = used_fields(arena, rel->schema, used, map);
	exprs = LEAT_ARENA_ARRAY(arena, const struct leat_expr *, schema->field_count + 1);
	for (uint32_t i = 0; i < rel->schema->field_count; i++)
		if (used[i])
			exprs[map[i]] = rel->calc.exprs
			                        ? leat_expr_substitute(arena, rel->calc.exprs[i],
			                                               moved)
			                        : moved[i];
	calc = leat_rel_new(arena, LEAT_REL_CALC, schema, 1, &inner.rel);
	calc->span = rel->span;
	if (rel->calc.condition)
		calc->calc.condition = leat_expr_substitute(arena, rel->calc.condition, moved);
	calc->calc.exprs = exprs;
	return (struct pruned){ calc, map };
}

static struct pruned prune_window_tvf(struct leat_arena *arena, const struct leat_rel *rel,
                                      const bool *used, uint32_t *map)
{
	const struct leat_rel *input = rel->inputs[0];
	uint32_t n = input->schema->field_count, kept;
	bool *below = no_columns(arena, input);
	uint32_t *partition = LEAT_ARENA_ARRAY(arena, uint32_t, rel->tvf.partition_count + 1);
	struct leat_schema *schema = LEAT_ARENA_NEW(arena, struct leat_schema);
	struct leat_field *fields;
	struct pruned inner;
	struct leat_rel *tvf;

	memcpy(below, used, sizeof(*below) * n);
	below[rel->tvf.window.time_column] = true;
	for (uint32_t i = 0; i < rel->tvf.partition_count; i++)
		below[rel->tvf.partition[i]] = true;
	inner = prune(arena, input, below);
	kept = inner.rel->schema->field_count;
	fields = LEAT_ARENA_ARRAY(arena, struct leat_field, kept + 3);
	memcpy(fields, inner.rel->schema->fields, sizeof(*fields) * kept);
	memcpy(fields + kept, rel->schema->fields + n, sizeof(*fields) * 3);
	schema->field_count = kept + 3;
	schema->fields = fields;
	memcpy(map, inner.map, sizeof(*map) * n);
	for (uint32_t i = 0; i < 3; i++)
		map[n + i] = kept + i;
	tvf = leat_rel_new(arena, LEAT_REL_WINDOW_TVF, schema, 1, &inner.rel);
	tvf->span = rel->span;
	tvf->tvf = rel->tvf;
	tvf->tvf.window.time_column = inner.map[rel->tvf.window.time_column];
	for (uint32_t i = 0; i < rel->tvf.partition_count; i++)
		partition[i] = inner.map[rel->tvf.partition[i]];
	tvf->tvf.partition = partition;
	return (struct pruned){ tvf, map };
}

/* Columns of the input that an aggregation reads with the aggregates @p aggs. */
static void mark_aggregate(const struct leat_rel *rel, uint32_t agg_count,
                           const struct leat_rel_agg *aggs, bool *below)
{
	const struct leat_rel_aggregate *aggregate = &rel->aggregate;

	for (uint32_t i = 0; i < aggregate->key_count; i++)
		below[aggregate->keys[i]] = true;
	for (uint32_t i = 0; i < agg_count; i++) {
		for (uint32_t k = 0; k < aggs[i].arg_count; k++)
			below[aggs[i].args[k]] = true;
		if (aggs[i].filter >= 0)
			below[aggs[i].filter] = true;
	}
	if (rel->kind != LEAT_REL_WINDOW_AGGREGATE)
		return;
	if (aggregate->start_column >= 0) {
		below[aggregate->start_column] = true;
		below[aggregate->end_column] = true;
	} else {
		below[aggregate->window.time_column] = true;
	}
}

static const uint32_t *remapped(struct leat_arena *arena, uint32_t count, const uint32_t *columns,
                                const uint32_t *map)
{
	uint32_t *moved = LEAT_ARENA_ARRAY(arena, uint32_t, count + 1);

	for (uint32_t i = 0; i < count; i++)
		moved[i] = map[columns[i]];
	return moved;
}

static void remap_aggregate(struct leat_arena *arena, struct leat_rel_aggregate *aggregate,
                            struct leat_rel_agg *aggs, const uint32_t *map)
{
	aggregate->keys = remapped(arena, aggregate->key_count, aggregate->keys, map);
	for (uint32_t i = 0; i < aggregate->agg_count; i++) {
		aggs[i].args = remapped(arena, aggs[i].arg_count, aggs[i].args, map);
		if (aggs[i].filter >= 0)
			aggs[i].filter = (int32_t)map[aggs[i].filter];
	}
	aggregate->aggs = aggs;
	if (aggregate->start_column >= 0) {
		aggregate->start_column = (int32_t)map[aggregate->start_column];
		aggregate->end_column = (int32_t)map[aggregate->end_column];
	}
}

/* Aggregates that nobody reads are not computed; keys and the window's parts stay. */
static struct pruned prune_aggregate(struct leat_arena *arena, const struct leat_rel *rel,
                                     const bool *used, uint32_t *map)
{
	const struct leat_rel_aggregate *aggregate = &rel->aggregate;
	bool *below = no_columns(arena, rel->inputs[0]);
	bool *keep = no_columns(arena, rel);
	struct leat_rel_agg *aggs = LEAT_ARENA_ARRAY(arena, struct leat_rel_agg,
	                                             aggregate->agg_count + 1);
	uint32_t n = 0;
	struct leat_rel *changed;
	struct pruned inner;

	for (uint32_t i = 0; i < rel->schema->field_count; i++) {
		uint32_t agg = i - aggregate->key_count;
		bool is_agg = i >= aggregate->key_count && agg < aggregate->agg_count;

		keep[i] = !is_agg || used[i];
		if (is_agg && used[i])
			aggs[n++] = aggregate->aggs[agg];
	}
	mark_aggregate(rel, n, aggs, below);
	inner = prune(arena, rel->inputs[0], below);
	changed = leat_rel_new(arena, rel->kind, used_fields(arena, rel->schema, keep, map), 1,
	                       &inner.rel);
	changed->span = rel->span;
	changed->aggregate = *aggregate;
	changed->aggregate.agg_count = n;
	if (rel->kind == LEAT_REL_WINDOW_AGGREGATE && aggregate->start_column < 0)
		changed->aggregate.window.time_column = inner.map[aggregate->window.time_column];
	remap_aggregate(arena, &changed->aggregate, aggs, inner.map);
	return (struct pruned){ changed, map };
}

/* All inputs get the same columns in the same order. */
static struct pruned prune_union(struct leat_arena *arena, const struct leat_rel *rel,
                                 const bool *used, uint32_t *map)
{
	const struct leat_schema *schema = used_fields(arena, rel->schema, used, map);
	const struct leat_rel **inputs = LEAT_ARENA_ARRAY(arena, const struct leat_rel *,
	                                                  rel->input_count);
	struct leat_rel *all;

	for (uint32_t k = 0; k < rel->input_count; k++) {
		struct pruned inner = prune(arena, rel->inputs[k], used);
		const struct leat_expr **exprs = LEAT_ARENA_ARRAY(arena, const struct leat_expr *,
		                                                  schema->field_count + 1);
		struct leat_rel *calc;

		for (uint32_t i = 0; i < rel->schema->field_count; i++)
			if (used[i])
				exprs[map[i]] = leat_rel_column(arena, inner.rel, inner.map[i]);
		calc = leat_rel_new(arena, LEAT_REL_CALC, schema, 1, &inner.rel);
		calc->span = rel->span;
		calc->calc.exprs = exprs;
		inputs[k] = calc;
	}
	all = leat_rel_new(arena, LEAT_REL_UNION, schema, rel->input_count, inputs);
	all->span = rel->span;
	return (struct pruned){ all, map };
}

static struct pruned prune_sort(struct leat_arena *arena, const struct leat_rel *rel,
                                const bool *used, uint32_t *map)
{
	struct leat_spec_order *order = LEAT_ARENA_ARRAY(arena, struct leat_spec_order,
	                                                 rel->sort.order_count + 1);
	bool *below = no_columns(arena, rel);
	struct leat_rel *sort;
	struct pruned inner;

	memcpy(below, used, sizeof(*below) * rel->schema->field_count);
	for (uint32_t i = 0; i < rel->sort.order_count; i++)
		below[rel->sort.order[i].column] = true;
	inner = prune(arena, rel->inputs[0], below);
	for (uint32_t i = 0; i < rel->sort.order_count; i++) {
		order[i] = rel->sort.order[i];
		order[i].column = inner.map[order[i].column];
	}
	memcpy(map, inner.map, sizeof(*map) * rel->schema->field_count);
	sort = leat_rel_new(arena, LEAT_REL_SORT, inner.rel->schema, 1, &inner.rel);
	sort->span = rel->span;
	sort->sort = rel->sort;
	sort->sort.order = order;
	return (struct pruned){ sort, map };
}

static struct pruned prune(struct leat_arena *arena, const struct leat_rel *rel, const bool *used)
{
	uint32_t *map = LEAT_ARENA_ARRAY(arena, uint32_t, rel->schema->field_count + 1);

	switch (rel->kind) {
	case LEAT_REL_SCAN:
		return prune_scan(arena, rel, used, map);
	case LEAT_REL_VALUES:
		return prune_values(arena, rel, used, map);
	case LEAT_REL_CALC:
		return prune_calc(arena, rel, used, map);
	case LEAT_REL_WINDOW_TVF:
		return prune_window_tvf(arena, rel, used, map);
	case LEAT_REL_AGGREGATE:
	case LEAT_REL_WINDOW_AGGREGATE:
		return prune_aggregate(arena, rel, used, map);
	case LEAT_REL_UNION:
		return prune_union(arena, rel, used, map);
	case LEAT_REL_SORT:
		return prune_sort(arena, rel, used, map);
	case LEAT_REL_SINK:
		break;
	}
	leat_unreachable();
}

/* @p rel with exactly the columns @p map[0..], as it had before. */
static const struct leat_rel *restored(struct leat_arena *arena, const struct leat_rel *rel,
                                       const struct leat_schema *schema, const uint32_t *map)
{
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(arena, const struct leat_expr *,
	                                                  schema->field_count + 1);
	struct leat_rel *calc;
	bool same = rel->schema->field_count == schema->field_count;

	for (uint32_t i = 0; i < schema->field_count; i++) {
		exprs[i] = leat_rel_column(arena, rel, map[i]);
		same &= map[i] == i;
	}
	if (same)
		return rel;
	calc = leat_rel_new(arena, LEAT_REL_CALC, schema, 1, &rel);
	calc->span = rel->span;
	calc->calc.exprs = exprs;
	return calc;
}

static void prune_all(const struct leat_rule_context *ctx, const struct leat_rel **sinks,
                      uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct leat_rel *input = sinks[i]->inputs[0];
		bool *used = no_columns(ctx->arena, input);
		struct pruned pruned;

		memset(used, true, input->schema->field_count);
		pruned = prune(ctx->arena, input, used);
		input = restored(ctx->arena, pruned.rel, input->schema, pruned.map);
		sinks[i] = leat_rel_with_inputs(ctx->arena, sinks[i], &input);
	}
}

const struct leat_rule leat_rule_prune_columns = {
	.name = "prune-columns",
	.doc = "Tables are read, and rows carried, with only the columns that somebody reads.",
	.apply = prune_all,
};

/* ---- share-scans ---- */

/* A table that is read, with the columns that any use wants. */
struct shared {
	const struct leat_access *access; /* the table */
	bool *used;                       /* columns of its schema */
	const struct leat_rel *scan;      /* the one SCAN of all uses */
};

struct sharing {
	struct leat_arena *arena;
	LEAT_VEC(struct shared) tables;
};

static struct shared *shared_of(struct sharing *sharing, const struct leat_access *access)
{
	struct shared *shared;

	for (uint32_t i = 0; i < sharing->tables.count; i++)
		if (sharing->tables.items[i].access == access)
			return &sharing->tables.items[i];
	shared = LEAT_VEC_ADD(sharing->arena, &sharing->tables);
	*shared = (struct shared){ .access = access };
	shared->used = LEAT_ARENA_ARRAY(sharing->arena, bool, access->schema->field_count + 1);
	return shared;
}

static void collect(struct sharing *sharing, const struct leat_rel *rel)
{
	if (rel->kind == LEAT_REL_SCAN)
		for (uint32_t i = 0; i < rel->schema->field_count; i++)
			shared_of(sharing, rel->scan.access)->used[rel->scan.columns[i]] = true;
	for (uint32_t i = 0; i < rel->input_count; i++)
		collect(sharing, rel->inputs[i]);
}

/* The SCAN of all wanted columns. */
static const struct leat_rel *scan_of(struct sharing *sharing, struct shared *shared,
                                      const struct leat_rel *use)
{
	const struct leat_access *access = shared->access;
	uint32_t *map = LEAT_ARENA_ARRAY(sharing->arena, uint32_t, access->schema->field_count + 1);
	struct leat_rel *scan;
	uint32_t *columns;

	if (shared->scan)
		return shared->scan;
	scan = leat_rel_new(sharing->arena, LEAT_REL_SCAN,
	                    used_fields(sharing->arena, access->schema, shared->used, map), 0,
	                    NULL);
	columns = LEAT_ARENA_ARRAY(sharing->arena, uint32_t, scan->schema->field_count + 1);
	for (uint32_t i = 0; i < access->schema->field_count; i++)
		if (shared->used[i])
			columns[map[i]] = i;
	scan->span = use->span;
	scan->scan.access = access;
	scan->scan.columns = columns;
	shared->scan = scan;
	return scan;
}

static const struct leat_rel *share(struct sharing *sharing, const struct leat_rel *rel)
{
	const struct leat_rel **inputs = LEAT_ARENA_ARRAY(sharing->arena, const struct leat_rel *,
	                                                  rel->input_count + 1);
	const struct leat_rel *scan;
	uint32_t *map;

	if (rel->kind != LEAT_REL_SCAN) {
		for (uint32_t i = 0; i < rel->input_count; i++)
			inputs[i] = share(sharing, rel->inputs[i]);
		return leat_rel_with_inputs(sharing->arena, rel, inputs);
	}
	scan = scan_of(sharing, shared_of(sharing, rel->scan.access), rel);
	map = LEAT_ARENA_ARRAY(sharing->arena, uint32_t, rel->schema->field_count + 1);
	for (uint32_t i = 0; i < rel->schema->field_count; i++)
		while (scan->scan.columns[map[i]] != rel->scan.columns[i])
			map[i]++;
	return restored(sharing->arena, scan, rel->schema, map);
}

static void share_all(const struct leat_rule_context *ctx, const struct leat_rel **sinks,
                      uint32_t count)
{
	struct sharing sharing = { .arena = ctx->arena };

	for (uint32_t i = 0; i < count; i++)
		collect(&sharing, sinks[i]);
	for (uint32_t i = 0; i < count; i++)
		sinks[i] = share(&sharing, sinks[i]);
}

const struct leat_rule leat_rule_share_scans = {
	.name = "share-scans",
	.doc = "A table that several parts of a job read with the same options is read once.",
	.apply = share_all,
};
