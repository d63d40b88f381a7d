/* SPDX-License-Identifier: Apache-2.0 */
/* The embedded broker, seen by librdkafka's consumer. */
#include "dev/broker.h"

#include <arpa/inet.h>
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "suite.h"

enum { WAIT_MS = 20000 };

static struct leat_err err;

static struct leat_dev_broker *open_at(uint16_t port)
{
	struct leat_dev_broker_options options = { .port = port };
	struct leat_dev_broker *broker;

	ck_assert_int_eq(leat_dev_broker_open(&options, &broker, &err), 0);
	return broker;
}

/* A socket bound to a port of its own; the port is free once it is closed. */
static int take_port(uint16_t *ret_port)
{
	struct sockaddr_in addr = { .sin_family = AF_INET };
	socklen_t size = sizeof(addr);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&addr, sizeof(addr)), 0);
	ck_assert_int_eq(listen(fd, 1), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&addr, &size), 0);
	*ret_port = ntohs(addr.sin_port);
	return fd;
}

static uint16_t free_port(void)
{
	uint16_t port;

	close(take_port(&port));
	return port;
}

static bool can_connect(uint16_t port)
{
	struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int r = connect(fd, (struct sockaddr *)&addr, sizeof(addr));
	close(fd);
	return r == 0;
}

static rd_kafka_t *consume(struct leat_dev_broker *broker, const char *topic, int32_t partition)
{
	rd_kafka_conf_t *conf = rd_kafka_conf_new();
	rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
	char why[200];

	rd_kafka_conf_set(conf, "bootstrap.servers", leat_dev_broker_address(broker), why,
	                  sizeof(why));
	rd_kafka_conf_set(conf, "group.id", "test", why, sizeof(why));
	rd_kafka_conf_set(conf, "fetch.wait.max.ms", "10", why, sizeof(why));
	rd_kafka_conf_set(conf, "reconnect.backoff.ms", "5", why, sizeof(why));
	rd_kafka_conf_set(conf, "reconnect.backoff.max.ms", "20", why, sizeof(why));
	rd_kafka_conf_set(conf, "log_level", "0", why, sizeof(why));
	rd_kafka_t *consumer = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof(why));
	ck_assert_msg(consumer, "%s", why);
	rd_kafka_topic_partition_list_add(list, topic, partition)
		->offset = RD_KAFKA_OFFSET_BEGINNING;
	ck_assert_int_eq(rd_kafka_assign(consumer, list), 0);
	rd_kafka_topic_partition_list_destroy(list);
	return consumer;
}

/* The next record, past whatever goes wrong on the way. */
static rd_kafka_message_t *next(rd_kafka_t *consumer)
{
	for (;;) {
		rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer, WAIT_MS);

		ck_assert_msg(message, "no record came");
		if (!message->err)
			return message;
		rd_kafka_message_destroy(message);
	}
}

static void stop(rd_kafka_t *consumer)
{
	rd_kafka_consumer_close(consumer);
	rd_kafka_destroy(consumer);
}

static void produce(struct leat_dev_broker *broker, const char *value, int64_t timestamp_ms)
{
	struct leat_dev_record record = { .topic = "t",
		                          .key = LEAT_STR("k"),
		                          .value = { value, value ? (uint32_t)strlen(value) : 0 },
		                          .timestamp_ms = timestamp_ms };

	ck_assert_int_eq(leat_dev_broker_produce(broker, &record, &err), 0);
	ck_assert_int_eq(leat_dev_broker_flush(broker, WAIT_MS, &err), 0);
}

static void expect(rd_kafka_t *consumer, int64_t offset, const char *value, int64_t timestamp_ms)
{
	rd_kafka_message_t *message = next(consumer);
	rd_kafka_timestamp_type_t type;

	ck_assert_int_eq(message->offset, offset);
	ck_assert_int_eq(rd_kafka_message_timestamp(message, &type), timestamp_ms);
	ck_assert_int_eq(type, RD_KAFKA_TIMESTAMP_CREATE_TIME);
	ck_assert_uint_eq(message->key_len, 1);
	if (value) {
		ck_assert_uint_eq(message->len, strlen(value));
		ck_assert_mem_eq(message->payload, value, message->len);
	} else {
		ck_assert_ptr_null(message->payload);
	}
	rd_kafka_message_destroy(message);
}

START_TEST(keeps_records_with_their_time)
{
	struct leat_dev_broker *broker = open_at(0);

	produce(broker, "one", 1700000000123);
	produce(broker, NULL, 1700000000001);
	rd_kafka_t *consumer = consume(broker, "t", 0);
	expect(consumer, 0, "one", 1700000000123);
	expect(consumer, 1, NULL, 1700000000001);
	stop(consumer);
	leat_dev_broker_close(broker);
}
END_TEST

START_TEST(listens_where_it_is_told)
{
	uint16_t port = free_port();
	struct leat_dev_broker *broker = open_at(port);
	char want[32];

	(void)snprintf(want, sizeof(want), "127.0.0.1:%u", port);
	ck_assert_uint_eq(leat_dev_broker_port(broker), port);
	ck_assert_str_eq(leat_dev_broker_address(broker), want);
	/* The metadata must name that port too, or nothing would come. */
	produce(broker, "one", 1);
	rd_kafka_t *consumer = consume(broker, "t", 0);
	expect(consumer, 0, "one", 1);
	stop(consumer);
	leat_dev_broker_close(broker);
	ck_assert(!can_connect(port));
}
END_TEST

START_TEST(takes_another_port_when_it_must)
{
	uint16_t port;
	int fd = take_port(&port);
	struct leat_dev_broker *broker = open_at(port);

	ck_assert_uint_ne(leat_dev_broker_port(broker), port);
	ck_assert(can_connect(leat_dev_broker_port(broker)));
	produce(broker, "one", 1);
	leat_dev_broker_close(broker);
	close(fd);
}
END_TEST

START_TEST(goes_down_and_comes_back)
{
	uint16_t port = _i ? free_port() : 0;
	struct leat_dev_broker *broker = open_at(port);

	port = leat_dev_broker_port(broker);
	produce(broker, "one", 1);
	rd_kafka_t *consumer = consume(broker, "t", 0);
	expect(consumer, 0, "one", 1);
	for (int i = 0; i < 3; i++) {
		leat_dev_broker_set_down(broker, i == 1 ? 1 : -1, true);
		ck_assert(!can_connect(port));
		leat_dev_broker_set_down(broker, -1, false);
		ck_assert(can_connect(port));
		produce(broker, "more", 2);
		expect(consumer, i + 1, "more", 2);
	}
	stop(consumer);
	leat_dev_broker_close(broker);
}
END_TEST

START_TEST(fails_on_request)
{
	struct leat_dev_broker *broker = open_at(0);
	struct leat_dev_record record = { .topic = "t", .partition = 2, .value = LEAT_STR("x") };

	/* Kafka's MESSAGE_TOO_LARGE is not tried again. */
	produce(broker, "one", 1);
	leat_dev_broker_fail_requests(broker, 0, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, 1);
	ck_assert_int_eq(leat_dev_broker_produce(broker, &record, &err), 0);
	ck_assert_int_eq(leat_dev_broker_flush(broker, WAIT_MS, &err), -LEAT_E_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(err.message, "1 records were not written: "));
	ck_assert_int_eq(leat_dev_broker_produce(broker, &record, &err), 0);
	ck_assert_int_eq(leat_dev_broker_flush(broker, WAIT_MS, &err), 0);
	leat_dev_broker_set_rtt(broker, -1, 300);
	ck_assert_int_eq(leat_dev_broker_produce(broker, &record, &err), 0);
	ck_assert_int_eq(leat_dev_broker_flush(broker, 20, &err), -LEAT_E_UNAVAILABLE);
	leat_dev_broker_set_rtt(broker, -1, 0);
	ck_assert_int_eq(leat_dev_broker_flush(broker, WAIT_MS, &err), 0);
	leat_dev_broker_close(broker);
}
END_TEST

START_TEST(makes_topics)
{
	struct leat_dev_broker_options options = { .brokers = 3 };
	struct leat_dev_broker *broker;
	struct leat_dev_record record = { .topic = "wide", .partition = 6, .value = LEAT_STR("x") };

	ck_assert_int_eq(leat_dev_broker_open(&options, &broker, &err), 0);
	ck_assert_ptr_nonnull(leat_dev_broker_cluster(broker));
	ck_assert_int_eq(leat_dev_broker_create_topic(broker, "wide", 7, &err), 0);
	ck_assert_int_eq(leat_dev_broker_create_topic(broker, "wide", 7, &err), -LEAT_E_CONFLICT);
	ck_assert_ptr_nonnull(strstr(err.message, "\"wide\""));
	ck_assert_int_eq(leat_dev_broker_produce(broker, &record, &err), 0);
	ck_assert_int_eq(leat_dev_broker_flush(broker, WAIT_MS, &err), 0);
	record.partition = 7;
	int r = leat_dev_broker_produce(broker, &record, &err);
	ck_assert_int_eq(r ? r : leat_dev_broker_flush(broker, WAIT_MS, &err),
	                 r ? -LEAT_E_USAGE : -LEAT_E_UNAVAILABLE);
	leat_dev_broker_close(broker);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, keeps_records_with_their_time);
	tcase_add_test(tc, listens_where_it_is_told);
	tcase_add_test(tc, takes_another_port_when_it_must);
	tcase_add_loop_test(tc, goes_down_and_comes_back, 0, 2);
	tcase_add_test(tc, fails_on_request);
	tcase_add_test(tc, makes_topics);
}

int main(void)
{
	return suite_main("broker", add);
}
