/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the parser share: the state, the helpers, one function per large non-terminal.
 *
 * A function parses what its EBNF says from the current token on.  It returns 0 and moves behind
 * it, or fills p->err and returns its negative code.  Lists catch errors of their items, see
 * leat_parse_item_end(): what has been added to the diags already leaves as a negative code with
 * p->err.code == LEAT_OK. */
#pragma once

#include "base/limits.h"
#include "base/vec.h"
#include "sql/parse.h"
#include "sql/token.h"

struct leat_parser {
	struct leat_arena *arena;        /**< Of the tree. */
	struct leat_str text;            /**< What spans refer to. */
	const struct leat_token *tokens; /**< All of them; the last is END. */
	const struct leat_token *token;  /**< The current one. */
	struct leat_diags *diags;        /**< Where errors go in the end. */
	struct leat_err err;             /**< The error that is on its way up. */
	uint32_t nesting;                /**< Calls of leat_parse_enter() without _leave(). */
	bool broken;                     /**< The current statement has an error in the diags. */
};

/* ---- tokens ------------------------------------------------------------------------------- */

/** The token @p ahead of the current one, END when there are not as many. */
const struct leat_token *leat_parse_peek(const struct leat_parser *p, uint32_t ahead);

static inline bool leat_parse_at(const struct leat_parser *p, enum leat_token_kind kind)
{
	return p->token->kind == kind;
}

static inline bool leat_parse_at_word(const struct leat_parser *p, enum leat_keyword keyword)
{
	return p->token->keyword == keyword;
}

/** Is the token @p ahead the keyword? */
static inline bool leat_parse_peek_word(const struct leat_parser *p, uint32_t ahead,
                                        enum leat_keyword keyword)
{
	return leat_parse_peek(p, ahead)->keyword == keyword;
}

/** Move to the next token; not behind END. */
void leat_parse_next(struct leat_parser *p);

/** Move behind the token if it is the one; true if so. */
bool leat_parse_accept(struct leat_parser *p, enum leat_token_kind kind);
bool leat_parse_accept_word(struct leat_parser *p, enum leat_keyword keyword);

/** Move behind two words, or behind none of them. */
bool leat_parse_accept_words(struct leat_parser *p, enum leat_keyword first,
                             enum leat_keyword second);

/** As above, but it is an error when another token is there. */
int leat_parse_expect(struct leat_parser *p, enum leat_token_kind kind) LEAT_MUSTCHECK;
int leat_parse_expect_word(struct leat_parser *p, enum leat_keyword keyword) LEAT_MUSTCHECK;

/** From the token at @p begin to the one before the current one. */
struct leat_span leat_parse_span(const struct leat_parser *p, const struct leat_token *begin);

/** The text of a span. */
struct leat_str leat_parse_slice(const struct leat_parser *p, struct leat_span span);

/* ---- errors ------------------------------------------------------------------------------- */

/** Fail: expected @p what, found the current token; with a hint where one helps. */
int leat_parse_unexpected(struct leat_parser *p, const char *what);

/** Fail with LEAT_E_SYNTAX at @p span. */
int leat_parse_fail(struct leat_parser *p, struct leat_span span, const char *fmt, ...)
	LEAT_PRINTF(3, 4);

/** Begin a construct that nests; fails when that is too deep.  Each success needs a _leave(), also
 * when the construct fails. */
int leat_parse_enter(struct leat_parser *p) LEAT_MUSTCHECK;
void leat_parse_leave(struct leat_parser *p);

/** Put p->err into the diags. */
void leat_parse_report(struct leat_parser *p);

/** Behind an item of a list in parentheses: @p r is the item's result, @p depth that of the list's
 * inside.  Reports an error and skips to the next comma or the end of the list.  *@p more tells
 * whether another item follows; if not, the closing parenthesis has been passed. */
int leat_parse_item_end(struct leat_parser *p, int r, uint32_t depth, bool *more) LEAT_MUSTCHECK;

/* ---- names and texts ---------------------------------------------------------------------- */

/** Can the token @p ahead be a name?  Quoted, or a word that is not reserved. */
bool leat_parse_peek_name(const struct leat_parser *p, uint32_t ahead);

/** ident; @p what names it in messages: "a column name". */
int leat_parse_ident(struct leat_parser *p, const char *what,
                     struct leat_ast_ident *ret) LEAT_MUSTCHECK;

/** name: parts with dots. */
int leat_parse_name(struct leat_parser *p, const char *what,
                    struct leat_ast_name *ret) LEAT_MUSTCHECK;

/** '(' ident { ',' ident } ')' */
int leat_parse_idents(struct leat_parser *p, const char *what,
                      struct leat_ast_idents *ret) LEAT_MUSTCHECK;

/** A string of which the value counts. */
int leat_parse_text(struct leat_parser *p, const char *what,
                    struct leat_ast_text *ret) LEAT_MUSTCHECK;

/** An unsigned whole number up to @p max. */
int leat_parse_count(struct leat_parser *p, const char *what, int64_t max,
                     int64_t *ret) LEAT_MUSTCHECK;

/** '(' options ')'; @p with_values: key = value, else keys only. */
int leat_parse_options(struct leat_parser *p, bool with_values,
                       struct leat_ast_options *ret) LEAT_MUSTCHECK;

/** Hints, when there are any. */
int leat_parse_hints(struct leat_parser *p, struct leat_ast_hints *ret) LEAT_MUSTCHECK;

/** An identifier of a WORD or QUOTED token, whatever its class. */
struct leat_ast_ident leat_parse_ident_of(struct leat_parser *p, const struct leat_token *token);

/** The value of a STRING, UNICODE_STRING or BINARY_STRING token. */
int leat_parse_string_value(struct leat_parser *p, const struct leat_token *token,
                            struct leat_str *ret) LEAT_MUSTCHECK;

/* ---- the grammar -------------------------------------------------------------------------- */

int leat_parse_type(struct leat_parser *p, const struct leat_ast_type **ret) LEAT_MUSTCHECK;

/** DAY(2) TO SECOND(3) ... */
int leat_parse_interval_unit(struct leat_parser *p,
                             struct leat_ast_interval_unit *ret) LEAT_MUSTCHECK;

/** The value of an interval as written, in months or microseconds. */
int leat_parse_interval_value(struct leat_parser *p, struct leat_str text, struct leat_span span,
                              const struct leat_ast_interval_unit *unit,
                              int64_t *ret) LEAT_MUSTCHECK;

/** A unit of time, by its name in any case; plural too when @p plural. */
bool leat_parse_unit_of(struct leat_str word, bool plural, enum leat_ast_unit *ret);

int leat_parse_expr(struct leat_parser *p, const struct leat_ast_expr **ret) LEAT_MUSTCHECK;

/** An expression whose operators bind at least as @p precedence does. */
int leat_parse_operand(struct leat_parser *p, int precedence,
                       const struct leat_ast_expr **ret) LEAT_MUSTCHECK;

/** An operand without operators: literal, name, call, parentheses ... */
int leat_parse_primary(struct leat_parser *p, const struct leat_ast_expr **ret) LEAT_MUSTCHECK;

/** A call whose name is @p name and whose ( is the current token; or bare, without any. */
int leat_parse_call(struct leat_parser *p, const struct leat_token *begin,
                    const struct leat_ast_name *name,
                    const struct leat_ast_expr **ret) LEAT_MUSTCHECK;

/** True when @p keyword begins a call that is spelled in its own way. */
bool leat_parse_is_special(const struct leat_parser *p);

/** Such a call. */
int leat_parse_special(struct leat_parser *p, const struct leat_ast_expr **ret) LEAT_MUSTCHECK;

/** Arguments of a call that is being read; a LEAT_VEC. */
struct leat_parse_args {
	const struct leat_ast_expr **items; /**< So far. */
	uint32_t count;                     /**< Number of items. */
	uint32_t capacity;                  /**< Of items. */
};

/** Parse an expression and add it. */
int leat_parse_add_expr(struct leat_parser *p, struct leat_parse_args *args) LEAT_MUSTCHECK;

/** The inside of JSON_...( ... ) behind the opening parenthesis, up to and with the closing one. */
int leat_parse_json_call(struct leat_parser *p, enum leat_keyword function,
                         struct leat_ast_call *call) LEAT_MUSTCHECK;

/** What may follow a call: WITHIN GROUP, FILTER, IGNORE NULLS, OVER. */
int leat_parse_call_tail(struct leat_parser *p, struct leat_ast_call *call) LEAT_MUSTCHECK;

int leat_parse_window(struct leat_parser *p, const struct leat_ast_window **ret) LEAT_MUSTCHECK;

/** expr { ',' expr }, without parentheses. */
int leat_parse_exprs(struct leat_parser *p, struct leat_ast_exprs *ret) LEAT_MUSTCHECK;

/** Behind ORDER BY. */
int leat_parse_orders(struct leat_parser *p, struct leat_ast_orders *ret) LEAT_MUSTCHECK;

/** Inside parentheses: is all up to the closing one a query, be it in parentheses again? */
bool leat_parse_at_query(const struct leat_parser *p);

int leat_parse_query(struct leat_parser *p, const struct leat_ast_query **ret) LEAT_MUSTCHECK;
int leat_parse_relation(struct leat_parser *p, const struct leat_ast_relation **ret) LEAT_MUSTCHECK;

/** MATCH_RECOGNIZE (...), behind the word. */
int leat_parse_match(struct leat_parser *p, const struct leat_ast_relation *input,
                     const struct leat_ast_match **ret) LEAT_MUSTCHECK;

/** A statement up to its semicolon. */
int leat_parse_statement(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;

/* Statements by their first word, which is the current token. */
int leat_parse_create(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;
int leat_parse_alter(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;
int leat_parse_drop(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;
int leat_parse_show(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;
int leat_parse_describe(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;
int leat_parse_use(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;
int leat_parse_set(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;
int leat_parse_reset(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;
int leat_parse_insert(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;

/** A statement that Flink has and that is not looked into: all up to the semicolon. */
int leat_parse_other(struct leat_parser *p, struct leat_ast_stmt *ret) LEAT_MUSTCHECK;

/** name 'AS' STRING ..., of CREATE and ALTER FUNCTION. */
int leat_parse_function_body(struct leat_parser *p,
                             struct leat_ast_create_function *ret) LEAT_MUSTCHECK;

/** As leat_parse_unexpected(), with the nearest of @p words as a hint. */
int leat_parse_unexpected_word(struct leat_parser *p, const char *what,
                               const enum leat_keyword *words, size_t count);

/** [ 'IF' 'NOT' 'EXISTS' ] */
int leat_parse_if_not_exists(struct leat_parser *p, bool *ret) LEAT_MUSTCHECK;

/** What stands between the parentheses of a table; the current token is the opening one.
 * @p altering: columns may have a place. */
int leat_parse_schema(struct leat_parser *p, bool altering,
                      struct leat_ast_schema *ret) LEAT_MUSTCHECK;

/** One column, watermark or constraint, without parentheses: ALTER TABLE t ADD x INT. */
int leat_parse_schema_item(struct leat_parser *p, bool altering,
                           struct leat_ast_schema *ret) LEAT_MUSTCHECK;
