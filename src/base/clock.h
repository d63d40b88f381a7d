/* SPDX-License-Identifier: Apache-2.0 */
/* The clock as a parameter: the loop reads the real one, tests turn a manual one by hand. */
#pragma once

#include "leat/def.h"

/** A clock.  Embedded in whatever implements it. */
struct leat_clock {
	/** Microseconds since 1970-01-01 00:00:00 UTC; may jump. */
	int64_t (*now_us)(const struct leat_clock *clock);
	/** Microseconds since some start; never falls. */
	int64_t (*mono_us)(const struct leat_clock *clock);
};

/** Wall clock, microseconds since 1970 UTC. */
static inline int64_t leat_clock_now_us(const struct leat_clock *clock)
{
	return clock->now_us(clock);
}

/** Microseconds since some start; never falls. */
static inline int64_t leat_clock_mono_us(const struct leat_clock *clock)
{
	return clock->mono_us(clock);
}

/** A clock that stands still until it is advanced. */
struct leat_manual_clock {
	struct leat_clock base; /**< Pass &clock.base on. */
	int64_t wall_us;        /**< What now_us says. */
	int64_t steady_us;      /**< What mono_us says. */
};

/** Start at wall time @p wall_us and monotonic time 0. */
void leat_manual_clock_init(struct leat_manual_clock *clock, int64_t wall_us);

/** Let @p us microseconds pass, which is not negative. */
void leat_manual_clock_advance(struct leat_manual_clock *clock, int64_t us);
