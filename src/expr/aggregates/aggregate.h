/* SPDX-License-Identifier: Apache-2.0 */
/* What the aggregates share: walking rows and states, bytes of snapshots, single values. */
#pragma once

#include "base/mem.h"
#include "expr/bind.h"
#include "leat/function.h"

/** For each selected row: its number @p row and its group's state @p state of type @p type. */
#define LEAT_EACH_STATE(type, state, row, states, sel)                                             \
	for (uint32_t state##_i = 0; state##_i < (sel).count; state##_i++)                         \
		for (type *state = (states)[state##_i], *state##_end = state + 1;                  \
		     state < state##_end; state = state##_end)                                     \
			for (uint32_t row = leat_sel_row((sel), state##_i), row##_once = 1;        \
			     row##_once; row##_once = 0)

/** Take @p n bytes of a snapshot into @p to; zeroes when it is damaged. */
void leat_reader_take(struct leat_reader *in, void *to, size_t n);

/** Take a length and that many bytes, by reference. */
struct leat_str leat_reader_take_str(struct leat_reader *in);

/** Append a length and bytes, as leat_reader_take_str() takes them. */
void leat_snapshot_put_str(struct leat_str s, struct leat_buf *out);

/** One value that is not NULL and not nested, owning its bytes. */
struct leat_scalar {
	union {
		int64_t i64;
		double f64;
		leat_i128 i128;
		struct leat_str bytes; /**< On the heap. */
	};
};

/** Row @p row of @p col; the bytes are referred to, not copied. */
struct leat_scalar leat_scalar_of(const struct leat_col *col, uint32_t row);

/** Make the bytes (if @p phys has them) a copy on the heap. */
void leat_scalar_own(struct leat_scalar *value, enum leat_phys phys);

/** Free owned bytes. */
void leat_scalar_done(struct leat_scalar *value, enum leat_phys phys);

/** <0, 0 or >0. */
int leat_scalar_compare(const struct leat_scalar *a, const struct leat_scalar *b,
                        enum leat_phys phys);

/** Append the value to @p out; bytes are copied. */
void leat_scalar_emit(const struct leat_scalar *value, enum leat_phys phys,
                      struct leat_col_builder *out);

/** Append the value for a snapshot. */
void leat_scalar_save(const struct leat_scalar *value, enum leat_phys phys, struct leat_buf *out);
/** The loaded value owns its bytes. */
void leat_scalar_load(struct leat_scalar *value, enum leat_phys phys, struct leat_reader *in);
