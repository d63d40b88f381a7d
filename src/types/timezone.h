/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones, read from the system's TZif files: local time to UTC and back, with Java's rules.
 *
 * A local time that does not exist (a gap) is moved forward by the length of the gap; one that
 * exists twice (an overlap) is the earlier instant.  Zones are read once and kept for the life of
 * the process; loop thread only. */
#pragma once

#include "leat/def.h"
#include "leat/error.h"

struct leat_tz;

/** UTC. */
const struct leat_tz *leat_tz_utc(void);

/** The zone called @p name: "Europe/Oslo", "UTC", "Z", "GMT+8", "UTC-03:30", "+08:00".  Fails with
 * LEAT_E_OPTION_VALUE. */
int leat_tz_find(struct leat_str name, const struct leat_tz **ret, struct leat_err *err)
        LEAT_MUSTCHECK;

/** The name it was found by. */
const char *leat_tz_name(const struct leat_tz *tz);

/** Offset from UTC in seconds at the instant @p us; *@p ret_abbreviation (may be NULL) as "CET". */
int32_t leat_tz_offset_at(const struct leat_tz *tz, int64_t us, const char **ret_abbreviation);

/** The local time at the instant @p us. */
int64_t leat_tz_to_local(const struct leat_tz *tz, int64_t us);

/** The instant of the local time @p local_us. */
int64_t leat_tz_to_utc(const struct leat_tz *tz, int64_t local_us);

/** True when the offset never changes: windows in it need no calendar. */
bool leat_tz_is_fixed(const struct leat_tz *tz);

/** Forget all zones; for tests.  No zone may be in use. */
void leat_tz_forget(void);
