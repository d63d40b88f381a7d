/* SPDX-License-Identifier: Apache-2.0 */
/* job.json: what is known of a job while no process runs it. */
#pragma once

#include "job/job.h"

/** The members of the file.  Texts are in the arena they were read into. */
struct leat_stored_job {
	const char *id;                  /**< 32 hex digits. */
	const char *name;                /**< Of the job. */
	struct leat_str sql;             /**< The script. */
	uint32_t setting_count;          /**< Settings of the submission. */
	const struct leat_opt_pair *settings; /**< setting_count pairs. */
	int64_t submitted_us;            /**< Wall clock. */
	uint64_t restart_epoch;          /**< Of the last run. */
	bool is_paused;                  /**< By the user. */
	bool has_ended;                  /**< past counts. */
	struct leat_job_past past;       /**< How it ended. */
};

/** Write the file durably.  Blocks: state changes are rare. */
int leat_store_write(const char *path, const struct leat_stored_job *job,
                     struct leat_err *err) LEAT_MUSTCHECK;

/** Read it into @p arena. */
int leat_store_read(const char *path, struct leat_arena *arena, struct leat_stored_job *ret,
                    struct leat_err *err) LEAT_MUSTCHECK;
