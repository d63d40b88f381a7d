/* SPDX-License-Identifier: Apache-2.0 */
/* What was found in one script: up to 8 errors, any number of warnings; and how they look.
 *
 *   job.sql:12:17: error: no column "ag" in "source_table"
 *      12 |     SELECT id, name, ag
 *         |                      ^^
 *   hint: did you mean "age"?
 *
 * Spans are bytes, for programs; lines and columns are counted from 1 and in characters, for people. */
#pragma once

#include "leat/arena.h"
#include "leat/buf.h"
#include "leat/error.h"

enum {
	LEAT_DIAG_ERRORS_MAX = 8, /**< More errors than these are not kept. */
};

enum leat_severity {
	LEAT_SEVERITY_ERROR,
	LEAT_SEVERITY_WARNING,
};

/** One error or warning. */
struct leat_diag {
	enum leat_severity severity; /**< How bad it is. */
	struct leat_err err;         /**< What and where; code LEAT_OK is allowed for a warning. */
	struct leat_diag *next;      /**< In the order they were added. */
};

/** All that was found in one script. */
struct leat_diags {
	struct leat_arena *arena; /**< Holds the items. */
	struct leat_diag *first;  /**< Oldest, or NULL. */
	struct leat_diag *last;   /**< Newest, or NULL. */
	uint32_t error_count;     /**< Errors kept. */
	uint32_t warning_count;   /**< Warnings kept. */
};

/** An empty list whose items will live in @p arena. */
void leat_diags_init(struct leat_diags *diags, struct leat_arena *arena);

/** Add a copy of @p err.  An error beyond the eighth is dropped, as is a repetition; an error that was
 * a warning before takes its place. */
void leat_diags_add(struct leat_diags *diags, enum leat_severity severity,
                    const struct leat_err *err);

/** Add an error and return -@p code. */
int leat_diags_error(struct leat_diags *diags, enum leat_err_code code, struct leat_span span,
                     const char *fmt, ...) LEAT_PRINTF(4, 5);

/** Add a warning; @p hint may be NULL. */
void leat_diags_warn(struct leat_diags *diags, struct leat_span span, const char *hint,
                     const char *fmt, ...) LEAT_PRINTF(4, 5);

/** True when eight errors are there: a parser may stop. */
static inline bool leat_diags_is_full(const struct leat_diags *diags)
{
	return diags->error_count >= LEAT_DIAG_ERRORS_MAX;
}

/** The first error, or NULL. */
const struct leat_err *leat_diags_first_error(const struct leat_diags *diags);

/** A span in people's terms. */
struct leat_place {
	uint32_t line;   /**< From 1. */
	uint32_t column; /**< From 1, in characters. */
	uint32_t length; /**< Characters, 0 when there is no span. */
};

/** Where @p span lies in @p text; spans beyond the end are cut. */
struct leat_place leat_place_of(struct leat_str text, struct leat_span span);

/** Append the picture above, ended by a line feed.  @p file is the name shown; @p text may be empty
 * and then the line and its carets are left out, as they are for an error without a place. */
void leat_diag_render(const struct leat_err *err, enum leat_severity severity, const char *file,
                      struct leat_str text, struct leat_buf *out);

/** All of them, in the order of their places. */
void leat_diags_render(const struct leat_diags *diags, const char *file, struct leat_str text,
                       struct leat_buf *out);
