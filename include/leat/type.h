/* SPDX-License-Identifier: Apache-2.0 */
/* SQL types, with Flink's names and rules, and schemas.
 *
 * A type is immutable and lives in the arena it was made in (the basic ones are static).  Types
 * are compared with leat_type_equal(), never by pointer. */
#pragma once

#include "leat/arena.h"
#include "leat/buf.h"
#include "leat/error.h"

/** Type roots.  The order is not meaningful. */
enum leat_type_id {
	LEAT_NULL, /**< Of the bare literal NULL. */
	LEAT_BOOLEAN,
	LEAT_TINYINT,
	LEAT_SMALLINT,
	LEAT_INT,
	LEAT_BIGINT,
	LEAT_FLOAT,
	LEAT_DOUBLE,
	LEAT_DECIMAL,   /**< precision 1..38, scale 0..precision. */
	LEAT_CHAR,      /**< length in characters. */
	LEAT_VARCHAR,   /**< length; LEAT_LENGTH_MAX is STRING. */
	LEAT_BINARY,    /**< length in bytes. */
	LEAT_VARBINARY, /**< length; LEAT_LENGTH_MAX is BYTES. */
	LEAT_DATE,
	LEAT_TIME,          /**< precision 0..9, kept to the millisecond as Flink does. */
	LEAT_TIMESTAMP,     /**< Without time zone, precision 0..9. */
	LEAT_TIMESTAMP_LTZ, /**< An instant, precision 0..9. */
	LEAT_INTERVAL_YEAR_MONTH,
	LEAT_INTERVAL_DAY_TIME,
	LEAT_ARRAY,
	LEAT_MULTISET, /**< Stored as a map from element to INT count. */
	LEAT_MAP,
	LEAT_ROW,
	LEAT_SYMBOL, /**< A keyword argument, as DAY in EXTRACT(DAY FROM ..): text, never in a table. */
	LEAT_TYPE_COUNT,
};

enum {
	LEAT_LENGTH_MAX = 0x7fffffff,    /**< Length of STRING and BYTES. */
	LEAT_DECIMAL_PRECISION_MAX = 38, /**< As Flink. */
	LEAT_TIME_PRECISION_MAX = 9,
};

/** How values of a type lie in a column (struct leat_col). */
enum leat_phys {
	LEAT_PHYS_BOOL,  /**< uint8_t 0 or 1. */
	LEAT_PHYS_I64,   /**< Integers of every width; DATE: days since 1970-01-01; TIME: microseconds
	                    of the day; TIMESTAMP, TIMESTAMP_LTZ with precision <= 6: microseconds since
	                    1970-01-01 00:00:00 (of the local calendar, of UTC), with precision 7..9:
	                    nanoseconds, so 1677 to 2262; INTERVAL: months, microseconds. */
	LEAT_PHYS_F64,   /**< DOUBLE; FLOAT holds values that a float holds exactly. */
	LEAT_PHYS_I128,  /**< DECIMAL, unscaled. */
	LEAT_PHYS_BYTES, /**< CHAR, VARCHAR (UTF-8), BINARY, VARBINARY, SYMBOL. */
	LEAT_PHYS_LIST,  /**< ARRAY: one child; MAP and MULTISET: two children, keys and values. */
	LEAT_PHYS_ROW,   /**< ROW: one child per field, as long as the column itself. */
	LEAT_PHYS_NULL,  /**< Type NULL: every row is NULL and there are no values. */
};

/** How a column takes part in time.  Not part of a type's identity. */
enum leat_time_attr {
	LEAT_TIME_NONE,
	LEAT_TIME_ROWTIME,  /**< Event time: the column that a WATERMARK is declared on. */
	LEAT_TIME_PROCTIME, /**< PROCTIME(): replaced by the wall clock when it is read. */
};

struct leat_type {
	enum leat_type_id id;      /**< Root. */
	bool nullable;             /**< False for NOT NULL. */
	uint8_t precision;         /**< DECIMAL, TIME, TIMESTAMP*; INTERVAL: of the fraction. */
	uint8_t scale;             /**< DECIMAL. */
	int32_t length;            /**< CHAR, VARCHAR, BINARY, VARBINARY. */
	enum leat_time_attr time;  /**< Set by the planner on time attribute columns. */
	uint32_t child_count;      /**< ARRAY, MULTISET 1; MAP 2; ROW its fields. */
	const struct leat_type *const *children; /**< child_count types. */
	const struct leat_str *names;            /**< ROW: field names. */
};

/** Physical layout of @p type. */
enum leat_phys leat_type_phys(const struct leat_type *type);

/** The static nullable type of a root without parameters (DECIMAL is (10,0), CHAR and BINARY (1),
 * VARCHAR and VARBINARY of maximal length, TIME (0), TIMESTAMP* (6), intervals Flink's defaults).
 * Not for ARRAY, MULTISET, MAP, ROW. */
const struct leat_type *leat_type_basic(enum leat_type_id id);

/** STRING NOT NULL and the like: @p type with another nullability. */
const struct leat_type *leat_type_with_null(struct leat_arena *arena, const struct leat_type *type,
                                            bool nullable);
const struct leat_type *leat_type_with_time(struct leat_arena *arena, const struct leat_type *type,
                                            enum leat_time_attr time);
const struct leat_type *leat_type_decimal(struct leat_arena *arena, int precision, int scale,
                                          bool nullable);
/** CHAR, VARCHAR, BINARY or VARBINARY of @p length. */
const struct leat_type *leat_type_sized(struct leat_arena *arena, enum leat_type_id id,
                                        int32_t length, bool nullable);
/** TIME, TIMESTAMP or TIMESTAMP_LTZ of @p precision. */
const struct leat_type *leat_type_timed(struct leat_arena *arena, enum leat_type_id id,
                                        int precision, bool nullable);
const struct leat_type *leat_type_array(struct leat_arena *arena, const struct leat_type *element,
                                        bool nullable);
const struct leat_type *leat_type_map(struct leat_arena *arena, const struct leat_type *key,
                                      const struct leat_type *value, bool nullable);
const struct leat_type *leat_type_multiset(struct leat_arena *arena,
                                           const struct leat_type *element, bool nullable);
/** The arrays are copied. */
const struct leat_type *leat_type_row(struct leat_arena *arena, uint32_t field_count,
                                      const struct leat_str *names,
                                      const struct leat_type *const *types, bool nullable);

/** Deep copy into another arena. */
const struct leat_type *leat_type_copy(struct leat_arena *arena, const struct leat_type *type);

/** Same root, parameters and children; nullability of the top is ignored. */
bool leat_type_equal(const struct leat_type *a, const struct leat_type *b);

/** Append Flink's summary text: "DECIMAL(10, 2) NOT NULL", "TIMESTAMP(3) *ROWTIME*", "ROW<`a` INT>"
 * (time attributes only when @p with_time). */
void leat_type_print(const struct leat_type *type, bool with_time, struct leat_buf *out);

static inline bool leat_type_is_integer(const struct leat_type *t)
{
	return t->id >= LEAT_TINYINT && t->id <= LEAT_BIGINT;
}
static inline bool leat_type_is_numeric(const struct leat_type *t)
{
	return t->id >= LEAT_TINYINT && t->id <= LEAT_DECIMAL;
}
static inline bool leat_type_is_text(const struct leat_type *t)
{
	return t->id == LEAT_CHAR || t->id == LEAT_VARCHAR;
}
static inline bool leat_type_is_binary(const struct leat_type *t)
{
	return t->id == LEAT_BINARY || t->id == LEAT_VARBINARY;
}
static inline bool leat_type_is_timestamp(const struct leat_type *t)
{
	return t->id == LEAT_TIMESTAMP || t->id == LEAT_TIMESTAMP_LTZ;
}
static inline bool leat_type_is_interval(const struct leat_type *t)
{
	return t->id == LEAT_INTERVAL_YEAR_MONTH || t->id == LEAT_INTERVAL_DAY_TIME;
}

/** One column of a schema. */
struct leat_field {
	struct leat_str name;         /**< As the user wrote it; names are case-sensitive as Flink's. */
	const struct leat_type *type; /**< Never NULL. */
};

/** Columns of a table, an edge or a batch.  Immutable. */
struct leat_schema {
	uint32_t field_count;            /**< May be 0, as of SELECT without columns. */
	const struct leat_field *fields; /**< field_count rows. */
};

/** The field's index, or -1. */
int leat_schema_find(const struct leat_schema *schema, struct leat_str name);

/** Deep copy into another arena. */
const struct leat_schema *leat_schema_copy(struct leat_arena *arena,
                                           const struct leat_schema *schema);
