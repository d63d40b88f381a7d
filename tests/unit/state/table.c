/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/state/table.c. */
#include "state/table.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

enum { KEYS = 20000 };

/* Keys of all lengths around the one that fits into an entry. */
static struct leat_str key_of(int i, char text[64])
{
	int n = snprintf(text, 64, "%d%.*s", i, i % 40, "........................................");

	return (struct leat_str){ text, (uint32_t)n };
}

static int *put(struct leat_state_table *table, int i, bool *ret_is_new)
{
	char text[64];
	struct leat_str key = key_of(i, text);

	return leat_state_table_put(table, key, leat_state_table_hash(key), ret_is_new);
}

static int *find(const struct leat_state_table *table, int i)
{
	char text[64];
	struct leat_str key = key_of(i, text);

	return leat_state_table_find(table, key, leat_state_table_hash(key));
}

START_TEST(finds_what_was_put)
{
	struct leat_state_table *table = leat_state_table_new(sizeof(int), 0);
	bool is_new;

	for (int i = 0; i < KEYS; i++) {
		int *block = put(table, i, &is_new);
		ck_assert(is_new);
		ck_assert_int_eq(*block, 0);
		ck_assert_uint_eq((uintptr_t)block % 16, 0);
		*block = i + 1;
	}
	for (int i = 0; i < KEYS; i++) {
		int *block = put(table, i, &is_new);
		ck_assert(!is_new);
		ck_assert_int_eq(*block, i + 1);
	}
	ck_assert_ptr_null(find(table, KEYS));
	ck_assert_uint_eq(leat_state_table_count(table), KEYS);
	ck_assert_uint_gt(leat_state_table_bytes(table), KEYS * 48);
	leat_state_table_free(table);
}
END_TEST

START_TEST(visits_in_order_of_insertion)
{
	struct leat_state_table *table = leat_state_table_new(sizeof(int), 0);
	uint32_t position = 0;
	struct leat_str key;
	char text[64];
	bool is_new;
	int *block;

	for (int i = 0; i < KEYS; i++)
		*put(table, i * 7 % KEYS, &is_new) = i;
	for (int i = 0; i < KEYS; i++) {
		block = leat_state_table_next(table, &position, &key);
		ck_assert_int_eq(*block, i);
		struct leat_str want = key_of(i * 7 % KEYS, text);
		ck_assert_uint_eq(key.n, want.n);
		ck_assert_mem_eq(key.p, want.p, want.n);
	}
	ck_assert_ptr_null(leat_state_table_next(table, &position, &key));
	leat_state_table_free(table);
}
END_TEST

/* Removing must leave every other key reachable, whatever its chain of slots. */
START_TEST(removes)
{
	struct leat_state_table *table = leat_state_table_new(sizeof(int), 0);
	uint32_t seed = 1, live = 0;
	static bool present[500];
	bool is_new;

	for (int step = 0; step < 200000; step++) {
		seed = seed * 1664525 + 1013904223;
		int i = (int)(seed >> 8) % 500;
		if (present[i]) {
			leat_state_table_remove(table, find(table, i));
			live--;
		} else {
			*put(table, i, &is_new) = i;
			ck_assert(is_new);
			live++;
		}
		present[i] = !present[i];
		ck_assert_uint_eq(leat_state_table_count(table), live);
		if (step % 1000)
			continue;
		for (int k = 0; k < 500; k++) {
			int *block = find(table, k);
			ck_assert_int_eq(block != NULL, present[k]);
			if (block)
				ck_assert_int_eq(*block, k);
		}
	}
	leat_state_table_free(table);
}
END_TEST

/* Many at once are the same as one by one, repetitions included. */
START_TEST(puts_many)
{
	enum { COUNT = 1000 };
	struct leat_state_table *table = leat_state_table_new(sizeof(int), 0);
	static char bytes[COUNT * 64];
	static uint32_t offsets[COUNT + 1];
	static uint64_t hashes[COUNT];
	static uint16_t indices[COUNT], new[COUNT];
	static void *blocks[COUNT];
	struct leat_state_keys keys = { bytes, offsets, hashes };
	char text[64];

	for (int i = 0; i < COUNT; i++) {
		struct leat_str key = key_of(i % 300, text);
		memcpy(bytes + offsets[i], key.p, key.n);
		offsets[i + 1] = offsets[i] + key.n;
		indices[i] = (uint16_t)(COUNT - 1 - i);
	}
	leat_state_table_hash_all(bytes, offsets, COUNT, hashes);
	ck_assert_uint_eq(leat_state_table_put_all(table, &keys, indices, COUNT, blocks, new), 300);
	for (int i = 0; i < 300; i++)
		ck_assert_uint_eq(new[i], i);
	for (int i = 0; i < COUNT; i++)
		ck_assert_ptr_eq(blocks[i], find(table, indices[i] % 300));
	ck_assert_uint_eq(leat_state_table_put_all(table, &keys, indices, COUNT, blocks, new), 0);
	leat_state_table_free(table);
}
END_TEST

START_TEST(takes_an_empty_key)
{
	struct leat_state_table *table = leat_state_table_new(0, 100);
	struct leat_str key = { "", 0 };
	uint64_t hash = leat_state_table_hash(key);
	bool is_new;

	ck_assert_ptr_null(leat_state_table_find(table, key, hash));
	ck_assert_ptr_nonnull(leat_state_table_put(table, key, hash, &is_new));
	ck_assert(is_new);
	ck_assert_ptr_nonnull(leat_state_table_find(table, key, hash));
	leat_state_table_free(table);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, finds_what_was_put);
	tcase_add_test(tc, visits_in_order_of_insertion);
	tcase_add_test(tc, removes);
	tcase_add_test(tc, puts_many);
	tcase_add_test(tc, takes_an_empty_key);
}

int main(void)
{
	return suite_main("table", add);
}
