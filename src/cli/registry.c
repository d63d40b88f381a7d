/* SPDX-License-Identifier: Apache-2.0 */
/* The one list of connectors and formats: a new one is a line here. */
#include "cli/registry.h"

#include "cli/config.h"
#include "connectors/blackhole/connector.h"
#include "connectors/datagen/connector.h"
#include "connectors/elasticsearch/connector.h"
#include "connectors/filesystem/connector.h"
#include "connectors/kafka/connector.h"
#include "connectors/print/connector.h"
#include "formats/formats.h"

static const struct leat_connector *const connectors[] = {
	&leat_connector_kafka,
	&leat_connector_elasticsearch,
	&leat_connector_elasticsearch_7,
	&leat_connector_elasticsearch_8,
	&leat_connector_opensearch,
	&leat_connector_opensearch_2,
	&leat_connector_filesystem,
	&leat_connector_datagen,
	&leat_connector_print,
	&leat_connector_blackhole,
	NULL
};

static const struct leat_format *const formats[] = { &leat_format_json, &leat_format_csv,
	                                             &leat_format_raw, NULL };

static const struct leat_registry registry = { connectors, formats, leat_config_resolve };

const struct leat_registry *leat_registry(void)
{
	return &registry;
}
