/* SPDX-License-Identifier: Apache-2.0 */
/* leat: the program.  Finds the subcommand and runs it. */
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "cli/command.h"

static const struct leat_command *find(const char *name)
{
	for (const struct leat_command *const *c = leat_commands; *c; c++)
		if (!strcmp((*c)->name, name))
			return *c;
	return NULL;
}

static void print_commands(FILE *out)
{
	fprintf(out, "usage: leat COMMAND [ARGUMENTS]\n\n"
	             "Runs Flink SQL from Kafka to Elasticsearch.\n\ncommands:\n");
	for (const struct leat_command *const *c = leat_commands; *c; c++)
		fprintf(out, "  %-12s %s\n", (*c)->name, (*c)->doc);
	fprintf(out, "  %-12s %s\n  %-12s %s\n", "version", "Print the version.", "help",
	        "Explain a command: leat help COMMAND.");
}

static void print_command(FILE *out, const struct leat_command *command)
{
	fprintf(out, "usage: leat %s %s\n\n%s\n", command->name, command->operands, command->doc);
	for (const struct leat_flag *f = command->flags; f->name; f++) {
		char left[64];
		snprintf(left, sizeof(left), "%s%c%s%s%s%s", f->letter ? "-" : "",
		         f->letter ? f->letter : ' ', f->letter ? ", " : "   ", f->name,
		         f->value ? " " : "", f->value ? f->value : "");
		fprintf(out, "%s  %-26s %s\n", f == command->flags ? "\n" : "", left, f->doc);
	}
}

static int help(int argc, char **argv)
{
	const struct leat_command *command = argc > 2 ? find(argv[2]) : NULL;

	if (command)
		print_command(stdout, command);
	else
		print_commands(stdout);
	return LEAT_EXIT_DONE;
}

static int unknown(const char *name)
{
	struct leat_nearest near = leat_nearest_of(leat_str_of(name));
	struct leat_err err;

	for (const struct leat_command *const *c = leat_commands; *c; c++)
		leat_nearest_offer_text(&near, (*c)->name);
	leat_err_set(&err, LEAT_E_USAGE, "unknown command '%s'", name);
	if (!leat_nearest_hint(&near, &err))
		leat_err_hint(&err, "'leat help' lists the commands");
	return leat_command_fail(&err);
}

int main(int argc, char **argv)
{
	struct leat_args args;
	struct leat_err err = { 0 };

	if (argc < 2) {
		print_commands(stderr);
		return LEAT_EXIT_USAGE;
	}
	if (!strcmp(argv[1], "help") || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return help(argc, argv);
	if (!strcmp(argv[1], "version") || !strcmp(argv[1], "--version")) {
		printf("leat %s\n", LEAT_VERSION);
		return LEAT_EXIT_DONE;
	}
	const struct leat_command *command = find(argv[1]);
	if (!command)
		return unknown(argv[1]);
	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
			print_command(stdout, command);
			return LEAT_EXIT_DONE;
		}
	}
	struct leat_arena *arena = leat_arena_new(0);
	int code = leat_args_parse(arena, argc - 1, argv + 1, command->flags, &args, &err) ?
	                   leat_command_fail(&err) :
	                   command->run(command, &args, arena);
	leat_arena_free(arena);
	return code;
}
