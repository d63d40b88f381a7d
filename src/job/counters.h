/* SPDX-License-Identifier: Apache-2.0 */
/* The records of a job, by fate: they add up, whatever happens.
 *
 *   in + (rows made from state) = out + filtered + late + dead-lettered + (rows taken into state) + in flight
 *
 * and with in_state = taken - made: in = out + filtered + late + dead_lettered + in_state + in_flight. */
#pragma once

#include "job/run.h"

enum {
	LEAT_JOB_COUNTER_COUNT = 7, /**< Members of struct leat_run_counts. */
};

/** Add @p from to @p to. */
void leat_job_counts_add(struct leat_run_counts *to, const struct leat_run_counts *from);

/** As rows of a checkpoint; returns how many. */
uint32_t leat_job_counts_save(const struct leat_run_counts *counts,
                              struct leat_checkpoint_counter ret[LEAT_JOB_COUNTER_COUNT]);

/** From a checkpoint; counters that it lacks are 0. */
void leat_job_counts_load(struct leat_run_counts *counts, const struct leat_checkpoint *checkpoint);
