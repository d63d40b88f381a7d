/* SPDX-License-Identifier: Apache-2.0 */
/* The table of settings. */
#include "catalog/settings.h"

#include <string.h>

#include "leat/batch.h"

#define AT(field) offsetof(struct leat_settings, field)
/* A key of Flink that does nothing here, with its reason as the sentence. */
#define IGNORED(key, why)                                                                          \
	{                                                                                          \
		.name = key, .type = LEAT_OPT_STR, .flags = LEAT_OPT_IGNORED, .doc = why           \
	}
#define IGNORED_ALL(prefix, why)                                                                   \
	{                                                                                          \
		.name = prefix, .type = LEAT_OPT_MAP, .flags = LEAT_OPT_IGNORED, .doc = why        \
	}

static const char *const restarts[] = { "default",           "none",         "fixed-delay",
	                                "exponential-delay", "failure-rate", NULL };
static const char *const not_null_enforcers[] = { "ERROR", "DROP", NULL };
static const char *const length_enforcers[] = { "IGNORE", "TRIM_PAD", "ERROR", NULL };
static const char *const cast_behaviours[] = { "DISABLED", "ENABLED", NULL };
static const char *const runtime_modes[] = { "STREAMING", "BATCH", "AUTOMATIC", NULL };
static const char *const backends[] = { "hashmap", "rocksdb", "forst", NULL };
static const char *const checkpoint_modes[] = { "EXACTLY_ONCE", "AT_LEAST_ONCE", NULL };
static const char *const log_levels[] = { "debug", "info", "warn", "error", NULL };

static const struct leat_opt rows[] = {
	/* Time and semantics. */
	{ .name = "table.local-time-zone",
	  .type = LEAT_OPT_STR,
	  .offset = AT(time_zone),
	  .fallback = "default",
	  .doc = "The session's time zone, as \"Europe/Oslo\"; \"default\" is the system's." },
	{ .name = "table.exec.source.idle-timeout",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(idle_timeout_us),
	  .fallback = "10 s",
	  .doc = "A partition without records for so long no longer holds the watermark back; 0: never." },
	{ .name = "pipeline.auto-watermark-interval",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(auto_watermark_us),
	  .fallback = "10 s",
	  .doc = "Accepted; watermarks always follow every row, as with 0 in Flink." },
	{ .name = "table.exec.state.ttl",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(state_ttl_us),
	  .fallback = "0 ms",
	  .doc = "State of a key that is not touched for so long may be dropped; 0: it is kept." },
	{ .name = "table.exec.sink.not-null-enforcer",
	  .type = LEAT_OPT_ENUM,
	  .offset = AT(not_null_enforcer),
	  .enums = not_null_enforcers,
	  .fallback = "ERROR",
	  .doc = "What a NULL for a NOT NULL column of a sink does: fail the job, or drop the row." },
	{ .name = "table.exec.sink.type-length-enforcer",
	  .type = LEAT_OPT_ENUM,
	  .offset = AT(length_enforcer),
	  .enums = length_enforcers,
	  .fallback = "IGNORE",
	  .doc = "Whether CHAR(n) and VARCHAR(n) columns of a sink are cut and padded to their length." },
	{ .name = "table.exec.legacy-cast-behaviour",
	  .type = LEAT_OPT_ENUM,
	  .offset = AT(legacy_cast),
	  .enums = cast_behaviours,
	  .fallback = "DISABLED",
	  .doc = "ENABLED: a CAST that fails gives NULL, as TRY_CAST." },
	{ .name = "table.exec.emit.early-fire.enabled",
	  .type = LEAT_OPT_BOOL,
	  .offset = AT(early_fire),
	  .fallback = "false",
	  .doc = "Results of group windows before their end; not there yet." },
	{ .name = "table.exec.emit.late-fire.enabled",
	  .type = LEAT_OPT_BOOL,
	  .offset = AT(late_fire),
	  .fallback = "false",
	  .doc = "Results of group windows again after their end; not there yet." },
	IGNORED_ALL("table.exec.emit", "Only counts together with early or late firing."),
	{ .name = "table.exec.mini-batch.enabled",
	  .type = LEAT_OPT_BOOL,
	  .offset = AT(mini_batch),
	  .fallback = "false",
	  .doc = "Accepted; updates are emitted row by row." },
	{ .name = "table.exec.mini-batch.allow-latency",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(mini_batch_latency_us),
	  .fallback = "0 ms",
	  .doc = "Accepted with table.exec.mini-batch.enabled." },
	{ .name = "table.exec.mini-batch.size",
	  .type = LEAT_OPT_INT,
	  .offset = AT(mini_batch_rows),
	  .fallback = "-1",
	  .doc = "Accepted with table.exec.mini-batch.enabled." },
	{ .name = "table.dynamic-table-options.enabled",
	  .type = LEAT_OPT_BOOL,
	  .offset = AT(dynamic_options),
	  .fallback = "true",
	  .doc = "Whether OPTIONS hints are allowed." },
	{ .name = "leat.optimizer.disabled-rules",
	  .type = LEAT_OPT_LIST,
	  .flags = LEAT_OPT_LEAT,
	  .offset = AT(disabled_rules),
	  .doc = "Names of rewrite rules to leave out, separated by ';'." },
	{ .name = "leat.exec.batch-rows",
	  .type = LEAT_OPT_INT,
	  .flags = LEAT_OPT_LEAT,
	  .offset = AT(batch_rows),
	  .min = 1,
	  .max = LEAT_BATCH_ROWS,
	  .fallback = "1024",
	  .doc = "Rows of a batch at most; results do not depend on it." },
	{ .name = "execution.runtime-mode",
	  .type = LEAT_OPT_ENUM,
	  .offset = AT(runtime_mode),
	  .enums = runtime_modes,
	  .fallback = "STREAMING",
	  .doc = "Everything runs as a stream; bounded input ends the job." },
	/* The job. */
	{ .name = "pipeline.name",
	  .type = LEAT_OPT_STR,
	  .offset = AT(job_name),
	  .doc = "Name of the job." },
	{ .name = "execution.checkpointing.interval",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(checkpoint_interval_us),
	  .fallback = "10 s",
	  .max = INT64_C(864000000000),
	  .doc = "Time between two checkpoints; 0: none are taken." },
	{ .name = "execution.checkpointing.mode",
	  .type = LEAT_OPT_ENUM,
	  .offset = AT(checkpoint_mode),
	  .enums = checkpoint_modes,
	  .fallback = "EXACTLY_ONCE",
	  .doc = "State is always exactly once." },
	{ .name = "execution.checkpointing.dir",
	  .type = LEAT_OPT_STR,
	  .offset = AT(checkpoint_dir),
	  .doc = "Folder of checkpoints; empty: \"checkpoints\" in leat.data.dir." },
	{ .name = "state.checkpoints.dir",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_LEGACY,
	  .alias_of = "execution.checkpointing.dir",
	  .doc = "The older name of execution.checkpointing.dir." },
	{ .name = "execution.checkpointing.timeout",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(checkpoint_timeout_us),
	  .fallback = "10 min",
	  .doc = "A checkpoint that takes longer is given up." },
	{ .name = "execution.checkpointing.num-retained",
	  .type = LEAT_OPT_INT,
	  .offset = AT(checkpoints_retained),
	  .min = 1,
	  .max = 1000,
	  .fallback = "3",
	  .doc = "Checkpoints of a job that are kept." },
	{ .name = "execution.savepoint.path",
	  .type = LEAT_OPT_STR,
	  .offset = AT(savepoint_path),
	  .doc = "The savepoint or checkpoint to start from." },
	IGNORED_ALL("execution.checkpointing", "Of Flink's checkpointing; without effect here."),
	IGNORED_ALL("execution.savepoint", "Of Flink's savepoints; without effect here."),
	{ .name = "restart-strategy.type",
	  .type = LEAT_OPT_ENUM,
	  .offset = AT(restart),
	  .enums = restarts,
	  .fallback = "default",
	  .doc = "What happens when a job fails for a reason that may pass." },
	{ .name = "restart-strategy",
	  .type = LEAT_OPT_ENUM,
	  .flags = LEAT_OPT_LEGACY,
	  .enums = restarts,
	  .alias_of = "restart-strategy.type",
	  .doc = "The older name of restart-strategy.type." },
	{ .name = "restart-strategy.fixed-delay.attempts",
	  .type = LEAT_OPT_INT,
	  .offset = AT(restart_attempts),
	  .min = 0,
	  .max = INT32_MAX,
	  .fallback = "1",
	  .doc = "Restarts before the job has failed for good." },
	{ .name = "restart-strategy.fixed-delay.delay",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(restart_delay_us),
	  .fallback = "1 s",
	  .doc = "Pause before a restart." },
	{ .name = "restart-strategy.exponential-delay.initial-backoff",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(restart_initial_us),
	  .fallback = "1 s",
	  .doc = "Pause before the first restart." },
	{ .name = "restart-strategy.exponential-delay.max-backoff",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(restart_max_us),
	  .fallback = "1 min",
	  .doc = "The longest pause." },
	{ .name = "restart-strategy.exponential-delay.backoff-multiplier",
	  .type = LEAT_OPT_DOUBLE,
	  .offset = AT(restart_multiplier),
	  .min = 1,
	  .max = 1000,
	  .fallback = "1.5",
	  .doc = "Each pause is so many times the one before." },
	{ .name = "restart-strategy.exponential-delay.reset-backoff-threshold",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(restart_reset_us),
	  .fallback = "1 h",
	  .doc = "After running for so long the pauses begin anew." },
	IGNORED_ALL("restart-strategy.exponential-delay", "Of Flink; without effect here."),
	IGNORED_ALL("restart-strategy.failure-rate", "Of Flink; treated as exponential delay."),
	{ .name = "state.backend.type",
	  .type = LEAT_OPT_ENUM,
	  .offset = AT(state_backend),
	  .enums = backends,
	  .fallback = "hashmap",
	  .doc = "State is always in memory and made durable by checkpoints; other values are taken as that." },
	{ .name = "state.backend",
	  .type = LEAT_OPT_ENUM,
	  .flags = LEAT_OPT_LEGACY,
	  .enums = backends,
	  .alias_of = "state.backend.type",
	  .doc = "The older name of state.backend.type." },
	{ .name = "leat.memory.limit",
	  .type = LEAT_OPT_SIZE,
	  .flags = LEAT_OPT_LEAT,
	  .offset = AT(memory_limit_bytes),
	  .min = 1 << 20,
	  .max = INT64_C(1) << 50,
	  .fallback = "64 mb",
	  .doc = "Memory of one job for what is read and not yet acknowledged; reading stops when it is "
	         "full. State is not counted in." },
	{ .name = "leat.elasticsearch.hosts",
	  .type = LEAT_OPT_LIST,
	  .flags = LEAT_OPT_LEAT,
	  .offset = AT(elasticsearch_hosts),
	  .fallback = "http://localhost:9200",
	  .doc = "The hosts of tables of Elasticsearch and OpenSearch that name none." },
	{ .name = "leat.dead-letter.dir",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_LEAT,
	  .offset = AT(dead_letter_dir),
	  .doc = "Folder of dead letters; empty: \"dead-letters\" in leat.data.dir." },
	{ .name = "leat.dead-letter.max-bytes",
	  .type = LEAT_OPT_SIZE,
	  .flags = LEAT_OPT_LEAT,
	  .offset = AT(dead_letter_max_bytes),
	  .min = 1 << 10,
	  .max = INT64_C(1) << 50,
	  .fallback = "1 gb",
	  .doc = "Dead letters of one job that are kept; the oldest go first." },
	/* The server. */
	{ .name = "rest.bind-address",
	  .type = LEAT_OPT_STR,
	  .offset = AT(rest_address),
	  .fallback = "127.0.0.1",
	  .doc = "Address that the server listens on." },
	{ .name = "rest.port",
	  .type = LEAT_OPT_INT,
	  .offset = AT(rest_port),
	  .max = 65535,
	  .fallback = "8083",
	  .doc = "Port that the server listens on; 0: any free one." },
	{ .name = "leat.data.dir",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_LEAT,
	  .offset = AT(data_dir),
	  .fallback = "leat-data",
	  .doc = "Folder of everything that the server keeps." },
	{ .name = "leat.log.level",
	  .type = LEAT_OPT_ENUM,
	  .flags = LEAT_OPT_LEAT,
	  .enums = log_levels,
	  .offset = AT(log_level),
	  .fallback = "info",
	  .doc = "The least level that is logged." },
	/* Flink's, accepted. */
	IGNORED("parallelism.default", "A job is one pipeline; partitions share its loop."),
	IGNORED("pipeline.max-parallelism", "A job is one pipeline."),
	IGNORED("pipeline.object-reuse", "Rows are always passed by reference."),
	IGNORED("pipeline.operator-chaining.enabled", "Operators are always chained."),
	IGNORED("table.dml-sync",
	        "A script always waits for its job when it runs in the foreground."),
	IGNORED("table.column-expansion-strategy", "Of Flink; without effect here."),
	IGNORED("table.sql-dialect", "The dialect is always Flink's."),
	IGNORED("table.plan.compile.catalog-objects", "Of Flink's compiled plans."),
	IGNORED("table.exec.source.cdc-events-duplicate", "Of Flink; without effect here."),
	IGNORED("table.exec.sink.upsert-materialize", "Of Flink; without effect here."),
	IGNORED("table.exec.sink.keyed-shuffle", "There is nothing to shuffle."),
	IGNORED("table.exec.sink.require-on-conflict", "Of Flink; without effect here."),
	IGNORED("table.exec.interval-join.min-cleanup-interval", "Of Flink; without effect here."),
	IGNORED("table.exec.rank.topn-cache-size", "State is always in memory."),
	IGNORED("table.exec.resource.default-parallelism", "A job is one pipeline."),
	IGNORED("table.exec.simplify-operator-name-enabled", "Of Flink; without effect here."),
	IGNORED_ALL("table.exec.async-lookup", "Of Flink; without effect here."),
	IGNORED_ALL("table.exec.deduplicate", "Of Flink; without effect here."),
	IGNORED_ALL("table.exec.uid", "Operators always have stable names."),
	IGNORED_ALL("table.optimizer", "Of Flink's optimizer; see leat.optimizer.disabled-rules."),
	IGNORED_ALL("sql-client", "Of Flink's SQL client."),
	IGNORED_ALL("state.backend", "Of Flink's state backends."),
	IGNORED_ALL("state.checkpoint-storage", "Checkpoints are always files."),
	IGNORED_ALL("state.savepoints", "Savepoints lie beside checkpoints."),
	IGNORED_ALL("env", "Of Flink's JVM."),
	IGNORED_ALL("jobmanager", "Of Flink's processes."),
	IGNORED_ALL("taskmanager", "Of Flink's processes."),
	IGNORED_ALL("metrics", "Metrics are at /metrics."),
	{ .name = NULL },
};

const struct leat_opt *leat_settings_options(void)
{
	return rows;
}

void leat_settings_init(struct leat_settings *settings, struct leat_arena *arena)
{
	*settings = (struct leat_settings){ .pair_count = 0 };
	leat_opt_defaults(rows, arena, settings);
}

/* The place of the key among what was given, pair_count when it is new. */
static uint32_t pair_find(const struct leat_settings *settings, struct leat_str key)
{
	uint32_t i = 0;

	while (i < settings->pair_count && !leat_str_equal(settings->pairs[i].key, key))
		i++;
	return i;
}

int leat_settings_set(struct leat_settings *settings, struct leat_arena *arena,
                      const struct leat_opt_pair *pair, struct leat_err *err)
{
	const struct leat_opt *row = leat_opt_find(rows, pair->key);
	struct leat_settings changed = *settings;
	struct leat_opt_pair *pairs;
	uint32_t at = pair_find(settings, pair->key);

	if (!row) {
		const char *near = leat_opt_nearest(rows, pair->key);
		int r = leat_err_at(err, LEAT_E_OPTION_UNKNOWN, pair->key_span,
		                    "there is no setting '%.*s'", LEAT_STR_ARG(pair->key));

		if (near)
			leat_err_hint(err, "did you mean \"%s\"?", near);
		return r;
	}
	LEAT_TRY(leat_opt_set(rows, row, arena, pair, &changed, err));
	if (changed.early_fire || changed.late_fire)
		return leat_err_at(err, LEAT_E_UNSUPPORTED, pair->key_span,
		                   "'%.*s' is not supported yet", LEAT_STR_ARG(pair->key));

	pairs = LEAT_ARENA_ARRAY(arena, struct leat_opt_pair, settings->pair_count + 1);
	if (settings->pair_count)
		memcpy(pairs, settings->pairs, sizeof(*pairs) * settings->pair_count);
	pairs[at] = (struct leat_opt_pair){ .key = leat_arena_str(arena, pair->key),
		                            .value = leat_arena_str(arena, pair->value) };
	changed.pairs = pairs;
	changed.pair_count = settings->pair_count + (at == settings->pair_count);
	*settings = changed;
	return 0;
}

int leat_settings_reset(struct leat_settings *settings, struct leat_arena *arena,
                        const struct leat_opt_pair *pair, struct leat_err *err)
{
	uint32_t gone = pair_find(settings, pair->key);
	struct leat_settings fresh;

	if (!leat_opt_find(rows, pair->key))
		return leat_settings_set(settings, arena, pair, err); /* its error has the hint */
	leat_settings_init(&fresh, arena);
	for (uint32_t i = 0; i < settings->pair_count; i++)
		if (i != gone)
			LEAT_TRY(leat_settings_set(&fresh, arena, &settings->pairs[i], err));
	*settings = fresh;
	return 0;
}
