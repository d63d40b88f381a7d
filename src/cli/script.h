/* SPDX-License-Identifier: Apache-2.0 */
/* A script on the command line: read, planned with the configuration, its errors printed. */
#pragma once

#include "cli/command.h"
#include "cli/config.h"
#include "plan/plan.h"

/** A script that was planned. */
struct leat_script {
	struct leat_config config;    /**< Of the command line. */
	struct leat_session *session; /**< With the configuration. */
	struct leat_plan *plan;       /**< NULL when planning failed. */
	struct leat_buf text;         /**< The script. */
	const char *file;             /**< Its name, for messages. */
};

/** Read and plan the file @p path with the configuration of @p args.  Errors and warnings go to
 * stderr, as JSON to stdout with @p as_json.  Returns LEAT_EXIT_DONE or the exit code. */
int leat_script_open(struct leat_script *script, const char *path, const struct leat_args *args,
                     struct leat_arena *arena, bool as_json);

/** Free what it holds; works after a failure too. */
void leat_script_close(struct leat_script *script);
