/* SPDX-License-Identifier: Apache-2.0 */
/* A treap: a search tree by value that is a heap by random priorities, so its depth is logarithmic
 * whatever the order of arrival. */
#include "expr/aggregates/sorted.h"

#include <stdlib.h>

struct leat_sorted_node {
	struct leat_scalar value;
	int64_t count;     /* How often it is in the set; negative: owed. */
	int64_t positive;  /* Nodes of this subtree with count > 0. */
	uint64_t priority; /* Not less than the children's. */
	struct leat_sorted_node *left, *right;
};

static int64_t positive(const struct leat_sorted_node *node)
{
	return node ? node->positive : 0;
}

static void update(struct leat_sorted_node *node)
{
	node->positive = positive(node->left) + positive(node->right) + (node->count > 0);
}

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static struct leat_sorted_node *rotate_right(struct leat_sorted_node *node)
{
	struct leat_sorted_node *top = node->left;

	node->left = top->right;
	top->right = node;
	update(node);
	update(top);
	return top;
}

static struct leat_sorted_node *rotate_left(struct leat_sorted_node *node)
{
	struct leat_sorted_node *top = node->right;

	node->right = top->left;
	top->left = node;
	update(node);
	update(top);
	return top;
}

/* Both subtrees of a node that goes away, as one. */
static struct leat_sorted_node *join(struct leat_sorted_node *a, struct leat_sorted_node *b)
{
	if (!a || !b)
		return a ? a : b;
	if (a->priority > b->priority) {
		a->right = join(a->right, b);
		update(a);
		return a;
	}
	b->left = join(a, b->left);
	update(b);
	return b;
}

/* Add @p delta to the count of @p value; a node whose count becomes 0 goes away. */
static struct leat_sorted_node *change(struct leat_sorted *set, struct leat_sorted_node *node,
                                       const struct leat_scalar *value, enum leat_phys phys,
                                       int64_t delta)
{
	if (!node) {
		node = leat_zalloc(sizeof(*node));
		node->value = *value;
		leat_scalar_own(&node->value, phys);
		node->count = delta;
		node->priority = next_random(&set->random);
		update(node);
		return node;
	}
	int order = leat_scalar_compare(value, &node->value, phys);
	if (order == 0) {
		node->count += delta;
		if (node->count == 0) {
			struct leat_sorted_node *rest = join(node->left, node->right);
			leat_scalar_done(&node->value, phys);
			free(node);
			return rest;
		}
		update(node);
		return node;
	}
	if (order < 0) {
		node->left = change(set, node->left, value, phys, delta);
		if (node->left && node->left->priority > node->priority)
			return rotate_right(node);
	} else {
		node->right = change(set, node->right, value, phys, delta);
		if (node->right && node->right->priority > node->priority)
			return rotate_left(node);
	}
	update(node);
	return node;
}

void leat_sorted_add(struct leat_sorted *set, const struct leat_scalar *value, enum leat_phys phys)
{
	set->root = change(set, set->root, value, phys, 1);
}

void leat_sorted_remove(struct leat_sorted *set, const struct leat_scalar *value,
                        enum leat_phys phys)
{
	set->root = change(set, set->root, value, phys, -1);
}

const struct leat_scalar *leat_sorted_extreme(const struct leat_sorted *set, int sign)
{
	const struct leat_sorted_node *node = set->root;

	while (positive(node)) {
		const struct leat_sorted_node *outer = sign < 0 ? node->left : node->right;
		if (positive(outer))
			node = outer;
		else if (node->count > 0)
			return &node->value;
		else
			node = sign < 0 ? node->right : node->left;
	}
	return NULL;
}

static void free_nodes(struct leat_sorted_node *node, enum leat_phys phys)
{
	if (!node)
		return;
	free_nodes(node->left, phys);
	free_nodes(node->right, phys);
	leat_scalar_done(&node->value, phys);
	free(node);
}

void leat_sorted_done(struct leat_sorted *set, enum leat_phys phys)
{
	free_nodes(set->root, phys);
	set->root = NULL;
}

static uint32_t count_nodes(const struct leat_sorted_node *node)
{
	return node ? 1 + count_nodes(node->left) + count_nodes(node->right) : 0;
}

static void save_nodes(const struct leat_sorted_node *node, enum leat_phys phys,
                       struct leat_buf *out)
{
	if (!node)
		return;
	save_nodes(node->left, phys, out);
	leat_buf_add(out, &node->count, sizeof(node->count));
	leat_scalar_save(&node->value, phys, out);
	save_nodes(node->right, phys, out);
}

void leat_sorted_save(const struct leat_sorted *set, enum leat_phys phys, struct leat_buf *out)
{
	uint32_t count = count_nodes(set->root);

	leat_buf_add(out, &count, sizeof(count));
	save_nodes(set->root, phys, out);
}

void leat_sorted_load(struct leat_sorted *set, enum leat_phys phys, struct leat_reader *in)
{
	uint32_t count;

	leat_reader_take(in, &count, sizeof(count));
	for (uint32_t i = 0; i < count && !in->failed; i++) {
		struct leat_scalar value;
		int64_t times;

		leat_reader_take(in, &times, sizeof(times));
		leat_scalar_load(&value, phys, in);
		if (!in->failed && times)
			set->root = change(set, set->root, &value, phys, times);
		leat_scalar_done(&value, phys);
	}
}
