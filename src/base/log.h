/* SPDX-License-Identifier: Apache-2.0 */
/* The log: one line an event, in logfmt or JSON, written at once to one descriptor.
 *
 *   ts=2026-01-31T12:00:00.123Z level=info group=kafka job=clicks msg="assigned" partitions=4
 *
 * Used from io upwards only: layers below return errors or count.  There is one log a process; any
 * thread may write.  A line that repeats (same group, same message) more often than 10 times in 10 seconds
 * is held back, and the next one of its kind says how many were dropped.  Never a secret. */
#pragma once

#include "leat/buf.h"
#include "leat/def.h"

struct leat_clock;

enum leat_log_level {
	LEAT_LOG_ERROR, /**< Somebody has to act. */
	LEAT_LOG_WARN,  /**< Somebody may have to act. */
	LEAT_LOG_INFO,  /**< What happens seldom: start, stop, assignments. */
	LEAT_LOG_DEBUG, /**< For developers. */
	LEAT_LOG_LEVEL_COUNT,
};

/* XX(ID, name, doc) */
#define LEAT_LOG_GROUP_MAP(XX)                                                                     \
	XX(SERVER, "server", "the process: start, stop, signals, configuration")                   \
	XX(HTTP, "http", "requests to the control plane")                                          \
	XX(JOB, "job", "states of jobs")                                                           \
	XX(CHECKPOINT, "checkpoint", "checkpoints and savepoints")                                 \
	XX(KAFKA, "kafka", "the Kafka connector")                                                  \
	XX(ELASTIC, "elastic", "the Elasticsearch connector")                                      \
	XX(CONNECTOR, "connector", "the other connectors")                                         \
	XX(DEV, "dev", "the embedded broker and index")

enum leat_log_group {
#define XX(id, name, doc) LEAT_LOG_GROUP_##id,
	LEAT_LOG_GROUP_MAP(XX)
#undef XX
	LEAT_LOG_GROUP_COUNT,
};

enum leat_log_format {
	LEAT_LOG_LOGFMT,
	LEAT_LOG_JSON,
};

/** How the log is written. */
struct leat_log_config {
	int fd;                         /**< Where lines go, as 2. */
	enum leat_log_level level;      /**< Less important lines are left out. */
	enum leat_log_format format;    /**< One of the two. */
	const struct leat_clock *clock; /**< For the time and the limit; NULL: lines have no time. */
};

/** Configure the log; until then warnings and errors go to descriptor 2 as logfmt, without a time. */
void leat_log_configure(const struct leat_log_config *config);

/** True when a line of @p level would be written: for values that are costly to compute. */
bool leat_log_is_on(enum leat_log_level level);

/** The level of a name ("error", "warn", "info", "debug", any case); false when there is none. */
bool leat_log_level_parse(struct leat_str name, enum leat_log_level *ret);

/** One key and its value. */
struct leat_log_field {
	const char *key;  /**< A lower-case word. */
	enum { LEAT_LOG_FIELD_TEXT, LEAT_LOG_FIELD_I64, LEAT_LOG_FIELD_F64 } type; /**< Which value. */
	union {
		struct leat_str text; /**< Quoted when it has to be. */
		int64_t i64;
		double f64;
	};
};

/** A field of a terminated text; NULL is shown as an empty text. */
struct leat_log_field leat_log_text(const char *key, const char *value);
/** A field of a leat_str. */
struct leat_log_field leat_log_str(const char *key, struct leat_str value);
/** A field of an integer. */
struct leat_log_field leat_log_i64(const char *key, int64_t value);
/** A field of a double. */
struct leat_log_field leat_log_f64(const char *key, double value);

/** Write a line: @p job (may be NULL) is the job's name, @p message a fixed text without values. */
void leat_log_write(enum leat_log_level level, enum leat_log_group group, const char *job,
                    const char *message, const struct leat_log_field *fields, size_t field_count);

/** leat_log_write() with the fields as further arguments:
 * LEAT_LOG(INFO, KAFKA, job, "assigned", leat_log_i64("partitions", n)); */
#define LEAT_LOG(level, group, job, message, ...)                                                  \
	leat_log_write(LEAT_LOG_##level, LEAT_LOG_GROUP_##group, (job), (message),                 \
	               (const struct leat_log_field[]){ { .key = NULL }, ##__VA_ARGS__ } + 1,      \
	               sizeof((const struct leat_log_field[]){ { .key = NULL }, ##__VA_ARGS__ }) / \
	                               sizeof(struct leat_log_field) -                             \
	                       1)
