/* SPDX-License-Identifier: Apache-2.0 */
/* The dead letters of a job: records and documents that nobody took, in two bounded local files.
 *
 * One JSON object a line, the newest last:
 *
 *   {"n":1,"id":"<16 hex digits>","at":"..","stage":"decode","table":"..","code":"LEAT-2001",
 *    "reason":"..","status":null,"origin":{"topic":"..","partition":0,"offset":7},"record":".."}
 *
 * "record_hex" stands in for "record" when the bytes are not UTF-8.  Letters are written in groups as
 * they come; a checkpoint waits for them, so that a record is never done before its letter is on the
 * disk.  A record that is read again after a failure finds its letter by id and writes no second one.
 * When PATH has half of the bytes allowed it becomes PATH.1, and the PATH.1 before is dropped. */
#pragma once

#include "io/loop.h"
#include "leat/buf.h"
#include "leat/sink.h"

struct leat_dead_letters;

struct leat_dead_letters_events {
	/** There is room again after leat_dead_letters_has_room() was false. */
	void (*on_room)(void *owner);
	/** Letters cannot be written (NULL: they can again). */
	void (*on_waiting)(void *owner, const char *reason);
};

/** Open or make the file @p path (NULL: letters are only counted). */
int leat_dead_letters_open(struct leat_loop *loop, const struct leat_clock *clock, const char *path,
                           int64_t max_bytes, const struct leat_dead_letters_events *events,
                           void *owner, struct leat_dead_letters **ret_letters,
                           struct leat_err *err) LEAT_MUSTCHECK;

/** Keep a copy, whether there is room or not. */
void leat_dead_letters_add(struct leat_dead_letters *letters, const struct leat_dead_letter *letter);

/** May more letters come?  Else the job stops reading until on_room. */
bool leat_dead_letters_has_room(const struct leat_dead_letters *letters);

/** Call @p done, later, when all letters so far are on disk.  One at a time. */
void leat_dead_letters_sync(struct leat_dead_letters *letters, leat_loop_fn done, void *data);

/** Letters that were ever kept. */
uint64_t leat_dead_letters_count(const struct leat_dead_letters *letters);

/** Why the newest letter was written, or "". */
const char *leat_dead_letters_last(const struct leat_dead_letters *letters);

/** Gets a page, or an error and an empty text. */
typedef void (*leat_dead_letters_page_fn)(void *owner, struct leat_str json,
                                          const struct leat_err *err);

/** Read up to @p limit letters older than number @p before (0: from the newest) on the pool and give them
 * as {"total":n,"next":"<number>"|null,"errors":[..]}, newest first.  @p done is called once, later,
 * also when the letters are closed meanwhile. */
void leat_dead_letters_page(struct leat_dead_letters *letters, uint64_t before, uint32_t limit,
                            leat_dead_letters_page_fn done, void *owner);

/** Close.  What is not on disk yet is lost; a checkpoint has synced before.  NULL is allowed.
 * Returns NULL. */
struct leat_dead_letters *leat_dead_letters_close(struct leat_dead_letters *letters);
