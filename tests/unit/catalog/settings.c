/* SPDX-License-Identifier: Apache-2.0 */
/* Settings: every row is sound, keys are set, kept and reset. */
#include "catalog/settings.h"

#include <string.h>

#include "suite.h"

static struct leat_arena *arena;
static struct leat_settings settings;
static struct leat_err err;

static struct leat_opt_pair pair(const char *key, const char *value)
{
	return (struct leat_opt_pair){ .key = leat_str_of(key),
		                       .value = leat_str_of(value) };
}

static int set(const char *key, const char *value)
{
	struct leat_opt_pair p = pair(key, value);

	return leat_settings_set(&settings, arena, &p, &err);
}

static void setup(void)
{
	arena = leat_arena_new(0);
	leat_settings_init(&settings, arena);
}

static void teardown(void)
{
	leat_arena_free(arena);
}

START_TEST(rows_are_sound)
{
	const struct leat_opt *rows = leat_settings_options();

	for (const struct leat_opt *row = rows; row->name; row++) {
		bool found = !row->alias_of;

		ck_assert_msg(row->doc && row->doc[strlen(row->doc) - 1] == '.', "%s", row->name);
		ck_assert(row->offset < sizeof(struct leat_settings));
		for (const struct leat_opt *other = rows; other->name; other++) {
			found |= row->alias_of && strcmp(other->name, row->alias_of) == 0;
			ck_assert_msg(other == row || other->type != row->type ||
			                      strcmp(other->name, row->name) != 0,
			              "%s twice", row->name);
		}
		ck_assert_msg(found, "%s stands for nothing", row->name);
	}
}
END_TEST

START_TEST(defaults)
{
	ck_assert_int_eq(settings.checkpoint_interval_us, 10000000);
	ck_assert_int_eq(settings.rest_port, 8083);
	ck_assert_int_eq(settings.pair_count, 0);
	ck_assert_int_eq(settings.elasticsearch_hosts.count, 1);
}
END_TEST

START_TEST(keys_are_set_and_kept)
{
	ck_assert_int_eq(set("table.exec.source.idle-timeout", "30 s"), 0);
	ck_assert_int_eq(settings.idle_timeout_us, 30000000);
	ck_assert_int_eq(set("table.exec.source.idle-timeout", "1 s"), 0);
	ck_assert_int_eq(settings.pair_count, 1);
	ck_assert_int_eq(settings.pairs[0].value.p[0], '1');
	ck_assert_int_eq(set("restart-strategy", "fixed-delay"), 0);
	ck_assert_int_eq(settings.restart, LEAT_RESTART_FIXED_DELAY);
}
END_TEST

START_TEST(keys_of_flink_are_taken)
{
	ck_assert_int_eq(set("parallelism.default", "4"), 0);
	ck_assert_int_eq(set("state.backend.rocksdb.localdir", "/tmp"), 0);
	ck_assert_int_eq(set("table.optimizer.agg-phase-strategy", "ONE_PHASE"), 0);
}
END_TEST

START_TEST(unknown_keys_are_errors)
{
	ck_assert_int_eq(set("table.local-timezone", "UTC"), -LEAT_E_OPTION_UNKNOWN);
	ck_assert_str_eq(err.hint, "did you mean \"table.local-time-zone\"?");
	ck_assert_int_eq(settings.pair_count, 0);
}
END_TEST

START_TEST(what_is_not_there_is_refused)
{
	ck_assert_int_eq(set("table.exec.emit.early-fire.enabled", "true"), -LEAT_E_UNSUPPORTED);
	ck_assert(!settings.early_fire);
	ck_assert_int_eq(set("table.exec.emit.early-fire.enabled", "false"), 0);
}
END_TEST

START_TEST(reset_gives_the_default)
{
	struct leat_opt_pair port = pair("rest.port", "");

	ck_assert_int_eq(set("rest.port", "9000"), 0);
	ck_assert_int_eq(set("pipeline.name", "x"), 0);
	ck_assert_int_eq(leat_settings_reset(&settings, arena, &port, &err), 0);
	ck_assert_int_eq(settings.rest_port, 8083);
	ck_assert_int_eq(settings.job_name.n, 1);
	ck_assert_int_eq(settings.pair_count, 1);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, rows_are_sound);
	tcase_add_test(tc, defaults);
	tcase_add_test(tc, keys_are_set_and_kept);
	tcase_add_test(tc, keys_of_flink_are_taken);
	tcase_add_test(tc, unknown_keys_are_errors);
	tcase_add_test(tc, what_is_not_there_is_refused);
	tcase_add_test(tc, reset_gives_the_default);
}

int main(void)
{
	return suite_main("settings", add);
}
