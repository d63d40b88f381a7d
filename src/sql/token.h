/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of SQL text and the lexer that makes them.
 *
 * The whole script is cut into an array at once, so the parser can look as far ahead as it wants.
 * The lexer does not fail: what is no token becomes one of kind ERROR, which the parser reports
 * when it comes to it. */
#pragma once

#include "leat/arena.h"
#include "leat/error.h"
#include "sql/keyword.h"

/* XX(ID, description for messages). */
#define LEAT_TOKENS(XX)                                                                            \
	XX(END, "end of script")                                                                   \
	XX(ERROR, "")                /* Says what is wrong: struct leat_token.problem. */          \
	XX(WORD, "")                 /* An identifier or keyword without quotes. */                \
	XX(QUOTED, "")               /* An identifier in backticks. */                             \
	XX(STRING, "a text")         /* '...': may be a password, so it is not shown. */           \
	XX(UNICODE_STRING, "a text") /* U&'...' */                                                 \
	XX(BINARY_STRING, "a text")  /* x'...' */                                                  \
	XX(EXACT, "")                /* 12, 1.5 */                                                 \
	XX(APPROX, "")               /* 1e3 */                                                     \
	XX(HINT_OPEN, "\"/*+\"")                                                                   \
	XX(HINT_CLOSE, "\"*/\"")                                                                   \
	XX(LPAREN, "\"(\"")                                                                        \
	XX(RPAREN, "\")\"")                                                                        \
	XX(LBRACKET, "\"[\"")                                                                      \
	XX(RBRACKET, "\"]\"")                                                                      \
	XX(LBRACE, "\"{\"")                                                                        \
	XX(RBRACE, "\"}\"")                                                                        \
	XX(COMMA, "\",\"")                                                                         \
	XX(DOT, "\".\"")                                                                           \
	XX(SEMICOLON, "\";\"")                                                                     \
	XX(COLON, "\":\"")                                                                         \
	XX(EQ, "\"=\"")                                                                            \
	XX(NE, "\"<>\"")                                                                           \
	XX(LT, "\"<\"")                                                                            \
	XX(LE, "\"<=\"")                                                                           \
	XX(GT, "\">\"")                                                                            \
	XX(GE, "\">=\"")                                                                           \
	XX(PLUS, "\"+\"")                                                                          \
	XX(MINUS, "\"-\"")                                                                         \
	XX(STAR, "\"*\"")                                                                          \
	XX(SLASH, "\"/\"")                                                                         \
	XX(PERCENT, "\"%\"")                                                                       \
	XX(CONCAT, "\"||\"")                                                                       \
	XX(PIPE, "\"|\"")                                                                          \
	XX(CARET, "\"^\"")                                                                         \
	XX(DOLLAR, "\"$\"")                                                                        \
	XX(QUESTION, "\"?\"")                                                                      \
	XX(ARROW, "\"=>\"")

enum leat_token_kind {
#define XX(id, description) LEAT_TOKEN_##id,
	LEAT_TOKENS(XX)
#undef XX
};

/** Why a piece of text is no token. */
enum leat_token_problem {
	LEAT_PROBLEM_CHARACTER,    /**< A character that SQL does not know. */
	LEAT_PROBLEM_DOUBLE_QUOTE, /**< "...". */
	LEAT_PROBLEM_TYPED_QUOTE,  /**< A quote as word processors write it. */
	LEAT_PROBLEM_SPACE,        /**< A space that is not ASCII. */
	LEAT_PROBLEM_STRING_END,   /**< No closing ' before the end of the script. */
	LEAT_PROBLEM_BACKTICK_END, /**< No closing ` before the end of the line. */
	LEAT_PROBLEM_EMPTY_NAME,   /**< ``. */
	LEAT_PROBLEM_COMMENT_END,  /**< No closing star and slash. */
	LEAT_PROBLEM_UTF8,         /**< Bytes that are no UTF-8. */
};

struct leat_token {
	enum leat_token_kind kind;       /**< What it is. */
	enum leat_keyword keyword;       /**< WORD: which one, or LEAT_KEYWORD_NONE. */
	enum leat_token_problem problem; /**< ERROR: why. */
	uint32_t depth;        /**< Parentheses open before it: ) is as deep as what it ends. */
	struct leat_span span; /**< Where it stands. */
};

struct leat_tokens {
	const struct leat_token *items; /**< The last is of kind END. */
	uint32_t count;                 /**< Number of items. */
};

/** Cut @p text; the tokens live in @p arena and refer to the text by spans. */
struct leat_tokens leat_lex(struct leat_arena *arena, struct leat_str text);

/** How a kind is named in a message: "\",\"", or "" when its text is shown instead. */
const char *leat_token_description(enum leat_token_kind kind);
