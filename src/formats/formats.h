/* SPDX-License-Identifier: Apache-2.0 */
/* The formats that this folder offers; the program's registry lists them. */
#pragma once

#include "leat/format.h"

extern const struct leat_format leat_format_json;
extern const struct leat_format leat_format_csv;
extern const struct leat_format leat_format_raw;
