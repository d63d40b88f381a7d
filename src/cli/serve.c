/* SPDX-License-Identifier: Apache-2.0 */
/* `leat serve` and `leat dev`: the server; dev brings its own broker and index.
 *
 * A first SIGTERM or SIGINT drains: no more requests, each job takes a last checkpoint.  A second
 * one closes what still drains, and so does the end of the grace. */
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/server.h"
#include "base/log.h"
#include "catalog/settings.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/engine.h"
#include "cli/registry.h"
#include "dev/broker.h"
#include "dev/index.h"
#include "job/jobs.h"

enum {
	DEV_BROKER_PORT = 9092,
	DEV_INDEX_PORT = 9200,
	GRACE_US = 30000000,
	API_GRACE_US = 2000000,
};

struct server {
	struct leat_arena *arena;
	struct leat_loop *loop;
	struct leat_config config;
	struct leat_settings settings;
	struct leat_jobs *jobs;
	struct leat_engine *engine;
	struct leat_api *api;
	struct leat_timer *grace;   /* Of the shutdown. */
	bool is_going_down;
	const char *data_dir;       /* Of the jobs. */

	/* Of `leat dev`. */
	bool is_dev;
	struct leat_dev_broker *broker;
	struct leat_dev_index *index;
	const char *temporary_dir;  /* Removed at the end; NULL: there is none. */
};

/* ---- going down ---- */

static void index_closed(void *data)
{
	struct server *server = data;

	leat_loop_stop(server->loop);
}

static void api_closed(void *data)
{
	struct server *server = data;

	if (server->index)
		leat_dev_index_close(server->index, index_closed, server);
	else
		leat_loop_stop(server->loop);
}

static void jobs_down(void *data)
{
	struct server *server = data;

	leat_timer_stop(server->grace);
	leat_api_close(server->api, API_GRACE_US, api_closed, server);
}

static void go_down(void *data)
{
	struct server *server = data;

	if (!server->is_going_down) {
		LEAT_LOG(INFO, SERVER, NULL, "going down");
		leat_timer_start(server->grace, GRACE_US);
	}
	server->is_going_down = true;
	leat_engine_set_draining(server->engine);
	leat_jobs_shutdown(server->jobs, jobs_down, server);
}

/* ---- going up ---- */

static enum leat_log_level log_level(const struct leat_settings *settings)
{
	static const enum leat_log_level levels[] = { LEAT_LOG_DEBUG, LEAT_LOG_INFO, LEAT_LOG_WARN,
		                                      LEAT_LOG_ERROR };

	leat_assert((size_t)settings->log_level < LEAT_COUNT(levels));
	return levels[settings->log_level];
}

static int read_settings(struct server *server, const struct leat_args *args, struct leat_err *err)
{
	LEAT_TRY(leat_config_read(server->arena, args, &server->config, err));
	leat_settings_init(&server->settings, server->arena);
	for (uint32_t i = 0; i < server->config.pairs.count; i++)
		LEAT_TRY(leat_settings_set(&server->settings, server->arena,
		                           &server->config.pairs.items[i], err));
	leat_log_configure(&(struct leat_log_config){ .fd = STDERR_FILENO,
	                                              .level = log_level(&server->settings),
	                                              .clock = leat_loop_clock() });
	return 0;
}

static bool is_given(const struct server *server, const char *key)
{
	for (uint32_t i = 0; i < server->config.pairs.count; i++) {
		struct leat_str given = server->config.pairs.items[i].key;
		if (leat_str_is(given, key))
			return true;
	}
	return false;
}

static void add_setting(struct server *server, const char *key, const char *value)
{
	*LEAT_VEC_ADD(server->arena, &server->config.pairs) = (struct leat_opt_pair){
		.key = leat_str_of(key),
		.value = leat_arena_str(server->arena,
		                        leat_str_of(value)),
	};
}

static int open_dev(struct server *server, struct leat_err *err)
{
	char hosts[64];

	LEAT_TRY(leat_dev_broker_open(&(struct leat_dev_broker_options){ .port = DEV_BROKER_PORT },
	                              &server->broker, err));
	LEAT_TRY(leat_dev_index_open(server->loop,
	                             &(struct leat_dev_index_options){ .port = DEV_INDEX_PORT },
	                             &server->index, err));
	if (!is_given(server, "leat.elasticsearch.hosts")) {
		snprintf(hosts, sizeof(hosts), "http://127.0.0.1:%d",
		         leat_dev_index_port(server->index));
		add_setting(server, "leat.elasticsearch.hosts", hosts);
	}
	return 0;
}

/* Where jobs are kept.  That of `leat dev` is a folder that goes when it ends. */
static int choose_data_dir(struct server *server, struct leat_err *err)
{
	const struct leat_settings *settings = &server->settings;

	if (!server->is_dev || is_given(server, "leat.data.dir")) {
		server->data_dir = leat_arena_dup(server->arena, settings->data_dir.p,
		                                  settings->data_dir.n);
		return 0;
	}
	const char *tmp = getenv("TMPDIR");
	char *dir = leat_arena_printf(server->arena, "%s/leat-dev-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(dir))
		return leat_err_set(err, LEAT_E_DISK, "cannot make a folder in %s",
		                    tmp ? tmp : "/tmp");
	server->data_dir = server->temporary_dir = dir;
	return 0;
}

static int remove_entry(const char *path, const struct stat *stat, int type, struct FTW *ftw)
{
	(void)stat;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int open_jobs(struct server *server, struct leat_err *err)
{
	LEAT_TRY(choose_data_dir(server, err));

	return leat_jobs_open(&(struct leat_jobs_options){
	                              .loop = server->loop,
	                              .clock = leat_loop_clock(),
	                              .registry = leat_registry(),
	                              .settings = server->config.pairs.items,
	                              .setting_count = server->config.pairs.count,
	                              .data_dir = server->data_dir,
	                      },
	                      &server->jobs, err);
}

static int open_api(struct server *server, struct leat_err *err)
{
	const struct leat_settings *settings = &server->settings;

	server->engine = leat_engine_new(server->loop, server->jobs, &server->config);
	return leat_api_open(server->loop, leat_engine_api(server->engine),
	                     &(struct leat_api_options){
	                             .address = leat_arena_dup(server->arena,
	                                                       settings->rest_address.p,
	                                                       settings->rest_address.n),
	                             .port = (uint16_t)settings->rest_port,
	                             .clock = leat_loop_clock(),
	                     },
	                     &server->api, err);
}

static int open_all(struct server *server, const struct leat_args *args, struct leat_err *err)
{
	LEAT_TRY(read_settings(server, args, err));
	if (server->is_dev)
		LEAT_TRY(open_dev(server, err));
	LEAT_TRY(open_jobs(server, err));
	return open_api(server, err);
}

static void say_hello(const struct server *server)
{
	printf("leat %s\n", LEAT_VERSION);
	printf("  dashboard  http://%.*s:%d/\n", LEAT_STR_ARG(server->settings.rest_address),
	       leat_api_port(server->api));
	if (server->is_dev) {
		printf("  kafka      %s  (embedded)\n", leat_dev_broker_address(server->broker));
		printf("  index      http://127.0.0.1:%d  (embedded)\n",
		       leat_dev_index_port(server->index));
		printf("The embedded broker and index are for trying and testing, and keep nothing.\n");
	}
	fflush(stdout);
}

static void close_all(struct server *server)
{
	leat_jobs_close(server->jobs);
	leat_engine_free(server->engine);
	leat_timer_free(server->grace);
	while (leat_loop_turn(server->loop, false))
		;
	leat_loop_free(server->loop);
	leat_dev_broker_close(server->broker);
	if (server->temporary_dir &&
	    nftw(server->temporary_dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS))
		fprintf(stderr, "leat: warning: %s stays\n", server->temporary_dir);
}

/* What a failed start leaves open: its jobs may run already. */
static void close_half(struct server *server)
{
	if (server->jobs) {
		leat_jobs_shutdown(server->jobs, index_closed, server);
		leat_jobs_shutdown(server->jobs, index_closed, server);
		leat_loop_run(server->loop);
	}
	if (server->index) {
		leat_dev_index_close(server->index, index_closed, server);
		leat_loop_run(server->loop);
	}
	close_all(server);
}

static int serve(const struct leat_command *command, const struct leat_args *args,
                 struct leat_arena *arena, bool is_dev)
{
	struct server server = { .arena = arena, .is_dev = is_dev };
	struct leat_err err = { 0 };

	if (args->operand_count)
		return leat_command_usage(command);
	server.loop = leat_loop_new();
	server.grace = leat_timer_new(server.loop, go_down, &server);
	if (open_all(&server, args, &err)) {
		close_half(&server);
		return leat_command_fail(&err);
	}
	struct leat_signal *sigint = leat_signal_new(server.loop, SIGINT, go_down, &server);
	struct leat_signal *sigterm = leat_signal_new(server.loop, SIGTERM, go_down, &server);
	say_hello(&server);
	leat_loop_run(server.loop);
	leat_signal_free(sigint);
	leat_signal_free(sigterm);
	close_all(&server);
	return LEAT_EXIT_DONE;
}

static const struct leat_flag flags[] = { LEAT_CONFIG_FLAGS, { 0 } };

static int run_serve(const struct leat_command *command, const struct leat_args *args,
                     struct leat_arena *arena)
{
	return serve(command, args, arena, false);
}

static int run_dev(const struct leat_command *command, const struct leat_args *args,
                   struct leat_arena *arena)
{
	return serve(command, args, arena, true);
}

const struct leat_command leat_command_serve = {
	"serve", "[-c FILE] [-D KEY=VALUE]...", "Run the server: jobs, REST, metrics.", flags, run_serve
};
const struct leat_command leat_command_dev = {
	"dev", "[-c FILE] [-D KEY=VALUE]...",
	"Run the server with an embedded Kafka broker and an embedded index.", flags, run_dev
};
