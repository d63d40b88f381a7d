/* SPDX-License-Identifier: Apache-2.0 */
/* Binding of aggregate calls, and what the aggregates share. */
#include "expr/aggregates/aggregate.h"

#include <stdlib.h>
#include <string.h>

#include "expr/expr.h"
#include "types/compare.h"

/* ---- snapshots ---- */

void leat_reader_take(struct leat_reader *in, void *to, size_t n)
{
	if ((size_t)(in->end - in->p) < n) {
		in->failed = true;
		memset(to, 0, n);
		return;
	}
	memcpy(to, in->p, n);
	in->p += n;
}

struct leat_str leat_reader_take_str(struct leat_reader *in)
{
	struct leat_str s = { NULL, 0 };
	uint32_t n;

	leat_reader_take(in, &n, sizeof(n));
	if ((size_t)(in->end - in->p) < n) {
		in->failed = true;
		return s;
	}
	s = (struct leat_str){ in->p, n };
	in->p += n;
	return s;
}

void leat_snapshot_put_str(struct leat_str s, struct leat_buf *out)
{
	leat_buf_add(out, &s.n, sizeof(s.n));
	leat_buf_str(out, s);
}

/* ---- single values ---- */

struct leat_scalar leat_scalar_of(const struct leat_col *col, uint32_t row)
{
	switch (leat_type_phys(col->type)) {
	case LEAT_PHYS_BOOL:
		return (struct leat_scalar){ .i64 = col->boolean[row] };
	case LEAT_PHYS_I64:
		return (struct leat_scalar){ .i64 = col->i64[row] };
	case LEAT_PHYS_F64:
		return (struct leat_scalar){ .f64 = col->f64[row] };
	case LEAT_PHYS_I128:
		return (struct leat_scalar){ .i128 = col->i128[row] };
	case LEAT_PHYS_BYTES:
		return (struct leat_scalar){ .bytes = col->bytes[row] };
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
	case LEAT_PHYS_NULL:
		break;
	}
	leat_unreachable();
}

void leat_scalar_own(struct leat_scalar *value, enum leat_phys phys)
{
	if (phys == LEAT_PHYS_BYTES)
		value->bytes.p = leat_strndup(value->bytes.n ? value->bytes.p : "", value->bytes.n);
}

void leat_scalar_done(struct leat_scalar *value, enum leat_phys phys)
{
	if (phys == LEAT_PHYS_BYTES)
		free((char *)value->bytes.p);
}

int leat_scalar_compare(const struct leat_scalar *a, const struct leat_scalar *b,
                        enum leat_phys phys)
{
	switch (phys) {
	case LEAT_PHYS_BOOL:
	case LEAT_PHYS_I64:
		return (a->i64 > b->i64) - (a->i64 < b->i64);
	case LEAT_PHYS_F64:
		/* NaN is the largest, as Java orders. */
		if (a->f64 != a->f64 || b->f64 != b->f64)
			return (a->f64 != a->f64) - (b->f64 != b->f64);
		return (a->f64 > b->f64) - (a->f64 < b->f64);
	case LEAT_PHYS_I128:
		return (a->i128 > b->i128) - (a->i128 < b->i128);
	case LEAT_PHYS_BYTES:
		return leat_bytes_compare(a->bytes, b->bytes);
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
	case LEAT_PHYS_NULL:
		break;
	}
	leat_unreachable();
}

void leat_scalar_emit(const struct leat_scalar *value, enum leat_phys phys,
                      struct leat_col_builder *out)
{
	switch (phys) {
	case LEAT_PHYS_BOOL:
		leat_col_builder_bool(out, value->i64);
		return;
	case LEAT_PHYS_I64:
		leat_col_builder_i64(out, value->i64);
		return;
	case LEAT_PHYS_F64:
		leat_col_builder_f64(out, value->f64);
		return;
	case LEAT_PHYS_I128:
		leat_col_builder_i128(out, value->i128);
		return;
	case LEAT_PHYS_BYTES:
		leat_col_builder_copy_bytes(out, value->bytes);
		return;
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
	case LEAT_PHYS_NULL:
		break;
	}
	leat_unreachable();
}

void leat_scalar_save(const struct leat_scalar *value, enum leat_phys phys, struct leat_buf *out)
{
	if (phys == LEAT_PHYS_BYTES)
		leat_snapshot_put_str(value->bytes, out);
	else
		leat_buf_add(out, value,
		             phys == LEAT_PHYS_I128 ? sizeof(leat_i128) : sizeof(int64_t));
}

void leat_scalar_load(struct leat_scalar *value, enum leat_phys phys, struct leat_reader *in)
{
	if (phys != LEAT_PHYS_BYTES) {
		leat_reader_take(in, value,
		                 phys == LEAT_PHYS_I128 ? sizeof(leat_i128) : sizeof(int64_t));
		return;
	}
	value->bytes = leat_reader_take_str(in);
	leat_scalar_own(value, phys);
}

/* ---- binding ---- */

static int check_count(const struct leat_aggregate *aggregate, struct leat_str name,
                       struct leat_span span, uint32_t arg_count, struct leat_err *err)
{
	if (arg_count >= aggregate->min_args &&
	    (aggregate->max_args == 255 || arg_count <= aggregate->max_args))
		return 0;
	int r = leat_err_at(err, LEAT_E_ARGUMENTS, span, "\"%.*s\" does not take %u argument%s",
	                    LEAT_STR_ARG(name), arg_count, arg_count == 1 ? "" : "s");
	leat_err_hint(err, "use %s", aggregate->syntax);
	return r;
}

int leat_aggregate_bind(struct leat_arena *arena, const struct leat_aggregate *aggregate,
                        struct leat_str written_name, struct leat_span span, uint32_t arg_count,
                        const struct leat_expr **args, bool retracting, const struct leat_tz *zone,
                        struct leat_agg_call *ret_call, struct leat_err *err)
{
	struct leat_span *spans = LEAT_ARENA_ARRAY(arena, struct leat_span, arg_count);
	struct leat_bind bind = {
		.arena = arena,
		.name = written_name,
		.arg_count = arg_count,
		.args = LEAT_ARENA_ARRAY(arena, const struct leat_type *, arg_count),
		.constants = LEAT_ARENA_ARRAY(arena, const struct leat_col *, arg_count),
		.spans = spans,
		.zone = zone,
	};
	const struct leat_agg_ops *ops = NULL;

	LEAT_TRY(check_count(aggregate, written_name, span, arg_count, err));
	for (uint32_t i = 0; i < arg_count; i++) {
		bind.args[i] = args[i]->type;
		bind.constants[i] = args[i]->constant;
		spans[i] = args[i]->span;
	}
	int r = aggregate->bind(&bind, retracting, &ops, err);
	if (r) {
		if (err) {
			leat_err_place(err, span);
			if (!err->hint[0])
				leat_err_hint(err, "use %s", aggregate->syntax);
		}
		return r;
	}
	for (uint32_t i = 0; i < arg_count; i++)
		LEAT_TRY(leat_expr_cast(arena, args[i], bind.args[i], false, zone, &args[i], err));
	*ret_call = (struct leat_agg_call){
		.ops = ops,
		.data = bind.data,
		.arg_count = arg_count,
		.args = bind.args,
		.ret = bind.ret,
	};
	return 0;
}
