/* SPDX-License-Identifier: Apache-2.0 */
/* Main function of a unit test: names its cases and runs them. */
#pragma once

#include <check.h>
#include <stdlib.h>

/** Run the tests that @p add puts into the suite @p name and return main's result.
 *
 *     static void add(TCase *tc)
 *     {
 *             tcase_add_test(tc, grows);
 *     }
 *
 *     int main(void)
 *     {
 *             return suite_main("buf", add);
 *     }
 *
 * Under TAP the output carries the verdict, and a failed exit would hide it. */
static inline int suite_main(const char *name, void (*add)(TCase *tc))
{
	Suite *suite = suite_create(name);
	TCase *tc = tcase_create(name);
	SRunner *runner;
	int failed;

	tcase_set_timeout(tc, 30);
	add(tc);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed && !getenv("CK_TAP_LOG_FILE_NAME") ? EXIT_FAILURE : EXIT_SUCCESS;
}
