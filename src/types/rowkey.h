/* SPDX-License-Identifier: Apache-2.0 */
/* Key columns as one string of bytes: equal values if and only if equal bytes.
 *
 * The layout is that of serial.h with one form for each value: NaN and zero have one bit pattern,
 * entries of maps are sorted.  The bytes of several columns simply follow each other; no key is the
 * beginning of another one of the same types. */
#pragma once

#include "leat/batch.h"

/** Append the key of row @p row made of @p count columns. */
void leat_rowkey_put(const struct leat_col *const *cols, uint32_t count, uint32_t row,
                     struct leat_buf *out);

/** Append the keys of the selected rows, one behind the other: that of sel[i] lies from offsets[i] to
 * offsets[i + 1], counted from the begin of @p out.  As leat_rowkey_put() for each row, faster. */
void leat_rowkey_put_rows(const struct leat_col *const *cols, uint32_t count, struct leat_sel sel,
                          struct leat_buf *out, uint32_t *offsets);

/** Append the values of a key to one builder per column; the text is copied when @p copy_bytes.  The
 * key was made by leat_rowkey_put() for the same types. */
void leat_rowkey_get(struct leat_str key, struct leat_col_builder *const *cols, uint32_t count,
                     bool copy_bytes);
