/* SPDX-License-Identifier: Apache-2.0 */
/* FROM: tables, views, sub-queries, names of WITH, table functions. */
#include "plan/bind_int.h"

/* One relation of FROM: its rows and what it is called. */
struct source {
	const struct leat_rel *rel;    /* NULL: failed */
	struct leat_scope_entry entry; /* alias, relation, access, count */
};

static struct source bind_cte(struct leat_binder *b, const struct leat_cte *cte)
{
	const struct leat_cte *ctes = b->ctes;
	struct source source = { .entry.alias = cte->name };
	const struct leat_ast_idents *columns = &cte->ast->columns;
	struct leat_str *names;

	b->ctes = cte->outer;
	source.rel = leat_bind_query(b, cte->ast->query);
	b->ctes = ctes;
	if (!source.rel || !columns->count)
		goto out;
	if (columns->count != source.rel->schema->field_count) {
		leat_bind_error(b, LEAT_E_QUERY, cte->ast->name.span,
		                "\"%.*s\" names %u columns, its query has %u",
		                LEAT_STR_ARG(cte->name), columns->count,
		                source.rel->schema->field_count);
		source.rel = NULL;
		return source;
	}
	names = LEAT_ARENA_ARRAY(b->arena, struct leat_str, columns->count);
	for (uint32_t i = 0; i < columns->count; i++)
		names[i] = columns->items[i].text;
	source.rel = leat_rel_project(b->arena, source.rel, columns->count,
	                              leat_rel_columns(b->arena, source.rel), names);
out:
	if (source.rel)
		source.entry.count = source.rel->schema->field_count;
	return source;
}

static struct source bind_scan(struct leat_binder *b, const struct leat_relation *relation,
                               const struct leat_ast_hints *hints, struct leat_span span)
{
	const struct leat_access *access = leat_bind_access(b, relation, hints, span);
	struct source source = { .rel = NULL };
	struct leat_rel *rel;
	uint32_t *columns;

	if (!access)
		return source;
	rel = leat_rel_new(b->arena, LEAT_REL_SCAN, access->schema, 0, NULL);
	columns = LEAT_ARENA_ARRAY(b->arena, uint32_t, access->schema->field_count + 1);
	for (uint32_t i = 0; i < access->schema->field_count; i++)
		columns[i] = i;
	rel->span = leat_bind_place(b, span);
	rel->scan.access = access;
	rel->scan.columns = columns;
	source.rel = rel;
	source.entry = (struct leat_scope_entry){
		.alias = relation->name,
		.relation = relation,
		.access = access,
		.count = relation->column_count,
	};
	return source;
}

static struct source bind_table(struct leat_binder *b, const struct leat_ast_name *name,
                                const struct leat_ast_hints *hints)
{
	const struct leat_relation *relation;
	struct source source = { .rel = NULL };
	struct leat_err err;

	if (name->count == 1)
		for (const struct leat_cte *cte = b->ctes; cte; cte = cte->outer)
			if (leat_str_equal(cte->name, name->items[0].text))
				return bind_cte(b, cte);
	if (leat_catalog_get(&b->session->catalog, name, &relation, &err)) {
		leat_bind_fail(b, &err, name->span);
		return source;
	}
	if (!relation->is_view)
		return bind_scan(b, relation, hints, name->span);
	source.rel = leat_bind_view(b, relation, name->span);
	if (source.rel)
		source.entry = (struct leat_scope_entry){
			.alias = relation->name,
			.relation = relation,
			.count = source.rel->schema->field_count,
		};
	return source;
}

static struct source bind_function(struct leat_binder *b, const struct leat_ast_relation *ast)
{
	const struct leat_ast_expr *call = ast->function;
	struct source source = { .rel = NULL };
	enum leat_window_kind kind;

	if (call->kind == LEAT_AST_EXPR_CALL &&
	    leat_window_kind_parse(call->call.name.items[0].text, &kind))
		source.rel = leat_bind_window_tvf(b, call, &source.entry);
	else
		leat_bind_unsupported(b, call->span, "this table function");
	return source;
}

static struct source bind_source(struct leat_binder *b, const struct leat_ast_relation *ast)
{
	struct source none = { .rel = NULL };

	if (ast->system_time) {
		leat_bind_unsupported(b, ast->system_time->span, "FOR SYSTEM_TIME AS OF");
		return none;
	}
	switch (ast->kind) {
	case LEAT_AST_RELATION_TABLE:
		return bind_table(b, &ast->table, &ast->hints);
	case LEAT_AST_RELATION_QUERY:
		if (ast->lateral) {
			leat_bind_unsupported(b, ast->span, "LATERAL");
			return none;
		}
		none.rel = leat_bind_query(b, ast->query);
		if (none.rel)
			none.entry.count = none.rel->schema->field_count;
		return none;
	case LEAT_AST_RELATION_FUNCTION:
		return bind_function(b, ast);
	case LEAT_AST_RELATION_UNNEST:
		leat_bind_unsupported(b, ast->span, "UNNEST");
		return none;
	case LEAT_AST_RELATION_JOIN:
		leat_bind_unsupported(b, ast->span, "a join");
		return none;
	case LEAT_AST_RELATION_MATCH:
		leat_bind_unsupported(b, ast->span, "MATCH_RECOGNIZE");
		return none;
	}
	leat_unreachable();
}

/* AS alias (a, b): new names of the first columns; all of them must be named. */
static bool rename_columns(struct leat_binder *b, const struct leat_ast_relation *ast,
                           struct source *source)
{
	uint32_t n = ast->columns.count;
	struct leat_str *names;

	if (!n)
		return true;
	if (n != source->entry.count) {
		leat_bind_error(b, LEAT_E_QUERY, ast->span, "%u columns are named, there are %u", n,
		                source->entry.count);
		return false;
	}
	names = LEAT_ARENA_ARRAY(b->arena, struct leat_str, source->rel->schema->field_count + 1);
	for (uint32_t i = 0; i < source->rel->schema->field_count; i++)
		names[i] = i < n ? ast->columns.items[i].text : source->rel->schema->fields[i].name;
	source->rel = leat_rel_project(b->arena, source->rel, source->rel->schema->field_count,
	                               leat_rel_columns(b->arena, source->rel), names);
	return true;
}

/* No FROM: one row without columns. */
static const struct leat_rel *one_row(struct leat_binder *b, struct leat_scope *ret_scope)
{
	const struct leat_schema *schema = LEAT_ARENA_NEW(b->arena, struct leat_schema);
	struct leat_rel *rel = leat_rel_new(b->arena, LEAT_REL_VALUES, schema, 0, NULL);

	rel->values.row_count = 1;
	*ret_scope = (struct leat_scope){ .schema = schema };
	return rel;
}

const struct leat_rel *leat_bind_from(struct leat_binder *b, const struct leat_ast_relation *ast,
                                      struct leat_scope *ret_scope)
{
	struct leat_scope_entry *entry;
	struct source source;

	if (!ast)
		return one_row(b, ret_scope);
	source = bind_source(b, ast);
	if (!source.rel || !rename_columns(b, ast, &source))
		return NULL;
	if (leat_ast_has(&ast->alias))
		source.entry.alias = ast->alias.text;
	entry = LEAT_ARENA_NEW(b->arena, struct leat_scope_entry);
	*entry = source.entry;
	*ret_scope = (struct leat_scope){ .schema = source.rel->schema,
		                          .entry_count = 1,
		                          .entries = entry };
	return source.rel;
}
