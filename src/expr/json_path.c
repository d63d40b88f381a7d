/* SPDX-License-Identifier: Apache-2.0 */
/* SQL/JSON paths. */
#include "expr/json_path.h"

#include <string.h>

#include "base/vec.h"

enum step_kind { MEMBER, INDEX, ANY, DESCEND };

struct step {
	enum step_kind kind;
	struct leat_str name; /* MEMBER. */
	int64_t index;        /* INDEX; negative: from the end. */
};

struct leat_json_path {
	bool lax;
	bool list;
	uint32_t step_count;
	const struct step *steps;
};

struct parser {
	struct leat_arena *arena;
	const char *p, *end;
	LEAT_VEC(struct step) steps;
	bool list;
};

static void skip_space(struct parser *parser)
{
	while (parser->p < parser->end && (*parser->p == ' ' || *parser->p == '\t'))
		parser->p++;
}

static bool take_word(struct parser *parser, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(parser->end - parser->p) <= n || memcmp(parser->p, word, n) != 0 ||
	    parser->p[n] != ' ')
		return false;
	parser->p += n;
	skip_space(parser);
	return true;
}

static void add(struct parser *parser, struct step step)
{
	*LEAT_VEC_ADD(parser->arena, &parser->steps) = step;
	parser->list |= step.kind == ANY || step.kind == DESCEND;
}

/* name | "*", after a dot */
static bool parse_name(struct parser *parser)
{
	const char *begin = parser->p;

	if (parser->p < parser->end && *parser->p == '*') {
		parser->p++;
		add(parser, (struct step){ .kind = ANY });
		return true;
	}
	while (parser->p < parser->end && !strchr(".[ ", *parser->p))
		parser->p++;
	if (parser->p == begin)
		return false;
	add(parser,
	    (struct step){ .kind = MEMBER, .name = { begin, (uint32_t)(parser->p - begin) } });
	return true;
}

/* 'name' | "name" | "*" | integer, between brackets */
static bool parse_bracket(struct parser *parser)
{
	skip_space(parser);
	if (parser->p == parser->end)
		return false;
	char c = *parser->p;
	if (c == '\'' || c == '"') {
		const char *begin = ++parser->p;
		const char *close = memchr(begin, c, (size_t)(parser->end - begin));
		if (!close)
			return false;
		add(parser,
		    (struct step){ .kind = MEMBER, .name = { begin, (uint32_t)(close - begin) } });
		parser->p = close + 1;
	} else if (c == '*') {
		parser->p++;
		add(parser, (struct step){ .kind = ANY });
	} else {
		bool negative = c == '-';
		int64_t index = 0;
		const char *digits = parser->p += negative;
		for (; parser->p < parser->end && *parser->p >= '0' && *parser->p <= '9';
		     parser->p++)
			index = index < INT32_MAX ? index * 10 + (*parser->p - '0') : index;
		if (parser->p == digits)
			return false;
		add(parser, (struct step){ .kind = INDEX, .index = negative ? -index : index });
	}
	skip_space(parser);
	if (parser->p == parser->end || *parser->p != ']')
		return false;
	parser->p++;
	return true;
}

static bool parse_steps(struct parser *parser)
{
	if (parser->p == parser->end || *parser->p != '$')
		return false;
	parser->p++;
	for (;;) {
		skip_space(parser);
		if (parser->p == parser->end)
			return true;
		char c = *parser->p++;
		if (c == '[') {
			if (!parse_bracket(parser))
				return false;
		} else if (c == '.') {
			if (parser->p < parser->end && *parser->p == '.') {
				parser->p++;
				add(parser, (struct step){ .kind = DESCEND });
				if (parser->p < parser->end && *parser->p == '[')
					continue;
			}
			if (!parse_name(parser))
				return false;
		} else {
			return false;
		}
	}
}

const struct leat_json_path *leat_json_path_new(struct leat_arena *arena, struct leat_str text)
{
	struct parser parser = { .arena = arena, .p = text.p, .end = text.p + text.n };
	struct leat_json_path *path = LEAT_ARENA_NEW(arena, struct leat_json_path);

	skip_space(&parser);
	path->lax = take_word(&parser, "lax");
	if (!path->lax)
		(void)take_word(&parser, "strict"); /* It is strict without the word too. */
	if (!parse_steps(&parser))
		return NULL;
	path->list = parser.list;
	path->step_count = parser.steps.count;
	path->steps = parser.steps.items;
	return path;
}

bool leat_json_path_is_lax(const struct leat_json_path *path)
{
	return path->lax;
}

bool leat_json_path_is_list(const struct leat_json_path *path)
{
	return path->list;
}

enum { DEPTH_MAX = 512 }; /* What is nested deeper is not looked at. */

struct walk {
	const struct leat_json_path *path;
	void (*visit)(void *context, yyjson_val *value);
	void *context;
	int depth;
};

static void walk_from(struct walk *walk, uint32_t step, yyjson_val *value);

/* All children of an object or array, each for the step @p step. */
static void walk_children(struct walk *walk, uint32_t step, yyjson_val *value)
{
	size_t index, max;
	yyjson_val *key, *child;

	if (++walk->depth > DEPTH_MAX) {
		walk->depth--;
		return;
	}
	if (yyjson_is_obj(value)) {
		yyjson_obj_foreach(value, index, max, key, child) walk_from(walk, step, child);
	} else if (yyjson_is_arr(value)) {
		yyjson_arr_foreach(value, index, max, child) walk_from(walk, step, child);
	}
	walk->depth--;
}

static void walk_from(struct walk *walk, uint32_t at, yyjson_val *value)
{
	if (at == walk->path->step_count) {
		walk->visit(walk->context, value);
		return;
	}
	const struct step *step = &walk->path->steps[at];
	yyjson_val *child = NULL;
	switch (step->kind) {
	case MEMBER:
		child = yyjson_obj_getn(value, step->name.p, step->name.n);
		break;
	case INDEX: {
		int64_t count = (int64_t)yyjson_arr_size(value);
		int64_t index = step->index < 0 ? count + step->index : step->index;
		if (index >= 0 && index < count)
			child = yyjson_arr_get(value, (size_t)index);
		break;
	}
	case ANY:
		walk_children(walk, at + 1, value);
		return;
	case DESCEND:
		walk_from(walk, at + 1, value);
		walk_children(walk, at, value);
		return;
	}
	if (child)
		walk_from(walk, at + 1, child);
}

void leat_json_path_walk(const struct leat_json_path *path, yyjson_val *root,
                         void (*visit)(void *context, yyjson_val *value), void *context)
{
	struct walk walk = { path, visit, context, 0 };

	walk_from(&walk, 0, root);
}
