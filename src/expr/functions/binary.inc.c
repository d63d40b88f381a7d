/* SPDX-License-Identifier: Apache-2.0 */
/* One kernel NAME(a, b) = EXPR(a, b), included once per operation and type.
 *
 * Wanted: NAME, EXPR(a, b), A_TYPE, B_TYPE, OUT_TYPE.  The first two are undefined here. */

LEAT_KERNEL(NAME)
{
	const A_TYPE *a = args[0].data;
	const B_TYPE *b = args[1].data;
	OUT_TYPE *restrict to = out->data;

	if (!sel.rows) {
		for (uint32_t row = 0; row < sel.count; row++)
			to[row] = EXPR(a[row], b[row]);
	} else {
		for (uint32_t i = 0; i < sel.count; i++) {
			uint32_t row = sel.rows[i];
			to[row] = EXPR(a[row], b[row]);
		}
	}
	return 0;
}

#undef NAME
#undef EXPR
