/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones from TZif files (RFC 8536).
 *
 * A zone is a sorted list of transitions and, for all that comes after the last one, the rule in
 * the file's footer ("CET-1CEST,M3.5.0,M10.5.0/3").  The rule is unrolled once for each year that
 * is asked for. */
#include "types/timezone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "types/timezone_int.h"

enum {
	NAME_MAX_BYTES = 64,
	FILE_MAX_BYTES = 64 * 1024,
	OFFSET_MAX_SECONDS = 18 * 3600, /* As Java. */
};

#define US_PER_SECOND INT64_C(1000000)
#define ZONEINFO "/usr/share/zoneinfo/"

static struct leat_tz utc = { .name = "UTC", .type_count = 1, .types = { { 0, "UTC" } } };

/* Zones that were found, by name. */
static struct leat_map zones;

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

const struct leat_tz *leat_tz_utc(void)
{
	return &utc;
}

const char *leat_tz_name(const struct leat_tz *tz)
{
	return tz->name;
}

bool leat_tz_is_fixed(const struct leat_tz *tz)
{
	return tz->transition_count == 0 && !tz->rule.has_dst;
}

/* ---- finding ---- */

static bool two_digits(const char *p, int *ret)
{
	if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
		return false;
	*ret = (p[0] - '0') * 10 + p[1] - '0';
	return true;
}

/* "+8", "+08", "+08:00", "+0800", "+08:00:00" as Java's ZoneOffset; a prefix is gone already. */
static bool parse_offset(struct leat_str s, int32_t *ret)
{
	int parts[3] = { 0 };
	uint32_t i = 1;

	if (s.n < 2 || (s.p[0] != '+' && s.p[0] != '-'))
		return false;
	if (s.n == 2) {
		if (s.p[1] < '0' || s.p[1] > '9')
			return false;
		parts[0] = s.p[1] - '0';
		i = 2;
	}
	for (int k = 0; k < 3 && i < s.n; k++) {
		if (k && s.p[i] == ':')
			i++;
		if (s.n - i < 2 || !two_digits(s.p + i, &parts[k]))
			return false;
		i += 2;
	}
	int32_t seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
	if (i != s.n || parts[1] > 59 || parts[2] > 59 || seconds > OFFSET_MAX_SECONDS)
		return false;
	*ret = s.p[0] == '-' ? -seconds : seconds;
	return true;
}

static struct leat_tz *new_zone(struct leat_str name)
{
	struct leat_tz *tz = leat_zalloc(sizeof(*tz));

	tz->name = leat_strndup(name.p, name.n);
	return tz;
}

/* A fixed zone: an offset, by itself or behind "GMT", "UTC" or "UT". */
static struct leat_tz *fixed_zone(struct leat_str name)
{
	static const char *const prefixes[] = { "GMT", "UTC", "UT", "" };
	int32_t offset;

	if (name.n == 1 && (name.p[0] == 'Z' || name.p[0] == 'z')) {
		struct leat_tz *tz = new_zone(name);
		tz->type_count = 1;
		memcpy(tz->types[0].abbreviation, "Z", sizeof("Z"));
		return tz;
	}
	for (size_t i = 0; i < LEAT_COUNT(prefixes); i++) {
		uint32_t n = (uint32_t)strlen(prefixes[i]);
		if (name.n < n || strncmp(name.p, prefixes[i], n) != 0)
			continue;
		if (!(name.n == n && n) &&
		    !parse_offset((struct leat_str){ name.p + n, name.n - n }, &offset))
			continue;
		struct leat_tz *tz = new_zone(name);
		tz->type_count = 1;
		tz->types[0].offset = name.n == n ? 0 : offset;
		snprintf(tz->types[0].abbreviation, sizeof(tz->types[0].abbreviation), "%.*s",
		         LEAT_STR_ARG(name));
		return tz;
	}
	return NULL;
}

static void free_zone(struct leat_tz *tz)
{
	free(tz->transitions);
	free(tz->name);
	free(tz);
}

/* Names are paths below the zoneinfo directory; nothing may lead out of it. */
static bool is_path(struct leat_str name)
{
	if (name.n == 0 || name.n > NAME_MAX_BYTES || name.p[0] == '/')
		return false;
	for (uint32_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool letter = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
		if (!letter && c != '/' && c != '_' && c != '-' && c != '+')
			return false;
	}
	return true;
}

/* Read the file of @p name; NULL when there is none or it is no TZif file. */
static struct leat_tz *file_zone(struct leat_str name)
{
	char path[sizeof(ZONEINFO) + NAME_MAX_BYTES];
	struct leat_tz *tz = NULL;

	if (!is_path(name))
		return NULL;
	snprintf(path, sizeof(path), ZONEINFO "%.*s", LEAT_STR_ARG(name));
	FILE *file = fopen(path, "rbe");
	if (!file)
		return NULL;
	unsigned char *bytes = leat_malloc(FILE_MAX_BYTES);
	size_t n = fread(bytes, 1, FILE_MAX_BYTES, file);
	fclose(file);
	if (n < FILE_MAX_BYTES) {
		tz = new_zone(name);
		if (!leat_tz_read(tz, bytes, n)) {
			free_zone(tz);
			tz = NULL;
		}
	}
	free(bytes);
	return tz;
}

int leat_tz_find(struct leat_str name, const struct leat_tz **ret, struct leat_err *err)
{
	if (leat_str_is(name, "UTC")) {
		*ret = &utc;
		return 0;
	}
	struct leat_tz *tz = leat_map_get(&zones, name);
	if (!tz) {
		tz = fixed_zone(name);
		if (!tz)
			tz = file_zone(name);
		if (!tz) {
			int r = leat_err_set(err, LEAT_E_OPTION_VALUE,
			                     "no time zone is called \"%.*s\"", LEAT_STR_ARG(name));
			leat_err_hint(err,
			              "use a name as \"Europe/Oslo\" or an offset as \"+02:00\"");
			return r;
		}
		leat_map_set(&zones, name, tz);
	}
	*ret = tz;
	return 0;
}

void leat_tz_forget(void)
{
	uint32_t at = 0;

	for (const struct leat_map_entry *e; (e = leat_map_next(&zones, &at));)
		free_zone(e->value);
	leat_map_done(&zones);
}

/* ---- offsets ---- */

/* The instants in UTC seconds at which the rule switches in @p year, and to what. */
static void rule_of_year(const struct leat_tz_rule *rule, int64_t year, int64_t *ret_dst,
                         int64_t *ret_std)
{
	*ret_dst = leat_tz_rule_day(&rule->dst_begins, year) * 86400 + rule->dst_begins.time -
	           rule->std.offset;
	*ret_std = leat_tz_rule_day(&rule->dst_ends, year) * 86400 + rule->dst_ends.time -
	           rule->dst.offset;
}

static const struct leat_tz_type *type_by_rule(const struct leat_tz_rule *rule, int64_t seconds)
{
	if (!rule->has_dst)
		return &rule->std;
	int64_t year = leat_civil_of_days(floor_div(seconds + rule->std.offset, 86400)).year;
	int64_t dst, std;
	rule_of_year(rule, year, &dst, &std);
	/* In the south summer time spans the end of the year. */
	bool is_dst = dst < std ? seconds >= dst && seconds < std : seconds >= dst || seconds < std;
	return is_dst ? &rule->dst : &rule->std;
}

/* What is in force at the instant @p seconds. */
static const struct leat_tz_type *type_at(const struct leat_tz *tz, int64_t seconds)
{
	uint32_t low = 0, high = tz->transition_count;

	if (high == 0 || seconds < tz->transitions[0].at)
		return high == 0 && tz->has_rule ? type_by_rule(&tz->rule, seconds)
		                                 : &tz->types[tz->first_type];
	if (seconds >= tz->transitions[high - 1].at && tz->has_rule)
		return type_by_rule(&tz->rule, seconds);
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (tz->transitions[middle].at <= seconds)
			low = middle;
		else
			high = middle;
	}
	return &tz->types[tz->transitions[low].type];
}

int32_t leat_tz_offset_at(const struct leat_tz *tz, int64_t us, const char **ret_abbreviation)
{
	const struct leat_tz_type *type = type_at(tz, floor_div(us, US_PER_SECOND));

	if (ret_abbreviation)
		*ret_abbreviation = type->abbreviation;
	return type->offset;
}

int64_t leat_tz_to_local(const struct leat_tz *tz, int64_t us)
{
	if (tz == &utc)
		return us;
	return us + leat_tz_offset_at(tz, us, NULL) * US_PER_SECOND;
}

int64_t leat_tz_to_utc(const struct leat_tz *tz, int64_t local_us)
{
	if (tz == &utc)
		return local_us;
	/* No two transitions are as close as a day.  The offset before any transition near by is
	 * the answer for an ordinary time of that side, for the earlier instant of an overlap, and
	 * for a gap, which it shifts by its length.  Only a time that is past the transition for
	 * the new offset too belongs to the new one. */
	const int64_t day = 86400 * US_PER_SECOND;
	int64_t before = leat_tz_offset_at(tz, local_us - day, NULL) * US_PER_SECOND;
	int64_t after = leat_tz_offset_at(tz, local_us + day, NULL) * US_PER_SECOND;
	if (before == after)
		return local_us - before;
	int64_t earlier = local_us - before;
	int64_t at_earlier = leat_tz_offset_at(tz, earlier, NULL) * US_PER_SECOND;
	if (at_earlier == before)
		return earlier;
	int64_t later = local_us - after;
	int64_t at_later = leat_tz_offset_at(tz, later, NULL) * US_PER_SECOND;
	return at_later == after ? later : earlier;
}
