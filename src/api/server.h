/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP face of the program: REST, metrics, health, on one port. */
#pragma once

#include "api/engine.h"
#include "io/loop.h"

struct leat_api;

struct leat_api_options {
	const char *address;            /**< NULL: 127.0.0.1. */
	uint16_t port;                  /**< 0: any free one. */
	uint32_t max_connections;       /**< 0: LEAT_LIMIT_HTTP_CONNECTIONS. */
	const struct leat_clock *clock; /**< For the metrics' timestamps. */
};

/** Listen and serve; @p engine outlives the server. */
int leat_api_open(struct leat_loop *loop, const struct leat_api_engine *engine,
                  const struct leat_api_options *options, struct leat_api **ret_api,
                  struct leat_err *err) LEAT_MUSTCHECK;

/** The port that is listened on. */
uint16_t leat_api_port(const struct leat_api *api);

/** Stop listening, end the event streams, let requests finish for @p grace_us; then @p on_closed (may
 * be NULL), later, and the server is freed. */
void leat_api_close(struct leat_api *api, int64_t grace_us, leat_loop_fn on_closed, void *data);

/** Append docs/rest.md. */
void leat_api_rest_page(struct leat_buf *out);
