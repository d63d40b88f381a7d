/* SPDX-License-Identifier: Apache-2.0 */
/* A growing byte buffer with a maximum: for texts, bodies, files.
 *
 * Going over the maximum does not abort: the write is dropped, `full` is set and stays set until
 * leat_buf_clear(), so a writer checks once at its end. */
#pragma once

#include "leat/def.h"

struct leat_buf {
	char *data;       /**< The bytes; may be NULL while size is 0.  Not terminated. */
	size_t size;      /**< Bytes in use. */
	size_t capacity;  /**< Bytes allocated. */
	size_t max_bytes; /**< Never grows beyond this. */
	bool full;        /**< A write was dropped as it would have gone over max_bytes. */
};

/** An empty buffer; nothing is allocated yet. */
void leat_buf_init(struct leat_buf *buf, size_t max_bytes);

/** Free the bytes; the struct may be initialised again. */
void leat_buf_done(struct leat_buf *buf);

/** Empty it and keep its memory. */
void leat_buf_clear(struct leat_buf *buf);

/** Room for @p n more bytes: a pointer to write at, NULL when that is over the maximum.
 * Follow it by leat_buf_advance(). */
char *leat_buf_reserve(struct leat_buf *buf, size_t n);

/** Count @p n bytes that were written at the pointer of leat_buf_reserve(). */
static inline void leat_buf_advance(struct leat_buf *buf, size_t n)
{
	leat_dassert(buf->size + n <= buf->capacity);
	buf->size += n;
}

/** Append bytes, a character, a text with its end, a text by length, printf's output. */
void leat_buf_add(struct leat_buf *buf, const void *bytes, size_t n);
void leat_buf_char(struct leat_buf *buf, char c);
void leat_buf_text(struct leat_buf *buf, const char *text);
void leat_buf_str(struct leat_buf *buf, struct leat_str s);
void leat_buf_printf(struct leat_buf *buf, const char *fmt, ...) LEAT_PRINTF(2, 3);

/** Append a decimal integer. */
void leat_buf_i64(struct leat_buf *buf, int64_t value);

/** The bytes, NUL-terminated (the NUL is not counted); "" when empty.  Valid until the next write. */
const char *leat_buf_cstr(struct leat_buf *buf);

/** The bytes as a leat_str; valid until the next write. */
static inline struct leat_str leat_buf_view(const struct leat_buf *buf)
{
	return (struct leat_str){ buf->data, (uint32_t)buf->size };
}

/** Move the bytes out (free() them); the buffer is empty afterwards. */
char *leat_buf_take(struct leat_buf *buf, size_t *ret_size);
