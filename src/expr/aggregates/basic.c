/* SPDX-License-Identifier: Apache-2.0 */
/* COUNT, SUM, $SUM0 and AVG.
 *
 * Their states are numbers that can be taken back and added, so one set of functions serves append
 * and retraction. */
#include "expr/aggregates/aggregate.h"
#include "expr/registry.h"
#include "types/decimal.h"

/* ---- COUNT ---- */

static bool any_null(const struct leat_agg_call *call, const struct leat_col *args, uint32_t row)
{
	for (uint32_t i = 0; i < call->arg_count; i++)
		if (args[i].type->id == LEAT_NULL || leat_col_is_null(&args[i], row))
			return true;
	return false;
}

static void count_add(const struct leat_agg_call *call, void *const *states,
                      const struct leat_col *args, struct leat_sel sel)
{
	LEAT_EACH_STATE(int64_t, state, row, states, sel)
	*state += !any_null(call, args, row);
}

static void count_retract(const struct leat_agg_call *call, void *const *states,
                          const struct leat_col *args, struct leat_sel sel)
{
	LEAT_EACH_STATE(int64_t, state, row, states, sel)
	*state -= !any_null(call, args, row);
}

static void count_merge(const struct leat_agg_call *call, void *into, const void *from)
{
	(void)call;
	*(int64_t *)into += *(const int64_t *)from;
}

static int count_emit(const struct leat_agg_call *call, const void *state,
                      struct leat_col_builder *out, struct leat_err *err)
{
	(void)call;
	(void)err;
	leat_col_builder_i64(out, *(const int64_t *)state);
	return 0;
}

static const struct leat_agg_ops count_ops = {
	.state_bytes = sizeof(int64_t),
	.add = count_add,
	.retract = count_retract,
	.merge = count_merge,
	.emit = count_emit,
};

static int bind_count(struct leat_bind *bind, bool retracting, const struct leat_agg_ops **ret_ops,
                      struct leat_err *err)
{
	(void)retracting;
	(void)err;
	*ret_ops = &count_ops;
	return leat_bind_returns(bind, leat_type_basic(LEAT_BIGINT), false);
}

/* ---- sums ---- */

/* Integers of every width: wrapping around commutes with adding, so it is done at the end. */
struct sum_i64 {
	int64_t sum;
	int64_t count; /* Values that were not NULL. */
};

struct sum_f64 {
	double sum;
	int64_t count;
};

/* Once a sum does not fit 38 digits it is lost. */
struct sum_i128 {
	leat_i128 sum;
	int64_t count;
};

#define OP(op) i64_##op
#define STATE struct sum_i64
#define VALUES i64
#define PLUS(a, b) ((int64_t)((uint64_t)(a) + (uint64_t)(b)))
#define MINUS(a, b) ((int64_t)((uint64_t)(a) - (uint64_t)(b)))
#include "expr/aggregates/sum.inc.c"

#define OP(op) f64_##op
#define STATE struct sum_f64
#define VALUES f64
#define PLUS(a, b) ((a) + (b))
#define MINUS(a, b) ((a) - (b))
#include "expr/aggregates/sum.inc.c"

#define OP(op) f32_##op
#define STATE struct sum_f64
#define VALUES f64
#define PLUS(a, b) ((float)((a) + (b)))
#define MINUS(a, b) ((float)((a) - (b)))
#include "expr/aggregates/sum.inc.c"

/* 128 bits hold 1.7 times 10^38: a sum of values of up to 38 digits is cut back to the range where
 * one more addition cannot overflow, and marked by a value that no DECIMAL has. */
#define LOST ((leat_i128)1 << 126)

static leat_i128 sum_fitting(leat_i128 a, leat_i128 b)
{
	leat_i128 sum = a + b;

	return a == LOST || !leat_decimal_fits(sum, LEAT_DECIMAL_PRECISION_MAX) ? LOST : sum;
}

#define OP(op) i128_##op
#define STATE struct sum_i128
#define VALUES i128
#define PLUS(a, b) sum_fitting(a, b)
#define MINUS(a, b) sum_fitting(a, -(b))
#include "expr/aggregates/sum.inc.c"

static int64_t cut_to_width(int64_t value, enum leat_type_id id)
{
	if (id == LEAT_TINYINT)
		return (int8_t)value;
	if (id == LEAT_SMALLINT)
		return (int16_t)value;
	return id == LEAT_INT ? (int32_t)value : value;
}

static int sum_i64_emit(const struct leat_agg_call *call, const void *state,
                        struct leat_col_builder *out, struct leat_err *err)
{
	const struct sum_i64 *sum = state;

	(void)err;
	if (sum->count == 0 && call->ret->nullable)
		leat_col_builder_null(out);
	else
		leat_col_builder_i64(out, cut_to_width(sum->sum, call->ret->id));
	return 0;
}

static int sum_f64_emit(const struct leat_agg_call *call, const void *state,
                        struct leat_col_builder *out, struct leat_err *err)
{
	const struct sum_f64 *sum = state;

	(void)err;
	if (sum->count == 0 && call->ret->nullable)
		leat_col_builder_null(out);
	else
		leat_col_builder_f64(out, sum->sum);
	return 0;
}

static int sum_i128_emit(const struct leat_agg_call *call, const void *state,
                         struct leat_col_builder *out, struct leat_err *err)
{
	const struct sum_i128 *sum = state;

	(void)err;
	if ((sum->count == 0 && call->ret->nullable) || sum->sum == LOST)
		leat_col_builder_null(out);
	else
		leat_col_builder_i128(out, sum->sum);
	return 0;
}

static int avg_i64_emit(const struct leat_agg_call *call, const void *state,
                        struct leat_col_builder *out, struct leat_err *err)
{
	const struct sum_i64 *sum = state;

	(void)err;
	if (sum->count == 0)
		leat_col_builder_null(out);
	else
		leat_col_builder_i64(out, cut_to_width(sum->sum / sum->count, call->ret->id));
	return 0;
}

static int avg_f64_emit(const struct leat_agg_call *call, const void *state,
                        struct leat_col_builder *out, struct leat_err *err)
{
	const struct sum_f64 *sum = state;

	(void)err;
	if (sum->count == 0) {
		leat_col_builder_null(out);
		return 0;
	}
	double average = sum->sum / (double)sum->count;
	leat_col_builder_f64(out, call->ret->id == LEAT_FLOAT ? (float)average : average);
	return 0;
}

static int avg_i128_emit(const struct leat_agg_call *call, const void *state,
                         struct leat_col_builder *out, struct leat_err *err)
{
	const struct sum_i128 *sum = state;
	leat_i128 average;

	(void)err;
	if (sum->count == 0 || sum->sum == LOST ||
	    !leat_decimal_div(sum->sum, call->args[0]->scale, sum->count, 0, call->ret->precision,
	                      call->ret->scale, &average))
		leat_col_builder_null(out);
	else
		leat_col_builder_i128(out, average);
	return 0;
}

#define SUM_OPS(kind, state, emit_function)                                                        \
	{                                                                                          \
		.state_bytes = sizeof(struct state), .add = kind##_add, .retract = kind##_retract, \
		.merge = kind##_merge, .emit = emit_function                                       \
	}

static const struct leat_agg_ops sum_i64_ops = SUM_OPS(i64, sum_i64, sum_i64_emit);
static const struct leat_agg_ops sum_f64_ops = SUM_OPS(f64, sum_f64, sum_f64_emit);
static const struct leat_agg_ops sum_f32_ops = SUM_OPS(f32, sum_f64, sum_f64_emit);
static const struct leat_agg_ops sum_i128_ops = SUM_OPS(i128, sum_i128, sum_i128_emit);
static const struct leat_agg_ops avg_i64_ops = SUM_OPS(i64, sum_i64, avg_i64_emit);
static const struct leat_agg_ops avg_f64_ops = SUM_OPS(f64, sum_f64, avg_f64_emit);
static const struct leat_agg_ops avg_i128_ops = SUM_OPS(i128, sum_i128, avg_i128_emit);

/* The argument as a number: NULL alone is an INT, other types are refused. */
static int number_argument(struct leat_bind *bind, struct leat_err *err)
{
	if (bind->args[0]->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_INT));
	return leat_type_is_numeric(bind->args[0]) ? 0 : leat_bind_reject(bind, err);
}

static int bind_total(struct leat_bind *bind, bool nullable, const struct leat_agg_ops **ret_ops,
                      struct leat_err *err)
{
	LEAT_TRY(number_argument(bind, err));
	const struct leat_type *type = bind->args[0];
	if (type->id == LEAT_DECIMAL) {
		struct leat_decimal_shape shape = leat_decimal_sum_shape(
			leat_decimal_shape_of(type));
		*ret_ops = &sum_i128_ops;
		return leat_bind_returns(
			bind, leat_type_decimal(bind->arena, shape.precision, shape.scale, true),
			nullable);
	}
	*ret_ops = type->id == LEAT_DOUBLE  ? &sum_f64_ops
	           : type->id == LEAT_FLOAT ? &sum_f32_ops
	                                    : &sum_i64_ops;
	return leat_bind_returns(bind, type, nullable);
}

static int bind_sum(struct leat_bind *bind, bool retracting, const struct leat_agg_ops **ret_ops,
                    struct leat_err *err)
{
	(void)retracting;
	return bind_total(bind, true, ret_ops, err);
}

static int bind_sum0(struct leat_bind *bind, bool retracting, const struct leat_agg_ops **ret_ops,
                     struct leat_err *err)
{
	(void)retracting;
	return bind_total(bind, false, ret_ops, err);
}

static int bind_avg(struct leat_bind *bind, bool retracting, const struct leat_agg_ops **ret_ops,
                    struct leat_err *err)
{
	(void)retracting;
	LEAT_TRY(number_argument(bind, err));
	const struct leat_type *type = bind->args[0];
	if (type->id == LEAT_DECIMAL) {
		struct leat_decimal_shape shape = leat_decimal_avg_shape(
			leat_decimal_shape_of(type));
		*ret_ops = &avg_i128_ops;
		return leat_bind_returns(
			bind, leat_type_decimal(bind->arena, shape.precision, shape.scale, true),
			true);
	}
	*ret_ops = leat_type_is_integer(type) ? &avg_i64_ops : &avg_f64_ops;
	return leat_bind_returns(bind, type, true);
}

const struct leat_aggregate leat_aggregates_basic[] = {
	{ .name = "COUNT",
	  .min_args = 0,
	  .max_args = 255,
	  .bind = bind_count,
	  .flags = LEAT_AGG_RETRACTS | LEAT_AGG_PURE,
	  .syntax = "COUNT(*), COUNT([DISTINCT] value, ..)",
	  .doc = "The number of rows, or of rows where no value is NULL.",
	  .example = "SELECT COUNT(x) AS r FROM (VALUES (1), (2), (CAST(NULL AS INT))) AS t(x)",
	  .result = "{\"r\":2}" },
	{ .name = "SUM",
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_sum,
	  .flags = LEAT_AGG_RETRACTS | LEAT_AGG_PURE,
	  .syntax = "SUM([DISTINCT] numeric)",
	  .doc = "The sum of the values that are not NULL; NULL when there is none. Integers keep their "
	         "type and wrap around.",
	  .example = "SELECT SUM(x) AS r FROM (VALUES (1), (2), (3)) AS t(x)",
	  .result = "{\"r\":6}" },
	{ .name = "$SUM0",
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_sum0,
	  .flags = LEAT_AGG_RETRACTS | LEAT_AGG_PURE,
	  .syntax = "$SUM0(numeric)",
	  .doc = "As SUM, but 0 when there is no value. Made by the planner.",
	  .example = NULL,
	  .result = NULL },
	{ .name = "AVG",
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_avg,
	  .flags = LEAT_AGG_RETRACTS | LEAT_AGG_PURE,
	  .syntax = "AVG([DISTINCT] numeric)",
	  .doc = "The average of the values that are not NULL, of the argument's type: integers are cut "
	         "towards zero.",
	  .example = "SELECT AVG(x) AS r FROM (VALUES (1), (2), (4)) AS t(x)",
	  .result = "{\"r\":2}" },
	{ .name = NULL },
};
