/* SPDX-License-Identifier: Apache-2.0 */
/* `leat run`: execute a script in the foreground, without a server.
 *
 * SELECTs are run one after the other and their rows printed; all INSERTs are one job, at the place
 * of the last one.  A signal drains the job that runs, within a grace; a second one ends the
 * program at once. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/rows.h"
#include "cli/script.h"
#include "io/files.h"
#include "job/job.h"
#include "types/hash.h"

enum { GRACE_US = 30000000 };

struct foreground {
	struct leat_loop *loop;
	struct leat_arena *arena;
	struct leat_script script;
	struct leat_rows rows;
	struct leat_job *job;       /* The one that runs, or NULL. */
	struct leat_timer *grace;   /* How long a drain may take after a signal. */
	bool has_ended;             /* It has. */
	int signal_number;          /* That asked for the end; 0: none. */
};

/* ---- what the job tells ---- */

static void on_changed(void *owner, struct leat_job *job)
{
	struct foreground *fg = owner;
	struct leat_job_info info;

	leat_job_info(job, &info);
	if (!leat_job_state_is_ended(info.state))
		return;
	fg->has_ended = true;
	leat_loop_stop(fg->loop);
}

static void on_rows(void *owner, struct leat_job *job, const struct leat_batch *batch)
{
	struct foreground *fg = owner;

	(void)job;
	leat_rows_print(&fg->rows, batch);
}

static void on_suspended(void *owner, struct leat_job *job)
{
	(void)owner;
	(void)job;
	leat_unreachable(); /* Jobs are drained or run to their end here. */
}

static const struct leat_job_events events = { on_changed, on_rows, on_suspended };

static void stop_job(struct foreground *fg)
{
	struct leat_err err;

	/* A job that has no open run now (it waits for a restart) cannot drain. */
	if (fg->job && !fg->has_ended && leat_job_drain(fg->job, &err) &&
	    leat_job_cancel(fg->job, &err))
		fprintf(stderr, "leat: %s\n", err.message);
}

/* The sink takes nothing any more: what is not written is read again the next time. */
static void on_grace_over(void *data)
{
	struct foreground *fg = data;
	struct leat_err err;

	if (fg->job && !fg->has_ended && leat_job_cancel(fg->job, &err))
		fprintf(stderr, "leat: %s\n", err.message);
}

static void on_signal(struct foreground *fg, int number)
{
	if (fg->signal_number)
		_exit(LEAT_EXIT_SIGNAL + number);
	fg->signal_number = number;
	leat_timer_start(fg->grace, GRACE_US);
	stop_job(fg);
}

static void on_sigint(void *data)
{
	on_signal(data, SIGINT);
}

static void on_sigterm(void *data)
{
	on_signal(data, SIGTERM);
}

static void on_timeout(void *data)
{
	stop_job(data);
}

/* ---- running one job ---- */

/* With a directory for checkpoints a script goes on where it was stopped: its id comes from its
 * name or text, not from chance. */
static void make_id(const struct foreground *fg, const struct leat_settings *settings,
                    char id[LEAT_JOB_UID_DIGITS + 1])
{
	struct leat_str seed = settings->job_name.n ? settings->job_name :
	                                              leat_buf_view(&fg->script.text);

	leat_hash128_print(leat_hash128(seed.p, seed.n), id);
	id[LEAT_JOB_UID_DIGITS] = '\0';
}

/* Input that was read to its end is not gone on with: the next run of the script begins anew. */
static void forget_checkpoints(struct foreground *fg, const char *dir)
{
	struct leat_dir_list list = { 0 };
	struct leat_err err;

	if (leat_dir_read(dir, fg->arena, &list, &err))
		return;
	for (uint32_t i = 0; i < list.count; i++)
		if (leat_file_remove(leat_arena_printf(fg->arena, "%s/%s", dir, list.names[i]),
		                     &err))
			fprintf(stderr, "leat: warning: %s\n", err.message);
}

static int run_job(struct foreground *fg, const struct leat_spec *spec,
                   const struct leat_settings *settings, bool keeps_state)
{
	char id[LEAT_JOB_UID_DIGITS + 1];
	const char *dir = NULL;
	const char *letters = NULL;
	struct leat_err err = { 0 };

	make_id(fg, settings, id);
	if (keeps_state && settings->checkpoint_dir.n)
		dir = leat_arena_printf(fg->arena, "%.*s/%s",
		                        LEAT_STR_ARG(settings->checkpoint_dir), id);
	if (settings->dead_letter_dir.n) {
		const char *folder = leat_arena_dup(fg->arena, settings->dead_letter_dir.p,
		                                    settings->dead_letter_dir.n);
		if (leat_dir_make(folder, &err))
			return leat_command_fail(&err);
		letters = leat_arena_printf(fg->arena, "%s/%s.jsonl", folder, id);
	}
	fg->has_ended = false;
	if (leat_job_new(&(struct leat_job_options){
	                         .loop = fg->loop,
	                         .clock = leat_loop_clock(),
	                         .id = id,
	                         .name = settings->job_name.n ?
	                                         leat_arena_dup(fg->arena, settings->job_name.p,
	                                                        settings->job_name.n) :
	                                         fg->script.file,
	                         .sql = leat_buf_view(&fg->script.text),
	                         .spec = spec,
	                         .settings = settings,
	                         .checkpoint_dir = dir,
	                         .dead_letter_path = letters,
	                         .events = &events,
	                         .owner = fg,
	                 },
	                 &fg->job, &err))
		return leat_command_fail(&err);
	leat_job_start(fg->job);
	while (!fg->has_ended)
		leat_loop_run(fg->loop);
	struct leat_job_info info;
	leat_job_info(fg->job, &info);
	if (info.counts.dead_lettered)
		fprintf(stderr, "leat: warning: %llu records were not taken; the last one: %s\n",
		        (unsigned long long)info.counts.dead_lettered,
		        leat_dead_letters_last(info.letters));
	fg->job = leat_job_free(fg->job);
	if (info.state == LEAT_JOB_FAILED) {
		fprintf(stderr, "leat: error: %s\n", info.err.message);
		if (info.err.hint[0])
			fprintf(stderr, "hint: %s\n", info.err.hint);
		return LEAT_EXIT_FAILED;
	}
	if (dir && !fg->signal_number)
		forget_checkpoints(fg, dir);
	return LEAT_EXIT_DONE;
}

/* ---- results in the order of the script ---- */

static int show_query(struct foreground *fg, const struct leat_result *result)
{
	leat_rows_begin(&fg->rows, result->schema, result->spec->zone);
	int code = run_job(fg, result->spec, result->settings, false);
	leat_rows_end(&fg->rows);
	return code;
}

/* EXPLAIN, SHOW CREATE TABLE: a text of many lines is no cell of a table. */
static bool is_one_text(const struct leat_result *result)
{
	return result->schema->field_count == 1 &&
	       leat_type_is_text(result->schema->fields[0].type) && result->batch_count == 1 &&
	       result->batches[0]->sel.count == 1;
}

static void show_text(const struct leat_batch *batch)
{
	struct leat_str text = batch->cols[0].bytes[leat_sel_row(batch->sel, 0)];

	printf("%.*s%s", LEAT_STR_ARG(text), text.n && text.p[text.n - 1] == '\n' ? "" : "\n");
}

static void show_rows(struct foreground *fg, const struct leat_result *result)
{
	if (!fg->rows.as_json && is_one_text(result)) {
		show_text(result->batches[0]);
		return;
	}
	leat_rows_begin(&fg->rows, result->schema, NULL);
	for (uint32_t i = 0; i < result->batch_count; i++)
		leat_rows_print(&fg->rows, result->batches[i]);
	leat_rows_end(&fg->rows);
}

static uint32_t last_insert(const struct leat_plan *plan)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < plan->result_count; i++)
		if (plan->results[i].kind == LEAT_RESULT_INSERT)
			last = i;
	return last;
}

static int run_results(struct foreground *fg)
{
	const struct leat_plan *plan = fg->script.plan;
	int code = LEAT_EXIT_DONE;

	for (uint32_t i = 0; i < plan->result_count && code == LEAT_EXIT_DONE; i++) {
		const struct leat_result *result = &plan->results[i];
		if (fg->signal_number)
			break;
		switch (result->kind) {
		case LEAT_RESULT_OK:
			break;
		case LEAT_RESULT_ROWS:
			show_rows(fg, result);
			break;
		case LEAT_RESULT_QUERY:
			code = show_query(fg, result);
			break;
		case LEAT_RESULT_INSERT:
			if (i == last_insert(plan))
				code = run_job(fg, plan->spec, &plan->settings, true);
			break;
		}
	}
	return fg->signal_number && code == LEAT_EXIT_DONE ? LEAT_EXIT_SIGNAL + fg->signal_number :
	                                                      code;
}

static int run_on_loop(struct foreground *fg, int64_t timeout_us)
{
	fg->loop = leat_loop_new();
	struct leat_signal *sigint = leat_signal_new(fg->loop, SIGINT, on_sigint, fg);
	struct leat_signal *sigterm = leat_signal_new(fg->loop, SIGTERM, on_sigterm, fg);
	struct leat_timer *timer = leat_timer_new(fg->loop, on_timeout, fg);

	fg->grace = leat_timer_new(fg->loop, on_grace_over, fg);
	if (timeout_us)
		leat_timer_start(timer, timeout_us);
	int code = run_results(fg);
	leat_signal_free(sigint);
	leat_signal_free(sigterm);
	leat_timer_free(timer);
	fg->grace = leat_timer_free(fg->grace);
	/* What is still closing gets its turns. */
	while (leat_loop_turn(fg->loop, false))
		;
	fg->loop = leat_loop_free(fg->loop);
	return code;
}

static const struct leat_flag flags[] = {
	LEAT_CONFIG_FLAGS,
	{ "--format", 0, "table|json", "How rows are printed; a table on a terminal, else JSON lines." },
	{ "--timeout", 0, "SECONDS", "Drain the script after so long." },
	{ 0 }
};

static int run(const struct leat_command *command, const struct leat_args *args,
               struct leat_arena *arena)
{
	const char *format =
	        leat_args_value(args, "--format", isatty(STDOUT_FILENO) ? "table" : "json");
	char *end = NULL;
	double timeout_s = strtod(leat_args_value(args, "--timeout", "0"), &end);
	struct foreground fg = { .arena = arena };

	if (args->operand_count != 1 || *end || timeout_s < 0 ||
	    (strcmp(format, "table") && strcmp(format, "json")))
		return leat_command_usage(command);
	leat_log_configure(&(struct leat_log_config){
	        .fd = STDERR_FILENO, .level = LEAT_LOG_WARN, .clock = leat_loop_clock() });
	leat_rows_init(&fg.rows, !strcmp(format, "json"));
	int code = leat_script_open(&fg.script, args->operands[0], args, arena, false);
	if (code == LEAT_EXIT_DONE)
		code = run_on_loop(&fg, (int64_t)(timeout_s * 1e6));
	leat_script_close(&fg.script);
	leat_rows_done(&fg.rows);
	return code;
}

const struct leat_command leat_command_run = {
	"run", "FILE|- [--format table|json] [--timeout SECONDS] [-D KEY=VALUE]...",
	"Execute a script in the foreground.", flags, run
};
