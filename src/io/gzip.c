/* SPDX-License-Identifier: Apache-2.0 */
/* gzip by zlib. */
#include "io/gzip.h"

#include <zlib.h>

enum {
	WINDOW_BITS = 15 + 16, /* the largest window, and a gzip header */
	MEMORY_LEVEL = 8,      /* zlib's default */
};

void leat_gzip(const void *bytes, size_t size, struct leat_buf *out)
{
	z_stream z = { 0 };

	/* Both fail only when memory is out, as leat_malloc() would. */
	leat_assert(deflateInit2(&z, LEAT_GZIP_LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL,
	                         Z_DEFAULT_STRATEGY) == Z_OK);
	size_t bound = deflateBound(&z, size);
	char *to = leat_buf_reserve(out, bound);
	if (to) {
		leat_assert(size <= UINT32_MAX && bound <= UINT32_MAX);
		z.next_in = (Bytef *)bytes;
		z.avail_in = (uInt)size;
		z.next_out = (Bytef *)to;
		z.avail_out = (uInt)bound;
		leat_assert(deflate(&z, Z_FINISH) == Z_STREAM_END);
		leat_buf_advance(out, bound - z.avail_out);
	}
	(void)deflateEnd(&z);
}
