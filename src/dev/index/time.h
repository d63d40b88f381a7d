/* SPDX-License-Identifier: Apache-2.0 */
/* Dates of the embedded index, as Elasticsearch reads them. */
#pragma once

#include "leat/def.h"

/** Parse @p text by @p format, alternatives between "||": strict_date_optional_time, epoch_millis,
 * epoch_second, basic names, and patterns of y M d H h m s S and literal characters.  NULL: the
 * default.  False when none fits. */
bool leat_dev_time_parse(struct leat_str text, const char *format, int64_t *ret_ms) LEAT_MUSTCHECK;

/** As above with date math ("now-1d/d", "2024-01-01||+1M"); @p up: rounding goes to the last
 * millisecond of the unit, and a time that is not said is the last of its day, hour, .. */
bool leat_dev_time_parse_math(struct leat_str text, const char *format, int64_t now_ms, bool up,
                         int64_t *ret_ms) LEAT_MUSTCHECK;

/** Does dynamic mapping take this string for a date? */
bool leat_dev_time_is_detected(struct leat_str text);
