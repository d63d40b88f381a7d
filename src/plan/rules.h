/* SPDX-License-Identifier: Apache-2.0 */
/* Rewrite rules: a table of {name, doc, apply}.
 *
 * Each takes all sinks of a job and gives sinks that produce the same rows.  They run in the order
 * of the table; leat.optimizer.disabled-rules leaves some out (results stay the same). */
#pragma once

#include "catalog/settings.h"
#include "plan/rel.h"

/** What a rule may use. */
struct leat_rule_context {
	struct leat_arena *arena;             /**< The plan's. */
	const struct leat_settings *settings; /**< For the disabled rules. */
	const struct leat_tz *zone;           /**< table.local-time-zone. */
};

struct leat_rule {
	const char *name; /**< As in leat.optimizer.disabled-rules. */
	const char *doc;  /**< One sentence. */
	/** Rewrite sinks[0..count) in place. */
	void (*apply)(const struct leat_rule_context *ctx, const struct leat_rel **sinks,
	              uint32_t count);
};

/* ---- one file each ---- */

extern const struct leat_rule leat_rule_fold_constants;
extern const struct leat_rule leat_rule_simplify_filters;
extern const struct leat_rule leat_rule_push_filters;
extern const struct leat_rule leat_rule_assign_windows;
extern const struct leat_rule leat_rule_merge_calcs;
extern const struct leat_rule leat_rule_prune_columns;
extern const struct leat_rule leat_rule_share_scans;
extern const struct leat_rule leat_rule_remove_calcs;

/** Rewrite every node from the leaves up: @p visit gets a node whose inputs are rewritten. */
const struct leat_rel *leat_rel_rewrite(
	const struct leat_rule_context *ctx, const struct leat_rel *rel,
	const struct leat_rel *(*visit)(const struct leat_rule_context *ctx,
                                        const struct leat_rel *rel));

/** The conjuncts of @p condition: ANDs flattened.  Returns how many there are; @p ret may be NULL. */
uint32_t leat_conjuncts(const struct leat_expr *condition, const struct leat_expr **ret);

/** All of @p parts; NULL for none. */
const struct leat_expr *leat_conjunction(struct leat_arena *arena, uint32_t count,
                                         const struct leat_expr *const *parts);
