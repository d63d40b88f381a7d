/* SPDX-License-Identifier: Apache-2.0 */
/* A batch: up to LEAT_BATCH_ROWS rows of one schema, stored by column.
 *
 *   built    one owner, writable      leat_batch_new .. until it is handed on
 *   handed on  shared, read-only      leat_batch_ref / leat_batch_unref
 *
 * A filter moves no data: it makes a batch that shares the columns and carries a selection,
 *
 *   row    0   1   2   3   4          column values (shared)
 *   sel        1       3              rows that are alive, ascending
 *
 * and a projection makes one whose columns are partly the input's.  A batch holds references on
 * the batches and buffers its columns point into (leat_batch_pin_batch, leat_batch_pin).  Text is by reference:
 * who keeps a value longer than the batch copies it.  Everything else comes from the batch's own
 * arena, which goes with the last reference.  Loop thread only. */
#pragma once

#include "leat/type.h"

enum {
	LEAT_BATCH_ROWS = 1024, /**< No batch has more rows (before selection). */
};

typedef __int128 leat_i128;

/** The elements of one ARRAY or MAP value: a range of the child columns. */
struct leat_list {
	uint32_t begin; /**< First element. */
	uint32_t count; /**< Elements. */
};

/** One column.  Row r is NULL when nulls && nulls[r]; its value is then undefined but safe to read
 * (bytes {NULL,0} or any valid view). */
struct leat_col {
	const struct leat_type *type; /**< Never NULL. */
	const uint8_t *nulls;         /**< A byte a row, 1 = NULL; NULL pointer: no row is NULL. */
	union {                       /**< By leat_type_phys(type). */
		const void *data;
		const uint8_t *boolean;
		const int64_t *i64;
		const double *f64;
		const leat_i128 *i128;
		const struct leat_str *bytes;
		const struct leat_list *list;
	};
	const struct leat_col *children; /**< LIST: elements, or keys and values, of any length;
	                                    ROW: the fields, as many rows as this column. */
};

/** Bytes of one row of a column's data; 0 for ROW and NULL, which have none. */
size_t leat_phys_bytes(enum leat_phys phys);

/** Flink's row kinds. */
enum leat_row_kind {
	LEAT_INSERT,        /**< +I */
	LEAT_UPDATE_BEFORE, /**< -U */
	LEAT_UPDATE_AFTER,  /**< +U */
	LEAT_DELETE,        /**< -D */
};

/** "+I", "-U", "+U" or "-D". */
const char *leat_row_kind_name(enum leat_row_kind kind);

static inline bool leat_row_kind_is_retract(uint8_t kind)
{
	return kind == LEAT_UPDATE_BEFORE || kind == LEAT_DELETE;
}

/** Rows of a batch that are alive.  rows == NULL: 0, 1, .. count - 1. */
struct leat_sel {
	const uint16_t *rows; /**< Ascending row numbers, or NULL. */
	uint32_t count;       /**< How many. */
};

/** The row number of the @p i-th selected row. */
static inline uint32_t leat_sel_row(struct leat_sel sel, uint32_t i)
{
	return sel.rows ? sel.rows[i] : i;
}

/** Where rows came from, for document ids and dead letters.  Kept by operators that map each
 * output row to one input row; dropped (NULL) by the others. */
struct leat_origin {
	struct leat_str stream;  /**< Topic or file; same for the whole batch; owned by the source. */
	int32_t partition;       /**< Kafka partition, 0 for files. */
	/** Tells copies of one record apart: 0 at a scan; an operator that lets a record come through
	 * input i of n, or as the i-th of at most n rows, makes it branch * n + i. */
	uint32_t branch;
	const int64_t *position; /**< Per row: Kafka offset, or the record's ordinal in the file. */
};

/** "No watermark yet" and "end of input". */
#define LEAT_WATERMARK_NONE INT64_MIN
#define LEAT_WATERMARK_END INT64_MAX

struct leat_batch {
	const struct leat_schema *schema; /**< Lives at least as long as the job. */
	struct leat_arena *arena;         /**< The batch's own memory. */
	struct leat_col *cols;            /**< schema->field_count columns. */
	uint32_t row_count;               /**< Rows in the columns, <= LEAT_BATCH_ROWS. */
	struct leat_sel sel;              /**< Rows that are alive. */
	const uint8_t *kinds;             /**< enum leat_row_kind per row; NULL: all are +I. */
	const int64_t *watermarks;        /**< Per row: the watermark after this row, never falling; NULL:
	                                     rows do not raise it (separate watermark items do). */
	const struct leat_origin *origin; /**< NULL when rows have no single origin. */
	uint32_t refs;                    /**< References. */
};

/** A new batch with one reference, zeroed columns of @p schema's types, no rows, nothing selected. */
struct leat_batch *leat_batch_new(const struct leat_schema *schema);

/** One reference more.  Returns @p batch. */
struct leat_batch *leat_batch_ref(struct leat_batch *batch);

/** Drop one reference.  NULL is allowed.  Returns NULL. */
struct leat_batch *leat_batch_unref(struct leat_batch *batch);

/** Keep @p other (a reference is taken) as long as @p batch lives. */
void leat_batch_pin_batch(struct leat_batch *batch, struct leat_batch *other);

/** Call @p release(@p owner) when @p batch is freed: for buffers its text points into. */
void leat_batch_pin(struct leat_batch *batch, void (*release)(void *owner), void *owner);

/** A batch with @p from's rows, kinds, watermarks, origin and selection but the columns of
 * @p schema zeroed: the start of a projection.  Pins @p from. */
struct leat_batch *leat_batch_derive(struct leat_batch *from, const struct leat_schema *schema);

/** All rows 0..row_count-1 are alive. */
static inline void leat_batch_select_all(struct leat_batch *batch)
{
	batch->sel = (struct leat_sel){ NULL, batch->row_count };
}

static inline bool leat_col_is_null(const struct leat_col *col, uint32_t row)
{
	return col->nulls && col->nulls[row];
}

/** The row's kind; without kinds every row is an insert. */
static inline enum leat_row_kind leat_batch_kind(const struct leat_batch *batch, uint32_t row)
{
	return batch->kinds ? (enum leat_row_kind)batch->kinds[row] : LEAT_INSERT;
}

/* ---- building columns ---- */

/** A column being written: grows (for list elements without limit, else to LEAT_BATCH_ROWS).
 * Memory comes from an arena; bytes given to it are taken by reference unless said otherwise. */
struct leat_col_builder;

/** A builder for values of @p type in @p arena, with room for @p capacity_rows at first. */
struct leat_col_builder *leat_col_builder_new(struct leat_arena *arena, const struct leat_type *type,
                                              uint32_t capacity_rows);
void leat_col_builder_null(struct leat_col_builder *b);
void leat_col_builder_bool(struct leat_col_builder *b, bool value);
void leat_col_builder_i64(struct leat_col_builder *b, int64_t value);
void leat_col_builder_f64(struct leat_col_builder *b, double value);
void leat_col_builder_i128(struct leat_col_builder *b, leat_i128 value);
/** The bytes must live as long as the arena. */
void leat_col_builder_bytes(struct leat_col_builder *b, struct leat_str value);
/** The bytes are copied into the arena. */
void leat_col_builder_copy_bytes(struct leat_col_builder *b, struct leat_str value);
/** Begin an ARRAY, MAP or ROW value: add its parts to the children (leat_col_builder_child; a ROW
 * wants exactly one value in each), then leat_col_builder_end(). */
void leat_col_builder_begin(struct leat_col_builder *b);
struct leat_col_builder *leat_col_builder_child(struct leat_col_builder *b, uint32_t index);
void leat_col_builder_end(struct leat_col_builder *b);
/** Append row @p row of @p col, of an equal type.  @p copy_bytes: text is copied to the arena too. */
void leat_col_builder_append(struct leat_col_builder *b, const struct leat_col *col, uint32_t row,
                             bool copy_bytes);
uint32_t leat_col_builder_rows(const struct leat_col_builder *b);
/** The type it was made with. */
const struct leat_type *leat_col_builder_type(const struct leat_col_builder *b);
/** Forget the last rows, down to @p rows: for a record that turned out to be bad. */
void leat_col_builder_truncate(struct leat_col_builder *b, uint32_t rows);
/** The column; the builder may go on afterwards but earlier results are then stale. */
struct leat_col leat_col_builder_finish(struct leat_col_builder *b);

/** A batch whose rows are appended one by one: a builder per column and the kinds. */
struct leat_batch_builder;

/** A builder without rows; ended by leat_batch_builder_free(). */
struct leat_batch_builder *leat_batch_builder_new(const struct leat_schema *schema);
/** Builder of one column; owned by @p b. */
struct leat_col_builder *leat_batch_builder_col(struct leat_batch_builder *b, uint32_t index);
/** One value was added to every column: count the row. */
void leat_batch_builder_row(struct leat_batch_builder *b, enum leat_row_kind kind);
uint32_t leat_batch_builder_rows(const struct leat_batch_builder *b);
/** The batch with all rows selected, and free the builder; the caller owns the reference. */
struct leat_batch *leat_batch_builder_finish(struct leat_batch_builder *b);
/** Drop the rows and the builder.  NULL is allowed. */
void leat_batch_builder_free(struct leat_batch_builder *b);
