/* SPDX-License-Identifier: Apache-2.0 */
/* Planning and running a golden test: a session with the connector `test`, and a graph whose scans
 * are fed from the file and whose sinks print. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "exec/graph.h"
#include "formats/formats.h"
#include "golden.h"
#include "leat/sink.h"
#include "leat/source.h"
#include "plan/plan.h"
#include "types/render.h"

enum { TURN_BATCHES = 4, START_US = 1000000 };

/* ---- the connector ---- */

static enum leat_sink_mode any_mode(const struct leat_table *table)
{
	return table->key_count ? LEAT_SINK_UPSERT : LEAT_SINK_RETRACT;
}

static bool is_always_bounded(const struct leat_table *table)
{
	(void)table;
	return true;
}

static const struct leat_opt no_options[] = { { .name = NULL } };
static const struct leat_source_type source_type = { .source_size = sizeof(struct leat_source) };
static const struct leat_sink_type sink_type = { .sink_size = sizeof(struct leat_sink),
	                                         .mode = any_mode };
static const struct leat_connector test_connector = {
	.name = "test",
	.doc = "Reads the sections of a golden test and prints.",
	.opts = no_options,
	.needs_format = true,
	.default_format = "json",
	.source = &source_type,
	.sink = &sink_type,
	.is_bounded = is_always_bounded,
};
static const struct leat_connector *const connectors[] = { &test_connector, NULL };

/* JSON whose lines begin with a row kind. */
static struct leat_format changelog_json;
static const struct leat_format *const formats[] = { &leat_format_json, &changelog_json, NULL };
static const struct leat_registry registry = { connectors, formats };

static void make_formats(void)
{
	changelog_json = leat_format_json;
	changelog_json.name = "changelog-json";
	changelog_json.kinds = LEAT_KINDS_ALL;
}

/* ---- one graph ---- */

/* A scan and what decodes its lines. */
struct scan {
	uint32_t node;
	struct leat_decoder *decoder;
};

struct play {
	const struct golden_file *file;
	const struct golden_variant *variant;
	struct golden_result *result;
	const struct leat_spec *spec;
	struct leat_arena *arena;
	struct leat_graph *graph;
	uint32_t fed_rows;
	int64_t now_us;
	uint32_t room;
	uint64_t late, filtered, absorbed, created; /* Of graphs that are gone. */
	struct leat_err err;
};

static bool has_room(void *owner, uint32_t node)
{
	(void)node;
	return ((struct play *)owner)->room > 0;
}

static int write_rows(void *owner, uint32_t node, struct leat_batch *batch, struct leat_err *err)
{
	struct play *play = owner;
	const struct leat_table *table = play->spec->nodes[node].sink.table;
	struct leat_buf *out = &play->result->text[GOLDEN_OUTPUT];

	(void)err;
	play->room--;
	for (uint32_t i = 0; i < batch->sel.count; i++) {
		uint32_t row = leat_sel_row(batch->sel, i);
		leat_buf_char(out, '{');
		if (table)
			leat_buf_printf(out, "\"table\":\"%.*s\",", LEAT_STR_ARG(table->name));
		leat_buf_printf(out, "\"op\":\"%s\",\"row\":",
		                leat_row_kind_name(leat_batch_kind(batch, row)));
		leat_render_json_row(batch->schema, batch->cols, row, play->spec->zone, out);
		leat_buf_text(out, "}\n");
	}
	return 0;
}

static void end_rows(void *owner, uint32_t node)
{
	(void)owner;
	(void)node;
}

static const struct leat_graph_events events = { has_room, write_rows, end_rows };

static int open_graph(struct play *play)
{
	return leat_graph_new(play->spec, &events, play, NULL, &play->graph, &play->err);
}

/* Run until nothing moves; the sinks take one batch at a time. */
static int turn(struct play *play)
{
	for (;;) {
		play->room = 1;
		int r = leat_graph_run(play->graph, play->now_us, TURN_BATCHES, &play->err);
		if (r < 0)
			return r;
		if (r == 0 && play->room)
			return 0;
	}
}

static void count(struct play *play)
{
	for (uint32_t i = 0; i < play->spec->node_count; i++) {
		struct leat_op_stats s;
		leat_graph_stats(play->graph, i, &s);
		ck_assert_msg(s.rows_in + s.created ==
		                      s.rows_out + s.filtered + s.late + s.absorbed,
		              "rows of %s do not add up", play->spec->nodes[i].name);
		play->late += s.late;
		play->filtered += s.filtered;
		play->absorbed += s.absorbed;
		play->created += s.created;
	}
}

static int restart(struct play *play)
{
	struct leat_buf snapshot;
	int r;

	leat_buf_init(&snapshot, SIZE_MAX);
	ck_assert(leat_graph_is_drained(play->graph));
	leat_graph_snapshot(play->graph, &snapshot);
	count(play);
	play->graph = leat_graph_free(play->graph);
	r = open_graph(play);
	if (!r)
		r = leat_graph_restore(play->graph, leat_buf_view(&snapshot), &play->err);
	leat_buf_done(&snapshot);
	return r;
}

/* ---- feeding ---- */

static struct leat_decoder *new_decoder(struct play *play, const struct leat_spec_node *node)
{
	const struct leat_table *table = node->scan.table;
	struct leat_schema *physical = LEAT_ARENA_NEW(play->arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(play->arena, struct leat_field,
	                                             table->column_count);
	int32_t *wanted = LEAT_ARENA_ARRAY(play->arena, int32_t, table->column_count);
	struct leat_decode_spec spec = { .arena = play->arena, .physical = physical, .wanted = wanted,
		                         .wanted_count = node->scan.column_count,
		                         .zone = play->spec->zone };

	for (uint32_t i = 0; i < table->column_count; i++) {
		ck_assert_msg(!table->columns[i].metadata_key, "test tables have no metadata");
		fields[i] = (struct leat_field){ table->columns[i].name, table->columns[i].type };
		wanted[i] = -1;
	}
	for (uint32_t i = 0; i < node->scan.column_count; i++)
		wanted[node->scan.columns[i]] = (int32_t)i;
	physical->field_count = table->column_count;
	physical->fields = fields;
	return table->format->decoder_new(table->format_config, &spec);
}

static int feed(struct play *play, const struct scan *scan, uint32_t split, uint32_t record_count,
                const struct leat_record *records, const uint8_t *kinds)
{
	const struct leat_spec_node *node = &play->spec->nodes[scan->node];
	struct leat_batch *batch = leat_batch_new(node->schema);
	struct leat_decoded *decoded = LEAT_ARENA_NEW(batch->arena, struct leat_decoded);
	uint8_t *row_kinds = leat_arena_alloc(batch->arena, LEAT_BATCH_ROWS);

	node->scan.table->format->decode(scan->decoder, records, record_count, batch->arena,
	                                 batch->cols, decoded);
	ck_assert_msg(decoded->bad_count == 0, "%s", decoded->bad[0].err.message);
	ck_assert_uint_eq(decoded->consumed_count, record_count);
	for (uint32_t i = 0; i < decoded->row_count; i++)
		row_kinds[i] = kinds[decoded->record_of_row[i]];
	batch->row_count = decoded->row_count;
	leat_batch_select_all(batch);
	if (node->scan.table->format == &changelog_json)
		batch->kinds = row_kinds;
	ck_assert(leat_graph_wants(play->graph, scan->node));
	int r = leat_graph_feed(play->graph, scan->node, split, batch, &play->err);
	leat_batch_unref(batch);
	return r ? r : turn(play);
}

/* The kind in front of a line, and the line behind it. */
static uint8_t take_kind(const char **line)
{
	for (int kind = LEAT_INSERT; kind <= LEAT_DELETE; kind++)
		if (!strncmp(*line, leat_row_kind_name((enum leat_row_kind)kind), 2)) {
			*line += 3;
			return (uint8_t)kind;
		}
	return LEAT_INSERT;
}

static int feed_lines(struct play *play, const struct scan *scan, const char *text)
{
	struct leat_record records[LEAT_BATCH_ROWS];
	uint8_t kinds[LEAT_BATCH_ROWS];
	uint32_t n = 0, split = 0;
	int64_t position = 0;
	int r = 0;

	while (!r) {
		size_t bytes = strcspn(text, "\n");
		const char *line = text;
		bool is_row = *line && strncmp(line, "split ", 6) && strncmp(line, "time ", 5);
		if (n && (!is_row || n == play->variant->batch_rows ||
		          play->fed_rows == play->variant->restart_after)) {
			r = feed(play, scan, split, n, records, kinds);
			n = 0;
		}
		if (!r && play->fed_rows == play->variant->restart_after) {
			play->fed_rows++; /* Once. */
			r = restart(play);
		}
		if (r || !*line)
			break;
		if (is_row) {
			kinds[n] = take_kind(&line);
			records[n++] = (struct leat_record){
				.value = { line, (uint32_t)(text + bytes - line) },
				.position = position++,
				.timestamp_us = LEAT_TIMESTAMP_NONE,
			};
			play->fed_rows++;
		} else if (*line == 's') {
			split = (uint32_t)strtoul(line + 6, NULL, 10);
		} else {
			play->now_us = strtoll(line + 5, NULL, 10) * 1000;
			r = turn(play);
		}
		text += bytes + (text[bytes] == '\n');
	}
	return r;
}

static int feed_table(struct play *play, const struct golden_input *input)
{
	for (uint32_t i = 0; i < play->spec->node_count; i++) {
		const struct leat_spec_node *node = &play->spec->nodes[i];
		if (node->kind != LEAT_SPEC_SCAN ||
		    strlen(input->table) != node->scan.table->name.n ||
		    strncmp(input->table, node->scan.table->name.p, node->scan.table->name.n))
			continue;
		struct scan scan = { i, new_decoder(play, node) };
		int r = feed_lines(play, &scan, input->text);
		if (node->scan.table->format->decoder_free)
			node->scan.table->format->decoder_free(scan.decoder);
		if (r)
			return r;
	}
	return 0;
}

static int play_spec(struct play *play, const struct leat_spec *spec)
{
	int r;

	play->spec = spec;
	play->fed_rows = 0;
	play->now_us = START_US;
	r = open_graph(play);
	if (!r)
		r = turn(play);
	for (uint32_t i = 0; !r && i < play->file->input_count; i++)
		r = feed_table(play, &play->file->inputs[i]);
	for (uint32_t i = 0; !r && i < spec->node_count; i++)
		if (spec->nodes[i].kind == LEAT_SPEC_SCAN)
			leat_graph_end(play->graph, i);
	if (!r)
		r = turn(play);
	if (!r) {
		ck_assert(leat_graph_is_finished(play->graph));
		count(play);
	}
	play->graph = leat_graph_free(play->graph);
	return r;
}

/* ---- scripts ---- */

static void print_batches(const struct leat_result *result, struct leat_buf *out)
{
	for (uint32_t i = 0; i < result->batch_count; i++) {
		const struct leat_batch *batch = result->batches[i];
		for (uint32_t k = 0; k < batch->sel.count; k++) {
			leat_buf_text(out, "{\"op\":\"+I\",\"row\":");
			leat_render_json_row(batch->schema, batch->cols,
			                     leat_sel_row(batch->sel, k), NULL, out);
			leat_buf_text(out, "}\n");
		}
	}
}

static int play_plan(struct play *play, const struct leat_plan *plan)
{
	struct leat_buf *out = &play->result->text[GOLDEN_OUTPUT];
	struct leat_buf *shape = &play->result->text[GOLDEN_PLAN];

	for (uint32_t i = 0; i < plan->result_count; i++) {
		const struct leat_result *result = &plan->results[i];
		if (result->kind != LEAT_RESULT_ROWS && result->kind != LEAT_RESULT_QUERY)
			continue;
		leat_render_json_schema(result->schema, out);
		leat_buf_char(out, '\n');
		if (result->kind == LEAT_RESULT_ROWS) {
			print_batches(result, out);
			continue;
		}
		leat_spec_print(result->spec, shape);
		LEAT_TRY(play_spec(play, result->spec));
	}
	if (!plan->spec)
		return 0;
	leat_spec_print(plan->spec, shape);
	return play_spec(play, plan->spec);
}

static void apply_settings(struct leat_session *session, const char *text)
{
	struct leat_err err;

	for (; text && *text; text += strcspn(text, "\n"), text += *text == '\n') {
		size_t n = strcspn(text, "\n"), key = strcspn(text, " =");
		const char *value = strchr(text, '=') + 1;
		value += strspn(value, " ");
		ck_assert_msg(leat_session_set(session, (struct leat_str){ text, (uint32_t)key },
		                               (struct leat_str){ value, (uint32_t)(text + n - value) },
		                               &err) == 0,
		              "%s", err.message);
	}
}

/* Only the counters that the file names. */
static void print_counters(struct play *play)
{
	const struct {
		const char *name;
		uint64_t value;
	} counters[] = { { "late", play->late },
		         { "filtered", play->filtered },
		         { "absorbed", play->absorbed },
		         { "created", play->created } };
	const char *wanted = play->file->wanted[GOLDEN_COUNTERS];

	for (const char *line = wanted; line && *line;
	     line += strcspn(line, "\n"), line += *line == '\n')
		for (size_t i = 0; i < LEAT_COUNT(counters); i++)
			if (!strncmp(line, counters[i].name, strcspn(line, " ")))
				leat_buf_printf(&play->result->text[GOLDEN_COUNTERS], "%s %llu\n",
				                counters[i].name,
				                (unsigned long long)counters[i].value);
}

void golden_run(const struct golden_file *file, const struct golden_variant *variant,
                struct golden_result *ret)
{
	struct play play = { .file = file, .variant = variant, .result = ret,
		             .arena = leat_arena_new(0) };
	struct leat_str text = leat_str_of(file->query);
	struct leat_session *session;
	struct leat_plan *plan = NULL;
	struct leat_diags diags;

	make_formats();
	for (int i = 0; i < GOLDEN_CHECKED; i++)
		leat_buf_init(&ret->text[i], SIZE_MAX);
	session = leat_session_new(&registry);
	apply_settings(session, file->settings);
	leat_diags_init(&diags, play.arena);
	if (leat_session_plan(session, text, &diags, &plan) == 0 && play_plan(&play, plan))
		leat_diags_add(&diags, LEAT_SEVERITY_ERROR, &play.err);
	leat_diags_render(&diags, "query", text, &ret->text[GOLDEN_ERROR]);
	print_counters(&play);
	if (!file->wanted[GOLDEN_ERROR] && diags.error_count)
		fprintf(stderr, "%s", leat_buf_cstr(&ret->text[GOLDEN_ERROR]));
	ck_assert_msg(getenv("GOLDEN_UPDATE") || file->wanted[GOLDEN_ERROR] || !diags.error_count,
	              "an error that is not expected");
	leat_plan_free(plan);
	leat_session_free(session);
	leat_arena_free(play.arena);
}

void golden_result_done(struct golden_result *result)
{
	for (int i = 0; i < GOLDEN_CHECKED; i++)
		leat_buf_done(&result->text[i]);
}
