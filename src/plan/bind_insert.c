/* SPDX-License-Identifier: Apache-2.0 */
/* INSERT INTO: the query's columns to the sink's, checked by Flink's rules for implicit casts. */
#include "base/nearest.h"
#include "plan/bind_int.h"
#include "types/cast.h"

#include "leat/sink.h"

/* A column of the sink and the query's expression for it. */
struct target {
	const struct leat_catalog_column *column; /* the sink's */
	int32_t query_column;                     /* of the query; -1: not named, so NULL */
	const struct leat_expr *constant;         /* PARTITION (column = constant), or NULL */
};

/* The columns that INSERT writes. */
struct targets {
	uint32_t count;       /* columns of the sink that are stored */
	struct target *items; /* count rows */
	uint32_t named_count; /* how many the query must bring */
};

static bool is_stored(const struct leat_catalog_column *column)
{
	return column->kind == LEAT_COLUMN_PHYSICAL ||
	       (column->kind == LEAT_COLUMN_METADATA && !column->is_virtual);
}

static struct target *find_target(struct leat_binder *b, const struct leat_relation *relation,
                                  struct targets *targets, const struct leat_ast_ident *name)
{
	struct leat_nearest near = leat_nearest_of(name->text);
	struct leat_err err;

	for (uint32_t i = 0; i < targets->count; i++) {
		if (leat_str_equal(targets->items[i].column->name, name->text))
			return &targets->items[i];
		leat_nearest_offer(&near, targets->items[i].column->name);
	}
	leat_err_at(&err, LEAT_E_UNKNOWN_COLUMN, name->span,
	            "no column \"%.*s\" to write in \"%.*s\"", LEAT_STR_ARG(name->text),
	            LEAT_STR_ARG(relation->name));
	leat_nearest_hint(&near, &err);
	return leat_bind_fail(b, &err, name->span);
}

static bool bind_partitions(struct leat_binder *b, const struct leat_relation *relation,
                            const struct leat_ast_insert *insert, struct targets *targets)
{
	static const struct leat_schema nothing;
	struct leat_scope scope = { .schema = &nothing, .clause = "PARTITION" };

	for (uint32_t i = 0; i < insert->partition_count; i++) {
		const struct leat_ast_named_expr *partition = &insert->partitions[i];
		struct target *target = find_target(b, relation, targets, &partition->name);

		if (!target)
			return false;
		target->constant = leat_bind_expr(b, &scope, partition->expr);
		if (!target->constant)
			return false;
	}
	return true;
}

/* Which column of the query goes where. */
static bool bind_targets(struct leat_binder *b, const struct leat_relation *relation,
                         const struct leat_ast_insert *insert, struct targets *targets)
{
	targets->items = LEAT_ARENA_ARRAY(b->arena, struct target, relation->column_count + 1);
	for (uint32_t i = 0; i < relation->column_count; i++)
		if (is_stored(&relation->columns[i]))
			targets->items[targets->count++] = (struct target){ &relation->columns[i],
				                                            -1, NULL };
	if (insert && !bind_partitions(b, relation, insert, targets))
		return false;
	if (!insert || !insert->columns.count) {
		for (uint32_t i = 0; i < targets->count; i++)
			if (!targets->items[i].constant)
				targets->items[i].query_column = (int32_t)targets->named_count++;
		return true;
	}
	for (uint32_t i = 0; i < insert->columns.count; i++) {
		struct target *target = find_target(b, relation, targets,
		                                    &insert->columns.items[i]);

		if (!target)
			return false;
		if (target->query_column >= 0 || target->constant) {
			leat_bind_error(b, LEAT_E_QUERY, insert->columns.items[i].span,
			                "the column \"%.*s\" is named twice",
			                LEAT_STR_ARG(target->column->name));
			return false;
		}
		target->query_column = (int32_t)targets->named_count++;
	}
	return true;
}

/* "[id INT, name STRING]" */
static void print_schema(const struct leat_schema *schema, struct leat_buf *out)
{
	leat_buf_char(out, '[');
	for (uint32_t i = 0; i < schema->field_count; i++) {
		leat_buf_text(out, i ? ", " : "");
		leat_buf_str(out, schema->fields[i].name);
		leat_buf_char(out, ' ');
		leat_type_print(schema->fields[i].type, false, out);
	}
	leat_buf_char(out, ']');
}

static void mismatch(struct leat_binder *b, const struct leat_relation *relation,
                     const struct targets *targets, const struct leat_rel *input,
                     struct leat_span span, const char *cause)
{
	struct leat_field *fields = LEAT_ARENA_ARRAY(b->arena, struct leat_field,
	                                             targets->count + 1);
	struct leat_schema sink = { .fields = fields };
	struct leat_err err;
	struct leat_buf text;

	for (uint32_t i = 0; i < targets->count; i++)
		if (targets->items[i].query_column >= 0)
			fields[sink.field_count++] = (struct leat_field){
				targets->items[i].column->name, targets->items[i].column->type
			};
	leat_buf_init(&text, 1 << 16);
	leat_buf_printf(&text, "the query does not fit \"%.*s\": %s; query ",
	                LEAT_STR_ARG(relation->name), cause);
	print_schema(input->schema, &text);
	leat_buf_text(&text, ", sink ");
	print_schema(&sink, &text);
	leat_err_at(&err, LEAT_E_TYPE, span, "%s", leat_buf_cstr(&text));
	leat_buf_done(&text);
	leat_bind_fail(b, &err, span);
}

/* May @p from be written to @p to without a CAST in the query? */
static bool fits(const struct leat_type *from, const struct leat_type *to)
{
	bool implicit = false;

	if (from->id == LEAT_NULL || leat_type_equal(from, to))
		return true;
	if (leat_type_is_timestamp(from) && leat_type_is_timestamp(to))
		return true;
	if (from->id == to->id && from->child_count == to->child_count && from->child_count) {
		for (uint32_t i = 0; i < from->child_count; i++)
			if (!fits(from->children[i], to->children[i]))
				return false;
		return true;
	}
	return leat_cast_is_allowed(from, to, &implicit) && implicit;
}

/* The value as the sink's column wants it: Flink's planner cuts and pads texts here whatever
 * table.exec.sink.type-length-enforcer says, which is left without work. */
static const struct leat_expr *convert(struct leat_binder *b, const struct leat_expr *expr,
                                       const struct leat_catalog_column *column)
{
	const struct leat_settings *settings = &b->session->settings;
	const struct leat_type *type = leat_type_copy(b->arena, column->type);

	expr = leat_bind_cast(b, leat_bind_materialize(b, expr), type);
	if (expr && expr->type->nullable && !type->nullable &&
	    settings->not_null_enforcer == LEAT_NOT_NULL_ERROR)
		expr = leat_bind_not_null(b, expr, column->name);
	return expr;
}

/* table.exec.sink.not-null-enforcer = DROP: rows with a NULL for a NOT NULL column are left out. */
static const struct leat_rel *drop_nulls(struct leat_binder *b, const struct leat_rel *rel,
                                         const struct targets *targets)
{
	if (b->session->settings.not_null_enforcer != LEAT_NOT_NULL_DROP)
		return rel;
	for (uint32_t i = 0; i < targets->count; i++) {
		const struct leat_expr *column = leat_rel_column(b->arena, rel, i), *condition;

		if (targets->items[i].column->type->nullable || !column->type->nullable)
			continue;
		condition = leat_bind_operator(b, "IS NOT NULL", rel->span, 1, &column);
		if (condition)
			rel = leat_rel_filter(b->arena, rel, condition);
	}
	return rel;
}

static const struct leat_rel *project(struct leat_binder *b, const struct leat_relation *relation,
                                      const struct targets *targets, const struct leat_rel *input,
                                      struct leat_span span)
{
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *,
	                                                  targets->count + 1);
	struct leat_str *names = LEAT_ARENA_ARRAY(b->arena, struct leat_str, targets->count + 1);

	for (uint32_t i = 0; i < targets->count; i++) {
		const struct target *target = &targets->items[i];
		const struct leat_catalog_column *column = target->column;
		const struct leat_expr *expr = target->constant;

		if (target->query_column >= 0)
			expr = leat_rel_column(b->arena, input, (uint32_t)target->query_column);
		if (!expr && !column->type->nullable) {
			leat_bind_error(
				b, LEAT_E_QUERY, span,
				"the column \"%.*s\" of \"%.*s\" is NOT NULL and gets no value",
				LEAT_STR_ARG(column->name), LEAT_STR_ARG(relation->name));
			return NULL;
		}
		if (!expr)
			expr = leat_expr_null(b->arena, leat_type_copy(b->arena, column->type));
		if (!fits(expr->type, column->type)) {
			mismatch(b, relation, targets, input, span,
			         leat_arena_printf(b->arena, "column \"%.*s\" has another type",
			                           LEAT_STR_ARG(column->name)));
			return NULL;
		}
		exprs[i] = convert(b, expr, column);
		if (!exprs[i])
			return NULL;
		names[i] = leat_arena_str(b->arena, column->name);
	}
	return drop_nulls(b, leat_rel_project(b->arena, input, targets->count, exprs, names),
	                  targets);
}

/* What the connector sees; errors and warnings are placed as those of sources. */
static const struct leat_table *make_table(struct leat_binder *b,
                                           const struct leat_relation *relation,
                                           const struct leat_ast_insert *insert,
                                           struct leat_span span)
{
	struct leat_table_request request = { .registry = b->session->registry,
		                              .relation = relation,
		                              .as_sink = true };
	const struct leat_table *table = NULL;
	struct leat_diags found;

	request.hint_count = leat_bind_hints(b, insert ? &insert->hints : NULL, &request.hints);
	leat_diags_init(&found, b->arena);
	if (leat_table_new(&request, b->arena, &found, &table))
		table = NULL;
	for (struct leat_diag *diag = found.first; diag; diag = diag->next) {
		if (relation->text.p != b->text.p)
			diag->err.span = leat_bind_place(b, span);
		leat_diags_add(b->diags, diag->severity, &diag->err);
	}
	return table;
}

/* Does the sink take the kinds of changes that the query makes? */
static bool check_changes(struct leat_binder *b, const struct leat_rel *rel,
                          const struct leat_table *table, struct leat_span span)
{
	enum leat_sink_mode mode = table->connector->sink->mode(table);

	if (mode != LEAT_SINK_APPEND || leat_rel_kinds(rel) == LEAT_KINDS_INSERT)
		return true;
	leat_bind_error_hint(b, LEAT_E_CHANGELOG, span,
	                     table->key_count
	                             ? "use a sink that takes updates, or a window"
	                             : "declare a PRIMARY KEY (..) NOT ENFORCED in the sink if "
	                               "it can be upserted, or use a window",
	                     "the query updates its rows and \"%.*s\" only takes new ones",
	                     LEAT_STR_ARG(table->name));
	return false;
}

const struct leat_rel *leat_bind_sink(struct leat_binder *b, const struct leat_relation *relation,
                                      const struct leat_ast_insert *insert,
                                      const struct leat_rel *input)
{
	struct leat_span span = insert ? insert->table.span : relation->span;
	struct targets targets = { .count = 0 };
	const struct leat_table *table;
	struct leat_schema *schema;
	struct leat_field *fields;
	struct leat_rel *rel;

	table = make_table(b, relation, insert, span);
	if (!table || !bind_targets(b, relation, insert, &targets))
		return NULL;
	if (targets.named_count != input->schema->field_count) {
		mismatch(b, relation, &targets, input, span, "different number of columns");
		return NULL;
	}
	input = project(b, relation, &targets, input, span);
	if (!input || !check_changes(b, input, table, span))
		return NULL;
	schema = LEAT_ARENA_NEW(b->arena, struct leat_schema);
	fields = LEAT_ARENA_ARRAY(b->arena, struct leat_field, targets.count + 1);
	for (uint32_t i = 0; i < targets.count; i++)
		fields[i] = (struct leat_field){ table->columns[i].name,
			                         leat_type_copy(b->arena,
			                                        targets.items[i].column->type) };
	schema->field_count = targets.count;
	schema->fields = fields;
	rel = leat_rel_new(b->arena, LEAT_REL_SINK, schema, 1, &input);
	rel->span = leat_bind_place(b, span);
	rel->sink.relation = relation;
	rel->sink.table = table;
	rel->sink.span = rel->span;
	return rel;
}

const struct leat_rel *leat_bind_insert(struct leat_binder *b, const struct leat_ast_stmt *stmt)
{
	const struct leat_ast_insert *insert = &stmt->insert;
	const struct leat_relation *relation;
	const struct leat_rel *input;
	struct leat_err err;

	if (insert->overwrite)
		return leat_bind_unsupported(b, stmt->span, "INSERT OVERWRITE");
	if (leat_catalog_get(&b->session->catalog, &insert->table, &relation, &err)) {
		(void)leat_bind_fail(b, &err, insert->table.span);
		relation = NULL;
	} else if (relation->is_view) {
		(void)leat_bind_error(b, LEAT_E_QUERY, insert->table.span,
		                      "\"%.*s\" is a view and cannot be written",
		                      LEAT_STR_ARG(relation->name));
		relation = NULL;
	}
	input = leat_bind_query(b, insert->query);
	return input && relation ? leat_bind_sink(b, relation, insert, input) : NULL;
}
