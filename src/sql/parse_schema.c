/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of columns, watermarks and constraints. */
#include "sql/parse_int.h"

/* Lists of a schema that is being read. */
struct schema {
	bool altering; /* ALTER TABLE: columns may have a place and several parts. */
	LEAT_VEC(struct leat_ast_column) columns;
	LEAT_VEC(struct leat_ast_watermark) watermarks;
	LEAT_VEC(struct leat_ast_constraint) constraints;
};

/* watermark ::= 'WATERMARK' 'FOR' name 'AS' expr */
static int parse_watermark(struct leat_parser *p, struct leat_ast_watermark *ret)
{
	const struct leat_token *begin = p->token;

	leat_parse_next(p);
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_FOR));
	LEAT_TRY(leat_parse_name(p, "a column name", &ret->column));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AS));
	LEAT_TRY(leat_parse_expr(p, &ret->expr));
	ret->span = leat_parse_span(p, begin);
	return 0;
}

/* enforcement ::= [ [ 'NOT' ] 'ENFORCED' ] */
static int parse_enforcement(struct leat_parser *p, bool *ret_enforced)
{
	*ret_enforced = true;
	if (leat_parse_accept_word(p, LEAT_KW_ENFORCED))
		return 0;
	if (!leat_parse_accept_word(p, LEAT_KW_NOT))
		return 0;
	*ret_enforced = false;
	return leat_parse_expect_word(p, LEAT_KW_ENFORCED);
}

/* key ::= 'PRIMARY' 'KEY' | 'UNIQUE' */
static int parse_key(struct leat_parser *p, bool *ret_unique)
{
	*ret_unique = leat_parse_accept_word(p, LEAT_KW_UNIQUE);
	if (*ret_unique)
		return 0;
	if (!leat_parse_accept_word(p, LEAT_KW_PRIMARY))
		return leat_parse_unexpected(p, "\"PRIMARY KEY\" or \"UNIQUE\"");
	return leat_parse_expect_word(p, LEAT_KW_KEY);
}

/* constraint ::= [ 'CONSTRAINT' ident ] key idents enforcement */
static int parse_constraint(struct leat_parser *p, struct leat_ast_constraint *ret)
{
	const struct leat_token *begin = p->token;

	if (leat_parse_accept_word(p, LEAT_KW_CONSTRAINT))
		LEAT_TRY(leat_parse_ident(p, "a constraint name", &ret->name));
	LEAT_TRY(parse_key(p, &ret->unique));
	LEAT_TRY(leat_parse_idents(p, "a column name", &ret->columns));
	LEAT_TRY(parse_enforcement(p, &ret->enforced));
	ret->span = leat_parse_span(p, begin);
	return 0;
}

static bool at_constraint(const struct leat_parser *p)
{
	return leat_parse_at_word(p, LEAT_KW_CONSTRAINT) ||
	       leat_parse_at_word(p, LEAT_KW_PRIMARY) || leat_parse_at_word(p, LEAT_KW_UNIQUE);
}

/* metadata ::= 'METADATA' [ 'FROM' STRING ] [ 'VIRTUAL' ] */
static int parse_metadata(struct leat_parser *p, struct leat_ast_column *ret)
{
	ret->kind = LEAT_AST_COLUMN_METADATA;
	if (leat_parse_accept_word(p, LEAT_KW_FROM))
		LEAT_TRY(leat_parse_text(p, "a metadata key in quotes", &ret->key));
	ret->is_virtual = leat_parse_accept_word(p, LEAT_KW_VIRTUAL);
	return 0;
}

/* [ [ 'CONSTRAINT' ident ] key enforcement ] behind a type; the name of the constraint has no use
 * */
static int parse_column_key(struct leat_parser *p, struct leat_ast_column *ret)
{
	struct leat_ast_ident name;

	if (leat_parse_accept_word(p, LEAT_KW_CONSTRAINT))
		LEAT_TRY(leat_parse_ident(p, "a constraint name", &name));
	LEAT_TRY(parse_key(p, &ret->unique));
	ret->primary_key = !ret->unique;
	return parse_enforcement(p, &ret->enforced);
}

/* place ::= [ 'FIRST' | 'AFTER' name ]     -- ALTER TABLE only */
static int parse_place(struct leat_parser *p, struct leat_ast_column *ret)
{
	if (leat_parse_accept_word(p, LEAT_KW_FIRST)) {
		ret->place = LEAT_AST_PLACE_FIRST;
	} else if (leat_parse_accept_word(p, LEAT_KW_AFTER)) {
		ret->place = LEAT_AST_PLACE_AFTER;
		return leat_parse_name(p, "a column name", &ret->after);
	}
	return 0;
}

/* column ::= ident ( 'AS' expr | type [ metadata | [ 'CONSTRAINT' ident ] key enforcement ] )
 *           [ 'COMMENT' STRING ] [ place ] */
static int parse_column(struct leat_parser *p, bool altering, struct leat_ast_column *ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_ident *ident = LEAT_ARENA_NEW(p->arena, struct leat_ast_ident);

	if (altering) {
		LEAT_TRY(leat_parse_name(p, "a column name", &ret->name));
	} else {
		LEAT_TRY(leat_parse_ident(p, "a column name", ident));
		ret->name = (struct leat_ast_name){ ident, 1, ident->span };
	}
	if (leat_parse_accept_word(p, LEAT_KW_AS)) {
		ret->kind = LEAT_AST_COLUMN_COMPUTED;
		LEAT_TRY(leat_parse_expr(p, &ret->expr));
	} else {
		if (leat_parse_at(p, LEAT_TOKEN_COMMA) || leat_parse_at(p, LEAT_TOKEN_RPAREN))
			return leat_parse_unexpected(p, "the type of the column");
		LEAT_TRY(leat_parse_type(p, &ret->type));
		if (leat_parse_accept_word(p, LEAT_KW_METADATA))
			LEAT_TRY(parse_metadata(p, ret));
		else if (at_constraint(p))
			LEAT_TRY(parse_column_key(p, ret));
	}
	if (leat_parse_accept_word(p, LEAT_KW_COMMENT))
		LEAT_TRY(leat_parse_text(p, "a comment in quotes", &ret->comment));
	if (altering)
		LEAT_TRY(parse_place(p, ret));
	ret->span = leat_parse_span(p, begin);
	return 0;
}

static int parse_item(struct leat_parser *p, struct schema *schema)
{
	if (leat_parse_at_word(p, LEAT_KW_WATERMARK)) {
		struct leat_ast_watermark watermark = { 0 };

		LEAT_TRY(parse_watermark(p, &watermark));
		*LEAT_VEC_ADD(p->arena, &schema->watermarks) = watermark;
	} else if (at_constraint(p)) {
		struct leat_ast_constraint constraint = { 0 };

		LEAT_TRY(parse_constraint(p, &constraint));
		*LEAT_VEC_ADD(p->arena, &schema->constraints) = constraint;
	} else {
		struct leat_ast_column column = { 0 };

		LEAT_TRY(parse_column(p, schema->altering, &column));
		*LEAT_VEC_ADD(p->arena, &schema->columns) = column;
	}
	return 0;
}

static struct leat_ast_schema schema_of(struct leat_parser *p, const struct schema *schema,
                                        const struct leat_token *begin)
{
	return (struct leat_ast_schema){
		.columns = schema->columns.items,
		.column_count = schema->columns.count,
		.watermarks = schema->watermarks.items,
		.watermark_count = schema->watermarks.count,
		.constraints = schema->constraints.items,
		.constraint_count = schema->constraints.count,
		.span = leat_parse_span(p, begin),
	};
}

/* A comma before the closing parenthesis is a common slip. */
static int fail_trailing_comma(struct leat_parser *p)
{
	(void)leat_parse_unexpected(p, "a column"); /* Returned below. */
	leat_err_hint(&p->err, "there is one comma too many before the parenthesis");
	return -LEAT_E_SYNTAX;
}

/* schema ::= '(' schema_item { ',' schema_item } ')'
 * schema_item ::= column | watermark | constraint */
int leat_parse_schema(struct leat_parser *p, bool altering, struct leat_ast_schema *ret)
{
	const struct leat_token *begin = p->token;
	struct schema schema = { .altering = altering };
	bool more = true;

	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	for (uint32_t depth = p->token->depth; more;) {
		bool stray = leat_parse_at(p, LEAT_TOKEN_RPAREN) && p->token > begin + 1;
		int r = stray ? fail_trailing_comma(p) : parse_item(p, &schema);

		LEAT_TRY(leat_parse_item_end(p, r, depth, &more));
	}
	if (schema.columns.count > LEAT_LIMIT_COLUMNS)
		return leat_err_at(&p->err, LEAT_E_LIMIT,
		                   schema.columns.items[LEAT_LIMIT_COLUMNS].span,
		                   "more than %d columns", LEAT_LIMIT_COLUMNS);
	*ret = schema_of(p, &schema, begin);
	return 0;
}

int leat_parse_schema_item(struct leat_parser *p, bool altering, struct leat_ast_schema *ret)
{
	const struct leat_token *begin = p->token;
	struct schema schema = { .altering = altering };

	LEAT_TRY(parse_item(p, &schema));
	*ret = schema_of(p, &schema, begin);
	return 0;
}
