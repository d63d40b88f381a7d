/* SPDX-License-Identifier: Apache-2.0 */
/* VAR_POP, VAR_SAMP, VARIANCE, STDDEV_POP and STDDEV_SAMP.
 *
 * Flink rewrites them to sums in the argument's own type,
 *
 *   (SUM(x * x) - SUM(x) * SUM(x) / COUNT(x)) / (COUNT(x) [- 1])
 *
 * so integers wrap around and are cut, and DECIMALs are rounded, at each step.  So they are
 * here. */
#include <math.h>

#include "expr/aggregates/aggregate.h"
#include "expr/registry.h"
#include "types/decimal.h"

enum { SQUARE_SCALE = 6 }; /* Of the product of two DECIMAL(38, 6), by the rules of types. */

/* The call's data: which of them. */
struct kind {
	bool sample; /* Divide by one less. */
	bool root;   /* The standard deviation. */
};

struct sums {
	union {
		uint64_t i64;
		double f64;
		leat_i128 i128; /* At the scale of the result. */
	} sum;
	union {
		uint64_t i64;
		double f64;
		leat_i128 i128; /* At SQUARE_SCALE. */
	} squares;
	int64_t count; /* Values that were not NULL. */
};

static void sums_change(const struct leat_agg_call *call, struct sums *state,
                        const struct leat_col *col, uint32_t row, int sign)
{
	const struct leat_type *type = call->args[0];

	state->count += sign;
	if (type->id == LEAT_DECIMAL) {
		leat_i128 value = 0, square = 0;
		/* What does not fit counts as 0: no variance has so many digits. */
		(void)leat_decimal_rescale(col->i128[row], type->scale, LEAT_DECIMAL_PRECISION_MAX,
		                           call->ret->scale, &value);
		(void)leat_decimal_mul(value, call->ret->scale, value, call->ret->scale,
		                       LEAT_DECIMAL_PRECISION_MAX, SQUARE_SCALE, &square);
		state->sum.i128 += sign * value;
		state->squares.i128 += sign * square;
	} else if (leat_type_is_integer(type)) {
		uint64_t value = (uint64_t)col->i64[row];
		state->sum.i64 += (uint64_t)sign * value;
		state->squares.i64 += (uint64_t)sign * value * value;
	} else {
		double value = col->f64[row];
		state->sum.f64 += sign * value;
		state->squares.f64 += sign * value * value;
	}
}

static void sums_add(const struct leat_agg_call *call, void *const *states,
                     const struct leat_col *args, struct leat_sel sel)
{
	LEAT_EACH_STATE(struct sums, state, row, states, sel)
	if (!leat_col_is_null(&args[0], row))
		sums_change(call, state, &args[0], row, 1);
}

static void sums_retract(const struct leat_agg_call *call, void *const *states,
                         const struct leat_col *args, struct leat_sel sel)
{
	LEAT_EACH_STATE(struct sums, state, row, states, sel)
	if (!leat_col_is_null(&args[0], row))
		sums_change(call, state, &args[0], row, -1);
}

static void sums_merge(const struct leat_agg_call *call, void *into, const void *from)
{
	struct sums *a = into;
	const struct sums *b = from;

	a->count += b->count;
	if (call->args[0]->id == LEAT_DECIMAL) {
		a->sum.i128 += b->sum.i128;
		a->squares.i128 += b->squares.i128;
	} else if (leat_type_is_integer(call->args[0])) {
		a->sum.i64 += b->sum.i64;
		a->squares.i64 += b->squares.i64;
	} else {
		a->sum.f64 += b->sum.f64;
		a->squares.f64 += b->squares.f64;
	}
}

static int64_t cut_to_width(uint64_t value, enum leat_type_id id)
{
	if (id == LEAT_TINYINT)
		return (int8_t)value;
	if (id == LEAT_SMALLINT)
		return (int16_t)value;
	return id == LEAT_INT ? (int32_t)value : (int64_t)value;
}

static int64_t integer_result(const struct sums *state, enum leat_type_id id, int64_t divisor,
                              bool root)
{
	int64_t sum = cut_to_width(state->sum.i64, id);
	int64_t squares = cut_to_width(state->squares.i64, id);
	int64_t of_sum = cut_to_width((uint64_t)sum * (uint64_t)sum, id) / state->count;
	int64_t result = (int64_t)((uint64_t)squares - (uint64_t)of_sum) / divisor;

	if (root)
		result = result < 0 ? 0 : (int64_t)sqrt((double)result);
	return cut_to_width((uint64_t)result, id);
}

static bool decimal_result(const struct sums *state, int scale, int64_t divisor, bool root,
                           leat_i128 *ret)
{
	const int digits = LEAT_DECIMAL_PRECISION_MAX;
	leat_i128 value;

	if (!leat_decimal_mul(state->sum.i128, scale, state->sum.i128, scale, digits, SQUARE_SCALE,
	                      &value) ||
	    !leat_decimal_div(value, SQUARE_SCALE, state->count, 0, digits, SQUARE_SCALE, &value) ||
	    !leat_decimal_div(state->squares.i128 - value, SQUARE_SCALE, divisor, 0, digits,
	                      SQUARE_SCALE, &value))
		return false;
	if (root)
		return leat_decimal_from_f64(sqrt(leat_decimal_to_f64(value, SQUARE_SCALE)), digits,
		                             scale, ret);
	return leat_decimal_rescale(value, SQUARE_SCALE, digits, scale, ret);
}

static int sums_emit(const struct leat_agg_call *call, const void *state,
                     struct leat_col_builder *out, struct leat_err *err)
{
	const struct kind *kind = call->data;
	const struct sums *sums = state;
	int64_t divisor = sums->count - kind->sample;

	(void)err;
	if (sums->count <= 0 || divisor == 0) {
		leat_col_builder_null(out);
	} else if (call->ret->id == LEAT_DECIMAL) {
		leat_i128 value;
		if (decimal_result(sums, call->ret->scale, divisor, kind->root, &value))
			leat_col_builder_i128(out, value);
		else
			leat_col_builder_null(out);
	} else if (leat_type_is_integer(call->ret)) {
		leat_col_builder_i64(out, integer_result(sums, call->ret->id, divisor, kind->root));
	} else {
		double count = (double)sums->count;
		double value = (sums->squares.f64 - sums->sum.f64 * sums->sum.f64 / count) /
		               (double)divisor;
		value = kind->root ? sqrt(value) : value;
		leat_col_builder_f64(out, call->ret->id == LEAT_FLOAT ? (float)value : value);
	}
	return 0;
}

static const struct leat_agg_ops sums_ops = {
	.state_bytes = sizeof(struct sums),
	.add = sums_add,
	.retract = sums_retract,
	.merge = sums_merge,
	.emit = sums_emit,
};

static int bind_statistic(struct leat_bind *bind, bool sample, bool root,
                          const struct leat_agg_ops **ret_ops, struct leat_err *err)
{
	struct kind *kind = LEAT_ARENA_NEW(bind->arena, struct kind);
	const struct leat_type *type;

	if (bind->args[0]->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_DOUBLE));
	type = bind->args[0];
	if (!leat_type_is_numeric(type))
		return leat_bind_reject(bind, err);
	if (type->id == LEAT_DECIMAL) {
		struct leat_decimal_shape shape = leat_decimal_avg_shape(
			leat_decimal_shape_of(type));
		type = leat_type_decimal(bind->arena, shape.precision, shape.scale, true);
	}
	*kind = (struct kind){ sample, root };
	bind->data = kind;
	*ret_ops = &sums_ops;
	return leat_bind_returns(bind, type, true);
}

#define BIND(name, sample, root)                                                                   \
	static int name(struct leat_bind *bind, bool retracting,                                   \
	                const struct leat_agg_ops **ret_ops, struct leat_err *err)                 \
	{                                                                                          \
		(void)retracting;                                                                  \
		return bind_statistic(bind, sample, root, ret_ops, err);                           \
	}

BIND(bind_var_pop, false, false)
BIND(bind_var_samp, true, false)
BIND(bind_stddev_pop, false, true)
BIND(bind_stddev_samp, true, true)

#define STATISTIC .min_args = 1, .max_args = 1, .flags = LEAT_AGG_RETRACTS | LEAT_AGG_PURE
#define EXAMPLE(call) "SELECT " call " AS r FROM (VALUES (1e0), (2e0), (3e0), (6e0)) AS t(x)"

const struct leat_aggregate leat_aggregates_statistics[] = {
	{ .name = "VAR_POP",
	  STATISTIC,
	  .bind = bind_var_pop,
	  .syntax = "VAR_POP([DISTINCT] numeric)",
	  .doc = "The population variance, in the argument's type.",
	  .example = EXAMPLE("VAR_POP(x)"),
	  .result = "{\"r\":3.5}" },
	{ .name = "VAR_SAMP",
	  STATISTIC,
	  .bind = bind_var_samp,
	  .syntax = "VAR_SAMP([DISTINCT] numeric)",
	  .doc = "The sample variance, in the argument's type; NULL of one value.",
	  .example = EXAMPLE("VAR_SAMP(x * 3)"),
	  .result = "{\"r\":42.0}" },
	{ .name = "VARIANCE",
	  STATISTIC,
	  .bind = bind_var_samp,
	  .syntax = "VARIANCE([DISTINCT] numeric)",
	  .doc = "As VAR_SAMP.",
	  .example = EXAMPLE("VARIANCE(x * 3)"),
	  .result = "{\"r\":42.0}" },
	{ .name = "STDDEV_POP",
	  STATISTIC,
	  .bind = bind_stddev_pop,
	  .syntax = "STDDEV_POP([DISTINCT] numeric)",
	  .doc = "The population standard deviation, in the argument's type.",
	  .example = "SELECT STDDEV_POP(x) AS r FROM (VALUES (1e0), (3e0)) AS t(x)",
	  .result = "{\"r\":1.0}" },
	{ .name = "STDDEV_SAMP",
	  STATISTIC,
	  .bind = bind_stddev_samp,
	  .syntax = "STDDEV_SAMP([DISTINCT] numeric)",
	  .doc = "The sample standard deviation, in the argument's type; NULL of one value.",
	  .example = "SELECT STDDEV_SAMP(x) AS r FROM (VALUES (1e0), (2e0), (3e0)) AS t(x)",
	  .result = "{\"r\":1.0}" },
	{ .name = "STDDEV",
	  STATISTIC,
	  .bind = bind_stddev_samp,
	  .syntax = "STDDEV([DISTINCT] numeric)",
	  .doc = "As STDDEV_SAMP.",
	  .example = "SELECT STDDEV(x) AS r FROM (VALUES (1e0), (2e0), (3e0)) AS t(x)",
	  .result = "{\"r\":1.0}" },
	{ .name = NULL },
};
