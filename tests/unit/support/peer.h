/* SPDX-License-Identifier: Apache-2.0 */
/* The other end of a TCP connection, for tests of servers: sends bytes as they are, collects what
 * comes back, and runs the loop meanwhile. */
#pragma once

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io/loop.h"
#include "leat/buf.h"

struct peer {
	struct leat_loop *loop;
	int fd;
	struct leat_poll *poll;
	struct leat_buf got; /**< All that came. */
	bool is_closed;      /**< The server closed its end. */
};

static inline void peer_on_poll(void *data, unsigned events)
{
	struct peer *peer = data;
	char *to = leat_buf_reserve(&peer->got, 65536);
	ssize_t n = recv(peer->fd, to, 65536, MSG_DONTWAIT);

	(void)events;
	ck_assert_ptr_nonnull(to);
	if (n > 0) {
		leat_buf_advance(&peer->got, (size_t)n);
	} else if (n == 0 || errno != EAGAIN) {
		peer->is_closed = true;
		leat_poll_start(peer->poll, 0);
	}
}

/** Connect to 127.0.0.1. */
static inline void peer_open(struct peer *peer, struct leat_loop *loop, uint16_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };

	*peer = (struct peer){ .loop = loop };
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_ge(peer->fd, 0);
	ck_assert_int_eq(connect(peer->fd, (struct sockaddr *)&to, sizeof(to)), 0);
	ck_assert_int_eq(leat_poll_new(loop, peer->fd, peer_on_poll, peer, &peer->poll, NULL), 0);
	leat_poll_start(peer->poll, LEAT_POLL_READ);
	leat_buf_init(&peer->got, 64 << 20);
}

static inline void peer_close(struct peer *peer)
{
	leat_poll_free(peer->poll);
	close(peer->fd);
	leat_buf_done(&peer->got);
}

/** Send all, running the loop while the socket is full; stops quietly when the server closed. */
static inline void peer_send_bytes(struct peer *peer, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = send(peer->fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && errno != EAGAIN)
			return;
		if (n < 0) {
			leat_loop_turn(peer->loop, false);
			continue;
		}
		bytes += n;
		size -= (size_t)n;
	}
}

static inline void peer_send(struct peer *peer, const char *text)
{
	peer_send_bytes(peer, text, strlen(text));
}

static inline bool peer_has(struct peer *peer, const char *text)
{
	return strstr(leat_buf_cstr(&peer->got), text) != NULL;
}

/** Run the loop until @p text has come; false when the server closed without it. */
static inline bool peer_wait(struct peer *peer, const char *text)
{
	while (!peer_has(peer, text) && !peer->is_closed)
		leat_loop_turn(peer->loop, true);
	return peer_has(peer, text);
}

static inline void peer_wait_closed(struct peer *peer)
{
	while (!peer->is_closed)
		leat_loop_turn(peer->loop, true);
}

static inline void peer_clear(struct peer *peer)
{
	leat_buf_clear(&peer->got);
}

/** How often @p text has come. */
static inline int peer_count(struct peer *peer, const char *text)
{
	int count = 0;

	for (const char *at = leat_buf_cstr(&peer->got); (at = strstr(at, text));
	     at += strlen(text))
		count++;
	return count;
}
