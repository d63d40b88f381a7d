/* SPDX-License-Identifier: Apache-2.0 */
/* The client's configuration from properties.*, with the names of the Java client translated. */
#include <string.h>

#include "base/log.h"
#include "connectors/kafka/kafka_int.h"

/* Properties of the Java client that librdkafka calls otherwise; NULL: it has no such thing and
 * does not need it. */
static const struct {
	const char *java;
	const char *ours;
} names[] = {
	{ "auto.offset.reset", NULL }, /* Is for group-offsets, which are looked up here. */
	{ "buffer.memory", NULL },
	{ "client.dns.lookup", "client.dns.lookup" },
	{ "connections.max.idle.ms", "connections.max.idle.ms" },
	{ "default.api.timeout.ms", NULL },
	{ "enable.auto.commit", NULL },
	{ "exclude.internal.topics", NULL },
	{ "fetch.max.wait.ms", "fetch.wait.max.ms" },
	{ "interceptor.classes", NULL },
	{ "key.deserializer", NULL },
	{ "key.serializer", NULL },
	{ "max.block.ms", NULL },
	{ "max.poll.records", NULL },
	{ "max.request.size", "message.max.bytes" },
	{ "delivery.timeout.ms", "message.timeout.ms" },
	{ "metric.reporters", NULL },
	{ "metrics.num.samples", NULL },
	{ "metrics.recording.level", NULL },
	{ "metrics.sample.window.ms", NULL },
	{ "partition.assignment.strategy", NULL },
	{ "partition.discovery.interval.ms", NULL },
	{ "partitioner.class", NULL },
	{ "receive.buffer.bytes", "socket.receive.buffer.bytes" },
	{ "request.timeout.ms", "socket.timeout.ms" },
	{ "sasl.client.callback.handler.class", NULL },
	{ "sasl.login.callback.handler.class", NULL },
	{ "send.buffer.bytes", "socket.send.buffer.bytes" },
	{ "ssl.keystore.certificate.chain", "ssl.certificate.pem" },
	{ "ssl.keystore.key", "ssl.key.pem" },
	{ "ssl.truststore.certificates", "ssl.ca.pem" },
	{ "ssl.protocol", NULL },
	{ "ssl.enabled.protocols", NULL },
	{ "value.deserializer", NULL },
	{ "value.serializer", NULL },
};

static int set(rd_kafka_conf_t *conf, const char *key, const char *value,
               const struct leat_opt_pair *pair, struct leat_err *err)
{
	char why[256];

	if (rd_kafka_conf_set(conf, key, value, why, sizeof(why)) == RD_KAFKA_CONF_OK)
		return 0;
	/* The library's text may quote the value, which may be a secret. */
	if (rd_kafka_conf_set(conf, key, NULL, why, sizeof(why)) == RD_KAFKA_CONF_UNKNOWN)
		return leat_err_at(err, LEAT_E_OPTION_UNKNOWN, pair->key_span,
		                   "the Kafka client has no property '%.*s'",
		                   LEAT_STR_ARG(pair->key));
	return leat_err_at(err, LEAT_E_OPTION_VALUE, pair->value_span,
	                   "the Kafka client does not take this value of '%.*s'",
	                   LEAT_STR_ARG(pair->key));
}

/* key="value" in a JAAS line, into @p arena; NULL when it is not there. */
static const char *jaas_value(struct leat_arena *arena, const char *text, const char *key)
{
	size_t n = strlen(key);

	for (const char *p = text; (p = strstr(p, key)); p += n) {
		const char *q = p + n;
		if (p == text || (p[-1] != ' ' && p[-1] != '\t' && p[-1] != '\n'))
			continue;
		while (*q == ' ')
			q++;
		if (*q++ != '=')
			continue;
		while (*q == ' ')
			q++;
		char quote = *q == '"' || *q == '\'' ? *q++ : 0;
		const char *end = quote ? strchr(q, quote) : q + strcspn(q, " ;");
		return end ? leat_arena_dup(arena, q, (size_t)(end - q)) : NULL;
	}
	return NULL;
}

/* "org.apache.kafka.common.security.plain.PlainLoginModule required username="a" password="b";" */
static int set_jaas(rd_kafka_conf_t *conf, struct leat_arena *arena,
                    const struct leat_opt_pair *pair, struct leat_err *err)
{
	const char *line = leat_arena_dup(arena, pair->value.p, pair->value.n);
	const char *user = jaas_value(arena, line, "username");
	const char *password = jaas_value(arena, line, "password");

	if (!user || !password)
		return leat_err_at(err, LEAT_E_OPTION_VALUE, pair->value_span,
		                   "'properties.sasl.jaas.config' has no username and password");
	LEAT_TRY(set(conf, "sasl.username", user, pair, err));
	return set(conf, "sasl.password", password, pair, err);
}

static int set_store(rd_kafka_conf_t *conf, struct leat_arena *arena, const char *ours,
                     const struct leat_opt_pair *pair, struct leat_err *err)
{
	const char *path = leat_arena_dup(arena, pair->value.p, pair->value.n);
	size_t n = pair->value.n;

	if (n > 4 && (strcmp(path + n - 4, ".jks") == 0 || strcmp(path + n - 4, ".JKS") == 0)) {
		int r = leat_err_at(err, LEAT_E_UNSUPPORTED, pair->value_span,
		                    "'properties.%.*s' is a Java key store, which only Java reads",
		                    LEAT_STR_ARG(pair->key));
		leat_err_hint(
			err, "give PEM files: properties.ssl.ca.location, ssl.certificate.location "
			     "and ssl.key.location");
		return r;
	}
	return set(conf, ours, path, pair, err);
}

static int set_property(rd_kafka_conf_t *conf, struct leat_arena *arena,
                        const struct leat_opt_pair *pair, struct leat_err *err)
{
	const char *key = leat_arena_dup(arena, pair->key.p, pair->key.n);
	const char *value = leat_arena_dup(arena, pair->value.p, pair->value.n);

	if (leat_str_is(pair->key, "sasl.jaas.config"))
		return set_jaas(conf, arena, pair, err);
	if (leat_str_is(pair->key, "ssl.truststore.location"))
		return set_store(conf, arena, "ssl.ca.location", pair, err);
	if (leat_str_is(pair->key, "ssl.keystore.location"))
		return set_store(conf, arena, "ssl.keystore.location", pair, err);
	if (leat_str_is(pair->key, "ssl.truststore.type") ||
	    leat_str_is(pair->key, "ssl.keystore.type") ||
	    leat_str_is(pair->key, "ssl.truststore.password"))
		return 0;
	if (leat_str_is(pair->key, "ssl.endpoint.identification.algorithm") && !pair->value.n)
		value = "none";
	for (size_t i = 0; i < LEAT_COUNT(names); i++) {
		if (!leat_str_is(pair->key, names[i].java))
			continue;
		if (!names[i].ours)
			return 0;
		key = names[i].ours;
	}
	return set(conf, key, value, pair, err);
}

void leat_kafka_conf_default(const struct kafka_config *config, rd_kafka_conf_t *conf,
                             const char *key, const char *value)
{
	char why[256];

	if (leat_kafka_property(config, key).p)
		return;
	/* An older library may not know it; it is then slower, not wrong. */
	(void)rd_kafka_conf_set(conf, key, value, why, sizeof(why));
}

int leat_kafka_conf(const struct kafka_config *config, struct leat_str job_name, bool is_producer,
                    rd_kafka_conf_t **ret, struct leat_err *err)
{
	static const char *const consumer_only[] = { "group.id", "group.instance.id", "isolation.level",
		                                     "fetch.min.bytes", "max.poll.interval.ms",
		                                     "session.timeout.ms", "max.partition.fetch.bytes" };
	struct leat_arena *arena = leat_arena_new(0);
	rd_kafka_conf_t *conf = rd_kafka_conf_new();
	int r = 0;

	const char *id = leat_arena_printf(arena, "leat-%.*s", LEAT_STR_ARG(job_name));
	leat_kafka_conf_default(config, conf, "client.id", id);
	for (uint32_t i = 0; i < config->properties.count && !r; i++) {
		const struct leat_opt_pair *pair = &config->properties.pairs[i];
		bool is_passed_over = false;
		for (size_t k = 0; k < LEAT_COUNT(consumer_only); k++)
			is_passed_over |= is_producer && leat_str_is(pair->key, consumer_only[k]);
		if (!is_passed_over)
			r = set_property(conf, arena, pair, err);
	}
	leat_arena_free(arena);
	if (r) {
		rd_kafka_conf_destroy(conf);
		return r;
	}
	rd_kafka_conf_set_log_cb(conf, leat_kafka_log);
	*ret = conf;
	return 0;
}

void leat_kafka_log(const rd_kafka_t *client, int level, const char *facility, const char *text)
{
	const struct leat_log_field fields[] = {
		leat_log_text("client", client ? rd_kafka_name(client) : NULL),
		leat_log_text("facility", facility),
		leat_log_text("text", text),
	};

	/* syslog's levels: up to 3 are errors, 4 is a warning, 7 is debugging. */
	leat_log_write(level <= 3   ? LEAT_LOG_WARN
	               : level <= 6 ? LEAT_LOG_INFO
	                            : LEAT_LOG_DEBUG,
	               LEAT_LOG_GROUP_KAFKA, NULL, "librdkafka", fields, LEAT_COUNT(fields));
}
