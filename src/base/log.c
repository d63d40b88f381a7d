/* SPDX-License-Identifier: Apache-2.0 */
/* Writing log lines, and holding back those that repeat. */
#include "base/log.h"

#include <math.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/map.h"
#include "base/number.h"

enum {
	LINE_MAX_BYTES = 64 * 1024,
	REPEAT_SLOTS = 256,  /* Kinds of lines that are watched; a collision only forgets a count. */
	REPEAT_LIMIT = 10,   /* Lines of a kind that pass in one period. */
	REPEAT_PERIOD_S = 10,
};

/* How often lines of one kind came in the current period. */
struct repeat {
	uint64_t kind;    /* Hash of group and message. */
	int64_t since_us; /* Start of the period. */
	uint32_t count;   /* Lines in it. */
	uint32_t dropped; /* Lines held back and not yet told of. */
};

static struct {
	pthread_mutex_t lock;
	struct leat_log_config config;
	struct repeat repeats[REPEAT_SLOTS];
} the_log = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.config = { .fd = 2, .level = LEAT_LOG_WARN },
};

static const char *const level_names[LEAT_LOG_LEVEL_COUNT] = {
	[LEAT_LOG_ERROR] = "error",
	[LEAT_LOG_WARN] = "warn",
	[LEAT_LOG_INFO] = "info",
	[LEAT_LOG_DEBUG] = "debug",
};

static const char *const group_names[LEAT_LOG_GROUP_COUNT] = {
#define XX(id, name, doc) [LEAT_LOG_GROUP_##id] = name,
	LEAT_LOG_GROUP_MAP(XX)
#undef XX
};

void leat_log_configure(const struct leat_log_config *config)
{
	pthread_mutex_lock(&the_log.lock);
	the_log.config = *config;
	memset(the_log.repeats, 0, sizeof(the_log.repeats));
	pthread_mutex_unlock(&the_log.lock);
}

bool leat_log_is_on(enum leat_log_level level)
{
	return level <= __atomic_load_n(&the_log.config.level, __ATOMIC_RELAXED);
}

bool leat_log_level_parse(struct leat_str name, enum leat_log_level *ret)
{
	for (unsigned i = 0; i < LEAT_LOG_LEVEL_COUNT; i++)
		if (strlen(level_names[i]) == name.n &&
		    strncasecmp(level_names[i], name.p, name.n) == 0) {
			*ret = (enum leat_log_level)i;
			return true;
		}
	return false;
}

struct leat_log_field leat_log_str(const char *key, struct leat_str value)
{
	return (struct leat_log_field){ .key = key, .type = LEAT_LOG_FIELD_TEXT, .text = value };
}

struct leat_log_field leat_log_text(const char *key, const char *value)
{
	if (!value)
		value = "";
	return leat_log_str(key, leat_str_of(value));
}

struct leat_log_field leat_log_i64(const char *key, int64_t value)
{
	return (struct leat_log_field){ .key = key, .type = LEAT_LOG_FIELD_I64, .i64 = value };
}

struct leat_log_field leat_log_f64(const char *key, double value)
{
	return (struct leat_log_field){ .key = key, .type = LEAT_LOG_FIELD_F64, .f64 = value };
}

/* A value needs no quotes when it is one visible word. */
static bool is_word(struct leat_str s)
{
	for (uint32_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '"' || s.p[i] == '=' ||
		    s.p[i] == '\\' || s.p[i] == 0x7f)
			return false;
	return s.n > 0;
}

/* A line being written in one of the two formats. */
struct line {
	struct leat_buf out;
	enum leat_log_format format;
};

static void put_key(struct line *line, const char *key)
{
	bool first = line->out.size == 0;

	if (line->format == LEAT_LOG_JSON)
		leat_buf_printf(&line->out, "%s\"%s\":", first ? "{" : ",", key);
	else
		leat_buf_printf(&line->out, "%s%s=", first ? "" : " ", key);
}

static void put_str(struct line *line, const char *key, struct leat_str s)
{
	put_key(line, key);
	if (line->format == LEAT_LOG_LOGFMT && is_word(s))
		leat_buf_str(&line->out, s);
	else
		leat_json_quote(&line->out, s);
}

static void put_text(struct line *line, const char *key, const char *text)
{
	put_str(line, key, leat_str_of(text));
}

static void put_field(struct line *line, const struct leat_log_field *field)
{
	switch (field->type) {
	case LEAT_LOG_FIELD_TEXT:
		put_str(line, field->key, field->text);
		return;
	case LEAT_LOG_FIELD_I64:
		put_key(line, field->key);
		leat_buf_i64(&line->out, field->i64);
		return;
	case LEAT_LOG_FIELD_F64:
		if (line->format == LEAT_LOG_JSON && !isfinite(field->f64)) {
			put_text(line, field->key, isnan(field->f64) ? "NaN" : "Infinity");
			return;
		}
		put_key(line, field->key);
		leat_buf_f64(&line->out, field->f64);
		return;
	}
}

static void put_time(struct line *line, int64_t us)
{
	leat_buf_text(&line->out, line->format == LEAT_LOG_JSON ? "{\"ts\":\"" : "ts=");
	leat_buf_time(&line->out, us);
	leat_buf_text(&line->out, line->format == LEAT_LOG_JSON ? "\"" : "");
}

/* True when the line may pass; *@p ret_dropped tells how many before it did not. */
static bool pass(enum leat_log_group group, const char *message, int64_t mono_us,
                 uint32_t *ret_dropped)
{
	uint64_t kind = leat_map_hash(message, strlen(message)) + (uint64_t)group;
	struct repeat *r = &the_log.repeats[kind % REPEAT_SLOTS];

	*ret_dropped = 0;
	if (r->kind != kind || mono_us - r->since_us >= REPEAT_PERIOD_S * INT64_C(1000000)) {
		*ret_dropped = r->kind == kind ? r->dropped : 0;
		*r = (struct repeat){ .kind = kind, .since_us = mono_us, .count = 1 };
		return true;
	}
	if (r->count < REPEAT_LIMIT) {
		r->count++;
		return true;
	}
	r->dropped++;
	return false;
}

static void write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t written = write(fd, p, n);
		if (written <= 0)
			return; /* There is nowhere to complain to. */
		p += written;
		n -= (size_t)written;
	}
}

void leat_log_write(enum leat_log_level level, enum leat_log_group group, const char *job,
                    const char *message, const struct leat_log_field *fields, size_t field_count)
{
	struct line line;
	uint32_t dropped = 0;

	if (!leat_log_is_on(level))
		return;
	pthread_mutex_lock(&the_log.lock);
	const struct leat_clock *clock = the_log.config.clock;
	if (clock && !pass(group, message, leat_clock_mono_us(clock), &dropped)) {
		pthread_mutex_unlock(&the_log.lock);
		return;
	}
	leat_buf_init(&line.out, LINE_MAX_BYTES);
	line.format = the_log.config.format;
	if (clock)
		put_time(&line, leat_clock_now_us(clock));
	put_text(&line, "level", level_names[level]);
	put_text(&line, "group", group_names[group]);
	if (job)
		put_text(&line, "job", job);
	put_key(&line, "msg");
	leat_json_quote(&line.out, leat_str_of(message));
	for (size_t i = 0; i < field_count; i++)
		put_field(&line, &fields[i]);
	if (dropped) {
		put_key(&line, "dropped");
		leat_buf_i64(&line.out, dropped);
	}
	leat_buf_text(&line.out, line.format == LEAT_LOG_JSON ? "}\n" : "\n");
	write_all(the_log.config.fd, line.out.data, line.out.size);
	pthread_mutex_unlock(&the_log.lock);
	leat_buf_done(&line.out);
}
