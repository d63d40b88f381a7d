/* SPDX-License-Identifier: Apache-2.0 */
/* Joins src/job with src/api. */
#include "cli/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/json.h"
#include "base/mem.h"
#include "cli/reference.h"
#include "cli/samples.h"
#include "job/report.h"
#include "plan/plan.h"

struct leat_engine {
	struct leat_api_engine api;
	struct leat_loop *loop;
	struct leat_jobs *jobs;
	const struct leat_config *config;
	bool is_draining;
};

/* ---- scripts ---- */

static struct leat_submission submission_of(const struct leat_api_script *script,
                                            struct leat_opt_pair *pairs)
{
	for (uint32_t i = 0; i < script->setting_count; i++)
		pairs[i] = (struct leat_opt_pair){ .key = script->settings[i].key,
			                           .value = script->settings[i].value };
	return (struct leat_submission){ .sql = script->sql,
		                         .name = script->name,
		                         .settings = pairs,
		                         .setting_count = script->setting_count };
}

static int engine_submit(void *self, const struct leat_api_script *script,
                         char ret_id[LEAT_JOB_ID_DIGITS + 1], struct leat_diags *diags)
{
	struct leat_engine *engine = self;
	struct leat_opt_pair *pairs = leat_zalloc(sizeof(*pairs) * (script->setting_count + 1));
	struct leat_submission submission = submission_of(script, pairs);
	struct leat_job *job;
	int r = leat_jobs_submit(engine->jobs, &submission, diags, &job);

	free(pairs);
	if (!r) {
		struct leat_job_info info;
		leat_job_info(job, &info);
		memcpy(ret_id, info.id, LEAT_JOB_ID_DIGITS + 1);
	}
	return r;
}

static int plan_script(struct leat_engine *engine, const struct leat_api_script *script,
                       struct leat_diags *diags, struct leat_plan **ret_plan)
{
	struct leat_opt_pair *pairs = leat_zalloc(sizeof(*pairs) * (script->setting_count + 1));
	struct leat_submission submission = submission_of(script, pairs);
	int r = leat_jobs_plan(engine->jobs, &submission, diags, ret_plan);

	free(pairs);
	return r;
}

static int engine_check(void *self, const struct leat_api_script *script, struct leat_diags *diags)
{
	struct leat_plan *plan;

	LEAT_TRY(plan_script(self, script, diags, &plan));
	leat_plan_free(plan);
	return 0;
}

static int engine_explain(void *self, const struct leat_api_script *script, bool details,
                          struct leat_buf *out, struct leat_diags *diags)
{
	struct leat_plan *plan;

	LEAT_TRY(plan_script(self, script, diags, &plan));
	leat_reference_explain(plan, details ? LEAT_EXPLAIN_DETAILS | LEAT_EXPLAIN_CHANGELOG : 0,
	                       out);
	leat_plan_free(plan);
	return 0;
}

/* ---- jobs ---- */

static int find(struct leat_engine *engine, struct leat_str name, struct leat_job **ret_job,
                struct leat_err *err)
{
	*ret_job = leat_jobs_find(engine->jobs, name);
	if (*ret_job)
		return 0;
	return leat_err_set(err, LEAT_E_NOT_FOUND, "there is no job \"%.*s\"", LEAT_STR_ARG(name));
}

static void engine_list(void *self, struct leat_json_writer *json)
{
	struct leat_engine *engine = self;
	const struct leat_job *job;

	leat_json_write_array(json);
	for (uint32_t i = 0; (job = leat_jobs_at(engine->jobs, i)); i++)
		leat_report_job(job, true, json);
	leat_json_write_array_end(json);
}

static int engine_job(void *self, struct leat_str name, struct leat_json_writer *json,
                      struct leat_err *err)
{
	struct leat_job *job;

	LEAT_TRY(find(self, name, &job, err));
	leat_report_job(job, false, json);
	return 0;
}

static void write_plan(const struct leat_job *job, struct leat_json_writer *json)
{
	struct leat_job_info info;
	struct leat_buf text;

	leat_job_info(job, &info);
	leat_buf_init(&text, (size_t)1 << 24);
	leat_spec_print(info.spec, &text);
	leat_json_write_object(json);
	leat_json_write_str_of(json, "text", leat_buf_view(&text));
	leat_buf_done(&text);
	leat_json_write_key(json, "nodes");
	leat_json_write_array(json);
	for (uint32_t i = 0; i < info.spec->node_count; i++) {
		const struct leat_spec_node *node = &info.spec->nodes[i];
		leat_json_write_object(json);
		leat_json_write_text_of(json, "id", node->name);
		leat_json_write_text_of(json, "name", node->label);
		leat_json_write_key(json, "inputs");
		leat_json_write_array(json);
		for (uint32_t k = 0; k < node->input_count; k++)
			leat_json_write_text(json, info.spec->nodes[node->inputs[k]].name);
		leat_json_write_array_end(json);
		leat_json_write_object_end(json);
	}
	leat_json_write_array_end(json);
	leat_json_write_object_end(json);
}

static int engine_job_list(void *self, struct leat_str name, enum leat_api_list list,
                           struct leat_json_writer *json, struct leat_err *err)
{
	struct leat_job *job;

	LEAT_TRY(find(self, name, &job, err));
	switch (list) {
	case LEAT_API_PLAN:
		write_plan(job, json);
		break;
	case LEAT_API_CHECKPOINTS:
		leat_report_checkpoints(job, json);
		break;
	case LEAT_API_OPERATORS:
		leat_report_operators(job, json);
		break;
	case LEAT_API_SOURCES:
		leat_report_sources(job, json);
		break;
	case LEAT_API_SINKS:
		leat_report_sinks(job, json);
		break;
	}
	return 0;
}

static int engine_act(void *self, struct leat_str name, enum leat_api_action action,
                      struct leat_err *err)
{
	struct leat_job *job;

	LEAT_TRY(find(self, name, &job, err));
	switch (action) {
	case LEAT_API_CANCEL:
		return leat_job_cancel(job, err);
	case LEAT_API_DRAIN:
		return leat_job_drain(job, err);
	case LEAT_API_PAUSE:
		return leat_job_pause(job, err);
	case LEAT_API_RESUME:
		return leat_job_resume(job, err);
	case LEAT_API_SAVEPOINT:
		return leat_job_checkpoint(job, err);
	}
	leat_unreachable();
}

static int engine_dead_letters(void *self, struct leat_str name, struct leat_str after,
                               uint32_t limit, leat_api_page_fn done, void *owner,
                               struct leat_err *err)
{
	struct leat_job *job;
	struct leat_job_info info;
	char text[24];
	char *end;

	LEAT_TRY(find(self, name, &job, err));
	leat_job_info(job, &info);
	if (after.n >= sizeof(text))
		return leat_err_set(err, LEAT_E_USAGE, "'after' is no token of a page");
	memcpy(text, after.p ? after.p : "", after.n);
	text[after.n] = '\0';
	unsigned long long before = strtoull(text, &end, 10);
	if (*end || (after.n && !before))
		return leat_err_set(err, LEAT_E_USAGE, "'after' is no token of a page");
	leat_dead_letters_page(info.letters, before, limit, done, owner);
	return 0;
}

/* ---- the rest ---- */

static void engine_metrics(void *self, struct leat_metrics *metrics)
{
	struct leat_engine *engine = self;

	leat_samples_add(engine->jobs, engine->loop, metrics);
}

static void engine_connectors(void *self, struct leat_json_writer *json)
{
	(void)self;
	leat_reference_connectors_json(json);
}

static void engine_functions(void *self, struct leat_json_writer *json)
{
	(void)self;
	leat_reference_functions_json(json);
}

static void engine_config(void *self, struct leat_json_writer *json)
{
	struct leat_engine *engine = self;

	leat_reference_config_json(engine->config, json);
}

static bool engine_is_ready(void *self, struct leat_buf *why)
{
	struct leat_engine *engine = self;

	if (engine->is_draining)
		leat_buf_text(why, "the server is going down");
	return !engine->is_draining;
}

struct leat_engine *leat_engine_new(struct leat_loop *loop, struct leat_jobs *jobs,
                                    const struct leat_config *config)
{
	struct leat_engine *engine = leat_zalloc(sizeof(*engine));

	*engine = (struct leat_engine){
		.api = {
			.self = engine,
			.submit = engine_submit,
			.check = engine_check,
			.explain = engine_explain,
			.list = engine_list,
			.job = engine_job,
			.job_list = engine_job_list,
			.act = engine_act,
			.dead_letters = engine_dead_letters,
			.metrics = engine_metrics,
			.connectors = engine_connectors,
			.functions = engine_functions,
			.config = engine_config,
			.is_ready = engine_is_ready,
		},
		.loop = loop,
		.jobs = jobs,
		.config = config,
	};
	return engine;
}

struct leat_engine *leat_engine_free(struct leat_engine *engine)
{
	free(engine);
	return NULL;
}

const struct leat_api_engine *leat_engine_api(struct leat_engine *engine)
{
	return &engine->api;
}

void leat_engine_set_draining(struct leat_engine *engine)
{
	engine->is_draining = true;
}
