/* SPDX-License-Identifier: Apache-2.0 */
/* The metrics of jobs, as samples of api/metrics.h. */
#pragma once

#include "api/metrics.h"
#include "job/jobs.h"

/** Add the samples of all jobs and of the loop. */
void leat_samples_add(struct leat_jobs *jobs, struct leat_loop *loop, struct leat_metrics *metrics);
