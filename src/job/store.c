/* SPDX-License-Identifier: Apache-2.0 */
/* job.json; see store.h. */
#include "job/store.h"

#include <string.h>

#include "base/json.h"
#include "io/files.h"
#include "job/counters.h"

enum { FILE_BYTES_MAX = 16 << 20 };

static void write_past(const struct leat_job_past *past, struct leat_json_writer *json)
{
	struct leat_checkpoint_counter rows[LEAT_JOB_COUNTER_COUNT];
	uint32_t count = leat_job_counts_save(&past->counts, rows);

	leat_json_write_key(json, "past");
	leat_json_write_object(json);
	leat_json_write_text_of(json, "state", leat_job_state_name(past->state));
	leat_json_write_text_of(json, "reason", past->reason);
	leat_json_write_i64_of(json, "started_us", past->started_us);
	leat_json_write_i64_of(json, "ended_us", past->ended_us);
	leat_json_write_i64_of(json, "restarts", past->restarts);
	for (uint32_t i = 0; i < count; i++) {
		leat_json_write_key_str(json, rows[i].name);
		leat_json_write_i64(json, (int64_t)rows[i].value);
	}
	leat_json_write_object_end(json);
}

int leat_store_write(const char *path, const struct leat_stored_job *job, struct leat_err *err)
{
	struct leat_buf out;
	struct leat_json_writer *json;
	int r;

	leat_buf_init(&out, FILE_BYTES_MAX);
	json = leat_json_writer_new(&out, true);
	leat_json_write_object(json);
	leat_json_write_text_of(json, "id", job->id);
	leat_json_write_text_of(json, "name", job->name);
	leat_json_write_str_of(json, "sql", job->sql);
	leat_json_write_key(json, "settings");
	leat_json_write_object(json);
	for (uint32_t i = 0; i < job->setting_count; i++) {
		leat_json_write_key_str(json, job->settings[i].key);
		leat_json_write_str(json, job->settings[i].value);
	}
	leat_json_write_object_end(json);
	leat_json_write_i64_of(json, "submitted_us", job->submitted_us);
	leat_json_write_i64_of(json, "restart_epoch", (int64_t)job->restart_epoch);
	leat_json_write_bool_of(json, "paused", job->is_paused);
	if (job->has_ended)
		write_past(&job->past, json);
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
	r = out.full ? leat_err_set(err, LEAT_E_LIMIT, "the job is too large to be kept") :
	               leat_file_write(path, out.data, out.size, err);
	leat_buf_done(&out);
	return r;
}

static int64_t number_of(const struct leat_json *object, const char *key)
{
	int64_t value;

	return leat_json_i64(leat_json_get(object, key), &value) ? value : 0;
}

static const char *text_of(struct leat_arena *arena, const struct leat_json *object,
                           const char *key)
{
	struct leat_str s = leat_json_get_str(object, key);

	return leat_arena_dup(arena, s.p ? s.p : "", s.n);
}

static void read_settings(const struct leat_json *object, struct leat_arena *arena,
                          struct leat_stored_job *ret)
{
	struct leat_opt_pair *pairs;

	if (!object || object->type != LEAT_JSON_OBJECT)
		return;
	pairs = LEAT_ARENA_ARRAY(arena, struct leat_opt_pair, object->child_count);
	for (const struct leat_json *value = object->first; value; value = value->next)
		pairs[ret->setting_count++] =
		        (struct leat_opt_pair){ .key = value->key, .value = value->text };
	ret->settings = pairs;
}

static bool state_of(struct leat_str name, enum leat_job_state *ret)
{
	for (int i = 0; i < LEAT_JOB_STATE_COUNT; i++) {
		const char *other = leat_job_state_name((enum leat_job_state)i);
		if (leat_str_is(name, other)) {
			*ret = (enum leat_job_state)i;
			return true;
		}
	}
	return false;
}

/* False: it tells of no end. */
static bool read_past(const struct leat_json *past, struct leat_arena *arena,
                      struct leat_job_past *ret)
{
	struct leat_checkpoint_counter rows[LEAT_JOB_COUNTER_COUNT];
	struct leat_checkpoint counters = { .counters = rows };

	if (!state_of(leat_json_get_str(past, "state"), &ret->state) ||
	    !leat_job_state_is_ended(ret->state))
		return false;
	ret->reason = text_of(arena, past, "reason");
	ret->started_us = number_of(past, "started_us");
	ret->ended_us = number_of(past, "ended_us");
	ret->restarts = (uint32_t)number_of(past, "restarts");
	counters.counter_count = leat_job_counts_save(&ret->counts, rows);
	for (uint32_t i = 0; i < counters.counter_count; i++)
		rows[i].value = (uint64_t)number_of(past, rows[i].name.p);
	leat_job_counts_load(&ret->counts, &counters);
	return true;
}

int leat_store_read(const char *path, struct leat_arena *arena, struct leat_stored_job *ret,
                    struct leat_err *err)
{
	const struct leat_json *json, *paused, *past;
	struct leat_buf bytes;
	struct leat_err why;
	int r;

	*ret = (struct leat_stored_job){ 0 };
	leat_buf_init(&bytes, FILE_BYTES_MAX);
	r = leat_file_read(path, &bytes, err);
	if (!r && leat_json_parse(arena, leat_buf_view(&bytes), &json, &why))
		r = leat_err_set(err, LEAT_E_CONFIG, "%s is damaged: %s", path, why.message);
	leat_buf_done(&bytes);
	LEAT_TRY(r);
	ret->id = text_of(arena, json, "id");
	ret->name = text_of(arena, json, "name");
	ret->sql = leat_json_get_str(json, "sql");
	if (strlen(ret->id) != LEAT_JOB_UID_DIGITS || !ret->name[0])
		return leat_err_set(err, LEAT_E_CONFIG, "%s is damaged", path);
	read_settings(leat_json_get(json, "settings"), arena, ret);
	ret->submitted_us = number_of(json, "submitted_us");
	ret->restart_epoch = (uint64_t)number_of(json, "restart_epoch");
	paused = leat_json_get(json, "paused");
	ret->is_paused = paused && paused->type == LEAT_JSON_BOOL && paused->boolean;
	past = leat_json_get(json, "past");
	ret->has_ended = past && read_past(past, arena, &ret->past);
	if (past && !ret->has_ended) /* To run what has ended would write it again. */
		return leat_err_set(err, LEAT_E_CONFIG, "%s is damaged: how the job ended", path);
	return 0;
}
