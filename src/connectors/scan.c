/* SPDX-License-Identifier: Apache-2.0 */
/* A scan: records from a source, through the decoders of key and value, to batches. */
#include "connectors/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "types/cast.h"

/* Records that batches still refer to; released with the last of them. */
struct held {
	struct leat_records records;
	uint32_t refs;
};

/* One format of a table at work: for the value or for the key. */
struct part {
	const struct leat_format *format; /* NULL: nothing is wanted of this part. */
	struct leat_decoder *decoder;
	uint32_t column_count;            /* Columns that it fills. */
	uint32_t *columns;                /* Their indices in the batch. */
	struct leat_col *cols;            /* Result of a call. */
	struct leat_decoded decoded;      /* Result of a call. */
};

struct leat_scan {
	struct leat_scan_options options;
	struct leat_source *source;
	const struct leat_source_type *type;
	struct part value, key;
	struct held *held;      /* What is being used, or NULL. */
	uint32_t used_count;    /* Records of it that were used. */
	uint32_t split_count;   /* Splits seen so far. */
	struct leat_scan_stats stats;
};

/* ---- records and who refers to them ---- */

static void held_unref(void *owner)
{
	struct held *held = owner;

	if (--held->refs)
		return;
	if (held->records.release)
		held->records.release(held->records.owner);
	free(held);
}

static void drop_held(struct leat_scan *scan)
{
	if (scan->held)
		held_unref(scan->held);
	scan->held = NULL;
}

/* ---- upcalls of the source ---- */

static void source_ready(void *owner)
{
	struct leat_scan *scan = owner;

	scan->options.events->on_ready(scan->options.owner);
}

static void source_waiting(void *owner, const char *reason)
{
	struct leat_scan *scan = owner;

	scan->options.events->on_waiting(scan->options.owner, reason);
}

static void source_closed(void *owner)
{
	struct leat_scan *scan = owner;

	scan->options.events->on_closed(scan->options.owner);
}

static const struct leat_source_events source_events = {
	.on_ready = source_ready,
	.on_waiting = source_waiting,
	.on_closed = source_closed,
};

/* ---- opening ---- */

static struct leat_column_place place_of(const struct leat_table *table, uint32_t column)
{
	struct leat_column_place place = { .in_value = true };

	if (table->connector->place)
		table->connector->place(table, column, &place);
	return place;
}

/* The columns of the table that a part has, which of them are wanted, and a decoder for them.  A
 * wanted column that is in both parts is read from the value. */
static void init_part(struct leat_scan *scan, struct part *part, const struct leat_format *format,
                      const void *config, bool is_key)
{
	const struct leat_scan_options *o = &scan->options;
	const struct leat_table *table = o->table;
	struct leat_schema *physical = LEAT_ARENA_NEW(o->arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(o->arena, struct leat_field,
	                                             table->column_count);
	int32_t *wanted = LEAT_ARENA_ARRAY(o->arena, int32_t, table->column_count);

	part->columns = LEAT_ARENA_ARRAY(o->arena, uint32_t, o->schema->field_count);
	part->cols = LEAT_ARENA_ARRAY(o->arena, struct leat_col, o->schema->field_count);
	for (uint32_t i = 0; i < table->column_count; i++) {
		const struct leat_table_column *column = &table->columns[i];
		struct leat_column_place place = place_of(table, i);
		if (column->metadata_key || !(is_key ? place.in_key : place.in_value))
			continue;
		fields[physical->field_count].name = is_key ? place.key_name : column->name;
		fields[physical->field_count].type = column->type;
		wanted[physical->field_count] = -1;
		for (uint32_t c = 0; c < o->schema->field_count; c++) {
			if (o->columns[c] != i || (is_key && place.in_value))
				continue;
			wanted[physical->field_count] = (int32_t)part->column_count;
			part->columns[part->column_count++] = c;
		}
		physical->field_count++;
	}
	physical->fields = fields;
	if (is_key && !part->column_count)
		return;
	part->format = format;
	part->decoder = format->decoder_new(config, &(struct leat_decode_spec){
	                                                    .arena = o->arena,
	                                                    .physical = physical,
	                                                    .wanted = wanted,
	                                                    .wanted_count = part->column_count,
	                                                    .zone = o->zone,
	                                            });
}

static void free_part(struct part *part)
{
	if (part->format && part->format->decoder_free)
		part->format->decoder_free(part->decoder);
	part->format = NULL;
}

static void init_source(struct leat_scan *scan)
{
	const struct leat_scan_options *o = &scan->options;

	scan->source = leat_arena_zalloc(o->arena, scan->type->source_size);
	*scan->source = (struct leat_source){
		.type = scan->type,
		.table = o->table,
		.loop = o->loop,
		.clock = o->clock,
		.events = &source_events,
		.owner = scan,
		.arena = o->arena,
		.job_name = o->job_name,
		.budget_bytes = o->budget_bytes,
		.zone = o->zone,
		.batch_rows = o->batch_rows,
		.wanted_count = o->schema->field_count,
		.wanted = o->columns,
	};
}

int leat_scan_new(const struct leat_scan_options *options, struct leat_scan **ret_scan,
                  struct leat_err *err)
{
	struct leat_scan *scan = LEAT_ARENA_NEW(options->arena, struct leat_scan);
	const struct leat_table *table = options->table;

	leat_assert(options->batch_rows >= 1 && options->batch_rows <= LEAT_BATCH_ROWS);
	scan->options = *options;
	scan->type = table->connector->source;
	scan->split_count = 1;
	init_source(scan);
	LEAT_TRY(scan->type->open(scan->source, options->position, err));
	if (scan->type->next_records) {
		init_part(scan, &scan->value, table->format, table->format_config, false);
		if (table->key_format)
			init_part(scan, &scan->key, table->key_format, table->key_format_config,
			          true);
	}
	*ret_scan = scan;
	return 0;
}

/* ---- records to batches ---- */

static void dead_letter(struct leat_scan *scan, const struct leat_record *record,
                        const struct leat_err *err, struct leat_str bytes)
{
	struct leat_dead_letter letter = {
		.stage = "decode",
		.table = scan->options.table->name,
		.stream = scan->held->records.stream,
		.partition = scan->held->records.partition,
		.position = record->position,
		.err = *err,
		.bytes = bytes,
	};

	scan->stats.dead_lettered++;
	scan->options.events->on_dead_letter(scan->options.owner, &letter);
}

static void report_bad(struct leat_scan *scan, const struct leat_record *records,
                       const struct leat_decoded *decoded)
{
	for (uint32_t i = 0; i < decoded->bad_count; i++) {
		const struct leat_record *record = &records[decoded->bad[i].index];
		dead_letter(scan, record, &decoded->bad[i].err, record->value);
	}
	scan->stats.ignored += decoded->ignored_count;
}

/* Rows are given out in the order of their records. */
static const struct leat_origin *make_origin(struct leat_scan *scan, struct leat_batch *batch,
                                             const struct leat_record *records)
{
	struct leat_origin *origin = LEAT_ARENA_NEW(batch->arena, struct leat_origin);
	int64_t *position = LEAT_ARENA_ARRAY(batch->arena, int64_t, batch->row_count);

	for (uint32_t row = 0; row < batch->row_count; row++)
		position[row] = records[scan->value.decoded.record_of_row[row]].position;
	origin->stream = scan->held->records.stream;
	origin->partition = scan->held->records.partition;
	origin->position = position;
	return origin;
}

/* The source's name of column @p index of the table, when it comes from there: the key of a
 * metadata column, or the own name of one that is neither in the key nor in the value; else
 * NULL. */
static const char *source_key(const struct leat_table *table, uint32_t index,
                              struct leat_arena *arena)
{
	const struct leat_table_column *column = &table->columns[index];
	struct leat_column_place place;

	if (column->metadata_key)
		return column->metadata_key;
	place = place_of(table, index);
	return place.in_key || place.in_value
	               ? NULL
	               : leat_arena_dup(arena, column->name.p, column->name.n);
}

/* The column in the type that the table declares. */
static struct leat_col as_declared(struct leat_scan *scan, struct leat_batch *batch,
                                   const struct leat_col *col, const struct leat_type *type)
{
	struct leat_cast_context cast = { .arena = batch->arena, .tz = scan->options.zone };
	struct leat_col declared = *col;

	if (leat_type_equal(col->type, type)) {
		declared.type = type;
		return declared;
	}
	int r = leat_cast_col(&cast, col, type, batch->sel, batch->row_count, true, &declared,
	                      NULL);
	leat_assert(r == 0); /* The planner has checked the types, and a try does not fail. */
	return declared;
}

/* Columns that come with the record, from the source. */
static void fill_metadata(struct leat_scan *scan, struct leat_batch *batch,
                          const struct leat_records *records)
{
	const struct leat_table *table = scan->options.table;

	for (uint32_t c = 0; c < batch->schema->field_count; c++) {
		const char *key = source_key(table, scan->options.columns[c], batch->arena);
		if (!key)
			continue;
		leat_assert(scan->type->metadata != NULL);
		struct leat_col col;
		int r = scan->type->metadata(scan->source, records,
		                             scan->value.decoded.record_of_row, batch->row_count,
		                             key, batch->arena, &col);
		leat_assert(r == 0); /* The planner has checked the key. */
		batch->cols[c] = as_declared(scan, batch, &col, batch->schema->fields[c].type);
	}
}

/* The rows of the batch whose keys were read; the others are dead letters or dropped. */
static void select_rows(struct leat_batch *batch, const bool *is_lost)
{
	uint16_t *rows = LEAT_ARENA_ARRAY(batch->arena, uint16_t, batch->row_count);
	uint32_t count = 0;

	for (uint32_t row = 0; row < batch->row_count; row++)
		if (!is_lost[row])
			rows[count++] = (uint16_t)row;
	batch->sel = (struct leat_sel){ rows, count };
}

/* Columns that are in the key.  A record without a key has NULL there. */
static void fill_key(struct leat_scan *scan, struct leat_batch *batch,
                     const struct leat_record *records)
{
	struct part *key = &scan->key;
	struct leat_decoded *decoded = &key->decoded;
	struct leat_record *keys = LEAT_ARENA_ARRAY(batch->arena, struct leat_record,
	                                            batch->row_count);
	bool is_lost[LEAT_BATCH_ROWS] = { false };
	uint32_t row = 0;

	for (uint32_t i = 0; i < batch->row_count; i++) {
		keys[i] = records[scan->value.decoded.record_of_row[i]];
		keys[i].value = keys[i].key;
	}
	struct leat_col_builder **builders =
	        LEAT_ARENA_ARRAY(batch->arena, struct leat_col_builder *, key->column_count);
	for (uint32_t c = 0; c < key->column_count; c++)
		builders[c] = leat_col_builder_new(batch->arena,
		                                   batch->schema->fields[key->columns[c]].type,
		                                   batch->row_count);
	while (row < batch->row_count) {
		key->format->decode(key->decoder, keys + row, batch->row_count - row, batch->arena,
		                    key->cols, decoded);
		for (uint32_t b = 0; b < decoded->bad_count; b++) {
			uint32_t at = row + decoded->bad[b].index;
			is_lost[at] = true;
			dead_letter(scan, &keys[at], &decoded->bad[b].err, keys[at].value);
		}
		for (uint32_t i = 0, found = 0; i < decoded->consumed_count; i++) {
			bool has = found < decoded->row_count && decoded->record_of_row[found] == i;
			for (uint32_t c = 0; c < key->column_count; c++) {
				if (has)
					leat_col_builder_append(builders[c], &key->cols[c], found,
					                        false);
				else
					leat_col_builder_null(builders[c]);
			}
			found += has;
		}
		row += decoded->consumed_count;
	}
	for (uint32_t c = 0; c < key->column_count; c++)
		batch->cols[key->columns[c]] = leat_col_builder_finish(builders[c]);
	select_rows(batch, is_lost);
}

/* Decode some of the records that are held.  NULL: they gave no row. */
static struct leat_batch *decode_some(struct leat_scan *scan)
{
	struct leat_records records = scan->held->records;
	struct part *value = &scan->value;
	struct leat_decoded *decoded = &value->decoded;

	records.records += scan->used_count;
	records.count -= scan->used_count;
	if (records.count > scan->options.batch_rows)
		records.count = scan->options.batch_rows;
	struct leat_batch *batch = leat_batch_new(scan->options.schema);
	value->format->decode(value->decoder, records.records, records.count, batch->arena,
	                      value->cols, decoded);
	leat_assert(decoded->consumed_count > 0);
	report_bad(scan, records.records, decoded);
	for (uint32_t i = 0; i < decoded->consumed_count; i++)
		scan->stats.bytes_in += records.records[i].value.n;
	scan->stats.records_in += decoded->consumed_count;
	scan->used_count += decoded->consumed_count;
	scan->type->used(scan->source, records.split,
	                 records.records[decoded->consumed_count - 1].position + 1);
	if (!decoded->row_count)
		return leat_batch_unref(batch);

	for (uint32_t c = 0; c < value->column_count; c++)
		batch->cols[value->columns[c]] = value->cols[c];
	batch->row_count = decoded->row_count;
	leat_batch_select_all(batch);
	if (decoded->has_kinds) {
		uint8_t *kinds = LEAT_ARENA_ARRAY(batch->arena, uint8_t, decoded->row_count);
		memcpy(kinds, decoded->kinds, decoded->row_count);
		batch->kinds = kinds;
	}
	scan->held->refs++;
	leat_batch_pin(batch, held_unref, scan->held);
	batch->origin = make_origin(scan, batch, records.records);
	fill_metadata(scan, batch, &records);
	if (scan->key.format)
		fill_key(scan, batch, records.records);
	return batch->sel.count ? batch : leat_batch_unref(batch);
}

static void saw_split(struct leat_scan *scan, uint32_t split)
{
	if (split >= scan->split_count)
		scan->split_count = split + 1;
}

static enum leat_next next_decoded(struct leat_scan *scan, struct leat_batch **ret_batch,
                                   uint32_t *ret_split, struct leat_err *err)
{
	for (;;) {
		if (scan->held && scan->used_count == scan->held->records.count)
			drop_held(scan);
		if (!scan->held) {
			struct leat_records records;
			enum leat_next next = scan->type->next_records(scan->source, &records, err);
			if (next != LEAT_NEXT_READY)
				return next;
			scan->held = leat_malloc(sizeof(*scan->held));
			*scan->held = (struct held){ records, 1 };
			scan->used_count = 0;
			saw_split(scan, records.split);
			continue;
		}
		*ret_split = scan->held->records.split;
		*ret_batch = decode_some(scan);
		if (*ret_batch) {
			scan->stats.rows_out += (*ret_batch)->sel.count;
			return LEAT_NEXT_READY;
		}
	}
}

enum leat_next leat_scan_next(struct leat_scan *scan, struct leat_batch **ret_batch,
                              uint32_t *ret_split, struct leat_err *err)
{
	if (scan->type->next_records)
		return next_decoded(scan, ret_batch, ret_split, err);
	enum leat_next next =
	        scan->type->next_batch(scan->source, scan->options.schema, ret_batch, err);
	if (next == LEAT_NEXT_READY) {
		*ret_split = 0;
		scan->stats.records_in += (*ret_batch)->sel.count;
		scan->stats.rows_out += (*ret_batch)->sel.count;
	}
	return next;
}

/* ---- the rest ---- */

uint32_t leat_scan_split_count(const struct leat_scan *scan)
{
	uint32_t known = scan->type->splits ? scan->type->splits(scan->source, NULL, 0) : 0;

	return known > scan->split_count ? known : scan->split_count;
}

uint32_t leat_scan_splits(const struct leat_scan *scan, struct leat_split_stats *ret, uint32_t max)
{
	return scan->type->splits ? scan->type->splits(scan->source, ret, max) : 0;
}

void leat_scan_snapshot(const struct leat_scan *scan, struct leat_buf *out)
{
	scan->type->snapshot(scan->source, out);
}

void leat_scan_committed(struct leat_scan *scan)
{
	if (scan->type->committed)
		scan->type->committed(scan->source);
}

void leat_scan_pause(struct leat_scan *scan, bool is_paused)
{
	if (scan->type->pause)
		scan->type->pause(scan->source, is_paused);
}

void leat_scan_stats(const struct leat_scan *scan, struct leat_scan_stats *ret)
{
	*ret = scan->stats;
}

void leat_scan_close(struct leat_scan *scan)
{
	drop_held(scan);
	free_part(&scan->value);
	free_part(&scan->key);
	scan->type->close(scan->source);
}
