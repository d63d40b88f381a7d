/* SPDX-License-Identifier: Apache-2.0 */
/* What all fuzz targets share.  A target is one function that takes any bytes; libFuzzer finds them, or replay.c
 * reads them from files.  A target aborts when a property does not hold; sanitizers see the rest. */
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "leat/arena.h"
#include "leat/buf.h"

/** One run of the target; the result is 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** A property of the code under test. */
#define FUZZ_CHECK(cond)                                                                           \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #cond);         \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/** The input, which is taken from its front. */
struct fuzz_input {
	const char *p;
	size_t n;
};

/** One byte, 0 when there is none. */
static inline uint8_t fuzz_byte(struct fuzz_input *in)
{
	if (!in->n)
		return 0;
	in->n--;
	return (uint8_t)*in->p++;
}

/** The bytes up to the next 0xff, which is no part of UTF-8, or all that are left; copied to the heap for
 * free(), so that a sanitizer sees reads behind them. */
static inline char *fuzz_part(struct fuzz_input *in, struct leat_str *ret)
{
	const char *end = in->n ? memchr(in->p, 0xff, in->n) : NULL;
	size_t n = end ? (size_t)(end - in->p) : in->n;
	char *copy = malloc(n ? n : 1);

	FUZZ_CHECK(copy);
	if (n)
		memcpy(copy, in->p, n);
	in->p += n + (end ? 1 : 0);
	in->n -= n + (end ? 1 : 0);
	*ret = (struct leat_str){ copy, (uint32_t)n };
	return copy;
}
