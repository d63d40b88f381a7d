/* SPDX-License-Identifier: Apache-2.0 */
/* SQL/JSON paths: "lax $.a.b[0]", "strict $['x']", "$.list[*].id", "$..name". */
#pragma once

#include <yyjson.h>

#include "leat/arena.h"

struct leat_json_path;

/** Parse @p text into @p arena; NULL when it is malformed. */
const struct leat_json_path *leat_json_path_new(struct leat_arena *arena, struct leat_str text);

/** The path is lax: what is missing is empty, not an error.  Without a word it is strict. */
bool leat_json_path_is_lax(const struct leat_json_path *path);

/** The path may lead to several values (it has a * or ..): then its result is always a list. */
bool leat_json_path_is_list(const struct leat_json_path *path);

/** Call @p visit for each value that the path leads to from @p root. */
void leat_json_path_walk(const struct leat_json_path *path, yyjson_val *root,
                         void (*visit)(void *context, yyjson_val *value), void *context);
