/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of lazy functions (AND, CASE, COALESCE, IF, NULLIF, IN, ..) as the nodes they stand for. */
#pragma once

#include "expr/expr.h"

/** Where a call is written, with what it needs to be rewritten. */
struct leat_call_site {
	struct leat_arena *arena;             /**< Compile arena. */
	const struct leat_function *function; /**< The row; its flags have LEAT_FN_LAZY. */
	struct leat_str name;                 /**< As written. */
	struct leat_span span;                /**< Place. */
	const struct leat_tz *zone;           /**< table.local-time-zone. */
};

/** The node for the call with bound and cast arguments and the result type @p type. */
int leat_lazy_make(const struct leat_call_site *site, const struct leat_type *type,
                   uint32_t arg_count, const struct leat_expr *const *args,
                   const struct leat_expr **ret_expr, struct leat_err *err) LEAT_MUSTCHECK;
