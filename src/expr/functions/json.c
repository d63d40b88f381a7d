/* SPDX-License-Identifier: Apache-2.0 */
/* Making JSON: JSON_STRING, JSON_OBJECT, JSON_ARRAY; and the test IS JSON. */
#include <string.h>
#include <yyjson.h>

#include "base/json.h"
#include "expr/bind.h"
#include "expr/json_text.h"
#include "expr/kernel.h"
#include "expr/registry.h"

enum { TEXT_BYTES_MAX = INT32_MAX };

LEAT_KERNEL(json_string)
{
	struct leat_buf buf;

	leat_buf_init(&buf, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		leat_buf_clear(&buf);
		leat_json_put_value(&args[0], row, &buf);
		leat_out_copy(out, row, buf.data, buf.size);
	}
	leat_buf_done(&buf);
	return 0;
}

/* What JSON_OBJECT and JSON_ARRAY know of their call. */
struct making {
	bool absent;     /* ABSENT ON NULL: NULLs are left out. */
	const bool *raw; /* Per argument: it is made by a JSON function, so it is JSON already. */
};

static bool is_null(const struct leat_col *col, uint32_t row)
{
	return col->type->id == LEAT_NULL || leat_col_is_null(col, row);
}

/* JSON_OBJECT(keyword, key, value, ..) */
LEAT_KERNEL(json_object)
{
	const struct making *making = call->data;
	struct leat_json_member *members = LEAT_ARENA_ARRAY(out->arena, struct leat_json_member,
	                                                    call->arg_count);
	struct leat_buf buf;
	int r = 0;

	leat_buf_init(&buf, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		uint32_t count = 0;
		for (uint32_t i = 1; i < call->arg_count; i += 2) {
			if (is_null(&args[i], row))
				r = leat_err_set(err, LEAT_E_RUNTIME,
				                 "a key of JSON_OBJECT is NULL");
			else if (!making->absent || !is_null(&args[i + 1], row))
				members[count++] = (struct leat_json_member){ args[i].bytes[row],
					                                      &args[i + 1], row,
					                                      making->raw[i + 1] };
		}
		if (r)
			break;
		leat_buf_clear(&buf);
		leat_json_put_object(members, count, &buf);
		leat_out_copy(out, row, buf.data, buf.size);
	}
	leat_buf_done(&buf);
	return r;
}

/* JSON_ARRAY(keyword, value, ..) */
LEAT_KERNEL(json_array)
{
	const struct making *making = call->data;
	struct leat_buf buf;

	leat_buf_init(&buf, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		bool first = true;
		leat_buf_clear(&buf);
		leat_buf_char(&buf, '[');
		for (uint32_t i = 1; i < call->arg_count; i++) {
			bool null = is_null(&args[i], row);
			if (null && making->absent)
				continue;
			if (!first)
				leat_buf_char(&buf, ',');
			first = false;
			if (making->raw[i] && !null)
				leat_buf_str(&buf, args[i].bytes[row]);
			else
				leat_json_put_value(&args[i], row, &buf);
		}
		leat_buf_char(&buf, ']');
		leat_out_copy(out, row, buf.data, buf.size);
	}
	leat_buf_done(&buf);
	return 0;
}

/* JSON(text): the text is JSON, checked here. */
LEAT_KERNEL(json)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		yyjson_doc *doc = yyjson_read(s.p ? s.p : "", s.n, 0);
		if (!doc)
			return leat_err_set(err, LEAT_E_RUNTIME, "\"%.*s\" is not JSON",
			                    LEAT_STR_ARG(s));
		yyjson_doc_free(doc);
		out->bytes[row] = s;
	}
	return 0;
}

static bool makes_json(const struct leat_function *function)
{
	return function && (function->kernel == json_object || function->kernel == json_array ||
	                    function->kernel == json);
}

static int bind_making(struct leat_bind *bind, struct leat_err *err)
{
	struct making *making = LEAT_ARENA_NEW(bind->arena, struct making);
	bool *raw = LEAT_ARENA_ARRAY(bind->arena, bool, bind->arg_count);

	if (!leat_bind_symbol(bind, 0).p)
		return leat_bind_reject(bind, err);
	making->absent = leat_str_is(leat_bind_symbol(bind, 0), "ABSENT");
	for (uint32_t i = 1; i < bind->arg_count; i++)
		raw[i] = makes_json(bind->calls[i]);
	making->raw = raw;
	bind->data = making;
	return leat_bind_returns(bind, leat_type_basic(LEAT_VARCHAR), false);
}

static int bind_object(struct leat_bind *bind, struct leat_err *err)
{
	if (bind->arg_count % 2 == 0)
		return leat_bind_reject(bind, err);
	for (uint32_t i = 1; i < bind->arg_count; i += 2)
		if (!leat_type_is_text(bind->args[i]))
			return leat_bind_reject_arg(bind, i, err, "a key must be text");
	return bind_making(bind, err);
}

/* ---- IS JSON ---- */

static bool is_json(struct leat_str s, struct leat_str kind)
{
	yyjson_doc *doc = yyjson_read(s.p ? s.p : "", s.n, 0);
	yyjson_val *root = yyjson_doc_get_root(doc);
	bool ok = doc != NULL;

	if (leat_str_is(kind, "OBJECT"))
		ok = ok && yyjson_is_obj(root);
	else if (leat_str_is(kind, "ARRAY"))
		ok = ok && yyjson_is_arr(root);
	else if (leat_str_is(kind, "SCALAR"))
		ok = ok && !yyjson_is_ctn(root);
	yyjson_doc_free(doc);
	return ok;
}

static int test_json(const struct leat_call *call, const struct leat_col *args, struct leat_sel sel,
                     bool wanted, struct leat_out *out)
{
	struct leat_str kind = LEAT_STR("VALUE");

	LEAT_EACH_ROW(row, sel)
	{
		if (call->arg_count > 1)
			kind = args[1].bytes[row];
		out->boolean[row] = (!leat_col_is_null(&args[0], row) &&
		                     is_json(args[0].bytes[row], kind)) == wanted;
	}
	return 0;
}

LEAT_KERNEL(is_json_kernel)
{
	return test_json(call, args, sel, true, out);
}

LEAT_KERNEL(is_not_json)
{
	return test_json(call, args, sel, false, out);
}

/* ---- quoting ---- */

LEAT_KERNEL(json_quote)
{
	struct leat_buf buf;

	leat_buf_init(&buf, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		leat_buf_clear(&buf);
		leat_json_quote(&buf, args[0].bytes[row]);
		leat_out_copy(out, row, buf.data, buf.size);
	}
	leat_buf_done(&buf);
	return 0;
}

/* What is no JSON string stays as it is. */
LEAT_KERNEL(json_unquote)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		bool quoted = s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"';
		yyjson_doc *doc = quoted ? yyjson_read(s.p, s.n, 0) : NULL;
		yyjson_val *root = yyjson_doc_get_root(doc);
		if (yyjson_is_str(root))
			leat_out_copy(out, row, yyjson_get_str(root), yyjson_get_len(root));
		else
			out->bytes[row] = s;
		yyjson_doc_free(doc);
	}
	return 0;
}

const struct leat_function leat_functions_json[] = {
	{ .name = "IS JSON",
	  .group = "json",
	  .flags = LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .min_args = 1,
	  .max_args = 2,
	  .signature = "s?k>B!",
	  .kernel = is_json_kernel,
	  .syntax = "string IS JSON [VALUE|SCALAR|ARRAY|OBJECT]",
	  .doc = "TRUE if the text is JSON (of that kind); FALSE of NULL.",
	  .example = "'[1]' IS JSON ARRAY",
	  .result = "true" },
	{ .name = "IS NOT JSON",
	  .group = "json",
	  .flags = LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .min_args = 1,
	  .max_args = 2,
	  .signature = "s?k>B!",
	  .kernel = is_not_json,
	  .syntax = "string IS NOT JSON [VALUE|SCALAR|ARRAY|OBJECT]",
	  .doc = "TRUE if the text is not JSON (of that kind).",
	  .example = "'x' IS NOT JSON",
	  .result = "true" },
	{ .name = "JSON_STRING",
	  .group = "json",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "a>S",
	  .kernel = json_string,
	  .syntax = "JSON_STRING(value)",
	  .doc = "The value as JSON.",
	  .example = "JSON_STRING(ARRAY[1, 2])",
	  .result = "\"[1,2]\"" },
	{ .name = "JSON_OBJECT",
	  .group = "json",
	  .min_args = 1,
	  .max_args = 255,
	  .bind = bind_object,
	  .kernel = json_object,
	  .syntax = "JSON_OBJECT([KEY] key VALUE value, .. [NULL|ABSENT ON NULL])",
	  .doc = "An object of keys and values, sorted by key.",
	  .example = "JSON_OBJECT('a' VALUE 1)",
	  .result = "\"{\\\"a\\\":1}\"" },
	{ .name = "JSON_ARRAY",
	  .group = "json",
	  .min_args = 1,
	  .max_args = 255,
	  .bind = bind_making,
	  .kernel = json_array,
	  .syntax = "JSON_ARRAY(value, .. [NULL|ABSENT ON NULL])",
	  .doc = "An array of values; NULLs are left out unless NULL ON NULL.",
	  .example = "JSON_ARRAY(1, 'a')",
	  .result = "\"[1,\\\"a\\\"]\"" },
	{ .name = "JSON",
	  .group = "json",
	  .flags = LEAT_FN_STRICT | LEAT_FN_LEAT,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "s>S",
	  .kernel = json,
	  .syntax = "JSON(string)",
	  .doc = "Inside JSON_OBJECT and JSON_ARRAY: text that is JSON already.",
	  .example = "JSON_ARRAY(JSON('{}'))",
	  .result = "\"[{}]\"" },
	{ .name = "JSON_QUOTE",
	  .group = "json",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "s>S",
	  .kernel = json_quote,
	  .syntax = "JSON_QUOTE(string)",
	  .doc = "The text as a JSON string.",
	  .example = "JSON_QUOTE('a')",
	  .result = "\"\\\"a\\\"\"" },
	{ .name = "JSON_UNQUOTE",
	  .group = "json",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "s>S",
	  .kernel = json_unquote,
	  .syntax = "JSON_UNQUOTE(string)",
	  .doc = "The text of a JSON string.",
	  .example = "JSON_UNQUOTE('\"a\"')",
	  .result = "\"a\"" },
	{ .name = NULL },
};
