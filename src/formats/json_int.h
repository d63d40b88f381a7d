/* SPDX-License-Identifier: Apache-2.0 */
/* The json format: its options, and what its files give each other. */
#pragma once

#include "formats/time_text_int.h"
#include "leat/format.h"

enum json_null_key {
	JSON_NULL_KEY_FAIL,
	JSON_NULL_KEY_DROP,
	JSON_NULL_KEY_LITERAL,
};

struct json_config {
	bool fail_on_missing_field;       /* A wanted field that is not there makes the record bad. */
	bool ignore_parse_errors;         /* Unfit values are NULL, records that are no JSON dropped. */
	int timestamp_standard;           /* enum time_standard */
	int null_key_mode;                /* enum json_null_key, when a map is written. */
	struct leat_str null_key_literal; /* Written for a NULL key with JSON_NULL_KEY_LITERAL. */
	bool decimal_as_plain_number;     /* 0.0000001, else 1E-7. */
	bool ignore_null_fields;          /* NULL fields are not written. */
	bool streaming_parser;            /* Flink's choice between two parsers; ours is one. */
};

struct leat_decoder *leat_json_decoder_new(const void *config, const struct leat_decode_spec *spec);
void leat_json_decode(struct leat_decoder *decoder, const struct leat_record *records,
                      uint32_t count, struct leat_arena *arena, struct leat_col *cols,
                      struct leat_decoded *ret);

struct leat_encoder *leat_json_encoder_new(const void *config, struct leat_arena *arena,
                                           const struct leat_schema *schema,
                                           const struct leat_tz *zone);
int leat_json_encode(struct leat_encoder *encoder, const struct leat_batch *batch, uint32_t row,
                     struct leat_buf *out, struct leat_err *err) LEAT_MUSTCHECK;

/* Append @p s as a JSON string.  With @p pairs characters beyond U+FFFF are written as two \uXXXX,
 * as flink-json does. */
void leat_json_put_string(struct leat_buf *out, struct leat_str s, bool pairs);

/* Append a number as Java prints it; NaN and infinities as strings. */
void leat_json_put_f64(struct leat_buf *out, double value);

/* Append a decimal as Java's BigDecimal without trailing zeros: 12.5, 1E-10, 1.5E+3; or plainly. */
void leat_json_put_decimal(struct leat_buf *out, leat_i128 value, int scale, bool plain);
