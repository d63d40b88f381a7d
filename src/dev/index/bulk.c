/* SPDX-License-Identifier: Apache-2.0 */
/* The bulk request: lines of actions and documents. */
#include <stdio.h>
#include <string.h>

#include "dev/index/rest.h"

/* A bulk request as it is read: once to see that all lines make sense, then to carry it out. */
struct bulk {
	struct dev_request *r;
	bool is_check;            /* The first time. */
	struct leat_str rest;     /* Lines to come. */
	uint32_t line_number;     /* Of the line that was read last, from 1. */
	uint32_t item_count;      /* Items so far. */
	bool has_errors;          /* One of them failed. */
	struct leat_arena *arena; /* Of one item. */
	struct leat_json_writer *w;
};

static const char *const action_names[] = {
	[DEV_INDEX] = "index",
	[DEV_CREATE] = "create",
	[DEV_UPDATE] = "update",
	[DEV_DELETE] = "delete",
};

static bool next_line(struct bulk *b, struct leat_str *ret)
{
	const char *end;

	if (b->rest.n == 0)
		return false;
	end = memchr(b->rest.p, '\n', b->rest.n);
	*ret = (struct leat_str){ b->rest.p, end ? (uint32_t)(end - b->rest.p) : b->rest.n };
	b->rest.p += ret->n + (end ? 1 : 0);
	b->rest.n -= ret->n + (end ? 1 : 0);
	b->line_number++;
	return true;
}

static bool malformed(struct bulk *b, const char *what)
{
	leat_dev_request_fail(b->r, 400, "illegal_argument_exception",
	                      "Malformed action/metadata line [%u], %s", b->line_number, what);
	return false;
}

static bool take_action(struct bulk *b, struct leat_str key, enum dev_action *ret)
{
	for (size_t i = 0; i < LEAT_COUNT(action_names); i++) {
		if (!leat_dev_str_is(key, action_names[i]))
			continue;
		*ret = (enum dev_action)i;
		return true;
	}
	return malformed(b, "expected field [create], [delete], [index] or [update]");
}

static bool take_meta(struct bulk *b, const struct leat_json *meta, struct dev_write *write,
                      struct leat_str *ret_index)
{
	for (const struct leat_json *m = meta->first; m; m = m->next) {
		bool is_scalar = m->type == LEAT_JSON_STRING || m->type == LEAT_JSON_NUMBER;

		if (m->type == LEAT_JSON_NULL)
			continue;
		if (leat_dev_str_is(m->key, "_index") && is_scalar) {
			*ret_index = m->text;
		} else if (leat_dev_str_is(m->key, "_id") && is_scalar) {
			write->id = m->text;
			if (m->text.n == 0)
				return malformed(b, "if _id is specified it must not be empty");
		} else if (leat_dev_str_is(m->key, "version") ||
		           leat_dev_str_is(m->key, "_version")) {
			if (!leat_json_i64(m, &write->version))
				return malformed(b, "expected a number for [version]");
		} else if (leat_dev_str_is(m->key, "if_seq_no")) {
			if (!leat_json_i64(m, &write->if_seq_no))
				return malformed(b, "expected a number for [if_seq_no]");
		} else if (leat_dev_str_is(m->key, "version_type") ||
		           leat_dev_str_is(m->key, "_version_type")) {
			if (leat_dev_str_is(m->text, "external") ||
			    leat_dev_str_is(m->text, "external_gt"))
				write->version_type = DEV_VERSION_EXTERNAL;
			else if (leat_dev_str_is(m->text, "external_gte"))
				write->version_type = DEV_VERSION_EXTERNAL_GTE;
			else if (!leat_dev_str_is(m->text, "internal"))
				return malformed(b, "expected a version type");
		} else if (!leat_dev_str_is(m->key, "routing") &&
		           !leat_dev_str_is(m->key, "_routing") &&
		           !leat_dev_str_is(m->key, "if_primary_term") &&
		           !leat_dev_str_is(m->key, "pipeline") &&
		           !leat_dev_str_is(m->key, "require_alias") &&
		           !leat_dev_str_is(m->key, "retry_on_conflict") &&
		           !leat_dev_str_is(m->key, "dynamic_templates") &&
		           !leat_dev_str_is(m->key, "_type")) {
			return malformed(b, "it has an unknown parameter");
		}
	}
	return true;
}

/* Read an action line. */
static bool read_action(struct bulk *b, struct leat_str line, struct dev_write *write,
                        struct leat_str *ret_index)
{
	const struct leat_json *json;
	struct leat_err err;

	if (leat_json_parse(b->arena, line, &json, &err))
		return malformed(b, err.message);
	if (json->type != LEAT_JSON_OBJECT || json->child_count != 1 ||
	    json->first->type != LEAT_JSON_OBJECT)
		return malformed(b, "expected an object with one action");
	return take_action(b, json->first->key, &write->action) &&
	       take_meta(b, json->first, write, ret_index);
}

static void write_item(struct bulk *b, enum dev_action action, struct leat_str index,
                       const struct dev_written *written)
{
	struct leat_json_writer *w = b->w;

	leat_json_write_object(w);
	leat_json_write_key(w, action_names[action]);
	leat_json_write_object(w);
	leat_json_write_str_of(w, "_index", index);
	if (written->id.p)
		leat_json_write_str_of(w, "_id", written->id);
	else
		leat_json_write_null_of(w, "_id");
	if (written->result) {
		leat_json_write_i64_of(w, "_version", written->version);
		leat_json_write_text_of(w, "result", written->result);
		leat_json_write_key(w, "_shards");
		leat_json_write_raw(w, LEAT_STR("{\"total\":1,\"successful\":1,\"failed\":0}"));
		leat_json_write_i64_of(w, "_seq_no", written->seq_no);
		leat_json_write_i64_of(w, "_primary_term", 1);
	}
	leat_json_write_i64_of(w, "status", written->status);
	if (!written->result) {
		leat_json_write_key(w, "error");
		leat_dev_write_fault(w, &written->fault);
		b->has_errors = true;
	}
	leat_json_write_object_end(w);
	leat_json_write_object_end(w);
}

static bool is_scripted_to_fail(const struct bulk *b)
{
	const struct leat_dev_failure *failure = &b->r->failure;

	return b->r->has_failure && failure->kind == LEAT_DEV_FAIL_ITEMS &&
	       (failure->every <= 1 || b->item_count % failure->every == 0);
}

/* Carry out one item whose lines are read. */
static void apply(struct bulk *b, struct dev_write *write, struct leat_str name,
                  struct dev_written *ret)
{
	struct dev_index *index;
	struct leat_err err;

	*ret = (struct dev_written){ .id = write->id, .status = 400 };
	if (is_scripted_to_fail(b)) {
		ret->status = b->r->failure.status;
		(void)leat_dev_fault_set(&ret->fault, b->r->failure.type, "%s",
		                         b->r->failure.reason);
		return;
	}
	index = write->action == DEV_DELETE || write->action == DEV_UPDATE
	                ? leat_dev_store_find(b->r->store, name)
	                : leat_dev_request_auto_index(b->r, name, &ret->fault);
	if (!index && (write->action == DEV_DELETE || write->action == DEV_UPDATE)) {
		ret->status = 404;
		(void)leat_dev_fault_set(&ret->fault, "index_not_found_exception",
		                         "no such index [%.*s]", LEAT_STR_ARG(name));
	}
	if (!index)
		return;
	if (write->action != DEV_DELETE &&
	    leat_json_parse(b->arena, write->source, &write->json, &err)) {
		(void)leat_dev_fault_set(&ret->fault, "mapper_parsing_exception",
		                         "failed to parse");
		ret->fault.cause_type = "json_parse_exception";
		(void)snprintf(ret->fault.cause, sizeof(ret->fault.cause), "%.150s", err.message);
		return;
	}
	leat_dev_store_write(b->r->store, index, write, b->arena, ret);
}

/* Read and carry out one item.  False: the request as a whole is malformed, and answered so. */
static bool item(struct bulk *b, struct leat_str line)
{
	struct dev_write write = { .if_seq_no = -1 };
	struct leat_str name = b->r->segment_count > 1 ? b->r->segments[0]
	                                               : (struct leat_str){ NULL, 0 };
	struct dev_written written;

	leat_arena_clear(b->arena);
	if (!read_action(b, line, &write, &name))
		return false;
	if (write.action != DEV_DELETE && !next_line(b, &write.source))
		return malformed(b, "the last action has no document");
	if (name.n == 0)
		return malformed(b, "it names no index");
	if ((write.action == DEV_DELETE || write.action == DEV_UPDATE) && !write.id.p)
		return malformed(b, "it needs an _id");
	if (write.version_type != DEV_VERSION_INTERNAL && (write.version < 0 || !write.id.p))
		return malformed(b, "an external version needs an _id and must not be negative");
	if (b->is_check)
		return true;
	apply(b, &write, name, &written);
	b->item_count++;
	write_item(b, write.action, name, &written);
	return true;
}

/* Go over all lines once. */
static bool walk(struct bulk *b, bool is_check)
{
	struct leat_str line;

	b->is_check = is_check;
	b->rest = b->r->body;
	b->line_number = 0;
	while (next_line(b, &line))
		if (line.n > 0 && !(line.n == 1 && line.p[0] == '\r') && !item(b, line))
			return false;
	return true;
}

static void carry_out(struct bulk *b)
{
	struct leat_buf *out = &b->r->out;
	struct leat_buf items;

	leat_buf_init(&items, DEV_ANSWER_MAX_BYTES);
	b->w = leat_json_writer_new(&items, false);
	leat_json_write_array(b->w);
	leat_dev_store_begin(b->r->store);
	bool ok = walk(b, false);
	leat_assert(ok); /* the check has passed */
	leat_dev_store_commit(b->r->store);
	leat_json_write_array_end(b->w);
	leat_json_writer_free(b->w);
	leat_buf_printf(out,
	                "{\"errors\":%s,\"took\":1,\"items\":", b->has_errors ? "true" : "false");
	leat_buf_str(out, leat_buf_view(&items));
	leat_buf_char(out, '}');
	out->full |= items.full;
	leat_buf_done(&items);
}

void leat_dev_on_bulk(struct dev_request *r)
{
	struct bulk b = { .r = r };

	if (r->body.n == 0) {
		leat_dev_request_fail(r, 400, "parse_exception", "request body is required");
		return;
	}
	if (r->body.p[r->body.n - 1] != '\n') {
		leat_dev_request_fail(r, 400, "illegal_argument_exception",
		                      "The bulk request must be terminated by a newline [\\n]");
		return;
	}
	b.arena = leat_arena_new(0);
	if (walk(&b, true))
		carry_out(&b);
	leat_arena_free(b.arena);
}
