/* SPDX-License-Identifier: Apache-2.0 */
/* malloc for small control structures: aborts when memory is out, so no caller checks. */
#pragma once

#include "leat/def.h"

/** @p bytes bytes, not initialised; free() them. */
void *leat_malloc(size_t bytes) __attribute__((malloc, alloc_size(1), returns_nonnull));

/** @p bytes zeroed bytes; free() them. */
void *leat_zalloc(size_t bytes) __attribute__((malloc, alloc_size(1), returns_nonnull));

/** realloc(); @p ptr may be NULL. */
void *leat_realloc(void *ptr, size_t bytes) __attribute__((alloc_size(2), returns_nonnull));

/** A NUL-terminated copy of @p n bytes; free() it. */
char *leat_strndup(const char *bytes, size_t n) __attribute__((malloc, returns_nonnull));
