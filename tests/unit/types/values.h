/* SPDX-License-Identifier: Apache-2.0 */
/* Types and columns from text, for tests. */
#pragma once

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "types/cast.h"
#include "types/render.h"

/** The type that leat_type_print() prints as @p text: "DECIMAL(10, 2)", "ARRAY<INT>", "ROW<`a` INT>". */
static inline const struct leat_type *type_of(struct leat_arena *arena, const char **text)
{
	static const struct {
		const char *name;
		enum leat_type_id id;
	} names[] = {
		{ "BOOLEAN", LEAT_BOOLEAN },   { "TINYINT", LEAT_TINYINT },
		{ "SMALLINT", LEAT_SMALLINT }, { "INTERVAL MONTH", LEAT_INTERVAL_YEAR_MONTH },
		{ "INTERVAL SECOND", LEAT_INTERVAL_DAY_TIME },
		{ "INT", LEAT_INT },           { "BIGINT", LEAT_BIGINT },
		{ "FLOAT", LEAT_FLOAT },       { "DOUBLE", LEAT_DOUBLE },
		{ "DECIMAL", LEAT_DECIMAL },   { "CHAR", LEAT_CHAR },
		{ "VARCHAR", LEAT_VARCHAR },   { "STRING", LEAT_VARCHAR },
		{ "BINARY", LEAT_BINARY },     { "VARBINARY", LEAT_VARBINARY },
		{ "BYTES", LEAT_VARBINARY },   { "DATE", LEAT_DATE },
		{ "TIMESTAMP_LTZ", LEAT_TIMESTAMP_LTZ }, { "TIMESTAMP", LEAT_TIMESTAMP },
		{ "TIME", LEAT_TIME },         { "NULL", LEAT_NULL },
	};
	const struct leat_type *children[8];
	struct leat_str fields[8];
	uint32_t count = 0;
	const char *root = *text;

	if (!strncmp(root, "ARRAY<", 6) || !strncmp(root, "MAP<", 4) || !strncmp(root, "ROW<", 4) ||
	    !strncmp(root, "MULTISET<", 9)) {
		*text = strchr(root, '<');
		do {
			*text += **text == ',' ? 2 : 1;
			if (**text == '`') {
				size_t n = strcspn(*text + 1, "`");
				fields[count] = (struct leat_str){ *text + 1, (uint32_t)n };
				*text += n + 3;
			}
			children[count++] = type_of(arena, text);
		} while (**text == ',');
		(*text)++;
		if (*root == 'R')
			return leat_type_row(arena, count, fields, children, true);
		if (*root == 'A')
			return leat_type_array(arena, children[0], true);
		return count == 2 ? leat_type_map(arena, children[0], children[1], true)
		                  : leat_type_multiset(arena, children[0], true);
	}
	for (size_t i = 0; i < LEAT_COUNT(names); i++) {
		size_t n = strlen(names[i].name);
		if (strncmp(*text, names[i].name, n) != 0)
			continue;
		*text += n;
		struct leat_type *type = leat_arena_alloc(arena, sizeof(*type));
		*type = *leat_type_basic(names[i].id);
		if (**text == '(') {
			int a = (int)strtol(*text + 1, (char **)text, 10), b = 0;
			if (**text == ',')
				b = (int)strtol(*text + 1, (char **)text, 10);
			(*text)++;
			if (type->id >= LEAT_CHAR && type->id <= LEAT_VARBINARY)
				type->length = a;
			else
				type->precision = (uint8_t)a;
			type->scale = (uint8_t)b;
		}
		return type;
	}
	ck_abort_msg("no type: %s", *text);
	return NULL;
}

static inline const struct leat_type *type_named(struct leat_arena *arena, const char *name)
{
	const char *at = name;
	const struct leat_type *type = type_of(arena, &at);

	ck_assert_msg(*at == '\0', "%s", name);
	return type;
}

/** A column of one STRING; NULL is a NULL. */
static inline struct leat_col text_col(struct leat_arena *arena, const char *text)
{
	struct leat_col_builder *b = leat_col_builder_new(arena, leat_type_basic(LEAT_VARCHAR), 1);

	if (text)
		leat_col_builder_copy_bytes(b, leat_str_of(text));
	else
		leat_col_builder_null(b);
	return leat_col_builder_finish(b);
}

/** A column of the one value that CAST(@p text AS @p type) is. */
static inline struct leat_col value_col(struct leat_arena *arena, const char *type,
                                        const char *text)
{
	struct leat_cast_context ctx = { arena, NULL };
	struct leat_col from = text_col(arena, text), col;
	struct leat_err err;

	ck_assert_msg(leat_cast_col(&ctx, &from, type_named(arena, type),
	                            (struct leat_sel){ NULL, 1 }, 1, false, &col, &err) == 0,
	              "%s", err.message);
	return col;
}

/** The JSON of a row. */
static inline const char *json_of(struct leat_arena *arena, const struct leat_col *col,
                                  uint32_t row)
{
	struct leat_buf out;

	leat_buf_init(&out, 1 << 20);
	leat_render_json(col, row, NULL, &out);
	const char *text = leat_arena_dup(arena, out.data, out.size);
	leat_buf_done(&out);
	return text;
}
