/* SPDX-License-Identifier: Apache-2.0 */
/* CREATE TABLE with LIKE and AS, CREATE VIEW. */
#include "plan/draft_int.h"

/* How LIKE treats each feature of the other table. */
struct like_modes {
	enum leat_ast_like_mode of[LEAT_AST_LIKE_WATERMARKS + 1];
};

static struct like_modes like_modes(const struct leat_ast_like *like)
{
	struct like_modes modes;

	/* Without options it is INCLUDING ALL, OVERWRITING OPTIONS. */
	for (int i = 0; i <= LEAT_AST_LIKE_WATERMARKS; i++)
		modes.of[i] = LEAT_AST_LIKE_INCLUDING;
	modes.of[LEAT_AST_LIKE_OPTIONS] = LEAT_AST_LIKE_OVERWRITING;
	for (uint32_t i = 0; i < like->count; i++)
		if (like->items[i].feature == LEAT_AST_LIKE_ALL)
			for (int k = 0; k <= LEAT_AST_LIKE_WATERMARKS; k++)
				modes.of[k] = like->items[i].mode;
	for (uint32_t i = 0; i < like->count; i++)
		if (like->items[i].feature != LEAT_AST_LIKE_ALL)
			modes.of[like->items[i].feature] = like->items[i].mode;
	return modes;
}

static bool declares(const struct leat_ast_schema *schema, struct leat_str name)
{
	for (uint32_t i = 0; i < schema->column_count; i++)
		if (leat_str_equal(schema->columns[i].name.items[0].text, name))
			return true;
	return false;
}

/* Columns of the other table that come first, in the order they stand there. */
static void like_columns(struct leat_draft *draft, const struct leat_relation *other,
                         const struct leat_ast_schema *schema, const struct like_modes *modes)
{
	for (uint32_t i = 0; i < other->column_count; i++) {
		const struct leat_catalog_column *column = &other->columns[i];
		enum leat_ast_like_mode mode = LEAT_AST_LIKE_INCLUDING;

		if (column->kind == LEAT_COLUMN_COMPUTED)
			mode = modes->of[LEAT_AST_LIKE_GENERATED];
		else if (column->kind == LEAT_COLUMN_METADATA)
			mode = modes->of[LEAT_AST_LIKE_METADATA];
		if (mode == LEAT_AST_LIKE_EXCLUDING ||
		    (mode == LEAT_AST_LIKE_OVERWRITING && declares(schema, column->name)))
			continue;
		*LEAT_VEC_ADD(draft->arena, &draft->columns) = *column;
	}
}

static void apply_like(struct leat_draft *draft, const struct leat_ast_create_table *create)
{
	struct like_modes modes = like_modes(&create->like);
	const struct leat_relation *other;
	struct leat_err err;

	if (leat_catalog_get(&draft->s->session->catalog, &create->like.table, &other, &err)) {
		leat_statement_fail(draft->s, &err, create->like.table.span);
		draft->failed = true;
		return;
	}
	if (other->is_view) {
		leat_draft_error(draft, LEAT_E_QUERY, create->like.table.span,
		                 "\"%.*s\" is a view; LIKE takes a table",
		                 LEAT_STR_ARG(other->name));
		return;
	}
	like_columns(draft, other, &create->schema, &modes);
	if (modes.of[LEAT_AST_LIKE_CONSTRAINTS] != LEAT_AST_LIKE_EXCLUDING) {
		draft->relation->key_name = other->key_name;
		for (uint32_t i = 0; i < other->key_count; i++)
			*LEAT_VEC_ADD(draft->arena,
			              &draft->keys) = other->columns[other->keys[i]].name;
	}
	if (modes.of[LEAT_AST_LIKE_PARTITIONS] != LEAT_AST_LIKE_EXCLUDING)
		for (uint32_t i = 0; i < other->partition_count; i++)
			*LEAT_VEC_ADD(
				draft->arena,
				&draft->partitions) = other->columns[other->partitions[i]].name;
	if (other->rowtime >= 0 && modes.of[LEAT_AST_LIKE_WATERMARKS] != LEAT_AST_LIKE_EXCLUDING &&
	    !(modes.of[LEAT_AST_LIKE_WATERMARKS] == LEAT_AST_LIKE_OVERWRITING &&
	      create->schema.watermark_count)) {
		draft->rowtime = other->columns[other->rowtime].name;
		draft->relation->watermark = other->watermark;
		draft->relation->watermark_text = other->watermark_text;
	}
	if (modes.of[LEAT_AST_LIKE_OPTIONS] != LEAT_AST_LIKE_EXCLUDING)
		for (uint32_t i = 0; i < other->option_count; i++)
			*LEAT_VEC_ADD(draft->arena, &draft->options) = other->options[i];
}

/* CREATE TABLE AS: the query's columns. */
static void add_query_columns(struct leat_draft *draft, const struct leat_rel *rel)
{
	for (uint32_t i = 0; i < rel->schema->field_count; i++) {
		const struct leat_field *field = &rel->schema->fields[i];
		struct leat_catalog_column column = {
			.name = leat_arena_str(draft->arena, field->name),
			.kind = LEAT_COLUMN_PHYSICAL,
			.type = leat_type_copy(draft->arena,
			                       leat_type_with_time(draft->arena, field->type,
			                                           LEAT_TIME_NONE)),
			.span = draft->relation->span,
		};

		*LEAT_VEC_ADD(draft->arena, &draft->columns) = column;
	}
}

static void check_clauses(struct leat_draft *draft, const struct leat_ast_create_table *create)
{
	if (create->distribution.span.end)
		leat_draft_error(draft, LEAT_E_UNSUPPORTED, create->distribution.span,
		                 "DISTRIBUTED BY is not supported yet");
	if (create->query && create->schema.column_count)
		leat_draft_error(draft, LEAT_E_UNSUPPORTED, create->schema.span,
		                 "columns in CREATE TABLE AS are not supported yet");
}

/* The tables that the query of CREATE TABLE AS reads belong to the job. */
static const struct leat_rel *bind_query(struct leat_statement *s,
                                         const struct leat_ast_create_table *create)
{
	struct leat_binder b;

	if (leat_statement_binder(s, &s->accesses, &b))
		return NULL;
	return leat_bind_query(&b, create->query);
}

static void add_ok(struct leat_statement *s, struct leat_span span)
{
	*LEAT_VEC_ADD(s->arena, &s->results) = (struct leat_result){ .kind = LEAT_RESULT_OK,
		                                                     .span = span };
}

int leat_ddl_create_table(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	const struct leat_ast_create_table *create = &stmt->create_table;
	const struct leat_relation *relation;
	const struct leat_rel *query = NULL;
	struct leat_draft draft;
	struct leat_path path;
	struct leat_err err;

	if (leat_catalog_path(&s->session->catalog, &create->table, &path, &err))
		return leat_statement_fail(s, &err, create->table.span);
	relation = leat_catalog_find(&s->session->catalog, &path);
	if (relation && create->if_not_exists && relation->is_temporary == create->temporary) {
		add_ok(s, stmt->span);
		return 0;
	}
	leat_draft_init(&draft, s, &path, create->table.span);
	draft.relation->is_temporary = create->temporary;
	draft.relation->comment = create->comment.value;
	check_clauses(&draft, create);
	if (create->like.table.count)
		apply_like(&draft, create);
	if (create->query) {
		query = bind_query(s, create);
		if (!query)
			return -1;
		add_query_columns(&draft, query);
	}
	leat_draft_schema(&draft, &create->schema);
	for (uint32_t i = 0; i < create->partitions.count; i++)
		*LEAT_VEC_ADD(draft.arena, &draft.partitions) = create->partitions.items[i].text;
	for (uint32_t i = 0; i < create->options.count; i++)
		leat_draft_option(&draft, &create->options.items[i]);
	relation = leat_draft_finish(&draft);
	if (!relation)
		return -1;
	if (leat_catalog_add(&s->session->catalog, relation, create->or_replace, &err))
		return leat_statement_fail(s, &err, create->table.span);
	*LEAT_VEC_ADD(s->arena, &s->created) = relation;
	if (query)
		return leat_statement_insert(s, relation, query, stmt->span);
	add_ok(s, stmt->span);
	return 0;
}

/* ---- views ---- */

/* Bind the query to learn its columns; NULL after an error. */
static const struct leat_rel *view_columns(struct leat_statement *s,
                                           const struct leat_ast_query *query,
                                           const struct leat_ast_idents *names,
                                           struct leat_span span)
{
	struct leat_access_list accesses = { .count = 0 };
	const struct leat_rel *rel;
	struct leat_binder b;

	if (leat_statement_binder(s, &accesses, &b))
		return NULL;
	rel = leat_bind_query(&b, query);
	for (uint32_t i = 0; i < accesses.count; i++)
		leat_statement_used(s, accesses.items[i]->relation);
	if (rel && names->count && names->count != rel->schema->field_count)
		return leat_bind_error(&b, LEAT_E_QUERY, span,
		                       "the view names %u columns, its query has %u", names->count,
		                       rel->schema->field_count);
	return rel;
}

static const struct leat_relation *make_view(struct leat_statement *s, const struct leat_path *path,
                                             const struct leat_ast_query *query,
                                             const struct leat_ast_idents *names,
                                             struct leat_span span)
{
	struct leat_arena *arena = s->session->arena;
	const struct leat_rel *rel = view_columns(s, query, names, span);
	struct leat_relation *view;
	struct leat_catalog_column *columns;

	if (!rel)
		return NULL;
	view = LEAT_ARENA_NEW(arena, struct leat_relation);
	columns = LEAT_ARENA_ARRAY(arena, struct leat_catalog_column, rel->schema->field_count + 1);
	for (uint32_t i = 0; i < rel->schema->field_count; i++) {
		const struct leat_field *field = &rel->schema->fields[i];

		columns[i] = (struct leat_catalog_column){
			.name = names->count ? names->items[i].text
			                     : leat_arena_str(arena, field->name),
			.kind = LEAT_COLUMN_PHYSICAL,
			.type = leat_type_copy(arena, field->type),
			.span = span,
		};
	}
	*view = (struct leat_relation){
		.catalog = leat_arena_str(arena, path->catalog),
		.database = leat_arena_str(arena, path->database),
		.name = leat_arena_str(arena, path->name),
		.is_view = true,
		.text = s->text,
		.span = span,
		.rowtime = -1,
		.column_count = rel->schema->field_count,
		.columns = columns,
		.query = query,
		.query_text = { s->text.p + query->span.begin,
		                query->span.end - query->span.begin },
	};
	return view;
}

int leat_ddl_create_view(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	const struct leat_ast_create_view *create = &stmt->create_view;
	const struct leat_relation *found;
	struct leat_relation *view;
	struct leat_path path;
	struct leat_err err;

	if (leat_catalog_path(&s->session->catalog, &create->view, &path, &err))
		return leat_statement_fail(s, &err, create->view.span);
	found = leat_catalog_find(&s->session->catalog, &path);
	if (found && create->if_not_exists && found->is_temporary == create->temporary)
		return 0;
	view = (struct leat_relation *)make_view(s, &path, create->query, &create->columns,
	                                         create->view.span);
	if (!view)
		return -1;
	view->is_temporary = create->temporary;
	view->comment = create->comment.value;
	if (leat_catalog_add(&s->session->catalog, view, create->or_replace, &err))
		return leat_statement_fail(s, &err, create->view.span);
	return 0;
}

int leat_ddl_alter_view(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	const struct leat_ast_alter_view *alter = &stmt->alter_view;
	const struct leat_ast_idents no_names = { .count = 0 };
	const struct leat_relation *view;
	struct leat_relation *made;
	struct leat_path path;
	struct leat_err err;

	if (leat_catalog_get(&s->session->catalog, &alter->view, &view, &err))
		return leat_statement_fail(s, &err, alter->view.span);
	if (!view->is_view)
		return leat_diags_error(s->diags, LEAT_E_UNKNOWN_TABLE, alter->view.span,
		                        "\"%.*s\" is a table, not a view",
		                        LEAT_STR_ARG(view->name));
	if (alter->name.count) {
		if (leat_catalog_rename(&s->session->catalog, view, &alter->name, &err))
			return leat_statement_fail(s, &err, alter->name.span);
		return 0;
	}
	path = (struct leat_path){ view->catalog, view->database, view->name };
	made = (struct leat_relation *)make_view(s, &path, alter->query, &no_names,
	                                         alter->view.span);
	if (!made)
		return -1;
	made->is_temporary = view->is_temporary;
	made->comment = view->comment;
	if (leat_catalog_add(&s->session->catalog, made, true, &err))
		return leat_statement_fail(s, &err, alter->view.span);
	return 0;
}
