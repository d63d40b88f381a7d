/* SPDX-License-Identifier: Apache-2.0 */
/* The list of all functions, and what is made from it: look-up and documentation. */
#include "expr/registry.h"

#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "expr/expr.h"

static const struct leat_function *const functions[] = {
	leat_functions_comparison,  leat_functions_logical,    leat_functions_arithmetic,
	leat_functions_math,        leat_functions_string,     leat_functions_pad,
	leat_functions_text_search, leat_functions_regexp,     leat_functions_encoding,
	leat_functions_url,         leat_functions_temporal,   leat_functions_temporal_text,
	leat_functions_conditional, leat_functions_conversion, leat_functions_construction,
	leat_functions_collection,  leat_functions_array_set,  leat_functions_json,
	leat_functions_json_path,   leat_functions_hash,       NULL,
};

static const struct leat_aggregate *const aggregates[] = {
	leat_aggregates_basic,
	leat_aggregates_extreme,
	leat_aggregates_statistics,
	leat_aggregates_order,
	leat_aggregates_collect,
	leat_aggregates_keyed,
	NULL,
};

const struct leat_function *const *leat_function_tables(void)
{
	return functions;
}

const struct leat_aggregate *const *leat_aggregate_tables(void)
{
	return aggregates;
}

static bool has_name(const char *name, struct leat_str wanted)
{
	return leat_str_is_nocase(wanted, name);
}

const struct leat_function *leat_function_find(struct leat_str name)
{
	for (uint32_t t = 0; functions[t]; t++)
		for (const struct leat_function *f = functions[t]; f->name; f++)
			if (has_name(f->name, name))
				return f;
	return NULL;
}

const struct leat_aggregate *leat_aggregate_find(struct leat_str name)
{
	for (uint32_t t = 0; aggregates[t]; t++)
		for (const struct leat_aggregate *a = aggregates[t]; a->name; a++)
			if (has_name(a->name, name))
				return a;
	return NULL;
}

const char *leat_function_nearest(struct leat_str name)
{
	struct leat_nearest near = leat_nearest_of(name);

	for (uint32_t t = 0; functions[t]; t++)
		for (const struct leat_function *f = functions[t]; f->name; f++)
			if (!(f->flags & LEAT_FN_OPERATOR))
				leat_nearest_offer_text(&near, f->name);
	for (uint32_t t = 0; aggregates[t]; t++)
		for (const struct leat_aggregate *a = aggregates[t]; a->name; a++)
			leat_nearest_offer_text(&near, a->name);
	return near.best.p;
}

/* A cell of a table: "|" would end it.  NULL is an empty one. */
static void print_cell(const char *text, bool code, struct leat_buf *out)
{
	if (!text) {
		leat_buf_text(out, " |");
		return;
	}
	leat_buf_text(out, code ? " `" : " ");
	for (; *text; text++) {
		if (*text == '|')
			leat_buf_char(out, '\\');
		leat_buf_char(out, *text);
	}
	leat_buf_text(out, code ? "` |" : " |");
}

static void print_function(const struct leat_function *f, struct leat_buf *out)
{
	leat_buf_char(out, '|');
	print_cell(f->syntax, true, out);
	print_cell(f->doc, false, out);
	print_cell(f->example, true, out);
	print_cell(f->result, true, out);
	leat_buf_text(out, f->flags & LEAT_FN_LEAT ? " Leat |\n" : " |\n");
}

/* All rows of one group, from whatever tables. */
static void print_group(const char *group, struct leat_buf *out)
{
	leat_buf_printf(out, "\n## %c%s\n\n", group[0] - 'a' + 'A', group + 1);
	leat_buf_text(out,
	              "| function | what it does | example | result | |\n|---|---|---|---|---|\n");
	for (uint32_t t = 0; functions[t]; t++)
		for (const struct leat_function *f = functions[t]; f->name; f++)
			if (!strcmp(f->group, group))
				print_function(f, out);
}

/* No row before @p row is of its group. */
static bool begins_group(const struct leat_function *row)
{
	for (uint32_t t = 0; functions[t]; t++)
		for (const struct leat_function *f = functions[t]; f->name; f++)
			if (!strcmp(f->group, row->group))
				return f == row;
	leat_unreachable();
}

static void print_aggregates(struct leat_buf *out)
{
	leat_buf_text(out, "\n## Aggregates\n\n");
	leat_buf_text(out, "| function | what it does | example | result |\n|---|---|---|---|\n");
	for (uint32_t t = 0; aggregates[t]; t++) {
		for (const struct leat_aggregate *a = aggregates[t]; a->name; a++) {
			if (!a->example) /* Of the planner alone. */
				continue;
			leat_buf_char(out, '|');
			print_cell(a->syntax, true, out);
			print_cell(a->doc, false, out);
			print_cell(a->example, true, out);
			print_cell(a->result, true, out);
			leat_buf_char(out, '\n');
		}
	}
}

void leat_functions_print_markdown(struct leat_buf *out)
{
	leat_buf_text(out, "# Functions\n\nGenerated from the tables in `src/expr`. ");
	leat_buf_text(out, "A function marked \"Leat\" is not in Flink 1.20.\n");
	for (uint32_t t = 0; functions[t]; t++)
		for (const struct leat_function *f = functions[t]; f->name; f++)
			if (begins_group(f))
				print_group(f->group, out);
	print_aggregates(out);
}
