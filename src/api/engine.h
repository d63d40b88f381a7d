/* SPDX-License-Identifier: Apache-2.0 */
/* What the HTTP face needs from who runs the jobs: a struct of functions, given at creation.
 *
 * src/api calls downwards through this struct only; so the REST server is tested with a fake engine
 * and the engine without a socket.  src/job knows nothing of it: the rows that fill it from job's
 * functions belong to src/api or src/cli, which may include both.
 *
 * Rules for every function:
 *  - it is called on the loop thread and does not block;
 *  - `self` is passed through as it is;
 *  - texts are by reference and only valid during the call, unless said otherwise;
 *  - a job is named by `job`: its id (32 hex digits), or its name: the running job of that name, else
 *    the one that was submitted last.  None: -LEAT_E_NOT_FOUND;
 *  - functions that fill `json` write exactly one JSON value, and nothing when they fail;
 *  - secrets (options with the flag, `${env:..}` that was resolved) are masked by the engine.
 *
 * The state of the world that does not allow a call (resume of a job that runs) is -LEAT_E_CONFLICT. */
#pragma once

#include "leat/buf.h"
#include "leat/error.h"

struct leat_diags;
struct leat_json_writer;
struct leat_metrics;

enum {
	LEAT_JOB_ID_DIGITS = 32, /**< Hex digits of a job's id. */
};

/** One setting of a submission, as SET would give it. */
struct leat_api_setting {
	struct leat_str key;   /**< As "execution.checkpointing.interval". */
	struct leat_str value; /**< Text, as in the configuration. */
};

/** A script with what belongs to it. */
struct leat_api_script {
	struct leat_str sql;  /**< The text that spans point into. */
	struct leat_str name; /**< Of the job; empty: pipeline.name, else made up. */
	const struct leat_api_setting *settings; /**< Applied before the script's own SETs. */
	uint32_t setting_count;                  /**< Rows of settings. */
};

/** Where `query` sends its rows.  The calls come later, never from inside `query`. */
struct leat_api_rows {
	/** The columns of the next SELECT: `{"columns":[..]}` of contract.md, without a line end. */
	void (*on_columns)(void *owner, struct leat_str json);
	/** One change: `{"op":"+I","row":{..}}`.  False: no room; stop until resume() of the query. */
	bool (*on_row)(void *owner, struct leat_str json);
	/** The end, with an error or NULL.  The last call; the query is gone. */
	void (*on_end)(void *owner, const struct leat_err *err);
	void *owner; /**< First argument of the three. */
};

/** What `dead_letters` delivers: the JSON value, or the error and an empty json. */
typedef void (*leat_api_page_fn)(void *owner, struct leat_str json, const struct leat_err *err);

/** The lists of a job that GET /api/v1/jobs/{job}/<list> shows. */
enum leat_api_list {
	LEAT_API_PLAN,        /**< {"text": "<EXPLAIN>", "nodes": [{"id","name","inputs":[ids]}]} */
	LEAT_API_CHECKPOINTS, /**< [{"id","completed_at","duration_ms","size_bytes","state","reason"}],
	                         newest first. */
	LEAT_API_OPERATORS, /**< The job's "operators". */
	LEAT_API_SOURCES,   /**< The job's "sources". */
	LEAT_API_SINKS,     /**< The job's "sinks". */
};

enum leat_api_action {
	LEAT_API_CANCEL,    /**< DELETE: stop now; state CANCELLING, then CANCELED. */
	LEAT_API_DRAIN,     /**< DELETE ?drain=true: stop with a last checkpoint, then FINISHED. */
	LEAT_API_PAUSE,     /**< Stop reading; state is kept. */
	LEAT_API_RESUME,    /**< Go on after PAUSE. */
	LEAT_API_SAVEPOINT, /**< Take a checkpoint now. */
};

struct leat_api_engine {
	void *self; /**< First argument of all functions. */

	/** Check the script, plan its INSERTs and start them as one job.  On success ret_id gets the
	 * id, NUL-terminated; diags may then hold warnings.  On failure (the code of the first
	 * error) diags holds the errors, with spans into script->sql, and nothing was started.
	 * -LEAT_E_CONFLICT: a job that has not ended has the name. */
	int (*submit)(void *self, const struct leat_api_script *script,
	              char ret_id[LEAT_JOB_ID_DIGITS + 1], struct leat_diags *diags) LEAT_MUSTCHECK;

	/** Replace the script of a job, keeping the state of operators that have the same name.
	 * Results as submit().  May be NULL. */
	int (*upgrade)(void *self, struct leat_str job, const struct leat_api_script *script,
	               struct leat_diags *diags) LEAT_MUSTCHECK;

	/** Parse, bind and plan; nothing is started.  Errors and warnings go to diags. */
	int (*check)(void *self, const struct leat_api_script *script,
	             struct leat_diags *diags) LEAT_MUSTCHECK;

	/** Append the text of EXPLAIN for each query of the script.  @p details as the flag of
	 * `leat explain`. */
	int (*explain)(void *self, const struct leat_api_script *script, bool details,
	               struct leat_buf *out, struct leat_diags *diags) LEAT_MUSTCHECK;

	/** An array of all jobs, newest first: each "a job" of contract.md without operators,
	 * sources, sinks and sql. */
	void (*list)(void *self, struct leat_json_writer *json);

	/** "A job" of contract.md, field for field. */
	int (*job)(void *self, struct leat_str job, struct leat_json_writer *json,
	           struct leat_err *err) LEAT_MUSTCHECK;

	/** One of the job's lists. */
	int (*job_list)(void *self, struct leat_str job, enum leat_api_list list,
	                struct leat_json_writer *json, struct leat_err *err) LEAT_MUSTCHECK;

	/** Begin an action; it goes on after the call and shows in the job's state. */
	int (*act)(void *self, struct leat_str job, enum leat_api_action action,
	           struct leat_err *err) LEAT_MUSTCHECK;

	/** A page of the job's dead letters, newest first, as {"total": n, "next": "<token>"|null,
	 * "errors": [{"at","table","code","reason","origin","record"}]}.  @p after is the token of
	 * the page before, or empty; @p limit 1..1000.  Files may have to be read: `done` comes
	 * later, exactly once, if the call returns 0. */
	int (*dead_letters)(void *self, struct leat_str job, struct leat_str after, uint32_t limit,
	                    leat_api_page_fn done, void *owner,
	                    struct leat_err *err) LEAT_MUSTCHECK;

	/** Run the SELECTs of a script and send their rows; @p ret_query is the handle for the two
	 * below.  Errors of the text go to diags and there are no calls of rows.  May be NULL. */
	int (*query)(void *self, const struct leat_api_script *script,
	             const struct leat_api_rows *rows, void **ret_query,
	             struct leat_diags *diags) LEAT_MUSTCHECK;
	/** There is room again after on_row() returned false. */
	void (*query_resume)(void *self, void *query);
	/** Nobody reads any more: end the query; no call of rows follows. */
	void (*query_cancel)(void *self, void *query);

	/** Watch the changes that leave an operator (empty: the ones that reach the sinks), as rows
	 * of `query`.  Ended by query_cancel().  A tap never slows the job: rows are skipped when
	 * on_row() returns false.  May be NULL. */
	int (*tap)(void *self, struct leat_str job, struct leat_str op,
	           const struct leat_api_rows *rows, void **ret_query,
	           struct leat_err *err) LEAT_MUSTCHECK;

	/** Add the samples of all jobs; see api/metrics.h for the families. */
	void (*metrics)(void *self, struct leat_metrics *metrics);

	/** Arrays of reference rows, from the tables the program uses: connectors as
	 * [{"name","doc","kind":["source","sink"],"options":[{"name","type","required","secret",
	 * "default","doc",..}]}]; functions as [{"name","signature","doc","example"}]; the
	 * configuration as [{"key","value","default","type","doc"}], secrets as "******". */
	void (*connectors)(void *self, struct leat_json_writer *json);
	void (*functions)(void *self, struct leat_json_writer *json);
	void (*config)(void *self, struct leat_json_writer *json);

	/** Is everything restored and is there no shutdown?  Else false, with a reason in @p why. */
	bool (*is_ready)(void *self, struct leat_buf *why);
};
