/* SPDX-License-Identifier: Apache-2.0 */
/* The binder: from the syntax tree to the logical plan.  What its files share.
 *
 *   names.c       scopes: which column a name means
 *   literal.c     literals to constants
 *   bind_expr.c   expressions        bind_call.c   calls of functions
 *   bind_from.c   FROM               bind_select.c SELECT without and around aggregates
 *   bind_agg.c    GROUP BY           bind_window.c windows
 *   bind_set.c    VALUES, UNION, ORDER BY, WITH
 *   bind_insert.c INSERT             bind_table.c  tables and views in queries
 *
 * Functions that bind return NULL after they have put at least one error into binder->diags; who
 * binds a list goes on with the next item, so that a script gets several errors at once. */
#pragma once

#include "base/diag.h"
#include "plan/rel.h"
#include "plan/session_int.h"

struct leat_agg_scope;

/** Tables used by one job. */
struct leat_access_list {
	const struct leat_access **items; /**< Accesses. */
	uint32_t count;                   /**< How many. */
	uint32_t capacity;                /**< For LEAT_VEC_ADD(). */
};

/** A name that WITH has given to a query. */
struct leat_cte {
	struct leat_str name;           /**< As written. */
	const struct leat_ast_cte *ast; /**< Its definition. */
	const struct leat_cte *outer;   /**< The one defined before, or NULL. */
};

/** Everything that binding depends on. */
struct leat_binder {
	struct leat_session *session; /**< Catalog, settings, registry. */
	struct leat_arena *arena;     /**< The plan's. */
	struct leat_diags *diags;     /**< Errors and warnings. */
	const struct leat_tz *zone;   /**< table.local-time-zone. */
	struct leat_str text;         /**< The script that spans of the tree point into. */
	/** While a view or column of another script is bound: the place in this script to blame. */
	const struct leat_span *blame;
	const struct leat_cte *ctes; /**< Names in scope, innermost first. */
	uint32_t depth;              /**< Of queries and expressions, against runaway recursion. */
	struct leat_access_list *accesses; /**< Tables used so far in this job. */
};

/** One relation of FROM. */
struct leat_scope_entry {
	struct leat_str alias;                /**< Alias or table name; p NULL: none. */
	const struct leat_relation *relation; /**< For db.table.column; NULL: not a table. */
	const struct leat_access *access;     /**< A table's; NULL: not a table. */
	uint32_t first;                       /**< First column in the scope's schema. */
	uint32_t count;                       /**< Columns that names and * see. */
};

/** What names mean in an expression. */
struct leat_scope {
	const struct leat_schema *schema;       /**< Columns of the input. */
	uint32_t entry_count;                   /**< Relations. */
	const struct leat_scope_entry *entries; /**< entry_count rows. */
	struct leat_agg_scope *aggs;            /**< Where aggregate calls go; NULL: refused. */
	const char *clause;                     /**< "WHERE", for errors. */
};

/* ---- errors ---- */

/** The place to blame for @p span. */
struct leat_span leat_bind_place(const struct leat_binder *b, struct leat_span span);
/** Add an error; returns NULL, for `return leat_bind_error(...)`. */
void *leat_bind_error(struct leat_binder *b, enum leat_err_code code, struct leat_span span,
                      const char *fmt, ...) LEAT_PRINTF(4, 5);
/** As above with a hint. */
void *leat_bind_error_hint(struct leat_binder *b, enum leat_err_code code, struct leat_span span,
                           const char *hint, const char *fmt, ...) LEAT_PRINTF(5, 6);
/** LEAT_E_UNSUPPORTED: @p what "is not supported yet". */
void *leat_bind_unsupported(struct leat_binder *b, struct leat_span span, const char *what);
/** Add an error that somebody else made. */
void *leat_bind_fail(struct leat_binder *b, const struct leat_err *err, struct leat_span span);

/* ---- names.c ---- */

/** The column or field that a dotted name means. */
const struct leat_expr *leat_bind_name(struct leat_binder *b, const struct leat_scope *scope,
                                       const struct leat_ast_name *name);
/** Field @p name of the ROW @p row. */
const struct leat_expr *leat_bind_field(struct leat_binder *b, const struct leat_expr *row,
                                        const struct leat_ast_ident *name);
/** The column alone, without an error: its index in the scope's schema, or -1. */
int leat_scope_find(const struct leat_scope *scope, const struct leat_ast_name *name);
/** Column @p column of the scope as an expression. */
const struct leat_expr *leat_scope_column(struct leat_binder *b, const struct leat_scope *scope,
                                          uint32_t column, struct leat_span span);

/* ---- literal.c ---- */

const struct leat_expr *leat_bind_literal(struct leat_binder *b, const struct leat_ast_expr *ast);

/* ---- bind_expr.c ---- */

const struct leat_expr *leat_bind_expr(struct leat_binder *b, struct leat_scope *scope,
                                       const struct leat_ast_expr *ast);
/** As above, and it must be BOOLEAN. */
const struct leat_expr *leat_bind_condition(struct leat_binder *b, struct leat_scope *scope,
                                            const struct leat_ast_expr *ast);
/** All of @p list into @p ret; false when one failed. */
bool leat_bind_exprs(struct leat_binder *b, struct leat_scope *scope,
                     const struct leat_ast_exprs *list, const struct leat_expr **ret);
/** A call of the function row @p name (an operator or a special form). */
const struct leat_expr *leat_bind_operator(struct leat_binder *b, const char *name,
                                           struct leat_span span, uint32_t arg_count,
                                           const struct leat_expr *const *args);
/** @p expr as @p type, as an implicit cast; NULL after an error. */
const struct leat_expr *leat_bind_cast(struct leat_binder *b, const struct leat_expr *expr,
                                       const struct leat_type *type);
/** A time attribute as an ordinary time: what every use but a bare column sees. */
const struct leat_expr *leat_bind_materialize(struct leat_binder *b, const struct leat_expr *expr);
/** An interval of time that is known now, in microseconds; false after an error. */
bool leat_bind_interval(struct leat_binder *b, const struct leat_ast_expr *ast, int64_t *ret_us);

/* ---- bind_call.c ---- */

const struct leat_expr *leat_bind_call(struct leat_binder *b, struct leat_scope *scope,
                                       const struct leat_ast_expr *ast);

/* ---- bind_table.c ---- */

/** The access of a table with hints, shared within the job. */
const struct leat_access *leat_bind_access(struct leat_binder *b,
                                           const struct leat_relation *relation,
                                           const struct leat_ast_hints *hints,
                                           struct leat_span span);
/** The expression of a computed column over the columns as declared. */
const struct leat_expr *leat_bind_computed(struct leat_binder *b,
                                           const struct leat_relation *relation, uint32_t column);
/** The watermark's expression over @p schema, the relation's columns with their types. */
const struct leat_expr *leat_bind_watermark(struct leat_binder *b,
                                            const struct leat_relation *relation,
                                            const struct leat_schema *schema);
/** What a view stands for, its columns named as the view says. */
const struct leat_rel *leat_bind_view(struct leat_binder *b, const struct leat_relation *view,
                                      struct leat_span span);
/** Pairs of the OPTIONS hints; other hints are checked for their names and ignored. */
uint32_t leat_bind_hints(struct leat_binder *b, const struct leat_ast_hints *hints,
                         const struct leat_opt_pair **ret);

/* ---- bind_from.c ---- */

/** FROM: the rows and what its names are; NULL @p ast is no FROM, one row without columns. */
const struct leat_rel *leat_bind_from(struct leat_binder *b, const struct leat_ast_relation *ast,
                                      struct leat_scope *ret_scope);

/* ---- bind_window.c ---- */

/** TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), ..)) and its kin; @p ast is the CALL. */
const struct leat_rel *leat_bind_window_tvf(struct leat_binder *b, const struct leat_ast_expr *ast,
                                            struct leat_scope_entry *ret_entry);
/** Is it TUMBLE, HOP, SESSION or CUMULATE? */
bool leat_window_kind_parse(struct leat_str name, enum leat_window_kind *ret);
/** Is it TUMBLE_START .. SESSION_PROCTIME? */
bool leat_window_property_parse(struct leat_str name, enum leat_window_kind *ret_kind,
                                enum leat_window_property *ret);
/** The group window of a call in GROUP BY: time column and sizes; false after an error. */
bool leat_bind_group_window(struct leat_binder *b, const struct leat_scope *scope,
                            const struct leat_ast_expr *ast, struct leat_window *ret);
/** Same kind, column and sizes. */
bool leat_window_equal(const struct leat_window *a, const struct leat_window *b);
/** The type of a window property of @p window. */
const struct leat_type *leat_window_property_type(struct leat_arena *arena,
                                                  const struct leat_window *window,
                                                  enum leat_window_property property);
/** TUMBLE_START(tumble, DURATION '1s') outside of an aggregation: the start of each row's window. */
const struct leat_expr *leat_bind_row_window(struct leat_binder *b, struct leat_scope *scope,
                                             const struct leat_ast_expr *ast);

/* ---- bind_agg.c ---- */

/** Aggregate calls and window properties found while the select list is bound.  They are stood for
 * by columns from LEAT_AGG_COLUMN on until the aggregation is made. */
struct leat_agg_scope;
enum {
	LEAT_AGG_COLUMN = 1 << 20,      /**< Column of the first aggregate's placeholder. */
	LEAT_PROPERTY_COLUMN = 1 << 21, /**< Column of the first window property's placeholder. */
};
/** A call of an aggregate function in an aggregating scope. */
const struct leat_expr *leat_bind_aggregate(struct leat_binder *b, struct leat_scope *scope,
                                            const struct leat_ast_expr *ast,
                                            const struct leat_aggregate *aggregate);
/** TUMBLE_START(..) in an aggregating scope. */
const struct leat_expr *leat_bind_window_property(struct leat_binder *b, struct leat_scope *scope,
                                                  const struct leat_ast_expr *ast,
                                                  enum leat_window_kind kind,
                                                  enum leat_window_property property);
/** Does an expression of the select list or HAVING call an aggregate function? */
bool leat_ast_has_aggregate(const struct leat_ast_expr *ast);

/** What a SELECT's output is made of. */
struct leat_select_list {
	uint32_t count;                 /**< Columns. */
	const struct leat_expr **exprs; /**< Over the input; NULL where binding failed. */
	struct leat_str *names;         /**< Of the columns, not yet made unique. */
};

/** GROUP BY and HAVING: the aggregation over @p input, the filter, and the projection of @p list,
 * whose expressions were bound over @p scope with scope->aggs = @p aggs. */
const struct leat_rel *leat_bind_aggregation(struct leat_binder *b, const struct leat_rel *input,
                                             struct leat_scope *scope,
                                             const struct leat_ast_select *select,
                                             const struct leat_select_list *list);
/** Make the scope aggregating: binds GROUP BY.  NULL after an error. */
struct leat_agg_scope *leat_bind_groups(struct leat_binder *b, struct leat_scope *scope,
                                        const struct leat_rel *input,
                                        const struct leat_ast_select *select);

/* ---- bind_select.c, bind_set.c ---- */

const struct leat_rel *leat_bind_select(struct leat_binder *b, const struct leat_ast_query *query);
const struct leat_rel *leat_bind_query(struct leat_binder *b, const struct leat_ast_query *query);
/** SELECT DISTINCT of @p input. */
const struct leat_rel *leat_bind_distinct(struct leat_binder *b, const struct leat_rel *input);
/** ORDER BY @p order (one per query->order_by), OFFSET and LIMIT of @p query; then only the first
 * @p visible columns are kept. */
const struct leat_rel *leat_bind_sort(struct leat_binder *b, const struct leat_rel *input,
                                      const struct leat_ast_query *query,
                                      const struct leat_spec_order *order, uint32_t visible);
/** Names that occur twice get a number behind, as Calcite does. */
void leat_names_make_unique(struct leat_arena *arena, uint32_t count, struct leat_str *names);

/* ---- not_null.c ---- */

/** @p expr for the NOT NULL column @p column of a sink: a NULL fails the job. */
const struct leat_expr *leat_bind_not_null(struct leat_binder *b, const struct leat_expr *expr,
                                           struct leat_str column);

/* ---- bind_insert.c ---- */

/** INSERT INTO: a SINK. */
const struct leat_rel *leat_bind_insert(struct leat_binder *b, const struct leat_ast_stmt *stmt);
/** The SINK of a relation over rows of the columns named, for INSERT and CREATE TABLE AS. */
const struct leat_rel *leat_bind_sink(struct leat_binder *b, const struct leat_relation *relation,
                                      const struct leat_ast_insert *insert,
                                      const struct leat_rel *input);
