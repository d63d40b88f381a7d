/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a JSON record: judged as yyjson judges them, and a row that was read survives writing. */
#include <yyjson.h>

#include "base/utf8.h"
#include "decoding.h"
#include "formats/json_int.h"

/* Half of a pair of surrogates: yyjson refuses it, Flink and we do not. */
static bool may_have_lone_surrogate(struct leat_str text)
{
	for (uint32_t i = 0; i + 3 < text.n; i++)
		if (text.p[i] == 'u' && (text.p[i + 1] | 32) == 'd')
			return true;
	return false;
}

static uint32_t depth_of(struct leat_str text)
{
	uint32_t depth = 0;

	for (uint32_t i = 0; i < text.n; i++)
		depth += text.p[i] == '[' || text.p[i] == '{';
	return depth;
}

static void compare(struct decoding *d, struct leat_str text)
{
	yyjson_doc *doc = yyjson_read(text.p, text.n,
	                              YYJSON_READ_ALLOW_INVALID_UNICODE | YYJSON_READ_BIGNUM_AS_RAW);
	bool is_good = yyjson_is_obj(yyjson_doc_get_root(doc)) && leat_utf8_is_valid(text);

	if (!may_have_lone_surrogate(text) && depth_of(text) < 60)
		FUZZ_CHECK(d->result.row_count == is_good);
	yyjson_doc_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct json_config lenient = { .ignore_parse_errors = true };
	static const struct json_config strict = { .fail_on_missing_field = false };
	static struct decoding lax, d;
	struct leat_str text = { (const char *)data, (uint32_t)size };

	if (!size)
		return 0;
	decoding_begin(&lax, &leat_format_json);
	decode_one(&lax, &lenient, text);
	compare(&lax, text);
	decoding_end(&lax);

	decoding_begin(&d, &leat_format_json);
	const struct leat_type *number = leat_type_basic(LEAT_INT);
	decoding_column(&d, "a", leat_type_array(d.arena, leat_type_basic(LEAT_VARCHAR), true));
	decoding_column(&d, "m", leat_type_map(d.arena, leat_type_basic(LEAT_VARCHAR), number, true));
	decode_one(&d, &strict, text);
	if (d.result.row_count)
		check_round(&d, &strict);
	decoding_end(&d);
	return 0;
}
