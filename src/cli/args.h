/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of one subcommand: flags as rows, the rest as operands. */
#pragma once

#include "base/vec.h"
#include "leat/option.h"

/** A flag.  Tables end with a row without a name. */
struct leat_flag {
	const char *name;  /**< "--format"; with a value "--format json" or "--format=json". */
	char letter;       /**< 'c' for "-c"; 0: none. */
	const char *value; /**< What the value is, as "FILE"; NULL: the flag has none. */
	const char *doc;   /**< One sentence for help. */
};

/** A flag that was given. */
struct leat_given {
	const struct leat_flag *flag;
	const char *value; /**< NULL when the flag has none. */
};

struct leat_args {
	const char *const *operands; /**< What is no flag, in order. */
	uint32_t operand_count;
	const struct leat_given *given; /**< Flags in order. */
	uint32_t given_count;
};

/** Parse argv[1..]; "--" ends the flags, "-" is an operand.  Texts are not copied. */
int leat_args_parse(struct leat_arena *arena, int argc, char **argv, const struct leat_flag *flags,
                    struct leat_args *ret, struct leat_err *err) LEAT_MUSTCHECK;

/** The value of the last flag of this name, or @p fallback. */
const char *leat_args_value(const struct leat_args *args, const char *name, const char *fallback);

/** Was the flag given? */
bool leat_args_has(const struct leat_args *args, const char *name);
