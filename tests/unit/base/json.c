/* SPDX-License-Identifier: Apache-2.0 */
/* JSON of the control plane. */
#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "suite.h"

START_TEST(writes)
{
	struct leat_buf out;

	leat_buf_init(&out, 1 << 16);
	struct leat_json_writer *w = leat_json_writer_new(&out, false);
	leat_json_write_object(w);
	leat_json_write_text_of(w, "s", "a\"\n");
	leat_json_write_i64_of(w, "i", INT64_MIN);
	leat_json_write_f64_of(w, "f", 1e21);
	leat_json_write_f64_of(w, "nan", (double)NAN);
	leat_json_write_bool_of(w, "b", true);
	leat_json_write_null_of(w, "n");
	leat_json_write_text_of(w, "none", NULL);
	leat_json_write_time_of(w, "t", INT64_C(1709210096789000));
	leat_json_write_str_of(w, "bad", LEAT_STR("\xff""x"));
	leat_json_write_key(w, "raw");
	leat_json_write_raw(w, LEAT_STR("{\"x\":1}"));
	leat_json_write_key(w, "a");
	leat_json_write_array(w);
	leat_json_write_i64(w, 1);
	leat_json_write_array_end(w);
	leat_json_write_object_end(w);
	leat_json_write_line(w);
	leat_json_write_bool(w, false);
	leat_json_writer_free(w);
	ck_assert_str_eq(
		leat_buf_cstr(&out),
		"{\"s\":\"a\\\"\\n\",\"i\":-9223372036854775808,\"f\":1.0E21,\"nan\":\"NaN\","
		"\"b\":true,\"n\":null,\"none\":null,\"t\":\"2024-02-29T12:34:56.789Z\","
		"\"bad\":\"\xef\xbf\xbdx\",\"raw\":{\"x\":1},\"a\":[1]}\nfalse");
	leat_buf_done(&out);
}
END_TEST

static void check_same(const char *text)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_json *json;
	struct leat_err err;
	struct leat_buf out;

	ck_assert_msg(leat_json_parse(arena, leat_str_of(text), &json, &err) == 0, "%s",
	              err.message);
	leat_buf_init(&out, 1 << 16);
	struct leat_json_writer *w = leat_json_writer_new(&out, false);
	leat_json_write_value(w, json);
	leat_json_writer_free(w);
	ck_assert_str_eq(leat_buf_cstr(&out), text);
	leat_buf_done(&out);
	leat_arena_free(arena);
}

START_TEST(reads_what_it_writes)
{
	check_same("null");
	check_same("\"\"");
	check_same("[]");
	check_same("{\"a\":[1,2.5e3,-0,\"\xc3\xa9\",true,false,null,[[{}]]],\"b\":{\"c\":\"\\u0001\"}}");
}
END_TEST

START_TEST(looks_up)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_json *json;
	int64_t i;
	double f;

	ck_assert_int_eq(
		leat_json_parse(arena,
	                        LEAT_STR(" {\"n\": \"\\u00e9\", \"x\": {\"y\": 42}, \"y\": 1, "
	                                 "\"y\": 1.5, \"big\": 9223372036854775808} "),
	                        &json, NULL),
		0);
	ck_assert_uint_eq(json->child_count, 5);
	ck_assert_str_eq(leat_json_get_str(json, "n").p, "\xc3\xa9");
	ck_assert(leat_json_i64(leat_json_get(leat_json_get(json, "x"), "y"), &i) && i == 42);
	ck_assert(leat_json_f64(leat_json_get(json, "y"), &f) && f == 1.5);
	ck_assert(!leat_json_i64(leat_json_get(json, "y"), &i));
	ck_assert(!leat_json_i64(leat_json_get(json, "big"), &i));
	ck_assert(!leat_json_i64(leat_json_get(leat_json_get(json, "n"), "z"), &i));
	ck_assert_ptr_null(leat_json_get_str(json, "x").p);
	leat_arena_free(arena);
}
END_TEST

START_TEST(refuses)
{
	static const struct {
		const char *text;
		uint32_t at;
	} rows[] = {
		{ "", 0 },         { "{", 0 },       { "{\"a\":}", 5 }, { "[1,]", 3 },
		{ "{\"a\" 1}", 5 }, { "1 2", 0 },     { "nul", 0 },      { "[\"\xff\"]", 2 },
		{ "{\"a\":1", 0 },  { "'a'", 0 },
	};
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_json *json;
	struct leat_err err;

	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		struct leat_str text = leat_str_of(rows[i].text);
		ck_assert_msg(leat_json_parse(arena, text, &json, &err) == -LEAT_E_USAGE, "%s",
		              rows[i].text);
		if (rows[i].at)
			ck_assert_msg(err.span.begin == rows[i].at, "%s: %u", rows[i].text,
			              err.span.begin);
	}
	char deep[2 * LEAT_LIMIT_JSON_NESTING + 2];
	memset(deep, '[', LEAT_LIMIT_JSON_NESTING + 1);
	memset(deep + LEAT_LIMIT_JSON_NESTING + 1, ']', LEAT_LIMIT_JSON_NESTING + 1);
	ck_assert_int_eq(leat_json_parse(arena, (struct leat_str){ deep, sizeof(deep) }, &json, &err),
	                 -LEAT_E_USAGE);
	ck_assert_ptr_nonnull(strstr(err.message, "nested"));
	ck_assert_int_eq(leat_json_parse(arena, (struct leat_str){ deep + 1, sizeof(deep) - 2 }, &json,
	                                 &err), 0);
	leat_arena_free(arena);
}
END_TEST

START_TEST(quotes_every_byte)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_buf out;
	char text[128 + 64];

	/* Each character at each place of a word. */
	leat_buf_init(&out, 1 << 16);
	for (uint32_t offset = 0; offset < 16; offset++) {
		const struct leat_json *json;
		uint32_t n = 0;
		for (; n < offset; n++)
			text[n] = 'x';
		for (int c = 0; c < 128; c++)
			text[n++] = (char)c;
		memcpy(text + n, "\xf0\x9f\x98\x80", 4);
		n += 4;
		leat_buf_clear(&out);
		leat_json_quote(&out, (struct leat_str){ text, n });
		ck_assert_int_eq(leat_json_parse(arena, leat_buf_view(&out), &json, NULL), 0);
		ck_assert_uint_eq(json->text.n, n);
		ck_assert_int_eq(memcmp(json->text.p, text, n), 0);
	}
	leat_buf_done(&out);
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, writes);
	tcase_add_test(tc, reads_what_it_writes);
	tcase_add_test(tc, looks_up);
	tcase_add_test(tc, refuses);
	tcase_add_test(tc, quotes_every_byte);
}

int main(void)
{
	return suite_main("json", add);
}
