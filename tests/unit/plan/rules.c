/* SPDX-License-Identifier: Apache-2.0 */
/* Rewrite rules: what is run with them, and that it is other without them. */
#include <stdio.h>

#include "suite.h"

#include "script.h"

#define SCAN "TableSourceScan(table=[[default_catalog, default_database, "

static const struct {
	const char *rule;
	const char *sql;
	const char *with; /* the whole tree below Collect */
} cases[] = {
	{ "merge-calcs",
	  "SELECT i + 1 AS j FROM (SELECT id AS i, name FROM k WHERE id > 2) AS q WHERE i < 9",
	  "+- Calc(select=[(id + 1) AS j], where=[((id > 2) AND (id < 9))])\n"
	  "   +- " SCAN "k, project=[id], metadata=[]]], fields=[id])\n" },
	{ "push-filters",
	  "SELECT * FROM (SELECT id, name FROM k UNION ALL SELECT id, name FROM cdc) AS u WHERE id > 3",
	  "+- Union(all=[true], union=[id, name])\n"
	  "   +- Calc(select=[id, name], where=[(id > 3)])\n"
	  "   +- " SCAN "k]], fields=[id, name])\n"
	  "   +- Calc(select=[id, name], where=[(id > 3)])\n"
	  "   +- " SCAN "cdc]], fields=[id, name])\n" },
	{ "push-filters",
	  "SELECT name, MAX(id) AS m FROM k GROUP BY name HAVING name = 'a' AND MAX(id) > 1",
	  "+- Calc(select=[name, m], where=[(m > 1)])\n"
	  "   +- GroupAggregate(groupBy=[name], select=[name, MAX(id) AS m])\n"
	  "      +- Calc(select=[name, id], where=[(name = 'a')])\n"
	  "         +- " SCAN "k]], fields=[id, name])\n" },
	{ "fold-constants", "SELECT id FROM (SELECT 1 AS uno, id FROM k) AS q WHERE uno + 1 < id",
	  "+- Calc(select=[id], where=[(2 < id)])\n"
	  "   +- " SCAN "k, project=[id], metadata=[]]], fields=[id])\n" },
	{ "simplify-filters", "SELECT id FROM k WHERE 1 > 2 AND id > 0",
	  "+- Values(tuples=[[]])\n" },
	{ "prune-columns", "SELECT COUNT(*) AS c FROM t",
	  "+- GroupAggregate(select=[COUNT(*) AS c])\n"
	  "   +- " SCAN "t, project=[], metadata=[]]], fields=[])\n" },
	{ "assign-windows",
	  "SELECT window_end, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), "
	  "INTERVAL '1' MINUTE)) GROUP BY window_start, window_end",
	  "+- Calc(select=[window_end, c])\n"
	  "   +- WindowAggregate(window=[TUMBLE(time_col=[ts], size=[1 min])], select=[COUNT(*) AS c, "
	  "start('w$) AS window_start, end('w$) AS window_end])\n" },
	{ "remove-calcs", "SELECT id, name FROM k", "+- " SCAN "k]], fields=[id, name])\n" },
};

/* Spaces at the beginning of lines do not matter here. */
static bool same_tree(const char *a, const char *b)
{
	while (*a && *b) {
		if (*a == '\n' && *b == '\n')
			for (a++, b++; *a == ' ' || *b == ' ';) {
				a += *a == ' ';
				b += *b == ' ';
			}
		else if (*a++ != *b++)
			return false;
	}
	return !*b;
}

static const char *tree(struct script *s)
{
	return strchr(script_tree(s, script_last(s)->spec), '\n') + 1;
}

START_TEST(applies_and_can_be_disabled)
{
	char sql[2000];
	struct script s;

	script_plan_with_tables(&s, cases[_i].sql);
	ck_assert_msg(same_tree(tree(&s), cases[_i].with), "%s", tree(&s));
	script_done(&s);
	snprintf(sql, sizeof(sql), "SET 'leat.optimizer.disabled-rules' = '%s'; %s", cases[_i].rule,
	         cases[_i].sql);
	script_plan_with_tables(&s, sql);
	ck_assert_msg(!same_tree(tree(&s), cases[_i].with), "the same without %s", cases[_i].rule);
	script_done(&s);
}
END_TEST

static uint32_t count_kind(const struct leat_spec *spec, enum leat_spec_kind kind)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < spec->node_count; i++)
		n += spec->nodes[i].kind == kind;
	return n;
}

START_TEST(inserts_share_scans)
{
	const char
		*sql = "INSERT INTO sink SELECT id, name FROM t WHERE id > 1;"
		       "INSERT INTO sink SELECT 1, name FROM t;"
		       "INSERT INTO sink SELECT 1, name FROM t /*+ OPTIONS('path' = 'other') */;";
	struct script s;

	script_plan_with_tables(&s, sql);
	script_expect(&s);
	ck_assert_int_eq(count_kind(s.plan->spec, LEAT_SPEC_SCAN), 2);
	ck_assert_int_eq(count_kind(s.plan->spec, LEAT_SPEC_SINK), 3);
	script_done(&s);
}
END_TEST

START_TEST(equal_parts_are_run_once)
{
	const char *sql = "CREATE VIEW v AS SELECT name, COUNT(*) AS c FROM k GROUP BY name;"
			  "EXECUTE STATEMENT SET BEGIN INSERT INTO ups SELECT name, c FROM v;"
			  "INSERT INTO ups SELECT name, c + 1 FROM v; END;";
	struct script s;

	script_plan_with_tables(&s, sql);
	script_expect(&s);
	ck_assert_int_eq(count_kind(s.plan->spec, LEAT_SPEC_GROUP_AGG), 1);
	script_done(&s);
}
END_TEST

START_TEST(every_rule_has_a_name_and_a_sentence)
{
	const struct leat_rule_info *rule = leat_rule_table();

	for (; rule->name; rule++)
		ck_assert_int_eq(rule->doc[strlen(rule->doc) - 1], '.');
	ck_assert_int_eq(rule - leat_rule_table(), 8);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, applies_and_can_be_disabled, 0, (int)LEAT_COUNT(cases));
	tcase_add_test(tc, inserts_share_scans);
	tcase_add_test(tc, equal_parts_are_run_once);
	tcase_add_test(tc, every_rule_has_a_name_and_a_sentence);
}

int main(void)
{
	return suite_main("rules", add);
}
