/* SPDX-License-Identifier: Apache-2.0 */
/* LIKE of SHOW. */
#include <string.h>

#include "catalog/catalog.h"
#include "suite.h"

static bool like(const char *text, const char *pattern, bool ignore_case)
{
	return leat_like(leat_str_of(text), leat_str_of(pattern), ignore_case);
}

START_TEST(wildcards)
{
	ck_assert(like("abc", "a%", false));
	ck_assert(like("abc", "%c", false));
	ck_assert(like("abc", "a_c", false));
	ck_assert(like("abcbc", "%bc", false));
	ck_assert(like("", "%", false));
	ck_assert(!like("abc", "a_", false));
	ck_assert(!like("abc", "b%", false));
	ck_assert(!like("", "_", false));
}
END_TEST

START_TEST(case_counts_unless_told)
{
	ck_assert(!like("ABC", "a%", false));
	ck_assert(like("ABC", "a%", true));
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, wildcards);
	tcase_add_test(tc, case_counts_unless_told);
}

int main(void)
{
	return suite_main("like", add);
}
