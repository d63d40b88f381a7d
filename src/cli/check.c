/* SPDX-License-Identifier: Apache-2.0 */
/* `leat check` and `leat explain`: plan a script and say what was found. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/reference.h"
#include "cli/script.h"

static const struct leat_flag check_flags[] = {
	LEAT_CONFIG_FLAGS,
	{ "--format", 0, "text|json", "How errors are printed; text by default." },
	{ 0 }
};

/* 1: JSON, 0: text, -1: neither. */
static int wants_json(const struct leat_args *args)
{
	const char *format = leat_args_value(args, "--format", "text");

	if (!strcmp(format, "json"))
		return 1;
	return strcmp(format, "text") ? -1 : 0;
}

static int run_check(const struct leat_command *command, const struct leat_args *args,
                     struct leat_arena *arena)
{
	int as_json = wants_json(args);
	int worst = LEAT_EXIT_DONE;

	if (!args->operand_count || as_json < 0)
		return leat_command_usage(command);
	for (uint32_t i = 0; i < args->operand_count; i++) {
		struct leat_script script;
		int code = leat_script_open(&script, args->operands[i], args, arena, as_json);
		leat_script_close(&script);
		if (code > worst)
			worst = code;
	}
	return worst;
}

const struct leat_command leat_command_check = {
	"check", "FILE...", "Parse, bind and plan scripts; print errors with their places.",
	check_flags, run_check
};

static const struct leat_flag explain_flags[] = {
	LEAT_CONFIG_FLAGS,
	{ "--details", 0, NULL, "Types, changelog modes and the steps of expressions." },
	{ "--format", 0, "text|json", "Of the plan; text by default." },
	{ 0 }
};

static void explain_json(const struct leat_plan *plan, struct leat_buf *out)
{
	for (uint32_t i = 0; i < plan->result_count; i++) {
		if (plan->results[i].kind != LEAT_RESULT_QUERY)
			continue;
		leat_query_explain_json(plan->results[i].query, out);
		leat_buf_char(out, '\n');
	}
	if (plan->job) {
		leat_query_explain_json(plan->job, out);
		leat_buf_char(out, '\n');
	}
}

static int run_explain(const struct leat_command *command, const struct leat_args *args,
                       struct leat_arena *arena)
{
	int as_json = wants_json(args);
	struct leat_script script;
	struct leat_buf out;

	if (args->operand_count != 1 || as_json < 0)
		return leat_command_usage(command);
	int code = leat_script_open(&script, args->operands[0], args, arena, false);
	if (code == LEAT_EXIT_DONE) {
		leat_buf_init(&out, (size_t)1 << 26);
		if (as_json)
			explain_json(script.plan, &out);
		else
			leat_reference_explain(script.plan,
			                       leat_args_has(args, "--details")
			                               ? LEAT_EXPLAIN_DETAILS |
			                                         LEAT_EXPLAIN_CHANGELOG
			                               : 0,
			                       &out);
		fwrite(out.data, 1, out.size, stdout);
		leat_buf_done(&out);
	}
	leat_script_close(&script);
	return code;
}

const struct leat_command leat_command_explain = {
	"explain", "FILE", "Print the plans of a script's queries.", explain_flags, run_explain
};
