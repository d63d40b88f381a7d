/* SPDX-License-Identifier: Apache-2.0 */
/* Any regular expression and any pattern of LIKE on any text: they end, and matches lie within the text. */
#include "catalog/catalog.h"
#include "expr/regexp.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { (const char *)data, size };
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_str pattern, text;
	char *pattern_bytes = fuzz_part(&in, &pattern), *text_bytes = fuzz_part(&in, &text);
	const struct leat_regexp *regexp = leat_regexp_new(arena, pattern);
	uint32_t from = 0, begin, end;

	while (regexp && from <= text.n && leat_regexp_find(regexp, text, from)) {
		FUZZ_CHECK(leat_regexp_group(regexp, 0, &begin, &end));
		for (uint32_t i = 0; i <= leat_regexp_groups(regexp); i++)
			if (leat_regexp_group(regexp, i, &begin, &end))
				FUZZ_CHECK(begin <= text.n && end <= text.n);
		if (!leat_regexp_group(regexp, 0, &begin, &end))
			break;
		from = end > from ? end : from + 1;
	}
	bool is_like = leat_like(text, pattern, false);
	FUZZ_CHECK(!is_like || leat_like(text, pattern, true));
	free(pattern_bytes);
	free(text_bytes);
	leat_arena_free(arena);
	return 0;
}
