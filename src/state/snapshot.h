/* SPDX-License-Identifier: Apache-2.0 */
/* Sections of a snapshot: named, versioned, with length and checksum.
 *
 *   str name | varint version | u64 length | bytes | u64 XXH3 of all before
 *
 * (str and varint as in types/serial.h).  A reader takes them one by one and may skip those it does
 * not know.  Damaged bytes give LEAT_E_CHECKPOINT and nothing else, whatever they are. */
#pragma once

#include "leat/buf.h"
#include "leat/error.h"

/** A section that was read; everything points into the bytes that were given. */
struct leat_section {
	struct leat_str name;  /**< As it was written. */
	uint64_t version;      /**< Of the layout of body. */
	struct leat_str body;  /**< The bytes. */
};

/** Where a section that is being written began. */
struct leat_section_mark {
	size_t begin; /**< Of the section in the buffer. */
	size_t body;  /**< Of its bytes. */
};

/** Begin a section at the end of @p out: append its body, then leat_section_end(). */
struct leat_section_mark leat_section_begin(struct leat_buf *out, struct leat_str name,
                                            uint64_t version);

/** Fill in the length and append the checksum. */
void leat_section_end(struct leat_buf *out, struct leat_section_mark mark);

/** Take the next section from the front of *@p in: 1; 0 when nothing is left; < 0 on damage. */
int leat_section_next(struct leat_str *in, struct leat_section *ret, struct leat_err *err)
	LEAT_MUSTCHECK;

/** Take the next section, which must be called @p name and not be newer than @p version. */
int leat_section_expect(struct leat_str *in, struct leat_str name, uint64_t version,
                        struct leat_section *ret, struct leat_err *err) LEAT_MUSTCHECK;
