/* SPDX-License-Identifier: Apache-2.0 */
/* What every file may use: attributes, counts, assertions, text by reference. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

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

/** The bytes of @p text without its end, which must live as long as the view. */
static inline struct leat_str leat_str_of(const char *text)
{
	struct leat_str s = { text, (uint32_t)strlen(text) };

	return s;
}

/** True when both have the same bytes. */
static inline bool leat_str_equal(struct leat_str a, struct leat_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/** True when the bytes are those of @p text. */
static inline bool leat_str_is(struct leat_str s, const char *text)
{
	return leat_str_equal(s, leat_str_of(text));
}

/** As leat_str_is(), and a letter of ASCII is equal to its other case. */
static inline bool leat_str_is_nocase(struct leat_str s, const char *text)
{
	return s.n == strlen(text) && (s.n == 0 || strncasecmp(s.p, text, s.n) == 0);
}

/** True when the bytes begin with those of @p prefix. */
static inline bool leat_str_has_prefix(struct leat_str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.n >= n && memcmp(s.p, prefix, n) == 0;
}
