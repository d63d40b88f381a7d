/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns of dates as Java has them: 'yyyy-MM-dd HH:mm:ss.SSS', for DATE_FORMAT, TO_TIMESTAMP,
 * TO_DATE, FROM_UNIXTIME and UNIX_TIMESTAMP. */
#pragma once

#include "leat/batch.h"

struct leat_tz;
struct leat_date_pattern;

/** The two pattern languages differ where a number is parsed and in a few letters. */
enum leat_date_pattern_kind {
	LEAT_PATTERN_FORMATTER, /**< java.time DateTimeFormatter: DATE_FORMAT, TO_TIMESTAMP. */
	LEAT_PATTERN_SIMPLE,    /**< SimpleDateFormat, lenient: FROM_UNIXTIME, UNIX_TIMESTAMP, TO_DATE. */
};

/** Compile @p pattern into @p arena.  Fails with LEAT_E_ARGUMENTS, naming the letter. */
int leat_date_pattern_compile(struct leat_arena *arena, enum leat_date_pattern_kind kind,
                              struct leat_str pattern, const struct leat_date_pattern **ret,
                              struct leat_err *err) LEAT_MUSTCHECK;

/** Append the text of the local time @p local_us; @p nano_rest is 0..999, the part of a microsecond.
 * @p tz (may be NULL: UTC) is only for letters that print the zone. */
void leat_date_pattern_format(const struct leat_date_pattern *pattern, int64_t local_us,
                              int nano_rest, const struct leat_tz *tz, struct leat_buf *out);

/** Parse @p text into a local time.  When the pattern has a zone, *@p ret_offset_us is its offset and
 * *@p ret_zoned true.  False when the text does not fit. */
bool leat_date_pattern_parse(const struct leat_date_pattern *pattern, struct leat_str text,
                             int64_t *ret_local_us, bool *ret_zoned, int64_t *ret_offset_us);
