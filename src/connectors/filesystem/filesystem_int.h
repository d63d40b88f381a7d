/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the filesystem connector give each other. */
#pragma once

#include <regex.h>

#include "leat/sink.h"
#include "leat/source.h"

struct fs_config {
	struct leat_str path;                  /* File or folder. */
	struct leat_str default_partition;     /* Folder of NULL and empty values. */
	struct leat_str path_regex;            /* Files whose whole path matches; n 0: all. */
	struct leat_str commit_policy;         /* "success-file" among others: leave a mark. */
	struct leat_str success_file;          /* Name of the mark. */
	int64_t monitor_interval_us;           /* 0: the files of the start, once. */
	int64_t roll_bytes;                    /* A part file is finished at this size. */
	int64_t ignored_us;                    /* Options that have no effect here. */
	bool ignored_bool;                     /* Likewise. */
	struct leat_str ignored_text;          /* Likewise. */
	int64_t ignored_int;                   /* Likewise. */
};

extern const struct leat_opt leat_fs_opts[];
extern const struct leat_source_type leat_fs_source;
extern const struct leat_sink_type leat_fs_sink;

/* A file to be read. */
struct fs_file {
	const char *path;            /* Absolute or as configured. */
	int64_t size_bytes;          /* When it was found. */
	int64_t modification_time_us; /* Likewise. */
};

struct fs_files {
	struct fs_file *items; /* Sorted by path. */
	uint32_t count;        /* How many. */
	uint32_t capacity;     /* Room in items. */
};

/* All files at or below @p path but hidden ones (names that begin with '.' or '_'), in @p arena.
 * Blocks. */
int leat_fs_list(const struct fs_config *config, struct leat_arena *arena, struct fs_files *ret,
                 struct leat_err *err) LEAT_MUSTCHECK;

/* The path of the option, without "file://", NUL-terminated. */
const char *leat_fs_path(const struct fs_config *config, struct leat_arena *arena);

/* Append "name=value", escaped as Flink does. */
void leat_fs_put_partition(struct leat_str name, struct leat_str value, struct leat_buf *out);

/* The value of partition column @p name in a path; false when it has no such part. */
bool leat_fs_get_partition(const char *path, struct leat_str name, struct leat_arena *arena,
                           struct leat_str *ret);

/* The columns of the table that are not in its files. */
bool leat_fs_is_partition_column(const struct leat_table *table, uint32_t column);
