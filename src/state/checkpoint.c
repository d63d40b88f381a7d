/* SPDX-License-Identifier: Apache-2.0 */
/* Checkpoints as bytes. */
#include "state/checkpoint.h"

#include <string.h>

#include "base/vec.h"
#include "state/snapshot.h"
#include "types/hash.h"
#include "types/serial.h"

enum {
	MAGIC_BYTES = 8,
	HEAD_BYTES = 16,      /* Magic, version, checksum. */
	FORMAT_VERSION = 1,   /* Of the file. */
	SECTION_VERSION = 1,  /* Of each section's body. */
};

static const char magic[MAGIC_BYTES] = "LEATCKPT";

static void put_u32(uint32_t value, struct leat_buf *out)
{
	for (int i = 0; i < 4; i++)
		leat_buf_char(out, (char)(value >> (8 * i)));
}

static uint32_t load_u32(const char *p)
{
	uint32_t value = 0;

	for (int i = 3; i >= 0; i--)
		value = value << 8 | (uint8_t)p[i];
	return value;
}

static uint32_t head_sum(const char *head)
{
	return (uint32_t)leat_hash_bytes(head, HEAD_BYTES - 4);
}

void leat_checkpoint_encode(const struct leat_checkpoint *checkpoint, struct leat_buf *out)
{
	struct leat_section_mark mark;
	size_t begin = out->size;

	leat_buf_add(out, magic, MAGIC_BYTES);
	put_u32(FORMAT_VERSION, out);
	if (out->full)
		return;
	put_u32(head_sum(out->data + begin), out);

	mark = leat_section_begin(out, LEAT_STR("job"), SECTION_VERSION);
	leat_serial_put_str(checkpoint->job_uid, out);
	leat_serial_put_str(checkpoint->fingerprint, out);
	leat_serial_put_u64(checkpoint->restart_epoch, out);
	leat_serial_put_u64(checkpoint->id, out);
	leat_serial_put_u64((uint64_t)checkpoint->time_us, out);
	leat_section_end(out, mark);

	for (uint32_t i = 0; i < checkpoint->scan_count; i++) {
		mark = leat_section_begin(out, LEAT_STR("scan"), SECTION_VERSION);
		leat_serial_put_str(checkpoint->scans[i].name, out);
		leat_serial_put_str(checkpoint->scans[i].positions, out);
		leat_section_end(out, mark);
	}

	mark = leat_section_begin(out, LEAT_STR("state"), SECTION_VERSION);
	leat_buf_str(out, checkpoint->state);
	leat_section_end(out, mark);

	mark = leat_section_begin(out, LEAT_STR("counters"), SECTION_VERSION);
	for (uint32_t i = 0; i < checkpoint->counter_count; i++) {
		leat_serial_put_str(checkpoint->counters[i].name, out);
		leat_serial_put_u64(checkpoint->counters[i].value, out);
	}
	leat_section_end(out, mark);

	mark = leat_section_begin(out, LEAT_STR("end"), SECTION_VERSION);
	leat_serial_put_varint(checkpoint->scan_count + 3, out);
	leat_section_end(out, mark);
}

static int damaged(struct leat_err *err, const char *what)
{
	return leat_err_set(err, LEAT_E_CHECKPOINT, "the checkpoint is damaged: %s", what);
}

static int decode_head(struct leat_str *in, struct leat_err *err)
{
	if (in->n < HEAD_BYTES || memcmp(in->p, magic, MAGIC_BYTES))
		return leat_err_set(err, LEAT_E_CHECKPOINT, "this is no checkpoint of Leat");
	if (load_u32(in->p + HEAD_BYTES - 4) != head_sum(in->p))
		return damaged(err, "its head does not match the checksum");
	uint32_t version = load_u32(in->p + MAGIC_BYTES);
	if (version == 0 || version > FORMAT_VERSION)
		return leat_err_set(
			err, LEAT_E_CHECKPOINT,
			"the checkpoint has format %u; this version of Leat reads up to %u",
			version, (unsigned)FORMAT_VERSION);
	in->p += HEAD_BYTES;
	in->n -= HEAD_BYTES;
	return 0;
}

static int decode_job(struct leat_str body, struct leat_checkpoint *ret, struct leat_err *err)
{
	uint64_t time_us;

	if (!leat_serial_get_str(&body, &ret->job_uid) ||
	    !leat_serial_get_str(&body, &ret->fingerprint) ||
	    !leat_serial_get_u64(&body, &ret->restart_epoch) ||
	    !leat_serial_get_u64(&body, &ret->id) || !leat_serial_get_u64(&body, &time_us) ||
	    body.n)
		return damaged(err, "its section \"job\" does not parse");
	ret->time_us = (int64_t)time_us;
	return 0;
}

static int decode_counters(struct leat_str body, struct leat_arena *arena,
                           struct leat_checkpoint *ret, struct leat_err *err)
{
	LEAT_VEC(struct leat_checkpoint_counter) counters = { 0 };

	while (body.n) {
		struct leat_checkpoint_counter counter;
		if (!leat_serial_get_str(&body, &counter.name) ||
		    !leat_serial_get_u64(&body, &counter.value))
			return damaged(err, "its section \"counters\" does not parse");
		*LEAT_VEC_ADD(arena, &counters) = counter;
	}
	ret->counters = counters.items;
	ret->counter_count = counters.count;
	return 0;
}

static bool is_called(const struct leat_section *section, const char *name)
{
	return leat_str_is(section->name, name);
}

static int next_section(struct leat_str *in, struct leat_section *ret, struct leat_err *err)
{
	int r = leat_section_next(in, ret, err);

	if (r < 0)
		return damaged(err, "a section does not match its checksum");
	if (r == 0)
		return damaged(err, "its end is missing");
	if (ret->version > SECTION_VERSION)
		return leat_err_set(err, LEAT_E_CHECKPOINT,
		                    "the checkpoint was written by a newer version of Leat");
	return 0;
}

int leat_checkpoint_decode(struct leat_str bytes, struct leat_arena *arena,
                           struct leat_checkpoint *ret, struct leat_err *err)
{
	LEAT_VEC(struct leat_checkpoint_scan) scans = { 0 };
	struct leat_checkpoint checkpoint = { 0 };
	struct leat_section section;
	uint64_t expected_count, count = 0;

	LEAT_TRY(decode_head(&bytes, err));
	LEAT_TRY(next_section(&bytes, &section, err));
	if (!is_called(&section, "job"))
		return damaged(err, "it does not begin with its section \"job\"");
	LEAT_TRY(decode_job(section.body, &checkpoint, err));
	for (;; count++) {
		LEAT_TRY(next_section(&bytes, &section, err));
		if (is_called(&section, "scan")) {
			struct leat_checkpoint_scan scan;
			if (!leat_serial_get_str(&section.body, &scan.name) ||
			    !leat_serial_get_str(&section.body, &scan.positions) || section.body.n)
				return damaged(err, "a section \"scan\" does not parse");
			*LEAT_VEC_ADD(arena, &scans) = scan;
		} else if (is_called(&section, "state")) {
			checkpoint.state = section.body;
		} else if (is_called(&section, "counters")) {
			LEAT_TRY(decode_counters(section.body, arena, &checkpoint, err));
		} else if (is_called(&section, "end")) {
			break;
		}
	}
	if (!leat_serial_get_varint(&section.body, &expected_count) ||
	    expected_count != count + 1 || bytes.n)
		return damaged(err, "the number of its sections is wrong");
	checkpoint.scans = scans.items;
	checkpoint.scan_count = scans.count;
	*ret = checkpoint;
	return 0;
}
