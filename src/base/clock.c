/* SPDX-License-Identifier: Apache-2.0 */
/* The manual clock. */
#include "base/clock.h"

static int64_t wall(const struct leat_clock *clock)
{
	return LEAT_CONTAINER_OF(clock, struct leat_manual_clock, base)->wall_us;
}

static int64_t steady(const struct leat_clock *clock)
{
	return LEAT_CONTAINER_OF(clock, struct leat_manual_clock, base)->steady_us;
}

void leat_manual_clock_init(struct leat_manual_clock *clock, int64_t wall_us)
{
	*clock = (struct leat_manual_clock){
		.base = { .now_us = wall, .mono_us = steady },
		.wall_us = wall_us,
	};
}

void leat_manual_clock_advance(struct leat_manual_clock *clock, int64_t us)
{
	leat_assert(us >= 0);
	clock->wall_us += us;
	clock->steady_us += us;
}
