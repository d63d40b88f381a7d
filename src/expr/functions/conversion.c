/* SPDX-License-Identifier: Apache-2.0 */
/* TYPEOF and the tests of UTF-8.  CAST and TRY_CAST are nodes of their own. */
#include <string.h>

#include "base/utf8.h"
#include "expr/bind.h"
#include "expr/kernel.h"
#include "expr/registry.h"

/* The call's data is the text. */
LEAT_KERNEL(typeof_kernel)
{
	const struct leat_str *text = call->data;

	LEAT_EACH_ROW(row, sel)
	out->bytes[row] = *text;
	return 0;
}

static int bind_typeof(struct leat_bind *bind, struct leat_err *err)
{
	struct leat_str *text = LEAT_ARENA_NEW(bind->arena, struct leat_str);
	struct leat_buf buf;

	(void)err;
	leat_buf_init(&buf, 1 << 16);
	leat_type_print(bind->args[0], false, &buf);
	*text = leat_arena_str(bind->arena, leat_buf_view(&buf));
	leat_buf_done(&buf);
	bind->data = text;
	return leat_bind_returns(bind, leat_type_basic(LEAT_VARCHAR), true);
}

LEAT_KERNEL(is_valid_utf8)
{
	LEAT_EACH_ROW(row, sel)
	out->boolean[row] = leat_utf8_is_valid(args[0].bytes[row]);
	return 0;
}

LEAT_KERNEL(make_valid_utf8)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		if (leat_utf8_is_valid(s)) {
			out->bytes[row] = s;
			continue;
		}
		char *begin = leat_out_text(out, (size_t)s.n * 3), *p = begin;
		for (uint32_t at = 0; at < s.n;) {
			uint32_t c;
			at += leat_utf8_decode((struct leat_str){ s.p + at, s.n - at }, &c);
			p += leat_utf8_encode(c, p);
		}
		out->bytes[row] = (struct leat_str){ begin, (uint32_t)(p - begin) };
	}
	return 0;
}

const struct leat_function leat_functions_conversion[] = {
	{ .name = "TYPEOF",
	  .group = "conversion",
	  .flags = LEAT_FN_PURE,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_typeof,
	  .kernel = typeof_kernel,
	  .syntax = "TYPEOF(value)",
	  .doc = "The type of the value, as text.",
	  .example = "TYPEOF(1.5)",
	  .result = "\"DECIMAL(2, 1) NOT NULL\"" },
	{ .name = "IS_VALID_UTF8",
	  .group = "conversion",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "y>B",
	  .kernel = is_valid_utf8,
	  .syntax = "IS_VALID_UTF8(bytes)",
	  .doc = "TRUE if the bytes are well-formed UTF-8.",
	  .example = "IS_VALID_UTF8(x'ff')",
	  .result = "false" },
	{ .name = "MAKE_VALID_UTF8",
	  .group = "conversion",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "y>S",
	  .kernel = make_valid_utf8,
	  .syntax = "MAKE_VALID_UTF8(bytes)",
	  .doc = "The bytes as text; what is not UTF-8 becomes U+FFFD.",
	  .example = "MAKE_VALID_UTF8(x'6869')",
	  .result = "\"hi\"" },
	{ .name = NULL },
};
