/* SPDX-License-Identifier: Apache-2.0 */
/* The embedded Kafka broker as a program that takes commands, one a line, so that scripts can make it fail.
 *
 *     broker [BROKERS]              prints its address, then answers each command with "ok" or "error: .."
 *
 *     topic NAME PARTITIONS         put NAME PARTITION VALUE       flush
 *     down ID     up ID             rtt ID MS                      (ID -1: all brokers)
 *     fail API CODE COUNT           leader NAME PARTITION ID
 */
#include <inttypes.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dev/broker.h"

enum { LINE_BYTES = 1 << 20, FLUSH_MS = 20000 };

static struct leat_dev_broker *broker;

static int put(char *line, struct leat_err *err)
{
	struct leat_dev_record record = { .topic = strtok(line, " ") };
	char *partition = strtok(NULL, " "), *value = strtok(NULL, "");

	if (!record.topic || !partition || !value)
		return leat_err_set(err, LEAT_E_USAGE, "put NAME PARTITION VALUE");
	record.partition = atoi(partition);
	record.value = (struct leat_str){ value, (uint32_t)strlen(value) };
	return leat_dev_broker_produce(broker, &record, err);
}

static int set_leader(const char *name, int partition, int id, struct leat_err *err)
{
	rd_kafka_resp_err_t code = rd_kafka_mock_partition_set_leader(leat_dev_broker_cluster(broker),
	                                                              name, partition, id);

	return code ? leat_err_set(err, LEAT_E_USAGE, "%s", rd_kafka_err2str(code)) : 0;
}

static int run(char *line, struct leat_err *err)
{
	char name[128];
	int a, b, c;

	if (!strncmp(line, "put ", 4))
		return put(line + 4, err);
	if (!strcmp(line, "flush"))
		return leat_dev_broker_flush(broker, FLUSH_MS, err);
	if (sscanf(line, "topic %127s %d", name, &a) == 2)
		return leat_dev_broker_create_topic(broker, name, (uint32_t)a, err);
	if (sscanf(line, "leader %127s %d %d", name, &a, &b) == 3)
		return set_leader(name, a, b, err);
	if (sscanf(line, "down %d", &a) == 1)
		leat_dev_broker_set_down(broker, a, true);
	else if (sscanf(line, "up %d", &a) == 1)
		leat_dev_broker_set_down(broker, a, false);
	else if (sscanf(line, "rtt %d %d", &a, &b) == 2)
		leat_dev_broker_set_rtt(broker, a, b);
	else if (sscanf(line, "fail %d %d %d", &a, &b, &c) == 3)
		leat_dev_broker_fail_requests(broker, (int16_t)a, b, (size_t)c);
	else
		return leat_err_set(err, LEAT_E_USAGE, "no command: %s", line);
	return 0;
}

int main(int argc, char **argv)
{
	static char line[LINE_BYTES];
	struct leat_dev_broker_options options = { .brokers = argc > 1 ? (uint32_t)atoi(argv[1]) : 1 };
	struct leat_err err;

	if (leat_dev_broker_open(&options, &broker, &err)) {
		fprintf(stderr, "%s\n", err.message);
		return 1;
	}
	printf("%s\n", leat_dev_broker_address(broker));
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (run(line, &err))
			printf("error: %s\n", err.message);
		else
			printf("ok\n");
		fflush(stdout);
	}
	leat_dev_broker_close(broker);
	return 0;
}
