/* SPDX-License-Identifier: Apache-2.0 */
/* Options and registration of the filesystem connector. */
#include "connectors/filesystem/connector.h"
#include "connectors/filesystem/filesystem_int.h"

#define IGNORED(name_, type_, field_, fallback_)                                                   \
	{                                                                                          \
		.name = (name_), .type = (type_), .flags = LEAT_OPT_IGNORED,                       \
		.offset = offsetof(struct fs_config, field_), .fallback = (fallback_),             \
		.doc = "Accepted and without effect: Leat finishes part files at each checkpoint." \
	}

const struct leat_opt leat_fs_opts[] = {
	IGNORED("auto-compaction", LEAT_OPT_BOOL, ignored_bool, "false"),
	IGNORED("compaction.file-size", LEAT_OPT_SIZE, ignored_int, NULL),
	IGNORED("compaction.parallelism", LEAT_OPT_INT, ignored_int, NULL),
	{ .name = "partition.default-name", .type = LEAT_OPT_STR,
	  .offset = offsetof(struct fs_config, default_partition),
	  .fallback = "__DEFAULT_PARTITION__",
	  .doc = "The name of the folder for partition values that are NULL or empty." },
	IGNORED("partition.time-extractor.class", LEAT_OPT_STR, ignored_text, NULL),
	IGNORED("partition.time-extractor.kind", LEAT_OPT_STR, ignored_text, "default"),
	IGNORED("partition.time-extractor.timestamp-formatter", LEAT_OPT_STR, ignored_text, NULL),
	IGNORED("partition.time-extractor.timestamp-pattern", LEAT_OPT_STR, ignored_text, NULL),
	{ .name = "path", .type = LEAT_OPT_STR, .flags = LEAT_OPT_REQUIRED,
	  .offset = offsetof(struct fs_config, path),
	  .doc = "A local file or folder, with or without file:// before it.  A folder is read with "
	         "all folders in it, but for names that begin with a dot or an underscore; a sink "
	         "writes part files into it." },
	IGNORED("sink.parallelism", LEAT_OPT_INT, ignored_int, NULL),
	IGNORED("sink.partition-commit.delay", LEAT_OPT_DURATION, ignored_us, "0 s"),
	IGNORED("sink.partition-commit.policy.class", LEAT_OPT_STR, ignored_text, NULL),
	{ .name = "sink.partition-commit.policy.kind", .type = LEAT_OPT_STR,
	  .offset = offsetof(struct fs_config, commit_policy),
	  .doc = "With success-file a mark is left in each folder whose part files are finished." },
	{ .name = "sink.partition-commit.success-file.name", .type = LEAT_OPT_STR,
	  .offset = offsetof(struct fs_config, success_file), .fallback = "_SUCCESS",
	  .doc = "The name of that mark." },
	IGNORED("sink.partition-commit.trigger", LEAT_OPT_STR, ignored_text, "process-time"),
	IGNORED("sink.partition-commit.watermark-time-zone", LEAT_OPT_STR, ignored_text, "UTC"),
	IGNORED("sink.rolling-policy.check-interval", LEAT_OPT_DURATION, ignored_us, "1 min"),
	{ .name = "sink.rolling-policy.file-size", .type = LEAT_OPT_SIZE,
	  .offset = offsetof(struct fs_config, roll_bytes), .fallback = "128mb", .min = 1,
	  .max = INT64_C(1) << 40, .doc = "A part file that has reached this size is finished." },
	IGNORED("sink.rolling-policy.inactivity-interval", LEAT_OPT_DURATION, ignored_us, "30 min"),
	IGNORED("sink.rolling-policy.rollover-interval", LEAT_OPT_DURATION, ignored_us, "30 min"),
	IGNORED("sink.shuffle-by-partition.enable", LEAT_OPT_BOOL, ignored_bool, "false"),
	{ .name = "source.monitor-interval", .type = LEAT_OPT_DURATION,
	  .offset = offsetof(struct fs_config, monitor_interval_us),
	  .doc = "Look for new files again and again, in this interval; without it the files that are "
	         "there at the start are read, and then the table ends." },
	{ .name = "source.path.regex-pattern", .type = LEAT_OPT_STR,
	  .offset = offsetof(struct fs_config, path_regex),
	  .doc = "Read only files whose whole path matches this regular expression (POSIX, extended)." },
	IGNORED("source.report-statistics", LEAT_OPT_STR, ignored_text, "ALL"),
	{ 0 },
};

static bool fs_is_bounded(const struct leat_table *table)
{
	const struct fs_config *config = table->config;

	return config->monitor_interval_us == 0;
}

/* Partition columns are in the names of folders. */
static void fs_place(const struct leat_table *table, uint32_t column, struct leat_column_place *ret)
{
	*ret = (struct leat_column_place){ .in_value = !leat_fs_is_partition_column(table, column) };
}

static const struct leat_type text = { .id = LEAT_VARCHAR, .length = LEAT_LENGTH_MAX };
static const struct leat_type number = { .id = LEAT_BIGINT };
static const struct leat_type instant = { .id = LEAT_TIMESTAMP_LTZ, .precision = 3 };

static const struct leat_metadata fs_metadata[] = {
	{ "file.path", &text, "The file's whole path." },
	{ "file.name", &text, "The file's name, without folders." },
	{ "file.size", &number, "The file's size in bytes." },
	{ "file.modification-time", &instant, "When the file was written last." },
	{ 0 },
};

const struct leat_connector leat_connector_filesystem = {
	.name = "filesystem",
	.doc = "Reads and writes local files of records.",
	.opts = leat_fs_opts,
	.config_size = sizeof(struct fs_config),
	.needs_format = true,
	.metadata = fs_metadata,
	.source = &leat_fs_source,
	.sink = &leat_fs_sink,
	.place = fs_place,
	.is_bounded = fs_is_bounded,
};
