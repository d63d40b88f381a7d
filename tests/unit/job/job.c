/* SPDX-License-Identifier: Apache-2.0 */
/* A job with a source and a sink made for the test: counts, checkpoints, failures, drains,
 * pauses. */
#include "job/job.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/log.h"
#include "plan/plan.h"
#include "suite.h"

enum { ROWS = 10000, BATCH = 100 };

/* ---- the world of one test ---- */

static struct world {
	struct leat_loop *loop;
	struct leat_job *job;
	struct leat_task *source_task; /* Tells the job that there is more. */
	char dir[64];
	bool is_suspended;

	int64_t produced_to;    /* Rows that the source may give. */
	bool is_bounded;        /* The source ends at produced_to. */
	int64_t fail_at;        /* The source fails once before this row; -1: never. */
	enum leat_err_code fail_code;

	uint8_t seen[ROWS];     /* Times that each row was written. */
	uint64_t written;       /* Rows that the sink took. */
	bool is_stuck;          /* The sink acknowledges nothing. */
	bool at_the_end;        /* A checkpoint is asked for when the last rows are acknowledged. */
	uint64_t full_after;    /* The sink is full from this row on; 0: never. */
	struct leat_sink *full; /* The sink that has said so and wants to call on_room. */
	uint64_t restart_epoch; /* Of the last run. */
} w;

/* ---- a source that counts ---- */

struct source {
	struct leat_source source;
	struct leat_task *task;
	int64_t next;
	uint32_t batches; /* Given and not yet released; close() waits for them, as Kafka's does. */
	bool is_closing;
};

static void batch_released(void *owner)
{
	struct source *s = owner;

	s->batches--;
	if (s->is_closing)
		leat_task_schedule(s->task);
}

static void source_turn(void *data)
{
	struct source *s = data;

	if (s->is_closing && s->batches)
		return;
	if (s->is_closing) {
		leat_task_free(s->task);
		s->source.events->on_closed(s->source.owner);
	} else {
		s->source.events->on_ready(s->source.owner);
	}
}

static int source_open(struct leat_source *source, struct leat_str position, struct leat_err *err)
{
	struct source *s = (struct source *)source;

	(void)err;
	if (position.n == sizeof(s->next))
		memcpy(&s->next, position.p, sizeof(s->next));
	s->task = w.source_task = leat_task_new(source->loop, source_turn, s);
	return 0;
}

static enum leat_next source_next(struct leat_source *source, const struct leat_schema *schema,
                                  struct leat_batch **ret_batch, struct leat_err *err)
{
	struct source *s = (struct source *)source;
	struct leat_batch_builder *b;
	int64_t end = s->next + BATCH < w.produced_to ? s->next + BATCH : w.produced_to;

	if (w.fail_at >= 0 && s->next >= w.fail_at) {
		w.fail_at = -1;
		leat_err_set(err, w.fail_code, "the source fails as asked");
		return LEAT_NEXT_FAIL;
	}
	if (s->next == end)
		return w.is_bounded ? LEAT_NEXT_END : LEAT_NEXT_EMPTY;
	b = leat_batch_builder_new(schema);
	for (; s->next < end; s->next++) {
		leat_col_builder_i64(leat_batch_builder_col(b, 0), s->next);
		leat_batch_builder_row(b, LEAT_INSERT);
	}
	*ret_batch = leat_batch_builder_finish(b);
	leat_batch_pin(*ret_batch, batch_released, s);
	s->batches++;
	return LEAT_NEXT_READY;
}

static void source_snapshot(struct leat_source *source, struct leat_buf *out)
{
	leat_buf_add(out, &((struct source *)source)->next, sizeof(int64_t));
}

static void source_close(struct leat_source *source)
{
	struct source *s = (struct source *)source;

	s->is_closing = true;
	w.source_task = NULL;
	leat_task_schedule(s->task);
}

static const struct leat_source_type source_type = {
	.source_size = sizeof(struct source),
	.open = source_open,
	.next_batch = source_next,
	.snapshot = source_snapshot,
	.close = source_close,
};

/* ---- a sink that remembers ---- */

struct sink {
	struct leat_sink sink;
	struct leat_task *task;
	uint64_t rows_in, acknowledged;
	uint64_t epoch; /* Asked to be flushed. */
	uint64_t told;
	bool is_closing;
};

static void sink_turn(void *data)
{
	struct sink *s = data;

	if (s->is_closing) {
		leat_task_free(s->task);
		s->sink.events->on_closed(s->sink.owner);
		return;
	}
	if (w.is_stuck)
		return;
	s->acknowledged = s->rows_in;
	while (s->told < s->epoch)
		s->sink.events->on_durable(s->sink.owner, ++s->told);
	if (w.at_the_end && w.written == ROWS && s->told)
		ck_assert_int_eq(leat_job_checkpoint(w.job, NULL), 0);
}

static enum leat_sink_mode sink_mode(const struct leat_table *table)
{
	(void)table;
	return LEAT_SINK_APPEND;
}

static int sink_open(struct leat_sink *sink, struct leat_err *err)
{
	struct sink *s = (struct sink *)sink;

	(void)err;
	ck_assert_uint_gt(sink->restart_epoch, w.restart_epoch);
	w.restart_epoch = sink->restart_epoch;
	s->task = leat_task_new(sink->loop, sink_turn, s);
	return 0;
}

static enum leat_push sink_write(struct leat_sink *sink, struct leat_batch *batch,
                                 struct leat_err *err)
{
	struct sink *s = (struct sink *)sink;

	(void)err;
	if (w.full_after && w.written >= w.full_after) {
		w.full = sink;
		return LEAT_PUSH_FULL;
	}
	for (uint32_t i = 0; i < batch->sel.count; i++)
		w.seen[batch->cols[0].i64[leat_sel_row(batch->sel, i)]]++;
	s->rows_in += batch->sel.count;
	w.written += batch->sel.count;
	leat_task_schedule(s->task);
	return LEAT_PUSH_OK;
}

static void sink_flush(struct leat_sink *sink, uint64_t epoch)
{
	struct sink *s = (struct sink *)sink;

	s->epoch = epoch;
	leat_task_schedule(s->task);
}

static void sink_stats(const struct leat_sink *sink, struct leat_sink_stats *ret)
{
	const struct sink *s = (const struct sink *)sink;

	*ret = (struct leat_sink_stats){ .rows_in = s->rows_in,
		                         .acknowledged = s->acknowledged,
		                         .in_flight_rows = s->rows_in - s->acknowledged };
}

static void sink_close(struct leat_sink *sink)
{
	struct sink *s = (struct sink *)sink;

	s->is_closing = true;
	leat_task_schedule(s->task);
}

static const struct leat_sink_type sink_type = {
	.sink_size = sizeof(struct sink),
	.mode = sink_mode,
	.open = sink_open,
	.write = sink_write,
	.flush = sink_flush,
	.stats = sink_stats,
	.close = sink_close,
};

/* ---- a plan of two nodes ---- */

static const struct leat_opt no_options[] = { { 0 } };
static const struct leat_connector connector = { .name = "test",
	                                         .doc = "For the test.",
	                                         .opts = no_options,
	                                         .source = &source_type,
	                                         .sink = &sink_type };
static const struct leat_registry registry = {
	(const struct leat_connector *const[]){ &connector, NULL },
	(const struct leat_format *const[]){ NULL },
};
static const char script[] = "CREATE TABLE a (n BIGINT) WITH ('connector' = 'test');"
                             "CREATE TABLE b (n BIGINT) WITH ('connector' = 'test');"
                             "SET 'execution.checkpointing.interval' = '5 ms';"
                             "INSERT INTO b SELECT n FROM a WHERE n >= 0;";

static void on_changed(void *owner, struct leat_job *job)
{
	(void)owner;
	(void)job;
}

static void on_rows(void *owner, struct leat_job *job, const struct leat_batch *batch)
{
	(void)owner;
	(void)job;
	(void)batch;
	ck_abort_msg("there is no SELECT");
}

static void on_suspended(void *owner, struct leat_job *job)
{
	(void)owner;
	(void)job;
	w.is_suspended = true;
}

static const struct leat_job_events events = { on_changed, on_rows, on_suspended };

static struct leat_plan *plan_script(void)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_session *session = leat_session_new(&registry);
	struct leat_diags diags;
	struct leat_plan *plan = NULL;

	leat_diags_init(&diags, arena);
	int r = leat_session_plan(session, (struct leat_str){ script, sizeof(script) - 1 }, &diags,
	                          &plan);
	ck_assert_msg(!r, "%s", r ? leat_diags_first_error(&diags)->message : "");
	leat_session_free(session);
	leat_arena_free(arena);
	return plan;
}

static void start(void)
{
	struct leat_plan *plan = plan_script();
	char checkpoints[128], letters[128];
	struct leat_err err = { 0 };

	snprintf(checkpoints, sizeof(checkpoints), "%s/checkpoints", w.dir);
	snprintf(letters, sizeof(letters), "%s/letters", w.dir);
	w.is_suspended = false;
	ck_assert_msg(!leat_job_new(&(struct leat_job_options){
	                                    .loop = w.loop,
	                                    .clock = leat_loop_clock(),
	                                    .id = "0123456789abcdef0123456789abcdef",
	                                    .name = "test",
	                                    .sql = LEAT_STR("test"),
	                                    .plan = plan,
	                                    .spec = plan->spec,
	                                    .settings = &plan->settings,
	                                    .checkpoint_dir = checkpoints,
	                                    .dead_letter_path = letters,
	                                    .events = &events,
	                                    .restart_epoch = w.restart_epoch,
	                            },
	                            &w.job, &err),
	              "%s", err.message);
	leat_job_start(w.job);
}

static void set_up(void)
{
	w = (struct world){ .fail_at = -1, .produced_to = ROWS };
	leat_log_configure(&(struct leat_log_config){ .fd = 2, .level = LEAT_LOG_ERROR });
	w.loop = leat_loop_new();
	snprintf(w.dir, sizeof(w.dir), "/tmp/leat-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(w.dir));
}

static void tear_down(void)
{
	char command[128];

	w.job = leat_job_free(w.job);
	while (leat_loop_turn(w.loop, false))
		;
	leat_loop_free(w.loop);
	snprintf(command, sizeof(command), "rm -rf %s", w.dir);
	ck_assert_int_eq(system(command), 0);
}

static struct leat_job_info info(void)
{
	struct leat_job_info i;

	leat_job_info(w.job, &i);
	return i;
}

/* Turn the loop until the condition holds; the test's time-out ends what never does. */
#define TURN_UNTIL(condition)                                                                      \
	while (!(condition))                                                                       \
		if (!leat_loop_turn(w.loop, true))                                                 \
	ck_assert_msg((condition), "nothing is left to happen")

/* The source has more to give, or an end. */
static void produce(int64_t to, bool is_bounded)
{
	w.produced_to = to;
	w.is_bounded = is_bounded;
	if (w.source_task)
		leat_task_schedule(w.source_task);
}

static void check_counts(void)
{
	struct leat_run_counts c = info().counts;

	ck_assert_int_eq((int64_t)c.in, (int64_t)(c.out + c.filtered + c.late + c.dead_lettered +
	                                          c.in_flight) + c.in_state);
}

static void check_each_seen(uint8_t at_most)
{
	for (int i = 0; i < ROWS; i++) {
		ck_assert_uint_ge(w.seen[i], 1);
		ck_assert_uint_le(w.seen[i], at_most);
	}
}

START_TEST(bounded_job_finishes)
{
	w.is_bounded = true;
	start();
	TURN_UNTIL(info().state == LEAT_JOB_FINISHED);
	check_each_seen(1);
	check_counts();
	ck_assert_uint_eq(info().counts.in, ROWS);
	ck_assert_uint_eq(info().counts.out, ROWS);
}
END_TEST

/* In the turn of the loop in which the run finishes there is a barrier too. */
START_TEST(checkpoint_at_the_end_is_no_jam)
{
	w.is_bounded = true;
	w.at_the_end = true;
	start();
	TURN_UNTIL(info().state == LEAT_JOB_FINISHED);
	check_each_seen(1);
	check_counts();
}
END_TEST

START_TEST(suspended_job_goes_on_where_it_was)
{
	w.produced_to = ROWS / 2;
	start();
	TURN_UNTIL(w.written == ROWS / 2);
	leat_job_suspend(w.job);
	TURN_UNTIL(w.is_suspended);
	ck_assert_int_eq(info().state, LEAT_JOB_RUNNING);
	w.job = leat_job_free(w.job);
	w.produced_to = ROWS;
	start();
	TURN_UNTIL(w.written == ROWS && info().counts.in_flight == 0);
	check_each_seen(1);
	check_counts();
	ck_assert_uint_eq(info().counts.in, ROWS);
	leat_job_suspend(w.job);
	TURN_UNTIL(w.is_suspended);
}
END_TEST

START_TEST(failed_run_restarts_from_the_checkpoint)
{
	w.produced_to = ROWS / 2;
	start();
	TURN_UNTIL(w.written == ROWS / 2 && info().checkpoints &&
	           leat_checkpoints_completed(info().checkpoints)->id > 1);
	w.fail_at = ROWS * 3 / 4;
	w.fail_code = LEAT_E_UNAVAILABLE;
	w.is_stuck = true; /* So that what comes now is in no checkpoint. */
	produce(ROWS, false);
	TURN_UNTIL(info().restarts == 1);
	w.is_stuck = false;
	produce(ROWS, true);
	TURN_UNTIL(info().state == LEAT_JOB_FINISHED);
	check_each_seen(2);
	ck_assert_uint_eq(w.seen[0], 1); /* Before the checkpoint: not again. */
	check_counts();
	ck_assert_uint_eq(info().counts.in, ROWS);
}
END_TEST

START_TEST(failure_of_the_query_ends_the_job)
{
	w.fail_at = 500;
	w.fail_code = LEAT_E_RUNTIME;
	start();
	TURN_UNTIL(info().state == LEAT_JOB_FAILED);
	ck_assert_str_eq(info().reason, "the source fails as asked");
	ck_assert_uint_eq(info().restarts, 0);
}
END_TEST

START_TEST(drain_takes_what_was_read)
{
	struct leat_err err;

	w.produced_to = 777;
	start();
	TURN_UNTIL(w.written == 777);
	ck_assert_int_eq(leat_job_drain(w.job, &err), 0);
	produce(ROWS, false); /* Not read any more. */
	TURN_UNTIL(info().state == LEAT_JOB_FINISHED);
	ck_assert_uint_eq(w.written, 777);
	check_counts();
}
END_TEST

START_TEST(cancel_does_not_wait_for_a_stuck_sink)
{
	struct leat_err err;

	w.is_stuck = true;
	start();
	TURN_UNTIL(w.written > 0);
	ck_assert_int_eq(leat_job_cancel(w.job, &err), 0);
	TURN_UNTIL(info().state == LEAT_JOB_CANCELED);
	ck_assert_int_eq(leat_job_cancel(w.job, &err), -LEAT_E_CONFLICT);
}
END_TEST

START_TEST(paused_job_reads_nothing)
{
	struct leat_err err;

	w.produced_to = 100;
	start();
	TURN_UNTIL(w.written == 100);
	ck_assert_int_eq(leat_job_pause(w.job, &err), 0);
	produce(ROWS, false);
	uint64_t id = leat_checkpoints_completed(info().checkpoints)->id;
	/* Two checkpoints later nothing was read. */
	TURN_UNTIL(leat_checkpoints_completed(info().checkpoints)->id >= id + 2);
	ck_assert_uint_eq(w.written, 100);
	ck_assert_int_eq(info().state, LEAT_JOB_PAUSED);
	ck_assert_int_eq(leat_job_resume(w.job, &err), 0);
	produce(ROWS, true);
	TURN_UNTIL(info().state == LEAT_JOB_FINISHED);
	check_each_seen(1);
}
END_TEST

START_TEST(full_sink_stops_the_reading)
{
	struct leat_err err;

	w.full_after = 1000;
	start();
	TURN_UNTIL(w.written == 1000);
	for (int i = 0; i < 50; i++)
		leat_loop_turn(w.loop, false);
	ck_assert_uint_eq(w.written, 1000);
	/* What waits inside is a few batches, not the rest of the input. */
	ck_assert_uint_le(info().counts.in, 1000 + 8 * BATCH);
	check_counts();
	ck_assert_int_eq(leat_job_cancel(w.job, &err), 0);
	TURN_UNTIL(info().state == LEAT_JOB_CANCELED);
}
END_TEST

/* Room for some batches, which may be what waits inside and no more. */
START_TEST(slow_sink_gets_all)
{
	w.full_after = 1000;
	produce(ROWS, true);
	start();
	for (int step = 1; w.written < ROWS; step++) {
		for (int i = 0; i < 20; i++)
			leat_loop_turn(w.loop, false);
		struct leat_sink *full = w.full;
		ck_assert_msg(full || w.written == ROWS, "nobody waits for room at row %d",
		              (int)w.written);
		if (!full)
			break;
		w.full = NULL;
		w.full_after += (uint64_t)(step % 5) * BATCH;
		full->events->on_room(full->owner);
	}
	w.full_after = 0;
	TURN_UNTIL(info().state == LEAT_JOB_FINISHED);
	check_each_seen(1);
}
END_TEST

START_TEST(disk_that_refuses_is_said)
{
	struct leat_err err;
	char path[160];

	w.produced_to = 100;
	start();
	TURN_UNTIL(leat_checkpoints_completed(info().checkpoints)->id > 0);
	uint64_t id = leat_checkpoints_completed(info().checkpoints)->id;
	snprintf(path, sizeof(path), "mv %s/checkpoints %s/away", w.dir, w.dir);
	ck_assert_int_eq(system(path), 0);
	TURN_UNTIL(leat_checkpoints_failed(info().checkpoints) > 0);
	ck_assert_int_eq(strncmp(info().reason, "checkpoint ", 11), 0);
	ck_assert_int_eq(info().state, LEAT_JOB_RUNNING);
	snprintf(path, sizeof(path), "mv %s/away %s/checkpoints", w.dir, w.dir);
	ck_assert_int_eq(system(path), 0);
	TURN_UNTIL(leat_checkpoints_completed(info().checkpoints)->id > id + 1);
	ck_assert_str_eq(info().reason, "");
	ck_assert_int_eq(leat_job_cancel(w.job, &err), 0);
	TURN_UNTIL(info().state == LEAT_JOB_CANCELED);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, bounded_job_finishes);
	tcase_add_test(tc, checkpoint_at_the_end_is_no_jam);
	tcase_add_test(tc, suspended_job_goes_on_where_it_was);
	tcase_add_test(tc, failed_run_restarts_from_the_checkpoint);
	tcase_add_test(tc, failure_of_the_query_ends_the_job);
	tcase_add_test(tc, drain_takes_what_was_read);
	tcase_add_test(tc, cancel_does_not_wait_for_a_stuck_sink);
	tcase_add_test(tc, paused_job_reads_nothing);
	tcase_add_test(tc, full_sink_stops_the_reading);
	tcase_add_test(tc, slow_sink_gets_all);
	tcase_add_test(tc, disk_that_refuses_is_said);
}

int main(void)
{
	return suite_main("job", add);
}
