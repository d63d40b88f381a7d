/* SPDX-License-Identifier: Apache-2.0 */
/* A row as an item of a bulk body; see document.h. */
#include "connectors/elasticsearch/document.h"

#include <string.h>

#include "base/json.h"
#include "types/hash.h"
#include "types/render.h"
#include "types/rowkey.h"

enum {
	VERSION_SHIFT = 30,
	ID_SCRATCH_BYTES = 1 << 20,
};

struct leat_elastic_documents {
	const struct leat_sink *sink;
	const struct leat_format *format;
	struct leat_encoder *encoder;
	struct leat_str key_delimiter;
	struct leat_buf scratch; /* Bytes that an id is made from; first, if scope_bytes, those that
	                          * are the same for all rows: see put_scope(). */
	uint32_t scope_bytes;    /* Of the job and table in it; 0: not written. */
	uint32_t prefix_bytes;   /* Of stream and partition in it behind them; 0: not written. */
	uint64_t ordinal;        /* Rows written in this run. */
};

struct leat_elastic_documents *leat_elastic_documents_new(const struct leat_sink *sink,
                                                          struct leat_str key_delimiter)
{
	struct leat_elastic_documents *docs =
	        LEAT_ARENA_NEW(sink->arena, struct leat_elastic_documents);

	docs->sink = sink;
	docs->format = sink->table->format;
	docs->encoder = docs->format->encoder_new(sink->table->format_config, sink->arena,
	                                          sink->schema, sink->zone);
	docs->key_delimiter = key_delimiter;
	leat_buf_init(&docs->scratch, ID_SCRATCH_BYTES);
	return docs;
}

struct leat_elastic_documents *leat_elastic_documents_free(struct leat_elastic_documents *docs)
{
	if (docs)
		leat_buf_done(&docs->scratch);
	return NULL;
}

/* ---- ids ---- */

/* A part of a joined id, as Flink's ES connector writes it: CAST(.. AS STRING), but for booleans. */
static void put_key_part(struct leat_elastic_documents *docs, const struct leat_col *col, uint32_t row)
{
	if (col->type->id == LEAT_BOOLEAN)
		leat_buf_text(&docs->scratch, col->boolean[row] ? "true" : "false");
	else
		leat_render_text(col, row, docs->sink->zone, &docs->scratch);
}

static int join_key(struct leat_elastic_documents *docs, const struct leat_batch *batch, uint32_t row,
                    struct leat_err *err)
{
	const struct leat_table *table = docs->sink->table;

	leat_buf_clear(&docs->scratch);
	for (uint32_t i = 0; i < table->key_count; i++) {
		uint32_t column = table->key_columns[i];
		if (leat_col_is_null(&batch->cols[column], row))
			return leat_err_set(err, LEAT_E_REJECTED,
			                    "column \"%.*s\" of the primary key is NULL",
			                    LEAT_STR_ARG(table->columns[column].name));
		if (i)
			leat_buf_str(&docs->scratch, docs->key_delimiter);
		put_key_part(docs, &batch->cols[column], row);
	}
	return 0;
}

/* What makes this sink different from all others: the same record may go to several tables.  It
 * stays in scratch. */
static void put_scope(struct leat_elastic_documents *docs)
{
	leat_buf_clear(&docs->scratch);
	docs->scratch.size = docs->scope_bytes;
	if (LEAT_LIKELY(docs->scope_bytes))
		return;
	leat_buf_str(&docs->scratch, docs->sink->job_uid);
	leat_buf_char(&docs->scratch, '\0');
	leat_buf_str(&docs->scratch, docs->sink->table->name);
	leat_buf_char(&docs->scratch, '\0');
	docs->scope_bytes = (uint32_t)docs->scratch.size;
}

static void put_identity(struct leat_elastic_documents *docs, const struct leat_batch *batch,
                         uint32_t row)
{
	const struct leat_sink *sink = docs->sink;

	put_scope(docs);
	for (uint32_t i = 0; i < sink->identity_count; i++) {
		const struct leat_col *col = &batch->cols[sink->identity_columns[i]];
		leat_rowkey_put(&col, 1, row, &docs->scratch);
	}
}

static void put_origin(struct leat_elastic_documents *docs, const struct leat_batch *batch,
                       uint32_t row)
{
	const struct leat_origin *origin = batch->origin;
	uint64_t place[2] = { origin ? (uint64_t)origin->position[row] : docs->ordinal,
		              origin ? origin->branch : docs->sink->restart_epoch };
	int32_t partition = origin ? origin->partition : -1;
	struct leat_str stream = origin ? origin->stream : (struct leat_str){ "", 0 };

	/* Rows of one partition come in a row. */
	if (LEAT_LIKELY(docs->prefix_bytes == stream.n + 1 + sizeof(partition))) {
		const char *prefix = docs->scratch.data + docs->scope_bytes;
		if (!memcmp(prefix, stream.p, stream.n) &&
		    !memcmp(prefix + stream.n + 1, &partition, sizeof(partition))) {
			docs->scratch.size = docs->scope_bytes + docs->prefix_bytes;
			leat_buf_add(&docs->scratch, place, sizeof(place));
			return;
		}
	}
	put_scope(docs);
	leat_buf_str(&docs->scratch, stream);
	leat_buf_char(&docs->scratch, '\0');
	leat_buf_add(&docs->scratch, &partition, sizeof(partition));
	docs->prefix_bytes = (uint32_t)(docs->scratch.size - docs->scope_bytes);
	leat_buf_add(&docs->scratch, place, sizeof(place));
}

/* ---- lines ---- */

static void put_hashed_id(struct leat_elastic_documents *docs, struct leat_buf *out)
{
	char quoted[34];

	quoted[0] = quoted[33] = '"';
	leat_hash128_print(leat_hash128(docs->scratch.data, docs->scratch.size), quoted + 1);
	leat_buf_add(out, quoted, sizeof(quoted));
}

static void put_joined_id(struct leat_elastic_documents *docs, struct leat_buf *out)
{
	if (docs->scratch.size > LEAT_ELASTIC_ID_BYTES)
		put_hashed_id(docs, out);
	else
		leat_json_quote(out, leat_buf_view(&docs->scratch));
}

static void put_version(const struct leat_elastic_documents *docs, struct leat_buf *out)
{
	leat_buf_text(out, ",\"version\":");
	leat_buf_i64(out, (int64_t)((docs->sink->restart_epoch << VERSION_SHIFT) + docs->ordinal));
	leat_buf_text(out, ",\"version_type\":\"external\"");
}

static const char *const action_names[] = {
	[LEAT_BULK_INDEX] = "{\"index\":{\"_id\":",
	[LEAT_BULK_CREATE] = "{\"create\":{\"_id\":",
	[LEAT_BULK_DELETE] = "{\"delete\":{\"_id\":",
};

static int put_action(struct leat_elastic_documents *docs, const struct leat_batch *batch,
                      uint32_t row, struct leat_buf *out, struct leat_bulk_item *item,
                      struct leat_err *err)
{
	const struct leat_sink *sink = docs->sink;
	bool has_key = sink->table->key_count > 0;
	bool is_keyed = has_key || sink->identity_count > 0;

	if (has_key)
		LEAT_TRY(join_key(docs, batch, row, err));
	else if (is_keyed)
		put_identity(docs, batch, row);
	else
		put_origin(docs, batch, row);

	item->action = leat_row_kind_is_retract(leat_batch_kind(batch, row)) ? LEAT_BULK_DELETE :
	               is_keyed                                              ? LEAT_BULK_INDEX :
	                                                                       LEAT_BULK_CREATE;
	leat_buf_text(out, action_names[item->action]);
	if (has_key)
		put_joined_id(docs, out);
	else
		put_hashed_id(docs, out);
	if (is_keyed) {
		struct leat_hash128 hash = leat_hash128(docs->scratch.data, docs->scratch.size);
		item->key[0] = hash.low;
		item->key[1] = hash.high;
		put_version(docs, out);
	}
	leat_buf_text(out, "}}\n");
	return 0;
}

int leat_elastic_documents_put(struct leat_elastic_documents *docs, const struct leat_batch *batch,
                               uint32_t row, struct leat_buf *out, struct leat_bulk_item *ret_item,
                               struct leat_err *err)
{
	const struct leat_origin *origin = batch->origin;
	size_t begin = out->size;

	*ret_item = (struct leat_bulk_item){
		.partition = origin ? origin->partition : -1,
		.position = origin ? origin->position[row] : -1,
		.stream = origin ? origin->stream : (struct leat_str){ 0 },
	};
	docs->ordinal++;
	LEAT_TRY(put_action(docs, batch, row, out, ret_item, err));
	ret_item->action_bytes = (uint32_t)(out->size - begin);
	if (ret_item->action != LEAT_BULK_DELETE) {
		LEAT_TRY(docs->format->encode(docs->encoder, batch, row, out, err));
		leat_buf_char(out, '\n');
	}
	if (out->full)
		return leat_err_set(err, LEAT_E_REJECTED, "the document is larger than a body may be");
	return 0;
}
