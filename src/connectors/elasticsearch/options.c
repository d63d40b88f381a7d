/* SPDX-License-Identifier: Apache-2.0 */
/* The options of an Elasticsearch or OpenSearch table. */
#include "connectors/elasticsearch/options.h"

static const char *const failure_choices[] = { "dead-letter", "fail", "ignore", NULL };
static const char *const guarantee_choices[] = { "none", "at-least-once", NULL };
static const char *const strategy_choices[] = { "disabled", "constant", "exponential", NULL };

#define FIELD(member) offsetof(struct leat_elastic_config, member)

const struct leat_opt leat_elastic_opts[] = {
	{ .name = "hosts", .type = LEAT_OPT_LIST, .flags = LEAT_OPT_EXPECTED,
	  .offset = FIELD(hosts),
	  .doc = "Addresses of the cluster as 'http://host:9200;https://other:9200'. Without it "
	         "leat.elasticsearch.hosts of the configuration is taken." },
	{ .name = "index", .type = LEAT_OPT_STR, .offset = FIELD(index),
	  .doc = "Index that the documents are written to." },
	{ .name = "table-name", .type = LEAT_OPT_STR, .flags = LEAT_OPT_LEAT | LEAT_OPT_LEGACY,
	  .alias_of = "index", .doc = "Old spelling of 'index'." },
	{ .name = "document-id.key-delimiter", .type = LEAT_OPT_STR, .offset = FIELD(key_delimiter),
	  .fallback = "_", .doc = "Stands between the values of a PRIMARY KEY in the _id." },
	{ .name = "username", .type = LEAT_OPT_STR, .offset = FIELD(username),
	  .doc = "User for basic authentication." },
	{ .name = "password", .type = LEAT_OPT_STR, .flags = LEAT_OPT_SECRET,
	  .offset = FIELD(password), .doc = "Password for basic authentication." },
	{ .name = "connection.path-prefix", .type = LEAT_OPT_STR, .offset = FIELD(path_prefix),
	  .doc = "Prefix of every path, as of a proxy in front of the cluster." },
	{ .name = "connection.timeout", .type = LEAT_OPT_DURATION, .offset = FIELD(connect_timeout_us),
	  .min = 1000, .max = 3600000000, .fallback = "10 s",
	  .doc = "How long a connection may take." },
	{ .name = "connection.request-timeout", .type = LEAT_OPT_DURATION, .min = 1000,
	  .max = 3600000000, .flags = LEAT_OPT_IGNORED,
	  .doc = "Waiting time for a connection of Flink's pool. Leat has no such pool." },
	{ .name = "socket.timeout", .type = LEAT_OPT_DURATION, .offset = FIELD(request_timeout_us),
	  .min = 1000, .max = 3600000000, .fallback = "60 s",
	  .doc = "How long a request may take until its answer is complete; then it is sent again." },
	{ .name = "ssl.certificate-authority", .type = LEAT_OPT_STR, .flags = LEAT_OPT_LEAT,
	  .offset = FIELD(certificate_authority),
	  .doc = "File with the certificates (PEM) of the authorities that are trusted. Without it "
	         "those of the system are." },
	{ .name = "allow-insecure", .type = LEAT_OPT_BOOL, .offset = FIELD(allow_insecure),
	  .fallback = "false", .doc = "Accept any certificate of the server." },
	{ .name = "sink.bulk-flush.max-actions", .type = LEAT_OPT_INT, .offset = FIELD(flush_max_actions),
	  .min = -1, .max = 1000000, .fallback = "5000",
	  .doc = "A bulk request is sent when it has so many documents; 0 or -1: no such limit." },
	{ .name = "sink.bulk-flush.max-size", .type = LEAT_OPT_SIZE, .offset = FIELD(flush_max_bytes),
	  .min = -1, .max = 512 << 20, .fallback = "2mb",
	  .doc = "A bulk request is sent when its body reaches this size; 0: no such limit." },
	{ .name = "sink.bulk-flush.interval", .type = LEAT_OPT_DURATION,
	  .offset = FIELD(flush_interval_us), .min = 0, .max = 3600000000, .fallback = "1s",
	  .doc = "A bulk request is sent when its first document is this old. While no request is on "
	         "its way, documents are sent at once." },
	{ .name = "sink.bulk-flush.max-in-flight", .type = LEAT_OPT_INT, .flags = LEAT_OPT_LEAT,
	  .offset = FIELD(max_in_flight), .min = 1, .max = 64, .fallback = "4",
	  .doc = "Bulk requests on their way at once. Fewer are used while the cluster is overloaded." },
	{ .name = "sink.bulk-flush.backoff.strategy", .type = LEAT_OPT_ENUM, .enums = strategy_choices,
	  .flags = LEAT_OPT_IGNORED,
	  .doc = "Leat always waits longer from one retry to the next." },
	{ .name = "sink.bulk-flush.backoff.max-retries", .type = LEAT_OPT_INT, .max = INT32_MAX,
	  .flags = LEAT_OPT_IGNORED,
	  .doc = "Leat never gives up on documents that the cluster may take later." },
	{ .name = "sink.bulk-flush.backoff.delay", .type = LEAT_OPT_DURATION, .offset = FIELD(backoff_us),
	  .min = 1000, .max = 60000000, .fallback = "100 ms",
	  .doc = "First wait before documents are sent again; doubled up to 10 s." },
	{ .name = "sink.delivery-guarantee", .type = LEAT_OPT_ENUM, .enums = guarantee_choices,
	  .flags = LEAT_OPT_IGNORED,
	  .doc = "Leat always gives at least once, and exactly once in effect, as ids and versions are "
	         "deterministic." },
	{ .name = "sink.flush-on-checkpoint", .type = LEAT_OPT_BOOL, .flags = LEAT_OPT_IGNORED,
	  .doc = "Leat always flushes for a checkpoint." },
	{ .name = "sink.parallelism", .type = LEAT_OPT_INT, .min = 1, .max = 32768,
	  .flags = LEAT_OPT_IGNORED, .doc = "Leat runs a job on one core." },
	{ .name = "failure-handler", .type = LEAT_OPT_ENUM, .enums = failure_choices,
	  .offset = FIELD(failure_handler), .fallback = "dead-letter",
	  .doc = "What happens to a document that the cluster calls wrong: it becomes a dead letter, "
	         "the job fails, or it is only counted." },
	{ .name = "sink.index.create", .type = LEAT_OPT_BOOL, .flags = LEAT_OPT_LEAT,
	  .offset = FIELD(create_index), .fallback = "true",
	  .doc = "Create the index when it is missing." },
	{ .name = "sink.index.settings", .type = LEAT_OPT_MAP, .flags = LEAT_OPT_LEAT,
	  .offset = FIELD(index_settings),
	  .doc = "Settings that the index is created with, as "
	         "'sink.index.settings.number_of_shards' = '1'." },
	{ .name = "properties.index", .type = LEAT_OPT_MAP, .flags = LEAT_OPT_LEAT | LEAT_OPT_LEGACY,
	  .alias_of = "sink.index.settings", .doc = "Old spelling of 'sink.index.settings'." },
	{ 0 }
};
