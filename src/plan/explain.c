/* SPDX-License-Identifier: Apache-2.0 */
/* EXPLAIN: the stages of a query in Flink's look. */
#include "base/json.h"
#include "base/limits.h"
#include "plan/statement_int.h"
#include "sql/print.h"

/* The plan that is run, as a tree. */
struct printer {
	const struct leat_spec *spec; /* what is printed */
	struct leat_buf *out;         /* where to */
	bool kinds;                   /* changelogMode=[..] */
	bool reuse;                   /* equal parts once, by reference afterwards */
	uint32_t *readers;            /* per node: how many read it */
	uint32_t *reuse_ids; /* per node: its number once it has been printed; 0: not yet */
	uint32_t next_id;    /* of reuse_ids */
};

static void indent(struct printer *p, uint64_t open, uint32_t depth)
{
	for (uint32_t i = 1; i < depth; i++)
		leat_buf_text(p->out, i < 64 && open >> i & 1 ? ":  " : "   ");
	if (depth)
		leat_buf_text(p->out, depth < 64 && open >> depth & 1 ? ":- " : "+- ");
}

static void print_kinds(struct printer *p, unsigned kinds, bool is_sink)
{
	static const char *const names[] = { "I", "UB", "UA", "D" };
	bool any = false;

	leat_buf_text(p->out, ", changelogMode=[");
	if (is_sink)
		leat_buf_text(p->out, "NONE");
	for (uint32_t i = 0; i < LEAT_COUNT(names) && !is_sink; i++)
		if (kinds >> i & 1) {
			leat_buf_printf(p->out, "%s%s", any ? "," : "", names[i]);
			any = true;
		}
	leat_buf_char(p->out, ']');
}

/* The label with what belongs inside its last parenthesis. */
static void print_label(struct printer *p, const struct leat_spec_node *node)
{
	struct leat_str label = { node->label, (uint32_t)__builtin_strlen(node->label) };

	label.n--;
	leat_buf_str(p->out, label);
	if (p->kinds)
		print_kinds(p, node->kinds, node->kind == LEAT_SPEC_SINK && node->sink.table);
	leat_buf_char(p->out, ')');
}

static void print_columns(struct printer *p, const struct leat_schema *schema, uint32_t count,
                          const uint32_t *columns)
{
	for (uint32_t i = 0; i < count; i++)
		leat_buf_printf(p->out, "%s%.*s", i ? ", " : "",
		                LEAT_STR_ARG(schema->fields[columns[i]].name));
}

/* Where Flink would shuffle.  Here nothing moves, but users know the picture. */
static bool print_exchange(struct printer *p, const struct leat_spec_node *node, uint64_t open,
                           uint32_t depth)
{
	const struct leat_spec_node *input;
	uint32_t count = 0;
	const uint32_t *keys = NULL;

	if (node->kind == LEAT_SPEC_GROUP_AGG) {
		count = node->group_agg.key_count;
		keys = node->group_agg.keys;
	} else if (node->kind == LEAT_SPEC_WINDOW_AGG) {
		count = node->window_agg.key_count;
		keys = node->window_agg.keys;
	} else if (node->kind != LEAT_SPEC_SORT_LIMIT) {
		return false;
	}
	input = &p->spec->nodes[node->inputs[0]];
	indent(p, open, depth);
	leat_buf_text(p->out,
	              count ? "Exchange(distribution=[hash[" : "Exchange(distribution=[single]");
	print_columns(p, input->schema, count, keys);
	leat_buf_text(p->out, count ? "]]" : "");
	if (p->kinds)
		print_kinds(p, input->kinds, false);
	leat_buf_text(p->out, ")\n");
	return true;
}

static void print_node(struct printer *p, uint32_t index, uint64_t open, uint32_t depth)
{
	const struct leat_spec_node *node = &p->spec->nodes[index];

	indent(p, open, depth);
	if (p->reuse && p->reuse_ids[index]) {
		leat_buf_printf(p->out, "Reused(reference_id=[%u])\n", p->reuse_ids[index]);
		return;
	}
	print_label(p, node);
	if (p->reuse && p->readers[index] > 1) {
		p->reuse_ids[index] = p->next_id++;
		leat_buf_printf(p->out, "(reuse_id=[%u])", p->reuse_ids[index]);
	}
	leat_buf_char(p->out, '\n');
	for (uint32_t i = 0; i < node->input_count; i++) {
		uint64_t bit = depth + 1 < 64 ? UINT64_C(1) << (depth + 1) : 0;
		uint64_t below = i + 1 < node->input_count ? open | bit : open & ~bit;
		bool exchanged = print_exchange(p, node, below, depth + 1);

		print_node(p, node->inputs[i], exchanged ? below & ~(bit << 1) : below,
		           depth + 1 + exchanged);
	}
}

static void print_spec(const struct leat_spec *spec, bool kinds, bool reuse, struct leat_buf *out)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct printer p = {
		.spec = spec,
		.out = out,
		.kinds = kinds,
		.reuse = reuse,
		.readers = LEAT_ARENA_ARRAY(arena, uint32_t, spec->node_count + 1),
		.reuse_ids = LEAT_ARENA_ARRAY(arena, uint32_t, spec->node_count + 1),
		.next_id = 1,
	};
	bool first = true;

	for (uint32_t i = 0; i < spec->node_count; i++)
		for (uint32_t k = 0; k < spec->nodes[i].input_count; k++)
			p.readers[spec->nodes[i].inputs[k]]++;
	for (uint32_t i = 0; i < spec->node_count; i++) {
		const struct leat_spec_node *node = &spec->nodes[i];

		if (node->kind != LEAT_SPEC_SINK)
			continue;
		leat_buf_text(out, first ? "" : "\n");
		first = false;
		print_node(&p, node->sink.table ? i : node->inputs[0], 0, 0);
	}
	leat_arena_free(arena);
}

void leat_query_explain(const struct leat_query *query, unsigned flags, struct leat_buf *out)
{
	leat_buf_text(out, "== Abstract Syntax Tree ==\n");
	for (uint32_t i = 0; i < query->sink_count; i++) {
		leat_buf_text(out, i ? "\n" : "");
		leat_rel_print(query->bound[i], out);
	}
	leat_buf_text(out, "\n== Optimized Physical Plan ==\n");
	print_spec(query->spec, flags & LEAT_EXPLAIN_CHANGELOG, false, out);
	leat_buf_text(out, "\n== Optimized Execution Plan ==\n");
	print_spec(query->spec, false, true, out);
	if (!(flags & LEAT_EXPLAIN_DETAILS))
		return;
	leat_buf_text(out, "\n== Operators ==\n");
	for (uint32_t i = 0; i < query->spec->node_count; i++) {
		const struct leat_spec_node *node = &query->spec->nodes[i];

		leat_buf_printf(out, "%u %s\n", i + 1, node->name);
		for (uint32_t f = 0; f < node->schema->field_count; f++) {
			leat_buf_printf(out, "    %.*s ",
			                LEAT_STR_ARG(node->schema->fields[f].name));
			leat_type_print(node->schema->fields[f].type, true, out);
			leat_buf_char(out, '\n');
		}
	}
}

static const char *pact_of(const struct leat_spec_node *node)
{
	if (node->kind == LEAT_SPEC_SCAN || node->kind == LEAT_SPEC_VALUES)
		return "Data Source";
	return node->kind == LEAT_SPEC_SINK ? "Data Sink" : "Operator";
}

void leat_query_explain_json(const struct leat_query *query, struct leat_buf *out)
{
	struct leat_json_writer *w = leat_json_writer_new(out, false);

	leat_json_write_object(w);
	leat_json_write_key(w, "nodes");
	leat_json_write_array(w);
	for (uint32_t i = 0; i < query->spec->node_count; i++) {
		const struct leat_spec_node *node = &query->spec->nodes[i];

		leat_json_write_object(w);
		leat_json_write_key(w, "id");
		leat_json_write_i64(w, i + 1);
		leat_json_write_key(w, "type");
		leat_json_write_text(w, node->name);
		leat_json_write_key(w, "pact");
		leat_json_write_text(w, pact_of(node));
		leat_json_write_key(w, "contents");
		leat_json_write_text(w, node->label);
		leat_json_write_key(w, "parallelism");
		leat_json_write_i64(w, 1);
		leat_json_write_key(w, "predecessors");
		leat_json_write_array(w);
		for (uint32_t k = 0; k < node->input_count; k++) {
			leat_json_write_object(w);
			leat_json_write_key(w, "id");
			leat_json_write_i64(w, node->inputs[k] + 1);
			leat_json_write_key(w, "ship_strategy");
			leat_json_write_text(w, "FORWARD");
			leat_json_write_object_end(w);
		}
		leat_json_write_array_end(w);
		leat_json_write_object_end(w);
	}
	leat_json_write_array_end(w);
	leat_json_write_object_end(w);
	leat_json_writer_free(w);
}

/* ---- the statement ---- */

/* Plan the statement without adding it to the script's job. */
static const struct leat_query *plan(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	struct leat_statement inner = *s;
	struct leat_lowering with;
	int r;

	if (stmt->kind == LEAT_AST_STMT_QUERY)
		return leat_statement_query(s, stmt->query, true);
	inner.accesses = (struct leat_access_list){ .count = 0 };
	inner.sinks.items = NULL;
	inner.sinks.count = inner.sinks.capacity = 0;
	inner.results.items = NULL;
	inner.results.count = inner.results.capacity = 0;
	r = leat_statement_run(&inner, stmt);
	s->goes_on = true;
	if (r || leat_statement_lowering(s, &with))
		return NULL;
	return leat_query_plan(&with, inner.sinks.count, inner.sinks.items);
}

/* Leat's own stages. */
static void print_stages(const struct leat_ast_stmt *stmt, const struct leat_query *query,
                         unsigned flags, struct leat_buf *out)
{
	if (flags & LEAT_AST_EXPLAIN_AST) {
		leat_sql_print_stmt(stmt, out);
		leat_buf_char(out, '\n');
	}
	for (uint32_t i = 0; flags & LEAT_AST_EXPLAIN_LOGICAL && i < query->sink_count; i++)
		leat_rel_print(query->optimized[i], out);
	if (flags & LEAT_AST_EXPLAIN_PHYSICAL)
		leat_spec_print(query->spec, out);
}

int leat_explain(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	const struct leat_ast_explain *explain = &stmt->explain;
	const unsigned own = LEAT_AST_EXPLAIN_AST | LEAT_AST_EXPLAIN_LOGICAL |
	                     LEAT_AST_EXPLAIN_PHYSICAL;
	const struct leat_query *query;
	struct leat_buf out;

	s->goes_on = true;
	query = plan(s, explain->stmt);
	if (!query)
		return -1;
	leat_buf_init(&out, LEAT_LIMIT_HTTP_BODY_BYTES);
	if (explain->flags & own) {
		print_stages(explain->stmt, query, explain->flags, &out);
	} else {
		leat_query_explain(query,
		                   explain->flags & LEAT_AST_EXPLAIN_CHANGELOG_MODE
		                           ? LEAT_EXPLAIN_CHANGELOG
		                           : 0,
		                   &out);
		if (explain->flags & LEAT_AST_EXPLAIN_JSON) {
			leat_buf_text(&out, "\n== Physical Execution Plan ==\n");
			leat_query_explain_json(query, &out);
		}
	}
	leat_show_text(s, stmt->span, "result", leat_buf_view(&out));
	leat_buf_done(&out);
	return 0;
}
