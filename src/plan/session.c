/* SPDX-License-Identifier: Apache-2.0 */
/* A session: scripts to plans. */
#include "plan/session_int.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/vec.h"
#include "plan/bind_int.h"
#include "plan/query.h"
#include "plan/statement_int.h"
#include "sql/parse.h"
#include "types/timezone.h"

struct leat_session *leat_session_new(const struct leat_registry *registry)
{
	struct leat_session *session = leat_zalloc(sizeof(*session));

	session->refs = 1;
	session->arena = leat_arena_new(0);
	session->registry = registry;
	leat_catalog_init(&session->catalog, session->arena);
	leat_settings_init(&session->settings, session->arena);
	return session;
}

struct leat_session *leat_session_free(struct leat_session *session)
{
	if (!session || --session->refs)
		return NULL;
	leat_arena_free(session->arena);
	free(session);
	return NULL;
}

int leat_session_set(struct leat_session *session, struct leat_str key, struct leat_str value,
                     struct leat_err *err)
{
	struct leat_opt_pair pair = { .key = key, .value = value };
	const struct leat_tz *zone;
	struct leat_settings before = session->settings;

	LEAT_TRY(leat_settings_set(&session->settings, session->arena, &pair, err));
	int r = leat_session_zone(session, &zone, err);
	if (r)
		session->settings = before;
	return r;
}

/* The system's zone by name: TZ, else where /etc/localtime points. */
static struct leat_str system_zone(char *room, size_t size)
{
	static const char marker[] = "/zoneinfo/";
	const char *name = getenv("TZ");
	ssize_t n;

	if (!name || !*name) {
		n = readlink("/etc/localtime", room, size - 1);
		if (n > 0) {
			room[n] = '\0';
			name = strstr(room, marker);
			name = name ? name + strlen(marker) : NULL;
		}
	}
	if (!name || !*name)
		name = "UTC";
	return leat_str_of(name);
}

int leat_session_zone(const struct leat_session *session, const struct leat_tz **ret,
                      struct leat_err *err)
{
	struct leat_str name = session->settings.time_zone;
	char room[256];

	if (!leat_str_is_nocase(name, "default"))
		return leat_tz_find(name, ret, err);
	if (leat_tz_find(system_zone(room, sizeof(room)), ret, NULL))
		*ret = leat_tz_utc();
	return 0;
}

/* The plan's arena holds a reference on the session. */
static void unref_session(void *session)
{
	(void)leat_session_free(session);
}

/* All INSERTs of the script as one job. */
static int plan_job(struct leat_statement *s, struct leat_plan *plan)
{
	struct leat_lowering with;

	if (!s->sinks.count)
		return 0;
	LEAT_TRY(leat_statement_lowering(s, &with));
	plan->job = leat_query_plan(&with, s->sinks.count, s->sinks.items);
	if (!plan->job)
		return -1;
	plan->spec = plan->job->spec;
	for (uint32_t i = 0; i < s->results.count; i++)
		if (s->results.items[i].kind == LEAT_RESULT_INSERT)
			s->results.items[i].query = plan->job;
	return 0;
}

static int failure(const struct leat_diags *diags)
{
	const struct leat_err *first = leat_diags_first_error(diags);

	leat_assert(first);
	return -(int)first->code;
}

int leat_session_plan(struct leat_session *session, struct leat_str text, struct leat_diags *diags,
                      struct leat_plan **ret_plan)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_plan *plan = LEAT_ARENA_NEW(arena, struct leat_plan);
	struct leat_statement s = { .session = session, .arena = arena, .diags = diags };
	const struct leat_ast_script *script;
	bool good;

	plan->arena = arena;
	session->refs++;
	leat_arena_defer(arena, unref_session, session);
	s.text = leat_arena_str(session->arena, text);
	good = leat_sql_parse(session->arena, s.text, diags, &script) == 0;
	for (uint32_t i = 0; good && i < script->stmts.count; i++)
		good = leat_statement_run(&s, script->stmts.items[i]) == 0 || s.goes_on;
	good = good && !diags->error_count && plan_job(&s, plan) == 0;
	leat_statement_check_unused(&s);
	if (!good || diags->error_count) {
		leat_arena_free(arena);
		return failure(diags);
	}
	plan->result_count = s.results.count;
	plan->results = s.results.items;
	plan->settings = session->settings;
	*ret_plan = plan;
	return 0;
}

struct leat_plan *leat_plan_free(struct leat_plan *plan)
{
	if (plan)
		leat_arena_free(plan->arena);
	return NULL;
}
