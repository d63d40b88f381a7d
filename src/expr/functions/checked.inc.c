/* SPDX-License-Identifier: Apache-2.0 */
/* As binary.inc.c for integers where b must not be 0: the job fails at the first row with one. */

LEAT_KERNEL(NAME)
{
	const int64_t *a = args[0].i64, *b = args[1].i64;
	int64_t *restrict to = out->i64;

	LEAT_EACH_ROW(row, sel)
	{
		if (LEAT_UNLIKELY(b[row] == 0))
			return division_by_zero(err);
		to[row] = EXPR(a[row], b[row]);
	}
	return 0;
}

#undef NAME
#undef EXPR
