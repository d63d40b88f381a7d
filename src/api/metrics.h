/* SPDX-License-Identifier: Apache-2.0 */
/* Metrics: one table of families, samples added in any order, written as Prometheus text 0.0.4 or
 * OpenMetrics 1.0.  docs/metrics.md and `leat metrics` come from the same table.
 *
 * Labels that identify a job are job_id and job_name: Prometheus keeps `job` for itself. */
#pragma once

#include "base/counter.h"
#include "leat/buf.h"

enum leat_metric_type {
	LEAT_METRIC_COUNTER,
	LEAT_METRIC_GAUGE,
	LEAT_METRIC_HISTOGRAM, /**< Of microseconds, shown in seconds. */
};

/* XX(ID, name without _total, type, labels for the docs, help).  Base units: seconds, bytes. */
#define LEAT_METRIC_MAP(XX)                                                                        \
	XX(BUILD_INFO, "leat_build_info", GAUGE, "version", "Always 1; the version is a label.")   \
	XX(LOOP_LAG, "leat_loop_lag_seconds", HISTOGRAM, "",                                       \
	   "How long turns of the event loop kept others waiting.")                                \
	XX(LOOP_BUSY, "leat_loop_busy_seconds", COUNTER, "",                                       \
	   "Time that the event loop spent in callbacks.")                                         \
	XX(JOBS, "leat_jobs", GAUGE, "state", "Jobs by state.")                                    \
	XX(JOB_UPTIME, "leat_job_uptime_seconds", GAUGE, "job_id, job_name",                       \
	   "Time since the job was started or restarted.")                                         \
	XX(JOB_RESTARTS, "leat_job_restarts", COUNTER, "job_id, job_name",                         \
	   "Restarts after a failure.")                                                            \
	XX(JOB_IN, "leat_job_records_in", COUNTER, "job_id, job_name", "Records read.")            \
	XX(JOB_OUT, "leat_job_records_out", COUNTER, "job_id, job_name",                           \
	   "Rows that are durable in a sink.")                                                     \
	XX(JOB_FILTERED, "leat_job_records_filtered", COUNTER, "job_id, job_name",                 \
	   "Rows dropped by a condition.")                                                         \
	XX(JOB_LATE, "leat_job_records_late", COUNTER, "job_id, job_name",                         \
	   "Rows dropped as they were behind the watermark.")                                      \
	XX(JOB_DEAD, "leat_job_records_dead_lettered", COUNTER, "job_id, job_name",                \
	   "Records and documents kept as dead letters.")                                          \
	XX(JOB_IN_STATE, "leat_job_records_in_state", GAUGE, "job_id, job_name",                   \
	   "Rows taken into state less rows made from it.")                                        \
	XX(JOB_IN_FLIGHT, "leat_job_records_in_flight", GAUGE, "job_id, job_name",                 \
	   "Rows between a source and the acknowledgement.")                                       \
	XX(OP_IN, "leat_operator_records_in", COUNTER, "job_id, job_name, operator",               \
	   "Rows that came into the operator.")                                                    \
	XX(OP_OUT, "leat_operator_records_out", COUNTER, "job_id, job_name, operator",             \
	   "Rows that left the operator.")                                                         \
	XX(OP_LATE, "leat_operator_late_records_dropped", COUNTER, "job_id, job_name, operator",   \
	   "Rows the operator dropped as late.")                                                   \
	XX(OP_BUSY, "leat_operator_busy_ratio", GAUGE, "job_id, job_name, operator",               \
	   "Share of the time that the operator works.")                                           \
	XX(OP_BACKPRESSURED, "leat_operator_backpressured_ratio", GAUGE,                           \
	   "job_id, job_name, operator", "Share of the time that the operator waits for room.")    \
	XX(OP_WATERMARK, "leat_operator_watermark_timestamp_seconds", GAUGE,                       \
	   "job_id, job_name, operator", "The operator's watermark.")                              \
	XX(OP_STATE_BYTES, "leat_operator_state_bytes", GAUGE, "job_id, job_name, operator",       \
	   "Memory of the operator's state.")                                                      \
	XX(OP_STATE_KEYS, "leat_operator_state_keys", GAUGE, "job_id, job_name, operator",         \
	   "Keys in the operator's state.")                                                        \
	XX(SOURCE_LAG, "leat_source_lag_records", GAUGE, "job_id, job_name, table, topic, partition", \
	   "Records of the partition that are not read yet.")                                      \
	XX(SOURCE_OFFSET, "leat_source_offset", GAUGE, "job_id, job_name, table, topic, partition", \
	   "Offset of the next record to read.")                                                   \
	XX(SOURCE_TIME_LAG, "leat_source_event_time_lag_seconds", GAUGE,                           \
	   "job_id, job_name, table, topic, partition", "Wall clock less the watermark.")          \
	XX(SOURCE_ERRORS, "leat_source_decode_errors", COUNTER, "job_id, job_name, table",         \
	   "Records that did not parse.")                                                          \
	XX(SINK_REQUESTS, "leat_sink_bulk_requests", COUNTER, "job_id, job_name, table",           \
	   "Requests sent by the sink.")                                                           \
	XX(SINK_ITEMS, "leat_sink_items", COUNTER, "job_id, job_name, table, result",              \
	   "Documents by result: ok, conflict, retry, dead_letter.")                                       \
	XX(SINK_DURATION, "leat_sink_bulk_duration_seconds", HISTOGRAM, "job_id, job_name, table",   \
	   "Time from a request of the sink to its answer.")                                       \
	XX(SINK_IN_FLIGHT, "leat_sink_inflight_bytes", GAUGE, "job_id, job_name, table",           \
	   "Bytes buffered or sent and not yet answered.")                                         \
	XX(CHECKPOINTS, "leat_checkpoint", COUNTER, "job_id, job_name, result",                    \
	   "Checkpoints by result: completed, failed.")                                            \
	XX(CHECKPOINT_DURATION, "leat_checkpoint_duration_seconds", GAUGE, "job_id, job_name",     \
	   "Time the last checkpoint took.")                                                       \
	XX(CHECKPOINT_SIZE, "leat_checkpoint_size_bytes", GAUGE, "job_id, job_name",               \
	   "Size of the last checkpoint.")                                                         \
	XX(CHECKPOINT_LAST, "leat_checkpoint_last_success_timestamp_seconds", GAUGE,               \
	   "job_id, job_name", "When the last checkpoint was completed.")                          \
	XX(HTTP_REQUESTS, "http_requests", COUNTER, "handler, method, code", "Answers of the HTTP server.") \
	XX(HTTP_DURATION, "http_request_duration_seconds", HISTOGRAM, "handler, method",                  \
	   "From the first byte of a request to the end of its answer.")                           \
	XX(PROCESS_CPU, "process_cpu_seconds", COUNTER, "", "Processor time of the process.")      \
	XX(PROCESS_RESIDENT, "process_resident_memory_bytes", GAUGE, "", "Resident memory.")       \
	XX(PROCESS_VIRTUAL, "process_virtual_memory_bytes", GAUGE, "", "Virtual memory.")          \
	XX(PROCESS_FDS, "process_open_fds", GAUGE, "", "Open descriptors.")                        \
	XX(PROCESS_MAX_FDS, "process_max_fds", GAUGE, "", "Limit of open descriptors.")            \
	XX(PROCESS_START, "process_start_time_seconds", GAUGE, "", "When the process started.")

enum leat_metric {
#define XX(id, name, type, labels, help) LEAT_METRIC_##id,
	LEAT_METRIC_MAP(XX)
#undef XX
	LEAT_METRIC_COUNT,
};

/** What is known of a family. */
struct leat_metric_row {
	const char *name;           /**< Counters: without "_total". */
	enum leat_metric_type type; /**< How it is shown. */
	const char *labels;         /**< Names, for the docs. */
	const char *help;           /**< One sentence. */
};

/** The LEAT_METRIC_COUNT rows. */
const struct leat_metric_row *leat_metric_table(void);

/** One label of a sample. */
struct leat_label {
	const char *name;      /**< As in the row. */
	struct leat_str value; /**< Any text; quoted when it is written. */
};

/** Samples on their way to one answer. */
struct leat_metrics;

/** No samples yet, for OpenMetrics or (false) Prometheus text; never NULL. */
struct leat_metrics *leat_metrics_new(bool is_openmetrics);
/** NULL is allowed.  Returns NULL. */
struct leat_metrics *leat_metrics_free(struct leat_metrics *metrics);

/** Add one sample of a counter or gauge. */
void leat_metrics_add(struct leat_metrics *metrics, enum leat_metric metric,
                      const struct leat_label *labels, uint32_t label_count, double value);

/** Add one histogram of microseconds. */
void leat_metrics_add_histogram(struct leat_metrics *metrics, enum leat_metric metric,
                                const struct leat_label *labels, uint32_t label_count,
                                const struct leat_histogram *histogram);

/** Append all families that have samples, in the order of the table. */
void leat_metrics_write(const struct leat_metrics *metrics, struct leat_buf *out);
