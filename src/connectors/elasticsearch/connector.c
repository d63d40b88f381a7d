/* SPDX-License-Identifier: Apache-2.0 */
/* The names under which Elasticsearch and OpenSearch are written to.  All are one sink: from
 * version 7 on the bulk API has no types, and what differs (names of exceptions) is not looked
 * at. */
#include "connectors/elasticsearch/connector.h"

#include <string.h>

#include "connectors/elasticsearch/options.h"
#include "connectors/elasticsearch/sink.h"

static int check_credentials(const struct leat_elastic_config *config, struct leat_err *err)
{
	if (!config->username.n == !config->password.n)
		return 0;
	return leat_err_set(err, LEAT_E_OPTION_MISSING,
	                    "'username' and 'password' go together, and '%s' is missing",
	                    config->username.n ? "password" : "username");
}

static int check_index(const struct leat_elastic_config *config, struct leat_err *err)
{
	if (!config->index.n)
		return leat_err_set(err, LEAT_E_OPTION_MISSING, "option 'index' is required");
	if (memchr(config->index.p, '{', config->index.n)) {
		leat_err_set(err, LEAT_E_UNSUPPORTED,
		             "an 'index' made from columns is not supported yet");
		leat_err_hint(err,
		              "write to one index, or split the rows by WHERE in several INSERTs");
		return -LEAT_E_UNSUPPORTED;
	}
	for (uint32_t i = 0; i < config->index.n; i++) {
		char c = config->index.p[i];
		if (c >= 'A' && c <= 'Z')
			return leat_err_set(err, LEAT_E_OPTION_VALUE,
			                    "the name of an index is in lower case: '%.*s'",
			                    LEAT_STR_ARG(config->index));
	}
	return 0;
}

/* An _id is text: Flink refuses keys of these types too. */
static int check_key(const struct leat_table *table, struct leat_err *err)
{
	for (uint32_t i = 0; i < table->key_count; i++) {
		const struct leat_table_column *column = &table->columns[table->key_columns[i]];
		enum leat_phys phys = leat_type_phys(column->type);
		if (leat_type_is_binary(column->type) || phys == LEAT_PHYS_LIST ||
		    phys == LEAT_PHYS_ROW)
			return leat_err_set(err, LEAT_E_TYPE,
			                    "column \"%.*s\" of the primary key has a type that "
			                    "cannot be part of a document's id",
			                    LEAT_STR_ARG(column->name));
	}
	return 0;
}

static int elastic_check(const struct leat_table *table, bool as_sink, struct leat_err *err)
{
	(void)as_sink; /* There is no source: the planner refuses to read. */
	LEAT_TRY(check_index(table->config, err));
	LEAT_TRY(check_credentials(table->config, err));
	return check_key(table, err);
}

#define ELASTIC(name_, doc_)                                                                       \
	{                                                                                          \
		.name = (name_), .doc = (doc_), .opts = leat_elastic_opts,                         \
		.config_size = sizeof(struct leat_elastic_config), .needs_format = true,           \
		.default_format = "json", .sink = &leat_elastic_sink, .check = elastic_check,      \
	}

const struct leat_connector leat_connector_elasticsearch =
        ELASTIC("elasticsearch", "Writes rows as documents to Elasticsearch or OpenSearch.");
const struct leat_connector leat_connector_elasticsearch_7 =
        ELASTIC("elasticsearch-7", "Writes rows as documents to Elasticsearch 7.");
const struct leat_connector leat_connector_elasticsearch_8 =
        ELASTIC("elasticsearch-8", "Writes rows as documents to Elasticsearch 8.");
const struct leat_connector leat_connector_opensearch =
        ELASTIC("opensearch", "Writes rows as documents to OpenSearch.");
const struct leat_connector leat_connector_opensearch_2 =
        ELASTIC("opensearch-2", "Writes rows as documents to OpenSearch 2.");
