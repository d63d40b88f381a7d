/* SPDX-License-Identifier: Apache-2.0 */
/* What a job says of itself, as JSON. */
#include "job/report.h"

#include <stdlib.h>

#include "base/counter.h"
#include "base/mem.h"
#include "job/mask.h"

enum { SPLITS_MAX = 4096 };

/* ---- sources ---- */

static struct leat_split_stats *read_splits(const struct leat_run *run, uint32_t node,
                                            uint32_t *ret_count)
{
	struct leat_split_stats *splits = leat_zalloc(sizeof(*splits) * SPLITS_MAX);

	*ret_count = leat_scan_splits(leat_run_scan(run, node), splits, SPLITS_MAX);
	if (*ret_count > SPLITS_MAX)
		*ret_count = SPLITS_MAX;
	for (uint32_t i = 0; i < *ret_count; i++)
		leat_run_split_time(run, node, i, &splits[i]);
	return splits;
}

static int64_t lag_of(const struct leat_split_stats *split)
{
	return split->end_position > split->position ? split->end_position - split->position : 0;
}

static void write_watermark(struct leat_json_writer *json, int64_t watermark_us)
{
	leat_json_write_key(json, "watermark");
	if (watermark_us == LEAT_WATERMARK_NONE || watermark_us == LEAT_WATERMARK_END)
		leat_json_write_null(json);
	else
		leat_json_write_time(json, watermark_us);
}

static void write_split(const struct leat_split_stats *split, struct leat_json_writer *json)
{
	leat_json_write_object(json);
	leat_json_write_str_of(json, "topic", split->stream);
	leat_json_write_i64_of(json, "partition", split->partition);
	leat_json_write_i64_of(json, "offset", split->position);
	if (split->end_position >= 0) {
		leat_json_write_i64_of(json, "end_offset", split->end_position);
		leat_json_write_i64_of(json, "lag", lag_of(split));
	} else {
		leat_json_write_null_of(json, "end_offset");
		leat_json_write_null_of(json, "lag");
	}
	write_watermark(json, split->watermark_us);
	leat_json_write_bool_of(json, "idle", split->is_idle);
	leat_json_write_object_end(json);
}

static void write_table(const struct leat_table *table, struct leat_json_writer *json)
{
	leat_json_write_str_of(json, "table", table->name);
	leat_json_write_text_of(json, "connector", table->connector->name);
}

void leat_report_sources(const struct leat_job *job, struct leat_json_writer *json)
{
	struct leat_job_info info;

	leat_job_info(job, &info);
	leat_json_write_array(json);
	for (uint32_t i = 0; i < info.spec->node_count; i++) {
		if (info.spec->nodes[i].kind != LEAT_SPEC_SCAN)
			continue;
		leat_json_write_object(json);
		write_table(info.spec->nodes[i].scan.table, json);
		leat_json_write_key(json, "partitions");
		leat_json_write_array(json);
		if (info.run && leat_run_scan(info.run, i)) {
			uint32_t count;
			struct leat_split_stats *splits = read_splits(info.run, i, &count);
			for (uint32_t k = 0; k < count; k++)
				write_split(&splits[k], json);
			free(splits);
		}
		leat_json_write_array_end(json);
		leat_json_write_object_end(json);
	}
	leat_json_write_array_end(json);
}

/* Records that were not read yet, over all partitions whose end is known. */
static uint64_t total_lag(const struct leat_job_info *info)
{
	uint64_t lag = 0;

	for (uint32_t i = 0; info->run && i < info->spec->node_count; i++) {
		uint32_t count;
		if (!leat_run_scan(info->run, i))
			continue;
		struct leat_split_stats *splits = read_splits(info->run, i, &count);
		for (uint32_t k = 0; k < count; k++)
			lag += (uint64_t)lag_of(&splits[k]);
		free(splits);
	}
	return lag;
}

/* The lowest watermark of the job's scans; LEAT_WATERMARK_NONE: none yet, or there is no event
 * time. */
static int64_t lowest_watermark(const struct leat_job_info *info)
{
	int64_t lowest_us = LEAT_WATERMARK_END;

	for (uint32_t i = 0; info->run && i < info->spec->node_count; i++) {
		struct leat_op_stats op;
		if (info->spec->nodes[i].kind != LEAT_SPEC_WATERMARK)
			continue;
		leat_run_op_stats(info->run, i, &op);
		if (op.watermark_us < lowest_us)
			lowest_us = op.watermark_us;
	}
	return lowest_us == LEAT_WATERMARK_END ? LEAT_WATERMARK_NONE : lowest_us;
}

/* ---- operators and sinks ---- */

static bool leads_to_full_sink(const struct leat_job_info *info, uint32_t node)
{
	if (leat_run_sink_is_full(info->run, node))
		return true;
	for (uint32_t i = node + 1; i < info->spec->node_count; i++)
		for (uint32_t k = 0; k < info->spec->nodes[i].input_count; k++)
			if (info->spec->nodes[i].inputs[k] == node && leads_to_full_sink(info, i))
				return true;
	return false;
}

void leat_report_operators(const struct leat_job *job, struct leat_json_writer *json)
{
	struct leat_job_info info;

	leat_job_info(job, &info);
	leat_json_write_array(json);
	for (uint32_t i = 0; i < info.spec->node_count; i++) {
		const struct leat_spec_node *node = &info.spec->nodes[i];
		struct leat_op_stats op = { .watermark_us = LEAT_WATERMARK_NONE };
		if (info.run)
			leat_run_op_stats(info.run, i, &op);
		leat_json_write_object(json);
		leat_json_write_text_of(json, "id", node->name);
		leat_json_write_text_of(json, "name", node->label);
		leat_json_write_i64_of(json, "records_in", (int64_t)op.rows_in);
		leat_json_write_i64_of(json, "records_out", (int64_t)op.rows_out);
		leat_json_write_f64_of(json, "busy", (double)op.busy_us / 1e6);
		leat_json_write_bool_of(json, "backpressured",
		                        info.run && leads_to_full_sink(&info, i));
		write_watermark(json, op.watermark_us);
		leat_json_write_i64_of(json, "state_bytes", (int64_t)op.state_bytes);
		leat_json_write_i64_of(json, "state_keys", (int64_t)op.state_keys);
		leat_json_write_object_end(json);
	}
	leat_json_write_array_end(json);
}

static void write_latency(struct leat_json_writer *json, const char *key,
                          const struct leat_histogram *latency_us, double quantile)
{
	if (!latency_us || !latency_us->count)
		leat_json_write_null_of(json, key);
	else
		leat_json_write_f64_of(
		        json, key, (double)leat_histogram_quantile(latency_us, quantile) / 1e3);
}

static void write_sink(const struct leat_sink_stats *sink, struct leat_json_writer *json)
{
	leat_json_write_i64_of(json, "acknowledged", (int64_t)sink->acknowledged);
	leat_json_write_i64_of(json, "folded", (int64_t)sink->folded);
	leat_json_write_i64_of(json, "retried", (int64_t)sink->retried);
	leat_json_write_i64_of(json, "conflicts", (int64_t)sink->conflicts);
	leat_json_write_i64_of(json, "rejected", (int64_t)sink->rejected);
	leat_json_write_i64_of(json, "requests", (int64_t)sink->requests);
	leat_json_write_i64_of(json, "in_flight_bytes", (int64_t)sink->in_flight_bytes);
	leat_json_write_key(json, "latency_ms");
	leat_json_write_object(json);
	write_latency(json, "p50", sink->latency_us, 0.5);
	write_latency(json, "p99", sink->latency_us, 0.99);
	leat_json_write_object_end(json);
}

void leat_report_sinks(const struct leat_job *job, struct leat_json_writer *json)
{
	struct leat_job_info info;

	leat_job_info(job, &info);
	leat_json_write_array(json);
	for (uint32_t i = 0; i < info.spec->node_count; i++) {
		const struct leat_spec_node *node = &info.spec->nodes[i];
		struct leat_sink_stats sink = { 0 };
		if (node->kind != LEAT_SPEC_SINK || !node->sink.table)
			continue;
		if (info.run)
			(void)leat_run_sink_stats(info.run, i, &sink); /* Zeros when it is not open. */
		leat_json_write_object(json);
		write_table(node->sink.table, json);
		write_sink(&sink, json);
		leat_json_write_object_end(json);
	}
	leat_json_write_array_end(json);
}

/* ---- checkpoints ---- */

void leat_report_checkpoints(const struct leat_job *job, struct leat_json_writer *json)
{
	struct leat_checkpoint_report history[LEAT_CHECKPOINT_HISTORY];
	struct leat_job_info info;
	uint32_t count = 0;

	leat_job_info(job, &info);
	if (info.checkpoints)
		count = leat_checkpoints_history(info.checkpoints, history);
	leat_json_write_array(json);
	for (uint32_t i = 0; i < count; i++) {
		leat_json_write_object(json);
		leat_json_write_i64_of(json, "id", (int64_t)history[i].id);
		leat_json_write_time_of(json, "completed_at", history[i].completed_us);
		leat_json_write_f64_of(json, "duration_ms", (double)history[i].duration_us / 1e3);
		leat_json_write_i64_of(json, "size_bytes", (int64_t)history[i].size_bytes);
		leat_json_write_text_of(json, "state", history[i].is_ok ? "COMPLETED" : "FAILED");
		leat_json_write_text_of(json, "reason",
		                        history[i].is_ok ? NULL : history[i].reason);
		leat_json_write_object_end(json);
	}
	leat_json_write_array_end(json);
}

static void write_last_checkpoint(const struct leat_job_info *info, struct leat_json_writer *json)
{
	leat_json_write_key(json, "checkpoint");
	if (!info->checkpoints) {
		leat_json_write_null(json);
		return;
	}
	const struct leat_checkpoint_report *last = leat_checkpoints_completed(info->checkpoints);
	leat_json_write_object(json);
	leat_json_write_i64_of(json, "id", (int64_t)last->id);
	if (last->id)
		leat_json_write_time_of(json, "completed_at", last->completed_us);
	else
		leat_json_write_null_of(json, "completed_at");
	leat_json_write_f64_of(json, "duration_ms", (double)last->duration_us / 1e3);
	leat_json_write_i64_of(json, "size_bytes", (int64_t)last->size_bytes);
	leat_json_write_i64_of(json, "failed", (int64_t)leat_checkpoints_failed(info->checkpoints));
	leat_json_write_object_end(json);
}

/* ---- the job ---- */

static void write_time_or_null(struct leat_json_writer *json, const char *key, int64_t us)
{
	if (us)
		leat_json_write_time_of(json, key, us);
	else
		leat_json_write_null_of(json, key);
}

static void write_records(const struct leat_run_counts *counts, struct leat_json_writer *json)
{
	leat_json_write_key(json, "records");
	leat_json_write_object(json);
	leat_json_write_i64_of(json, "in", (int64_t)counts->in);
	leat_json_write_i64_of(json, "out", (int64_t)counts->out);
	leat_json_write_i64_of(json, "filtered", (int64_t)counts->filtered);
	leat_json_write_i64_of(json, "late", (int64_t)counts->late);
	leat_json_write_i64_of(json, "dead_lettered", (int64_t)counts->dead_lettered);
	leat_json_write_i64_of(json, "in_state", counts->in_state);
	leat_json_write_i64_of(json, "in_flight", (int64_t)counts->in_flight);
	leat_json_write_object_end(json);
}

static void write_errors(const struct leat_job_info *info, struct leat_json_writer *json)
{
	const char *last = info->err.code ? info->err.message
	                                  : leat_dead_letters_last(info->letters);

	leat_json_write_key(json, "errors");
	leat_json_write_object(json);
	leat_json_write_i64_of(json, "count", (int64_t)leat_dead_letters_count(info->letters));
	leat_json_write_text_of(json, "last", last[0] ? last : NULL);
	leat_json_write_object_end(json);
}

static void write_settings(const struct leat_settings *settings, struct leat_json_writer *json)
{
	leat_json_write_key(json, "settings");
	leat_json_write_object(json);
	for (uint32_t i = 0; i < settings->pair_count; i++) {
		leat_json_write_key_str(json, settings->pairs[i].key);
		if (leat_mask_is_secret(settings->pairs[i].key))
			leat_json_write_text(json, "******");
		else
			leat_json_write_str(json, settings->pairs[i].value);
	}
	leat_json_write_object_end(json);
}

void leat_report_job(const struct leat_job *job, bool is_brief, struct leat_json_writer *json)
{
	struct leat_job_info info;

	leat_job_info(job, &info);
	leat_json_write_object(json);
	leat_json_write_text_of(json, "id", info.id);
	leat_json_write_text_of(json, "name", info.name);
	leat_json_write_text_of(json, "state", leat_job_state_name(info.state));
	leat_json_write_text_of(json, "state_reason", info.reason[0] ? info.reason : NULL);
	leat_json_write_time_of(json, "submitted_at", info.submitted_us);
	write_time_or_null(json, "started_at", info.started_us);
	write_time_or_null(json, "ended_at", info.ended_us);
	leat_json_write_i64_of(json, "restarts", info.restarts);
	if (!is_brief) {
		leat_json_write_str_of(json, "sql", info.sql);
		write_settings(info.settings, json);
	}
	write_records(&info.counts, json);
	leat_json_write_i64_of(json, "lag", (int64_t)total_lag(&info));
	write_watermark(json, lowest_watermark(&info));
	write_last_checkpoint(&info, json);
	if (!is_brief) {
		leat_json_write_key(json, "operators");
		leat_report_operators(job, json);
		leat_json_write_key(json, "sources");
		leat_report_sources(job, json);
		leat_json_write_key(json, "sinks");
		leat_report_sinks(job, json);
	}
	write_errors(&info, json);
	leat_json_write_object_end(json);
}
