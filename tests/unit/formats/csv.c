/* SPDX-License-Identifier: Apache-2.0 */
/* CSV records to rows and back; the results are those of Apache Flink 1.20 unless a comment says
 * otherwise. */
#include "formats/csv_int.h"

#include "records.h"
#include "suite.h"

#define DIALECT(delimiter, quote)                                                                  \
	.field_delimiter = { delimiter, 1 }, .quote_character = { quote, 1 },                      \
	.element_delimiter = { ";", 1 }, .scientific_decimal = true, .allow_trailing_comma = true
#define DEFAULTS DIALECT(",", "\"")

static const struct csv_config strict = { DEFAULTS };
static const struct csv_config lenient = { DEFAULTS, .ignore_parse_errors = true };
static struct reading r;

static void begin_abc(const struct csv_config *config)
{
	reading_begin(&r, &leat_format_csv, config);
	reading_column(&r, "a", leat_type_basic(LEAT_VARCHAR));
	reading_column(&r, "b", leat_type_basic(LEAT_VARCHAR));
	reading_column(&r, "c", leat_type_basic(LEAT_VARCHAR));
}

START_TEST(cells)
{
	begin_abc(&lenient);
	reading_is(&r, "1,\"a\nb\",c", "{\"a\":\"1\",\"b\":\"a\\nb\",\"c\":\"c\"}");
	reading_is(&r, "3,a\"b\"c,x", "{\"a\":\"3\",\"b\":\"a\\\"b\\\"c\",\"c\":\"x\"}");
	reading_is(&r, "4,a", "{\"a\":\"4\",\"b\":\"a\",\"c\":null}");
	reading_is(&r, "6,a,b,", "{\"a\":\"6\",\"b\":\"a\",\"c\":\"b\"}");
	reading_is(&r, "7,\\x,it's", "{\"a\":\"7\",\"b\":\"\\\\x\",\"c\":\"it's\"}");
	reading_is(&r, "9,  a  ,\"  b  \"", "{\"a\":\"9\",\"b\":\"  a  \",\"c\":\"  b  \"}");
	reading_is(&r, ",,", "{\"a\":\"\",\"b\":\"\",\"c\":\"\"}");
	reading_is(&r, "# x,1,2", "{\"a\":\"# x\",\"b\":\"1\",\"c\":\"2\"}");
	reading_is(&r, "12,\"a\"\"b\",'c\r\n", "{\"a\":\"12\",\"b\":\"a\\\"b\",\"c\":\"'c\"}");
	reading_is(&r, "13,\"\",\"\"", "{\"a\":\"13\",\"b\":\"\",\"c\":\"\"}");
	reading_is(&r, "", "{\"a\":\"\",\"b\":null,\"c\":null}");
	reading_is(&r, "1,2,3,4", "ignored");
	reading_end(&r);
}
END_TEST

START_TEST(bad_records)
{
	begin_abc(&strict);
	reading_is(&r, "4,a", "bad: 3 values are expected, and there are 2");
	reading_is(&r, "1,2,3,4", "bad: there are more than 3 values");
	reading_is(&r, "1,\"x\"y,3", "bad: expected a delimiter behind the quote at byte 5");
	reading_is(&r, "1,\"x", "bad: a quote is not closed");
	reading_is(&r, "1,\xff,3", "bad: the text is not UTF-8");
	reading_end(&r);
}
END_TEST

START_TEST(dialects)
{
	static const struct csv_config escapes = { DIALECT(",", "'"), .ignore_parse_errors = true,
		                                   .escape_character = { "\\", 1 } };
	static const struct csv_config no_quotes = { DEFAULTS, .disable_quote_character = true };
	static const struct csv_config trims = { DEFAULTS, .trim_spaces = true,
		                                 .empty_string_as_null = true,
		                                 .null_literal = { "NULL", 4 },
		                                 .allow_comments = true };

	begin_abc(&escapes);
	reading_is(&r, "1,'a,b',c", "{\"a\":\"1\",\"b\":\"a,b\",\"c\":\"c\"}");
	reading_is(&r, "2,a\\,b,\\'c", "{\"a\":\"2\",\"b\":\"a,b\",\"c\":\"'c\"}");
	reading_is(&r, "3,'a\\'b',c", "{\"a\":\"3\",\"b\":\"a'b\",\"c\":\"c\"}");
	reading_is(&r, "4,'a''b',c", "{\"a\":\"4\",\"b\":\"a'b\",\"c\":\"c\"}");
	reading_is(&r, "6,\\\\n,\\nx", "{\"a\":\"6\",\"b\":\"\\\\n\",\"c\":\"\\nx\"}");
	reading_end(&r);
	begin_abc(&no_quotes);
	reading_is(&r, "2,\"say \"\"hi\"\"\",",
	           "{\"a\":\"2\",\"b\":\"\\\"say \\\"\\\"hi\\\"\\\"\\\"\",\"c\":\"\"}");
	reading_end(&r);
	begin_abc(&trims);
	reading_is(&r, " 1 ,  ,NULL", "{\"a\":\"1\",\"b\":null,\"c\":null}");
	reading_is(&r, "# a comment", "ignored");
	reading_end(&r);
}
END_TEST

START_TEST(types)
{
	reading_begin(&r, &leat_format_csv, &lenient);
	reading_column(&r, "i", leat_type_basic(LEAT_INT));
	reading_column(&r, "f", leat_type_basic(LEAT_FLOAT));
	reading_column(&r, "de", leat_type_decimal(r.arena, 7, 2, true));
	reading_column(&r, "b", leat_type_basic(LEAT_BOOLEAN));
	reading_column(&r, "d", leat_type_basic(LEAT_DATE));
	reading_column(&r, "t", leat_type_timed(r.arena, LEAT_TIME, 0, true));
	reading_column(&r, "ts", leat_type_timed(r.arena, LEAT_TIMESTAMP, 3, true));
	reading_column(&r, "by", leat_type_basic(LEAT_VARBINARY));
	reading_is(
		&r, "1,1.5,1.005,true,2024-02-29,12:34:56,2024-02-29 12:34:56.789,aGk=",
		"{\"i\":1,\"f\":1.5,\"de\":1.01,\"b\":true,\"d\":\"2024-02-29\",\"t\":\"12:34:56\","
		"\"ts\":\"2024-02-29 12:34:56.789\",\"by\":\"aGk=\"}");
	reading_is(
		&r, " 2 , 2.5 , 2 , TRUE ,2024-2-9,12:34,2024-02-29T12:34:56,!!",
		"{\"i\":2,\"f\":2.5,\"de\":null,\"b\":true,\"d\":\"2024-02-09\",\"t\":\"12:34:00\","
		"\"ts\":null,\"by\":null}");
	reading_is(&r, "3.5,x,x,x,2024-02-30,12:34:56.789,2024-02-29 12:34,aGk",
	           "{\"i\":null,\"f\":null,\"de\":null,\"b\":false,\"d\":\"2024-03-01\","
	           "\"t\":\"12:34:56\",\"ts\":null,\"by\":null}");
	reading_is(&r, "+7,NaN,1e2,yes, 2024-02-29 ,1:02:03, 2024-02-29 12:34:56 ,",
	           "{\"i\":7,\"f\":\"NaN\",\"de\":100,\"b\":false,\"d\":null,\"t\":null,"
	           "\"ts\":\"2024-02-29 12:34:56\",\"by\":\"\"}");
	reading_is(&r, "99999999999,1e40,99999999.9,1,2024-13-01,24:00:00,2024-02-30 12:34:56,YQ==",
	           "{\"i\":null,\"f\":\"Infinity\",\"de\":null,\"b\":false,\"d\":null,\"t\":null,"
	           "\"ts\":\"2024-02-29 12:34:56\",\"by\":\"YQ==\"}");
	reading_end(&r);
}
END_TEST

START_TEST(lists)
{
	static const struct csv_config config = { DEFAULTS, .ignore_parse_errors = true,
		                                  .null_literal = { "NULL", 4 } };
	static const struct leat_str names[] = { { "x", 1 }, { "y", 1 } };
	const struct leat_type *types_of_row[] = { leat_type_basic(LEAT_INT),
		                                   leat_type_basic(LEAT_VARCHAR) };

	reading_begin(&r, &leat_format_csv, &config);
	reading_column(&r, "a", leat_type_basic(LEAT_VARCHAR));
	reading_column(&r, "b", leat_type_array(r.arena, leat_type_basic(LEAT_INT), true));
	reading_column(&r, "c", leat_type_row(r.arena, 2, names, types_of_row, true));
	reading_is(&r, "x,1;2;3,1;a", "{\"a\":\"x\",\"b\":[1,2,3],\"c\":{\"x\":1,\"y\":\"a\"}}");
	reading_is(&r, "NULL,,", "{\"a\":null,\"b\":[],\"c\":null}");
	reading_is(&r, "\"NULL\",1;x;3,z;b",
	           "{\"a\":null,\"b\":[1,null,3],\"c\":{\"x\":null,\"y\":\"b\"}}");
	reading_is(&r, "y,1;NULL,5", "{\"a\":\"y\",\"b\":[1,null],\"c\":{\"x\":5,\"y\":null}}");
	reading_is(&r, "w,\"1;2\",\"1;a,b\"",
	           "{\"a\":\"w\",\"b\":[1,2],\"c\":{\"x\":1,\"y\":\"a,b\"}}");
	reading_end(&r);
}
END_TEST

/* Where records end in a file, also when its bytes come one by one. */
START_TEST(record_ends)
{
	static const char text[] = "1,\"a\nb\"\r\n\"x\"y,2\n3";
	static const char *const want[] = { "1,\"a\nb\"", "\"x\"y,2", "3" };
	size_t at = 0;

	for (int i = 0; i < 3; i++) {
		struct leat_str record;
		size_t n = 0;
		for (size_t have = 1; !n && at + have <= sizeof(text) - 1; have++)
			n = leat_csv_record_end(&strict, (struct leat_str){ text + at, (uint32_t)have },
			                        at + have == sizeof(text) - 1, &record);
		ck_assert_uint_gt(n, 0);
		ck_assert_uint_eq(record.n, strlen(want[i]));
		ck_assert_mem_eq(record.p, want[i], record.n);
		at += n;
	}
	ck_assert_uint_eq(at, sizeof(text) - 1);
}
END_TEST

static const char *write_row(const struct csv_config *config, const char *const *texts)
{
	static struct leat_buf out;
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_field fields[8];
	struct leat_col cols[8];
	struct leat_err err;
	uint32_t n = 0;

	for (; texts[n]; n++) {
		struct leat_col_builder *b = leat_col_builder_new(arena,
		                                                  leat_type_basic(LEAT_VARCHAR), 1);
		if (strcmp(texts[n], "-null-") == 0)
			leat_col_builder_null(b);
		else
			leat_col_builder_bytes(b, str_of(texts[n]));
		cols[n] = leat_col_builder_finish(b);
		fields[n] = (struct leat_field){ LEAT_STR("c"), cols[n].type };
	}
	struct leat_schema schema = { n, fields };
	struct leat_batch batch = { .schema = &schema, .cols = cols, .row_count = 1 };
	struct leat_encoder *e = leat_format_csv.encoder_new(config, arena, &schema, NULL);
	leat_buf_done(&out);
	leat_buf_init(&out, 1 << 16);
	ck_assert_int_eq(leat_format_csv.encode(e, &batch, 0, &out, &err), 0);
	leat_arena_free(arena);
	return leat_buf_cstr(&out);
}

#define ROW(...) ((const char *const[]){ __VA_ARGS__, NULL })

START_TEST(quotes)
{
	static const struct csv_config bars = { DIALECT("|", "\""), .null_literal = { "\\N", 2 } };
	static const struct csv_config plain = { DEFAULTS, .disable_quote_character = true };
	static const struct csv_config escapes = { DEFAULTS, .escape_character = { "\\", 1 } };

	ck_assert_str_eq(write_row(&escapes, ROW("a\\", "\\\"b", "c")),
	                 "\"a\\\\\",\"\\\\\"\"b\",c");
	ck_assert_str_eq(write_row(&strict, ROW("a,b", "say \"hi\"")),
	                 "\"a,b\",\"say \"\"hi\"\"\"");
	ck_assert_str_eq(write_row(&strict, ROW("it's", "plain", "x;y")), "\"it's\",plain,x;y");
	ck_assert_str_eq(write_row(&strict, ROW("  sp ", "", "-null-")), "\"  sp \",,");
	ck_assert_str_eq(write_row(&strict, ROW("new\nline", "ä")), "\"new\nline\",ä");
	ck_assert_str_eq(write_row(&strict, ROW("abcdefghijklmnopqrstuvwx")),
	                 "abcdefghijklmnopqrstuvwx");
	ck_assert_str_eq(write_row(&strict, ROW("abcdefghijklmnopqrstuvwxy")),
	                 "\"abcdefghijklmnopqrstuvwxy\"");
	ck_assert_str_eq(write_row(&bars, ROW("Hello", "-null-")), "\"Hello\"|\\N");
	ck_assert_str_eq(write_row(&plain, ROW("a,b", "c d")), "a,b,c d");
	(void)write_row(&plain, ROW("-null-"));
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, cells);
	tcase_add_test(tc, bad_records);
	tcase_add_test(tc, dialects);
	tcase_add_test(tc, types);
	tcase_add_test(tc, lists);
	tcase_add_test(tc, record_ends);
	tcase_add_test(tc, quotes);
}

int main(void)
{
	return suite_main("csv", add);
}
