/* SPDX-License-Identifier: Apache-2.0 */
/* ALTER TABLE: a changed copy takes the table's place. */
#include "plan/draft_int.h"

/* The column that a name of one part means, or an error. */
static int column_of(struct leat_draft *draft, const struct leat_ast_name *name)
{
	int at = name->count == 1 ? leat_draft_find(draft, name->items[0].text) : -1;

	if (at < 0)
		leat_draft_error(draft, LEAT_E_UNKNOWN_COLUMN, name->span,
		                 "no column \"%.*s\" in \"%.*s\"",
		                 LEAT_STR_ARG(name->items[name->count - 1].text),
		                 LEAT_STR_ARG(draft->relation->name));
	return at;
}

static bool is_in(const struct leat_str *names, uint32_t count, struct leat_str name)
{
	for (uint32_t i = 0; i < count; i++)
		if (leat_str_equal(names[i], name))
			return true;
	return false;
}

static void drop_column(struct leat_draft *draft, const struct leat_ast_name *name)
{
	int at = column_of(draft, name);

	if (at < 0)
		return;
	struct leat_str text = draft->columns.items[at].name;
	if (is_in(draft->keys.items, draft->keys.count, text) ||
	    is_in(draft->partitions.items, draft->partitions.count, text) ||
	    (draft->rowtime.p && leat_str_equal(draft->rowtime, text))) {
		leat_draft_error(
			draft, LEAT_E_QUERY, name->span,
			"the column \"%.*s\" is in the PRIMARY KEY, the partitions or the WATERMARK",
			LEAT_STR_ARG(text));
		return;
	}
	for (uint32_t i = (uint32_t)at; i + 1 < draft->columns.count; i++)
		draft->columns.items[i] = draft->columns.items[i + 1];
	draft->columns.count--;
}

static void rename_in(struct leat_str *names, uint32_t count, struct leat_str from,
                      struct leat_str to)
{
	for (uint32_t i = 0; i < count; i++)
		if (leat_str_equal(names[i], from))
			names[i] = to;
}

static void rename_column(struct leat_draft *draft, const struct leat_ast_alter_table *alter)
{
	struct leat_str to = alter->name.items[alter->name.count - 1].text, from;
	int at = column_of(draft, &alter->from);

	if (at < 0)
		return;
	if (leat_draft_find(draft, to) >= 0) {
		leat_draft_error(draft, LEAT_E_EXISTS, alter->name.span,
		                 "there is a column \"%.*s\" already", LEAT_STR_ARG(to));
		return;
	}
	from = draft->columns.items[at].name;
	draft->columns.items[at].name = to;
	rename_in(draft->keys.items, draft->keys.count, from, to);
	rename_in(draft->partitions.items, draft->partitions.count, from, to);
	rename_in(&draft->rowtime, draft->rowtime.p ? 1 : 0, from, to);
}

/* MODIFY: columns keep their place unless another is written. */
static void modify(struct leat_draft *draft, const struct leat_ast_schema *schema)
{
	struct leat_ast_schema rest = *schema;

	for (uint32_t i = 0; i < schema->column_count; i++) {
		const struct leat_ast_column *ast = &schema->columns[i];
		struct leat_catalog_column column;
		int at = column_of(draft, &ast->name);

		if (at < 0 || !leat_draft_column(draft, ast, &column))
			continue;
		draft->columns.items[at] = column;
	}
	rest.column_count = 0;
	if (schema->constraint_count)
		draft->keys.count = 0;
	if (schema->watermark_count)
		draft->rowtime.p = NULL;
	leat_draft_schema(draft, &rest);
}

static void reset_options(struct leat_draft *draft, const struct leat_ast_options *options)
{
	for (uint32_t i = 0; i < options->count; i++) {
		uint32_t kept = 0;

		for (uint32_t k = 0; k < draft->options.count; k++)
			if (!leat_str_equal(draft->options.items[k].key,
			                    options->items[i].key.value))
				draft->options.items[kept++] = draft->options.items[k];
		draft->options.count = kept;
	}
}

static void change(struct leat_draft *draft, const struct leat_ast_alter_table *alter,
                   struct leat_span span)
{
	switch (alter->kind) {
	case LEAT_AST_ALTER_TABLE_RENAME_COLUMN:
		rename_column(draft, alter);
		return;
	case LEAT_AST_ALTER_TABLE_SET:
		for (uint32_t i = 0; i < alter->options.count; i++)
			leat_draft_option(draft, &alter->options.items[i]);
		return;
	case LEAT_AST_ALTER_TABLE_RESET:
		reset_options(draft, &alter->options);
		return;
	case LEAT_AST_ALTER_TABLE_ADD:
		leat_draft_schema(draft, &alter->schema);
		return;
	case LEAT_AST_ALTER_TABLE_MODIFY:
		modify(draft, &alter->schema);
		return;
	case LEAT_AST_ALTER_TABLE_DROP_COLUMNS:
		for (uint32_t i = 0; i < alter->column_count; i++)
			drop_column(draft, &alter->columns[i]);
		return;
	case LEAT_AST_ALTER_TABLE_DROP_KEY:
	case LEAT_AST_ALTER_TABLE_DROP_CONSTRAINT:
		if (!draft->keys.count)
			leat_draft_error(draft, LEAT_E_NOT_FOUND, span, "there is no PRIMARY KEY");
		draft->keys.count = 0;
		draft->relation->key_name.p = NULL;
		return;
	case LEAT_AST_ALTER_TABLE_DROP_WATERMARK:
		if (!draft->rowtime.p)
			leat_draft_error(draft, LEAT_E_NOT_FOUND, span, "there is no WATERMARK");
		draft->rowtime.p = NULL;
		return;
	case LEAT_AST_ALTER_TABLE_RENAME:
		break;
	}
	leat_unreachable();
}

int leat_ddl_alter_table(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	const struct leat_ast_alter_table *alter = &stmt->alter_table;
	const struct leat_relation *relation;
	struct leat_draft draft;
	struct leat_path path;
	struct leat_err err;

	if (leat_catalog_path(&s->session->catalog, &alter->table, &path, &err))
		return leat_statement_fail(s, &err, alter->table.span);
	if (!leat_catalog_find(&s->session->catalog, &path) && alter->if_exists)
		return 0;
	if (leat_catalog_get(&s->session->catalog, &alter->table, &relation, &err))
		return leat_statement_fail(s, &err, alter->table.span);
	if (relation->is_view)
		return leat_diags_error(s->diags, LEAT_E_UNKNOWN_TABLE, alter->table.span,
		                        "\"%.*s\" is a view, not a table",
		                        LEAT_STR_ARG(relation->name));
	if (alter->kind == LEAT_AST_ALTER_TABLE_RENAME) {
		if (leat_catalog_rename(&s->session->catalog, relation, &alter->name, &err))
			return leat_statement_fail(s, &err, alter->name.span);
		return 0;
	}
	leat_draft_init(&draft, s, &path, alter->table.span);
	leat_draft_load(&draft, relation);
	change(&draft, alter, stmt->span);
	relation = leat_draft_finish(&draft);
	if (!relation)
		return -1;
	if (leat_catalog_add(&s->session->catalog, relation, true, &err))
		return leat_statement_fail(s, &err, alter->table.span);
	return 0;
}
