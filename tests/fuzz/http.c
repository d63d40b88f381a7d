/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes from a client of the HTTP server, in pieces: the server answers, closes, and holds nothing. */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz.h"
#include "io/http_server.h"
#include "io/loop.h"

static struct leat_loop *loop;
static struct leat_http_server *server;

static void on_request(void *owner, struct leat_http_exchange *exchange)
{
	const struct leat_http_request *request = leat_http_exchange_request(exchange);
	struct leat_str q = leat_http_param(request, "q");

	(void)owner;
	FUZZ_CHECK(request->path.n > 0 && !memchr(request->path.p, 0, request->path.n));
	if (q.n % 2)
		leat_http_answer_text(exchange, 404, "text/plain", "no");
	else
		leat_http_answer_text(exchange, 200, "text/plain", "yes");
}

static void begin(void)
{
	struct leat_http_server_options options = { .on_request = on_request,
		                                    .max_body_bytes = 65536 };
	struct leat_err err;

	loop = leat_loop_new();
	FUZZ_CHECK(leat_http_server_open(loop, &options, &server, &err) == 0);
}

static int open_peer(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(leat_http_server_port(server)) };
	struct linger reset = { .l_onoff = 1 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0) {
		/* The machine has no free port now. */
		close(fd);
		return -1;
	}
	/* Ports must not wait for minutes after each run. */
	FUZZ_CHECK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) == 0);
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { (const char *)data, size };

	if (!loop)
		begin();
	int fd = open_peer();
	if (fd < 0)
		return 0;
	while (in.n) {
		struct leat_str piece;
		char *bytes = fuzz_part(&in, &piece);
		/* The server may have closed by now. */
		(void)!send(fd, piece.p, piece.n, MSG_DONTWAIT | MSG_NOSIGNAL);
		leat_loop_turn(loop, false);
		leat_loop_turn(loop, false);
		free(bytes);
	}
	shutdown(fd, SHUT_WR);
	leat_loop_turn(loop, false);
	close(fd);
	for (int i = 0; i < 1000 && leat_http_server_connections(server); i++)
		leat_loop_turn(loop, false);
	FUZZ_CHECK(leat_http_server_connections(server) == 0);
	return 0;
}
