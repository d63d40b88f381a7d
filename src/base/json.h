/* SPDX-License-Identifier: Apache-2.0 */
/* JSON of the control plane: requests, answers, configuration.  (Records of sources have parsers of
 * their own, in src/formats.)
 *
 * Writing streams into a buffer; keys and values simply follow each other, and what would not be
 * JSON is a programmer's error.  Reading makes a tree in an arena. */
#pragma once

#include "leat/arena.h"
#include "leat/buf.h"
#include "leat/error.h"

/* ---- writing ---- */

struct leat_json_writer;

/** A writer that appends to @p out; @p pretty: with line feeds and two spaces.  A full buffer drops
 * the rest: check out->full at the end. */
struct leat_json_writer *leat_json_writer_new(struct leat_buf *out, bool pretty);

/** Free it.  All objects and arrays must be closed.  NULL is allowed.  Returns NULL. */
struct leat_json_writer *leat_json_writer_free(struct leat_json_writer *w);

/** The next value goes to a new line and is a document of its own (JSON lines). */
void leat_json_write_line(struct leat_json_writer *w);

/** Begin and end an object or an array; the key of the next value. */
void leat_json_write_object(struct leat_json_writer *w);
void leat_json_write_object_end(struct leat_json_writer *w);
void leat_json_write_array(struct leat_json_writer *w);
void leat_json_write_array_end(struct leat_json_writer *w);
void leat_json_write_key(struct leat_json_writer *w, const char *key);
void leat_json_write_key_str(struct leat_json_writer *w, struct leat_str key);
/** A string; NULL is written as null.  Bytes that are not UTF-8 become U+FFFD. */
void leat_json_write_text(struct leat_json_writer *w, const char *text);
void leat_json_write_str(struct leat_json_writer *w, struct leat_str s);
void leat_json_write_i64(struct leat_json_writer *w, int64_t value);
/** A number as Java prints it; NaN and infinities are strings. */
void leat_json_write_f64(struct leat_json_writer *w, double value);
void leat_json_write_bool(struct leat_json_writer *w, bool value);
void leat_json_write_null(struct leat_json_writer *w);
/** A value that is JSON already. */
void leat_json_write_raw(struct leat_json_writer *w, struct leat_str json);
/** The time @p us (microseconds since 1970 UTC) as RFC 3339 with milliseconds. */
void leat_json_write_time(struct leat_json_writer *w, int64_t us);

/* A key and a value at once. */
void leat_json_write_text_of(struct leat_json_writer *w, const char *key, const char *text);
void leat_json_write_str_of(struct leat_json_writer *w, const char *key, struct leat_str s);
void leat_json_write_i64_of(struct leat_json_writer *w, const char *key, int64_t value);
void leat_json_write_f64_of(struct leat_json_writer *w, const char *key, double value);
void leat_json_write_bool_of(struct leat_json_writer *w, const char *key, bool value);
void leat_json_write_null_of(struct leat_json_writer *w, const char *key);
void leat_json_write_time_of(struct leat_json_writer *w, const char *key, int64_t us);

/** Append @p s as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD. */
void leat_json_quote(struct leat_buf *out, struct leat_str s);

/* ---- reading ---- */

enum leat_json_type {
	LEAT_JSON_NULL,
	LEAT_JSON_BOOL,
	LEAT_JSON_NUMBER,
	LEAT_JSON_STRING,
	LEAT_JSON_ARRAY,
	LEAT_JSON_OBJECT,
};

/** A value.  Children follow each other through next. */
struct leat_json {
	enum leat_json_type type;     /**< Which members below have a meaning. */
	bool boolean;                 /**< BOOL. */
	struct leat_str key;          /**< In an object: its key. */
	struct leat_str text;         /**< STRING: its characters; NUMBER: as it was written. */
	uint32_t child_count;         /**< ARRAY, OBJECT. */
	const struct leat_json *first; /**< First child, or NULL. */
	const struct leat_json *next;  /**< Next in the same array or object, or NULL. */
};

/** Parse @p text, which must be one value, into @p arena; everything is copied.  Fails with
 * LEAT_E_USAGE and the place of the mistake in err->span. */
int leat_json_parse(struct leat_arena *arena, struct leat_str text, const struct leat_json **ret,
                    struct leat_err *err) LEAT_MUSTCHECK;

/** The member @p key of an object (the last one when it is there twice); NULL when it is missing or
 * @p object is NULL or no object.  So chains of look-ups need no checks. */
const struct leat_json *leat_json_get(const struct leat_json *object, const char *key);

/** The string @p key of @p object; {NULL,0} when it is missing or no string. */
struct leat_str leat_json_get_str(const struct leat_json *object, const char *key);

/** The integer value; false when @p json is NULL, no number or not an integer of 64 bits. */
bool leat_json_i64(const struct leat_json *json, int64_t *ret);

/** The number; false when @p json is NULL or no number. */
bool leat_json_f64(const struct leat_json *json, double *ret);

/** Write @p json back. */
void leat_json_write_value(struct leat_json_writer *w, const struct leat_json *json);
