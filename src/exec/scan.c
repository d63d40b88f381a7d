/* SPDX-License-Identifier: Apache-2.0 */
/* SCAN: rows that the job feeds.  The graph puts them on the edge itself. */
#include "exec/scan_int.h"

struct scan {
	struct leat_op op;
	bool has_ended;
};

void leat_op_scan_end(struct leat_op *op)
{
	((struct scan *)op)->has_ended = true;
}

bool leat_op_scan_has_ended(const struct leat_op *op)
{
	return ((const struct scan *)op)->has_ended;
}

const struct leat_op_type leat_op_scan = {
	.name = "scan",
	.op_size = sizeof(struct scan),
};
