/* SPDX-License-Identifier: Apache-2.0 */
/* Values of columns as bytes and back: for state, checkpoints and keys.
 *
 *   BOOLEAN          0 NULL, 1 false, 2 true
 *   integers, times  0 NULL, else 1 + n, then the n low bytes (n minimal) of the zigzag number
 *   FLOAT, DOUBLE    0 NULL, else 1 and 8 bytes
 *   DECIMAL          as integers, up to 16 bytes
 *   text, bytes      varint of 0 for NULL, else 1 + length; the bytes
 *   ARRAY            varint of 0 for NULL, else 1 + count; the elements
 *   MAP, MULTISET    likewise; the entries, each a key and a value
 *   ROW              0 NULL, else 1; the fields
 *
 * Numbers are little endian.  The layout is part of the checkpoint format: it only grows. */
#pragma once

#include "leat/batch.h"

/** Append row @p row of @p col. */
void leat_serial_put(const struct leat_col *col, uint32_t row, struct leat_buf *out);

/** Take one value of the builder's type from the front of *@p in and append it; its bytes are copied
 * when @p copy_bytes, else they point into *@p in.  Fails with LEAT_E_CHECKPOINT on bytes that are no
 * such value; the builder is then as before. */
int leat_serial_get(struct leat_str *in, struct leat_col_builder *b, bool copy_bytes,
                    struct leat_err *err) LEAT_MUSTCHECK;

/** Skip one value of @p type. */
int leat_serial_skip(struct leat_str *in, const struct leat_type *type, struct leat_err *err)
        LEAT_MUSTCHECK;

/** Append the selected rows of a batch with their kinds and watermarks; origins are left out. */
void leat_serial_put_batch(const struct leat_batch *batch, struct leat_buf *out);

/** Take a batch of @p schema; the caller owns the reference. */
int leat_serial_get_batch(struct leat_str *in, const struct leat_schema *schema,
                          struct leat_batch **ret, struct leat_err *err) LEAT_MUSTCHECK;

/** Append an unsigned number in 7-bit groups. */
void leat_serial_put_varint(uint64_t value, struct leat_buf *out);

/** Take such a number; false when *@p in is not one. */
bool leat_serial_get_varint(struct leat_str *in, uint64_t *ret);

/** Append a length and the bytes. */
void leat_serial_put_str(struct leat_str s, struct leat_buf *out);

/** Take such bytes, by reference; false when *@p in is not that. */
bool leat_serial_get_str(struct leat_str *in, struct leat_str *ret);

/** Append / take 8 bytes, little endian. */
void leat_serial_put_u64(uint64_t value, struct leat_buf *out);
bool leat_serial_get_u64(struct leat_str *in, uint64_t *ret);
