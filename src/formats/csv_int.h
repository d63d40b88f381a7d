/* SPDX-License-Identifier: Apache-2.0 */
/* The csv format: options, and what its files give each other. */
#pragma once

#include "formats/time_text_int.h"
#include "leat/format.h"

struct csv_config {
	struct leat_str field_delimiter;    /* One character. */
	struct leat_str quote_character;    /* One character. */
	struct leat_str escape_character;   /* One character; n 0: none. */
	struct leat_str element_delimiter;  /* Between the elements of an ARRAY or ROW. */
	struct leat_str null_literal;       /* Text of NULL; p NULL: none. */
	bool disable_quote_character;       /* Quotes have no meaning. */
	bool allow_comments;                /* Lines that begin with '#' are skipped. */
	bool ignore_parse_errors;           /* Unfit values are NULL, broken records dropped. */
	bool scientific_decimal;            /* 1E+2, else 100. */
	bool trim_spaces;                   /* Around values without quotes. */
	bool ignore_trailing_unmappable;    /* More values than columns are no mistake. */
	bool allow_trailing_comma;          /* An empty value too many at the end is no mistake. */
	bool fail_on_missing_columns;       /* Fewer values than columns are one, even so. */
	bool empty_string_as_null;          /* "" is NULL. */
};

/* The character of an option, or -1 when it is off. */
int leat_csv_delimiter(const struct csv_config *config);
int leat_csv_quote(const struct csv_config *config);
int leat_csv_escape(const struct csv_config *config);

size_t leat_csv_record_end(const void *config, struct leat_str bytes, bool is_last,
                           struct leat_str *ret_record);

struct leat_decoder *leat_csv_decoder_new(const void *config, const struct leat_decode_spec *spec);
void leat_csv_decode(struct leat_decoder *decoder, const struct leat_record *records, uint32_t count,
                     struct leat_arena *arena, struct leat_col *cols, struct leat_decoded *ret);

struct leat_encoder *leat_csv_encoder_new(const void *config, struct leat_arena *arena,
                                          const struct leat_schema *schema,
                                          const struct leat_tz *zone);
int leat_csv_encode(struct leat_encoder *encoder, const struct leat_batch *batch, uint32_t row,
                    struct leat_buf *out, struct leat_err *err) LEAT_MUSTCHECK;
