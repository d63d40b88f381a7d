/* SPDX-License-Identifier: Apache-2.0 */
/* Scripts and statements: which one it is, and going on after an error. */
#include "sql/parse.h"

#include "base/nearest.h"
#include "sql/parse_int.h"

/* Statements that Flink has and Leat does not look into. */
static const enum leat_keyword other_words[] = {
	LEAT_KW_ADD,   LEAT_KW_ANALYZE, LEAT_KW_CALL,    LEAT_KW_COMPILE, LEAT_KW_LOAD,
	LEAT_KW_MERGE, LEAT_KW_REMOVE,  LEAT_KW_REPLACE, LEAT_KW_STOP,    LEAT_KW_UNLOAD,
};

static int parse_delete(struct leat_parser *p, struct leat_ast_stmt *ret);
static int parse_update(struct leat_parser *p, struct leat_ast_stmt *ret);
static int parse_truncate(struct leat_parser *p, struct leat_ast_stmt *ret);
static int parse_begin(struct leat_parser *p, struct leat_ast_stmt *ret);
static int parse_execute(struct leat_parser *p, struct leat_ast_stmt *ret);
static int parse_explain(struct leat_parser *p, struct leat_ast_stmt *ret);

static const struct {
	enum leat_keyword keyword;
	int (*parse)(struct leat_parser *p, struct leat_ast_stmt *ret);
} statements[] = {
	{ LEAT_KW_ALTER, leat_parse_alter },   { LEAT_KW_BEGIN, parse_begin },
	{ LEAT_KW_CREATE, leat_parse_create }, { LEAT_KW_DELETE, parse_delete },
	{ LEAT_KW_DESC, leat_parse_describe }, { LEAT_KW_DESCRIBE, leat_parse_describe },
	{ LEAT_KW_DROP, leat_parse_drop },     { LEAT_KW_EXECUTE, parse_execute },
	{ LEAT_KW_EXPLAIN, parse_explain },    { LEAT_KW_INSERT, leat_parse_insert },
	{ LEAT_KW_RESET, leat_parse_reset },   { LEAT_KW_SET, leat_parse_set },
	{ LEAT_KW_SHOW, leat_parse_show },     { LEAT_KW_TRUNCATE, parse_truncate },
	{ LEAT_KW_UPDATE, parse_update },      { LEAT_KW_USE, leat_parse_use },
};

/* ---- helpers ------------------------------------------------------------------------------ */

int leat_parse_unexpected_word(struct leat_parser *p, const char *what,
                               const enum leat_keyword *words, size_t count)
{
	struct leat_str text = leat_parse_slice(p, p->token->span);
	struct leat_nearest near;
	char upper[LEAT_LIMIT_NAME_BYTES];

	(void)leat_parse_unexpected(p, what); /* Returned below. */
	if (p->token->kind != LEAT_TOKEN_WORD || text.n > sizeof(upper))
		return -LEAT_E_SYNTAX;
	for (uint32_t i = 0; i < text.n; i++)
		upper[i] = text.p[i] >= 'a' && text.p[i] <= 'z' ? (char)(text.p[i] - 32)
		                                                : text.p[i];
	near = leat_nearest_of((struct leat_str){ upper, text.n });
	for (size_t i = 0; i < count; i++)
		leat_nearest_offer_text(&near, leat_keyword_text(words[i]));
	(void)leat_nearest_hint(&near, &p->err); /* None may be near. */
	return -LEAT_E_SYNTAX;
}

static bool ends_statement(const struct leat_parser *p)
{
	return leat_parse_at(p, LEAT_TOKEN_END) || leat_parse_at(p, LEAT_TOKEN_SEMICOLON);
}

static void skip_statement(struct leat_parser *p)
{
	while (!ends_statement(p))
		leat_parse_next(p);
}

int leat_parse_if_not_exists(struct leat_parser *p, bool *ret)
{
	*ret = false;
	if (!leat_parse_accept_words(p, LEAT_KW_IF, LEAT_KW_NOT))
		return 0;
	*ret = true;
	return leat_parse_expect_word(p, LEAT_KW_EXISTS);
}

int leat_parse_other(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	const struct leat_token *begin = p->token;

	ret->kind = LEAT_AST_STMT_OTHER;
	for (; !ends_statement(p); leat_parse_next(p))
		if (leat_parse_at(p, LEAT_TOKEN_ERROR))
			return leat_parse_unexpected(p, "the rest of the statement");
	ret->other = leat_parse_slice(p, leat_parse_span(p, begin));
	return 0;
}

/* ---- INSERT, and what changes tables ------------------------------------------------------ */

/* assignment ::= ident '=' expr */
static int parse_assignment(struct leat_parser *p, struct leat_ast_named_expr *ret)
{
	LEAT_TRY(leat_parse_ident(p, "a column name", &ret->name));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_EQ));
	return leat_parse_expr(p, &ret->expr);
}

/* partition ::= 'PARTITION' '(' assignment { ',' assignment } ')' */
static int parse_partition(struct leat_parser *p, struct leat_ast_insert *insert)
{
	LEAT_VEC(struct leat_ast_named_expr) items = { 0 };
	bool more = true;

	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	for (uint32_t depth = p->token->depth; more;) {
		struct leat_ast_named_expr item;
		int r = parse_assignment(p, &item);

		if (!r)
			*LEAT_VEC_ADD(p->arena, &items) = item;
		LEAT_TRY(leat_parse_item_end(p, r, depth, &more));
	}
	insert->partitions = items.items;
	insert->partition_count = items.count;
	return 0;
}

/* insert ::= 'INSERT' ( 'INTO' | 'OVERWRITE' [ 'INTO' ] ) name [ hints ] [ partition ] [ idents ]
 *           query */
int leat_parse_insert(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	struct leat_ast_insert *insert = &ret->insert;

	leat_parse_next(p);
	ret->kind = LEAT_AST_STMT_INSERT;
	insert->overwrite = leat_parse_accept_word(p, LEAT_KW_OVERWRITE);
	if (!insert->overwrite && !leat_parse_at_word(p, LEAT_KW_INTO))
		return leat_parse_unexpected(p, "\"INTO\" or \"OVERWRITE\"");
	(void)leat_parse_accept_word(p, LEAT_KW_INTO); /* Optional behind OVERWRITE. */
	LEAT_TRY(leat_parse_name(p, "a table name", &insert->table));
	LEAT_TRY(leat_parse_hints(p, &insert->hints));
	if (leat_parse_accept_word(p, LEAT_KW_PARTITION))
		LEAT_TRY(parse_partition(p, insert));
	if (leat_parse_at(p, LEAT_TOKEN_LPAREN) && leat_parse_peek_name(p, 1))
		LEAT_TRY(leat_parse_idents(p, "a column name", &insert->columns));
	if (ends_statement(p))
		return leat_parse_unexpected(p, "\"SELECT\" or \"VALUES\"");
	return leat_parse_query(p, &insert->query);
}

/* delete ::= 'DELETE' 'FROM' name [ 'WHERE' expr ] */
static int parse_delete(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	leat_parse_next(p);
	ret->kind = LEAT_AST_STMT_DELETE;
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_FROM));
	LEAT_TRY(leat_parse_name(p, "a table name", &ret->modify.table));
	return leat_parse_accept_word(p, LEAT_KW_WHERE) ? leat_parse_expr(p, &ret->modify.where)
	                                                : 0;
}

/* update ::= 'UPDATE' name 'SET' assignment { ',' assignment } [ 'WHERE' expr ] */
static int parse_update(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	LEAT_VEC(struct leat_ast_named_expr) items = { 0 };

	leat_parse_next(p);
	ret->kind = LEAT_AST_STMT_UPDATE;
	LEAT_TRY(leat_parse_name(p, "a table name", &ret->modify.table));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_SET));
	do {
		struct leat_ast_named_expr item;

		LEAT_TRY(parse_assignment(p, &item));
		*LEAT_VEC_ADD(p->arena, &items) = item;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	ret->modify.assignments = items.items;
	ret->modify.assignment_count = items.count;
	return leat_parse_accept_word(p, LEAT_KW_WHERE) ? leat_parse_expr(p, &ret->modify.where)
	                                                : 0;
}

/* truncate ::= 'TRUNCATE' 'TABLE' name */
static int parse_truncate(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	leat_parse_next(p);
	ret->kind = LEAT_AST_STMT_TRUNCATE;
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_TABLE));
	return leat_parse_name(p, "a table name", &ret->name);
}

/* ---- statement sets and EXPLAIN ----------------------------------------------------------- */

/* One INSERT of a statement set, with its semicolon. */
static int parse_set_item(struct leat_parser *p, const struct leat_ast_stmt **ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_stmt *stmt = LEAT_ARENA_NEW(p->arena, struct leat_ast_stmt);

	(void)leat_parse_accept_word(p, LEAT_KW_EXECUTE); /* Optional. */
	if (!leat_parse_at_word(p, LEAT_KW_INSERT))
		return leat_parse_unexpected(p, "\"INSERT\" or \"END\"");
	LEAT_TRY(leat_parse_insert(p, stmt));
	stmt->span = leat_parse_span(p, begin);
	*ret = stmt;
	return leat_parse_expect(p, LEAT_TOKEN_SEMICOLON);
}

/* set_body ::= { insert ';' } 'END' */
static int parse_set_body(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	LEAT_VEC(const struct leat_ast_stmt *) items = { 0 };

	ret->kind = LEAT_AST_STMT_STATEMENT_SET;
	while (!leat_parse_accept_word(p, LEAT_KW_END)) {
		const struct leat_ast_stmt *stmt = NULL;
		int r = parse_set_item(p, &stmt);

		if (!r) {
			*LEAT_VEC_ADD(p->arena, &items) = stmt;
			continue;
		}
		leat_parse_report(p);
		skip_statement(p);
		if (leat_diags_is_full(p->diags) || !leat_parse_accept(p, LEAT_TOKEN_SEMICOLON))
			return r;
	}
	if (items.count == 0 && !p->broken)
		return leat_parse_fail(p, p->token[-1].span, "the statement set has no INSERT");
	ret->stmts = (struct leat_ast_stmts){ items.items, items.count };
	return 0;
}

/* begin ::= 'BEGIN' 'STATEMENT' 'SET' ';' set_body */
static int parse_begin(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	leat_parse_next(p);
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_STATEMENT));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_SET));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_SEMICOLON));
	return parse_set_body(p, ret);
}

/* statement_set ::= 'STATEMENT' 'SET' 'BEGIN' set_body */
static int parse_statement_set(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	leat_parse_next(p);
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_SET));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_BEGIN));
	return parse_set_body(p, ret);
}

static int parse_query_statement(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	ret->kind = LEAT_AST_STMT_QUERY;
	return leat_parse_query(p, &ret->query);
}

/* What may be planned: INSERT, a statement set, a query. */
static int parse_plannable(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	if (leat_parse_at_word(p, LEAT_KW_STATEMENT))
		return parse_statement_set(p, ret);
	if (leat_parse_at_word(p, LEAT_KW_INSERT))
		return leat_parse_insert(p, ret);
	return parse_query_statement(p, ret);
}

/* execute ::= 'EXECUTE' ( statement_set | insert | query )  -- EXECUTE PLAN is not looked into */
static int parse_execute(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	if (leat_parse_peek_word(p, 1, LEAT_KW_PLAN))
		return leat_parse_other(p, ret);
	leat_parse_next(p);
	return parse_plannable(p, ret);
}

static unsigned explain_flag(enum leat_keyword keyword)
{
	static const struct {
		enum leat_keyword keyword;
		enum leat_ast_explain_flag flag;
	} flags[] = {
		{ LEAT_KW_ESTIMATED_COST, LEAT_AST_EXPLAIN_ESTIMATED_COST },
		{ LEAT_KW_CHANGELOG_MODE, LEAT_AST_EXPLAIN_CHANGELOG_MODE },
		{ LEAT_KW_JSON_EXECUTION_PLAN, LEAT_AST_EXPLAIN_JSON },
		{ LEAT_KW_PLAN_ADVICE, LEAT_AST_EXPLAIN_PLAN_ADVICE },
		{ LEAT_KW_AST, LEAT_AST_EXPLAIN_AST },
		{ LEAT_KW_LOGICAL, LEAT_AST_EXPLAIN_LOGICAL },
		{ LEAT_KW_PHYSICAL, LEAT_AST_EXPLAIN_PHYSICAL },
	};

	for (size_t i = 0; i < LEAT_COUNT(flags); i++)
		if (flags[i].keyword == keyword)
			return flags[i].flag;
	return 0;
}

/* explain ::= 'EXPLAIN' [ 'PLAN' 'FOR' | detail { ',' detail } ] [ 'EXECUTE' ] ( statement_set
 *           | insert | query )
 * detail ::= 'ESTIMATED_COST' | 'CHANGELOG_MODE' | 'JSON_EXECUTION_PLAN' | 'PLAN_ADVICE' | 'AST'
 *          | 'LOGICAL' | 'PHYSICAL' */
static int parse_explain(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	struct leat_ast_stmt *stmt = LEAT_ARENA_NEW(p->arena, struct leat_ast_stmt);
	const struct leat_token *begin;

	leat_parse_next(p);
	ret->kind = LEAT_AST_STMT_EXPLAIN;
	ret->explain.plan_for = leat_parse_accept_words(p, LEAT_KW_PLAN, LEAT_KW_FOR);
	while (explain_flag(p->token->keyword)) {
		ret->explain.flags |= explain_flag(p->token->keyword);
		leat_parse_next(p);
		if (!leat_parse_accept(p, LEAT_TOKEN_COMMA))
			break;
		if (!explain_flag(p->token->keyword))
			return leat_parse_unexpected(p, "a detail to explain, as CHANGELOG_MODE");
	}
	begin = p->token;
	(void)leat_parse_accept_word(p, LEAT_KW_EXECUTE); /* Optional. */
	LEAT_TRY(parse_plannable(p, stmt));
	stmt->span = leat_parse_span(p, begin);
	ret->explain.stmt = stmt;
	return 0;
}

/* ---- statements and scripts --------------------------------------------------------------- */

static int fail_statement(struct leat_parser *p)
{
	enum leat_keyword words[LEAT_COUNT(statements) + 3] = {
		LEAT_KW_SELECT,
		LEAT_KW_WITH,
		LEAT_KW_VALUES,
	};

	for (size_t i = 0; i < LEAT_COUNT(statements); i++)
		words[i + 3] = statements[i].keyword;
	return leat_parse_unexpected_word(p, "a statement", words, LEAT_COUNT(words));
}

/* statement ::= query | insert | statement_set | create | alter | drop | use | set | reset | show
 *             | describe | explain | execute | begin | delete | update | truncate */
static int parse_any(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	for (size_t i = 0; i < LEAT_COUNT(statements); i++)
		if (leat_parse_at_word(p, statements[i].keyword))
			return statements[i].parse(p, ret);
	for (size_t i = 0; i < LEAT_COUNT(other_words); i++)
		if (leat_parse_at_word(p, other_words[i]))
			return leat_parse_other(p, ret);
	switch ((int)p->token->keyword) {
	case LEAT_KW_SELECT:
	case LEAT_KW_WITH:
	case LEAT_KW_VALUES:
	case LEAT_KW_TABLE:
		return parse_query_statement(p, ret);
	case LEAT_KW_STATEMENT:
		return parse_statement_set(p, ret);
	}
	return leat_parse_at(p, LEAT_TOKEN_LPAREN) ? parse_query_statement(p, ret)
	                                           : fail_statement(p);
}

int leat_parse_statement(struct leat_parser *p, struct leat_ast_stmt *ret)
{
	const struct leat_token *begin = p->token;

	LEAT_TRY(parse_any(p, ret));
	ret->span = leat_parse_span(p, begin);
	return ends_statement(p) ? 0 : leat_parse_unexpected(p, "\";\"");
}

/* script ::= { [ statement ] ';' } [ statement ] */
static void parse_script(struct leat_parser *p, struct leat_ast_script *script)
{
	LEAT_VEC(const struct leat_ast_stmt *) items = { 0 };

	while (!leat_parse_at(p, LEAT_TOKEN_END) && !leat_diags_is_full(p->diags)) {
		struct leat_ast_stmt *stmt;

		if (leat_parse_accept(p, LEAT_TOKEN_SEMICOLON))
			continue;
		if (items.count == LEAT_LIMIT_STATEMENTS) {
			leat_diags_error(p->diags, LEAT_E_LIMIT, p->token->span,
			                 "more than %d statements", LEAT_LIMIT_STATEMENTS);
			return;
		}
		stmt = LEAT_ARENA_NEW(p->arena, struct leat_ast_stmt);
		p->broken = false;
		if (leat_parse_statement(p, stmt))
			leat_parse_report(p);
		skip_statement(p);
		if (!p->broken)
			*LEAT_VEC_ADD(p->arena, &items) = stmt;
	}
	script->stmts = (struct leat_ast_stmts){ items.items, items.count };
}

/* A parser at the first token of @p text. */
static int begin_parse(struct leat_parser *p, struct leat_arena *arena, struct leat_str text,
                       struct leat_diags *diags)
{
	struct leat_tokens tokens;

	*p = (struct leat_parser){ .arena = arena, .text = text, .diags = diags };
	if (text.n > LEAT_LIMIT_QUERY_BYTES)
		return leat_err_set(&p->err, LEAT_E_LIMIT, "the script has more than %d bytes",
		                    LEAT_LIMIT_QUERY_BYTES);
	tokens = leat_lex(arena, text);
	p->tokens = p->token = tokens.items;
	return 0;
}

int leat_sql_parse(struct leat_arena *arena, struct leat_str text, struct leat_diags *diags,
                   const struct leat_ast_script **ret_script)
{
	struct leat_ast_script *script = LEAT_ARENA_NEW(arena, struct leat_ast_script);
	uint32_t errors_before = diags->error_count;
	struct leat_parser p;

	script->text = text;
	if (begin_parse(&p, arena, text, diags))
		leat_parse_report(&p);
	else
		parse_script(&p, script);
	if (diags->error_count > errors_before)
		return -(int)leat_diags_first_error(diags)->code;
	*ret_script = script;
	return 0;
}

/* All of the text has to be read; warnings of a text that was accepted before are dropped. */
static int finish_single(struct leat_parser *p, int r, struct leat_err *err)
{
	if (!r && !leat_parse_at(p, LEAT_TOKEN_END))
		r = leat_parse_unexpected(p, "the end");
	if (!r && p->broken)
		r = -LEAT_E_SYNTAX;
	if (r && p->err.code == LEAT_OK)
		p->err = *leat_diags_first_error(p->diags);
	if (r && err)
		*err = p->err;
	return r;
}

int leat_sql_parse_expr(struct leat_arena *arena, struct leat_str text,
                        const struct leat_ast_expr **ret_expr, struct leat_err *err)
{
	const struct leat_ast_expr *e = NULL;
	struct leat_diags diags;
	struct leat_parser p;
	int r;

	leat_diags_init(&diags, arena);
	r = begin_parse(&p, arena, text, &diags);
	if (!r)
		r = leat_parse_expr(&p, &e);
	LEAT_TRY(finish_single(&p, r, err));
	*ret_expr = e;
	return 0;
}

int leat_sql_parse_query(struct leat_arena *arena, struct leat_str text,
                         const struct leat_ast_query **ret_query, struct leat_err *err)
{
	const struct leat_ast_query *query = NULL;
	struct leat_diags diags;
	struct leat_parser p;
	int r;

	leat_diags_init(&diags, arena);
	r = begin_parse(&p, arena, text, &diags);
	if (!r)
		r = leat_parse_query(&p, &query);
	LEAT_TRY(finish_single(&p, r, err));
	*ret_query = query;
	return 0;
}

int leat_sql_parse_type(struct leat_arena *arena, struct leat_str text,
                        const struct leat_ast_type **ret_type, struct leat_err *err)
{
	const struct leat_ast_type *type = NULL;
	struct leat_diags diags;
	struct leat_parser p;
	int r;

	leat_diags_init(&diags, arena);
	r = begin_parse(&p, arena, text, &diags);
	if (!r)
		r = leat_parse_type(&p, &type);
	LEAT_TRY(finish_single(&p, r, err));
	*ret_type = type;
	return 0;
}
