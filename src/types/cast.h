/* SPDX-License-Identifier: Apache-2.0 */
/* CAST and TRY_CAST between all types that Flink casts between, with Flink 1.20's results. */
#pragma once

#include "leat/batch.h"

struct leat_tz;

/** What a cast needs beside the column. */
struct leat_cast_context {
	struct leat_arena *arena; /**< The result's memory, as the batch's arena. */
	const struct leat_tz *tz; /**< The session's zone; NULL: UTC. */
};

/** True when CAST(@p from AS @p to) exists; *@p ret_implicit (may be NULL): it also happens unasked,
 * as where a query's column goes into a table's. */
bool leat_cast_is_allowed(const struct leat_type *from, const struct leat_type *to,
                          bool *ret_implicit);

/** True when a value of @p from may have no value in @p to: TRY_CAST gives NULL, CAST an error. */
bool leat_cast_can_fail(const struct leat_type *from, const struct leat_type *to);

/** Cast the rows @p sel of @p from, whose columns have @p row_count rows, to @p to; rows that are not
 * selected are undefined but safe to read.  The result may share memory with @p from.  A value that
 * cannot be cast becomes NULL with @p try_cast, else the call fails with LEAT_E_RUNTIME.  (A DECIMAL
 * that is too large for @p to is NULL in both, as in Flink.) */
int leat_cast_col(const struct leat_cast_context *ctx, const struct leat_col *from,
                  const struct leat_type *to, struct leat_sel sel, uint32_t row_count,
                  bool try_cast, struct leat_col *ret, struct leat_err *err) LEAT_MUSTCHECK;
