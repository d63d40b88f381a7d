/* SPDX-License-Identifier: Apache-2.0 */
/* Casting columns: finding the kernel, walking the rows, constructed types.
 *
 * A kernel casts one value and says whether it could; what that means for the row, NULL or an
 * error, is decided at the end by whoever asked.  So an element that cannot be cast fails the whole
 * array it is in. */
#include "types/cast.h"

#include <string.h>

#include "types/cast_int.h"
#include "types/render.h"
#include "types/timezone.h"

enum { ERROR_TEXT_MAX = 100 /* Bytes of a value that are shown in a message. */ };

void leat_cast_null(struct leat_cast *cast, uint32_t row)
{
	if (!cast->nulls)
		cast->nulls = leat_arena_zalloc(cast->arena, cast->row_count);
	cast->nulls[row] = 1;
}

static void fail_row(struct leat_cast *cast, uint32_t row)
{
	if (!cast->failed)
		cast->failed = leat_arena_zalloc(cast->arena, cast->row_count);
	cast->failed[row] = 1;
	leat_cast_null(cast, row);
}

/* True when values of @p from are values of @p to as they lie in a column. */
static bool is_same(const struct leat_type *from, const struct leat_type *to)
{
	if (leat_type_is_integer(from) && leat_type_is_integer(to))
		return from->id <= to->id;
	if (from->id == LEAT_FLOAT && to->id == LEAT_DOUBLE)
		return true;
	if (leat_type_is_text(from) && to->id == LEAT_VARCHAR)
		return to->length >= from->length;
	if (leat_type_is_binary(from) && to->id == LEAT_VARBINARY)
		return to->length >= from->length;
	return leat_type_equal(from, to);
}

static leat_cast_fn find_kernel(const struct leat_type *from, const struct leat_type *to)
{
	leat_cast_fn fn = leat_cast_text(from, to);

	if (!fn)
		fn = leat_cast_number(from, to);
	if (!fn)
		fn = leat_cast_time(from, to);
	return fn;
}

static void cast_values(struct leat_cast *cast, struct leat_sel sel, struct leat_col *ret);

/* A cast of a child; its scratch is the parent's. */
static struct leat_cast child_cast(const struct leat_cast *parent, const struct leat_col *from,
                                   const struct leat_type *to, uint32_t row_count)
{
	return (struct leat_cast){
		.arena = parent->arena,
		.tz = parent->tz,
		.from = from,
		.to = to,
		.row_count = row_count,
		.scratch = parent->scratch,
	};
}

static void cast_row(struct leat_cast *cast, struct leat_sel sel, struct leat_col *ret)
{
	uint32_t count = cast->to->child_count;
	struct leat_col *children = leat_arena_alloc(cast->arena, count * sizeof(*children));

	for (uint32_t k = 0; k < count; k++) {
		struct leat_cast child = child_cast(cast, &cast->from->children[k],
		                                    cast->to->children[k], cast->row_count);
		cast_values(&child, sel, &children[k]);
		for (uint32_t i = 0; child.failed && i < sel.count; i++) {
			uint32_t row = leat_sel_row(sel, i);
			if (child.failed[row] && !leat_col_is_null(cast->from, row))
				fail_row(cast, row);
		}
	}
	ret->children = children;
}

/* Bring the elements of the selected lists together, so that only they are cast. */
static struct leat_col *gather(struct leat_cast *cast, struct leat_sel sel, struct leat_list *lists,
                               uint32_t child_count, uint32_t *ret_rows)
{
	struct leat_col *children = leat_arena_alloc(cast->arena, child_count * sizeof(*children));
	uint32_t total = 0;

	for (uint32_t i = 0; i < sel.count; i++) {
		uint32_t row = leat_sel_row(sel, i);
		if (leat_col_is_null(cast->from, row))
			continue;
		lists[row] = (struct leat_list){ total, cast->from->list[row].count };
		total += lists[row].count;
	}
	for (uint32_t k = 0; k < child_count; k++) {
		const struct leat_col *child = &cast->from->children[k];
		struct leat_col_builder *b = leat_col_builder_new(cast->arena, child->type, total);
		for (uint32_t i = 0; i < sel.count; i++) {
			uint32_t row = leat_sel_row(sel, i);
			struct leat_list list = cast->from->list[row];
			if (leat_col_is_null(cast->from, row))
				continue;
			for (uint32_t e = 0; e < list.count; e++)
				leat_col_builder_append(b, child, list.begin + e, false);
		}
		children[k] = leat_col_builder_finish(b);
	}
	*ret_rows = total;
	return children;
}

static void cast_list(struct leat_cast *cast, struct leat_sel sel, struct leat_col *ret)
{
	uint32_t count = cast->to->id == LEAT_ARRAY ? 1 : 2;
	struct leat_list *lists =
	        leat_arena_zalloc(cast->arena, cast->row_count * sizeof(struct leat_list));
	struct leat_col *children = leat_arena_alloc(cast->arena, count * sizeof(*children));
	uint32_t total;
	const struct leat_col *elements = gather(cast, sel, lists, count, &total);

	for (uint32_t k = 0; k < count; k++) {
		/* The counts of a MULTISET stay. */
		const struct leat_type *to = k < cast->to->child_count ? cast->to->children[k]
		                                                       : elements[k].type;
		struct leat_cast child = child_cast(cast, &elements[k], to, total);
		cast_values(&child, (struct leat_sel){ NULL, total }, &children[k]);
		for (uint32_t i = 0; child.failed && i < sel.count; i++) {
			uint32_t row = leat_sel_row(sel, i);
			if (lists[row].count &&
			    memchr(child.failed + lists[row].begin, 1, lists[row].count))
				fail_row(cast, row);
		}
	}
	ret->list = lists;
	ret->children = children;
}

/* A column of NULLs. */
static struct leat_col null_col(struct leat_cast *cast)
{
	struct leat_col_builder *b = leat_col_builder_new(cast->arena, cast->to, cast->row_count);

	for (uint32_t i = 0; i < cast->row_count; i++)
		leat_col_builder_null(b);
	return leat_col_builder_finish(b);
}

/* Cast all selected rows; failures are in cast->failed and NULL in the result. */
static void cast_values(struct leat_cast *cast, struct leat_sel sel, struct leat_col *ret)
{
	const struct leat_col *from = cast->from;

	if (is_same(from->type, cast->to)) {
		*ret = *from;
		ret->type = cast->to;
		return;
	}
	if (from->type->id == LEAT_NULL) {
		*ret = null_col(cast);
		return;
	}
	*ret = (struct leat_col){ .type = cast->to };
	for (uint32_t i = 0; from->nulls && i < sel.count; i++)
		if (from->nulls[leat_sel_row(sel, i)])
			leat_cast_null(cast, leat_sel_row(sel, i));
	leat_cast_fn fn = find_kernel(from->type, cast->to);
	if (fn) {
		size_t bytes = leat_phys_bytes(leat_type_phys(cast->to));
		cast->out.data = leat_arena_zalloc(cast->arena, cast->row_count * bytes);
		for (uint32_t i = 0; i < sel.count; i++) {
			uint32_t row = leat_sel_row(sel, i);
			if (!leat_col_is_null(from, row) && !fn(cast, row))
				fail_row(cast, row);
		}
		ret->data = cast->out.data;
	} else if (cast->to->id == LEAT_ROW) {
		cast_row(cast, sel, ret);
	} else {
		cast_list(cast, sel, ret);
	}
	ret->nulls = cast->nulls;
}

static int explain(const struct leat_cast *cast, uint32_t row, struct leat_err *err)
{
	struct leat_buf value, type;

	leat_buf_init(&value, SIZE_MAX);
	leat_buf_init(&type, SIZE_MAX);
	leat_render_text(cast->from, row, cast->tz, &value);
	leat_type_print(cast->to, false, &type);
	bool cut = value.size > ERROR_TEXT_MAX;
	int r = leat_err_set(err, LEAT_E_RUNTIME, "cannot cast \"%.*s%s\" to %s",
	                     (int)(cut ? ERROR_TEXT_MAX : value.size), leat_buf_cstr(&value),
	                     cut ? "..." : "", leat_buf_cstr(&type));
	leat_err_hint(err, "use TRY_CAST to get NULL instead");
	leat_buf_done(&value);
	leat_buf_done(&type);
	return r;
}

int leat_cast_col(const struct leat_cast_context *ctx, const struct leat_col *from,
                  const struct leat_type *to, struct leat_sel sel, uint32_t row_count,
                  bool try_cast, struct leat_col *ret, struct leat_err *err)
{
	struct leat_buf scratch;
	struct leat_cast cast = {
		.arena = ctx->arena,
		.tz = ctx->tz ? ctx->tz : leat_tz_utc(),
		.from = from,
		.to = to,
		.row_count = row_count,
		.scratch = &scratch,
	};

	leat_assert(leat_cast_is_allowed(from->type, to, NULL));
	leat_buf_init(&scratch, SIZE_MAX);
	cast_values(&cast, sel, ret);
	leat_buf_done(&scratch);
	if (!cast.failed || try_cast)
		return 0;
	const uint8_t *first = memchr(cast.failed, 1, row_count);
	return explain(&cast, (uint32_t)(first - cast.failed), err);
}
