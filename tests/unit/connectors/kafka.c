/* SPDX-License-Identifier: Apache-2.0 */
/* Kafka against librdkafka's mock cluster: where reading starts and ends, jams, brokers that go. */
#include "connectors/kafka/connector.h"

#include <inttypes.h>

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "connectors/kafka/kafka_int.h"
#include "scanning.h"
#include "suite.h"

enum { PARTITIONS = 2 };

/* A cluster, and a client that owns it. */
static rd_kafka_t *owner;
static rd_kafka_mock_cluster_t *cluster;
static struct test_table table;
static struct test_scan scan;

static rd_kafka_t *new_client(rd_kafka_type_t type, const char *key, const char *value)
{
	rd_kafka_conf_t *conf = rd_kafka_conf_new();
	char why[256];

	ck_assert_int_eq(rd_kafka_conf_set(conf, key, value, why, sizeof(why)), RD_KAFKA_CONF_OK);
	rd_kafka_t *client = rd_kafka_new(type, conf, why, sizeof(why));
	ck_assert_msg(client != NULL, "%s", why);
	return client;
}

static const char *servers(void)
{
	return rd_kafka_mock_cluster_bootstraps(cluster);
}

static void begin_cluster(void)
{
	owner = new_client(RD_KAFKA_PRODUCER, "client.id", "mock");
	cluster = rd_kafka_mock_cluster_new(owner, 1);
	ck_assert_ptr_nonnull(cluster);
	ck_assert_int_eq(rd_kafka_mock_topic_create(cluster, "test", PARTITIONS, 1), 0);
}

static void end_cluster(void)
{
	rd_kafka_mock_cluster_destroy(cluster);
	rd_kafka_destroy(owner);
}

/* Records {"a":first} .. to one partition, a second apart from 1000 s after 1970. */
static void produce(const char *topic, int32_t partition, int first, int count)
{
	rd_kafka_t *client = new_client(RD_KAFKA_PRODUCER, "bootstrap.servers", servers());
	char value[64];

	for (int i = first; i < first + count; i++) {
		int n = snprintf(value, sizeof(value), "{\"a\":%d}", i);
		rd_kafka_resp_err_t code = rd_kafka_producev(
			client, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(partition),
			RD_KAFKA_V_VALUE(value, (size_t)n),
			RD_KAFKA_V_KEY("{\"k\":7}", (size_t)(i % 2 * 7)),
			RD_KAFKA_V_TIMESTAMP(INT64_C(1000000) + i * 1000),
			RD_KAFKA_V_HEADER("h", "one", 3), RD_KAFKA_V_HEADER("h", "two", 3),
			RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
		ck_assert_int_eq(code, 0);
	}
	ck_assert_int_eq(rd_kafka_flush(client, 10000), 0);
	rd_kafka_destroy(client);
}

/* A table of topic "test" with further options, ended by NULL. */
static void init_table(const char *const *more)
{
	const char *options[32] = { "topic", "test", "properties.bootstrap.servers", servers() };
	static const char *const none[] = { NULL };

	for (int i = 0; more[i]; i++)
		options[4 + i] = more[i];
	test_table_init(&table, &leat_connector_kafka, options, &leat_format_json, none);
	test_column(&table, "a", leat_type_basic(LEAT_INT), NULL);
}

static void begin_scan(const char *const *more)
{
	init_table(more);
	test_scan_init(&scan, &table);
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
}

static void end_scan(void)
{
	test_scan_close(&scan);
	test_scan_done(&scan);
	test_table_done(&table);
}

/* Numbers in scan.rows, summed up: rows of two partitions come in any order. */
static int64_t sum_of_rows(void)
{
	int64_t sum = 0;

	for (const char *p = leat_buf_cstr(&scan.rows); (p = strstr(p, "\"a\":")); p++)
		sum += strtoll(p + 4, NULL, 10);
	return sum;
}

#define MORE(...) ((const char *const[]){ __VA_ARGS__, NULL })

START_TEST(earliest_to_latest)
{
	begin_cluster();
	produce("test", 0, 0, 3000);
	produce("test", 1, 3000, 10);
	begin_scan(
		MORE("scan.startup.mode", "earliest-offset", "scan.bounded.mode", "latest-offset"));
	test_scan_until(&scan, UINT32_MAX);
	ck_assert_msg(scan.is_ended, "%s", scan.err.message);
	ck_assert_uint_eq(scan.row_count, 3010);
	ck_assert_int_eq(sum_of_rows(), 3010 * 3009 / 2);
	struct leat_split_stats splits[4];
	ck_assert_uint_eq(leat_scan_splits(scan.scan, splits, 4), PARTITIONS);
	ck_assert_int_eq(splits[0].position, 3000);
	ck_assert_int_eq(splits[1].position, 10);
	end_scan();
	end_cluster();
}
END_TEST

START_TEST(latest_sees_what_comes)
{
	begin_cluster();
	produce("test", 0, 1000, 5);
	begin_scan(MORE("startup-mode", "latest-offset"));
	/* Assigned once the position is known. */
	while (!test_scan_snapshot(&scan).n)
		test_scan_step(&scan);
	produce("test", 0, 1, 3);
	test_scan_until(&scan, 3);
	test_scan_rows_are(&scan, "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
	end_scan();
	end_cluster();
}
END_TEST

START_TEST(specific_offsets)
{
	begin_cluster();
	produce("test", 0, 0, 10);
	produce("test", 1, 100, 10);
	begin_scan(MORE("scan.startup.mode", "specific-offsets", "scan.startup.specific-offsets",
	                "partition:0,offset:7", "scan.bounded.mode", "specific-offsets",
	                "scan.bounded.specific-offsets",
	                "partition:0,offset:9;partition:1,offset:2"));
	test_scan_until(&scan, UINT32_MAX);
	ck_assert(scan.is_ended);
	ck_assert_uint_eq(scan.row_count, 4);
	ck_assert_int_eq(sum_of_rows(), 7 + 8 + 100 + 101);
	end_scan();
	end_cluster();
}
END_TEST

START_TEST(group_offsets)
{
	begin_cluster();
	produce("test", 0, 0, 10);
	begin_scan(MORE("properties.group.id", "g", "scan.bounded.mode", "latest-offset"));
	test_scan_until(&scan, UINT32_MAX);
	ck_assert_uint_eq(scan.row_count, 10); /* Nothing is committed: from the beginning. */
	(void)test_scan_snapshot(&scan);
	leat_scan_committed(scan.scan);
	/* The commit is sent by the client's thread: it is there when another client sees it. */
	rd_kafka_t *client = new_client(RD_KAFKA_CONSUMER, "group.id", "g");
	ck_assert_int_ge(rd_kafka_brokers_add(client, servers()), 1);
	rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
	rd_kafka_topic_partition_list_add(list, "test", 0);
	do
		ck_assert_int_eq(rd_kafka_committed(client, list, 10000), 0);
	while (list->elems[0].offset < 0);
	ck_assert_int_eq(list->elems[0].offset, 10);
	rd_kafka_topic_partition_list_destroy(list);
	rd_kafka_destroy(client);
	end_scan();

	produce("test", 0, 50, 1);
	begin_scan(MORE("properties.group.id", "g", "scan.bounded.mode", "latest-offset"));
	test_scan_until(&scan, UINT32_MAX);
	test_scan_rows_are(&scan, "{\"a\":50}\n");
	end_scan();
	end_cluster();
}
END_TEST

START_TEST(goes_on_at_a_position)
{
	begin_cluster();
	produce("test", 0, 0, 2500);
	produce("test", 1, 2500, 2500);
	init_table(
		MORE("scan.startup.mode", "earliest-offset", "scan.bounded.mode", "latest-offset"));
	test_scan_init(&scan, &table);
	scan.batch_rows = 7;
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	for (uint32_t stop = 1; stop < 5000; stop += 1234) {
		test_scan_until(&scan, stop);
		(void)test_scan_snapshot(&scan);
		test_scan_close(&scan);
		test_scan_open(&scan, leat_buf_view(&scan.position));
	}
	test_scan_until(&scan, UINT32_MAX);
	ck_assert(scan.is_ended);
	ck_assert_uint_eq(scan.row_count, 5000);
	ck_assert_int_eq(sum_of_rows(), 5000 * 4999 / 2);
	end_scan();
	end_cluster();
}
END_TEST

START_TEST(lost_records)
{
	static const char gone[] = "0 500 9223372036854775807 test\n1 0 9223372036854775807 test\n";
	bool goes_on = _i == 1;

	begin_cluster();
	produce("test", 0, 0, 3);
	init_table(MORE("scan.startup.mode", "earliest-offset", "scan.on-data-loss",
	                goes_on ? "continue" : "fail"));
	test_scan_init(&scan, &table);
	test_scan_open(&scan, str_of(gone));
	test_scan_until(&scan, 3);
	if (goes_on) {
		test_scan_rows_are(&scan, "{\"a\":0}\n{\"a\":1}\n{\"a\":2}\n");
	} else {
		ck_assert(scan.has_failed);
		ck_assert_int_eq(scan.err.code, LEAT_E_DATA_LOSS);
	}
	end_scan();
	end_cluster();
}
END_TEST

START_TEST(jams)
{
	begin_cluster();
	produce("test", 0, 0, 2000);
	init_table(MORE("scan.startup.mode", "earliest-offset"));
	test_scan_init(&scan, &table);
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	test_scan_until(&scan, 100);
	/* Long enough for the partitions to be paused. */
	struct leat_timer *timer = leat_timer_new(scan.loop, test_scan_ready, &scan);
	leat_scan_pause(scan.scan, true);
	leat_timer_start(timer, 2500000);
	while (leat_timer_is_running(timer))
		ck_assert(leat_loop_turn(scan.loop, true));
	leat_scan_pause(scan.scan, false);
	leat_timer_free(timer);
	test_scan_until(&scan, 2000);
	ck_assert_uint_eq(scan.row_count, 2000);
	ck_assert_int_eq(sum_of_rows(), 2000 * 1999 / 2);
	end_scan();
	end_cluster();
}
END_TEST

START_TEST(broker_away_and_back)
{
	begin_cluster();
	produce("test", 0, 1, 3);
	if (_i == 0)
		rd_kafka_mock_broker_set_down(cluster, 1);
	begin_scan(MORE("scan.startup.mode", "earliest-offset"));
	if (_i == 1) {
		test_scan_until(&scan, 3);
		rd_kafka_mock_broker_set_down(cluster, 1);
	}
	while (!scan.waits) {
		test_scan_step(&scan);
		ck_assert(!scan.has_failed);
	}
	ck_assert_ptr_nonnull(strstr(scan.waiting, "Kafka at"));
	rd_kafka_mock_broker_set_up(cluster, 1);
	produce("test", 0, 4, 2);
	test_scan_until(&scan, 5);
	test_scan_rows_are(&scan, "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n{\"a\":5}\n");
	while (scan.waiting[0])
		test_scan_step(&scan);
	end_scan();
	end_cluster();
}
END_TEST

START_TEST(columns_of_the_record)
{
	begin_cluster();
	produce("test", 1, 4, 2);
	init_table(MORE("scan.startup.mode", "earliest-offset", "scan.bounded.mode",
	                "latest-offset", "key.fields", "key_k", "key.fields-prefix", "key_",
	                "value.fields-include", "EXCEPT_KEY"));
	test_column(&table, "key_k", leat_type_basic(LEAT_INT), NULL);
	test_column(&table, "topic", leat_type_basic(LEAT_VARCHAR), "topic");
	test_column(&table, "p", leat_type_basic(LEAT_INT), "partition");
	test_column(&table, "o", leat_type_basic(LEAT_BIGINT), "offset");
	test_column(&table, "ts", leat_type_timed(table.arena, LEAT_TIMESTAMP_LTZ, 3, true),
	            "timestamp");
	test_column(&table, "tt", leat_type_basic(LEAT_VARCHAR), "timestamp-type");
	test_column(&table, "h",
	            leat_type_map(table.arena, leat_type_basic(LEAT_VARCHAR),
	                          leat_type_basic(LEAT_VARBINARY), true),
	            "headers");
	table.table.key_format = &leat_format_json;
	table.table.key_format_config = table.table.format_config;
	test_scan_init(&scan, &table);
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	test_scan_until(&scan, UINT32_MAX);
	test_scan_rows_are(
	        &scan, "{\"a\":4,\"key_k\":null,\"topic\":\"test\",\"p\":1,\"o\":0,"
	               "\"ts\":\"1970-01-01 00:16:44.000\",\"tt\":\"CreateTime\",\"h\":{\"h\":\"x'74776f'\"}}\n"
	               "{\"a\":5,\"key_k\":7,\"topic\":\"test\",\"p\":1,\"o\":1,"
	               "\"ts\":\"1970-01-01 00:16:45.000\",\"tt\":\"CreateTime\",\"h\":{\"h\":\"x'74776f'\"}}\n");
	end_scan();
	end_cluster();
}
END_TEST

START_TEST(writes)
{
	static const char *const rows[] = { "{\"a\":1,\"b\":\"x\"}", "{\"a\":2,\"b\":null}", NULL };
	struct test_sink sink;

	begin_cluster();
	init_table(MORE("scan.startup.mode", "earliest-offset", "scan.bounded.mode",
	                "latest-offset", "key.fields", "a", "sink.partitioner", "fixed"));
	test_column(&table, "b", leat_type_basic(LEAT_VARCHAR), NULL);
	table.table.key_format = &leat_format_json;
	table.table.key_format_config = table.table.format_config;
	test_scan_init(&scan, &table);
	test_sink_open(&sink, &table, scan.loop);
	test_sink_write(&sink, rows);
	test_sink_flush(&sink, 1);
	test_sink_write(&sink, rows);
	test_sink_flush(&sink, 2);
	struct leat_sink_stats stats;
	sink.sink->type->stats(sink.sink, &stats);
	ck_assert_uint_eq(stats.acknowledged, 4);
	ck_assert_uint_eq(stats.in_flight_rows, 0);
	ck_assert_uint_eq(stats.in_flight_bytes, 0);
	test_sink_close(&sink);
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	test_scan_until(&scan, UINT32_MAX);
	test_scan_rows_are(&scan, "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":null}\n"
	                          "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":null}\n");
	end_scan();
	end_cluster();
}
END_TEST

static int check_with(const char *const *options, struct leat_err *err)
{
	static const char *const none[] = { NULL };

	test_table_init(&table, &leat_connector_kafka, options, &leat_format_json, none);
	int r = leat_connector_kafka.check(&table.table, false, err);
	test_table_done(&table);
	return r;
}

START_TEST(wrong_options)
{
	struct leat_err err;
#define SERVERS "properties.bootstrap.servers", "localhost:1"

	ck_assert_int_eq(check_with(MORE("topic", "t"), &err), -LEAT_E_OPTION_MISSING);
	ck_assert_int_eq(check_with(MORE(SERVERS), &err), -LEAT_E_OPTION_MISSING);
	ck_assert_int_eq(check_with(MORE(SERVERS, "topic", "t", "topic-pattern", "t.*"), &err),
	                 -LEAT_E_OPTION_VALUE);
	ck_assert_int_eq(check_with(MORE(SERVERS, "topic", "t", "properties.nonsense", "1"), &err),
	                 -LEAT_E_OPTION_UNKNOWN);
	ck_assert_int_eq(check_with(MORE(SERVERS, "topic", "t", "properties.fetch.min.bytes", "SECRET"),
	                            &err),
	                 -LEAT_E_OPTION_VALUE);
	ck_assert_ptr_null(strstr(err.message, "SECRET"));
	ck_assert_int_eq(check_with(MORE(SERVERS, "topic", "t", "scan.startup.mode", "specific-offsets",
	                                 "scan.startup.specific-offsets", "partition:0;offset:1"),
	                            &err),
	                 -LEAT_E_OPTION_VALUE);
	ck_assert_int_eq(check_with(MORE(SERVERS, "topic", "t", "properties.key.deserializer", "x.Y",
	                                 "properties.fetch.max.wait.ms", "10",
	                                 "properties.sasl.jaas.config",
	                                 "x.PlainLoginModule required username=\"u\" password=\"p\";"),
	                            &err),
	                 0);
#undef SERVERS
}
END_TEST

START_TEST(patterns_find_new_topics)
{
	begin_cluster();
	produce("test", 0, 1, 1);
	const char *options[] = { "topic-pattern", "te.t|later",
		                  "properties.bootstrap.servers", servers(),
		                  "scan.startup.mode", "earliest-offset",
		                  "scan.topic-partition-discovery.interval", "50 ms", NULL };
	static const char *const none[] = { NULL };
	test_table_init(&table, &leat_connector_kafka, options, &leat_format_json, none);
	test_column(&table, "a", leat_type_basic(LEAT_INT), NULL);
	test_scan_init(&scan, &table);
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
	test_scan_until(&scan, 1);
	ck_assert_int_eq(rd_kafka_mock_topic_create(cluster, "later", 1, 1), 0);
	produce("later", 0, 2, 1);
	test_scan_until(&scan, 2);
	test_scan_rows_are(&scan, "{\"a\":1}\n{\"a\":2}\n");
	produce("test", 0, 3, 1);
	test_scan_until(&scan, 3);
	ck_assert_uint_eq(leat_scan_split_count(scan.scan), 3);
	end_scan();
	end_cluster();
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, earliest_to_latest);
	tcase_add_test(tc, latest_sees_what_comes);
	tcase_add_test(tc, specific_offsets);
	tcase_add_test(tc, group_offsets);
	tcase_add_test(tc, goes_on_at_a_position);
	tcase_add_loop_test(tc, lost_records, 0, 2);
	tcase_add_test(tc, jams);
	tcase_add_loop_test(tc, broker_away_and_back, 0, 2);
	tcase_add_test(tc, columns_of_the_record);
	tcase_add_test(tc, writes);
	tcase_add_test(tc, wrong_options);
	tcase_add_test(tc, patterns_find_new_topics);
}

int main(void)
{
	return suite_main("kafka", add);
}
