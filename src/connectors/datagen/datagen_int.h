/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of datagen give each other. */
#pragma once

#include "leat/source.h"

struct datagen_config {
	int64_t rows_per_second;     /* 0: as many as are taken. */
	int64_t number_of_rows;      /* 0: without end. */
	int64_t parallelism;         /* Has no effect. */
	struct leat_opt_map fields;  /* "<column>.<option>" */
};

enum datagen_kind {
	DATAGEN_RANDOM,
	DATAGEN_SEQUENCE,
};

/* How the values of a column, field or element are made. */
struct datagen_field {
	const struct leat_type *type;     /* SQL type. */
	enum datagen_kind kind;           /* Which members below have a meaning. */
	int64_t start, end;               /* SEQUENCE: first and last number. */
	double min, max;                  /* RANDOM FLOAT, DOUBLE, DECIMAL. */
	int64_t min_i64, max_i64;         /* RANDOM integers. */
	int64_t max_past_us;              /* RANDOM times. */
	int64_t length;                   /* RANDOM texts, bytes, ARRAY, MAP. */
	bool var_len;                     /* Lengths from 1 to length, else always length. */
	double null_rate;                 /* Share of NULLs. */
	struct datagen_field *children;   /* Of ARRAY, MAP, MULTISET, ROW. */
	uint32_t child_count;             /* Rows in children. */
};

/* Make the plan of column @p name from its options. */
int leat_datagen_field(const struct datagen_config *config, struct leat_arena *arena,
                       struct leat_str name, const struct leat_type *type,
                       struct datagen_field *ret, struct leat_err *err) LEAT_MUSTCHECK;

/* Append value number @p index to a builder.  @p now_us: wall clock. */
void leat_datagen_value(const struct datagen_field *field, int64_t index, int64_t now_us,
                        uint64_t *random, struct leat_arena *arena, struct leat_col_builder *b);

extern const struct leat_source_type leat_datagen_source;
