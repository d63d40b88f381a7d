/* SPDX-License-Identifier: Apache-2.0 */
/* Edit distance, for "did you mean". */
#include "base/nearest.h"

#include <string.h>

enum {
	NAME_MAX_BYTES = 64, /* Longer names are not guessed. */
	EDIT_COST = 4,
	CASE_COST = 1, /* Another case is nearer than another letter. */
};

static uint32_t replace_cost(char a, char b)
{
	if (a == b)
		return 0;
	bool letter = (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
	return letter && (a ^ b) == 0x20 ? CASE_COST : EDIT_COST;
}

static uint32_t min2(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Damerau-Levenshtein with adjacent swaps, three rows at a time; the costs above. */
static uint32_t distance(struct leat_str a, struct leat_str b)
{
	uint32_t rows[3][NAME_MAX_BYTES + 1];
	uint32_t *before = rows[0], *above = rows[1], *row = rows[2];

	for (uint32_t k = 0; k <= b.n; k++)
		above[k] = k * EDIT_COST;
	for (uint32_t i = 1; i <= a.n; i++) {
		row[0] = i * EDIT_COST;
		for (uint32_t k = 1; k <= b.n; k++) {
			row[k] = min2(above[k], row[k - 1]) + EDIT_COST;
			row[k] = min2(row[k], above[k - 1] + replace_cost(a.p[i - 1], b.p[k - 1]));
			if (i > 1 && k > 1 && a.p[i - 1] == b.p[k - 2] && a.p[i - 2] == b.p[k - 1])
				row[k] = min2(row[k], before[k - 2] + EDIT_COST);
		}
		uint32_t *spare = before;
		before = above;
		above = row;
		row = spare;
	}
	return above[b.n];
}

struct leat_nearest leat_nearest_of(struct leat_str name)
{
	/* A third of the name may be wrong, and always one letter of two. */
	uint32_t edits = name.n < 2 ? 0 : 1 + name.n / 4;

	return (struct leat_nearest){ .name = name, .distance = edits * EDIT_COST + 1 };
}

void leat_nearest_offer(struct leat_nearest *near, struct leat_str candidate)
{
	if (near->name.n > NAME_MAX_BYTES || candidate.n > NAME_MAX_BYTES || candidate.n == 0)
		return;
	uint32_t d = distance(near->name, candidate);
	if (d < near->distance) {
		near->distance = d;
		near->best = candidate;
	}
}

void leat_nearest_offer_text(struct leat_nearest *near, const char *candidate)
{
	leat_nearest_offer(near, leat_str_of(candidate));
}

bool leat_nearest_hint(const struct leat_nearest *near, struct leat_err *err)
{
	if (!near->best.p)
		return false;
	leat_err_hint(err, "did you mean \"%.*s\"?", LEAT_STR_ARG(near->best));
	return true;
}
