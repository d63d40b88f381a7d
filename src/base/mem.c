/* SPDX-License-Identifier: Apache-2.0 */
/* malloc that aborts. */
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

LEAT_NORETURN static void out_of_memory(size_t bytes)
{
	fprintf(stderr, "leat: out of memory (%zu bytes)\n", bytes);
	abort();
}

void *leat_malloc(size_t bytes)
{
	void *ptr = malloc(bytes ? bytes : 1);

	if (LEAT_UNLIKELY(!ptr))
		out_of_memory(bytes);
	return ptr;
}

void *leat_zalloc(size_t bytes)
{
	void *ptr = calloc(1, bytes ? bytes : 1);

	if (LEAT_UNLIKELY(!ptr))
		out_of_memory(bytes);
	return ptr;
}

void *leat_realloc(void *ptr, size_t bytes)
{
	ptr = realloc(ptr, bytes ? bytes : 1);
	if (LEAT_UNLIKELY(!ptr))
		out_of_memory(bytes);
	return ptr;
}

char *leat_strndup(const char *bytes, size_t n)
{
	char *copy = leat_malloc(n + 1);

	if (n)
		memcpy(copy, bytes, n);
	copy[n] = '\0';
	return copy;
}
