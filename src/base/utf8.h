/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8: validate, count, measure, encode and decode.  A character is a code point, as in Flink. */
#pragma once

#include "leat/buf.h"
#include "leat/def.h"

/** True when all of @p s is well-formed UTF-8. */
bool leat_utf8_is_valid(struct leat_str s);

/** True when every byte is below 128. */
bool leat_utf8_is_ascii(struct leat_str s);

/** Characters in @p s: bytes that are no continuation. */
uint32_t leat_utf8_count(struct leat_str s);

/** Byte offset of character @p index (from 0), or s.n when there are fewer. */
uint32_t leat_utf8_offset(struct leat_str s, uint32_t index);

/** Columns that @p s takes on a terminal; a tab and a control character count 1. */
uint32_t leat_utf8_width(struct leat_str s);

/** Decode the character at s.p: its bytes (1..4) and *@p ret; 0 when s is empty; for a malformed
 * byte 1 and U+FFFD. */
uint32_t leat_utf8_decode(struct leat_str s, uint32_t *ret);

/** Encode @p c into @p out and return its bytes; what is no code point becomes U+FFFD. */
uint32_t leat_utf8_encode(uint32_t c, char out[4]);

/** Append @p s with every malformed byte replaced by U+FFFD. */
void leat_buf_utf8(struct leat_buf *out, struct leat_str s);
