/* SPDX-License-Identifier: Apache-2.0 */
/* Options, metadata columns and registration of the kafka connector. */
#include <regex.h>
#include <string.h>

#include "base/number.h"
#include "connectors/kafka/connector.h"
#include "connectors/kafka/kafka_int.h"

static const char *const startups[] = { "group-offsets", "earliest-offset",  "latest-offset",
	                                "timestamp",     "specific-offsets", NULL };
static const char *const bounds[] = { "unbounded", "latest-offset",    "group-offsets",
	                              "timestamp", "specific-offsets", NULL };
static const char *const value_fields[] = { "ALL", "EXCEPT_KEY", NULL };
static const char *const losses[] = { "fail", "continue", NULL };
static const char *const guarantees[] = { "none", "at-least-once", "exactly-once", NULL };

#define FIELD(name_) offsetof(struct kafka_config, name_)

const struct leat_opt leat_kafka_opts[] = {
	{ .name = "key.fields", .type = LEAT_OPT_LIST, .offset = FIELD(key_fields),
	  .doc = "The columns that are in the key of a record, between ';'." },
	{ .name = "key.fields-prefix", .type = LEAT_OPT_STR, .offset = FIELD(key_prefix),
	  .doc = "Begins the names of those columns, and not the names in the key itself." },
	{ .name = "properties", .type = LEAT_OPT_MAP, .flags = LEAT_OPT_SECRET,
	  .offset = FIELD(properties),
	  .doc = "properties.bootstrap.servers is required; properties.group.id names a group whose "
	         "offsets are committed at each checkpoint; all others go to the client (librdkafka), "
	         "and the usual names of the Java client are understood." },
	{ .name = "scan.bounded.mode", .type = LEAT_OPT_ENUM, .enums = bounds, .offset = FIELD(bounded),
	  .fallback = "unbounded", .doc = "Where the table ends; unbounded: it does not." },
	{ .name = "scan.bounded.specific-offsets", .type = LEAT_OPT_STR, .offset = FIELD(bounded_offsets),
	  .doc = "The first offsets that are not read, as partition:0,offset:42;partition:1,offset:300." },
	{ .name = "scan.bounded.timestamp-millis", .type = LEAT_OPT_INT,
	  .offset = FIELD(bounded_timestamp_ms), .min = 0, .max = INT64_MAX / 1000,
	  .doc = "Records from this time on are not read." },
	{ .name = "scan.on-data-loss", .type = LEAT_OPT_ENUM, .flags = LEAT_OPT_LEAT, .enums = losses,
	  .offset = FIELD(on_data_loss), .fallback = "fail",
	  .doc = "What to do when records that were not read are gone from the topic: fail, or "
	         "continue with the first one that is there." },
	{ .name = "scan.parallelism", .type = LEAT_OPT_INT, .flags = LEAT_OPT_IGNORED,
	  .offset = FIELD(ignored_int), .doc = "Accepted and without effect." },
	{ .name = "scan.startup.mode", .type = LEAT_OPT_ENUM, .enums = startups, .offset = FIELD(startup),
	  .fallback = "group-offsets",
	  .doc = "Where a new job begins; one that has a checkpoint goes on there.  With group-offsets, "
	         "partitions without a committed offset begin as properties.auto.offset.reset says, and "
	         "without that at their beginning." },
	{ .name = "scan.startup.specific-offsets", .type = LEAT_OPT_STR, .offset = FIELD(startup_offsets),
	  .doc = "The first offsets to be read, as partition:0,offset:42;partition:1,offset:300; others "
	         "begin at their beginning." },
	{ .name = "scan.startup.timestamp-millis", .type = LEAT_OPT_INT,
	  .offset = FIELD(startup_timestamp_ms), .min = 0, .max = INT64_MAX / 1000,
	  .doc = "The first record to be read is not older than this time." },
	{ .name = "scan.topic-partition-discovery.interval", .type = LEAT_OPT_DURATION,
	  .offset = FIELD(discovery_us), .fallback = "5 min",
	  .doc = "How often new partitions and, with a pattern, topics are looked for; 0 turns it off." },
	{ .name = "sink.delivery-guarantee", .type = LEAT_OPT_ENUM, .enums = guarantees,
	  .offset = FIELD(guarantee), .fallback = "at-least-once",
	  .doc = "At-least-once waits for the brokers at each checkpoint; none does not." },
	{ .name = "sink.parallelism", .type = LEAT_OPT_INT, .flags = LEAT_OPT_IGNORED,
	  .offset = FIELD(ignored_int), .doc = "Accepted and without effect." },
	{ .name = "sink.partitioner", .type = LEAT_OPT_STR, .offset = FIELD(partitioner),
	  .fallback = "default",
	  .doc = "default goes by the key as the Java client does, and without a key to any partition; "
	         "fixed writes to the first one, round-robin to all." },
	{ .name = "sink.semantic", .type = LEAT_OPT_ENUM, .flags = LEAT_OPT_LEGACY,
	  .enums = guarantees, .alias_of = "sink.delivery-guarantee", .offset = FIELD(guarantee),
	  .doc = "The old name of sink.delivery-guarantee." },
	{ .name = "sink.transactional-id-prefix", .type = LEAT_OPT_STR, .flags = LEAT_OPT_IGNORED,
	  .offset = FIELD(ignored_text), .doc = "Accepted and without effect: there are no transactions." },
	{ .name = "startup-mode", .type = LEAT_OPT_ENUM, .flags = LEAT_OPT_LEGACY, .enums = startups,
	  .alias_of = "scan.startup.mode", .offset = FIELD(startup),
	  .doc = "The old name of scan.startup.mode." },
	{ .name = "topic", .type = LEAT_OPT_LIST, .offset = FIELD(topics),
	  .doc = "The topic, or several between ';'.  A sink has one." },
	{ .name = "topic-pattern", .type = LEAT_OPT_STR, .offset = FIELD(topic_pattern),
	  .doc = "Instead of topic: all topics whose whole name matches this regular expression (POSIX, "
	         "extended)." },
	{ .name = "value.fields-include", .type = LEAT_OPT_ENUM, .enums = value_fields,
	  .offset = FIELD(value_fields), .fallback = "ALL",
	  .doc = "Whether the columns of the key are in the value too." },
	{ 0 },
};

struct leat_str leat_kafka_property(const struct kafka_config *config, const char *key)
{
	struct leat_str found = { NULL, 0 };
	size_t n = strlen(key);

	for (uint32_t i = 0; i < config->properties.count; i++) {
		const struct leat_opt_pair *pair = &config->properties.pairs[i];
		if (pair->key.n == n && memcmp(pair->key.p, key, n) == 0)
			found = pair->value;
	}
	return found;
}

/* ---- specific offsets ---- */

/* "name:number" at the front of *@p rest, and what follows it. */
static bool take_number(struct leat_str *rest, const char *name, char behind, int64_t *ret)
{
	size_t n = strlen(name);

	if (rest->n <= n || memcmp(rest->p, name, n) != 0)
		return false;
	const char *first = rest->p + n, *end = rest->p + rest->n, *p = first;
	while (p < end && *p != behind)
		p++;
	if (!leat_number_parse_i64((struct leat_str){ first, (uint32_t)(p - first) }, ret) || *ret < 0)
		return false;
	p += p < end;
	*rest = (struct leat_str){ p, (uint32_t)(end - p) };
	return true;
}

bool leat_kafka_specific_offset(struct leat_str text, int32_t partition, int64_t *ret_offset)
{
	*ret_offset = -1;
	if (!text.n)
		return false;
	while (text.n) {
		int64_t number, offset;
		if (!take_number(&text, "partition:", ',', &number) ||
		    !take_number(&text, "offset:", ';', &offset))
			return false;
		if (number == partition)
			*ret_offset = offset;
	}
	return true;
}

/* ---- checks ---- */

static int check_topics(const struct kafka_config *config, bool as_sink, struct leat_err *err)
{
	regex_t regex;

	if (config->topics.count && config->topic_pattern.n)
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "'topic' and 'topic-pattern' cannot both be given");
	if (!config->topics.count && !config->topic_pattern.n)
		return leat_err_set(err, LEAT_E_OPTION_MISSING,
		                    "option 'topic' or 'topic-pattern' is required");
	if (as_sink && config->topics.count != 1)
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "a table that is written to has one 'topic'");
	if (config->topic_pattern.n) {
		struct leat_arena *arena = leat_arena_new(0);
		const char *text = leat_arena_printf(arena, "^(%.*s)$",
		                                     LEAT_STR_ARG(config->topic_pattern));
		int r = regcomp(&regex, text, REG_EXTENDED | REG_NOSUB);
		leat_arena_free(arena);
		if (r)
			return leat_err_set(err, LEAT_E_OPTION_VALUE,
			                    "'topic-pattern' is no regular expression: '%.*s'",
			                    LEAT_STR_ARG(config->topic_pattern));
		regfree(&regex);
	}
	return 0;
}

static int check_offsets(const struct kafka_config *config, struct leat_err *err)
{
	int64_t offset;

	if (config->startup == KAFKA_TIMESTAMP && !config->startup_timestamp_ms)
		return leat_err_set(err, LEAT_E_OPTION_MISSING,
		                    "option 'scan.startup.timestamp-millis' is required");
	if (config->bounded == KAFKA_UNTIL_TIMESTAMP && !config->bounded_timestamp_ms)
		return leat_err_set(err, LEAT_E_OPTION_MISSING,
		                    "option 'scan.bounded.timestamp-millis' is required");
	if (config->startup == KAFKA_SPECIFIC &&
	    !leat_kafka_specific_offset(config->startup_offsets, 0, &offset))
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "'scan.startup.specific-offsets' is written as "
		                    "partition:0,offset:42;partition:1,offset:300");
	if (config->bounded == KAFKA_UNTIL_SPECIFIC &&
	    !leat_kafka_specific_offset(config->bounded_offsets, 0, &offset))
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "'scan.bounded.specific-offsets' is written as "
		                    "partition:0,offset:42;partition:1,offset:300");
	return 0;
}

static int check_key(const struct leat_table *table, const struct kafka_config *config,
                     struct leat_err *err)
{
	if (table->key_format && !config->key_fields.count)
		return leat_err_set(err, LEAT_E_OPTION_MISSING,
		                    "'key.format' needs the option 'key.fields'");
	if (!table->key_format && config->key_fields.count)
		return leat_err_set(err, LEAT_E_OPTION_MISSING,
		                    "'key.fields' needs the option 'key.format'");
	for (uint32_t i = 0; i < config->key_fields.count; i++) {
		struct leat_str name = config->key_fields.items[i], prefix = config->key_prefix;
		bool is_known = false;
		for (uint32_t c = 0; c < table->column_count; c++)
			is_known |= !table->columns[c].metadata_key &&
			            leat_str_equal(table->columns[c].name, name);
		if (!is_known)
			return leat_err_set(
				err, LEAT_E_OPTION_VALUE,
				"'key.fields' names \"%.*s\", which is no physical column",
				LEAT_STR_ARG(name));
		if (name.n <= prefix.n ? prefix.n
		                       : prefix.n && memcmp(name.p, prefix.p, prefix.n) != 0)
			return leat_err_set(
				err, LEAT_E_OPTION_VALUE,
				"the column \"%.*s\" of 'key.fields' does not begin with "
				"'key.fields-prefix'",
				LEAT_STR_ARG(name));
	}
	return 0;
}

static int kafka_check(const struct leat_table *table, bool as_sink, struct leat_err *err)
{
	const struct kafka_config *config = table->config;
	rd_kafka_conf_t *conf;

	if (!leat_kafka_property(config, "bootstrap.servers").n)
		return leat_err_set(err, LEAT_E_OPTION_MISSING,
		                    "option 'properties.bootstrap.servers' is required");
	LEAT_TRY(check_topics(config, as_sink, err));
	LEAT_TRY(check_offsets(config, err));
	LEAT_TRY(check_key(table, config, err));
	if (as_sink && config->guarantee == 2)
		return leat_err_set(
			err, LEAT_E_UNSUPPORTED,
			"'sink.delivery-guarantee' is at-least-once or none: Leat does not "
			"write in transactions yet");
	LEAT_TRY(leat_kafka_conf(config, LEAT_STR("check"), as_sink, &conf, err));
	rd_kafka_conf_destroy(conf);
	return 0;
}

static bool kafka_is_bounded(const struct leat_table *table)
{
	return ((const struct kafka_config *)table->config)->bounded != KAFKA_UNBOUNDED;
}

static void kafka_place(const struct leat_table *table, uint32_t column,
                        struct leat_column_place *ret)
{
	const struct kafka_config *config = table->config;
	struct leat_str name = table->columns[column].name, prefix = config->key_prefix;

	*ret = (struct leat_column_place){ .in_value = true };
	for (uint32_t i = 0; i < config->key_fields.count; i++) {
		if (!leat_str_equal(config->key_fields.items[i], name))
			continue;
		ret->in_key = true;
		ret->in_value = config->value_fields == 0;
		ret->key_name = (struct leat_str){ name.p + prefix.n, name.n - prefix.n };
	}
}

/* ---- metadata columns ---- */

static const struct leat_type text = { .id = LEAT_VARCHAR, .length = LEAT_LENGTH_MAX };
static const struct leat_type bytes = { .id = LEAT_VARBINARY, .length = LEAT_LENGTH_MAX,
	                                .nullable = true };
static const struct leat_type integer = { .id = LEAT_INT };
static const struct leat_type nullable_integer = { .id = LEAT_INT, .nullable = true };
static const struct leat_type number = { .id = LEAT_BIGINT };
static const struct leat_type instant = { .id = LEAT_TIMESTAMP_LTZ, .precision = 3 };
static const struct leat_type *const header_types[] = { &text, &bytes };
static const struct leat_str header_names[] = { { "key", 3 }, { "value", 5 } };
static const struct leat_type headers = { .id = LEAT_MAP, .child_count = 2,
	                                  .children = header_types };
static const struct leat_type header = { .id = LEAT_ROW, .child_count = 2,
	                                 .children = header_types, .names = header_names };
static const struct leat_type *const list_types[] = { &header };
static const struct leat_type header_list = { .id = LEAT_ARRAY, .child_count = 1,
	                                      .children = list_types };

static const struct leat_metadata kafka_metadata[] = {
	{ "topic", &text, "The record's topic." },
	{ "partition", &integer, "The record's partition." },
	{ "headers", &headers, "The record's headers; of equal keys the last one." },
	{ "header-list", &header_list, "All headers in their order." },
	{ "leader-epoch", &nullable_integer, "The epoch of the partition's leader, when it is known." },
	{ "offset", &number, "The record's offset in its partition." },
	{ "timestamp", &instant, "The record's timestamp." },
	{ "timestamp-type", &text, "CreateTime, LogAppendTime or NoTimestampType." },
	{ 0 },
};

const struct leat_connector leat_connector_kafka = {
	.name = "kafka",
	.doc = "Reads and writes topics of Apache Kafka.",
	.opts = leat_kafka_opts,
	.config_size = sizeof(struct kafka_config),
	.needs_format = true,
	.default_format = "json",
	.default_format_is_legacy = true,
	.metadata = kafka_metadata,
	.source = &leat_kafka_source,
	.sink = &leat_kafka_sink,
	.check = kafka_check,
	.place = kafka_place,
	.is_bounded = kafka_is_bounded,
};
