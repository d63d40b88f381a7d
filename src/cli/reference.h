/* SPDX-License-Identifier: Apache-2.0 */
/* What the program knows of itself, from the same tables that it uses: for the subcommands, REST and
 * the generated pages of docs/. */
#pragma once

#include "base/json.h"
#include "cli/config.h"

struct leat_plan;

/** Append the EXPLAIN of every query of the plan. */
void leat_reference_explain(const struct leat_plan *plan, unsigned flags, struct leat_buf *out);

/* GET /connectors, /functions, /config: arrays. */
void leat_reference_connectors_json(struct leat_json_writer *json);
void leat_reference_functions_json(struct leat_json_writer *json);
void leat_reference_config_json(const struct leat_config *config, struct leat_json_writer *json);
