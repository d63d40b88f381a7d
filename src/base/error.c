/* SPDX-License-Identifier: Apache-2.0 */
/* Filling in an error, and the table of codes. */
#include "leat/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
#define XX(id, number, cls, title) ROW_##id,
	LEAT_ERR_MAP(XX)
#undef XX
	ROW_COUNT,
};

/* The names in lower case, made from the identifiers when the table is first asked for. */
static char names[ROW_COUNT][24];

static const struct leat_err_info rows[ROW_COUNT + 1] = {
#define XX(id, number, cls, title)                                                                 \
	[ROW_##id] = { LEAT_E_##id, LEAT_CLASS_##cls, names[ROW_##id], title },
	LEAT_ERR_MAP(XX)
#undef XX
	[ROW_COUNT] = { LEAT_OK, LEAT_CLASS_USER, NULL, NULL },
};

static const char *const identifiers[ROW_COUNT] = {
#define XX(id, number, cls, title) [ROW_##id] = #id,
	LEAT_ERR_MAP(XX)
#undef XX
};

const struct leat_err_info *leat_err_table(void)
{
	if (names[0][0])
		return rows;
	/* Backwards, so that names[0] says that all are there. */
	for (size_t i = ROW_COUNT; i-- > 0;) {
		leat_assert(strlen(identifiers[i]) < sizeof(names[i]));
		for (size_t k = 0; identifiers[i][k]; k++)
			names[i][k] = identifiers[i][k] == '_' ? '_'
			                                       : (char)(identifiers[i][k] | 0x20);
	}
	return rows;
}

const struct leat_err_info *leat_err_info(enum leat_err_code code)
{
	for (const struct leat_err_info *row = leat_err_table(); row->code != LEAT_OK; row++)
		if (row->code == code)
			return row;
	leat_unreachable();
}

/* A message is one line: control characters of quoted user text become spaces, and a character
 * that was cut at the end is dropped as a whole. */
static void tidy(char *text)
{
	size_t n = strlen(text);
	size_t start = n;

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = ' ';
	while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
		start--;
	if (start == 0 || (unsigned char)text[start - 1] < 0xc0)
		return;
	unsigned char lead = (unsigned char)text[start - 1];
	size_t want = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	if (n - (start - 1) < want)
		text[start - 1] = '\0';
}

static int fill(struct leat_err *err, enum leat_err_code code, struct leat_span span,
                const char *fmt, va_list args)
{
	if (err) {
		err->code = code;
		err->span = span;
		err->hint[0] = '\0';
		vsnprintf(err->message, sizeof(err->message), fmt, args);
		tidy(err->message);
	}
	return -(int)code;
}

int leat_err_at(struct leat_err *err, enum leat_err_code code, struct leat_span span,
                const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	int r = fill(err, code, span, fmt, args);
	va_end(args);
	return r;
}

int leat_err_set(struct leat_err *err, enum leat_err_code code, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	int r = fill(err, code, (struct leat_span){ 0, 0 }, fmt, args);
	va_end(args);
	return r;
}

void leat_err_hint(struct leat_err *err, const char *fmt, ...)
{
	va_list args;

	if (!err)
		return;
	va_start(args, fmt);
	vsnprintf(err->hint, sizeof(err->hint), fmt, args);
	va_end(args);
	tidy(err->hint);
}

void leat_err_place(struct leat_err *err, struct leat_span span)
{
	if (err && err->span.begin == 0 && err->span.end == 0)
		err->span = span;
}
