/* SPDX-License-Identifier: Apache-2.0 */
/* Printing names, texts, options, hints and types. */
#include "sql/print_int.h"

static void print_quoted(struct leat_str text, char quote, struct leat_buf *out)
{
	leat_buf_char(out, quote);
	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] == quote)
			leat_buf_char(out, quote);
		leat_buf_char(out, text.p[i]);
	}
	leat_buf_char(out, quote);
}

void leat_sql_print_ident(struct leat_str ident, struct leat_buf *out)
{
	print_quoted(ident, '`', out);
}

void leat_sql_print_text(struct leat_str text, struct leat_buf *out)
{
	print_quoted(text, '\'', out);
}

void leat_sql_print_name(const struct leat_ast_name *name, struct leat_buf *out)
{
	for (uint32_t i = 0; i < name->count; i++) {
		if (i > 0)
			leat_buf_char(out, '.');
		leat_sql_print_ident(name->items[i].text, out);
	}
}

void leat_print_idents(const struct leat_ast_idents *idents, struct leat_buf *out)
{
	leat_buf_char(out, '(');
	for (uint32_t i = 0; i < idents->count; i++) {
		if (i > 0)
			leat_buf_text(out, ", ");
		leat_sql_print_ident(idents->items[i].text, out);
	}
	leat_buf_char(out, ')');
}

void leat_print_options(const struct leat_ast_options *options, bool lines, struct leat_buf *out)
{
	leat_buf_char(out, '(');
	for (uint32_t i = 0; i < options->count; i++) {
		const struct leat_ast_option *option = &options->items[i];

		leat_buf_text(out, lines ? (i > 0 ? ",\n  " : "\n  ") : (i > 0 ? ", " : ""));
		leat_sql_print_text(option->key.value, out);
		if (option->value.value.p) {
			leat_buf_text(out, " = ");
			leat_sql_print_text(option->value.value, out);
		}
	}
	leat_buf_text(out, lines && options->count > 0 ? "\n)" : ")");
}

static void print_hint(const struct leat_ast_hint *hint, struct leat_buf *out)
{
	leat_sql_print_ident(hint->name.text, out);
	if (hint->options.span.end == 0)
		return;
	leat_buf_char(out, '(');
	for (uint32_t i = 0; i < hint->args.count; i++) {
		if (i > 0)
			leat_buf_text(out, ", ");
		leat_sql_print_text(hint->args.items[i].text, out);
	}
	for (uint32_t i = 0; i < hint->options.count; i++) {
		if (i > 0 || hint->args.count > 0)
			leat_buf_text(out, ", ");
		leat_sql_print_text(hint->options.items[i].key.value, out);
		leat_buf_text(out, " = ");
		leat_sql_print_text(hint->options.items[i].value.value, out);
	}
	leat_buf_char(out, ')');
}

void leat_print_hints(const struct leat_ast_hints *hints, struct leat_buf *out)
{
	if (hints->count == 0)
		return;
	leat_buf_text(out, " /*+ ");
	for (uint32_t i = 0; i < hints->count; i++) {
		if (i > 0)
			leat_buf_text(out, ", ");
		print_hint(&hints->items[i], out);
	}
	leat_buf_text(out, " */");
}

/* ---- types -------------------------------------------------------------------------------- */

void leat_print_interval_unit(const struct leat_ast_interval_unit *unit, struct leat_buf *out)
{
	bool second = unit->from == LEAT_AST_UNIT_SECOND;

	leat_buf_text(out, leat_ast_unit_name(unit->from));
	if (unit->precision >= 0)
		leat_buf_printf(out, "(%d", unit->precision);
	if (second && unit->precision >= 0 && unit->fraction_precision >= 0)
		leat_buf_printf(out, ", %d", unit->fraction_precision);
	if (unit->precision >= 0)
		leat_buf_char(out, ')');
	if (unit->to == unit->from)
		return;
	leat_buf_printf(out, " TO %s", leat_ast_unit_name(unit->to));
	if (unit->fraction_precision >= 0)
		leat_buf_printf(out, "(%d)", unit->fraction_precision);
}

static void print_fields(const struct leat_ast_fields *fields, struct leat_buf *out)
{
	leat_buf_char(out, '<');
	for (uint32_t i = 0; i < fields->count; i++) {
		const struct leat_ast_field *field = &fields->items[i];

		if (i > 0)
			leat_buf_text(out, ", ");
		leat_sql_print_ident(field->name.text, out);
		leat_buf_char(out, ' ');
		leat_sql_print_type(field->type, out);
		if (field->comment.value.p) {
			leat_buf_char(out, ' ');
			leat_sql_print_text(field->comment.value, out);
		}
	}
	leat_buf_char(out, '>');
}

static void print_numbers(const struct leat_ast_type *type, struct leat_buf *out)
{
	if (type->precision < 0)
		return;
	leat_buf_printf(out, "(%d", type->precision);
	if (type->scale >= 0)
		leat_buf_printf(out, ", %d", type->scale);
	leat_buf_char(out, ')');
}

static const char *type_text(enum leat_ast_type_kind kind)
{
	static const char *const texts[] = {
#define XX(id, spelling) [LEAT_AST_TYPE_##id] = spelling,
		LEAT_AST_TYPES(XX)
#undef XX
	};

	leat_assert(kind < LEAT_COUNT(texts));
	return texts[kind];
}

void leat_sql_print_type(const struct leat_ast_type *type, struct leat_buf *out)
{
	leat_buf_text(out, type_text(type->kind));
	switch (type->kind) {
	case LEAT_AST_TYPE_INTERVAL:
		leat_buf_char(out, ' ');
		leat_print_interval_unit(&type->interval, out);
		break;
	case LEAT_AST_TYPE_ARRAY:
	case LEAT_AST_TYPE_MULTISET:
	case LEAT_AST_TYPE_MAP:
		leat_buf_char(out, '<');
		if (type->kind == LEAT_AST_TYPE_MAP) {
			leat_sql_print_type(type->key, out);
			leat_buf_text(out, ", ");
		}
		leat_sql_print_type(type->element, out);
		leat_buf_char(out, '>');
		break;
	case LEAT_AST_TYPE_ROW:
		print_fields(&type->fields, out);
		break;
	case LEAT_AST_TYPE_NAMED:
		leat_sql_print_name(&type->name, out);
		break;
	case LEAT_AST_TYPE_TIMESTAMP_TZ:
		print_numbers(type, out);
		leat_buf_text(out, " WITH TIME ZONE");
		break;
	case LEAT_AST_TYPE_BOOLEAN:
	case LEAT_AST_TYPE_TINYINT:
	case LEAT_AST_TYPE_SMALLINT:
	case LEAT_AST_TYPE_INT:
	case LEAT_AST_TYPE_BIGINT:
	case LEAT_AST_TYPE_FLOAT:
	case LEAT_AST_TYPE_DOUBLE:
	case LEAT_AST_TYPE_DECIMAL:
	case LEAT_AST_TYPE_CHAR:
	case LEAT_AST_TYPE_VARCHAR:
	case LEAT_AST_TYPE_STRING:
	case LEAT_AST_TYPE_BINARY:
	case LEAT_AST_TYPE_VARBINARY:
	case LEAT_AST_TYPE_BYTES:
	case LEAT_AST_TYPE_DATE:
	case LEAT_AST_TYPE_TIME:
	case LEAT_AST_TYPE_TIMESTAMP:
	case LEAT_AST_TYPE_TIMESTAMP_LTZ:
		print_numbers(type, out);
		break;
	}
	if (type->not_null)
		leat_buf_text(out, " NOT NULL");
}
