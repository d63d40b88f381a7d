/* SPDX-License-Identifier: Apache-2.0 */
/* A compiled date pattern. */
#pragma once

#include "types/datetime_pattern.h"

/** One element of a pattern. */
struct leat_date_item {
	char letter;             /**< Of a field; '[' and ']' around what may be missing; 0: text. */
	uint16_t count;          /**< How often the letter is there. */
	uint32_t partner;        /**< '[': index of its ']'. */
	struct leat_str literal; /**< The text. */
};

struct leat_date_pattern {
	enum leat_date_pattern_kind kind;   /**< Which language. */
	uint32_t item_count;                /**< Elements. */
	const struct leat_date_item *items; /**< In order. */
};

extern const char *const leat_month_names[12];
extern const char *const leat_weekday_names[7]; /**< From Monday. */

/** True when the element is printed and read as digits. */
bool leat_date_item_is_number(const struct leat_date_pattern *pattern,
                              const struct leat_date_item *item);
