/* SPDX-License-Identifier: Apache-2.0 */
/* The print connector: rows as lines on the standard output. */
#pragma once

#include "leat/table.h"

extern const struct leat_connector leat_connector_print;
