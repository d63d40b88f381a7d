/* SPDX-License-Identifier: Apache-2.0 */
/* Scripts are shown without their secrets. */
#include "job/mask.h"

#include <string.h>

#include "suite.h"

static const struct {
	const char *sql, *shown;
} cases[] = {
	{ "SELECT 1", "SELECT 1" },
	{ "WITH ('password' = 'x''y', 'username' = 'u')", "WITH ('password' = '******', 'username' = 'u')" },
	{ "'properties.sasl.jaas.config'='a b c' ,", "'properties.sasl.jaas.config'='******' ," },
	{ "SET 'leat.api.token' = 't';", "SET 'leat.api.token' = '******';" },
	{ "'password' = 'no end", "'password' = '******'" },
	{ "-- 'password' = 'a comment is no option\n'PassWord'/**/=/**/'p'",
	  "-- 'password' = 'a comment is no option\n'PassWord'/**/=/**/'******'" },
	{ "SELECT 'password' FROM t WHERE a = 'password'", "SELECT 'password' FROM t WHERE a = 'password'" },
};

START_TEST(masks)
{
	struct leat_buf out;

	leat_buf_init(&out, 1 << 20);
	leat_mask_sql(leat_str_of(cases[_i].sql), &out);
	ck_assert_str_eq(leat_buf_cstr(&out), cases[_i].shown);
	leat_buf_done(&out);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, masks, 0, (int)LEAT_COUNT(cases));
}

int main(void)
{
	return suite_main("mask", add);
}
