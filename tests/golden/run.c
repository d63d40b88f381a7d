/* SPDX-License-Identifier: Apache-2.0 */
/* Runs one golden test, tests/golden/NAME.test (argv[1]).
 *
 * The same file must give the same bytes whatever a batch happens to hold and wherever the job is
 * restarted: see `variants`.  GOLDEN_UPDATE=1 writes what came out into the file instead. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"

static struct golden_file file;
static const char *path;

static const struct golden_variant variants[] = {
	{ "one batch", LEAT_BATCH_ROWS, UINT32_MAX },
	{ "a row at a time", 1, UINT32_MAX },
	{ "odd batches", 3, UINT32_MAX },
	{ "restart at once", 3, 0 },
	{ "restart after 1 row", 3, 1 },
	{ "restart after 2 rows", 3, 2 },
	{ "restart after 5 rows", 3, 5 },
	{ "restart after 8 rows", 1024, 8 },
};

START_TEST(golden)
{
	const struct golden_variant *variant = &variants[_i];
	struct golden_result got;

	golden_run(&file, variant, &got);
	for (int s = 0; s < GOLDEN_CHECKED; s++) {
		const char *want = file.wanted[s], *is = leat_buf_cstr(&got.text[s]);
		if (!want || !strcmp(is, want))
			continue;
		/* stdout carries TAP, a line per result; the texts go to stderr. */
		fprintf(stderr, "--- want (%s, %s)\n%s--- got\n%s", golden_section_name(s),
		        variant->name, want, is);
		ck_abort_msg("-- %s differs, %s", golden_section_name(s), variant->name);
	}
	golden_result_done(&got);
}
END_TEST

START_TEST(update)
{
	ck_assert(golden_update(&file, &variants[0], path));
}
END_TEST

int main(int argc, char **argv)
{
	if (argc != 2 || !golden_read(&file, argv[1]))
		return 2;
	path = argv[1];

	Suite *suite = suite_create("golden");
	TCase *tc = tcase_create(argv[1]);
	tcase_set_timeout(tc, 30);
	if (getenv("GOLDEN_UPDATE"))
		tcase_add_test(tc, update);
	else
		tcase_add_loop_test(tc, golden, 0, (int)LEAT_COUNT(variants));
	suite_add_tcase(suite, tc);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	golden_file_done(&file);
	return failed && !getenv("CK_TAP_LOG_FILE_NAME") ? EXIT_FAILURE : EXIT_SUCCESS;
}
