/* SPDX-License-Identifier: Apache-2.0 */
/* A table that is being declared or altered, before it is checked and goes to the catalog. */
#pragma once

#include "base/vec.h"
#include "plan/statement_int.h"

/** What CREATE TABLE and ALTER TABLE build up.  Texts and types are in the session's arena. */
struct leat_draft {
	struct leat_statement *s;       /**< Session, diags. */
	struct leat_arena *arena;       /**< The session's. */
	struct leat_relation *relation; /**< Names, comment, text; columns at the end. */
	LEAT_VEC(struct leat_catalog_column) columns; /**< In order. */
	struct leat_str rowtime;                      /**< WATERMARK FOR; p NULL: none. */
	struct leat_span rowtime_span;                /**< Its place. */
	LEAT_VEC(struct leat_str) keys;               /**< PRIMARY KEY columns. */
	struct leat_span key_span;                    /**< Its place. */
	LEAT_VEC(struct leat_str) partitions;         /**< PARTITIONED BY. */
	LEAT_VEC(struct leat_opt_pair) options;       /**< WITH. */
	bool failed;                                  /**< An error was added. */
};

/** An empty draft of the table @p name in @p path. */
void leat_draft_init(struct leat_draft *draft, struct leat_statement *s,
                     const struct leat_path *path, struct leat_span span);
/** Everything of @p relation, for ALTER and LIKE. */
void leat_draft_load(struct leat_draft *draft, const struct leat_relation *relation);
/** Add an error. */
void leat_draft_error(struct leat_draft *draft, enum leat_err_code code, struct leat_span span,
                      const char *fmt, ...) LEAT_PRINTF(4, 5);
/** Index of a column, or -1. */
int leat_draft_find(const struct leat_draft *draft, struct leat_str name);
/** The column that @p ast declares, not yet in the draft; false after an error. */
bool leat_draft_column(struct leat_draft *draft, const struct leat_ast_column *ast,
                       struct leat_catalog_column *ret);
/** Columns, constraints and watermark of a schema in parentheses, added behind what is there. */
void leat_draft_schema(struct leat_draft *draft, const struct leat_ast_schema *schema);
/** Set an option, in place of one of the same key. */
void leat_draft_option(struct leat_draft *draft, const struct leat_ast_option *option);
/** Check the whole and give the relation; NULL after an error. */
const struct leat_relation *leat_draft_finish(struct leat_draft *draft);
