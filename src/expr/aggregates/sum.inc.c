/* SPDX-License-Identifier: Apache-2.0 */
/* Adding up, included once per kind of sum.
 *
 * Wanted: OP(op), which makes the names, STATE with the members sum and count, VALUES (member of
 * the column), PLUS(a, b), MINUS(a, b).  Undefined here.  NULLs are not counted. */

static void OP(add)(const struct leat_agg_call *call, void *const *states,
                    const struct leat_col *args, struct leat_sel sel)
{
	(void)call;
	LEAT_EACH_STATE(STATE, state, row, states, sel)
	{
		if (leat_col_is_null(&args[0], row))
			continue;
		state->sum = PLUS(state->sum, args[0].VALUES[row]);
		state->count++;
	}
}

static void OP(retract)(const struct leat_agg_call *call, void *const *states,
                        const struct leat_col *args, struct leat_sel sel)
{
	(void)call;
	LEAT_EACH_STATE(STATE, state, row, states, sel)
	{
		if (leat_col_is_null(&args[0], row))
			continue;
		state->sum = MINUS(state->sum, args[0].VALUES[row]);
		state->count--;
	}
}

static void OP(merge)(const struct leat_agg_call *call, void *into, const void *from)
{
	STATE *a = into;
	const STATE *b = from;

	(void)call;
	a->sum = PLUS(a->sum, b->sum);
	a->count += b->count;
}

#undef OP
#undef STATE
#undef VALUES
#undef PLUS
#undef MINUS
