/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration: file, environment, -D; secrets; errors with their places. */
#include "cli/config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "catalog/settings.h"
#include "suite.h"

static struct leat_arena *arena;
static struct leat_config config;
static struct leat_err err;
static char dir[64];
static char path[128];

static void set_up(void)
{
	arena = leat_arena_new(0);
	err = (struct leat_err){ 0 };
	snprintf(dir, sizeof(dir), "/tmp/leat-config-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/leat.yaml", dir);
}

static void tear_down(void)
{
	(void)unlink(path); /* Not each test makes it. */
	ck_assert_int_eq(rmdir(dir), 0);
	leat_arena_free(arena);
}

static void write_file(const char *to, const char *text)
{
	FILE *file = fopen(to, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

/* Read the configuration of a file with @p yaml (NULL: none) and up to two -D (NULL: none). */
static int read_config(const char *yaml, const char *first, const char *second)
{
	static const struct leat_flag flags[] = { LEAT_CONFIG_FLAGS, { 0 } };
	struct leat_given given[3];
	struct leat_args args = { .given = given };

	if (yaml) {
		write_file(path, yaml);
		given[args.given_count++] = (struct leat_given){ &flags[0], path };
	}
	if (first)
		given[args.given_count++] = (struct leat_given){ &flags[1], first };
	if (second)
		given[args.given_count++] = (struct leat_given){ &flags[1], second };
	return leat_config_read(arena, &args, &config, &err);
}

/* The value that wins, or "-". */
static const char *value_of(const char *key)
{
	const char *value = "-";

	for (uint32_t i = 0; i < config.pairs.count; i++) {
		const struct leat_opt_pair *pair = &config.pairs.items[i];
		if (pair->key.n == strlen(key) && !memcmp(pair->key.p, key, pair->key.n))
			value = leat_arena_dup(arena, pair->value.p, pair->value.n);
	}
	return value;
}

/* ---- the file ---- */

static const char *const spellings[] = {
	"rest.port: 9000\nexecution.checkpointing.interval: 5 s\n",
	"rest:\n  port: 9000\nexecution:\n  checkpointing:\n    interval: 5 s\n",
	"rest: {port: 9000}\nexecution.checkpointing: {interval: '5 s'}\n",
	"# a remark\n---\nrest:\n  port: \"9000\"\nexecution:\n  checkpointing.interval: 5 s\n",
};

START_TEST(keys_may_be_nested_or_dotted)
{
	ck_assert_int_eq(read_config(spellings[_i], NULL, NULL), 0);
	ck_assert_uint_eq(config.pairs.count, 2);
	ck_assert_str_eq(value_of("rest.port"), "9000");
	ck_assert_str_eq(value_of("execution.checkpointing.interval"), "5 s");
}
END_TEST

START_TEST(a_list_is_joined_by_semicolons)
{
	ck_assert_int_eq(read_config("leat.elasticsearch.hosts:\n  - http://a:9200\n  - http://b:9200\n",
	                             NULL, NULL),
	                 0);
	ck_assert_str_eq(value_of("leat.elasticsearch.hosts"), "http://a:9200;http://b:9200");
	ck_assert_int_eq(read_config("leat.elasticsearch.hosts: []\n", NULL, NULL), 0);
	ck_assert_str_eq(value_of("leat.elasticsearch.hosts"), "");
}
END_TEST

START_TEST(an_empty_file_is_no_configuration)
{
	static const char *const empty[] = { "", "# nothing\n", "---\n", "{}\n" };

	ck_assert_int_eq(read_config(empty[_i], NULL, NULL), 0);
	ck_assert_uint_eq(config.pairs.count, 0);
}
END_TEST

static const struct {
	const char *yaml;
	enum leat_err_code code;
	const char *message; /* Behind the path. */
	const char *hint;
} wrong[] = {
	{ "rest.port: 1\nrest.prot: 9000\n", LEAT_E_OPTION_UNKNOWN,
	  ":2:12: there is no setting 'rest.prot'", "did you mean \"rest.port\"?" },
	{ "rest:\n  prot: 9000\n", LEAT_E_OPTION_UNKNOWN, ":2:9: there is no setting 'rest.prot'",
	  "did you mean \"rest.port\"?" },
	{ "leat.elasticsearch.hosts: [a, [b]]\n", LEAT_E_CONFIG, ":1:31: a list holds plain values only",
	  "" },
	{ "- a\n", LEAT_E_CONFIG, ":1:1: the configuration is a mapping of keys", "" },
	{ "a\n", LEAT_E_CONFIG, ":1:1: the configuration is a mapping of keys", "" },
	{ "{a: 1}: b\n", LEAT_E_CONFIG, ":1:1: a key is plain text", "" },
	{ "rest: &x\n  rest: *x\n", LEAT_E_CONFIG, ":1:7: nested too deeply", "" },
	{ "rest:\n  port: ${env:LEAT_TEST_ABSENT}\n", LEAT_E_CONFIG,
	  ":2:9: the environment has no variable LEAT_TEST_ABSENT", "" },
};

START_TEST(an_error_of_the_file_names_its_place)
{
	ck_assert_int_eq(read_config(wrong[_i].yaml, NULL, NULL), -(int)wrong[_i].code);
	ck_assert_int_eq(strncmp(err.message, path, strlen(path)), 0);
	ck_assert_str_eq(err.message + strlen(path), wrong[_i].message);
	ck_assert_str_eq(err.hint, wrong[_i].hint);
}
END_TEST

START_TEST(a_value_out_of_range_names_its_place)
{
	ck_assert_int_eq(read_config("rest:\n  port: 70000\n", NULL, NULL), -LEAT_E_OPTION_VALUE);
	ck_assert_ptr_nonnull(strstr(err.message, "leat.yaml:2:9: "));
	ck_assert_ptr_nonnull(strstr(err.message, "65535"));
}
END_TEST

START_TEST(a_file_that_is_not_yaml_names_its_place)
{
	ck_assert_int_eq(read_config("rest.port: 1\nleat: [\n", NULL, NULL), -LEAT_E_CONFIG);
	ck_assert_ptr_nonnull(strstr(err.message, "leat.yaml:3:1: "));
}
END_TEST

START_TEST(a_file_that_is_missing_is_told)
{
	static const struct leat_flag flags[] = { LEAT_CONFIG_FLAGS, { 0 } };
	struct leat_given given = { &flags[0], path };
	struct leat_args args = { .given = &given, .given_count = 1 };

	ck_assert_int_lt(leat_config_read(arena, &args, &config, &err), 0);
	ck_assert_ptr_nonnull(strstr(err.message, path));
}
END_TEST

/* ---- the environment and -D ---- */

START_TEST(the_environment_beats_the_file_and_a_definition_beats_both)
{
	setenv("LEAT_REST_PORT", "2", 1);
	ck_assert_int_eq(read_config("rest.port: 1\n", NULL, NULL), 0);
	ck_assert_str_eq(value_of("rest.port"), "2");
	ck_assert_int_eq(read_config("rest.port: 1\n", "rest.port=3", "rest.port=4"), 0);
	ck_assert_str_eq(value_of("rest.port"), "4");
}
END_TEST

START_TEST(a_variable_is_named_after_its_key)
{
	setenv("LEAT_EXECUTION_CHECKPOINTING_NUM_RETAINED", "7", 1);
	setenv("LEAT_MEMORY_LIMIT", "2gb", 1);
	ck_assert_int_eq(read_config(NULL, NULL, NULL), 0);
	ck_assert_uint_eq(config.pairs.count, 2);
	ck_assert_str_eq(value_of("execution.checkpointing.num-retained"), "7");
	ck_assert_str_eq(value_of("leat.memory.limit"), "2gb");
}
END_TEST

START_TEST(an_error_of_the_environment_names_the_variable)
{
	setenv("LEAT_REST_PORT", "http", 1);
	ck_assert_int_eq(read_config(NULL, NULL, NULL), -LEAT_E_OPTION_VALUE);
	ck_assert_int_eq(strncmp(err.message, "LEAT_REST_PORT: ", 16), 0);
}
END_TEST

START_TEST(a_definition_is_split_at_its_first_equals_sign)
{
	ck_assert_int_eq(read_config(NULL, "pipeline.name=a=b", "leat.data.dir="), 0);
	ck_assert_str_eq(value_of("pipeline.name"), "a=b");
	ck_assert_str_eq(value_of("leat.data.dir"), "");
}
END_TEST

START_TEST(a_definition_that_is_none_is_wrong_use)
{
	static const char *const texts[] = { "rest.port", "=1", "" };

	ck_assert_int_eq(read_config(NULL, texts[_i], NULL), -LEAT_E_USAGE);
	ck_assert_ptr_nonnull(strstr(err.message, "is not key=value"));
}
END_TEST

START_TEST(an_unknown_definition_names_the_nearest)
{
	ck_assert_int_eq(read_config(NULL, "table.local-timezone=UTC", NULL),
	                 -LEAT_E_OPTION_UNKNOWN);
	ck_assert_str_eq(err.hint, "did you mean \"table.local-time-zone\"?");
}
END_TEST

/* ---- secrets ---- */

static const char *resolve(const char *text)
{
	struct leat_str value;

	ck_assert_int_eq(leat_config_resolve(arena, leat_str_of(text), &value, &err), 0);
	return leat_arena_dup(arena, value.p ? value.p : "", value.n);
}

START_TEST(secrets_come_from_the_environment_and_from_files)
{
	char text[160];

	setenv("LEAT_TEST_SECRET", "s3cret", 1);
	write_file(path, "from a file \n\n");
	snprintf(text, sizeof(text), "<${file:%s}>", path);
	ck_assert_str_eq(resolve("${env:LEAT_TEST_SECRET}"), "s3cret");
	ck_assert_str_eq(resolve("a${env:LEAT_TEST_SECRET}b${env:LEAT_TEST_SECRET}c"),
	                 "as3cretbs3cretc");
	ck_assert_str_eq(resolve(text), "<from a file>");
	ck_assert_str_eq(resolve("$ {x} ${open"), "$ {x} ${open");
	ck_assert_str_eq(resolve(""), "");
}
END_TEST

START_TEST(a_secret_is_not_looked_into_again)
{
	setenv("LEAT_TEST_SECRET", "${env:HOME}", 1);
	ck_assert_str_eq(resolve("${env:LEAT_TEST_SECRET}"), "${env:HOME}");
}
END_TEST

START_TEST(a_secret_of_an_unknown_kind_is_told)
{
	static const char *const texts[] = { "${vault:x}", "${}", "${env:}", "${file:}" };
	struct leat_str text = leat_str_of(texts[_i]);
	struct leat_str value;

	ck_assert_int_eq(leat_config_resolve(arena, text, &value, &err), -LEAT_E_CONFIG);
	ck_assert_ptr_nonnull(strstr(err.message, texts[_i]));
}
END_TEST

START_TEST(a_secret_file_that_is_missing_is_told)
{
	ck_assert_int_lt(read_config(NULL, "pipeline.name=${file:/nonexistent/secret}", NULL), 0);
	ck_assert_ptr_nonnull(strstr(err.message, "/nonexistent/secret"));
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, keys_may_be_nested_or_dotted, 0, (int)LEAT_COUNT(spellings));
	tcase_add_test(tc, a_list_is_joined_by_semicolons);
	tcase_add_loop_test(tc, an_empty_file_is_no_configuration, 0, 4);
	tcase_add_loop_test(tc, an_error_of_the_file_names_its_place, 0, (int)LEAT_COUNT(wrong));
	tcase_add_test(tc, a_value_out_of_range_names_its_place);
	tcase_add_test(tc, a_file_that_is_not_yaml_names_its_place);
	tcase_add_test(tc, a_file_that_is_missing_is_told);
	tcase_add_test(tc, the_environment_beats_the_file_and_a_definition_beats_both);
	tcase_add_test(tc, a_variable_is_named_after_its_key);
	tcase_add_test(tc, an_error_of_the_environment_names_the_variable);
	tcase_add_test(tc, a_definition_is_split_at_its_first_equals_sign);
	tcase_add_loop_test(tc, a_definition_that_is_none_is_wrong_use, 0, 3);
	tcase_add_test(tc, an_unknown_definition_names_the_nearest);
	tcase_add_test(tc, secrets_come_from_the_environment_and_from_files);
	tcase_add_test(tc, a_secret_is_not_looked_into_again);
	tcase_add_loop_test(tc, a_secret_of_an_unknown_kind_is_told, 0, 4);
	tcase_add_test(tc, a_secret_file_that_is_missing_is_told);
}

int main(void)
{
	return suite_main("config", add);
}
