/* SPDX-License-Identifier: Apache-2.0 */
/* JSON_EXISTS, JSON_VALUE and JSON_QUERY, with Flink's meaning of lax and strict:
 *
 *              missing, null      not the kind wanted      no JSON
 *   lax        ON EMPTY           ON EMPTY                 ON EMPTY
 *   strict     ON ERROR           ON ERROR                 ON ERROR     (null: ON EMPTY)    */
#include "expr/json_path.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "expr/bind.h"
#include "expr/cache.h"
#include "expr/kernel.h"
#include "expr/registry.h"

enum { TEXT_BYTES_MAX = INT32_MAX, DEPTH_MAX = 512 };

enum json_found { FOUND_VALUE, FOUND_EMPTY, FOUND_ERROR };

/* What a path leads to in one text.  Free with found_done(). */
struct found {
	enum json_found state;
	bool list;         /* The values are the elements of a list. */
	bool lax;          /* The path was. */
	uint32_t count;    /* Values; 1 unless list. */
	yyjson_val *first; /* The first value. */
	yyjson_doc *doc;   /* Owned. */
};

static void count_value(void *context, yyjson_val *value)
{
	struct found *found = context;

	if (found->count++ == 0)
		found->first = value;
}

static struct found find(const struct leat_json_path *path, struct leat_str text)
{
	struct found found = {
		.lax = leat_json_path_is_lax(path),
		.list = leat_json_path_is_list(path),
		.doc = yyjson_read(text.p ? text.p : "", text.n, 0),
	};

	if (found.doc)
		leat_json_path_walk(path, yyjson_doc_get_root(found.doc), count_value, &found);
	if (!found.doc || (found.count == 0 && !found.list))
		found.state = found.lax ? FOUND_EMPTY : FOUND_ERROR;
	else if (!found.list && yyjson_is_null(found.first))
		found.state = FOUND_EMPTY;
	else
		found.state = FOUND_VALUE;
	return found;
}

static void found_done(struct found *found)
{
	yyjson_doc_free(found->doc);
}

/* ---- paths as arguments ---- */

static const void *make_path(struct leat_arena *arena, struct leat_str text, const void *context)
{
	(void)context;
	return leat_json_path_new(arena, text);
}

/* A call's data begins with the cache of its paths; argument 1 is the path. */
struct json_call {
	struct leat_cache *paths;
	struct leat_str on_empty, on_error; /* Keywords. */
	struct leat_str wrapper;            /* JSON_QUERY: a keyword. */
};

static struct json_call *new_call(struct leat_bind *bind)
{
	struct json_call *call = LEAT_ARENA_NEW(bind->arena, struct json_call);

	call->paths = leat_cache_new(bind->arena, make_path, NULL);
	bind->data = call;
	return call;
}

static int check_path(const struct leat_bind *bind, struct leat_err *err)
{
	struct leat_str text;

	if (!leat_type_is_text(bind->args[1]))
		return leat_bind_reject_arg(bind, 1, err, "expected a path");
	if (leat_bind_text(bind, 1, &text) && !leat_json_path_new(bind->arena, text))
		return leat_bind_reject_arg(bind, 1, err, "\"%.*s\" is no path of JSON",
		                            LEAT_STR_ARG(text));
	return 0;
}

static int find_in_row(const struct leat_call *call, const struct leat_col *args, uint32_t row,
                       struct found *ret_found, struct leat_err *err)
{
	const struct json_call *data = call->data;
	const struct leat_json_path *path = leat_cache_get(data->paths, args[1].bytes[row]);

	if (!path)
		return leat_err_set(err, LEAT_E_RUNTIME, "\"%.*s\" is no path of JSON",
		                    LEAT_STR_ARG(args[1].bytes[row]));
	*ret_found = find(path, args[0].bytes[row]);
	return 0;
}

static int no_value(struct leat_err *err, const char *function)
{
	return leat_err_set(err, LEAT_E_RUNTIME, "%s: the path leads to no such value", function);
}

static struct leat_str keyword_copy(const struct leat_bind *bind, uint32_t arg)
{
	return leat_arena_str(bind->arena, leat_bind_symbol(bind, arg));
}

/* ---- JSON_EXISTS(json, path[, keyword]) ---- */

LEAT_KERNEL(json_exists)
{
	const struct json_call *data = call->data;

	LEAT_EACH_ROW(row, sel)
	{
		struct found found;
		LEAT_TRY(find_in_row(call, args, row, &found, err));
		found_done(&found);
		out->boolean[row] = found.state == FOUND_VALUE;
		if (found.state != FOUND_ERROR)
			continue;
		if (leat_str_is(data->on_error, "ERROR"))
			return no_value(err, "JSON_EXISTS");
		out->boolean[row] = leat_str_is(data->on_error, "TRUE");
		if (leat_str_is(data->on_error, "UNKNOWN"))
			leat_out_null(out, row);
	}
	return 0;
}

static int bind_exists(struct leat_bind *bind, struct leat_err *err)
{
	struct json_call *call = new_call(bind);

	LEAT_TRY(leat_bind_signature(bind, "ss?k>B", err));
	LEAT_TRY(check_path(bind, err));
	call->on_error = bind->arg_count > 2 ? keyword_copy(bind, 2) : LEAT_STR("FALSE");
	if (leat_str_is(call->on_error, "UNKNOWN"))
		bind->ret = leat_type_with_null(bind->arena, bind->ret, true);
	return 0;
}

/* ---- JSON_VALUE(json, path, type, keyword, default, keyword, default) ---- */

enum value_arg { RETURNING = 2, ON_EMPTY, EMPTY_DEFAULT, ON_ERROR, ERROR_DEFAULT, VALUE_ARGS };

/* A JSON scalar as text: numbers as Java prints them. */
static void put_scalar_text(struct leat_out *out, uint32_t row, yyjson_val *value)
{
	char text[LEAT_NUMBER_TEXT_MAX];
	uint32_t n;

	if (yyjson_is_str(value)) {
		leat_out_copy(out, row, yyjson_get_str(value), yyjson_get_len(value));
		return;
	}
	if (yyjson_is_bool(value)) {
		out->bytes[row] = yyjson_get_bool(value) ? LEAT_STR("true") : LEAT_STR("false");
		return;
	}
	if (yyjson_is_real(value))
		n = leat_number_print_f64(yyjson_get_real(value), text);
	else if (yyjson_is_uint(value))
		n = leat_number_print_i128((__int128)yyjson_get_uint(value), 0, text);
	else
		n = leat_number_print_i64(yyjson_get_sint(value), text);
	leat_out_copy(out, row, text, n);
}

/* The scalar as the result type; false when it is none. */
static bool put_scalar(struct leat_out *out, uint32_t row, yyjson_val *value)
{
	double number = yyjson_get_num(value);

	if (leat_type_is_text(out->type)) {
		put_scalar_text(out, row, value);
		return true;
	}
	if (out->type->id == LEAT_BOOLEAN) {
		out->boolean[row] = yyjson_get_bool(value);
		return yyjson_is_bool(value);
	}
	if (out->type->id == LEAT_DOUBLE) {
		out->f64[row] = number;
		return yyjson_is_num(value);
	}
	if (yyjson_is_uint(value) && yyjson_get_uint(value) > INT64_MAX)
		return false;
	out->i64[row] = yyjson_is_real(value) ? (fabs(number) < 9e18 ? (int64_t)number : 0)
	                                      : yyjson_get_sint(value);
	if (out->type->id == LEAT_INT)
		return yyjson_is_num(value) && out->i64[row] == (int32_t)out->i64[row];
	return yyjson_is_num(value);
}

/* ON EMPTY or ON ERROR: the default is argument @p arg. */
static int value_otherwise(struct leat_str keyword, const struct leat_col *args, uint32_t arg,
                           uint32_t row, struct leat_gather *gather, struct leat_err *err)
{
	if (leat_str_is(keyword, "ERROR"))
		return no_value(err, "JSON_VALUE");
	if (leat_str_is(keyword, "DEFAULT"))
		leat_gather_put(gather, row, &args[arg], row);
	else
		leat_gather_null(gather, row);
	return 0;
}

LEAT_KERNEL(json_value)
{
	const struct json_call *data = call->data;
	struct leat_gather gather = leat_gather_begin(out);
	int r = 0;

	LEAT_EACH_ROW(row, sel)
	{
		struct found found;
		if (leat_col_is_null(&args[0], row) || leat_col_is_null(&args[1], row)) {
			leat_out_null(out, row);
			continue;
		}
		LEAT_TRY(find_in_row(call, args, row, &found, err));
		if (found.state == FOUND_VALUE && (found.list || yyjson_is_ctn(found.first)))
			found.state = found.lax ? FOUND_EMPTY : FOUND_ERROR;
		if (found.state == FOUND_VALUE && !put_scalar(out, row, found.first))
			found.state = FOUND_ERROR;
		if (found.state == FOUND_EMPTY)
			r = value_otherwise(data->on_empty, args, EMPTY_DEFAULT, row, &gather, err);
		else if (found.state == FOUND_ERROR)
			r = value_otherwise(data->on_error, args, ERROR_DEFAULT, row, &gather, err);
		found_done(&found);
		if (r)
			return r;
	}
	return 0;
}

static int bind_value(struct leat_bind *bind, struct leat_err *err)
{
	struct json_call *call = new_call(bind);
	const struct leat_type *type = leat_type_basic(LEAT_VARCHAR);

	if (bind->arg_count == VALUE_ARGS) {
		call->on_empty = keyword_copy(bind, ON_EMPTY);
		call->on_error = keyword_copy(bind, ON_ERROR);
		if (bind->args[RETURNING]->id != LEAT_NULL)
			type = bind->args[RETURNING];
		leat_bind_want(bind, EMPTY_DEFAULT, type);
		leat_bind_want(bind, ERROR_DEFAULT, type);
	} else if (bind->arg_count != 2) {
		return leat_bind_reject(bind, err);
	}
	if (!leat_type_is_text(type) && type->id != LEAT_BOOLEAN && type->id != LEAT_DOUBLE &&
	    type->id != LEAT_INT && type->id != LEAT_BIGINT)
		return leat_bind_reject_arg(
			bind, RETURNING, err,
			"RETURNING takes STRING, BOOLEAN, INT, BIGINT or DOUBLE");
	if (bind->args[0]->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_VARCHAR));
	if (!leat_type_is_text(bind->args[0]))
		return leat_bind_reject_arg(bind, 0, err, "expected JSON as text");
	LEAT_TRY(check_path(bind, err));
	return leat_bind_returns(bind, type, true);
}

/* ---- JSON_QUERY(json, path, type, wrapper, keyword, keyword) ---- */

enum query_arg { QUERY_WRAPPER = 3, QUERY_ON_EMPTY, QUERY_ON_ERROR, QUERY_ARGS };

static void put_json(yyjson_val *value, int depth, struct leat_buf *out)
{
	size_t index, max;
	yyjson_val *key, *child;

	if (yyjson_is_str(value)) {
		leat_json_quote(out, (struct leat_str){ yyjson_get_str(value),
		                                        (uint32_t)yyjson_get_len(value) });
	} else if (yyjson_is_real(value)) {
		leat_buf_f64(out, yyjson_get_real(value));
	} else if (yyjson_is_uint(value)) {
		leat_buf_i128(out, (__int128)yyjson_get_uint(value), 0);
	} else if (yyjson_is_sint(value)) {
		leat_buf_i64(out, yyjson_get_sint(value));
	} else if (yyjson_is_bool(value)) {
		leat_buf_text(out, yyjson_get_bool(value) ? "true" : "false");
	} else if (yyjson_is_null(value) || depth > DEPTH_MAX) {
		leat_buf_text(out, "null");
	} else if (yyjson_is_arr(value)) {
		leat_buf_char(out, '[');
		yyjson_arr_foreach(value, index, max, child)
		{
			if (index)
				leat_buf_char(out, ',');
			put_json(child, depth + 1, out);
		}
		leat_buf_char(out, ']');
	} else {
		leat_buf_char(out, '{');
		yyjson_obj_foreach(value, index, max, key, child)
		{
			if (index)
				leat_buf_char(out, ',');
			put_json(key, depth + 1, out);
			leat_buf_char(out, ':');
			put_json(child, depth + 1, out);
		}
		leat_buf_char(out, '}');
	}
}

struct list_writer {
	struct leat_buf *out;
	bool some; /* An element was written. */
};

static void put_element(void *context, yyjson_val *value)
{
	struct list_writer *writer = context;

	if (writer->some)
		leat_buf_char(writer->out, ',');
	writer->some = true;
	put_json(value, 0, writer->out);
}

/* The found value or list as JSON text, in brackets when the wrapper wants them. */
static void put_found(const struct found *found, const struct leat_json_path *path,
                      struct leat_str wrapper, struct leat_buf *out)
{
	bool array = found->list || yyjson_is_arr(found->first);
	bool wrap = leat_str_is(wrapper, "UNCONDITIONAL") ||
	            (leat_str_is(wrapper, "CONDITIONAL") && !array);
	struct list_writer writer = { out, false };

	if (wrap)
		leat_buf_char(out, '[');
	if (found->list) {
		leat_buf_char(out, '[');
		leat_json_path_walk(path, yyjson_doc_get_root(found->doc), put_element, &writer);
		leat_buf_char(out, ']');
	} else {
		put_json(found->first, 0, out);
	}
	if (wrap)
		leat_buf_char(out, ']');
}

/* Flink 1.20 gives NULL for EMPTY ARRAY and EMPTY OBJECT ON EMPTY; so it is here. */
static int query_otherwise(const struct json_call *call, enum json_found state,
                           struct leat_out *out, uint32_t row, struct leat_err *err)
{
	struct leat_str keyword = state == FOUND_EMPTY ? call->on_empty : call->on_error;

	if (leat_str_is(keyword, "ERROR"))
		return no_value(err, "JSON_QUERY");
	if (state == FOUND_ERROR && leat_str_is(keyword, "EMPTY ARRAY"))
		out->bytes[row] = LEAT_STR("[]");
	else if (state == FOUND_ERROR && leat_str_is(keyword, "EMPTY OBJECT"))
		out->bytes[row] = LEAT_STR("{}");
	else
		leat_out_null(out, row);
	return 0;
}

LEAT_KERNEL(json_query)
{
	const struct json_call *data = call->data;
	struct leat_buf buf;
	int r = 0;

	leat_buf_init(&buf, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		struct found found;
		if (leat_col_is_null(&args[0], row) || leat_col_is_null(&args[1], row)) {
			leat_out_null(out, row);
			continue;
		}
		r = find_in_row(call, args, row, &found, err);
		if (r)
			break;
		bool wrapped = !leat_str_is(data->wrapper, "WITHOUT");
		if (found.state == FOUND_VALUE && !found.list && !wrapped &&
		    !yyjson_is_ctn(found.first))
			found.state = found.lax ? FOUND_EMPTY : FOUND_ERROR;
		if (found.state == FOUND_VALUE) {
			leat_buf_clear(&buf);
			put_found(&found, leat_cache_get(data->paths, args[1].bytes[row]),
			          data->wrapper, &buf);
			leat_out_copy(out, row, buf.data, buf.size);
		} else {
			r = query_otherwise(data, found.state, out, row, err);
		}
		found_done(&found);
		if (r)
			break;
	}
	leat_buf_done(&buf);
	return r;
}

static int bind_query(struct leat_bind *bind, struct leat_err *err)
{
	struct json_call *call = new_call(bind);

	call->wrapper = LEAT_STR("WITHOUT");
	if (bind->arg_count == QUERY_ARGS) {
		if (bind->args[RETURNING]->id != LEAT_NULL &&
		    !leat_type_is_text(bind->args[RETURNING]))
			return leat_bind_reject_arg(bind, RETURNING, err, "RETURNING takes STRING");
		call->wrapper = keyword_copy(bind, QUERY_WRAPPER);
		call->on_empty = keyword_copy(bind, QUERY_ON_EMPTY);
		call->on_error = keyword_copy(bind, QUERY_ON_ERROR);
	} else if (bind->arg_count != 2) {
		return leat_bind_reject(bind, err);
	}
	if (bind->args[0]->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_VARCHAR));
	if (!leat_type_is_text(bind->args[0]))
		return leat_bind_reject_arg(bind, 0, err, "expected JSON as text");
	LEAT_TRY(check_path(bind, err));
	return leat_bind_returns(bind, leat_type_basic(LEAT_VARCHAR), true);
}

#define JSON .group = "json", .min_args = 2

const struct leat_function leat_functions_json_path[] = {
	{ .name = "JSON_EXISTS",
	  JSON,
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .max_args = 3,
	  .bind = bind_exists,
	  .kernel = json_exists,
	  .syntax = "JSON_EXISTS(json, path [TRUE|FALSE|UNKNOWN|ERROR ON ERROR])",
	  .doc = "TRUE if the path leads to a value.",
	  .example = "JSON_EXISTS('{\"a\": 1}', '$.a')",
	  .result = "true" },
	{ .name = "JSON_VALUE",
	  JSON,
	  .flags = LEAT_FN_PURE,
	  .max_args = VALUE_ARGS,
	  .bind = bind_value,
	  .kernel = json_value,
	  .syntax = "JSON_VALUE(json, path [RETURNING type] [NULL|ERROR|DEFAULT value ON EMPTY] "
	            "[NULL|ERROR|DEFAULT value ON ERROR])",
	  .doc = "The text, number or boolean that a path leads to; by default as STRING, and NULL when "
	         "there is none. A path begins with lax or strict (the default).",
	  .example = "JSON_VALUE('{\"a\": {\"b\": 1.5}}', '$.a.b')",
	  .result = "\"1.5\"" },
	{ .name = "JSON_QUERY",
	  JSON,
	  .flags = LEAT_FN_PURE,
	  .max_args = QUERY_ARGS,
	  .bind = bind_query,
	  .kernel = json_query,
	  .syntax =
	          "JSON_QUERY(json, path [WITHOUT|WITH CONDITIONAL|WITH UNCONDITIONAL ARRAY WRAPPER] "
	          "[NULL|EMPTY ARRAY|EMPTY OBJECT|ERROR ON EMPTY] "
	          "[NULL|EMPTY ARRAY|EMPTY OBJECT|ERROR ON ERROR])",
	  .doc = "The object or array that a path leads to, as JSON.",
	  .example = "JSON_QUERY('{\"a\": [1, 2]}', '$.a')",
	  .result = "\"[1,2]\"" },
	{ .name = NULL },
};
