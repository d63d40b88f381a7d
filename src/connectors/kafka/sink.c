/* SPDX-License-Identifier: Apache-2.0 */
/* Writes rows as records to a topic, at least once: a flush is answered when the brokers have
 * acknowledged every record before it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "connectors/kafka/kafka_int.h"
#include "io/loop.h"
#include "io/work.h"

enum {
	LOOK_US = 500000,         /* Between two looks at the queue without a signal. */
	RECORD_BYTES_MAX = 64 << 20,
	QUEUE_RECORDS = 10000000, /* Of the library; our own budget is what limits. */
};

/* Columns that are encoded together, as the key or as the value. */
struct part {
	const struct leat_format *format; /* NULL: there is none. */
	struct leat_encoder *encoder;
	struct leat_schema schema;        /* Of the columns. */
	uint32_t *columns;                /* Their indices in the sink's schema. */
	struct leat_col *cols;            /* Of the batch at work. */
	struct leat_buf bytes;            /* Of the record at work. */
};

struct kafka_sink {
	struct leat_sink base;
	const struct kafka_config *config;
	const char *job;              /* Name, for the log. */
	rd_kafka_t *client;
	rd_kafka_topic_t *topic;
	rd_kafka_queue_t *queue;      /* Reports of deliveries. */
	int signal[2];                /* Pipe: the client writes, the loop reads. */
	struct leat_poll *poll;       /* Of signal[0]. */
	struct leat_timer *look;      /* Looks at the queue without a signal. */
	struct leat_work *work;       /* Takes the client down. */
	struct part key, value;
	int32_t timestamp_column;     /* Written as the record's timestamp, or -1. */
	int32_t partition;            /* Where to, or RD_KAFKA_PARTITION_UA. */

	uint64_t flush_epoch;         /* Valid with is_flushing. */
	bool is_flushing;             /* A flush is to be answered. */
	uint64_t before_flush;        /* Records in flight that it waits for. */
	uint32_t generation;          /* Grows with each flush; the opaque of records. */
	bool was_full;                /* write() refused: call on_room. */
	bool is_closing;              /* close() was called. */
	bool is_waiting;              /* on_waiting was called with a reason. */
	bool has_failed;              /* on_error was called. */
	struct leat_sink_stats stats;
};

static struct kafka_sink *kafka_of(struct leat_sink *sink)
{
	return (struct kafka_sink *)sink;
}

/* ---- what the library reports ---- */

static void delivered(rd_kafka_t *client, const rd_kafka_message_t *m, void *opaque)
{
	struct kafka_sink *s = opaque;
	struct leat_err err;

	(void)client;
	s->stats.in_flight_bytes -= m->len + m->key_len;
	s->stats.in_flight_rows--;
	/* All but the newest generation are before the flush. */
	if (s->is_flushing && (uintptr_t)m->_private != s->generation)
		s->before_flush--;
	if (!m->err) {
		s->stats.acknowledged++;
		s->stats.sent_bytes += m->len + m->key_len;
		return;
	}
	if (s->has_failed || s->is_closing)
		return;
	s->has_failed = true;
	(void)leat_err_set(&err, LEAT_E_UNAVAILABLE,
	                   "a record was not written to topic \"%.*s\": %s",
	                   LEAT_STR_ARG(s->config->topics.items[0]), rd_kafka_err2str(m->err));
	s->base.events->on_error(s->base.owner, &err);
}

static void client_error(rd_kafka_t *client, int code, const char *text, void *opaque)
{
	struct kafka_sink *s = opaque;
	struct leat_str servers = leat_kafka_property(s->config, "bootstrap.servers");
	char reason[320];

	(void)client;
	LEAT_LOG(WARN, KAFKA, s->job, "client error", leat_log_text("text", text),
	         leat_log_text("code", rd_kafka_err2name((rd_kafka_resp_err_t)code)));
	if (code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || s->is_waiting || s->is_closing)
		return;
	s->is_waiting = true;
	(void)snprintf(reason, sizeof(reason), "Kafka at %.*s does not answer",
	               LEAT_STR_ARG(servers));
	s->base.events->on_waiting(s->base.owner, reason);
}

/* Serve the library's callbacks, and answer what they have brought about. */
static void serve(struct kafka_sink *s)
{
	uint64_t acknowledged = s->stats.acknowledged;

	while (rd_kafka_poll(s->client, 0) > 0)
		;
	if (s->is_waiting && s->stats.acknowledged > acknowledged) {
		s->is_waiting = false;
		s->base.events->on_waiting(s->base.owner, NULL);
	}
	if (s->is_flushing && !s->before_flush && !s->has_failed) {
		s->is_flushing = false;
		s->base.events->on_durable(s->base.owner, s->flush_epoch);
	}
	if (s->was_full && s->stats.in_flight_bytes < s->base.budget_bytes) {
		s->was_full = false;
		s->base.events->on_room(s->base.owner);
	}
}

static void signalled(void *data, unsigned events)
{
	struct kafka_sink *s = data;
	char bytes[256];

	(void)events;
	while (read(s->signal[0], bytes, sizeof(bytes)) > 0)
		;
	serve(s);
}

static void look(void *data)
{
	struct kafka_sink *s = data;

	leat_timer_start(s->look, LOOK_US);
	serve(s);
}

/* ---- rows ---- */

static bool encode_part(struct part *part, const struct leat_batch *batch, uint32_t row,
                        struct leat_err *err)
{
	struct leat_batch view = *batch;

	view.schema = &part->schema;
	view.cols = part->cols;
	leat_buf_clear(&part->bytes);
	if (part->format && part->format->encode(part->encoder, &view, row, &part->bytes, err))
		return false;
	if (!part->bytes.full)
		return true;
	(void)leat_err_set(err, LEAT_E_LIMIT, "a record is larger than %d bytes", RECORD_BYTES_MAX);
	return false;
}

static bool produce(struct kafka_sink *s, const struct leat_batch *batch, uint32_t row,
                    struct leat_err *err)
{
	int64_t timestamp_ms = 0; /* Now. */

	if (!encode_part(&s->key, batch, row, err) || !encode_part(&s->value, batch, row, err))
		return false;
	if (s->timestamp_column >= 0 && !leat_col_is_null(&batch->cols[s->timestamp_column], row))
		timestamp_ms = batch->cols[s->timestamp_column].i64[row] / 1000;
	struct leat_str key = leat_buf_view(&s->key.bytes), value = leat_buf_view(&s->value.bytes);
	rd_kafka_error_t *error = rd_kafka_produceva(
	        s->client,
	        (rd_kafka_vu_t[]){
	                { .vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = s->topic },
	                { .vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = s->partition },
	                { .vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY },
	                { .vtype = RD_KAFKA_VTYPE_KEY,
	                  .u.mem = { .ptr = s->key.format ? (void *)key.p : NULL, .size = key.n } },
	                { .vtype = RD_KAFKA_VTYPE_VALUE,
	                  .u.mem = { .ptr = (void *)value.p, .size = value.n } },
	                { .vtype = RD_KAFKA_VTYPE_TIMESTAMP, .u.i64 = timestamp_ms },
	                { .vtype = RD_KAFKA_VTYPE_OPAQUE, .u.ptr = (void *)(uintptr_t)s->generation },
	        },
	        7);
	if (!error) {
		s->stats.rows_in++;
		s->stats.in_flight_rows++;
		s->stats.in_flight_bytes += key.n + value.n;
		return true;
	}
	(void)leat_err_set(err, LEAT_E_UNAVAILABLE,
	                   "a record cannot be written to topic \"%.*s\": %s",
	                   LEAT_STR_ARG(s->config->topics.items[0]), rd_kafka_error_string(error));
	rd_kafka_error_destroy(error);
	return false;
}

static enum leat_push kafka_write(struct leat_sink *sink, struct leat_batch *batch,
                                  struct leat_err *err)
{
	struct kafka_sink *s = kafka_of(sink);
	struct part *parts[] = { &s->key, &s->value };

	if (s->stats.in_flight_bytes >= sink->budget_bytes) {
		s->was_full = true;
		return LEAT_PUSH_FULL;
	}
	for (size_t p = 0; p < LEAT_COUNT(parts); p++)
		for (uint32_t i = 0; i < parts[p]->schema.field_count; i++)
			parts[p]->cols[i] = batch->cols[parts[p]->columns[i]];
	for (uint32_t i = 0; i < batch->sel.count; i++)
		if (!produce(s, batch, leat_sel_row(batch->sel, i), err))
			return LEAT_PUSH_FAIL;
	return LEAT_PUSH_OK;
}

static void kafka_flush(struct leat_sink *sink, uint64_t epoch)
{
	struct kafka_sink *s = kafka_of(sink);

	s->flush_epoch = epoch;
	s->is_flushing = true;
	s->generation++;
	/* "none" does not wait. */
	s->before_flush = s->config->guarantee ? s->stats.in_flight_rows : 0;
	leat_timer_start(s->look, 0);
}

static void kafka_stats(const struct leat_sink *sink, struct leat_sink_stats *ret)
{
	*ret = ((const struct kafka_sink *)sink)->stats;
}

/* ---- life ---- */

static enum leat_sink_mode kafka_mode(const struct leat_table *table)
{
	return table->format->kinds & ~(1u << LEAT_INSERT) ? LEAT_SINK_RETRACT : LEAT_SINK_APPEND;
}

/* The table's column that column @p index of the sink's schema is. */
static uint32_t table_column(const struct kafka_sink *s, uint32_t index)
{
	const struct leat_table *table = s->base.table;
	struct leat_str name = s->base.schema->fields[index].name;
	uint32_t i = 0;

	while (i < table->column_count && (table->columns[i].name.n != name.n ||
	                                   memcmp(table->columns[i].name.p, name.p, name.n) != 0))
		i++;
	leat_assert(i < table->column_count);
	return i;
}

static void init_part(struct kafka_sink *s, struct part *part, const struct leat_format *format,
                      const void *config, bool is_key)
{
	const struct leat_schema *schema = s->base.schema;
	const struct leat_table *table = s->base.table;
	struct leat_field *fields =
	        LEAT_ARENA_ARRAY(s->base.arena, struct leat_field, schema->field_count);

	leat_buf_init(&part->bytes, RECORD_BYTES_MAX);
	part->columns = LEAT_ARENA_ARRAY(s->base.arena, uint32_t, schema->field_count);
	part->cols = LEAT_ARENA_ARRAY(s->base.arena, struct leat_col, schema->field_count);
	part->schema.fields = fields;
	for (uint32_t i = 0; i < schema->field_count && format; i++) {
		uint32_t column = table_column(s, i);
		struct leat_column_place place;
		if (table->columns[column].metadata_key) {
			if (strcmp(table->columns[column].metadata_key, "timestamp") == 0)
				s->timestamp_column = (int32_t)i;
			continue;
		}
		table->connector->place(table, column, &place);
		if (!(is_key ? place.in_key : place.in_value))
			continue;
		part->columns[part->schema.field_count] = i;
		fields[part->schema.field_count++] =
		        (struct leat_field){ is_key ? place.key_name : schema->fields[i].name,
			                     schema->fields[i].type };
	}
	part->format = format;
	if (format)
		part->encoder = format->encoder_new(config, s->base.arena, &part->schema,
		                                    s->base.zone);
}

static int make_client(struct kafka_sink *s, struct leat_err *err)
{
	const struct kafka_config *config = s->config;
	rd_kafka_conf_t *conf;
	char text[256];

	LEAT_TRY(leat_kafka_conf(config, s->base.job_name, true, &conf, err));
	(void)snprintf(text, sizeof(text), "%d", QUEUE_RECORDS);
	leat_kafka_conf_default(config, conf, "queue.buffering.max.messages", text);
	leat_kafka_conf_default(config, conf, "queue.buffering.max.kbytes", "2097151");
	leat_kafka_conf_default(config, conf, "message.timeout.ms", "0");
	leat_kafka_conf_default(config, conf, "enable.idempotence", "true");
	leat_kafka_conf_default(config, conf, "partitioner",
	                        leat_str_is(config->partitioner, "round-robin") ? "random"
	                                                                        : "murmur2_random");
	rd_kafka_conf_set_dr_msg_cb(conf, delivered);
	rd_kafka_conf_set_error_cb(conf, client_error);
	rd_kafka_conf_set_opaque(conf, s);
	s->client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof(text));
	if (!s->client) {
		rd_kafka_conf_destroy(conf);
		return leat_err_set(err, LEAT_E_OPTION_VALUE, "the Kafka client does not start: %s",
		                    text);
	}
	const char *topic = leat_arena_dup(s->base.arena, config->topics.items[0].p,
	                                   config->topics.items[0].n);
	s->topic = rd_kafka_topic_new(s->client, topic, NULL);
	if (!s->topic)
		return leat_err_set(err, LEAT_E_OPTION_VALUE, "\"%s\" cannot be a topic", topic);
	s->partition = leat_str_is(config->partitioner, "fixed") ? 0 : RD_KAFKA_PARTITION_UA;
	s->queue = rd_kafka_queue_get_main(s->client);
	return 0;
}

static int make_signal(struct kafka_sink *s, struct leat_err *err)
{
	if (pipe2(s->signal, O_NONBLOCK | O_CLOEXEC)) {
		s->signal[0] = s->signal[1] = -1;
		return leat_err_set(err, LEAT_E_INTERNAL, "cannot make a pipe: %s",
		                    strerror(errno));
	}
	LEAT_TRY(leat_poll_new(s->base.loop, s->signal[0], signalled, s, &s->poll, err));
	rd_kafka_queue_io_event_enable(s->queue, s->signal[1], "1", 1);
	leat_poll_start(s->poll, LEAT_POLL_READ);
	return 0;
}

static void free_client(void *data)
{
	struct kafka_sink *s = data;

	if (s->queue) {
		rd_kafka_queue_io_event_enable(s->queue, -1, NULL, 0);
		rd_kafka_queue_destroy(s->queue);
	}
	if (s->client)
		(void)rd_kafka_purge(s->client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
	if (s->topic)
		rd_kafka_topic_destroy(s->topic);
	if (s->client)
		rd_kafka_destroy(s->client);
	s->queue = NULL;
	s->topic = NULL;
	s->client = NULL;
}

static void free_rest(struct kafka_sink *s)
{
	s->poll = leat_poll_free(s->poll);
	for (int i = 0; i < 2; i++)
		if (s->signal[i] >= 0)
			(void)close(s->signal[i]);
	s->look = leat_timer_free(s->look);
	leat_buf_done(&s->key.bytes);
	leat_buf_done(&s->value.bytes);
}

static int kafka_open(struct leat_sink *sink, struct leat_err *err)
{
	struct kafka_sink *s = kafka_of(sink);
	const struct leat_table *table = sink->table;
	int r;

	s->config = table->config;
	s->job = leat_arena_dup(sink->arena, sink->job_name.p, sink->job_name.n);
	s->signal[0] = s->signal[1] = -1;
	s->timestamp_column = -1;
	init_part(s, &s->value, table->format, table->format_config, false);
	init_part(s, &s->key, table->key_format, table->key_format_config, true);
	if ((r = make_client(s, err)) || (r = make_signal(s, err))) {
		free_client(s);
		free_rest(s);
		return r;
	}
	s->look = leat_timer_new(sink->loop, look, s);
	leat_timer_start(s->look, LOOK_US);
	return 0;
}

static void ended(void *data, bool has_run)
{
	struct kafka_sink *s = data;

	leat_assert(has_run);
	free_rest(s);
	s->base.events->on_closed(s->base.owner);
}

static void kafka_close(struct leat_sink *sink)
{
	struct kafka_sink *s = kafka_of(sink);

	s->is_closing = true;
	leat_timer_stop(s->look);
	leat_poll_start(s->poll, 0);
	s->work = leat_work_start(sink->loop, free_client, ended, s);
}

const struct leat_sink_type leat_kafka_sink = {
	.sink_size = sizeof(struct kafka_sink),
	.mode = kafka_mode,
	.open = kafka_open,
	.write = kafka_write,
	.flush = kafka_flush,
	.stats = kafka_stats,
	.close = kafka_close,
};
