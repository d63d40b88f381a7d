/* SPDX-License-Identifier: Apache-2.0 */
/* Making, comparing and printing types. */
#include "leat/type.h"

#include <string.h>

enum {
	TIMESTAMP_PRECISION = 6,
	INTERVAL_PRECISION = 3, /* Flink prints every day-time interval as INTERVAL SECOND(3). */
};

/* One row per root: the type without parameters, how it lies in a column, its SQL name. */
static const struct root {
	struct leat_type type;
	enum leat_phys phys;
	const char *name;
} roots[LEAT_TYPE_COUNT] = {
#define ROW(ID, PHYS, NAME, ...)                                                                   \
	[LEAT_##ID] = { { .id = LEAT_##ID, .nullable = true, __VA_ARGS__ }, LEAT_PHYS_##PHYS, NAME }
	ROW(NULL, NULL, "NULL"),
	ROW(BOOLEAN, BOOL, "BOOLEAN"),
	ROW(TINYINT, I64, "TINYINT"),
	ROW(SMALLINT, I64, "SMALLINT"),
	ROW(INT, I64, "INT"),
	ROW(BIGINT, I64, "BIGINT"),
	ROW(FLOAT, F64, "FLOAT"),
	ROW(DOUBLE, F64, "DOUBLE"),
	ROW(DECIMAL, I128, "DECIMAL", .precision = 10),
	ROW(CHAR, BYTES, "CHAR", .length = 1),
	ROW(VARCHAR, BYTES, "VARCHAR", .length = LEAT_LENGTH_MAX),
	ROW(BINARY, BYTES, "BINARY", .length = 1),
	ROW(VARBINARY, BYTES, "VARBINARY", .length = LEAT_LENGTH_MAX),
	ROW(DATE, I64, "DATE"),
	ROW(TIME, I64, "TIME"),
	ROW(TIMESTAMP, I64, "TIMESTAMP", .precision = TIMESTAMP_PRECISION),
	ROW(TIMESTAMP_LTZ, I64, "TIMESTAMP_LTZ", .precision = TIMESTAMP_PRECISION),
	ROW(INTERVAL_YEAR_MONTH, I64, "INTERVAL MONTH"),
	ROW(INTERVAL_DAY_TIME, I64, "INTERVAL SECOND", .precision = INTERVAL_PRECISION),
	ROW(ARRAY, LIST, "ARRAY"),
	ROW(MULTISET, LIST, "MULTISET"),
	ROW(MAP, LIST, "MAP"),
	ROW(ROW, ROW, "ROW"),
	ROW(SYMBOL, BYTES, "SYMBOL", .length = LEAT_LENGTH_MAX),
#undef ROW
};

enum leat_phys leat_type_phys(const struct leat_type *type)
{
	return roots[type->id].phys;
}

const struct leat_type *leat_type_basic(enum leat_type_id id)
{
	leat_assert(id < LEAT_TYPE_COUNT);
	leat_assert(id == LEAT_SYMBOL || id < LEAT_ARRAY);
	return &roots[id].type;
}

/* A writable copy that shares the children. */
static struct leat_type *clone(struct leat_arena *arena, const struct leat_type *type)
{
	struct leat_type *copy = leat_arena_alloc(arena, sizeof(*copy));

	*copy = *type;
	return copy;
}

const struct leat_type *leat_type_with_null(struct leat_arena *arena, const struct leat_type *type,
                                            bool nullable)
{
	if (type->nullable == nullable)
		return type;
	struct leat_type *copy = clone(arena, type);
	copy->nullable = nullable;
	return copy;
}

const struct leat_type *leat_type_with_time(struct leat_arena *arena, const struct leat_type *type,
                                            enum leat_time_attr time)
{
	if (type->time == time)
		return type;
	struct leat_type *copy = clone(arena, type);
	copy->time = time;
	return copy;
}

const struct leat_type *leat_type_decimal(struct leat_arena *arena, int precision, int scale,
                                          bool nullable)
{
	leat_assert(precision >= 1 && precision <= LEAT_DECIMAL_PRECISION_MAX);
	leat_assert(scale >= 0 && scale <= precision);
	struct leat_type *type = clone(arena, &roots[LEAT_DECIMAL].type);
	type->precision = (uint8_t)precision;
	type->scale = (uint8_t)scale;
	type->nullable = nullable;
	return type;
}

const struct leat_type *leat_type_sized(struct leat_arena *arena, enum leat_type_id id,
                                        int32_t length, bool nullable)
{
	leat_assert(id >= LEAT_CHAR && id <= LEAT_VARBINARY);
	leat_assert(length >= 0);
	struct leat_type *type = clone(arena, &roots[id].type);
	type->length = length;
	type->nullable = nullable;
	return type;
}

const struct leat_type *leat_type_timed(struct leat_arena *arena, enum leat_type_id id,
                                        int precision, bool nullable)
{
	leat_assert(id >= LEAT_TIME && id <= LEAT_TIMESTAMP_LTZ);
	leat_assert(precision >= 0 && precision <= LEAT_TIME_PRECISION_MAX);
	struct leat_type *type = clone(arena, &roots[id].type);
	type->precision = (uint8_t)precision;
	type->nullable = nullable;
	return type;
}

static const struct leat_type *constructed(struct leat_arena *arena, enum leat_type_id id,
                                           uint32_t child_count,
                                           const struct leat_type *const *children, bool nullable)
{
	struct leat_type *type = clone(arena, &roots[id].type);
	const struct leat_type **copy = leat_arena_alloc(arena, child_count * sizeof(*copy));

	for (uint32_t i = 0; i < child_count; i++)
		copy[i] = children[i];
	type->children = copy;
	type->child_count = child_count;
	type->nullable = nullable;
	return type;
}

const struct leat_type *leat_type_array(struct leat_arena *arena, const struct leat_type *element,
                                        bool nullable)
{
	return constructed(arena, LEAT_ARRAY, 1, &element, nullable);
}

const struct leat_type *leat_type_multiset(struct leat_arena *arena,
                                           const struct leat_type *element, bool nullable)
{
	return constructed(arena, LEAT_MULTISET, 1, &element, nullable);
}

const struct leat_type *leat_type_map(struct leat_arena *arena, const struct leat_type *key,
                                      const struct leat_type *value, bool nullable)
{
	const struct leat_type *children[] = { key, value };

	return constructed(arena, LEAT_MAP, 2, children, nullable);
}

static const struct leat_str *copy_names(struct leat_arena *arena, uint32_t count,
                                         const struct leat_str *names)
{
	struct leat_str *copy = leat_arena_alloc(arena, count * sizeof(*copy));

	for (uint32_t i = 0; i < count; i++)
		copy[i] = leat_arena_str(arena, names[i]);
	return copy;
}

const struct leat_type *leat_type_row(struct leat_arena *arena, uint32_t field_count,
                                      const struct leat_str *names,
                                      const struct leat_type *const *types, bool nullable)
{
	struct leat_type *type = (struct leat_type *)constructed(arena, LEAT_ROW, field_count,
	                                                         types, nullable);
	type->names = copy_names(arena, field_count, names);
	return type;
}

const struct leat_type *leat_type_copy(struct leat_arena *arena, const struct leat_type *type)
{
	struct leat_type *copy = clone(arena, type);

	if (type->child_count == 0)
		return copy;
	const struct leat_type **children =
	        leat_arena_alloc(arena, type->child_count * sizeof(*children));
	for (uint32_t i = 0; i < type->child_count; i++)
		children[i] = leat_type_copy(arena, type->children[i]);
	copy->children = children;
	if (type->names)
		copy->names = copy_names(arena, type->child_count, type->names);
	return copy;
}

bool leat_type_equal(const struct leat_type *a, const struct leat_type *b)
{
	if (a == b)
		return true;
	if (a->id != b->id || a->precision != b->precision || a->scale != b->scale ||
	    a->length != b->length || a->child_count != b->child_count)
		return false;
	for (uint32_t i = 0; i < a->child_count; i++) {
		if (a->children[i]->nullable != b->children[i]->nullable ||
		    !leat_type_equal(a->children[i], b->children[i]))
			return false;
		if (a->names && !leat_str_equal(a->names[i], b->names[i]))
			return false;
	}
	return true;
}

static void print_children(const struct leat_type *type, bool with_time, struct leat_buf *out)
{
	leat_buf_char(out, '<');
	for (uint32_t i = 0; i < type->child_count; i++) {
		if (i)
			leat_buf_text(out, ", ");
		if (type->names) {
			leat_buf_char(out, '`');
			for (uint32_t k = 0; k < type->names[i].n; k++) {
				if (type->names[i].p[k] == '`')
					leat_buf_char(out, '`');
				leat_buf_char(out, type->names[i].p[k]);
			}
			leat_buf_text(out, "` ");
		}
		leat_type_print(type->children[i], with_time, out);
	}
	leat_buf_char(out, '>');
}

/* The part in brackets, if the root has one. */
static void print_parameters(const struct leat_type *type, bool with_time, struct leat_buf *out)
{
	switch (type->id) {
	case LEAT_DECIMAL:
		leat_buf_printf(out, "(%d, %d)", type->precision, type->scale);
		return;
	case LEAT_CHAR:
	case LEAT_VARCHAR:
	case LEAT_BINARY:
	case LEAT_VARBINARY:
		leat_buf_printf(out, "(%d)", (int)type->length);
		return;
	case LEAT_TIME:
	case LEAT_TIMESTAMP:
	case LEAT_TIMESTAMP_LTZ:
	case LEAT_INTERVAL_DAY_TIME:
		leat_buf_printf(out, "(%d)", type->precision);
		return;
	case LEAT_ARRAY:
	case LEAT_MULTISET:
	case LEAT_MAP:
	case LEAT_ROW:
		print_children(type, with_time, out);
		return;
	case LEAT_NULL:
	case LEAT_BOOLEAN:
	case LEAT_TINYINT:
	case LEAT_SMALLINT:
	case LEAT_INT:
	case LEAT_BIGINT:
	case LEAT_FLOAT:
	case LEAT_DOUBLE:
	case LEAT_DATE:
	case LEAT_INTERVAL_YEAR_MONTH:
	case LEAT_SYMBOL:
	case LEAT_TYPE_COUNT:
		return;
	}
}

void leat_type_print(const struct leat_type *type, bool with_time, struct leat_buf *out)
{
	if (type->id == LEAT_VARCHAR && type->length == LEAT_LENGTH_MAX) {
		leat_buf_text(out, "STRING");
	} else if (type->id == LEAT_VARBINARY && type->length == LEAT_LENGTH_MAX) {
		leat_buf_text(out, "BYTES");
	} else {
		leat_buf_text(out, roots[type->id].name);
		print_parameters(type, with_time, out);
	}
	if (!type->nullable)
		leat_buf_text(out, " NOT NULL");
	if (with_time && type->time == LEAT_TIME_ROWTIME)
		leat_buf_text(out, " *ROWTIME*");
	if (with_time && type->time == LEAT_TIME_PROCTIME)
		leat_buf_text(out, " *PROCTIME*");
}

int leat_schema_find(const struct leat_schema *schema, struct leat_str name)
{
	for (uint32_t i = 0; i < schema->field_count; i++)
		if (leat_str_equal(schema->fields[i].name, name))
			return (int)i;
	return -1;
}

const struct leat_schema *leat_schema_copy(struct leat_arena *arena,
                                           const struct leat_schema *schema)
{
	struct leat_schema *copy = LEAT_ARENA_NEW(arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(arena, struct leat_field, schema->field_count);

	for (uint32_t i = 0; i < schema->field_count; i++) {
		fields[i].name = leat_arena_str(arena, schema->fields[i].name);
		fields[i].type = leat_type_copy(arena, schema->fields[i].type);
	}
	copy->field_count = schema->field_count;
	copy->fields = fields;
	return copy;
}
