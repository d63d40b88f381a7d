/* SPDX-License-Identifier: Apache-2.0 */
/* Blocking functions (disk, compression, snapshots) run on a pool of threads beside the loop. */
#pragma once

#include "io/loop.h"

struct leat_work;

/** Runs on a thread of the pool; must touch nothing that the loop's thread touches meanwhile. */
typedef void (*leat_work_run_fn)(void *data);

/** Runs on the loop's thread when the work is over.  @p has_run false: it was cancelled in time. */
typedef void (*leat_work_done_fn)(void *data, bool has_run);

/** Run @p run(@p data) on the pool, then @p done(@p data, ..) on the loop, exactly once and never
 * from inside this call.  The handle is valid until then. */
struct leat_work *leat_work_start(struct leat_loop *loop, leat_work_run_fn run,
                                  leat_work_done_fn done, void *data);

/** Keep the work from running if it has not begun.  `done` is called either way. */
void leat_work_cancel(struct leat_work *work);
