/* SPDX-License-Identifier: Apache-2.0 */
/* The blackhole connector: takes every row and does nothing with it. */
#pragma once

#include "leat/table.h"

extern const struct leat_connector leat_connector_blackhole;
