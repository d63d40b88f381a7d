/* SPDX-License-Identifier: Apache-2.0 */
/* A decoder for the targets of formats, with columns of most types. */
#pragma once

#include "formats/formats.h"
#include "fuzz.h"
#include "leat/type.h"

enum { DECODING_COLUMNS = 16 };

struct decoding {
	const struct leat_format *format;
	struct leat_arena *arena, *batch;
	struct leat_schema schema;
	struct leat_field fields[DECODING_COLUMNS];
	int32_t wanted[DECODING_COLUMNS];
	struct leat_decoder *decoder;
	struct leat_encoder *encoder;
	struct leat_col cols[DECODING_COLUMNS];
	struct leat_decoded result;
};

static inline void decoding_column(struct decoding *d, const char *name, const struct leat_type *type)
{
	d->wanted[d->schema.field_count] = (int32_t)d->schema.field_count;
	d->fields[d->schema.field_count++] =
	        (struct leat_field){ { name, (uint32_t)strlen(name) }, type };
}

/* The scalars; a format adds what else it takes. */
static inline void decoding_begin(struct decoding *d, const struct leat_format *format)
{
	static const enum leat_type_id scalars[] = { LEAT_BIGINT, LEAT_DOUBLE,  LEAT_VARCHAR,
		                                     LEAT_BOOLEAN, LEAT_INT,    LEAT_FLOAT,
		                                     LEAT_DATE };
	static const char *const names[] = { "i", "d", "s", "b", "n", "f", "t" };

	*d = (struct decoding){ .format = format };
	d->arena = leat_arena_new(0);
	d->batch = leat_arena_new(0);
	d->schema.fields = d->fields;
	for (size_t i = 0; i < LEAT_COUNT(scalars); i++)
		decoding_column(d, names[i], leat_type_basic(scalars[i]));
	decoding_column(d, "de", leat_type_decimal(d->arena, 20, 4, true));
}

static inline void decoding_end(struct decoding *d)
{
	if (d->decoder && d->format->decoder_free)
		d->format->decoder_free(d->decoder);
	leat_arena_free(d->batch);
	leat_arena_free(d->arena);
}

/* Decode one record. */
static inline void decode_one(struct decoding *d, const void *config, struct leat_str text)
{
	struct leat_record record = { .value = text };

	if (!d->decoder) {
		struct leat_decode_spec spec = { .arena = d->arena, .physical = &d->schema,
			                         .wanted = d->wanted,
			                         .wanted_count = d->schema.field_count };
		d->decoder = d->format->decoder_new(config, &spec);
		d->encoder = d->format->encoder_new(config, d->arena, &d->schema, NULL);
	}
	leat_arena_clear(d->batch);
	d->format->decode(d->decoder, &record, 1, d->batch, d->cols, &d->result);
	FUZZ_CHECK(d->result.consumed_count == 1);
	FUZZ_CHECK(d->result.row_count + d->result.bad_count + d->result.ignored_count == 1);
}

/* A row that was read, written and read again is written as before; NULL may be nothing that reads. */
static inline void check_round(struct decoding *d, const void *config)
{
	struct leat_buf once, twice;
	struct leat_batch batch = { .schema = &d->schema, .cols = d->cols, .row_count = 1 };
	struct leat_err err;
	bool has_null = false;

	for (uint32_t i = 0; i < d->schema.field_count; i++)
		has_null |= leat_col_is_null(&d->cols[i], 0);
	leat_buf_init(&once, 16 << 20);
	leat_buf_init(&twice, 16 << 20);
	if (d->format->encode(d->encoder, &batch, 0, &once, &err) == 0) {
		decode_one(d, config, leat_buf_view(&once));
		if (!d->result.row_count && !has_null)
			fprintf(stderr, "once  %s\n%s\n", leat_buf_cstr(&once), d->result.bad[0].err.message);
		FUZZ_CHECK(d->result.row_count == 1 || has_null);
		FUZZ_CHECK(!d->result.row_count || d->format->encode(d->encoder, &batch, 0, &twice, &err) == 0);
		bool is_same = !d->result.row_count || (once.size == twice.size &&
		                                        !memcmp(once.data, twice.data, once.size));
		if (!is_same)
			fprintf(stderr, "once  %s\ntwice %s\n", leat_buf_cstr(&once), leat_buf_cstr(&twice));
		FUZZ_CHECK(is_same);
	}
	leat_buf_done(&once);
	leat_buf_done(&twice);
}
