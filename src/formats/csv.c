/* SPDX-License-Identifier: Apache-2.0 */
/* The csv format: options and registration. */
#include "formats/csv_int.h"
#include "formats/formats.h"

int leat_csv_delimiter(const struct csv_config *config)
{
	struct leat_str s = config->field_delimiter;

	/* In a script '\t' is two characters. */
	if (s.n == 2 && s.p[0] == '\\')
		return s.p[1] == 't' ? '\t' : (unsigned char)s.p[1];
	return (unsigned char)s.p[0];
}

int leat_csv_quote(const struct csv_config *config)
{
	return config->disable_quote_character ? -1 : (unsigned char)config->quote_character.p[0];
}

int leat_csv_escape(const struct csv_config *config)
{
	return config->escape_character.n ? (unsigned char)config->escape_character.p[0] : -1;
}

#define FLAG(name_, field_, fallback_, doc_)                                                       \
	{                                                                                          \
		.name = (name_), .type = LEAT_OPT_BOOL, .offset = offsetof(struct csv_config, field_), \
		.fallback = (fallback_), .doc = (doc_)                                             \
	}
#define TEXT(name_, field_, fallback_, doc_)                                                       \
	{                                                                                          \
		.name = (name_), .type = LEAT_OPT_STR, .offset = offsetof(struct csv_config, field_), \
		.fallback = (fallback_), .doc = (doc_)                                             \
	}

static const struct leat_opt csv_opts[] = {
	FLAG("allow-comments", allow_comments, "false", "Skips lines that begin with '#'."),
	FLAG("allow-trailing-comma", allow_trailing_comma, "true",
	     "Accepts one delimiter more at the end of a line."),
	TEXT("array-element-delimiter", element_delimiter, ";",
	     "Stands between the elements of an ARRAY and the fields of a ROW."),
	FLAG("disable-quote-character", disable_quote_character, "false",
	     "Takes quotes as ordinary characters, and writes none."),
	FLAG("empty-string-as-null", empty_string_as_null, "false", "Reads empty values as NULL."),
	TEXT("escape-character", escape_character, NULL,
	     "Takes the special meaning from the character behind it."),
	FLAG("fail-on-missing-columns", fail_on_missing_columns, "false",
	     "Makes a record bad when it has fewer values than the table has columns, also with "
	     "ignore-parse-errors."),
	TEXT("field-delimiter", field_delimiter, ",", "Stands between values; one character."),
	FLAG("ignore-parse-errors", ignore_parse_errors, "false",
	     "Makes values that do not fit their type NULL, and drops records that cannot be read."),
	FLAG("ignore-trailing-unmappable", ignore_trailing_unmappable, "false",
	     "Accepts more values than the table has columns."),
	TEXT("null-literal", null_literal, NULL, "The text that stands for NULL."),
	TEXT("quote-character", quote_character, "\"", "Encloses values; one character."),
	FLAG("trim-spaces", trim_spaces, "false", "Removes blanks around values without quotes."),
	FLAG("write-bigdecimal-in-scientific-notation", scientific_decimal, "true",
	     "Writes DECIMAL values with an exponent where Java does: 1E+2 and not 100."),
	{ 0 },
};

/* A cell holds one value, or a list of values without parts. */
static int check_type(struct leat_str name, const struct leat_type *type, int depth,
                      struct leat_err *err)
{
	bool has_parts = type->child_count > 0;

	if (type->id == LEAT_MAP || type->id == LEAT_MULTISET || (has_parts && depth > 0))
		return leat_err_set(err, LEAT_E_TYPE,
		                    "the csv format has no values of the type of column \"%.*s\"",
		                    LEAT_STR_ARG(name));
	if (type->id == LEAT_TIME && type->precision > 3)
		return leat_err_set(
			err, LEAT_E_TYPE,
			"the csv format takes TIME(0) to TIME(3), and column \"%.*s\" has %d "
			"digits",
			LEAT_STR_ARG(name), type->precision);
	for (uint32_t i = 0; i < type->child_count; i++)
		LEAT_TRY(check_type(name, type->children[i], depth + 1, err));
	return 0;
}

static int csv_check(const void *data, const struct leat_schema *physical, bool as_sink,
                     struct leat_err *err)
{
	const struct csv_config *config = data;
	bool is_tab = config->field_delimiter.n == 2 && config->field_delimiter.p[0] == '\\';

	(void)as_sink;
	if (config->field_delimiter.n != 1 && !is_tab)
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "'csv.field-delimiter' is one character");
	if (config->quote_character.n != 1)
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "'csv.quote-character' is one character");
	if (config->escape_character.n > 1)
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "'csv.escape-character' is one character");
	if (!config->element_delimiter.n)
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "'csv.array-element-delimiter' is empty");
	for (uint32_t i = 0; i < physical->field_count; i++)
		LEAT_TRY(check_type(physical->fields[i].name, physical->fields[i].type, 0, err));
	return 0;
}

const struct leat_format leat_format_csv = {
	.name = "csv",
	.doc = "Values between delimiters, a record per line.",
	.opts = csv_opts,
	.config_size = sizeof(struct csv_config),
	.check = csv_check,
	.decoder_new = leat_csv_decoder_new,
	.decode = leat_csv_decode,
	.record_end = leat_csv_record_end,
	.encoder_new = leat_csv_encoder_new,
	.encode = leat_csv_encode,
};
