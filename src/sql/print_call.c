/* SPDX-License-Identifier: Apache-2.0 */
/* Printing literals, calls and windows. */
#include <string.h>

#include "sql/keyword.h"
#include "sql/precedence.h"
#include "sql/print_int.h"

/* ---- literals ----------------------------------------------------------------------------- */

static uint32_t digits_of(int64_t value)
{
	uint32_t count = 1;

	for (; value >= 10; value /= 10)
		count++;
	return count;
}

/* DURATION '90 s' in SQL's spelling: the largest unit that gives a whole number, else seconds. */
static void print_duration(int64_t us, struct leat_buf *out)
{
	static const struct {
		enum leat_ast_unit unit;
		int64_t us;
	} units[] = {
		{ LEAT_AST_UNIT_DAY, INT64_C(86400000000) },
		{ LEAT_AST_UNIT_HOUR, INT64_C(3600000000) },
		{ LEAT_AST_UNIT_MINUTE, 60000000 },
		{ LEAT_AST_UNIT_SECOND, 1000000 },
	};
	const char *sign = us < 0 ? "-" : "";
	int64_t rest = us < 0 ? -us : us;

	for (size_t i = 0; i < LEAT_COUNT(units); i++) {
		int64_t count = rest / units[i].us;
		bool last = i + 1 == LEAT_COUNT(units);
		struct leat_ast_interval_unit unit = { units[i].unit, units[i].unit, -1, -1 };

		if ((rest % units[i].us != 0 || rest == 0) && !last)
			continue;
		if (digits_of(count) > 2)
			unit.precision = (int32_t)digits_of(count);
		leat_buf_printf(out, "INTERVAL '%s%lld", sign, (long long)count);
		if (rest % units[i].us != 0)
			leat_buf_printf(out, ".%03d", (int)(rest % units[i].us / 1000));
		leat_buf_text(out, "' ");
		leat_print_interval_unit(&unit, out);
		return;
	}
}

static void print_interval(const struct leat_ast_literal *literal, struct leat_buf *out)
{
	if (literal->legacy) {
		print_duration(literal->value, out);
		return;
	}
	leat_buf_text(out, "INTERVAL ");
	leat_sql_print_text(literal->text, out);
	leat_buf_char(out, ' ');
	leat_print_interval_unit(&literal->interval, out);
}

static void print_binary(struct leat_str bytes, struct leat_buf *out)
{
	leat_buf_text(out, "X'");
	for (uint32_t i = 0; i < bytes.n; i++)
		leat_buf_printf(out, "%02X", (unsigned char)bytes.p[i]);
	leat_buf_char(out, '\'');
}

static void print_typed(const char *word, struct leat_str text, struct leat_buf *out)
{
	leat_buf_text(out, word);
	leat_sql_print_text(text, out);
}

void leat_print_literal(const struct leat_ast_literal *literal, struct leat_buf *out)
{
	switch (literal->kind) {
	case LEAT_AST_LITERAL_NULL:
		leat_buf_text(out, literal->truth ? "UNKNOWN" : "NULL");
		return;
	case LEAT_AST_LITERAL_BOOLEAN:
		leat_buf_text(out, literal->truth ? "TRUE" : "FALSE");
		return;
	case LEAT_AST_LITERAL_EXACT:
	case LEAT_AST_LITERAL_APPROX:
		leat_buf_str(out, literal->text);
		return;
	case LEAT_AST_LITERAL_STRING:
		leat_sql_print_text(literal->text, out);
		return;
	case LEAT_AST_LITERAL_BINARY:
		print_binary(literal->text, out);
		return;
	case LEAT_AST_LITERAL_DATE:
		print_typed("DATE ", literal->text, out);
		return;
	case LEAT_AST_LITERAL_TIME:
		print_typed("TIME ", literal->text, out);
		return;
	case LEAT_AST_LITERAL_TIMESTAMP:
		print_typed("TIMESTAMP ", literal->text, out);
		return;
	case LEAT_AST_LITERAL_INTERVAL:
		print_interval(literal, out);
		return;
	}
	leat_unreachable();
}

/* ---- windows ------------------------------------------------------------------------------ */

static void print_bound(const struct leat_ast_bound *bound, struct leat_buf *out)
{
	static const char *const texts[] = {
		[LEAT_AST_BOUND_UNBOUNDED_PRECEDING] = "UNBOUNDED PRECEDING",
		[LEAT_AST_BOUND_PRECEDING] = " PRECEDING",
		[LEAT_AST_BOUND_CURRENT_ROW] = "CURRENT ROW",
		[LEAT_AST_BOUND_FOLLOWING] = " FOLLOWING",
		[LEAT_AST_BOUND_UNBOUNDED_FOLLOWING] = "UNBOUNDED FOLLOWING",
	};

	if (bound->offset)
		leat_sql_print_expr(bound->offset, out);
	leat_buf_text(out, texts[bound->kind]);
}

/* A space before all but the first part of a list. */
static void separate(const char *text, bool *any, struct leat_buf *out)
{
	if (*any)
		leat_buf_char(out, ' ');
	*any = true;
	leat_buf_text(out, text);
}

void leat_print_window(const struct leat_ast_window *w, struct leat_buf *out)
{
	bool any = false;

	if (w->by_name) {
		leat_sql_print_ident(w->base.text, out);
		return;
	}
	leat_buf_char(out, '(');
	if (leat_ast_has(&w->base)) {
		leat_sql_print_ident(w->base.text, out);
		any = true;
	}
	if (w->partition_by.count > 0) {
		separate("PARTITION BY ", &any, out);
		leat_print_exprs(&w->partition_by, out);
	}
	if (w->order_by.count > 0) {
		separate("ORDER BY ", &any, out);
		leat_print_orders(&w->order_by, out);
	}
	if (w->frame != LEAT_AST_FRAME_DEFAULT) {
		separate(w->frame == LEAT_AST_FRAME_ROWS ? "ROWS BETWEEN " : "RANGE BETWEEN ", &any,
		         out);
		print_bound(&w->start, out);
		leat_buf_text(out, " AND ");
		print_bound(&w->end, out);
	}
	leat_buf_char(out, ')');
}

/* ---- calls -------------------------------------------------------------------------------- */

static void print_on(enum leat_ast_json_on on, const struct leat_ast_expr *value, const char *when,
                     struct leat_buf *out)
{
	static const char *const texts[] = {
		[LEAT_AST_JSON_ON_DEFAULT] = "",
		[LEAT_AST_JSON_ON_NULL] = " NULL",
		[LEAT_AST_JSON_ON_ERROR] = " ERROR",
		[LEAT_AST_JSON_ON_VALUE] = " DEFAULT ",
		[LEAT_AST_JSON_ON_EMPTY_ARRAY] = " EMPTY ARRAY",
		[LEAT_AST_JSON_ON_EMPTY_OBJECT] = " EMPTY OBJECT",
		[LEAT_AST_JSON_ON_TRUE] = " TRUE",
		[LEAT_AST_JSON_ON_FALSE] = " FALSE",
		[LEAT_AST_JSON_ON_UNKNOWN] = " UNKNOWN",
	};

	if (on == LEAT_AST_JSON_ON_DEFAULT)
		return;
	leat_buf_text(out, texts[on]);
	if (on == LEAT_AST_JSON_ON_VALUE)
		leat_sql_print_expr(value, out);
	leat_buf_text(out, when);
}

static void print_json(const struct leat_ast_call *call, bool pairs, struct leat_buf *out)
{
	static const char *const wrappers[] = {
		[LEAT_AST_JSON_WRAPPER_DEFAULT] = "",
		[LEAT_AST_JSON_WRAPPER_WITHOUT] = " WITHOUT ARRAY WRAPPER",
		[LEAT_AST_JSON_WRAPPER_CONDITIONAL] = " WITH CONDITIONAL ARRAY WRAPPER",
		[LEAT_AST_JSON_WRAPPER_UNCONDITIONAL] = " WITH UNCONDITIONAL ARRAY WRAPPER",
	};
	const struct leat_ast_json *json = call->json;

	for (uint32_t i = 0; i < call->args.count; i++) {
		bool key = pairs && i % 2 == 0;

		leat_buf_text(out, i == 0 ? "" : pairs && !key ? " VALUE " : ", ");
		leat_buf_text(out, key ? "KEY " : "");
		leat_sql_print_expr(call->args.items[i], out);
	}
	if (json->returning) {
		leat_buf_text(out, " RETURNING ");
		leat_sql_print_type(json->returning, out);
	}
	leat_buf_text(out, wrappers[json->wrapper]);
	print_on(json->on_empty, json->on_empty_value, " ON EMPTY", out);
	print_on(json->on_error, json->on_error_value, " ON ERROR", out);
	if (json->null_handling != LEAT_AST_JSON_NULL_DEFAULT) {
		leat_buf_text(out, call->args.count > 0 ? " " : "");
		leat_buf_text(out, json->null_handling == LEAT_AST_JSON_NULL_ON_NULL
		                           ? "NULL ON NULL"
		                           : "ABSENT ON NULL");
	}
}

/* Arguments with the words that stand between them; a NULL word ends the list. */
static void print_spelled(const struct leat_ast_exprs *args, const char *const words[],
                          struct leat_buf *out)
{
	for (uint32_t i = 0; i < args->count; i++) {
		/* IN behind the first argument of POSITION is no operator. */
		bool before_in = i == 0 && !strcmp(words[1], " IN ");

		leat_buf_text(out, words[i]);
		leat_print_operand(args->items[i],
		                   before_in ? LEAT_PRECEDENCE_IN + 1 : LEAT_PRECEDENCE_LOWEST,
		                   out);
	}
}

static void print_args(const struct leat_ast_call *call, enum leat_keyword keyword,
                       struct leat_buf *out)
{
	static const char *const extract[] = { "", " FROM " };
	static const char *const ceil[] = { "", " TO " };
	static const char *const trim[] = { "", " ", " FROM " };
	static const char *const substring[] = { "", " FROM ", " FOR " };
	static const char *const position[] = { "", " IN ", " FROM " };
	static const char *const overlay[] = { "", " PLACING ", " FROM ", " FOR " };

	switch ((int)keyword) {
	case LEAT_KW_EXTRACT:
		print_spelled(&call->args, extract, out);
		return;
	case LEAT_KW_CEIL:
	case LEAT_KW_CEILING:
	case LEAT_KW_FLOOR:
		print_spelled(&call->args, ceil, out);
		return;
	case LEAT_KW_TRIM:
		print_spelled(&call->args, trim, out);
		return;
	case LEAT_KW_SUBSTRING:
		print_spelled(&call->args, substring, out);
		return;
	case LEAT_KW_POSITION:
		print_spelled(&call->args, position, out);
		return;
	case LEAT_KW_OVERLAY:
		print_spelled(&call->args, overlay, out);
		return;
	}
	if (call->quantifier != LEAT_AST_SET_DEFAULT)
		leat_buf_text(out, call->quantifier == LEAT_AST_SET_ALL ? "ALL " : "DISTINCT ");
	if (call->json)
		print_json(call,
		           keyword == LEAT_KW_JSON_OBJECT || keyword == LEAT_KW_JSON_OBJECTAGG,
		           out);
	else
		leat_print_exprs(&call->args, out);
}

/* The name of a function: as a word in upper case, but quoted names and paths as they are.
 * Returns the keyword it is. */
static enum leat_keyword print_function(const struct leat_ast_name *name, struct leat_buf *out)
{
	struct leat_str text = name->items[0].text;

	if (name->count > 1 || name->items[0].quoted) {
		leat_sql_print_name(name, out);
		return LEAT_KEYWORD_NONE;
	}
	for (uint32_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		leat_buf_char(out, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
	}
	return leat_keyword_find(text);
}

static void print_tail(const struct leat_ast_call *call, struct leat_buf *out)
{
	if (call->within_group.count > 0) {
		leat_buf_text(out, " WITHIN GROUP (ORDER BY ");
		leat_print_orders(&call->within_group, out);
		leat_buf_char(out, ')');
	}
	if (call->filter) {
		leat_buf_text(out, " FILTER (WHERE ");
		leat_sql_print_expr(call->filter, out);
		leat_buf_char(out, ')');
	}
	if (call->nulls != LEAT_AST_NULL_TREATMENT_DEFAULT)
		leat_buf_text(out, call->nulls == LEAT_AST_NULL_TREATMENT_IGNORE
		                           ? " IGNORE NULLS"
		                           : " RESPECT NULLS");
	if (call->over) {
		leat_buf_text(out, " OVER ");
		leat_print_window(call->over, out);
	}
}

void leat_print_call(const struct leat_ast_call *call, struct leat_buf *out)
{
	enum leat_keyword keyword;

	if (call->match != LEAT_AST_MATCH_DEFAULT)
		leat_buf_text(out, call->match == LEAT_AST_MATCH_FINAL ? "FINAL " : "RUNNING ");
	keyword = print_function(&call->name, out);
	if (call->bare)
		return;
	leat_buf_char(out, '(');
	print_args(call, keyword, out);
	leat_buf_char(out, ')');
	print_tail(call, out);
}
