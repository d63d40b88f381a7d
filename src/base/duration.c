/* SPDX-License-Identifier: Apache-2.0 */
/* Durations and memory sizes: a number and a unit. */
#include "base/duration.h"

#include <string.h>
#include <strings.h>

/* A unit; a quantity in nanoseconds or bytes.  The first name of a size is the one printed. */
struct unit {
	const char *name;
	int64_t size;
};

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_SECOND INT64_C(1000000000)

static const struct unit duration_units[] = {
	{ "d", 86400 * NS_PER_SECOND },      { "day", 86400 * NS_PER_SECOND },
	{ "h", 3600 * NS_PER_SECOND },       { "hour", 3600 * NS_PER_SECOND },
	{ "min", 60 * NS_PER_SECOND },       { "m", 60 * NS_PER_SECOND },
	{ "minute", 60 * NS_PER_SECOND },    { "s", NS_PER_SECOND },
	{ "sec", NS_PER_SECOND },            { "second", NS_PER_SECOND },
	{ "ms", NS_PER_MS },                 { "milli", NS_PER_MS },
	{ "millisecond", NS_PER_MS },        { "us", 1000 },
	{ "\xc2\xb5s", 1000 },               { "micro", 1000 },
	{ "microsecond", 1000 },             { "ns", 1 },
	{ "nano", 1 },                       { "nanosecond", 1 },
	{ NULL, 0 },
};

static const struct unit memory_units[] = {
	{ "tb", INT64_C(1) << 40 }, { "t", INT64_C(1) << 40 }, { "tebibyte", INT64_C(1) << 40 },
	{ "gb", INT64_C(1) << 30 }, { "g", INT64_C(1) << 30 }, { "gibibyte", INT64_C(1) << 30 },
	{ "mb", INT64_C(1) << 20 }, { "m", INT64_C(1) << 20 }, { "mebibyte", INT64_C(1) << 20 },
	{ "kb", INT64_C(1) << 10 }, { "k", INT64_C(1) << 10 }, { "kibibyte", INT64_C(1) << 10 },
	{ "b", 1 },                 { "byte", 1 },             { NULL, 0 },
};

static struct leat_str trim(struct leat_str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s.p++, s.n--;
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

static bool is_name(struct leat_str s, const char *name, size_t n)
{
	return s.n == n && strncasecmp(s.p, name, n) == 0;
}

/* The unit's size, or 0; the long names have a plural. */
static int64_t find_unit(const struct unit *units, struct leat_str s)
{
	for (const struct unit *u = units; u->name; u++) {
		size_t n = strlen(u->name);
		if (is_name(s, u->name, n))
			return u->size;
		if (n > 2 && s.n == n + 1 && (s.p[n] | 0x20) == 's' &&
		    is_name((struct leat_str){ s.p, s.n - 1 }, u->name, n))
			return u->size;
	}
	return 0;
}

/* Number and unit; @p bare is the size of a number without one. */
static int parse(const struct unit *units, int64_t bare, const char *example, struct leat_str text,
                 int64_t *ret_number, int64_t *ret_size, struct leat_err *err)
{
	struct leat_str s = trim(text);
	int64_t number = 0;
	uint32_t i = 0;

	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, s.p[i] - '0', &number))
			return leat_err_set(err, LEAT_E_OPTION_VALUE, "\"%.*s\" is too large",
			                    LEAT_STR_ARG(text));
	if (i == 0)
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "expected a number and a unit as \"%s\", not \"%.*s\"", example,
		                    LEAT_STR_ARG(text));
	struct leat_str name = trim((struct leat_str){ s.p + i, s.n - i });
	int64_t size = name.n ? find_unit(units, name) : bare;
	if (size == 0) {
		int r = leat_err_set(err, LEAT_E_OPTION_VALUE, "\"%.*s\" is no unit",
		                     LEAT_STR_ARG(name));
		leat_err_hint(err, units == duration_units ? "use one of ns, us, ms, s, min, h, d"
		                                           : "use one of b, kb, mb, gb, tb");
		return r;
	}
	*ret_number = number;
	*ret_size = size;
	return 0;
}

int leat_duration_parse(struct leat_str text, int64_t *ret_us, struct leat_err *err)
{
	int64_t number, size, us;

	LEAT_TRY(parse(duration_units, NS_PER_MS, "10 s", text, &number, &size, err));
	if (size < 1000)
		us = number / 1000;
	else if (__builtin_mul_overflow(number, size / 1000, &us))
		return leat_err_set(err, LEAT_E_OPTION_VALUE, "\"%.*s\" is too large",
		                    LEAT_STR_ARG(text));
	*ret_us = us;
	return 0;
}

int leat_memory_parse(struct leat_str text, int64_t *ret_bytes, struct leat_err *err)
{
	int64_t number, size, bytes;

	LEAT_TRY(parse(memory_units, 1, "64 kb", text, &number, &size, err));
	if (__builtin_mul_overflow(number, size, &bytes))
		return leat_err_set(err, LEAT_E_OPTION_VALUE, "\"%.*s\" is too large",
		                    LEAT_STR_ARG(text));
	*ret_bytes = bytes;
	return 0;
}

/* @p scale units of the table make one of the value. */
static void print(const struct unit *units, int64_t value, int64_t scale, const char *zero,
                  struct leat_buf *out)
{
	leat_assert(value >= 0);
	if (value == 0) {
		leat_buf_text(out, zero);
		return;
	}
	for (const struct unit *u = units; u->name; u++) {
		if (u->size < scale || value % (u->size / scale))
			continue;
		leat_buf_i64(out, value / (u->size / scale));
		leat_buf_char(out, ' ');
		leat_buf_text(out, u->name);
		return;
	}
	leat_unreachable();
}

void leat_duration_print(int64_t us, struct leat_buf *out)
{
	print(duration_units, us, 1000, "0 ms", out);
}

void leat_memory_print(int64_t bytes, struct leat_buf *out)
{
	print(memory_units, bytes, 1, "0 b", out);
}
