/* SPDX-License-Identifier: Apache-2.0 */
/* Maps. */
#include "base/map.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

enum { COUNT = 5000 };

static struct leat_str key_of(char *text, int i)
{
	return (struct leat_str){ text, (uint32_t)sprintf(text, "key %d", i) };
}

/* The same with an arena and on the heap. */
START_TEST(texts_are_found)
{
	struct leat_arena *arena = _i ? leat_arena_new(0) : NULL;
	static int values[COUNT];
	struct leat_map map;
	char text[32];

	leat_map_init(&map, arena);
	ck_assert_ptr_null(leat_map_get(&map, LEAT_STR("none")));
	for (int i = 0; i < COUNT; i++)
		ck_assert_ptr_null(leat_map_set(&map, key_of(text, i), &values[i]));
	ck_assert_ptr_eq(leat_map_set(&map, key_of(text, 7), &values[8]), &values[7]);
	for (int i = 0; i < COUNT; i += 2)
		ck_assert_ptr_nonnull(leat_map_remove(&map, key_of(text, i)));
	ck_assert_ptr_null(leat_map_remove(&map, key_of(text, 0)));
	for (int i = COUNT; i < COUNT + 1000; i++)
		leat_map_set(&map, key_of(text, i), &values[0]);
	ck_assert_uint_eq(map.count, COUNT / 2 + 1000);
	for (int i = 0; i < COUNT; i++) {
		void *want = i % 2 == 0 ? NULL : i == 7 ? &values[8] : &values[i];
		ck_assert_ptr_eq(leat_map_get(&map, key_of(text, i)), want);
		ck_assert(leat_map_has(&map, key_of(text, i)) == (i % 2 == 1));
	}
	uint32_t at = 0, seen = 0;
	for (const struct leat_map_entry *e; (e = leat_map_next(&map, &at)); seen++)
		if (seen < COUNT / 2)
			ck_assert_uint_eq(e->key.n, key_of(text, (int)seen * 2 + 1).n);
	ck_assert_uint_eq(seen, map.count);
	leat_map_set(&map, (struct leat_str){ NULL, 0 }, &values[1]);
	ck_assert_ptr_eq(leat_map_get(&map, LEAT_STR("")), &values[1]);
	leat_map_done(&map);
	ck_assert_uint_eq(map.count, 0);
	leat_arena_free(arena);
}
END_TEST

START_TEST(numbers_are_found)
{
	struct leat_arena *arena = _i ? leat_arena_new(0) : NULL;
	struct leat_u64_map map;

	leat_u64_map_init(&map, arena);
	ck_assert_ptr_null(leat_u64_map_get(&map, 0));
	ck_assert(!leat_u64_map_remove(&map, 0));
	for (uint64_t i = 0; i < COUNT; i++)
		*leat_u64_map_put(&map, i * i) = i;
	for (uint64_t i = 0; i < COUNT; i += 3)
		ck_assert(leat_u64_map_remove(&map, i * i));
	for (uint64_t i = 0; i < COUNT; i++) {
		uint64_t *value = leat_u64_map_get(&map, i * i);
		ck_assert((value == NULL) == (i % 3 == 0));
		if (value)
			ck_assert_uint_eq(*value, i);
	}
	*leat_u64_map_put(&map, 16) += 1;
	ck_assert_uint_eq(*leat_u64_map_get(&map, 16), 5);
	ck_assert_uint_eq(map.count, COUNT - (COUNT + 2) / 3);
	leat_u64_map_done(&map);
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, texts_are_found, 0, 2);
	tcase_add_loop_test(tc, numbers_are_found, 0, 2);
}

int main(void)
{
	return suite_main("map", add);
}
