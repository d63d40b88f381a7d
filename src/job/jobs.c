/* SPDX-License-Identifier: Apache-2.0 */
/* The jobs of a server; see jobs.h. */
#include "job/jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/vec.h"
#include "io/files.h"
#include "job/store.h"
#include "plan/plan.h"

/* A job with what its file says. */
struct entry {
	struct leat_jobs *jobs;
	struct leat_job *job;
	struct leat_arena *arena;      /* Of stored. */
	struct leat_stored_job stored; /* As written last. */
	char *path;                    /* job.json; NULL: nothing is kept. */
	bool is_suspended;             /* By a shutdown. */
};

struct leat_jobs {
	struct leat_jobs_options options;
	LEAT_VEC(struct entry *) entries; /* Oldest first. */
	int lock_fd;                      /* -1: nothing is kept. */
	struct leat_plan *no_plan;        /* What jobs without a plan have: no nodes, default settings. */
	leat_loop_fn done;                /* Of the shutdown. */
	void *done_data;
	struct leat_task *task;           /* Calls it. */
	struct leat_arena *arena;
};

static const struct leat_spec no_spec = { 0 };

/* ---- files ---- */

/* True when something changed that a new process must know. */
static bool take_state(struct entry *entry)
{
	struct leat_job_info info;
	bool has_ended, is_paused, has_changed;

	leat_job_info(entry->job, &info);
	has_ended = leat_job_state_is_ended(info.state);
	is_paused = info.state == LEAT_JOB_PAUSED;
	has_changed = has_ended != entry->stored.has_ended ||
	              is_paused != entry->stored.is_paused ||
	              info.restart_epoch != entry->stored.restart_epoch;
	entry->stored.restart_epoch = info.restart_epoch;
	entry->stored.is_paused = is_paused;
	entry->stored.has_ended = has_ended;
	if (has_ended)
		entry->stored.past = (struct leat_job_past){
			.state = info.state,
			.reason = leat_arena_dup(entry->arena, info.reason, strlen(info.reason)),
			.started_us = info.started_us,
			.ended_us = info.ended_us,
			.restarts = info.restarts,
			.counts = info.counts,
		};
	return has_changed;
}

static void save(struct entry *entry)
{
	struct leat_err err;

	if (entry->path && leat_store_write(entry->path, &entry->stored, &err))
		LEAT_LOG(ERROR, JOB, entry->stored.name, "the job's file cannot be written",
		         leat_log_text("reason", err.message));
}

static void on_changed(void *owner, struct leat_job *job)
{
	struct entry *entry = owner;

	entry->job = job;
	if (take_state(entry))
		save(entry);
}

/* ---- entries ---- */

static void on_rows(void *owner, struct leat_job *job, const struct leat_batch *batch)
{
	(void)owner;
	(void)job;
	(void)batch;
	leat_unreachable(); /* A submission has INSERTs only. */
}

static void on_suspended(void *owner, struct leat_job *job);

static const struct leat_job_events job_events = {
	.on_changed = on_changed,
	.on_rows = on_rows,
	.on_suspended = on_suspended,
};

static struct entry *entry_free(struct entry *entry)
{
	leat_job_free(entry->job);
	leat_arena_free(entry->arena);
	free(entry->path);
	free(entry);
	return NULL;
}

/* The places of a job's files; NULL where nothing is kept. */
struct places {
	char *dir, *checkpoints, *letters;
};

static struct places places_of(struct leat_jobs *jobs, struct leat_arena *arena, const char *id,
                               const struct leat_settings *settings)
{
	struct places places = { 0 };

	if (!jobs->options.data_dir)
		return places;
	places.dir = leat_arena_printf(arena, "%s/jobs/%s", jobs->options.data_dir, id);
	if (settings->checkpoint_dir.n)
		places.checkpoints = leat_arena_printf(
		        arena, "%.*s/%s", LEAT_STR_ARG(settings->checkpoint_dir), id);
	else
		places.checkpoints = leat_arena_printf(arena, "%s/checkpoints", places.dir);
	if (settings->dead_letter_dir.n)
		places.letters = leat_arena_printf(arena, "%.*s/%s.jsonl",
		                                   LEAT_STR_ARG(settings->dead_letter_dir), id);
	else
		places.letters = leat_arena_printf(arena, "%s/dead-letters.jsonl", places.dir);
	return places;
}

/* Make the job of an entry whose `stored` is filled.  @p plan is taken when it succeeds; NULL: the
 * job has ended and is kept for reports. */
static int make_job(struct entry *entry, struct leat_plan *plan, struct leat_err *err)
{
	struct leat_jobs *jobs = entry->jobs;
	const struct leat_stored_job *stored = &entry->stored;
	const struct leat_settings *settings = plan ? &plan->settings : &jobs->no_plan->settings;
	struct places places = places_of(jobs, entry->arena, stored->id, settings);

	if (places.dir) {
		LEAT_TRY(leat_dir_make(places.dir, err));
		if (settings->dead_letter_dir.n)
			LEAT_TRY(leat_dir_make(leat_arena_dup(entry->arena,
			                                      settings->dead_letter_dir.p,
			                                      settings->dead_letter_dir.n),
			                       err));
		const char *path = leat_arena_printf(entry->arena, "%s/job.json", places.dir);
		entry->path = leat_strndup(path, strlen(path));
	}
	return leat_job_new(&(struct leat_job_options){
	                            .loop = jobs->options.loop,
	                            .clock = jobs->options.clock,
	                            .id = stored->id,
	                            .name = stored->name,
	                            .sql = stored->sql,
	                            .plan = plan,
	                            .spec = plan ? plan->spec : &no_spec,
	                            .settings = settings,
	                            .checkpoint_dir = places.checkpoints,
	                            .dead_letter_path = places.letters,
	                            .events = &job_events,
	                            .owner = entry,
	                            .submitted_us = stored->submitted_us,
	                            .restart_epoch = stored->restart_epoch,
	                            .is_paused = stored->is_paused,
	                            .past = stored->has_ended ? &stored->past : NULL,
	                    },
	                    &entry->job, err);
}

/* ---- planning and submitting ---- */

int leat_jobs_plan(struct leat_jobs *jobs, const struct leat_submission *submission,
                   struct leat_diags *diags, struct leat_plan **ret_plan)
{
	struct leat_session *session = leat_session_new(jobs->options.registry);
	struct leat_err err = { 0 };
	int r = 0;

	for (uint32_t i = 0; i < jobs->options.setting_count && !r; i++)
		r = leat_session_set(session, jobs->options.settings[i].key,
		                     jobs->options.settings[i].value, &err);
	for (uint32_t i = 0; i < submission->setting_count && !r; i++)
		r = leat_session_set(session, submission->settings[i].key,
		                     submission->settings[i].value, &err);
	if (r)
		leat_diags_add(diags, LEAT_SEVERITY_ERROR, &err);
	else
		r = leat_session_plan(session, submission->sql, diags, ret_plan);
	leat_session_free(session);
	return r;
}

static bool is_active(const struct leat_job *job)
{
	struct leat_job_info info;

	leat_job_info(job, &info);
	return !leat_job_state_is_ended(info.state);
}

static bool is_called(const struct leat_job *job, struct leat_str name)
{
	struct leat_job_info info;

	leat_job_info(job, &info);
	return leat_str_is(name, info.name);
}

static bool name_is_taken(struct leat_jobs *jobs, struct leat_str name)
{
	for (uint32_t i = 0; i < jobs->entries.count; i++)
		if (is_active(jobs->entries.items[i]->job) &&
		    is_called(jobs->entries.items[i]->job, name))
			return true;
	return false;
}

/* As Flink's "insert-into_<table>", with a number when that is taken. */
static const char *make_up_name(struct leat_jobs *jobs, const struct leat_spec *spec,
                                struct leat_arena *arena)
{
	struct leat_str table = LEAT_STR("nothing");
	char *name;

	for (uint32_t i = spec->node_count; i-- > 0;)
		if (spec->nodes[i].kind == LEAT_SPEC_SINK && spec->nodes[i].sink.table)
			table = spec->nodes[i].sink.table->name;
	name = leat_arena_printf(arena, "insert-into_%.*s", LEAT_STR_ARG(table));
	for (int n = 2; name_is_taken(jobs, leat_str_of(name)); n++)
		name = leat_arena_printf(arena, "insert-into_%.*s-%d", LEAT_STR_ARG(table), n);
	return name;
}

static int choose_name(struct leat_jobs *jobs, const struct leat_submission *submission,
                       const struct leat_plan *plan, struct leat_arena *arena,
                       struct leat_diags *diags, const char **ret_name)
{
	struct leat_str name = submission->name.n ? submission->name : plan->settings.job_name;

	if (!name.n) {
		*ret_name = make_up_name(jobs, plan->spec, arena);
		return 0;
	}
	if (name_is_taken(jobs, name))
		return leat_diags_error(diags, LEAT_E_CONFLICT, (struct leat_span){ 0 },
		                        "a job called \"%.*s\" is running", LEAT_STR_ARG(name));
	*ret_name = leat_arena_dup(arena, name.p, name.n);
	return 0;
}

static const char *new_id(struct leat_arena *arena)
{
	unsigned char bytes[LEAT_JOB_UID_DIGITS / 2];
	char *id = leat_arena_alloc(arena, LEAT_JOB_UID_DIGITS + 1);

	if (getentropy(bytes, sizeof(bytes)))
		leat_unreachable(); /* Fails for more than 256 bytes only. */
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(id + 2 * i, 3, "%02x", bytes[i]);
	return id;
}

static const struct leat_opt_pair *copy_pairs(struct leat_arena *arena,
                                              const struct leat_opt_pair *pairs, uint32_t count)
{
	struct leat_opt_pair *copy = LEAT_ARENA_ARRAY(arena, struct leat_opt_pair, count);

	for (uint32_t i = 0; i < count; i++) {
		copy[i].key = leat_arena_str(arena, pairs[i].key);
		copy[i].value = leat_arena_str(arena, pairs[i].value);
	}
	return copy;
}

static struct entry *entry_new(struct leat_jobs *jobs)
{
	struct entry *entry = leat_zalloc(sizeof(*entry));

	entry->jobs = jobs;
	entry->arena = leat_arena_new(0);
	return entry;
}

/* Forget the oldest jobs that have ended. */
static void forget_old(struct leat_jobs *jobs)
{
	for (uint32_t i = 0; jobs->entries.count >= LEAT_LIMIT_JOBS && i < jobs->entries.count;) {
		struct entry *entry = jobs->entries.items[i];
		struct leat_err err;
		if (is_active(entry->job)) {
			i++;
			continue;
		}
		if (entry->path && leat_file_remove(entry->path, &err))
			LEAT_LOG(WARN, JOB, entry->stored.name, "an old job's file stays",
			         leat_log_text("reason", err.message));
		entry_free(entry);
		jobs->entries.count--;
		memmove(&jobs->entries.items[i], &jobs->entries.items[i + 1],
		        (jobs->entries.count - i) * sizeof(struct entry *));
	}
}

static int submit_plan(struct leat_jobs *jobs, const struct leat_submission *submission,
                       struct leat_plan *plan, struct leat_diags *diags, struct entry **ret_entry)
{
	struct entry *entry = entry_new(jobs);
	struct leat_err err = { 0 };
	int r = 0;

	if (!plan->spec)
		r = leat_diags_error(diags, LEAT_E_QUERY, (struct leat_span){ 0 },
		                     "the script has no INSERT, so there is nothing to run");
	else if (jobs->entries.count >= LEAT_LIMIT_JOBS)
		r = leat_diags_error(diags, LEAT_E_LIMIT, (struct leat_span){ 0 },
		                     "the server has %d jobs already", LEAT_LIMIT_JOBS);
	else
		r = choose_name(jobs, submission, plan, entry->arena, diags, &entry->stored.name);
	if (!r) {
		entry->stored.id = new_id(entry->arena);
		entry->stored.sql = leat_arena_str(entry->arena, submission->sql);
		entry->stored.settings = copy_pairs(entry->arena, submission->settings,
		                                    submission->setting_count);
		entry->stored.setting_count = submission->setting_count;
		entry->stored.submitted_us = leat_clock_now_us(jobs->options.clock);
		r = make_job(entry, plan, &err);
		if (r)
			leat_diags_add(diags, LEAT_SEVERITY_ERROR, &err);
	}
	if (r) {
		entry_free(entry);
		return r;
	}
	*ret_entry = entry;
	return 0;
}

int leat_jobs_submit(struct leat_jobs *jobs, const struct leat_submission *submission,
                     struct leat_diags *diags, struct leat_job **ret_job)
{
	struct leat_plan *plan;
	struct entry *entry;
	int r;

	LEAT_TRY(leat_jobs_plan(jobs, submission, diags, &plan));
	forget_old(jobs);
	r = submit_plan(jobs, submission, plan, diags, &entry);
	if (r) {
		leat_plan_free(plan);
		return r;
	}
	*LEAT_VEC_ADD(NULL, &jobs->entries) = entry;
	save(entry);
	leat_job_start(entry->job);
	*ret_job = entry->job;
	return 0;
}

/* ---- finding ---- */

struct leat_job *leat_jobs_at(struct leat_jobs *jobs, uint32_t index)
{
	uint32_t count = jobs->entries.count;

	return index < count ? jobs->entries.items[count - 1 - index]->job : NULL;
}

struct leat_job *leat_jobs_find(struct leat_jobs *jobs, struct leat_str id_or_name)
{
	struct leat_job *found = NULL;

	for (uint32_t i = 0; i < jobs->entries.count; i++) {
		struct entry *entry = jobs->entries.items[i];
		if (id_or_name.n == LEAT_JOB_UID_DIGITS &&
		    !memcmp(entry->stored.id, id_or_name.p, LEAT_JOB_UID_DIGITS))
			return entry->job;
		if (is_called(entry->job, id_or_name) && (!found || !is_active(found)))
			found = entry->job;
	}
	return found;
}

/* ---- opening ---- */

static int lock_dir(struct leat_jobs *jobs, struct leat_err *err)
{
	char *path = leat_arena_printf(jobs->arena, "%s/lock", jobs->options.data_dir);

	jobs->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (jobs->lock_fd < 0)
		return leat_err_set(err, LEAT_E_DISK, "cannot open %s: %s", path, strerror(errno));
	if (flock(jobs->lock_fd, LOCK_EX | LOCK_NB)) {
		leat_err_set(err, LEAT_E_CONFLICT, "another process uses the directory %s",
		             jobs->options.data_dir);
		leat_err_hint(err, "stop it, or give this one another leat.data.dir");
		return -LEAT_E_CONFLICT;
	}
	return 0;
}

/* The reason why a script that was planned once cannot be planned now. */
static void set_unplannable(struct entry *entry, const struct leat_diags *diags)
{
	const struct leat_err *err = leat_diags_first_error(diags);

	entry->stored.has_ended = true;
	entry->stored.past = (struct leat_job_past){
		.state = LEAT_JOB_FAILED,
		.reason = leat_arena_printf(entry->arena, "the script cannot be planned any more: %s",
		                            err ? err->message : "unknown"),
		.ended_us = leat_clock_now_us(entry->jobs->options.clock),
	};
}

static int restore_one(struct leat_jobs *jobs, const char *id, struct leat_err *err)
{
	struct entry *entry = entry_new(jobs);
	struct leat_plan *plan = NULL;
	struct leat_diags diags;
	char *path = leat_arena_printf(entry->arena, "%s/jobs/%s/job.json", jobs->options.data_dir,
	                               id);
	int r = leat_store_read(path, entry->arena, &entry->stored, err);

	leat_diags_init(&diags, entry->arena);
	if (!r && !entry->stored.has_ended &&
	    leat_jobs_plan(jobs, &(struct leat_submission){
	                                 .sql = entry->stored.sql,
	                                 .settings = entry->stored.settings,
	                                 .setting_count = entry->stored.setting_count },
	                   &diags, &plan))
		set_unplannable(entry, &diags);
	if (!r)
		r = make_job(entry, plan, err);
	if (r) {
		leat_plan_free(plan);
		entry_free(entry);
		return r;
	}
	*LEAT_VEC_ADD(NULL, &jobs->entries) = entry;
	if (!entry->stored.has_ended)
		leat_job_start(entry->job);
	return 0;
}

static int by_submission(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a;
	const struct entry *y = *(struct entry *const *)b;

	return (x->stored.submitted_us > y->stored.submitted_us) -
	       (x->stored.submitted_us < y->stored.submitted_us);
}

static int restore_all(struct leat_jobs *jobs, struct leat_err *err)
{
	char *dir = leat_arena_printf(jobs->arena, "%s/jobs", jobs->options.data_dir);
	struct leat_dir_list list = { 0 };

	LEAT_TRY(leat_dir_make(dir, err));
	LEAT_TRY(lock_dir(jobs, err));
	LEAT_TRY(leat_dir_read(dir, jobs->arena, &list, err));
	for (uint32_t i = 0; i < list.count; i++) {
		struct leat_err why = { 0 };
		if (strlen(list.names[i]) == LEAT_JOB_UID_DIGITS &&
		    restore_one(jobs, list.names[i], &why))
			LEAT_LOG(ERROR, JOB, list.names[i], "a job cannot be restored",
			         leat_log_text("reason", why.message));
	}
	if (jobs->entries.count)
		qsort(jobs->entries.items, jobs->entries.count, sizeof(struct entry *),
		      by_submission);
	return 0;
}

static void call_done(void *data)
{
	struct leat_jobs *jobs = data;
	leat_loop_fn done = jobs->done;

	jobs->done = NULL;
	if (done)
		done(jobs->done_data);
}

/* Default settings for jobs that are only kept for reports. */
static int make_no_plan(struct leat_jobs *jobs, struct leat_err *err)
{
	struct leat_diags diags;

	leat_diags_init(&diags, jobs->arena);
	if (!leat_jobs_plan(jobs, &(struct leat_submission){ .sql = LEAT_STR("") }, &diags,
	                    &jobs->no_plan))
		return 0;
	const struct leat_err *first = leat_diags_first_error(&diags);
	leat_assert(first);
	*err = *first;
	return -(int)first->code;
}

int leat_jobs_open(const struct leat_jobs_options *options, struct leat_jobs **ret_jobs,
                   struct leat_err *err)
{
	struct leat_jobs *jobs = leat_zalloc(sizeof(*jobs));
	int r;

	jobs->options = *options;
	jobs->lock_fd = -1;
	jobs->arena = leat_arena_new(0);
	jobs->task = leat_task_new(options->loop, call_done, jobs);
	r = make_no_plan(jobs, err);
	if (!r && options->data_dir)
		r = restore_all(jobs, err);
	if (r) {
		leat_jobs_close(jobs);
		return r;
	}
	*ret_jobs = jobs;
	return 0;
}

struct leat_jobs *leat_jobs_close(struct leat_jobs *jobs)
{
	if (!jobs)
		return NULL;
	for (uint32_t i = 0; i < jobs->entries.count; i++)
		entry_free(jobs->entries.items[i]);
	LEAT_VEC_DONE(&jobs->entries);
	leat_plan_free(jobs->no_plan);
	leat_task_free(jobs->task);
	if (jobs->lock_fd >= 0)
		close(jobs->lock_fd);
	leat_arena_free(jobs->arena);
	free(jobs);
	return NULL;
}

/* ---- going down ---- */

static void maybe_down(struct leat_jobs *jobs)
{
	if (!jobs->done)
		return;
	for (uint32_t i = 0; i < jobs->entries.count; i++)
		if (!jobs->entries.items[i]->is_suspended)
			return;
	leat_task_schedule(jobs->task);
}

static void on_suspended(void *owner, struct leat_job *job)
{
	struct entry *entry = owner;

	(void)job;
	entry->is_suspended = true;
	maybe_down(entry->jobs);
}

void leat_jobs_shutdown(struct leat_jobs *jobs, leat_loop_fn done, void *data)
{
	jobs->done = done;
	jobs->done_data = data;
	for (uint32_t i = 0; i < jobs->entries.count; i++)
		if (!jobs->entries.items[i]->is_suspended)
			leat_job_suspend(jobs->entries.items[i]->job);
	maybe_down(jobs);
}
