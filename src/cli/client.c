/* SPDX-License-Identifier: Apache-2.0 */
/* `leat jobs`: the REST of a server from the command line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "cli/command.h"
#include "io/http_client.h"

enum { ANSWER_BYTES_MAX = 1 << 26 };

/* One request and its answer. */
struct exchange {
	struct leat_loop *loop;
	int status;           /* 0: there was none. */
	struct leat_buf body;
	struct leat_err err;  /* When there was none. */
};

static void on_done(void *data, const struct leat_http_result *result)
{
	struct exchange *x = data;

	if (result->err) {
		x->err = *result->err;
	} else {
		x->status = result->status;
		leat_buf_str(&x->body, leat_buf_view(result->body));
	}
	leat_loop_stop(x->loop);
}

static void call(struct exchange *x, const char *method, const char *url, struct leat_str body)
{
	static const char *const headers[] = { "Content-Type: application/sql", NULL };

	leat_buf_init(&x->body, ANSWER_BYTES_MAX);
	x->loop = leat_loop_new();
	struct leat_http_client *client =
	        leat_http_client_new(x->loop, &(struct leat_http_client_options){ 0 });
	leat_http_call_start(client, &(struct leat_http_call_spec){
	                                     .method = method,
	                                     .url = url,
	                                     .headers = body.n ? headers : NULL,
	                                     .body = body.n ? body.p : NULL,
	                                     .body_size = body.n,
	                                     .done = on_done,
	                                     .data = x,
	                             });
	leat_loop_run(x->loop);
	leat_http_client_free(client);
	while (leat_loop_turn(x->loop, false))
		;
	leat_loop_free(x->loop);
}

/* ---- what comes back ---- */

static int print_problem(const struct exchange *x, const struct leat_json *problem,
                         const char *file)
{
	const struct leat_json *position = leat_json_get(problem, "position");
	struct leat_str hint = leat_json_get_str(problem, "hint");
	struct leat_str detail = leat_json_get_str(problem, "detail");
	int64_t line = 0, column = 0;

	if (leat_json_i64(leat_json_get(position, "line"), &line) &&
	    leat_json_i64(leat_json_get(position, "column"), &column))
		fprintf(stderr, "%s:%lld:%lld: error: ", file, (long long)line, (long long)column);
	else
		fprintf(stderr, "leat: error: ");
	if (detail.n)
		fprintf(stderr, "%.*s\n", LEAT_STR_ARG(detail));
	else
		fprintf(stderr, "HTTP %d\n", x->status);
	if (hint.n)
		fprintf(stderr, "hint: %.*s\n", LEAT_STR_ARG(hint));
	return x->status >= 500 ? LEAT_EXIT_FAILED : LEAT_EXIT_USAGE;
}

static void print_value(const struct leat_json *json)
{
	struct leat_buf out;
	struct leat_json_writer *writer;

	leat_buf_init(&out, ANSWER_BYTES_MAX);
	writer = leat_json_writer_new(&out, true);
	leat_json_write_value(writer, json);
	leat_json_writer_free(writer);
	printf("%s\n", leat_buf_cstr(&out));
	leat_buf_done(&out);
}

static long long number(const struct leat_json *object, const char *key)
{
	int64_t value = 0;

	(void)leat_json_i64(leat_json_get(object, key), &value);
	return value;
}

static void print_list(const struct leat_json *list)
{
	printf("%-32s  %-10s  %12s  %12s  %10s  %s\n", "ID", "STATE", "IN", "OUT", "LAG", "NAME");
	for (const struct leat_json *job = list ? list->first : NULL; job; job = job->next) {
		const struct leat_json *records = leat_json_get(job, "records");
		struct leat_str id = leat_json_get_str(job, "id");
		struct leat_str state = leat_json_get_str(job, "state");
		struct leat_str name = leat_json_get_str(job, "name");
		printf("%-32.*s  %-10.*s  %12lld  %12lld  %10lld  %.*s\n", LEAT_STR_ARG(id),
		       LEAT_STR_ARG(state), number(records, "in"), number(records, "out"),
		       number(job, "lag"), LEAT_STR_ARG(name));
	}
}

static int finish(struct exchange *x, struct leat_arena *arena, bool as_list, const char *file)
{
	const struct leat_json *json = NULL;
	struct leat_err err = { 0 };
	int code = LEAT_EXIT_DONE;

	if (!x->status)
		code = leat_command_fail(&x->err);
	else if (x->body.size && leat_json_parse(arena, leat_buf_view(&x->body), &json, &err))
		code = leat_command_fail(&err);
	else if (x->status >= 400)
		code = print_problem(x, json, file);
	else if (json && as_list)
		print_list(leat_json_get(json, "jobs"));
	else if (json)
		print_value(json);
	leat_buf_done(&x->body);
	return code;
}

/* ---- the verbs ---- */

/* A verb on one job: the method and what stands behind its name in the path. */
static const struct verb {
	const char *name, *method, *suffix;
} verbs[] = {
	{ "show", "GET", "" },
	{ "cancel", "DELETE", "" },
	{ "drain", "DELETE", "?drain=true" },
	{ "pause", "POST", "/pause" },
	{ "resume", "POST", "/resume" },
	{ "savepoint", "POST", "/savepoint" },
	{ "errors", "GET", "/errors" },
	{ "checkpoints", "GET", "/checkpoints" },
	{ "plan", "GET", "/plan" },
};

/* A name in a path. */
static const char *escape(struct leat_arena *arena, const char *name)
{
	struct leat_buf out;
	const char *copy;

	leat_buf_init(&out, 1 << 16);
	for (; *name; name++) {
		unsigned char c = (unsigned char)*name;
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		                (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
		leat_buf_printf(&out, is_plain ? "%c" : "%%%02X", c);
	}
	copy = leat_arena_dup(arena, out.data ? out.data : "", out.size);
	leat_buf_done(&out);
	return copy;
}

static int submit(const char *url, const char *file, const char *name, struct leat_arena *arena)
{
	struct exchange x = { 0 };
	struct leat_buf script;
	struct leat_err err = { 0 };
	const char *path = leat_arena_printf(arena, "%s/api/v1/jobs%s%s", url, name ? "?name=" : "",
	                                     name ? escape(arena, name) : "");

	leat_buf_init(&script, LEAT_LIMIT_QUERY_BYTES);
	if (leat_command_read(file, &script, &err)) {
		leat_buf_done(&script);
		return leat_command_fail(&err);
	}
	call(&x, "POST", path, leat_buf_view(&script));
	leat_buf_done(&script);
	return finish(&x, arena, false, file);
}

static int run(const struct leat_command *command, const struct leat_args *args,
               struct leat_arena *arena)
{
	const char *url = leat_args_value(args, "--url", "http://127.0.0.1:8083");
	const char *verb = args->operand_count ? args->operands[0] : "list";
	struct exchange x = { 0 };

	if (!strcmp(verb, "list") && args->operand_count <= 1) {
		call(&x, "GET", leat_arena_printf(arena, "%s/api/v1/jobs", url),
		     (struct leat_str){ 0 });
		return finish(&x, arena, true, "");
	}
	if (args->operand_count != 2)
		return leat_command_usage(command);
	if (!strcmp(verb, "submit"))
		return submit(url, args->operands[1], leat_args_value(args, "--name", NULL), arena);
	for (size_t i = 0; i < LEAT_COUNT(verbs); i++) {
		if (strcmp(verbs[i].name, verb))
			continue;
		call(&x, verbs[i].method,
		     leat_arena_printf(arena, "%s/api/v1/jobs/%s%s", url,
		                       escape(arena, args->operands[1]), verbs[i].suffix),
		     (struct leat_str){ 0 });
		return finish(&x, arena, false, "");
	}
	return leat_command_usage(command);
}

static const struct leat_flag flags[] = {
	{ "--url", 0, "URL", "Of the server; http://127.0.0.1:8083 by default." },
	{ "--name", 0, "NAME", "Of the job that is submitted." },
	{ 0 }
};

const struct leat_command leat_command_jobs = {
	"jobs",
	"list | submit FILE | show|cancel|drain|pause|resume|savepoint|errors|checkpoints|plan JOB",
	"Submit and manage the jobs of a server.", flags, run
};
