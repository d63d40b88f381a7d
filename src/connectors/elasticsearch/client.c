/* SPDX-License-Identifier: Apache-2.0 */
/* Requests to a cluster; see client.h. */
#include "connectors/elasticsearch/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/http_client.h"

/* One request on its way. */
struct call {
	struct leat_elastic_client *client;
	leat_elastic_answer_fn fn;
	void *owner;
	uint32_t token;
	uint32_t host; /* Index of the host that it was sent to. */
};

struct leat_elastic_client {
	struct leat_http_client *http;
	const struct leat_elastic_config *config;
	struct leat_arena *arena;   /* Of the job. */
	const char *const *hosts;   /* Base addresses without a slash at the end. */
	uint32_t host_count;
	uint32_t host;              /* The one that requests go to. */
	const char *user, *password, *ca_file; /* NULL when not given. */
	struct call *calls;         /* Slots; a free one has no fn. */
	uint32_t call_count;
};

static const char *text_or_null(struct leat_arena *arena, struct leat_str s)
{
	return s.n ? leat_arena_dup(arena, s.p, s.n) : NULL;
}

/* The table's hosts, else the configuration's. */
static struct leat_str default_hosts(const struct leat_sink *sink)
{
	for (uint32_t i = 0; i < sink->setting_count; i++)
		if (sink->settings[i].key.n == strlen("leat.elasticsearch.hosts") &&
		    !memcmp(sink->settings[i].key.p, "leat.elasticsearch.hosts",
		            sink->settings[i].key.n))
			return sink->settings[i].value;
	return (struct leat_str){ 0 };
}

static int add_host(struct leat_elastic_client *client, const char **hosts, struct leat_str host,
                    struct leat_err *err)
{
	bool has_scheme = leat_str_has_prefix(host, "http://") ||
	                  leat_str_has_prefix(host, "https://");

	while (host.n && host.p[host.n - 1] == '/')
		host.n--;
	if (!has_scheme) {
		leat_err_set(err, LEAT_E_OPTION_VALUE, "'%.*s' is not the address of a host",
		             LEAT_STR_ARG(host));
		leat_err_hint(err, "write it as 'http://localhost:9200'");
		return -LEAT_E_OPTION_VALUE;
	}
	hosts[client->host_count++] = leat_arena_printf(client->arena, "%.*s%.*s",
	                                                LEAT_STR_ARG(host),
	                                                LEAT_STR_ARG(client->config->path_prefix));
	return 0;
}

static int read_hosts(struct leat_elastic_client *client, const struct leat_sink *sink,
                      struct leat_err *err)
{
	struct leat_opt_list list = client->config->hosts;
	struct leat_str rest = default_hosts(sink);

	if (list.count) {
		const char **hosts = LEAT_ARENA_ARRAY(sink->arena, const char *, list.count);
		client->hosts = hosts;
		for (uint32_t i = 0; i < list.count; i++)
			LEAT_TRY(add_host(client, hosts, list.items[i], err));
		return 0;
	}
	const char **hosts = LEAT_ARENA_ARRAY(sink->arena, const char *, rest.n / 2 + 1);
	client->hosts = hosts;
	while (rest.n) {
		const char *end = memchr(rest.p, ';', rest.n);
		uint32_t n = end ? (uint32_t)(end - rest.p) : rest.n;
		if (n)
			LEAT_TRY(add_host(client, hosts, (struct leat_str){ rest.p, n }, err));
		rest.p += n + (end ? 1 : 0);
		rest.n -= n + (end ? 1 : 0);
	}
	if (client->host_count)
		return 0;
	leat_err_set(err, LEAT_E_OPTION_MISSING, "table \"%.*s\" has no hosts",
	             LEAT_STR_ARG(sink->table->name));
	leat_err_hint(err,
	              "give the option 'hosts', or leat.elasticsearch.hosts in the configuration");
	return -LEAT_E_OPTION_MISSING;
}

int leat_elastic_client_new(const struct leat_sink *sink, struct leat_elastic_client **ret_client,
                            struct leat_err *err)
{
	struct leat_elastic_client *client = LEAT_ARENA_NEW(sink->arena,
	                                                    struct leat_elastic_client);

	client->config = sink->table->config;
	client->arena = sink->arena;
	LEAT_TRY(read_hosts(client, sink, err));
	client->user = text_or_null(sink->arena, client->config->username);
	client->password = text_or_null(sink->arena, client->config->password);
	client->ca_file = text_or_null(sink->arena, client->config->certificate_authority);
	client->call_count = LEAT_BULK_REQUESTS + 1; /* And one for the index. */
	client->calls = LEAT_ARENA_ARRAY(sink->arena, struct call, client->call_count);
	client->http = leat_http_client_new(sink->loop, &(struct leat_http_client_options){
	                                                        .max_host_connections =
	                                                                LEAT_BULK_REQUESTS + 1 });
	*ret_client = client;
	return 0;
}

struct leat_elastic_client *leat_elastic_client_free(struct leat_elastic_client *client)
{
	if (client)
		leat_http_client_free(client->http);
	return NULL;
}

const char *leat_elastic_client_host(const struct leat_elastic_client *client)
{
	return client->hosts[client->host];
}

static void on_done(void *data, const struct leat_http_result *result)
{
	struct call *call = data;
	struct call was = *call;
	struct leat_bulk_answer answer = { .status = result->err ? 0 : result->status };

	call->fn = NULL;
	if (result->err) {
		answer.error = result->err->message;
		/* Others may have moved on from that host already. */
		if (was.client->host == was.host)
			was.client->host = (was.host + 1) % was.client->host_count;
	} else {
		answer.body = leat_buf_view(result->body);
	}
	was.fn(was.owner, was.token, &answer);
}

static struct call *free_call(struct leat_elastic_client *client)
{
	for (uint32_t i = 0; i < client->call_count; i++)
		if (!client->calls[i].fn)
			return &client->calls[i];
	leat_unreachable(); /* Never more requests than slots: bulk.c and index.c keep to theirs. */
}

void leat_elastic_client_send(struct leat_elastic_client *client, const char *method,
                              const char *path, const char *content_type, struct leat_str body,
                              leat_elastic_answer_fn fn, void *owner, uint32_t token)
{
	struct call *call = free_call(client);
	char url[4096];
	char type[128];
	const char *headers[2] = { type, NULL };

	*call = (struct call){ client, fn, owner, token, client->host };
	snprintf(url, sizeof(url), "%s%s", client->hosts[client->host], path);
	snprintf(type, sizeof(type), "Content-Type: %s", content_type ? content_type : "");
	leat_http_call_start(client->http, &(struct leat_http_call_spec){
	                                           .method = method,
	                                           .url = url,
	                                           .headers = content_type ? headers : NULL,
	                                           .body = body.n ? body.p : NULL,
	                                           .body_size = body.n,
	                                           .user = client->user,
	                                           .password = client->password,
	                                           .ca_file = client->ca_file,
	                                           .is_insecure = client->config->allow_insecure,
	                                           .connect_timeout_us = client->config->connect_timeout_us,
	                                           .timeout_us = client->config->request_timeout_us,
	                                           .done = on_done,
	                                           .data = call,
	                                   });
}
