/* SPDX-License-Identifier: Apache-2.0 */
/* Compiling date patterns, and formatting by them. */
#include "types/datetime_pattern.h"

#include <string.h>

#include "base/number.h"
#include "base/vec.h"
#include "types/datetime.h"
#include "types/datetime_pattern_int.h"
#include "types/timezone.h"

const char *const leat_month_names[12] = { "January",   "February", "March",    "April",
	                                   "May",       "June",     "July",     "August",
	                                   "September", "October",  "November", "December" };
const char *const leat_weekday_names[7] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
	                                    "Friday", "Saturday", "Sunday" };

/* The letters of each language that have a meaning here. */
static const char formatter_letters[] = "GyuYQqMLwDdEeaHkKhmsSAnNzVXxZ";
static const char simple_letters[] = "GyYMLwDdEuaHkKhmsSzXZ";

/* ---- compiling ---- */

typedef LEAT_VEC(struct leat_date_item) item_vec;

/* Text between apostrophes (from after the first); two of them are one.  Returns where it ends, or
 * SIZE_MAX when it does not. */
static size_t take_quoted(struct leat_arena *arena, struct leat_str pattern, size_t at,
                          item_vec *items)
{
	char *text = leat_arena_alloc(arena, pattern.n);
	uint32_t n = 0;

	if (at < pattern.n && pattern.p[at] == '\'') {
		text[n++] = '\'';
		at++;
	} else {
		for (;; at++) {
			if (at == pattern.n)
				return SIZE_MAX;
			if (pattern.p[at] == '\'' &&
			    (at + 1 == pattern.n || pattern.p[++at] != '\''))
				break;
			text[n++] = pattern.p[at];
		}
		if (at + 1 == pattern.n && pattern.p[at] == '\'')
			at++;
	}
	*LEAT_VEC_ADD(arena, items) = (struct leat_date_item){ .literal = { text, n } };
	return at;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Match the brackets; false when they do not. */
static bool pair_brackets(item_vec *items)
{
	uint32_t open[16], depth = 0;

	for (uint32_t i = 0; i < items->count; i++) {
		if (items->items[i].letter == '[') {
			if (depth == LEAT_COUNT(open))
				return false;
			open[depth++] = i;
		} else if (items->items[i].letter == ']') {
			if (depth == 0)
				return false;
			items->items[open[--depth]].partner = i;
		}
	}
	/* Java closes what is left open at the end. */
	while (depth) {
		items->items[open[--depth]].partner = items->count;
	}
	return true;
}

int leat_date_pattern_compile(struct leat_arena *arena, enum leat_date_pattern_kind kind,
                              struct leat_str pattern, const struct leat_date_pattern **ret,
                              struct leat_err *err)
{
	const char *letters = kind == LEAT_PATTERN_SIMPLE ? simple_letters : formatter_letters;
	item_vec items = { 0 };

	for (size_t i = 0; i < pattern.n;) {
		char c = pattern.p[i];
		size_t begin = i++;
		if (c == '\'') {
			i = take_quoted(arena, pattern, i, &items);
			if (i == SIZE_MAX)
				return leat_err_set(err, LEAT_E_ARGUMENTS,
				                    "the date pattern \"%.*s\" has an open quote",
				                    LEAT_STR_ARG(pattern));
		} else if (is_letter(c)) {
			if (!strchr(letters, c))
				return leat_err_set(
					err, LEAT_E_ARGUMENTS,
					"the date pattern \"%.*s\" has an unknown letter '%c'",
					LEAT_STR_ARG(pattern), c);
			while (i < pattern.n && pattern.p[i] == c && i - begin < UINT16_MAX)
				i++;
			*LEAT_VEC_ADD(arena, &items) = (struct leat_date_item){
				.letter = c,
				.count = (uint16_t)(i - begin),
			};
		} else if (kind == LEAT_PATTERN_FORMATTER && (c == '[' || c == ']')) {
			*LEAT_VEC_ADD(arena, &items) = (struct leat_date_item){ .letter = c };
		} else {
			char *text = leat_arena_dup(arena, &c, 1);
			*LEAT_VEC_ADD(arena, &items) = (struct leat_date_item){ .literal = { text, 1 } };
		}
	}
	if (!pair_brackets(&items))
		return leat_err_set(err, LEAT_E_ARGUMENTS,
		                    "the date pattern \"%.*s\" has brackets that do not match",
		                    LEAT_STR_ARG(pattern));
	struct leat_date_pattern *result = LEAT_ARENA_NEW(arena, struct leat_date_pattern);
	*result = (struct leat_date_pattern){ kind, items.count, items.items };
	*ret = result;
	return 0;
}

bool leat_date_item_is_number(const struct leat_date_pattern *pattern,
                              const struct leat_date_item *item)
{
	if (!item->letter || strchr("[]GEazVXxZ", item->letter))
		return false;
	if (item->letter == 'u' && pattern->kind == LEAT_PATTERN_SIMPLE)
		return true;
	return !(strchr("MLQqe", item->letter) && item->count > 2);
}

/* ---- formatting ---- */

static void put_number(struct leat_buf *out, int64_t value, int width)
{
	char digits[LEAT_NUMBER_TEXT_MAX];
	uint32_t n = leat_number_print_i64(value < 0 ? -value : value, digits);

	if (value < 0)
		leat_buf_char(out, '-');
	for (int i = (int)n; i < width; i++)
		leat_buf_char(out, '0');
	leat_buf_add(out, digits, n);
}

/* A name: three letters, all of it, or (java.time) its first letter, by the count. */
static void put_name(const struct leat_date_pattern *pattern, const char *name, int count,
                     struct leat_buf *out)
{
	bool whole = pattern->kind == LEAT_PATTERN_SIMPLE ? count >= 4 : count == 4;
	size_t n = whole ? strlen(name) : count == 5 ? 1 : 3;

	leat_buf_add(out, name, n);
}

static void put_year(struct leat_buf *out, int64_t year, int count)
{
	if (count == 2)
		put_number(out, (year % 100 + 100) % 100, 2);
	else
		put_number(out, year, count);
}

/* Week and its year as in the USA: weeks begin on Sunday, the first one holds 1 January. */
static int64_t us_week(int64_t days, int64_t *ret_year)
{
	int64_t sunday = leat_timestamp_floor(days * LEAT_US_PER_DAY, LEAT_UNIT_WEEK) /
	                 LEAT_US_PER_DAY;
	int64_t year = leat_civil_of_days(sunday + 6).year;
	int64_t new_year = leat_civil_to_days(year, 1, 1);
	int64_t first = leat_timestamp_floor(new_year * LEAT_US_PER_DAY, LEAT_UNIT_WEEK) /
	                LEAT_US_PER_DAY;

	*ret_year = year;
	return (sunday - first) / 7 + 1;
}

/* An offset as X, XX, XXX, x.., Z.. print it. */
static void put_offset(struct leat_buf *out, int64_t seconds, char letter, int count)
{
	int64_t size = seconds < 0 ? -seconds : seconds;
	bool colon = letter == 'Z' ? count == 5 : count == 3 || count == 5;

	if (seconds == 0 && (letter == 'X' || (letter == 'Z' && count == 5))) {
		leat_buf_char(out, 'Z');
		return;
	}
	if (letter == 'Z' && count == 4)
		leat_buf_text(out, "GMT");
	if (letter == 'Z' && count == 4 && seconds == 0)
		return;
	leat_buf_char(out, seconds < 0 ? '-' : '+');
	put_number(out, size / 3600, 2);
	if (letter != 'Z' && count == 1 && size / 60 % 60 == 0)
		return;
	if (colon || (letter == 'Z' && count == 4))
		leat_buf_char(out, ':');
	put_number(out, size / 60 % 60, 2);
}

/* What is being formatted. */
struct moment {
	struct leat_civil c;
	int64_t days;
	int64_t local_us;
	const struct leat_tz *tz;
};

static void put_zone(const struct leat_date_item *item, const struct moment *m,
                     struct leat_buf *out)
{
	int64_t utc_us = leat_tz_to_utc(m->tz, m->local_us);
	const char *abbreviation;
	int32_t offset = leat_tz_offset_at(m->tz, utc_us, &abbreviation);

	if (item->letter == 'z')
		leat_buf_text(out, abbreviation);
	else if (item->letter == 'V')
		leat_buf_text(out, leat_tz_name(m->tz));
	else
		put_offset(out, offset, item->letter, item->count);
}

static void put_month(const struct leat_date_pattern *pattern, const struct leat_date_item *item,
                      const struct moment *m, struct leat_buf *out)
{
	if (item->count > 2)
		put_name(pattern, leat_month_names[m->c.month - 1], item->count, out);
	else
		put_number(out, m->c.month, item->count);
}

static void put_quarter(const struct leat_date_item *item, const struct moment *m,
                        struct leat_buf *out)
{
	static const char *const names[] = { "1st quarter", "2nd quarter", "3rd quarter", "4th quarter" };
	int quarter = (m->c.month + 2) / 3;

	if (item->count == 4)
		leat_buf_text(out, names[quarter - 1]);
	else if (item->count == 3)
		leat_buf_printf(out, "Q%d", quarter);
	else
		put_number(out, quarter, item->count);
}

static void put_fraction(const struct leat_date_pattern *pattern, const struct leat_date_item *item,
                         const struct moment *m, struct leat_buf *out)
{
	char digits[9];

	if (pattern->kind == LEAT_PATTERN_SIMPLE) {
		put_number(out, m->c.nano / 1000000, item->count);
		return;
	}
	for (int i = 8, nano = m->c.nano; i >= 0; i--, nano /= 10)
		digits[i] = (char)('0' + nano % 10);
	leat_buf_add(out, digits, item->count < 9 ? item->count : 9);
}

static void put_field(const struct leat_date_pattern *pattern, const struct leat_date_item *item,
                      const struct moment *m, struct leat_buf *out)
{
	int64_t weekday = leat_timestamp_extract(m->days * LEAT_US_PER_DAY, LEAT_UNIT_ISODOW);
	int64_t nanos = ((int64_t)m->c.hour * 3600 + m->c.minute * 60 + m->c.second) * 1000000000 +
	                m->c.nano;
	int64_t week_year;
	int n = item->count;

	switch (item->letter) {
	case 'G':
		leat_buf_text(out, n == 4 ? "Anno Domini" : n == 5 ? "A" : "AD");
		return;
	case 'u':
		if (pattern->kind == LEAT_PATTERN_SIMPLE)
			put_number(out, weekday, n);
		else
			put_year(out, m->c.year, n);
		return;
	case 'y':
		put_year(out, m->c.year, n);
		return;
	case 'Y':
		(void)us_week(m->days, &week_year);
		put_year(out, week_year, n);
		return;
	case 'w':
		put_number(out, us_week(m->days, &week_year), n);
		return;
	case 'Q':
	case 'q':
		put_quarter(item, m, out);
		return;
	case 'M':
	case 'L':
		put_month(pattern, item, m, out);
		return;
	case 'D':
		put_number(out, m->days - leat_civil_to_days(m->c.year, 1, 1) + 1, n);
		return;
	case 'd':
		put_number(out, m->c.day, n);
		return;
	case 'E':
		put_name(pattern, leat_weekday_names[weekday - 1], n, out);
		return;
	case 'e':
		if (n > 2)
			put_name(pattern, leat_weekday_names[weekday - 1], n, out);
		else
			put_number(out, weekday % 7 + 1, n);
		return;
	case 'a':
		leat_buf_text(out, m->c.hour < 12 ? "AM" : "PM");
		return;
	case 'H':
		put_number(out, m->c.hour, n);
		return;
	case 'k':
		put_number(out, m->c.hour ? m->c.hour : 24, n);
		return;
	case 'K':
		put_number(out, m->c.hour % 12, n);
		return;
	case 'h':
		put_number(out, m->c.hour % 12 ? m->c.hour % 12 : 12, n);
		return;
	case 'm':
		put_number(out, m->c.minute, n);
		return;
	case 's':
		put_number(out, m->c.second, n);
		return;
	case 'S':
		put_fraction(pattern, item, m, out);
		return;
	case 'A':
		put_number(out, nanos / 1000000, n);
		return;
	case 'n':
		put_number(out, m->c.nano, n);
		return;
	case 'N':
		put_number(out, nanos, n);
		return;
	default:
		put_zone(item, m, out);
	}
}

void leat_date_pattern_format(const struct leat_date_pattern *pattern, int64_t local_us,
                              int nano_rest, const struct leat_tz *tz, struct leat_buf *out)
{
	struct moment m = {
		.c = leat_civil_of_us(local_us),
		.local_us = local_us,
		.tz = tz ? tz : leat_tz_utc(),
	};

	m.c.nano += nano_rest;
	m.days = leat_civil_to_days(m.c.year, m.c.month, m.c.day);
	for (uint32_t i = 0; i < pattern->item_count; i++) {
		const struct leat_date_item *item = &pattern->items[i];
		if (item->letter == 0)
			leat_buf_str(out, item->literal);
		else if (item->letter != '[' && item->letter != ']')
			put_field(pattern, item, &m, out);
	}
}
