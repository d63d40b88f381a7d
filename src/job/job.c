/* SPDX-License-Identifier: Apache-2.0 */
/* A job: its states and checkpoints; see job.h. */
#include "job/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "job/counters.h"
#include "job/mask.h"
#include "job/restart.h"
#include "plan/plan.h"
#include "types/hash.h"

enum {
	CHECKPOINT_BYTES_MAX = INT32_MAX,
};

/* Seconds from 1970 to 2020, where restart epochs begin. */
#define EPOCH_BEGIN_S INT64_C(1577836800)

/* What a checkpoint that is under way waits for. */
enum checkpoint_step {
	CHECKPOINT_NONE,    /* None is under way. */
	CHECKPOINT_BARRIER, /* The run drains the graph. */
	CHECKPOINT_SINKS,   /* The sinks write what is before the barrier. */
	CHECKPOINT_LETTERS, /* The dead letters go to the disk. */
	CHECKPOINT_FILE,    /* The file is written. */
};

/* What comes once the run is drained and its checkpoint is done. */
enum aim {
	AIM_RUN,     /* Go on. */
	AIM_FINISH,  /* End of input or drain: FINISHED. */
	AIM_SUSPEND, /* The server goes down. */
	AIM_CANCEL,  /* CANCELED. */
};

struct leat_job {
	struct leat_job_options options;
	char id[LEAT_JOB_UID_DIGITS + 1];
	char *name;
	struct leat_str sql;      /* As it may be shown: without secrets. */
	char *fingerprint;        /* Of the plan. */

	enum leat_job_state state;
	char reason[512];
	enum aim aim;
	bool is_paused;           /* By the user. */
	bool is_held;             /* No room for dead letters. */
	bool must_checkpoint;     /* Reading has stopped, and what was read last is in no checkpoint. */
	int64_t submitted_us, started_us, ended_us; /* Wall clock. */
	int64_t run_started_us;   /* Monotonic. */
	uint32_t restarts;
	uint64_t restart_epoch;
	struct leat_restart_state restart;
	struct leat_err err;      /* Of the last failure. */
	struct leat_timer *restart_timer;

	struct leat_run *run;
	bool run_is_closing;
	bool run_has_finished;    /* It is closed once what is on its way to the disk is there. */
	struct leat_arena *run_arena; /* The checkpoint that the run was restored from. */
	struct leat_opt_pair *pairs;  /* Settings for sinks. */
	uint32_t pair_count;
	struct leat_run_counts base;  /* Counts of the runs before, as of the restored checkpoint. */

	struct leat_dead_letters *letters;
	struct leat_checkpoints *checkpoints; /* NULL: there are none. */
	struct leat_timer *checkpoint_timer;
	enum checkpoint_step step;
	uint64_t checkpoint_id;
	uint64_t checkpoint_epoch;
	int64_t checkpoint_begin_us;
	struct leat_arena *checkpoint_arena; /* The snapshot until it is encoded. */
	struct leat_checkpoint snapshot;
	struct leat_run_counts at_barrier;   /* Counts at the barrier. */
	uint64_t rejected_at_barrier; /* Rows in at_barrier.dead_lettered that sinks gave. */
};

static void open_run(void *data);
static void begin_checkpoint(void *data);
static void close_run(struct leat_job *job);
static void maybe_ended(struct leat_job *job);

static const char *const state_names[] = {
	[LEAT_JOB_CREATED] = "CREATED",       [LEAT_JOB_RUNNING] = "RUNNING",
	[LEAT_JOB_PAUSED] = "PAUSED",         [LEAT_JOB_RESTARTING] = "RESTARTING",
	[LEAT_JOB_FAILING] = "FAILING",       [LEAT_JOB_FAILED] = "FAILED",
	[LEAT_JOB_CANCELLING] = "CANCELLING", [LEAT_JOB_CANCELED] = "CANCELED",
	[LEAT_JOB_FINISHED] = "FINISHED",
};

const char *leat_job_state_name(enum leat_job_state state)
{
	leat_assert(state < LEAT_COUNT(state_names));
	return state_names[state];
}

bool leat_job_state_is_ended(enum leat_job_state state)
{
	return state == LEAT_JOB_FAILED || state == LEAT_JOB_CANCELED || state == LEAT_JOB_FINISHED;
}

/* ---- states ---- */

static void set_reason(struct leat_job *job, const char *reason)
{
	snprintf(job->reason, sizeof(job->reason), "%s", reason ? reason : "");
}

static void set_state(struct leat_job *job, enum leat_job_state state, const char *reason)
{
	leat_assert(!leat_job_state_is_ended(job->state));
	job->state = state;
	set_reason(job, reason);
	if (leat_job_state_is_ended(state))
		job->ended_us = leat_clock_now_us(job->options.clock);
	LEAT_LOG(INFO, JOB, job->name, "state changed",
	         leat_log_text("state", leat_job_state_name(state)),
	         leat_log_text("reason", job->reason));
	job->options.events->on_changed(job->options.owner, job);
}

static bool is_open(const struct leat_job *job)
{
	return job->run && !job->run_is_closing;
}

/* The user, the drain and the dead letters each may want that nothing is read. */
static void apply_pause(struct leat_job *job)
{
	if (is_open(job))
		leat_run_pause(job->run, job->is_paused || job->is_held || job->aim != AIM_RUN);
}

/* ---- checkpoints ---- */

static void plan_checkpoint(struct leat_job *job)
{
	if (job->checkpoints && job->options.settings->checkpoint_interval_us > 0)
		leat_timer_start(job->checkpoint_timer,
		                 job->options.settings->checkpoint_interval_us);
}

/* After the last checkpoint of a drain or a suspend. */
static void checkpoint_over(struct leat_job *job)
{
	job->step = CHECKPOINT_NONE;
	job->checkpoint_arena = leat_arena_free(job->checkpoint_arena);
	if (!is_open(job))
		maybe_ended(job);
	else if (job->must_checkpoint && !job->run_has_finished)
		begin_checkpoint(job);
	else if (job->aim != AIM_RUN)
		close_run(job);
	else
		plan_checkpoint(job);
}

static void checkpoint_failed(struct leat_job *job, const struct leat_err *err)
{
	char reason[512];

	snprintf(reason, sizeof(reason), "checkpoint %llu failed: %s",
	         (unsigned long long)job->checkpoint_id, err->message);
	LEAT_LOG(ERROR, CHECKPOINT, job->name, "checkpoint failed",
	         leat_log_i64("id", (int64_t)job->checkpoint_id),
	         leat_log_text("reason", err->message));
	set_reason(job, reason);
	job->options.events->on_changed(job->options.owner, job);
}

static void checkpoint_written(void *owner, const struct leat_err *err)
{
	struct leat_job *job = owner;

	if (err) {
		checkpoint_failed(job, err);
	} else {
		if (is_open(job))
			leat_run_committed(job->run);
		if (!strncmp(job->reason, "checkpoint ", strlen("checkpoint ")))
			set_reason(job, "");
	}
	checkpoint_over(job);
}

/* All rows before the barrier are done: what was on its way then is out now, or a dead letter.  Letters
 * of rows behind the barrier are written again after a restart, and counted then. */
static void settle_counts(struct leat_job *job, struct leat_run_counts *counts)
{
	uint64_t all, durable;

	leat_run_rejected(job->run, &all, &durable);
	uint64_t rejected = durable - job->rejected_at_barrier;
	if (rejected > counts->in_flight)
		rejected = counts->in_flight;
	counts->dead_lettered += rejected;
	counts->out += counts->in_flight - rejected;
	counts->in_flight = 0;
}

static void write_checkpoint(void *data)
{
	struct leat_job *job = data;
	struct leat_run_counts counts = job->at_barrier;
	struct leat_checkpoint_counter rows[LEAT_JOB_COUNTER_COUNT];
	struct leat_buf bytes;

	if (job->step != CHECKPOINT_LETTERS)
		return;
	if (!is_open(job) || !job->checkpoints) {
		checkpoint_over(job);
		return;
	}
	settle_counts(job, &counts);
	leat_job_counts_add(&counts, &job->base);
	job->snapshot.job_uid = (struct leat_str){ job->id, LEAT_JOB_UID_DIGITS };
	job->snapshot.fingerprint = leat_str_of(job->fingerprint);
	job->snapshot.restart_epoch = job->restart_epoch;
	job->snapshot.id = job->checkpoint_id;
	job->snapshot.time_us = leat_clock_now_us(job->options.clock);
	job->snapshot.counters = rows;
	job->snapshot.counter_count = leat_job_counts_save(&counts, rows);
	leat_buf_init(&bytes, CHECKPOINT_BYTES_MAX);
	leat_checkpoint_encode(&job->snapshot, &bytes);
	job->step = CHECKPOINT_FILE;
	leat_checkpoints_write(job->checkpoints, job->checkpoint_id, &bytes,
	                       job->checkpoint_begin_us, checkpoint_written, job);
}

static void on_durable(void *owner, uint64_t epoch)
{
	struct leat_job *job = owner;

	if (job->step != CHECKPOINT_SINKS || epoch < job->checkpoint_epoch)
		return;
	job->step = CHECKPOINT_LETTERS;
	leat_dead_letters_sync(job->letters, write_checkpoint, job);
}

static void copy_snapshot(struct leat_job *job, const struct leat_checkpoint *snapshot)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_checkpoint_scan *scans =
	        LEAT_ARENA_ARRAY(arena, struct leat_checkpoint_scan, snapshot->scan_count);

	for (uint32_t i = 0; i < snapshot->scan_count; i++) {
		scans[i].name = leat_arena_str(arena, snapshot->scans[i].name);
		scans[i].positions = leat_arena_str(arena, snapshot->scans[i].positions);
	}
	job->snapshot = *snapshot;
	job->snapshot.scans = scans;
	job->snapshot.state = leat_arena_str(arena, snapshot->state);
	job->checkpoint_arena = arena;
}

static void on_snapshot(void *owner, uint64_t epoch, const struct leat_checkpoint *snapshot)
{
	struct leat_job *job = owner;

	leat_assert(job->step == CHECKPOINT_BARRIER);
	job->step = CHECKPOINT_SINKS;
	job->checkpoint_epoch = epoch;
	leat_run_counts(job->run, &job->at_barrier);
	uint64_t durable;
	leat_run_rejected(job->run, &job->rejected_at_barrier, &durable);
	copy_snapshot(job, snapshot);
	apply_pause(job);
}

static void begin_checkpoint(void *data)
{
	struct leat_job *job = data;

	if (job->step != CHECKPOINT_NONE || !is_open(job) || job->run_has_finished)
		return;
	job->step = CHECKPOINT_BARRIER;
	job->must_checkpoint = false;
	job->checkpoint_begin_us = leat_clock_mono_us(job->options.clock);
	job->checkpoint_id = job->checkpoints ? leat_checkpoints_next_id(job->checkpoints) : 0;
	leat_run_barrier(job->run);
}

/* ---- what the run tells ---- */

static void close_run(struct leat_job *job)
{
	job->run_is_closing = true;
	leat_timer_stop(job->checkpoint_timer);
	leat_run_close(job->run);
}

static void on_failed(void *owner, const struct leat_err *err)
{
	struct leat_job *job = owner;

	job->err = *err;
	LEAT_LOG(ERROR, JOB, job->name, "run failed", leat_log_text("reason", err->message));
	if (job->state == LEAT_JOB_CANCELLING)
		return;
	close_run(job);
	if (job->aim == AIM_RUN || job->aim == AIM_FINISH)
		set_state(job, LEAT_JOB_FAILING, err->message);
}

static void letters_synced(void *data)
{
	struct leat_job *job = data;

	if (is_open(job))
		close_run(job);
}

static void on_finished(void *owner)
{
	struct leat_job *job = owner;

	job->run_has_finished = true;
	if (job->aim == AIM_RUN)
		job->aim = AIM_FINISH;
	/* A checkpoint that is under way closes the run when it is over. */
	if (job->step == CHECKPOINT_NONE)
		leat_dead_letters_sync(job->letters, letters_synced, job);
}

static void on_waiting(void *owner, const char *reason)
{
	struct leat_job *job = owner;

	if (job->state != LEAT_JOB_RUNNING && job->state != LEAT_JOB_PAUSED)
		return;
	set_reason(job, reason);
	job->options.events->on_changed(job->options.owner, job);
}

static void on_dead_letter(void *owner, const struct leat_dead_letter *letter)
{
	struct leat_job *job = owner;

	leat_dead_letters_add(job->letters, letter);
	if (!leat_dead_letters_has_room(job->letters) && !job->is_held) {
		job->is_held = true;
		apply_pause(job);
	}
}

static void letters_have_room(void *owner)
{
	struct leat_job *job = owner;

	job->is_held = false;
	apply_pause(job);
}

static void on_rows(void *owner, const struct leat_batch *batch)
{
	struct leat_job *job = owner;

	job->options.events->on_rows(job->options.owner, job, batch);
}

static void restart_or_fail(struct leat_job *job)
{
	int64_t now_us = leat_clock_mono_us(job->options.clock);
	int64_t wait_us = leat_restart_decide(job->options.settings, job->checkpoints != NULL,
	                                      &job->restart, &job->err, job->run_started_us,
	                                      now_us);

	if (wait_us < 0) {
		set_state(job, LEAT_JOB_FAILED, job->err.message);
		return;
	}
	job->restarts++;
	set_state(job, LEAT_JOB_RESTARTING, job->err.message);
	leat_timer_start(job->restart_timer, wait_us);
}

/* No run is open and no file is being written: the next state can be taken. */
static void maybe_ended(struct leat_job *job)
{
	if (job->run || job->step == CHECKPOINT_FILE)
		return;
	job->step = CHECKPOINT_NONE;
	job->checkpoint_arena = leat_arena_free(job->checkpoint_arena);
	switch (job->aim) {
	case AIM_SUSPEND:
		job->options.events->on_suspended(job->options.owner, job);
		return;
	case AIM_CANCEL:
		set_state(job, LEAT_JOB_CANCELED, "");
		return;
	case AIM_RUN:
	case AIM_FINISH:
		break;
	}
	if (job->state == LEAT_JOB_FAILING)
		restart_or_fail(job);
	else
		set_state(job, LEAT_JOB_FINISHED, "");
}

static void on_closed(void *owner)
{
	struct leat_job *job = owner;
	struct leat_run_counts counts;

	leat_run_counts(job->run, &counts);
	/* If it goes on, a checkpoint decides from where: open_run() sets the counts again. */
	leat_job_counts_add(&job->base, &counts);
	job->run = leat_run_free(job->run);
	job->run_is_closing = false;
	job->run_has_finished = false;
	job->run_arena = leat_arena_free(job->run_arena);
	maybe_ended(job);
}

static const struct leat_run_events run_events = {
	.on_failed = on_failed,
	.on_finished = on_finished,
	.on_snapshot = on_snapshot,
	.on_durable = on_durable,
	.on_waiting = on_waiting,
	.on_dead_letter = on_dead_letter,
	.on_rows = on_rows,
	.on_closed = on_closed,
};

/* ---- opening a run ---- */

/* The second at which the run begins, or one more than the last run's: larger than all before, also
 * those of other jobs that wrote to the same index. */
static uint64_t next_restart_epoch(const struct leat_job *job)
{
	int64_t now_s = leat_clock_now_us(job->options.clock) / 1000000 - EPOCH_BEGIN_S;
	uint64_t epoch = now_s > 0 ? (uint64_t)now_s : 1;

	return epoch > job->restart_epoch ? epoch : job->restart_epoch + 1;
}

static int find_checkpoint(struct leat_job *job, struct leat_checkpoint *ret, bool *ret_found,
                           struct leat_err *err)
{
	*ret_found = false;
	if (!job->checkpoints)
		return 0;
	LEAT_TRY(leat_checkpoints_latest(job->checkpoints, job->name, job->run_arena, ret,
	                                 ret_found, err));
	if (!*ret_found)
		return 0;
	if (ret->fingerprint.n != strlen(job->fingerprint) ||
	    memcmp(ret->fingerprint.p, job->fingerprint, ret->fingerprint.n))
		return leat_err_set(err, LEAT_E_CHECKPOINT,
		                    "checkpoint %llu was written by another plan",
		                    (unsigned long long)ret->id);
	return 0;
}

static int try_open_run(struct leat_job *job, struct leat_err *err)
{
	const struct leat_settings *settings = job->options.settings;
	struct leat_checkpoint checkpoint;
	bool has_checkpoint;

	job->run_arena = leat_arena_new(0);
	LEAT_TRY(find_checkpoint(job, &checkpoint, &has_checkpoint, err));
	job->restart_epoch = next_restart_epoch(job);
	job->base = (struct leat_run_counts){ 0 };
	if (has_checkpoint)
		leat_job_counts_load(&job->base, &checkpoint);
	return leat_run_new(&(struct leat_run_options){
	                            .loop = job->options.loop,
	                            .clock = job->options.clock,
	                            .spec = job->options.spec,
	                            .job_name = leat_str_of(job->name),
	                            .job_uid = { job->id, LEAT_JOB_UID_DIGITS },
	                            .restart_epoch = job->restart_epoch,
	                            .first_epoch = 1,
	                            .budget_bytes = (size_t)settings->memory_limit_bytes,
	                            .batch_rows = (uint32_t)settings->batch_rows,
	                            .settings = job->pairs,
	                            .setting_count = job->pair_count,
	                            .restore = has_checkpoint ? &checkpoint : NULL,
	                            .events = &run_events,
	                            .owner = job,
	                    },
	                    &job->run, err);
}

static void open_run(void *data)
{
	struct leat_job *job = data;
	struct leat_err err = { 0 };

	job->run_started_us = leat_clock_mono_us(job->options.clock);
	if (!job->started_us)
		job->started_us = leat_clock_now_us(job->options.clock);
	if (try_open_run(job, &err)) {
		job->run_arena = leat_arena_free(job->run_arena);
		job->err = err;
		set_state(job, LEAT_JOB_FAILING, err.message);
		restart_or_fail(job);
		return;
	}
	set_state(job, job->is_paused ? LEAT_JOB_PAUSED : LEAT_JOB_RUNNING, "");
	apply_pause(job);
	plan_checkpoint(job);
}

/* ---- life ---- */

static char *fingerprint_of(const struct leat_spec *spec)
{
	struct leat_buf text;
	char *digits = leat_zalloc(33);

	leat_buf_init(&text, (size_t)1 << 24);
	leat_spec_print(spec, &text);
	leat_hash128_print(leat_hash128(text.data, text.size), digits);
	leat_buf_done(&text);
	return digits;
}

/* All settings that have a value, given or default: connectors read them by name. */
static void collect_pairs(struct leat_job *job)
{
	const struct leat_settings *settings = job->options.settings;
	const struct leat_opt *rows = leat_settings_options();
	uint32_t row_count = 0;

	while (rows[row_count].name)
		row_count++;
	job->pairs = leat_zalloc(sizeof(*job->pairs) * (settings->pair_count + row_count));
	for (uint32_t i = 0; i < settings->pair_count; i++)
		job->pairs[job->pair_count++] = settings->pairs[i];
	for (uint32_t i = 0; i < row_count; i++)
		if (rows[i].fallback)
			job->pairs[job->pair_count++] = (struct leat_opt_pair){
				.key = leat_str_of(rows[i].name),
				.value = leat_str_of(rows[i].fallback),
			};
}

static const struct leat_dead_letters_events letter_events = {
	.on_room = letters_have_room,
	.on_waiting = on_waiting,
};

static int open_files(struct leat_job *job, struct leat_err *err)
{
	const struct leat_job_options *options = &job->options;
	const struct leat_settings *settings = options->settings;

	if (options->checkpoint_dir && !options->past)
		LEAT_TRY(leat_checkpoints_open(
			options->loop, options->clock, options->checkpoint_dir,
			(uint32_t)settings->checkpoints_retained, &job->checkpoints, err));
	return leat_dead_letters_open(options->loop, options->clock, options->dead_letter_path,
	                              settings->dead_letter_max_bytes, &letter_events, job,
	                              &job->letters, err);
}

static void set_past(struct leat_job *job, const struct leat_job_past *past)
{
	job->state = past->state;
	job->started_us = past->started_us;
	job->ended_us = past->ended_us;
	job->restarts = past->restarts;
	job->base = past->counts;
	set_reason(job, past->reason);
}

static struct leat_str shown_sql(struct leat_str sql)
{
	struct leat_buf out;
	size_t n;
	char *text;

	leat_buf_init(&out, (size_t)1 << 30);
	leat_mask_sql(sql, &out);
	leat_buf_char(&out, '\0');
	text = leat_buf_take(&out, &n);
	return (struct leat_str){ text, (uint32_t)(n - 1) };
}

int leat_job_new(const struct leat_job_options *options, struct leat_job **ret_job,
                 struct leat_err *err)
{
	struct leat_job *job = leat_zalloc(sizeof(*job));
	int r;

	job->options = *options;
	snprintf(job->id, sizeof(job->id), "%s", options->id);
	job->name = leat_strndup(options->name, strlen(options->name));
	job->sql = shown_sql(options->sql);
	job->fingerprint = fingerprint_of(options->spec);
	job->submitted_us = options->submitted_us ? options->submitted_us :
	                                            leat_clock_now_us(options->clock);
	job->restart_epoch = options->restart_epoch;
	job->is_paused = options->is_paused;
	job->restart_timer = leat_timer_new(options->loop, open_run, job);
	job->checkpoint_timer = leat_timer_new(options->loop, begin_checkpoint, job);
	collect_pairs(job);
	r = open_files(job, err);
	if (r) {
		job->options.plan = NULL;
		leat_job_free(job);
		return r;
	}
	if (options->past)
		set_past(job, options->past);
	*ret_job = job;
	return 0;
}

void leat_job_start(struct leat_job *job)
{
	leat_assert(job->state == LEAT_JOB_CREATED);
	leat_timer_start(job->restart_timer, 0);
}

struct leat_job *leat_job_free(struct leat_job *job)
{
	if (!job)
		return NULL;
	leat_assert(!job->run);
	leat_timer_free(job->restart_timer);
	leat_timer_free(job->checkpoint_timer);
	leat_dead_letters_close(job->letters);
	leat_checkpoints_close(job->checkpoints);
	leat_arena_free(job->run_arena);
	leat_arena_free(job->checkpoint_arena);
	leat_plan_free(job->options.plan);
	free(job->pairs);
	free(job->fingerprint);
	free((char *)job->sql.p);
	free(job->name);
	free(job);
	return NULL;
}

/* ---- actions ---- */

static int refuse(const struct leat_job *job, struct leat_err *err)
{
	return leat_err_set(err, LEAT_E_CONFLICT, "job \"%s\" is %s", job->name,
	                    leat_job_state_name(job->state));
}

/* A job without a run has nothing to close. */
static void stop_now(struct leat_job *job)
{
	leat_timer_stop(job->restart_timer);
	if (!job->run)
		maybe_ended(job);
	else if (!job->run_is_closing)
		close_run(job);
}

int leat_job_cancel(struct leat_job *job, struct leat_err *err)
{
	if (leat_job_state_is_ended(job->state) || job->aim == AIM_CANCEL)
		return refuse(job, err);
	job->aim = AIM_CANCEL;
	set_state(job, LEAT_JOB_CANCELLING, "");
	stop_now(job);
	return 0;
}

/* Stop reading, then a last checkpoint; checkpoint_over() closes the run. */
static void drain_to(struct leat_job *job, enum aim aim)
{
	job->aim = aim;
	leat_timer_stop(job->restart_timer);
	if (!is_open(job)) {
		if (!job->run)
			maybe_ended(job);
		return;
	}
	apply_pause(job);
	job->must_checkpoint = true;
	begin_checkpoint(job);
}

int leat_job_drain(struct leat_job *job, struct leat_err *err)
{
	if (!is_open(job) || job->aim != AIM_RUN)
		return refuse(job, err);
	drain_to(job, AIM_FINISH);
	return 0;
}

int leat_job_pause(struct leat_job *job, struct leat_err *err)
{
	if (job->state != LEAT_JOB_RUNNING || job->aim != AIM_RUN)
		return refuse(job, err);
	job->is_paused = true;
	set_state(job, LEAT_JOB_PAUSED, "");
	apply_pause(job);
	return 0;
}

int leat_job_resume(struct leat_job *job, struct leat_err *err)
{
	if (job->state != LEAT_JOB_PAUSED || job->aim != AIM_RUN)
		return refuse(job, err);
	job->is_paused = false;
	set_state(job, LEAT_JOB_RUNNING, "");
	apply_pause(job);
	return 0;
}

int leat_job_checkpoint(struct leat_job *job, struct leat_err *err)
{
	if (!is_open(job))
		return refuse(job, err);
	if (!job->checkpoints)
		return leat_err_set(err, LEAT_E_CONFLICT, "job \"%s\" has no checkpoints",
		                    job->name);
	begin_checkpoint(job);
	return 0;
}

void leat_job_suspend(struct leat_job *job)
{
	if (job->aim == AIM_SUSPEND) {
		stop_now(job);
		return;
	}
	if (leat_job_state_is_ended(job->state)) {
		job->options.events->on_suspended(job->options.owner, job);
		return;
	}
	drain_to(job, AIM_SUSPEND);
}

void leat_job_info(const struct leat_job *job, struct leat_job_info *ret)
{
	*ret = (struct leat_job_info){
		.id = job->id,
		.name = job->name,
		.sql = job->sql,
		.state = job->state,
		.reason = job->reason,
		.submitted_us = job->submitted_us,
		.started_us = job->started_us,
		.ended_us = job->ended_us,
		.restarts = job->restarts,
		.restart_epoch = job->restart_epoch,
		.err = job->err,
		.settings = job->options.settings,
		.spec = job->options.spec,
		.run = job->run,
		.checkpoints = job->checkpoints,
		.letters = job->letters,
	};
	if (job->run)
		leat_run_counts(job->run, &ret->counts);
	leat_job_counts_add(&ret->counts, &job->base);
}
