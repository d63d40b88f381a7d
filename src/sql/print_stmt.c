/* SPDX-License-Identifier: Apache-2.0 */
/* Printing statements and scripts. */
#include "sql/keyword.h"
#include "sql/print_int.h"

static void print_if(bool condition, const char *text, struct leat_buf *out)
{
	if (condition)
		leat_buf_text(out, text);
}

/* A word and a text, when there is one. */
static void print_text_clause(const char *word, const struct leat_ast_text *text,
                              struct leat_buf *out)
{
	if (!text->value.p)
		return;
	leat_buf_text(out, word);
	leat_sql_print_text(text->value, out);
}

static void print_options_clause(const char *word, const struct leat_ast_options *options,
                                 struct leat_buf *out)
{
	if (options->span.end == 0)
		return;
	leat_buf_text(out, word);
	leat_print_options(options, true, out);
}

/* ---- tables ------------------------------------------------------------------------------- */

static void print_place(const struct leat_ast_column *column, struct leat_buf *out)
{
	switch (column->place) {
	case LEAT_AST_PLACE_DEFAULT:
		return;
	case LEAT_AST_PLACE_FIRST:
		leat_buf_text(out, " FIRST");
		return;
	case LEAT_AST_PLACE_AFTER:
		leat_buf_text(out, " AFTER ");
		leat_sql_print_name(&column->after, out);
		return;
	}
}

static void print_column(const struct leat_ast_column *column, struct leat_buf *out)
{
	leat_sql_print_name(&column->name, out);
	leat_buf_text(out, column->kind == LEAT_AST_COLUMN_COMPUTED ? " AS " : " ");
	if (column->kind == LEAT_AST_COLUMN_COMPUTED)
		leat_sql_print_expr(column->expr, out);
	else
		leat_sql_print_type(column->type, out);
	if (column->kind == LEAT_AST_COLUMN_METADATA) {
		leat_buf_text(out, " METADATA");
		print_text_clause(" FROM ", &column->key, out);
		print_if(column->is_virtual, " VIRTUAL", out);
	}
	print_if(column->primary_key, " PRIMARY KEY", out);
	print_if(column->unique, " UNIQUE", out);
	print_if((column->primary_key || column->unique) && !column->enforced, " NOT ENFORCED",
	         out);
	print_text_clause(" COMMENT ", &column->comment, out);
	print_place(column, out);
}

static void print_constraint(const struct leat_ast_constraint *constraint, struct leat_buf *out)
{
	if (leat_ast_has(&constraint->name)) {
		leat_buf_text(out, "CONSTRAINT ");
		leat_sql_print_ident(constraint->name.text, out);
		leat_buf_char(out, ' ');
	}
	leat_buf_text(out, constraint->unique ? "UNIQUE " : "PRIMARY KEY ");
	leat_print_idents(&constraint->columns, out);
	print_if(!constraint->enforced, " NOT ENFORCED", out);
}

/* Begin the next line of a list. */
static void print_line(bool *any, struct leat_buf *out)
{
	leat_buf_text(out, *any ? ",\n  " : "\n  ");
	*any = true;
}

static void print_schema(const struct leat_ast_schema *schema, struct leat_buf *out)
{
	bool any = false;

	leat_buf_char(out, '(');
	for (uint32_t i = 0; i < schema->column_count; i++) {
		print_line(&any, out);
		print_column(&schema->columns[i], out);
	}
	for (uint32_t i = 0; i < schema->watermark_count; i++) {
		print_line(&any, out);
		leat_buf_text(out, "WATERMARK FOR ");
		leat_sql_print_name(&schema->watermarks[i].column, out);
		leat_buf_text(out, " AS ");
		leat_sql_print_expr(schema->watermarks[i].expr, out);
	}
	for (uint32_t i = 0; i < schema->constraint_count; i++) {
		print_line(&any, out);
		print_constraint(&schema->constraints[i], out);
	}
	leat_buf_text(out, "\n)");
}

static void print_like(const struct leat_ast_like *like, struct leat_buf *out)
{
	static const char *const modes[] = {
		[LEAT_AST_LIKE_INCLUDING] = "INCLUDING ",
		[LEAT_AST_LIKE_EXCLUDING] = "EXCLUDING ",
		[LEAT_AST_LIKE_OVERWRITING] = "OVERWRITING ",
	};
	static const char *const features[] = {
		[LEAT_AST_LIKE_ALL] = "ALL",
		[LEAT_AST_LIKE_CONSTRAINTS] = "CONSTRAINTS",
		[LEAT_AST_LIKE_DISTRIBUTION] = "DISTRIBUTION",
		[LEAT_AST_LIKE_GENERATED] = "GENERATED",
		[LEAT_AST_LIKE_METADATA] = "METADATA",
		[LEAT_AST_LIKE_OPTIONS] = "OPTIONS",
		[LEAT_AST_LIKE_PARTITIONS] = "PARTITIONS",
		[LEAT_AST_LIKE_WATERMARKS] = "WATERMARKS",
	};

	leat_buf_text(out, "\nLIKE ");
	leat_sql_print_name(&like->table, out);
	for (uint32_t i = 0; i < like->count; i++) {
		leat_buf_text(out, i > 0 ? "\n  " : " (\n  ");
		leat_buf_text(out, modes[like->items[i].mode]);
		leat_buf_text(out, features[like->items[i].feature]);
	}
	print_if(like->count > 0, "\n)", out);
}

static void print_distribution(const struct leat_ast_distribution *d, struct leat_buf *out)
{
	if (d->span.end == 0)
		return;
	leat_buf_text(out, "\nDISTRIBUTED");
	if (d->columns.count > 0) {
		leat_buf_text(out, " BY ");
		leat_buf_str(out, d->algorithm.text);
		leat_print_idents(&d->columns, out);
	}
	if (d->buckets >= 0)
		leat_buf_printf(out, " INTO %lld BUCKETS", (long long)d->buckets);
}

static void print_create_table(const struct leat_ast_create_table *table, struct leat_buf *out)
{
	leat_buf_text(out, "CREATE ");
	print_if(table->or_replace, "OR REPLACE ", out);
	print_if(table->temporary, "TEMPORARY ", out);
	leat_buf_text(out, "TABLE ");
	print_if(table->if_not_exists, "IF NOT EXISTS ", out);
	leat_sql_print_name(&table->table, out);
	if (table->schema.span.end > 0) {
		leat_buf_char(out, ' ');
		print_schema(&table->schema, out);
	}
	print_text_clause("\nCOMMENT ", &table->comment, out);
	print_distribution(&table->distribution, out);
	if (table->partitions.count > 0) {
		leat_buf_text(out, "\nPARTITIONED BY ");
		leat_print_idents(&table->partitions, out);
	}
	/* As Flink: behind the columns on the same line. */
	print_options_clause(table->comment.value.p || table->distribution.span.end > 0 ||
	                                     table->partitions.count > 0
	                             ? "\nWITH "
	                             : " WITH ",
	                     &table->options, out);
	if (table->like.table.count > 0)
		print_like(&table->like, out);
	if (table->query) {
		leat_buf_text(out, "\nAS ");
		leat_sql_print_query(table->query, out);
	}
}

static void print_dropped_columns(const struct leat_ast_alter_table *alter, struct leat_buf *out)
{
	leat_buf_text(out, " DROP (");
	for (uint32_t i = 0; i < alter->column_count; i++) {
		leat_buf_text(out, i > 0 ? ", " : "");
		leat_sql_print_name(&alter->columns[i], out);
	}
	leat_buf_char(out, ')');
}

static void print_alter_table(const struct leat_ast_alter_table *alter, struct leat_buf *out)
{
	leat_buf_text(out, alter->if_exists ? "ALTER TABLE IF EXISTS " : "ALTER TABLE ");
	leat_sql_print_name(&alter->table, out);
	switch (alter->kind) {
	case LEAT_AST_ALTER_TABLE_RENAME:
	case LEAT_AST_ALTER_TABLE_RENAME_COLUMN:
		leat_buf_text(out, " RENAME ");
		leat_sql_print_name(&alter->from, out);
		leat_buf_text(out, alter->from.count > 0 ? " TO " : "TO ");
		leat_sql_print_name(&alter->name, out);
		return;
	case LEAT_AST_ALTER_TABLE_SET:
		print_options_clause(" SET ", &alter->options, out);
		return;
	case LEAT_AST_ALTER_TABLE_RESET:
		print_options_clause(" RESET ", &alter->options, out);
		return;
	case LEAT_AST_ALTER_TABLE_ADD:
	case LEAT_AST_ALTER_TABLE_MODIFY:
		leat_buf_text(out, alter->kind == LEAT_AST_ALTER_TABLE_ADD ? " ADD " : " MODIFY ");
		print_schema(&alter->schema, out);
		return;
	case LEAT_AST_ALTER_TABLE_DROP_COLUMNS:
		print_dropped_columns(alter, out);
		return;
	case LEAT_AST_ALTER_TABLE_DROP_KEY:
		leat_buf_text(out, " DROP PRIMARY KEY");
		return;
	case LEAT_AST_ALTER_TABLE_DROP_CONSTRAINT:
		leat_buf_text(out, " DROP CONSTRAINT ");
		leat_sql_print_name(&alter->name, out);
		return;
	case LEAT_AST_ALTER_TABLE_DROP_WATERMARK:
		leat_buf_text(out, " DROP WATERMARK");
		return;
	}
	leat_unreachable();
}

/* ---- views, functions, catalogs ----------------------------------------------------------- */

static void print_create_view(const struct leat_ast_create_view *view, struct leat_buf *out)
{
	leat_buf_text(out, "CREATE ");
	print_if(view->or_replace, "OR REPLACE ", out);
	print_if(view->temporary, "TEMPORARY ", out);
	leat_buf_text(out, "VIEW ");
	print_if(view->if_not_exists, "IF NOT EXISTS ", out);
	leat_sql_print_name(&view->view, out);
	if (view->columns.count > 0) {
		leat_buf_char(out, ' ');
		leat_print_idents(&view->columns, out);
	}
	print_text_clause("\nCOMMENT ", &view->comment, out);
	leat_buf_text(out, "\nAS ");
	leat_sql_print_query(view->query, out);
}

static void print_alter_view(const struct leat_ast_alter_view *alter, struct leat_buf *out)
{
	leat_buf_text(out, "ALTER VIEW ");
	leat_sql_print_name(&alter->view, out);
	if (alter->query) {
		leat_buf_text(out, " AS ");
		leat_sql_print_query(alter->query, out);
	} else {
		leat_buf_text(out, " RENAME TO ");
		leat_sql_print_name(&alter->name, out);
	}
}

static void print_function(const struct leat_ast_create_function *function, bool alter,
                           struct leat_buf *out)
{
	leat_buf_text(out, alter ? "ALTER " : "CREATE ");
	print_if(function->temporary, "TEMPORARY ", out);
	print_if(function->system, "SYSTEM ", out);
	leat_buf_text(out, "FUNCTION ");
	print_if(function->if_not_exists, alter ? "IF EXISTS " : "IF NOT EXISTS ", out);
	leat_sql_print_name(&function->function, out);
	print_text_clause(" AS ", &function->path, out);
	if (leat_ast_has(&function->language)) {
		leat_buf_text(out, " LANGUAGE ");
		leat_buf_str(out, function->language.text);
	}
	for (uint32_t i = 0; i < function->jars.count; i++)
		print_text_clause(i > 0 ? ", JAR " : " USING JAR ", &function->jars.items[i].key,
		                  out);
	print_options_clause(" WITH ", &function->options, out);
}

static void print_space(const char *create, const char *alter, const struct leat_ast_space *space,
                        struct leat_buf *out)
{
	leat_buf_text(out, create ? create : alter);
	print_if(space->if_not_exists, "IF NOT EXISTS ", out);
	leat_sql_print_name(&space->name, out);
	print_text_clause(" COMMENT ", &space->comment, out);
	print_options_clause(create         ? " WITH "
	                     : space->reset ? " RESET "
	                                    : " SET ",
	                     &space->options, out);
}

static void print_drop(const char *what, const struct leat_ast_drop *drop, struct leat_buf *out)
{
	leat_buf_text(out, "DROP ");
	print_if(drop->temporary, "TEMPORARY ", out);
	print_if(drop->system, "SYSTEM ", out);
	leat_buf_text(out, what);
	print_if(drop->if_exists, "IF EXISTS ", out);
	leat_sql_print_name(&drop->name, out);
	print_if(drop->cascade, " CASCADE", out);
}

/* ---- the others --------------------------------------------------------------------------- */

static void print_assignments(const struct leat_ast_named_expr *items, uint32_t count,
                              struct leat_buf *out)
{
	for (uint32_t i = 0; i < count; i++) {
		leat_buf_text(out, i > 0 ? ", " : "");
		leat_sql_print_ident(items[i].name.text, out);
		leat_buf_text(out, " = ");
		leat_sql_print_expr(items[i].expr, out);
	}
}

static void print_insert(const struct leat_ast_insert *insert, struct leat_buf *out)
{
	leat_buf_text(out, insert->overwrite ? "INSERT OVERWRITE " : "INSERT INTO ");
	leat_sql_print_name(&insert->table, out);
	leat_print_hints(&insert->hints, out);
	if (insert->partition_count > 0) {
		leat_buf_text(out, " PARTITION (");
		print_assignments(insert->partitions, insert->partition_count, out);
		leat_buf_char(out, ')');
	}
	if (insert->columns.count > 0) {
		leat_buf_char(out, ' ');
		leat_print_idents(&insert->columns, out);
	}
	leat_buf_char(out, ' ');
	leat_sql_print_query(insert->query, out);
}

static void print_modify(const struct leat_ast_modify *modify, bool update, struct leat_buf *out)
{
	leat_buf_text(out, update ? "UPDATE " : "DELETE FROM ");
	leat_sql_print_name(&modify->table, out);
	print_if(update, " SET ", out);
	print_assignments(modify->assignments, modify->assignment_count, out);
	if (modify->where) {
		leat_buf_text(out, " WHERE ");
		leat_sql_print_expr(modify->where, out);
	}
}

static void print_set(const char *word, const struct leat_ast_setting *setting,
                      struct leat_buf *out)
{
	leat_buf_text(out, word);
	print_text_clause(" ", &setting->key, out);
	print_text_clause(" = ", &setting->value, out);
}

static void print_show(const struct leat_ast_show *show, struct leat_buf *out)
{
	static const struct {
		const char *what, *from;
	} words[] = {
		[LEAT_AST_SHOW_CATALOGS] = { "CATALOGS", "" },
		[LEAT_AST_SHOW_CURRENT_CATALOG] = { "CURRENT CATALOG", "" },
		[LEAT_AST_SHOW_DATABASES] = { "DATABASES", " FROM " },
		[LEAT_AST_SHOW_CURRENT_DATABASE] = { "CURRENT DATABASE", "" },
		[LEAT_AST_SHOW_TABLES] = { "TABLES", " FROM " },
		[LEAT_AST_SHOW_VIEWS] = { "VIEWS", " FROM " },
		[LEAT_AST_SHOW_FUNCTIONS] = { "FUNCTIONS", " FROM " },
		[LEAT_AST_SHOW_PROCEDURES] = { "PROCEDURES", " FROM " },
		[LEAT_AST_SHOW_COLUMNS] = { "COLUMNS", " FROM " },
		[LEAT_AST_SHOW_PARTITIONS] = { "PARTITIONS", " " },
		[LEAT_AST_SHOW_CREATE_TABLE] = { "CREATE TABLE", " " },
		[LEAT_AST_SHOW_CREATE_VIEW] = { "CREATE VIEW", " " },
		[LEAT_AST_SHOW_CREATE_CATALOG] = { "CREATE CATALOG", " " },
		[LEAT_AST_SHOW_MODULES] = { "MODULES", "" },
		[LEAT_AST_SHOW_JARS] = { "JARS", "" },
		[LEAT_AST_SHOW_JOBS] = { "JOBS", "" },
	};

	leat_buf_text(out, "SHOW ");
	print_if(show->user_only, "USER ", out);
	print_if(show->full, "FULL ", out);
	leat_buf_text(out, words[show->kind].what);
	print_if(show->from.count > 0, words[show->kind].from, out);
	leat_sql_print_name(&show->from, out);
	print_if(show->not_like, " NOT", out);
	print_text_clause(show->ilike ? " ILIKE " : " LIKE ", &show->like, out);
}

static void print_describe(const struct leat_ast_describe *describe, struct leat_buf *out)
{
	static const char *const words[] = {
		[LEAT_AST_DESCRIBE_TABLE] = "",
		[LEAT_AST_DESCRIBE_CATALOG] = "CATALOG ",
		[LEAT_AST_DESCRIBE_DATABASE] = "DATABASE ",
		[LEAT_AST_DESCRIBE_FUNCTION] = "FUNCTION ",
		[LEAT_AST_DESCRIBE_JOB] = "JOB",
	};

	leat_buf_printf(out, "DESCRIBE %s", words[describe->kind]);
	print_if(describe->extended, "EXTENDED ", out);
	leat_sql_print_name(&describe->name, out);
	print_text_clause(" ", &describe->job, out);
}

static void print_explain(const struct leat_ast_explain *explain, struct leat_buf *out)
{
	static const struct {
		unsigned flag;
		enum leat_keyword word;
	} flags[] = {
		{ LEAT_AST_EXPLAIN_ESTIMATED_COST, LEAT_KW_ESTIMATED_COST },
		{ LEAT_AST_EXPLAIN_CHANGELOG_MODE, LEAT_KW_CHANGELOG_MODE },
		{ LEAT_AST_EXPLAIN_JSON, LEAT_KW_JSON_EXECUTION_PLAN },
		{ LEAT_AST_EXPLAIN_PLAN_ADVICE, LEAT_KW_PLAN_ADVICE },
		{ LEAT_AST_EXPLAIN_AST, LEAT_KW_AST },
		{ LEAT_AST_EXPLAIN_LOGICAL, LEAT_KW_LOGICAL },
		{ LEAT_AST_EXPLAIN_PHYSICAL, LEAT_KW_PHYSICAL },
	};
	const char *separator = " ";

	leat_buf_text(out, explain->plan_for ? "EXPLAIN PLAN FOR" : "EXPLAIN");
	for (size_t i = 0; i < LEAT_COUNT(flags); i++) {
		if (!(explain->flags & flags[i].flag))
			continue;
		leat_buf_printf(out, "%s%s", separator, leat_keyword_text(flags[i].word));
		separator = ", ";
	}
	leat_buf_char(out, ' ');
	leat_sql_print_stmt(explain->stmt, out);
}

static void print_statement_set(const struct leat_ast_stmts *stmts, struct leat_buf *out)
{
	leat_buf_text(out, "EXECUTE STATEMENT SET BEGIN\n");
	for (uint32_t i = 0; i < stmts->count; i++) {
		leat_sql_print_stmt(stmts->items[i], out);
		leat_buf_text(out, ";\n");
	}
	leat_buf_text(out, "END");
}

static void print_named(const char *words, const struct leat_ast_name *name, struct leat_buf *out)
{
	leat_buf_text(out, words);
	leat_sql_print_name(name, out);
}

/* lint: long, one case for each kind of statement. */
void leat_sql_print_stmt(const struct leat_ast_stmt *stmt, struct leat_buf *out)
{
	switch (stmt->kind) {
	case LEAT_AST_STMT_QUERY:
		leat_sql_print_query(stmt->query, out);
		return;
	case LEAT_AST_STMT_INSERT:
		print_insert(&stmt->insert, out);
		return;
	case LEAT_AST_STMT_STATEMENT_SET:
		print_statement_set(&stmt->stmts, out);
		return;
	case LEAT_AST_STMT_CREATE_TABLE:
		print_create_table(&stmt->create_table, out);
		return;
	case LEAT_AST_STMT_ALTER_TABLE:
		print_alter_table(&stmt->alter_table, out);
		return;
	case LEAT_AST_STMT_DROP_TABLE:
		print_drop("TABLE ", &stmt->drop, out);
		return;
	case LEAT_AST_STMT_CREATE_VIEW:
		print_create_view(&stmt->create_view, out);
		return;
	case LEAT_AST_STMT_ALTER_VIEW:
		print_alter_view(&stmt->alter_view, out);
		return;
	case LEAT_AST_STMT_DROP_VIEW:
		print_drop("VIEW ", &stmt->drop, out);
		return;
	case LEAT_AST_STMT_CREATE_FUNCTION:
		print_function(&stmt->create_function, false, out);
		return;
	case LEAT_AST_STMT_ALTER_FUNCTION:
		print_function(&stmt->create_function, true, out);
		return;
	case LEAT_AST_STMT_DROP_FUNCTION:
		print_drop("FUNCTION ", &stmt->drop, out);
		return;
	case LEAT_AST_STMT_CREATE_CATALOG:
		print_space("CREATE CATALOG ", NULL, &stmt->space, out);
		return;
	case LEAT_AST_STMT_ALTER_CATALOG:
		print_space(NULL, "ALTER CATALOG ", &stmt->space, out);
		return;
	case LEAT_AST_STMT_DROP_CATALOG:
		print_drop("CATALOG ", &stmt->drop, out);
		return;
	case LEAT_AST_STMT_USE_CATALOG:
		print_named("USE CATALOG ", &stmt->name, out);
		return;
	case LEAT_AST_STMT_CREATE_DATABASE:
		print_space("CREATE DATABASE ", NULL, &stmt->space, out);
		return;
	case LEAT_AST_STMT_ALTER_DATABASE:
		print_space(NULL, "ALTER DATABASE ", &stmt->space, out);
		return;
	case LEAT_AST_STMT_DROP_DATABASE:
		print_drop("DATABASE ", &stmt->drop, out);
		return;
	case LEAT_AST_STMT_USE_DATABASE:
		print_named("USE ", &stmt->name, out);
		return;
	case LEAT_AST_STMT_SET:
		print_set("SET", &stmt->setting, out);
		return;
	case LEAT_AST_STMT_RESET:
		print_set("RESET", &stmt->setting, out);
		return;
	case LEAT_AST_STMT_SHOW:
		print_show(&stmt->show, out);
		return;
	case LEAT_AST_STMT_DESCRIBE:
		print_describe(&stmt->describe, out);
		return;
	case LEAT_AST_STMT_EXPLAIN:
		print_explain(&stmt->explain, out);
		return;
	case LEAT_AST_STMT_DELETE:
		print_modify(&stmt->modify, false, out);
		return;
	case LEAT_AST_STMT_UPDATE:
		print_modify(&stmt->modify, true, out);
		return;
	case LEAT_AST_STMT_TRUNCATE:
		print_named("TRUNCATE TABLE ", &stmt->name, out);
		return;
	case LEAT_AST_STMT_OTHER:
		leat_buf_str(out, stmt->other);
		return;
	}
	leat_unreachable();
}

void leat_sql_print_script(const struct leat_ast_script *script, struct leat_buf *out)
{
	for (uint32_t i = 0; i < script->stmts.count; i++) {
		leat_sql_print_stmt(script->stmts.items[i], out);
		leat_buf_text(out, ";\n");
	}
}
