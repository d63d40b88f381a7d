/* SPDX-License-Identifier: Apache-2.0 */
/* Nodes as Flink's EXPLAIN shows them. */
#include "base/number.h"
#include "plan/lower.h"

enum {
	LABEL_BYTES_MAX = 1 << 16, /* a longer label is cut */
};

static void begin(struct leat_buf *out, const char *text)
{
	leat_buf_init(out, LABEL_BYTES_MAX);
	leat_buf_text(out, text);
}

static const char *finish(struct leat_arena *arena, struct leat_buf *out)
{
	const char *label;

	leat_buf_text(out, ")");
	label = leat_arena_dup(arena, out->data, out->size);
	leat_buf_done(out);
	return label;
}

static void add_names(const struct leat_schema *schema, struct leat_buf *out)
{
	for (uint32_t i = 0; i < schema->field_count; i++) {
		leat_buf_text(out, i ? ", " : "");
		leat_buf_str(out, schema->fields[i].name);
	}
}

static void add_columns(const struct leat_schema *schema, const uint32_t *columns, uint32_t count,
                        struct leat_buf *out)
{
	for (uint32_t i = 0; i < count; i++) {
		leat_buf_text(out, i ? ", " : "");
		leat_buf_str(out, schema->fields[columns[i]].name);
	}
}

/* Names of the columns that come from the record (or from beside it). */
static void add_projected(const struct leat_access *access, const struct leat_schema *schema,
                          bool metadata, struct leat_buf *out)
{
	bool any = false;

	for (uint32_t i = 0; i < schema->field_count; i++) {
		int column = -1;

		for (uint32_t c = 0; c < access->table->column_count && column < 0; c++) {
			struct leat_str a = access->table->columns[c].name;
			struct leat_str b = schema->fields[i].name;

			if (a.n == b.n && __builtin_memcmp(a.p, b.p, a.n) == 0)
				column = (int)c;
		}
		if (column < 0 || !access->table->columns[column].metadata_key == metadata)
			continue;
		leat_buf_text(out, any ? ", " : "");
		leat_buf_str(out, schema->fields[i].name);
		any = true;
	}
}

const char *leat_label_scan(struct leat_arena *arena, const struct leat_access *access,
                            const struct leat_schema *schema, bool is_projected)
{
	const struct leat_relation *relation = access->relation;
	struct leat_buf out;

	begin(&out, "TableSourceScan(table=[[");
	leat_buf_printf(&out, "%.*s, %.*s, %.*s", LEAT_STR_ARG(relation->catalog),
	                LEAT_STR_ARG(relation->database), LEAT_STR_ARG(relation->name));
	if (is_projected) {
		leat_buf_text(&out, ", project=[");
		add_projected(access, schema, false, &out);
		leat_buf_text(&out, "], metadata=[");
		add_projected(access, schema, true, &out);
		leat_buf_text(&out, "]");
	}
	leat_buf_text(&out, "]], fields=[");
	add_names(schema, &out);
	leat_buf_text(&out, "]");
	if (access->hint_count) {
		leat_buf_text(&out, ", hints=[[[OPTIONS options:{");
		for (uint32_t i = 0; i < access->hint_count; i++)
			leat_buf_printf(
				&out, "%s%.*s", i ? ", " : "",
				LEAT_STR_ARG(access->hints[i].key)); /* values may be secret */
		leat_buf_text(&out, "}]]]");
	}
	return finish(arena, &out);
}

const char *leat_label_watermark(struct leat_arena *arena, const struct leat_schema *schema,
                                 uint32_t rowtime, const struct leat_expr *expr)
{
	struct leat_buf out;

	begin(&out, "WatermarkAssigner(rowtime=[");
	leat_buf_str(&out, schema->fields[rowtime].name);
	leat_buf_text(&out, "], watermark=[");
	leat_expr_print(expr, schema, &out);
	leat_buf_text(&out, "]");
	return finish(arena, &out);
}

static bool is_plain(const struct leat_expr *expr, const struct leat_schema *input,
                     struct leat_str name)
{
	struct leat_str column;

	if (expr->kind != LEAT_EXPR_COLUMN)
		return false;
	column = input->fields[expr->column].name;
	return column.n == name.n && __builtin_memcmp(column.p, name.p, name.n) == 0;
}

const char *leat_label_calc(struct leat_arena *arena, const struct leat_schema *input,
                            const struct leat_schema *output, const struct leat_expr *condition,
                            const struct leat_expr *const *exprs)
{
	struct leat_buf out;

	begin(&out, "Calc(select=[");
	for (uint32_t i = 0; i < output->field_count; i++) {
		leat_buf_text(&out, i ? ", " : "");
		if (!exprs || is_plain(exprs[i], input, output->fields[i].name)) {
			leat_buf_str(&out, output->fields[i].name);
			continue;
		}
		leat_expr_print(exprs[i], input, &out);
		leat_buf_text(&out, " AS ");
		leat_buf_str(&out, output->fields[i].name);
	}
	leat_buf_text(&out, "]");
	if (condition) {
		leat_buf_text(&out, ", where=[");
		leat_expr_print(condition, input, &out);
		leat_buf_text(&out, "]");
	}
	return finish(arena, &out);
}

const char *leat_label_values(struct leat_arena *arena, const struct leat_rel *rel)
{
	uint32_t n = rel->schema->field_count;
	struct leat_buf out;

	begin(&out, "Values(tuples=[[");
	for (uint32_t r = 0; r < rel->values.row_count; r++) {
		leat_buf_text(&out, r ? ", { " : "{ ");
		for (uint32_t c = 0; c < n; c++) {
			leat_buf_text(&out, c ? ", " : "");
			leat_expr_print(rel->values.exprs[r * n + c], rel->schema, &out);
		}
		leat_buf_text(&out, n ? " }" : "}");
	}
	leat_buf_text(&out, "]]");
	return finish(arena, &out);
}

/* "10 s", "1 min", as Flink's DurationFormat. */
static void add_duration(int64_t us, struct leat_buf *out)
{
	static const struct {
		int64_t us;
		const char *name;
	} units[] = {
		{ INT64_C(86400000000), "d" },
		{ INT64_C(3600000000), "h" },
		{ 60000000, "min" },
		{ 1000000, "s" },
		{ 1000, "ms" },
	};

	for (size_t i = 0; i < LEAT_COUNT(units); i++)
		if (us % units[i].us == 0 || i + 1 == LEAT_COUNT(units)) {
			leat_buf_i64(out, us / units[i].us);
			leat_buf_printf(out, " %s", units[i].name);
			return;
		}
}

static void add_window(const struct leat_window *window, const struct leat_schema *schema,
                       bool attached, struct leat_buf *out)
{
	static const char *const kinds[] = { "TUMBLE", "HOP", "CUMULATE", "SESSION" };
	static const char *const sizes[] = { "size", "size", "max_size", "gap" };

	leat_buf_printf(out, "%s(", kinds[window->kind]);
	if (attached)
		leat_buf_text(out, "win_start=[window_start], win_end=[window_end]");
	else
		leat_buf_printf(out, "time_col=[%.*s]",
		                LEAT_STR_ARG(schema->fields[window->time_column].name));
	leat_buf_printf(out, ", %s=[", sizes[window->kind]);
	add_duration(window->size_us, out);
	leat_buf_text(out, "]");
	if (window->slide_us) {
		leat_buf_printf(out, ", %s=[", window->kind == LEAT_WINDOW_HOP ? "slide" : "step");
		add_duration(window->slide_us, out);
		leat_buf_text(out, "]");
	}
	if (window->offset_us) {
		leat_buf_text(out, ", offset=[");
		add_duration(window->offset_us, out);
		leat_buf_text(out, "]");
	}
	leat_buf_text(out, ")");
}

const char *leat_label_window_tvf(struct leat_arena *arena, const struct leat_rel *rel)
{
	struct leat_buf out;

	begin(&out, "WindowTableFunction(window=[");
	add_window(&rel->tvf.window, rel->inputs[0]->schema, false, &out);
	leat_buf_text(&out, "]");
	return finish(arena, &out);
}

static void add_agg(const struct leat_rel_agg *agg, const struct leat_schema *input,
                    struct leat_str name, struct leat_buf *out)
{
	leat_buf_text(out, agg->aggregate->name);
	leat_buf_text(out, agg->distinct ? "(DISTINCT " : "(");
	if (!agg->arg_count)
		leat_buf_text(out, "*");
	add_columns(input, agg->args, agg->arg_count, out);
	leat_buf_text(out, ")");
	if (agg->filter >= 0)
		leat_buf_printf(out, " FILTER %.*s", LEAT_STR_ARG(input->fields[agg->filter].name));
	leat_buf_printf(out, " AS %.*s", LEAT_STR_ARG(name));
}

const char *leat_label_aggregate(struct leat_arena *arena, const struct leat_rel *rel)
{
	static const char *const properties[] = { "start('w$)", "end('w$)", "rowtime('w$)",
		                                  "proctime('w$)" };
	const struct leat_rel_aggregate *aggregate = &rel->aggregate;
	const struct leat_schema *input = rel->inputs[0]->schema;
	bool windowed = rel->kind == LEAT_REL_WINDOW_AGGREGATE;
	uint32_t n = aggregate->key_count, at = n;
	bool any = n > 0;
	struct leat_buf out;

	begin(&out, windowed ? "WindowAggregate(" : "GroupAggregate(");
	if (n) {
		leat_buf_text(&out, "groupBy=[");
		add_columns(input, aggregate->keys, n, &out);
		leat_buf_text(&out, "], ");
	}
	if (windowed) {
		leat_buf_text(&out, "window=[");
		add_window(&aggregate->window, input, aggregate->start_column >= 0, &out);
		leat_buf_text(&out, "], ");
	}
	leat_buf_text(&out, "select=[");
	add_columns(input, aggregate->keys, n, &out);
	for (uint32_t i = 0; i < aggregate->agg_count; i++, at++) {
		leat_buf_text(&out, any ? ", " : "");
		any = true;
		add_agg(&aggregate->aggs[i], input, rel->schema->fields[at].name, &out);
	}
	for (uint32_t i = 0; i < aggregate->property_count; i++, at++) {
		leat_buf_text(&out, any ? ", " : "");
		any = true;
		leat_buf_printf(&out, "%s AS %.*s", properties[aggregate->properties[i]],
		                LEAT_STR_ARG(rel->schema->fields[at].name));
	}
	leat_buf_text(&out, "]");
	return finish(arena, &out);
}

const char *leat_label_union(struct leat_arena *arena, const struct leat_rel *rel)
{
	struct leat_buf out;

	begin(&out, "Union(all=[true], union=[");
	add_names(rel->schema, &out);
	leat_buf_text(&out, "]");
	return finish(arena, &out);
}

const char *leat_label_sort(struct leat_arena *arena, const struct leat_rel *rel)
{
	bool limited = rel->sort.limit >= 0 || rel->sort.offset;
	struct leat_buf out;

	begin(&out, rel->sort.order_count ? (limited ? "SortLimit(orderBy=[" : "Sort(orderBy=[")
	                                  : "Limit(");
	for (uint32_t i = 0; i < rel->sort.order_count; i++) {
		const struct leat_spec_order *order = &rel->sort.order[i];

		leat_buf_printf(&out, "%s%.*s %s", i ? ", " : "",
		                LEAT_STR_ARG(rel->schema->fields[order->column].name),
		                order->descending ? "DESC" : "ASC");
	}
	leat_buf_text(&out, rel->sort.order_count ? "]" : "");
	if (limited) {
		leat_buf_printf(&out, "%soffset=[%lld], fetch=[", rel->sort.order_count ? ", " : "",
		                (long long)rel->sort.offset);
		if (rel->sort.limit >= 0)
			leat_buf_i64(&out, rel->sort.limit);
		leat_buf_text(&out, "]");
	}
	return finish(arena, &out);
}

const char *leat_label_sink(struct leat_arena *arena, const struct leat_rel *rel)
{
	const struct leat_relation *relation = rel->sink.relation;
	struct leat_buf out;

	if (!relation) {
		begin(&out, "Collect(fields=[");
	} else {
		begin(&out, "Sink(table=[");
		leat_buf_printf(&out, "%.*s.%.*s.%.*s], fields=[", LEAT_STR_ARG(relation->catalog),
		                LEAT_STR_ARG(relation->database), LEAT_STR_ARG(relation->name));
	}
	add_names(rel->schema, &out);
	leat_buf_text(&out, "]");
	return finish(arena, &out);
}
