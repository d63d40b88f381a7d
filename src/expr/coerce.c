/* SPDX-License-Identifier: Apache-2.0 */
/* Common types. */
#include "expr/coerce.h"

#include "types/decimal.h"

static int max(int a, int b)
{
	return a > b ? a : b;
}

static const struct leat_type *common_numeric(struct leat_arena *arena, const struct leat_type *a,
                                              const struct leat_type *b)
{
	bool a_exact = a->id != LEAT_FLOAT && a->id != LEAT_DOUBLE;
	bool b_exact = b->id != LEAT_FLOAT && b->id != LEAT_DOUBLE;

	if (a_exact && b_exact) {
		if (a->id != LEAT_DECIMAL && b->id != LEAT_DECIMAL)
			return a->id >= b->id ? a : b;
		struct leat_decimal_shape shape = leat_decimal_common_shape(
			leat_decimal_shape_of(a), leat_decimal_shape_of(b));
		return leat_type_decimal(arena, shape.precision, shape.scale, false);
	}
	if (a->id == LEAT_DECIMAL || b->id == LEAT_DECIMAL)
		return leat_type_basic(LEAT_DOUBLE);
	/* Flink takes FLOAT for the wider or the narrower one, whichever is written first. */
	return a_exact ? b : a;
}

/* CHAR only when all have one length. */
static const struct leat_type *common_sized(struct leat_arena *arena, const struct leat_type *a,
                                            const struct leat_type *b, enum leat_type_id fixed,
                                            enum leat_type_id varying)
{
	if (a->id == fixed && b->id == fixed && a->length == b->length)
		return a;
	return leat_type_sized(arena, varying, max(a->length, b->length), false);
}

static const struct leat_type *common_timestamp(struct leat_arena *arena, const struct leat_type *a,
                                                const struct leat_type *b)
{
	bool ltz = a->id == LEAT_TIMESTAMP_LTZ || b->id == LEAT_TIMESTAMP_LTZ;
	int precision = max(leat_type_is_timestamp(a) ? a->precision : 0,
	                    leat_type_is_timestamp(b) ? b->precision : 0);

	return leat_type_timed(arena, ltz ? LEAT_TIMESTAMP_LTZ : LEAT_TIMESTAMP, precision, false);
}

static const struct leat_type *common_two(struct leat_arena *arena, const struct leat_type *a,
                                          const struct leat_type *b);

static const struct leat_type *common_nested(struct leat_arena *arena, const struct leat_type *a,
                                             const struct leat_type *b)
{
	const struct leat_type **children;

	if (a->id != b->id || a->child_count != b->child_count)
		return NULL;
	children = LEAT_ARENA_ARRAY(arena, const struct leat_type *, a->child_count);
	for (uint32_t i = 0; i < a->child_count; i++) {
		children[i] = common_two(arena, a->children[i], b->children[i]);
		if (!children[i])
			return NULL;
	}
	if (a->id == LEAT_ARRAY)
		return leat_type_array(arena, children[0], false);
	if (a->id == LEAT_MULTISET)
		return leat_type_multiset(arena, children[0], false);
	if (a->id == LEAT_MAP)
		return leat_type_map(arena, children[0], children[1], false);
	return leat_type_row(arena, a->child_count, a->names, children, false);
}

/* Without regard to nullability. */
static const struct leat_type *common_root(struct leat_arena *arena, const struct leat_type *a,
                                           const struct leat_type *b)
{
	bool temporal_a = leat_type_is_timestamp(a) || a->id == LEAT_DATE;
	bool temporal_b = leat_type_is_timestamp(b) || b->id == LEAT_DATE;

	if (a->id == LEAT_NULL)
		return b;
	if (b->id == LEAT_NULL || leat_type_equal(a, b))
		return a;
	if (leat_type_is_numeric(a) && leat_type_is_numeric(b))
		return common_numeric(arena, a, b);
	if (leat_type_is_text(a) && leat_type_is_text(b))
		return common_sized(arena, a, b, LEAT_CHAR, LEAT_VARCHAR);
	if (leat_type_is_binary(a) && leat_type_is_binary(b))
		return common_sized(arena, a, b, LEAT_BINARY, LEAT_VARBINARY);
	if (temporal_a && temporal_b)
		return common_timestamp(arena, a, b);
	if (a->id == LEAT_TIME && b->id == LEAT_TIME)
		return a->precision >= b->precision ? a : b;
	if (leat_type_is_interval(a) && a->id == b->id)
		return a;
	return a->child_count ? common_nested(arena, a, b) : NULL;
}

static const struct leat_type *common_two(struct leat_arena *arena, const struct leat_type *a,
                                          const struct leat_type *b)
{
	const struct leat_type *common = common_root(arena, a, b);

	return common ? leat_type_with_null(arena, common, a->nullable || b->nullable) : NULL;
}

const struct leat_type *leat_type_common(struct leat_arena *arena, uint32_t count,
                                         const struct leat_type *const *types)
{
	const struct leat_type *common = count ? types[0] : NULL;

	for (uint32_t i = 1; i < count && common; i++)
		common = common_two(arena, common, types[i]);
	return common;
}

static bool read_from_text(const struct leat_type *type)
{
	return leat_type_is_numeric(type) || type->id == LEAT_BOOLEAN || type->id == LEAT_DATE ||
	       type->id == LEAT_TIME || leat_type_is_timestamp(type);
}

const struct leat_type *leat_type_compared(struct leat_arena *arena, const struct leat_type *a,
                                           const struct leat_type *b)
{
	bool nullable = a->nullable || b->nullable;

	if (leat_type_is_text(a) && read_from_text(b))
		return leat_type_with_null(arena, b, nullable);
	if (leat_type_is_text(b) && read_from_text(a))
		return leat_type_with_null(arena, a, nullable);
	return common_two(arena, a, b);
}
