/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer of _bulk means; see judge.h.  The cases were seen on OpenSearch 2.19,
 * Elasticsearch 7.17 and 8.7: overload comes as 200 with items of 429, as a whole 429, and as 413
 * with an empty body. */
#include "connectors/elasticsearch/judge.h"

#include <emmintrin.h>
#include <string.h>

#include "base/json.h"

/* `"status":` appears once an item, as the request asks with filter_path for nothing else that has it. */
static uint32_t count_items(struct leat_str body)
{
	static const char word[] = "\"status\":";
	const uint32_t n = sizeof(word) - 1;
	const __m128i first = _mm_set1_epi8('"'), third = _mm_set1_epi8('t');
	uint32_t count = 0, i = 0;

	/* 16 places at a time: those of a quote that has a 't' two bytes behind it are looked at. */
	for (; i + 16 + n <= body.n; i += 16) {
		__m128i quotes = _mm_loadu_si128((const __m128i *)(body.p + i));
		__m128i letters = _mm_loadu_si128((const __m128i *)(body.p + i + 2));
		unsigned mask = (unsigned)_mm_movemask_epi8(_mm_and_si128(
		        _mm_cmpeq_epi8(quotes, first), _mm_cmpeq_epi8(letters, third)));
		for (; mask; mask &= mask - 1)
			count += !memcmp(body.p + i + __builtin_ctz(mask), word, n);
	}
	for (; i + n <= body.n; i++)
		count += !memcmp(body.p + i, word, n);
	return count;
}

/* The quick look at an answer without errors, which is nearly every one. */
static bool is_all_done(struct leat_str body, uint32_t item_count)
{
	static const char head[] = "{\"errors\":false";

	return body.n > sizeof(head) && !memcmp(body.p, head, sizeof(head) - 1) &&
	       body.p[body.n - 1] == '}' && count_items(body) == item_count;
}

static struct leat_str reason_of(const struct leat_json *error, struct leat_arena *arena)
{
	struct leat_str type = leat_json_get_str(error, "type");
	struct leat_str reason = leat_json_get_str(error, "reason");

	if (!error)
		return (struct leat_str){ 0 };
	if (error->type == LEAT_JSON_STRING)
		return error->text;
	char *text = leat_arena_printf(arena, "%.*s: %.*s", LEAT_STR_ARG(type), LEAT_STR_ARG(reason));
	return leat_str_of(text);
}

/* {"errors":true,"items":[{"index":{"status":400,"error":{..}}},..]} */
static bool read_results(const struct leat_json *answer, uint32_t item_count,
                         struct leat_arena *arena, struct leat_bulk_result *results)
{
	const struct leat_json *items = leat_json_get(answer, "items");

	if (!items || items->type != LEAT_JSON_ARRAY || items->child_count != item_count)
		return false;
	uint32_t i = 0;
	for (const struct leat_json *item = items->first; item; item = item->next, i++) {
		const struct leat_json *inner = item->type == LEAT_JSON_OBJECT ? item->first : NULL;
		int64_t status;
		if (!leat_json_i64(leat_json_get(inner, "status"), &status))
			return false;
		results[i].status = (int)status;
		results[i].reason = reason_of(leat_json_get(inner, "error"), arena);
	}
	return true;
}

enum leat_bulk_verdict leat_bulk_judge(const struct leat_bulk_answer *answer, uint32_t item_count,
                                       struct leat_arena *arena, struct leat_bulk_result *results)
{
	switch (answer->status) {
	case 200:
		break;
	case 400:
		return LEAT_BULK_WRONG;
	case 401:
	case 403:
		return LEAT_BULK_REFUSED;
	case 404:
		return LEAT_BULK_NO_INDEX;
	case 413:
		return LEAT_BULK_TOO_LARGE;
	default:
		return LEAT_BULK_AGAIN;
	}
	if (is_all_done(answer->body, item_count))
		return LEAT_BULK_ALL_DONE;

	/* Anything that does not read as one status an item tells nothing: ids are deterministic, so
	 * sending all of it again is safe. */
	const struct leat_json *json;
	struct leat_err err;
	if (leat_json_parse(arena, answer->body, &json, &err) ||
	    !read_results(json, item_count, arena, results))
		return LEAT_BULK_AGAIN;
	return LEAT_BULK_BY_ITEM;
}

enum leat_bulk_fate leat_bulk_judge_item(enum leat_bulk_action action, int status)
{
	if (status >= 200 && status < 300)
		return LEAT_BULK_DONE;
	if (status == 409)
		return LEAT_BULK_CONFLICT;
	if (status == 404)
		return action == LEAT_BULK_DELETE ? LEAT_BULK_DONE : LEAT_BULK_MISSING;
	/* 403 is a blocked (read-only, flood stage) index, or a right that an administrator may give. */
	if (status == 429 || status == 403 || status == 401 || status == 408 || status >= 500)
		return LEAT_BULK_RETRY;
	return LEAT_BULK_REJECT;
}
