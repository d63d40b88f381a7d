/* SPDX-License-Identifier: Apache-2.0 */
/* The printer: the tree back to SQL text.
 *
 * The text is canonical: keywords in upper case, names in backticks, spellings that mean the same
 * made one, parentheses only where needed.  It parses to a tree that prints the same again.
 * Expressions look as Flink shows them in DESCRIBE: `ts` - INTERVAL '5' SECOND. */
#pragma once

#include "leat/buf.h"
#include "sql/ast_stmt.h"

/** `name`, backticks in it doubled. */
void leat_sql_print_ident(struct leat_str ident, struct leat_buf *out);

/** `a`.`b`.`c` */
void leat_sql_print_name(const struct leat_ast_name *name, struct leat_buf *out);

/** 'text', quotes in it doubled. */
void leat_sql_print_text(struct leat_str text, struct leat_buf *out);

/** INT NOT NULL, ROW<`a` ARRAY<STRING>> */
void leat_sql_print_type(const struct leat_ast_type *type, struct leat_buf *out);

/** `a` + 1 */
void leat_sql_print_expr(const struct leat_ast_expr *expr, struct leat_buf *out);

/** On one line. */
void leat_sql_print_query(const struct leat_ast_query *query, struct leat_buf *out);

/** Without a semicolon; CREATE TABLE has a line for each column and option. */
void leat_sql_print_stmt(const struct leat_ast_stmt *stmt, struct leat_buf *out);

/** Each statement ended by a semicolon and a line feed. */
void leat_sql_print_script(const struct leat_ast_script *script, struct leat_buf *out);
