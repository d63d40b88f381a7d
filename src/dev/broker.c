/* SPDX-License-Identifier: Apache-2.0 */
/* The embedded broker: librdkafka's mock cluster, and a producer on the same client. */
#include "dev/broker.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "dev/listener.h"

enum {
	FIRST_BROKER = 1, /**< The mock counts brokers from 1. */
};

struct leat_dev_broker {
	rd_kafka_t *client; /**< Runs the mock, and produces. */
	rd_kafka_mock_cluster_t *cluster;
	uint16_t port;       /**< Of the first broker, as clients see it. */
	uint16_t mock_port;  /**< Of the first broker, as the mock thinks. */
	char address[32];    /**< "127.0.0.1:port". */
	bool can_produce;    /**< The client knows the address. */
	size_t failed_count; /**< Records that were not written since the last flush. */
	rd_kafka_resp_err_t last_failure; /**< Why, for the newest of these. */
};

static void on_log(const rd_kafka_t *client, int level, const char *facility, const char *text)
{
	(void)client;
	(void)level; /* what goes wrong comes back as an error, or a test asked for it */
	LEAT_LOG(DEBUG, DEV, NULL, "broker", leat_log_text("facility", facility),
	         leat_log_text("detail", text));
}

static void on_delivery(rd_kafka_t *client, const rd_kafka_message_t *message, void *owner)
{
	struct leat_dev_broker *broker = owner;

	(void)client;
	if (!message->err)
		return;
	broker->failed_count++;
	broker->last_failure = message->err;
}

static int set(rd_kafka_conf_t *conf, const char *name, const char *value, struct leat_err *err)
{
	char why[200];

	if (rd_kafka_conf_set(conf, name, value, why, sizeof(why)) == RD_KAFKA_CONF_OK)
		return 0;
	return leat_err_set(err, LEAT_E_INTERNAL, "the embedded broker's client: %s", why);
}

static int open_client(struct leat_dev_broker *broker, struct leat_err *err)
{
	rd_kafka_conf_t *conf = rd_kafka_conf_new();
	char why[200];
	int r = set(conf, "client.id", "leat-dev", err);

	/* Records are few and wanted at once; those of a test may be many. */
	if (!r)
		r = set(conf, "linger.ms", "1", err);
	if (!r)
		r = set(conf, "queue.buffering.max.messages", "1000000", err);
	if (!r)
		r = set(conf, "broker.address.family", "v4", err);
	if (r) {
		rd_kafka_conf_destroy(conf);
		return r;
	}
	rd_kafka_conf_set_log_cb(conf, on_log);
	rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
	rd_kafka_conf_set_opaque(conf, broker);
	broker->client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof(why));
	if (broker->client)
		return 0;
	rd_kafka_conf_destroy(conf);
	return leat_err_set(err, LEAT_E_UNAVAILABLE, "cannot start the embedded broker: %s", why);
}

/* Have the first broker listen on the wanted port, if that can be had. */
static void move_to(struct leat_dev_broker *broker, uint16_t port)
{
#if RD_KAFKA_VERSION >= 0x020f00ff
	struct leat_err err;

	if (leat_dev_listener_move(broker->mock_port, port, true, &err)) {
		LEAT_LOG(WARN, DEV, NULL, "the broker takes a free port instead",
		         leat_log_i64("wanted", port), leat_log_i64("port", broker->port),
		         leat_log_text("reason", err.message));
		return;
	}
	broker->port = port;
	rd_kafka_mock_broker_set_host_port(broker->cluster, FIRST_BROKER, "127.0.0.1", port);
	/* Any order wakes the mock's thread, which may be waiting at the old socket. */
	(void)rd_kafka_mock_broker_set_rtt(broker->cluster, FIRST_BROKER, 0);
#else
	LEAT_LOG(WARN, DEV, NULL, "the broker takes a free port instead",
	         leat_log_i64("wanted", port), leat_log_i64("port", broker->port),
	         leat_log_text("reason", "this version of librdkafka cannot choose"));
#endif
}

/* The mock offers versions of requests that it does not read as Java clients write them: they get
 * those before, which librdkafka uses too. */
static void limit_versions(struct leat_dev_broker *broker)
{
	static const struct {
		int16_t api;
		int16_t max;
	} limits[] = {
		{ 11, 5 }, /* JoinGroup */
		{ 12, 3 }, /* Heartbeat */
		{ 13, 1 }, /* LeaveGroup */
		{ 14, 3 }, /* SyncGroup */
	};

	for (size_t i = 0; i < LEAT_COUNT(limits); i++)
		(void)rd_kafka_mock_set_apiversion(broker->cluster, limits[i].api, 0,
		                                   limits[i].max);
}

int leat_dev_broker_open(const struct leat_dev_broker_options *options,
                         struct leat_dev_broker **ret_broker, struct leat_err *err)
{
	struct leat_dev_broker *broker = leat_zalloc(sizeof(*broker));
	unsigned port;
	int r = open_client(broker, err);

	if (r) {
		free(broker);
		return r;
	}
	broker->cluster = rd_kafka_mock_cluster_new(broker->client,
	                                            options->brokers ? (int)options->brokers : 1);
	if (!broker->cluster ||
	    sscanf(rd_kafka_mock_cluster_bootstraps(broker->cluster), "%*[^:]:%u", &port) != 1) {
		leat_dev_broker_close(broker);
		return leat_err_set(err, LEAT_E_UNAVAILABLE, "cannot start the embedded broker");
	}
	broker->port = broker->mock_port = (uint16_t)port;
	if (options->port && options->port != broker->port)
		move_to(broker, options->port);
	(void)snprintf(broker->address, sizeof(broker->address), "127.0.0.1:%u", broker->port);
	limit_versions(broker);
	/* Nobody who tries something out waits for further members of a group. */
	rd_kafka_mock_group_initial_rebalance_delay_ms(broker->cluster, 0);
	*ret_broker = broker;
	return 0;
}

struct leat_dev_broker *leat_dev_broker_close(struct leat_dev_broker *broker)
{
	if (!broker)
		return NULL;
	(void)rd_kafka_purge(broker->client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
	if (broker->cluster)
		rd_kafka_mock_cluster_destroy(broker->cluster);
	rd_kafka_destroy(broker->client);
	free(broker);
	return NULL;
}

const char *leat_dev_broker_address(const struct leat_dev_broker *broker)
{
	return broker->address;
}

uint16_t leat_dev_broker_port(const struct leat_dev_broker *broker)
{
	return broker->port;
}

struct rd_kafka_mock_cluster_s *leat_dev_broker_cluster(struct leat_dev_broker *broker)
{
	return broker->cluster;
}

int leat_dev_broker_create_topic(struct leat_dev_broker *broker, const char *name,
                                 uint32_t partitions, struct leat_err *err)
{
	rd_kafka_resp_err_t r = rd_kafka_mock_topic_create(broker->cluster, name, (int)partitions,
	                                                   1);

	if (!r)
		return 0;
	return leat_err_set(
		err, r == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS ? LEAT_E_CONFLICT : LEAT_E_USAGE,
		"cannot make the topic \"%s\": %s", name, rd_kafka_err2str(r));
}

/* ---- producing ---- */

int leat_dev_broker_produce(struct leat_dev_broker *broker, const struct leat_dev_record *record,
                            struct leat_err *err)
{
	/* Not before: who only consumes needs no connection of ours. */
	if (!broker->can_produce && rd_kafka_brokers_add(broker->client, broker->address) < 1)
		return leat_err_set(err, LEAT_E_INTERNAL, "the embedded broker has no address");
	broker->can_produce = true;
	for (;;) {
		rd_kafka_resp_err_t r = rd_kafka_producev(
			broker->client, RD_KAFKA_V_TOPIC(record->topic),
			RD_KAFKA_V_PARTITION(record->partition),
			RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
			RD_KAFKA_V_KEY(record->key.p, record->key.n),
			RD_KAFKA_V_VALUE((void *)record->value.p, record->value.n),
			RD_KAFKA_V_TIMESTAMP(record->timestamp_ms), RD_KAFKA_V_END);

		if (!r)
			return 0;
		if (r != RD_KAFKA_RESP_ERR__QUEUE_FULL)
			return leat_err_set(err, LEAT_E_USAGE,
			                    "cannot write to the topic \"%s\": %s", record->topic,
			                    rd_kafka_err2str(r));
		LEAT_TRY(leat_dev_broker_flush(broker, 10000, err));
	}
}

int leat_dev_broker_flush(struct leat_dev_broker *broker, int timeout_ms, struct leat_err *err)
{
	rd_kafka_resp_err_t r = rd_kafka_flush(broker->client, timeout_ms);
	size_t failed_count = broker->failed_count;

	broker->failed_count = 0;
	if (r)
		return leat_err_set(err, LEAT_E_UNAVAILABLE,
		                    "the embedded broker takes no records: %s",
		                    rd_kafka_err2str(r));
	if (failed_count > 0)
		return leat_err_set(err, LEAT_E_UNAVAILABLE, "%zu records were not written: %s",
		                    failed_count, rd_kafka_err2str(broker->last_failure));
	return 0;
}

/* ---- failures ---- */

static void set_first_down(struct leat_dev_broker *broker)
{
	(void)rd_kafka_mock_broker_set_down(broker->cluster, FIRST_BROKER);
	if (broker->port == broker->mock_port)
		return;
	/* The mock has a new socket, on the old port, for when it is up again. */
	struct leat_err err;
	if (leat_dev_listener_move(broker->mock_port, broker->port, false, &err))
		LEAT_LOG(WARN, DEV, NULL, "the broker has lost its port",
		         leat_log_text("reason", err.message));
}

void leat_dev_broker_set_down(struct leat_dev_broker *broker, int32_t id, bool is_down)
{
	/* These fail only for a broker that does not exist, which then stays so. */
	if (is_down && (id == FIRST_BROKER || id == -1))
		set_first_down(broker);
	if (is_down && id != FIRST_BROKER)
		(void)rd_kafka_mock_broker_set_down(broker->cluster, id);
	if (!is_down)
		(void)rd_kafka_mock_broker_set_up(broker->cluster, id);
}

void leat_dev_broker_set_rtt(struct leat_dev_broker *broker, int32_t id, int rtt_ms)
{
	(void)rd_kafka_mock_broker_set_rtt(broker->cluster, id, rtt_ms); /* as above */
}

void leat_dev_broker_fail_requests(struct leat_dev_broker *broker, int16_t api_key, int error,
                                   size_t count)
{
	rd_kafka_resp_err_t *errors = leat_malloc((count ? count : 1) * sizeof(*errors));

	for (size_t i = 0; i < count; i++)
		errors[i] = (rd_kafka_resp_err_t)error;
	rd_kafka_mock_push_request_errors_array(broker->cluster, api_key, count, errors);
	free(errors);
}
