/* SPDX-License-Identifier: Apache-2.0 */
/* Errors: a stable code, a class that says who has to act, a place in the user's text. */
#pragma once

#include "leat/def.h"

/** Who has to act.  Policies switch on the class, never on the code. */
enum leat_err_class {
	LEAT_CLASS_USER,  /**< The query, an option or the configuration must change. */
	LEAT_CLASS_DATA,  /**< This one record; it is counted and dead-lettered, the job goes on. */
	LEAT_CLASS_RETRY, /**< The same call may succeed later. */
	LEAT_CLASS_FATAL, /**< The job must stop. */
};

/* XX(ID, number, class, title): numbers are stable for ever and are shown as LEAT-<number>;
 * docs/errors.md is generated from these rows. */
#define LEAT_ERR_MAP(XX)                                                                           \
	XX(SYNTAX, 1001, USER, "the SQL text is malformed")                                        \
	XX(LITERAL, 1002, USER, "a literal has no value")                                          \
	XX(UNKNOWN_TABLE, 1101, USER, "no table or view has this name")                            \
	XX(UNKNOWN_COLUMN, 1102, USER, "no column has this name")                                  \
	XX(AMBIGUOUS_COLUMN, 1103, USER, "several columns have this name")                         \
	XX(UNKNOWN_FUNCTION, 1104, USER, "no function has this name")                              \
	XX(EXISTS, 1105, USER, "the name is taken")                                                \
	XX(TYPE, 1201, USER, "the types do not fit")                                               \
	XX(ARGUMENTS, 1202, USER, "the function does not take these arguments")                    \
	XX(QUERY, 1203, USER, "the query has no meaning as it is written")                         \
	XX(CHANGELOG, 1204, USER, "the sink does not accept these changes")                        \
	XX(WINDOW, 1205, USER, "the window or time attribute is wrong")                            \
	XX(UNSUPPORTED, 1206, USER, "Flink's SQL has this and Leat does not yet")                  \
	XX(OPTION_UNKNOWN, 1301, USER, "no option has this name")                                  \
	XX(OPTION_VALUE, 1302, USER, "the option does not take this value")                        \
	XX(OPTION_MISSING, 1303, USER, "an option is required")                                    \
	XX(CONFIG, 1304, USER, "the configuration is wrong")                                       \
	XX(LIMIT, 1401, USER, "a limit is exceeded")                                               \
	XX(NOT_FOUND, 1402, USER, "there is no such thing")                                        \
	XX(CONFLICT, 1403, USER, "the thing exists already")                                       \
	XX(USAGE, 1404, USER, "the command line or request is wrong")                              \
	XX(RECORD, 2001, DATA, "the record does not parse")                                        \
	XX(REJECTED, 2002, DATA, "the sink rejected the document")                                 \
	XX(UNAVAILABLE, 3001, RETRY, "a server does not answer")                                   \
	XX(OVERLOADED, 3002, RETRY, "a server is overloaded")                                      \
	XX(FORBIDDEN, 3003, RETRY, "a server refuses the credentials")                             \
	XX(DISK, 3004, RETRY, "a file cannot be written")                                          \
	XX(RUNTIME, 4001, FATAL, "an expression has no value for a row")                           \
	XX(DATA_LOSS, 4002, FATAL, "records that the job needs are gone")                          \
	XX(CHECKPOINT, 4003, FATAL, "a checkpoint cannot be used")                                 \
	XX(MEMORY, 4004, FATAL, "the job needs more memory than its budget")                       \
	XX(INTERNAL, 4005, FATAL, "a defect in Leat")

enum leat_err_code {
	LEAT_OK = 0,
#define XX(id, number, cls, title) LEAT_E_##id = number,
	LEAT_ERR_MAP(XX)
#undef XX
};

/** Half-open byte range of the user's text; {0,0} when there is none. */
struct leat_span {
	uint32_t begin; /**< First byte. */
	uint32_t end;   /**< One past the last byte. */
};

/** One error or warning.  Owned by the caller, filled by who finds it. */
struct leat_err {
	enum leat_err_code code; /**< LEAT_OK: nothing is wrong. */
	struct leat_span span;   /**< Place in the user's text. */
	char message[400];       /**< One line, lower case, no full stop: no column "ag" in "t". */
	char hint[240];          /**< Help in the same style, or "": did you mean "age"? */
};

/** A row of the table of codes, ended by code LEAT_OK; for docs and look-up. */
struct leat_err_info {
	enum leat_err_code code;  /**< LEAT_E_... */
	enum leat_err_class cls;  /**< Who has to act. */
	const char *name;         /**< The identifier in lower case, as "unknown_table". */
	const char *title;        /**< What has happened, in general. */
};

/** The rows of LEAT_ERR_MAP in its order, ended by a row with code LEAT_OK. */
const struct leat_err_info *leat_err_table(void);

/** The row of @p code, which must be one of LEAT_ERR_MAP. */
const struct leat_err_info *leat_err_info(enum leat_err_code code);

/** Fill @p err (NULL is allowed) and return -code, for
 * `return leat_err_at(err, LEAT_E_SYNTAX, span, "expected ...");`.  A hint set before is cleared. */
int leat_err_at(struct leat_err *err, enum leat_err_code code, struct leat_span span,
                const char *fmt, ...) LEAT_PRINTF(4, 5);

/** As leat_err_at() without a place. */
int leat_err_set(struct leat_err *err, enum leat_err_code code, const char *fmt, ...)
        LEAT_PRINTF(3, 4);

/** Add the sentence of help to @p err (NULL is allowed). */
void leat_err_hint(struct leat_err *err, const char *fmt, ...) LEAT_PRINTF(2, 3);

/** Give @p err the place @p span if it has none yet. */
void leat_err_place(struct leat_err *err, struct leat_span span);
