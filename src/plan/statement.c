/* SPDX-License-Identifier: Apache-2.0 */
/* Statements: DDL and settings are applied, queries planned, INSERTs gathered. */
#include "base/vec.h"
#include "plan/statement_int.h"

int leat_statement_fail(struct leat_statement *s, const struct leat_err *err, struct leat_span span)
{
	struct leat_err placed = *err;

	leat_err_place(&placed, span);
	leat_diags_add(s->diags, LEAT_SEVERITY_ERROR, &placed);
	return -(int)placed.code;
}

int leat_statement_binder(struct leat_statement *s, struct leat_access_list *accesses,
                          struct leat_binder *ret)
{
	struct leat_err err;

	*ret = (struct leat_binder){
		.session = s->session,
		.arena = s->arena,
		.diags = s->diags,
		.text = s->text,
		.accesses = accesses,
	};
	if (leat_session_zone(s->session, &ret->zone, &err))
		return leat_statement_fail(s, &err, (struct leat_span){ 0, 0 });
	return 0;
}

int leat_statement_lowering(struct leat_statement *s, struct leat_lowering *ret)
{
	struct leat_settings *settings = LEAT_ARENA_NEW(s->arena, struct leat_settings);
	struct leat_err err;

	*settings = s->session->settings;
	*ret = (struct leat_lowering){ .arena = s->arena, .diags = s->diags, .settings = settings };
	if (leat_session_zone(s->session, &ret->zone, &err))
		return leat_statement_fail(s, &err, (struct leat_span){ 0, 0 });
	return 0;
}

static struct leat_result *add_result(struct leat_statement *s, enum leat_result_kind kind,
                                      struct leat_span span)
{
	struct leat_result *result = LEAT_VEC_ADD(s->arena, &s->results);

	*result = (struct leat_result){ .kind = kind, .span = span };
	return result;
}

static void unref_batch(void *batch)
{
	(void)leat_batch_unref(batch);
}

void leat_statement_add_rows(struct leat_statement *s, struct leat_span span,
                             const struct leat_schema *schema, uint32_t batch_count,
                             struct leat_batch **batches)
{
	struct leat_result *result = add_result(s, LEAT_RESULT_ROWS, span);

	result->schema = schema;
	result->batch_count = batch_count;
	result->batches = batches;
	for (uint32_t i = 0; i < batch_count; i++)
		leat_arena_defer(s->arena, unref_batch, batches[i]);
}

/* ---- tables that nothing uses ---- */

void leat_statement_used(struct leat_statement *s, const struct leat_relation *relation)
{
	for (uint32_t i = 0; i < s->created.count; i++)
		if (s->created.items[i] == relation)
			s->created.items[i] = NULL;
}

void leat_statement_check_unused(struct leat_statement *s)
{
	for (uint32_t i = 0; i < s->created.count; i++) {
		struct leat_table_request request = {
			.registry = s->session->registry,
			.relation = s->created.items[i],
			.names_only = true,
		};
		const struct leat_table *table;
		struct leat_diags found;

		if (!request.relation)
			continue;
		leat_diags_init(&found, s->arena);
		if (leat_table_new(&request, s->arena, &found, &table) == 0 && !found.first)
			continue;
		for (struct leat_diag *diag = found.first; diag; diag = diag->next)
			leat_diags_add(s->diags, LEAT_SEVERITY_WARNING, &diag->err);
	}
}

/* ---- queries ---- */

/* A SINK that collects the rows of a SELECT. */
static const struct leat_rel *collect(struct leat_statement *s, const struct leat_rel *rel)
{
	struct leat_rel *sink = leat_rel_new(s->arena, LEAT_REL_SINK, rel->schema, 1, &rel);

	sink->span = rel->span;
	return sink;
}

static void use_accesses(struct leat_statement *s, const struct leat_access_list *accesses)
{
	for (uint32_t i = 0; i < accesses->count; i++)
		leat_statement_used(s, accesses->items[i]->relation);
}

const struct leat_query *leat_statement_query(struct leat_statement *s,
                                              const struct leat_ast_query *ast, bool explain_only)
{
	struct leat_access_list accesses = { .count = 0 };
	struct leat_lowering with;
	struct leat_binder b;
	const struct leat_rel *rel;

	if (leat_statement_binder(s, &accesses, &b) || leat_statement_lowering(s, &with))
		return NULL;
	rel = leat_bind_query(&b, ast);
	use_accesses(s, &accesses);
	if (!rel)
		return NULL;
	rel = collect(s, rel);
	with.explain_only = explain_only;
	return leat_query_plan(&with, 1, &rel);
}

static int run_query(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	const struct leat_query *query = leat_statement_query(s, stmt->query, false);
	struct leat_settings *settings;
	struct leat_result *result;

	s->goes_on = true;
	if (!query)
		return -1;
	settings = LEAT_ARENA_NEW(s->arena, struct leat_settings);
	*settings = s->session->settings;
	result = add_result(s, LEAT_RESULT_QUERY, stmt->span);
	result->schema = query->bound[0]->schema;
	result->spec = query->spec;
	result->query = query;
	result->settings = settings;
	return 0;
}

/* ---- INSERT ---- */

static int add_sink(struct leat_statement *s, const struct leat_rel *rel, struct leat_span span)
{
	use_accesses(s, &s->accesses);
	if (!rel)
		return -1;
	leat_statement_used(s, rel->sink.relation);
	*LEAT_VEC_ADD(s->arena, &s->sinks) = rel;
	(void)add_result(s, LEAT_RESULT_INSERT, span);
	return 0;
}

int leat_statement_insert(struct leat_statement *s, const struct leat_relation *relation,
                          const struct leat_rel *input, struct leat_span span)
{
	struct leat_binder b;

	LEAT_TRY(leat_statement_binder(s, &s->accesses, &b));
	return add_sink(s, leat_bind_sink(&b, relation, NULL, input), span);
}

static int run_insert(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	struct leat_binder b;

	s->goes_on = true;
	LEAT_TRY(leat_statement_binder(s, &s->accesses, &b));
	return add_sink(s, leat_bind_insert(&b, stmt), stmt->span);
}

static int run_statement_set(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	bool good = true;

	for (uint32_t i = 0; i < stmt->stmts.count; i++)
		good &= run_insert(s, stmt->stmts.items[i]) == 0;
	return good ? 0 : -1;
}

/* ---- SET and the others ---- */

static int run_set(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	const struct leat_ast_setting *setting = &stmt->setting;
	struct leat_opt_pair pair = { setting->key.value, setting->value.value, setting->key.span,
		                      setting->value.span };
	struct leat_settings before = s->session->settings;
	const struct leat_tz *zone;
	struct leat_err err;

	if (!setting->key.value.p)
		return leat_show(s, stmt);
	if (leat_settings_set(&s->session->settings, s->session->arena, &pair, &err))
		return leat_statement_fail(s, &err, stmt->span);
	if (leat_session_zone(s->session, &zone, &err)) {
		s->session->settings = before;
		err.span = pair.value_span;
		return leat_statement_fail(s, &err, stmt->span);
	}
	(void)add_result(s, LEAT_RESULT_OK, stmt->span);
	return 0;
}

static int run_reset(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	struct leat_opt_pair pair = { .key = stmt->setting.key.value,
		                      .key_span = stmt->setting.key.span };
	struct leat_err err;

	if (!pair.key.p)
		leat_settings_init(&s->session->settings, s->session->arena);
	else if (leat_settings_reset(&s->session->settings, s->session->arena, &pair, &err))
		return leat_statement_fail(s, &err, stmt->span);
	(void)add_result(s, LEAT_RESULT_OK, stmt->span);
	return 0;
}

static int unsupported(struct leat_statement *s, const struct leat_ast_stmt *stmt, const char *what)
{
	s->goes_on = true;
	return leat_diags_error(s->diags, LEAT_E_UNSUPPORTED, stmt->span, "%s is not supported yet",
	                        what);
}

/* CREATE, DROP and USE of catalogs and databases, DROP TABLE, DROP VIEW: the catalog does them. */
static int run_catalog(struct leat_statement *s, const struct leat_ast_stmt *stmt,
                       struct leat_err *err)
{
	struct leat_catalog *catalog = &s->session->catalog;

	switch ((int)stmt->kind) {
	case LEAT_AST_STMT_DROP_TABLE:
		return leat_catalog_drop(catalog, &stmt->drop, false, err);
	case LEAT_AST_STMT_DROP_VIEW:
		return leat_catalog_drop(catalog, &stmt->drop, true, err);
	case LEAT_AST_STMT_CREATE_CATALOG:
		return leat_catalog_create_catalog(catalog, &stmt->space, err);
	case LEAT_AST_STMT_DROP_CATALOG:
		return leat_catalog_drop_catalog(catalog, &stmt->drop, err);
	case LEAT_AST_STMT_USE_CATALOG:
		return leat_catalog_use_catalog(catalog, &stmt->name, err);
	case LEAT_AST_STMT_CREATE_DATABASE:
		return leat_catalog_create_database(catalog, &stmt->space, err);
	case LEAT_AST_STMT_DROP_DATABASE:
		return leat_catalog_drop_database(catalog, &stmt->drop, err);
	case LEAT_AST_STMT_USE_DATABASE:
		return leat_catalog_use_database(catalog, &stmt->name, err);
	}
	leat_unreachable();
}

static int apply(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	struct leat_err err;

	if (run_catalog(s, stmt, &err))
		return leat_statement_fail(s, &err, stmt->span);
	(void)add_result(s, LEAT_RESULT_OK, stmt->span);
	return 0;
}

/* DDL that has its own file; 0 is an applied statement. */
static int applied(struct leat_statement *s, const struct leat_ast_stmt *stmt, int r)
{
	if (r == 0)
		(void)add_result(s, LEAT_RESULT_OK, stmt->span);
	return r;
}

int leat_statement_run(struct leat_statement *s, const struct leat_ast_stmt *stmt)
{
	s->goes_on = false; /* what follows DDL that failed would only fail for that reason */
	switch (stmt->kind) {
	case LEAT_AST_STMT_QUERY:
		return run_query(s, stmt);
	case LEAT_AST_STMT_INSERT:
		return run_insert(s, stmt);
	case LEAT_AST_STMT_STATEMENT_SET:
		return run_statement_set(s, stmt);
	case LEAT_AST_STMT_CREATE_TABLE:
		return leat_ddl_create_table(s, stmt);
	case LEAT_AST_STMT_ALTER_TABLE:
		return applied(s, stmt, leat_ddl_alter_table(s, stmt));
	case LEAT_AST_STMT_CREATE_VIEW:
		return applied(s, stmt, leat_ddl_create_view(s, stmt));
	case LEAT_AST_STMT_ALTER_VIEW:
		return applied(s, stmt, leat_ddl_alter_view(s, stmt));
	case LEAT_AST_STMT_DROP_TABLE:
	case LEAT_AST_STMT_DROP_VIEW:
	case LEAT_AST_STMT_CREATE_CATALOG:
	case LEAT_AST_STMT_DROP_CATALOG:
	case LEAT_AST_STMT_USE_CATALOG:
	case LEAT_AST_STMT_CREATE_DATABASE:
	case LEAT_AST_STMT_DROP_DATABASE:
	case LEAT_AST_STMT_USE_DATABASE:
		return apply(s, stmt);
	case LEAT_AST_STMT_ALTER_CATALOG:
		return unsupported(s, stmt, "ALTER CATALOG");
	case LEAT_AST_STMT_ALTER_DATABASE:
		return unsupported(s, stmt, "ALTER DATABASE");
	case LEAT_AST_STMT_CREATE_FUNCTION:
		return unsupported(s, stmt, "CREATE FUNCTION");
	case LEAT_AST_STMT_ALTER_FUNCTION:
		return unsupported(s, stmt, "ALTER FUNCTION");
	case LEAT_AST_STMT_DROP_FUNCTION:
		return unsupported(s, stmt, "DROP FUNCTION");
	case LEAT_AST_STMT_SET:
		return run_set(s, stmt);
	case LEAT_AST_STMT_RESET:
		return run_reset(s, stmt);
	case LEAT_AST_STMT_SHOW:
		return leat_show(s, stmt);
	case LEAT_AST_STMT_DESCRIBE:
		return leat_describe(s, stmt);
	case LEAT_AST_STMT_EXPLAIN:
		return leat_explain(s, stmt);
	case LEAT_AST_STMT_DELETE:
		return unsupported(s, stmt, "DELETE");
	case LEAT_AST_STMT_UPDATE:
		return unsupported(s, stmt, "UPDATE");
	case LEAT_AST_STMT_TRUNCATE:
		return unsupported(s, stmt, "TRUNCATE");
	case LEAT_AST_STMT_OTHER:
		return unsupported(s, stmt, leat_arena_dup(s->arena, stmt->other.p, stmt->other.n));
	}
	leat_unreachable();
}
