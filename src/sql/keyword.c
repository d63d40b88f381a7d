/* SPDX-License-Identifier: Apache-2.0 */
/* Look-up of keywords. */
#include "sql/keyword.h"

#include <string.h>

static const struct {
	const char *text;
	uint8_t length;
	uint8_t cls;
} words[LEAT_KEYWORD_COUNT] = { [LEAT_KEYWORD_NONE] = { "", 0, LEAT_KEYWORD_SOFT },
#define XX(word, cls) [LEAT_KW_##word] = { #word, sizeof(#word) - 1, LEAT_KEYWORD_##cls },
	                        LEAT_KEYWORDS(XX)
#undef XX
};

enum {
	LONGEST = 40, /* Longer words are no keywords. */
};

enum leat_keyword leat_keyword_find(struct leat_str word)
{
	uint32_t low = 1, high = LEAT_KEYWORD_COUNT;
	char upper[LONGEST + 1];

	if (word.n > LONGEST)
		return LEAT_KEYWORD_NONE;
	for (uint32_t i = 0; i < word.n; i++)
		upper[i] = word.p[i] >= 'a' && word.p[i] <= 'z' ? (char)(word.p[i] - 32)
		                                                : word.p[i];
	upper[word.n] = '\0';

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(upper, words[middle].text);

		if (order == 0)
			return (enum leat_keyword)middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return LEAT_KEYWORD_NONE;
}

const char *leat_keyword_text(enum leat_keyword keyword)
{
	leat_assert(keyword < LEAT_KEYWORD_COUNT);
	return words[keyword].text;
}

enum leat_keyword_class leat_keyword_class(enum leat_keyword keyword)
{
	leat_assert(keyword < LEAT_KEYWORD_COUNT);
	return (enum leat_keyword_class)words[keyword].cls;
}
