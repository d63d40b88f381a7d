/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes, by XXH3. */
#include "types/hash.h"

#include <emmintrin.h>
#include <math.h>
#include <string.h>

/* Most of what is hashed is shorter than a call takes. */
#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t leat_hash_bytes(const void *bytes, size_t n)
{
	return XXH3_64bits(bytes, n);
}

struct leat_hash128 leat_hash128(const void *bytes, size_t n)
{
	XXH128_hash_t h = XXH3_128bits(bytes, n);

	return (struct leat_hash128){ h.high64, h.low64 };
}

/* 16 digits at once: a byte for each half byte, first the upper one. */
static void print_hex(uint64_t value, char out[16])
{
	__m128i bytes = _mm_cvtsi64_si128((int64_t)__builtin_bswap64(value));
	__m128i low_half = _mm_set1_epi8(15);
	__m128i halves = _mm_unpacklo_epi8(_mm_and_si128(_mm_srli_epi16(bytes, 4), low_half),
	                                   _mm_and_si128(bytes, low_half));
	__m128i is_letter = _mm_cmpgt_epi8(halves, _mm_set1_epi8(9));
	__m128i to_letter = _mm_and_si128(is_letter, _mm_set1_epi8('a' - 10 - '0'));
	__m128i digits = _mm_add_epi8(_mm_add_epi8(halves, _mm_set1_epi8('0')), to_letter);

	_mm_storeu_si128((__m128i *)out, digits);
}

void leat_hash128_print(struct leat_hash128 hash, char out[32])
{
	print_hex(hash.high, out);
	print_hex(hash.low, out + 16);
}

/* A product of 128 bits folded to 64: every bit of both numbers counts. */
static uint64_t fold(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)(a ^ UINT64_C(0x9e3779b97f4a7c15)) *
	                            (b ^ UINT64_C(0xe7037ed1a0b428db));

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static const uint64_t null_hash = UINT64_C(0x8ebc6af09c88c6e3);

static uint64_t hash_f64(double value)
{
	uint64_t bits;

	/* What is equal has one bit pattern. */
	if (isnan(value))
		return UINT64_C(0x7ff8000000000000);
	value += 0.0;
	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

static uint64_t hash_value(const struct leat_col *col, uint32_t row);

static uint64_t hash_list(const struct leat_col *col, uint32_t row)
{
	struct leat_list list = col->list[row];
	uint64_t hash = list.count, sum = 0;

	for (uint32_t i = list.begin; i < list.begin + list.count; i++) {
		uint64_t h = hash_value(&col->children[0], i);
		if (col->type->id == LEAT_ARRAY)
			hash = fold(hash, h);
		else
			/* The order of entries does not count. */
			sum += fold(h, hash_value(&col->children[1], i));
	}
	return fold(hash, sum);
}

static uint64_t hash_value(const struct leat_col *col, uint32_t row)
{
	uint64_t hash = 0;

	if (leat_col_is_null(col, row))
		return null_hash;
	switch (leat_type_phys(col->type)) {
	case LEAT_PHYS_BOOL:
		return col->boolean[row];
	case LEAT_PHYS_I64:
		return (uint64_t)col->i64[row];
	case LEAT_PHYS_F64:
		return hash_f64(col->f64[row]);
	case LEAT_PHYS_I128:
		return fold((uint64_t)col->i128[row], (uint64_t)(col->i128[row] >> 64));
	case LEAT_PHYS_BYTES:
		return XXH3_64bits(col->bytes[row].p, col->bytes[row].n);
	case LEAT_PHYS_LIST:
		return hash_list(col, row);
	case LEAT_PHYS_ROW:
		for (uint32_t i = 0; i < col->type->child_count; i++)
			hash = fold(hash, hash_value(&col->children[i], row));
		return hash;
	case LEAT_PHYS_NULL:
		return null_hash;
	}
	leat_unreachable();
}

uint64_t leat_hash_row(const struct leat_col *const *cols, uint32_t count, uint32_t row)
{
	uint64_t hash = count;

	for (uint32_t i = 0; i < count; i++)
		hash = fold(hash, hash_value(cols[i], row));
	return hash;
}

void leat_hash_rows(const struct leat_col *const *cols, uint32_t count, struct leat_sel sel,
                    uint64_t *ret)
{
	for (uint32_t i = 0; i < sel.count; i++)
		ret[leat_sel_row(sel, i)] = count;
	/* Column by column, with a loop of its own for the most frequent type. */
	for (uint32_t c = 0; c < count; c++) {
		const struct leat_col *col = cols[c];
		bool plain = !col->nulls && leat_type_phys(col->type) == LEAT_PHYS_I64;
		for (uint32_t i = 0; i < sel.count; i++) {
			uint32_t row = leat_sel_row(sel, i);
			uint64_t h = plain ? (uint64_t)col->i64[row] : hash_value(col, row);
			ret[row] = fold(ret[row], h);
		}
	}
}
