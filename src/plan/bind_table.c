/* SPDX-License-Identifier: Apache-2.0 */
/* Tables and views in queries: computed columns, the watermark, hints. */
#include <string.h>

#include "base/duration.h"
#include "base/vec.h"
#include "plan/bind_int.h"

#include "leat/format.h"

static bool same_hints(const struct leat_access *access, uint32_t count,
                       const struct leat_opt_pair *pairs)
{
	if (access->hint_count != count)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (!leat_str_equal(access->hints[i].key, pairs[i].key) ||
		    !leat_str_equal(access->hints[i].value, pairs[i].value))
			return false;
	return true;
}

uint32_t leat_bind_hints(struct leat_binder *b, const struct leat_ast_hints *hints,
                         const struct leat_opt_pair **ret)
{
	static const char *const ignored[] = { "STATE_TTL",    "LOOKUP",        "BROADCAST",
		                               "SHUFFLE_HASH", "SHUFFLE_MERGE", "NEST_LOOP",
		                               "MULTI_JOIN",   "JOIN" };
	LEAT_VEC(struct leat_opt_pair) pairs = { NULL };

	for (uint32_t i = 0; hints && i < hints->count; i++) {
		const struct leat_ast_hint *hint = &hints->items[i];
		bool known = false;

		if (leat_str_is_nocase(hint->name.text, "OPTIONS")) {
			if (!b->session->settings.dynamic_options)
				leat_bind_error(
					b, LEAT_E_OPTION_VALUE, hint->span,
					"OPTIONS hints are off: table.dynamic-table-options.enabled");
			for (uint32_t k = 0; k < hint->options.count; k++) {
				const struct leat_ast_option *option = &hint->options.items[k];

				*LEAT_VEC_ADD(b->arena, &pairs) = (struct leat_opt_pair){
					option->key.value,
					option->value.value,
					option->key.span,
					option->value.span,
				};
			}
			continue;
		}
		for (size_t k = 0; k < LEAT_COUNT(ignored); k++)
			known |= leat_str_is_nocase(hint->name.text, ignored[k]);
		if (!known)
			leat_diags_warn(b->diags, leat_bind_place(b, hint->span), NULL,
			                "the hint \"%.*s\" is not known",
			                LEAT_STR_ARG(hint->name.text));
	}
	*ret = pairs.items;
	return pairs.count;
}

/* What the connector sees.  Errors of a table of another script are shown where it is used. */
static const struct leat_table *make_table(struct leat_binder *b,
                                           const struct leat_relation *relation,
                                           uint32_t hint_count, const struct leat_opt_pair *hints,
                                           struct leat_span span)
{
	struct leat_table_request request = {
		.registry = b->session->registry,
		.relation = relation,
		.hint_count = hint_count,
		.hints = hints,
		.extra_metadata = "timestamp",
	};
	bool foreign = b->blame || relation->text.p != b->text.p;
	const struct leat_table *table = NULL;
	struct leat_diags found;

	leat_diags_init(&found, b->arena);
	if (leat_table_new(&request, b->arena, &found, &table))
		table = NULL;
	for (struct leat_diag *diag = found.first; diag; diag = diag->next) {
		if (foreign)
			diag->err.span = leat_bind_place(b, span);
		leat_diags_add(b->diags, diag->severity, &diag->err);
	}
	return table;
}

/* Columns that expressions of the declaration may use: those that are not computed. */
static struct leat_scope declared_scope(struct leat_binder *b, const struct leat_relation *relation,
                                        const struct leat_schema *schema)
{
	struct leat_scope_entry *entries = LEAT_ARENA_ARRAY(b->arena, struct leat_scope_entry,
	                                                    relation->column_count + 1);
	struct leat_scope scope = { .schema = schema, .entries = entries };

	for (uint32_t i = 0; i < relation->column_count; i++)
		if (relation->columns[i].kind != LEAT_COLUMN_COMPUTED)
			entries[scope.entry_count++] = (struct leat_scope_entry){
				.alias = relation->name, .first = i, .count = 1
			};
	return scope;
}

static struct leat_schema *declared_schema(struct leat_binder *b,
                                           const struct leat_relation *relation)
{
	struct leat_schema *schema = LEAT_ARENA_NEW(b->arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(b->arena, struct leat_field,
	                                             relation->column_count + 2);

	for (uint32_t i = 0; i < relation->column_count; i++)
		fields[i] = (struct leat_field){
			leat_arena_str(b->arena, relation->columns[i].name),
			relation->columns[i].type
				? leat_type_copy(b->arena, relation->columns[i].type)
				: leat_type_basic(LEAT_NULL),
		};
	schema->field_count = relation->column_count;
	schema->fields = fields;
	return schema;
}

const struct leat_expr *leat_bind_computed(struct leat_binder *b,
                                           const struct leat_relation *relation, uint32_t column)
{
	const struct leat_schema *schema = declared_schema(b, relation);
	struct leat_scope scope = declared_scope(b, relation, schema);

	scope.clause = "a computed column";
	return leat_bind_expr(b, &scope, relation->columns[column].expr);
}

const struct leat_expr *leat_bind_watermark(struct leat_binder *b,
                                            const struct leat_relation *relation,
                                            const struct leat_schema *schema)
{
	struct leat_scope_entry entry = { .alias = relation->name,
		                          .count = relation->column_count };
	struct leat_scope scope = { .schema = schema, .entry_count = 1, .entries = &entry };
	const struct leat_type *time = schema->fields[relation->rowtime].type;
	const struct leat_expr *expr;

	expr = leat_bind_expr(b, &scope, relation->watermark);
	if (!expr)
		return NULL;
	if (!leat_type_is_timestamp(expr->type))
		return leat_bind_error(b, LEAT_E_WINDOW, relation->watermark->span,
		                       "a watermark must be a TIMESTAMP or a TIMESTAMP_LTZ");
	if (expr->type->id != time->id)
		return leat_bind_error(b, LEAT_E_WINDOW, relation->watermark->span,
		                       "the watermark and its column must be of one type");
	return leat_bind_materialize(b, expr);
}

/* Per column of the access its expression over table->columns. */
static bool bind_columns(struct leat_binder *b, struct leat_access *access,
                         struct leat_schema *schema)
{
	const struct leat_relation *relation = access->relation;
	uint32_t n = relation->column_count, at = 0;
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *,
	                                                  n + 1);
	struct leat_field *fields = (struct leat_field *)schema->fields;

	for (uint32_t i = 0; i < n; i++) {
		if (relation->columns[i].kind == LEAT_COLUMN_COMPUTED)
			continue;
		exprs[i] = leat_expr_column(b->arena, at, access->table->columns[at].type);
		at++;
		if (relation->columns[i].kind == LEAT_COLUMN_METADATA)
			exprs[i] = leat_bind_cast(b, exprs[i], fields[i].type);
		if (!exprs[i])
			return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		const struct leat_expr *expr;

		if (relation->columns[i].kind != LEAT_COLUMN_COMPUTED)
			continue;
		expr = leat_bind_computed(b, relation, i);
		if (!expr)
			return false;
		fields[i].type = expr->type;
		exprs[i] = leat_expr_substitute(b->arena, expr, exprs);
	}
	access->record_time = -1;
	if (at < access->table->column_count) { /* the extra metadata column */
		access->record_time = (int32_t)n;
		fields[n] = (struct leat_field){ access->table->columns[at].name,
			                         access->table->columns[at].type };
		exprs[n] = leat_expr_column(b->arena, at, fields[n].type);
		schema->field_count++;
	}
	access->exprs = exprs;
	return true;
}

static int64_t idle_timeout(struct leat_binder *b, const struct leat_table *table)
{
	int64_t us = b->session->settings.idle_timeout_us;

	for (uint32_t i = 0; i < table->option_count; i++)
		if (leat_str_equal(table->options[i].key,
		                   LEAT_STR("scan.watermark.idle-timeout"))) {
			struct leat_err err;

			if (leat_duration_parse(table->options[i].value, &us, &err)) {
				err.span = table->options[i].value_span;
				leat_bind_fail(b, &err, err.span);
			}
		}
	return us;
}

static const struct leat_access *make_access(struct leat_binder *b,
                                             const struct leat_relation *relation,
                                             uint32_t hint_count, const struct leat_opt_pair *hints,
                                             struct leat_span span)
{
	struct leat_access *access = LEAT_ARENA_NEW(b->arena, struct leat_access);
	struct leat_schema *schema = declared_schema(b, relation);
	const struct leat_span place = leat_bind_place(b, span);
	const struct leat_span *outer = b->blame;

	access->relation = relation;
	access->hint_count = hint_count;
	access->hints = hints;
	access->rowtime = relation->rowtime;
	access->table = make_table(b, relation, hint_count, hints, span);
	if (!access->table)
		return NULL;
	if (relation->text.p != b->text.p)
		b->blame = &place;
	bool good = bind_columns(b, access, schema);
	if (good && relation->rowtime >= 0) {
		struct leat_field *fields = (struct leat_field *)schema->fields;

		access->watermark = leat_bind_watermark(b, relation, schema);
		fields[relation->rowtime].type = leat_type_with_time(
			b->arena, fields[relation->rowtime].type, LEAT_TIME_ROWTIME);
		good = access->watermark != NULL;
	}
	b->blame = outer;
	access->schema = schema;
	access->idle_timeout_us = idle_timeout(b, access->table);
	access->kinds = access->table->format && access->table->format->kinds
	                        ? access->table->format->kinds
	                        : LEAT_KINDS_INSERT;
	access->is_bounded = access->table->connector->is_bounded &&
	                     access->table->connector->is_bounded(access->table);
	return good ? access : NULL;
}

const struct leat_access *leat_bind_access(struct leat_binder *b,
                                           const struct leat_relation *relation,
                                           const struct leat_ast_hints *hints,
                                           struct leat_span span)
{
	const struct leat_opt_pair *pairs;
	uint32_t pair_count = leat_bind_hints(b, hints, &pairs);
	const struct leat_access *access;

	for (uint32_t i = 0; i < b->accesses->count; i++) {
		access = b->accesses->items[i];
		if (access->relation == relation && same_hints(access, pair_count, pairs))
			return access;
	}
	access = make_access(b, relation, pair_count, pairs, span);
	if (access)
		*LEAT_VEC_ADD(b->arena, b->accesses) = access;
	return access;
}

const struct leat_rel *leat_bind_view(struct leat_binder *b, const struct leat_relation *view,
                                      struct leat_span span)
{
	const struct leat_span place = leat_bind_place(b, span);
	const struct leat_span *blame = b->blame;
	const struct leat_cte *ctes = b->ctes;
	struct leat_str *names;
	const struct leat_rel *rel;

	if (view->text.p != b->text.p)
		b->blame = &place;
	b->ctes = NULL;
	rel = leat_bind_query(b, view->query);
	b->ctes = ctes;
	b->blame = blame;
	if (!rel)
		return NULL;
	if (rel->schema->field_count != view->column_count)
		return leat_bind_error(b, LEAT_E_QUERY, span,
		                       "the view \"%.*s\" does not fit its tables any more",
		                       LEAT_STR_ARG(view->name));
	names = LEAT_ARENA_ARRAY(b->arena, struct leat_str, view->column_count + 1);
	for (uint32_t i = 0; i < view->column_count; i++)
		names[i] = view->columns[i].name;
	return leat_rel_project(b->arena, rel, view->column_count, leat_rel_columns(b->arena, rel),
	                        names);
}
