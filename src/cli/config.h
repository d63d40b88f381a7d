/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration: file, environment and -D become pairs of settings, in this order.
 *
 * The file is YAML with nested or dotted keys; a list is joined by ';'.  The variable of a key is LEAT_
 * and its name in capitals with '_' for '.' and '-': LEAT_REST_PORT; a leading "leat." is left out.  A
 * value may hold ${env:NAME} and ${file:PATH}, which are replaced here. */
#pragma once

#include "base/vec.h"
#include "cli/args.h"

struct leat_config {
	LEAT_VEC(struct leat_opt_pair) pairs; /**< Later ones win; texts are in the arena. */
};

/** Rows of the flags -c and -D, for tables of flags. */
#define LEAT_CONFIG_FLAGS                                                                          \
	{ "--config", 'c', "FILE", "Read the configuration from FILE (YAML)." },                   \
	{                                                                                          \
		"--set", 'D', "KEY=VALUE", "Set one key of the configuration."                     \
	}

/** Collect and check everything that was given. */
int leat_config_read(struct leat_arena *arena, const struct leat_args *args,
                     struct leat_config *ret, struct leat_err *err) LEAT_MUSTCHECK;

/** Replace ${env:..} and ${file:..} in @p value. */
int leat_config_resolve(struct leat_arena *arena, struct leat_str value, struct leat_str *ret,
                        struct leat_err *err) LEAT_MUSTCHECK;
