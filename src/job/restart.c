/* SPDX-License-Identifier: Apache-2.0 */
/* Whether and when a job that failed runs again; see restart.h. */
#include "job/restart.h"

static bool is_worth_it(const struct leat_settings *settings, bool has_checkpoints,
                        const struct leat_err *err)
{
	switch (leat_err_info(err->code)->cls) {
	case LEAT_CLASS_USER:
		return false;
	case LEAT_CLASS_RETRY:
		return has_checkpoints || settings->restart != LEAT_RESTART_DEFAULT;
	case LEAT_CLASS_DATA:
	case LEAT_CLASS_FATAL:
		return err->code != LEAT_E_DATA_LOSS && settings->restart != LEAT_RESTART_DEFAULT;
	}
	leat_unreachable();
}

static int64_t fixed_delay(const struct leat_settings *settings, struct leat_restart_state *state)
{
	if (state->attempts >= (uint64_t)settings->restart_attempts)
		return -1;
	state->attempts++;
	return settings->restart_delay_us;
}

static int64_t exponential_delay(const struct leat_settings *settings,
                                 struct leat_restart_state *state, int64_t started_us,
                                 int64_t now_us)
{
	if (!state->backoff_us || now_us - started_us >= settings->restart_reset_us)
		state->backoff_us = settings->restart_initial_us;
	else
		state->backoff_us = (int64_t)((double)state->backoff_us *
		                              settings->restart_multiplier);
	if (state->backoff_us > settings->restart_max_us)
		state->backoff_us = settings->restart_max_us;
	state->attempts++;
	return state->backoff_us;
}

int64_t leat_restart_decide(const struct leat_settings *settings, bool has_checkpoints,
                            struct leat_restart_state *state, const struct leat_err *err,
                            int64_t started_us, int64_t now_us)
{
	state->last_failure_us = now_us;
	if (!is_worth_it(settings, has_checkpoints, err))
		return -1;
	switch ((enum leat_restart_kind)settings->restart) {
	case LEAT_RESTART_NONE:
		return -1;
	case LEAT_RESTART_FIXED_DELAY:
	case LEAT_RESTART_FAILURE_RATE:
		return fixed_delay(settings, state);
	case LEAT_RESTART_DEFAULT:
	case LEAT_RESTART_EXPONENTIAL_DELAY:
		return exponential_delay(settings, state, started_us, now_us);
	}
	leat_unreachable();
}
