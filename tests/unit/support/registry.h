/* SPDX-License-Identifier: Apache-2.0 */
/* Connectors and formats that only have names and options: for tests of the planner. */
#pragma once

#include "leat/format.h"
#include "leat/sink.h"
#include "leat/source.h"

#include "exec/spec.h"

struct fake_config {
	struct leat_str text;      /* any text */
	struct leat_str topic;     /* kafka */
	struct leat_str pattern;   /* kafka */
	struct leat_opt_map map;   /* properties.*, fields.* */
	struct leat_opt_list list; /* hosts */
	bool flag;                 /* any flag */
	int64_t number;            /* any number */
	int mode;                  /* startup mode */
};

#define FAKE(field) offsetof(struct fake_config, field)

static const char *const fake_modes[] = { "earliest-offset", "latest-offset", NULL };

static const struct leat_opt fake_file_opts[] = {
	{ .name = "path",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_REQUIRED,
	  .offset = FAKE(text),
	  .doc = "Where." },
	{ .name = NULL },
};
static const struct leat_opt fake_kafka_opts[] = {
	{ .name = "topic", .type = LEAT_OPT_STR, .offset = FAKE(topic), .doc = "Which." },
	{ .name = "topic-pattern", .type = LEAT_OPT_STR, .offset = FAKE(pattern), .doc = "Which." },
	{ .name = "properties",
	  .type = LEAT_OPT_MAP,
	  .offset = FAKE(map),
	  .doc = "For the client." },
	{ .name = "scan.startup.mode",
	  .type = LEAT_OPT_ENUM,
	  .enums = fake_modes,
	  .offset = FAKE(mode),
	  .fallback = "latest-offset",
	  .doc = "Where to begin." },
	{ .name = "startup-mode",
	  .type = LEAT_OPT_ENUM,
	  .flags = LEAT_OPT_LEGACY,
	  .enums = fake_modes,
	  .alias_of = "scan.startup.mode",
	  .doc = "The older name of scan.startup.mode." },
	{ .name = NULL },
};
static const struct leat_opt fake_elastic_opts[] = {
	{ .name = "hosts", .type = LEAT_OPT_LIST, .flags = LEAT_OPT_EXPECTED, .offset = FAKE(list), .doc = "Where." },
	{ .name = "index",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_REQUIRED,
	  .offset = FAKE(text),
	  .doc = "Which." },
	{ .name = "password",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_SECRET,
	  .offset = FAKE(topic),
	  .doc = "Of the user." },
	{ .name = "index.settings",
	  .type = LEAT_OPT_MAP,
	  .offset = FAKE(map),
	  .doc = "Of the index." },
	{ .name = "table-name",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_LEGACY,
	  .alias_of = "index",
	  .doc = "The older name of index." },
	{ .name = "properties.index",
	  .type = LEAT_OPT_MAP,
	  .flags = LEAT_OPT_LEGACY,
	  .alias_of = "index.settings",
	  .doc = "The older name of index.settings." },
	{ .name = NULL },
};
static const struct leat_opt fake_datagen_opts[] = {
	{ .name = "number-of-rows",
	  .type = LEAT_OPT_INT,
	  .offset = FAKE(number),
	  .doc = "How many." },
	{ .name = "rows-per-second",
	  .type = LEAT_OPT_INT,
	  .offset = FAKE(number),
	  .doc = "How fast." },
	{ .name = "fields", .type = LEAT_OPT_MAP, .offset = FAKE(map), .doc = "Of each column." },
	{ .name = NULL },
};
static const struct leat_opt fake_no_opts[] = { { .name = NULL } };
static const struct leat_opt fake_format_opts[] = {
	{ .name = "ignore-parse-errors",
	  .type = LEAT_OPT_BOOL,
	  .offset = FAKE(flag),
	  .fallback = "false",
	  .doc = "Skip what does not parse." },
	{ .name = "timestamp-format.standard",
	  .type = LEAT_OPT_STR,
	  .offset = FAKE(text),
	  .doc = "How times look." },
	{ .name = NULL },
};

static struct leat_metadata
	fake_metadata[2]; /* filled by fake_registry(): types are not constant */

static enum leat_sink_mode fake_append(const struct leat_table *table)
{
	(void)table;
	return LEAT_SINK_APPEND;
}

static enum leat_sink_mode fake_retract(const struct leat_table *table)
{
	(void)table;
	return LEAT_SINK_RETRACT;
}

static enum leat_sink_mode fake_by_key(const struct leat_table *table)
{
	return table->key_count ? LEAT_SINK_UPSERT : LEAT_SINK_APPEND;
}

static enum leat_sink_mode fake_by_format(const struct leat_table *table)
{
	return table->format && table->format->kinds == LEAT_KINDS_ALL ? LEAT_SINK_RETRACT
	                                                               : LEAT_SINK_APPEND;
}

static bool fake_always_bounded(const struct leat_table *table)
{
	(void)table;
	return true;
}

static int fake_kafka_check(const struct leat_table *table, bool as_sink, struct leat_err *err)
{
	const struct fake_config *config = table->config;
	bool servers = false;

	(void)as_sink;
	for (uint32_t i = 0; i < config->map.count; i++)
		servers |= config->map.pairs[i].key.n == 17;
	if (!servers)
		return leat_err_set(err, LEAT_E_OPTION_MISSING,
		                    "\"properties.bootstrap.servers\" is missing");
	if (!config->topic.p == !config->pattern.p)
		return leat_err_set(err, LEAT_E_OPTION_MISSING,
		                    "one of \"topic\" and \"topic-pattern\" must be set");
	return 0;
}

static const struct leat_source_type fake_source;
static const struct leat_sink_type fake_append_sink = { .mode = fake_append };
static const struct leat_sink_type fake_retract_sink = { .mode = fake_retract };
static const struct leat_sink_type fake_upsert_sink = { .mode = fake_by_key };
static const struct leat_sink_type fake_format_sink = { .mode = fake_by_format };

static const struct leat_connector fake_filesystem = {
	.name = "filesystem",
	.opts = fake_file_opts,
	.config_size = sizeof(struct fake_config),
	.needs_format = true,
	.source = &fake_source,
	.sink = &fake_format_sink,
	.is_bounded = fake_always_bounded,
};
static const struct leat_connector fake_blackhole = {
	.name = "blackhole",
	.opts = fake_no_opts,
	.config_size = sizeof(struct fake_config),
	.sink = &fake_retract_sink,
};
static const struct leat_connector fake_print = {
	.name = "print",
	.opts = fake_no_opts,
	.config_size = sizeof(struct fake_config),
	.sink = &fake_retract_sink,
};
static const struct leat_connector fake_datagen = {
	.name = "datagen",
	.opts = fake_datagen_opts,
	.config_size = sizeof(struct fake_config),
	.source = &fake_source,
};
static const struct leat_connector fake_kafka = {
	.name = "kafka",
	.opts = fake_kafka_opts,
	.config_size = sizeof(struct fake_config),
	.needs_format = true,
	.default_format = "json",
	.default_format_is_legacy = true,
	.source = &fake_source,
	.sink = &fake_append_sink,
	.metadata = fake_metadata,
	.check = fake_kafka_check,
};
static const struct leat_connector fake_elasticsearch = {
	.name = "elasticsearch",
	.opts = fake_elastic_opts,
	.config_size = sizeof(struct fake_config),
	.needs_format = true,
	.default_format = "json",
	.sink = &fake_upsert_sink,
};
static const struct leat_connector *const fake_connectors[] = {
	&fake_filesystem, &fake_blackhole,     &fake_print, &fake_datagen,
	&fake_kafka,      &fake_elasticsearch, NULL,
};

static struct leat_decoder *fake_decoder_new(const void *config,
                                             const struct leat_decode_spec *spec)
{
	(void)config, (void)spec;
	return NULL;
}

static struct leat_encoder *fake_encoder_new(const void *config, struct leat_arena *arena,
                                             const struct leat_schema *schema,
                                             const struct leat_tz *zone)
{
	(void)config, (void)arena, (void)schema, (void)zone;
	return NULL;
}

#define FAKE_FORMAT(id, text, row_kinds)                                                           \
	static const struct leat_format fake_##id = {                                              \
		.name = text,                                                                      \
		.opts = fake_format_opts,                                                          \
		.config_size = sizeof(struct fake_config),                                         \
		.kinds = row_kinds,                                                                \
		.decoder_new = fake_decoder_new,                                                   \
		.encoder_new = fake_encoder_new,                                                   \
	}
FAKE_FORMAT(json, "json", 0);
FAKE_FORMAT(csv, "csv", 0);
FAKE_FORMAT(debezium, "debezium-json", LEAT_KINDS_ALL);
FAKE_FORMAT(canal, "canal-json", LEAT_KINDS_ALL);
FAKE_FORMAT(maxwell, "maxwell-json", LEAT_KINDS_ALL);
static const struct leat_format *const fake_formats[] = {
	&fake_json, &fake_csv, &fake_debezium, &fake_canal, &fake_maxwell, NULL,
};

static inline const struct leat_registry *fake_registry(void)
{
	static const struct leat_registry registry = { fake_connectors, fake_formats };

	if (!fake_metadata[0].key)
		fake_metadata[0] = (struct leat_metadata){ "timestamp",
			                                   leat_type_basic(LEAT_TIMESTAMP_LTZ),
			                                   "Of the record." };
	return &registry;
}
