/* SPDX-License-Identifier: Apache-2.0 */
/* Batches: making, sharing, deriving, and building row by row. */
#include "leat/batch.h"

#include <string.h>

size_t leat_phys_bytes(enum leat_phys phys)
{
	switch (phys) {
	case LEAT_PHYS_BOOL:
		return sizeof(uint8_t);
	case LEAT_PHYS_I64:
		return sizeof(int64_t);
	case LEAT_PHYS_F64:
		return sizeof(double);
	case LEAT_PHYS_I128:
		return sizeof(leat_i128);
	case LEAT_PHYS_BYTES:
		return sizeof(struct leat_str);
	case LEAT_PHYS_LIST:
		return sizeof(struct leat_list);
	case LEAT_PHYS_ROW:
	case LEAT_PHYS_NULL:
		return 0;
	}
	leat_unreachable();
}

const char *leat_row_kind_name(enum leat_row_kind kind)
{
	static const char *const names[] = {
		[LEAT_INSERT] = "+I",
		[LEAT_UPDATE_BEFORE] = "-U",
		[LEAT_UPDATE_AFTER] = "+U",
		[LEAT_DELETE] = "-D",
	};

	leat_assert((size_t)kind < LEAT_COUNT(names));
	return names[kind];
}

/* Child columns of a column that has no rows yet. */
static const struct leat_col *empty_children(struct leat_arena *arena,
                                             const struct leat_type *type);

static void empty_col(struct leat_arena *arena, const struct leat_type *type, struct leat_col *ret)
{
	*ret = (struct leat_col){ .type = type, .children = empty_children(arena, type) };
}

static const struct leat_col *empty_children(struct leat_arena *arena, const struct leat_type *type)
{
	uint32_t count = type->child_count + (type->id == LEAT_MULTISET);

	if (count == 0)
		return NULL;
	struct leat_col *children = leat_arena_alloc(arena, count * sizeof(*children));
	for (uint32_t i = 0; i < type->child_count; i++)
		empty_col(arena, type->children[i], &children[i]);
	if (type->id == LEAT_MULTISET)
		empty_col(arena, leat_type_basic(LEAT_INT), &children[1]);
	return children;
}

struct leat_batch *leat_batch_new(const struct leat_schema *schema)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_batch *batch = LEAT_ARENA_NEW(arena, struct leat_batch);

	batch->schema = schema;
	batch->arena = arena;
	batch->refs = 1;
	batch->cols = leat_arena_alloc(arena, schema->field_count * sizeof(*batch->cols));
	for (uint32_t i = 0; i < schema->field_count; i++)
		empty_col(arena, schema->fields[i].type, &batch->cols[i]);
	return batch;
}

struct leat_batch *leat_batch_ref(struct leat_batch *batch)
{
	leat_assert(batch->refs > 0);
	batch->refs++;
	return batch;
}

struct leat_batch *leat_batch_unref(struct leat_batch *batch)
{
	if (!batch)
		return NULL;
	leat_assert(batch->refs > 0);
	if (--batch->refs == 0)
		leat_arena_free(batch->arena);
	return NULL;
}

static void release_batch(void *data)
{
	leat_batch_unref(data);
}

void leat_batch_pin_batch(struct leat_batch *batch, struct leat_batch *other)
{
	leat_assert(batch != other);
	leat_arena_defer(batch->arena, release_batch, leat_batch_ref(other));
}

void leat_batch_pin(struct leat_batch *batch, void (*release)(void *owner), void *owner)
{
	leat_arena_defer(batch->arena, release, owner);
}

struct leat_batch *leat_batch_derive(struct leat_batch *from, const struct leat_schema *schema)
{
	struct leat_batch *batch = leat_batch_new(schema);

	batch->row_count = from->row_count;
	batch->sel = from->sel;
	batch->kinds = from->kinds;
	batch->watermarks = from->watermarks;
	batch->origin = from->origin;
	leat_batch_pin_batch(batch, from);
	return batch;
}

struct leat_batch_builder {
	struct leat_batch *batch;       /* What it will become; this struct is in its arena. */
	uint8_t *kinds;                 /* LEAT_BATCH_ROWS, or NULL while all are +I. */
	uint32_t row_count;             /* Rows so far. */
	struct leat_col_builder **cols; /* One per field. */
};

struct leat_batch_builder *leat_batch_builder_new(const struct leat_schema *schema)
{
	struct leat_batch *batch = leat_batch_new(schema);
	struct leat_batch_builder *b = LEAT_ARENA_NEW(batch->arena, struct leat_batch_builder);

	b->batch = batch;
	b->cols = leat_arena_alloc(batch->arena,
	                           schema->field_count * sizeof(struct leat_col_builder *));
	for (uint32_t i = 0; i < schema->field_count; i++)
		b->cols[i] = leat_col_builder_new(batch->arena, schema->fields[i].type, 0);
	return b;
}

struct leat_col_builder *leat_batch_builder_col(struct leat_batch_builder *b, uint32_t index)
{
	leat_dassert(index < b->batch->schema->field_count);
	return b->cols[index];
}

void leat_batch_builder_row(struct leat_batch_builder *b, enum leat_row_kind kind)
{
	leat_assert(b->row_count < LEAT_BATCH_ROWS);
	if (kind != LEAT_INSERT && !b->kinds)
		b->kinds = leat_arena_zalloc(b->batch->arena, LEAT_BATCH_ROWS);
	if (b->kinds)
		b->kinds[b->row_count] = (uint8_t)kind;
	b->row_count++;
}

uint32_t leat_batch_builder_rows(const struct leat_batch_builder *b)
{
	return b->row_count;
}

struct leat_batch *leat_batch_builder_finish(struct leat_batch_builder *b)
{
	struct leat_batch *batch = b->batch;

	for (uint32_t i = 0; i < batch->schema->field_count; i++) {
		leat_assert(leat_col_builder_rows(b->cols[i]) == b->row_count);
		batch->cols[i] = leat_col_builder_finish(b->cols[i]);
	}
	batch->kinds = b->kinds;
	batch->row_count = b->row_count;
	leat_batch_select_all(batch);
	return batch;
}

void leat_batch_builder_free(struct leat_batch_builder *b)
{
	if (b)
		leat_batch_unref(b->batch);
}
