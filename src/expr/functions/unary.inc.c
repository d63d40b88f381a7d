/* SPDX-License-Identifier: Apache-2.0 */
/* One kernel NAME(a) = EXPR(a), included once per operation and type.
 *
 * Wanted: NAME, EXPR(a), A_TYPE, OUT_TYPE.  The first two are undefined here. */

LEAT_KERNEL(NAME)
{
	const A_TYPE *a = args[0].data;
	OUT_TYPE *restrict to = out->data;

	if (!sel.rows) {
		for (uint32_t row = 0; row < sel.count; row++)
			to[row] = EXPR(a[row]);
	} else {
		for (uint32_t i = 0; i < sel.count; i++) {
			uint32_t row = sel.rows[i];
			to[row] = EXPR(a[row]);
		}
	}
	return 0;
}

#undef NAME
#undef EXPR
