/* SPDX-License-Identifier: Apache-2.0 */
/* Scopes: which column a name means; and how the binder reports errors. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "plan/bind_int.h"

/* ---- errors ---- */

struct leat_span leat_bind_place(const struct leat_binder *b, struct leat_span span)
{
	return b->blame ? *b->blame : span;
}

void *leat_bind_fail(struct leat_binder *b, const struct leat_err *err, struct leat_span span)
{
	struct leat_err placed = *err;

	leat_err_place(&placed, span);
	placed.span = leat_bind_place(b, placed.span);
	leat_diags_add(b->diags, LEAT_SEVERITY_ERROR, &placed);
	return NULL;
}

void *leat_bind_error(struct leat_binder *b, enum leat_err_code code, struct leat_span span,
                      const char *fmt, ...)
{
	struct leat_err err;
	char message[sizeof(err.message)];
	va_list args;

	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	leat_err_at(&err, code, span, "%s", message);
	return leat_bind_fail(b, &err, span);
}

void *leat_bind_error_hint(struct leat_binder *b, enum leat_err_code code, struct leat_span span,
                           const char *hint, const char *fmt, ...)
{
	struct leat_err err;
	char message[sizeof(err.message)];
	va_list args;

	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	leat_err_at(&err, code, span, "%s", message);
	leat_err_hint(&err, "%s", hint);
	return leat_bind_fail(b, &err, span);
}

void *leat_bind_unsupported(struct leat_binder *b, struct leat_span span, const char *what)
{
	return leat_bind_error(b, LEAT_E_UNSUPPORTED, span, "%s is not supported yet", what);
}

/* ---- names ---- */

/* How many parts of the name are the relation's: alias, or [[catalog.]database.]table. */
static uint32_t entry_parts(const struct leat_scope_entry *entry, const struct leat_ast_name *name)
{
	const struct leat_relation *relation = entry->relation;
	bool own_name = relation && leat_str_equal(entry->alias, relation->name);

	if (name->count > 1 && entry->alias.p && leat_str_equal(name->items[0].text, entry->alias))
		return 1;
	if (!own_name)
		return 0;
	if (name->count > 2 && leat_str_equal(name->items[0].text, relation->database) &&
	    leat_str_equal(name->items[1].text, relation->name))
		return 2;
	if (name->count > 3 && leat_str_equal(name->items[0].text, relation->catalog) &&
	    leat_str_equal(name->items[1].text, relation->database) &&
	    leat_str_equal(name->items[2].text, relation->name))
		return 3;
	return 0;
}

static int find_in(const struct leat_scope *scope, const struct leat_scope_entry *entry,
                   struct leat_str name)
{
	for (uint32_t i = 0; i < entry->count; i++)
		if (leat_str_equal(scope->schema->fields[entry->first + i].name, name))
			return (int)(entry->first + i);
	return -1;
}

/* What a search found: the column and how many parts of the name it took. */
struct found {
	int column;          /* -1: none */
	uint32_t parts;      /* of the name */
	uint32_t candidates; /* relations that have it */
	bool has_entry;      /* the name begins with a relation's */
};

static struct found find(const struct leat_scope *scope, const struct leat_ast_name *name)
{
	struct found found = { .column = -1 };

	for (uint32_t e = 0; e < scope->entry_count; e++) {
		uint32_t parts = entry_parts(&scope->entries[e], name);
		int column;

		if (!parts)
			continue;
		found.has_entry = true;
		column = find_in(scope, &scope->entries[e], name->items[parts].text);
		if (column >= 0) {
			found.column = column;
			found.parts = parts + 1;
			found.candidates++;
		}
	}
	if (found.column >= 0)
		return found;
	for (uint32_t e = 0; e < scope->entry_count; e++) {
		int column = find_in(scope, &scope->entries[e], name->items[0].text);

		if (column < 0)
			continue;
		found.column = column;
		found.parts = 1;
		found.candidates++;
	}
	return found;
}

int leat_scope_find(const struct leat_scope *scope, const struct leat_ast_name *name)
{
	struct found found = find(scope, name);

	return found.candidates == 1 && found.parts == name->count ? found.column : -1;
}

const struct leat_expr *leat_scope_column(struct leat_binder *b, const struct leat_scope *scope,
                                          uint32_t column, struct leat_span span)
{
	struct leat_expr *expr = leat_expr_column(b->arena, column,
	                                          scope->schema->fields[column].type);

	expr->span = leat_bind_place(b, span);
	return expr;
}

/* "no column": in which relations was it looked for, and what may have been meant. */
static void *unknown_column(struct leat_binder *b, const struct leat_scope *scope,
                            const struct leat_ast_name *name, bool has_entry)
{
	struct leat_str wanted = name->items[has_entry && name->count > 1 ? 1 : 0].text;
	struct leat_nearest near = leat_nearest_of(wanted);
	struct leat_err err;

	for (uint32_t e = 0; e < scope->entry_count; e++)
		for (uint32_t i = 0; i < scope->entries[e].count; i++)
			leat_nearest_offer(&near,
			                   scope->schema->fields[scope->entries[e].first + i].name);
	if (name->count > 1 && !has_entry) {
		leat_err_at(&err, LEAT_E_UNKNOWN_COLUMN, name->items[0].span,
		            "there is no table or column \"%.*s\"",
		            LEAT_STR_ARG(name->items[0].text));
		near = leat_nearest_of(name->items[0].text);
		for (uint32_t e = 0; e < scope->entry_count; e++)
			if (scope->entries[e].alias.p)
				leat_nearest_offer(&near, scope->entries[e].alias);
	} else if (scope->entry_count == 1 && scope->entries[0].alias.p) {
		leat_err_at(&err, LEAT_E_UNKNOWN_COLUMN, name->span,
		            "no column \"%.*s\" in \"%.*s\"", LEAT_STR_ARG(wanted),
		            LEAT_STR_ARG(scope->entries[0].alias));
	} else {
		leat_err_at(&err, LEAT_E_UNKNOWN_COLUMN, name->span, "no column \"%.*s\"",
		            LEAT_STR_ARG(wanted));
	}
	leat_nearest_hint(&near, &err);
	return leat_bind_fail(b, &err, name->span);
}

const struct leat_expr *leat_bind_field(struct leat_binder *b, const struct leat_expr *row,
                                        const struct leat_ast_ident *name)
{
	struct leat_nearest near = leat_nearest_of(name->text);
	struct leat_expr *field;
	struct leat_err err;

	if (row->type->id != LEAT_ROW)
		return leat_bind_error(b, LEAT_E_UNKNOWN_COLUMN, name->span,
		                       "there is no field \"%.*s\": this is not a ROW",
		                       LEAT_STR_ARG(name->text));
	for (uint32_t i = 0; i < row->type->child_count; i++) {
		if (leat_str_equal(row->type->names[i], name->text)) {
			field = leat_expr_field(b->arena, row, i);
			field->span = leat_bind_place(b, name->span);
			return field;
		}
		leat_nearest_offer(&near, row->type->names[i]);
	}
	leat_err_at(&err, LEAT_E_UNKNOWN_COLUMN, name->span, "the ROW has no field \"%.*s\"",
	            LEAT_STR_ARG(name->text));
	leat_nearest_hint(&near, &err);
	return leat_bind_fail(b, &err, name->span);
}

const struct leat_expr *leat_bind_name(struct leat_binder *b, const struct leat_scope *scope,
                                       const struct leat_ast_name *name)
{
	struct found found = find(scope, name);
	const struct leat_expr *expr;

	if (found.candidates > 1)
		return leat_bind_error(b, LEAT_E_AMBIGUOUS_COLUMN, name->span,
		                       "several tables have a column \"%.*s\"",
		                       LEAT_STR_ARG(name->items[found.parts - 1].text));
	if (found.column < 0)
		return unknown_column(b, scope, name, found.has_entry);
	expr = leat_scope_column(b, scope, (uint32_t)found.column, name->span);
	for (uint32_t i = found.parts; i < name->count && expr; i++)
		expr = leat_bind_field(b, expr, &name->items[i]);
	return expr;
}

void leat_names_make_unique(struct leat_arena *arena, uint32_t count, struct leat_str *names)
{
	for (uint32_t i = 1; i < count; i++) {
		struct leat_str name = names[i];
		bool taken = true;

		for (int number = -1; taken; number++) {
			if (number >= 0) {
				names[i].p = leat_arena_printf(arena, "%.*s%d", LEAT_STR_ARG(name),
				                               number);
				names[i].n = (uint32_t)strlen(names[i].p);
			}
			taken = false;
			for (uint32_t j = 0; j < i && !taken; j++)
				taken = leat_str_equal(names[i], names[j]);
		}
	}
}
