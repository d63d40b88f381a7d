/* SPDX-License-Identifier: Apache-2.0 */
/* The list of subcommands, and what they share. */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "io/files.h"

/* The rows belong to the files of the commands; main.c wants them in one list. */
const struct leat_command *const leat_commands[] = {
	&leat_command_serve,     &leat_command_dev,        &leat_command_run,
	&leat_command_check,     &leat_command_explain,    &leat_command_jobs,
	&leat_command_functions, &leat_command_connectors, &leat_command_options,
	&leat_command_errors,    &leat_command_metrics,    &leat_command_rest,
	NULL,
};

static int exit_code(const struct leat_err *err)
{
	switch (leat_err_info(err->code)->cls) {
	case LEAT_CLASS_USER:
		return LEAT_EXIT_USAGE;
	case LEAT_CLASS_RETRY:
		return err->code == LEAT_E_DISK ? LEAT_EXIT_FAILED : LEAT_EXIT_UNREACHABLE;
	case LEAT_CLASS_DATA:
	case LEAT_CLASS_FATAL:
		return LEAT_EXIT_FAILED;
	}
	leat_unreachable();
}

int leat_command_fail(const struct leat_err *err)
{
	fprintf(stderr, "leat: error: %s\n", err->message);
	if (err->hint[0])
		fprintf(stderr, "hint: %s\n", err->hint);
	return exit_code(err);
}

int leat_command_usage(const struct leat_command *command)
{
	fprintf(stderr, "usage: leat %s %s\n", command->name, command->operands);
	return LEAT_EXIT_USAGE;
}

static int read_stdin(struct leat_buf *out, struct leat_err *err)
{
	for (;;) {
		char *room = leat_buf_reserve(out, 65536);
		ssize_t n = room ? read(STDIN_FILENO, room, 65536) : -1;
		if (!room)
			return leat_err_set(err, LEAT_E_LIMIT, "the script is larger than 1 MiB");
		if (n < 0)
			return leat_err_set(err, LEAT_E_USAGE, "standard input cannot be read");
		if (!n)
			return 0;
		leat_buf_advance(out, (size_t)n);
	}
}

int leat_command_read(const char *path, struct leat_buf *out, struct leat_err *err)
{
	if (!strcmp(path, "-"))
		return read_stdin(out, err);
	int r = leat_file_read(path, out, err);
	if (r == -LEAT_E_DISK) /* To read a script is no question of the disk's state. */
		err->code = LEAT_E_USAGE;
	return r;
}
