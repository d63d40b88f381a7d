/* SPDX-License-Identifier: Apache-2.0 */
/* The jobs of a server: submitted, found, kept over a restart of the process.
 *
 *   <data dir>/lock                    one process at a time
 *   <data dir>/jobs/<id>/job.json      script, settings, state
 *   <data dir>/jobs/<id>/checkpoints/  cp-<id>
 *   <data dir>/jobs/<id>/dead-letters.jsonl
 *
 * At the start every job that had not ended is planned again from its script and goes on from its last
 * checkpoint; one that cannot be planned any more is FAILED with the reason.  Loop thread only. */
#pragma once

#include "job/job.h"

struct leat_diags;
struct leat_jobs;

struct leat_jobs_options {
	struct leat_loop *loop;                /**< Where they run. */
	const struct leat_clock *clock;        /**< The loop's. */
	const struct leat_registry *registry;  /**< Connectors and formats. */
	const struct leat_opt_pair *settings;  /**< Configuration, below what a job says. */
	uint32_t setting_count;                /**< Entries in settings. */
	const char *data_dir;                  /**< NULL: nothing is kept. */
};

/** What is submitted. */
struct leat_submission {
	struct leat_str sql;                  /**< The script. */
	struct leat_str name;                 /**< Empty: pipeline.name, else made up from the sinks. */
	const struct leat_opt_pair *settings; /**< Above the configuration, below the script's SETs. */
	uint32_t setting_count;               /**< Entries in settings. */
};

/** Open the directory and start the jobs that are in it. */
int leat_jobs_open(const struct leat_jobs_options *options, struct leat_jobs **ret_jobs,
                   struct leat_err *err) LEAT_MUSTCHECK;

/** Free; no job may have an open run (leat_jobs_shutdown()).  NULL is allowed.  Returns NULL. */
struct leat_jobs *leat_jobs_close(struct leat_jobs *jobs);

/** Plan a script with the settings that a submission would have.  The plan is the caller's. */
int leat_jobs_plan(struct leat_jobs *jobs, const struct leat_submission *submission,
                   struct leat_diags *diags, struct leat_plan **ret_plan) LEAT_MUSTCHECK;

/** Plan, keep and start.  Errors are in @p diags; a job of this name that has not ended is
 * LEAT_E_CONFLICT. */
int leat_jobs_submit(struct leat_jobs *jobs, const struct leat_submission *submission,
                     struct leat_diags *diags, struct leat_job **ret_job) LEAT_MUSTCHECK;

/** By id, or by name: one that has not ended, else the newest; NULL when there is none. */
struct leat_job *leat_jobs_find(struct leat_jobs *jobs, struct leat_str id_or_name);

/** Newest first: the @p index-th job, NULL behind the last. */
struct leat_job *leat_jobs_at(struct leat_jobs *jobs, uint32_t index);

/** Suspend all; @p done is called, later, when no run is open.  Calls before that close at once what
 * is still draining. */
void leat_jobs_shutdown(struct leat_jobs *jobs, leat_loop_fn done, void *data);
