/* SPDX-License-Identifier: Apache-2.0 */
/* Counters: a plain struct of numbers to count in, and a table of rows that describes it.
 *
 *   struct kafka_counters { int64_t records; struct leat_histogram fetch_us; };
 *   static const struct leat_counter_row rows[] = {
 *   	{ "records", "records", LEAT_COUNTER, offsetof(struct kafka_counters, records), "..." },
 *   	{ "fetch", "us", LEAT_HISTOGRAM, offsetof(struct kafka_counters, fetch_us), "..." },
 *   	{ 0 },
 *   };
 *
 * Counting is `counters.records += n`.  Prometheus text, the REST answers and docs/metrics.md come
 * from the rows.  Loop thread only. */
#pragma once

#include "leat/def.h"

enum leat_counter_type {
	LEAT_COUNTER,   /**< int64_t that never falls. */
	LEAT_GAUGE,     /**< int64_t. */
	LEAT_HISTOGRAM, /**< struct leat_histogram. */
};

/** What one counter is; a table ends with a row whose name is NULL. */
struct leat_counter_row {
	const char *name;            /**< Lower-case words with '_', without unit and prefix. */
	const char *unit;            /**< "records", "bytes", "us", ... */
	enum leat_counter_type type; /**< What lies at the offset. */
	size_t offset;               /**< In the struct of counters. */
	const char *doc;             /**< One sentence. */
};

enum {
	LEAT_HISTOGRAM_STEPS = 8,     /**< Buckets per power of two: 12.5 % wide. */
	LEAT_HISTOGRAM_BUCKETS = 320, /**< Up to 2^41, more is counted in the last one. */
};

/** Counts of values by size: log-linear buckets. */
struct leat_histogram {
	uint64_t count;                          /**< Values. */
	int64_t sum;                             /**< Of all values. */
	int64_t max;                             /**< Largest value. */
	uint32_t buckets[LEAT_HISTOGRAM_BUCKETS]; /**< Values per bucket. */
};

/** Count @p value; negative ones count as 0. */
void leat_histogram_add(struct leat_histogram *histogram, int64_t value);

/** Add the counts of @p other. */
void leat_histogram_merge(struct leat_histogram *histogram, const struct leat_histogram *other);

/** A value that a share @p quantile (0..1) of the values does not exceed; 0 when there is none. */
int64_t leat_histogram_quantile(const struct leat_histogram *histogram, double quantile);

/** Values that do not exceed @p bound: for Prometheus' buckets, exact when the bound is a power of
 * two minus one. */
uint64_t leat_histogram_count_to(const struct leat_histogram *histogram, int64_t bound);

/** The number of a counter or gauge of @p row in the struct @p counters. */
int64_t leat_counter_value(const struct leat_counter_row *row, const void *counters);

/** The histogram of @p row in the struct @p counters. */
const struct leat_histogram *leat_counter_histogram(const struct leat_counter_row *row,
                                                    const void *counters);
