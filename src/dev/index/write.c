/* SPDX-License-Identifier: Apache-2.0 */
/* Writing one document: versions, updates, the mapping. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "dev/index/store.h"

enum {
	DOC_MAX_BYTES = 100 << 20, /**< As a request's. */
};

/* What is known of the document before the write. */
struct before {
	int64_t n;       /* Its row, 0: none. */
	int64_t version; /* 0: none. */
	bool is_alive;   /* It has a source. */
};

static struct before look(struct dev_index *index, struct leat_str id)
{
	struct before before = { 0 };

	sqlite3_bind_text(index->find, 1, id.p, (int)id.n, SQLITE_STATIC);
	if (sqlite3_step(index->find) == SQLITE_ROW) {
		before.n = sqlite3_column_int64(index->find, 0);
		before.version = sqlite3_column_int64(index->find, 1);
		before.is_alive = sqlite3_column_int(index->find, 2) != 0;
	}
	sqlite3_reset(index->find);
	return before;
}

/* Twenty characters that no other document has, as Elasticsearch makes them. */
static struct leat_str make_id(struct dev_store *store, struct leat_arena *arena)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	char *id = leat_arena_alloc(arena, 20);
	unsigned __int128 value = ((unsigned __int128)store->auto_seed << 56) | store->auto_ids++;

	for (int i = 19; i >= 0; i--, value >>= 6)
		id[i] = letters[value & 63];
	return (struct leat_str){ id, 20 };
}

static void conflict(struct dev_written *written, struct leat_str id, const char *fmt, int64_t a,
                     int64_t b)
{
	char why[200];

	written->status = 409;
	(void)snprintf(why, sizeof(why), fmt, (long long)a, (long long)b);
	(void)leat_dev_fault_set(&written->fault, "version_conflict_engine_exception",
	                         "[%.*s]: version conflict, %s", LEAT_STR_ARG(id), why);
}

/* May the write happen?  *@p ret_version is then its version. */
static bool check_version(const struct dev_write *write, const struct before *before,
                          struct dev_written *written, int64_t *ret_version)
{
	*ret_version = before->version + 1;
	if (write->action == DEV_CREATE && before->is_alive) {
		conflict(written, written->id, "document already exists (current version [%lld])",
		         before->version, 0);
		return false;
	}
	if (write->if_seq_no >= 0 && (!before->n || before->n - 1 != write->if_seq_no)) {
		conflict(
			written, written->id,
			"required seqNo [%lld], primary term [1]. current document has seqNo [%lld]",
			write->if_seq_no, before->n ? before->n - 1 : -2);
		return false;
	}
	if (write->version_type == DEV_VERSION_INTERNAL)
		return true;
	*ret_version = write->version;
	bool is_newer = write->version_type == DEV_VERSION_EXTERNAL
	                        ? write->version > before->version
	                        : write->version >= before->version;
	if (before->n && !is_newer) {
		conflict(
			written, written->id,
			write->version_type == DEV_VERSION_EXTERNAL
				? "current version [%lld] is higher or equal to the one provided [%lld]"
				: "current version [%lld] is higher than the one provided [%lld]",
			before->version, write->version);
		return false;
	}
	return true;
}

/* ---- the row ---- */

/* Write @p json with the dots of its keys unfolded: {"a.b":1} as {"a":{"b":1}}.  A key that comes
 * twice then is as good as an array to who reads only the first. */
static void write_unfolded(const struct leat_json *json, struct leat_buf *out)
{
	const char *before = "";

	if (json->type == LEAT_JSON_NULL || json->type == LEAT_JSON_BOOL ||
	    json->type == LEAT_JSON_NUMBER || json->type == LEAT_JSON_STRING) {
		struct leat_json_writer *w = leat_json_writer_new(out, false);

		leat_json_write_value(w, json);
		leat_json_writer_free(w);
		return;
	}
	bool is_object = json->type == LEAT_JSON_OBJECT;
	leat_buf_char(out, is_object ? '{' : '[');
	for (const struct leat_json *child = json->first; child; child = child->next) {
		struct leat_str key = child->key;
		uint32_t depth = 0;

		leat_buf_text(out, before);
		before = ",";
		for (const char *dot; is_object && (dot = key.n ? memchr(key.p, '.', key.n) : NULL);
		     depth++) {
			leat_json_quote(out, (struct leat_str){ key.p, (uint32_t)(dot - key.p) });
			leat_buf_text(out, ":{");
			key.n -= (uint32_t)(dot - key.p) + 1;
			key.p = dot + 1;
		}
		if (is_object) {
			leat_json_quote(out, key);
			leat_buf_char(out, ':');
		}
		write_unfolded(child, out);
		while (depth-- > 0)
			leat_buf_char(out, '}');
	}
	leat_buf_char(out, is_object ? '}' : ']');
}

/* SQLite compares keys without their escapes, and takes fewer kinds of space than our parser. */
static bool needs_plain(struct leat_str source)
{
	return memmem(source.p, source.n, "\\u", 2) || memchr(source.p, '\v', source.n) ||
	       memchr(source.p, '\f', source.n);
}

/* Put the row of a version; @p source.p NULL: of a deletion. */
static void put_row(struct dev_index *index, const struct before *before, struct leat_str source,
                    const struct leat_json *plain, struct dev_written *written)
{
	sqlite3_stmt *stmt = before->n ? index->update : index->insert;
	struct leat_buf text;

	leat_buf_init(&text, DOC_MAX_BYTES);
	sqlite3_bind_int64(stmt, 1, ++index->last_n);
	sqlite3_bind_int64(stmt, 3, written->version);
	sqlite3_bind_text(stmt, 4, source.p, (int)source.n, SQLITE_STATIC);
	sqlite3_bind_null(stmt, 5);
	if (plain) {
		write_unfolded(plain, &text);
		if (!text.full)
			sqlite3_bind_text(stmt, 5, text.data, (int)text.size, SQLITE_STATIC);
	}
	if (before->n)
		sqlite3_bind_int64(stmt, 6, before->n);
	else
		sqlite3_bind_text(stmt, 2, written->id.p, (int)written->id.n, SQLITE_STATIC);
	int r = sqlite3_step(stmt);
	leat_assert(r == SQLITE_DONE);
	sqlite3_reset(stmt);
	leat_buf_done(&text);
	index->doc_count += (source.p != NULL) - before->is_alive;
	index->deleted_count += before->n != 0;
	index->source_bytes += source.n;
	written->seq_no = index->last_n - 1;
}

static void put_source(struct dev_index *index, const struct before *before, struct leat_str source,
                       const struct leat_json *json, struct dev_written *written)
{
	bool has_dots;

	if (json->type != LEAT_JSON_OBJECT) {
		written->status = 400;
		(void)leat_dev_fault_set(&written->fault, "mapper_parsing_exception",
		                         "failed to parse");
		written->fault.cause_type = "not_x_content_exception";
		(void)snprintf(written->fault.cause, sizeof(written->fault.cause),
		               "a document must be an object");
		return;
	}
	if (!leat_dev_mapping_admit(&index->mapping, json, written->id, &has_dots,
	                            &written->fault)) {
		written->status = 400;
		return;
	}
	put_row(index, before, source, has_dots || needs_plain(source) ? json : NULL, written);
	written->status = before->is_alive ? 200 : 201;
	written->result = before->is_alive ? "updated" : "created";
}

/* ---- updates ---- */

/* Write @p base with the members of @p patch laid over it. */
static void write_merged(struct leat_json_writer *w, const struct leat_json *base,
                         const struct leat_json *patch)
{
	struct leat_map keys;

	leat_map_init(&keys, NULL);
	for (const struct leat_json *member = patch->first; member; member = member->next)
		leat_map_set(&keys, member->key, (void *)member);
	leat_json_write_object(w);
	for (const struct leat_json *member = base->first; member; member = member->next) {
		const struct leat_json *over = leat_map_remove(&keys, member->key);

		leat_json_write_key_str(w, member->key);
		if (over && over->type == LEAT_JSON_OBJECT && member->type == LEAT_JSON_OBJECT)
			write_merged(w, member, over);
		else
			leat_json_write_value(w, over ? over : member);
	}
	const struct leat_map_entry *entry;
	for (uint32_t at = 0; (entry = leat_map_next(&keys, &at));) {
		leat_json_write_key_str(w, entry->key);
		leat_json_write_value(w, entry->value);
	}
	leat_json_write_object_end(w);
	leat_map_done(&keys);
}

static void to_text(const struct leat_json *base, const struct leat_json *patch,
                    struct leat_arena *arena, struct leat_str *ret)
{
	struct leat_buf text;

	leat_buf_init(&text, DOC_MAX_BYTES);
	struct leat_json_writer *w = leat_json_writer_new(&text, false);
	if (patch)
		write_merged(w, base, patch);
	else
		leat_json_write_value(w, base);
	leat_json_writer_free(w);
	*ret = leat_arena_str(arena, leat_buf_view(&text));
	leat_buf_done(&text);
}

static void update(struct dev_index *index, const struct dev_write *write,
                   const struct before *before, struct leat_arena *arena,
                   struct dev_written *written)
{
	const struct leat_json *patch = leat_json_get(write->json, "doc");
	const struct leat_json *upsert = leat_json_get(write->json, "upsert");
	const struct leat_json *as_upsert = leat_json_get(write->json, "doc_as_upsert");
	const struct leat_json *base;
	struct leat_str text, old;
	struct dev_doc doc;

	if ((!patch || patch->type != LEAT_JSON_OBJECT) && !(upsert && !before->is_alive)) {
		written->status = 400;
		(void)leat_dev_fault_set(
			&written->fault, "action_request_validation_exception",
			"Validation Failed: 1: the embedded index updates by [doc] only;");
		return;
	}
	if (!before->is_alive) {
		const struct leat_json *first = as_upsert && as_upsert->boolean ? patch : upsert;

		if (!first) {
			written->status = 404;
			(void)leat_dev_fault_set(&written->fault, "document_missing_exception",
			                         "[%.*s]: document missing",
			                         LEAT_STR_ARG(written->id));
			return;
		}
		to_text(first, NULL, arena, &text);
		put_source(index, before, text, first, written);
		return;
	}
	bool found = leat_dev_store_get(index, written->id, arena, &doc);
	leat_assert(found);
	int r = leat_json_parse(arena, doc.source, &base, NULL);
	leat_assert(r == 0); /* it was parsed when it came */
	to_text(base, NULL, arena, &old);
	to_text(base, patch, arena, &text);
	if (text.n == old.n && memcmp(text.p, old.p, text.n) == 0) {
		written->status = 200;
		written->result = "noop";
		written->version = doc.version;
		written->seq_no = doc.seq_no;
		return;
	}
	r = leat_json_parse(arena, text, &base, NULL);
	leat_assert(r == 0);
	put_source(index, before, text, base, written);
}

void leat_dev_store_write(struct dev_store *store, struct dev_index *index,
                          const struct dev_write *write, struct leat_arena *arena,
                          struct dev_written *ret)
{
	struct before before = { 0 };

	*ret = (struct dev_written){ .id = write->id };
	if (write->id.n > DEV_ID_BYTES) {
		ret->status = 400;
		(void)leat_dev_fault_set(
			&ret->fault, "illegal_argument_exception",
			"id is too long, must be no longer than %d bytes but was: %u", DEV_ID_BYTES,
			write->id.n);
		return;
	}
	if (write->id.n)
		before = look(index, write->id);
	else
		ret->id = make_id(store, arena);
	if (!check_version(write, &before, ret, &ret->version))
		return;
	switch (write->action) {
	case DEV_INDEX:
	case DEV_CREATE:
		put_source(index, &before, write->source, write->json, ret);
		break;
	case DEV_UPDATE:
		update(index, write, &before, arena, ret);
		break;
	case DEV_DELETE:
		put_row(index, &before, (struct leat_str){ NULL, 0 }, NULL, ret);
		ret->status = before.is_alive ? 200 : 404;
		ret->result = before.is_alive ? "deleted" : "not_found";
		break;
	}
}
