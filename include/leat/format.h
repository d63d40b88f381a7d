/* SPDX-License-Identifier: Apache-2.0 */
/* What a format must provide: bytes of records to columns, rows to bytes.  No I/O, no clock. */
#pragma once

#include "leat/table.h"

/** One record as a source delivers it.  Bytes are owned by the struct leat_records it is in. */
struct leat_record {
	struct leat_str value;   /**< p NULL: no value (Kafka's tombstone). */
	struct leat_str key;     /**< p NULL: no key. */
	int64_t position;        /**< Kafka offset; ordinal in a file. */
	int64_t timestamp_us;    /**< Of the record; LEAT_TIMESTAMP_NONE. */
	const void *source_data; /**< For the source's metadata callback (headers). */
};

#define LEAT_TIMESTAMP_NONE INT64_MIN

/** A record that did not parse. */
struct leat_bad_record {
	uint32_t index;      /**< In the records given. */
	struct leat_err err; /**< Why, class DATA. */
};

enum {
	LEAT_DECODE_ROWS = LEAT_BATCH_ROWS,
	LEAT_DECODE_BAD = 64, /**< Bad records that one call can report; it stops behind the last. */
};

/** Result of one decode call. */
struct leat_decoded {
	uint32_t consumed_count;  /**< Records used up, good and bad, from the front. */
	uint32_t row_count;       /**< Rows written. */
	uint16_t record_of_row[LEAT_BATCH_ROWS]; /**< Which record each row came from. */
	bool has_kinds;           /**< kinds[] was written (changelog formats); else all +I. */
	uint8_t kinds[LEAT_BATCH_ROWS]; /**< enum leat_row_kind per row. */
	uint32_t bad_count;       /**< Entries in bad. */
	uint32_t ignored_count;   /**< Records dropped as the format's options ask for (ignore-parse-errors). */
	struct leat_bad_record bad[LEAT_DECODE_BAD]; /**< Records that gave an error. */
};

struct leat_decoder; /**< First member of a format's own struct is this. */

/** What a decoder is made from. */
struct leat_decode_spec {
	struct leat_arena *arena;           /**< For everything that lives as long as the decoder. */
	const struct leat_schema *physical; /**< All physical columns of the table, in order: csv and raw
	                                       need their positions. */
	const int32_t *wanted;              /**< Per physical column: its index among the columns to
	                                       fill, or -1 when nobody reads it. */
	uint32_t wanted_count;              /**< Columns to fill. */
	const struct leat_tz *zone;   /**< table.local-time-zone. */
};

struct leat_format {
	const char *name;            /**< As in 'format' = '...'. */
	const char *doc;             /**< One sentence. */
	const struct leat_opt *opts; /**< Without the "<name>." prefix. */
	size_t config_size;          /**< Zeroed, then filled through opts. */

	/** Can it decode/encode this schema?  May be NULL (all). */
	int (*check)(const void *config, const struct leat_schema *physical, bool as_sink,
	             struct leat_err *err) LEAT_MUSTCHECK;
	/** Row kinds its rows can have, a set of 1 << enum leat_row_kind; 0 means inserts only. */
	unsigned kinds;

	/** A decoder in spec->arena; never fails.  NULL: the format only writes. */
	struct leat_decoder *(*decoder_new)(const void *config, const struct leat_decode_spec *spec);
	/** Decode records[0..count): fill @p cols (wanted_count, memory from @p arena; text may point
	 * into the records, which the caller keeps as long as the arena).  At most LEAT_BATCH_ROWS rows;
	 * a record whose rows do not fit is left for the next call. */
	void (*decode)(struct leat_decoder *decoder, const struct leat_record *records, uint32_t count,
	               struct leat_arena *arena, struct leat_col *cols, struct leat_decoded *ret);
	/** Frees what is not in the arena.  May be NULL. */
	void (*decoder_free)(struct leat_decoder *decoder);

	/** Where the first record in a file's bytes ends, with what separates it from the next one;
	 * *@p ret_record: the record alone.  0: it goes on behind @p bytes (never when @p is_last, which
	 * says that no more come).  NULL: a record is a line. */
	size_t (*record_end)(const void *config, struct leat_str bytes, bool is_last,
	                     struct leat_str *ret_record);

	/** An encoder for rows of @p schema, in @p arena.  NULL: the format only reads. */
	struct leat_encoder *(*encoder_new)(const void *config, struct leat_arena *arena,
	                                    const struct leat_schema *schema,
	                                    const struct leat_tz *zone);
	/** Append row @p row of @p batch.  No trailing newline. */
	int (*encode)(struct leat_encoder *encoder, const struct leat_batch *batch, uint32_t row,
	              struct leat_buf *out, struct leat_err *err) LEAT_MUSTCHECK;
};
