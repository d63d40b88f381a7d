/* SPDX-License-Identifier: Apache-2.0 */
/* Files: whole ones read and atomically replaced, logs appended to, directories.
 *
 * The plain functions block: for start-up, for the command line, and for use inside leat_work.
 * The ones with a callback do the same on the pool.  Errors are LEAT_E_DISK (worth a retry), or
 * LEAT_E_NOT_FOUND for a file that is not there. */
#pragma once

#include "io/loop.h"
#include "leat/arena.h"
#include "leat/buf.h"

/** Append the whole file to @p out; -LEAT_E_LIMIT when it does not fit. */
int leat_file_read(const char *path, struct leat_buf *out, struct leat_err *err) LEAT_MUSTCHECK;

/** Replace the file so that a crash leaves the old or the new bytes: PATH.tmp, fsync, rename, fsync
 * of the directory.  Readable by the owner only. */
int leat_file_write(const char *path, const void *bytes, size_t size,
                    struct leat_err *err) LEAT_MUSTCHECK;

/** Remove it durably; one that is not there is fine. */
int leat_file_remove(const char *path, struct leat_err *err) LEAT_MUSTCHECK;

/** Rename durably within one directory, replacing what is there. */
int leat_file_rename(const char *from, const char *to, struct leat_err *err) LEAT_MUSTCHECK;

/** Make the directory and those above it, for the owner only.  One that exists is fine. */
int leat_dir_make(const char *path, struct leat_err *err) LEAT_MUSTCHECK;

/** Names in a directory. */
struct leat_dir_list {
	const char **names; /**< Sorted by byte, without "." and "..". */
	uint32_t count;     /**< How many. */
};

/** The names, in @p arena. */
int leat_dir_read(const char *path, struct leat_arena *arena, struct leat_dir_list *ret_list,
                  struct leat_err *err) LEAT_MUSTCHECK;

/** @p err is NULL on success. */
typedef void (*leat_file_fn)(void *data, const struct leat_err *err);

/** leat_file_write() on the pool.  @p bytes must stay until @p done, which is called once, later. */
void leat_file_write_start(struct leat_loop *loop, const char *path, const void *bytes, size_t size,
                           leat_file_fn done, void *data);

/** leat_file_read() on the pool; @p out belongs to the operation until @p done. */
void leat_file_read_start(struct leat_loop *loop, const char *path, struct leat_buf *out,
                          leat_file_fn done, void *data);

/* ---- a file that only grows, as the dead letters ---- */

/** Appends records in order; a sync writes all that was added, in one go, and makes it durable. */
struct leat_append;

/** Open or make @p path.  At most @p max_pending_bytes wait to be written.  Blocks a little: the
 * file is opened here, so that the caller learns at once that it cannot be. */
int leat_append_open(struct leat_loop *loop, const char *path, size_t max_pending_bytes,
                     struct leat_append **ret_append, struct leat_err *err) LEAT_MUSTCHECK;

/** Take a copy of a record.  False: no room until a sync is done. */
bool leat_append_add(struct leat_append *append, const void *bytes, size_t size) LEAT_MUSTCHECK;

/** Call @p done when all added so far is on the disk, or with the error: the records are then kept,
 * and the next sync tries them again.  One sync at a time (asserted). */
void leat_append_sync(struct leat_append *append, leat_file_fn done, void *data);
bool leat_append_is_syncing(const struct leat_append *append);

/** Bytes of the file that are durable. */
int64_t leat_append_bytes(const struct leat_append *append);

/** Drop what the file has behind its first @p bytes, with the next sync: a record that a crash tore.
 * Not while one is in flight (asserted). */
void leat_append_cut(struct leat_append *append, int64_t bytes);

/** Close; what was not synced is lost, and a sync in flight ends without its callback.
 * NULL is allowed.  Returns NULL. */
struct leat_append *leat_append_close(struct leat_append *append);
