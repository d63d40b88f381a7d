/* SPDX-License-Identifier: Apache-2.0 */
/* Types as written to types. */
#include "base/limits.h"
#include "catalog/catalog.h"

static int bad(const struct leat_ast_type *ast, struct leat_err *err, const char *what)
{
	return leat_err_at(err, LEAT_E_TYPE, ast->span, "%s", what);
}

/* CHAR, VARCHAR, BINARY, VARBINARY: @p fallback is the length when none is written. */
static int sized(struct leat_arena *arena, const struct leat_ast_type *ast, enum leat_type_id id,
                 int32_t fallback, const struct leat_type **ret, struct leat_err *err)
{
	if (ast->precision == 0)
		return bad(ast, err, "the length of a type must be at least 1");
	*ret = leat_type_sized(arena, id, ast->precision < 0 ? fallback : ast->precision,
	                       !ast->not_null);
	return 0;
}

static int timed(struct leat_arena *arena, const struct leat_ast_type *ast, enum leat_type_id id,
                 int fallback, const struct leat_type **ret, struct leat_err *err)
{
	if (ast->precision > LEAT_TIME_PRECISION_MAX)
		return bad(ast, err, "the precision of a time must be between 0 and 9");
	*ret = leat_type_timed(arena, id, ast->precision < 0 ? fallback : ast->precision,
	                       !ast->not_null);
	return 0;
}

static int decimal(struct leat_arena *arena, const struct leat_ast_type *ast,
                   const struct leat_type **ret, struct leat_err *err)
{
	int precision = ast->precision < 0 ? 10 : ast->precision;
	int scale = ast->scale < 0 ? 0 : ast->scale;

	if (precision > LEAT_DECIMAL_PRECISION_MAX)
		precision = LEAT_DECIMAL_PRECISION_MAX; /* as Flink, silently */
	if (precision < 1 || scale > precision)
		return bad(
			ast, err,
			"the precision of DECIMAL must be between 1 and 38, the scale between 0 and "
			"the precision");
	*ret = leat_type_decimal(arena, precision, scale, !ast->not_null);
	return 0;
}

static int row(struct leat_arena *arena, const struct leat_ast_type *ast,
               const struct leat_type **ret, struct leat_err *err)
{
	uint32_t n = ast->fields.count;
	struct leat_str *names = LEAT_ARENA_ARRAY(arena, struct leat_str, n + 1);
	const struct leat_type **types = LEAT_ARENA_ARRAY(arena, const struct leat_type *, n + 1);

	if (n > LEAT_LIMIT_COLUMNS)
		return leat_err_at(err, LEAT_E_LIMIT, ast->span, "a ROW has at most %d fields",
		                   LEAT_LIMIT_COLUMNS);
	for (uint32_t i = 0; i < n; i++) {
		const struct leat_ast_field *field = &ast->fields.items[i];

		LEAT_TRY(leat_type_of_ast(arena, field->type, &types[i], err));
		/* As in Flink: where the ROW may be NULL, its fields may be. */
		if (!ast->not_null)
			types[i] = leat_type_with_null(arena, types[i], true);
		names[i] = leat_arena_str(arena, field->name.text);
	}
	*ret = leat_type_row(arena, n, names, types, !ast->not_null);
	return 0;
}

int leat_type_of_ast(struct leat_arena *arena, const struct leat_ast_type *ast,
                     const struct leat_type **ret, struct leat_err *err)
{
	const struct leat_type *a, *b;
	enum leat_type_id basic = LEAT_NULL;

	switch (ast->kind) {
	case LEAT_AST_TYPE_BOOLEAN:
		basic = LEAT_BOOLEAN;
		break;
	case LEAT_AST_TYPE_TINYINT:
		basic = LEAT_TINYINT;
		break;
	case LEAT_AST_TYPE_SMALLINT:
		basic = LEAT_SMALLINT;
		break;
	case LEAT_AST_TYPE_INT:
		basic = LEAT_INT;
		break;
	case LEAT_AST_TYPE_BIGINT:
		basic = LEAT_BIGINT;
		break;
	case LEAT_AST_TYPE_FLOAT:
		basic = LEAT_FLOAT;
		break;
	case LEAT_AST_TYPE_DOUBLE:
		basic = LEAT_DOUBLE;
		break;
	case LEAT_AST_TYPE_STRING:
		basic = LEAT_VARCHAR;
		break;
	case LEAT_AST_TYPE_BYTES:
		basic = LEAT_VARBINARY;
		break;
	case LEAT_AST_TYPE_DATE:
		basic = LEAT_DATE;
		break;
	case LEAT_AST_TYPE_INTERVAL:
		basic = leat_ast_interval_is_months(&ast->interval) ? LEAT_INTERVAL_YEAR_MONTH
		                                                    : LEAT_INTERVAL_DAY_TIME;
		break;
	case LEAT_AST_TYPE_DECIMAL:
		return decimal(arena, ast, ret, err);
	case LEAT_AST_TYPE_CHAR:
		return sized(arena, ast, LEAT_CHAR, 1, ret, err);
	case LEAT_AST_TYPE_VARCHAR:
		return sized(arena, ast, LEAT_VARCHAR, LEAT_LENGTH_MAX, ret, err);
	case LEAT_AST_TYPE_BINARY:
		return sized(arena, ast, LEAT_BINARY, 1, ret, err);
	case LEAT_AST_TYPE_VARBINARY:
		return sized(arena, ast, LEAT_VARBINARY, LEAT_LENGTH_MAX, ret, err);
	case LEAT_AST_TYPE_TIME:
		return timed(arena, ast, LEAT_TIME, 0, ret, err);
	case LEAT_AST_TYPE_TIMESTAMP:
		return timed(arena, ast, LEAT_TIMESTAMP, 6, ret, err);
	case LEAT_AST_TYPE_TIMESTAMP_LTZ:
		return timed(arena, ast, LEAT_TIMESTAMP_LTZ, 6, ret, err);
	case LEAT_AST_TYPE_TIMESTAMP_TZ:
		return leat_err_at(err, LEAT_E_UNSUPPORTED, ast->span,
		                   "TIMESTAMP WITH TIME ZONE is not supported yet");
	case LEAT_AST_TYPE_ARRAY:
	case LEAT_AST_TYPE_MULTISET:
		LEAT_TRY(leat_type_of_ast(arena, ast->element, &a, err));
		*ret = ast->kind == LEAT_AST_TYPE_ARRAY
		               ? leat_type_array(arena, a, !ast->not_null)
		               : leat_type_multiset(arena, a, !ast->not_null);
		return 0;
	case LEAT_AST_TYPE_MAP:
		LEAT_TRY(leat_type_of_ast(arena, ast->key, &a, err));
		LEAT_TRY(leat_type_of_ast(arena, ast->element, &b, err));
		*ret = leat_type_map(arena, a, b, !ast->not_null);
		return 0;
	case LEAT_AST_TYPE_ROW:
		return row(arena, ast, ret, err);
	case LEAT_AST_TYPE_NAMED:
		return leat_err_at(err, LEAT_E_TYPE, ast->span, "there is no type \"%.*s\"",
		                   LEAT_STR_ARG(ast->name.items[ast->name.count - 1].text));
	}
	*ret = leat_type_with_null(arena, leat_type_basic(basic), !ast->not_null);
	return 0;
}
