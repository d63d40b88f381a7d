/* SPDX-License-Identifier: Apache-2.0 */
/* Base 64 of BYTES in json and csv, with padding. */
#pragma once

#include "leat/arena.h"
#include "leat/buf.h"

/* The bytes, in @p arena.  Spaces are allowed between groups of four; false when it is not base 64. */
bool leat_base64_decode(struct leat_arena *arena, struct leat_str text, struct leat_str *ret);

/* Append @p bytes in base 64. */
void leat_base64_put(struct leat_buf *out, struct leat_str bytes);
