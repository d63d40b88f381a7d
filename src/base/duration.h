/* SPDX-License-Identifier: Apache-2.0 */
/* Durations and memory sizes as options have them: "10 s", "1min", "500 ms", "2mb", "64 kb". */
#pragma once

#include "leat/buf.h"
#include "leat/error.h"

/** Parse a duration with Flink's units (d, h, min|m, s, ms, us|µs, ns and their long forms; none is
 * milliseconds) into microseconds.  Fails with LEAT_E_OPTION_VALUE. */
int leat_duration_parse(struct leat_str text, int64_t *ret_us, struct leat_err *err) LEAT_MUSTCHECK;

/** Append the duration in its largest whole unit, as "10 s". */
void leat_duration_print(int64_t us, struct leat_buf *out);

/** Parse a memory size with Flink's units (b, k|kb, m|mb, g|gb, t|tb and long forms, powers of 1024;
 * none is bytes).  Fails with LEAT_E_OPTION_VALUE. */
int leat_memory_parse(struct leat_str text, int64_t *ret_bytes, struct leat_err *err) LEAT_MUSTCHECK;

/** Append the size in its largest whole unit, as "2 mb". */
void leat_memory_print(int64_t bytes, struct leat_buf *out);
