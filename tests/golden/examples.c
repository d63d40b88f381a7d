/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the example of every function and aggregate: the documentation says what really comes out. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "expr/expr.h"
#include "golden.h"

enum { EXAMPLES_MAX = 512 };

/* A query, and the row that it ends with as JSON. */
struct example {
	const char *name;
	char *query, *row;
};

static struct example examples[EXAMPLES_MAX];
static int example_count;

static void collect(struct leat_arena *arena)
{
	const struct leat_function *const *functions = leat_function_tables();
	const struct leat_aggregate *const *aggregates = leat_aggregate_tables();

	for (uint32_t t = 0; functions[t]; t++)
		for (const struct leat_function *f = functions[t]; f->name; f++)
			if (f->example)
				examples[example_count++] = (struct example){
					f->name,
					leat_arena_printf(arena, "SELECT %s AS r;", f->example),
					leat_arena_printf(arena, "{\"r\":%s}", f->result),
				};
	for (uint32_t t = 0; aggregates[t]; t++)
		for (const struct leat_aggregate *a = aggregates[t]; a->name; a++)
			if (a->example)
				examples[example_count++] = (struct example){
					a->name,
					leat_arena_printf(arena, "%s;", a->example),
					leat_arena_printf(arena, "%s", a->result),
				};
}

START_TEST(gives)
{
	static const struct golden_variant variant = { "one batch", LEAT_BATCH_ROWS, UINT32_MAX };
	const struct example *example = &examples[_i];
	struct golden_file file = { .arena = leat_arena_new(0), .query = example->query };
	struct golden_result got;
	const char *last = NULL;

	golden_run(&file, &variant, &got);
	const char *error = leat_buf_cstr(&got.text[GOLDEN_ERROR]);
	const char *output = leat_buf_cstr(&got.text[GOLDEN_OUTPUT]);
	for (const char *at = output; (at = strstr(at, "\"row\":")); at++)
		last = at + strlen("\"row\":");
	ck_assert_msg(last != NULL, "%s: %.200s", example->name, error);
	size_t n = strlen(example->row);
	ck_assert_msg(strncmp(last, example->row, n) == 0 && last[n] == '}', "%s: %.*s, not %s",
	              example->name, (int)strcspn(last, "\n") - 1, last, example->row);
	golden_result_done(&got);
	leat_arena_free(file.arena);
}
END_TEST

int main(void)
{
	struct leat_arena *arena = leat_arena_new(0);

	collect(arena);
	Suite *suite = suite_create("examples");
	TCase *tc = tcase_create("examples");
	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, gives, 0, example_count);
	suite_add_tcase(suite, tc);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	leat_arena_free(arena);
	return failed && !getenv("CK_TAP_LOG_FILE_NAME") ? EXIT_FAILURE : EXIT_SUCCESS;
}
