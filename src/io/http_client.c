/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl's multi interface on the loop.
 *
 * libcurl says which sockets to watch (on_socket) and when to come back (on_timeout); what happens
 * is told to it by curl_multi_socket_action(), and what has ended is then read from its queue.  Two
 * rules keep this sound: a watcher is closed when libcurl says so, that is before it closes the
 * descriptor; and the user is called from the loop only, never from one of libcurl's callbacks, so
 * that any function of the client may be used there. */
#include "io/http_client.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "io/gzip.h"
#include "io/loop_int.h"
#include "io/work.h"

enum {
	HOST_CONNECTIONS = 16,            /* default of max_host_connections */
	IDLE_CONNECTIONS = 64,            /* kept open for later calls */
	CONNECT_TIMEOUT_MS = 10 * 1000,   /* default of connect_timeout_us */
	CALL_TIMEOUT_MS = 60 * 1000,      /* default of timeout_us */
	UPLOAD_BUFFER_BYTES = 512 * 1024, /* bodies go to the socket in pieces of this size */
	ANSWER_BUFFER_BYTES = 128 * 1024, /* answers come from it in such pieces */
	TYPE_BYTES = 256,                 /* of a Content-Type that is kept */
};

struct leat_http_client {
	struct leat_loop *loop;
	CURLM *multi;          /**< NULL once freed by the owner. */
	char *user_agent;      /**< Own copy. */
	uv_timer_t timer;      /**< When libcurl wants to be called; timer.data is the client. */
	uint32_t handle_count; /**< The timer and the watchers, not yet closed. */
	struct leat_http_call *first; /**< All calls that have not ended. */
};

/* A socket of libcurl's. */
struct watch {
	uv_poll_t poll; /* poll.data is the watch */
	struct leat_http_client *client;
	curl_socket_t fd;
};

struct leat_http_call {
	struct leat_http_client *client; /**< NULL: cancelled while on the pool. */
	struct leat_http_call *next;     /**< In the client's list. */
	struct leat_http_call *prev;     /**< In the client's list. */
	CURL *easy;
	struct curl_slist *headers;    /**< Sent. */
	const void *body;              /**< As given, or the compressed bytes. */
	size_t body_size;              /**< Of body. */
	void (*release)(void *owner);  /**< NULL once called. */
	void *owner;                   /**< For release. */
	struct leat_buf packed;        /**< The compressed body. */
	bool on_pool;                  /**< Being compressed. */
	bool has_head;                 /**< The answer's headers are complete. */
	struct leat_buf answer;        /**< The answer's body. */
	int64_t begin_us;              /**< When it was started. */
	char message[CURL_ERROR_SIZE]; /**< libcurl's words about a failure. */
	leat_http_done_fn done;        /**< Told at the end. */
	void *data;                    /**< For done. */
};

static void check_ended(struct leat_http_client *client);

/* ---- the two sides of libcurl ---- */

static void on_handle_closed(struct leat_http_client *client)
{
	leat_loop_closed(client->loop);
	if (--client->handle_count > 0)
		return;
	leat_assert(!client->multi);
	free(client->user_agent);
	free(client);
}

static void on_watch_closed(uv_handle_t *handle)
{
	struct watch *watch = handle->data;
	struct leat_http_client *client = watch->client;

	free(watch);
	on_handle_closed(client);
}

static void on_timer_closed(uv_handle_t *handle)
{
	on_handle_closed(handle->data);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
	struct watch *watch = poll->data;
	struct leat_http_client *client = watch->client;
	int happened = status < 0 ? CURL_CSELECT_ERR
	                          : (events & UV_READABLE ? CURL_CSELECT_IN : 0) |
	                                    (events & UV_WRITABLE ? CURL_CSELECT_OUT : 0);
	int running;

	leat_loop_begin(client->loop);
	/* Failures of single calls show in check_ended(); of the whole there are none at run
	 * time. */
	(void)curl_multi_socket_action(client->multi, watch->fd, happened, &running);
	check_ended(client);
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *socket_data)
{
	struct leat_http_client *client = data;
	struct watch *watch = socket_data;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (watch)
			uv_close((uv_handle_t *)&watch->poll, on_watch_closed);
		return 0;
	}
	if (!watch) {
		watch = leat_zalloc(sizeof(*watch));
		watch->client = client;
		watch->fd = fd;
		if (uv_poll_init_socket(&client->loop->uv, &watch->poll, fd) < 0) {
			free(watch);
			return -1;
		}
		watch->poll.data = watch;
		client->handle_count++;
		leat_loop_opened(client->loop);
		(void)curl_multi_assign(client->multi, fd,
		                        watch); /* the socket is known: cannot fail */
	}
	int events = (what & CURL_POLL_IN ? UV_READABLE : 0) |
	             (what & CURL_POLL_OUT ? UV_WRITABLE : 0);
	return uv_poll_start(&watch->poll, events, on_poll) < 0 ? -1 : 0;
}

static void on_timer(uv_timer_t *timer)
{
	struct leat_http_client *client = timer->data;
	int running;

	leat_loop_begin(client->loop);
	(void)curl_multi_socket_action(client->multi, CURL_SOCKET_TIMEOUT, 0,
	                               &running); /* as on_poll() */
	check_ended(client);
}

static int on_timeout(CURLM *multi, long timeout_ms, void *data)
{
	struct leat_http_client *client = data;

	(void)multi;
	if (timeout_ms < 0) {
		(void)uv_timer_stop(&client->timer); /* never fails */
		return 0;
	}
	/* 0 means at once, but not from in here: a timer of 0 ms runs in the next turn. */
	uv_update_time(&client->loop->uv);
	return uv_timer_start(&client->timer, on_timer, (uint64_t)timeout_ms, 0) < 0 ? -1 : 0;
}

static size_t on_answer(char *bytes, size_t size, size_t count, void *data)
{
	struct leat_http_call *call = data;

	leat_buf_add(&call->answer, bytes, size * count);
	return call->answer.full ? 0
	                         : size * count; /* too few bytes taken: libcurl ends the call */
}

/* libcurl takes the end of a connection for the end of the headers; we do not. */
static size_t on_header(char *line, size_t size, size_t count, void *data)
{
	struct leat_http_call *call = data;

	call->has_head = size * count == 2 && line[0] == '\r';
	return size * count;
}

/* ---- the client ---- */

struct leat_http_client *leat_http_client_new(struct leat_loop *loop,
                                              const struct leat_http_client_options *options)
{
	struct leat_http_client *client = leat_zalloc(sizeof(*client));
	const char *agent = options->user_agent ? options->user_agent : "leat/" LEAT_VERSION;
	long host_connections = options->max_host_connections ? (long)options->max_host_connections
	                                                      : HOST_CONNECTIONS;

	/* Counts its calls; fails only when memory is out, as the next one. */
	leat_assert(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	client->multi = curl_multi_init();
	leat_assert(client->multi);
	client->loop = loop;
	client->user_agent = leat_strndup(agent, strlen(agent));
	(void)uv_timer_init(&loop->uv, &client->timer); /* cannot fail */
	client->timer.data = client;
	client->handle_count = 1;
	leat_loop_opened(loop);
	curl_multi_setopt(client->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(client->multi, CURLMOPT_SOCKETDATA, client);
	curl_multi_setopt(client->multi, CURLMOPT_TIMERFUNCTION, on_timeout);
	curl_multi_setopt(client->multi, CURLMOPT_TIMERDATA, client);
	curl_multi_setopt(client->multi, CURLMOPT_MAX_HOST_CONNECTIONS, host_connections);
	curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, (long)IDLE_CONNECTIONS);
	curl_multi_setopt(client->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	return client;
}

struct leat_http_client *leat_http_client_free(struct leat_http_client *client)
{
	if (!client)
		return NULL;
	while (client->first)
		leat_http_call_cancel(client->first);
	(void)curl_multi_cleanup(client->multi); /* all calls are removed */
	client->multi = NULL;
	curl_global_cleanup();
	uv_close((uv_handle_t *)&client->timer, on_timer_closed);
	return NULL;
}

/* ---- calls ---- */

static void release_body(struct leat_http_call *call)
{
	void (*release)(void *owner) = call->release;

	call->release = NULL;
	if (release)
		release(call->owner);
}

/* The easy handle is not with the multi handle any more. */
static void free_call(struct leat_http_call *call)
{
	release_body(call);
	curl_easy_cleanup(call->easy);
	curl_slist_free_all(call->headers);
	leat_buf_done(&call->packed);
	leat_buf_done(&call->answer);
	free(call);
}

static void unlink_call(struct leat_http_call *call)
{
	*(call->prev ? &call->prev->next : &call->client->first) = call->next;
	if (call->next)
		call->next->prev = call->prev;
}

static bool is_header(const char *line, const char *name)
{
	size_t n = strlen(name);

	return strncasecmp(line, name, n) == 0 && line[n] == ':';
}

static void add_header(struct leat_http_call *call, const char *line)
{
	struct curl_slist *list = curl_slist_append(call->headers, line);

	leat_assert(list); /* fails only when memory is out */
	call->headers = list;
}

static void set_headers(struct leat_http_call *call, const struct leat_http_call_spec *spec)
{
	bool has_type = false;

	for (const char *const *line = spec->headers; line && *line; line++) {
		has_type |= is_header(*line, "Content-Type");
		add_header(call, *line);
	}
	if (!has_type)
		add_header(call, "Content-Type:"); /* not libcurl's form of a web page */
	add_header(call, "Expect:");               /* a body is sent without asking first */
	if (spec->gzip && spec->body)
		add_header(call, "Content-Encoding: gzip");
	curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
}

static void set_method(struct leat_http_call *call, const struct leat_http_call_spec *spec)
{
	bool wants_body = strcmp(spec->method, "POST") == 0 || strcmp(spec->method, "PUT") == 0 ||
	                  strcmp(spec->method, "PATCH") == 0;

	if (spec->body || wants_body)
		curl_easy_setopt(call->easy, CURLOPT_POST, 1L);
	else if (strcmp(spec->method, "HEAD") == 0)
		curl_easy_setopt(call->easy, CURLOPT_NOBODY, 1L);
	curl_easy_setopt(call->easy, CURLOPT_CUSTOMREQUEST, spec->method);
}

static void set_security(CURL *easy, const struct leat_http_call_spec *spec)
{
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	if (spec->user) {
		curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
		curl_easy_setopt(easy, CURLOPT_USERNAME, spec->user);
		curl_easy_setopt(easy, CURLOPT_PASSWORD, spec->password ? spec->password : "");
	}
	if (spec->ca_file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, spec->ca_file);
	if (spec->is_insecure) {
		curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
	}
}

static void set_options(struct leat_http_call *call, const struct leat_http_call_spec *spec)
{
	CURL *easy = call->easy;

	curl_easy_setopt(easy, CURLOPT_URL, spec->url);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, call->client->user_agent);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); /* never wait for a thread that resolves */
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, (long)UPLOAD_BUFFER_BYTES);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)ANSWER_BUFFER_BYTES);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
	                 spec->connect_timeout_us > 0
	                         ? (long)((spec->connect_timeout_us + 999) / 1000)
	                         : CONNECT_TIMEOUT_MS);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
	                 spec->timeout_us > 0 ? (long)((spec->timeout_us + 999) / 1000)
	                                      : CALL_TIMEOUT_MS);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->message);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
	set_method(call, spec);
	set_headers(call, spec);
	set_security(easy, spec);
}

/* Give the call to libcurl, which sets its timer and goes on in the next turn. */
static void begin_call(struct leat_http_call *call)
{
	curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, call->body ? call->body : "");
	curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body_size);
	leat_assert(curl_multi_add_handle(call->client->multi, call->easy) == CURLM_OK);
}

static void pack_body(void *data)
{
	struct leat_http_call *call = data;

	leat_gzip(call->body, call->body_size, &call->packed);
	leat_assert(!call->packed.full);
}

static void use_packed(struct leat_http_call *call)
{
	call->body = call->packed.data;
	call->body_size = call->packed.size;
	release_body(call);
}

static void on_packed(void *data, bool has_run)
{
	struct leat_http_call *call = data;

	leat_assert(has_run); /* nobody has the handle to cancel it */
	call->on_pool = false;
	if (!call->client) {
		free_call(call);
		return;
	}
	use_packed(call);
	begin_call(call);
}

struct leat_http_call *leat_http_call_start(struct leat_http_client *client,
                                            const struct leat_http_call_spec *spec)
{
	struct leat_http_call *call = leat_zalloc(sizeof(*call));

	call->client = client;
	call->easy = curl_easy_init();
	leat_assert(call->easy); /* fails only when memory is out */
	call->body = spec->body;
	call->body_size = spec->body ? spec->body_size : 0;
	call->release = spec->release;
	call->owner = spec->owner;
	call->done = spec->done;
	call->data = spec->data;
	call->begin_us = leat_loop_mono_us();
	leat_buf_init(&call->answer, spec->max_answer_bytes ? spec->max_answer_bytes
	                                                    : LEAT_LIMIT_HTTP_ANSWER_BYTES);
	leat_buf_init(&call->packed, 2 * call->body_size + 65536);
	call->next = client->first;
	if (client->first)
		client->first->prev = call;
	client->first = call;
	set_options(call, spec);

	if (!spec->gzip || !spec->body) {
		begin_call(call);
	} else if (spec->body_size <= LEAT_GZIP_INLINE_BYTES) {
		pack_body(call);
		use_packed(call);
		begin_call(call);
	} else {
		call->on_pool = true;
		leat_work_start(client->loop, pack_body, on_packed, call);
	}
	return call;
}

struct leat_http_call *leat_http_call_cancel(struct leat_http_call *call)
{
	if (!call)
		return NULL;
	unlink_call(call);
	if (call->on_pool) {
		call->client = NULL; /* on_packed() frees it: the pool reads the body */
		return NULL;
	}
	(void)curl_multi_remove_handle(call->client->multi,
	                               call->easy); /* it is there: cannot fail */
	free_call(call);
	return NULL;
}

/* ---- the end of a call ---- */

/* Scheme, host and port of the call: what may be shown, as the rest may hold secrets. */
static void show_server(struct leat_http_call *call, struct leat_buf *out)
{
	char *url = NULL, *scheme = NULL, *host = NULL, *port = NULL;
	CURLU *parts = curl_url();

	/* A part that is missing stays NULL. */
	(void)curl_easy_getinfo(call->easy, CURLINFO_EFFECTIVE_URL, &url);
	if (parts && url && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK) {
		(void)curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0);
		(void)curl_url_get(parts, CURLUPART_HOST, &host, 0);
		(void)curl_url_get(parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT);
	}
	if (scheme && host && port)
		leat_buf_printf(out, "%s://%s:%s", scheme, host, port);
	else
		leat_buf_text(out, "the server");
	curl_free(scheme);
	curl_free(host);
	curl_free(port);
	curl_url_cleanup(parts);
}

static void set_error(struct leat_http_call *call, CURLcode code, struct leat_err *err)
{
	struct leat_buf server;
	const char *why = call->message[0] ? call->message : curl_easy_strerror(code);
	long sent_bytes = 0;

	/* An answer that is no HTTP is called an unsupported protocol too. */
	(void)curl_easy_getinfo(call->easy, CURLINFO_REQUEST_SIZE, &sent_bytes);
	leat_buf_init(&server, 300);
	show_server(call, &server);
	/* What the user has to change; all else may go away by itself.  The results are in *err. */
	if (sent_bytes == 0 && (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL))
		(void)leat_err_set(err, LEAT_E_CONFIG, "the address of a server is malformed: %s",
		                   why);
	else if (code == CURLE_SSL_CACERT_BADFILE)
		(void)leat_err_set(err, LEAT_E_CONFIG,
		                   "the file of certificates cannot be read: %s", why);
	else if (call->answer.full)
		(void)leat_err_set(err, LEAT_E_UNAVAILABLE,
		                   "the answer of %s is larger than %zu bytes",
		                   leat_buf_cstr(&server), call->answer.max_bytes);
	else
		(void)leat_err_set(err, LEAT_E_UNAVAILABLE, "no answer from %s: %s",
		                   leat_buf_cstr(&server), why);
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		leat_err_hint(
			err, "name the certificate authority that signed the server's certificate");
	leat_buf_done(&server);
}

/* Call @p call's owner.  The client may be freed in there. */
static void finish_call(struct leat_http_call *call, CURLcode code)
{
	struct leat_http_result result = { .retry_after_us = -1, .body = &call->answer };
	struct leat_err err = { 0 };
	curl_off_t retry_after = 0;
	const char *type = NULL;
	long number = 0;

	if (code == CURLE_OK && !call->has_head)
		code = CURLE_PARTIAL_FILE;
	if (code != CURLE_OK) {
		set_error(call, code, &err);
		result.err = &err;
	}
	/* What is not known stays at its initial value. */
	(void)curl_easy_getinfo(call->easy, CURLINFO_NUM_CONNECTS, &number);
	result.new_connections = (uint32_t)number;
	(void)curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &number);
	result.status = code == CURLE_OK ? (int)number : 0;
	(void)curl_easy_getinfo(call->easy, CURLINFO_CONTENT_TYPE, &type);
	if (type)
		result.type = leat_str_of(type);
	(void)curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &retry_after);
	if (retry_after > 0)
		result.retry_after_us = (int64_t)retry_after * 1000000;
	result.duration_us = leat_loop_mono_us() - call->begin_us;
	release_body(call);
	call->done(call->data, &result);
	free_call(call);
}

static void check_ended(struct leat_http_client *client)
{
	CURLMsg *message;
	int left;

	while (client->multi && (message = curl_multi_info_read(client->multi, &left))) {
		struct leat_http_call *call = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		(void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
		                        &call); /* was set */
		(void)curl_multi_remove_handle(client->multi,
		                               call->easy); /* it is there: cannot fail */
		unlink_call(call);
		finish_call(call, code);
	}
}
