/* SPDX-License-Identifier: Apache-2.0 */
/* Writing JSON, by yajl's generator into a buffer. */
#include "base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_gen.h>

#include "base/civil.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"

struct leat_json_writer {
	yajl_gen gen;
	struct leat_buf *out;
	uint32_t depth; /* Open objects and arrays. */
};

/* yajl keeps a state for each level in an array of 128 and refuses more. */
_Static_assert(LEAT_LIMIT_JSON_NESTING < YAJL_MAX_DEPTH, "yajl is deep enough");

static void print(void *ctx, const char *text, size_t n)
{
	leat_buf_add(ctx, text, n);
}

struct leat_json_writer *leat_json_writer_new(struct leat_buf *out, bool pretty)
{
	struct leat_json_writer *w = leat_zalloc(sizeof(*w));

	w->out = out;
	w->gen = yajl_gen_alloc(NULL);
	leat_assert(w->gen);
	yajl_gen_config(w->gen, yajl_gen_print_callback, print, out);
	yajl_gen_config(w->gen, yajl_gen_beautify, pretty ? 1 : 0);
	yajl_gen_config(w->gen, yajl_gen_indent_string, "  ");
	return w;
}

struct leat_json_writer *leat_json_writer_free(struct leat_json_writer *w)
{
	if (!w)
		return NULL;
	leat_assert(w->depth == 0);
	yajl_gen_free(w->gen);
	free(w);
	return NULL;
}

void leat_json_write_line(struct leat_json_writer *w)
{
	leat_assert(w->depth == 0);
	yajl_gen_reset(w->gen, w->out->size ? "\n" : NULL);
}

/* Only a wrong order of calls can fail, or too deep a nesting, which is a wrong call too. */
static void check(yajl_gen_status status)
{
	leat_assert(status == yajl_gen_status_ok);
}

void leat_json_write_object(struct leat_json_writer *w)
{
	check(yajl_gen_map_open(w->gen));
	w->depth++;
}

void leat_json_write_object_end(struct leat_json_writer *w)
{
	check(yajl_gen_map_close(w->gen));
	w->depth--;
}

void leat_json_write_array(struct leat_json_writer *w)
{
	check(yajl_gen_array_open(w->gen));
	w->depth++;
}

void leat_json_write_array_end(struct leat_json_writer *w)
{
	check(yajl_gen_array_close(w->gen));
	w->depth--;
}

void leat_json_write_str(struct leat_json_writer *w, struct leat_str s)
{
	if (leat_utf8_is_valid(s)) {
		const char *p = s.p ? s.p : "";
		check(yajl_gen_string(w->gen, (const unsigned char *)p, s.n));
		return;
	}
	struct leat_buf clean;
	leat_buf_init(&clean, SIZE_MAX);
	leat_buf_utf8(&clean, s);
	check(yajl_gen_string(w->gen, (const unsigned char *)clean.data, clean.size));
	leat_buf_done(&clean);
}

void leat_json_write_key_str(struct leat_json_writer *w, struct leat_str key)
{
	leat_json_write_str(w, key);
}

void leat_json_write_key(struct leat_json_writer *w, const char *key)
{
	leat_json_write_str(w, leat_str_of(key));
}

void leat_json_write_text(struct leat_json_writer *w, const char *text)
{
	if (text)
		leat_json_write_str(w, leat_str_of(text));
	else
		leat_json_write_null(w);
}

void leat_json_write_i64(struct leat_json_writer *w, int64_t value)
{
	check(yajl_gen_integer(w->gen, value));
}

void leat_json_write_f64(struct leat_json_writer *w, double value)
{
	char text[LEAT_NUMBER_TEXT_MAX];
	uint32_t n = leat_number_print_f64(value, text);

	if (isfinite(value))
		leat_json_write_raw(w, (struct leat_str){ text, n });
	else
		leat_json_write_str(w, (struct leat_str){ text, n });
}

void leat_json_write_bool(struct leat_json_writer *w, bool value)
{
	check(yajl_gen_bool(w->gen, value));
}

void leat_json_write_null(struct leat_json_writer *w)
{
	check(yajl_gen_null(w->gen));
}

void leat_json_write_raw(struct leat_json_writer *w, struct leat_str json)
{
	/* yajl copies a "number" as it is. */
	check(yajl_gen_number(w->gen, json.p, json.n));
}

void leat_json_write_time(struct leat_json_writer *w, int64_t us)
{
	struct leat_buf text;

	leat_buf_init(&text, LEAT_NUMBER_TEXT_MAX);
	leat_buf_time(&text, us);
	leat_json_write_str(w, leat_buf_view(&text));
	leat_buf_done(&text);
}

void leat_json_write_text_of(struct leat_json_writer *w, const char *key, const char *text)
{
	leat_json_write_key(w, key);
	leat_json_write_text(w, text);
}

void leat_json_write_str_of(struct leat_json_writer *w, const char *key, struct leat_str s)
{
	leat_json_write_key(w, key);
	leat_json_write_str(w, s);
}

void leat_json_write_i64_of(struct leat_json_writer *w, const char *key, int64_t value)
{
	leat_json_write_key(w, key);
	leat_json_write_i64(w, value);
}

void leat_json_write_f64_of(struct leat_json_writer *w, const char *key, double value)
{
	leat_json_write_key(w, key);
	leat_json_write_f64(w, value);
}

void leat_json_write_bool_of(struct leat_json_writer *w, const char *key, bool value)
{
	leat_json_write_key(w, key);
	leat_json_write_bool(w, value);
}

void leat_json_write_null_of(struct leat_json_writer *w, const char *key)
{
	leat_json_write_key(w, key);
	leat_json_write_null(w);
}

void leat_json_write_time_of(struct leat_json_writer *w, const char *key, int64_t us)
{
	leat_json_write_key(w, key);
	leat_json_write_time(w, us);
}

void leat_json_write_value(struct leat_json_writer *w, const struct leat_json *json)
{
	switch (json->type) {
	case LEAT_JSON_NULL:
		leat_json_write_null(w);
		return;
	case LEAT_JSON_BOOL:
		leat_json_write_bool(w, json->boolean);
		return;
	case LEAT_JSON_NUMBER:
		leat_json_write_raw(w, json->text);
		return;
	case LEAT_JSON_STRING:
		leat_json_write_str(w, json->text);
		return;
	case LEAT_JSON_ARRAY:
		leat_json_write_array(w);
		for (const struct leat_json *c = json->first; c; c = c->next)
			leat_json_write_value(w, c);
		leat_json_write_array_end(w);
		return;
	case LEAT_JSON_OBJECT:
		leat_json_write_object(w);
		for (const struct leat_json *c = json->first; c; c = c->next) {
			leat_json_write_key_str(w, c->key);
			leat_json_write_value(w, c);
		}
		leat_json_write_object_end(w);
		return;
	}
}
