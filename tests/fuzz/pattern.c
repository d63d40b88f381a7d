/* SPDX-License-Identifier: Apache-2.0 */
/* Any pattern of dates with any text; what is formatted within the pattern parses again. */
#include "fuzz.h"
#include "types/datetime_pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { (const char *)data, size };
	enum leat_date_pattern_kind kind = fuzz_byte(&in) % 2 ? LEAT_PATTERN_SIMPLE :
	                                                        LEAT_PATTERN_FORMATTER;
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_date_pattern *pattern;
	struct leat_str text, date;
	struct leat_err err = { 0 };
	char *text_bytes = fuzz_part(&in, &text), *date_bytes = fuzz_part(&in, &date);
	struct leat_buf out;

	leat_buf_init(&out, 1 << 20);
	if (leat_date_pattern_compile(arena, kind, text, &pattern, &err) == 0) {
		int64_t local_us = 0, offset_us = 0;
		bool is_zoned = false;
		leat_date_pattern_parse(pattern, date, &local_us, &is_zoned, &offset_us);
		leat_date_pattern_format(pattern, local_us, 0, NULL, &out);
		leat_date_pattern_parse(pattern, leat_buf_view(&out), &local_us, &is_zoned, &offset_us);
	} else {
		FUZZ_CHECK(err.message[0]);
	}
	leat_buf_done(&out);
	free(text_bytes);
	free(date_bytes);
	leat_arena_free(arena);
	return 0;
}
