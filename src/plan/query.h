/* SPDX-License-Identifier: Apache-2.0 */
/* A planned query or job, with its stages for EXPLAIN. */
#pragma once

#include "plan/lower.h"
#include "plan/rules.h"

/** One SELECT, or all INSERTs of a job. */
struct leat_query {
	uint32_t sink_count;                     /**< Sinks; a SELECT has one, that collects. */
	const struct leat_rel *const *bound;     /**< As bound: SINK nodes. */
	const struct leat_rel *const *optimized; /**< After the rules. */
	const struct leat_spec *spec;            /**< What is run. */
};

/** Optimise and lower.  NULL after an error, which is in with->diags. */
const struct leat_query *leat_query_plan(const struct leat_lowering *with, uint32_t sink_count,
                                         const struct leat_rel *const *sinks);
