/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of a script, one after the other: what its files share.
 *
 *   statement.c  which one it is; SET, USE, queries, INSERT
 *   ddl.c        CREATE, ALTER and DROP of tables and views
 *   show.c       SHOW and DESCRIBE      explain.c  EXPLAIN */
#pragma once

#include "plan/bind_int.h"
#include "plan/query.h"

/** A script while its statements are taken. */
struct leat_statement {
	struct leat_session *session;     /**< Changed by DDL, USE and SET. */
	struct leat_arena *arena;         /**< The plan's. */
	struct leat_diags *diags;         /**< What was found. */
	struct leat_str text;             /**< The script, in the session's arena. */
	struct leat_access_list accesses; /**< Tables that the INSERTs read. */
	struct {
		const struct leat_rel **items;
		uint32_t count, capacity;
	} sinks; /**< INSERTs so far. */
	struct {
		struct leat_result *items;
		uint32_t count, capacity;
	} results; /**< Statements so far. */
	struct {
		const struct leat_relation **items;
		uint32_t count, capacity;
	} created;    /**< Tables made by this script. */
	bool goes_on; /**< After an error: look at the next statement too. */
};

/** Take one statement: apply it, or add its result.  Negative after an error, which is in diags. */
int leat_statement_run(struct leat_statement *s, const struct leat_ast_stmt *stmt);

/** A binder for this script whose tables go to @p accesses; fails when the zone is unknown. */
int leat_statement_binder(struct leat_statement *s, struct leat_access_list *accesses,
                          struct leat_binder *ret) LEAT_MUSTCHECK;
/** What lowering needs. */
int leat_statement_lowering(struct leat_statement *s, struct leat_lowering *ret) LEAT_MUSTCHECK;

/** Bind, optimise and lower a query; NULL after an error. */
const struct leat_query *leat_statement_query(struct leat_statement *s,
                                              const struct leat_ast_query *ast, bool explain_only);

/** Tables of this script that nothing has used: what is wrong with their options is a warning. */
void leat_statement_check_unused(struct leat_statement *s);

/** A table was read or written. */
void leat_statement_used(struct leat_statement *s, const struct leat_relation *relation);

/** Add an error that somebody else made; returns its negative code. */
int leat_statement_fail(struct leat_statement *s, const struct leat_err *err,
                        struct leat_span span);

/** Add a result of rows; the batches are taken. */
void leat_statement_add_rows(struct leat_statement *s, struct leat_span span,
                             const struct leat_schema *schema, uint32_t batch_count,
                             struct leat_batch **batches);

/** The zone of table.local-time-zone. */
int leat_session_zone(const struct leat_session *session, const struct leat_tz **ret,
                      struct leat_err *err) LEAT_MUSTCHECK;

/* ---- ddl.c, alter.c ---- */

int leat_ddl_create_table(struct leat_statement *s, const struct leat_ast_stmt *stmt);
int leat_ddl_alter_table(struct leat_statement *s, const struct leat_ast_stmt *stmt);
int leat_ddl_create_view(struct leat_statement *s, const struct leat_ast_stmt *stmt);
int leat_ddl_alter_view(struct leat_statement *s, const struct leat_ast_stmt *stmt);

/** INSERT of @p input into a table that CREATE TABLE AS has made. */
int leat_statement_insert(struct leat_statement *s, const struct leat_relation *relation,
                          const struct leat_rel *input, struct leat_span span);

/* ---- show.c, explain.c ---- */

int leat_show(struct leat_statement *s, const struct leat_ast_stmt *stmt);
int leat_describe(struct leat_statement *s, const struct leat_ast_stmt *stmt);
/** Add a result of one row with one STRING. */
void leat_show_text(struct leat_statement *s, struct leat_span span, const char *column,
                    struct leat_str text);
int leat_explain(struct leat_statement *s, const struct leat_ast_stmt *stmt);
