/* SPDX-License-Identifier: Apache-2.0 */
/* Values as Java's toString() gives them. */
#include "connectors/print/row_int.h"

#include <inttypes.h>

#include "base/number.h"
#include "types/datetime.h"

static void put_value(const struct leat_col *col, uint32_t row, struct leat_buf *out);

/* ".5" as ".500": groups of three digits, as many as are needed. */
static void put_fraction(int nano, struct leat_buf *out)
{
	if (nano % 1000000 == 0)
		leat_buf_printf(out, ".%03d", nano / 1000000);
	else if (nano % 1000 == 0)
		leat_buf_printf(out, ".%06d", nano / 1000);
	else
		leat_buf_printf(out, ".%09d", nano);
}

/* LocalTime: seconds only when there are any. */
static void put_time(const struct leat_civil *c, bool with_seconds, struct leat_buf *out)
{
	leat_buf_printf(out, "%02d:%02d", c->hour, c->minute);
	if (!with_seconds && !c->second && !c->nano)
		return;
	leat_buf_printf(out, ":%02d", c->second);
	if (c->nano)
		put_fraction(c->nano, out);
}

static void put_date(int64_t days, struct leat_buf *out)
{
	char text[LEAT_DATETIME_TEXT_MAX];

	leat_buf_add(out, text, leat_date_print(days, text));
}

/* LocalDateTime or Instant. */
static void put_timestamp(const struct leat_type *type, int64_t value, struct leat_buf *out)
{
	bool is_instant = type->id == LEAT_TIMESTAMP_LTZ;
	int64_t us = leat_timestamp_to_us(value, type->precision);
	struct leat_civil civil = leat_civil_of_us(us);

	if (type->precision > 6)
		civil.nano += (int)(value - us * 1000);
	put_date(leat_civil_to_days(civil.year, civil.month, civil.day), out);
	leat_buf_char(out, 'T');
	put_time(&civil, is_instant, out);
	if (is_instant)
		leat_buf_char(out, 'Z');
}

/* Duration: PT1H2M3.5S. */
static void put_duration(int64_t us, struct leat_buf *out)
{
	int64_t hours = us / LEAT_US_PER_HOUR, minutes = us % LEAT_US_PER_HOUR / LEAT_US_PER_MINUTE;
	int64_t rest = us % LEAT_US_PER_MINUTE;

	leat_buf_text(out, "PT");
	if (hours)
		leat_buf_printf(out, "%" PRId64 "H", hours);
	if (minutes)
		leat_buf_printf(out, "%" PRId64 "M", minutes);
	if (!rest && us)
		return;
	leat_buf_printf(out, "%s%" PRId64, rest < 0 ? "-" : "",
	                (rest < 0 ? -rest : rest) / LEAT_US_PER_SECOND);
	int64_t fraction = (rest < 0 ? -rest : rest) % LEAT_US_PER_SECOND;
	if (fraction) {
		int digits = 6;
		for (; fraction % 10 == 0; fraction /= 10)
			digits--;
		leat_buf_printf(out, ".%0*" PRId64, digits, fraction);
	}
	leat_buf_char(out, 'S');
}

/* Period: P1Y2M. */
static void put_period(int64_t months, struct leat_buf *out)
{
	leat_buf_char(out, 'P');
	if (months / 12)
		leat_buf_printf(out, "%" PRId64 "Y", months / 12);
	if (months % 12)
		leat_buf_printf(out, "%" PRId64 "M", months % 12);
	if (!months)
		leat_buf_text(out, "0D");
}

static void put_i64(const struct leat_type *type, int64_t value, struct leat_buf *out)
{
	if (type->id == LEAT_DATE) {
		put_date(value, out);
	} else if (type->id == LEAT_TIME) {
		struct leat_civil civil = leat_civil_of_us(value);
		put_time(&civil, false, out);
	} else if (leat_type_is_timestamp(type)) {
		put_timestamp(type, value, out);
	} else if (type->id == LEAT_INTERVAL_DAY_TIME) {
		put_duration(value, out);
	} else if (type->id == LEAT_INTERVAL_YEAR_MONTH) {
		put_period(value, out);
	} else {
		leat_buf_i64(out, value);
	}
}

/* Bytes are shown as Java's array of signed numbers. */
static void put_bytes(const struct leat_type *type, struct leat_str value, struct leat_buf *out)
{
	if (!leat_type_is_binary(type)) {
		leat_buf_str(out, value);
		return;
	}
	leat_buf_char(out, '[');
	for (uint32_t i = 0; i < value.n; i++)
		leat_buf_printf(out, "%s%d", i ? ", " : "", (signed char)value.p[i]);
	leat_buf_char(out, ']');
}

static void put_list(const struct leat_col *col, uint32_t row, struct leat_buf *out)
{
	struct leat_list list = col->list[row];
	bool is_map = col->type->id != LEAT_ARRAY;

	leat_buf_char(out, is_map ? '{' : '[');
	for (uint32_t i = list.begin; i < list.begin + list.count; i++) {
		if (i > list.begin)
			leat_buf_text(out, ", ");
		put_value(&col->children[0], i, out);
		if (!is_map)
			continue;
		leat_buf_char(out, '=');
		put_value(&col->children[1], i, out);
	}
	leat_buf_char(out, is_map ? '}' : ']');
}

static void put_fields(enum leat_row_kind kind, const struct leat_col *cols, uint32_t count,
                       uint32_t row, struct leat_buf *out)
{
	leat_buf_text(out, leat_row_kind_name(kind));
	leat_buf_char(out, '[');
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			leat_buf_text(out, ", ");
		put_value(&cols[i], row, out);
	}
	leat_buf_char(out, ']');
}

static void put_value(const struct leat_col *col, uint32_t row, struct leat_buf *out)
{
	if (leat_col_is_null(col, row)) {
		leat_buf_text(out, "null");
		return;
	}
	switch (leat_type_phys(col->type)) {
	case LEAT_PHYS_BOOL:
		leat_buf_text(out, col->boolean[row] ? "true" : "false");
		return;
	case LEAT_PHYS_I64:
		put_i64(col->type, col->i64[row], out);
		return;
	case LEAT_PHYS_F64:
		if (col->type->id == LEAT_FLOAT)
			leat_buf_f32(out, (float)col->f64[row]);
		else
			leat_buf_f64(out, col->f64[row]);
		return;
	case LEAT_PHYS_I128:
		leat_buf_i128(out, col->i128[row], col->type->scale);
		return;
	case LEAT_PHYS_BYTES:
		put_bytes(col->type, col->bytes[row], out);
		return;
	case LEAT_PHYS_LIST:
		put_list(col, row, out);
		return;
	case LEAT_PHYS_ROW:
		put_fields(LEAT_INSERT, col->children, col->type->child_count, row, out);
		return;
	case LEAT_PHYS_NULL:
		leat_buf_text(out, "null");
		return;
	}
}

void leat_print_row(const struct leat_batch *batch, uint32_t row, struct leat_buf *out)
{
	put_fields(leat_batch_kind(batch, row), batch->cols, batch->schema->field_count, row, out);
}
