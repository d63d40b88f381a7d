/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of SHOW, DESCRIBE, USE, SET and RESET. */
#include "sql/parse_int.h"

/* ---- SHOW --------------------------------------------------------------------------------- */

enum show_from {
	FROM_NONE,
	FROM_OPTIONAL, /* [ ( 'FROM' | 'IN' ) name ] */
	FROM_REQUIRED, /* ( 'FROM' | 'IN' ) name */
	FROM_NAME,     /* name */
};

static const struct show {
	enum leat_keyword first, second; /* Behind SHOW. */
	enum leat_ast_show_kind kind;
	enum show_from from;
	bool like; /* [ [ 'NOT' ] 'LIKE' STRING ] may follow. */
} shows[] = {
	{ LEAT_KW_CATALOGS, 0, LEAT_AST_SHOW_CATALOGS, FROM_NONE, true },
	{ LEAT_KW_CURRENT, LEAT_KW_CATALOG, LEAT_AST_SHOW_CURRENT_CATALOG, FROM_NONE, false },
	{ LEAT_KW_DATABASES, 0, LEAT_AST_SHOW_DATABASES, FROM_OPTIONAL, true },
	{ LEAT_KW_CURRENT, LEAT_KW_DATABASE, LEAT_AST_SHOW_CURRENT_DATABASE, FROM_NONE, false },
	{ LEAT_KW_TABLES, 0, LEAT_AST_SHOW_TABLES, FROM_OPTIONAL, true },
	{ LEAT_KW_VIEWS, 0, LEAT_AST_SHOW_VIEWS, FROM_OPTIONAL, true },
	{ LEAT_KW_FUNCTIONS, 0, LEAT_AST_SHOW_FUNCTIONS, FROM_OPTIONAL, true },
	{ LEAT_KW_USER, LEAT_KW_FUNCTIONS, LEAT_AST_SHOW_FUNCTIONS, FROM_OPTIONAL, true },
	{ LEAT_KW_PROCEDURES, 0, LEAT_AST_SHOW_PROCEDURES, FROM_OPTIONAL, true },
	{ LEAT_KW_COLUMNS, 0, LEAT_AST_SHOW_COLUMNS, FROM_REQUIRED, true },
	{ LEAT_KW_PARTITIONS, 0, LEAT_AST_SHOW_PARTITIONS, FROM_NAME, false },
	{ LEAT_KW_CREATE, LEAT_KW_TABLE, LEAT_AST_SHOW_CREATE_TABLE, FROM_NAME, false },
	{ LEAT_KW_CREATE, LEAT_KW_VIEW, LEAT_AST_SHOW_CREATE_VIEW, FROM_NAME, false },
	{ LEAT_KW_CREATE, LEAT_KW_CATALOG, LEAT_AST_SHOW_CREATE_CATALOG, FROM_NAME, false },
	{ LEAT_KW_MODULES, 0, LEAT_AST_SHOW_MODULES, FROM_NONE, false },
	{ LEAT_KW_FULL, LEAT_KW_MODULES, LEAT_AST_SHOW_MODULES, FROM_NONE, false },
	{ LEAT_KW_JARS, 0, LEAT_AST_SHOW_JARS, FROM_NONE, false },
	{ LEAT_KW_JOBS, 0, LEAT_AST_SHOW_JOBS, FROM_NONE, false },
};

static int parse_show_from(struct leat_parser *p, enum show_from from, struct leat_ast_name *ret)
{
	bool word;

	if (from == FROM_NONE)
		return 0;
	if (from == FROM_NAME)
		return leat_parse_name(p, "a name", ret);
	word = leat_parse_accept_word(p, LEAT_KW_FROM) || leat_parse_accept_word(p, LEAT_KW_IN);
	if (!word && from == FROM_REQUIRED)
		return leat_parse_unexpected(p, "\"FROM\" or \"IN\"");
	return word ? leat_parse_name(p, "a name", ret) : 0;
}

/* like_pattern ::= [ 'NOT' ] ( 'LIKE' | 'ILIKE' ) STRING */
static int parse_show_like(struct leat_parser *p, struct leat_ast_show *show)
{
	show->not_like = leat_parse_accept_word(p, LEAT_KW_NOT);
	show->ilike = leat_parse_accept_word(p, LEAT_KW_ILIKE);
	if (!show->ilike && !leat_parse_accept_word(p, LEAT_KW_LIKE))
		return show->not_like ? leat_parse_unexpected(p, "\"LIKE\" or \"ILIKE\"") : 0;
	return leat_parse_text(p, "a pattern in quotes", &show->like);
}

/* show ::= 'SHOW' ( 'CATALOGS' | 'CURRENT' ( 'CATALOG' | 'DATABASE' ) | 'DATABASES' | 'TABLES'
 *        | 'VIEWS' | [ 'USER' ] 'FUNCTIONS' | 'PROCEDURES' | 'COLUMNS' | 'PARTITIONS' | 'CREATE'
 *         ( 'TABLE' | 'VIEW' | 'CATALOG' ) | [ 'FULL' ] 'MODULES' | 'JARS' | 'JOBS' ) [ [ 'FROM'
 *        | 'IN' ] name ] [ like_pattern ] */
int leat_parse_show(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	enum leat_keyword words[LEAT_COUNT(shows)];
	size_t word_count = 0;

	leat_parse_next(p);
	ret->kind = LEAT_AST_STMT_SHOW;
	for (size_t i = 0; i < LEAT_COUNT(shows); i++) {
		if (!shows[i].second)
			words[word_count++] = shows[i].first;
		if (!leat_parse_at_word(p, shows[i].first) ||
		    (shows[i].second && !leat_parse_peek_word(p, 1, shows[i].second)))
			continue;
		leat_parse_next(p);
		if (shows[i].second)
			leat_parse_next(p);
		ret->show.kind = shows[i].kind;
		ret->show.user_only = shows[i].first == LEAT_KW_USER;
		ret->show.full = shows[i].first == LEAT_KW_FULL;
		LEAT_TRY(parse_show_from(p, shows[i].from, &ret->show.from));
		return shows[i].like ? parse_show_like(p, &ret->show) : 0;
	}
	return leat_parse_unexpected_word(p, "what to show, as TABLES", words, word_count);
}

/* ---- DESCRIBE and USE --------------------------------------------------------------------- */

/* describe ::= ( 'DESCRIBE' | 'DESC' ) ( [ 'EXTENDED' ] name | ( 'CATALOG' | 'DATABASE'
 *            | 'FUNCTION' ) [ 'EXTENDED' ] name | 'JOB' STRING ) */
int leat_parse_describe(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	static const struct {
		enum leat_keyword keyword;
		enum leat_ast_describe_kind kind;
	} things[] = {
		{ LEAT_KW_CATALOG, LEAT_AST_DESCRIBE_CATALOG },
		{ LEAT_KW_DATABASE, LEAT_AST_DESCRIBE_DATABASE },
		{ LEAT_KW_FUNCTION, LEAT_AST_DESCRIBE_FUNCTION },
	};
	struct leat_ast_describe *describe = &ret->describe;

	leat_parse_next(p);
	ret->kind = LEAT_AST_STMT_DESCRIBE;
	if (leat_parse_at_word(p, LEAT_KW_JOB) &&
	    leat_parse_peek(p, 1)->kind == LEAT_TOKEN_STRING) {
		leat_parse_next(p);
		describe->kind = LEAT_AST_DESCRIBE_JOB;
		return leat_parse_text(p, "a job id in quotes", &describe->job);
	}
	/* CATALOG and DATABASE are soft: they may be tables. */
	for (size_t i = 0; i < LEAT_COUNT(things); i++) {
		enum leat_token_kind next = leat_parse_peek(p, 1)->kind;

		if (leat_parse_at_word(p, things[i].keyword) &&
		    (next == LEAT_TOKEN_WORD || next == LEAT_TOKEN_QUOTED)) {
			leat_parse_next(p);
			describe->kind = things[i].kind;
			break;
		}
	}
	describe->extended = leat_parse_accept_word(p, LEAT_KW_EXTENDED);
	return leat_parse_name(p, "a table name", &describe->name);
}

/* use ::= 'USE' [ 'CATALOG' ] name */
int leat_parse_use(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	if (leat_parse_peek_word(p, 1, LEAT_KW_MODULES))
		return leat_parse_other(p, ret);
	leat_parse_next(p);
	ret->kind = LEAT_AST_STMT_USE_DATABASE;
	if (leat_parse_at_word(p, LEAT_KW_CATALOG) && leat_parse_peek_name(p, 1)) {
		leat_parse_next(p);
		ret->kind = LEAT_AST_STMT_USE_CATALOG;
	}
	return leat_parse_name(p, "a database name", &ret->name);
}

/* ---- SET and RESET ------------------------------------------------------------------------ */

static bool ends_setting(const struct leat_parser *p)
{
	return leat_parse_at(p, LEAT_TOKEN_END) || leat_parse_at(p, LEAT_TOKEN_SEMICOLON);
}

/* The raw text up to @p stop or the end of the statement. */
static int parse_raw(struct leat_parser *p, const char *what, enum leat_token_kind stop,
                     struct leat_ast_text *ret)
{
	const struct leat_token *begin = p->token;

	while (!ends_setting(p) && !leat_parse_at(p, stop) && !leat_parse_at(p, LEAT_TOKEN_ERROR))
		leat_parse_next(p);
	if (leat_parse_at(p, LEAT_TOKEN_ERROR) || p->token == begin)
		return leat_parse_unexpected(p, what);
	ret->span = leat_parse_span(p, begin);
	ret->value = leat_parse_slice(p, ret->span);
	return 0;
}

/* SET k = v, as it was written before Flink 1.13. */
static int parse_legacy_set(struct leat_parser *p, struct leat_ast_setting *set)
{
	set->legacy = true;
	LEAT_TRY(parse_raw(p, "a key in quotes", LEAT_TOKEN_EQ, &set->key));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_EQ));
	if (leat_parse_at(p, LEAT_TOKEN_STRING))
		LEAT_TRY(leat_parse_text(p, "a value", &set->value));
	else
		LEAT_TRY(parse_raw(p, "a value", LEAT_TOKEN_END, &set->value));
	leat_diags_warn(p->diags, set->key.span, "write SET 'key' = 'value'",
	                "this is the spelling of SET before Flink 1.13");
	return 0;
}

/* set ::= 'SET' [ STRING '=' STRING ]     -- SET k = v without quotes is taken too */
int leat_parse_set(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	leat_parse_next(p);
	ret->kind = LEAT_AST_STMT_SET;
	if (ends_setting(p))
		return 0;
	if (!leat_parse_at(p, LEAT_TOKEN_STRING))
		return parse_legacy_set(p, &ret->setting);
	LEAT_TRY(leat_parse_text(p, "a key in quotes", &ret->setting.key));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_EQ));
	return leat_parse_text(p, "a value in quotes", &ret->setting.value);
}

/* reset ::= 'RESET' [ STRING ] */
int leat_parse_reset(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	leat_parse_next(p);
	ret->kind = LEAT_AST_STMT_RESET;
	if (ends_setting(p))
		return 0;
	if (!leat_parse_at(p, LEAT_TOKEN_STRING))
		return parse_raw(p, "a key in quotes", LEAT_TOKEN_END, &ret->setting.key);
	return leat_parse_text(p, "a key in quotes", &ret->setting.key);
}
