/* SPDX-License-Identifier: Apache-2.0 */
/* A file that only grows: records collect in one buffer while the other is being written.
 *
 * After a failed write the file may hold part of the bytes; the next try cuts it back to what is
 * known to be durable, so that a record is never there twice nor in half. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/files.h"
#include "io/work.h"

struct leat_append {
	struct leat_loop *loop;
	char *path;              /**< For messages. */
	int fd;                  /**< Open for writing. */
	int64_t durable_bytes;   /**< Size of the file after the last good sync. */
	struct leat_buf pending; /**< Added and not yet given to the pool. */
	struct leat_buf writing; /**< With the pool, or kept after a failure. */
	bool syncing;            /**< The pool has it: fd and writing are not ours. */
	bool closed;             /**< By the owner; freed when the pool is done. */
	leat_file_fn done;       /**< Of the sync in flight. */
	void *data;              /**< For done. */
	struct leat_err err;     /**< Result of the sync in flight. */
};

int leat_append_open(struct leat_loop *loop, const char *path, size_t max_pending_bytes,
                     struct leat_append **ret_append, struct leat_err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);

	if (size < 0) {
		int r = leat_err_set(err, LEAT_E_DISK, "cannot open \"%s\" to append: %s", path,
		                     strerror(errno));
		if (fd >= 0)
			(void)close(fd); /* the first error is the one to tell */
		return r;
	}
	struct leat_append *append = leat_zalloc(sizeof(*append));
	append->loop = loop;
	append->path = leat_strndup(path, strlen(path));
	append->fd = fd;
	append->durable_bytes = size;
	leat_buf_init(&append->pending, max_pending_bytes);
	leat_buf_init(&append->writing, max_pending_bytes);
	*ret_append = append;
	return 0;
}

bool leat_append_add(struct leat_append *append, const void *bytes, size_t size)
{
	/* What failed before counts too: the two are written together at the next try. */
	size_t kept = append->syncing ? 0 : append->writing.size;

	if (append->pending.max_bytes - append->pending.size < size + kept)
		return false;
	leat_buf_add(&append->pending, bytes, size);
	return !append->pending.full;
}

static int write_at(int fd, const char *bytes, size_t size, int64_t at)
{
	while (size > 0) {
		ssize_t n = pwrite(fd, bytes, size, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes += n;
		size -= (size_t)n;
		at += n;
	}
	return 0;
}

/* On the pool. */
static void run_sync(void *data)
{
	struct leat_append *append = data;

	if (ftruncate(append->fd, append->durable_bytes) ||
	    write_at(append->fd, append->writing.data, append->writing.size,
	             append->durable_bytes) ||
	    fdatasync(append->fd))
		(void)leat_err_set(&append->err, LEAT_E_DISK, "cannot append to \"%s\": %s",
		                   append->path, strerror(errno)); /* kept in append->err */
}

static void destroy(struct leat_append *append)
{
	(void)close(append->fd); /* what matters was synced before */
	leat_buf_done(&append->pending);
	leat_buf_done(&append->writing);
	free(append->path);
	free(append);
}

static void finish_sync(void *data, bool has_run)
{
	struct leat_append *append = data;

	leat_assert(has_run); /* nobody has the handle to cancel it */
	append->syncing = false;
	if (append->closed) {
		destroy(append);
		return;
	}
	if (!append->err.code) {
		append->durable_bytes += (int64_t)append->writing.size;
		leat_buf_clear(&append->writing);
	}
	append->done(append->data, append->err.code ? &append->err : NULL);
}

void leat_append_sync(struct leat_append *append, leat_file_fn done, void *data)
{
	leat_assert(!append->syncing);
	if (append->writing.size == 0) {
		struct leat_buf empty = append->writing;

		append->writing = append->pending;
		append->pending = empty;
	} else {
		leat_buf_add(&append->writing, append->pending.data, append->pending.size);
		leat_assert(!append->writing.full); /* leat_append_add() left room */
		leat_buf_clear(&append->pending);
	}
	append->syncing = true;
	append->done = done;
	append->data = data;
	append->err = (struct leat_err){ 0 };
	leat_work_start(append->loop, run_sync, finish_sync, append);
}

bool leat_append_is_syncing(const struct leat_append *append)
{
	return append->syncing;
}

int64_t leat_append_bytes(const struct leat_append *append)
{
	return append->durable_bytes;
}

void leat_append_cut(struct leat_append *append, int64_t bytes)
{
	leat_assert(!append->syncing);
	leat_assert(bytes <= append->durable_bytes);
	append->durable_bytes = bytes;
}

struct leat_append *leat_append_close(struct leat_append *append)
{
	if (append && append->syncing)
		append->closed = true;
	else if (append)
		destroy(append);
	return NULL;
}
