/* SPDX-License-Identifier: Apache-2.0 */
/* Single values of datagen. */
#include <inttypes.h>
#include <stdio.h>

#include "connectors/datagen/datagen_int.h"
#include "types/datetime.h"
#include "types/decimal.h"

/* xorshift64*: good enough for sample data. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(2685821657736338717);
}

/* 0 <= x < 1 */
static double unit_random(uint64_t *state)
{
	return (double)(next_random(state) >> 11) * 0x1p-53;
}

static int64_t between(uint64_t *state, int64_t min, int64_t max)
{
	uint64_t span = (uint64_t)max - (uint64_t)min + 1;
	uint64_t value = next_random(state);

	return (int64_t)((uint64_t)min + (span ? value % span : value));
}

static leat_i128 decimal_of(const struct leat_type *type, double value)
{
	leat_i128 limit = leat_decimal_power(type->precision) - 1;
	double scaled = value;

	for (int i = 0; i < type->scale; i++)
		scaled *= 10;
	if (scaled >= (double)limit)
		return limit;
	return scaled <= -(double)limit ? -limit : (leat_i128)scaled;
}

static void sequence_value(const struct datagen_field *f, int64_t index, struct leat_col_builder *b)
{
	int64_t value = f->start + index;

	if (leat_type_is_integer(f->type)) {
		leat_col_builder_i64(b, value);
	} else if (f->type->id == LEAT_DECIMAL) {
		leat_col_builder_i128(b, (leat_i128)value * leat_decimal_power(f->type->scale));
	} else if (leat_type_is_numeric(f->type)) {
		leat_col_builder_f64(b, (double)value);
	} else {
		char text[24];
		int n = snprintf(text, sizeof(text), "%" PRId64, value);
		leat_col_builder_copy_bytes(b, (struct leat_str){ text, (uint32_t)n });
	}
}

static int64_t random_time(const struct datagen_field *f, int64_t now_us, uint64_t *random)
{
	int64_t us = now_us - (f->max_past_us ? between(random, 0, f->max_past_us) : 0);

	us -= us % 1000;
	if (f->type->id == LEAT_DATE)
		return us / LEAT_US_PER_DAY;
	if (f->type->id == LEAT_TIME)
		return us % LEAT_US_PER_DAY;
	return f->type->precision > 6 ? us * 1000 : us;
}

static void random_bytes(const struct datagen_field *f, int64_t length, uint64_t *random,
                         struct leat_arena *arena, struct leat_col_builder *b)
{
	static const char hex[] = "0123456789abcdef";
	char *bytes = leat_arena_alloc(arena, (size_t)length);

	for (int64_t i = 0; i < length; i++) {
		uint64_t value = next_random(random) >> 32;
		bytes[i] = leat_type_is_text(f->type) ? hex[value % 16] : (char)value;
	}
	leat_col_builder_bytes(b, (struct leat_str){ bytes, (uint32_t)length });
}

static void random_value(const struct datagen_field *f, int64_t index, int64_t now_us,
                         uint64_t *random, struct leat_arena *arena, struct leat_col_builder *b)
{
	int64_t length = f->var_len && f->length > 1 ? between(random, 1, f->length) : f->length;
	double share = unit_random(random), real = f->min + share * (f->max - f->min);

	switch (leat_type_phys(f->type)) {
	case LEAT_PHYS_BOOL:
		leat_col_builder_bool(b, next_random(random) >> 63);
		return;
	case LEAT_PHYS_I64:
		if (leat_type_is_integer(f->type) || leat_type_is_interval(f->type))
			leat_col_builder_i64(b, between(random, f->min_i64, f->max_i64));
		else
			leat_col_builder_i64(b, random_time(f, now_us, random));
		return;
	case LEAT_PHYS_F64:
		leat_col_builder_f64(b, f->type->id == LEAT_FLOAT ? (double)(float)real : real);
		return;
	case LEAT_PHYS_I128:
		leat_col_builder_i128(b, decimal_of(f->type, real));
		return;
	case LEAT_PHYS_BYTES:
		random_bytes(f, length, random, arena, b);
		return;
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
		leat_col_builder_begin(b);
		for (int64_t k = 0; k < (f->type->id == LEAT_ROW ? 1 : length); k++)
			for (uint32_t i = 0; i < f->child_count; i++)
				leat_datagen_value(&f->children[i], index, now_us, random, arena,
				                   leat_col_builder_child(b, i));
		leat_col_builder_end(b);
		return;
	case LEAT_PHYS_NULL:
		leat_col_builder_null(b);
		return;
	}
}

void leat_datagen_value(const struct datagen_field *field, int64_t index, int64_t now_us,
                        uint64_t *random, struct leat_arena *arena, struct leat_col_builder *b)
{
	if (field->null_rate > 0 && unit_random(random) < field->null_rate)
		leat_col_builder_null(b);
	else if (field->kind == DATAGEN_SEQUENCE)
		sequence_value(field, index, b);
	else
		random_value(field, index, now_us, random, arena, b);
}
