/* SPDX-License-Identifier: Apache-2.0 */
/* The checkpoint files of a job: DIR/cp-<id>, written off the loop, the newest kept.
 *
 * A file is complete or not there: it is written as cp-<id>.tmp, synced, renamed, and the directory is
 * synced; only then are older ones removed. */
#pragma once

#include "io/loop.h"
#include "state/checkpoint.h"

struct leat_checkpoints;

enum {
	LEAT_CHECKPOINT_HISTORY = 32, /**< Entries that are remembered for reports. */
};

/** What became of one checkpoint. */
struct leat_checkpoint_report {
	uint64_t id;          /**< Number. */
	int64_t completed_us; /**< Wall clock at its end, also of a failure. */
	int64_t duration_us;  /**< From the trigger to the end. */
	uint64_t size_bytes;  /**< Of the file. */
	bool is_ok;           /**< False: it failed and the one before stands. */
	char reason[400];     /**< Why it failed, or "". */
};

/** The files in @p dir, which is made. */
int leat_checkpoints_open(struct leat_loop *loop, const struct leat_clock *clock, const char *dir,
                          uint32_t retained_count, struct leat_checkpoints **ret_checkpoints,
                          struct leat_err *err) LEAT_MUSTCHECK;

/** A write in flight must have ended.  NULL is allowed.  Returns NULL. */
struct leat_checkpoints *leat_checkpoints_close(struct leat_checkpoints *checkpoints);

/** Read the newest file that is whole; *@p ret_found false: there is none.  Damaged ones are skipped
 * with a warning in the log.  Memory comes from @p arena.  Blocks: at the start of a run only. */
int leat_checkpoints_latest(struct leat_checkpoints *checkpoints, const char *job_name,
                            struct leat_arena *arena, struct leat_checkpoint *ret, bool *ret_found,
                            struct leat_err *err) LEAT_MUSTCHECK;

/** Number for the next checkpoint. */
uint64_t leat_checkpoints_next_id(struct leat_checkpoints *checkpoints);

/** Write @p bytes (taken) as checkpoint @p id; one at a time.  @p done is called once, later. */
void leat_checkpoints_write(struct leat_checkpoints *checkpoints, uint64_t id,
                            struct leat_buf *bytes, int64_t begin_us,
                            void (*done)(void *owner, const struct leat_err *err), void *owner);
bool leat_checkpoints_is_writing(const struct leat_checkpoints *checkpoints);

/** Remember a checkpoint that failed before it came to a file. */
void leat_checkpoints_note_failure(struct leat_checkpoints *checkpoints, uint64_t id,
                                   int64_t begin_us, const struct leat_err *err);

/** Up to LEAT_CHECKPOINT_HISTORY reports, newest first; returns how many there are. */
uint32_t leat_checkpoints_history(const struct leat_checkpoints *checkpoints,
                                  struct leat_checkpoint_report ret[LEAT_CHECKPOINT_HISTORY]);

/** The newest that is durable; id 0: none. */
const struct leat_checkpoint_report *
leat_checkpoints_completed(const struct leat_checkpoints *checkpoints);

/** How many failed. */
uint64_t leat_checkpoints_failed(const struct leat_checkpoints *checkpoints);

/** How many were completed. */
uint64_t leat_checkpoints_count(const struct leat_checkpoints *checkpoints);
