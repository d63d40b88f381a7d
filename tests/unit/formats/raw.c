/* SPDX-License-Identifier: Apache-2.0 */
/* The raw format: bytes of a record as the one value. */
#include "formats/raw_int.h"
#include "records.h"
#include "suite.h"

static const struct raw_config plain = { .charset = { "UTF-8", 5 } };
static const struct raw_config little = { .charset = { "UTF-8", 5 },
	                                  .endianness = LITTLE_ENDIAN_BYTES };
static const struct raw_config lines = { .charset = { "UTF-8", 5 }, .line_delimiter = { "\n", 1 } };
static struct reading r;

static void begin(const struct raw_config *config, enum leat_type_id type)
{
	reading_begin(&r, &leat_format_raw, config);
	reading_column(&r, "c", leat_type_basic(type));
}

START_TEST(texts)
{
	begin(&plain, LEAT_VARCHAR);
	reading_is(&r, "line\ntwo", "{\"c\":\"line\\ntwo\"}");
	reading_is(&r, "a\xff", "{\"c\":\"a\xef\xbf\xbd\"}");
	reading_is(&r, "", "{\"c\":\"\"}");
	struct leat_record none = { .value = { NULL, 0 } };
	reading_decode(&r, &none, 1);
	ck_assert_str_eq(reading_row(&r, 0), "{\"c\":null}");
	reading_end(&r);
}
END_TEST

START_TEST(numbers)
{
	static const unsigned char bytes[] = { 0xff, 0xff, 0xff, 0xfe };
	struct leat_record record = { .value = { (const char *)bytes, 4 } };

	begin(&plain, LEAT_INT);
	reading_decode(&r, &record, 1);
	ck_assert_str_eq(reading_row(&r, 0), "{\"c\":-2}");
	reading_is(&r, "abc", "bad: a value has 4 bytes, and there are 3");
	reading_end(&r);
	begin(&little, LEAT_INT);
	reading_decode(&r, &record, 1);
	ck_assert_str_eq(reading_row(&r, 0), "{\"c\":-16777217}");
	reading_end(&r);
}
END_TEST

START_TEST(rows_per_line)
{
	static const char *const texts_of_two[] = { "a\nb\n\nc", "d\n", NULL };
	static const char *const want[] = { "a", "b", "", "c", "d" };

	begin(&lines, LEAT_VARCHAR);
	reading_texts(&r, texts_of_two);
	ck_assert_uint_eq(r.result.row_count, 5);
	for (uint32_t i = 0; i < 5; i++) {
		char row[32];
		snprintf(row, sizeof(row), "{\"c\":\"%s\"}", want[i]);
		ck_assert_str_eq(reading_row(&r, i), row);
		ck_assert_uint_eq(r.result.record_of_row[i], i == 4);
	}
	reading_end(&r);
}
END_TEST

/* Lines that do not fit wait for the next call; too many in one record are an error. */
START_TEST(many_lines)
{
	char text[2100];
	struct leat_record records[3];

	memset(text, '\n', sizeof(text));
	records[0].value = (struct leat_str){ text, 600 };
	records[1].value = (struct leat_str){ text, 600 };
	records[2].value = (struct leat_str){ text, 2000 };
	begin(&lines, LEAT_VARCHAR);
	reading_decode(&r, records, 3);
	ck_assert_uint_eq(r.result.consumed_count, 1);
	ck_assert_uint_eq(r.result.row_count, 600);
	reading_decode(&r, records + 1, 2);
	ck_assert_uint_eq(r.result.consumed_count, 2);
	ck_assert_uint_eq(r.result.row_count, 600);
	ck_assert_uint_eq(r.result.bad_count, 1);
	reading_end(&r);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, texts);
	tcase_add_test(tc, numbers);
	tcase_add_test(tc, rows_per_line);
	tcase_add_test(tc, many_lines);
}

int main(void)
{
	return suite_main("raw", add);
}
