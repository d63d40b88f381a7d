/* SPDX-License-Identifier: Apache-2.0 */
/* Collecting what was found in a script, and the picture of it. */
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

enum {
	EXCERPT_CHARACTERS = 160, /* A longer line is cut around the place. */
	EXCERPT_BEFORE = 60,      /* Characters kept before the place then. */
};

void leat_diags_init(struct leat_diags *diags, struct leat_arena *arena)
{
	*diags = (struct leat_diags){ .arena = arena };
}

/* The item that says the same about the same place, or NULL. */
static struct leat_diag *find_known(const struct leat_diags *diags, const struct leat_err *err)
{
	for (struct leat_diag *d = diags->first; d; d = d->next)
		if (d->err.span.begin == err->span.begin && d->err.span.end == err->span.end &&
		    strcmp(d->err.message, err->message) == 0)
			return d;
	return NULL;
}

void leat_diags_add(struct leat_diags *diags, enum leat_severity severity,
                    const struct leat_err *err)
{
	struct leat_diag *d = find_known(diags, err);

	if (severity == LEAT_SEVERITY_ERROR && leat_diags_is_full(diags))
		return;
	if (d && (d->severity == severity || severity == LEAT_SEVERITY_WARNING))
		return;
	if (d) {
		/* What was a warning has become an error, as when a table that cannot work is
		 * used. */
		diags->warning_count--;
	} else {
		d = LEAT_ARENA_NEW(diags->arena, struct leat_diag);
		if (diags->last)
			diags->last->next = d;
		else
			diags->first = d;
		diags->last = d;
	}
	d->severity = severity;
	d->err = *err;
	if (severity == LEAT_SEVERITY_ERROR)
		diags->error_count++;
	else
		diags->warning_count++;
}

int leat_diags_error(struct leat_diags *diags, enum leat_err_code code, struct leat_span span,
                     const char *fmt, ...)
{
	char message[sizeof(((struct leat_err *)0)->message)];
	struct leat_err err;
	va_list args;

	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	int r = leat_err_at(&err, code, span, "%s", message);
	leat_diags_add(diags, LEAT_SEVERITY_ERROR, &err);
	return r;
}

void leat_diags_warn(struct leat_diags *diags, struct leat_span span, const char *hint,
                     const char *fmt, ...)
{
	char message[sizeof(((struct leat_err *)0)->message)];
	struct leat_err err;
	va_list args;

	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	(void)leat_err_at(&err, LEAT_OK, span, "%s", message);
	if (hint)
		leat_err_hint(&err, "%s", hint);
	leat_diags_add(diags, LEAT_SEVERITY_WARNING, &err);
}

const struct leat_err *leat_diags_first_error(const struct leat_diags *diags)
{
	for (const struct leat_diag *d = diags->first; d; d = d->next)
		if (d->severity == LEAT_SEVERITY_ERROR)
			return &d->err;
	return NULL;
}

static bool has_place(struct leat_span span)
{
	return span.begin || span.end;
}

/* The line that holds byte @p at, without its line feed. */
static struct leat_str line_at(struct leat_str text, uint32_t at, uint32_t *ret_number)
{
	uint32_t begin = 0, number = 1;

	for (uint32_t i = 0; i < at; i++)
		if (text.p[i] == '\n') {
			begin = i + 1;
			number++;
		}
	const char *end = text.n > begin ? memchr(text.p + begin, '\n', text.n - begin) : NULL;
	uint32_t n = end ? (uint32_t)(end - (text.p + begin)) : text.n - begin;
	if (n && text.p[begin + n - 1] == '\r')
		n--;
	*ret_number = number;
	return (struct leat_str){ text.p + begin, n };
}

static struct leat_span clip(struct leat_span span, struct leat_str text)
{
	if (span.begin > text.n)
		span.begin = text.n;
	if (span.end > text.n)
		span.end = text.n;
	if (span.end < span.begin)
		span.end = span.begin;
	return span;
}

struct leat_place leat_place_of(struct leat_str text, struct leat_span span)
{
	struct leat_place place = { 1, 1, 0 };

	if (!has_place(span))
		return place;
	span = clip(span, text);
	struct leat_str line = line_at(text, span.begin, &place.line);
	uint32_t before = text.n ? span.begin - (uint32_t)(line.p - text.p) : 0;
	if (before)
		place.column = leat_utf8_count((struct leat_str){ line.p, before }) + 1;
	if (span.end > span.begin)
		place.length = leat_utf8_count(
		        (struct leat_str){ text.p + span.begin, span.end - span.begin });
	return place;
}

/* Spaces as wide as @p s; tabs stay tabs, so that they are as wide as in the line above. */
static void pad(struct leat_str s, struct leat_buf *out)
{
	uint32_t from = 0;

	for (uint32_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] != '\t')
			continue;
		leat_buf_printf(out, "%*s",
		                (int)leat_utf8_width((struct leat_str){ s.p + from, i - from }), "");
		if (i < s.n)
			leat_buf_char(out, '\t');
		from = i + 1;
	}
}

/* The line with its number, and the carets under the part from byte @p at, @p n bytes. */
static void excerpt(uint32_t number, struct leat_str line, uint32_t at, uint32_t n,
                    struct leat_buf *out)
{
	uint32_t from = 0, to = line.n;

	if (at > line.n)
		at = line.n;
	if (n > line.n - at)
		n = line.n - at;
	if (leat_utf8_count(line) > EXCERPT_CHARACTERS) {
		uint32_t column = leat_utf8_count((struct leat_str){ line.p, at });
		uint32_t first = column > EXCERPT_BEFORE ? column - EXCERPT_BEFORE : 0;
		from = leat_utf8_offset(line, first);
		to = leat_utf8_offset(line, first + EXCERPT_CHARACTERS);
		if (n > to - at)
			n = to - at;
	}
	leat_buf_printf(out, "%5u | ", number);
	leat_buf_text(out, from ? "..." : "");
	leat_buf_add(out, line.p + from, to - from);
	leat_buf_text(out, to < line.n ? "..." : "");
	leat_buf_printf(out, "\n%5s | ", "");
	leat_buf_text(out, from ? "   " : "");
	if (at > from)
		pad((struct leat_str){ line.p + from, at - from }, out);
	uint32_t width = n ? leat_utf8_width((struct leat_str){ line.p + at, n }) : 1;
	for (uint32_t i = 0; i < (width ? width : 1); i++)
		leat_buf_char(out, '^');
	leat_buf_char(out, '\n');
}

void leat_diag_render(const struct leat_err *err, enum leat_severity severity, const char *file,
                      struct leat_str text, struct leat_buf *out)
{
	struct leat_place place = leat_place_of(text, err->span);
	bool placed = has_place(err->span) && text.n > 0;

	if (file)
		leat_buf_printf(out, "%s:", file);
	if (file && placed)
		leat_buf_printf(out, "%u:%u:", place.line, place.column);
	leat_buf_printf(out, "%s%s: %s\n", file ? " " : "",
	                severity == LEAT_SEVERITY_ERROR ? "error" : "warning", err->message);
	if (placed) {
		struct leat_span span = clip(err->span, text);
		struct leat_str line = line_at(text, span.begin, &place.line);
		uint32_t at = span.begin - (uint32_t)(line.p - text.p);
		excerpt(place.line, line, at, span.end - span.begin, out);
	}
	if (err->hint[0])
		leat_buf_printf(out, "hint: %s\n", err->hint);
}

/* Those of one place keep the order in which they were added. */
struct placed {
	const struct leat_diag *diag;
	uint32_t index; /* In the list. */
};

static int by_place(const void *pa, const void *pb)
{
	const struct placed *a = pa, *b = pb;
	uint32_t x = a->diag->err.span.begin, y = b->diag->err.span.begin;

	if (x != y)
		return x < y ? -1 : 1;
	return a->index < b->index ? -1 : 1;
}

void leat_diags_render(const struct leat_diags *diags, const char *file, struct leat_str text,
                       struct leat_buf *out)
{
	uint32_t count = 0, total = diags->error_count + diags->warning_count;
	struct placed *order = leat_malloc(total * sizeof(*order));

	for (const struct leat_diag *d = diags->first; d; d = d->next, count++)
		order[count] = (struct placed){ d, count };
	leat_assert(count == total);
	qsort(order, count, sizeof(*order), by_place);
	for (uint32_t i = 0; i < count; i++)
		leat_diag_render(&order[i].diag->err, order[i].diag->severity, file, text, out);
	free(order);
}
