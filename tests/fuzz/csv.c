/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a file of CSV records, under several options: cut into records, decoded, written, read again. */
#include "decoding.h"
#include "formats/csv_int.h"

static const struct csv_config configs[] = {
	{ .field_delimiter = LEAT_STR(","), .quote_character = LEAT_STR("\""),
	  .element_delimiter = LEAT_STR(";") },
	{ .field_delimiter = LEAT_STR(";"), .quote_character = LEAT_STR("'"),
	  .escape_character = LEAT_STR("\\"), .element_delimiter = LEAT_STR(","),
	  .null_literal = LEAT_STR("n/a"), .ignore_parse_errors = true, .allow_comments = true },
	{ .field_delimiter = LEAT_STR("\t"), .disable_quote_character = true,
	  .element_delimiter = LEAT_STR(";"), .trim_spaces = true, .allow_trailing_comma = true,
	  .ignore_trailing_unmappable = true, .empty_string_as_null = true },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct decoding d;
	struct fuzz_input in = { (const char *)data, size };
	const struct csv_config *config = &configs[fuzz_byte(&in) % LEAT_COUNT(configs)];
	struct leat_str rest, record;
	char *bytes = fuzz_part(&in, &rest);

	decoding_begin(&d, &leat_format_csv);
	for (size_t n; rest.n; rest.p += n, rest.n -= (uint32_t)n) {
		struct leat_str begun;
		n = leat_csv_record_end(config, rest, true, &record);
		FUZZ_CHECK(n > 0 && n <= rest.n);
		/* What is not the last of a file ends at the same place, or asks for more. */
		size_t early = leat_csv_record_end(config, (struct leat_str){ rest.p, (uint32_t)n }, false,
		                                   &begun);
		FUZZ_CHECK(early == 0 || early == n);
		decode_one(&d, config, record);
		if (d.result.row_count)
			check_round(&d, config);
	}
	decoding_end(&d);
	free(bytes);
	return 0;
}
