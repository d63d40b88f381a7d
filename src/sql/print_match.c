/* SPDX-License-Identifier: Apache-2.0 */
/* Printing MATCH_RECOGNIZE. */
#include "sql/print_int.h"

/* What a pattern may stand in without parentheses. */
enum level { IN_CHOICE, IN_SEQUENCE, IN_REPEAT };

static void print_pattern(const struct leat_ast_pattern *pattern, enum level level,
                          struct leat_buf *out);

static void print_parts(const struct leat_ast_pattern *pattern, enum level level,
                        const char *separator, struct leat_buf *out)
{
	for (uint32_t i = 0; i < pattern->count; i++) {
		leat_buf_text(out, i > 0 ? separator : "");
		print_pattern(pattern->items[i], level, out);
	}
}

static void print_times(const struct leat_ast_pattern *repeat, struct leat_buf *out)
{
	if (repeat->min == 0 && repeat->max == -1)
		leat_buf_char(out, '*');
	else if (repeat->min == 1 && repeat->max == -1)
		leat_buf_char(out, '+');
	else if (repeat->min == 0 && repeat->max == 1)
		leat_buf_char(out, '?');
	else if (repeat->max == -1)
		leat_buf_printf(out, "{%lld,}", (long long)repeat->min);
	else if (repeat->min == repeat->max)
		leat_buf_printf(out, "{%lld}", (long long)repeat->min);
	else
		leat_buf_printf(out, "{%lld,%lld}", (long long)repeat->min, (long long)repeat->max);
	if (repeat->reluctant)
		leat_buf_char(out, '?');
}

static void print_pattern(const struct leat_ast_pattern *pattern, enum level level,
                          struct leat_buf *out)
{
	bool enclose = (pattern->kind == LEAT_AST_PATTERN_CHOICE && level > IN_CHOICE) ||
	               (pattern->kind == LEAT_AST_PATTERN_SEQUENCE && level > IN_CHOICE) ||
	               (pattern->kind == LEAT_AST_PATTERN_REPEAT && level > IN_SEQUENCE);

	if (enclose)
		leat_buf_char(out, '(');
	switch (pattern->kind) {
	case LEAT_AST_PATTERN_VARIABLE:
		leat_sql_print_ident(pattern->variable.text, out);
		break;
	case LEAT_AST_PATTERN_SEQUENCE:
		print_parts(pattern, IN_SEQUENCE, " ", out);
		break;
	case LEAT_AST_PATTERN_CHOICE:
		print_parts(pattern, IN_CHOICE, " | ", out);
		break;
	case LEAT_AST_PATTERN_REPEAT:
		print_parts(pattern, IN_REPEAT, "", out);
		print_times(pattern, out);
		break;
	case LEAT_AST_PATTERN_PERMUTE:
		leat_buf_text(out, "PERMUTE(");
		print_parts(pattern, IN_CHOICE, ", ", out);
		leat_buf_char(out, ')');
		break;
	case LEAT_AST_PATTERN_EXCLUDE:
		leat_buf_text(out, "{- ");
		print_parts(pattern, IN_CHOICE, "", out);
		leat_buf_text(out, " -}");
		break;
	}
	if (enclose)
		leat_buf_char(out, ')');
}

static void print_skip(const struct leat_ast_match *m, struct leat_buf *out)
{
	static const char *const words[] = {
		[LEAT_AST_MATCH_SKIP_DEFAULT] = "",
		[LEAT_AST_MATCH_SKIP_PAST_LAST_ROW] = " AFTER MATCH SKIP PAST LAST ROW",
		[LEAT_AST_MATCH_SKIP_TO_NEXT_ROW] = " AFTER MATCH SKIP TO NEXT ROW",
		[LEAT_AST_MATCH_SKIP_TO_FIRST] = " AFTER MATCH SKIP TO FIRST ",
		[LEAT_AST_MATCH_SKIP_TO_LAST] = " AFTER MATCH SKIP TO LAST ",
	};

	leat_buf_text(out, words[m->skip]);
	if (leat_ast_has(&m->skip_to))
		leat_sql_print_ident(m->skip_to.text, out);
}

static void print_measures(const struct leat_ast_match *m, struct leat_buf *out)
{
	for (uint32_t i = 0; i < m->measure_count; i++) {
		leat_buf_text(out, i > 0 ? ", " : " MEASURES ");
		leat_sql_print_expr(m->measures[i].expr, out);
		leat_buf_text(out, " AS ");
		leat_sql_print_ident(m->measures[i].name.text, out);
	}
}

static void print_definitions(const struct leat_ast_match *m, struct leat_buf *out)
{
	for (uint32_t i = 0; i < m->subset_count; i++) {
		leat_buf_text(out, i > 0 ? ", " : " SUBSET ");
		leat_sql_print_ident(m->subsets[i].name.text, out);
		leat_buf_text(out, " = ");
		leat_print_idents(&m->subsets[i].members, out);
	}
	for (uint32_t i = 0; i < m->define_count; i++) {
		leat_buf_text(out, i > 0 ? ", " : " DEFINE ");
		leat_sql_print_ident(m->defines[i].name.text, out);
		leat_buf_text(out, " AS ");
		leat_sql_print_expr(m->defines[i].expr, out);
	}
}

void leat_print_match(const struct leat_ast_match *m, struct leat_buf *out)
{
	leat_print_relation(m->input, true, out);
	leat_buf_text(out, " MATCH_RECOGNIZE (");
	if (m->partition_by.count > 0) {
		leat_buf_text(out, "PARTITION BY ");
		leat_print_exprs(&m->partition_by, out);
	}
	if (m->order_by.count > 0) {
		leat_buf_text(out, m->partition_by.count > 0 ? " ORDER BY " : "ORDER BY ");
		leat_print_orders(&m->order_by, out);
	}
	print_measures(m, out);
	leat_buf_text(out, m->all_rows ? " ALL ROWS PER MATCH" : " ONE ROW PER MATCH");
	print_skip(m, out);
	leat_buf_text(out, m->strict_start ? " PATTERN (^ " : " PATTERN (");
	print_pattern(m->pattern, IN_CHOICE, out);
	leat_buf_text(out, m->strict_end ? " $)" : ")");
	if (m->within) {
		leat_buf_text(out, " WITHIN ");
		leat_sql_print_expr(m->within, out);
	}
	print_definitions(m, out);
	leat_buf_char(out, ')');
}
