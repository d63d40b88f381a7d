/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of JSON by dotted paths with * and **: filter_path of answers, _source of documents. */
#include <string.h>

#include "base/vec.h"
#include "dev/index/query.h"

enum {
	FILTERS_MAX = 64, /**< Paths of one filter; one bit each. */
};

/* How far each path has come: the rest of it, p NULL when it does not apply here. */
struct progress {
	struct leat_str rest[FILTERS_MAX];
	uint32_t count;
};

static bool name_fits(struct leat_str name, struct leat_str pattern)
{
	while (pattern.n > 0) {
		if (pattern.p[0] == '*') {
			struct leat_str tail = { pattern.p + 1, pattern.n - 1 };

			for (uint32_t skip = 0; skip <= name.n; skip++)
				if (name_fits((struct leat_str){ name.p + skip, name.n - skip },
				              tail))
					return true;
			return false;
		}
		if (name.n == 0 || name.p[0] != pattern.p[0])
			return false;
		name = (struct leat_str){ name.p + 1, name.n - 1 };
		pattern = (struct leat_str){ pattern.p + 1, pattern.n - 1 };
	}
	return name.n == 0;
}

static void add_rest(struct progress *progress, struct leat_str rest)
{
	if (progress->count < FILTERS_MAX)
		progress->rest[progress->count++] = rest;
}

/* Go into the member @p key.  True: some path ends here, so all below is kept. */
static bool descend(const struct progress *from, struct leat_str key, struct progress *to)
{
	to->count = 0;
	for (uint32_t i = 0; i < from->count; i++) {
		struct leat_str rest = from->rest[i];
		const char *dot = memchr(rest.p, '.', rest.n);
		struct leat_str head = { rest.p, dot ? (uint32_t)(dot - rest.p) : rest.n };
		struct leat_str tail = { dot ? dot + 1 : NULL, dot ? rest.n - head.n - 1 : 0 };

		if (leat_dev_str_is(head, "**")) {
			struct progress inner = { .rest = { tail }, .count = 1 };
			struct progress below;

			if (tail.n == 0 || descend(&inner, key, &below))
				return true;
			for (uint32_t k = 0; k < below.count; k++)
				add_rest(to, below.rest[k]);
			add_rest(to, rest);
		} else if (name_fits(key, head)) {
			if (tail.n == 0)
				return true;
			add_rest(to, tail);
		}
	}
	return false;
}

/* A copy of what is kept of @p json in the arena, or NULL. */
static const struct leat_json *keep(struct leat_arena *arena, const struct leat_json *json,
                                    const struct progress *progress)
{
	struct leat_json *copy, *last = NULL;
	bool is_object = json->type == LEAT_JSON_OBJECT;

	if (progress->count == 0 || (!is_object && json->type != LEAT_JSON_ARRAY))
		return NULL;
	copy = LEAT_ARENA_NEW(arena, struct leat_json);
	copy->type = json->type;
	copy->key = json->key;
	for (const struct leat_json *child = json->first; child; child = child->next) {
		struct progress below;
		const struct leat_json *kept;
		struct leat_json *item;

		/* An array is no step of its own. */
		if (is_object)
			kept = descend(progress, child->key, &below) ? child
			                                             : keep(arena, child, &below);
		else
			kept = keep(arena, child, progress);
		if (!kept)
			continue;
		item = LEAT_ARENA_NEW(arena, struct leat_json);
		*item = *kept;
		item->next = NULL;
		if (last)
			last->next = item;
		else
			copy->first = item;
		last = item;
		copy->child_count++;
	}
	return copy->first ? copy : NULL;
}

/* The other way round: what is left of @p json without these paths; itself when they do not apply.
 * */
static const struct leat_json *drop(struct leat_arena *arena, const struct leat_json *json,
                                    const struct progress *progress)
{
	struct leat_json *copy, *last = NULL;
	bool is_object = json->type == LEAT_JSON_OBJECT;

	if (progress->count == 0 || (!is_object && json->type != LEAT_JSON_ARRAY))
		return json;
	copy = LEAT_ARENA_NEW(arena, struct leat_json);
	copy->type = json->type;
	copy->key = json->key;
	for (const struct leat_json *child = json->first; child; child = child->next) {
		struct progress below;
		struct leat_json *item;

		if (is_object && descend(progress, child->key, &below))
			continue;
		item = LEAT_ARENA_NEW(arena, struct leat_json);
		*item = *drop(arena, child, is_object ? &below : progress);
		item->next = NULL;
		if (last)
			last->next = item;
		else
			copy->first = item;
		last = item;
		copy->child_count++;
	}
	return copy;
}

static void read_filter(struct leat_str filter, struct progress *progress)
{
	progress->count = 0;
	while (filter.n > 0) {
		const char *comma = memchr(filter.p, ',', filter.n);
		struct leat_str one = { filter.p, comma ? (uint32_t)(comma - filter.p) : filter.n };
		uint32_t used = comma ? one.n + 1 : one.n;

		if (one.n)
			add_rest(progress, one);
		filter = (struct leat_str){ filter.p + used, filter.n - used };
	}
}

void leat_dev_filter_path(struct leat_arena *arena, struct leat_str filter, struct leat_buf *out)
{
	struct progress progress;
	const struct leat_json *json, *kept;
	struct leat_json_writer *w;

	read_filter(filter, &progress);
	if (leat_json_parse(arena, leat_buf_view(out), &json, NULL))
		return;
	kept = keep(arena, json, &progress);
	leat_buf_clear(out);
	if (!kept) {
		leat_buf_text(out, json->type == LEAT_JSON_ARRAY ? "[]" : "{}");
		return;
	}
	w = leat_json_writer_new(out, false);
	leat_json_write_value(w, kept);
	leat_json_writer_free(w);
}

void leat_dev_filter_source(struct leat_arena *arena, struct leat_str source,
                            struct leat_str includes, struct leat_str excludes,
                            struct leat_json_writer *w)
{
	struct progress progress;
	const struct leat_json *json;

	if (!includes.n && !excludes.n) {
		leat_json_write_raw(w, source);
		return;
	}
	int r = leat_json_parse(arena, source, &json, NULL);
	leat_assert(r == 0); /* it was parsed when it came */
	read_filter(includes, &progress);
	if (includes.n)
		json = keep(arena, json, &progress);
	read_filter(excludes, &progress);
	if (json && excludes.n)
		json = drop(arena, json, &progress);
	if (json)
		leat_json_write_value(w, json);
	else
		leat_json_write_raw(w, LEAT_STR("{}"));
}
