/* SPDX-License-Identifier: Apache-2.0 */
/* The growing byte buffer. */
#include "leat/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { CAPACITY_MIN = 64 };

void leat_buf_init(struct leat_buf *buf, size_t max_bytes)
{
	*buf = (struct leat_buf){ .max_bytes = max_bytes };
}

void leat_buf_done(struct leat_buf *buf)
{
	free(buf->data);
	*buf = (struct leat_buf){ .max_bytes = buf->max_bytes };
}

void leat_buf_clear(struct leat_buf *buf)
{
	buf->size = 0;
	buf->full = false;
}

/* Room for @p n more bytes; one more than max_bytes may be held, for the NUL of leat_buf_cstr(). */
static void grow(struct leat_buf *buf, size_t n)
{
	size_t capacity = buf->capacity ? buf->capacity : CAPACITY_MIN;

	while (capacity < buf->size + n)
		capacity *= 2;
	buf->data = leat_realloc(buf->data, capacity);
	buf->capacity = capacity;
}

char *leat_buf_reserve(struct leat_buf *buf, size_t n)
{
	if (LEAT_UNLIKELY(buf->full || n > buf->max_bytes - buf->size)) {
		buf->full = true;
		return NULL;
	}
	if (LEAT_UNLIKELY(n > buf->capacity - buf->size || !buf->data))
		grow(buf, n);
	return buf->data + buf->size;
}

void leat_buf_add(struct leat_buf *buf, const void *bytes, size_t n)
{
	char *to = leat_buf_reserve(buf, n);

	if (to && n) {
		memcpy(to, bytes, n);
		buf->size += n;
	}
}

void leat_buf_char(struct leat_buf *buf, char c)
{
	char *to = leat_buf_reserve(buf, 1);

	if (to) {
		*to = c;
		buf->size++;
	}
}

void leat_buf_text(struct leat_buf *buf, const char *text)
{
	leat_buf_add(buf, text, strlen(text));
}

void leat_buf_str(struct leat_buf *buf, struct leat_str s)
{
	leat_buf_add(buf, s.p, s.n);
}

void leat_buf_printf(struct leat_buf *buf, const char *fmt, ...)
{
	char small[256];
	va_list args;

	va_start(args, fmt);
	int n = vsnprintf(small, sizeof(small), fmt, args);
	va_end(args);
	leat_assert(n >= 0);
	if ((size_t)n < sizeof(small)) {
		leat_buf_add(buf, small, (size_t)n);
		return;
	}
	char *text = leat_malloc((size_t)n + 1);
	va_start(args, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, args);
	va_end(args);
	leat_buf_add(buf, text, (size_t)n);
	free(text);
}

void leat_buf_i64(struct leat_buf *buf, int64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		digits[--at] = '-';
	leat_buf_add(buf, digits + at, sizeof(digits) - at);
}

const char *leat_buf_cstr(struct leat_buf *buf)
{
	if (buf->size == buf->capacity)
		grow(buf, 1);
	buf->data[buf->size] = '\0';
	return buf->data;
}

char *leat_buf_take(struct leat_buf *buf, size_t *ret_size)
{
	char *data = buf->data;

	if (ret_size)
		*ret_size = buf->size;
	buf->data = NULL;
	buf->size = 0;
	buf->capacity = 0;
	return data;
}
