/* SPDX-License-Identifier: Apache-2.0 */
/* Blocking file operations, and the same as work for the pool. */
#include "io/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/work.h"

static int disk_err(struct leat_err *err, const char *verb, const char *path)
{
	return leat_err_set(err, errno == ENOENT ? LEAT_E_NOT_FOUND : LEAT_E_DISK,
	                    "cannot %s \"%s\": %s", verb, path, strerror(errno));
}

/* The errno of the first failure is what the user wants to see. */
static void close_keep_errno(int fd)
{
	int saved = errno;

	(void)close(fd);
	errno = saved;
}

static int read_all(int fd, struct leat_buf *out)
{
	for (;;) {
		size_t left = out->max_bytes - out->size;
		size_t room = left < 65536 ? left : 65536;
		char beyond; /* is there more than fits? */
		ssize_t n = read(fd, room ? leat_buf_reserve(out, room) : &beyond, room ? room : 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (int)n;
		if (!room) {
			out->full = true;
			return 0;
		}
		leat_buf_advance(out, (size_t)n);
	}
}

int leat_file_read(const char *path, struct leat_buf *out, struct leat_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return disk_err(err, "open", path);
	int failed = read_all(fd, out);
	close_keep_errno(fd);
	if (failed)
		return disk_err(err, "read", path);
	if (out->full)
		return leat_err_set(err, LEAT_E_LIMIT, "\"%s\" is larger than %zu bytes", path,
		                    out->max_bytes);
	return 0;
}

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, bytes, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes += n;
		size -= (size_t)n;
	}
	return 0;
}

/* Make changes of names in the directory of @path durable. */
static int sync_dir_of(const char *path, struct leat_err *err)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? leat_strndup(path, slash == path ? 1 : (size_t)(slash - path))
	                  : leat_strndup(".", 1);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = 0;

	if (fd < 0 || fsync(fd))
		r = disk_err(err, "sync the directory", dir);
	if (fd >= 0)
		(void)close(fd);
	free(dir);
	return r;
}

/* Write and sync a new file; on failure it is removed. */
static int write_new(const char *path, const void *bytes, size_t size, struct leat_err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return disk_err(err, "create", path);
	if (write_all(fd, bytes, size) || fsync(fd)) {
		close_keep_errno(fd);
		int r = disk_err(err, "write", path);
		(void)unlink(path); /* the first error is the one to tell */
		return r;
	}
	return close(fd) ? disk_err(err, "close", path) : 0;
}

int leat_file_write(const char *path, const void *bytes, size_t size, struct leat_err *err)
{
	size_t n = strlen(path);
	char *tmp = leat_malloc(n + sizeof(".tmp"));
	int r;

	memcpy(tmp, path, n);
	memcpy(tmp + n, ".tmp", sizeof(".tmp"));
	r = write_new(tmp, bytes, size, err);
	if (!r)
		r = leat_file_rename(tmp, path, err);
	free(tmp);
	return r;
}

int leat_file_rename(const char *from, const char *to, struct leat_err *err)
{
	if (rename(from, to))
		return disk_err(err, "rename to", to);
	return sync_dir_of(to, err);
}

int leat_file_remove(const char *path, struct leat_err *err)
{
	if (unlink(path))
		return errno == ENOENT ? 0 : disk_err(err, "remove", path);
	return sync_dir_of(path, err);
}

int leat_dir_make(const char *path, struct leat_err *err)
{
	size_t length = strlen(path);
	char *copy = leat_strndup(path, length);
	struct stat st;
	int r = 0;

	for (size_t n = 1; !r && n <= length; n++) {
		char kept = copy[n];

		if (kept && kept != '/')
			continue;
		copy[n] = '\0';
		if (mkdir(copy, 0700) == 0)
			r = sync_dir_of(copy, err);
		else if (errno != EEXIST)
			r = disk_err(err, "make the directory", copy);
		copy[n] = kept;
	}
	free(copy);
	if (!r && (stat(path, &st) || !S_ISDIR(st.st_mode)))
		r = leat_err_set(err, LEAT_E_DISK, "\"%s\" is not a directory", path);
	return r;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int leat_dir_read(const char *path, struct leat_arena *arena, struct leat_dir_list *ret_list,
                  struct leat_err *err)
{
	DIR *dir = opendir(path);
	struct leat_dir_list list = { NULL, 0 };
	uint32_t capacity = 0;

	if (!dir)
		return disk_err(err, "open the directory", path);
	for (;;) {
		errno = 0;
		struct dirent *entry = readdir(dir);
		if (!entry)
			break;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (list.count == capacity) {
			capacity = capacity ? 2 * capacity : 16;
			const char **names = LEAT_ARENA_ARRAY(arena, const char *, capacity);
			if (list.count)
				memcpy(names, list.names, list.count * sizeof(*names));
			list.names = names;
		}
		list.names[list.count++] = leat_arena_dup(arena, entry->d_name,
		                                          strlen(entry->d_name));
	}
	int r = errno ? disk_err(err, "read the directory", path) : 0;
	(void)closedir(dir); /* nothing was written */
	if (r)
		return r;
	if (list.count)
		qsort(list.names, list.count, sizeof(*list.names), compare_names);
	*ret_list = list;
	return 0;
}

/* ---- on the pool ---- */

struct file_op {
	char *path;           /**< Own copy. */
	const void *bytes;    /**< To be written; NULL: this is a read. */
	size_t size;          /**< Of bytes. */
	struct leat_buf *out; /**< Read into. */
	leat_file_fn done;    /**< Told at the end. */
	void *data;           /**< For done. */
	struct leat_err err;  /**< The result. */
};

static void run_op(void *data)
{
	struct file_op *op = data;

	/* The result is in op->err. */
	if (op->out)
		(void)!leat_file_read(op->path, op->out, &op->err);
	else
		(void)!leat_file_write(op->path, op->bytes, op->size, &op->err);
}

static void finish_op(void *data, bool has_run)
{
	struct file_op *op = data;

	leat_assert(has_run); /* nobody has the handle to cancel it */
	op->done(op->data, op->err.code ? &op->err : NULL);
	free(op->path);
	free(op);
}

static void start_op(struct leat_loop *loop, const char *path, struct file_op with)
{
	struct file_op *op = leat_zalloc(sizeof(*op));

	*op = with;
	op->path = leat_strndup(path, strlen(path));
	leat_work_start(loop, run_op, finish_op, op);
}

void leat_file_write_start(struct leat_loop *loop, const char *path, const void *bytes, size_t size,
                           leat_file_fn done, void *data)
{
	start_op(loop, path,
	         (struct file_op){ .bytes = bytes, .size = size, .done = done, .data = data });
}

void leat_file_read_start(struct leat_loop *loop, const char *path, struct leat_buf *out,
                          leat_file_fn done, void *data)
{
	start_op(loop, path, (struct file_op){ .out = out, .done = done, .data = data });
}
