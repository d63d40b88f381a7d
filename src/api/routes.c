/* SPDX-License-Identifier: Apache-2.0 */
/* The routes: what exists, in words and for the machine. */
#include "api/api_int.h"

#define V1 "/api/v1"
#define JOB V1 "/jobs/{job}"

const struct leat_api_route *leat_api_routes(void)
{
	static const struct leat_api_route routes[] = {
		{ "POST", V1 "/jobs", leat_api_jobs_post,
		  "Check a script, plan its INSERTs and start them as one job.", "Script", 201, "Job", NULL,
		  { { "name", "string", "Name of the job, when the body is SQL." } } },
		{ "GET", V1 "/jobs", leat_api_jobs_get, "List the jobs, newest first.", NULL, 200, "JobList",
		  NULL, { { NULL } } },
		{ "GET", JOB, leat_api_job_get, "Show a job, by id or name.", NULL, 200, "Job", NULL,
		  { { NULL } } },
		{ "DELETE", JOB, leat_api_job_delete, "Cancel a job.", NULL, 202, "Job", NULL,
		  { { "drain", "boolean",
		      "Stop reading, write what was read and take a last checkpoint." } } },
		{ "POST", JOB "/pause", leat_api_job_pause, "Stop reading and keep the state.", NULL, 202,
		  "Job", NULL, { { NULL } } },
		{ "POST", JOB "/resume", leat_api_job_resume, "Go on after a pause.", NULL, 202, "Job", NULL,
		  { { NULL } } },
		{ "POST", JOB "/savepoint", leat_api_job_savepoint, "Take a checkpoint now.", NULL, 202,
		  "Job", NULL, { { NULL } } },
		{ "POST", JOB "/upgrade", leat_api_job_upgrade,
		  "Replace the script and keep the state of what did not change.", "Script", 202, "Job", NULL,
		  { { NULL } } },
		{ "GET", JOB "/plan", leat_api_job_plan, "The plan that is run.", NULL, 200, "Plan", NULL,
		  { { NULL } } },
		{ "GET", JOB "/checkpoints", leat_api_job_checkpoints, "Checkpoints, newest first.", NULL, 200,
		  "List", NULL, { { NULL } } },
		{ "GET", JOB "/operators", leat_api_job_operators, "Operators with their counts.", NULL, 200,
		  "List", NULL, { { NULL } } },
		{ "GET", JOB "/sources", leat_api_job_sources, "Sources with their partitions.", NULL, 200,
		  "List", NULL, { { NULL } } },
		{ "GET", JOB "/sinks", leat_api_job_sinks, "Sinks with their counts.", NULL, 200, "List", NULL,
		  { { NULL } } },
		{ "GET", JOB "/errors", leat_api_job_errors, "A page of the dead letters, newest first.", NULL,
		  200, "DeadLetters", NULL,
		  { { "after", "string", "The \"next\" of the page before." },
		    { "limit", "integer", "Letters on the page, 1 to 1000; 100 if not given." } } },
		{ "GET", JOB "/tap", leat_api_job_tap,
		  "Watch the changes that leave an operator, as server-sent events.", NULL, 200, NULL,
		  "text/event-stream",
		  { { "operator", "string", "Its id; if not given, what reaches the sinks." } } },
		{ "POST", V1 "/check", leat_api_check, "Parse, bind and plan a script without running it.",
		  "Script", 200, "Check", NULL, { { NULL } } },
		{ "POST", V1 "/explain", leat_api_explain,
		  "The plan of a script, as JSON or (Accept: text/plain) as text.", "Script", 200, "Explain",
		  NULL, { { "details", "boolean", "Show more." } } },
		{ "POST", V1 "/query", leat_api_query,
		  "Run the SELECTs of a script; their rows come as server-sent events, or as JSON lines "
		  "(Accept: application/x-ndjson).",
		  "Script", 200, NULL, "text/event-stream", { { NULL } } },
		{ "GET", V1 "/connectors", leat_api_connectors, "The connectors with their options.", NULL, 200,
		  "List", NULL, { { NULL } } },
		{ "GET", V1 "/functions", leat_api_functions, "The functions of the SQL dialect.", NULL, 200,
		  "List", NULL, { { NULL } } },
		{ "GET", V1 "/config", leat_api_config, "The configuration, secrets hidden.", NULL, 200, "List",
		  NULL, { { NULL } } },
		{ "GET", V1 "/openapi.json", leat_api_openapi, "This interface as an OpenAPI document.", NULL,
		  200, "Object", NULL, { { NULL } } },
		{ "GET", "/metrics", leat_api_metrics, "Metrics for Prometheus (OpenMetrics by Accept).", NULL,
		  200, NULL, "text/plain", { { NULL } } },
		{ "GET", "/-/healthy", leat_api_healthy, "200 while the process lives.", NULL, 200, NULL,
		  "text/plain", { { NULL } } },
		{ "GET", "/-/ready", leat_api_ready,
		  "200 when everything is restored, else 503 with the reason.", NULL, 200, NULL, "text/plain",
		  { { NULL } } },
		{ "GET", "/", leat_api_page, "A page for people.", NULL, 200, NULL, "text/html", { { NULL } } },
		{ 0 },
	};

	return routes;
}
