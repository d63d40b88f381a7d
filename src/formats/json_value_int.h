/* SPDX-License-Identifier: Apache-2.0 */
/* JSON values to SQL values: which fields of an object are wanted, and how each is converted. */
#pragma once

#include "formats/json_int.h"
#include "formats/json_scan_int.h"

enum {
	JSON_KEYS_MAX = 256,       /* Keys of an object that are remembered. */
	JSON_KEY_BUCKETS = 64,     /* Of the table of remembered keys. */
	JSON_KEY_BYTES = 16,       /* Compared at once. */
	JSON_KEY_BYTES_MAX = 1024, /* Longer keys are not remembered. */
};

/* Where the value of a member goes; it says how it is read. */
struct json_field {
	struct leat_str name;         /* Key. */
	const struct leat_type *type; /* SQL type. */
	struct json_object *object;   /* ROW: its fields. */
	struct json_field *element;   /* ARRAY: its elements; MAP, MULTISET: its values. */
	int64_t min, max;             /* Integers: range. */
	uint32_t index;               /* Of the column to fill, or in the ROW. */
};

/* A key that was seen, as it was written: from its quote to the value, as `"price": `. */
struct json_key {
	struct json_key *next;          /* The key that came behind this one last time, or NULL. */
	struct json_key *chain;         /* Next in the bucket. */
	const struct json_field *field; /* NULL: nobody reads it. */
	struct leat_str name;           /* The key. */
	const char *text;               /* As written, text_bytes long. */
	uint32_t text_bytes;            /* Length of text. */
	uint32_t mask;                  /* text_bytes ones, when it fits into head. */
	char head[JSON_KEY_BYTES];      /* First bytes of text. */
};

/* The wanted fields of an object, and the order in which its keys came last. */
struct json_object {
	uint32_t field_count;                       /* Wanted fields. */
	struct json_field *fields;                  /* field_count rows. */
	struct json_key *first;                     /* The key that came first last time, or NULL. */
	struct json_key *buckets[JSON_KEY_BUCKETS]; /* Remembered keys by hash. */
	struct json_key *hints[JSON_KEY_BUCKETS];   /* The key seen last that begins so. */
	uint32_t key_count;                         /* Remembered keys. */
};

/* What reading values needs, besides the cursor. */
struct json_reader {
	const struct json_config *config;
	struct leat_arena *arena;      /* The decoder's: for keys. */
	struct time_text time;         /* Cache. */
	struct json_key stranger;      /* Stands for a key that is not remembered. */
	const struct json_field *unfit; /* The field whose value did not fit. */
	struct leat_str unfit_text;    /* That value, as written. */
	bool is_missing;               /* What is wrong is that `unfit` is not there. */
};

/* A value without parts. */
union json_scalar {
	bool boolean;
	int64_t i64;
	double f64;
	leat_i128 i128;
	struct leat_str bytes;
};

/* Make the field that reads values of @p type. */
void leat_json_field_init(struct leat_arena *arena, struct json_field *field, struct leat_str name,
                          const struct leat_type *type, uint32_t index);

/* Walk over the key at c->p to its value; *@p guess is the key expected here and is corrected. */
enum json_result leat_json_learn_key(struct json_reader *r, struct json_cursor *c,
                                     struct json_object *object, struct json_key **guess,
                                     struct json_key **ret);

static inline bool json_is_key(const struct json_cursor *c, const struct json_key *key)
{
	if (LEAT_LIKELY(c->end - c->p >= JSON_KEY_BYTES)) {
		__m128i want = _mm_loadu_si128((const __m128i *)key->head);
		__m128i have = _mm_loadu_si128((const __m128i *)c->p);
		uint32_t same = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(want, have));
		if ((same & key->mask) != key->mask)
			return false;
		if (LEAT_LIKELY(key->text_bytes <= JSON_KEY_BYTES))
			return true;
	}
	return (size_t)(c->end - c->p) >= key->text_bytes &&
	       memcmp(c->p, key->text, key->text_bytes) == 0;
}

static inline enum json_result json_read_key(struct json_reader *r, struct json_cursor *c,
                                             struct json_object *object, struct json_key **guess,
                                             struct json_key **ret)
{
	struct json_key *key = *guess;

	if (LEAT_LIKELY(key && json_is_key(c, key))) {
		c->p += key->text_bytes;
		json_skip_space(c); /* There may be more than last time. */
		*ret = key;
		return JSON_OK;
	}
	return leat_json_learn_key(r, c, object, guess, ret);
}

/* Read a value without parts into @p ret; *@p ret_is_null: it is null. */
enum json_result leat_json_read_scalar(struct json_reader *r, struct json_cursor *c,
                                       const struct json_field *field, union json_scalar *ret,
                                       bool *ret_is_null);

/* Read any value to the end of a builder. */
enum json_result leat_json_read_value(struct json_reader *r, struct json_cursor *c,
                                      const struct json_field *field, struct leat_col_builder *b);
