/* SPDX-License-Identifier: Apache-2.0 */
/* Reading TZif files and the POSIX rules in them. */
#include "types/timezone_int.h"

#include <string.h>

#include "base/civil.h"
#include "base/mem.h"

/* ---- POSIX rules ---- */

/* What is left of a rule. */
struct cursor {
	const char *at;
	const char *end;
};

static bool take_char(struct cursor *c, char wanted)
{
	if (c->at == c->end || *c->at != wanted)
		return false;
	c->at++;
	return true;
}

static bool take_number(struct cursor *c, int *ret)
{
	const char *begin = c->at;
	int value = 0;

	for (; c->at < c->end && c->at - begin < 4 && *c->at >= '0' && *c->at <= '9'; c->at++)
		value = value * 10 + (*c->at - '0');
	*ret = value;
	return c->at > begin;
}

/* "CET" or "<+0330>". */
static bool take_name(struct cursor *c, char out[LEAT_TZ_ABBREVIATION_BYTES])
{
	bool quoted = take_char(c, '<');
	const char *begin = c->at;

	while (c->at < c->end) {
		char l = (char)(*c->at | 0x20);
		if (quoted ? *c->at == '>' : l < 'a' || l > 'z')
			break;
		c->at++;
	}
	size_t n = (size_t)(c->at - begin);
	if (n == 0 || n >= LEAT_TZ_ABBREVIATION_BYTES || (quoted && !take_char(c, '>')))
		return false;
	memcpy(out, begin, n);
	out[n] = '\0';
	return true;
}

/* "[+-]h[:m[:s]]" in seconds. */
static bool take_time(struct cursor *c, int32_t *ret)
{
	int hour, minute = 0, second = 0;
	bool minus = take_char(c, '-');

	if (!minus)
		(void)take_char(c, '+');
	if (!take_number(c, &hour) || (take_char(c, ':') && !take_number(c, &minute)) ||
	    (take_char(c, ':') && !take_number(c, &second)))
		return false;
	if (hour > 167 || minute > 59 || second > 59)
		return false;
	*ret = (minus ? -1 : 1) * (hour * 3600 + minute * 60 + second);
	return true;
}

static bool take_date(struct cursor *c, struct leat_tz_rule_date *ret)
{
	*ret = (struct leat_tz_rule_date){ .kind = LEAT_TZ_DAY, .time = 2 * 3600 };
	if (!take_char(c, ','))
		return false;
	if (take_char(c, 'M')) {
		ret->kind = LEAT_TZ_MONTH_WEEKDAY;
		if (!take_number(c, &ret->month) || !take_char(c, '.') ||
		    !take_number(c, &ret->week) || !take_char(c, '.') || !take_number(c, &ret->day))
			return false;
		if (ret->month < 1 || ret->month > 12 || ret->week < 1 || ret->week > 5 ||
		    ret->day > 6)
			return false;
	} else {
		if (take_char(c, 'J'))
			ret->kind = LEAT_TZ_JULIAN;
		if (!take_number(c, &ret->day) || ret->day > 365 ||
		    (ret->kind == LEAT_TZ_JULIAN && ret->day < 1))
			return false;
	}
	return !take_char(c, '/') || take_time(c, &ret->time);
}

/* Parse a POSIX rule as "CET-1CEST,M3.5.0,M10.5.0/3"; false when it is not one. */
static bool parse_rule(struct leat_str text, struct leat_tz_rule *ret)
{
	struct cursor c = { text.p, text.p + text.n };
	struct leat_tz_rule rule = { .has_dst = false };
	int32_t west;

	if (!take_name(&c, rule.std.abbreviation) || !take_time(&c, &west))
		return false;
	rule.std.offset = -west;
	if (c.at < c.end) {
		rule.has_dst = true;
		rule.dst.offset = rule.std.offset + 3600;
		if (!take_name(&c, rule.dst.abbreviation))
			return false;
		if (c.at < c.end && *c.at != ',') {
			if (!take_time(&c, &west))
				return false;
			rule.dst.offset = -west;
		}
		if (!take_date(&c, &rule.dst_begins) || !take_date(&c, &rule.dst_ends))
			return false;
	}
	*ret = rule;
	return c.at == c.end;
}

int64_t leat_tz_rule_day(const struct leat_tz_rule_date *date, int64_t year)
{
	int64_t new_year = leat_civil_to_days(year, 1, 1);

	switch (date->kind) {
	case LEAT_TZ_DAY:
		return new_year + date->day;
	case LEAT_TZ_JULIAN: {
		int64_t march = leat_civil_to_days(year, 3, 1);
		bool leap = march - new_year == 60;
		return new_year + date->day - 1 + (leap && date->day >= 60);
	}
	case LEAT_TZ_MONTH_WEEKDAY:
		break;
	}
	int64_t first = leat_civil_to_days(year, date->month, 1);
	/* Day 0, a Thursday, is weekday 4; first may be negative. */
	int64_t weekday = ((first + 4) % 7 + 7) % 7;
	int64_t day = first + (date->day - weekday + 7) % 7 + (date->week - 1) * 7;
	int64_t next_month = date->month == 12 ? leat_civil_to_days(year + 1, 1, 1)
	                                       : leat_civil_to_days(year, date->month + 1, 1);
	return day < next_month ? day : day - 7;
}

/* ---- files ---- */

enum { HEADER_BYTES = 44 };

/* Counts of a header, in the order of the file. */
struct counts {
	uint32_t is_utc, is_std, leap, time, type, character;
};

static uint32_t read_u32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t read_i64(const unsigned char *p)
{
	return (int64_t)((uint64_t)read_u32(p) << 32 | read_u32(p + 4));
}

static bool read_header(const unsigned char *p, size_t n, struct counts *ret)
{
	if (n < HEADER_BYTES || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return false;
	*ret = (struct counts){ read_u32(p + 20), read_u32(p + 24), read_u32(p + 28),
		                read_u32(p + 32), read_u32(p + 36), read_u32(p + 40) };
	/* So that sums do not overflow. */
	return ret->is_utc < 4096 && ret->is_std < 4096 && ret->leap < 4096 && ret->time < 65536 &&
	       ret->type < 256 && ret->character < 4096;
}

static size_t body_bytes(const struct counts *c, size_t time_bytes)
{
	return c->time * time_bytes + c->time + c->type * 6 + c->character +
	       c->leap * (time_bytes + 4) + c->is_std + c->is_utc;
}

static bool read_types(struct leat_tz *tz, const unsigned char *p, const struct counts *c)
{
	const char *names = (const char *)p + c->type * 6;

	if (c->type == 0 || c->type > LEAT_TZ_TYPES_MAX || c->character == 0 ||
	    names[c->character - 1] != '\0')
		return false;
	for (uint32_t i = 0; i < c->type; i++, p += 6) {
		struct leat_tz_type *type = &tz->types[i];
		type->offset = (int32_t)read_u32(p);
		if (p[5] >= c->character)
			return false;
		size_t n = strnlen(names + p[5], sizeof(type->abbreviation) - 1);
		memcpy(type->abbreviation, names + p[5], n);
		type->abbreviation[n] = '\0';
	}
	tz->type_count = c->type;
	return true;
}

/* The second, 64-bit body at @p p, of which @p n bytes are there. */
static bool read_body(struct leat_tz *tz, const unsigned char *p, const struct counts *c)
{
	const unsigned char *indexes = p + c->time * 8;

	if (!read_types(tz, indexes + c->time, c))
		return false;
	tz->transitions = leat_malloc(c->time * sizeof(*tz->transitions));
	tz->transition_count = c->time;
	for (uint32_t i = 0; i < c->time; i++) {
		tz->transitions[i].at = read_i64(p + i * 8);
		tz->transitions[i].type = indexes[i];
		if (indexes[i] >= c->type ||
		    (i && tz->transitions[i].at <= tz->transitions[i - 1].at))
			return false;
	}
	return true;
}

bool leat_tz_read(struct leat_tz *tz, const unsigned char *bytes, size_t n)
{
	const unsigned char *end = bytes + n;
	struct counts c;

	/* The first body has 32-bit times and is skipped. */
	if (!read_header(bytes, n, &c) || n - HEADER_BYTES < body_bytes(&c, 4))
		return false;
	bytes += HEADER_BYTES + body_bytes(&c, 4);
	n = (size_t)(end - bytes);
	if (!read_header(bytes, n, &c) || n - HEADER_BYTES < body_bytes(&c, 8))
		return false;
	if (!read_body(tz, bytes + HEADER_BYTES, &c))
		return false;
	bytes += HEADER_BYTES + body_bytes(&c, 8);

	/* The footer is a line. */
	const char *footer = (const char *)bytes + 1;
	if (end - bytes < 2 || bytes[0] != '\n' || end[-1] != '\n')
		return false;
	uint32_t length = (uint32_t)((const char *)end - 1 - footer);
	tz->has_rule = length > 0;
	return length == 0 || parse_rule((struct leat_str){ footer, length }, &tz->rule);
}
