/* SPDX-License-Identifier: Apache-2.0 */
/* Buffers. */
#include "leat/buf.h"

#include <stdlib.h>
#include <string.h>

#include "suite.h"

START_TEST(grows_up_to_its_maximum)
{
	struct leat_buf buf;

	leat_buf_init(&buf, 100);
	for (int i = 0; i < 20; i++)
		leat_buf_text(&buf, "12345");
	ck_assert_uint_eq(buf.size, 100);
	ck_assert(!buf.full);
	leat_buf_char(&buf, 'x');
	ck_assert(buf.full);
	ck_assert_uint_eq(strlen(leat_buf_cstr(&buf)), 100);
	ck_assert_ptr_null(leat_buf_reserve(&buf, 0));
	leat_buf_clear(&buf);
	leat_buf_printf(&buf, "%s", "fits");
	ck_assert_str_eq(leat_buf_cstr(&buf), "fits");
	leat_buf_done(&buf);
	ck_assert_str_eq(leat_buf_cstr(&buf), "");
	leat_buf_done(&buf);
}
END_TEST

START_TEST(writes_numbers)
{
	struct leat_buf buf;
	size_t size;

	leat_buf_init(&buf, SIZE_MAX);
	leat_buf_i64(&buf, INT64_MIN);
	leat_buf_char(&buf, ' ');
	leat_buf_i64(&buf, 0);
	leat_buf_char(&buf, ' ');
	leat_buf_i64(&buf, INT64_MAX);
	ck_assert_str_eq(leat_buf_cstr(&buf), "-9223372036854775808 0 9223372036854775807");
	char *taken = leat_buf_take(&buf, &size);
	ck_assert_uint_eq(size, 42);
	ck_assert_uint_eq(buf.size, 0);
	free(taken);
	leat_buf_printf(&buf, "%0500d", 1);
	ck_assert_uint_eq(buf.size, 500);
	leat_buf_done(&buf);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, grows_up_to_its_maximum);
	tcase_add_test(tc, writes_numbers);
}

int main(void)
{
	return suite_main("buf", add);
}
