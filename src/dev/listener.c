/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing the port of a listener that a library opened: find its descriptor, put ours there. */
#include "dev/listener.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/number.h"

enum {
	LISTEN_BACKLOG = 128,
};

static bool is_bound_to(int fd, uint16_t port)
{
	struct sockaddr_in local = { 0 }, peer;
	socklen_t size = sizeof(local), peer_size = sizeof(peer);

	if (getsockname(fd, (struct sockaddr *)&local, &size) < 0 || local.sin_family != AF_INET ||
	    local.sin_port != htons(port))
		return false;
	/* An accepted connection has the same local port, but also a peer. */
	return getpeername(fd, (struct sockaddr *)&peer, &peer_size) < 0 && errno == ENOTCONN;
}

/* The descriptor that is bound to @p port, or -1. */
static int find(uint16_t port)
{
	DIR *dir = opendir("/proc/self/fd");
	int found = -1;

	if (!dir)
		return -1;
	for (struct dirent *entry; found < 0 && (entry = readdir(dir));) {
		struct leat_str name = leat_str_of(entry->d_name);
		int64_t fd;

		if (leat_number_parse_i64(name, &fd) && is_bound_to((int)fd, port))
			found = (int)fd;
	}
	closedir(dir);
	return found;
}

static int bind_to(uint16_t port, bool is_listening)
{
	struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int on = 1;

	if (fd < 0)
		return -1;
	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0 ||
	    (is_listening && listen(fd, LISTEN_BACKLOG) < 0)) {
		int why = errno;

		close(fd);
		errno = why;
		return -1;
	}
	return fd;
}

int leat_dev_listener_move(uint16_t from, uint16_t to, bool is_listening, struct leat_err *err)
{
	int theirs = find(from);

	if (theirs < 0)
		return leat_err_set(err, LEAT_E_INTERNAL, "no socket is bound to port %u", from);
	int ours = bind_to(to, is_listening);
	if (ours < 0)
		return leat_err_set(err, LEAT_E_UNAVAILABLE,
		                    "cannot listen on 127.0.0.1 port %u: %s", to, strerror(errno));
	int r = dup3(ours, theirs, O_CLOEXEC) < 0 ? errno : 0;
	close(ours);
	if (r)
		return leat_err_set(err, LEAT_E_UNAVAILABLE, "cannot take over port %u: %s", to,
		                    strerror(r));
	return 0;
}
