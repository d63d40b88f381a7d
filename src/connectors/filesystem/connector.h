/* SPDX-License-Identifier: Apache-2.0 */
/* The filesystem connector: local files of records, read and written. */
#pragma once

#include "leat/table.h"

extern const struct leat_connector leat_connector_filesystem;
