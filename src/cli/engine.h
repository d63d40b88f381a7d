/* SPDX-License-Identifier: Apache-2.0 */
/* Joins src/job with src/api: the functions that the HTTP face calls, on the jobs of the server. */
#pragma once

#include "api/engine.h"
#include "cli/config.h"
#include "job/jobs.h"

struct leat_engine;

/** For @p jobs, which outlives it; @p config is shown by GET /config. */
struct leat_engine *leat_engine_new(struct leat_loop *loop, struct leat_jobs *jobs,
                                    const struct leat_config *config);
/** NULL is allowed.  Returns NULL. */
struct leat_engine *leat_engine_free(struct leat_engine *engine);

/** What to give to leat_api_open(). */
const struct leat_api_engine *leat_engine_api(struct leat_engine *engine);

/** The server goes down: readiness says so. */
void leat_engine_set_draining(struct leat_engine *engine);
