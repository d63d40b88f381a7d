/* SPDX-License-Identifier: Apache-2.0 */
/* A small language for tests of operators: specs from a few words, rows from text.
 *
 *     struct dsl d;
 *     dsl_init(&d);
 *     uint32_t n = dsl_scan(&d, "id INT, ts TIMESTAMP, k STRING");
 *     n = dsl_watermark(&d, n, "ts", 5);
 *     n = dsl_group(&d, n, "k", "COUNT(*) c, SUM(id) s");
 *     dsl_sink(&d, n);
 *     dsl_check(&d, "1 1000 a\n2 2000 b\n", "+I a 1 1\n+I b 1 2\n");
 *     dsl_done(&d);
 *
 * A line of input is `[+I|-U|+U|-D] value..`, `null` for NULL, times in milliseconds; or
 *     @scan N      the rows that follow are those of the N-th scan
 *     @split N     and of that split
 *     @time MS     the wall clock
 *     @idle        a turn without rows (after @time)
 * Output is written in the same way, one line a row, to one text per sink.
 *
 * dsl_check() runs the rows one by one, in threes, in one batch, and with a snapshot and a new graph
 * at every place; all must give the same text.  It also checks that rows add up at every operator. */
#pragma once

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exec/graph.h"
#include "types/timezone.h"

enum { DSL_NODES = 20, DSL_COLS = 16, DSL_LINES = 4096 };

struct dsl {
	struct leat_arena *arena;
	struct leat_spec spec;
	struct leat_spec_node nodes[DSL_NODES];
	uint32_t scans[DSL_NODES];
	uint32_t scan_count;
	uint32_t splits;            /* Of every scan; 1. */
	uint32_t turn_batches;      /* max_batches of a turn. */
	bool never_restarts;        /* A restart shows, as in idle timeouts: leave those variants out. */
	/* Of the last run: */
	struct leat_op_stats stats[DSL_NODES];
	struct leat_buf out[DSL_NODES]; /* By sink. */
	uint32_t sink_room;         /* Batches that sinks take per turn. */
	uint32_t room_left;
	struct leat_err err;        /* Of a run that failed. */
};

static inline void dsl_init(struct dsl *d)
{
	memset(d, 0, sizeof(*d));
	d->arena = leat_arena_new(0);
	d->spec.nodes = d->nodes;
	d->spec.zone = leat_tz_utc();
	d->splits = 1;
	d->turn_batches = 4;
	d->sink_room = 1;
	for (int i = 0; i < DSL_NODES; i++)
		leat_buf_init(&d->out[i], SIZE_MAX);
}

static inline void dsl_done(struct dsl *d)
{
	for (int i = 0; i < DSL_NODES; i++)
		leat_buf_done(&d->out[i]);
	leat_arena_free(d->arena);
}

/* ---- specs ---- */

/* The next word of *text up to one of the characters of ends, trimmed; false at the end. */
static inline bool dsl_word(const char **text, const char *ends, char word[64])
{
	*text += strspn(*text, " ");
	if (!**text)
		return false;
	size_t n = strcspn(*text, ends);
	ck_assert_uint_lt(n, 64);
	memcpy(word, *text, n);
	word[n] = '\0';
	while (n && word[n - 1] == ' ')
		word[--n] = '\0';
	*text += strcspn(*text, ends);
	if (**text)
		(*text)++;
	return true;
}

static inline const struct leat_type *dsl_type(struct dsl *d, const char *name)
{
	static const struct {
		const char *name;
		enum leat_type_id id;
	} types[] = {
		{ "INT", LEAT_INT },       { "BIGINT", LEAT_BIGINT },   { "STRING", LEAT_VARCHAR },
		{ "DOUBLE", LEAT_DOUBLE }, { "BOOLEAN", LEAT_BOOLEAN },
	};

	if (!strcmp(name, "TIMESTAMP"))
		return leat_type_with_time(d->arena,
		                           leat_type_timed(d->arena, LEAT_TIMESTAMP, 3, true),
		                           LEAT_TIME_ROWTIME);
	if (!strcmp(name, "LTZ"))
		return leat_type_with_time(d->arena,
		                           leat_type_timed(d->arena, LEAT_TIMESTAMP_LTZ, 3, true),
		                           LEAT_TIME_ROWTIME);
	for (size_t i = 0; i < LEAT_COUNT(types); i++)
		if (!strcmp(name, types[i].name))
			return leat_type_basic(types[i].id);
	ck_abort_msg("unknown type %s", name);
	return NULL;
}

static inline struct leat_spec_node *dsl_node(struct dsl *d, enum leat_spec_kind kind,
                                              uint32_t field_count, uint32_t input_count, ...)
{
	uint32_t index = d->spec.node_count++;
	struct leat_spec_node *node = &d->nodes[index];
	struct leat_schema *schema = LEAT_ARENA_NEW(d->arena, struct leat_schema);
	uint32_t *inputs = LEAT_ARENA_ARRAY(d->arena, uint32_t, input_count);
	va_list args;

	va_start(args, input_count);
	for (uint32_t i = 0; i < input_count; i++)
		inputs[i] = va_arg(args, uint32_t);
	va_end(args);
	schema->field_count = field_count;
	schema->fields = LEAT_ARENA_ARRAY(d->arena, struct leat_field, field_count);
	if (input_count)
		memcpy((void *)schema->fields, d->nodes[inputs[0]].schema->fields,
		       sizeof(struct leat_field) *
			       (field_count < d->nodes[inputs[0]].schema->field_count ?
			                field_count :
			                d->nodes[inputs[0]].schema->field_count));
	*node = (struct leat_spec_node){ .kind = kind, .index = index, .schema = schema,
		                         .input_count = input_count, .inputs = inputs };
	node->name = node->label = leat_arena_printf(d->arena, "op%u", index);
	node->kinds = input_count ? d->nodes[inputs[0]].kinds : LEAT_KINDS_INSERT;
	return node;
}

static inline void dsl_field(struct leat_spec_node *node, uint32_t i, const char *name,
                             const struct leat_type *type)
{
	((struct leat_field *)node->schema->fields)[i] =
		(struct leat_field){ leat_str_of(name), type };
}

static inline uint32_t dsl_col(struct dsl *d, uint32_t node, const char *name)
{
	int i = leat_schema_find(d->nodes[node].schema, leat_str_of(name));
	ck_assert_msg(i >= 0, "no column %s", name);
	return (uint32_t)i;
}

static inline uint32_t dsl_scan(struct dsl *d, const char *cols)
{
	char words[DSL_COLS][64];
	uint32_t count = 0;

	while (dsl_word(&cols, ",", words[count]))
		count++;
	struct leat_spec_node *node = dsl_node(d, LEAT_SPEC_SCAN, count, 0);
	for (uint32_t i = 0; i < count; i++) {
		char *space = strchr(words[i], ' ');
		*space = '\0';
		dsl_field(node, i, leat_arena_dup(d->arena, words[i], strlen(words[i])),
		          dsl_type(d, space + 1));
	}
	d->scans[d->scan_count++] = node->index;
	return node->index;
}

/* The scan's rows may have any kind. */
static inline void dsl_retracts(struct dsl *d, uint32_t node)
{
	d->nodes[node].kinds = LEAT_KINDS_ALL;
}

static inline const struct leat_expr *dsl_column(struct dsl *d, uint32_t node, const char *name)
{
	uint32_t col = dsl_col(d, node, name);

	return leat_expr_column(d->arena, col, d->nodes[node].schema->fields[col].type);
}

static inline const struct leat_expr *dsl_call(struct dsl *d, const char *name,
                                               const struct leat_expr *a, const struct leat_expr *b)
{
	const struct leat_expr *expr, *args[] = { a, b };
	struct leat_str str = leat_str_of(name);
	struct leat_err err;

	ck_assert_msg(leat_expr_call(d->arena, leat_function_find(str), str,
	                             (struct leat_span){ 0, 0 }, b ? 2 : 1, args, d->spec.zone,
	                             &expr, &err) == 0,
	              "%s: %s", name, err.message);
	return expr;
}

static inline uint32_t dsl_watermark(struct dsl *d, uint32_t input, const char *col,
                                     int64_t delay_ms)
{
	struct leat_spec_node *node = dsl_node(d, LEAT_SPEC_WATERMARK,
	                                       d->nodes[input].schema->field_count, 1, input);
	const struct leat_type *interval = leat_type_basic(LEAT_INTERVAL_DAY_TIME);

	node->watermark.rowtime_column = dsl_col(d, input, col);
	node->watermark.expr = dsl_call(d, "-", dsl_column(d, input, col),
	                                leat_expr_i64(d->arena, interval, delay_ms * 1000));
	return node->index;
}

/* Columns of the input by name, where `condition_col > bound` ("" for none). */
static inline uint32_t dsl_calc(struct dsl *d, uint32_t input, const char *cols,
                                const char *condition_col, int64_t bound)
{
	char words[DSL_COLS][64];
	uint32_t count = 0;

	while (dsl_word(&cols, ",", words[count]))
		count++;
	struct leat_spec_node *node = dsl_node(d, LEAT_SPEC_CALC, count, 1, input);
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(d->arena, const struct leat_expr *,
	                                                  count);
	for (uint32_t i = 0; i < count; i++) {
		exprs[i] = dsl_column(d, input, words[i]);
		((struct leat_field *)node->schema->fields)[i] =
			d->nodes[input].schema->fields[dsl_col(d, input, words[i])];
	}
	node->calc.exprs = exprs;
	node->calc.expr_count = count;
	if (*condition_col) {
		const struct leat_expr *col = dsl_column(d, input, condition_col);
		node->calc.condition = dsl_call(d, ">", col,
		                                leat_expr_i64(d->arena, col->type, bound));
	}
	return node->index;
}

/* "COUNT(*) c, SUM(v) s, MAX(v) FILTER f m": the last word names the column. */
static inline uint32_t dsl_aggs(struct dsl *d, uint32_t input, const char *text, bool retracting,
                                struct leat_spec_agg *aggs, char names[DSL_COLS][64])
{
	uint32_t count = 0;
	char word[64];

	while (dsl_word(&text, ",", word)) {
		struct leat_spec_agg *agg = &aggs[count];
		const struct leat_expr *args[1];
		uint32_t *cols = LEAT_ARENA_ARRAY(d->arena, uint32_t, 1);
		char *open = strchr(word, '('), *close = strchr(word, ')');
		char *filter = strstr(close, "FILTER "), *name = strrchr(word, ' ') + 1;
		struct leat_str fn = { word, (uint32_t)(open - word) };
		struct leat_err err;
		snprintf(names[count], 64, "%s", name);
		*close = '\0';
		agg->filter = -1;
		if (filter) {
			*strchr(filter + 7, ' ') = '\0';
			agg->filter = (int32_t)dsl_col(d, input, filter + 7);
		}
		uint32_t arg_count = strcmp(open + 1, "*") != 0;
		if (arg_count) {
			cols[0] = dsl_col(d, input, open + 1);
			args[0] = dsl_column(d, input, open + 1);
		}
		agg->args = cols;
		agg->aggregate = leat_aggregate_find(fn);
		ck_assert_ptr_nonnull(agg->aggregate);
		ck_assert_msg(leat_aggregate_bind(d->arena, agg->aggregate, fn,
		                                  (struct leat_span){ 0, 0 }, arg_count, args,
		                                  retracting, d->spec.zone, &agg->call, &err) == 0,
		              "%s", err.message);
		count++;
	}
	return count;
}

static inline uint32_t dsl_keys(struct dsl *d, uint32_t input, const char *text, uint32_t **ret)
{
	uint32_t *keys = LEAT_ARENA_ARRAY(d->arena, uint32_t, DSL_COLS);
	uint32_t count = 0;
	char word[64];

	while (dsl_word(&text, ",", word))
		keys[count++] = dsl_col(d, input, word);
	*ret = keys;
	return count;
}

/* Fields: keys, aggregates. */
static inline void dsl_agg_fields(struct dsl *d, struct leat_spec_node *node, uint32_t input,
                                  const uint32_t *keys, uint32_t key_count,
                                  const struct leat_spec_agg *aggs, uint32_t agg_count,
                                  char names[DSL_COLS][64])
{
	for (uint32_t i = 0; i < key_count; i++)
		((struct leat_field *)node->schema->fields)[i] =
			d->nodes[input].schema->fields[keys[i]];
	for (uint32_t i = 0; i < agg_count; i++)
		dsl_field(node, key_count + i,
		          leat_arena_dup(d->arena, names[i], strlen(names[i])), aggs[i].call.ret);
}

static inline uint32_t dsl_group(struct dsl *d, uint32_t input, const char *keys, const char *aggs)
{
	struct leat_spec_agg *rows = LEAT_ARENA_ARRAY(d->arena, struct leat_spec_agg, DSL_COLS);
	bool retracts = d->nodes[input].kinds != LEAT_KINDS_INSERT;
	char names[DSL_COLS][64];
	uint32_t *cols;
	uint32_t agg_count = dsl_aggs(d, input, aggs, retracts, rows, names);
	uint32_t key_count = dsl_keys(d, input, keys, &cols);
	struct leat_spec_node *node =
		dsl_node(d, LEAT_SPEC_GROUP_AGG, key_count + agg_count, 1, input);

	dsl_agg_fields(d, node, input, cols, key_count, rows, agg_count, names);
	node->kinds = LEAT_KINDS_ALL;
	node->group_agg = (struct leat_spec_group_agg){
		.key_count = key_count, .keys = cols, .agg_count = agg_count, .aggs = rows,
		.input_retracts = retracts, .emit_update_before = true,
	};
	return node->index;
}

/* Windows of the time column; sizes in ms.  Output: keys, aggregates, start, end. */
static inline struct leat_window dsl_window(struct dsl *d, uint32_t input,
                                            enum leat_window_kind kind, const char *time_col,
                                            int64_t size_ms, int64_t slide_ms)
{
	struct leat_window window = { .kind = kind, .time = LEAT_TIME_ROWTIME,
		                      .size_us = size_ms * 1000, .slide_us = slide_ms * 1000 };

	if (time_col) {
		window.time_column = dsl_col(d, input, time_col);
		window.is_local = d->nodes[input].schema->fields[window.time_column].type->id ==
			LEAT_TIMESTAMP_LTZ;
	} else {
		window.time = LEAT_TIME_PROCTIME;
	}
	return window;
}

static inline uint32_t dsl_window_agg(struct dsl *d, uint32_t input, struct leat_window window,
                                      const char *keys, const char *aggs)
{
	static const enum leat_window_property properties[] = { LEAT_WINDOW_START,
		                                                LEAT_WINDOW_END };
	struct leat_spec_agg *rows = LEAT_ARENA_ARRAY(d->arena, struct leat_spec_agg, DSL_COLS);
	bool retracts = d->nodes[input].kinds != LEAT_KINDS_INSERT;
	char names[DSL_COLS][64];
	uint32_t *cols;
	uint32_t agg_count = dsl_aggs(d, input, aggs, retracts, rows, names);
	uint32_t key_count = dsl_keys(d, input, keys, &cols);
	struct leat_spec_node *node =
		dsl_node(d, LEAT_SPEC_WINDOW_AGG, key_count + agg_count + 2, 1, input);
	const struct leat_type *time = dsl_type(d, "TIMESTAMP");

	dsl_agg_fields(d, node, input, cols, key_count, rows, agg_count, names);
	dsl_field(node, key_count + agg_count, "window_start", time);
	dsl_field(node, key_count + agg_count + 1, "window_end", time);
	node->kinds = LEAT_KINDS_INSERT;
	node->window_agg = (struct leat_spec_window_agg){
		.window = window, .start_column = -1, .end_column = -1, .key_count = key_count,
		.keys = cols, .agg_count = agg_count, .aggs = rows, .property_count = 2,
		.properties = properties,
	};
	return node->index;
}

static inline uint32_t dsl_window_tvf(struct dsl *d, uint32_t input, struct leat_window window)
{
	uint32_t count = d->nodes[input].schema->field_count;
	struct leat_spec_node *node = dsl_node(d, LEAT_SPEC_WINDOW_TVF, count + 3, 1, input);

	dsl_field(node, count, "window_start", dsl_type(d, "TIMESTAMP"));
	dsl_field(node, count + 1, "window_end", dsl_type(d, "TIMESTAMP"));
	dsl_field(node, count + 2, "window_time",
	          dsl_type(d, window.is_local ? "LTZ" : "TIMESTAMP"));
	node->window_tvf.window = window;
	return node->index;
}

static inline uint32_t dsl_union(struct dsl *d, uint32_t a, uint32_t b)
{
	return dsl_node(d, LEAT_SPEC_UNION, d->nodes[a].schema->field_count, 2, a, b)->index;
}

/* order: "v DESC, k". */
static inline uint32_t dsl_sort(struct dsl *d, uint32_t input, const char *order, int64_t offset,
                                int64_t limit, bool is_updating)
{
	struct leat_spec_order *rows = LEAT_ARENA_ARRAY(d->arena, struct leat_spec_order, DSL_COLS);
	uint32_t count = 0;
	char word[64];
	struct leat_spec_node *node = dsl_node(d, LEAT_SPEC_SORT_LIMIT,
	                                       d->nodes[input].schema->field_count, 1, input);

	while (dsl_word(&order, ",", word)) {
		char *space = strchr(word, ' ');
		if (space)
			*space = '\0';
		rows[count] = (struct leat_spec_order){ .column = dsl_col(d, input, word),
			                                .descending = space != NULL,
			                                .nulls_first = !space };
		count++;
	}
	node->sort_limit = (struct leat_spec_sort_limit){
		.order_count = count, .order = rows, .offset = offset, .limit = limit,
		.is_updating = is_updating,
	};
	if (is_updating)
		node->kinds = LEAT_KINDS_ALL;
	return node->index;
}

static inline uint32_t dsl_sink(struct dsl *d, uint32_t input)
{
	struct leat_spec_node *node = dsl_node(d, LEAT_SPEC_SINK,
	                                       d->nodes[input].schema->field_count, 1, input);

	node->sink.kinds = LEAT_KINDS_ALL;
	return node->index;
}

/* ---- rows ---- */

static inline void dsl_put_value(struct leat_col_builder *b, const struct leat_type *type,
                                 const char *word)
{
	if (!strcmp(word, "null"))
		leat_col_builder_null(b);
	else if (leat_type_is_timestamp(type))
		leat_col_builder_i64(b, strtoll(word, NULL, 10) * 1000);
	else if (leat_type_phys(type) == LEAT_PHYS_I64)
		leat_col_builder_i64(b, strtoll(word, NULL, 10));
	else if (leat_type_phys(type) == LEAT_PHYS_F64)
		leat_col_builder_f64(b, strtod(word, NULL));
	else if (leat_type_phys(type) == LEAT_PHYS_BOOL)
		leat_col_builder_bool(b, *word == 't');
	else
		leat_col_builder_copy_bytes(b, leat_str_of(word));
}

static inline void dsl_get_value(const struct leat_col *col, uint32_t row, struct leat_buf *out)
{
	leat_buf_char(out, ' ');
	if (leat_col_is_null(col, row))
		leat_buf_text(out, "null");
	else if (leat_type_is_timestamp(col->type))
		leat_buf_i64(out, col->i64[row] / 1000);
	else if (leat_type_phys(col->type) == LEAT_PHYS_I64)
		leat_buf_i64(out, col->i64[row]);
	else if (leat_type_phys(col->type) == LEAT_PHYS_F64)
		leat_buf_printf(out, "%g", col->f64[row]);
	else if (leat_type_phys(col->type) == LEAT_PHYS_BOOL)
		leat_buf_text(out, col->boolean[row] ? "true" : "false");
	else
		leat_buf_str(out, col->bytes[row]);
}

static inline void dsl_put_row(struct leat_batch_builder *b, const struct leat_schema *schema,
                               const char *line)
{
	enum leat_row_kind kind = LEAT_INSERT;
	char word[64];

	for (int k = 0; k <= LEAT_DELETE; k++)
		if (!strncmp(line, leat_row_kind_name((enum leat_row_kind)k), 2)) {
			kind = (enum leat_row_kind)k;
			line += 2;
			break;
		}
	for (uint32_t i = 0; i < schema->field_count; i++) {
		ck_assert_msg(dsl_word(&line, " ", word), "a value is missing");
		dsl_put_value(leat_batch_builder_col(b, i), schema->fields[i].type, word);
	}
	leat_batch_builder_row(b, kind);
}

/* ---- runs ---- */

static inline bool dsl_has_room(void *owner, uint32_t node)
{
	(void)node;
	return ((struct dsl *)owner)->room_left > 0;
}

static inline int dsl_write(void *owner, uint32_t node, struct leat_batch *batch,
                            struct leat_err *err)
{
	struct dsl *d = owner;
	struct leat_buf *out = &d->out[node];

	(void)err;
	d->room_left--;
	ck_assert_uint_gt(batch->sel.count, 0);
	ck_assert_uint_le(batch->row_count, LEAT_BATCH_ROWS);
	for (uint32_t i = 0; i < batch->sel.count; i++) {
		uint32_t row = leat_sel_row(batch->sel, i);
		ck_assert_uint_lt(row, batch->row_count);
		leat_buf_text(out, leat_row_kind_name(leat_batch_kind(batch, row)));
		for (uint32_t k = 0; k < batch->schema->field_count; k++)
			dsl_get_value(&batch->cols[k], row, out);
		leat_buf_char(out, '\n');
	}
	return 0;
}

static inline void dsl_end(void *owner, uint32_t node)
{
	(void)owner;
	(void)node;
}

static const struct leat_graph_events dsl_events = { dsl_has_room, dsl_write, dsl_end };

static inline struct leat_graph *dsl_graph(struct dsl *d)
{
	struct leat_graph *graph;

	ck_assert_msg(leat_graph_new(&d->spec, &dsl_events, d, NULL, &graph, &d->err) == 0, "%s",
	              d->err.message);
	for (uint32_t i = 0; i < d->scan_count; i++)
		leat_graph_set_splits(graph, d->scans[i], d->splits);
	return graph;
}

/* Run until nothing moves though the sinks have room. */
static inline int dsl_turn(struct dsl *d, struct leat_graph *graph, int64_t now_us)
{
	uint32_t rounds = 0;

	for (;;) {
		d->room_left = d->sink_room;
		int r = leat_graph_run(graph, now_us, d->turn_batches, &d->err);
		if (r < 0)
			return r;
		if (r == 0 && d->room_left)
			return 0;
		ck_assert_msg(++rounds < 1000000, "the graph does not come to rest");
	}
}

/* Add what the operators counted; a restart begins again at 0. */
static inline void dsl_collect_stats(struct dsl *d, struct leat_graph *graph)
{
	for (uint32_t i = 0; i < d->spec.node_count; i++) {
		struct leat_op_stats s;
		leat_graph_stats(graph, i, &s);
		ck_assert_uint_eq(s.rows_in + s.created,
		                  s.rows_out + s.filtered + s.late + s.absorbed);
		d->stats[i].rows_in += s.rows_in;
		d->stats[i].rows_out += s.rows_out;
		d->stats[i].filtered += s.filtered;
		d->stats[i].late += s.late;
		d->stats[i].absorbed += s.absorbed;
		d->stats[i].created += s.created;
		d->stats[i].state_keys = s.state_keys;
		d->stats[i].watermark_us = s.watermark_us;
	}
}

static inline struct leat_graph *dsl_restart(struct dsl *d, struct leat_graph *graph)
{
	struct leat_buf snapshot;

	leat_buf_init(&snapshot, SIZE_MAX);
	ck_assert(leat_graph_is_drained(graph));
	leat_graph_snapshot(graph, &snapshot);
	dsl_collect_stats(d, graph);
	leat_graph_free(graph);
	graph = dsl_graph(d);
	ck_assert_msg(leat_graph_restore(graph, leat_buf_view(&snapshot), &d->err) == 0, "%s",
	              d->err.message);
	leat_buf_done(&snapshot);
	return graph;
}

/* One run: batches of batch_rows, a restart after restart_row rows (UINT32_MAX: none). */
static inline int dsl_run(struct dsl *d, const char *input, uint32_t batch_rows,
                          uint32_t restart_row)
{
	struct leat_graph *graph = dsl_graph(d);
	struct leat_batch_builder *b = NULL;
	uint32_t scan = d->scan_count ? d->scans[0] : 0, split = 0, row = 0;
	int64_t now_us = 1000000;
	int r = 0;

	memset(d->stats, 0, sizeof(d->stats));
	for (int i = 0; i < DSL_NODES; i++)
		leat_buf_clear(&d->out[i]);
	for (const char *line = input; !r;) {
		char text[512] = "";
		size_t n = strcspn(line, "\n");
		bool at_end = !*line, is_row = n && *line != '@';
		ck_assert_uint_lt(n, sizeof(text));
		memcpy(text, line, n);
		if (b && (!is_row || leat_batch_builder_rows(b) == batch_rows ||
		          row == restart_row)) {
			struct leat_batch *batch = leat_batch_builder_finish(b);
			b = NULL;
			ck_assert(leat_graph_wants(graph, scan));
			r = leat_graph_feed(graph, scan, split, batch, &d->err);
			leat_batch_unref(batch);
			if (!r)
				r = dsl_turn(d, graph, now_us);
		}
		if (r || at_end)
			break;
		if (row == restart_row) {
			graph = dsl_restart(d, graph);
			restart_row = UINT32_MAX;
		}
		if (!strncmp(text, "@scan ", 6))
			scan = d->scans[atoi(text + 6)];
		else if (!strncmp(text, "@split ", 7))
			split = (uint32_t)atoi(text + 7);
		else if (!strncmp(text, "@time ", 6))
			now_us = strtoll(text + 6, NULL, 10) * 1000;
		else if (!strcmp(text, "@idle"))
			r = dsl_turn(d, graph, now_us);
		else if (is_row) {
			if (!b)
				b = leat_batch_builder_new(d->nodes[scan].schema);
			dsl_put_row(b, d->nodes[scan].schema, text);
			row++;
		}
		line += n + (line[n] == '\n');
	}
	for (uint32_t i = 0; i < d->scan_count; i++)
		leat_graph_end(graph, d->scans[i]);
	if (!r)
		r = dsl_turn(d, graph, now_us);
	if (!r) {
		ck_assert(leat_graph_is_finished(graph));
		ck_assert(leat_graph_is_drained(graph));
		dsl_collect_stats(d, graph);
	}
	leat_batch_builder_free(b);
	leat_graph_free(graph);
	return r;
}

static inline void dsl_compare(struct dsl *d, uint32_t sink, const char *want, const char *variant)
{
	const char *got = leat_buf_cstr(&d->out[sink]);

	if (!strcmp(got, want))
		return;
	fprintf(stderr, "--- want (%s)\n%s--- got\n%s", variant, want, got);
	ck_abort_msg("the output differs: %s", variant);
}

static inline uint32_t dsl_count_rows(const char *input)
{
	uint32_t count = 0;

	for (const char *line = input; *line; line += strcspn(line, "\n"), line += *line == '\n')
		count += *line != '@' && *line != '\n';
	return count;
}

/* Check the text of the last node, a sink, over all variants. */
static inline void dsl_check(struct dsl *d, const char *input, const char *want)
{
	static const uint32_t sizes[] = { LEAT_BATCH_ROWS, 1, 3 };
	uint32_t sink = d->spec.node_count - 1, rows = dsl_count_rows(input);
	char variant[64];

	for (size_t i = 0; i < LEAT_COUNT(sizes); i++) {
		snprintf(variant, sizeof(variant), "batches of %u", sizes[i]);
		ck_assert_msg(dsl_run(d, input, sizes[i], UINT32_MAX) == 0, "%s", d->err.message);
		dsl_compare(d, sink, want, variant);
	}
	for (uint32_t at = 0; at <= rows && at < 40 && !d->never_restarts; at++) {
		snprintf(variant, sizeof(variant), "restart after %u rows", at);
		ck_assert_msg(dsl_run(d, input, 3, at) == 0, "%s", d->err.message);
		dsl_compare(d, sink, want, variant);
	}
}
