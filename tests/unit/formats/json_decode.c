/* SPDX-License-Identifier: Apache-2.0 */
/* JSON records to rows; the results are those of Apache Flink 1.20 unless a comment says
 * otherwise. */
#include "records.h"
#include "suite.h"

static struct reading r;

static const struct leat_type *basic(enum leat_type_id id)
{
	return leat_type_basic(id);
}

static void begin_ab(const struct json_config *config)
{
	reading_begin(&r, &leat_format_json, config);
	reading_column(&r, "a", basic(LEAT_INT));
	reading_column(&r, "b", basic(LEAT_VARCHAR));
}

START_TEST(objects)
{
	static const struct json_config config = { .ignore_parse_errors = false };

	begin_ab(&config);
	reading_is(&r, "{\"a\":1,\"b\":\"x\"}", "{\"a\":1,\"b\":\"x\"}");
	reading_is(&r, "{\"b\":\"x\",\"a\":1}", "{\"a\":1,\"b\":\"x\"}");
	reading_is(&r, " {\t\"a\" : 1 ,\r\n\"b\" : \"x\" } ", "{\"a\":1,\"b\":\"x\"}");
	reading_is(&r, "{\"c\":[1,{\"a\":7}],\"b\":\"x\"}", "{\"a\":null,\"b\":\"x\"}");
	reading_is(&r, "{}", "{\"a\":null,\"b\":null}");
	reading_is(&r, "{\"a\":null,\"b\":null}", "{\"a\":null,\"b\":null}");
	reading_is(&r, "", "ignored");
	/* The last one counts until all fields were seen. */
	reading_is(&r, "{\"a\":1,\"a\":2,\"b\":\"x\"}", "{\"a\":2,\"b\":\"x\"}");
	reading_is(&r, "{\"a\":1,\"a\":null,\"b\":\"x\"}", "{\"a\":null,\"b\":\"x\"}");
	reading_is(&r, "{\"b\":\"x\",\"a\":1,\"b\":\"y\"}", "{\"a\":1,\"b\":\"x\"}");
	reading_is(&r, "{\"\\u0061\":1,\"b\":\"x\"}", "{\"a\":1,\"b\":\"x\"}");
	reading_end(&r);
}
END_TEST

START_TEST(texts)
{
	static const struct json_config config = { .ignore_parse_errors = false };

	begin_ab(&config);
	reading_is(&r, "{\"b\":\"\\u00e9\\ud83d\\ude00\\t\\/\"}",
	           "{\"a\":null,\"b\":\"é\\uD83D\\uDE00\\t/\"}");
	reading_is(&r, "{\"b\":\"tab\traw\"}", "{\"a\":null,\"b\":\"tab\\traw\"}");
	reading_is(&r, "{\"b\":\"\\ud83d lone\"}", "{\"a\":null,\"b\":\"? lone\"}");
	reading_is(&r, "{\"b\":\"\\u0000nul\"}", "{\"a\":null,\"b\":\"\\u0000nul\"}");
	reading_is(&r, "{\"b\":\"a \\\" long one, with a quote and \\\\ in it\"}",
	           "{\"a\":null,\"b\":\"a \\\" long one, with a quote and \\\\ in it\"}");
	/* Values that are no strings, as text. */
	reading_is(&r, "{\"b\":2.50}", "{\"a\":null,\"b\":\"2.50\"}");
	reading_is(&r, "{\"b\":-0}", "{\"a\":null,\"b\":\"-0\"}");
	reading_is(&r, "{\"b\":1.0e10}", "{\"a\":null,\"b\":\"1.0e10\"}");
	reading_is(&r, "{\"b\":true}", "{\"a\":null,\"b\":\"true\"}");
	reading_is(
		&r,
		"{\"b\":[1, 2.50 , 1e2, 12345678901234567890, 1e400, \"\\u00e9\\/\", true, null, "
		"{\"b\" :1,\"a\":{}}]}",
		"{\"a\":null,\"b\":\"[1,2.5,100.0,12345678901234567890,\\\"Infinity\\\",\\\"é/\\\","
		"true,null,{\\\"b\\\":1,\\\"a\\\":{}}]\"}");
	reading_end(&r);
}
END_TEST

START_TEST(bad_records)
{
	static const struct json_config config = { .ignore_parse_errors = false };

	begin_ab(&config);
	reading_is(&r, "garbage line", "bad: no JSON at byte 0: expected an object");
	reading_is(&r, "[]", "bad: no JSON at byte 0: expected an object");
	/* Flink reads these two, as it stops at the last field that it wants. */
	reading_is(&r, "{\"a\":1,\"b\":\"x\"} trailing",
	           "bad: no JSON at byte 16: there is more behind the object");
	reading_is(&r, "{\"a\":1,\"b\":\"x\",\"z\":nonsense",
	           "bad: no JSON at byte 19: expected a value");
	reading_is(&r, "{\"a\":01}", "bad: no JSON at byte 7: a number begins with 0");
	reading_is(&r, "{\"a\":NaN}", "bad: no JSON at byte 5: expected a value");
	reading_is(&r, "{'a':5}", "bad: no JSON at byte 1: expected a key in quotes");
	reading_is(&r, "{\"a\":5,}", "bad: no JSON at byte 7: expected a key in quotes");
	reading_is(&r, "{\"b\":\"bad \\x esc\"}",
	           "bad: no JSON at byte 17: the string has an unknown escape");
	reading_is(&r, "{\"c\":\"\\u12\"}",
	           "bad: no JSON at byte 11: expected four hex digits behind '\\u'");
	reading_is(&r, "{\"a\":5", "bad: no JSON at byte 6: the text ends too early");
	reading_is(&r, "{\"b\":\"x", "bad: no JSON at byte 5: the string is not closed");
	reading_is(&r, "{\"b\":\"x\\", "bad: no JSON at byte 5: the string is not closed");
	reading_is(&r, "{\"b\":\"\xff\"}", "bad: no JSON at byte 0: the text is not UTF-8");
	reading_is(&r, "{\"a\":\"abc\"}", "bad: field \"a\": abc is no INT");
	reading_is(&r, "{\"a\":99999999999}", "bad: field \"a\": 99999999999 is no INT");
	reading_is(&r, "{\"a\":{\"x\":1}}", "bad: field \"a\": {\"x\":1} is no INT");
	reading_end(&r);
}
END_TEST

START_TEST(depth)
{
	static const struct json_config config = { .ignore_parse_errors = false };
	struct leat_buf text;

	begin_ab(&config);
	leat_buf_init(&text, 1 << 20);
	leat_buf_text(&text, "{\"z\":");
	for (int i = 0; i < 100000; i++)
		leat_buf_char(&text, '[');
	reading_is(&r, leat_buf_cstr(&text),
	           "bad: no JSON at byte 69: values are nested too deeply");
	leat_buf_done(&text);
	reading_end(&r);
}
END_TEST

START_TEST(missing_fields)
{
	static const struct json_config config = { .fail_on_missing_field = true };

	begin_ab(&config);
	reading_is(&r, "{\"a\":1}", "bad: field \"b\" is missing");
	reading_is(&r, "{\"a\":null,\"b\":null}", "{\"a\":null,\"b\":null}");
	reading_is(&r, "{\"a\":\"x\"}", "bad: field \"a\": x is no INT");
	reading_end(&r);
}
END_TEST

START_TEST(numbers)
{
	static const struct json_config config = { .ignore_parse_errors = true };

	reading_begin(&r, &leat_format_json, &config);
	reading_column(&r, "ti", basic(LEAT_TINYINT));
	reading_column(&r, "si", basic(LEAT_SMALLINT));
	reading_column(&r, "i", basic(LEAT_INT));
	reading_column(&r, "bi", basic(LEAT_BIGINT));
	reading_column(&r, "f", basic(LEAT_FLOAT));
	reading_column(&r, "d", basic(LEAT_DOUBLE));
	reading_column(&r, "de", leat_type_decimal(r.arena, 7, 2, true));
	reading_column(&r, "b", basic(LEAT_BOOLEAN));
	reading_is(&r, "{\"ti\":1.9,\"si\":\"5\",\"i\":12.9,\"bi\":1.9,\"f\":1,\"d\":1,\"de\":1.005,\"b\":1}",
	           "{\"ti\":null,\"si\":5,\"i\":12,\"bi\":1,\"f\":1.0,\"d\":1.0,\"de\":1.01,\"b\":false}");
	reading_is(&r, "{\"ti\":200,\"si\":40000,\"i\":2147483648,\"bi\":9223372036854775808,\"f\":1e40,"
	               "\"d\":1e400,\"de\":\"1.5\",\"b\":\"true\"}",
	           "{\"ti\":null,\"si\":null,\"i\":null,\"bi\":null,\"f\":\"Infinity\","
	           "\"d\":\"Infinity\",\"de\":1.5,\"b\":true}");
	reading_is(&r, "{\"ti\":\"-128\",\"si\":-32768.5,\"i\":1e2,\"bi\":1e18,\"f\":\"1.5\",\"d\":\"NaN\","
	               "\"de\":1e2,\"b\":\"TRUE\"}",
	           "{\"ti\":-128,\"si\":null,\"i\":100,\"bi\":1000000000000000000,\"f\":1.5,"
	           "\"d\":\"NaN\",\"de\":100,\"b\":true}");
	reading_is(&r, "{\"ti\":true,\"si\":true,\"i\":false,\"bi\":true,\"f\":true,\"d\":true,\"de\":true,"
	               "\"b\":\"yes\"}",
	           "{\"ti\":null,\"si\":null,\"i\":null,\"bi\":null,\"f\":null,\"d\":null,\"de\":null,"
	           "\"b\":false}");
	reading_is(&r, "{\"ti\":\" 3 \",\"si\":\" 3 \",\"i\":\"+9\",\"bi\":\" 3 \",\"f\":\" 3 \",\"d\":\" 3 \","
	               "\"de\":\" 3 \",\"b\":\" true \"}",
	           "{\"ti\":3,\"si\":3,\"i\":9,\"bi\":3,\"f\":3.0,\"d\":3.0,\"de\":3,\"b\":true}");
	reading_is(&r, "{\"ti\":\"\",\"si\":\"\",\"i\":\"1.5\",\"bi\":\"\",\"f\":\"\",\"d\":\"\",\"de\":\"\","
	               "\"b\":\"\"}",
	           "{\"ti\":null,\"si\":null,\"i\":null,\"bi\":null,\"f\":null,\"d\":null,\"de\":null,"
	           "\"b\":false}");
	reading_is(&r, "{\"ti\":1e1,\"si\":1,\"i\":-2147483648,\"bi\":1e19,\"f\":\"1f\",\"d\":\"1d\","
	               "\"de\":99999999.999,\"b\":0.0}",
	           "{\"ti\":null,\"si\":1,\"i\":-2147483648,\"bi\":null,\"f\":1.0,\"d\":1.0,\"de\":null,"
	           "\"b\":false}");
	reading_is(&r, "{\"ti\":-7,\"bi\":1234567890123456789.0,\"f\":16777217,\"d\":9007199254740993,"
	               "\"de\":\"12345.678\"}",
	           "{\"ti\":-7,\"si\":null,\"i\":null,\"bi\":1234567890123456768,\"f\":1.6777216E7,"
	           "\"d\":9.007199254740992E15,\"de\":12345.68,\"b\":null}");
	reading_is(
		&r, "{\"bi\":-9223372036854775808,\"ti\":-0,\"d\":-0.0,\"i\":0}",
		"{\"ti\":0,\"si\":null,\"i\":0,\"bi\":-9223372036854775808,\"f\":null,\"d\":-0.0,"
		"\"de\":null,\"b\":null}");
	reading_end(&r);
}
END_TEST

START_TEST(times)
{
	static const struct json_config config = { .ignore_parse_errors = true };

	reading_begin(&r, &leat_format_json, &config);
	reading_column(&r, "d", basic(LEAT_DATE));
	reading_column(&r, "t", leat_type_timed(r.arena, LEAT_TIME, 3, true));
	reading_column(&r, "ts", basic(LEAT_TIMESTAMP));
	reading_column(&r, "lz", basic(LEAT_TIMESTAMP_LTZ));
	reading_column(&r, "n", leat_type_timed(r.arena, LEAT_TIMESTAMP, 9, true));
	reading_column(&r, "s", leat_type_timed(r.arena, LEAT_TIMESTAMP, 0, true));
	reading_is(&r,
	           "{\"d\":\"2024-02-29\",\"t\":\"12:34:56\",\"ts\":\"2024-02-29 12:34:56.789\","
	           "\"lz\":\"2024-02-29 12:34:56.789Z\",\"n\":\"2024-02-29 12:34:56.123456789\","
	           "\"s\":\"1969-12-31 23:59:59.9\"}",
	           "{\"d\":\"2024-02-29\",\"t\":\"12:34:56\",\"ts\":\"2024-02-29 12:34:56.789\","
	           "\"lz\":\"2024-02-29 12:34:56.789Z\",\"n\":\"2024-02-29 12:34:56.123456789\","
	           "\"s\":\"1969-12-31 23:59:59\"}");
	reading_is(&r, "{\"d\":\"2024-02-30\",\"t\":\"12:34:56.789\",\"ts\":\"2024-02-29 12:34\","
	               "\"lz\":\"2024-02-29 12:34:56.789\"}",
	           "{\"d\":null,\"t\":\"12:34:56\",\"ts\":null,\"lz\":null,\"n\":null,\"s\":null}");
	reading_is(&r, "{\"d\":\"2024-2-9\",\"t\":\"12:34\",\"ts\":\"2024-02-29T12:34:56.789\","
	               "\"lz\":\"2024-02-29T12:34:56.789Z\"}",
	           "{\"d\":null,\"t\":null,\"ts\":null,\"lz\":null,\"n\":null,\"s\":null}");
	reading_is(&r, "{\"d\":19000,\"t\":\"24:00:00\",\"ts\":\"2024-02-29 24:00:00\","
	               "\"lz\":\"2024-02-31 00:00:00Z\",\"n\":\"2024-02-29 12:34:56.\"}",
	           "{\"d\":null,\"t\":\"00:00:00\",\"ts\":\"2024-03-01 00:00:00\","
	           "\"lz\":\"2024-02-29 00:00:00Z\",\"n\":\"2024-02-29 12:34:56\",\"s\":null}");
	reading_is(&r,
	           "{\"d\":\"\",\"t\":\"12:60:00\",\"ts\":\"2024-02-29 2:34:56\","
	           "\"lz\":\"2024-02-29 12:34:56+02:00\",\"n\":\"2024-02-29 12:34:56.1234567891\","
	           "\"s\":1700000000000}",
	           "{\"d\":null,\"t\":null,\"ts\":null,\"lz\":null,\"n\":null,\"s\":null}");
	reading_is(&r,
	           "{\"d\":\"9999-12-31\",\"ts\":\"0001-01-01 00:00:00\",\"lz\":\"2024-02-29Z\"}",
	           "{\"d\":\"9999-12-31\",\"t\":null,\"ts\":\"0001-01-01 00:00:00\",\"lz\":null,"
	           "\"n\":null,\"s\":null}");
	reading_end(&r);
}
END_TEST

START_TEST(times_iso)
{
	static const struct json_config config = { .ignore_parse_errors = true,
		                                   .timestamp_standard = TIME_ISO };

	reading_begin(&r, &leat_format_json, &config);
	reading_column(&r, "ts", leat_type_timed(r.arena, LEAT_TIMESTAMP, 3, true));
	reading_column(&r, "lz", leat_type_timed(r.arena, LEAT_TIMESTAMP_LTZ, 3, true));
	reading_is(&r,
	           "{\"ts\":\"2024-02-29T12:34:56.789123\",\"lz\":\"2024-02-29T12:34:56.789Z\"}",
	           "{\"ts\":\"2024-02-29 12:34:56.789\",\"lz\":\"2024-02-29 12:34:56.789Z\"}");
	reading_is(&r, "{\"ts\":\"2024-02-29T12:34\",\"lz\":\"2024-02-29 12:34:56Z\"}",
	           "{\"ts\":\"2024-02-29 12:34:00\",\"lz\":null}");
	reading_is(&r, "{\"ts\":\"2024-02-30T00:00:00\",\"lz\":\"2024-02-31T00:00:00Z\"}",
	           "{\"ts\":null,\"lz\":\"2024-02-29 00:00:00Z\"}");
	reading_is(&r, "{\"ts\":\"2024-02-29T24:00:00\"}", "{\"ts\":null,\"lz\":null}");
	reading_end(&r);
}
END_TEST

START_TEST(bytes)
{
	static const struct json_config config = { .ignore_parse_errors = true };

	reading_begin(&r, &leat_format_json, &config);
	reading_column(&r, "b", basic(LEAT_VARBINARY));
	reading_is(&r, "{\"b\":\"aGk=\"}", "{\"b\":\"aGk=\"}");
	reading_is(&r, "{\"b\":\" aGk= \"}", "{\"b\":\"aGk=\"}");
	reading_is(&r, "{\"b\":\"AAECAw==\"}", "{\"b\":\"AAECAw==\"}");
	reading_is(&r, "{\"b\":\"\"}", "{\"b\":\"\"}");
	reading_is(&r, "{\"b\":\"aGk\"}", "{\"b\":null}");
	reading_is(&r, "{\"b\":\"_-8=\"}", "{\"b\":null}");
	reading_is(&r, "{\"b\":\"YQ==YQ==\"}", "{\"b\":null}");
	reading_is(&r, "{\"b\":123}", "{\"b\":null}");
	reading_end(&r);
}
END_TEST

START_TEST(nested)
{
	static const struct json_config config = { .ignore_parse_errors = true };
	static const struct leat_str names[] = { { "x", 1 }, { "y", 1 } };
	const struct leat_type *types[] = { basic(LEAT_INT), basic(LEAT_VARCHAR) };
	const struct leat_type *map;

	reading_begin(&r, &leat_format_json, &config);
	map = leat_type_map(r.arena, basic(LEAT_VARCHAR), basic(LEAT_INT), true);
	reading_column(&r, "a", leat_type_array(r.arena, basic(LEAT_INT), true));
	reading_column(&r, "m", map);
	reading_column(&r, "r", leat_type_row(r.arena, 2, names, types, true));
	reading_column(&r, "am", leat_type_array(r.arena, map, true));
	reading_is(&r, "{\"a\":[1,2,null],\"m\":{\"a\":1,\"b\":null},\"r\":{\"x\":1,\"y\":\"q\"},"
	               "\"am\":[{\"k\":1}]}",
	           "{\"a\":[1,2,null],\"m\":{\"a\":1,\"b\":null},\"r\":{\"x\":1,\"y\":\"q\"},"
	           "\"am\":[{\"k\":1}]}");
	reading_is(&r, "{\"a\":[],\"m\":{},\"r\":{},\"am\":[]}",
	           "{\"a\":[],\"m\":{},\"r\":{\"x\":null,\"y\":null},\"am\":[]}");
	reading_is(&r, "{\"a\":\"x\",\"m\":\"x\",\"r\":\"x\",\"am\":\"x\"}",
	           "{\"a\":null,\"m\":null,\"r\":null,\"am\":null}");
	reading_is(&r, "{\"a\":[\"1\",\"z\",3.7],\"m\":{\"a\":\"1\",\"b\":\"z\",\"a\":3},"
	               "\"r\":{\"x\":\"z\",\"y\":5,\"q\":1},\"am\":[null,{}]}",
	           "{\"a\":[1,null,3],\"m\":{\"a\":3,\"b\":null},\"r\":{\"x\":null,\"y\":\"5\"},"
	           "\"am\":[null,{}]}");
	reading_is(&r, "{\"a\":{\"0\":1},\"m\":[[\"a\",1]],\"r\":[1,\"a\"],\"am\":{}}",
	           "{\"a\":null,\"m\":null,\"r\":null,\"am\":null}");
	/* Flink loses the fields behind an object that stands for a number; nothing is lost
	 * here. */
	reading_is(
		&r,
		"{\"a\":[[1],2],\"m\":{\"a\":{\"b\":1}},\"r\":{\"x\":{\"y\":1},\"y\":{\"z\":[1]}},"
		"\"am\":[5,{\"k\":\"z\"}]}",
		"{\"a\":[null,2],\"m\":{\"a\":null},\"r\":{\"x\":null,\"y\":\"{\\\"z\\\":[1]}\"},"
		"\"am\":[null,{\"k\":null}]}");
	reading_is(&r, "{\"a\":[1],\"a\":[2,3],\"r\":{\"x\":1,\"x\":2},\"m\":null}",
	           "{\"a\":[2,3],\"m\":null,\"r\":{\"x\":2,\"y\":null},\"am\":null}");
	reading_is(&r, "{\"a\":[1,2],\"r\":{\"x\":1,\"y\":\"un", "ignored");
	reading_end(&r);
}
END_TEST

START_TEST(large_map)
{
	static const struct json_config config = { .ignore_parse_errors = false };
	struct leat_buf text, want;

	reading_begin(&r, &leat_format_json, &config);
	reading_column(&r, "m", leat_type_map(r.arena, basic(LEAT_VARCHAR), basic(LEAT_INT), true));
	leat_buf_init(&text, 1 << 20);
	leat_buf_init(&want, 1 << 20);
	leat_buf_text(&text, "{\"m\":{");
	leat_buf_text(&want, "{\"m\":{");
	for (int i = 0; i < 60; i++) {
		leat_buf_printf(&text, "%s\"k%d\":%d", i ? "," : "", i % 30, i);
		if (i < 30)
			leat_buf_printf(&want, "%s\"k%d\":%d", i ? "," : "", i, i + 30);
	}
	leat_buf_text(&text, "}}");
	leat_buf_text(&want, "}}");
	reading_is(&r, leat_buf_cstr(&text), leat_buf_cstr(&want));
	leat_buf_done(&text);
	leat_buf_done(&want);
	reading_end(&r);
}
END_TEST

/* Good, bad and good again: a bad record leaves no trace in the columns. */
START_TEST(batches)
{
	static const struct json_config config = { .ignore_parse_errors = false };
	static const char *const lines[] = { "{\"a\":1,\"b\":\"x\"}",     "{\"b\":null,\"a\":5,\"c\":",
		                             "{\"a\":\"bad\",\"b\":\"y\"}", "{\"b\":\"z\",\"a\":3}",
		                             "",                           "{\"a\":null}",
		                             NULL };

	begin_ab(&config);
	reading_texts(&r, lines);
	ck_assert_uint_eq(r.result.consumed_count, 6);
	ck_assert_uint_eq(r.result.row_count, 3);
	ck_assert_uint_eq(r.result.bad_count, 2);
	ck_assert_uint_eq(r.result.ignored_count, 1);
	ck_assert_uint_eq(r.result.bad[0].index, 1);
	ck_assert_uint_eq(r.result.bad[1].index, 2);
	ck_assert_str_eq(reading_row(&r, 0), "{\"a\":1,\"b\":\"x\"}");
	ck_assert_str_eq(reading_row(&r, 1), "{\"a\":3,\"b\":\"z\"}");
	ck_assert_str_eq(reading_row(&r, 2), "{\"a\":null,\"b\":null}");
	ck_assert_uint_eq(r.result.record_of_row[1], 3);
	ck_assert_uint_eq(r.result.record_of_row[2], 5);
	reading_end(&r);
}
END_TEST

START_TEST(stops_behind_many_bad_records)
{
	static const struct json_config config = { .ignore_parse_errors = false };
	struct leat_record records[100];

	begin_ab(&config);
	for (int i = 0; i < 100; i++)
		records[i] = (struct leat_record){ .value = LEAT_STR("{\"a\":") };
	reading_decode(&r, records, 100);
	ck_assert_uint_eq(r.result.consumed_count, LEAT_DECODE_BAD);
	ck_assert_uint_eq(r.result.bad_count, LEAT_DECODE_BAD);
	ck_assert_uint_eq(r.result.row_count, 0);
	reading_end(&r);
}
END_TEST

START_TEST(reads_what_is_wanted)
{
	static const struct json_config config = { .ignore_parse_errors = false };

	begin_ab(&config);
	reading_column(&r, "c", basic(LEAT_BIGINT));
	r.wanted[0] = 1;
	r.wanted[1] = -1;
	r.wanted[2] = 0;
	r.wanted_count = 2;
	reading_is(&r, "{\"a\":1,\"b\":\"x\",\"c\":7}", "{\"c\":7,\"a\":1}");
	/* Not wanted, but it has to be JSON. */
	reading_is(&r, "{\"a\":1,\"b\":\"\\y\",\"c\":7}",
	           "bad: no JSON at byte 15: the string has an unknown escape");
	reading_end(&r);
}
END_TEST

/* More keys than are remembered, in an order that changes from record to record. */
START_TEST(many_keys)
{
	static const struct json_config config = { .ignore_parse_errors = false };
	struct leat_buf text;

	begin_ab(&config);
	leat_buf_init(&text, 1 << 20);
	for (int round = 0; round < 4; round++) {
		leat_buf_clear(&text);
		leat_buf_char(&text, '{');
		for (int i = 0; i < 1000; i++)
			leat_buf_printf(&text, "\"key_number_%d\":%d,",
			                (i * 7 + round * 131) % 1000, i);
		leat_buf_printf(&text, "\"b\":\"%d\",\"a\":%d}", round, round);
		char want[64];
		snprintf(want, sizeof(want), "{\"a\":%d,\"b\":\"%d\"}", round, round);
		reading_is(&r, leat_buf_cstr(&text), want);
	}
	leat_buf_done(&text);
	reading_end(&r);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, objects);
	tcase_add_test(tc, texts);
	tcase_add_test(tc, bad_records);
	tcase_add_test(tc, depth);
	tcase_add_test(tc, missing_fields);
	tcase_add_test(tc, numbers);
	tcase_add_test(tc, times);
	tcase_add_test(tc, times_iso);
	tcase_add_test(tc, bytes);
	tcase_add_test(tc, nested);
	tcase_add_test(tc, large_map);
	tcase_add_test(tc, batches);
	tcase_add_test(tc, stops_behind_many_bad_records);
	tcase_add_test(tc, reads_what_is_wanted);
	tcase_add_test(tc, many_keys);
}

int main(void)
{
	return suite_main("json_decode", add);
}
