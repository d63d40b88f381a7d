/* SPDX-License-Identifier: Apache-2.0 */
/* Sections of snapshots. */
#include "state/snapshot.h"

#include <string.h>

#include "types/hash.h"
#include "types/serial.h"

enum { NUMBER_BYTES = 8 };

static void store_u64(char *p, uint64_t value)
{
	for (int i = 0; i < NUMBER_BYTES; i++)
		p[i] = (char)(value >> (8 * i));
}

struct leat_section_mark leat_section_begin(struct leat_buf *out, struct leat_str name,
                                            uint64_t version)
{
	struct leat_section_mark mark = { .begin = out->size };

	leat_serial_put_str(name, out);
	leat_serial_put_varint(version, out);
	leat_serial_put_u64(0, out);
	mark.body = out->size;
	return mark;
}

void leat_section_end(struct leat_buf *out, struct leat_section_mark mark)
{
	if (out->full)
		return;
	store_u64(out->data + mark.body - NUMBER_BYTES, out->size - mark.body);
	leat_serial_put_u64(leat_hash_bytes(out->data + mark.begin, out->size - mark.begin), out);
}

static int damaged(struct leat_err *err)
{
	return leat_err_set(err, LEAT_E_CHECKPOINT, "the snapshot is damaged");
}

int leat_section_next(struct leat_str *in, struct leat_section *ret, struct leat_err *err)
{
	struct leat_str rest = *in;
	struct leat_section section;
	uint64_t body_bytes, hash;

	if (!in->n)
		return 0;
	if (!leat_serial_get_str(&rest, &section.name) ||
	    !leat_serial_get_varint(&rest, &section.version) ||
	    !leat_serial_get_u64(&rest, &body_bytes) || body_bytes > rest.n)
		return damaged(err);
	section.body = (struct leat_str){ rest.p, (uint32_t)body_bytes };
	rest.p += body_bytes;
	rest.n -= (uint32_t)body_bytes;
	size_t covered_bytes = (size_t)(rest.p - in->p);
	if (!leat_serial_get_u64(&rest, &hash) || hash != leat_hash_bytes(in->p, covered_bytes))
		return damaged(err);
	*ret = section;
	*in = rest;
	return 1;
}

int leat_section_expect(struct leat_str *in, struct leat_str name, uint64_t version,
                        struct leat_section *ret, struct leat_err *err)
{
	struct leat_section section;
	int r = leat_section_next(in, &section, err);

	if (r < 0)
		return r;
	if (r == 0 || !leat_str_equal(section.name, name))
		return leat_err_set(err, LEAT_E_CHECKPOINT,
		                    "the snapshot lacks its section \"%.*s\"", LEAT_STR_ARG(name));
	if (section.version > version)
		return leat_err_set(err, LEAT_E_CHECKPOINT,
		                    "the snapshot was written by a newer version of Leat");
	*ret = section;
	return 0;
}
