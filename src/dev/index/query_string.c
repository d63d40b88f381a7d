/* SPDX-License-Identifier: Apache-2.0 */
/* The language of `q=`: words, "phrases", field:value, ranges, + - AND OR NOT and parentheses,
 * turned into the JSON that other queries are written in.
 *
 *   list  ::= item (["AND" | "OR"] item)*
 *   item  ::= ["+" | "-" | "!" | "NOT"] (NAME ":")? value
 *   value ::= "(" list ")" | '"' .. '"' | ("[" | "{") a "TO" b ("]" | "}")
 *           | (">" | "<") "="? WORD | WORD */
#include <ctype.h>
#include <string.h>

#include "dev/index/query.h"

enum {
	DEPTH_MAX = 20,
};

struct reader {
	struct leat_arena *arena;
	struct leat_str rest;
	bool is_and;    /* What stands between two items without a word. */
	uint32_t depth; /* Open parentheses and fields. */
	struct dev_fault *fault;
};

static const struct leat_json *list(struct reader *q, struct leat_str field);

/* ---- making JSON ---- */

static struct leat_json *node(struct reader *q, enum leat_json_type type, struct leat_str key)
{
	struct leat_json *json = LEAT_ARENA_NEW(q->arena, struct leat_json);

	json->type = type;
	json->key = key;
	return json;
}

static struct leat_json *string(struct reader *q, struct leat_str key, struct leat_str text)
{
	struct leat_json *json = node(q, LEAT_JSON_STRING, key);

	json->text = leat_arena_str(q->arena, text);
	return json;
}

/* {key: {..child}} */
static const struct leat_json *wrap(struct reader *q, struct leat_str kind,
                                    const struct leat_json *child)
{
	struct leat_json *inner = node(q, LEAT_JSON_OBJECT, kind);
	struct leat_json *outer = node(q, LEAT_JSON_OBJECT, (struct leat_str){ NULL, 0 });

	inner->first = child;
	inner->child_count = child ? 1 : 0;
	outer->first = inner;
	outer->child_count = 1;
	return outer;
}

/* ---- reading ---- */

static const struct leat_json *wrong(struct reader *q, const char *what)
{
	(void)leat_dev_fault_set(q->fault, "query_shard_exception",
	                         "Failed to parse query: %s near [%.*s]", what,
	                         q->rest.n > 40 ? 40 : (int)q->rest.n, q->rest.n ? q->rest.p : "");
	return NULL;
}

static void skip(struct reader *q, uint32_t n)
{
	q->rest = (struct leat_str){ q->rest.p + n, q->rest.n - n };
}

static void skip_spaces(struct reader *q)
{
	while (q->rest.n && isspace((unsigned char)q->rest.p[0]))
		skip(q, 1);
}

static bool eat(struct reader *q, char c)
{
	if (!q->rest.n || q->rest.p[0] != c)
		return false;
	skip(q, 1);
	return true;
}

/* Eat a word that stands alone. */
static bool eat_word(struct reader *q, const char *word)
{
	uint32_t n = (uint32_t)strlen(word);

	if (q->rest.n < n || memcmp(q->rest.p, word, n) != 0)
		return false;
	if (q->rest.n > n && !isspace((unsigned char)q->rest.p[n]) && q->rest.p[n] != '(')
		return false;
	skip(q, n);
	skip_spaces(q);
	return true;
}

static bool is_end(char c)
{
	return isspace((unsigned char)c) || strchr("()[]{}\":", c);
}

/* Characters up to the next one with a meaning; a backslash takes its from one. */
static struct leat_str word(struct reader *q)
{
	struct leat_buf text;
	struct leat_str result;

	leat_buf_init(&text, 1 << 20);
	while (q->rest.n && !is_end(q->rest.p[0])) {
		if (q->rest.p[0] == '\\' && q->rest.n > 1)
			skip(q, 1);
		leat_buf_char(&text, q->rest.p[0]);
		skip(q, 1);
	}
	result = leat_arena_str(q->arena, leat_buf_view(&text));
	leat_buf_done(&text);
	return result;
}

static struct leat_str until(struct reader *q, char c)
{
	const char *end = q->rest.n ? memchr(q->rest.p, c, q->rest.n) : NULL;
	struct leat_str text = { q->rest.p, end ? (uint32_t)(end - q->rest.p) : q->rest.n };

	skip(q, end ? text.n + 1 : text.n);
	return text;
}

/* One bound of a range: a word or a quoted text; "*" is none. */
static const struct leat_json *bound(struct reader *q, const char *op, const struct leat_json *next)
{
	struct leat_json *json;
	struct leat_str text;

	skip_spaces(q);
	if (eat(q, '"')) {
		text = until(q, '"');
	} else {
		uint32_t n = 0;

		/* Times have colons. */
		while (n < q->rest.n && !isspace((unsigned char)q->rest.p[n]) &&
		       !strchr("]})", q->rest.p[n]))
			n++;
		text = (struct leat_str){ q->rest.p, n };
		skip(q, n);
	}
	if (leat_dev_str_is(text, "*"))
		return next;
	json = string(q, leat_str_of(op), text);
	json->next = next;
	return json;
}

static const struct leat_json *range_of(struct reader *q, struct leat_str field,
                                        const struct leat_json *first)
{
	struct leat_json *json;

	if (!field.n)
		return wrong(q, "a range without a field");
	json = node(q, LEAT_JSON_OBJECT, field);
	json->first = first;
	return wrap(q, LEAT_STR("range"), json);
}

static const struct leat_json *bracket(struct reader *q, struct leat_str field)
{
	const char *low = q->rest.p[0] == '[' ? "gte" : "gt";
	const struct leat_json *first, *second;

	skip(q, 1);
	first = bound(q, low, NULL);
	skip_spaces(q);
	if (!eat_word(q, "TO"))
		return wrong(q, "expected TO in a range");
	second = bound(q, "lte", NULL);
	skip_spaces(q);
	bool is_open = eat(q, '}');
	if (!is_open && !eat(q, ']'))
		return wrong(q, "a range without an end");
	if (is_open && second)
		second = string(q, LEAT_STR("lt"), second->text);
	if (first && second) {
		struct leat_json *both = string(q, first->key, first->text);
		both->next = second;
		first = both;
	}
	return range_of(q, field, first ? first : second);
}

static const struct leat_json *comparison(struct reader *q, struct leat_str field)
{
	bool is_less = q->rest.p[0] == '<';

	skip(q, 1);
	bool has_equal = eat(q, '=');
	return range_of(q, field,
	                bound(q, is_less ? (has_equal ? "lte" : "lt") : (has_equal ? "gte" : "gt"),
	                      NULL));
}

static const struct leat_json *plain(struct reader *q, struct leat_str field, struct leat_str text)
{
	if (!text.n)
		return wrong(q, "expected a value");
	if (leat_dev_str_is(text, "*") && (!field.n || leat_dev_str_is(field, "*")))
		return wrap(q, LEAT_STR("match_all"), NULL);
	if (leat_dev_str_is(text, "*"))
		return wrap(q, LEAT_STR("exists"), string(q, LEAT_STR("field"), field));
	if (!field.n)
		return wrap(q, LEAT_STR("multi_match"), string(q, LEAT_STR("query"), text));
	if (leat_dev_str_is(field, "_exists_"))
		return wrap(q, LEAT_STR("exists"), string(q, LEAT_STR("field"), text));
	if (memchr(text.p, '*', text.n - 1) || memchr(text.p, '?', text.n))
		return wrap(q, LEAT_STR("wildcard"), string(q, field, text));
	if (text.p[text.n - 1] == '*')
		return wrap(q, LEAT_STR("prefix"),
		            string(q, field, (struct leat_str){ text.p, text.n - 1 }));
	return wrap(q, LEAT_STR("match"), string(q, field, text));
}

static const struct leat_json *value(struct reader *q, struct leat_str field)
{
	char c = q->rest.n ? q->rest.p[0] : '\0';

	if (c == '(') {
		const struct leat_json *inner;

		if (++q->depth > DEPTH_MAX)
			return wrong(q, "too many parentheses");
		skip(q, 1);
		inner = list(q, field);
		q->depth--;
		return inner && !eat(q, ')') ? wrong(q, "expected )") : inner;
	}
	if (c == '"') {
		struct leat_str text;

		skip(q, 1);
		text = until(q, '"');
		return wrap(q, field.n ? LEAT_STR("match_phrase") : LEAT_STR("multi_match"),
		            string(q, field.n ? field : LEAT_STR("query"), text));
	}
	if (c == '[' || c == '{')
		return bracket(q, field);
	if (c == '>' || c == '<')
		return comparison(q, field);
	struct leat_str text = word(q);
	if (q->rest.n && q->rest.p[0] == ':' && text.n) {
		const struct leat_json *inner;

		if (++q->depth > DEPTH_MAX)
			return wrong(q, "too many fields");
		skip(q, 1);
		skip_spaces(q);
		inner = value(q, text);
		q->depth--;
		return inner;
	}
	return plain(q, field, text);
}

/* The lists of the bool query that a list becomes. */
struct roles {
	struct leat_json *lists[3]; /* must, should, must_not */
	const struct leat_json **ends[3];
};

static void put(struct roles *roles, size_t role, const struct leat_json *item)
{
	*roles->ends[role] = item;
	roles->ends[role] = (const struct leat_json **)&((struct leat_json *)(uintptr_t)item)->next;
	roles->lists[role]->child_count++;
}

static const struct leat_json *list(struct reader *q, struct leat_str field)
{
	static const char *const names[] = { "must", "should", "must_not" };
	struct roles roles;
	bool was_and = false;

	for (size_t i = 0; i < 3; i++) {
		roles.lists[i] = node(q, LEAT_JSON_ARRAY, leat_str_of(names[i]));
		roles.ends[i] = &roles.lists[i]->first;
	}
	for (skip_spaces(q); q->rest.n && q->rest.p[0] != ')'; skip_spaces(q)) {
		bool is_not = eat_word(q, "NOT") || eat(q, '-') || eat(q, '!');
		bool is_must = !is_not && eat(q, '+');
		const struct leat_json *item = value(q, field);

		if (!item)
			return NULL;
		skip_spaces(q);
		bool is_and = eat_word(q, "AND") || eat_word(q, "&&");
		bool is_or = !is_and && (eat_word(q, "OR") || eat_word(q, "||"));
		bool joins = is_and || was_and || (q->is_and && !is_or);
		put(&roles, is_not ? 2 : is_must || joins ? 0 : 1, item);
		was_and = is_and;
	}
	roles.lists[0]->next = roles.lists[1];
	roles.lists[1]->next = roles.lists[2];
	return wrap(q, LEAT_STR("bool"), roles.lists[0]);
}

const struct leat_json *leat_dev_query_string(struct leat_arena *arena, struct leat_str text,
                                              struct leat_str default_field, bool is_and,
                                              struct dev_fault *fault)
{
	struct reader q = { .arena = arena, .rest = text, .is_and = is_and, .fault = fault };
	const struct leat_json *json = list(&q, leat_dev_str_is(default_field, "*")
	                                                ? (struct leat_str){ NULL, 0 }
	                                                : default_field);

	if (json && q.rest.n)
		return wrong(&q, "unexpected )");
	return json;
}
