/* SPDX-License-Identifier: Apache-2.0 */
/* Values as text: as JSON for `leat run --format json` and the REST API, as SQL's CAST(.. AS STRING). */
#pragma once

#include "leat/batch.h"

struct leat_tz;

/** Append row @p row of @p col as JSON: numbers as Java prints them, times as SQL text in @p tz (NULL:
 * UTC), bytes as x'..', ARRAY an array, ROW and MAP objects (keys of maps sorted, as text). */
void leat_render_json(const struct leat_col *col, uint32_t row, const struct leat_tz *tz,
                      struct leat_buf *out);

/** Append the selected columns of a row as one JSON object with the schema's names. */
void leat_render_json_row(const struct leat_schema *schema, const struct leat_col *cols,
                          uint32_t row, const struct leat_tz *tz, struct leat_buf *out);

/** Append {"columns":[{"name":..,"type":..}]}, without a line feed. */
void leat_render_json_schema(const struct leat_schema *schema, struct leat_buf *out);

/** Append the value as CAST(.. AS STRING) gives it, NULL as "NULL". */
void leat_render_text(const struct leat_col *col, uint32_t row, const struct leat_tz *tz,
                      struct leat_buf *out);
