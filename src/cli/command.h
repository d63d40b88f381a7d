/* SPDX-License-Identifier: Apache-2.0 */
/* A subcommand of leat. */
#pragma once

#include "cli/args.h"
#include "leat/buf.h"

/** Exit codes; 128 + n: ended by signal n. */
enum leat_exit {
	LEAT_EXIT_DONE = 0,        /**< Everything went well. */
	LEAT_EXIT_FAILED = 1,      /**< The job failed. */
	LEAT_EXIT_USAGE = 2,       /**< Wrong use, SQL or options. */
	LEAT_EXIT_UNREACHABLE = 3, /**< A server could not be reached. */
	LEAT_EXIT_SIGNAL = 128,    /**< Plus the signal's number. */
};

struct leat_command {
	const char *name;              /**< As in `leat <name>`. */
	const char *operands;          /**< As in the usage line. */
	const char *doc;               /**< One sentence. */
	const struct leat_flag *flags; /**< Ended by a row without a name. */
	/** Run with the parsed line; returns the exit code. */
	int (*run)(const struct leat_command *command, const struct leat_args *args,
	           struct leat_arena *arena);
};

/** All subcommands, NULL-terminated. */
extern const struct leat_command *const leat_commands[];

extern const struct leat_command leat_command_serve;
extern const struct leat_command leat_command_dev;
extern const struct leat_command leat_command_run;
extern const struct leat_command leat_command_check;
extern const struct leat_command leat_command_explain;
extern const struct leat_command leat_command_jobs;
extern const struct leat_command leat_command_functions;
extern const struct leat_command leat_command_connectors;
extern const struct leat_command leat_command_options;
extern const struct leat_command leat_command_errors;
extern const struct leat_command leat_command_metrics;
extern const struct leat_command leat_command_rest;

/** Print "leat: error: ..." with its hint to stderr and return the exit code that fits its class. */
int leat_command_fail(const struct leat_err *err);

/** Print the usage of @p command to stderr and return LEAT_EXIT_USAGE. */
int leat_command_usage(const struct leat_command *command);

/** Read a script: a file, or standard input for "-". */
int leat_command_read(const char *path, struct leat_buf *out, struct leat_err *err) LEAT_MUSTCHECK;
