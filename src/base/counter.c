/* SPDX-License-Identifier: Apache-2.0 */
/* Histograms and reading counters by their rows. */
#include "base/counter.h"

/* Values 0..15 have a bucket each; from there a power of two has LEAT_HISTOGRAM_STEPS of them, by
 * the bits that follow the highest one. */
enum { STEP_BITS = 3 };
_Static_assert(1 << STEP_BITS == LEAT_HISTOGRAM_STEPS, "bits of a step");

static unsigned bucket_of(uint64_t value)
{
	if (value < 2 * LEAT_HISTOGRAM_STEPS)
		return (unsigned)value;
	unsigned shift = 63 - (unsigned)__builtin_clzll(value) - STEP_BITS;
	unsigned bucket = shift * LEAT_HISTOGRAM_STEPS + (unsigned)(value >> shift);
	return bucket < LEAT_HISTOGRAM_BUCKETS ? bucket : LEAT_HISTOGRAM_BUCKETS - 1;
}

/* The largest value of a bucket. */
static int64_t bucket_end(unsigned bucket)
{
	if (bucket < 2 * LEAT_HISTOGRAM_STEPS)
		return bucket;
	unsigned shift = bucket / LEAT_HISTOGRAM_STEPS - 1;
	int64_t step = bucket % LEAT_HISTOGRAM_STEPS + LEAT_HISTOGRAM_STEPS;
	return ((step + 1) << shift) - 1;
}

void leat_histogram_add(struct leat_histogram *histogram, int64_t value)
{
	if (value < 0)
		value = 0;
	histogram->count++;
	histogram->sum += value;
	if (value > histogram->max)
		histogram->max = value;
	histogram->buckets[bucket_of((uint64_t)value)]++;
}

void leat_histogram_merge(struct leat_histogram *histogram, const struct leat_histogram *other)
{
	histogram->count += other->count;
	histogram->sum += other->sum;
	if (other->max > histogram->max)
		histogram->max = other->max;
	for (unsigned i = 0; i < LEAT_HISTOGRAM_BUCKETS; i++)
		histogram->buckets[i] += other->buckets[i];
}

int64_t leat_histogram_quantile(const struct leat_histogram *histogram, double quantile)
{
	double want = quantile * (double)histogram->count;
	uint64_t seen = 0;

	if (histogram->count == 0)
		return 0;
	for (unsigned i = 0; i < LEAT_HISTOGRAM_BUCKETS; i++) {
		seen += histogram->buckets[i];
		if (seen == 0 || (double)seen < want)
			continue;
		/* The last bucket has no end. */
		int64_t end = i == LEAT_HISTOGRAM_BUCKETS - 1 ? histogram->max : bucket_end(i);
		return end < histogram->max ? end : histogram->max;
	}
	return histogram->max;
}

uint64_t leat_histogram_count_to(const struct leat_histogram *histogram, int64_t bound)
{
	uint64_t seen = 0;

	for (unsigned i = 0; i < LEAT_HISTOGRAM_BUCKETS - 1 && bucket_end(i) <= bound; i++)
		seen += histogram->buckets[i];
	return bound >= histogram->max ? histogram->count : seen;
}

int64_t leat_counter_value(const struct leat_counter_row *row, const void *counters)
{
	leat_assert(row->type != LEAT_HISTOGRAM);
	return *(const int64_t *)((const char *)counters + row->offset);
}

const struct leat_histogram *leat_counter_histogram(const struct leat_counter_row *row,
                                                    const void *counters)
{
	leat_assert(row->type == LEAT_HISTOGRAM);
	return (const struct leat_histogram *)((const char *)counters + row->offset);
}
