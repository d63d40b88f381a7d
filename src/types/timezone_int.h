/* SPDX-License-Identifier: Apache-2.0 */
/* A time zone in memory, and reading it from a TZif file. */
#pragma once

#include "leat/def.h"

enum {
	LEAT_TZ_TYPES_MAX = 64,          /**< Kinds of local time in one zone; real ones have up to 20. */
	LEAT_TZ_ABBREVIATION_BYTES = 16, /**< With its NUL. */
};

/** A kind of local time. */
struct leat_tz_type {
	int32_t offset;                                /**< Seconds east of UTC. */
	char abbreviation[LEAT_TZ_ABBREVIATION_BYTES]; /**< As "CET". */
};

/** The beginning of a kind of local time. */
struct leat_tz_transition {
	int64_t at;   /**< Seconds since 1970 UTC. */
	uint8_t type; /**< Index in types. */
};

/** A day and time of each year, as POSIX writes it. */
struct leat_tz_rule_date {
	enum {
		LEAT_TZ_MONTH_WEEKDAY, /**< Mm.w.d: weekday d (0 = Sunday) of week w (5 = last) of month m. */
		LEAT_TZ_JULIAN,        /**< Jn: day 1..365, never 29 February. */
		LEAT_TZ_DAY,           /**< n: day 0..365. */
	} kind;          /**< Which of the forms. */
	int month;       /**< MONTH_WEEKDAY. */
	int week;        /**< MONTH_WEEKDAY. */
	int day;         /**< All. */
	int32_t time;    /**< Seconds after midnight of the local time that ends; may be negative. */
};

/** The footer of a file: what holds after the last transition. */
struct leat_tz_rule {
	struct leat_tz_type std;             /**< Standard time. */
	struct leat_tz_type dst;             /**< Summer time, when has_dst. */
	bool has_dst;                        /**< There is one. */
	struct leat_tz_rule_date dst_begins; /**< In standard time. */
	struct leat_tz_rule_date dst_ends;   /**< In summer time. */
};

struct leat_tz {
	char *name;                                    /**< As it was asked for. */
	struct leat_tz_transition *transitions;        /**< Ascending; on the heap. */
	uint32_t transition_count;                     /**< How many. */
	uint32_t type_count;                           /**< In types. */
	uint32_t first_type;                           /**< Before the first transition. */
	bool has_rule;                                 /**< The rule holds after the last transition. */
	struct leat_tz_rule rule;                      /**< From the footer. */
	struct leat_tz_type types[LEAT_TZ_TYPES_MAX]; /**< Kinds of local time. */
};

/** Fill @p tz from the bytes of a TZif file; false when they are not one. */
bool leat_tz_read(struct leat_tz *tz, const unsigned char *bytes, size_t n);

/** The day (since 1970) that a rule means in @p year. */
int64_t leat_tz_rule_day(const struct leat_tz_rule_date *date, int64_t year);
