/* SPDX-License-Identifier: Apache-2.0 */
/* The logical plan to a spec: nodes in topological order, equal ones once, with stable names.
 *
 * A table's scan reads the columns that any of its uses wants; computed columns and the watermark
 * stand directly above it and are shared.  Whether an operator must emit the first half of an
 * update (-U) is decided by its reader: an upsert sink on the same key does not need it, nor do
 * operators that pass rows on to it, unless they filter. */
#include "plan/lower.h"

#include <stdio.h>
#include <string.h>

#include "base/vec.h"

#include "leat/sink.h"

enum {
	KEYS_MAX = 8, /* keys of a node that are considered */
};

/* A SCAN that has been lowered. */
struct scanned {
	const struct leat_rel *rel; /* the SCAN */
	uint32_t index;             /* of its last node */
};

struct lowerer {
	const struct leat_lowering *with;      /* arena, diags, .. */
	struct leat_arena *arena;              /* with->arena */
	LEAT_VEC(struct scanned) scans;        /* tables so far */
	LEAT_VEC(struct leat_spec_node) nodes; /* so far */
	bool is_bounded;                       /* every scan so far is */
};

/* ---- nodes ---- */

static uint32_t hash_text(const char *text, uint32_t hash)
{
	for (; *text; text++)
		hash = (hash ^ (uint8_t)*text) * 16777619u; /* FNV-1a: the same for ever */
	return hash;
}

/* Derived from what the node does and what it reads, not from its place: state is found by it. */
static const char *stable_name(struct lowerer *l, const struct leat_spec_node *node)
{
	uint32_t hash = hash_text(node->label, 2166136261u);
	int kind_n = (int)strcspn(node->label, "(");
	uint32_t twins = 0;
	const char *name;

	for (uint32_t i = 0; i < node->input_count; i++)
		hash = hash_text(l->nodes.items[node->inputs[i]].name, hash);
	name = leat_arena_printf(l->arena, "%.*s-%08x", kind_n, node->label, hash);
	for (uint32_t i = 0; i < l->nodes.count; i++)
		if (strncmp(l->nodes.items[i].name, name, strlen(name)) == 0)
			twins++;
	return twins ? leat_arena_printf(l->arena, "%s-%u", name, twins + 1) : name;
}

static uint32_t add(struct lowerer *l, struct leat_spec_node *node)
{
	node->index = l->nodes.count;
	node->name = stable_name(l, node);
	*LEAT_VEC_ADD(l->arena, &l->nodes) = *node;
	return node->index;
}

static const uint32_t *one_input(struct lowerer *l, uint32_t input)
{
	uint32_t *inputs = LEAT_ARENA_ARRAY(l->arena, uint32_t, 1);

	inputs[0] = input;
	return inputs;
}

static bool same_inputs(const struct leat_spec_node *a, const struct leat_spec_node *b)
{
	if (a->kind != b->kind || a->input_count != b->input_count || a->kinds != b->kinds)
		return false;
	for (uint32_t i = 0; i < a->input_count; i++)
		if (a->inputs[i] != b->inputs[i])
			return false;
	return true;
}

static bool same_calc(const struct leat_spec_node *a, const struct leat_spec_node *b)
{
	if (a->calc.expr_count != b->calc.expr_count || !a->calc.condition != !b->calc.condition ||
	    (a->calc.condition && !leat_expr_equal(a->calc.condition, b->calc.condition)))
		return false;
	for (uint32_t i = 0; i < a->calc.expr_count; i++)
		if (!leat_expr_equal(a->calc.exprs[i], b->calc.exprs[i]))
			return false;
	return true;
}

/* Labels of aggregations and windows say all that they do over equal inputs. */
static bool is_same(const struct leat_spec_node *a, const struct leat_spec_node *b)
{
	if (!same_inputs(a, b))
		return false;
	switch (a->kind) {
	case LEAT_SPEC_CALC:
		return same_calc(a, b);
	case LEAT_SPEC_WINDOW_TVF:
	case LEAT_SPEC_UNION:
	case LEAT_SPEC_WINDOW_AGG:
		return strcmp(a->label, b->label) == 0;
	case LEAT_SPEC_GROUP_AGG:
		return strcmp(a->label, b->label) == 0 &&
		       a->group_agg.emit_update_before == b->group_agg.emit_update_before;
	case LEAT_SPEC_SCAN:
	case LEAT_SPEC_VALUES:
	case LEAT_SPEC_WATERMARK:
	case LEAT_SPEC_SORT_LIMIT:
	case LEAT_SPEC_SINK:
	case LEAT_SPEC_COUNT:
		return false;
	}
	leat_unreachable();
}

/* The node, or the equal one that is there already. */
static uint32_t add_shared(struct lowerer *l, struct leat_spec_node *node)
{
	for (uint32_t i = 0; i < l->nodes.count; i++)
		if (is_same(&l->nodes.items[i], node))
			return i;
	return add(l, node);
}

/* ---- scans ---- */

static struct leat_schema *schema_of(struct lowerer *l, uint32_t count)
{
	struct leat_schema *schema = LEAT_ARENA_NEW(l->arena, struct leat_schema);

	schema->field_count = count;
	schema->fields = LEAT_ARENA_ARRAY(l->arena, struct leat_field, count + 1);
	return schema;
}

/* The columns of the record that the wanted columns are made of. */
static uint32_t add_scan(struct lowerer *l, const struct leat_access *access, const bool *used)
{
	uint32_t *columns = LEAT_ARENA_ARRAY(l->arena, uint32_t, access->table->column_count + 1);
	struct leat_spec_node node = { .kind = LEAT_SPEC_SCAN, .kinds = access->kinds };
	struct leat_schema *schema = schema_of(l, access->table->column_count);
	uint32_t n = 0, declared = 0;

	for (uint32_t i = 0; i < access->table->column_count; i++)
		if (used[i]) {
			columns[n] = i;
			((struct leat_field *)schema->fields)[n++] = (struct leat_field){
				access->table->columns[i].name, access->table->columns[i].type
			};
		}
	schema->field_count = n;
	for (uint32_t i = 0; i < access->relation->column_count; i++)
		declared += access->relation->columns[i].kind != LEAT_COLUMN_COMPUTED;
	node.schema = schema;
	node.scan = (struct leat_spec_scan){ access->table, n, columns, access->is_bounded };
	node.label = leat_label_scan(l->arena, access, schema, n != declared);
	l->is_bounded &= access->is_bounded;
	return add(l, &node);
}

/* SCAN ─▶ CALC when there are computed columns ─▶ WATERMARK when the rowtime is wanted. */
static uint32_t add_access(struct lowerer *l, const struct leat_rel *rel)
{
	const struct leat_access *access = rel->scan.access;
	uint32_t table_n = access->table->column_count, n = rel->schema->field_count;
	bool *used = LEAT_ARENA_ARRAY(l->arena, bool, table_n + 1);
	const struct leat_expr **place = LEAT_ARENA_ARRAY(l->arena, const struct leat_expr *,
	                                                  table_n + 1);
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(l->arena, const struct leat_expr *,
	                                                  n + 1);
	struct leat_spec_node node = { .input_count = 1, .kinds = access->kinds };
	uint32_t index, at = 0;
	int32_t rowtime = -1;
	bool trivial = true;

	for (uint32_t i = 0; i < n; i++)
		leat_expr_mark_columns(access->exprs[rel->scan.columns[i]], used);
	index = add_scan(l, access, used);
	for (uint32_t i = 0; i < table_n; i++)
		if (used[i])
			place[i] = leat_expr_column(l->arena, at++, access->table->columns[i].type);
	for (uint32_t i = 0; i < n; i++) {
		exprs[i] = leat_expr_substitute(l->arena, access->exprs[rel->scan.columns[i]],
		                                place);
		trivial &= exprs[i]->kind == LEAT_EXPR_COLUMN && exprs[i]->column == i;
		if ((int32_t)rel->scan.columns[i] == access->rowtime)
			rowtime = (int32_t)i;
	}
	trivial &= n == at;
	if (!trivial) {
		node.kind = LEAT_SPEC_CALC;
		node.schema = rel->schema;
		node.inputs = one_input(l, index);
		node.calc = (struct leat_spec_calc){ .expr_count = n, .exprs = exprs };
		node.label = leat_label_calc(l->arena, l->nodes.items[index].schema, rel->schema,
		                             NULL, exprs);
		index = add(l, &node);
	}
	if (rowtime < 0)
		return index;

	const struct leat_expr **seen = LEAT_ARENA_ARRAY(l->arena, const struct leat_expr *,
	                                                 access->schema->field_count);
	for (uint32_t i = 0; i < n; i++)
		seen[rel->scan.columns[i]] = leat_expr_column(l->arena, i,
		                                              rel->schema->fields[i].type);
	node.kind = LEAT_SPEC_WATERMARK;
	node.schema = rel->schema;
	node.inputs = one_input(l, index);
	node.watermark = (struct leat_spec_watermark){
		.rowtime_column = (uint32_t)rowtime,
		.expr = leat_expr_substitute(l->arena, access->watermark, seen),
		.idle_timeout_us = access->idle_timeout_us,
	};
	node.label = leat_label_watermark(l->arena, rel->schema, (uint32_t)rowtime,
	                                  node.watermark.expr);
	return add(l, &node);
}

/* The rules have made all uses of a table one node. */
static uint32_t lower_scan(struct lowerer *l, const struct leat_rel *rel)
{
	uint32_t index;

	for (uint32_t i = 0; i < l->scans.count; i++)
		if (l->scans.items[i].rel == rel)
			return l->scans.items[i].index;
	index = add_access(l, rel);
	*LEAT_VEC_ADD(l->arena, &l->scans) = (struct scanned){ rel, index };
	return index;
}

/* ---- the others ---- */

static int64_t lower_node(struct lowerer *l, const struct leat_rel *rel, bool wants_before);

static int64_t lower_values(struct lowerer *l, const struct leat_rel *rel)
{
	struct leat_spec_node node = {
		.kind = LEAT_SPEC_VALUES,
		.schema = rel->schema,
		.kinds = LEAT_KINDS_INSERT,
		.label = leat_label_values(l->arena, rel),
		.values = { rel->values.row_count, rel->values.exprs },
	};

	return add(l, &node);
}

static int64_t lower_calc(struct lowerer *l, const struct leat_rel *rel, bool wants_before)
{
	const struct leat_rel *input = rel->inputs[0];
	int64_t index = lower_node(l, input, wants_before || rel->calc.condition);
	struct leat_spec_node node = {
		.kind = LEAT_SPEC_CALC,
		.schema = rel->schema,
		.input_count = 1,
		.calc = {
			.condition = rel->calc.condition,
			.expr_count = rel->schema->field_count,
			.exprs = rel->calc.exprs ? rel->calc.exprs : leat_rel_columns(l->arena, input),
		},
	};

	if (index < 0)
		return index;
	node.kinds = l->nodes.items[index].kinds;
	node.inputs = one_input(l, (uint32_t)index);
	node.label = leat_label_calc(l->arena, input->schema, rel->schema, rel->calc.condition,
	                             rel->calc.exprs);
	return add_shared(l, &node);
}

static int64_t lower_window_tvf(struct lowerer *l, const struct leat_rel *rel, bool wants_before)
{
	int64_t index = lower_node(l, rel->inputs[0], wants_before);
	struct leat_spec_node node = {
		.kind = LEAT_SPEC_WINDOW_TVF,
		.schema = rel->schema,
		.input_count = 1,
		.window_tvf = { rel->tvf.window },
	};

	if (index < 0)
		return index;
	if (rel->tvf.window.kind == LEAT_WINDOW_SESSION)
		return leat_diags_error(
			l->with->diags, LEAT_E_UNSUPPORTED, rel->span,
			"a SESSION window without an aggregation over it is not supported "
			"yet");
	node.kinds = l->nodes.items[index].kinds;
	node.inputs = one_input(l, (uint32_t)index);
	node.label = leat_label_window_tvf(l->arena, rel);
	return add_shared(l, &node);
}

/* Aggregate calls bound for what the input carries; false after an error. */
static bool bind_aggs(struct lowerer *l, const struct leat_rel *rel, bool retracts,
                      const struct leat_spec_agg **ret)
{
	const struct leat_rel_aggregate *aggregate = &rel->aggregate;
	struct leat_spec_agg *aggs = LEAT_ARENA_ARRAY(l->arena, struct leat_spec_agg,
	                                              aggregate->agg_count + 1);

	for (uint32_t i = 0; i < aggregate->agg_count; i++) {
		const struct leat_rel_agg *agg = &aggregate->aggs[i];
		const struct leat_expr **args = LEAT_ARENA_ARRAY(l->arena, const struct leat_expr *,
		                                                 agg->arg_count + 1);
		struct leat_err err;

		for (uint32_t k = 0; k < agg->arg_count; k++)
			args[k] = agg->exprs[k];
		aggs[i] = (struct leat_spec_agg){ .aggregate = agg->aggregate,
			                          .args = agg->args,
			                          .filter = agg->filter };
		if (leat_aggregate_bind(l->arena, agg->aggregate, agg->name, agg->span,
		                        agg->arg_count, args, retracts, l->with->zone,
		                        &aggs[i].call, &err)) {
			leat_err_place(&err, agg->span);
			leat_diags_add(l->with->diags, LEAT_SEVERITY_ERROR, &err);
			return false;
		}
		if (agg->distinct)
			aggs[i].call = *leat_agg_distinct(l->arena, &aggs[i].call);
		aggs[i].call.ret = agg->type;
	}
	*ret = aggs;
	return true;
}

static int64_t lower_aggregate(struct lowerer *l, const struct leat_rel *rel, bool wants_before)
{
	int64_t index = lower_node(l, rel->inputs[0], true);
	struct leat_spec_node node = {
		.kind = LEAT_SPEC_GROUP_AGG,
		.schema = rel->schema,
		.input_count = 1,
		.kinds = leat_rel_kinds(rel),
	};
	const struct leat_spec_agg *aggs;

	if (index < 0)
		return index;
	bool retracts = l->nodes.items[index].kinds != LEAT_KINDS_INSERT;
	if (!bind_aggs(l, rel, retracts, &aggs))
		return -LEAT_E_UNSUPPORTED;
	if (!wants_before)
		node.kinds &= ~(1u << LEAT_UPDATE_BEFORE);
	node.inputs = one_input(l, (uint32_t)index);
	node.label = leat_label_aggregate(l->arena, rel);
	node.group_agg = (struct leat_spec_group_agg){
		.key_count = rel->aggregate.key_count,
		.keys = rel->aggregate.keys,
		.agg_count = rel->aggregate.agg_count,
		.aggs = aggs,
		.input_retracts = retracts,
		.emit_update_before = wants_before,
		.state_ttl_us = l->with->settings->state_ttl_us,
	};
	return add_shared(l, &node);
}

static int64_t lower_window_aggregate(struct lowerer *l, const struct leat_rel *rel)
{
	int64_t index = lower_node(l, rel->inputs[0], true);
	const struct leat_rel_aggregate *aggregate = &rel->aggregate;
	struct leat_spec_node node = {
		.kind = LEAT_SPEC_WINDOW_AGG,
		.schema = rel->schema,
		.input_count = 1,
		.kinds = LEAT_KINDS_INSERT,
	};
	const struct leat_spec_agg *aggs;

	if (index < 0)
		return index;
	if (!bind_aggs(l, rel, l->nodes.items[index].kinds != LEAT_KINDS_INSERT, &aggs))
		return -LEAT_E_UNSUPPORTED;
	node.inputs = one_input(l, (uint32_t)index);
	node.label = leat_label_aggregate(l->arena, rel);
	node.window_agg = (struct leat_spec_window_agg){
		.window = aggregate->window,
		.start_column = aggregate->start_column,
		.end_column = aggregate->end_column,
		.key_count = aggregate->key_count,
		.keys = aggregate->keys,
		.agg_count = aggregate->agg_count,
		.aggs = aggs,
		.property_count = aggregate->property_count,
		.properties = aggregate->properties,
	};
	return add_shared(l, &node);
}

static int64_t lower_union(struct lowerer *l, const struct leat_rel *rel, bool wants_before)
{
	uint32_t *inputs = LEAT_ARENA_ARRAY(l->arena, uint32_t, rel->input_count);
	struct leat_spec_node node = {
		.kind = LEAT_SPEC_UNION,
		.schema = rel->schema,
		.input_count = rel->input_count,
		.inputs = inputs,
	};

	for (uint32_t i = 0; i < rel->input_count; i++) {
		int64_t index = lower_node(l, rel->inputs[i], wants_before);

		if (index < 0)
			return index;
		inputs[i] = (uint32_t)index;
		node.kinds |= l->nodes.items[index].kinds;
	}
	node.label = leat_label_union(l->arena, rel);
	return add_shared(l, &node);
}

static int64_t lower_sort(struct lowerer *l, const struct leat_rel *rel)
{
	int64_t index = lower_node(l, rel->inputs[0], true);
	struct leat_spec_node node = {
		.kind = LEAT_SPEC_SORT_LIMIT,
		.schema = rel->schema,
		.input_count = 1,
		.kinds = leat_rel_kinds(rel),
		.sort_limit = {
			.order_count = rel->sort.order_count,
			.order = rel->sort.order,
			.offset = rel->sort.offset,
			.limit = rel->sort.limit,
		},
	};

	if (index < 0)
		return index;
	bool retracts = l->nodes.items[index].kinds != LEAT_KINDS_INSERT;
	node.sort_limit.is_updating = rel->sort.limit >= 0 && (rel->sort.order_count || retracts);
	node.inputs = one_input(l, (uint32_t)index);
	node.label = leat_label_sort(l->arena, rel);
	return add(l, &node);
}

/* ---- sinks ---- */

static bool is_key(const struct leat_rel_key *key, uint32_t count, const uint32_t *columns)
{
	if (key->count != count)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		bool found = false;

		for (uint32_t k = 0; k < count; k++)
			found |= key->columns[i] == columns[k];
		if (!found)
			return false;
	}
	return true;
}

/* Does the sink find the row to replace by itself, without being told what it was? */
static bool replaces_by_key(struct lowerer *l, const struct leat_rel *rel, unsigned kinds)
{
	const struct leat_table *table = rel->sink.table;
	struct leat_rel_key keys[KEYS_MAX];
	uint32_t n;

	if (kinds == LEAT_KINDS_INSERT || table->connector->sink->mode(table) != LEAT_SINK_UPSERT)
		return false;
	n = leat_rel_keys(l->arena, rel->inputs[0], keys, KEYS_MAX);
	for (uint32_t i = 0; i < n; i++)
		if (is_key(&keys[i], table->key_count, table->key_columns))
			return true;
	if (n && table->key_count) /* of an unknown key nothing can be said */
		leat_diags_warn(
			l->with->diags, rel->sink.span, "group by the columns of the PRIMARY KEY",
			"the query's rows are not told apart by the PRIMARY KEY of \"%.*s\": the last "
			"row of a key wins",
			LEAT_STR_ARG(table->name));
	return false;
}

static int64_t lower_sink(struct lowerer *l, const struct leat_rel *rel)
{
	unsigned kinds = leat_rel_kinds(rel);
	bool wants_before = rel->sink.table ? !replaces_by_key(l, rel, kinds)
	                                    : !l->with->explain_only;
	int64_t index = lower_node(l, rel->inputs[0], wants_before);
	struct leat_rel_key keys[KEYS_MAX];
	struct leat_spec_node node = {
		.kind = LEAT_SPEC_SINK,
		.schema = rel->schema,
		.input_count = 1,
		.label = leat_label_sink(l->arena, rel),
	};

	if (index < 0)
		return index;
	node.kinds = l->nodes.items[index].kinds;
	node.inputs = one_input(l, (uint32_t)index);
	node.sink.table = rel->sink.table;
	node.sink.kinds = node.kinds;
	if (rel->sink.table &&
	    rel->sink.table->connector->sink->mode(rel->sink.table) == LEAT_SINK_UPSERT)
		node.sink.kinds &= LEAT_KINDS_UPSERT;
	if (rel->sink.table && !rel->sink.table->key_count &&
	    leat_rel_keys(l->arena, rel->inputs[0], keys, KEYS_MAX)) {
		node.sink.identity_count = keys[0].count;
		node.sink.identity_columns = keys[0].columns;
	}
	return add(l, &node);
}

static int64_t lower_node(struct lowerer *l, const struct leat_rel *rel, bool wants_before)
{
	switch (rel->kind) {
	case LEAT_REL_SCAN:
		return lower_scan(l, rel);
	case LEAT_REL_VALUES:
		return lower_values(l, rel);
	case LEAT_REL_CALC:
		return lower_calc(l, rel, wants_before);
	case LEAT_REL_WINDOW_TVF:
		return lower_window_tvf(l, rel, wants_before);
	case LEAT_REL_AGGREGATE:
		return lower_aggregate(l, rel, wants_before);
	case LEAT_REL_WINDOW_AGGREGATE:
		return lower_window_aggregate(l, rel);
	case LEAT_REL_UNION:
		return lower_union(l, rel, wants_before);
	case LEAT_REL_SORT:
		return lower_sort(l, rel);
	case LEAT_REL_SINK:
		return lower_sink(l, rel);
	}
	leat_unreachable();
}

const struct leat_spec *leat_lower(const struct leat_lowering *with, uint32_t sink_count,
                                   const struct leat_rel *const *sinks)
{
	struct lowerer l = { .with = with, .arena = with->arena, .is_bounded = true };
	struct leat_spec *spec;
	bool good = true;

	for (uint32_t i = 0; i < sink_count; i++)
		good &= lower_node(&l, sinks[i], true) >= 0;
	if (!good)
		return NULL;
	spec = LEAT_ARENA_NEW(with->arena, struct leat_spec);
	spec->node_count = l.nodes.count;
	spec->nodes = l.nodes.items;
	spec->zone = with->zone;
	spec->is_bounded = l.is_bounded;
	return spec;
}
