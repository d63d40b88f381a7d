/* SPDX-License-Identifier: Apache-2.0 */
/* The index of a table; see index.h. */
#include "connectors/elasticsearch/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/loop.h"

enum { RETRY_MIN_US = 200000, RETRY_MAX_US = 10000000 };

struct leat_elastic_index {
	const struct leat_sink *sink;
	const struct leat_elastic_config *config;
	struct leat_elastic_client *client;
	const struct leat_elastic_index_events *events;
	void *owner;
	struct leat_timer *timer; /* The next look. */
	int64_t retry_us;         /* Wait before it. */
	struct leat_buf path;     /* "/<index>" with what an URL does not take escaped. */
	struct leat_buf body;     /* Of the request that makes it. */
};

static void look(void *data);

struct leat_elastic_index *leat_elastic_index_new(const struct leat_sink *sink,
                                                  struct leat_elastic_client *client,
                                                  const struct leat_elastic_index_events *events,
                                                  void *owner)
{
	struct leat_elastic_index *index = leat_zalloc(sizeof(*index));

	index->sink = sink;
	index->config = sink->table->config;
	index->client = client;
	index->events = events;
	index->owner = owner;
	index->timer = leat_timer_new(sink->loop, look, index);
	index->retry_us = RETRY_MIN_US;
	leat_buf_init(&index->path, 4096);
	leat_buf_init(&index->body, 1 << 20);
	leat_elastic_index_path(index->config->index, &index->path);
	return index;
}

struct leat_elastic_index *leat_elastic_index_free(struct leat_elastic_index *index)
{
	if (index) {
		leat_timer_free(index->timer);
		leat_buf_done(&index->path);
		leat_buf_done(&index->body);
		free(index);
	}
	return NULL;
}

/* ---- its body ---- */

/* flink-json writes the digits of a second's fraction that are not zero, so any number of them may
 * come; LTZ values end in Z. */
#define DATE_FORMATS(seconds_end)                                                                  \
	"uuuu-MM-dd HH:mm:ss" seconds_end                                                          \
	"||uuuu-MM-dd HH:mm:ss.SSS" seconds_end "||uuuu-MM-dd HH:mm:ss.SSSSSS" seconds_end         \
	"||uuuu-MM-dd HH:mm:ss.S" seconds_end "||uuuu-MM-dd HH:mm:ss.SS" seconds_end               \
	"||uuuu-MM-dd HH:mm:ss.SSSS" seconds_end "||uuuu-MM-dd HH:mm:ss.SSSSS" seconds_end         \
	"||strict_date_optional_time||epoch_millis"

static const char *date_formats(const struct leat_type *type)
{
	if (type->id == LEAT_TIMESTAMP)
		return DATE_FORMATS("");
	if (type->id == LEAT_TIMESTAMP_LTZ)
		return DATE_FORMATS("'Z'");
	return NULL;
}

static void write_mappings(const struct leat_sink *sink, struct leat_json_writer *json)
{
	leat_json_write_key(json, "mappings");
	leat_json_write_object(json);
	leat_json_write_key(json, "properties");
	leat_json_write_object(json);
	for (uint32_t i = 0; i < sink->schema->field_count; i++) {
		const char *formats = date_formats(sink->schema->fields[i].type);
		if (!formats)
			continue;
		leat_json_write_key_str(json, sink->schema->fields[i].name);
		leat_json_write_object(json);
		leat_json_write_text_of(json, "type", "date");
		leat_json_write_text_of(json, "format", formats);
		leat_json_write_object_end(json);
	}
	leat_json_write_object_end(json);
	leat_json_write_object_end(json);
}

/* Append the body of the request that makes the index: settings, and date mappings for the columns
 * that dynamic mapping would take for text. */
static void put_index_body(const struct leat_sink *sink, const struct leat_elastic_config *config,
                             struct leat_buf *out)
{
	struct leat_json_writer *json = leat_json_writer_new(out, false);

	leat_json_write_object(json);
	leat_json_write_key(json, "settings");
	leat_json_write_object(json);
	leat_json_write_key(json, "index");
	leat_json_write_object(json);
	for (uint32_t i = 0; i < config->index_settings.count; i++) {
		leat_json_write_key_str(json, config->index_settings.pairs[i].key);
		leat_json_write_str(json, config->index_settings.pairs[i].value);
	}
	leat_json_write_object_end(json);
	leat_json_write_object_end(json);
	write_mappings(sink, json);
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
}

/* ---- look and make ---- */

static void again_later(struct leat_elastic_index *index, const char *doing,
                        const struct leat_bulk_answer *answer)
{
	char reason[256];

	if (answer->error)
		snprintf(reason, sizeof(reason), "%s", answer->error);
	else if (answer->status == 401 || answer->status == 403)
		snprintf(reason, sizeof(reason), "%s refuses the credentials (HTTP %d)",
		         leat_elastic_client_host(index->client), answer->status);
	else
		snprintf(reason, sizeof(reason), "%s answers HTTP %d to %s",
		         leat_elastic_client_host(index->client), answer->status, doing);
	index->events->waiting(index->owner, reason);
	leat_timer_start(index->timer, index->retry_us);
	index->retry_us = index->retry_us * 2 > RETRY_MAX_US ? RETRY_MAX_US : index->retry_us * 2;
}

static void is_ready(struct leat_elastic_index *index)
{
	index->retry_us = RETRY_MIN_US;
	index->events->ready(index->owner);
}

/* 400 also means that another writer was quicker. */
static bool exists_already(struct leat_str body)
{
	static const char word[] = "already_exists";

	return body.n && memmem(body.p, body.n, word, sizeof(word) - 1);
}

static void on_made(void *owner, uint32_t token, const struct leat_bulk_answer *answer)
{
	struct leat_elastic_index *index = owner;
	struct leat_err err;

	(void)token;
	if (answer->status == 200 || exists_already(answer->body)) {
		if (answer->status == 200)
			LEAT_LOG(INFO, ELASTIC, index->sink->job_name.p, "index created",
			         leat_log_str("index", index->config->index));
		is_ready(index);
	} else if (answer->status == 400) {
		leat_err_set(&err, LEAT_E_OPTION_VALUE,
		             "the index \"%.*s\" cannot be created: %.*s",
		             LEAT_STR_ARG(index->config->index),
		             answer->body.n > 300 ? 300 : (int)answer->body.n,
		             answer->body.n ? answer->body.p : "");
		index->events->failed(index->owner, &err);
	} else {
		again_later(index, "the creation of the index", answer);
	}
}

static void on_looked(void *owner, uint32_t token, const struct leat_bulk_answer *answer)
{
	struct leat_elastic_index *index = owner;

	(void)token;
	if (answer->status == 200 || (answer->status == 404 && !index->config->create_index)) {
		is_ready(index);
	} else if (answer->status == 404) {
		leat_buf_clear(&index->body);
		put_index_body(index->sink, index->config, &index->body);
		leat_elastic_client_send(index->client, "PUT", leat_buf_cstr(&index->path),
		                         "application/json", leat_buf_view(&index->body), on_made,
		                         index, 0);
	} else {
		again_later(index, "a look at the index", answer);
	}
}

static void look(void *data)
{
	struct leat_elastic_index *index = data;

	leat_elastic_client_send(index->client, "HEAD", leat_buf_cstr(&index->path), NULL,
	                         (struct leat_str){ 0 }, on_looked, index, 0);
}

void leat_elastic_index_ensure(struct leat_elastic_index *index)
{
	if (!leat_timer_is_running(index->timer))
		leat_timer_start(index->timer, 0);
}

void leat_elastic_index_path(struct leat_str name, struct leat_buf *out)
{
	leat_buf_char(out, '/');
	for (uint32_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];
		if (c <= ' ' || c >= 0x7f || strchr("\"#%/<>?\\^`{|}", c))
			leat_buf_printf(out, "%%%02X", c);
		else
			leat_buf_char(out, (char)c);
	}
}
