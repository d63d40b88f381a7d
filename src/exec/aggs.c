/* SPDX-License-Identifier: Apache-2.0 */
/* The aggregates of one operator. */
#include "exec/aggs_int.h"

#include <string.h>

#include "exec/emit_int.h"
#include "types/serial.h"

enum { ALIGNMENT = 16 };

static size_t aligned(size_t bytes)
{
	return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void leat_aggs_init(struct leat_aggs *aggs, struct leat_arena *arena, uint32_t count,
                    const struct leat_spec_agg *specs, size_t head_bytes)
{
	size_t bytes = aligned(head_bytes);

	*aggs = (struct leat_aggs){ .specs = specs, .count = count };
	aggs->offsets = LEAT_ARENA_ARRAY(arena, size_t, count);
	aggs->args = LEAT_ARENA_ARRAY(arena, struct leat_col *, count);
	aggs->filters = LEAT_ARENA_ARRAY(arena, const uint8_t *, count);
	aggs->states = LEAT_ARENA_ARRAY(arena, void *, LEAT_BATCH_ROWS);
	aggs->rows = LEAT_ARENA_ARRAY(arena, uint16_t, LEAT_BATCH_ROWS);
	aggs->scratch = leat_arena_new(0);
	for (uint32_t i = 0; i < count; i++) {
		aggs->offsets[i] = bytes;
		bytes += aligned(specs[i].call.ops->state_bytes);
		aggs->args[i] = LEAT_ARENA_ARRAY(arena, struct leat_col, specs[i].call.arg_count);
	}
	aggs->block_bytes = bytes;
}

void leat_aggs_done(struct leat_aggs *aggs)
{
	leat_arena_free(aggs->scratch);
	aggs->scratch = NULL;
}

static void *state_of(const struct leat_aggs *aggs, const void *block, uint32_t index)
{
	return (char *)block + aggs->offsets[index];
}

void leat_aggs_open_block(const struct leat_aggs *aggs, void *block)
{
	for (uint32_t i = 0; i < aggs->count; i++) {
		const struct leat_agg_call *call = &aggs->specs[i].call;
		if (call->ops->init)
			call->ops->init(call, state_of(aggs, block, i));
	}
}

void leat_aggs_close_block(const struct leat_aggs *aggs, void *block)
{
	for (uint32_t i = 0; i < aggs->count; i++) {
		const struct leat_agg_call *call = &aggs->specs[i].call;
		if (call->ops->done)
			call->ops->done(call, state_of(aggs, block, i));
	}
}

/* One byte a row: FILTER is true.  NULL counts as false. */
static const uint8_t *filter_bytes(struct leat_aggs *aggs, const struct leat_batch *batch,
                                   const struct leat_col *col)
{
	if (!col->nulls)
		return col->boolean;
	uint8_t *bytes = leat_arena_alloc(aggs->scratch, batch->row_count);
	for (uint32_t i = 0; i < batch->sel.count; i++) {
		uint32_t row = leat_sel_row(batch->sel, i);
		bytes[row] = !col->nulls[row] && col->boolean[row];
	}
	return bytes;
}

void leat_aggs_bind(struct leat_aggs *aggs, const struct leat_batch *batch)
{
	leat_arena_clear(aggs->scratch);
	for (uint32_t i = 0; i < aggs->count; i++) {
		const struct leat_spec_agg *spec = &aggs->specs[i];
		for (uint32_t k = 0; k < spec->call.arg_count; k++)
			aggs->args[i][k] = batch->cols[spec->args[k]];
		aggs->filters[i] = spec->filter < 0 ?
			NULL : filter_bytes(aggs, batch, &batch->cols[spec->filter]);
	}
}

typedef void (*apply_fn)(const struct leat_agg_call *call, void *const *states,
                         const struct leat_col *args, struct leat_sel sel);

static void apply(struct leat_aggs *aggs, uint32_t index, apply_fn fn, void *const *blocks,
                  struct leat_sel sel)
{
	const uint8_t *filter = aggs->filters[index];
	size_t offset = aggs->offsets[index];
	uint32_t count = 0;

	leat_dassert(sel.count <= LEAT_BATCH_ROWS);
	if (!filter) {
		for (uint32_t i = 0; i < sel.count; i++)
			aggs->states[i] = (char *)blocks[i] + offset;
		fn(&aggs->specs[index].call, aggs->states, aggs->args[index], sel);
		return;
	}
	for (uint32_t i = 0; i < sel.count; i++) {
		uint32_t row = leat_sel_row(sel, i);
		aggs->states[count] = (char *)blocks[i] + offset;
		aggs->rows[count] = (uint16_t)row;
		count += filter[row];
	}
	if (count)
		fn(&aggs->specs[index].call, aggs->states, aggs->args[index],
		   (struct leat_sel){ aggs->rows, count });
}

void leat_aggs_add(struct leat_aggs *aggs, void *const *blocks, struct leat_sel sel)
{
	for (uint32_t i = 0; i < aggs->count; i++)
		apply(aggs, i, aggs->specs[i].call.ops->add, blocks, sel);
}

void leat_aggs_retract(struct leat_aggs *aggs, void *const *blocks, struct leat_sel sel)
{
	for (uint32_t i = 0; i < aggs->count; i++)
		apply(aggs, i, aggs->specs[i].call.ops->retract, blocks, sel);
}

void leat_aggs_merge(const struct leat_aggs *aggs, void *into, const void *from)
{
	for (uint32_t i = 0; i < aggs->count; i++) {
		const struct leat_agg_call *call = &aggs->specs[i].call;
		call->ops->merge(call, state_of(aggs, into, i), state_of(aggs, from, i));
	}
}

int leat_aggs_emit(const struct leat_aggs *aggs, const void *block, struct leat_emit *emit,
                   uint32_t first_col, struct leat_err *err)
{
	for (uint32_t i = 0; i < aggs->count; i++) {
		const struct leat_agg_call *call = &aggs->specs[i].call;
		LEAT_TRY(call->ops->emit(call, state_of(aggs, block, i),
		                         leat_emit_col(emit, first_col + i), err));
	}
	return 0;
}

void leat_aggs_save(const struct leat_aggs *aggs, const void *block, struct leat_buf *out)
{
	for (uint32_t i = 0; i < aggs->count; i++) {
		const struct leat_agg_call *call = &aggs->specs[i].call;
		const void *state = state_of(aggs, block, i);
		if (!call->ops->save) {
			leat_buf_add(out, state, call->ops->state_bytes);
			continue;
		}
		/* The length goes in front, so that a damaged state cannot run into the next. */
		size_t begin = out->size;
		leat_serial_put_u64(0, out);
		call->ops->save(call, state, out);
		if (out->full)
			return;
		uint64_t bytes = out->size - begin - 8;
		for (int k = 0; k < 8; k++)
			out->data[begin + k] = (char)(bytes >> (8 * k));
	}
}

bool leat_aggs_load(const struct leat_aggs *aggs, void *block, struct leat_str *in)
{
	for (uint32_t i = 0; i < aggs->count; i++) {
		const struct leat_agg_call *call = &aggs->specs[i].call;
		uint64_t bytes = call->ops->state_bytes;
		if (call->ops->save && !leat_serial_get_u64(in, &bytes))
			return false;
		if (bytes > in->n)
			return false;
		if (call->ops->save) {
			struct leat_reader reader = { in->p, in->p + bytes, false };
			call->ops->load(call, state_of(aggs, block, i), &reader);
			if (reader.failed || reader.p != reader.end)
				return false;
		} else {
			memcpy(state_of(aggs, block, i), in->p, bytes);
		}
		in->p += bytes;
		in->n -= (uint32_t)bytes;
	}
	return true;
}
