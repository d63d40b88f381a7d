/* SPDX-License-Identifier: Apache-2.0 */
/* Samples collected per family, since the text formats want a family in one piece. */
#include "api/metrics.h"

#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/number.h"

struct leat_metrics {
	bool is_openmetrics;                        /**< Else Prometheus text 0.0.4. */
	struct leat_buf samples[LEAT_METRIC_COUNT]; /**< Lines of each family. */
};

const struct leat_metric_row *leat_metric_table(void)
{
	static const struct leat_metric_row rows[] = {
#define XX(id, name, type, labels, help) { name, LEAT_METRIC_##type, labels, help },
		LEAT_METRIC_MAP(XX)
#undef XX
	};

	return rows;
}

struct leat_metrics *leat_metrics_new(bool is_openmetrics)
{
	struct leat_metrics *metrics = leat_zalloc(sizeof(*metrics));

	metrics->is_openmetrics = is_openmetrics;
	for (int i = 0; i < LEAT_METRIC_COUNT; i++)
		leat_buf_init(&metrics->samples[i], LEAT_LIMIT_HTTP_ANSWER_BYTES);
	return metrics;
}

struct leat_metrics *leat_metrics_free(struct leat_metrics *metrics)
{
	if (!metrics)
		return NULL;
	for (int i = 0; i < LEAT_METRIC_COUNT; i++)
		leat_buf_done(&metrics->samples[i]);
	free(metrics);
	return NULL;
}

static void add_quoted(struct leat_buf *out, struct leat_str text)
{
	leat_buf_char(out, '"');
	for (uint32_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '\n')
			leat_buf_text(out, "\\n");
		else if (c == '"' || c == '\\')
			leat_buf_printf(out, "\\%c", c);
		else
			leat_buf_char(out, c);
	}
	leat_buf_char(out, '"');
}

/* {a="1",b="2"}, with a last label of its own when @p extra is not NULL; nothing when there is
 * none. */
static void add_labels(struct leat_buf *out, const struct leat_label *labels, uint32_t count,
                       const char *extra, const char *extra_value)
{
	if (count == 0 && !extra)
		return;
	for (uint32_t i = 0; i < count; i++) {
		leat_buf_printf(out, "%c%s=", i ? ',' : '{', labels[i].name);
		add_quoted(out, labels[i].value);
	}
	if (extra)
		leat_buf_printf(out, "%c%s=\"%s\"", count ? ',' : '{', extra, extra_value);
	leat_buf_char(out, '}');
}

static void add_value(struct leat_buf *out, double value)
{
	leat_buf_char(out, ' ');
	if (isinf(value))
		leat_buf_text(out, value < 0 ? "-Inf" : "+Inf");
	else if (fabs(value) < 1e15 && value == floor(value))
		leat_buf_i64(out, (int64_t)value);
	else
		leat_buf_f64(out, value);
	leat_buf_char(out, '\n');
}

void leat_metrics_add(struct leat_metrics *metrics, enum leat_metric metric,
                      const struct leat_label *labels, uint32_t label_count, double value)
{
	const struct leat_metric_row *row = &leat_metric_table()[metric];
	struct leat_buf *out = &metrics->samples[metric];

	leat_assert(row->type != LEAT_METRIC_HISTOGRAM);
	leat_buf_text(out, row->name);
	if (row->type == LEAT_METRIC_COUNTER)
		leat_buf_text(out, "_total");
	add_labels(out, labels, label_count, NULL, NULL);
	add_value(out, value);
}

void leat_metrics_add_histogram(struct leat_metrics *metrics, enum leat_metric metric,
                                const struct leat_label *labels, uint32_t label_count,
                                const struct leat_histogram *histogram)
{
	static const struct {
		int64_t us;
		const char *seconds;
	} bounds[] = {
		{ 100, "0.0001" },  { 500, "0.0005" },  { 1000, "0.001" },    { 2500, "0.0025" },
		{ 5000, "0.005" },  { 10000, "0.01" },  { 25000, "0.025" },   { 50000, "0.05" },
		{ 100000, "0.1" },  { 250000, "0.25" }, { 500000, "0.5" },    { 1000000, "1.0" },
		{ 2500000, "2.5" }, { 5000000, "5.0" }, { 10000000, "10.0" },
	};
	const struct leat_metric_row *row = &leat_metric_table()[metric];
	struct leat_buf *out = &metrics->samples[metric];

	leat_assert(row->type == LEAT_METRIC_HISTOGRAM);
	for (size_t i = 0; i < LEAT_COUNT(bounds); i++) {
		leat_buf_printf(out, "%s_bucket", row->name);
		add_labels(out, labels, label_count, "le", bounds[i].seconds);
		add_value(out, (double)leat_histogram_count_to(histogram, bounds[i].us));
	}
	leat_buf_printf(out, "%s_bucket", row->name);
	add_labels(out, labels, label_count, "le", "+Inf");
	add_value(out, (double)histogram->count);
	leat_buf_printf(out, "%s_sum", row->name);
	add_labels(out, labels, label_count, NULL, NULL);
	add_value(out, (double)histogram->sum / 1e6);
	leat_buf_printf(out, "%s_count", row->name);
	add_labels(out, labels, label_count, NULL, NULL);
	add_value(out, (double)histogram->count);
}

static const char *type_name(enum leat_metric_type type)
{
	switch (type) {
	case LEAT_METRIC_COUNTER:
		return "counter";
	case LEAT_METRIC_GAUGE:
		return "gauge";
	case LEAT_METRIC_HISTOGRAM:
		return "histogram";
	}
	leat_unreachable();
}

void leat_metrics_write(const struct leat_metrics *metrics, struct leat_buf *out)
{
	const struct leat_metric_row *rows = leat_metric_table();

	for (int i = 0; i < LEAT_METRIC_COUNT; i++) {
		/* OpenMetrics names the family of a counter without the suffix of its samples. */
		const char *suffix = rows[i].type == LEAT_METRIC_COUNTER && !metrics->is_openmetrics
		                             ? "_total"
		                             : "";

		if (metrics->samples[i].size == 0)
			continue;
		leat_buf_printf(out, "# HELP %s%s %s\n", rows[i].name, suffix, rows[i].help);
		leat_buf_printf(out, "# TYPE %s%s %s\n", rows[i].name, suffix,
		                type_name(rows[i].type));
		leat_buf_str(out, leat_buf_view(&metrics->samples[i]));
	}
	if (metrics->is_openmetrics)
		leat_buf_text(out, "# EOF\n");
}
