/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/state/snapshot.c. */
#include "state/snapshot.h"

#include <string.h>

#include "suite.h"

START_TEST(reads_sections_in_order)
{
	struct leat_section section;
	struct leat_buf buf;
	struct leat_err err;

	leat_buf_init(&buf, SIZE_MAX);
	struct leat_section_mark mark = leat_section_begin(&buf, LEAT_STR("one"), 1);
	leat_buf_text(&buf, "body");
	leat_section_end(&buf, mark);
	mark = leat_section_begin(&buf, LEAT_STR("two"), 300);
	leat_section_end(&buf, mark);

	struct leat_str in = leat_buf_view(&buf);
	ck_assert_int_eq(leat_section_next(&in, &section, &err), 1);
	ck_assert_uint_eq(section.name.n, 3);
	ck_assert_uint_eq(section.version, 1);
	ck_assert_mem_eq(section.body.p, "body", 4);
	ck_assert_int_eq(leat_section_expect(&in, LEAT_STR("two"), 300, &section, &err), 0);
	ck_assert_uint_eq(section.body.n, 0);
	ck_assert_int_eq(leat_section_next(&in, &section, &err), 0);
	leat_buf_done(&buf);
}
END_TEST

START_TEST(expects_name_and_version)
{
	struct leat_section section;
	struct leat_buf buf;
	struct leat_err err;

	leat_buf_init(&buf, SIZE_MAX);
	leat_section_end(&buf, leat_section_begin(&buf, LEAT_STR("one"), 2));
	struct leat_str in = leat_buf_view(&buf);
	ck_assert_int_eq(leat_section_expect(&in, LEAT_STR("two"), 2, &section, &err),
	                 -LEAT_E_CHECKPOINT);
	ck_assert_str_eq(err.message, "the snapshot lacks its section \"two\"");
	in = leat_buf_view(&buf);
	ck_assert_int_eq(leat_section_expect(&in, LEAT_STR("one"), 1, &section, &err),
	                 -LEAT_E_CHECKPOINT);
	ck_assert_str_eq(err.message, "the snapshot was written by a newer version of Leat");
	in = (struct leat_str){ NULL, 0 };
	ck_assert_int_eq(leat_section_expect(&in, LEAT_STR("one"), 1, &section, &err),
	                 -LEAT_E_CHECKPOINT);
	leat_buf_done(&buf);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, reads_sections_in_order);
	tcase_add_test(tc, expects_name_and_version);
}

int main(void)
{
	return suite_main("snapshot", add);
}
