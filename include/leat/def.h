/* SPDX-License-Identifier: Apache-2.0 */
/* Macros that every file may use: attributes, counts, assertions. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Length of an array whose size the compiler knows. */
#define LEAT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/** The struct of type @p type that embeds *@p ptr as its member @p member. */
#define LEAT_CONTAINER_OF(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))

#define LEAT_MUSTCHECK __attribute__((warn_unused_result))
#define LEAT_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define LEAT_NORETURN __attribute__((noreturn))
#define LEAT_LIKELY(x) __builtin_expect(!!(x), 1)
#define LEAT_UNLIKELY(x) __builtin_expect(!!(x), 0)

/** Return from the function with the error of @p expr, if it has one.  The only
 * macro of the tree that returns. */
#define LEAT_TRY(expr)                                                                             \
	do {                                                                                       \
		int try_r_ = (expr);                                                               \
		if (LEAT_UNLIKELY(try_r_))                                                         \
			return try_r_;                                                             \
	} while (0)

/** Print the failed expression with its place and abort.  For leat_assert(). */
LEAT_NORETURN void leat_assert_fail(const char *expr, const char *file, int line);

/** Programmer errors only, on in release builds too; never reachable by input. */
#define leat_assert(expr)                                                                          \
	(LEAT_LIKELY(expr) ? (void)0 : leat_assert_fail(#expr, __FILE__, __LINE__))

/** As leat_assert(), but only in debug builds: for loops over rows. */
#ifdef NDEBUG
#define leat_dassert(expr) ((void)0)
#else
#define leat_dassert(expr) leat_assert(expr)
#endif

#define leat_unreachable() leat_assert_fail("unreachable", __FILE__, __LINE__)

/** Text or bytes by reference: not terminated, owned by somebody else. */
struct leat_str {
	const char *p; /**< First byte; may be NULL when n is 0. */
	uint32_t n;    /**< Bytes. */
};

/** A leat_str of a string literal. */
#define LEAT_STR(literal) ((struct leat_str){ (literal), (uint32_t)(sizeof(literal) - 1) })
/** Arguments for "%.*s". */
#define LEAT_STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""
