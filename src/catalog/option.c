/* SPDX-License-Identifier: Apache-2.0 */
/* Option rows to config structs: look-up, defaults, parsing with ranges. */
#include "leat/option.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/duration.h"
#include "base/nearest.h"
#include "base/number.h"

#include "leat/arena.h"

const struct leat_opt *leat_opt_find(const struct leat_opt *table, struct leat_str key)
{
	const struct leat_opt *map = NULL;
	size_t map_n = 0;

	if (!table)
		return NULL;
	for (const struct leat_opt *row = table; row->name; row++) {
		size_t n = strlen(row->name);

		if (row->type != LEAT_OPT_MAP) {
			if (leat_str_is(key, row->name))
				return row;
		} else if (key.n > n + 1 && key.p[n] == '.' && memcmp(key.p, row->name, n) == 0 &&
		           n >= map_n) {
			map = row; /* the longest prefix wins: properties.index before properties */
			map_n = n;
		}
	}
	return map;
}

const char *leat_opt_nearest(const struct leat_opt *table, struct leat_str key)
{
	struct leat_nearest near = leat_nearest_of(key);

	if (!table)
		return NULL;
	for (const struct leat_opt *row = table; row->name; row++)
		if (!(row->flags & (LEAT_OPT_LEGACY | LEAT_OPT_IGNORED)))
			leat_nearest_offer_text(&near, row->name);
	return near.best.p;
}

/* The row whose field is set: the one a LEGACY row stands for. */
static const struct leat_opt *target_of(const struct leat_opt *table, const struct leat_opt *row)
{
	if (!row->alias_of)
		return row;
	for (const struct leat_opt *modern = table; modern->name; modern++)
		if (strcmp(modern->name, row->alias_of) == 0)
			return modern;
	leat_unreachable(); /* a unit test walks all tables */
}

static int bad_value(const struct leat_opt *row, const struct leat_opt_pair *pair,
                     struct leat_err *err, const char *what)
{
	if (row->flags & LEAT_OPT_SECRET)
		return leat_err_at(err, LEAT_E_OPTION_VALUE, pair->value_span,
		                   "option '%.*s' must be %s", LEAT_STR_ARG(pair->key), what);
	return leat_err_at(err, LEAT_E_OPTION_VALUE, pair->value_span,
	                   "option '%.*s' must be %s, not '%.*s'", LEAT_STR_ARG(pair->key),
	                   what, LEAT_STR_ARG(pair->value));
}

static struct leat_str trimmed(struct leat_str s)
{
	while (s.n && (*s.p == ' ' || *s.p == '\t' || *s.p == '\n')) {
		s.p++;
		s.n--;
	}
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\n'))
		s.n--;
	return s;
}

static void set_list(struct leat_arena *arena, struct leat_str text, struct leat_opt_list *ret)
{
	struct leat_str whole = leat_arena_str(arena, text), *items;
	uint32_t count = 1, n = 0, begin = 0;

	for (uint32_t i = 0; i < whole.n; i++)
		count += whole.p[i] == ';';
	items = LEAT_ARENA_ARRAY(arena, struct leat_str, count);
	for (uint32_t i = 0; i <= whole.n; i++) {
		if (i < whole.n && whole.p[i] != ';')
			continue;
		items[n] = trimmed((struct leat_str){ whole.p + begin, i - begin });
		if (items[n].n)
			n++;
		begin = i + 1;
	}
	*ret = (struct leat_opt_list){ .count = n, .items = items };
}

/* Later values of a key replace earlier ones, as in a map. */
static void set_map(struct leat_arena *arena, const struct leat_opt *row,
                    const struct leat_opt_pair *pair, struct leat_opt_map *map)
{
	uint32_t cut = (uint32_t)strlen(row->name) + 1;
	struct leat_opt_pair *pairs = LEAT_ARENA_ARRAY(arena, struct leat_opt_pair, map->count + 1);
	struct leat_opt_pair added = {
		.key = leat_arena_str(arena,
		                      (struct leat_str){ pair->key.p + cut, pair->key.n - cut }),
		.value = leat_arena_str(arena, pair->value),
		.key_span = pair->key_span,
		.value_span = pair->value_span,
	};
	uint32_t at = 0;

	while (at < map->count && (map->pairs[at].key.n != added.key.n ||
	                           memcmp(map->pairs[at].key.p, added.key.p, added.key.n) != 0))
		at++;
	if (map->count)
		memcpy(pairs, map->pairs, sizeof(*pairs) * map->count);
	pairs[at] = added;
	map->pairs = pairs;
	if (at == map->count)
		map->count++;
}

static int set_enum(const struct leat_opt *row, const struct leat_opt_pair *pair, int *ret,
                    struct leat_err *err)
{
	struct leat_nearest near = leat_nearest_of(pair->value);
	char choices[256];
	size_t n = 0;

	for (int i = 0; row->enums[i]; i++) {
		if (leat_str_is_nocase(pair->value, row->enums[i])) {
			*ret = i;
			return 0;
		}
		leat_nearest_offer_text(&near, row->enums[i]);
		n += (size_t)snprintf(choices + n, sizeof(choices) - n, "%s'%s'", i ? ", " : "",
		                      row->enums[i]);
		if (n >= sizeof(choices))
			n = sizeof(choices) - 1;
	}
	int r = leat_err_at(err, LEAT_E_OPTION_VALUE, pair->value_span,
	                    "option '%.*s' must be one of %s, not '%.*s'",
	                    LEAT_STR_ARG(pair->key), choices, LEAT_STR_ARG(pair->value));
	leat_nearest_hint(&near, err);
	return r;
}

static bool is_bounded(const struct leat_opt *row)
{
	return row->min || row->max;
}

/* INT, DURATION and SIZE: numbers with bounds, spelled differently. */
static int set_number(const struct leat_opt *row, const struct leat_opt_pair *pair, int64_t *ret,
                      struct leat_err *err)
{
	struct leat_str text = trimmed(pair->value);
	struct leat_err ignored;
	int64_t value = 0;
	bool good = false;

	if (row->type == LEAT_OPT_INT)
		good = leat_number_parse_i64(text, &value);
	else if (row->type == LEAT_OPT_DURATION)
		good = leat_duration_parse(text, &value, &ignored) == 0;
	else
		good = leat_memory_parse(text, &value, &ignored) == 0;
	if (!good)
		return bad_value(row, pair, err,
		                 row->type == LEAT_OPT_INT        ? "a whole number"
		                 : row->type == LEAT_OPT_DURATION ? "a duration as \"10 s\""
		                                                  : "a size as \"2 mb\"");
	if (is_bounded(row) && (value < row->min || value > row->max)) {
		struct leat_buf range;
		char text_of_range[120];

		leat_buf_init(&range, sizeof(text_of_range));
		for (int end = 0; end < 2; end++) {
			int64_t bound = end ? row->max : row->min;

			leat_buf_text(&range, end ? " and " : "between ");
			if (row->type == LEAT_OPT_INT)
				leat_buf_i64(&range, bound);
			else if (row->type == LEAT_OPT_DURATION)
				leat_duration_print(bound, &range);
			else
				leat_memory_print(bound, &range);
		}
		snprintf(text_of_range, sizeof(text_of_range), "%s", leat_buf_cstr(&range));
		leat_buf_done(&range);
		return bad_value(row, pair, err, text_of_range);
	}
	*ret = value;
	return 0;
}

/* Where the values of ignored options go: they are checked and forgotten. */
union scratch {
	struct leat_str text;
	struct leat_opt_list list;
	struct leat_opt_map map;
	bool flag;
	int64_t number;
	double real;
	int choice;
};

int leat_opt_set(const struct leat_opt *table, const struct leat_opt *row, struct leat_arena *arena,
                 const struct leat_opt_pair *pair, void *config, struct leat_err *err)
{
	const struct leat_opt *target = target_of(table, row);
	union scratch scratch = { .map = { 0, NULL } };
	void *field = row->flags & LEAT_OPT_IGNORED ? (void *)&scratch
	                                            : (char *)config + target->offset;
	double number;

	switch (target->type) {
	case LEAT_OPT_STR:
		*(struct leat_str *)field = leat_arena_str(arena, pair->value);
		return 0;
	case LEAT_OPT_LIST:
		set_list(arena, pair->value, (struct leat_opt_list *)field);
		return 0;
	case LEAT_OPT_BOOL:
		if (!leat_str_is_nocase(pair->value, "true") &&
		    !leat_str_is_nocase(pair->value, "false"))
			return bad_value(row, pair, err, "true or false");
		*(bool *)field = leat_str_is_nocase(pair->value, "true");
		return 0;
	case LEAT_OPT_INT:
	case LEAT_OPT_DURATION:
	case LEAT_OPT_SIZE:
		return set_number(target, pair, (int64_t *)field, err);
	case LEAT_OPT_DOUBLE:
		if (!leat_number_parse_f64(trimmed(pair->value), &number))
			return bad_value(row, pair, err, "a number");
		if (is_bounded(row) && !(number >= (double)row->min && number <= (double)row->max))
			return bad_value(row, pair, err, "within its range");
		*(double *)field = number;
		return 0;
	case LEAT_OPT_ENUM:
		return set_enum(target, pair, (int *)field, err);
	case LEAT_OPT_MAP:
		set_map(arena, row, pair, (struct leat_opt_map *)field);
		return 0;
	}
	leat_unreachable();
}

void leat_opt_defaults(const struct leat_opt *table, struct leat_arena *arena, void *config)
{
	if (!table)
		return;
	for (const struct leat_opt *row = table; row->name; row++) {
		struct leat_opt_pair pair;
		struct leat_err err;

		if (!row->fallback || row->flags & (LEAT_OPT_LEGACY | LEAT_OPT_IGNORED))
			continue;
		pair = (struct leat_opt_pair){
			.key = leat_str_of(row->name),
			.value = leat_str_of(row->fallback),
		};
		/* The author's text, not the user's: a unit test walks all tables. */
		int r = leat_opt_set(table, row, arena, &pair, config, &err);
		leat_assert(r == 0);
	}
}
