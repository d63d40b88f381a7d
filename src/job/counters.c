/* SPDX-License-Identifier: Apache-2.0 */
/* The records of a job, by fate; see counters.h. */
#include "job/counters.h"

#include <string.h>

/* All members are 64 bits wide; in_state is signed and kept as its bits. */
static const struct {
	const char *name;
	size_t offset;
} rows[] = {
	{ "in", offsetof(struct leat_run_counts, in) },
	{ "out", offsetof(struct leat_run_counts, out) },
	{ "filtered", offsetof(struct leat_run_counts, filtered) },
	{ "late", offsetof(struct leat_run_counts, late) },
	{ "dead_lettered", offsetof(struct leat_run_counts, dead_lettered) },
	{ "in_state", offsetof(struct leat_run_counts, in_state) },
	{ "in_flight", offsetof(struct leat_run_counts, in_flight) },
};

_Static_assert(LEAT_COUNT(rows) == LEAT_JOB_COUNTER_COUNT, "a row for each counter");
_Static_assert(sizeof(struct leat_run_counts) == LEAT_JOB_COUNTER_COUNT * sizeof(uint64_t),
               "all counters are 64 bits wide");

static uint64_t get(const struct leat_run_counts *counts, size_t i)
{
	uint64_t value;

	memcpy(&value, (const char *)counts + rows[i].offset, sizeof(value));
	return value;
}

static void set(struct leat_run_counts *counts, size_t i, uint64_t value)
{
	memcpy((char *)counts + rows[i].offset, &value, sizeof(value));
}

void leat_job_counts_add(struct leat_run_counts *to, const struct leat_run_counts *from)
{
	for (size_t i = 0; i < LEAT_COUNT(rows); i++)
		set(to, i, get(to, i) + get(from, i));
}

uint32_t leat_job_counts_save(const struct leat_run_counts *counts,
                              struct leat_checkpoint_counter ret[LEAT_JOB_COUNTER_COUNT])
{
	for (size_t i = 0; i < LEAT_COUNT(rows); i++)
		ret[i] = (struct leat_checkpoint_counter){
			.name = leat_str_of(rows[i].name),
			.value = get(counts, i),
		};
	return LEAT_JOB_COUNTER_COUNT;
}

void leat_job_counts_load(struct leat_run_counts *counts, const struct leat_checkpoint *checkpoint)
{
	*counts = (struct leat_run_counts){ 0 };
	for (uint32_t c = 0; c < checkpoint->counter_count; c++) {
		struct leat_str name = checkpoint->counters[c].name;
		for (size_t i = 0; i < LEAT_COUNT(rows); i++)
			if (leat_str_is(name, rows[i].name))
				set(counts, i, checkpoint->counters[c].value);
	}
}
