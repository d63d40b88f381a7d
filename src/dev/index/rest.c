/* SPDX-License-Identifier: Apache-2.0 */
/* What the handlers of the embedded index share: routing, parameters, errors. */
#include "dev/index/rest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/vec.h"

bool leat_dev_str_is(struct leat_str s, const char *text)
{
	return s.n == strlen(text) && memcmp(s.p, text, s.n) == 0;
}

struct leat_str leat_dev_request_param(const struct dev_request *r, const char *name)
{
	return leat_http_param(r->http, name);
}

bool leat_dev_request_flag(const struct dev_request *r, const char *name)
{
	struct leat_str value = leat_dev_request_param(r, name);

	return value.p && !leat_dev_str_is(value, "false");
}

/* ---- errors ---- */

static void write_fault_members(struct leat_json_writer *w, const struct dev_fault *fault)
{
	leat_json_write_text_of(w, "type", fault->type);
	leat_json_write_text_of(w, "reason", fault->reason);
	if (!fault->cause_type)
		return;
	leat_json_write_key(w, "caused_by");
	leat_json_write_object(w);
	leat_json_write_text_of(w, "type", fault->cause_type);
	leat_json_write_text_of(w, "reason", fault->cause);
	leat_json_write_object_end(w);
}

void leat_dev_write_fault(struct leat_json_writer *w, const struct dev_fault *fault)
{
	leat_json_write_object(w);
	write_fault_members(w, fault);
	leat_json_write_object_end(w);
}

/* @p root: the cause, which often is @p fault itself; @p index: that it is about, or empty. */
static void write_error(struct dev_request *r, int status, const struct dev_fault *fault,
                        const struct dev_fault *root, struct leat_str index)
{
	struct leat_json_writer *w;

	leat_buf_clear(&r->out);
	r->status = status;
	r->is_text = false;
	w = leat_json_writer_new(&r->out, false);
	leat_json_write_object(w);
	leat_json_write_key(w, "error");
	leat_json_write_object(w);
	leat_json_write_key(w, "root_cause");
	leat_json_write_array(w);
	leat_json_write_object(w);
	leat_json_write_text_of(w, "type", root->type);
	leat_json_write_text_of(w, "reason", root->reason);
	if (index.n)
		leat_json_write_str_of(w, "index", index);
	leat_json_write_object_end(w);
	leat_json_write_array_end(w);
	write_fault_members(w, fault);
	if (index.n) {
		leat_json_write_text_of(w, "resource.type", "index_or_alias");
		leat_json_write_str_of(w, "resource.id", index);
		leat_json_write_str_of(w, "index", index);
	}
	leat_json_write_object_end(w);
	leat_json_write_i64_of(w, "status", status);
	leat_json_write_object_end(w);
	leat_json_writer_free(w);
}

void leat_dev_request_fault(struct dev_request *r, int status, const struct dev_fault *fault)
{
	write_error(r, status, fault, fault, (struct leat_str){ NULL, 0 });
}

void leat_dev_request_shard_fault(struct dev_request *r, const struct dev_fault *fault)
{
	struct dev_fault outer;

	if (strcmp(fault->type, "parsing_exception") == 0) {
		leat_dev_request_fault(r, 400, fault);
		return;
	}
	(void)leat_dev_fault_set(&outer, "search_phase_execution_exception", "all shards failed");
	write_error(r, 400, &outer, fault, (struct leat_str){ NULL, 0 });
}

void leat_dev_request_fail(struct dev_request *r, int status, const char *type, const char *fmt,
                           ...)
{
	struct dev_fault fault = { .type = type };
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(fault.reason, sizeof(fault.reason), fmt, args);
	va_end(args);
	leat_dev_request_fault(r, status, &fault);
}

void leat_dev_request_no_index(struct dev_request *r, struct leat_str name)
{
	struct dev_fault fault;

	(void)leat_dev_fault_set(&fault, "index_not_found_exception", "no such index [%.*s]",
	                         LEAT_STR_ARG(name));
	write_error(r, 404, &fault, &fault, name);
}

bool leat_dev_request_json(struct dev_request *r, const struct leat_json **ret)
{
	struct leat_err err;

	*ret = NULL;
	if (r->body.n == 0)
		return true;
	if (leat_json_parse(r->arena, r->body, ret, &err)) {
		leat_dev_request_fail(r, 400, "parsing_exception", "%s", err.message);
		return false;
	}
	if ((*ret)->type == LEAT_JSON_OBJECT)
		return true;
	leat_dev_request_fail(r, 400, "parsing_exception",
	                      "Expected [START_OBJECT] at the beginning of the body");
	return false;
}

/* ---- indices by name ---- */

struct dev_index *leat_dev_request_index(struct dev_request *r)
{
	struct dev_index *index = leat_dev_store_find(r->store, r->segments[0]);

	if (!index)
		leat_dev_request_no_index(r, r->segments[0]);
	return index;
}

static bool is_match(const char *name, struct leat_str pattern)
{
	const char *star = NULL, *star_name = NULL;
	uint32_t i = 0;

	while (*name) {
		if (i < pattern.n && pattern.p[i] == '*') {
			star = pattern.p + ++i;
			star_name = name;
		} else if (i < pattern.n && pattern.p[i] == *name) {
			i++;
			name++;
		} else if (star) {
			i = (uint32_t)(star - pattern.p);
			name = ++star_name;
		} else {
			return false;
		}
	}
	while (i < pattern.n && pattern.p[i] == '*')
		i++;
	return i == pattern.n;
}

bool leat_dev_request_indices(struct dev_request *r, struct leat_str pattern,
                              struct dev_index ***ret, uint32_t *ret_count)
{
	LEAT_VEC(struct dev_index *) found = { 0 };
	const struct leat_map_entry *entry;

	if (pattern.n == 0 || leat_dev_str_is(pattern, "_all"))
		pattern = LEAT_STR("*");
	for (;;) {
		const char *comma = memchr(pattern.p, ',', pattern.n);
		struct leat_str one = { pattern.p,
			                comma ? (uint32_t)(comma - pattern.p) : pattern.n };

		if (!memchr(one.p, '*', one.n) && !leat_dev_store_find(r->store, one)) {
			if (!leat_dev_request_flag(r, "ignore_unavailable")) {
				leat_dev_request_no_index(r, one);
				return false;
			}
		}
		for (uint32_t at = 0; (entry = leat_map_next(&r->store->indices, &at));) {
			struct dev_index *index = entry->value;
			bool is_new = is_match(index->name, one);

			for (uint32_t i = 0; i < found.count; i++)
				is_new &= found.items[i] != index;
			if (is_new)
				*LEAT_VEC_ADD(r->arena, &found) = index;
		}
		if (!comma)
			break;
		pattern = (struct leat_str){ comma + 1, pattern.n - one.n - 1 };
	}
	*ret = found.items;
	*ret_count = found.count;
	return true;
}

struct dev_index *leat_dev_request_auto_index(struct dev_request *r, struct leat_str name,
                                              struct dev_fault *fault)
{
	struct dev_index *index = leat_dev_store_find(r->store, name);
	const char *why;

	if (index)
		return index;
	why = leat_dev_store_name_fault(name);
	if (why) {
		(void)leat_dev_fault_set(fault, "invalid_index_name_exception",
		                         "Invalid index name [%.*s], %s", LEAT_STR_ARG(name), why);
		return NULL;
	}
	return leat_dev_store_create(r->store, name, r->now_ms);
}

/* ---- routes ---- */

/* "_x": this word; "*": anything that does not begin with _; "?": anything. */
static const struct route {
	const char *methods;
	const char *segments[DEV_SEGMENTS_MAX];
	dev_handler handler;
} routes[] = {
	{ "GET HEAD", { NULL }, leat_dev_on_root },
	{ "GET", { "_cluster", "health" }, leat_dev_on_health },
	{ "GET", { "_cluster", "health", "*" }, leat_dev_on_health },
	{ "GET", { "_cat", "indices" }, leat_dev_on_cat_indices },
	{ "GET", { "_cat", "indices", "*" }, leat_dev_on_cat_indices },
	{ "GET", { "_cat", "count" }, leat_dev_on_cat_count },
	{ "GET", { "_cat", "count", "*" }, leat_dev_on_cat_count },
	{ "GET", { "_cat", "health" }, leat_dev_on_cat_health },
	{ "GET POST", { "_refresh" }, leat_dev_on_refresh },
	{ "GET POST", { "*", "_refresh" }, leat_dev_on_refresh },
	{ "GET POST", { "_flush" }, leat_dev_on_refresh },
	{ "GET POST", { "*", "_flush" }, leat_dev_on_refresh },
	{ "POST PUT", { "_bulk" }, leat_dev_on_bulk },
	{ "POST PUT", { "*", "_bulk" }, leat_dev_on_bulk },
	{ "GET POST", { "_search" }, leat_dev_on_search },
	{ "GET POST", { "*", "_search" }, leat_dev_on_search },
	{ "GET POST", { "_count" }, leat_dev_on_count },
	{ "GET POST", { "*", "_count" }, leat_dev_on_count },
	{ "POST", { "*", "_delete_by_query" }, leat_dev_on_delete_by_query },
	{ "GET", { "_mapping" }, leat_dev_on_mapping_get },
	{ "GET", { "*", "_mapping" }, leat_dev_on_mapping_get },
	{ "PUT POST", { "*", "_mapping" }, leat_dev_on_mapping_put },
	{ "GET", { "_settings" }, leat_dev_on_settings_get },
	{ "GET", { "*", "_settings" }, leat_dev_on_settings_get },
	{ "PUT", { "*", "_settings" }, leat_dev_on_settings_put },
	{ "HEAD", { "*" }, leat_dev_on_index_head },
	{ "GET", { "*" }, leat_dev_on_index_get },
	{ "GET", { "_all" }, leat_dev_on_index_get },
	{ "PUT", { "*" }, leat_dev_on_index_put },
	{ "DELETE", { "*" }, leat_dev_on_index_delete },
	{ "GET", { "*", "_doc", "?" }, leat_dev_on_doc_get },
	{ "HEAD", { "*", "_doc", "?" }, leat_dev_on_doc_head },
	{ "PUT POST", { "*", "_doc", "?" }, leat_dev_on_doc_put },
	{ "POST", { "*", "_doc" }, leat_dev_on_doc_put },
	{ "DELETE", { "*", "_doc", "?" }, leat_dev_on_doc_delete },
	{ "PUT POST", { "*", "_create", "?" }, leat_dev_on_create_put },
	{ "POST", { "*", "_update", "?" }, leat_dev_on_doc_update },
	{ "GET HEAD", { "*", "_source", "?" }, leat_dev_on_source_get },
};

static bool fits(const struct route *route, const struct dev_request *r)
{
	uint32_t i;

	for (i = 0; i < DEV_SEGMENTS_MAX && route->segments[i]; i++) {
		const char *want = route->segments[i];
		struct leat_str got;

		if (i == r->segment_count)
			return false;
		got = r->segments[i];
		if (want[0] == '*' ? got.n == 0 || got.p[0] == '_'
		                   : want[0] != '?' && !leat_dev_str_is(got, want))
			return false;
	}
	return i == r->segment_count;
}

/* Cut the path into segments; false when there are too many or one is malformed. */
static bool cut(struct dev_request *r)
{
	struct leat_str path = r->http->raw_path;

	while (path.n > 0) {
		const char *slash;
		struct leat_str one;

		if (path.p[0] == '/') {
			path = (struct leat_str){ path.p + 1, path.n - 1 };
			continue;
		}
		slash = memchr(path.p, '/', path.n);
		one = (struct leat_str){ path.p, slash ? (uint32_t)(slash - path.p) : path.n };
		if (r->segment_count == DEV_SEGMENTS_MAX ||
		    !leat_http_decode(r->arena, one, false, &r->segments[r->segment_count++]))
			return false;
		path = (struct leat_str){ path.p + one.n, path.n - one.n };
	}
	return true;
}

static void answer_plain_error(struct dev_request *r, int status, const char *text)
{
	struct leat_json_writer *w = leat_json_writer_new(&r->out, false);

	r->status = status;
	leat_json_write_object(w);
	leat_json_write_text_of(w, "error", text);
	leat_json_write_i64_of(w, "status", status);
	leat_json_write_object_end(w);
	leat_json_writer_free(w);
}

void leat_dev_route(struct dev_request *r)
{
	const char *methods = NULL;
	bool is_cut = cut(r);

	for (size_t i = 0; is_cut && i < LEAT_COUNT(routes); i++) {
		const char *at;

		if (!fits(&routes[i], r))
			continue;
		methods = methods ? leat_arena_printf(r->arena, "%s %s", methods, routes[i].methods)
		                  : routes[i].methods;
		at = memmem(routes[i].methods, strlen(routes[i].methods), r->http->method.p,
		            r->http->method.n);
		if (!at)
			continue;
		r->json = leat_json_writer_new(&r->out, false);
		routes[i].handler(r);
		return;
	}
	answer_plain_error(
		r, methods ? 405 : 400,
		methods ? leat_arena_printf(
				  r->arena,
				  "Incorrect HTTP method for uri [%.*s] and method [%.*s], allowed: [%s]",
				  LEAT_STR_ARG(r->http->raw_path), LEAT_STR_ARG(r->http->method),
				  methods)
			: leat_arena_printf(
				  r->arena, "no handler found for uri [%.*s] and method [%.*s]",
				  LEAT_STR_ARG(r->http->raw_path), LEAT_STR_ARG(r->http->method)));
}
