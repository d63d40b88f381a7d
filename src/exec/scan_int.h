/* SPDX-License-Identifier: Apache-2.0 */
/* Scans and their watermarks, as the graph's ports see them. */
#pragma once

#include "exec/op.h"

/** No more rows will be fed. */
void leat_op_scan_end(struct leat_op *op);

/** leat_op_scan_end() was called. */
bool leat_op_scan_has_ended(const struct leat_op *op);

/** Splits 0 .. @p split exist: until it has rows or is idle, none of them raises the watermark. */
void leat_op_watermark_want_split(struct leat_op *op, uint32_t split);

/** Watermark of one split, and whether it is idle. */
void leat_op_watermark_split(const struct leat_op *op, uint32_t split, int64_t *ret_watermark_us,
                             bool *ret_is_idle);

/** While the scan is held its splits do not grow idle. */
void leat_op_watermark_hold(struct leat_op *op, bool is_held, int64_t now_us);
