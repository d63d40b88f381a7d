/* SPDX-License-Identifier: Apache-2.0 */
/* The names under which Elasticsearch and OpenSearch are written to. */
#pragma once

#include "leat/table.h"

/** "elasticsearch": the bulk API is the same for all products and versions from 7 on. */
extern const struct leat_connector leat_connector_elasticsearch;
extern const struct leat_connector leat_connector_elasticsearch_7;
extern const struct leat_connector leat_connector_elasticsearch_8;
extern const struct leat_connector leat_connector_opensearch;
extern const struct leat_connector leat_connector_opensearch_2;
