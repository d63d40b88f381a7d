/* SPDX-License-Identifier: Apache-2.0 */
/* SHOW, DESCRIBE and SET without a key: results as rows, column for column as Flink gives them. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/vec.h"
#include "plan/statement_int.h"

/* ---- tables of text ---- */

/* Rows of STRING columns being gathered; p NULL is NULL. */
struct texts {
	struct leat_statement *s;         /* whose result it becomes */
	const struct leat_schema *schema; /* columns */
	LEAT_VEC(struct leat_str) cells;  /* row by row */
};

/* A column of a result: "name", or "name?" for BOOLEAN, whose cells are "true" and "false". */
static void begin(struct texts *t, struct leat_statement *s, uint32_t count,
                  const char *const *names)
{
	struct leat_schema *schema = LEAT_ARENA_NEW(s->arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(s->arena, struct leat_field, count);

	for (uint32_t i = 0; i < count; i++) {
		uint32_t n = (uint32_t)strlen(names[i]);
		bool truth = names[i][n - 1] == '?';

		fields[i].name = (struct leat_str){ names[i], n - truth };
		fields[i].type = leat_type_basic(truth ? LEAT_BOOLEAN : LEAT_VARCHAR);
	}
	schema->field_count = count;
	schema->fields = fields;
	*t = (struct texts){ .s = s, .schema = schema };
}

static void cell(struct texts *t, struct leat_str text)
{
	*LEAT_VEC_ADD(t->s->arena, &t->cells) = text;
}

static struct leat_batch *batch_of(const struct texts *t, uint32_t first_row, uint32_t rows)
{
	struct leat_batch_builder *builder = leat_batch_builder_new(t->schema);
	uint32_t n = t->schema->field_count;

	for (uint32_t r = first_row; r < first_row + rows; r++) {
		for (uint32_t c = 0; c < n; c++) {
			struct leat_col_builder *col = leat_batch_builder_col(builder, c);
			struct leat_str text = t->cells.items[r * n + c];

			if (!text.p)
				leat_col_builder_null(col);
			else if (t->schema->fields[c].type->id == LEAT_BOOLEAN)
				leat_col_builder_bool(col, text.p[0] == 't');
			else
				leat_col_builder_copy_bytes(col, text);
		}
		leat_batch_builder_row(builder, LEAT_INSERT);
	}
	return leat_batch_builder_finish(builder);
}

static int finish(struct texts *t, struct leat_span span)
{
	uint32_t rows = t->cells.count / t->schema->field_count;
	struct leat_batch **batches = LEAT_ARENA_ARRAY(t->s->arena, struct leat_batch *,
	                                               rows / LEAT_BATCH_ROWS + 1);
	uint32_t count = 0;

	for (uint32_t first = 0; first < rows; first += LEAT_BATCH_ROWS)
		batches[count++] = batch_of(
			t, first, rows - first < LEAT_BATCH_ROWS ? rows - first : LEAT_BATCH_ROWS);
	leat_statement_add_rows(t->s, span, t->schema, count, batches);
	return 0;
}

void leat_show_text(struct leat_statement *s, struct leat_span span, const char *column,
                    struct leat_str text)
{
	struct texts t;

	begin(&t, s, 1, &column);
	cell(&t, leat_arena_str(s->arena, text));
	(void)finish(&t, span);
}

/* ---- lists of names ---- */

struct names {
	struct leat_statement *s;
	LEAT_VEC(struct leat_str) items;
};

static int compare_names(const void *a, const void *b)
{
	const struct leat_str *x = a, *y = b;
	uint32_t n = x->n < y->n ? x->n : y->n;
	int order = memcmp(x->p, y->p, n);

	return order ? order : (x->n > y->n) - (x->n < y->n);
}

static void add_name(struct names *names, const struct leat_ast_show *show, struct leat_str name)
{
	if (show->like.value.p && leat_like(name, show->like.value, show->ilike) == show->not_like)
		return;
	*LEAT_VEC_ADD(names->s->arena, &names->items) = name;
}

/* One column of names, sorted, each once. */
static int list(struct names *names, const char *column, struct leat_span span)
{
	struct texts t;

	begin(&t, names->s, 1, &column);
	if (names->items.count)
		qsort(names->items.items, names->items.count, sizeof(*names->items.items),
		      compare_names);
	for (uint32_t i = 0; i < names->items.count; i++)
		if (!i || !leat_str_equal(names->items.items[i], names->items.items[i - 1]))
			cell(&t, names->items.items[i]);
	return finish(&t, span);
}

static int show_relations(struct leat_statement *s, const struct leat_ast_stmt *stmt, bool views)
{
	const struct leat_ast_show *show = &stmt->show;
	const struct leat_catalog *catalog = &s->session->catalog;
	struct leat_str in = catalog->catalog, name = catalog->database;
	const struct leat_map_entry *entry;
	const struct leat_database *database;
	struct names names = { .s = s };

	if (show->from.count) {
		name = show->from.items[show->from.count - 1].text;
		if (show->from.count > 1)
			in = show->from.items[0].text;
	}
	database = leat_catalog_database(catalog, in, name);
	if (!database)
		return leat_diags_error(s->diags, LEAT_E_NOT_FOUND,
		                        show->from.count ? show->from.span : stmt->span,
		                        "there is no database \"%.*s\"", LEAT_STR_ARG(name));
	for (int temporary = 0; temporary < 2; temporary++) {
		const struct leat_map *map = temporary ? &database->temporary
		                                       : &database->relations;
		uint32_t at = 0;

		while ((entry = leat_map_next(map, &at))) {
			const struct leat_relation *relation = entry->value;

			if (!views || relation->is_view)
				add_name(&names, show, entry->key);
		}
	}
	return list(&names, views ? "view name" : "table name", stmt->span);
}

static int show_map(struct leat_statement *s, const struct leat_ast_stmt *stmt,
                    const struct leat_map *map, const char *column)
{
	struct names names = { .s = s };
	const struct leat_map_entry *entry;
	uint32_t at = 0;

	while ((entry = leat_map_next(map, &at)))
		add_name(&names, &stmt->show, entry->key);
	return list(&names, column, stmt->span);
}

static int show_databases(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	const struct leat_catalog *catalog = &s->session->catalog;
	struct leat_str in = catalog->catalog;
	const struct leat_map *databases;

	if (stmt->show.from.count)
		in = stmt->show.from.items[0].text;
	databases = leat_map_get(&catalog->catalogs, in);
	if (!databases)
		return leat_diags_error(s->diags, LEAT_E_NOT_FOUND, stmt->show.from.span,
		                        "there is no catalog \"%.*s\"", LEAT_STR_ARG(in));
	return show_map(s, stmt, databases, "database name");
}

static int show_functions(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	struct names names = { .s = s };

	for (const struct leat_function *const *table = leat_function_tables();
	     !stmt->show.user_only && *table; table++)
		for (const struct leat_function *row = *table; row->name; row++)
			if (!(row->flags & LEAT_FN_OPERATOR))
				add_name(&names, &stmt->show, leat_str_of(row->name));
	for (const struct leat_aggregate *const *table = leat_aggregate_tables();
	     !stmt->show.user_only && *table; table++)
		for (const struct leat_aggregate *row = *table; row->name; row++)
			add_name(&names, &stmt->show, leat_str_of(row->name));
	return list(&names, "function name", stmt->span);
}

/* ---- columns of a table ---- */

static struct leat_str print(struct leat_statement *s, struct leat_buf *buf)
{
	struct leat_str text = leat_arena_str(s->arena, leat_buf_view(buf));

	leat_buf_done(buf);
	return text;
}

static struct leat_str type_text(struct leat_statement *s, const struct leat_relation *relation,
                                 uint32_t column)
{
	const struct leat_catalog_column *from = &relation->columns[column];
	const struct leat_type *type = leat_type_with_null(s->arena, from->type, true);
	struct leat_buf out;

	if ((int32_t)column == relation->rowtime)
		type = leat_type_with_time(s->arena, type, LEAT_TIME_ROWTIME);
	if (from->is_proctime)
		type = leat_type_with_time(s->arena, type, LEAT_TIME_PROCTIME);
	leat_buf_init(&out, LEAT_LIMIT_QUERY_BYTES);
	leat_type_print(type, true, &out);
	return print(s, &out);
}

static struct leat_str key_text(struct leat_statement *s, const struct leat_relation *relation,
                                uint32_t column)
{
	struct leat_buf out;
	bool is_key = false;

	leat_buf_init(&out, LEAT_LIMIT_QUERY_BYTES);
	leat_buf_text(&out, "PRI(");
	for (uint32_t i = 0; i < relation->key_count; i++) {
		is_key |= relation->keys[i] == column;
		leat_buf_printf(&out, "%s%.*s", i ? ", " : "",
		                LEAT_STR_ARG(relation->columns[relation->keys[i]].name));
	}
	leat_buf_char(&out, ')');
	struct leat_str text = print(s, &out);
	return is_key ? text : (struct leat_str){ NULL, 0 };
}

static struct leat_str extras_text(struct leat_statement *s,
                                   const struct leat_catalog_column *column)
{
	struct leat_buf out;

	if (column->kind == LEAT_COLUMN_PHYSICAL)
		return (struct leat_str){ NULL, 0 };
	leat_buf_init(&out, LEAT_LIMIT_QUERY_BYTES);
	if (column->kind == LEAT_COLUMN_COMPUTED) {
		leat_buf_printf(&out, "AS %.*s", LEAT_STR_ARG(column->expr_text));
	} else {
		leat_buf_text(&out, "METADATA");
		if (column->has_metadata_key)
			leat_buf_printf(&out, " FROM '%.*s'", LEAT_STR_ARG(column->metadata_key));
		leat_buf_text(&out, column->is_virtual ? " VIRTUAL" : "");
	}
	return print(s, &out);
}

static int describe_relation(struct leat_statement *s, const struct leat_ast_stmt *stmt,
                             const struct leat_ast_name *name, const struct leat_ast_show *show)
{
	static const char *const columns[] = { "name",   "type",      "null?",  "key",
		                               "extras", "watermark", "comment" };
	const struct leat_relation *relation;
	bool commented = false;
	struct leat_err err;
	struct texts t;

	if (leat_catalog_get(&s->session->catalog, name, &relation, &err))
		return leat_statement_fail(s, &err, name->span);
	for (uint32_t i = 0; i < relation->column_count; i++)
		commented |= relation->columns[i].comment.p != NULL;
	begin(&t, s, (uint32_t)LEAT_COUNT(columns) - !commented, columns);
	for (uint32_t i = 0; i < relation->column_count; i++) {
		const struct leat_catalog_column *column = &relation->columns[i];

		if (show && show->like.value.p &&
		    leat_like(column->name, show->like.value, show->ilike) == show->not_like)
			continue;
		cell(&t, column->name);
		cell(&t, type_text(s, relation, i));
		cell(&t, column->type->nullable ? LEAT_STR("true") : LEAT_STR("false"));
		cell(&t, key_text(s, relation, i));
		cell(&t, extras_text(s, column));
		cell(&t, (int32_t)i == relation->rowtime ? relation->watermark_text
		                                         : (struct leat_str){ NULL, 0 });
		if (commented)
			cell(&t, column->comment);
	}
	return finish(&t, stmt->span);
}

static int show_create(struct leat_statement *s, const struct leat_ast_stmt *stmt, bool view)
{
	const struct leat_relation *relation;
	struct leat_err err;
	struct leat_buf out;

	if (leat_catalog_get(&s->session->catalog, &stmt->show.from, &relation, &err))
		return leat_statement_fail(s, &err, stmt->show.from.span);
	if (relation->is_view != view)
		return leat_diags_error(s->diags, LEAT_E_UNKNOWN_TABLE, stmt->show.from.span,
		                        "\"%.*s\" is a %s: write SHOW CREATE %s",
		                        LEAT_STR_ARG(relation->name), view ? "table" : "view",
		                        view ? "TABLE" : "VIEW");
	leat_buf_init(&out, LEAT_LIMIT_QUERY_BYTES * 4);
	leat_relation_print_create(relation, s->session->registry, &out);
	leat_show_text(s, stmt->span, "result", leat_buf_view(&out));
	leat_buf_done(&out);
	return 0;
}

/* ---- the statements ---- */

/* SET alone: what has been set. */
static int show_settings(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	static const char *const columns[] = { "key", "value" };
	const struct leat_settings *settings = &s->session->settings;
	struct texts t;

	begin(&t, s, 2, columns);
	for (uint32_t i = 0; i < settings->pair_count; i++) {
		const struct leat_opt *row = leat_opt_find(leat_settings_options(),
		                                           settings->pairs[i].key);

		cell(&t, settings->pairs[i].key);
		cell(&t, row && row->flags & LEAT_OPT_SECRET ? LEAT_STR("******")
		                                             : settings->pairs[i].value);
	}
	return finish(&t, stmt->span);
}

static int unsupported(struct leat_statement *s, const struct leat_ast_stmt *stmt, const char *what)
{
	return leat_diags_error(s->diags, LEAT_E_UNSUPPORTED, stmt->span, "%s is not supported yet",
	                        what);
}

int leat_show(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	const struct leat_catalog *catalog = &s->session->catalog;
	struct names names = { .s = s };

	if (stmt->kind == LEAT_AST_STMT_SET)
		return show_settings(s, stmt);
	s->goes_on = true;
	switch (stmt->show.kind) {
	case LEAT_AST_SHOW_CATALOGS:
		return show_map(s, stmt, &catalog->catalogs, "catalog name");
	case LEAT_AST_SHOW_CURRENT_CATALOG:
		leat_show_text(s, stmt->span, "current catalog name", catalog->catalog);
		return 0;
	case LEAT_AST_SHOW_DATABASES:
		return show_databases(s, stmt);
	case LEAT_AST_SHOW_CURRENT_DATABASE:
		leat_show_text(s, stmt->span, "current database name", catalog->database);
		return 0;
	case LEAT_AST_SHOW_TABLES:
		return show_relations(s, stmt, false);
	case LEAT_AST_SHOW_VIEWS:
		return show_relations(s, stmt, true);
	case LEAT_AST_SHOW_FUNCTIONS:
		return show_functions(s, stmt);
	case LEAT_AST_SHOW_COLUMNS:
		return describe_relation(s, stmt, &stmt->show.from, &stmt->show);
	case LEAT_AST_SHOW_CREATE_TABLE:
		return show_create(s, stmt, false);
	case LEAT_AST_SHOW_CREATE_VIEW:
		return show_create(s, stmt, true);
	case LEAT_AST_SHOW_MODULES:
		leat_show_text(s, stmt->span, "module name", LEAT_STR("core"));
		return 0;
	case LEAT_AST_SHOW_PROCEDURES:
		return list(&names, "procedure name", stmt->span);
	case LEAT_AST_SHOW_JARS:
		return list(&names, "jars", stmt->span);
	case LEAT_AST_SHOW_PARTITIONS:
		return unsupported(s, stmt, "SHOW PARTITIONS");
	case LEAT_AST_SHOW_CREATE_CATALOG:
		return unsupported(s, stmt, "SHOW CREATE CATALOG");
	case LEAT_AST_SHOW_JOBS:
		return unsupported(s, stmt, "SHOW JOBS");
	}
	leat_unreachable();
}

int leat_describe(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	s->goes_on = true;
	switch (stmt->describe.kind) {
	case LEAT_AST_DESCRIBE_TABLE:
		return describe_relation(s, stmt, &stmt->describe.name, NULL);
	case LEAT_AST_DESCRIBE_CATALOG:
		return unsupported(s, stmt, "DESCRIBE CATALOG");
	case LEAT_AST_DESCRIBE_DATABASE:
		return unsupported(s, stmt, "DESCRIBE DATABASE");
	case LEAT_AST_DESCRIBE_FUNCTION:
		return unsupported(s, stmt, "DESCRIBE FUNCTION");
	case LEAT_AST_DESCRIBE_JOB:
		return unsupported(s, stmt, "DESCRIBE JOB");
	}
	leat_unreachable();
}
