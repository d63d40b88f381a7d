/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/state/checkpoint.c. */
#include "state/checkpoint.h"

#include <string.h>

#include "suite.h"

static const struct leat_checkpoint_scan scans[] = {
	{ LEAT_STR("scan-a"), LEAT_STR("0:41;1:7") },
	{ LEAT_STR("scan-b"), LEAT_STR("") },
};
static const struct leat_checkpoint_counter counters[] = {
	{ LEAT_STR("rows_in"), 12345 },
	{ LEAT_STR("late"), UINT64_MAX },
};
static const struct leat_checkpoint sample = {
	.job_uid = LEAT_STR("0123456789abcdef0123456789abcdef"),
	.fingerprint = LEAT_STR("fp"),
	.restart_epoch = 3,
	.id = 17,
	.time_us = -5,
	.scan_count = 2,
	.scans = scans,
	.state = LEAT_STR("the state of the graph"),
	.counter_count = 2,
	.counters = counters,
};

static bool is(struct leat_str a, struct leat_str b)
{
	return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

static struct leat_buf encoded(void)
{
	struct leat_buf buf;

	leat_buf_init(&buf, SIZE_MAX);
	leat_checkpoint_encode(&sample, &buf);
	return buf;
}

START_TEST(comes_back)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_buf buf = encoded();
	struct leat_checkpoint got;
	struct leat_err err;

	ck_assert_int_eq(leat_checkpoint_decode(leat_buf_view(&buf), arena, &got, &err), 0);
	ck_assert(is(got.job_uid, sample.job_uid));
	ck_assert(is(got.fingerprint, sample.fingerprint));
	ck_assert_uint_eq(got.restart_epoch, 3);
	ck_assert_uint_eq(got.id, 17);
	ck_assert_int_eq(got.time_us, -5);
	ck_assert_uint_eq(got.scan_count, 2);
	for (int i = 0; i < 2; i++) {
		ck_assert(is(got.scans[i].name, scans[i].name));
		ck_assert(is(got.scans[i].positions, scans[i].positions));
		ck_assert(is(got.counters[i].name, counters[i].name));
		ck_assert_uint_eq(got.counters[i].value, counters[i].value);
	}
	ck_assert(is(got.state, sample.state));
	leat_buf_done(&buf);
	leat_arena_free(arena);
}
END_TEST

START_TEST(shows_every_damage)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_buf buf = encoded();
	struct leat_checkpoint got;
	struct leat_err err;

	for (uint32_t n = 0; n < buf.size; n++) {
		/* A copy without a byte behind it, so that reading on is seen. */
		char *cut = malloc(n ? n : 1);
		memcpy(cut, buf.data, n);
		ck_assert_int_eq(leat_checkpoint_decode((struct leat_str){ cut, n }, arena, &got, &err),
		                 -LEAT_E_CHECKPOINT);
		free(cut);
		for (int bit = 0; bit < 8; bit++) {
			buf.data[n] ^= (char)(1 << bit);
			ck_assert_int_eq(leat_checkpoint_decode(leat_buf_view(&buf), arena, &got,
			                                        &err),
			                 -LEAT_E_CHECKPOINT);
			buf.data[n] ^= (char)(1 << bit);
		}
	}
	leat_buf_char(&buf, 'x');
	ck_assert_int_eq(leat_checkpoint_decode(leat_buf_view(&buf), arena, &got, &err),
	                 -LEAT_E_CHECKPOINT);
	leat_buf_done(&buf);
	leat_arena_free(arena);
}
END_TEST

START_TEST(says_what_is_wrong)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_buf buf = encoded();
	struct leat_checkpoint got;
	struct leat_err err;

	ck_assert(leat_checkpoint_decode(LEAT_STR("nothing of ours"), arena, &got, &err) < 0);
	ck_assert_str_eq(err.message, "this is no checkpoint of Leat");
	ck_assert(leat_checkpoint_decode((struct leat_str){ buf.data, (uint32_t)buf.size - 22 }, arena,
	                                 &got, &err) < 0);
	ck_assert_str_eq(err.message, "the checkpoint is damaged: its end is missing");
	buf.data[60] ^= 1;
	ck_assert(leat_checkpoint_decode(leat_buf_view(&buf), arena, &got, &err) < 0);
	ck_assert_str_eq(err.message,
	                 "the checkpoint is damaged: a section does not match its checksum");
	leat_buf_done(&buf);
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, comes_back);
	tcase_add_test(tc, shows_every_damage);
	tcase_add_test(tc, says_what_is_wrong);
}

int main(void)
{
	return suite_main("checkpoint", add);
}
