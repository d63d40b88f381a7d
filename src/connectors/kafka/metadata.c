/* SPDX-License-Identifier: Apache-2.0 */
/* Metadata columns of Kafka's records, from their messages. */
#include <string.h>

#include "connectors/kafka/kafka_int.h"

/* Message behind row @p row. */
struct rows {
	const struct leat_records *records;
	const uint16_t *record_of_row;
	uint32_t count;
	struct leat_arena *arena;
};

static rd_kafka_message_t *message_of(const struct rows *rows, uint32_t row)
{
	return (rd_kafka_message_t *)rows->records->records[rows->record_of_row[row]].source_data;
}

static struct leat_col texts(const struct rows *rows, bool is_topic)
{
	struct leat_str *out = LEAT_ARENA_ARRAY(rows->arena, struct leat_str, rows->count);

	for (uint32_t i = 0; i < rows->count; i++) {
		rd_kafka_timestamp_type_t type;
		if (is_topic) {
			out[i] = rows->records->stream;
			continue;
		}
		(void)rd_kafka_message_timestamp(message_of(rows, i), &type);
		out[i] = leat_str_of(type == RD_KAFKA_TIMESTAMP_CREATE_TIME       ? "CreateTime"
		                : type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? "LogAppendTime"
		                                                             : "NoTimestampType");
	}
	return (struct leat_col){ .type = leat_type_basic(LEAT_VARCHAR), .bytes = out };
}

enum number {
	NUMBER_PARTITION,
	NUMBER_OFFSET,
	NUMBER_TIMESTAMP,
	NUMBER_EPOCH,
};

static struct leat_col numbers(const struct rows *rows, enum number which,
                               const struct leat_type *type)
{
	int64_t *out = LEAT_ARENA_ARRAY(rows->arena, int64_t, rows->count);
	uint8_t *nulls = NULL;

	for (uint32_t i = 0; i < rows->count; i++) {
		const struct leat_record *record = &rows->records->records[rows->record_of_row[i]];
		bool is_null = false;
		switch (which) {
		case NUMBER_PARTITION:
			out[i] = rows->records->partition;
			break;
		case NUMBER_OFFSET:
			out[i] = record->position;
			break;
		case NUMBER_TIMESTAMP:
			is_null = record->timestamp_us == LEAT_TIMESTAMP_NONE;
			out[i] = is_null ? 0 : record->timestamp_us;
			break;
		case NUMBER_EPOCH:
#if RD_KAFKA_VERSION >= 0x020100ff
			out[i] = rd_kafka_message_leader_epoch(message_of(rows, i));
#else
			out[i] = -1;
#endif
			is_null = out[i] < 0;
			break;
		}
		if (!is_null)
			continue;
		if (!nulls)
			nulls = leat_arena_zalloc(rows->arena, rows->count);
		nulls[i] = 1;
	}
	return (struct leat_col){ .type = type, .nulls = nulls, .i64 = out };
}

/* Append a header's value, which may be NULL; its bytes are the message's. */
static void put_header_value(struct leat_col_builder *b, const void *value, size_t size)
{
	if (value)
		leat_col_builder_bytes(b, (struct leat_str){ value, (uint32_t)size });
	else
		leat_col_builder_null(b);
}

/* True when a later header has the same name: a map shows that one. */
static bool is_repeated(const rd_kafka_headers_t *headers, size_t at, const char *name)
{
	const char *other;
	const void *value;
	size_t size;

	while (!rd_kafka_header_get_all(headers, ++at, &other, &value, &size))
		if (strcmp(other, name) == 0)
			return true;
	return false;
}

/* MAP<STRING, BYTES>, or ARRAY<ROW<key STRING, value BYTES>>. */
static struct leat_col headers(const struct rows *rows, bool is_list)
{
	static const struct leat_str names[] = { { "key", 3 }, { "value", 5 } };
	const struct leat_type *types[] = { leat_type_basic(LEAT_VARCHAR),
		                            leat_type_basic(LEAT_VARBINARY) };
	const struct leat_type *row = leat_type_row(rows->arena, 2, names, types, false);
	const struct leat_type *type =
	        is_list ? leat_type_array(rows->arena, row, false)
	                : leat_type_map(rows->arena, types[0], types[1], false);
	struct leat_col_builder *b = leat_col_builder_new(rows->arena, type, rows->count);

	for (uint32_t i = 0; i < rows->count; i++) {
		rd_kafka_headers_t *all;
		const char *name;
		const void *value;
		size_t size;
		leat_col_builder_begin(b);
		bool has = !rd_kafka_message_headers(message_of(rows, i), &all);
		for (size_t k = 0; has && !rd_kafka_header_get_all(all, k, &name, &value, &size); k++) {
			struct leat_col_builder *to = is_list ? leat_col_builder_child(b, 0) : b;
			if (!is_list && is_repeated(all, k, name))
				continue;
			if (is_list)
				leat_col_builder_begin(to);
			leat_col_builder_bytes(leat_col_builder_child(to, 0), leat_str_of(name));
			put_header_value(leat_col_builder_child(to, 1), value, size);
			if (is_list)
				leat_col_builder_end(to);
		}
		leat_col_builder_end(b);
	}
	return leat_col_builder_finish(b);
}

int leat_kafka_metadata(struct leat_source *source, const struct leat_records *records,
                        const uint16_t *record_of_row, uint32_t row_count, const char *key,
                        struct leat_arena *arena, struct leat_col *ret)
{
	struct rows rows = { records, record_of_row, row_count, arena };

	(void)source;
	if (strcmp(key, "topic") == 0)
		*ret = texts(&rows, true);
	else if (strcmp(key, "timestamp-type") == 0)
		*ret = texts(&rows, false);
	else if (strcmp(key, "partition") == 0)
		*ret = numbers(&rows, NUMBER_PARTITION, leat_type_basic(LEAT_INT));
	else if (strcmp(key, "offset") == 0)
		*ret = numbers(&rows, NUMBER_OFFSET, leat_type_basic(LEAT_BIGINT));
	else if (strcmp(key, "timestamp") == 0)
		*ret = numbers(&rows, NUMBER_TIMESTAMP,
		               leat_type_timed(arena, LEAT_TIMESTAMP_LTZ, 3, true));
	else if (strcmp(key, "leader-epoch") == 0)
		*ret = numbers(&rows, NUMBER_EPOCH, leat_type_basic(LEAT_INT));
	else if (strcmp(key, "headers") == 0)
		*ret = headers(&rows, false);
	else if (strcmp(key, "header-list") == 0)
		*ret = headers(&rows, true);
	else
		return -LEAT_E_UNKNOWN_COLUMN;
	return 0;
}
