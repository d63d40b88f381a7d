/* SPDX-License-Identifier: Apache-2.0 */
/* The options of the raw format. */
#pragma once

#include "leat/def.h"

enum endianness {
	BIG_ENDIAN_BYTES,
	LITTLE_ENDIAN_BYTES,
};

struct raw_config {
	struct leat_str charset;        /* Of texts. */
	int endianness;                 /* enum endianness, of numbers. */
	struct leat_str line_delimiter; /* A row per line of a record; n 0: a row per record. */
};
