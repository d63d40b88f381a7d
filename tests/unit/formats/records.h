/* SPDX-License-Identifier: Apache-2.0 */
/* For tests of formats: records given as texts, rows compared as texts. */
#pragma once

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/formats.h"
#include "formats/json_int.h"

/** A format with a schema and options, reading all columns. */
struct reading {
	const struct leat_format *format;
	struct leat_arena *arena;          /**< Of the schema and the decoder. */
	struct leat_arena *batch;          /**< Of the columns. */
	struct leat_schema schema;         /**< All columns. */
	struct leat_field fields[32];      /**< Of the schema. */
	int32_t wanted[32];                /**< All, unless a test says otherwise. */
	uint32_t wanted_count;             /**< All, unless a test says otherwise. */
	const void *config;                /**< Of the format. */
	struct leat_decoder *decoder;      /**< Made by the first decode. */
	struct leat_col cols[32];          /**< Result of the last decode. */
	struct leat_decoded result;        /**< Of the last decode. */
	struct leat_buf text;              /**< For reading_text(). */
};

static inline struct leat_str str_of(const char *text)
{
	return leat_str_of(text);
}

/** @p config: of the format, lives as long as @p r. */
static inline void reading_begin(struct reading *r, const struct leat_format *format,
                                 const void *config)
{
	memset(r, 0, sizeof(*r));
	r->format = format;
	r->config = config;
	r->arena = leat_arena_new(0);
	r->batch = leat_arena_new(0);
	r->schema.fields = r->fields;
	leat_buf_init(&r->text, 1 << 20);
}

static inline void reading_column(struct reading *r, const char *name, const struct leat_type *type)
{
	r->wanted[r->schema.field_count] = (int32_t)r->wanted_count++;
	r->fields[r->schema.field_count++] = (struct leat_field){ str_of(name), type };
}

static inline void reading_end(struct reading *r)
{
	if (r->decoder && r->format->decoder_free)
		r->format->decoder_free(r->decoder);
	leat_buf_done(&r->text);
	leat_arena_free(r->batch);
	leat_arena_free(r->arena);
}

/** Decode some records; bytes must stay as long as the columns are read. */
static inline void reading_decode(struct reading *r, const struct leat_record *records,
                                  uint32_t count)
{
	if (!r->decoder) {
		struct leat_decode_spec spec = { .arena = r->arena, .physical = &r->schema,
			                         .wanted = r->wanted,
			                         .wanted_count = r->wanted_count };
		r->decoder = r->format->decoder_new(r->config, &spec);
	}
	leat_arena_clear(r->batch);
	r->format->decode(r->decoder, records, count, r->batch, r->cols, &r->result);
}

/** Decode texts, ended by NULL. */
static inline void reading_texts(struct reading *r, const char *const *texts)
{
	struct leat_record records[64];
	uint32_t count = 0;

	for (; texts[count]; count++)
		records[count] = (struct leat_record){ .value = str_of(texts[count]) };
	reading_decode(r, records, count);
}

/** The row as the json format writes it. */
static inline const char *reading_row(struct reading *r, uint32_t row)
{
	static const struct json_config plain = { .decimal_as_plain_number = true };
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_schema schema = { .field_count = 0 };
	struct leat_field fields[32];
	struct leat_err err;

	for (uint32_t i = 0; i < r->schema.field_count; i++)
		if (r->wanted[i] >= 0) {
			fields[r->wanted[i]] = r->fields[i];
			schema.field_count++;
		}
	schema.fields = fields;
	struct leat_encoder *encoder = leat_format_json.encoder_new(&plain, arena, &schema, NULL);
	struct leat_batch batch = { .schema = &schema, .cols = r->cols, .row_count = row + 1 };
	leat_buf_clear(&r->text);
	ck_assert_int_eq(leat_format_json.encode(encoder, &batch, row, &r->text, &err), 0);
	leat_arena_free(arena);
	return leat_buf_cstr(&r->text);
}

/** Decode one text and compare: @p want is a row, "bad: reason" or "ignored". */
static inline void reading_is(struct reading *r, const char *text, const char *want)
{
	char got[1024] = "";

	/* An exact copy on the heap, so that a sanitizer sees reads behind it. */
	size_t n = strlen(text);
	char *bytes = malloc(n ? n : 1);
	memcpy(bytes, text, n);
	struct leat_record record = { .value = { bytes, (uint32_t)n } };
	reading_decode(r, &record, 1);
	ck_assert_uint_eq(r->result.consumed_count, 1);
	if (r->result.bad_count)
		snprintf(got, sizeof(got), "bad: %s", r->result.bad[0].err.message);
	else if (r->result.ignored_count)
		snprintf(got, sizeof(got), "ignored");
	else
		snprintf(got, sizeof(got), "%s", reading_row(r, 0));
	free(bytes);
	if (strcmp(got, want) != 0)
		fprintf(stderr, "--- text %s\n--- want %s\n--- got  %s\n", text, want, got);
	ck_assert_msg(strcmp(got, want) == 0, "the row differs");
}
