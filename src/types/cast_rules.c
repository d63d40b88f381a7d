/* SPDX-License-Identifier: Apache-2.0 */
/* Which casts there are. */
#include "types/cast_int.h"

/* The root types that a cast comes from, as a set of bits. */
#define BIT(id) (UINT32_C(1) << LEAT_##id)
#define INTEGERS (BIT(TINYINT) | BIT(SMALLINT) | BIT(INT) | BIT(BIGINT))
#define NUMBERS (INTEGERS | BIT(FLOAT) | BIT(DOUBLE) | BIT(DECIMAL))
#define TEXTS (BIT(CHAR) | BIT(VARCHAR))
#define BINARIES (BIT(BINARY) | BIT(VARBINARY))
#define TIMESTAMPS (BIT(TIMESTAMP) | BIT(TIMESTAMP_LTZ))
#define INTERVALS (BIT(INTERVAL_YEAR_MONTH) | BIT(INTERVAL_DAY_TIME))
#define SCALARS                                                                                    \
	(BIT(BOOLEAN) | NUMBERS | TEXTS | BINARIES | BIT(DATE) | BIT(TIME) | TIMESTAMPS | INTERVALS)
#define CONSTRUCTED (BIT(ARRAY) | BIT(MULTISET) | BIT(MAP) | BIT(ROW))

/* For each target: where a value comes from unasked, and where by CAST only. */
static const struct rule {
	uint32_t implicit;
	uint32_t explicit;
} rules[LEAT_TYPE_COUNT] = {
	[LEAT_NULL] = { BIT(NULL), 0 },
	[LEAT_BOOLEAN] = { BIT(BOOLEAN), TEXTS | NUMBERS },
	[LEAT_TINYINT] = { BIT(TINYINT), NUMBERS | TEXTS | INTERVALS | BIT(BOOLEAN) },
	[LEAT_SMALLINT] = { BIT(TINYINT) | BIT(SMALLINT), NUMBERS | TEXTS | INTERVALS | BIT(BOOLEAN) },
	[LEAT_INT] = { BIT(TINYINT) | BIT(SMALLINT) | BIT(INT),
	               NUMBERS | TEXTS | INTERVALS | BIT(BOOLEAN) },
	[LEAT_BIGINT] = { INTEGERS, NUMBERS | TEXTS | INTERVALS | BIT(BOOLEAN) },
	[LEAT_FLOAT] = { INTEGERS | BIT(FLOAT) | BIT(DECIMAL), NUMBERS | TEXTS | BIT(BOOLEAN) },
	[LEAT_DOUBLE] = { NUMBERS, TEXTS | BIT(BOOLEAN) },
	[LEAT_DECIMAL] = { NUMBERS, TEXTS | BIT(BOOLEAN) },
	[LEAT_CHAR] = { BIT(CHAR), SCALARS | CONSTRUCTED },
	[LEAT_VARCHAR] = { TEXTS, SCALARS | CONSTRUCTED },
	[LEAT_BINARY] = { BIT(BINARY), TEXTS | BINARIES },
	[LEAT_VARBINARY] = { BINARIES, TEXTS },
	[LEAT_DATE] = { BIT(DATE) | BIT(TIMESTAMP), BIT(TIMESTAMP_LTZ) | TEXTS },
	[LEAT_TIME] = { BIT(TIME) | BIT(TIMESTAMP), BIT(TIMESTAMP_LTZ) | TEXTS },
	[LEAT_TIMESTAMP] = { TIMESTAMPS, BIT(DATE) | BIT(TIME) | TEXTS },
	[LEAT_TIMESTAMP_LTZ] = { TIMESTAMPS, BIT(DATE) | BIT(TIME) | TEXTS },
	[LEAT_INTERVAL_YEAR_MONTH] = { BIT(INTERVAL_YEAR_MONTH), INTEGERS },
	[LEAT_INTERVAL_DAY_TIME] = { BIT(INTERVAL_DAY_TIME), INTEGERS },
	[LEAT_ARRAY] = { BIT(ARRAY), 0 },
	[LEAT_MULTISET] = { BIT(MULTISET), 0 },
	[LEAT_MAP] = { BIT(MAP), 0 },
	[LEAT_ROW] = { BIT(ROW), 0 },
	[LEAT_SYMBOL] = { BIT(SYMBOL), 0 },
};

bool leat_cast_is_allowed(const struct leat_type *from, const struct leat_type *to,
                          bool *ret_implicit)
{
	uint32_t bit = UINT32_C(1) << from->id;
	bool implicit = from->id == LEAT_NULL || (rules[to->id].implicit & bit);
	bool allowed = implicit || (rules[to->id].explicit & bit);

	/* Constructed types are cast part by part. */
	if (from->id == to->id && to->id >= LEAT_ARRAY && to->id <= LEAT_ROW) {
		if (from->child_count != to->child_count)
			return false;
		for (uint32_t i = 0; i < to->child_count; i++) {
			bool part;
			if (!leat_cast_is_allowed(from->children[i], to->children[i], &part))
				return false;
			implicit = implicit && part;
		}
	}
	if (allowed && ret_implicit)
		*ret_implicit = implicit;
	return allowed;
}

bool leat_cast_can_fail(const struct leat_type *from, const struct leat_type *to)
{
	if (from->id == to->id && to->id >= LEAT_ARRAY && to->id <= LEAT_ROW) {
		for (uint32_t i = 0; i < to->child_count; i++)
			if (leat_cast_can_fail(from->children[i], to->children[i]))
				return true;
		return false;
	}
	if (leat_type_is_text(from))
		return !leat_type_is_text(to) && !leat_type_is_binary(to);
	/* A decimal that does not fit, and an instant beyond the years that nanoseconds reach. */
	if (to->id == LEAT_DECIMAL)
		return leat_type_is_numeric(from) || from->id == LEAT_BOOLEAN;
	if (leat_type_is_timestamp(to) && to->precision > 6)
		return !leat_type_is_timestamp(from) || from->precision <= 6;
	return to->id == LEAT_INTERVAL_DAY_TIME && leat_type_is_integer(from);
}
