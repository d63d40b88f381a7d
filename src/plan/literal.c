/* SPDX-License-Identifier: Apache-2.0 */
/* Literals as constants, with the types that Flink gives them. */
#include <ctype.h>

#include "base/number.h"
#include "base/utf8.h"
#include "plan/bind_int.h"
#include "types/datetime.h"
#include "types/decimal.h"

static const struct leat_type *not_null(struct leat_binder *b, const struct leat_type *type)
{
	return leat_type_with_null(b->arena, type, false);
}

static const struct leat_expr *i64(struct leat_binder *b, const struct leat_type *type,
                                   int64_t value)
{
	return leat_expr_i64(b->arena, not_null(b, type), value);
}

/* The constant of what @p builder has got. */
static const struct leat_expr *built(struct leat_binder *b, struct leat_col_builder *builder)
{
	struct leat_col *col = LEAT_ARENA_NEW(b->arena, struct leat_col);

	*col = leat_col_builder_finish(builder);
	return leat_expr_constant(b->arena, col);
}

/* 12: INT or BIGINT; 1.50: DECIMAL of the digits as written, a leading zero included. */
static const struct leat_expr *exact(struct leat_binder *b, const struct leat_ast_expr *ast)
{
	struct leat_str text = ast->literal.text;
	struct leat_col_builder *builder;
	int digits = 0, scale = 0;
	bool point = false;
	leat_i128 unscaled;
	int64_t value;

	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] == '.') {
			point = true;
			continue;
		}
		digits++;
		scale += point;
	}
	if (!scale) {
		struct leat_str whole = { text.p, text.n - point };

		if (!leat_number_parse_i64(whole, &value))
			return leat_bind_error_hint(
				b, LEAT_E_LITERAL, ast->span,
				"CAST('...' AS DECIMAL(38, 0)) makes larger numbers",
				"the number does not fit into BIGINT");
		return i64(b, leat_type_basic(value <= INT32_MAX ? LEAT_INT : LEAT_BIGINT), value);
	}
	if (digits > LEAT_DECIMAL_PRECISION_MAX ||
	    !leat_decimal_parse(text, LEAT_DECIMAL_PRECISION_MAX, scale, &unscaled))
		return leat_bind_error(b, LEAT_E_LITERAL, ast->span,
		                       "a DECIMAL has at most 38 digits, this number has %d",
		                       digits);
	builder = leat_col_builder_new(b->arena, leat_type_decimal(b->arena, digits, scale, false),
	                               1);
	leat_col_builder_i128(builder, unscaled);
	return built(b, builder);
}

static const struct leat_expr *approximate(struct leat_binder *b, const struct leat_ast_expr *ast)
{
	struct leat_col_builder *builder = leat_col_builder_new(
		b->arena, not_null(b, leat_type_basic(LEAT_DOUBLE)), 1);
	double value;

	if (!leat_number_parse_f64(ast->literal.text, &value))
		return leat_bind_error(b, LEAT_E_LITERAL, ast->span, "this is no number");
	leat_col_builder_f64(builder, value);
	return built(b, builder);
}

static const struct leat_expr *boolean(struct leat_binder *b, bool value)
{
	struct leat_col_builder *builder = leat_col_builder_new(
		b->arena, not_null(b, leat_type_basic(LEAT_BOOLEAN)), 1);

	leat_col_builder_bool(builder, value);
	return built(b, builder);
}

/* Does @p text look like @p shape, where 9 is a digit?  The rest of the text begins at *@p rest. */
static bool has_shape(struct leat_str text, const char *shape, uint32_t *rest)
{
	uint32_t i = 0;

	for (; shape[i]; i++) {
		if (i >= text.n)
			return false;
		if (shape[i] == '9' ? !isdigit((unsigned char)text.p[i]) : text.p[i] != shape[i])
			return false;
	}
	*rest = i;
	return true;
}

/* A fraction ".123" behind @p rest; -1 when there is something else. */
static int fraction_digits(struct leat_str text, uint32_t rest)
{
	int digits = 0;

	if (rest == text.n)
		return 0;
	if (text.p[rest] != '.')
		return -1;
	for (uint32_t i = rest + 1; i < text.n; i++, digits++)
		if (!isdigit((unsigned char)text.p[i]))
			return -1;
	return digits ? digits : -1;
}

static const struct leat_expr *temporal_error(struct leat_binder *b,
                                              const struct leat_ast_expr *ast, const char *what,
                                              const char *shape)
{
	return leat_bind_error_hint(b, LEAT_E_LITERAL, ast->span, shape, "\"%.*s\" is no %s",
	                            LEAT_STR_ARG(ast->literal.text), what);
}

static const struct leat_expr *date(struct leat_binder *b, const struct leat_ast_expr *ast)
{
	struct leat_str text = ast->literal.text;
	uint32_t rest;
	int64_t days;

	if (!has_shape(text, "9999-99-99", &rest) || rest != text.n ||
	    !leat_date_parse(text, &days))
		return temporal_error(b, ast, "date", "Write DATE 'yyyy-MM-dd'.");
	return i64(b, leat_type_basic(LEAT_DATE), days);
}

static const struct leat_expr *time_of_day(struct leat_binder *b, const struct leat_ast_expr *ast)
{
	struct leat_str text = ast->literal.text;
	uint32_t rest;
	int64_t us;

	/* A cast from text takes 60 minutes for an hour; a literal has 59 at most. */
	if (!has_shape(text, "99:99:99", &rest) || fraction_digits(text, rest) < 0 ||
	    text.p[3] > '5' || text.p[6] > '5' || !leat_time_parse(text, &us))
		return temporal_error(b, ast, "time", "Write TIME 'HH:mm:ss'.");
	return i64(b, leat_type_timed(b->arena, LEAT_TIME, 0, false), leat_time_truncate(us, 0));
}

static const struct leat_expr *timestamp(struct leat_binder *b, const struct leat_ast_expr *ast)
{
	struct leat_str text = ast->literal.text;
	uint32_t rest = 0;
	int digits = -1;
	int64_t value;

	if (has_shape(text, "9999-99-99 99:99:99", &rest))
		digits = fraction_digits(text, rest);
	if (digits < 0 || digits > LEAT_TIME_PRECISION_MAX ||
	    !leat_timestamp_parse(text, digits, &value))
		return temporal_error(b, ast, "timestamp",
		                      "Write TIMESTAMP 'yyyy-MM-dd HH:mm:ss.SSS'.");
	return i64(b, leat_type_timed(b->arena, LEAT_TIMESTAMP, digits, false), value);
}

static const struct leat_expr *interval(struct leat_binder *b, const struct leat_ast_expr *ast)
{
	enum leat_type_id id = leat_ast_interval_is_months(&ast->literal.interval)
	                               ? LEAT_INTERVAL_YEAR_MONTH
	                               : LEAT_INTERVAL_DAY_TIME;

	return i64(b, leat_type_basic(id), ast->literal.value);
}

static const struct leat_expr *bind(struct leat_binder *b, const struct leat_ast_expr *ast)
{
	struct leat_str text = ast->literal.text;

	switch (ast->literal.kind) {
	case LEAT_AST_LITERAL_NULL:
		return leat_expr_null(b->arena, leat_type_basic(ast->literal.truth ? LEAT_BOOLEAN
		                                                                   : LEAT_NULL));
	case LEAT_AST_LITERAL_BOOLEAN:
		return boolean(b, ast->literal.truth);
	case LEAT_AST_LITERAL_EXACT:
		return exact(b, ast);
	case LEAT_AST_LITERAL_APPROX:
		return approximate(b, ast);
	case LEAT_AST_LITERAL_STRING:
		return leat_expr_bytes(b->arena,
		                       leat_type_sized(b->arena, LEAT_CHAR,
		                                       (int32_t)leat_utf8_count(text), false),
		                       text);
	case LEAT_AST_LITERAL_BINARY:
		return leat_expr_bytes(
			b->arena, leat_type_sized(b->arena, LEAT_BINARY, (int32_t)text.n, false),
			text);
	case LEAT_AST_LITERAL_DATE:
		return date(b, ast);
	case LEAT_AST_LITERAL_TIME:
		return time_of_day(b, ast);
	case LEAT_AST_LITERAL_TIMESTAMP:
		return timestamp(b, ast);
	case LEAT_AST_LITERAL_INTERVAL:
		return interval(b, ast);
	}
	leat_unreachable();
}

const struct leat_expr *leat_bind_literal(struct leat_binder *b, const struct leat_ast_expr *ast)
{
	struct leat_expr *expr = (struct leat_expr *)bind(b, ast);

	if (expr)
		expr->span = leat_bind_place(b, ast->span); /* new: nobody else has it yet */
	return expr;
}
