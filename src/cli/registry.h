/* SPDX-License-Identifier: Apache-2.0 */
/* The one list of connectors and formats. */
#pragma once

#include "leat/table.h"

/** All that a script can name in WITH (...). */
const struct leat_registry *leat_registry(void);
