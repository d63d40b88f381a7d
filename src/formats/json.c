/* SPDX-License-Identifier: Apache-2.0 */
/* The json format: options and registration. */
#include "formats/formats.h"
#include "formats/json_int.h"

static const char *const standards[] = { "SQL", "ISO-8601", NULL };
static const char *const null_key_modes[] = { "FAIL", "DROP", "LITERAL", NULL };

static const struct leat_opt json_opts[] = {
	{ .name = "decode.json-parser.enabled", .type = LEAT_OPT_BOOL, .flags = LEAT_OPT_IGNORED,
	  .offset = offsetof(struct json_config, streaming_parser), .fallback = "true",
	  .doc = "Chooses between two parsers of Flink.  Leat has one, which gives the same results." },
	{ .name = "encode.decimal-as-plain-number", .type = LEAT_OPT_BOOL,
	  .offset = offsetof(struct json_config, decimal_as_plain_number), .fallback = "false",
	  .doc = "Writes DECIMAL values without an exponent: 0.0000001 and not 1E-7." },
	{ .name = "encode.ignore-null-fields", .type = LEAT_OPT_BOOL,
	  .offset = offsetof(struct json_config, ignore_null_fields), .fallback = "false",
	  .doc = "Leaves out fields that are NULL when rows are written." },
	{ .name = "fail-on-missing-field", .type = LEAT_OPT_BOOL,
	  .offset = offsetof(struct json_config, fail_on_missing_field), .fallback = "false",
	  .doc = "Makes a record bad when a field that the query reads is not in it." },
	{ .name = "ignore-parse-errors", .type = LEAT_OPT_BOOL,
	  .offset = offsetof(struct json_config, ignore_parse_errors), .fallback = "false",
	  .doc = "Makes values that do not fit their type NULL, and drops records that are no JSON." },
	{ .name = "map-null-key.literal", .type = LEAT_OPT_STR,
	  .offset = offsetof(struct json_config, null_key_literal), .fallback = "null",
	  .doc = "The key that is written for a NULL key when map-null-key.mode is LITERAL." },
	{ .name = "map-null-key.mode", .type = LEAT_OPT_ENUM, .enums = null_key_modes,
	  .offset = offsetof(struct json_config, null_key_mode), .fallback = "FAIL",
	  .doc = "What to do with a NULL key of a map that is written: FAIL, DROP the entry, or write "
	         "a LITERAL in its place." },
	{ .name = "timestamp-format.standard", .type = LEAT_OPT_ENUM, .enums = standards,
	  .offset = offsetof(struct json_config, timestamp_standard), .fallback = "SQL",
	  .doc = "How timestamps are read and written: SQL is 2024-01-31 12:34:56.789, ISO-8601 is "
	         "2024-01-31T12:34:56.789; TIMESTAMP_LTZ has a Z behind it." },
	{ 0 },
};

/* Map keys are keys of JSON objects. */
static int check_type(const struct leat_type *type, struct leat_err *err)
{
	if ((type->id == LEAT_MAP || type->id == LEAT_MULTISET) &&
	    !leat_type_is_text(type->children[0])) {
		struct leat_buf text;
		leat_buf_init(&text, 256);
		leat_type_print(type, false, &text);
		int r = leat_err_set(err, LEAT_E_TYPE,
		                     "the json format takes only strings as keys, not %s",
		                     leat_buf_cstr(&text));
		leat_buf_done(&text);
		return r;
	}
	for (uint32_t i = 0; i < type->child_count; i++)
		LEAT_TRY(check_type(type->children[i], err));
	return 0;
}

static int json_check(const void *data, const struct leat_schema *physical, bool as_sink,
                      struct leat_err *err)
{
	const struct json_config *config = data;

	(void)as_sink;
	if (config->fail_on_missing_field && config->ignore_parse_errors)
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "'json.fail-on-missing-field' and 'json.ignore-parse-errors' "
		                    "cannot both be true");
	for (uint32_t i = 0; i < physical->field_count; i++)
		LEAT_TRY(check_type(physical->fields[i].type, err));
	return 0;
}

const struct leat_format leat_format_json = {
	.name = "json",
	.doc = "A JSON object per record, its keys are the columns.",
	.opts = json_opts,
	.config_size = sizeof(struct json_config),
	.check = json_check,
	.decoder_new = leat_json_decoder_new,
	.decode = leat_json_decode,
	.encoder_new = leat_json_encoder_new,
	.encode = leat_json_encode,
};
