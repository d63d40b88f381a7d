/* SPDX-License-Identifier: Apache-2.0 */
/* The datagen connector: rows of random or counted values. */
#pragma once

#include "leat/table.h"

extern const struct leat_connector leat_connector_datagen;
