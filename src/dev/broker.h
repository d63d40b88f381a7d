/* SPDX-License-Identifier: Apache-2.0 */
/* The embedded Kafka broker of `leat dev` and of tests: librdkafka's mock cluster.
 *
 * It is for trying and for testing.  It listens on 127.0.0.1 only, makes topics (of four
 * partitions) when they are first written or asked for, and keeps everything in memory: nothing
 * when the process ends, and of each partition the newest 256 MB (at most 100000 batches).  It has
 * no security and does not make topics or change anything else over the wire.  Clients in Java and
 * librdkafka work with it.
 *
 * All this is so with the librdkafka of subprojects/, whose mock is patched a little
 * (packagefiles/librdkafka-mock.patch).  With a system's own, 5 MB of a partition are kept, the
 * port cannot be chosen before version 2.15, Java clients get no connection, offsets are not found
 * by time, and a fetch that waits is not answered before its time is over.
 *
 * The mock has a thread of its own; the functions here wait for it, but not for the network, unless
 * they say so. */
#pragma once

#include "leat/error.h"

struct leat_dev_broker;
struct rd_kafka_mock_cluster_s;

struct leat_dev_broker_options {
	uint16_t port;    /**< Of the first broker; 0, or taken: any free one. */
	uint32_t brokers; /**< Brokers of the cluster, with ids from 1; 0: one. */
};

/** Start the cluster.  When the port is taken another one is used and a warning logged: compare
 * leat_dev_broker_port(). */
int leat_dev_broker_open(const struct leat_dev_broker_options *options,
                         struct leat_dev_broker **ret_broker, struct leat_err *err) LEAT_MUSTCHECK;

/** Stop it and forget all records.  May take some milliseconds.  NULL is allowed.  Returns NULL. */
struct leat_dev_broker *leat_dev_broker_close(struct leat_dev_broker *broker);

/** The first broker as "127.0.0.1:9092", for bootstrap.servers.  Lives as long as the broker. */
const char *leat_dev_broker_address(const struct leat_dev_broker *broker);

/** The port in that address. */
uint16_t leat_dev_broker_port(const struct leat_dev_broker *broker);

/** Make the topic @p name; LEAT_E_CONFLICT when it exists. */
int leat_dev_broker_create_topic(struct leat_dev_broker *broker, const char *name,
                                 uint32_t partitions, struct leat_err *err) LEAT_MUSTCHECK;

/** A record to write. */
struct leat_dev_record {
	const char *topic;    /**< Made when it does not exist. */
	int32_t partition;    /**< -1: by the key. */
	struct leat_str key;  /**< p NULL: none. */
	struct leat_str value; /**< p NULL: none, as in a tombstone. */
	int64_t timestamp_ms; /**< Since 1970; 0: now. */
};

/** Queue @p record, which is copied, for writing. */
int leat_dev_broker_produce(struct leat_dev_broker *broker, const struct leat_dev_record *record,
                            struct leat_err *err) LEAT_MUSTCHECK;

/** Wait until the queued records are written, @p timeout_ms at the longest: for tests and for the
 * time before the loop runs.  Fails when one was not written. */
int leat_dev_broker_flush(struct leat_dev_broker *broker, int timeout_ms, struct leat_err *err)
        LEAT_MUSTCHECK;

/* ---- failures, for tests ---- */

/** Let broker @p id (-1: all) close its connections and refuse new ones, or take them again. */
void leat_dev_broker_set_down(struct leat_dev_broker *broker, int32_t id, bool is_down);

/** Let broker @p id (-1: all) answer after @p rtt_ms. */
void leat_dev_broker_set_rtt(struct leat_dev_broker *broker, int32_t id, int rtt_ms);

/** Answer the next @p count requests of kind @p api_key (Kafka's number, as 0 for Produce) with
 * @p error (Kafka's code); -195 (librdkafka's _TRANSPORT) closes the connection instead. */
void leat_dev_broker_fail_requests(struct leat_dev_broker *broker, int16_t api_key, int error,
                                   size_t count);

/** The mock itself, for what rdkafka_mock.h offers besides. */
struct rd_kafka_mock_cluster_s *leat_dev_broker_cluster(struct leat_dev_broker *broker);
