/* SPDX-License-Identifier: Apache-2.0 */
/* Arenas. */
#include "leat/arena.h"

#include <string.h>

#include "base/vec.h"
#include "suite.h"

START_TEST(pieces_do_not_overlap)
{
	enum { COUNT = 3000 };
	struct leat_arena *arena = leat_arena_new(0);

	for (int turn = 0; turn < 3; turn++) {
		static unsigned char *pieces[COUNT];
		for (int i = 0; i < COUNT; i++) {
			size_t n = (size_t)(i * 37 % 70000);
			pieces[i] = leat_arena_alloc(arena, n);
			ck_assert_uint_eq((uintptr_t)pieces[i] % 16, 0);
			memset(pieces[i], i & 0xff, n);
		}
		for (int i = 0; i < COUNT; i++)
			for (size_t k = 0; k < (size_t)(i * 37 % 70000); k += 997)
				if (pieces[i][k] != (i & 0xff))
					ck_abort_msg("piece %d", i);
		leat_arena_clear(arena);
	}
	leat_arena_free(arena);
	ck_assert_ptr_null(leat_arena_free(NULL));
}
END_TEST

START_TEST(bytes_are_counted)
{
	struct leat_arena *arena = leat_arena_new(100);
	size_t before = leat_arena_bytes(arena);

	(void)leat_arena_alloc(arena, 1 << 20);
	ck_assert_uint_ge(leat_arena_bytes(arena), before + (1 << 20));
	leat_arena_clear(arena);
	ck_assert_uint_eq(leat_arena_bytes(arena), before);
	leat_arena_free(arena);
}
END_TEST

static void note(void *data)
{
	char **at = data;

	*(*at)++ = 'x';
}

static void note_y(void *data)
{
	char **at = data;

	*(*at)++ = 'y';
}

START_TEST(defers_run_newest_first)
{
	struct leat_arena *arena = leat_arena_new(0);
	char text[8] = "", *at = text;

	leat_arena_defer(arena, note, &at);
	leat_arena_defer(arena, note_y, &at);
	leat_arena_clear(arena);
	ck_assert_str_eq(text, "yx");
	leat_arena_defer(arena, note, &at);
	leat_arena_free(arena);
	ck_assert_str_eq(text, "yxx");
}
END_TEST

START_TEST(texts)
{
	struct leat_arena *arena = leat_arena_new(0);
	char long_text[400];

	memset(long_text, 'a', sizeof(long_text));
	long_text[399] = '\0';
	ck_assert_str_eq(leat_arena_printf(arena, "%d-%s", 7, "x"), "7-x");
	ck_assert_str_eq(leat_arena_printf(arena, "%s", long_text), long_text);
	ck_assert_str_eq(leat_arena_str(arena, LEAT_STR("abc")).p, "abc");
	ck_assert_str_eq(leat_arena_str(arena, (struct leat_str){ NULL, 0 }).p, "");
	leat_arena_free(arena);
}
END_TEST

START_TEST(vectors_grow)
{
	struct leat_arena *arena = leat_arena_new(0);
	LEAT_VEC(int) in_arena = { 0 }, on_heap = { 0 };

	for (int i = 0; i < 1000; i++) {
		*LEAT_VEC_ADD(arena, &in_arena) = i;
		*LEAT_VEC_ADD(NULL, &on_heap) = -i;
	}
	ck_assert_uint_eq(in_arena.count, 1000);
	for (int i = 0; i < 1000; i++)
		ck_assert(in_arena.items[i] == i && on_heap.items[i] == -i);
	LEAT_VEC_DONE(&on_heap);
	ck_assert_uint_eq(on_heap.count, 0);
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, pieces_do_not_overlap);
	tcase_add_test(tc, bytes_are_counted);
	tcase_add_test(tc, defers_run_newest_first);
	tcase_add_test(tc, texts);
	tcase_add_test(tc, vectors_grow);
}

int main(void)
{
	return suite_main("arena", add);
}
