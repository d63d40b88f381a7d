/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the printer share. */
#pragma once

#include "sql/print.h"

/** (`a`, `b`) */
void leat_print_idents(const struct leat_ast_idents *idents, struct leat_buf *out);

/** Options between parentheses; keys only when a value is absent.  @p lines: each on its own. */
void leat_print_options(const struct leat_ast_options *options, bool lines, struct leat_buf *out);

/** A space and the hint comment, when there are hints. */
void leat_print_hints(const struct leat_ast_hints *hints, struct leat_buf *out);

/** DAY(2) TO SECOND(3) */
void leat_print_interval_unit(const struct leat_ast_interval_unit *unit, struct leat_buf *out);

/** a, b */
void leat_print_exprs(const struct leat_ast_exprs *exprs, struct leat_buf *out);

/** a DESC, b NULLS LAST */
void leat_print_orders(const struct leat_ast_orders *orders, struct leat_buf *out);

/** An expression in parentheses if it binds less than @p precedence. */
void leat_print_operand(const struct leat_ast_expr *expr, int precedence, struct leat_buf *out);

/** A call, with what follows it. */
void leat_print_call(const struct leat_ast_call *call, struct leat_buf *out);

/** A literal. */
void leat_print_literal(const struct leat_ast_literal *literal, struct leat_buf *out);

/** `name` or (... PARTITION BY ...). */
void leat_print_window(const struct leat_ast_window *window, struct leat_buf *out);

/** (query) */
void leat_print_subquery(const struct leat_ast_query *query, struct leat_buf *out);

/** MATCH_RECOGNIZE (...) with its input. */
void leat_print_match(const struct leat_ast_match *match, struct leat_buf *out);

/** What stands in FROM; a join in parentheses if @p enclose. */
void leat_print_relation(const struct leat_ast_relation *relation, bool enclose,
                         struct leat_buf *out);
