/* SPDX-License-Identifier: Apache-2.0 */
/* Outgoing HTTP and HTTPS on the loop, by libcurl.
 *
 * A client keeps connections open and uses several to one host when several calls are under way.  A
 * call ends with exactly one `done`, unless it is cancelled.  Any answer of the server, also a 500,
 * is a success of the call; errors are those of the way there (class RETRY, but for a wrong URL or
 * CA file).  Redirects are not followed; proxies of the environment are not used. */
#pragma once

#include "io/loop.h"
#include "leat/buf.h"

struct leat_http_client;
struct leat_http_call;

struct leat_http_client_options {
	uint32_t max_host_connections; /**< To one host at once; further calls wait.  0: 16. */
	const char *user_agent;        /**< NULL: "leat/<version>". */
};

/** A client without connections. */
struct leat_http_client *leat_http_client_new(struct leat_loop *loop,
                                              const struct leat_http_client_options *options);

/** Cancel all calls and close all connections.  NULL is allowed.  Returns NULL. */
struct leat_http_client *leat_http_client_free(struct leat_http_client *client);

/** How a call ended; valid during `done` only. */
struct leat_http_result {
	const struct leat_err *err; /**< NULL: there is an answer. */
	int status;                 /**< Of the answer. */
	struct leat_str type;       /**< Its Content-Type, or empty. */
	int64_t retry_after_us;     /**< Its Retry-After in seconds, or -1. */
	struct leat_buf *body;      /**< Its body; leat_buf_take() may move it out. */
	int64_t duration_us;        /**< From the start, waiting for a connection included. */
	uint32_t new_connections;   /**< Connections made for it: 0 when one was used again. */
};

typedef void (*leat_http_done_fn)(void *data, const struct leat_http_result *result);

/** A request.  Texts are copied; the body is not. */
struct leat_http_call_spec {
	const char *method;         /**< "GET", "POST", .. */
	const char *url;            /**< http:// or https://. */
	const char *const *headers; /**< "Name: value" lines, NULL-terminated; may be NULL. */
	const void *body;           /**< Bytes to send; NULL: none. */
	size_t body_size;           /**< Of body. */
	void (*release)(
		void *owner); /**< Called once when the body is not read any more, also after a
	                                    cancel; may be NULL. */
	void *owner;          /**< For release. */
	bool gzip;            /**< Compress the body, on the pool when it is large. */
	const char *user;     /**< Basic authentication; NULL: none. */
	const char *password; /**< With user. */
	const char *ca_file;  /**< Certificates to trust instead of the system's; NULL. */
	bool is_insecure;     /**< Take any certificate. */
	int64_t connect_timeout_us; /**< 0: 10 s. */
	int64_t timeout_us;         /**< For the whole call; 0: 60 s. */
	size_t max_answer_bytes;    /**< Of the answer's body; 0: LEAT_LIMIT_HTTP_ANSWER_BYTES. */
	leat_http_done_fn done;     /**< Called later, never from inside the start. */
	void *data;                 /**< For done. */
};

/** Begin.  The handle is valid until `done` is called. */
struct leat_http_call *leat_http_call_start(struct leat_http_client *client,
                                            const struct leat_http_call_spec *spec);

/** Give up; `done` is not called.  NULL is allowed.  Returns NULL. */
struct leat_http_call *leat_http_call_cancel(struct leat_http_call *call);
