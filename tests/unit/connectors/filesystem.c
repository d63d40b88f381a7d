/* SPDX-License-Identifier: Apache-2.0 */
/* Files: read whole and in pieces, with positions; written as parts. */
#include "connectors/filesystem/connector.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scanning.h"
#include "suite.h"

static char dir[64];
static struct test_table table;
static struct test_scan scan;

static const char *in_dir(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void put_file(const char *name, const char *text)
{
	FILE *f = fopen(in_dir(name), "w");

	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	ck_assert_int_eq(fclose(f), 0);
}

static void setup(void)
{
	snprintf(dir, sizeof(dir), "/tmp/leat-fs-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static void teardown(void)
{
	nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void init(const char *path, const struct leat_format *format, const char *key,
                 const char *value)
{
	static char kept[256]; /* The config refers to it. */
	const char *options[] = { "path", kept, key, value, NULL };
	static const char *const none[] = { NULL };

	snprintf(kept, sizeof(kept), "%s", path);
	test_table_init(&table, &leat_connector_filesystem, options, format, none);
}

START_TEST(reads_lines_of_a_folder)
{
	put_file("b.json", "{\"a\":3}\r\n{\"a\":4}");
	put_file("a.json", "{\"a\":1}\n\n{\"a\":2}\n");
	put_file(".hidden", "{\"a\":99}\n");
	put_file("_SUCCESS", "");
	ck_assert_int_eq(mkdir(in_dir("c"), 0700), 0);
	put_file("c/d.json", "{\"a\":\"bad\"}\n{\"a\":5}\n");
	init(dir, &leat_format_json, NULL, NULL);
	test_column(&table, "a", leat_type_basic(LEAT_INT), NULL);
	test_column(&table, "f", leat_type_basic(LEAT_VARCHAR), "file.name");
	test_column(&table, "n", leat_type_basic(LEAT_BIGINT), "file.size");
	test_scan_init(&scan, &table);
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	test_scan_until(&scan, UINT32_MAX);
	ck_assert(scan.is_ended);
	test_scan_rows_are(
		&scan, "{\"a\":1,\"f\":\"a.json\",\"n\":17}\n{\"a\":2,\"f\":\"a.json\",\"n\":17}\n"
		       "{\"a\":3,\"f\":\"b.json\",\"n\":16}\n{\"a\":4,\"f\":\"b.json\",\"n\":16}\n"
		       "{\"a\":5,\"f\":\"d.json\",\"n\":20}\n");
	struct leat_scan_stats stats;
	leat_scan_stats(scan.scan, &stats);
	ck_assert_uint_eq(stats.records_in, 7);
	ck_assert_uint_eq(stats.rows_out, 5);
	ck_assert_uint_eq(stats.dead_lettered, 1);
	ck_assert_uint_eq(stats.ignored, 1);
	ck_assert_ptr_nonnull(strstr(leat_buf_cstr(&scan.letters), "c/d.json 0 0: field \"a\""));
	test_scan_close(&scan);
	test_scan_done(&scan);
	test_table_done(&table);
}
END_TEST

START_TEST(missing_file)
{
	init(in_dir("nothing"), &leat_format_json, NULL, NULL);
	test_column(&table, "a", leat_type_basic(LEAT_INT), NULL);
	test_scan_init(&scan, &table);
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	test_scan_until(&scan, 1);
	ck_assert(scan.has_failed);
	ck_assert_int_eq(scan.err.code, LEAT_E_NOT_FOUND);
	test_scan_close(&scan);
	test_scan_done(&scan);
	test_table_done(&table);
}
END_TEST

enum { LINES = 40000 };

/* Larger than several pieces, with a record larger than a piece, read with stops in between. */
START_TEST(goes_on_at_a_position)
{
	FILE *f = fopen(in_dir("big.json"), "w");
	uint32_t total = LINES + 1;
	char *end;

	for (int i = 0; i < LINES; i++) {
		fprintf(f, "{\"a\":%d,\"pad\":\"%.*s\"}\n", i, i % 60,
		        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
		if (i != LINES / 2)
			continue;
		fputs("{\"pad\":\"", f);
		for (int k = 0; k < 700000; k++)
			fputc('y', f);
		fputs("\",\"a\":-1}\n", f);
	}
	ck_assert_int_eq(fclose(f), 0);
	put_file("last.json", "{\"a\":-2}\n");
	init(dir, &leat_format_json, NULL, NULL);
	test_column(&table, "a", leat_type_basic(LEAT_INT), NULL);
	test_scan_init(&scan, &table);
	scan.batch_rows = _i ? 7 : 0;
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	for (uint32_t stop = 1; stop < total; stop += 9001) {
		test_scan_until(&scan, stop);
		test_scan_snapshot(&scan);
		test_scan_close(&scan);
		test_scan_open(&scan, leat_buf_view(&scan.position));
	}
	test_scan_until(&scan, UINT32_MAX);
	ck_assert_uint_eq(scan.row_count, total + 1);
	const char *p = leat_buf_cstr(&scan.rows);
	for (int i = 0, want = 0; i < (int)total + 1; i++, p = strchr(p, '\n') + 1) {
		long got = strtol(p + strlen("{\"a\":"), &end, 10);
		bool is_large = i == LINES / 2 + 1, is_last = i == (int)total;
		ck_assert_int_eq(got, is_large ? -1 : is_last ? -2 : want);
		want += !is_large;
	}
	test_scan_close(&scan);
	test_scan_done(&scan);
	test_table_done(&table);
}
END_TEST

START_TEST(csv_records_go_over_lines)
{
	put_file("q.csv", "1,\"a\nb\",c\r\n2,x,\"y\"\"z\"\n3,,");
	init(in_dir("q.csv"), &leat_format_csv, NULL, NULL);
	test_column(&table, "a", leat_type_basic(LEAT_INT), NULL);
	test_column(&table, "b", leat_type_basic(LEAT_VARCHAR), NULL);
	test_column(&table, "c", leat_type_basic(LEAT_VARCHAR), NULL);
	test_scan_init(&scan, &table);
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	test_scan_until(&scan, UINT32_MAX);
	test_scan_rows_are(&scan, "{\"a\":1,\"b\":\"a\\nb\",\"c\":\"c\"}\n"
	                          "{\"a\":2,\"b\":\"x\",\"c\":\"y\\\"z\"}\n"
	                          "{\"a\":3,\"b\":\"\",\"c\":\"\"}\n");
	test_scan_close(&scan);
	test_scan_done(&scan);
	test_table_done(&table);
}
END_TEST

START_TEST(sees_new_files)
{
	put_file("a.json", "{\"a\":1}\n");
	init(dir, &leat_format_json, "source.monitor-interval", "5 ms");
	test_column(&table, "a", leat_type_basic(LEAT_INT), NULL);
	test_scan_init(&scan, &table);
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	test_scan_until(&scan, 1);
	put_file("b.json", "{\"a\":2}\n");
	test_scan_until(&scan, 2);
	test_scan_snapshot(&scan);
	test_scan_close(&scan);
	put_file("c.json", "{\"a\":3}\n");
	test_scan_open(&scan, leat_buf_view(&scan.position));
	test_scan_until(&scan, 3);
	ck_assert(!scan.is_ended);
	test_scan_rows_are(&scan, "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
	test_scan_close(&scan);
	test_scan_done(&scan);
	test_table_done(&table);
}
END_TEST

/* What a sink with partitions writes is read back by a source. */
START_TEST(writes_and_reads_partitions)
{
	static const char *const rows[] = { "{\"n\":1,\"p\":\"x:y\"}", "{\"n\":2,\"p\":null}",
		                            "{\"n\":3,\"p\":\"x:y\"}", NULL };
	static const char *const more[] = { "{\"n\":4,\"p\":\"b\"}", NULL };
	struct test_sink sink;

	init(in_dir("out"), &leat_format_csv, NULL, NULL);
	test_column(&table, "n", leat_type_basic(LEAT_INT), NULL);
	test_column(&table, "p", leat_type_basic(LEAT_VARCHAR), NULL);
	table.partitions[0] = 1;
	table.table.partition_count = 1;
	test_scan_init(&scan, &table);
	test_sink_open(&sink, &table, scan.loop);
	test_sink_write(&sink, rows);
	test_sink_flush(&sink, 1);
	ck_assert_int_eq(access(in_dir("out/p=x%3Ay/part-0123-1-1"), R_OK), 0);
	ck_assert_int_eq(access(in_dir("out/p=__DEFAULT_PARTITION__/part-0123-1-2"), R_OK), 0);
	test_sink_write(&sink, more);
	test_sink_flush(&sink, 2);
	test_sink_flush(&sink, 3);
	struct leat_sink_stats stats;
	sink.sink->type->stats(sink.sink, &stats);
	ck_assert_uint_eq(stats.rows_in, 4);
	ck_assert_uint_eq(stats.acknowledged, 4);
	ck_assert_uint_eq(stats.in_flight_bytes, 0);
	test_sink_close(&sink);

	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	test_scan_until(&scan, UINT32_MAX);
	test_scan_rows_are(&scan,
	                   "{\"n\":2,\"p\":null}\n{\"n\":4,\"p\":\"b\"}\n{\"n\":1,\"p\":\"x:y\"}\n"
	                   "{\"n\":3,\"p\":\"x:y\"}\n");
	test_scan_close(&scan);
	test_scan_done(&scan);
	test_table_done(&table);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, reads_lines_of_a_folder);
	tcase_add_test(tc, missing_file);
	tcase_add_loop_test(tc, goes_on_at_a_position, 0, 2);
	tcase_add_test(tc, csv_records_go_over_lines);
	tcase_add_test(tc, sees_new_files);
	tcase_add_test(tc, writes_and_reads_partitions);
}

int main(void)
{
	return suite_main("filesystem", add);
}
