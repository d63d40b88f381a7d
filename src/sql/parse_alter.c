/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of ALTER and DROP. */
#include "sql/parse_int.h"

/* From the first word on, for what is not looked into. */
static int as_other(struct leat_parser *p, const struct leat_token *begin,
                    struct leat_ast_stmt *ret)
{
	p->token = begin;
	*ret = (struct leat_ast_stmt){ 0 };
	return leat_parse_other(p, ret);
}

/* ---- ALTER TABLE -------------------------------------------------------------------------- */

/* 'RENAME' [ name ] 'TO' name */
static int parse_rename(struct leat_parser *p, struct leat_ast_alter_table *alter)
{
	alter->kind = LEAT_AST_ALTER_TABLE_RENAME;
	if (leat_parse_accept_word(p, LEAT_KW_TO))
		return leat_parse_name(p, "a table name", &alter->name);
	alter->kind = LEAT_AST_ALTER_TABLE_RENAME_COLUMN;
	LEAT_TRY(leat_parse_name(p, "\"TO\" or a column name", &alter->from));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_TO));
	return leat_parse_name(p, "a column name", &alter->name);
}

/* 'DROP' ( name | '(' name { ',' name } ')' | 'PRIMARY' 'KEY' | 'CONSTRAINT' ident
 * | 'WATERMARK' ) */
static int parse_drop_part(struct leat_parser *p, struct leat_ast_alter_table *alter)
{
	LEAT_VEC(struct leat_ast_name) names = { 0 };
	bool enclosed;

	if (leat_parse_accept_word(p, LEAT_KW_PRIMARY)) {
		alter->kind = LEAT_AST_ALTER_TABLE_DROP_KEY;
		return leat_parse_expect_word(p, LEAT_KW_KEY);
	}
	if (leat_parse_accept_word(p, LEAT_KW_WATERMARK)) {
		alter->kind = LEAT_AST_ALTER_TABLE_DROP_WATERMARK;
		return 0;
	}
	if (leat_parse_accept_word(p, LEAT_KW_CONSTRAINT)) {
		alter->kind = LEAT_AST_ALTER_TABLE_DROP_CONSTRAINT;
		return leat_parse_name(p, "a constraint name", &alter->name);
	}
	alter->kind = LEAT_AST_ALTER_TABLE_DROP_COLUMNS;
	enclosed = leat_parse_accept(p, LEAT_TOKEN_LPAREN);
	do {
		struct leat_ast_name name;

		LEAT_TRY(leat_parse_name(p, "a column name", &name));
		*LEAT_VEC_ADD(p->arena, &names) = name;
	} while (enclosed && leat_parse_accept(p, LEAT_TOKEN_COMMA));
	alter->columns = names.items;
	alter->column_count = names.count;
	return enclosed ? leat_parse_expect(p, LEAT_TOKEN_RPAREN) : 0;
}

/* ( 'ADD' | 'MODIFY' ) ( schema | schema_item ) */
static int parse_add_or_modify(struct leat_parser *p, enum leat_ast_alter_table_kind kind,
                               struct leat_ast_alter_table *alter)
{
	alter->kind = kind;
	if (leat_parse_at(p, LEAT_TOKEN_LPAREN))
		return leat_parse_schema(p, true, &alter->schema);
	return leat_parse_schema_item(p, true, &alter->schema);
}

/* alter_table ::= 'ALTER' 'TABLE' [ 'IF' 'EXISTS' ] name ( 'RENAME' [ name ] 'TO' name | 'SET'
 *                options | 'RESET' keys | ( 'ADD' | 'MODIFY' ) ( schema | schema_item ) | 'DROP'
 *                ( name | '(' name { ',' name } ')' | 'PRIMARY' 'KEY' | 'CONSTRAINT' ident
 *               | 'WATERMARK' ) ) */
static int parse_alter_table(struct leat_parser *p, const struct leat_token *begin,
                             struct leat_ast_stmt *ret)
{
	static const enum leat_keyword words[] = {
		LEAT_KW_RENAME, LEAT_KW_SET,    LEAT_KW_RESET,
		LEAT_KW_ADD,    LEAT_KW_MODIFY, LEAT_KW_DROP,
	};
	struct leat_ast_alter_table *alter = &ret->alter_table;

	ret->kind = LEAT_AST_STMT_ALTER_TABLE;
	alter->if_exists = leat_parse_accept_words(p, LEAT_KW_IF, LEAT_KW_EXISTS);
	LEAT_TRY(leat_parse_name(p, "a table name", &alter->table));
	if (leat_parse_at_word(p, LEAT_KW_PARTITION) ||
	    leat_parse_peek_word(p, 1, LEAT_KW_PARTITION) ||
	    leat_parse_peek_word(p, 1, LEAT_KW_DISTRIBUTION))
		return as_other(p, begin, ret);
	if (leat_parse_accept_word(p, LEAT_KW_RENAME))
		return parse_rename(p, alter);
	if (leat_parse_accept_word(p, LEAT_KW_SET)) {
		alter->kind = LEAT_AST_ALTER_TABLE_SET;
		return leat_parse_options(p, true, &alter->options);
	}
	if (leat_parse_accept_word(p, LEAT_KW_RESET)) {
		alter->kind = LEAT_AST_ALTER_TABLE_RESET;
		return leat_parse_options(p, false, &alter->options);
	}
	if (leat_parse_accept_word(p, LEAT_KW_ADD))
		return parse_add_or_modify(p, LEAT_AST_ALTER_TABLE_ADD, alter);
	if (leat_parse_accept_word(p, LEAT_KW_MODIFY))
		return parse_add_or_modify(p, LEAT_AST_ALTER_TABLE_MODIFY, alter);
	if (leat_parse_accept_word(p, LEAT_KW_DROP))
		return parse_drop_part(p, alter);
	return leat_parse_unexpected_word(p, "what to alter, as RENAME, SET, ADD, MODIFY or DROP",
	                                  words, LEAT_COUNT(words));
}

/* ---- ALTER of the others ------------------------------------------------------------------ */

/* alter_view ::= 'ALTER' 'VIEW' name ( 'RENAME' 'TO' name | 'AS' query ) */
static int parse_alter_view(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	ret->kind = LEAT_AST_STMT_ALTER_VIEW;
	LEAT_TRY(leat_parse_name(p, "a view name", &ret->alter_view.view));
	if (leat_parse_accept_words(p, LEAT_KW_RENAME, LEAT_KW_TO))
		return leat_parse_name(p, "a view name", &ret->alter_view.name);
	if (leat_parse_accept_word(p, LEAT_KW_AS))
		return leat_parse_query(p, &ret->alter_view.query);
	return leat_parse_unexpected(p, "\"RENAME TO\" or \"AS\"");
}

/* alter_catalog ::= 'ALTER' 'CATALOG' name ( 'SET' options | 'RESET' keys | 'COMMENT' STRING )
 * alter_database ::= 'ALTER' 'DATABASE' name 'SET' options */
static int parse_alter_space(struct leat_parser *p, enum leat_ast_stmt_kind kind, const char *what,
                             struct leat_ast_stmt *ret)
{
	ret->kind = kind;
	LEAT_TRY(leat_parse_name(p, what, &ret->space.name));
	if (leat_parse_accept_word(p, LEAT_KW_COMMENT))
		return leat_parse_text(p, "a comment in quotes", &ret->space.comment);
	ret->space.reset = leat_parse_accept_word(p, LEAT_KW_RESET);
	if (!ret->space.reset && !leat_parse_accept_word(p, LEAT_KW_SET))
		return leat_parse_unexpected(p, "\"SET\" or \"RESET\"");
	return leat_parse_options(p, !ret->space.reset, &ret->space.options);
}

/* alter_function ::= 'ALTER' [ 'TEMPORARY' [ 'SYSTEM' ] ] 'FUNCTION' [ 'IF' 'EXISTS' ] name 'AS'
 *                   STRING [ 'LANGUAGE' ident ] */
static int parse_alter_function(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	ret->kind = LEAT_AST_STMT_ALTER_FUNCTION;
	ret->create_function.if_not_exists = leat_parse_accept_words(p, LEAT_KW_IF, LEAT_KW_EXISTS);
	return leat_parse_function_body(p, &ret->create_function);
}

/* alter ::= alter_table | alter_view | alter_catalog | alter_database | alter_function */
int leat_parse_alter(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	static const enum leat_keyword words[] = {
		LEAT_KW_TABLE, LEAT_KW_VIEW, LEAT_KW_CATALOG, LEAT_KW_DATABASE, LEAT_KW_FUNCTION,
	};
	const struct leat_token *begin = p->token;
	bool temporary;

	leat_parse_next(p);
	if (leat_parse_accept_word(p, LEAT_KW_TABLE))
		return parse_alter_table(p, begin, ret);
	if (leat_parse_accept_word(p, LEAT_KW_VIEW))
		return parse_alter_view(p, ret);
	if (leat_parse_accept_word(p, LEAT_KW_CATALOG))
		return parse_alter_space(p, LEAT_AST_STMT_ALTER_CATALOG, "a catalog name", ret);
	if (leat_parse_accept_word(p, LEAT_KW_DATABASE))
		return parse_alter_space(p, LEAT_AST_STMT_ALTER_DATABASE, "a database name", ret);
	if (leat_parse_at_word(p, LEAT_KW_MODEL) || leat_parse_at_word(p, LEAT_KW_MATERIALIZED))
		return as_other(p, begin, ret);
	temporary = leat_parse_accept_word(p, LEAT_KW_TEMPORARY);
	ret->create_function.temporary = temporary;
	ret->create_function.system = temporary && leat_parse_accept_word(p, LEAT_KW_SYSTEM);
	if (leat_parse_accept_word(p, LEAT_KW_FUNCTION))
		return parse_alter_function(p, ret);
	return leat_parse_unexpected_word(p, "\"TABLE\", \"VIEW\" or another thing to alter", words,
	                                  LEAT_COUNT(words));
}

/* ---- DROP --------------------------------------------------------------------------------- */

/* drop ::= 'DROP' [ 'TEMPORARY' [ 'SYSTEM' ] ] ( 'TABLE' | 'VIEW' | 'FUNCTION' | 'CATALOG'
 *        | 'DATABASE' ) [ 'IF' 'EXISTS' ] name [ 'CASCADE' | 'RESTRICT' ] */
int leat_parse_drop(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	static const struct {
		enum leat_keyword keyword;
		enum leat_ast_stmt_kind kind;
		const char *what;
	} things[] = {
		{ LEAT_KW_TABLE, LEAT_AST_STMT_DROP_TABLE, "a table name" },
		{ LEAT_KW_VIEW, LEAT_AST_STMT_DROP_VIEW, "a view name" },
		{ LEAT_KW_FUNCTION, LEAT_AST_STMT_DROP_FUNCTION, "a function name" },
		{ LEAT_KW_CATALOG, LEAT_AST_STMT_DROP_CATALOG, "a catalog name" },
		{ LEAT_KW_DATABASE, LEAT_AST_STMT_DROP_DATABASE, "a database name" },
	};
	enum leat_keyword words[LEAT_COUNT(things)];
	const struct leat_token *begin = p->token;
	struct leat_ast_drop *drop = &ret->drop;

	leat_parse_next(p);
	drop->temporary = leat_parse_accept_word(p, LEAT_KW_TEMPORARY);
	drop->system = drop->temporary && leat_parse_accept_word(p, LEAT_KW_SYSTEM);
	if (leat_parse_at_word(p, LEAT_KW_MODEL) || leat_parse_at_word(p, LEAT_KW_MATERIALIZED))
		return as_other(p, begin, ret);
	for (size_t i = 0; i < LEAT_COUNT(things); i++) {
		words[i] = things[i].keyword;
		if (!leat_parse_accept_word(p, words[i]))
			continue;
		ret->kind = things[i].kind;
		drop->if_exists = leat_parse_accept_words(p, LEAT_KW_IF, LEAT_KW_EXISTS);
		LEAT_TRY(leat_parse_name(p, things[i].what, &drop->name));
		if (ret->kind == LEAT_AST_STMT_DROP_DATABASE) {
			drop->cascade = leat_parse_accept_word(p, LEAT_KW_CASCADE);
			if (!drop->cascade)
				(void)leat_parse_accept_word(p,
				                             LEAT_KW_RESTRICT); /* The default. */
		}
		return 0;
	}
	return leat_parse_unexpected_word(p, "\"TABLE\", \"VIEW\" or another thing to drop", words,
	                                  LEAT_COUNT(words));
}
