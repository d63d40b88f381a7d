/* SPDX-License-Identifier: Apache-2.0 */
/* Rows on standard output; see rows.h. */
#include "cli/rows.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "types/render.h"

enum {
	LINE_BYTES_MAX = 1 << 30,
	TEXT_WIDTH = 30, /* Of a column of text, as in Flink's client; longer values are cut. */
};

void leat_rows_init(struct leat_rows *rows, bool as_json)
{
	*rows = (struct leat_rows){ .as_json = as_json };
	leat_buf_init(&rows->out, LINE_BYTES_MAX);
}

void leat_rows_done(struct leat_rows *rows)
{
	leat_buf_done(&rows->out);
}

static void flush_out(struct leat_rows *rows)
{
	fwrite(rows->out.data, 1, rows->out.size, stdout);
	fflush(stdout);
	leat_buf_clear(&rows->out);
}

/* ---- as a table ---- */

/* Wide enough for what the type can hold, but for text. */
static uint32_t width_of(const struct leat_field *field)
{
	uint32_t width = TEXT_WIDTH;

	switch (leat_type_phys(field->type)) {
	case LEAT_PHYS_BOOL:
		width = 7;
		break;
	case LEAT_PHYS_I64:
		width = leat_type_is_timestamp(field->type) ? 20u + LEAT_TIME_PRECISION_MAX :
		        field->type->id == LEAT_BIGINT      ? 20 :
		        leat_type_is_interval(field->type)  ? 20 :
		                                              11;
		break;
	case LEAT_PHYS_F64:
	case LEAT_PHYS_BYTES:
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
	case LEAT_PHYS_NULL:
		break;
	case LEAT_PHYS_I128:
		width = field->type->precision + 3u; /* Sign, zero and point. */
		break;
	}
	uint32_t name = leat_utf8_width(field->name);
	return name > width ? name : width;
}

static void put_cell(struct leat_rows *rows, struct leat_str text, uint32_t width)
{
	uint32_t shown = leat_utf8_width(text);

	if (shown > width) {
		/* Wide characters may need another turn. */
		for (uint32_t keep = width - 3; leat_utf8_width(text) > width - 3; keep--)
			text.n = leat_utf8_offset(text, keep);
		shown = leat_utf8_width(text) + 3;
		leat_buf_printf(&rows->out, " %*s%.*s... |", (int)(width - shown), "",
		                LEAT_STR_ARG(text));
	} else {
		leat_buf_printf(&rows->out, " %*s%.*s |", (int)(width - shown), "",
		                LEAT_STR_ARG(text));
	}
}

static void put_rule(struct leat_rows *rows)
{
	leat_buf_text(&rows->out, "+----+");
	for (uint32_t c = 0; c < rows->schema->field_count; c++) {
		for (uint32_t i = width_of(&rows->schema->fields[c]) + 2; i > 0; i--)
			leat_buf_char(&rows->out, '-');
		leat_buf_char(&rows->out, '+');
	}
	leat_buf_char(&rows->out, '\n');
}

static void put_table_row(struct leat_rows *rows, const struct leat_batch *batch, uint32_t row)
{
	struct leat_buf cell;

	leat_buf_init(&cell, LINE_BYTES_MAX);
	leat_buf_printf(&rows->out, "| %s |", leat_row_kind_name(leat_batch_kind(batch, row)));
	for (uint32_t c = 0; c < rows->schema->field_count; c++) {
		leat_buf_clear(&cell);
		leat_render_text(&batch->cols[c], row, rows->zone, &cell);
		put_cell(rows, leat_buf_view(&cell), width_of(&rows->schema->fields[c]));
	}
	leat_buf_char(&rows->out, '\n');
	leat_buf_done(&cell);
}

static void put_header(struct leat_rows *rows)
{
	put_rule(rows);
	leat_buf_text(&rows->out, "| op |");
	for (uint32_t c = 0; c < rows->schema->field_count; c++)
		put_cell(rows, rows->schema->fields[c].name, width_of(&rows->schema->fields[c]));
	leat_buf_char(&rows->out, '\n');
	put_rule(rows);
}

/* ---- both ---- */

void leat_rows_begin(struct leat_rows *rows, const struct leat_schema *schema,
                     const struct leat_tz *zone)
{
	rows->schema = schema;
	rows->zone = zone;
	rows->row_count = 0;
	if (rows->as_json) {
		leat_render_json_schema(schema, &rows->out);
		leat_buf_char(&rows->out, '\n');
	} else {
		put_header(rows);
	}
	flush_out(rows);
}

static void put_json_row(struct leat_rows *rows, const struct leat_batch *batch, uint32_t row)
{
	leat_buf_printf(&rows->out, "{\"op\":\"%s\",\"row\":",
	                leat_row_kind_name(leat_batch_kind(batch, row)));
	leat_render_json_row(rows->schema, batch->cols, row, rows->zone, &rows->out);
	leat_buf_text(&rows->out, "}\n");
}

void leat_rows_print(struct leat_rows *rows, const struct leat_batch *batch)
{
	for (uint32_t i = 0; i < batch->sel.count; i++) {
		uint32_t row = leat_sel_row(batch->sel, i);
		if (rows->as_json)
			put_json_row(rows, batch, row);
		else
			put_table_row(rows, batch, row);
	}
	rows->row_count += batch->sel.count;
	flush_out(rows);
}

void leat_rows_end(struct leat_rows *rows)
{
	if (!rows->as_json) {
		put_rule(rows);
		leat_buf_printf(&rows->out, "%llu row%s\n", (unsigned long long)rows->row_count,
		                rows->row_count == 1 ? "" : "s");
	}
	flush_out(rows);
}
