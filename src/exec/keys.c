/* SPDX-License-Identifier: Apache-2.0 */
/* The grouping keys of a batch. */
#include "exec/keys_int.h"

#include "types/rowkey.h"
#include "types/serial.h"

void leat_keys_init(struct leat_keys *keys, struct leat_arena *arena, uint32_t col_count,
                    const uint32_t *indices)
{
	keys->col_count = col_count;
	keys->indices = indices;
	keys->cols = LEAT_ARENA_ARRAY(arena, const struct leat_col *, col_count);
	leat_buf_init(&keys->bytes, SIZE_MAX);
}

void leat_keys_done(struct leat_keys *keys)
{
	leat_buf_done(&keys->bytes);
}

void leat_keys_make(struct leat_keys *keys, const struct leat_batch *batch)
{
	for (uint32_t i = 0; i < keys->col_count; i++)
		keys->cols[i] = &batch->cols[keys->indices[i]];
	leat_buf_clear(&keys->bytes);
	/* Never NULL, not even for keys without bytes. */
	leat_buf_reserve(&keys->bytes, 1);
	leat_rowkey_put_rows(keys->cols, keys->col_count, batch->sel, &keys->bytes, keys->offsets);
	leat_state_table_hash_all(keys->bytes.data, keys->offsets, batch->sel.count, keys->hashes);
}

bool leat_keys_is_valid(struct leat_str key, const struct leat_schema *schema, uint32_t col_count)
{
	for (uint32_t i = 0; i < col_count; i++)
		if (leat_serial_skip(&key, schema->fields[i].type, NULL))
			return false;
	return key.n == 0;
}
