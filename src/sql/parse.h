/* SPDX-License-Identifier: Apache-2.0 */
/* The parser: SQL text to the tree of sql/ast_stmt.h.
 *
 * Written by hand, top down, with one table of operators for precedence.  The EBNF above each
 * function is what docs/grammar.md is made of. */
#pragma once

#include "base/diag.h"
#include "sql/ast_stmt.h"

/** Parse a script.  The tree lives in @p arena and refers to @p text, which must live as long.
 *
 * All errors go to @p diags, up to its maximum: after an error in a statement the parser goes on
 * with the next item of the list it is in, or with the next statement.  Returns 0 and the whole
 * tree when there was none, else the negative code of the first error.  Warnings about spellings
 * that only Leat has go to @p diags also. */
int leat_sql_parse(struct leat_arena *arena, struct leat_str text, struct leat_diags *diags,
                   const struct leat_ast_script **ret_script) LEAT_MUSTCHECK;

/** Parse a single expression, as the catalog keeps them for computed columns and watermarks. */
int leat_sql_parse_expr(struct leat_arena *arena, struct leat_str text,
                        const struct leat_ast_expr **ret_expr, struct leat_err *err) LEAT_MUSTCHECK;

/** Parse a single query, as the catalog keeps them for views. */
int leat_sql_parse_query(struct leat_arena *arena, struct leat_str text,
                         const struct leat_ast_query **ret_query,
                         struct leat_err *err) LEAT_MUSTCHECK;

/** Parse a single type. */
int leat_sql_parse_type(struct leat_arena *arena, struct leat_str text,
                        const struct leat_ast_type **ret_type, struct leat_err *err) LEAT_MUSTCHECK;
