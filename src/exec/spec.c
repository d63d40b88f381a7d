/* SPDX-License-Identifier: Apache-2.0 */
/* A spec as text. */
#include "exec/spec.h"

static void print_node(const struct leat_spec *spec, uint32_t index, uint32_t depth, bool *printed,
                       struct leat_buf *out)
{
	const struct leat_spec_node *node = &spec->nodes[index];

	for (uint32_t i = 0; i < depth; i++)
		leat_buf_text(out, i + 1 < depth ? "   " : "+- ");
	leat_buf_text(out, node->label);
	if (printed[index]) {
		/* Several operators read it; its inputs stand above. */
		leat_buf_text(out, " (shown above)\n");
		return;
	}
	printed[index] = true;
	leat_buf_char(out, '\n');
	for (uint32_t i = 0; i < node->input_count; i++)
		print_node(spec, node->inputs[i], depth + 1, printed, out);
}

static bool is_read(const struct leat_spec *spec, uint32_t index)
{
	for (uint32_t i = index + 1; i < spec->node_count; i++)
		for (uint32_t k = 0; k < spec->nodes[i].input_count; k++)
			if (spec->nodes[i].inputs[k] == index)
				return true;
	return false;
}

void leat_spec_print(const struct leat_spec *spec, struct leat_buf *out)
{
	struct leat_arena *arena = leat_arena_new(0);
	bool *printed = LEAT_ARENA_ARRAY(arena, bool, spec->node_count);

	for (uint32_t i = 0; i < spec->node_count; i++)
		if (!is_read(spec, i))
			print_node(spec, i, 0, printed, out);
	leat_arena_free(arena);
}
