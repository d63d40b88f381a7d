/* SPDX-License-Identifier: Apache-2.0 */
/* Integer arithmetic of one width, wrapping around as Java's, included once per width.
 *
 * Wanted: OP(op), which makes the names, WIDTH (int8_t .. int64_t).  Undefined here.  The sums are
 * made in uint64_t, where overflow is defined, and cut to the width. */

#define A_TYPE int64_t
#define B_TYPE int64_t
#define OUT_TYPE int64_t

#define NAME OP(add)
#define EXPR(a, b) ((WIDTH)((uint64_t)(a) + (uint64_t)(b)))
#include "expr/functions/binary.inc.c"

#define NAME OP(sub)
#define EXPR(a, b) ((WIDTH)((uint64_t)(a) - (uint64_t)(b)))
#include "expr/functions/binary.inc.c"

#define NAME OP(mul)
#define EXPR(a, b) ((WIDTH)((uint64_t)(a) * (uint64_t)(b)))
#include "expr/functions/binary.inc.c"

#define NAME OP(negate)
#define EXPR(a) ((WIDTH)(0 - (uint64_t)(a)))
#include "expr/functions/unary.inc.c"

#define NAME OP(abs)
#define EXPR(a) ((WIDTH)((a) < 0 ? 0 - (uint64_t)(a) : (uint64_t)(a)))
#include "expr/functions/unary.inc.c"

#define NAME OP(div)
#define EXPR(a, b) ((WIDTH)quotient(a, b))
#include "expr/functions/checked.inc.c"

#undef OP
#undef WIDTH
#undef A_TYPE
#undef B_TYPE
#undef OUT_TYPE
