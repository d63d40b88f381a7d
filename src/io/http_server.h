/* SPDX-License-Identifier: Apache-2.0 */
/* An HTTP/1.1 server on the loop.
 *
 * It reads requests strictly (what is ambiguous is refused and the connection closed), keeps
 * absolute deadlines, and hands each complete request to the handler as an exchange:
 *
 *   handler(exchange)  ->  leat_http_answer*()                              now or later
 *                      ->  leat_http_stream_begin() write()* end()          now or later
 *
 * The exchange lives until it is answered (or ended), also when the peer has gone meanwhile: writing
 * is then without effect, and leat_http_on_gone() tells, so that a stream can end.  Exactly one
 * answer must be given, or leat_http_drop() be called.  Requests of one connection are handled one
 * after the other, so pipelined answers keep their order. */
#pragma once

#include "io/loop.h"
#include "leat/arena.h"
#include "leat/buf.h"

struct leat_http_server;
struct leat_http_exchange;

/** A header or query parameter. */
struct leat_http_field {
	struct leat_str name;  /**< Headers: in lower case. */
	struct leat_str value; /**< Headers: without spaces around; parameters: decoded. */
};

/** A complete request; lives as long as its exchange. */
struct leat_http_request {
	struct leat_str method; /**< "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS". */
	struct leat_str raw_path; /**< As sent, without the query: for routing by segment. */
	struct leat_str path;     /**< Decoded. */
	const struct leat_http_field *params;  /**< Of the query, in order. */
	uint32_t param_count;                  /**< Rows of params. */
	const struct leat_http_field *headers; /**< In order. */
	uint32_t header_count;                 /**< Rows of headers. */
	struct leat_str body;                  /**< May be empty, with any method. */
	struct leat_arena *arena;              /**< For what the handler needs until the answer. */
};

/** The first header of this (lower case) name, or {NULL, 0}. */
struct leat_str leat_http_header(const struct leat_http_request *request, const char *name);

/** The first query parameter of this name, or {NULL, 0}. */
struct leat_str leat_http_param(const struct leat_http_request *request, const char *name);

/** Decode %XX (and + as a space when @p is_query) into the arena; false when it is malformed or
 * holds a NUL. */
bool leat_http_decode(struct leat_arena *arena, struct leat_str text, bool is_query,
                      struct leat_str *ret_text) LEAT_MUSTCHECK;

/** The value with which an Accept-like header takes @p name, in thousandths: 0 refused, 1000 fully.
 * A header that is missing takes everything. */
int leat_http_accepts(struct leat_str header, const char *name);

struct leat_http_server_options {
	const char *address;       /**< NULL: 127.0.0.1.  An IP address. */
	uint16_t port;             /**< 0: any free one. */
	uint32_t max_connections;  /**< More get 503; 0: a default, as for all numbers below. */
	uint32_t max_header_bytes; /**< Request line and headers; more: 431. */
	size_t max_body_bytes;     /**< More: 413. */
	int64_t header_us;  /**< From the first byte (or the connect) to the end of the headers. */
	int64_t request_us; /**< From the first byte to the end of the body. */
	int64_t idle_us;    /**< Between requests. */
	int64_t send_us;    /**< For the peer to take some bytes of an answer. */

	/** Gets each request.  It must answer, now or later. */
	void (*on_request)(void *owner, struct leat_http_exchange *exchange);
	/** After each answer, for counters; may be NULL.  The exchange is still whole, but its method is
	 * empty when the server refused the request before it was read. */
	void (*on_answered)(void *owner, struct leat_http_exchange *exchange, int status,
	                    int64_t duration_us);
	void *owner; /**< First argument of both. */
};

/** Listen.  The options are copied. */
int leat_http_server_open(struct leat_loop *loop, const struct leat_http_server_options *options,
                          struct leat_http_server **ret_server,
                          struct leat_err *err) LEAT_MUSTCHECK;

/** The port that is listened on. */
uint16_t leat_http_server_port(const struct leat_http_server *server);

/** Connections that are open. */
uint32_t leat_http_server_connections(const struct leat_http_server *server);

/** Stop listening, close idle connections, let the others finish their request, and after
 * @p grace_us drop them.  @p on_closed (may be NULL) is called, later, when all is gone and all
 * exchanges are answered; the server is then freed.  Once only (asserted). */
void leat_http_server_close(struct leat_http_server *server, int64_t grace_us,
                            leat_loop_fn on_closed, void *data);

/* ---- the exchange ---- */

/** The request; lives as long as the exchange. */
const struct leat_http_request *leat_http_exchange_request(
	const struct leat_http_exchange *exchange);

/** A pointer of the handler's, NULL at first. */
void leat_http_set_data(struct leat_http_exchange *exchange, void *data);
void *leat_http_data(const struct leat_http_exchange *exchange);

/** Add a header to the answer, before it begins.  Not for Content-Length, Connection, Date, and what
 * the answer functions take.  @p name and @p value are copied and hold no line ends (asserted). */
void leat_http_set_header(struct leat_http_exchange *exchange, const char *name, const char *value);

/** Call back if the peer goes before the answer is complete; not after the answer. */
void leat_http_on_gone(struct leat_http_exchange *exchange, leat_loop_fn fn, void *data);

/** Answer with the bytes of @p body, which are taken (it is empty afterwards).  @p type is the
 * Content-Type, NULL for none.  Compressed when that pays and the peer takes it. */
void leat_http_answer(struct leat_http_exchange *exchange, int status, const char *type,
                      struct leat_buf *body);

/** As leat_http_answer() with a short text, which is copied. */
void leat_http_answer_text(struct leat_http_exchange *exchange, int status, const char *type,
                           const char *text);

/** As leat_http_answer() with bytes that live for ever and are sent as they are, as the files of the
 * dashboard; set Content-Encoding where they are compressed. */
void leat_http_answer_static(struct leat_http_exchange *exchange, int status, const char *type,
                             struct leat_str body);

/** Close the connection instead of answering, or in the middle of a stream. */
void leat_http_drop(struct leat_http_exchange *exchange);

/** Begin an answer of unknown length. */
void leat_http_stream_begin(struct leat_http_exchange *exchange, int status, const char *type);

/** Send a piece, which is copied.  False: the peer is slow (or gone) and this was the last piece for
 * now; go on when on_room is called.  Pieces beyond that are taken all the same, up to
 * LEAT_LIMIT_HTTP_BACKLOG_BYTES, where the connection is given up. */
bool leat_http_stream_write(struct leat_http_exchange *exchange, const void *bytes, size_t size);

/** Call back when there is room after leat_http_stream_write() returned false. */
void leat_http_stream_on_room(struct leat_http_exchange *exchange, leat_loop_fn fn, void *data);

/** End of the answer. */
void leat_http_stream_end(struct leat_http_exchange *exchange);
