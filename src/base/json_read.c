/* SPDX-License-Identifier: Apache-2.0 */
/* Reading JSON: yajl's events become a tree in an arena. */
#include "base/json.h"

#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/limits.h"
#include "base/number.h"

/* An object or array that is open. */
struct level {
	struct leat_json *container;
	struct leat_json *last; /* Its newest child. */
};

struct reader {
	struct leat_arena *arena;
	struct leat_json *root;
	struct leat_str key; /* Of the next value. */
	uint32_t depth;      /* Open containers. */
	bool too_deep;       /* The reason why we stopped. */
	struct level levels[LEAT_LIMIT_JSON_NESTING];
};

/* A new value at its place in the tree. */
static struct leat_json *add(struct reader *r, enum leat_json_type type)
{
	struct leat_json *json = LEAT_ARENA_NEW(r->arena, struct leat_json);

	json->type = type;
	if (r->depth == 0) {
		r->root = json;
		return json;
	}
	struct level *level = &r->levels[r->depth - 1];
	json->key = level->container->type == LEAT_JSON_OBJECT ? r->key : (struct leat_str){ NULL, 0 };
	if (level->last)
		level->last->next = json;
	else
		level->container->first = json;
	level->last = json;
	level->container->child_count++;
	return json;
}

static struct leat_str copy(struct reader *r, const void *bytes, size_t n)
{
	return leat_arena_str(r->arena, (struct leat_str){ bytes, (uint32_t)n });
}

static int on_null(void *ctx)
{
	add(ctx, LEAT_JSON_NULL);
	return 1;
}

static int on_boolean(void *ctx, int value)
{
	add(ctx, LEAT_JSON_BOOL)->boolean = value != 0;
	return 1;
}

static int on_number(void *ctx, const char *text, size_t n)
{
	add(ctx, LEAT_JSON_NUMBER)->text = copy(ctx, text, n);
	return 1;
}

static int on_string(void *ctx, const unsigned char *text, size_t n)
{
	add(ctx, LEAT_JSON_STRING)->text = copy(ctx, text, n);
	return 1;
}

static int on_key(void *ctx, const unsigned char *text, size_t n)
{
	struct reader *r = ctx;

	r->key = copy(r, text, n);
	return 1;
}

static int open_container(struct reader *r, enum leat_json_type type)
{
	if (r->depth == LEAT_LIMIT_JSON_NESTING) {
		r->too_deep = true;
		return 0;
	}
	struct leat_json *json = add(r, type);
	r->levels[r->depth++] = (struct level){ .container = json };
	return 1;
}

static int on_object(void *ctx)
{
	return open_container(ctx, LEAT_JSON_OBJECT);
}

static int on_array(void *ctx)
{
	return open_container(ctx, LEAT_JSON_ARRAY);
}

static int on_end(void *ctx)
{
	struct reader *r = ctx;

	r->depth--;
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_end,
};

static int fail(yajl_handle handle, const struct reader *r, struct leat_str text,
                struct leat_err *err)
{
	uint32_t at = (uint32_t)yajl_get_bytes_consumed(handle);

	/* yajl has gone past the character it stumbled over. */
	if (at > text.n)
		at = text.n;
	struct leat_span span = { at ? at - 1 : 0, at ? at : 1 };
	if (r->too_deep)
		return leat_err_at(err, LEAT_E_USAGE, span, "the JSON is nested more than %d deep",
		                   LEAT_LIMIT_JSON_NESTING);
	/* "parse error: unallowed token at this point in JSON text\n" */
	unsigned char *said = yajl_get_error(handle, 0, NULL, 0);
	const char *reason = said ? strchr((const char *)said, ':') : NULL;
	int n = reason ? (int)strcspn(reason + 1, "\n") : 0;
	int result = leat_err_at(err, LEAT_E_USAGE, span, "malformed JSON at byte %u:%.*s", at, n,
	                         reason ? reason + 1 : "");
	yajl_free_error(handle, said);
	return result;
}

int leat_json_parse(struct leat_arena *arena, struct leat_str text, const struct leat_json **ret,
                    struct leat_err *err)
{
	struct reader r = { .arena = arena };
	yajl_handle handle = yajl_alloc(&callbacks, NULL, &r);
	int result = 0;

	leat_assert(handle);
	yajl_status status = yajl_parse(handle, (const unsigned char *)text.p, text.n);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(handle);
	if (status != yajl_status_ok)
		result = fail(handle, &r, text, err);
	else if (!r.root)
		result = leat_err_set(err, LEAT_E_USAGE, "expected JSON and found nothing");
	else
		*ret = r.root;
	yajl_free(handle);
	return result;
}

const struct leat_json *leat_json_get(const struct leat_json *object, const char *key)
{
	const struct leat_json *found = NULL;
	size_t n = strlen(key);

	if (!object || object->type != LEAT_JSON_OBJECT)
		return NULL;
	for (const struct leat_json *c = object->first; c; c = c->next)
		if (c->key.n == n && memcmp(c->key.p, key, n) == 0)
			found = c;
	return found;
}

struct leat_str leat_json_get_str(const struct leat_json *object, const char *key)
{
	const struct leat_json *json = leat_json_get(object, key);

	return json && json->type == LEAT_JSON_STRING ? json->text : (struct leat_str){ NULL, 0 };
}

bool leat_json_i64(const struct leat_json *json, int64_t *ret)
{
	return json && json->type == LEAT_JSON_NUMBER && leat_number_parse_i64(json->text, ret);
}

bool leat_json_f64(const struct leat_json *json, double *ret)
{
	return json && json->type == LEAT_JSON_NUMBER && leat_number_parse_f64(json->text, ret);
}
