/* SPDX-License-Identifier: Apache-2.0 */
/* The database of the embedded index: indices, transactions, the text index. */
#include "dev/index/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "dev/index/sql.h"

int leat_dev_store_open(struct dev_store *store, struct leat_err *err)
{
	*store = (struct dev_store){ 0 };
	leat_map_init(&store->indices, NULL);
	if (sqlite3_open_v2(":memory:", &store->db,
	                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
	                    NULL) != SQLITE_OK) {
		sqlite3_close(store->db);
		return leat_err_set(err, LEAT_E_UNAVAILABLE,
		                    "cannot open the embedded index's database");
	}
	sqlite3_randomness(sizeof(store->auto_seed), &store->auto_seed);
	leat_dev_sql_add_functions(store->db);
	/* There is nothing to recover: a failed statement must undo itself, no more. */
	leat_dev_store_exec(store, "PRAGMA journal_mode=MEMORY");
	leat_dev_store_exec(store, "PRAGMA temp_store=MEMORY");
	return 0;
}

static void index_free(struct dev_index *index)
{
	const struct leat_map_entry *entry;

	sqlite3_finalize(index->find);
	sqlite3_finalize(index->insert);
	sqlite3_finalize(index->update);
	sqlite3_finalize(index->get);
	for (uint32_t at = 0; (entry = leat_map_next(&index->settings, &at));)
		free(entry->value);
	leat_map_done(&index->settings);
	leat_dev_mapping_done(&index->mapping);
	free(index->name);
	free(index);
}

void leat_dev_store_close(struct dev_store *store)
{
	const struct leat_map_entry *entry;

	for (uint32_t at = 0; (entry = leat_map_next(&store->indices, &at));)
		index_free(entry->value);
	leat_map_done(&store->indices);
	leat_assert(sqlite3_close(store->db) == SQLITE_OK);
}

void leat_dev_store_exec(struct dev_store *store, const char *sql)
{
	int r = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

	if (r != SQLITE_OK)
		(void)fprintf(stderr, "%s: %s\n", sqlite3_errmsg(store->db), sql);
	leat_assert(r == SQLITE_OK);
}

struct dev_index *leat_dev_store_find(const struct dev_store *store, struct leat_str name)
{
	return leat_map_get(&store->indices, name);
}

const char *leat_dev_store_name_fault(struct leat_str name)
{
	if (name.n == 0)
		return "must not be empty";
	if (name.n > 255)
		return "index name is too long, (more than 255 bytes)";
	if (!leat_utf8_is_valid(name))
		return "must be UTF-8";
	for (uint32_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (c >= 'A' && c <= 'Z')
			return "must be lowercase";
		if (c <= ' ' || strchr("\\/*?\"<>|,#:", c))
			return "must not contain the following characters [' ','\"','*','\\\\','<','|',',',"
			       "'>','/','?','#',':']";
	}
	if (strchr("-_+", name.p[0]))
		return "must not start with '_', '-', or '+'";
	if ((name.n == 1 && name.p[0] == '.') || (name.n == 2 && memcmp(name.p, "..", 2) == 0))
		return "must not be '.' or '..'";
	return NULL;
}

static sqlite3_stmt *prepare(struct dev_store *store, const char *fmt, uint32_t number)
{
	char sql[200];
	sqlite3_stmt *stmt = NULL;

	(void)snprintf(sql, sizeof(sql), fmt, number);
	int r = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	leat_assert(r == SQLITE_OK);
	return stmt;
}

static void exec_number(struct dev_store *store, const char *fmt, uint32_t number)
{
	char sql[300];

	(void)snprintf(sql, sizeof(sql), fmt, number);
	leat_dev_store_exec(store, sql);
}

struct dev_index *leat_dev_store_create(struct dev_store *store, struct leat_str name,
                                        int64_t now_ms)
{
	struct dev_index *index = leat_zalloc(sizeof(*index));
	unsigned char random[16];

	index->name = leat_strndup(name.p, name.n);
	index->number = ++store->last_number;
	index->created_ms = now_ms;
	leat_map_init(&index->settings, NULL);
	leat_dev_mapping_init(&index->mapping);
	sqlite3_randomness(sizeof(random), random);
	for (size_t i = 0; i < sizeof(random); i++)
		(void)snprintf(index->uuid + 2 * i, 3, "%02x", random[i]);
	exec_number(store,
	            "CREATE TABLE docs_%u(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
	            "version INTEGER NOT NULL, source TEXT, plain TEXT)",
	            index->number);
	index->find = prepare(store,
	                      "SELECT n, version, source IS NOT NULL FROM docs_%u WHERE id=?1",
	                      index->number);
	index->get = prepare(store, "SELECT n, version, source FROM docs_%u WHERE id=?1",
	                     index->number);
	index->insert = prepare(store,
	                        "INSERT INTO docs_%u(n, id, version, source, plain) "
	                        "VALUES(?1, ?2, ?3, ?4, ?5)",
	                        index->number);
	index->update = prepare(
		store, "UPDATE docs_%u SET n=?1, version=?3, source=?4, plain=?5 WHERE n=?6",
		index->number);
	leat_map_set(&store->indices, name, index);
	return index;
}

void leat_dev_store_drop(struct dev_store *store, struct dev_index *index)
{
	uint32_t number = index->number;
	bool has_text = index->has_text;

	leat_map_remove(&store->indices, leat_str_of(index->name));
	index_free(index); /* with its statements, which would keep the tables busy */
	exec_number(store, "DROP TABLE docs_%u", number);
	if (has_text)
		exec_number(store, "DROP TABLE text_%u", number);
}

void leat_dev_store_begin(struct dev_store *store)
{
	if (!store->in_transaction)
		leat_dev_store_exec(store, "BEGIN");
	store->in_transaction = true;
}

void leat_dev_store_commit(struct dev_store *store)
{
	leat_assert(store->in_transaction);
	leat_dev_store_exec(store, "COMMIT");
	store->in_transaction = false;
}

bool leat_dev_store_get(struct dev_index *index, struct leat_str id, struct leat_arena *arena,
                        struct dev_doc *ret)
{
	bool found = false;

	sqlite3_bind_text(index->get, 1, id.p, (int)id.n, SQLITE_STATIC);
	if (sqlite3_step(index->get) == SQLITE_ROW &&
	    sqlite3_column_type(index->get, 2) != SQLITE_NULL) {
		struct leat_str source = { (const char *)sqlite3_column_text(index->get, 2),
			                   (uint32_t)sqlite3_column_bytes(index->get, 2) };

		*ret = (struct dev_doc){ .source = leat_arena_str(arena, source),
			                 .version = sqlite3_column_int64(index->get, 1),
			                 .seq_no = sqlite3_column_int64(index->get, 0) - 1 };
		found = true;
	}
	sqlite3_reset(index->get);
	return found;
}

/* ---- full text ---- */

static void index_field(struct dev_store *store, struct dev_index *index,
                        const struct dev_field *field)
{
	struct leat_buf from, value, sql;

	leat_buf_init(&from, 1 << 20);
	leat_buf_init(&value, 1 << 20);
	leat_buf_init(&sql, 4 << 20);
	leat_dev_field_sql(field, &from, &value);
	leat_buf_printf(
		&sql,
		"INSERT INTO text_%u(rowid, body) SELECT (%lld << %d) | n, v FROM (SELECT d.n, ",
		index->number, (long long)field->number, DEV_TEXT_SHIFT);
	if (from.size)
		leat_buf_printf(&sql, "(SELECT group_concat(%s, ' ') FROM %s)",
		                leat_buf_cstr(&value), leat_buf_cstr(&from));
	else
		leat_buf_str(&sql, leat_buf_view(&value));
	leat_buf_printf(
		&sql,
		" v FROM docs_%u d WHERE d.n > %lld AND d.source IS NOT NULL) WHERE v IS NOT NULL",
		index->number, (long long)index->text_n);
	leat_dev_store_exec(store, leat_buf_cstr(&sql));
	leat_buf_done(&from);
	leat_buf_done(&value);
	leat_buf_done(&sql);
}

static void index_fields(struct dev_store *store, struct dev_index *index,
                         const struct leat_map *map)
{
	const struct leat_map_entry *entry;

	for (uint32_t at = 0; (entry = leat_map_next(map, &at));) {
		const struct dev_field *field = entry->value;

		if (field->kind == DEV_TEXT)
			index_field(store, index, field);
		index_fields(store, index, &field->children);
		index_fields(store, index, &field->variants);
	}
}

void leat_dev_store_index_text(struct dev_store *store, struct dev_index *index)
{
	if (!index->has_text)
		exec_number(store,
		            "CREATE VIRTUAL TABLE text_%u USING fts5(body, content='', "
		            "tokenize=\"unicode61 remove_diacritics 0\")",
		            index->number);
	index->has_text = true;
	if (index->text_n == index->last_n)
		return;
	leat_dev_store_begin(store);
	index_fields(store, index, &index->mapping.root->children);
	leat_dev_store_commit(store);
	index->text_n = index->last_n;
}
