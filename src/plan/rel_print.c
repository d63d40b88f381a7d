/* SPDX-License-Identifier: Apache-2.0 */
/* The logical plan as text, as Flink's "Abstract Syntax Tree". */
#include "plan/rel.h"

static void print_project(const struct leat_rel *rel, struct leat_buf *out)
{
	leat_buf_text(out, "LogicalProject(");
	for (uint32_t i = 0; i < rel->schema->field_count; i++) {
		const struct leat_expr *expr = rel->calc.exprs[i];

		leat_buf_printf(out, "%s%.*s=[", i ? ", " : "",
		                LEAT_STR_ARG(rel->schema->fields[i].name));
		leat_expr_print(expr, NULL, out);
		leat_buf_char(out, ']');
	}
	leat_buf_char(out, ')');
}

static void print_scan(const struct leat_rel *rel, struct leat_buf *out)
{
	const struct leat_relation *relation = rel->scan.access->relation;

	leat_buf_printf(out, "LogicalTableScan(table=[[%.*s, %.*s, %.*s]])",
	                LEAT_STR_ARG(relation->catalog), LEAT_STR_ARG(relation->database),
	                LEAT_STR_ARG(relation->name));
}

static void print_values(const struct leat_rel *rel, struct leat_buf *out)
{
	uint32_t n = rel->schema->field_count;

	leat_buf_text(out, "LogicalValues(tuples=[[");
	for (uint32_t r = 0; r < rel->values.row_count; r++) {
		leat_buf_text(out, r ? ", { " : "{ ");
		for (uint32_t c = 0; c < n; c++) {
			leat_buf_text(out, c ? ", " : "");
			leat_expr_print(rel->values.exprs[r * n + c], NULL, out);
		}
		leat_buf_text(out, n ? " }" : "}");
	}
	leat_buf_text(out, "]])");
}

static void print_agg(const struct leat_rel_agg *agg, struct leat_str name, struct leat_buf *out)
{
	leat_buf_printf(out, "%.*s=[%s(%s", LEAT_STR_ARG(name), agg->aggregate->name,
	                agg->distinct ? "DISTINCT " : "");
	for (uint32_t i = 0; i < agg->arg_count; i++)
		leat_buf_printf(out, "%s$%u", i ? ", " : "", agg->args[i]);
	leat_buf_char(out, ')');
	if (agg->filter >= 0)
		leat_buf_printf(out, " FILTER $%d", agg->filter);
	leat_buf_char(out, ']');
}

static void print_aggregate(const struct leat_rel *rel, struct leat_buf *out)
{
	static const char *const kinds[] = { "TUMBLE", "HOP", "CUMULATE", "SESSION" };
	const struct leat_rel_aggregate *aggregate = &rel->aggregate;

	leat_buf_text(out, rel->kind == LEAT_REL_AGGREGATE ? "LogicalAggregate(group=[{"
	                                                   : "LogicalWindowAggregate(group=[{");
	for (uint32_t i = 0; i < aggregate->key_count; i++)
		leat_buf_printf(out, "%s%u", i ? ", " : "", aggregate->keys[i]);
	leat_buf_text(out, "}]");
	if (rel->kind == LEAT_REL_WINDOW_AGGREGATE)
		leat_buf_printf(out, ", window=[%s]", kinds[aggregate->window.kind]);
	for (uint32_t i = 0; i < aggregate->agg_count; i++) {
		leat_buf_text(out, ", ");
		print_agg(&aggregate->aggs[i], rel->schema->fields[aggregate->key_count + i].name,
		          out);
	}
	leat_buf_char(out, ')');
}

static void print_window_tvf(const struct leat_rel *rel, struct leat_buf *out)
{
	static const char *const kinds[] = { "TUMBLE", "HOP", "CUMULATE", "SESSION" };
	const struct leat_window *window = &rel->tvf.window;

	leat_buf_printf(out, "LogicalTableFunctionScan(invocation=[%s(DESCRIPTOR($%u)",
	                kinds[window->kind], window->time_column);
	if (window->slide_us)
		leat_buf_printf(out, ", %lld:INTERVAL", (long long)window->slide_us / 1000);
	leat_buf_printf(out, ", %lld:INTERVAL)])", (long long)window->size_us / 1000);
}

static void print_sort(const struct leat_rel *rel, struct leat_buf *out)
{
	uint32_t n = rel->sort.order_count;

	leat_buf_text(out, "LogicalSort(");
	for (uint32_t i = 0; i < n; i++)
		leat_buf_printf(out, "%ssort%u=[$%u], dir%u=[%s]", i ? ", " : "", i,
		                rel->sort.order[i].column, i,
		                rel->sort.order[i].descending ? "DESC" : "ASC");
	if (rel->sort.offset) {
		leat_buf_printf(out, "%soffset=[%lld]", n ? ", " : "", (long long)rel->sort.offset);
		n = 1;
	}
	if (rel->sort.limit >= 0)
		leat_buf_printf(out, "%sfetch=[%lld]", n ? ", " : "", (long long)rel->sort.limit);
	leat_buf_char(out, ')');
}

static void print_sink(const struct leat_rel *rel, struct leat_buf *out)
{
	const struct leat_relation *relation = rel->sink.relation;

	leat_buf_printf(out, "LogicalSink(table=[%.*s.%.*s.%.*s], fields=[",
	                LEAT_STR_ARG(relation->catalog), LEAT_STR_ARG(relation->database),
	                LEAT_STR_ARG(relation->name));
	for (uint32_t i = 0; i < rel->schema->field_count; i++)
		leat_buf_printf(out, "%s%.*s", i ? ", " : "",
		                LEAT_STR_ARG(rel->schema->fields[i].name));
	leat_buf_text(out, "])");
}

static void print_line(const struct leat_rel *rel, struct leat_buf *out)
{
	switch (rel->kind) {
	case LEAT_REL_SCAN:
		print_scan(rel, out);
		return;
	case LEAT_REL_VALUES:
		print_values(rel, out);
		return;
	case LEAT_REL_CALC:
		if (rel->calc.exprs) {
			print_project(rel, out);
			if (!rel->calc.condition)
				return;
			leat_buf_text(out, " WHERE ");
		}
		leat_buf_text(out, "LogicalFilter(condition=[");
		leat_expr_print(rel->calc.condition, NULL, out);
		leat_buf_text(out, "])");
		return;
	case LEAT_REL_WINDOW_TVF:
		print_window_tvf(rel, out);
		return;
	case LEAT_REL_AGGREGATE:
	case LEAT_REL_WINDOW_AGGREGATE:
		print_aggregate(rel, out);
		return;
	case LEAT_REL_UNION:
		leat_buf_text(out, "LogicalUnion(all=[true])");
		return;
	case LEAT_REL_SORT:
		print_sort(rel, out);
		return;
	case LEAT_REL_SINK:
		print_sink(rel, out);
		return;
	}
	leat_unreachable();
}

/* Nodes that only exist for the planner are not shown: projections of all columns, collecting. */
static const struct leat_rel *visible(const struct leat_rel *rel)
{
	for (;;) {
		const struct leat_rel *input = rel->input_count ? rel->inputs[0] : NULL;
		bool hidden = rel->kind == LEAT_REL_SINK && !rel->sink.relation;

		if (rel->kind == LEAT_REL_CALC && !rel->calc.condition && rel->calc.exprs &&
		    input && input->schema->field_count == rel->schema->field_count) {
			hidden = true;
			for (uint32_t i = 0; i < rel->schema->field_count; i++)
				hidden &= rel->calc.exprs[i]->kind == LEAT_EXPR_COLUMN &&
				          rel->calc.exprs[i]->column == i;
		}
		if (!hidden)
			return rel;
		rel = input;
	}
}

static void print(const struct leat_rel *rel, uint64_t open, uint32_t depth, struct leat_buf *out)
{
	rel = visible(rel);
	for (uint32_t i = 1; i < depth; i++)
		leat_buf_text(out, i < 64 && open >> i & 1 ? ":  " : "   ");
	leat_buf_text(out, depth ? (depth < 64 && open >> depth & 1 ? ":- " : "+- ") : "");
	print_line(rel, out);
	leat_buf_char(out, '\n');
	for (uint32_t i = 0; i < rel->input_count; i++) {
		uint64_t bit = depth + 1 < 64 ? UINT64_C(1) << (depth + 1) : 0;

		print(rel->inputs[i], i + 1 < rel->input_count ? open | bit : open & ~bit,
		      depth + 1, out);
	}
}

void leat_rel_print(const struct leat_rel *rel, struct leat_buf *out)
{
	print(rel, 0, 0, out);
}
