/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON decoder against yyjson, on random records: whole ones and ones with damage.
 *
 * LEAT_TEST_RECORDS is how many (default fewer; the nightly run takes a million). */
#include <yyjson.h>

#include "base/utf8.h"
#include "records.h"
#include "suite.h"

enum { RECORDS = 20000 };

static uint64_t state = 88172645463325252u;

static uint32_t below(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 20) % n;
}

static void put_space(struct leat_buf *out)
{
	static const char *const spaces[] = { "", "", "", "", "", " ", "\n", "\t \r" };

	leat_buf_text(out, spaces[below(LEAT_COUNT(spaces))]);
}

static void put_text(struct leat_buf *out)
{
	static const char *const parts[] = { "a",  "bc",    "long text without escapes ", "é",
		                             "日", "😀",    "\\n",    "\\\"",   "\\\\", "\\/",
		                             "{",  "\\u00e9", "\\ud83d\\ude00", "]", ",",  ":" };

	leat_buf_char(out, '"');
	for (uint32_t n = below(6); n; n--)
		leat_buf_text(out, parts[below(LEAT_COUNT(parts))]);
	leat_buf_char(out, '"');
}

static void put_number(struct leat_buf *out)
{
	switch (below(5)) {
	case 0:
		leat_buf_printf(out, "%u", below(10));
		return;
	case 1:
		leat_buf_printf(out, "-%u", below(1000000000));
		return;
	case 2:
		leat_buf_printf(out, "%u%09u%u", 1 + below(99999), below(1000000000),
		                below(100000));
		return;
	case 3:
		leat_buf_printf(out, "%u.%u", below(1000000), below(1000000));
		return;
	default:
		leat_buf_printf(out, "%s%u.%ue%s%u", below(2) ? "-" : "", below(100), below(1000),
		                below(2) ? "-" : "+", below(30));
		return;
	}
}

static void put_value(struct leat_buf *out, int depth);

static void put_members(struct leat_buf *out, int depth, bool is_object)
{
	static const char *const keys[] = { "\"i\"", "\"d\"", "\"s\"", "\"b\"", "\"other\"",
		                            "\"a rather long key that nobody reads\"", "\"\\u0069\"" };
	uint32_t count = below(6);

	leat_buf_char(out, is_object ? '{' : '[');
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			leat_buf_char(out, ',');
		put_space(out);
		if (is_object) {
			leat_buf_text(out, keys[below(LEAT_COUNT(keys))]);
			put_space(out);
			leat_buf_char(out, ':');
			put_space(out);
		}
		put_value(out, depth + 1);
		put_space(out);
	}
	leat_buf_char(out, is_object ? '}' : ']');
}

static void put_value(struct leat_buf *out, int depth)
{
	static const char *const words[] = { "true", "false", "null" };

	switch (below(depth > 4 ? 6 : 8)) {
	case 0:
	case 1:
		put_number(out);
		return;
	case 2:
	case 3:
	case 4:
		put_text(out);
		return;
	case 5:
		leat_buf_text(out, words[below(LEAT_COUNT(words))]);
		return;
	case 6:
		put_members(out, depth, true);
		return;
	default:
		put_members(out, depth, false);
		return;
	}
}

static void damage(struct leat_buf *text)
{
	static const char bytes[] = "\"\\{}[],:0 -.eu\x01\x80\xf0tn";

	switch (below(3)) {
	case 0:
		text->size = below((uint32_t)text->size + 1);
		return;
	case 1:
		if (text->size)
			text->data[below((uint32_t)text->size)] = bytes[below(sizeof(bytes) - 1)];
		return;
	default:
		leat_buf_char(text, bytes[below(sizeof(bytes) - 1)]);
		return;
	}
}

/* The member that counts: the last one, up to where all of `wanted` were seen. */
static yyjson_val *member(yyjson_val *object, const char *const *wanted, uint32_t count,
                          const char *name)
{
	uint32_t seen = 0;
	yyjson_val *key, *found = NULL;
	yyjson_obj_iter iter = yyjson_obj_iter_with(object);

	while (seen != (1u << count) - 1 && (key = yyjson_obj_iter_next(&iter))) {
		for (uint32_t i = 0; i < count; i++)
			if (yyjson_equals_str(key, wanted[i]))
				seen |= 1u << i;
		if (yyjson_equals_str(key, name))
			found = yyjson_obj_iter_get_val(key);
	}
	return found;
}

static bool is_null(const struct leat_col *col)
{
	return leat_col_is_null(col, 0);
}

static void compare(struct reading *r, yyjson_val *root)
{
	static const char *const wanted[] = { "i", "d", "s", "b" };
	yyjson_val *i = member(root, wanted, 4, "i"), *d = member(root, wanted, 4, "d");
	yyjson_val *s = member(root, wanted, 4, "s"), *b = member(root, wanted, 4, "b");

	if (yyjson_is_int(i) && !(yyjson_is_uint(i) && yyjson_get_uint(i) > INT64_MAX))
		ck_assert_int_eq(r->cols[0].i64[0], yyjson_get_sint(i));
	else if (!i || yyjson_is_null(i) || yyjson_is_bool(i) || yyjson_is_ctn(i))
		ck_assert(is_null(&r->cols[0]));
	if (yyjson_is_num(d))
		ck_assert_double_eq(r->cols[1].f64[0], yyjson_get_num(d));
	else if (!d || yyjson_is_null(d) || yyjson_is_bool(d) || yyjson_is_ctn(d))
		ck_assert(is_null(&r->cols[1]));
	if (yyjson_is_str(s)) {
		ck_assert(!is_null(&r->cols[2]));
		ck_assert_uint_eq(r->cols[2].bytes[0].n, yyjson_get_len(s));
		ck_assert_mem_eq(r->cols[2].bytes[0].p, yyjson_get_str(s), yyjson_get_len(s));
	} else if (!s || yyjson_is_null(s)) {
		ck_assert(is_null(&r->cols[2]));
	}
	if (yyjson_is_bool(b))
		ck_assert_uint_eq(r->cols[3].boolean[0], yyjson_get_bool(b));
	else if (!b || yyjson_is_null(b) || yyjson_is_ctn(b))
		ck_assert(is_null(&r->cols[3]));
}

/* Half of a pair of surrogates: yyjson refuses it, Flink and we do not. */
static bool may_have_lone_surrogate(struct leat_str text)
{
	for (uint32_t i = 0; i + 3 < text.n; i++)
		if (text.p[i] == 'u' && (text.p[i + 1] | 32) == 'd')
			return true;
	return false;
}

static void check_one(struct reading *r, struct leat_str text)
{
	/* So yyjson takes control characters in strings, as Flink does, and numbers of any size. */
	yyjson_doc *doc = yyjson_read(
		text.p, text.n, YYJSON_READ_ALLOW_INVALID_UNICODE | YYJSON_READ_BIGNUM_AS_RAW);
	yyjson_val *root = yyjson_doc_get_root(doc);
	bool is_good = yyjson_is_obj(root) && leat_utf8_is_valid(text);
	char *bytes = malloc(text.n ? text.n : 1);
	memcpy(bytes, text.p, text.n);
	struct leat_record record = { .value = { bytes, text.n } };

	reading_decode(r, &record, 1);
	ck_assert_uint_eq(r->result.consumed_count, 1);
	if (r->result.row_count != is_good && !may_have_lone_surrogate(text)) {
		fprintf(stderr, "--- %.*s\n", LEAT_STR_ARG(text));
		ck_abort_msg("a record is judged otherwise than by yyjson (%d)", is_good);
	}
	if (is_good && r->result.row_count)
		compare(r, root);
	free(bytes);
	yyjson_doc_free(doc);
}

START_TEST(random_records)
{
	static const struct json_config config = { .ignore_parse_errors = true };
	const char *wish = getenv("LEAT_TEST_RECORDS");
	long count = wish ? strtol(wish, NULL, 10) : RECORDS;
	struct reading r;
	struct leat_buf text;

	reading_begin(&r, &leat_format_json, &config);
	reading_column(&r, "i", leat_type_basic(LEAT_BIGINT));
	reading_column(&r, "d", leat_type_basic(LEAT_DOUBLE));
	reading_column(&r, "s", leat_type_basic(LEAT_VARCHAR));
	reading_column(&r, "b", leat_type_basic(LEAT_BOOLEAN));
	leat_buf_init(&text, 1 << 20);
	for (long i = 0; i < count; i++) {
		leat_buf_clear(&text);
		put_space(&text);
		put_members(&text, 0, true);
		put_space(&text);
		if (i % 3 == 0)
			damage(&text);
		if (text.size)
			check_one(&r, leat_buf_view(&text));
	}
	leat_buf_done(&text);
	reading_end(&r);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, random_records);
}

int main(void)
{
	return suite_main("json_random", add);
}
