/* SPDX-License-Identifier: Apache-2.0 */
/* What a scalar function and an aggregate function must provide.
 *
 * A call site is bound once (types checked, constants seen, private data prepared) and then
 * evaluated over whole batches.  All calls happen on the loop thread; none may block. */
#pragma once

#include "leat/batch.h"

struct leat_tz; /* types/timezone.h */

/** What evaluation depends on besides its arguments. */
struct leat_eval {
	int64_t now_us;                   /**< Wall clock, UTC: the same for all rows of a batch. */
	int64_t query_start_us;           /**< Wall clock when the job (first) started. */
	int64_t watermark_us;             /**< For CURRENT_WATERMARK, when watermarks is NULL. */
	const int64_t *watermarks;        /**< Per row: the watermark before it; for CURRENT_WATERMARK. */
	const struct leat_tz *zone; /**< table.local-time-zone. */
	uint64_t *random;                 /**< State of the generator behind RAND() and UUID(). */
};

/** A writable column, allocated by the evaluator for the rows of the batch (BOOL..BYTES).  For
 * LIST and ROW results a kernel builds a column and stores it with leat_out_take(). */
struct leat_out {
	const struct leat_type *type; /**< Result type of the call. */
	struct leat_arena *arena;     /**< For text and nested values; lives as long as the batch. */
	uint32_t row_count;           /**< Rows of the batch, before selection. */
	uint8_t *nulls;               /**< A byte a row, zeroed; set 1 for NULL. */
	bool has_nulls;               /**< Set when any nulls[] byte was set. */
	union {
		void *data;
		uint8_t *boolean;
		int64_t *i64;
		double *f64;
		leat_i128 *i128;
		struct leat_str *bytes;
	};
	struct leat_col taken; /**< Set by leat_out_take(): used instead of data and nulls. */
};

/** Mark row @p row NULL. */
static inline void leat_out_null(struct leat_out *out, uint32_t row)
{
	out->nulls[row] = 1;
	out->has_nulls = true;
}

/** The result is @p col (its rows addressed as the batch's). */
static inline void leat_out_take(struct leat_out *out, const struct leat_col *col)
{
	out->taken = *col;
}

struct leat_call;

/** Compute the rows of @p sel: read args[i] and write @p out at the same row numbers.  Rows not
 * selected must not be touched and may hold anything.  May set NULLs.  An error is of class FATAL
 * (LEAT_E_RUNTIME) and fails the job, as in Flink. */
typedef int (*leat_kernel)(const struct leat_call *call, const struct leat_eval *eval,
                           const struct leat_col *args, struct leat_sel sel, struct leat_out *out,
                           struct leat_err *err);

/** One bound call site. */
struct leat_call {
	leat_kernel kernel;                  /**< Chosen by bind. */
	const void *data;                    /**< Private, prepared by bind; compile arena. */
	uint32_t arg_count;                  /**< Arguments. */
	const struct leat_type *const *args; /**< Their types after coercion. */
	const struct leat_type *ret;         /**< Result type. */
};

/** What bind is given and what it answers. */
struct leat_bind {
	struct leat_arena *arena;      /**< Compile arena; lives as long as the job. */
	struct leat_str name;          /**< As the user wrote it, for messages. */
	uint32_t arg_count;            /**< Arguments given. */
	const struct leat_type **args; /**< In: their types.  Out: the types wanted; the planner adds
	                                  implicit casts where they differ (and are allowed). */
	const struct leat_col **constants; /**< Per argument: a column with the value at row 0 when it
	                                      is constant, else NULL. */
	const struct leat_function *const *calls; /**< Per argument: the function whose call it is, or
	                                             NULL; NULL for aggregates. */
	const struct leat_span *spans; /**< Places of the arguments, for errors. */
	const struct leat_tz *zone; /**< table.local-time-zone. */
	const struct leat_type *ret;   /**< Out: result type with nullability. */
	leat_kernel kernel;            /**< Out (scalar functions); preset from the row. */
	const void *data;              /**< Out: private data of the call. */
};

enum {
	/** NULL when any argument is NULL; the kernel sees only rows without NULL arguments. */
	LEAT_FN_STRICT = 1 << 0,
	/** Same arguments, same result: constant calls are folded, common ones computed once. */
	LEAT_FN_PURE = 1 << 1,
	/** Written without parentheses when it has no arguments (CURRENT_TIMESTAMP). */
	LEAT_FN_NILADIC = 1 << 2,
	/** An operator or special form: not listed by SHOW FUNCTIONS under an identifier. */
	LEAT_FN_OPERATOR = 1 << 3,
	/** Leat has it, Flink 1.20 does not. */
	LEAT_FN_LEAT = 1 << 4,
	/** No kernel: a call becomes a lazy node (AND, CASE, COALESCE, ..) of src/expr/lazy.c. */
	LEAT_FN_LAZY = 1 << 5,
};

/** A scalar function: a row of a table that ends with a row without a name.  Overloads by type
 * are one row whose bind chooses. */
struct leat_function {
	const char *name;         /**< Upper case; operators by their sign ("+", "||", "IS NULL"). */
	const char *group;        /**< As in docs/functions.md: "string", "temporal", .. */
	const char *syntax;       /**< "SUBSTRING(string FROM start [FOR length])". */
	const char *doc;          /**< Full sentences. */
	const char *example;      /**< An SQL expression; run as a test. */
	const char *result;       /**< What the example gives, as `leat run --format json` prints it. */
	unsigned flags;           /**< LEAT_FN_STRICT .. */
	uint8_t min_args, max_args; /**< 255: any number. */
	leat_kernel kernel;       /**< Default kernel; bind may choose another. */
	const char *signature;    /**< What bind would do, when it is NULL: see src/expr/signature.h. */
	/** Check and coerce the arguments, choose the result type.  Errors are LEAT_E_ARGUMENTS. */
	int (*bind)(struct leat_bind *bind, struct leat_err *err) LEAT_MUSTCHECK;
};

/* ---- aggregates ---- */

struct leat_agg_call;

/** Reader over the bytes of a snapshot. */
struct leat_reader {
	const char *p;   /**< Next byte. */
	const char *end; /**< One past the last byte. */
	bool failed;     /**< Read past the end: the snapshot is damaged. */
};

enum {
	LEAT_AGG_RETRACTS = 1 << 0, /**< retract is there (or chosen by bind). */
	LEAT_AGG_PURE = 1 << 1,     /**< Result does not depend on the order of rows. */
};

/** The functions of one aggregate over a state of state_bytes bytes (aligned to 16) per group.
 * States may own heap memory through leat_agg_alloc()-style malloc; `done` frees it. */
struct leat_agg_ops {
	size_t state_bytes; /**< Of one group's state. */
	/** Make the empty state; NULL: zero bytes. */
	void (*init)(const struct leat_agg_call *call, void *state);
	/** Row sel[i] belongs to the group whose state is states[i]. */
	void (*add)(const struct leat_agg_call *call, void *const *states, const struct leat_col *args,
	            struct leat_sel sel);
	/** Take rows back; NULL when the aggregate cannot. */
	void (*retract)(const struct leat_agg_call *call, void *const *states,
	                const struct leat_col *args, struct leat_sel sel);
	/** Add the group @p from to @p into; NULL when it cannot. */
	void (*merge)(const struct leat_agg_call *call, void *into, const void *from);
	/** Append the result to @p out (text is copied). */
	int (*emit)(const struct leat_agg_call *call, const void *state, struct leat_col_builder *out,
	            struct leat_err *err);
	/** Bytes of the state for a checkpoint; NULL: state_bytes as they are. */
	void (*save)(const struct leat_agg_call *call, const void *state, struct leat_buf *out);
	void (*load)(const struct leat_agg_call *call, void *state, struct leat_reader *in);
	/** Free what the state owns; NULL: nothing. */
	void (*done)(const struct leat_agg_call *call, void *state);
};

/** One bound aggregate call. */
struct leat_agg_call {
	const struct leat_agg_ops *ops;      /**< Chosen by bind. */
	const void *data;                    /**< Private, prepared by bind. */
	uint32_t arg_count;                  /**< Arguments; COUNT(*) has none. */
	const struct leat_type *const *args; /**< Their types after coercion. */
	const struct leat_type *ret;         /**< Result type. */
};

/** An aggregate function: a row of a table that ends with a row without a name. */
struct leat_aggregate {
	const char *name;    /**< Upper case. */
	const char *syntax;  /**< "SUM([DISTINCT] expression)". */
	const char *doc;     /**< Full sentences. */
	const char *example; /**< A query over VALUES; run as a test. */
	const char *result;  /**< Its final rows, JSON. */
	unsigned flags;      /**< LEAT_AGG_RETRACTS .. */
	uint8_t min_args, max_args; /**< 255: any number. */
	/** As for functions, but chooses ops: with `retracting` ones that support retract.
	 * DISTINCT is done around the aggregate by the engine and not seen here. */
	int (*bind)(struct leat_bind *bind, bool retracting, const struct leat_agg_ops **ret_ops,
	            struct leat_err *err) LEAT_MUSTCHECK;
};
