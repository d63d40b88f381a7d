/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers for the bind functions of the tables: checking and wishing types, results. */
#pragma once

#include "leat/function.h"

/** The error for arguments that do not fit: names the function and the types it was given. */
int leat_bind_reject(const struct leat_bind *bind, struct leat_err *err) LEAT_MUSTCHECK;

/** As above with a reason of its own, at argument @p arg. */
int leat_bind_reject_arg(const struct leat_bind *bind, uint32_t arg, struct leat_err *err,
                         const char *fmt, ...) LEAT_PRINTF(4, 5) LEAT_MUSTCHECK;

/** Some argument may be NULL. */
bool leat_bind_is_nullable(const struct leat_bind *bind);

/** Ask for argument @p arg as @p type (its own nullability stays). */
void leat_bind_want(struct leat_bind *bind, uint32_t arg, const struct leat_type *type);

/** The result is @p type with nullability @p nullable.  Returns 0. */
int leat_bind_returns(struct leat_bind *bind, const struct leat_type *type, bool nullable);

/** As above with the basic type of root @p id, nullable when an argument is. */
int leat_bind_returns_id(struct leat_bind *bind, enum leat_type_id id);

/** Argument @p arg is there, constant and not NULL. */
bool leat_bind_is_known(const struct leat_bind *bind, uint32_t arg);

/** The text of argument @p arg when it is known text (or a keyword). */
bool leat_bind_text(const struct leat_bind *bind, uint32_t arg, struct leat_str *ret);

/** The keyword argument @p arg; {NULL,0} when it is no keyword. */
struct leat_str leat_bind_symbol(const struct leat_bind *bind, uint32_t arg);

/** A bind for "<args>><result>" of signature.h. */
int leat_bind_signature(struct leat_bind *bind, const char *signature,
                        struct leat_err *err) LEAT_MUSTCHECK;
