/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the HTTP server: connections and their states.
 *
 *   http_server.c   listens, closes               http_conn.c    states, reading, deadlines
 *   http_request.c  what the parser finds         http_answer.c  answers and streams
 *   http_text.c     pure functions on texts
 *
 * A connection is freed when its handles are closed, its exchange is answered and nothing of it is
 * on the pool. */
#pragma once

#include <llhttp.h>
#include <uv.h>

#include "base/limits.h"
#include "base/vec.h"
#include "io/http_server.h"

enum {
	HTTP_READ_BYTES = 65536,         /**< One read; also what is read ahead of an answer. */
	HTTP_STREAM_HIGH_BYTES = 262144, /**< A stream that has more waiting is told to pause. */
	HTTP_STREAM_LOW_BYTES = 65536,   /**< Below this it is told to go on. */
	HTTP_GZIP_MIN_BYTES = 1024,      /**< Smaller answers are not worth compressing. */
	HTTP_LINGER_MS = 1000, /**< How long the rest of a refused request is read away. */
	HTTP_REFUSED_MAX = 64, /**< Connections over the limit that still get a 503. */
};

enum http_conn_state {
	CONN_IDLE, /**< No byte of a request yet.  Timer: idle_us, or header_us after the connect. */
	CONN_HEAD,      /**< In the headers.  Timer: the headers' deadline. */
	CONN_BODY,      /**< In the body.  Timer: the request's deadline. */
	CONN_HANDLING,  /**< The handler has the exchange.  No timer. */
	CONN_PACKING,   /**< The answer is being compressed on the pool.  No timer. */
	CONN_SENDING,   /**< The answer's last bytes are with libuv.  Timer: progress. */
	CONN_STREAMING, /**< The handler writes a stream.  Timer: progress while bytes wait. */
	CONN_LINGER, /**< Answered and shut down; what still comes is dropped.  Timer: HTTP_LINGER_MS. */
	CONN_CLOSED, /**< Its handles are closing or closed. */
};

/** A header of the request before all of it is there: offsets into text. */
struct http_raw_header {
	size_t name;       /**< Where the name begins. */
	size_t name_size;  /**< Its bytes. */
	size_t value;      /**< Where the value begins. */
	size_t value_size; /**< Its bytes. */
};

struct leat_http_exchange {
	struct leat_http_request request; /**< What the handler sees. */
	bool with_handler;                /**< Given to the handler and not yet answered. */
	bool is_head;                     /**< HEAD: the answer has no body. */
	bool is_chunked;                  /**< The stream is sent in chunks. */
	int status;                       /**< Of the answer; 0 before it. */
	int64_t begin_us;                 /**< When the first byte came. */
	struct leat_buf extra;            /**< Header lines the handler set. */
	bool has_encoding;                /**< The handler set Content-Encoding. */
	void *data;                       /**< The handler's. */
	leat_loop_fn on_gone;             /**< Told when the peer goes, or NULL. */
	void *gone_data;                  /**< For on_gone. */
	leat_loop_fn on_room;             /**< Told when a stream has room again, or NULL. */
	void *room_data;                  /**< For on_room. */
	bool wants_room;                  /**< leat_http_stream_write() returned false. */
};

struct http_conn {
	struct leat_http_exchange exchange; /**< The present request. */
	struct leat_http_server *server;
	enum http_conn_state state;
	uv_tcp_t tcp;           /**< tcp.data is the connection. */
	uv_timer_t timer;       /**< The deadline of the state. */
	uint32_t handle_count;  /**< Of the two, not yet closed. */
	struct http_conn *next; /**< In the server's list. */
	struct http_conn *prev; /**< In the server's list. */
	llhttp_t parser;        /**< parser.data is the connection. */

	struct leat_arena *arena;                 /**< Of the present request. */
	struct leat_buf text;                     /**< Target and headers, one after the other. */
	size_t target_size;                       /**< The target's bytes, at the front of text. */
	LEAT_VEC(struct http_raw_header) headers; /**< On the heap, as the connection. */
	size_t head_bytes;     /**< Bytes of the head that earlier reads brought. */
	struct leat_buf body;  /**< Of the present request. */
	struct leat_buf ahead; /**< Read, but behind the present request. */
	size_t ahead_at;       /**< Bytes of ahead that are used up. */

	char head_byte;           /**< The last byte of the head so far; 0 before its first one. */
	bool saw_head_end;        /**< The head's empty line was seen. */
	bool is_fresh;            /**< No request was answered yet. */
	bool in_head;             /**< The parser is before the end of the headers. */
	bool keep_alive;          /**< After this answer there may be a next request. */
	bool saw_end;             /**< The peer sent all it will send. */
	int refuse_status;        /**< The parser's callbacks found this to answer with; 0 none. */
	const char *refuse_why;   /**< Its detail. */
	bool is_complete;         /**< The parser is behind the end of a request. */
	int64_t head_deadline_us; /**< Absolute. */
	int64_t request_deadline_us; /**< Absolute. */

	uint64_t given_bytes;   /**< Given to libuv in all. */
	uint64_t watched_bytes; /**< Of these, written when progress was last looked at. */
	uv_shutdown_t shutdown; /**< For CONN_LINGER. */
	uint32_t pool_count;    /**< Compressions in flight. */
};

struct leat_http_server {
	struct leat_http_server_options options; /**< Defaults filled in. */
	struct leat_loop *loop;
	uv_tcp_t tcp;            /**< Listens; tcp.data is the server. */
	uv_timer_t timer;        /**< The end of the grace. */
	uint32_t handle_count;   /**< Of the two, not yet closed. */
	uint16_t port;           /**< Listened on. */
	bool is_closing;         /**< leat_http_server_close() was called. */
	struct http_conn *first; /**< All connections. */
	uint32_t conn_count;     /**< Rows of that list. */
	leat_loop_fn on_closed;  /**< Told at the end, or NULL. */
	void *closed_data;       /**< For on_closed. */
	int64_t date_second;     /**< The second that date shows. */
	char date[32];           /**< The value of the header Date. */
	char read_buf
		[HTTP_READ_BYTES]; /**< Filled and used up within one read of any connection. */
};

/* http_conn.c */

/** Accept a waiting connection. */
void leat_http_conn_accept(struct leat_http_server *server);
void leat_http_conn_set_state(struct http_conn *conn, enum http_conn_state state);
/** Watch from now on that the peer takes some of what waits for it. */
void leat_http_conn_watch_progress(struct http_conn *conn);
/** The answer is written: go on with the next request, or end. */
void leat_http_conn_answered(struct http_conn *conn);
/** Drop the connection: tell the handler if it has the exchange.  Does nothing the second time. */
void leat_http_conn_close(struct http_conn *conn);
/** Free it if nothing holds it any more. */
void leat_http_conn_release(struct http_conn *conn);

/* http_answer.c */

/** Answer with an error of the server's own, as problem+json, and close afterwards. */
void leat_http_conn_refuse(struct http_conn *conn, int status, const char *why);
/** Send "100 Continue". */
void leat_http_conn_continue(struct http_conn *conn);
/** The exchange is over: count it and forget it. */
void leat_http_conn_end_exchange(struct http_conn *conn);

/* http_request.c */

/** Callbacks of the parser; parser.data is the connection. */
const llhttp_settings_t *leat_http_request_settings(void);
/** Does a line of the head begin with a space?  Old parsers join it to the line before, and others
 * on the way read it as a header of its own. */
bool leat_http_request_is_folded(struct http_conn *conn, const char *bytes, size_t size);
/** Forget the request before. */
void leat_http_request_clear(struct http_conn *conn);

/* http_server.c */

/** A connection is gone: perhaps the last one of a closing server. */
void leat_http_server_conn_gone(struct leat_http_server *server);

static inline struct http_conn *leat_http_conn_of(struct leat_http_exchange *exchange)
{
	return LEAT_CONTAINER_OF(exchange, struct http_conn, exchange);
}
