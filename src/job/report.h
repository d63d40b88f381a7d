/* SPDX-License-Identifier: Apache-2.0 */
/* What a job says of itself, as JSON: the shapes of docs/rest.md. */
#pragma once

#include "base/json.h"
#include "job/job.h"

/** "A job": whole, or (@p is_brief) without sql, operators, sources and sinks. */
void leat_report_job(const struct leat_job *job, bool is_brief, struct leat_json_writer *json);

/* The lists of a job, each an array. */
void leat_report_operators(const struct leat_job *job, struct leat_json_writer *json);
void leat_report_sources(const struct leat_job *job, struct leat_json_writer *json);
void leat_report_sinks(const struct leat_job *job, struct leat_json_writer *json);
void leat_report_checkpoints(const struct leat_job *job, struct leat_json_writer *json);

