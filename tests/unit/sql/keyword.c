/* SPDX-License-Identifier: Apache-2.0 */
/* Keywords are found in any case, and have the class that Flink gives them. */
#include "suite.h"

#include <string.h>

#include "sql/keyword.h"

START_TEST(all_are_found)
{
	for (int i = 1; i < LEAT_KEYWORD_COUNT; i++) {
		const char *text = leat_keyword_text((enum leat_keyword)i);
		struct leat_str str = leat_str_of(text);

		ck_assert_msg(leat_keyword_find(str) == (enum leat_keyword)i, "%s is not found",
		              text);
	}
}
END_TEST

START_TEST(case_does_not_count)
{
	ck_assert_int_eq(leat_keyword_find(LEAT_STR("select")), LEAT_KW_SELECT);
	ck_assert_int_eq(leat_keyword_find(LEAT_STR("Select")), LEAT_KW_SELECT);
	ck_assert_int_eq(leat_keyword_find(LEAT_STR("selects")), LEAT_KEYWORD_NONE);
	ck_assert_int_eq(leat_keyword_find(LEAT_STR("")), LEAT_KEYWORD_NONE);
	ck_assert_int_eq(
		leat_keyword_find(LEAT_STR("a_word_that_is_longer_than_any_of_the_keywords")),
		LEAT_KEYWORD_NONE);
}
END_TEST

START_TEST(classes)
{
	ck_assert_int_eq(leat_keyword_class(LEAT_KW_VALUE), LEAT_KEYWORD_RESERVED);
	ck_assert_int_eq(leat_keyword_class(LEAT_KW_RAW), LEAT_KEYWORD_RESERVED);
	ck_assert_int_eq(leat_keyword_class(LEAT_KW_COUNT), LEAT_KEYWORD_CALLABLE);
	ck_assert_int_eq(leat_keyword_class(LEAT_KW_YEAR), LEAT_KEYWORD_CALLABLE);
	ck_assert_int_eq(leat_keyword_class(LEAT_KW_CURRENT_DATE), LEAT_KEYWORD_BARE);
	ck_assert_int_eq(leat_keyword_class(LEAT_KW_KEY), LEAT_KEYWORD_SOFT);
	ck_assert_int_eq(leat_keyword_class(LEAT_KEYWORD_NONE), LEAT_KEYWORD_SOFT);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, all_are_found);
	tcase_add_test(tc, case_does_not_count);
	tcase_add_test(tc, classes);
}

int main(void)
{
	return suite_main("keyword", add);
}
