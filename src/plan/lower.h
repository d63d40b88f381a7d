/* SPDX-License-Identifier: Apache-2.0 */
/* From the logical plan to what is run. */
#pragma once

#include "base/diag.h"
#include "catalog/settings.h"
#include "plan/rel.h"

/** What lowering needs beside the plans. */
struct leat_lowering {
	struct leat_arena *arena;             /**< The plan's. */
	struct leat_diags *diags;             /**< What cannot be run, and warnings. */
	const struct leat_settings *settings; /**< State TTL, .. */
	const struct leat_tz *zone;           /**< table.local-time-zone. */
	bool explain_only; /**< EXPLAIN of a SELECT: nobody reads updates' first halves. */
};

/** One spec of all @p sinks (SINK nodes), equal parts once; NULL after an error. */
const struct leat_spec *leat_lower(const struct leat_lowering *with, uint32_t sink_count,
                                   const struct leat_rel *const *sinks);

/* ---- labels.c ---- */

/* Nodes as EXPLAIN shows them, in @p arena. */
const char *leat_label_scan(struct leat_arena *arena, const struct leat_access *access,
                            const struct leat_schema *schema, bool is_projected);
const char *leat_label_watermark(struct leat_arena *arena, const struct leat_schema *schema,
                                 uint32_t rowtime, const struct leat_expr *expr);
/** @p exprs NULL: all of the input. */
const char *leat_label_calc(struct leat_arena *arena, const struct leat_schema *input,
                            const struct leat_schema *output, const struct leat_expr *condition,
                            const struct leat_expr *const *exprs);
const char *leat_label_values(struct leat_arena *arena, const struct leat_rel *rel);
const char *leat_label_window_tvf(struct leat_arena *arena, const struct leat_rel *rel);
const char *leat_label_aggregate(struct leat_arena *arena, const struct leat_rel *rel);
const char *leat_label_union(struct leat_arena *arena, const struct leat_rel *rel);
const char *leat_label_sort(struct leat_arena *arena, const struct leat_rel *rel);
const char *leat_label_sink(struct leat_arena *arena, const struct leat_rel *rel);
