/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers from and to text, quickly and without a locale.
 *
 * The parsers take the whole text or nothing: no spaces, no trailing characters. */
#pragma once

#include "leat/buf.h"
#include "leat/def.h"

enum {
	LEAT_NUMBER_TEXT_MAX = 48, /**< Bytes that a printer below needs; integers need 20. */
};

/** Parse [+-]digits; false when it is not that or does not fit. */
bool leat_number_parse_i64(struct leat_str s, int64_t *ret);

/** As above for 0..2^64-1, digits only. */
bool leat_number_parse_u64(struct leat_str s, uint64_t *ret);

/** Parse [+-]digits[.digits][e[+-]digits] (at least one digit before the exponent), rounded to the
 * nearest double; too large is an infinity. */
bool leat_number_parse_f64(struct leat_str s, double *ret);

/** As above, rounded to the nearest float in one step. */
bool leat_number_parse_f32(struct leat_str s, float *ret);

/** Print an integer; returns the bytes written. */
uint32_t leat_number_print_i64(int64_t value, char *out);

/** Print as Java 17's Double.toString: "1.0", "1.0E10", "NaN", "-Infinity"; few digits, that read
 * back the same. */
uint32_t leat_number_print_f64(double value, char *out);

/** Print as Java 17's Float.toString. */
uint32_t leat_number_print_f32(float value, char *out);

/** Print @p value times 10^-@p scale plainly with exactly @p scale (0..38) digits of fraction. */
uint32_t leat_number_print_i128(__int128 value, int scale, char *out);

/* The same, appended to a buffer. */
void leat_buf_f64(struct leat_buf *out, double value);
void leat_buf_f32(struct leat_buf *out, float value);
void leat_buf_i128(struct leat_buf *out, __int128 value, int scale);
