/* SPDX-License-Identifier: Apache-2.0 */
/* The file of one checkpoint: everything a job needs to go on, atomically.
 *
 *   "LEATCKPT" | u32 format version | u32 CRC of the 12 bytes before
 *   section "job"       job uid, plan fingerprint, restart epoch, id, time
 *   section "scan" *    name of the scan's operator, positions as the source wrote them
 *   section "state"     leat_graph_snapshot()
 *   section "counters"  names and values
 *   section "end"       number of the sections before
 *
 * Each section has its length and a checksum (state/snapshot.h), and the "end" section tells a file
 * that was cut at a section's border.  Bytes in, bytes out: files are the business of io/. */
#pragma once

#include "leat/arena.h"
#include "leat/buf.h"
#include "leat/error.h"

/** Positions of one scan. */
struct leat_checkpoint_scan {
	struct leat_str name;      /**< Of the operator in the spec. */
	struct leat_str positions; /**< Bytes that only the source understands. */
};

/** A counter that goes on after a restart. */
struct leat_checkpoint_counter {
	struct leat_str name; /**< As exported. */
	uint64_t value;       /**< At the checkpoint. */
};

/** What a file holds. */
struct leat_checkpoint {
	struct leat_str job_uid;          /**< Of the job, stable over restarts. */
	struct leat_str fingerprint;      /**< Of the plan: another one may not fit the state. */
	uint64_t restart_epoch;           /**< Of the run that wrote it. */
	uint64_t id;                      /**< Grows within a job. */
	int64_t time_us;                  /**< Wall clock when it was taken. */
	uint32_t scan_count;              /**< Entries in scans. */
	const struct leat_checkpoint_scan *scans; /**< One per scan. */
	struct leat_str state;            /**< leat_graph_snapshot(). */
	uint32_t counter_count;           /**< Entries in counters. */
	const struct leat_checkpoint_counter *counters; /**< Any. */
};

/** Append the bytes of the file. */
void leat_checkpoint_encode(const struct leat_checkpoint *checkpoint, struct leat_buf *out);

/** Read the bytes of a file, whatever they are.  Texts point into @p bytes, arrays are in @p arena.
 * Fails with LEAT_E_CHECKPOINT and says what is wrong. */
int leat_checkpoint_decode(struct leat_str bytes, struct leat_arena *arena,
                           struct leat_checkpoint *ret, struct leat_err *err) LEAT_MUSTCHECK;
