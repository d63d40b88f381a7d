/* SPDX-License-Identifier: Apache-2.0 */
/* What a failed assertion does. */
#include "leat/def.h"

#include <stdio.h>
#include <stdlib.h>

void leat_assert_fail(const char *expr, const char *file, int line)
{
	fprintf(stderr, "leat: %s:%d: assertion failed: %s\n", file, line, expr);
	fflush(stderr);
	abort();
}
