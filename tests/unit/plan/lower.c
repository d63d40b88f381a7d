/* SPDX-License-Identifier: Apache-2.0 */
/* What lowering decides: row kinds, the first halves of updates, identities, names, legacy jobs. */
#include "suite.h"

#include "script.h"

static const struct leat_spec_node *find(const struct leat_spec *spec, enum leat_spec_kind kind)
{
	for (uint32_t i = 0; i < spec->node_count; i++)
		if (spec->nodes[i].kind == kind)
			return &spec->nodes[i];
	ck_abort_msg("no node of kind %d", kind);
	return NULL;
}

START_TEST(an_upsert_sink_on_the_key_needs_no_before)
{
	const struct leat_spec_node *agg;
	struct script s;

	script_plan_with_tables(&s, "INSERT INTO ups SELECT name, COUNT(*) FROM k GROUP BY name");
	script_expect(&s);
	agg = find(s.plan->spec, LEAT_SPEC_GROUP_AGG);
	ck_assert(!agg->group_agg.emit_update_before);
	ck_assert_int_eq(agg->kinds, LEAT_KINDS_INSERT | 1 << LEAT_UPDATE_AFTER);
	ck_assert_int_eq(s.diags.warning_count, 0);
	script_done(&s);
}
END_TEST

START_TEST(a_filter_in_between_needs_it)
{
	struct script s;

	script_plan_with_tables(
		&s, "INSERT INTO ups SELECT name, c FROM (SELECT name, COUNT(*) AS c FROM k "
		    "GROUP BY name) AS q WHERE c > 1");
	script_expect(&s);
	ck_assert(find(s.plan->spec, LEAT_SPEC_GROUP_AGG)->group_agg.emit_update_before);
	script_done(&s);
}
END_TEST

START_TEST(another_key_gets_a_warning)
{
	struct script s;

	script_plan_with_tables(
		&s, "CREATE TABLE by_c (name STRING, c BIGINT, PRIMARY KEY (c) NOT ENFORCED) "
		    "WITH ('connector' = 'elasticsearch', 'index' = 'i', 'hosts' = 'h');"
		    "INSERT INTO by_c SELECT name, COUNT(*) FROM k GROUP BY name");
	script_expect(&s);
	ck_assert_int_eq(s.diags.warning_count, 1);
	ck_assert(find(s.plan->spec, LEAT_SPEC_GROUP_AGG)->group_agg.emit_update_before);
	script_done(&s);
}
END_TEST

START_TEST(a_collected_query_shows_all_kinds)
{
	const struct leat_spec_node *agg;
	struct script s;

	script_plan_with_tables(&s, "SELECT name, COUNT(*) FROM cdc GROUP BY name");
	agg = find(script_last(&s)->spec, LEAT_SPEC_GROUP_AGG);
	ck_assert_int_eq(agg->kinds, LEAT_KINDS_ALL);
	ck_assert(agg->group_agg.input_retracts);
	ck_assert(script_last(&s)->spec->is_bounded);
	script_done(&s);
}
END_TEST

START_TEST(windows_identify_documents)
{
	const struct leat_spec_node *sink;
	struct script s;

	script_plan_with_tables(
		&s,
		"CREATE TABLE w (ws TIMESTAMP(3), name STRING, c BIGINT) WITH ('connector' = "
		"'elasticsearch', 'index' = 'i');"
		"INSERT INTO w SELECT window_start, name, COUNT(*) FROM TABLE(TUMBLE(TABLE t, "
		"DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, name");
	script_expect(&s);
	sink = find(s.plan->spec, LEAT_SPEC_SINK);
	ck_assert_int_eq(sink->sink.identity_count, 2);
	ck_assert_int_eq(sink->sink.identity_columns[0], 1);
	ck_assert_int_eq(sink->sink.identity_columns[1], 0);
	ck_assert_int_eq(sink->sink.kinds, LEAT_KINDS_INSERT);
	script_done(&s);
}
END_TEST

START_TEST(names_stay_when_others_come)
{
	const char *one = "INSERT INTO ups SELECT name, COUNT(*) FROM k GROUP BY name;";
	const char *two = "INSERT INTO sink SELECT id, name FROM cdc;"
			  "INSERT INTO ups SELECT name, COUNT(*) FROM k GROUP BY name;";
	struct script a, b;

	script_plan_with_tables(&a, one);
	script_plan_with_tables(&b, two);
	script_expect(&a);
	script_expect(&b);
	ck_assert_str_eq(find(a.plan->spec, LEAT_SPEC_GROUP_AGG)->name,
	                 find(b.plan->spec, LEAT_SPEC_GROUP_AGG)->name);
	script_done(&a);
	script_done(&b);
}
END_TEST

/* The job of an older dialect that must run as it is written. */
START_TEST(the_legacy_job)
{
	const char *sql =
		"CREATE TABLE source_table (id INT, name STRING, age INT) WITH ('connector' = 'kafka', "
		"'topic' = 'test', 'startup-mode' = 'earliest-offset', "
		"'properties.bootstrap.servers' = 'localhost:9092');\n"
		"CREATE TABLE result_table (id INT, name STRING, age INT, indexed_at TIMESTAMP) WITH ("
		"'connector' = 'elasticsearch', 'table-name' = 'result', "
		"'properties.index.refresh_interval' = '1s');\n"
		"INSERT INTO result_table SELECT id, name, age, "
		"TUMBLE_START(tumble, DURATION '1s') AS indexed_at FROM source_table;";
	const struct leat_spec_node *scan, *sink;
	const struct fake_config *config;
	struct script s;

	script_plan(&s, sql);
	script_expect(&s);
	ck_assert_int_eq(s.diags.warning_count, 7);
	scan = find(s.plan->spec, LEAT_SPEC_SCAN);
	ck_assert_int_eq(scan->scan.column_count, 4);
	ck_assert_str_eq(scan->scan.table->columns[scan->scan.columns[3]].metadata_key,
	                 "timestamp");
	config = scan->scan.table->config;
	ck_assert_int_eq(config->mode, 0);
	sink = find(s.plan->spec, LEAT_SPEC_SINK);
	config = sink->sink.table->config;
	ck_assert_int_eq(config->text.n, 6);
	ck_assert_int_eq(config->map.pairs[0].key.n, 16);
	ck_assert_int_eq(sink->sink.identity_count, 0);
	ck_assert(!s.plan->spec->is_bounded);
	script_done(&s);
}
END_TEST

START_TEST(a_plan_outlives_its_session)
{
	struct script s;

	script_plan_with_tables(&s, "INSERT INTO sink SELECT id, name FROM t");
	script_expect(&s);
	s.session = leat_session_free(s.session);
	ck_assert_int_gt((int)strlen(script_tree(&s, s.plan->spec)), 0);
	script_done(&s);
}
END_TEST

static int resolve_one(struct leat_arena *arena, struct leat_str value, struct leat_str *ret,
                       struct leat_err *err)
{
	if (value.n == 10 && memcmp(value.p, "${env:BAD}", 10) == 0)
		return leat_err_set(err, LEAT_E_CONFIG, "the environment has no variable BAD");
	*ret = value.n && value.p[0] == '$' ? leat_arena_str(arena, LEAT_STR("resolved")) : value;
	return 0;
}

START_TEST(secrets_reach_the_connector_only)
{
	const char
		*sql = "CREATE TABLE e (a INT) WITH ('connector' = 'elasticsearch', 'index' = 'i', "
		       "'password' = '${env:GOOD}'); INSERT INTO e SELECT 1";
	struct leat_registry registry = *fake_registry();
	const struct leat_table *table;
	struct script s;

	registry.resolve = resolve_one;
	script_plan(&s, "SELECT 1");
	s.plan = leat_plan_free(s.plan);
	s.session = leat_session_free(s.session);
	s.session = leat_session_new(&registry);
	s.r = leat_session_plan(s.session, leat_str_of(sql), &s.diags, &s.plan);
	script_expect(&s);
	table = find(s.plan->spec, LEAT_SPEC_SINK)->sink.table;
	ck_assert_int_eq(((const struct fake_config *)table->config)->topic.n, 8);
	ck_assert_int_eq(table->options[2].value.p[0], '$');
	s.plan = leat_plan_free(s.plan);
	sql = "INSERT INTO e /*+ OPTIONS('password' = '${env:BAD}') */ SELECT 1";
	s.r = leat_session_plan(s.session, leat_str_of(sql), &s.diags, &s.plan);
	ck_assert_int_eq(s.r, -LEAT_E_CONFIG);
	script_done(&s);
}
END_TEST

START_TEST(settings_are_those_of_the_statement)
{
	struct script s;

	script_plan_with_tables(&s,
	                        "SET 'pipeline.name' = 'a'; SELECT 1; SET 'pipeline.name' = 'bb';"
	                        "INSERT INTO sink SELECT 1, 'x'");
	script_expect(&s);
	ck_assert_int_eq(s.plan->results[7].kind, LEAT_RESULT_QUERY);
	ck_assert_int_eq(s.plan->results[7].settings->job_name.n, 1);
	ck_assert_int_eq(s.plan->settings.job_name.n, 2);
	script_done(&s);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, an_upsert_sink_on_the_key_needs_no_before);
	tcase_add_test(tc, a_filter_in_between_needs_it);
	tcase_add_test(tc, another_key_gets_a_warning);
	tcase_add_test(tc, a_collected_query_shows_all_kinds);
	tcase_add_test(tc, windows_identify_documents);
	tcase_add_test(tc, names_stay_when_others_come);
	tcase_add_test(tc, the_legacy_job);
	tcase_add_test(tc, a_plan_outlives_its_session);
	tcase_add_test(tc, secrets_reach_the_connector_only);
	tcase_add_test(tc, settings_are_those_of_the_statement);
}

int main(void)
{
	return suite_main("lower", add);
}
