/* SPDX-License-Identifier: Apache-2.0 */
/* From a script to what can be run.
 *
 *     session ──script──▶ plan { results, spec of all INSERTs, settings }
 *
 * A session has a catalog and settings that its scripts change.  A script is parsed and its
 * statements are taken in order: DDL, USE and SET are applied at once, queries and INSERTs are
 * bound, optimised and lowered to specs.  Nothing is run, no file or server is touched.
 *
 *     session = leat_session_new(registry);
 *     leat_session_set(session, "rest.port", ...);           configuration, -D
 *     leat_session_plan(session, text, diags, &plan);        once per script
 *     for each plan->results: print the rows, or run the spec
 *     if (plan->spec) run it as one job
 *     leat_plan_free(plan); leat_session_free(session);
 *
 * A plan is constant data in its own arena and keeps the session's memory alive, so it may outlive
 * leat_session_free().  Loop thread only. */
#pragma once

#include "catalog/settings.h"
#include "exec/spec.h"

#include "leat/table.h"

struct leat_diags; /* base/diag.h */
struct leat_query; /* plan/query.h */
struct leat_session;

/** An empty catalog (default_catalog.default_database) and default settings.  @p registry must
 * outlive the session and its plans. */
struct leat_session *leat_session_new(const struct leat_registry *registry);

/** Drop the session; its plans stay valid.  NULL is allowed.  Returns NULL. */
struct leat_session *leat_session_free(struct leat_session *session);

/** One setting from outside of a script: file, environment, -D, JSON. */
int leat_session_set(struct leat_session *session, struct leat_str key, struct leat_str value,
                     struct leat_err *err) LEAT_MUSTCHECK;

/** What one statement of a script came to. */
enum leat_result_kind {
	LEAT_RESULT_OK,   /**< DDL, USE, SET: it has been applied. */
	LEAT_RESULT_ROWS, /**< SHOW, DESCRIBE, EXPLAIN: `batches`. */
	LEAT_RESULT_QUERY, /**< SELECT, VALUES: run `spec` and collect its one SINK without a table. */
	LEAT_RESULT_INSERT, /**< INSERT or a statement set: a part of the plan's `spec`. */
};

struct leat_result {
	enum leat_result_kind kind;           /**< Says which of the others count. */
	struct leat_span span;                /**< The statement in the script. */
	const struct leat_schema *schema;     /**< ROWS, QUERY: the columns. */
	uint32_t batch_count;                 /**< ROWS: number of batches; 0: no rows. */
	struct leat_batch *const *batches;    /**< ROWS: owned by the plan. */
	const struct leat_spec *spec;         /**< QUERY. */
	const struct leat_query *query;       /**< QUERY, INSERT: for leat_query_explain(). */
	const struct leat_settings *settings; /**< QUERY: as they were at this statement. */
};

struct leat_plan {
	uint32_t result_count;             /**< One per statement; up to the first error. */
	const struct leat_result *results; /**< In the order of the script. */
	const struct leat_spec *spec;      /**< All INSERTs as one job; NULL: there are none. */
	const struct leat_query *job;  /**< All INSERTs, for leat_query_explain(); NULL: none. */
	struct leat_settings settings; /**< At the end of the script: those of the job. */
	struct leat_arena *arena;      /**< Owns all of this; leat_plan_free(). */
};

/** Parse, bind and plan @p text (copied).  Errors and warnings go to @p diags, several each, with
 * spans into the script.  Returns 0, or the code of the first error, and then no plan; DDL in
 * front of the error stays applied, as in Flink. */
int leat_session_plan(struct leat_session *session, struct leat_str text, struct leat_diags *diags,
                      struct leat_plan **ret_plan) LEAT_MUSTCHECK;

/** Free the plan.  NULL is allowed.  Returns NULL. */
struct leat_plan *leat_plan_free(struct leat_plan *plan);

enum {
	LEAT_EXPLAIN_CHANGELOG = 1 << 0, /**< changelogMode=[I,UA] at every node. */
	LEAT_EXPLAIN_DETAILS = 1 << 1,   /**< Types, and the steps of expressions. */
};

/** Append the plans of a query in Flink's look: syntax tree, physical plan, execution plan. */
void leat_query_explain(const struct leat_query *query, unsigned flags, struct leat_buf *out);

/** Append {"nodes":[{"id","type","pact","contents","predecessors":[..]}]}, as Flink's JSON plan. */
void leat_query_explain_json(const struct leat_query *query, struct leat_buf *out);

/** The names of the rewrite rules with their sentences, ended by a row without a name: for
 * leat.optimizer.disabled-rules and the documentation. */
struct leat_rule_info {
	const char *name; /**< As in the setting. */
	const char *doc;  /**< What it does. */
};
const struct leat_rule_info *leat_rule_table(void);
