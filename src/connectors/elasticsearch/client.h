/* SPDX-License-Identifier: Apache-2.0 */
/* Requests to a cluster: address, credentials and time-outs of a table, in one place. */
#pragma once

#include "connectors/elasticsearch/bulk.h"
#include "connectors/elasticsearch/options.h"
#include "leat/sink.h"

struct leat_elastic_client;

/** The answer; its body is valid during the call. */
typedef void (*leat_elastic_answer_fn)(void *owner, uint32_t token,
                                       const struct leat_bulk_answer *answer);

/** A client for @p sink's table.  Fails when there are no hosts or one is no address. */
int leat_elastic_client_new(const struct leat_sink *sink, struct leat_elastic_client **ret_client,
                            struct leat_err *err) LEAT_MUSTCHECK;

/** Send a request; @p fn is called once, later, unless the client is freed before.  @p body must live
 * until then.  A request that gets no answer makes the next one go to the next host. */
void leat_elastic_client_send(struct leat_elastic_client *client, const char *method,
                              const char *path, const char *content_type, struct leat_str body,
                              leat_elastic_answer_fn fn, void *owner, uint32_t token);

/** Drop all requests; no call follows.  NULL is allowed.  Returns NULL. */
struct leat_elastic_client *leat_elastic_client_free(struct leat_elastic_client *client);

/** The host that requests go to now, for messages. */
const char *leat_elastic_client_host(const struct leat_elastic_client *client);
