/* SPDX-License-Identifier: Apache-2.0 */
/* The kafka connector: topics read and written. */
#pragma once

#include "leat/table.h"

extern const struct leat_connector leat_connector_kafka;
