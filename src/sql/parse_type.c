/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of types. */
#include <string.h>
#include <strings.h>

#include "sql/parse_int.h"

/* Types that are one word, or a word and numbers. */
static const struct type_word {
	enum leat_keyword keyword;
	enum leat_ast_type_kind kind;
	bool precision, scale;
} type_words[] = {
	{ LEAT_KW_BOOLEAN, LEAT_AST_TYPE_BOOLEAN, false, false },
	{ LEAT_KW_TINYINT, LEAT_AST_TYPE_TINYINT, false, false },
	{ LEAT_KW_SMALLINT, LEAT_AST_TYPE_SMALLINT, false, false },
	{ LEAT_KW_INT, LEAT_AST_TYPE_INT, false, false },
	{ LEAT_KW_INTEGER, LEAT_AST_TYPE_INT, false, false },
	{ LEAT_KW_BIGINT, LEAT_AST_TYPE_BIGINT, false, false },
	{ LEAT_KW_FLOAT, LEAT_AST_TYPE_FLOAT, false, false },
	{ LEAT_KW_REAL, LEAT_AST_TYPE_FLOAT, false, false },
	{ LEAT_KW_DOUBLE, LEAT_AST_TYPE_DOUBLE, false, false },
	{ LEAT_KW_DECIMAL, LEAT_AST_TYPE_DECIMAL, true, true },
	{ LEAT_KW_DEC, LEAT_AST_TYPE_DECIMAL, true, true },
	{ LEAT_KW_NUMERIC, LEAT_AST_TYPE_DECIMAL, true, true },
	{ LEAT_KW_CHAR, LEAT_AST_TYPE_CHAR, true, false },
	{ LEAT_KW_CHARACTER, LEAT_AST_TYPE_CHAR, true, false },
	{ LEAT_KW_VARCHAR, LEAT_AST_TYPE_VARCHAR, true, false },
	{ LEAT_KW_STRING, LEAT_AST_TYPE_STRING, false, false },
	{ LEAT_KW_BINARY, LEAT_AST_TYPE_BINARY, true, false },
	{ LEAT_KW_VARBINARY, LEAT_AST_TYPE_VARBINARY, true, false },
	{ LEAT_KW_BYTES, LEAT_AST_TYPE_BYTES, false, false },
	{ LEAT_KW_DATE, LEAT_AST_TYPE_DATE, false, false },
	{ LEAT_KW_TIME, LEAT_AST_TYPE_TIME, true, false },
	{ LEAT_KW_TIMESTAMP, LEAT_AST_TYPE_TIMESTAMP, true, false },
	{ LEAT_KW_TIMESTAMP_LTZ, LEAT_AST_TYPE_TIMESTAMP_LTZ, true, false },
};

/* Words of other systems, and what is meant. */
static const struct {
	const char *word, *type;
} foreign_types[] = {
	{ "TEXT", "STRING" },    { "NVARCHAR", "STRING" },
	{ "CLOB", "STRING" },    { "INT4", "INT" },
	{ "INT8", "BIGINT" },    { "LONG", "BIGINT" },
	{ "SHORT", "SMALLINT" }, { "BYTE", "TINYINT" },
	{ "BOOL", "BOOLEAN" },   { "FLOAT8", "DOUBLE" },
	{ "NUMBER", "DECIMAL" }, { "DATETIME", "TIMESTAMP" },
	{ "BLOB", "BYTES" },     { "TIMESTAMPTZ", "TIMESTAMP_LTZ" },
	{ "JSON", "STRING" },    { "UUID", "STRING" },
	{ "STRUCT", "ROW" },     { "UINT", "BIGINT" },
};

static int parse_numbers(struct leat_parser *p, const struct type_word *word,
                         struct leat_ast_type *ret)
{
	int64_t number;

	if (!word->precision || !leat_parse_accept(p, LEAT_TOKEN_LPAREN))
		return 0;
	LEAT_TRY(leat_parse_count(p, "a number", INT32_MAX, &number));
	ret->precision = (int32_t)number;
	if (word->scale && leat_parse_accept(p, LEAT_TOKEN_COMMA)) {
		LEAT_TRY(leat_parse_count(p, "a number", INT32_MAX, &number));
		ret->scale = (int32_t)number;
	}
	return leat_parse_expect(p, LEAT_TOKEN_RPAREN);
}

/* [ ( 'WITH' | 'WITHOUT' ) [ 'LOCAL' ] 'TIME' 'ZONE' ] */
static int parse_zone(struct leat_parser *p, struct leat_ast_type *ret)
{
	bool with = leat_parse_at_word(p, LEAT_KW_WITH);
	bool local = false;

	/* WITH may also begin the options of a table. */
	if (!with && !leat_parse_at_word(p, LEAT_KW_WITHOUT))
		return 0;
	if (!leat_parse_peek_word(p, 1, LEAT_KW_TIME) && !leat_parse_peek_word(p, 1, LEAT_KW_LOCAL))
		return 0;
	leat_parse_next(p);
	local = leat_parse_accept_word(p, LEAT_KW_LOCAL);
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_TIME));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_ZONE));
	if (with && ret->kind == LEAT_AST_TYPE_TIMESTAMP)
		ret->kind = local ? LEAT_AST_TYPE_TIMESTAMP_LTZ : LEAT_AST_TYPE_TIMESTAMP_TZ;
	else if (with || local)
		return leat_parse_fail(p, leat_parse_span(p, p->token - 3),
		                       "this type has no time zone");
	return 0;
}

/* field ::= ident type [ STRING | 'COMMENT' STRING ] */
static int parse_field(struct leat_parser *p, struct leat_ast_field *ret)
{
	*ret = (struct leat_ast_field){ 0 };
	LEAT_TRY(leat_parse_ident(p, "a field name", &ret->name));
	LEAT_TRY(leat_parse_type(p, &ret->type));
	if (leat_parse_accept_word(p, LEAT_KW_COMMENT) || leat_parse_at(p, LEAT_TOKEN_STRING))
		return leat_parse_text(p, "a comment in quotes", &ret->comment);
	return 0;
}

/* row_type ::= 'ROW' ( '<' [ field { ',' field } ] '>' | '(' field { ',' field } ')' ) */
static int parse_row(struct leat_parser *p, struct leat_ast_type *ret)
{
	LEAT_VEC(struct leat_ast_field) fields = { 0 };
	enum leat_token_kind close = LEAT_TOKEN_GT;

	ret->kind = LEAT_AST_TYPE_ROW;
	if (leat_parse_accept(p, LEAT_TOKEN_NE))
		return 0; /* ROW<> */
	if (leat_parse_accept(p, LEAT_TOKEN_LPAREN))
		close = LEAT_TOKEN_RPAREN;
	else if (!leat_parse_accept(p, LEAT_TOKEN_LT))
		return leat_parse_unexpected(p, "\"<\" or \"(\"");
	if (!leat_parse_at(p, close)) {
		do {
			struct leat_ast_field field;

			LEAT_TRY(parse_field(p, &field));
			*LEAT_VEC_ADD(p->arena, &fields) = field;
		} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	}
	if (!leat_parse_accept(p, close))
		return leat_parse_unexpected(p, close == LEAT_TOKEN_GT ? "\",\" or \">\""
		                                                       : "\",\" or \")\"");
	ret->fields = (struct leat_ast_fields){ fields.items, fields.count };
	return 0;
}

/* 'ARRAY' '<' type '>' | 'MULTISET' '<' type '>' | 'MAP' '<' type ',' type '>' */
static int parse_collection(struct leat_parser *p, enum leat_ast_type_kind kind,
                            struct leat_ast_type *ret)
{
	ret->kind = kind;
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LT));
	if (kind == LEAT_AST_TYPE_MAP) {
		LEAT_TRY(leat_parse_type(p, &ret->key));
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_COMMA));
	}
	LEAT_TRY(leat_parse_type(p, &ret->element));
	return leat_parse_expect(p, LEAT_TOKEN_GT);
}

static int parse_word(struct leat_parser *p, const struct type_word *word,
                      struct leat_ast_type *ret)
{
	leat_parse_next(p);
	ret->kind = word->kind;
	if (word->keyword == LEAT_KW_DOUBLE)
		(void)leat_parse_accept_word(p, LEAT_KW_PRECISION); /* Optional. */
	else if (ret->kind == LEAT_AST_TYPE_CHAR && leat_parse_accept_word(p, LEAT_KW_VARYING))
		ret->kind = LEAT_AST_TYPE_VARCHAR;
	else if (ret->kind == LEAT_AST_TYPE_BINARY && leat_parse_accept_word(p, LEAT_KW_VARYING))
		ret->kind = LEAT_AST_TYPE_VARBINARY;
	LEAT_TRY(parse_numbers(p, word, ret));
	if (ret->kind == LEAT_AST_TYPE_TIME || ret->kind == LEAT_AST_TYPE_TIMESTAMP)
		return parse_zone(p, ret);
	return 0;
}

/* A name that is no type here: an error at once when it is a known type of other systems. */
static int parse_named(struct leat_parser *p, struct leat_ast_type *ret)
{
	struct leat_str text;

	ret->kind = LEAT_AST_TYPE_NAMED;
	if (leat_parse_at_word(p, LEAT_KW_RAW))
		return leat_err_at(&p->err, LEAT_E_UNSUPPORTED, p->token->span,
		                   "RAW types hold objects of Java, which Leat does not have");
	if (leat_parse_at(p, LEAT_TOKEN_WORD)) {
		text = leat_parse_slice(p, p->token->span);
		for (size_t i = 0; i < LEAT_COUNT(foreign_types); i++) {
			if (strlen(foreign_types[i].word) != text.n ||
			    strncasecmp(foreign_types[i].word, text.p, text.n) != 0)
				continue;
			leat_parse_unexpected(p, "a type");
			leat_err_hint(&p->err, "the type is called %s here", foreign_types[i].type);
			return -LEAT_E_SYNTAX;
		}
	}
	return leat_parse_name(p, "a type", &ret->name);
}

/* base_type ::= word_type | 'INTERVAL' interval_unit | row_type | 'ARRAY' '<' type '>'
 *             | 'MULTISET' '<' type '>' | 'MAP' '<' type ',' type '>' | name
 * word_type ::= 'BOOLEAN' | 'TINYINT' | 'SMALLINT' | 'INT' | 'INTEGER' | 'BIGINT' | 'FLOAT'
 *             | 'REAL' | 'DOUBLE' [ 'PRECISION' ] | ( 'DECIMAL' | 'DEC' | 'NUMERIC' ) [ '(' NUMBER
 *              [ ',' NUMBER ] ')' ] | 'STRING' | 'BYTES' | ( 'CHAR' | 'VARCHAR' | 'BINARY'
 *             | 'VARBINARY' ) [ '(' NUMBER ')' ] | 'DATE' | 'TIME' [ '(' NUMBER ')' ] [ 'WITHOUT'
 *              'TIME' 'ZONE' ] | 'TIMESTAMP' [ '(' NUMBER ')' ] [ ( 'WITH' | 'WITHOUT' )
 *              [ 'LOCAL' ] 'TIME' 'ZONE' ] | 'TIMESTAMP_LTZ' [ '(' NUMBER ')' ] */
static int parse_base(struct leat_parser *p, struct leat_ast_type *ret)
{
	for (size_t i = 0; i < LEAT_COUNT(type_words); i++)
		if (leat_parse_at_word(p, type_words[i].keyword))
			return parse_word(p, &type_words[i], ret);
	if (leat_parse_accept_word(p, LEAT_KW_INTERVAL)) {
		ret->kind = LEAT_AST_TYPE_INTERVAL;
		return leat_parse_interval_unit(p, &ret->interval);
	}
	if (leat_parse_accept_word(p, LEAT_KW_ROW))
		return parse_row(p, ret);
	if (leat_parse_accept_word(p, LEAT_KW_ARRAY))
		return parse_collection(p, LEAT_AST_TYPE_ARRAY, ret);
	if (leat_parse_accept_word(p, LEAT_KW_MULTISET))
		return parse_collection(p, LEAT_AST_TYPE_MULTISET, ret);
	if (leat_parse_accept_word(p, LEAT_KW_MAP))
		return parse_collection(p, LEAT_AST_TYPE_MAP, ret);
	return parse_named(p, ret);
}

/* type ::= base_type [ 'NOT' 'NULL' | 'NULL' ] { ( 'ARRAY' | 'MULTISET' ) [ 'NOT' 'NULL'
 *        | 'NULL' ] } */
static int parse_any(struct leat_parser *p, struct leat_ast_type *ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_type type = { .precision = -1, .scale = -1 };

	LEAT_TRY(parse_base(p, &type));
	for (;;) {
		struct leat_ast_type *element;
		bool array;

		if (leat_parse_accept_words(p, LEAT_KW_NOT, LEAT_KW_NULL))
			type.not_null = true;
		else if (!leat_parse_peek_word(p, 1, LEAT_KW_ON)) /* RETURNING INT NULL ON EMPTY */
			(void)leat_parse_accept_word(p, LEAT_KW_NULL); /* The default. */
		type.span = leat_parse_span(p, begin);
		array = leat_parse_at_word(p, LEAT_KW_ARRAY);
		if (!array && !leat_parse_at_word(p, LEAT_KW_MULTISET))
			break;
		leat_parse_next(p);
		element = LEAT_ARENA_NEW(p->arena, struct leat_ast_type);
		*element = type;
		type = (struct leat_ast_type){
			.kind = array ? LEAT_AST_TYPE_ARRAY : LEAT_AST_TYPE_MULTISET,
			.precision = -1,
			.scale = -1,
			.element = element,
		};
	}
	*ret = type;
	return 0;
}

int leat_parse_type(struct leat_parser *p, const struct leat_ast_type **ret)
{
	struct leat_ast_type *type = LEAT_ARENA_NEW(p->arena, struct leat_ast_type);
	int r;

	LEAT_TRY(leat_parse_enter(p));
	r = parse_any(p, type);
	leat_parse_leave(p);
	if (!r)
		*ret = type;
	return r;
}
