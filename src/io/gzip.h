/* SPDX-License-Identifier: Apache-2.0 */
/* gzip of a body, in one go.  Large ones belong into leat_work: see LEAT_GZIP_INLINE_BYTES. */
#pragma once

#include "leat/buf.h"

enum {
	LEAT_GZIP_INLINE_BYTES = 65536, /**< Up to this size compressing takes less than a turn. */
	LEAT_GZIP_LEVEL = 1,            /**< Fast: most of the gain at a quarter of the time. */
};

/** Append the compressed @p bytes to @p out, which gets `full` when they do not fit. */
void leat_gzip(const void *bytes, size_t size, struct leat_buf *out);
