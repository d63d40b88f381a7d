/* SPDX-License-Identifier: Apache-2.0 */
/* Options: one row declares one option of a connector, a format or the program.
 *
 * From the row come the parsing of WITH (...), the error for an unknown name (with the nearest
 * one), range errors at the place of the value, SHOW CREATE with secrets hidden, docs/options.md
 * and GET /api/v1/connectors. */
#pragma once

#include "leat/error.h"

enum leat_opt_type {
	LEAT_OPT_STR,      /**< struct leat_str */
	LEAT_OPT_LIST,     /**< struct leat_opt_list: parts between ';'. */
	LEAT_OPT_BOOL,     /**< bool */
	LEAT_OPT_INT,      /**< int64_t */
	LEAT_OPT_DOUBLE,   /**< double */
	LEAT_OPT_DURATION, /**< int64_t, microseconds; "10 s", "500 ms". */
	LEAT_OPT_SIZE,     /**< int64_t, bytes; "2mb". */
	LEAT_OPT_ENUM,     /**< int: index in enums. */
	LEAT_OPT_MAP,      /**< struct leat_opt_map: all keys "<name>.*", as properties.*. */
};

enum {
	LEAT_OPT_REQUIRED = 1 << 0, /**< Must be given. */
	LEAT_OPT_SECRET = 1 << 1,   /**< Never printed, logged or returned. */
	LEAT_OPT_LEAT = 1 << 2,     /**< Flink does not have it. */
	LEAT_OPT_LEGACY = 1 << 3,   /**< An old spelling; `alias_of` names the modern one. */
	LEAT_OPT_IGNORED = 1 << 4,  /**< Accepted for Flink's sake and without effect here. */
	LEAT_OPT_EXPECTED = 1 << 5, /**< Required in Flink; without it a default of the configuration is
				       taken, with a warning. */
};

/** Value of a LEAT_OPT_LIST. */
struct leat_opt_list {
	uint32_t count;               /**< Parts. */
	const struct leat_str *items; /**< Trimmed, in order. */
};

/** One "key" = "value" as it was written. */
struct leat_opt_pair {
	struct leat_str key;    /**< As written. */
	struct leat_str value;  /**< Secrets already resolved ("${env:X}"). */
	struct leat_span key_span;   /**< In the script; {0,0} when not from a script. */
	struct leat_span value_span; /**< In the script. */
};

/** Value of a LEAT_OPT_MAP: pairs with the prefix cut off the keys. */
struct leat_opt_map {
	uint32_t count;                    /**< Pairs. */
	const struct leat_opt_pair *pairs; /**< In the order of the script. */
};

/** One option.  Tables are ended by a row without a name. */
struct leat_opt {
	const char *name;         /**< Without the connector; MAP: the prefix, as "properties". */
	enum leat_opt_type type;  /**< Decides the C type at offset. */
	unsigned flags;           /**< LEAT_OPT_REQUIRED .. */
	size_t offset;            /**< Of the field in the config struct; unused (checked, not stored)
	                             for LEAT_OPT_IGNORED. */
	int64_t min, max;         /**< Inclusive; both 0: no bounds. */
	const char *fallback;     /**< Default as the user would write it; NULL: zero value. */
	const char *const *enums; /**< NULL-terminated choices of LEAT_OPT_ENUM. */
	const char *alias_of;     /**< LEGACY: the modern name (a row of the same table). */
	const char *doc;          /**< Full sentences.  Mandatory. */
};

struct leat_arena;

/** The row that takes @p key, by name or as "<map>.key"; NULL when there is none. */
const struct leat_opt *leat_opt_find(const struct leat_opt *table, struct leat_str key);

/** Set every option's default in @p config (zeroed by the caller). */
void leat_opt_defaults(const struct leat_opt *table, struct leat_arena *arena, void *config);

/** Parse one pair into @p config.  The value's place is given to the error.  A LEGACY row sets the
 * field of the row it stands for. */
int leat_opt_set(const struct leat_opt *table, const struct leat_opt *row, struct leat_arena *arena,
                 const struct leat_opt_pair *pair, void *config,
                 struct leat_err *err) LEAT_MUSTCHECK;

/** The name in @p table nearest to @p key, or NULL when none is near. */
const char *leat_opt_nearest(const struct leat_opt *table, struct leat_str key);
