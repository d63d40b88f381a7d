/* SPDX-License-Identifier: Apache-2.0 */
/* Rows to JSON: the texts are those that Apache Flink 1.20 writes. */
#include <math.h>

#include "records.h"
#include "suite.h"

static struct leat_arena *arena;
static struct leat_buf out;
static struct leat_err err;

/* Encode the one row of a builder with one column called "c". */
static const char *encode(const struct json_config *config, struct leat_col_builder *b)
{
	struct leat_col col = leat_col_builder_finish(b);
	struct leat_field field = { LEAT_STR("c"), col.type };
	struct leat_schema schema = { .field_count = 1, .fields = &field };
	struct leat_batch batch = { .schema = &schema, .cols = &col, .row_count = 1 };
	struct leat_encoder *e = leat_format_json.encoder_new(config, arena, &schema, NULL);

	leat_buf_clear(&out);
	if (leat_format_json.encode(e, &batch, 0, &out, &err))
		return err.message;
	return leat_buf_cstr(&out);
}

static struct leat_col_builder *builder(const struct leat_type *type)
{
	return leat_col_builder_new(arena, type, 0);
}

static const struct json_config plain;

static const char *encode_text(const char *text)
{
	struct leat_col_builder *b = builder(leat_type_basic(LEAT_VARCHAR));

	leat_col_builder_copy_bytes(b, str_of(text));
	return encode(&plain, b);
}

START_TEST(texts)
{
	ck_assert_str_eq(encode_text(""), "{\"c\":\"\"}");
	ck_assert_str_eq(encode_text("a\"b\\c/d"), "{\"c\":\"a\\\"b\\\\c/d\"}");
	ck_assert_str_eq(encode_text("\b\f\n\r\t\x01\x1f\x7f"),
	                 "{\"c\":\"\\b\\f\\n\\r\\t\\u0001\\u001F\x7f\"}");
	ck_assert_str_eq(
		encode_text("é 日本語 😀 and some more text behind it 😀"),
		"{\"c\":\"é 日本語 \\uD83D\\uDE00 and some more text behind it \\uD83D\\uDE00\"}");
}
END_TEST

/* Each place in a text of each length around the vectors of 16, and longer ones. */
START_TEST(text_lengths)
{
	char text[600], want[700];

	for (size_t n = 1; n < 600; n = n < 40 ? n + 1 : n * 2 - 1) {
		for (size_t at = 0; at < n; at++) {
			memset(text, 'x', n);
			text[at] = '"';
			text[n] = 0;
			snprintf(want, sizeof(want), "{\"c\":\"%.*s\\\"%s\"}", (int)at, text,
			         text + at + 1);
			ck_assert_str_eq(encode_text(text), want);
		}
	}
}
END_TEST

static const char *encode_decimal(const struct json_config *config, leat_i128 value, int scale)
{
	struct leat_col_builder *b = builder(leat_type_decimal(arena, 38, scale, true));

	leat_col_builder_i128(b, value);
	return encode(config, b);
}

START_TEST(decimals)
{
	static const struct json_config wide = { .decimal_as_plain_number = true };

	ck_assert_str_eq(encode_decimal(&plain, 1234, 2), "{\"c\":12.34}");
	ck_assert_str_eq(encode_decimal(&plain, 1230, 2), "{\"c\":12.3}");
	ck_assert_str_eq(encode_decimal(&plain, 0, 2), "{\"c\":0}");
	ck_assert_str_eq(encode_decimal(&plain, 10000, 2), "{\"c\":1E+2}");
	ck_assert_str_eq(encode_decimal(&plain, -1, 10), "{\"c\":-1E-10}");
	ck_assert_str_eq(encode_decimal(&plain, 15, 8), "{\"c\":1.5E-7}");
	ck_assert_str_eq(encode_decimal(&plain, 1, 6), "{\"c\":0.000001}");
	ck_assert_str_eq(encode_decimal(&plain, (leat_i128)5000000000000000000 * 1000, 0),
	                 "{\"c\":5E+21}");
	ck_assert_str_eq(encode_decimal(&wide, 10000, 2), "{\"c\":100}");
	ck_assert_str_eq(encode_decimal(&wide, 1, 10), "{\"c\":0.0000000001}");
}
END_TEST

static const char *encode_f64(enum leat_type_id id, double value)
{
	struct leat_col_builder *b = builder(leat_type_basic(id));

	leat_col_builder_f64(b, value);
	return encode(&plain, b);
}

START_TEST(doubles)
{
	ck_assert_str_eq(encode_f64(LEAT_DOUBLE, 2.25), "{\"c\":2.25}");
	ck_assert_str_eq(encode_f64(LEAT_DOUBLE, -1e300), "{\"c\":-1.0E300}");
	ck_assert_str_eq(encode_f64(LEAT_DOUBLE, 1e-7), "{\"c\":1.0E-7}");
	ck_assert_str_eq(encode_f64(LEAT_FLOAT, (double)0.1f), "{\"c\":0.1}");
	ck_assert_str_eq(encode_f64(LEAT_DOUBLE, (double)NAN), "{\"c\":\"NaN\"}");
	ck_assert_str_eq(encode_f64(LEAT_FLOAT, -(double)INFINITY), "{\"c\":\"-Infinity\"}");
}
END_TEST

static const char *encode_i64(const struct json_config *config, const struct leat_type *type,
                              int64_t value)
{
	struct leat_col_builder *b = builder(type);

	leat_col_builder_i64(b, value);
	return encode(config, b);
}

START_TEST(times)
{
	static const struct json_config iso = { .timestamp_standard = TIME_ISO };
	const struct leat_type *ts = leat_type_basic(LEAT_TIMESTAMP);
	const struct leat_type *ltz = leat_type_basic(LEAT_TIMESTAMP_LTZ);
	const struct leat_type *nano = leat_type_timed(arena, LEAT_TIMESTAMP, 9, true);

	ck_assert_str_eq(encode_i64(&plain, leat_type_basic(LEAT_DATE), -1),
	                 "{\"c\":\"1969-12-31\"}");
	ck_assert_str_eq(encode_i64(&plain, leat_type_basic(LEAT_TIME), 3723456000),
	                 "{\"c\":\"01:02:03\"}");
	ck_assert_str_eq(encode_i64(&plain, ts, 0), "{\"c\":\"1970-01-01 00:00:00\"}");
	ck_assert_str_eq(encode_i64(&plain, ts, 1709210096789000),
	                 "{\"c\":\"2024-02-29 12:34:56.789\"}");
	ck_assert_str_eq(encode_i64(&plain, ts, 1709210096100000),
	                 "{\"c\":\"2024-02-29 12:34:56.1\"}");
	ck_assert_str_eq(encode_i64(&plain, ts, 1709210096000001),
	                 "{\"c\":\"2024-02-29 12:34:56.000001\"}");
	ck_assert_str_eq(encode_i64(&plain, ltz, -1000), "{\"c\":\"1969-12-31 23:59:59.999Z\"}");
	ck_assert_str_eq(encode_i64(&iso, ltz, -1000), "{\"c\":\"1969-12-31T23:59:59.999Z\"}");
	ck_assert_str_eq(encode_i64(&plain, nano, 1123456789),
	                 "{\"c\":\"1970-01-01 00:00:01.123456789\"}");
}
END_TEST

/* The same encoder for seconds that come and go: the cached text must not be stale. */
START_TEST(time_cache)
{
	struct leat_col_builder *b = builder(leat_type_basic(LEAT_TIMESTAMP));
	struct leat_field field = { LEAT_STR("c"), leat_type_basic(LEAT_TIMESTAMP) };
	struct leat_schema schema = { .field_count = 1, .fields = &field };
	struct leat_encoder *e = leat_format_json.encoder_new(&plain, arena, &schema, NULL);

	for (int64_t us = 0; us < 4; us++)
		leat_col_builder_i64(b, (us % 2) * 86400000000 + us * 250000);
	struct leat_col col = leat_col_builder_finish(b);
	struct leat_batch batch = { .schema = &schema, .cols = &col, .row_count = 4 };
	leat_buf_clear(&out);
	for (uint32_t row = 0; row < 4; row++)
		ck_assert_int_eq(leat_format_json.encode(e, &batch, row, &out, &err), 0);
	ck_assert_str_eq(leat_buf_cstr(&out), "{\"c\":\"1970-01-01 00:00:00\"}"
	                                      "{\"c\":\"1970-01-02 00:00:00.25\"}"
	                                      "{\"c\":\"1970-01-01 00:00:00.5\"}"
	                                      "{\"c\":\"1970-01-02 00:00:00.75\"}");
}
END_TEST

static struct leat_col_builder *map_with_null_key(void)
{
	struct leat_col_builder *b = builder(leat_type_map(arena, leat_type_basic(LEAT_VARCHAR),
	                                                   leat_type_basic(LEAT_INT), true));

	leat_col_builder_begin(b);
	leat_col_builder_null(leat_col_builder_child(b, 0));
	leat_col_builder_i64(leat_col_builder_child(b, 1), 1);
	leat_col_builder_bytes(leat_col_builder_child(b, 0), LEAT_STR("b"));
	leat_col_builder_null(leat_col_builder_child(b, 1));
	leat_col_builder_end(b);
	return b;
}

START_TEST(maps)
{
	static const struct json_config drop = { .null_key_mode = JSON_NULL_KEY_DROP };
	static const struct json_config literal = { .null_key_mode = JSON_NULL_KEY_LITERAL,
		                                    .null_key_literal = { "NIL", 3 } };

	ck_assert_str_eq(encode(&plain, map_with_null_key()),
	                 "a map with a NULL key cannot be written as JSON");
	ck_assert_str_eq(encode(&drop, map_with_null_key()), "{\"c\":{\"b\":null}}");
	ck_assert_str_eq(encode(&literal, map_with_null_key()), "{\"c\":{\"NIL\":1,\"b\":null}}");
}
END_TEST

START_TEST(null_fields)
{
	static const struct json_config ignore = { .ignore_null_fields = true };
	static const struct leat_str names[] = { { "x", 1 }, { "y", 1 } };
	const struct leat_type *types[] = { leat_type_basic(LEAT_INT), leat_type_basic(LEAT_INT) };
	struct leat_col_builder *b = builder(leat_type_row(arena, 2, names, types, true));

	leat_col_builder_begin(b);
	leat_col_builder_null(leat_col_builder_child(b, 0));
	leat_col_builder_i64(leat_col_builder_child(b, 1), 7);
	leat_col_builder_end(b);
	ck_assert_str_eq(encode(&plain, b), "{\"c\":{\"x\":null,\"y\":7}}");
	ck_assert_str_eq(encode(&ignore, b), "{\"c\":{\"y\":7}}");
	b = builder(leat_type_basic(LEAT_INT));
	leat_col_builder_null(b);
	ck_assert_str_eq(encode(&ignore, b), "{}");
	ck_assert_str_eq(encode(&plain, b), "{\"c\":null}");
}
END_TEST

static void setup(void)
{
	arena = leat_arena_new(0);
	leat_buf_init(&out, 1 << 20);
}

static void teardown(void)
{
	leat_arena_free(arena);
	leat_buf_done(&out);
}

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, texts);
	tcase_add_test(tc, text_lengths);
	tcase_add_test(tc, decimals);
	tcase_add_test(tc, doubles);
	tcase_add_test(tc, times);
	tcase_add_test(tc, time_cache);
	tcase_add_test(tc, maps);
	tcase_add_test(tc, null_fields);
}

int main(void)
{
	return suite_main("json_encode", add);
}
