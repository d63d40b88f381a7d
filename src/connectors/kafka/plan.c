/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the brokers which partitions there are and where to begin and end in them.
 *
 * All offsets are made concrete before anything is read: a position "latest" that moves between
 * two starts would lose records. */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "connectors/kafka/kafka_int.h"

/* Kafka's names for the ends of a partition where a time is asked for. */
enum {
	TIME_END = -1,
	TIME_BEGINNING = -2,
};

static bool fail(struct kafka_plan *plan, enum leat_err_code code, const char *what,
                 const char *why)
{
	plan->has_failed = true;
	(void)leat_err_set(&plan->err, code, "%s: %s", what, why);
	return false;
}

static bool fail_kafka(struct kafka_plan *plan, const char *what, rd_kafka_resp_err_t code)
{
	struct leat_str servers = leat_kafka_property(plan->config, "bootstrap.servers");
	char text[192];

	(void)snprintf(text, sizeof(text), "Kafka at %.*s: %s", LEAT_STR_ARG(servers), what);
	bool is_login = code == RD_KAFKA_RESP_ERR__AUTHENTICATION ||
	                code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
	                code == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED ||
	                code == RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED;
	return fail(plan, is_login ? LEAT_E_FORBIDDEN : LEAT_E_UNAVAILABLE, text,
	            rd_kafka_err2str(code));
}

static const struct kafka_range *find_known(const struct kafka_plan *plan, const char *topic,
                                            int32_t partition)
{
	for (uint32_t i = 0; i < plan->known_count; i++)
		if (plan->known[i].partition == partition &&
		    strcmp(plan->known[i].topic, topic) == 0)
			return &plan->known[i];
	return NULL;
}

/* ---- which partitions ---- */

static bool add_topic(struct kafka_plan *plan, const rd_kafka_metadata_topic_t *topic)
{
	if (topic->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || topic->partition_cnt == 0) {
		char text[300];
		(void)snprintf(text, sizeof(text), "topic \"%s\"", topic->topic);
		return fail(plan, LEAT_E_UNAVAILABLE, text, "there is no such topic yet");
	}
	if (topic->err)
		return fail_kafka(plan, topic->topic, topic->err);
	for (int i = 0; i < topic->partition_cnt; i++) {
		const struct kafka_range *known = find_known(plan, topic->topic,
		                                             topic->partitions[i].id);
		if (known && plan->is_discovery)
			continue;
		plan->ranges = leat_realloc(plan->ranges,
		                            (plan->range_count + 1) * sizeof(*plan->ranges));
		plan->ranges[plan->range_count++] = (struct kafka_range){
			.topic = leat_strndup(topic->topic, strlen(topic->topic)),
			.partition = topic->partitions[i].id,
			.begin = known ? known->begin : -1,
			.end = known ? known->end : INT64_MAX,
			.is_known = known != NULL,
		};
	}
	return true;
}

static bool find_listed(struct kafka_plan *plan)
{
	for (uint32_t i = 0; i < plan->config->topics.count; i++) {
		const struct rd_kafka_metadata *metadata;
		char *name = leat_strndup(plan->config->topics.items[i].p,
		                          plan->config->topics.items[i].n);
		rd_kafka_topic_t *topic = rd_kafka_topic_new(plan->client, name, NULL);
		rd_kafka_resp_err_t code = topic ? rd_kafka_metadata(plan->client, 0, topic,
		                                                     &metadata, plan->timeout_ms)
		                                 : rd_kafka_last_error();
		free(name);
		if (topic)
			rd_kafka_topic_destroy(topic);
		if (code)
			return fail_kafka(plan, "no answer to what topics there are", code);
		bool is_good = metadata->topic_cnt == 1 && add_topic(plan, &metadata->topics[0]);
		rd_kafka_metadata_destroy(metadata);
		if (!is_good)
			return false;
	}
	return true;
}

static bool find_matching(struct kafka_plan *plan)
{
	const struct rd_kafka_metadata *metadata;
	struct leat_str pattern = plan->config->topic_pattern;
	char *text = leat_malloc(pattern.n + 5);
	regex_t regex;

	(void)snprintf(text, pattern.n + 5, "^(%.*s)$", LEAT_STR_ARG(pattern));
	int r = regcomp(&regex, text, REG_EXTENDED | REG_NOSUB);
	free(text);
	leat_assert(r == 0); /* The table's check has tried it. */
	rd_kafka_resp_err_t code =
	        rd_kafka_metadata(plan->client, 1, NULL, &metadata, plan->timeout_ms);
	if (code) {
		regfree(&regex);
		return fail_kafka(plan, "no answer to what topics there are", code);
	}
	bool is_good = true;
	for (int i = 0; i < metadata->topic_cnt && is_good; i++) {
		const char *name = metadata->topics[i].topic;
		if (strncmp(name, "__", 2) != 0 && regexec(&regex, name, 0, NULL, 0) == 0)
			is_good = add_topic(plan, &metadata->topics[i]);
	}
	rd_kafka_metadata_destroy(metadata);
	regfree(&regex);
	return is_good;
}

/* ---- where in them ---- */

static rd_kafka_topic_partition_list_t *list_of(const struct kafka_plan *plan, int64_t offset)
{
	rd_kafka_topic_partition_list_t *list =
	        rd_kafka_topic_partition_list_new((int)plan->range_count);

	for (uint32_t i = 0; i < plan->range_count; i++)
		rd_kafka_topic_partition_list_add(list, plan->ranges[i].topic,
		                                  plan->ranges[i].partition)
			->offset = offset;
	return list;
}

/* The offsets of a time (TIME_END, TIME_BEGINNING or ms) into @p ret, one per range. */
static bool ask_time(struct kafka_plan *plan, int64_t time, int64_t *ret)
{
	rd_kafka_topic_partition_list_t *list = list_of(plan, time);
	rd_kafka_resp_err_t code = rd_kafka_offsets_for_times(plan->client, list, plan->timeout_ms);

	for (int i = 0; i < list->cnt && !code; i++) {
		code = list->elems[i].err;
		ret[i] = list->elems[i].offset;
	}
	rd_kafka_topic_partition_list_destroy(list);
	return code ? fail_kafka(plan, "no answer to what offsets there are", code) : true;
}

/* The group's offsets into @p ret, one per range; -1 where there is none. */
static bool ask_group(struct kafka_plan *plan, int64_t *ret)
{
	rd_kafka_topic_partition_list_t *list = list_of(plan, RD_KAFKA_OFFSET_INVALID);
	rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;

	if (leat_kafka_property(plan->config, "group.id").n)
		code = rd_kafka_committed(plan->client, list, plan->timeout_ms);
	for (int i = 0; i < list->cnt && !code; i++) {
		code = list->elems[i].err;
		ret[i] = list->elems[i].offset >= 0 ? list->elems[i].offset : -1;
	}
	rd_kafka_topic_partition_list_destroy(list);
	return code ? fail_kafka(plan, "no answer to what offsets the group has", code) : true;
}

/* Where partitions without a committed offset begin. */
static int64_t reset_time(const struct kafka_plan *plan)
{
	struct leat_str reset = leat_kafka_property(plan->config, "auto.offset.reset");

	return leat_str_is(reset, "latest") ? TIME_END : TIME_BEGINNING;
}

/* The offsets of @p mode (enum kafka_startup) into @p ret; -1 becomes what @p fallback is. */
static bool ask_mode(struct kafka_plan *plan, enum kafka_startup mode, struct leat_str specific,
                     int64_t timestamp_ms, int64_t fallback, int64_t *ret)
{
	int64_t *other = leat_zalloc((plan->range_count + 1) * sizeof(*other));
	bool is_good = true;

	switch (mode) {
	case KAFKA_EARLIEST:
		is_good = ask_time(plan, TIME_BEGINNING, ret);
		break;
	case KAFKA_LATEST:
		is_good = ask_time(plan, TIME_END, ret);
		break;
	case KAFKA_TIMESTAMP:
		/* No record that late: the end. */
		is_good = ask_time(plan, timestamp_ms, ret);
		fallback = TIME_END;
		break;
	case KAFKA_GROUP_OFFSETS:
		is_good = ask_group(plan, ret);
		break;
	case KAFKA_SPECIFIC:
		for (uint32_t i = 0; i < plan->range_count; i++)
			(void)leat_kafka_specific_offset(specific, plan->ranges[i].partition,
			                                 &ret[i]);
		break;
	}
	bool is_partial = false;
	for (uint32_t i = 0; i < plan->range_count && is_good; i++)
		is_partial |= ret[i] < 0;
	if (is_good && is_partial)
		is_good = ask_time(plan, fallback, other);
	for (uint32_t i = 0; i < plan->range_count && is_good; i++)
		if (ret[i] < 0)
			ret[i] = other[i];
	free(other);
	return is_good;
}

/* A restored position must still be there. */
static bool check_loss(struct kafka_plan *plan, struct kafka_range *range, int64_t low,
                       int64_t high)
{
	if (range->begin >= low && range->begin <= high)
		return true;
	if (plan->config->on_data_loss == KAFKA_LOSS_CONTINUE) {
		range->begin = low;
		return true;
	}
	plan->has_failed = true;
	(void)leat_err_set(
		&plan->err, LEAT_E_DATA_LOSS,
		"partition %d of topic \"%s\" has offsets %lld to %lld, and the job is at %lld",
		range->partition, range->topic, (long long)low, (long long)high,
		(long long)range->begin);
	leat_err_hint(&plan->err,
	              "set 'scan.on-data-loss' to continue to go on with what is there");
	return false;
}

static bool find_begins(struct kafka_plan *plan)
{
	const struct kafka_config *config = plan->config;
	int64_t *begin = leat_zalloc((plan->range_count + 1) * 3 * sizeof(*begin));
	int64_t *low = begin + plan->range_count, *high = low + plan->range_count;
	bool has_known = false;

	for (uint32_t i = 0; i < plan->range_count; i++)
		has_known |= plan->ranges[i].begin >= 0;
	/* A partition that is new to a running or restored job is read from its beginning. */
	enum kafka_startup mode = plan->is_discovery || has_known
	                                  ? KAFKA_EARLIEST
	                                  : (enum kafka_startup)config->startup;
	int64_t fallback = mode == KAFKA_GROUP_OFFSETS ? reset_time(plan) : TIME_BEGINNING;
	bool is_good = ask_mode(plan, mode, config->startup_offsets, config->startup_timestamp_ms,
	                        fallback, begin);
	if (is_good && has_known)
		is_good = ask_time(plan, TIME_BEGINNING, low) && ask_time(plan, TIME_END, high);
	for (uint32_t i = 0; i < plan->range_count && is_good; i++) {
		if (plan->ranges[i].begin < 0)
			plan->ranges[i].begin = begin[i];
		else
			is_good = check_loss(plan, &plan->ranges[i], low[i], high[i]);
	}
	free(begin);
	return is_good;
}

static bool find_ends(struct kafka_plan *plan)
{
	static const enum kafka_startup modes[] = { [KAFKA_UNTIL_LATEST] = KAFKA_LATEST,
		                                    [KAFKA_UNTIL_GROUP_OFFSETS] = KAFKA_GROUP_OFFSETS,
		                                    [KAFKA_UNTIL_TIMESTAMP] = KAFKA_TIMESTAMP,
		                                    [KAFKA_UNTIL_SPECIFIC] = KAFKA_SPECIFIC };
	const struct kafka_config *config = plan->config;
	bool is_good = true;

	if (config->bounded == KAFKA_UNBOUNDED)
		return true;
	int64_t *end = leat_zalloc((plan->range_count + 1) * sizeof(*end));
	is_good = ask_mode(plan, modes[config->bounded], config->bounded_offsets,
	                   config->bounded_timestamp_ms, TIME_END, end);
	for (uint32_t i = 0; i < plan->range_count && is_good; i++)
		if (!plan->ranges[i].is_known)
			plan->ranges[i].end = end[i];
	free(end);
	return is_good;
}

void leat_kafka_plan_run(struct kafka_plan *plan)
{
	plan->has_failed = false;
	bool is_good = plan->config->topic_pattern.n ? find_matching(plan) : find_listed(plan);
	if (is_good && plan->range_count)
		(void)(find_begins(plan) && find_ends(plan)); /* err says the rest. */
}

void leat_kafka_plan_free(struct kafka_plan *plan)
{
	for (uint32_t i = 0; i < plan->range_count; i++)
		free((char *)plan->ranges[i].topic);
	free(plan->ranges);
	plan->ranges = NULL;
	plan->range_count = 0;
}
