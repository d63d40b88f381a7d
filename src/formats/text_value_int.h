/* SPDX-License-Identifier: Apache-2.0 */
/* Values in texts as Java's parsers take them, for json and csv. */
#pragma once

#include "leat/def.h"

/* Without blanks and control characters at both ends. */
struct leat_str leat_text_trim(struct leat_str s);

/* Double.parseDouble, Float.parseFloat: also "NaN", "Infinity" and a type suffix; trimmed. */
bool leat_text_double(struct leat_str text, bool is_float, double *ret);

/* Boolean.parseBoolean: "true" in any case, trimmed; all else is false. */
bool leat_text_is_true(struct leat_str text);
