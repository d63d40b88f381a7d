/* SPDX-License-Identifier: Apache-2.0 */
/* What wakes the loop from outside: descriptors, other threads, signals. */
#include <stdlib.h>

#include "base/mem.h"
#include "io/loop_int.h"

struct leat_poll {
	uv_poll_t uv; /**< uv.data is the poll. */
	struct leat_loop *loop;
	leat_poll_fn fn; /**< Called with the events. */
	void *data;      /**< For fn. */
};

struct leat_wake {
	uv_async_t uv; /**< uv.data is the wake. */
	struct leat_loop *loop;
	leat_loop_fn fn; /**< Called after signals. */
	void *data;      /**< For fn. */
};

struct leat_signal {
	uv_signal_t uv; /**< uv.data is the signal. */
	struct leat_loop *loop;
	leat_loop_fn fn; /**< Called for each signal. */
	void *data;      /**< For fn. */
};

/* ---- descriptors ---- */

int leat_poll_new(struct leat_loop *loop, int fd, leat_poll_fn fn, void *data,
                  struct leat_poll **ret_poll, struct leat_err *err)
{
	struct leat_poll *poll = leat_zalloc(sizeof(*poll));
	int status = uv_poll_init(&loop->uv, &poll->uv, fd);

	if (status < 0) {
		free(poll);
		return leat_uv_err(err, LEAT_E_INTERNAL, status, "cannot watch descriptor %d", fd);
	}
	poll->loop = loop;
	poll->fn = fn;
	poll->data = data;
	poll->uv.data = poll;
	leat_loop_opened(loop);
	*ret_poll = poll;
	return 0;
}

static void on_poll(uv_poll_t *uv, int status, int events)
{
	struct leat_poll *poll = uv->data;
	unsigned happened = 0;

	if (status == 0)
		happened = (events & (UV_READABLE | UV_DISCONNECT) ? LEAT_POLL_READ : 0u) |
		           (events & UV_WRITABLE ? LEAT_POLL_WRITE : 0u);
	leat_loop_begin(poll->loop);
	poll->fn(poll->data, happened);
}

void leat_poll_start(struct leat_poll *poll, unsigned events)
{
	int wanted = (events & LEAT_POLL_READ ? UV_READABLE : 0) |
	             (events & LEAT_POLL_WRITE ? UV_WRITABLE : 0);

	/* Neither fails: the descriptor was accepted by leat_poll_new(). */
	if (wanted)
		(void)uv_poll_start(&poll->uv, wanted, on_poll);
	else
		(void)uv_poll_stop(&poll->uv);
}

static void on_poll_closed(uv_handle_t *handle)
{
	struct leat_poll *poll = handle->data;

	leat_loop_closed(poll->loop);
	free(poll);
}

struct leat_poll *leat_poll_free(struct leat_poll *poll)
{
	if (poll)
		uv_close((uv_handle_t *)&poll->uv, on_poll_closed);
	return NULL;
}

/* ---- other threads ---- */

static void on_wake(uv_async_t *uv)
{
	struct leat_wake *wake = uv->data;

	leat_loop_begin(wake->loop);
	wake->fn(wake->data);
}

struct leat_wake *leat_wake_new(struct leat_loop *loop, leat_loop_fn fn, void *data)
{
	struct leat_wake *wake = leat_zalloc(sizeof(*wake));

	wake->loop = loop;
	wake->fn = fn;
	wake->data = data;
	/* Needs a descriptor for the first one of a loop; without one nothing can go on. */
	leat_assert(uv_async_init(&loop->uv, &wake->uv, on_wake) == 0);
	wake->uv.data = wake;
	uv_unref((uv_handle_t *)&wake->uv);
	leat_loop_opened(loop);
	return wake;
}

void leat_wake_signal(struct leat_wake *wake)
{
	(void)uv_async_send(&wake->uv); /* fails only for a handle of another kind */
}

static void on_wake_closed(uv_handle_t *handle)
{
	struct leat_wake *wake = handle->data;

	leat_loop_closed(wake->loop);
	free(wake);
}

struct leat_wake *leat_wake_free(struct leat_wake *wake)
{
	if (wake)
		uv_close((uv_handle_t *)&wake->uv, on_wake_closed);
	return NULL;
}

/* ---- signals ---- */

static void on_signal(uv_signal_t *uv, int signum)
{
	struct leat_signal *sig = uv->data;

	(void)signum;
	leat_loop_begin(sig->loop);
	sig->fn(sig->data);
}

struct leat_signal *leat_signal_new(struct leat_loop *loop, int signum, leat_loop_fn fn, void *data)
{
	struct leat_signal *sig = leat_zalloc(sizeof(*sig));

	sig->loop = loop;
	sig->fn = fn;
	sig->data = data;
	/* As for leat_wake_new(); and signum is one of ours, not the user's. */
	leat_assert(uv_signal_init(&loop->uv, &sig->uv) == 0);
	sig->uv.data = sig;
	leat_assert(uv_signal_start(&sig->uv, on_signal, signum) == 0);
	uv_unref((uv_handle_t *)&sig->uv);
	leat_loop_opened(loop);
	return sig;
}

static void on_signal_closed(uv_handle_t *handle)
{
	struct leat_signal *sig = handle->data;

	leat_loop_closed(sig->loop);
	free(sig);
}

struct leat_signal *leat_signal_free(struct leat_signal *sig)
{
	if (sig)
		uv_close((uv_handle_t *)&sig->uv, on_signal_closed);
	return NULL;
}
