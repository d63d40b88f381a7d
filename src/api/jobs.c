/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs: submit, show, act. */
#include <stdio.h>

#include "api/api_int.h"
#include "base/number.h"

static const struct leat_api_engine *engine_of(struct leat_api_request *request)
{
	return request->api->engine;
}

/* Answer with the job, and the warnings of its script when there are any. */
static void answer_job(struct leat_api_request *request, int status, struct leat_str job,
                       const struct leat_diags *diags, struct leat_str sql)
{
	const struct leat_api_engine *engine = engine_of(request);
	struct leat_buf body;
	struct leat_err err;

	leat_api_body_init(&body);
	struct leat_json_writer *json = leat_json_writer_new(&body, false);
	int r = engine->job(engine->self, job, json, &err);
	leat_json_writer_free(json);
	if (r) {
		leat_buf_done(&body);
		leat_api_answer_error(request, 0, &err);
		return;
	}
	if (diags && diags->warning_count > 0 && body.size > 0 && body.data[body.size - 1] == '}') {
		/* The job is the engine's; the warnings of this submission are ours to add. */
		body.size--;
		leat_buf_text(&body, ",\"warnings\":");
		json = leat_json_writer_new(&body, false);
		leat_api_write_diags(json, diags, LEAT_SEVERITY_WARNING, sql);
		leat_json_writer_free(json);
		leat_buf_char(&body, '}');
	}
	leat_api_answer_json(request, status, &body);
}

void leat_api_jobs_post(struct leat_api_request *request)
{
	const struct leat_api_engine *engine = engine_of(request);
	char id[LEAT_JOB_ID_DIGITS + 1], location[64 + LEAT_JOB_ID_DIGITS];
	struct leat_api_script script;
	struct leat_diags diags;

	if (!leat_api_read_script(request, &script))
		return;
	leat_diags_init(&diags, request->http->arena);
	int r = engine->submit(engine->self, &script, id, &diags);
	if (r) {
		leat_api_answer_diags(request, r, script.sql, &diags);
		return;
	}
	(void)snprintf(location, sizeof(location), "/api/v1/jobs/%s", id);
	leat_http_set_header(request->exchange, "Location", location);
	answer_job(request, 201, (struct leat_str){ id, LEAT_JOB_ID_DIGITS }, &diags, script.sql);
}

void leat_api_jobs_get(struct leat_api_request *request)
{
	const struct leat_api_engine *engine = engine_of(request);
	struct leat_buf body;

	leat_api_body_init(&body);
	struct leat_json_writer *json = leat_json_writer_new(&body, false);
	leat_json_write_object(json);
	leat_json_write_key(json, "jobs");
	engine->list(engine->self, json);
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
	leat_api_answer_json(request, 200, &body);
}

void leat_api_job_get(struct leat_api_request *request)
{
	answer_job(request, 200, request->job, NULL, (struct leat_str){ NULL, 0 });
}

static void act(struct leat_api_request *request, enum leat_api_action action)
{
	const struct leat_api_engine *engine = engine_of(request);
	struct leat_err err;

	if (engine->act(engine->self, request->job, action, &err))
		leat_api_answer_error(request, 0, &err);
	else
		answer_job(request, 202, request->job, NULL, (struct leat_str){ NULL, 0 });
}

void leat_api_job_delete(struct leat_api_request *request)
{
	act(request, leat_api_flag(request, "drain") ? LEAT_API_DRAIN : LEAT_API_CANCEL);
}

void leat_api_job_pause(struct leat_api_request *request)
{
	act(request, LEAT_API_PAUSE);
}

void leat_api_job_resume(struct leat_api_request *request)
{
	act(request, LEAT_API_RESUME);
}

void leat_api_job_savepoint(struct leat_api_request *request)
{
	act(request, LEAT_API_SAVEPOINT);
}

void leat_api_job_upgrade(struct leat_api_request *request)
{
	const struct leat_api_engine *engine = engine_of(request);
	struct leat_api_script script;
	struct leat_diags diags;

	if (!engine->upgrade) {
		leat_api_answer_problem(request, 501, LEAT_E_UNSUPPORTED,
		                        "jobs cannot be upgraded yet");
		return;
	}
	if (!leat_api_read_script(request, &script))
		return;
	leat_diags_init(&diags, request->http->arena);
	int r = engine->upgrade(engine->self, request->job, &script, &diags);
	if (r)
		leat_api_answer_diags(request, r, script.sql, &diags);
	else
		answer_job(request, 202, request->job, &diags, script.sql);
}

static void answer_list(struct leat_api_request *request, enum leat_api_list list)
{
	const struct leat_api_engine *engine = engine_of(request);
	struct leat_buf body;
	struct leat_err err;

	leat_api_body_init(&body);
	struct leat_json_writer *json = leat_json_writer_new(&body, false);
	int r = engine->job_list(engine->self, request->job, list, json, &err);
	leat_json_writer_free(json);
	if (r) {
		leat_buf_done(&body);
		leat_api_answer_error(request, 0, &err);
	} else {
		leat_api_answer_json(request, 200, &body);
	}
}

void leat_api_job_plan(struct leat_api_request *request)
{
	answer_list(request, LEAT_API_PLAN);
}

void leat_api_job_checkpoints(struct leat_api_request *request)
{
	answer_list(request, LEAT_API_CHECKPOINTS);
}

void leat_api_job_operators(struct leat_api_request *request)
{
	answer_list(request, LEAT_API_OPERATORS);
}

void leat_api_job_sources(struct leat_api_request *request)
{
	answer_list(request, LEAT_API_SOURCES);
}

void leat_api_job_sinks(struct leat_api_request *request)
{
	answer_list(request, LEAT_API_SINKS);
}

static void on_dead_letters(void *owner, struct leat_str json, const struct leat_err *err)
{
	struct leat_api_request *request = owner;
	struct leat_buf body;

	if (err) {
		leat_api_answer_error(request, 0, err);
		return;
	}
	leat_api_body_init(&body);
	leat_buf_str(&body, json);
	leat_api_answer_json(request, 200, &body);
}

void leat_api_job_errors(struct leat_api_request *request)
{
	const struct leat_api_engine *engine = engine_of(request);
	struct leat_str limit_text = leat_http_param(request->http, "limit");
	int64_t limit = 100;
	struct leat_err err;

	if (limit_text.p &&
	    (!leat_number_parse_i64(limit_text, &limit) || limit < 1 || limit > 1000)) {
		leat_api_answer_problem(request, 400, LEAT_E_USAGE,
		                        "\"limit\" must be a number from 1 to 1000");
		return;
	}
	if (engine->dead_letters(engine->self, request->job,
	                         leat_http_param(request->http, "after"), (uint32_t)limit,
	                         on_dead_letters, request, &err))
		leat_api_answer_error(request, 0, &err);
}
