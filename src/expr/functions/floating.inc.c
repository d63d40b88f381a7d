/* SPDX-License-Identifier: Apache-2.0 */
/* FLOAT or DOUBLE arithmetic, included once per type.  Wanted: OP(op), ROUND(x).  Undefined
 * here. */

#define A_TYPE double
#define B_TYPE double
#define OUT_TYPE double

#define NAME OP(add)
#define EXPR(a, b) ROUND((a) + (b))
#include "expr/functions/binary.inc.c"

#define NAME OP(sub)
#define EXPR(a, b) ROUND((a) - (b))
#include "expr/functions/binary.inc.c"

#define NAME OP(mul)
#define EXPR(a, b) ROUND((a) * (b))
#include "expr/functions/binary.inc.c"

#define NAME OP(div)
#define EXPR(a, b) ROUND((a) / (b))
#include "expr/functions/binary.inc.c"

#define NAME OP(mod)
#define EXPR(a, b) ROUND(fmod(a, b))
#include "expr/functions/binary.inc.c"

#undef OP
#undef ROUND
#undef A_TYPE
#undef B_TYPE
#undef OUT_TYPE
