/* SPDX-License-Identifier: Apache-2.0 */
/* The six comparisons of one type, included once per type.
 *
 * Wanted: OP(op), which makes the names, A_TYPE, EQUAL(a, b), LESS(a, b).  Undefined here. */

#define B_TYPE A_TYPE
#define OUT_TYPE uint8_t

#define NAME OP(equal)
#define EXPR(a, b) EQUAL(a, b)
#include "expr/functions/binary.inc.c"

#define NAME OP(not_equal)
#define EXPR(a, b) (!EQUAL(a, b))
#include "expr/functions/binary.inc.c"

#define NAME OP(less)
#define EXPR(a, b) LESS(a, b)
#include "expr/functions/binary.inc.c"

#define NAME OP(less_equal)
#define EXPR(a, b) (LESS(a, b) || EQUAL(a, b))
#include "expr/functions/binary.inc.c"

#define NAME OP(greater)
#define EXPR(a, b) LESS(b, a)
#include "expr/functions/binary.inc.c"

#define NAME OP(greater_equal)
#define EXPR(a, b) (LESS(b, a) || EQUAL(a, b))
#include "expr/functions/binary.inc.c"

#undef OP
#undef A_TYPE
#undef B_TYPE
#undef OUT_TYPE
#undef EQUAL
#undef LESS
