/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8. */
#include "base/utf8.h"

#include <string.h>

#include "suite.h"

START_TEST(every_character_comes_back)
{
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		char bytes[4];
		uint32_t n = leat_utf8_encode(c, bytes), back;
		bool surrogate = c >= 0xd800 && c <= 0xdfff;
		bool same = leat_utf8_decode((struct leat_str){ bytes, n }, &back) == n &&
		            back == (surrogate ? 0xfffd : c);
		/* An assertion writes to the parent, so one that holds a million times is slow. */
		if (!same)
			ck_abort_msg("%x", c);
		if (c % 997 == 0) {
			ck_assert(leat_utf8_is_valid((struct leat_str){ bytes, n }));
			ck_assert(!leat_utf8_is_valid((struct leat_str){ bytes, n - 1 }) || n == 1);
		}
	}
}
END_TEST

START_TEST(malformed_bytes_are_found)
{
	static const char *const wrong[] = { "\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80",
		                             "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80",
		                             "12345678\xff", "\xe6\x97" };
	struct leat_buf out;

	for (size_t i = 0; i < LEAT_COUNT(wrong); i++)
		ck_assert_msg(!leat_utf8_is_valid(leat_str_of(wrong[i])), "%zu", i);
	leat_buf_init(&out, 100);
	leat_buf_utf8(&out, LEAT_STR("a\xff\xc3\xa9"));
	ck_assert_str_eq(leat_buf_cstr(&out), "a\xef\xbf\xbd\xc3\xa9");
	leat_buf_done(&out);
}
END_TEST

START_TEST(characters_are_counted_and_measured)
{
	struct leat_str s = LEAT_STR("a\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80z");

	ck_assert_uint_eq(leat_utf8_count(s), 5);
	ck_assert_uint_eq(leat_utf8_offset(s, 0), 0);
	ck_assert_uint_eq(leat_utf8_offset(s, 2), 3);
	ck_assert_uint_eq(leat_utf8_offset(s, 4), 10);
	ck_assert_uint_eq(leat_utf8_offset(s, 9), s.n);
	ck_assert_uint_eq(leat_utf8_width(s), 7);
	ck_assert_uint_eq(leat_utf8_width(LEAT_STR("e\xcc\x81")), 1);
	ck_assert(leat_utf8_is_ascii(LEAT_STR("plain and long enough")));
	ck_assert(!leat_utf8_is_ascii(s));
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, every_character_comes_back);
	tcase_add_test(tc, malformed_bytes_are_found);
	tcase_add_test(tc, characters_are_counted_and_measured);
}

int main(void)
{
	return suite_main("utf8", add);
}
