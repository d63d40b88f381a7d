/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones against Python's zoneinfo; only where no later release of the data may differ. */
#include "types/timezone.h"

#include <string.h>

#include "suite.h"

static const struct leat_tz *find(const char *name)
{
	const struct leat_tz *tz = NULL;
	struct leat_err err;

	ck_assert_msg(leat_tz_find(leat_str_of(name), &tz, &err) == 0, "%s", name);
	return tz;
}

START_TEST(offsets_are_right)
{
	static const struct {
		const char *zone;
		int64_t at;
		int32_t offset;
	} vectors[] = {
#include "timezone.inc"
	};

	for (size_t i = 0; i < LEAT_COUNT(vectors); i++) {
		int32_t offset = leat_tz_offset_at(find(vectors[i].zone), vectors[i].at * 1000000,
		                                   NULL);
		ck_assert_msg(offset == vectors[i].offset, "%s at %lld: %d, not %d",
		              vectors[i].zone, (long long)vectors[i].at, offset, vectors[i].offset);
	}
	leat_tz_forget();
}
END_TEST

START_TEST(local_times_are_right)
{
	static const struct {
		const char *zone;
		int64_t local, utc;
	} vectors[] = {
#include "timezone_local.inc"
	};

	for (size_t i = 0; i < LEAT_COUNT(vectors); i++) {
		int64_t utc = leat_tz_to_utc(find(vectors[i].zone), vectors[i].local * 1000000 + 1);
		ck_assert_msg(utc == vectors[i].utc * 1000000 + 1, "%s, local %lld: %lld, not %lld",
		              vectors[i].zone, (long long)vectors[i].local,
		              (long long)utc / 1000000, (long long)vectors[i].utc);
	}
	leat_tz_forget();
}
END_TEST

START_TEST(fixed_offsets_have_names)
{
	static const struct {
		const char *name;
		int32_t offset;
	} zones[] = {
		{ "Z", 0 },          { "UTC", 0 },         { "GMT", 0 },
		{ "GMT+8", 28800 },  { "UTC-03:30", -12600 }, { "+08:00", 28800 },
		{ "-0130", -5400 },  { "+05", 18000 },     { "UT+01:00:30", 3630 },
	};
	static const char *const wrong[] = { "",       "Nowhere", "+8:0",  "+19:00",           "GMT+",
		                             "+08:60", "../UTC",  "Europe", "/etc/localtime", "zone.tab" };

	for (size_t i = 0; i < LEAT_COUNT(zones); i++) {
		const struct leat_tz *tz = find(zones[i].name);
		ck_assert_int_eq(leat_tz_offset_at(tz, 0, NULL), zones[i].offset);
		ck_assert(leat_tz_is_fixed(tz));
		ck_assert_str_eq(leat_tz_name(tz), zones[i].name);
		ck_assert_int_eq(leat_tz_to_utc(tz, leat_tz_to_local(tz, 12345)), 12345);
	}
	for (size_t i = 0; i < LEAT_COUNT(wrong); i++) {
		struct leat_str name = leat_str_of(wrong[i]);
		const struct leat_tz *tz;
		struct leat_err err;
		ck_assert_msg(leat_tz_find(name, &tz, &err) == -LEAT_E_OPTION_VALUE, "%s",
		              wrong[i]);
		ck_assert_str_ne(err.hint, "");
	}
	leat_tz_forget();
}
END_TEST

START_TEST(names_of_kinds)
{
	const char *name;

	ck_assert_int_eq(leat_tz_offset_at(find("Europe/Oslo"), INT64_C(1719792000000000), &name),
	                 7200);
	ck_assert_str_eq(name, "CEST");
	ck_assert(!leat_tz_is_fixed(find("Europe/Oslo")));
	ck_assert_ptr_eq(find("Europe/Oslo"), find("Europe/Oslo"));
	leat_tz_forget();
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, offsets_are_right);
	tcase_add_test(tc, local_times_are_right);
	tcase_add_test(tc, fixed_offsets_have_names);
	tcase_add_test(tc, names_of_kinds);
}

int main(void)
{
	return suite_main("timezone", add);
}
