/* SPDX-License-Identifier: Apache-2.0 */
/* Windows: TABLE(TUMBLE(..)) in FROM, TUMBLE(ts, ..) in GROUP BY, and the names of their parts. */
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "plan/bind_int.h"

#define US_PER_MS 1000

static const struct {
	const char *name;
	enum leat_window_kind kind;
} kinds[] = {
	{ "TUMBLE", LEAT_WINDOW_TUMBLE },
	{ "HOP", LEAT_WINDOW_HOP },
	{ "CUMULATE", LEAT_WINDOW_CUMULATE },
	{ "SESSION", LEAT_WINDOW_SESSION },
};

static const char *kind_name(enum leat_window_kind kind)
{
	for (size_t i = 0; i < LEAT_COUNT(kinds); i++)
		if (kinds[i].kind == kind)
			return kinds[i].name;
	leat_unreachable();
}

bool leat_window_kind_parse(struct leat_str name, enum leat_window_kind *ret)
{
	for (size_t i = 0; i < LEAT_COUNT(kinds); i++)
		if (leat_str_is_nocase(name, kinds[i].name)) {
			*ret = kinds[i].kind;
			return true;
		}
	return false;
}

bool leat_window_property_parse(struct leat_str name, enum leat_window_kind *ret_kind,
                                enum leat_window_property *ret)
{
	static const struct {
		const char *suffix;
		enum leat_window_property property;
	} parts[] = {
		{ "_START", LEAT_WINDOW_START },
		{ "_END", LEAT_WINDOW_END },
		{ "_ROWTIME", LEAT_WINDOW_TIME },
		{ "_PROCTIME", LEAT_WINDOW_PROCTIME },
	};

	for (size_t i = 0; i < LEAT_COUNT(parts); i++) {
		uint32_t n = (uint32_t)strlen(parts[i].suffix);

		if (name.n <= n || strncasecmp(name.p + name.n - n, parts[i].suffix, n) != 0)
			continue;
		*ret = parts[i].property;
		return leat_window_kind_parse((struct leat_str){ name.p, name.n - n }, ret_kind) &&
		       *ret_kind != LEAT_WINDOW_CUMULATE;
	}
	return false;
}

bool leat_window_equal(const struct leat_window *a, const struct leat_window *b)
{
	return a->kind == b->kind && a->time == b->time && a->time_column == b->time_column &&
	       a->size_us == b->size_us && a->slide_us == b->slide_us &&
	       a->offset_us == b->offset_us && a->is_local == b->is_local;
}

const struct leat_type *leat_window_property_type(struct leat_arena *arena,
                                                  const struct leat_window *window,
                                                  enum leat_window_property property)
{
	const struct leat_type *type;

	switch (property) {
	case LEAT_WINDOW_START:
	case LEAT_WINDOW_END:
		return leat_type_timed(arena, LEAT_TIMESTAMP, 3, false);
	case LEAT_WINDOW_TIME:
		type = leat_type_timed(
			arena, window->is_local ? LEAT_TIMESTAMP_LTZ : LEAT_TIMESTAMP, 3, true);
		return leat_type_with_time(arena, type,
		                           window->time == LEAT_TIME_PROCTIME ? LEAT_TIME_PROCTIME
		                                                              : LEAT_TIME_ROWTIME);
	case LEAT_WINDOW_PROCTIME:
		return leat_type_with_time(arena,
		                           leat_type_timed(arena, LEAT_TIMESTAMP_LTZ, 3, false),
		                           LEAT_TIME_PROCTIME);
	}
	leat_unreachable();
}

/* ---- sizes ---- */

/* Sizes are whole milliseconds and positive; HOP and CUMULATE must divide (HOP in GROUP BY need
 * not, as in Flink). */
static bool check_sizes(struct leat_binder *b, const struct leat_window *window,
                        struct leat_span span, bool must_divide)
{
	const char *slide = window->kind == LEAT_WINDOW_HOP ? "slide" : "step";

	if (window->size_us <= 0 || window->size_us % US_PER_MS ||
	    (window->slide_us && window->slide_us % US_PER_MS)) {
		leat_bind_error(b, LEAT_E_WINDOW, span,
		                "the sizes of a window must be positive whole milliseconds");
		return false;
	}
	if (window->kind != LEAT_WINDOW_HOP && window->kind != LEAT_WINDOW_CUMULATE)
		return true;
	if (window->slide_us <= 0) {
		leat_bind_error(b, LEAT_E_WINDOW, span, "the %s of a window must be positive",
		                slide);
		return false;
	}
	if (must_divide && window->size_us % window->slide_us) {
		leat_bind_error(b, LEAT_E_WINDOW, span,
		                "the size of %s must be a multiple of its %s",
		                kind_name(window->kind), slide);
		return false;
	}
	if (window->size_us / window->slide_us > LEAT_LIMIT_WINDOWS_PER_ROW) {
		leat_bind_error(b, LEAT_E_LIMIT, span, "a row would fall into more than %d windows",
		                LEAT_LIMIT_WINDOWS_PER_ROW);
		return false;
	}
	return true;
}

/* The time column of a window: what kind of time, and does the session's zone count? */
static bool set_time(struct leat_binder *b, struct leat_window *window,
                     const struct leat_schema *schema, uint32_t column, struct leat_span span)
{
	const struct leat_type *type = schema->fields[column].type;

	if (type->time == LEAT_TIME_NONE) {
		bool is_time = leat_type_is_timestamp(type);

		leat_bind_error_hint(
			b, LEAT_E_WINDOW, span,
			is_time ? "declare a WATERMARK for it in CREATE TABLE; a time attribute "
				  "is kept only by a plain column"
				: "a window needs a TIMESTAMP or TIMESTAMP_LTZ column with a "
				  "WATERMARK, or PROCTIME()",
			"\"%.*s\" is no time attribute", LEAT_STR_ARG(schema->fields[column].name));
		return false;
	}
	window->time = type->time;
	window->time_column = column;
	window->is_local = type->id == LEAT_TIMESTAMP_LTZ;
	return true;
}

/* ---- GROUP BY TUMBLE(ts, INTERVAL ..) ---- */

bool leat_bind_group_window(struct leat_binder *b, const struct leat_scope *scope,
                            const struct leat_ast_expr *ast, struct leat_window *ret)
{
	const struct leat_ast_call *call = &ast->call;
	const struct leat_ast_exprs *args = &call->args;
	struct leat_window window = { .time = LEAT_TIME_NONE };
	uint32_t wanted;
	int column;

	if (!leat_window_kind_parse(call->name.items[0].text, &window.kind) ||
	    window.kind == LEAT_WINDOW_CUMULATE) {
		leat_bind_error(b, LEAT_E_WINDOW, ast->span,
		                "this window cannot stand in GROUP BY");
		return false;
	}
	wanted = window.kind == LEAT_WINDOW_HOP ? 3 : 2;
	if (args->count != wanted) {
		if (args->count == wanted + 1)
			leat_bind_unsupported(b, args->items[wanted]->span,
			                      "the offset of a group window");
		else
			leat_bind_error(b, LEAT_E_WINDOW, ast->span,
			                "%s takes %u arguments, not %u", kind_name(window.kind),
			                wanted, args->count);
		return false;
	}
	if (args->items[0]->kind != LEAT_AST_EXPR_NAME) {
		leat_bind_error(b, LEAT_E_WINDOW, args->items[0]->span,
		                "a window needs a column that is a time attribute");
		return false;
	}
	column = leat_scope_find(scope, &args->items[0]->name);
	if (column < 0) {
		(void)leat_bind_name(b, scope, &args->items[0]->name); /* for its error */
		return false;
	}
	if (!set_time(b, &window, scope->schema, (uint32_t)column, args->items[0]->span) ||
	    !leat_bind_interval(b, args->items[wanted - 1], &window.size_us))
		return false;
	if (wanted == 3 && !leat_bind_interval(b, args->items[1], &window.slide_us))
		return false;
	if (!check_sizes(b, &window, ast->span, false))
		return false;
	*ret = window;
	return true;
}

/* ---- TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL ..)) ---- */

/* The arguments of a window table function, in order, names undone. */
struct tvf_args {
	const struct leat_ast_expr *data; /* TABLE t */
	const struct leat_ast_expr *time; /* DESCRIPTOR(ts) */
	const struct leat_ast_expr
		*sizes[3]; /* slide, size and offset in the order of the function */
};

/* The names of the arguments behind DATA and TIMECOL, per kind. */
static const char *const size_names[][3] = {
	[LEAT_WINDOW_TUMBLE] = { "SIZE", "OFFSET", NULL },
	[LEAT_WINDOW_HOP] = { "SLIDE", "SIZE", "OFFSET" },
	[LEAT_WINDOW_CUMULATE] = { "STEP", "SIZE", "OFFSET" },
	[LEAT_WINDOW_SESSION] = { "GAP", NULL, NULL },
};

static uint32_t size_count(enum leat_window_kind kind)
{
	uint32_t n = 0;

	while (n < 3 && size_names[kind][n])
		n++;
	return n;
}

/* The place of a named argument among data, time and sizes; -1 when there is none so called. */
static int named_place(enum leat_window_kind kind, struct leat_str name)
{
	if (leat_str_is_nocase(name, "DATA"))
		return 0;
	if (leat_str_is_nocase(name, "TIMECOL"))
		return 1;
	for (uint32_t i = 0; i < size_count(kind); i++)
		if (leat_str_is_nocase(name, size_names[kind][i]))
			return (int)i + 2;
	return -1;
}

static bool sort_args(struct leat_binder *b, const struct leat_ast_expr *ast,
                      enum leat_window_kind kind, struct tvf_args *ret)
{
	const struct leat_ast_exprs *args = &ast->call.args;
	uint32_t max = 2 + size_count(kind);
	const struct leat_ast_expr *sorted[5] = { NULL };

	for (uint32_t i = 0; i < args->count; i++) {
		const struct leat_ast_expr *arg = args->items[i];
		int place = (int)i;

		if (arg->kind == LEAT_AST_EXPR_NAMED_ARG) {
			place = named_place(kind, arg->named.name.text);
			if (place < 0) {
				leat_bind_error(b, LEAT_E_WINDOW, arg->named.name.span,
				                "%s has no argument \"%.*s\"", kind_name(kind),
				                LEAT_STR_ARG(arg->named.name.text));
				return false;
			}
			arg = arg->named.arg;
		}
		if ((uint32_t)place < max)
			sorted[place] = arg;
	}
	/* SESSION also has the form (data, timecol, partition keys, gap); the gap is last
	 * anyway. */
	uint32_t required = kind == LEAT_WINDOW_HOP || kind == LEAT_WINDOW_CUMULATE ? 4 : 3;
	for (uint32_t i = 0; i < required; i++)
		if (!sorted[i] || args->count > max) {
			leat_bind_error(
				b, LEAT_E_WINDOW, ast->span,
				"%s takes a table, a DESCRIPTOR and %u sizes, not %u arguments",
				kind_name(kind), required - 2, args->count);
			return false;
		}
	ret->data = sorted[0];
	ret->time = sorted[1];
	memcpy(ret->sizes, sorted + 2, sizeof(ret->sizes));
	return true;
}

static bool bind_sizes(struct leat_binder *b, const struct tvf_args *args,
                       struct leat_window *window, struct leat_span span)
{
	uint32_t at = 0;

	if (window->kind == LEAT_WINDOW_HOP || window->kind == LEAT_WINDOW_CUMULATE)
		if (!leat_bind_interval(b, args->sizes[at++], &window->slide_us))
			return false;
	if (!leat_bind_interval(b, args->sizes[at++], &window->size_us))
		return false;
	if (window->kind != LEAT_WINDOW_SESSION && args->sizes[at] &&
	    !leat_bind_interval(b, args->sizes[at], &window->offset_us))
		return false;
	return check_sizes(b, window, span, true);
}

/* PARTITION BY of SESSION: columns of the input. */
static bool bind_partition(struct leat_binder *b, struct leat_scope *scope,
                           const struct leat_ast_expr *data, struct leat_rel *rel)
{
	const struct leat_ast_exprs *by = &data->table.partition_by;
	uint32_t *columns = LEAT_ARENA_ARRAY(b->arena, uint32_t, by->count + 1);

	for (uint32_t i = 0; i < by->count; i++) {
		const struct leat_expr *expr = leat_bind_expr(b, scope, by->items[i]);

		if (!expr)
			return false;
		if (expr->kind != LEAT_EXPR_COLUMN) {
			leat_bind_error(b, LEAT_E_WINDOW, by->items[i]->span,
			                "PARTITION BY of a window takes columns");
			return false;
		}
		columns[i] = expr->column;
	}
	rel->tvf.partition_count = by->count;
	rel->tvf.partition = columns;
	return true;
}

/* The input's columns, then window_start, window_end, window_time. */
static const struct leat_schema *window_schema(struct leat_binder *b, const struct leat_rel *input,
                                               const struct leat_window *window)
{
	static const char *const names[] = { "window_start", "window_end", "window_time" };
	static const enum leat_window_property parts[] = { LEAT_WINDOW_START, LEAT_WINDOW_END,
		                                           LEAT_WINDOW_TIME };
	uint32_t n = input->schema->field_count;
	struct leat_schema *schema = LEAT_ARENA_NEW(b->arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(b->arena, struct leat_field, n + 3);

	memcpy(fields, input->schema->fields, sizeof(*fields) * n);
	for (uint32_t i = 0; i < 3; i++) {
		const struct leat_type *type = leat_window_property_type(b->arena, window,
		                                                         parts[i]);

		fields[n + i].name = leat_str_of(names[i]);
		fields[n + i].type = leat_type_with_null(b->arena, type, false);
	}
	schema->field_count = n + 3;
	schema->fields = fields;
	return schema;
}

const struct leat_rel *leat_bind_window_tvf(struct leat_binder *b, const struct leat_ast_expr *ast,
                                            struct leat_scope_entry *ret_entry)
{
	struct leat_window window = { .time = LEAT_TIME_NONE };
	struct leat_scope scope = { .clause = "PARTITION BY" };
	struct leat_scope_entry entry = { .first = 0 };
	const struct leat_rel *input;
	struct tvf_args args;
	struct leat_rel *rel;
	int column;

	(void)leat_window_kind_parse(ast->call.name.items[0].text, &window.kind);
	if (!sort_args(b, ast, window.kind, &args))
		return NULL;
	if (args.data->kind != LEAT_AST_EXPR_TABLE_ARG)
		return leat_bind_error_hint(b, LEAT_E_WINDOW, args.data->span, "write TABLE name",
		                            "the first argument of a window must be a table");
	if (args.time->kind != LEAT_AST_EXPR_DESCRIPTOR || args.time->columns.count != 1)
		return leat_bind_error_hint(
			b, LEAT_E_WINDOW, args.time->span, "write DESCRIPTOR(column)",
			"the second argument of a window must be a DESCRIPTOR of a "
			"column");
	if (args.data->table.order_by.count)
		return leat_bind_unsupported(b, args.data->span, "ORDER BY in a window's table");
	input = leat_bind_query(b, args.data->table.query);
	if (!input)
		return NULL;
	entry.count = input->schema->field_count;
	scope.schema = input->schema;
	scope.entries = &entry;
	scope.entry_count = 1;

	const struct leat_ast_ident *time = &args.time->columns.items[0];
	const struct leat_ast_name name = { time, 1, time->span };
	column = leat_scope_find(&scope, &name);
	if (column < 0)
		return (void *)leat_bind_name(b, &scope, &name); /* its error */
	if (!set_time(b, &window, input->schema, (uint32_t)column, time->span) ||
	    !bind_sizes(b, &args, &window, ast->span))
		return NULL;
	rel = leat_rel_new(b->arena, LEAT_REL_WINDOW_TVF, window_schema(b, input, &window), 1,
	                   &input);
	rel->span = leat_bind_place(b, ast->span);
	rel->tvf.window = window;
	if (!bind_partition(b, &scope, args.data, rel))
		return NULL;
	*ret_entry = (struct leat_scope_entry){ .count = rel->schema->field_count };
	return rel;
}
