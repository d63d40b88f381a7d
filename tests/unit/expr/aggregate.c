/* SPDX-License-Identifier: Apache-2.0 */
/* Aggregates: adding, taking back, merging, snapshots, DISTINCT. */
#include "make.h"
#include "suite.h"

/* An aggregate over a column of values by code ("I" is NULL): the results after all rows, and after
 * the first row was taken back. */
struct agg_case {
	const char *name;
	const char *values[6];  /* Of the first argument. */
	const char *extra;      /* Code of a second, constant argument, or NULL. */
	const char *all, *rest; /* JSON. */
	const char *type;       /* Of the result, or NULL: not looked at. */
	bool distinct;
};

static const struct agg_case cases[] = {
	{ "COUNT", { "I:1", "I", "I:1" }, NULL, "2", "1", "BIGINT NOT NULL", false },
	{ "COUNT", { "I:1", "I", "I:1" }, NULL, "1", "1", "BIGINT NOT NULL", true },
	{ "SUM", { "I:2147483647", "I:1" }, NULL, "-2147483648", "1", "INT", false },
	{ "SUM", { "Y:127", "Y:1", "Y" }, NULL, "-128", "1", "TINYINT", false },
	{ "SUM", { "I" }, NULL, "null", "null", NULL, false },
	{ "SUM", { "N:1.50", "N:2.25" }, NULL, "3.75", "2.25", "DECIMAL(38, 2)", false },
	{ "SUM", { "D:1.5", "D:2.25" }, NULL, "3.75", "2.25", "DOUBLE", false },
	{ "SUM", { "I:1", "I:1", "I:2" }, NULL, "3", "3", "INT", true },
	{ "$SUM0", { "I" }, NULL, "0", "0", "INT NOT NULL", false },
	{ "AVG", { "I:-1", "I:-2", "I:-2" }, NULL, "-1", "-2", "INT", false },
	{ "AVG",
	  { "N:2.30", "N:6.48", "N:5.72" },
	  NULL,
	  "4.833333",
	  "6.100000",
	  "DECIMAL(38, 6)",
	  false },
	{ "AVG", { "D:1", "D:2" }, NULL, "1.5", "2.0", "DOUBLE", false },
	{ "MAX", { "I:3", "I:1", "I:2", "I" }, NULL, "3", "2", "INT", false },
	{ "MIN", { "S:a", "S:c", "S:b" }, NULL, "\"a\"", "\"b\"", "STRING", false },
	{ "MAX", { "D:NaN", "D:1" }, NULL, "\"NaN\"", "1.0", NULL, false },
	{ "MIN", { "N:1.5", "N:2.5" }, NULL, "1.5", "2.5", "DECIMAL(2, 1)", false },
	{ "MAX", { "B:true", "B:false" }, NULL, "true", "false", NULL, false },
	{ "MIN",
	  { "T:2024-01-01 00:00:00", "T:2025-01-01 00:00:00" },
	  NULL,
	  "\"2024-01-01 00:00:00.000\"",
	  "\"2025-01-01 00:00:00.000\"",
	  NULL,
	  false },
	{ "VAR_POP", { "I:-256", "I:-364", "I:-136" }, NULL, "8672", "12996", "INT", false },
	{ "VAR_SAMP", { "I:-256", "I:-364", "I:-136" }, NULL, "13008", "25992", "INT", false },
	{ "STDDEV_POP", { "I:-256", "I:-364", "I:-136" }, NULL, "93", "114", "INT", false },
	{ "STDDEV_SAMP", { "I:1" }, NULL, "null", "null", "INT", false },
	{ "VAR_SAMP", { "D:1", "D:2", "D:3" }, NULL, "1.0", "0.5", "DOUBLE", false },
	{ "VAR_POP", { "N:1.0", "N:2.0" }, NULL, "0.250000", "0.000000", "DECIMAL(38, 6)", false },
	{ "FIRST_VALUE", { "S:a", "S", "S:b" }, NULL, "\"a\"", "\"b\"", "STRING", false },
	{ "LAST_VALUE", { "S:a", "S:b", "S" }, NULL, "\"b\"", "\"b\"", NULL, false },
	{ "LISTAGG", { "S:a", "S", "S:b" }, NULL, "\"a,b\"", "\"b\"", "STRING", false },
	{ "LISTAGG", { "S:a", "S:b", "S:a" }, "S:|", "\"a|b\"", "\"a|b\"", NULL, true },
	{ "ARRAY_AGG", { "I:1", "I", "I:2" }, NULL, "[1,null,2]", "[null,2]", "ARRAY<INT>", false },
	{ "ARRAY_AGG", { "I:1", "I", "I:2" }, "k:IGNORE", "[1,2]", "[2]", NULL, false },
	{ "COLLECT",
	  { "S:a", "S:b", "S:a", "S" },
	  NULL,
	  "{\"a\":2,\"b\":1}",
	  "{\"a\":1,\"b\":1}",
	  "MULTISET<STRING> NOT NULL",
	  false },
	{ "JSON_ARRAYAGG",
	  { "S:a", "S", "S:b" },
	  NULL,
	  "\"[\\\"a\\\",\\\"b\\\"]\"",
	  "\"[\\\"b\\\"]\"",
	  "VARCHAR(2000) NOT NULL",
	  false },
	{ "JSON_ARRAYAGG", { "I:1", "I" }, "k:NULL", "\"[1,null]\"", "\"[null]\"", NULL, false },
	{ "JSON_OBJECTAGG",
	  { "S:k", "S:l" },
	  "I:1",
	  "\"{\\\"k\\\":1,\\\"l\\\":1}\"",
	  "\"{\\\"l\\\":1}\"",
	  "VARCHAR(2000) NOT NULL",
	  false },
};

static struct leat_arena *arena;

static void setup(void)
{
	arena = leat_arena_new(0);
}

static void teardown(void)
{
	leat_arena_free(arena);
	leat_tz_forget();
}

/* The call of a case and its argument columns, one row a value. */
struct bound {
	struct leat_agg_call call;
	const struct leat_agg_call *outer; /* The call, or DISTINCT around it. */
	struct leat_col args[2];
	uint32_t row_count;
};

static void bind(const struct agg_case *c, bool retracting, struct bound *bound)
{
	const struct leat_aggregate *aggregate = leat_aggregate_find(leat_str_of(c->name));
	const struct leat_expr *args[2] = { leat_expr_column(arena, 0,
		                                             make_type(arena, c->values[0])) };
	uint32_t arg_count = c->extra ? 2 : 1;
	struct leat_col_builder *b[2] = { leat_col_builder_new(arena, args[0]->type, 6) };
	struct leat_err err = { 0 };

	if (c->extra) {
		args[1] = make(arena, c->extra);
		b[1] = leat_col_builder_new(arena, args[1]->type, 6);
	}
	ck_assert_ptr_nonnull(aggregate);
	ck_assert_msg(leat_aggregate_bind(arena, aggregate, LEAT_STR("agg"),
	                                  (struct leat_span){ 0, 1 }, arg_count, args, retracting,
	                                  leat_tz_utc(), &bound->call, &err) == 0,
	              "%s", err.message);
	bound->row_count = 0;
	for (; bound->row_count < 6 && c->values[bound->row_count]; bound->row_count++) {
		leat_col_builder_append(b[0], make(arena, c->values[bound->row_count])->constant, 0,
		                        true);
		if (c->extra)
			leat_col_builder_append(b[1], args[1]->constant, 0, true);
	}
	for (uint32_t i = 0; i < arg_count; i++)
		bound->args[i] = leat_col_builder_finish(b[i]);
	bound->outer = c->distinct ? leat_agg_distinct(arena, &bound->call) : &bound->call;
}

static void *new_state(const struct leat_agg_call *call)
{
	void *state = leat_arena_zalloc(arena, call->ops->state_bytes);

	if (call->ops->init)
		call->ops->init(call, state);
	return state;
}

static void done(const struct leat_agg_call *call, void *state)
{
	if (call->ops->done)
		call->ops->done(call, state);
}

static void feed(const struct bound *b, void *state, uint16_t begin, uint16_t end, bool retract)
{
	const struct leat_agg_ops *ops = b->outer->ops;

	for (uint16_t row = begin; row < end; row++)
		(retract ? ops->retract : ops->add)(b->outer, &state, b->args,
		                                    (struct leat_sel){ &row, 1 });
}

static void expect(const struct bound *b, const void *state, const char *want, const char *what)
{
	struct leat_col_builder *out = leat_col_builder_new(arena, b->outer->ret, 1);
	struct leat_err err = { 0 };
	struct leat_buf text;

	ck_assert_int_eq(b->outer->ops->emit(b->outer, state, out, &err), 0);
	struct leat_col col = leat_col_builder_finish(out);
	leat_buf_init(&text, 1 << 16);
	leat_render_json(&col, 0, leat_tz_utc(), &text);
	ck_assert_msg(strcmp(leat_buf_cstr(&text), want) == 0, "%s: %s, not %s", what,
	              leat_buf_cstr(&text), want);
	leat_buf_done(&text);
}

START_TEST(adds_and_takes_back)
{
	const struct agg_case *c = &cases[_i];
	struct bound b;

	for (int retracting = 0; retracting < 2; retracting++) {
		bind(c, retracting, &b);
		void *state = new_state(b.outer);
		/* All rows at once, by one selection. */
		void *states[6] = { state, state, state, state, state, state };
		b.outer->ops->add(b.outer, states, b.args, (struct leat_sel){ NULL, b.row_count });
		expect(&b, state, c->all, c->name);
		if (retracting) {
			feed(&b, state, 0, 1, true);
			expect(&b, state, c->rest, c->name);
		}
		done(b.outer, state);
	}
	if (c->type) {
		struct leat_buf text;
		leat_buf_init(&text, 1 << 10);
		leat_type_print(b.outer->ret, false, &text);
		ck_assert_str_eq(leat_buf_cstr(&text), c->type);
		leat_buf_done(&text);
	}
}
END_TEST

START_TEST(merges)
{
	const struct agg_case *c = &cases[_i];
	struct bound b;

	bind(c, false, &b);
	ck_assert_ptr_nonnull(b.outer->ops->merge);
	void *left = new_state(b.outer), *right = new_state(b.outer);
	feed(&b, left, 0, 1, false);
	feed(&b, right, 1, (uint16_t)b.row_count, false);
	b.outer->ops->merge(b.outer, left, right);
	expect(&b, left, c->all, c->name);
	done(b.outer, left);
	done(b.outer, right);
}
END_TEST

static void save(const struct leat_agg_call *call, const void *state, struct leat_buf *out)
{
	if (call->ops->save)
		call->ops->save(call, state, out);
	else
		leat_buf_add(out, state, call->ops->state_bytes);
}

/* A snapshot after some rows goes on as if nothing had happened; cut short, it is refused. */
START_TEST(restores)
{
	const struct agg_case *c = &cases[_i];
	struct leat_buf bytes;
	struct bound b;

	leat_buf_init(&bytes, 1 << 20);
	for (int retracting = 0; retracting < 2; retracting++) {
		bind(c, retracting, &b);
		void *before = new_state(b.outer), *after = new_state(b.outer);
		feed(&b, before, 0, 1, false);
		leat_buf_clear(&bytes);
		save(b.outer, before, &bytes);
		struct leat_reader in = { bytes.data, bytes.data + bytes.size, false };
		if (b.outer->ops->load)
			b.outer->ops->load(b.outer, after, &in);
		else
			memcpy(after, bytes.data, bytes.size);
		ck_assert(!in.failed && (!b.outer->ops->load || in.p == in.end));
		feed(&b, after, 1, (uint16_t)b.row_count, false);
		expect(&b, after, c->all, c->name);
		done(b.outer, before);
		done(b.outer, after);
		if (!b.outer->ops->load)
			continue;
		void *damaged = new_state(b.outer);
		struct leat_reader cut = { bytes.data, bytes.data + bytes.size - 1, false };
		b.outer->ops->load(b.outer, damaged, &cut);
		ck_assert(cut.failed);
		done(b.outer, damaged);
	}
	leat_buf_done(&bytes);
}
END_TEST

/* The extremes of a thousand rows that come and go, against a simple count. */
START_TEST(keeps_extremes)
{
	const struct leat_aggregate *max = leat_aggregate_find(LEAT_STR("MAX"));
	const struct leat_expr *arg = leat_expr_column(arena, 0, leat_type_basic(LEAT_BIGINT));
	int counts[97] = { 0 };
	struct bound b;

	ck_assert_int_eq(leat_aggregate_bind(arena, max, LEAT_STR("MAX"),
	                                     (struct leat_span){ 0, 1 }, 1, &arg, true, NULL,
	                                     &b.call, NULL),
	                 0);
	b.outer = &b.call;
	void *state = new_state(b.outer);
	for (uint32_t n = 0, x = 1; n < 5000; n++) {
		int64_t value = (x = x * 1103515245 + 12345) >> 8;
		value %= 97;
		bool retract = counts[value] > 0 && n % 2;
		b.args[0] = (struct leat_col){ .type = arg->type, .i64 = &value };
		feed(&b, state, 0, 1, retract);
		counts[value] += retract ? -1 : 1;
		int64_t want = 96;
		while (want >= 0 && counts[want] <= 0)
			want--;
		expect(&b, state, want < 0 ? "null" : leat_arena_printf(arena, "%d", (int)want),
		       "MAX");
	}
	done(b.outer, state);
}
END_TEST

START_TEST(rows_are_complete)
{
	const struct leat_aggregate *const *tables = leat_aggregate_tables();

	for (uint32_t t = 0; tables[t]; t++) {
		for (const struct leat_aggregate *a = tables[t]; a->name; a++) {
			struct leat_str name = leat_str_of(a->name);
			ck_assert_ptr_eq(leat_aggregate_find(name), a);
			ck_assert(a->syntax && a->doc && a->bind);
			ck_assert_int_eq(!a->example, !a->result);
		}
	}
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, adds_and_takes_back, 0, (int)LEAT_COUNT(cases));
	tcase_add_loop_test(tc, merges, 0, (int)LEAT_COUNT(cases));
	tcase_add_loop_test(tc, restores, 0, (int)LEAT_COUNT(cases));
	tcase_add_test(tc, keeps_extremes);
	tcase_add_test(tc, rows_are_complete);
}

int main(void)
{
	return suite_main("aggregate", add);
}
