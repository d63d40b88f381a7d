/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of CREATE. */
#include "sql/parse_int.h"

/* What may stand between CREATE and what is created. */
struct modifiers {
	bool or_replace, temporary, system;
};

static int parse_comment(struct leat_parser *p, struct leat_ast_text *ret)
{
	return leat_parse_accept_word(p, LEAT_KW_COMMENT)
	               ? leat_parse_text(p, "a comment in quotes", ret)
	               : 0;
}

static int parse_with(struct leat_parser *p, struct leat_ast_options *ret)
{
	return leat_parse_accept_word(p, LEAT_KW_WITH) ? leat_parse_options(p, true, ret) : 0;
}

/* ---- tables ------------------------------------------------------------------------------- */

/* like_option ::= ( 'INCLUDING' | 'EXCLUDING' | 'OVERWRITING' ) ( 'ALL' | 'CONSTRAINTS'
 *               | 'DISTRIBUTION' | 'GENERATED' | 'METADATA' | 'OPTIONS' | 'PARTITIONS'
 *               | 'WATERMARKS' ) */
static int parse_like_option(struct leat_parser *p, struct leat_ast_like_option *ret)
{
	static const struct {
		enum leat_keyword keyword;
		enum leat_ast_like_feature feature;
	} features[] = {
		{ LEAT_KW_ALL, LEAT_AST_LIKE_ALL },
		{ LEAT_KW_CONSTRAINTS, LEAT_AST_LIKE_CONSTRAINTS },
		{ LEAT_KW_DISTRIBUTION, LEAT_AST_LIKE_DISTRIBUTION },
		{ LEAT_KW_GENERATED, LEAT_AST_LIKE_GENERATED },
		{ LEAT_KW_METADATA, LEAT_AST_LIKE_METADATA },
		{ LEAT_KW_OPTIONS, LEAT_AST_LIKE_OPTIONS },
		{ LEAT_KW_PARTITIONS, LEAT_AST_LIKE_PARTITIONS },
		{ LEAT_KW_WATERMARKS, LEAT_AST_LIKE_WATERMARKS },
	};
	enum leat_keyword words[LEAT_COUNT(features)];
	const struct leat_token *begin = p->token;

	if (leat_parse_accept_word(p, LEAT_KW_INCLUDING))
		ret->mode = LEAT_AST_LIKE_INCLUDING;
	else if (leat_parse_accept_word(p, LEAT_KW_EXCLUDING))
		ret->mode = LEAT_AST_LIKE_EXCLUDING;
	else if (leat_parse_accept_word(p, LEAT_KW_OVERWRITING))
		ret->mode = LEAT_AST_LIKE_OVERWRITING;
	else
		return leat_parse_unexpected(p, "\"INCLUDING\", \"EXCLUDING\" or \"OVERWRITING\"");
	for (size_t i = 0; i < LEAT_COUNT(features); i++) {
		words[i] = features[i].keyword;
		if (leat_parse_accept_word(p, words[i])) {
			ret->feature = features[i].feature;
			ret->span = leat_parse_span(p, begin);
			return 0;
		}
	}
	return leat_parse_unexpected_word(p, "what of the table, as OPTIONS", words,
	                                  LEAT_COUNT(words));
}

/* table_like ::= 'LIKE' name [ '(' { like_option } ')' ] */
static int parse_like(struct leat_parser *p, struct leat_ast_like *ret)
{
	LEAT_VEC(struct leat_ast_like_option) items = { 0 };

	LEAT_TRY(leat_parse_name(p, "a table name", &ret->table));
	if (!leat_parse_accept(p, LEAT_TOKEN_LPAREN))
		return 0;
	while (!leat_parse_accept(p, LEAT_TOKEN_RPAREN)) {
		struct leat_ast_like_option item;

		LEAT_TRY(parse_like_option(p, &item));
		*LEAT_VEC_ADD(p->arena, &items) = item;
	}
	ret->items = items.items;
	ret->count = items.count;
	return 0;
}

/* distribution ::= 'DISTRIBUTED' [ 'BY' [ 'HASH' | 'RANGE' ] idents ]
 *                 [ 'INTO' NUMBER 'BUCKETS' ] */
static int parse_distribution(struct leat_parser *p, struct leat_ast_distribution *ret)
{
	const struct leat_token *begin = p->token;

	ret->buckets = -1;
	leat_parse_next(p);
	if (leat_parse_accept_word(p, LEAT_KW_BY)) {
		if (leat_parse_at_word(p, LEAT_KW_HASH) || leat_parse_at_word(p, LEAT_KW_RANGE)) {
			ret->algorithm = leat_parse_ident_of(p, p->token);
			leat_parse_next(p);
		}
		LEAT_TRY(leat_parse_idents(p, "a column name", &ret->columns));
	} else if (!leat_parse_at_word(p, LEAT_KW_INTO)) {
		return leat_parse_unexpected(p, "\"BY\" or \"INTO\"");
	}
	if (leat_parse_accept_word(p, LEAT_KW_INTO)) {
		LEAT_TRY(leat_parse_count(p, "a number of buckets", INT32_MAX, &ret->buckets));
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_BUCKETS));
	}
	ret->span = leat_parse_span(p, begin);
	return 0;
}

/* create_table ::= 'CREATE' [ 'OR' 'REPLACE' ] [ 'TEMPORARY' ] 'TABLE' [ 'IF' 'NOT' 'EXISTS' ]
 *                 name [ schema ] [ 'COMMENT' STRING ] [ distribution ] [ 'PARTITIONED' 'BY'
 *                 idents ] [ 'WITH' options ] [ table_like | 'AS' query ] */
static int parse_create_table(struct leat_parser *p, const struct modifiers *modifiers,
                              struct leat_ast_stmt *ret)
{
	struct leat_ast_create_table *table = &ret->create_table;

	ret->kind = LEAT_AST_STMT_CREATE_TABLE;
	table->temporary = modifiers->temporary;
	table->or_replace = modifiers->or_replace;
	LEAT_TRY(leat_parse_if_not_exists(p, &table->if_not_exists));
	LEAT_TRY(leat_parse_name(p, "a table name", &table->table));
	if (leat_parse_at(p, LEAT_TOKEN_LPAREN))
		LEAT_TRY(leat_parse_schema(p, false, &table->schema));
	LEAT_TRY(parse_comment(p, &table->comment));
	if (leat_parse_at_word(p, LEAT_KW_DISTRIBUTED))
		LEAT_TRY(parse_distribution(p, &table->distribution));
	if (leat_parse_accept_words(p, LEAT_KW_PARTITIONED, LEAT_KW_BY))
		LEAT_TRY(leat_parse_idents(p, "a column name", &table->partitions));
	LEAT_TRY(parse_with(p, &table->options));
	if (leat_parse_accept_word(p, LEAT_KW_LIKE))
		return parse_like(p, &table->like);
	if (leat_parse_accept_word(p, LEAT_KW_AS))
		return leat_parse_query(p, &table->query);
	return 0;
}

/* ---- the others --------------------------------------------------------------------------- */

/* create_view ::= 'CREATE' [ 'TEMPORARY' ] 'VIEW' [ 'IF' 'NOT' 'EXISTS' ] name [ idents ]
 *                [ 'COMMENT' STRING ] 'AS' query */
static int parse_create_view(struct leat_parser *p, const struct modifiers *modifiers,
                             struct leat_ast_stmt *ret)
{
	struct leat_ast_create_view *view = &ret->create_view;

	ret->kind = LEAT_AST_STMT_CREATE_VIEW;
	view->temporary = modifiers->temporary;
	view->or_replace = modifiers->or_replace;
	LEAT_TRY(leat_parse_if_not_exists(p, &view->if_not_exists));
	LEAT_TRY(leat_parse_name(p, "a view name", &view->view));
	if (leat_parse_at(p, LEAT_TOKEN_LPAREN))
		LEAT_TRY(leat_parse_idents(p, "a column name", &view->columns));
	LEAT_TRY(parse_comment(p, &view->comment));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AS));
	return leat_parse_query(p, &view->query);
}

/* jars ::= 'USING' 'JAR' STRING { ',' 'JAR' STRING } */
static int parse_jars(struct leat_parser *p, struct leat_ast_options *ret)
{
	const struct leat_token *begin = p->token;
	LEAT_VEC(struct leat_ast_option) items = { 0 };

	do {
		struct leat_ast_option item = { 0 };

		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_JAR));
		LEAT_TRY(leat_parse_text(p, "a path in quotes", &item.key));
		*LEAT_VEC_ADD(p->arena, &items) = item;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	*ret = (struct leat_ast_options){ items.items, items.count, leat_parse_span(p, begin) };
	return 0;
}

/* create_function ::= 'CREATE' [ 'TEMPORARY' [ 'SYSTEM' ] ] 'FUNCTION' [ 'IF' 'NOT' 'EXISTS' ]
 *                    name 'AS' STRING [ 'LANGUAGE' ident ] [ jars ] [ 'WITH' options ] */
static int parse_create_function(struct leat_parser *p, const struct modifiers *modifiers,
                                 struct leat_ast_stmt *ret)
{
	struct leat_ast_create_function *function = &ret->create_function;

	ret->kind = LEAT_AST_STMT_CREATE_FUNCTION;
	function->temporary = modifiers->temporary;
	function->system = modifiers->system;
	LEAT_TRY(leat_parse_if_not_exists(p, &function->if_not_exists));
	return leat_parse_function_body(p, function);
}

int leat_parse_function_body(struct leat_parser *p, struct leat_ast_create_function *ret)
{
	LEAT_TRY(leat_parse_name(p, "a function name", &ret->function));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AS));
	LEAT_TRY(leat_parse_text(p, "a class or path in quotes", &ret->path));
	if (leat_parse_accept_word(p, LEAT_KW_LANGUAGE)) {
		if (!leat_parse_at(p, LEAT_TOKEN_WORD))
			return leat_parse_unexpected(p, "a language");
		ret->language = leat_parse_ident_of(p, p->token); /* SCALA is reserved. */
		leat_parse_next(p);
	}
	if (leat_parse_accept_word(p, LEAT_KW_USING))
		LEAT_TRY(parse_jars(p, &ret->jars));
	return parse_with(p, &ret->options);
}

/* create_catalog ::= 'CREATE' 'CATALOG' [ 'IF' 'NOT' 'EXISTS' ] name [ 'COMMENT' STRING ] [ 'WITH'
 *                   options ]
 * create_database ::= 'CREATE' 'DATABASE' [ 'IF' 'NOT' 'EXISTS' ] name [ 'COMMENT' STRING ]
 *                    [ 'WITH' options ] */
static int parse_create_space(struct leat_parser *p, enum leat_ast_stmt_kind kind, const char *what,
                              struct leat_ast_stmt *ret)
{
	ret->kind = kind;
	LEAT_TRY(leat_parse_if_not_exists(p, &ret->space.if_not_exists));
	LEAT_TRY(leat_parse_name(p, what, &ret->space.name));
	LEAT_TRY(parse_comment(p, &ret->space.comment));
	return parse_with(p, &ret->space.options);
}

/* create ::= create_table | create_view | create_function | create_catalog | create_database */
int leat_parse_create(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	static const enum leat_keyword words[] = {
		LEAT_KW_TABLE,   LEAT_KW_VIEW,     LEAT_KW_FUNCTION,
		LEAT_KW_CATALOG, LEAT_KW_DATABASE, LEAT_KW_TEMPORARY,
	};
	const struct leat_token *begin = p->token;
	struct modifiers modifiers = { 0 };

	leat_parse_next(p);
	modifiers.or_replace = leat_parse_accept_words(p, LEAT_KW_OR, LEAT_KW_REPLACE);
	modifiers.temporary = leat_parse_accept_word(p, LEAT_KW_TEMPORARY);
	modifiers.system = modifiers.temporary && leat_parse_accept_word(p, LEAT_KW_SYSTEM);

	if (leat_parse_accept_word(p, LEAT_KW_FUNCTION))
		return parse_create_function(p, &modifiers, ret);
	if (!modifiers.system && leat_parse_accept_word(p, LEAT_KW_TABLE))
		return parse_create_table(p, &modifiers, ret);
	if (!modifiers.system && leat_parse_accept_word(p, LEAT_KW_VIEW))
		return parse_create_view(p, &modifiers, ret);
	if (!modifiers.temporary && leat_parse_accept_word(p, LEAT_KW_CATALOG))
		return parse_create_space(p, LEAT_AST_STMT_CREATE_CATALOG, "a catalog name", ret);
	if (!modifiers.temporary && leat_parse_accept_word(p, LEAT_KW_DATABASE))
		return parse_create_space(p, LEAT_AST_STMT_CREATE_DATABASE, "a database name", ret);
	if (leat_parse_at_word(p, LEAT_KW_MODEL) || leat_parse_at_word(p, LEAT_KW_MATERIALIZED)) {
		p->token = begin;
		return leat_parse_other(p, ret);
	}
	return leat_parse_unexpected_word(p, "\"TABLE\", \"VIEW\" or another thing to create",
	                                  words, LEAT_COUNT(words));
}
