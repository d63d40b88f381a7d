/* SPDX-License-Identifier: Apache-2.0 */
/* The metrics of jobs. */
#include "cli/samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "job/report.h"

enum { SPLITS_MAX = 4096 };

/* Where samples go, with the labels that all of a job have. */
struct samples {
	struct leat_metrics *metrics;
	struct leat_label labels[6];
	uint32_t label_count; /* Of the job; others are put behind for one sample. */
};

static void add(const struct samples *s, enum leat_metric metric, double value)
{
	leat_metrics_add(s->metrics, metric, s->labels, s->label_count, value);
}

static struct samples with(const struct samples *s, const char *name, struct leat_str value)
{
	struct samples more = *s;

	leat_assert(more.label_count < LEAT_COUNT(more.labels));
	more.labels[more.label_count++] = (struct leat_label){ name, value };
	return more;
}

static void add_counts(const struct samples *s, const struct leat_run_counts *counts)
{
	add(s, LEAT_METRIC_JOB_IN, (double)counts->in);
	add(s, LEAT_METRIC_JOB_OUT, (double)counts->out);
	add(s, LEAT_METRIC_JOB_FILTERED, (double)counts->filtered);
	add(s, LEAT_METRIC_JOB_LATE, (double)counts->late);
	add(s, LEAT_METRIC_JOB_DEAD, (double)counts->dead_lettered);
	add(s, LEAT_METRIC_JOB_IN_STATE, (double)counts->in_state);
	add(s, LEAT_METRIC_JOB_IN_FLIGHT, (double)counts->in_flight);
}

static void add_operator(const struct samples *job, const struct leat_run *run, uint32_t node)
{
	const struct leat_spec_node *spec = &leat_run_spec(run)->nodes[node];
	struct samples s = with(job, "operator", leat_str_of(spec->name));
	struct leat_op_stats op;

	leat_run_op_stats(run, node, &op);
	add(&s, LEAT_METRIC_OP_IN, (double)op.rows_in);
	add(&s, LEAT_METRIC_OP_OUT, (double)op.rows_out);
	add(&s, LEAT_METRIC_OP_LATE, (double)op.late);
	add(&s, LEAT_METRIC_OP_STATE_BYTES, (double)op.state_bytes);
	add(&s, LEAT_METRIC_OP_STATE_KEYS, (double)op.state_keys);
	if (op.watermark_us != LEAT_WATERMARK_NONE && op.watermark_us != LEAT_WATERMARK_END)
		add(&s, LEAT_METRIC_OP_WATERMARK, (double)op.watermark_us / 1e6);
}

static void add_split(const struct samples *table, const struct leat_split_stats *split)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", split->partition);
	struct samples s = with(table, "topic", split->stream);
	s = with(&s, "partition", leat_str_of(number));
	if (split->position >= 0)
		add(&s, LEAT_METRIC_SOURCE_OFFSET, (double)split->position);
	if (split->end_position >= 0)
		add(&s, LEAT_METRIC_SOURCE_LAG,
		    split->end_position > split->position ?
		            (double)(split->end_position - split->position) :
		            0);
}

static void add_source(const struct samples *job, const struct leat_run *run, uint32_t node)
{
	const struct leat_scan *scan = leat_run_scan(run, node);
	struct leat_split_stats *splits;
	struct leat_scan_stats stats;
	uint32_t count;

	if (!scan)
		return;
	struct samples s = with(job, "table", leat_run_spec(run)->nodes[node].scan.table->name);
	leat_scan_stats(scan, &stats);
	add(&s, LEAT_METRIC_SOURCE_ERRORS, (double)stats.dead_lettered);
	splits = leat_zalloc(sizeof(*splits) * SPLITS_MAX);
	count = leat_scan_splits(scan, splits, SPLITS_MAX);
	for (uint32_t i = 0; i < count && i < SPLITS_MAX; i++)
		add_split(&s, &splits[i]);
	free(splits);
}

static void add_items(const struct samples *s, const char *result, uint64_t count)
{
	struct samples more = with(s, "result", leat_str_of(result));

	add(&more, LEAT_METRIC_SINK_ITEMS, (double)count);
}

static void add_sink(const struct samples *job, const struct leat_run *run, uint32_t node)
{
	struct leat_sink_stats sink;

	if (!leat_run_sink_stats(run, node, &sink))
		return;
	struct samples s = with(job, "table", leat_run_spec(run)->nodes[node].sink.table->name);
	add(&s, LEAT_METRIC_SINK_REQUESTS, (double)sink.requests);
	add(&s, LEAT_METRIC_SINK_IN_FLIGHT, (double)sink.in_flight_bytes);
	add_items(&s, "ok", sink.acknowledged - sink.conflicts);
	add_items(&s, "conflict", sink.conflicts);
	add_items(&s, "retry", sink.retried);
	add_items(&s, "dead_letter", sink.rejected);
	if (sink.latency_us)
		leat_metrics_add_histogram(s.metrics, LEAT_METRIC_SINK_DURATION, s.labels,
		                           s.label_count, sink.latency_us);
}

static void add_checkpoints(const struct samples *job, const struct leat_checkpoints *checkpoints)
{
	const struct leat_checkpoint_report *last = leat_checkpoints_completed(checkpoints);
	struct samples ok = with(job, "result", LEAT_STR("completed"));
	struct samples failed = with(job, "result", LEAT_STR("failed"));

	add(&ok, LEAT_METRIC_CHECKPOINTS, (double)leat_checkpoints_count(checkpoints));
	add(&failed, LEAT_METRIC_CHECKPOINTS, (double)leat_checkpoints_failed(checkpoints));
	if (!last->id)
		return;
	add(job, LEAT_METRIC_CHECKPOINT_DURATION, (double)last->duration_us / 1e6);
	add(job, LEAT_METRIC_CHECKPOINT_SIZE, (double)last->size_bytes);
	add(job, LEAT_METRIC_CHECKPOINT_LAST, (double)last->completed_us / 1e6);
}

static void add_job(struct leat_metrics *metrics, const struct leat_job *job, int64_t now_us)
{
	struct leat_job_info info;

	leat_job_info(job, &info);
	struct samples s = { .metrics = metrics,
		             .labels = { { "job_id", leat_str_of(info.id) },
		                         { "job_name", leat_str_of(info.name) } },
		             .label_count = 2 };
	if (info.started_us && !info.ended_us)
		add(&s, LEAT_METRIC_JOB_UPTIME, (double)(now_us - info.started_us) / 1e6);
	add(&s, LEAT_METRIC_JOB_RESTARTS, info.restarts);
	add_counts(&s, &info.counts);
	if (info.checkpoints)
		add_checkpoints(&s, info.checkpoints);
	for (uint32_t i = 0; info.run && i < info.spec->node_count; i++) {
		add_operator(&s, info.run, i);
		add_source(&s, info.run, i);
		add_sink(&s, info.run, i);
	}
}

void leat_samples_add(struct leat_jobs *jobs, struct leat_loop *loop, struct leat_metrics *metrics)
{
	uint32_t by_state[LEAT_JOB_STATE_COUNT] = { 0 };
	int64_t now_us = leat_clock_now_us(leat_loop_clock());
	const struct leat_job *job;
	struct leat_job_info info;

	(void)loop;
	for (uint32_t i = 0; (job = leat_jobs_at(jobs, i)); i++) {
		leat_job_info(job, &info);
		by_state[info.state]++;
		add_job(metrics, job, now_us);
	}
	for (int i = 0; i < LEAT_JOB_STATE_COUNT; i++) {
		const char *name = leat_job_state_name((enum leat_job_state)i);
		leat_metrics_add(metrics, LEAT_METRIC_JOBS,
		                 &(struct leat_label){ "state", leat_str_of(name) }, 1, by_state[i]);
	}
}
