/* SPDX-License-Identifier: Apache-2.0 */
/* The tables that src/expr/registry.c puts together, one per file, each ended by a row without a
 * name. */
#pragma once

#include "leat/function.h"

extern const struct leat_function leat_functions_comparison[];
extern const struct leat_function leat_functions_logical[];
extern const struct leat_function leat_functions_arithmetic[];
extern const struct leat_function leat_functions_math[];
extern const struct leat_function leat_functions_string[];
extern const struct leat_function leat_functions_pad[];
extern const struct leat_function leat_functions_text_search[];
extern const struct leat_function leat_functions_regexp[];
extern const struct leat_function leat_functions_encoding[];
extern const struct leat_function leat_functions_url[];
extern const struct leat_function leat_functions_temporal[];
extern const struct leat_function leat_functions_temporal_text[];
extern const struct leat_function leat_functions_conditional[];
extern const struct leat_function leat_functions_conversion[];
extern const struct leat_function leat_functions_construction[];
extern const struct leat_function leat_functions_collection[];
extern const struct leat_function leat_functions_array_set[];
extern const struct leat_function leat_functions_json[];
extern const struct leat_function leat_functions_json_path[];
extern const struct leat_function leat_functions_hash[];

extern const struct leat_aggregate leat_aggregates_basic[];
extern const struct leat_aggregate leat_aggregates_extreme[];
extern const struct leat_aggregate leat_aggregates_statistics[];
extern const struct leat_aggregate leat_aggregates_order[];
extern const struct leat_aggregate leat_aggregates_collect[];
extern const struct leat_aggregate leat_aggregates_keyed[];
