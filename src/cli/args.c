/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of one subcommand; see args.h. */
#include "cli/args.h"

#include <string.h>

#include "base/nearest.h"

static const struct leat_flag *find(const struct leat_flag *flags, const char *text, size_t n)
{
	for (; flags->name; flags++) {
		if (strlen(flags->name) == n && !memcmp(flags->name, text, n))
			return flags;
		if (flags->letter && n == 2 && text[0] == '-' && text[1] == flags->letter)
			return flags;
	}
	return NULL;
}

static int unknown(const struct leat_flag *flags, const char *text, struct leat_err *err)
{
	struct leat_nearest near = leat_nearest_of(leat_str_of(text));

	for (; flags->name; flags++)
		leat_nearest_offer_text(&near, flags->name);
	leat_err_set(err, LEAT_E_USAGE, "unknown flag '%s'", text);
	leat_nearest_hint(&near, err);
	return -LEAT_E_USAGE;
}

/* "-Dkey=value": a letter with its value at once. */
static const struct leat_flag *find_joined(const struct leat_flag *flags, const char *text)
{
	if (text[0] != '-' || text[1] == '-' || !text[1] || !text[2])
		return NULL;
	const struct leat_flag *flag = find(flags, text, 2);
	return flag && flag->value ? flag : NULL;
}

int leat_args_parse(struct leat_arena *arena, int argc, char **argv, const struct leat_flag *flags,
                    struct leat_args *ret, struct leat_err *err)
{
	const char **operands = LEAT_ARENA_ARRAY(arena, const char *, argc);
	struct leat_given *given = LEAT_ARENA_ARRAY(arena, struct leat_given, argc);
	bool only_operands = false;

	*ret = (struct leat_args){ .operands = operands, .given = given };
	for (int i = 1; i < argc; i++) {
		const char *text = argv[i];
		if (only_operands || text[0] != '-' || !text[1]) {
			operands[ret->operand_count++] = text;
			continue;
		}
		if (!strcmp(text, "--")) {
			only_operands = true;
			continue;
		}
		const char *equals = text[1] == '-' ? strchr(text, '=') : NULL;
		const struct leat_flag *flag = find_joined(flags, text);
		const char *value = flag ? text + 2 : NULL;
		if (!flag) {
			flag = find(flags, text, equals ? (size_t)(equals - text) : strlen(text));
			value = equals ? equals + 1 : NULL;
		}
		if (!flag)
			return unknown(flags, text, err);
		if (flag->value && !value) {
			if (i + 1 == argc)
				return leat_err_set(err, LEAT_E_USAGE,
				                    "flag '%s' wants a value: %s", text,
				                    flag->value);
			value = argv[++i];
		} else if (!flag->value && value) {
			return leat_err_set(err, LEAT_E_USAGE, "flag '%s' takes no value",
			                    flag->name);
		}
		given[ret->given_count++] = (struct leat_given){ flag, value };
	}
	return 0;
}

const char *leat_args_value(const struct leat_args *args, const char *name, const char *fallback)
{
	const char *value = fallback;

	for (uint32_t i = 0; i < args->given_count; i++)
		if (!strcmp(args->given[i].flag->name, name))
			value = args->given[i].value;
	return value;
}

bool leat_args_has(const struct leat_args *args, const char *name)
{
	for (uint32_t i = 0; i < args->given_count; i++)
		if (!strcmp(args->given[i].flag->name, name))
			return true;
	return false;
}
