/* SPDX-License-Identifier: Apache-2.0 */
/* The Elasticsearch sink, for connector.c. */
#pragma once

#include "leat/sink.h"

extern const struct leat_sink_type leat_elastic_sink;
