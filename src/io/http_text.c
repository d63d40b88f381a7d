/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces of HTTP text: pure functions. */
#include "io/http_text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

const char *leat_http_reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} reasons[] = {
		{ 100, "Continue" },
		{ 200, "OK" },
		{ 201, "Created" },
		{ 202, "Accepted" },
		{ 204, "No Content" },
		{ 301, "Moved Permanently" },
		{ 302, "Found" },
		{ 304, "Not Modified" },
		{ 307, "Temporary Redirect" },
		{ 308, "Permanent Redirect" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 406, "Not Acceptable" },
		{ 408, "Request Timeout" },
		{ 409, "Conflict" },
		{ 411, "Length Required" },
		{ 413, "Content Too Large" },
		{ 414, "URI Too Long" },
		{ 415, "Unsupported Media Type" },
		{ 417, "Expectation Failed" },
		{ 422, "Unprocessable Content" },
		{ 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" },
		{ 500, "Internal Server Error" },
		{ 501, "Not Implemented" },
		{ 502, "Bad Gateway" },
		{ 503, "Service Unavailable" },
		{ 504, "Gateway Timeout" },
		{ 505, "HTTP Version Not Supported" },
	};

	for (size_t i = 0; i < LEAT_COUNT(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Status";
}

bool leat_http_is_name(struct leat_str text, const char *name)
{
	return text.n == strlen(name) && (text.n == 0 || strncasecmp(text.p, name, text.n) == 0);
}

struct leat_str leat_http_trim(struct leat_str text)
{
	while (text.n > 0 && (text.p[0] == ' ' || text.p[0] == '\t')) {
		text.p++;
		text.n--;
	}
	while (text.n > 0 && (text.p[text.n - 1] == ' ' || text.p[text.n - 1] == '\t'))
		text.n--;
	return text;
}

/* Cut @p text at the first @p c: returns what is before, leaves what is behind. */
static struct leat_str cut(struct leat_str *text, char c)
{
	const char *at = text->n ? memchr(text->p, c, text->n) : NULL;
	uint32_t n = at ? (uint32_t)(at - text->p) : text->n;
	struct leat_str before = { text->p, n };

	text->p += at ? n + 1 : n;
	text->n -= at ? n + 1 : n;
	return before;
}

/* The q of ";q=0.5" in thousandths; without one 1000. */
static int quality_of(struct leat_str params)
{
	while (params.n > 0) {
		struct leat_str value = leat_http_trim(cut(&params, ';'));
		struct leat_str key = leat_http_trim(cut(&value, '='));

		if (!leat_http_is_name(key, "q"))
			continue;
		value = leat_http_trim(value);
		if (value.n > 0 && value.p[0] == '1')
			return 1000;
		int quality = 0, unit = 100; /* of the digits behind "0." */
		for (uint32_t i = 2; i < value.n && unit > 0; i++, unit /= 10)
			if (value.p[i] >= '0' && value.p[i] <= '9')
				quality += (value.p[i] - '0') * unit;
		return quality;
	}
	return 1000;
}

/* How closely a range ("text/html", or all of "text", or anything) names @p name: 0 not at all, 3
 * to the letter. */
static int closeness(struct leat_str range, const char *name)
{
	size_t slash = strcspn(name, "/");

	if (leat_http_is_name(range, name))
		return 3;
	if (name[slash] && range.n == slash + 2 && strncasecmp(range.p, name, slash + 1) == 0 &&
	    range.p[slash + 1] == '*')
		return 2;
	return leat_http_is_name(range, "*") || leat_http_is_name(range, "*/*") ? 1 : 0;
}

/* Cut the next element off a list with commas; false at its end.  Empty elements are skipped. */
static bool next_element(struct leat_str *list, struct leat_str *ret_element)
{
	while (list->n > 0) {
		struct leat_str element = leat_http_trim(cut(list, ','));

		if (element.n > 0) {
			*ret_element = element;
			return true;
		}
	}
	return false;
}

int leat_http_accepts(struct leat_str header, const char *name)
{
	struct leat_str element;
	int best = 0, quality = 0;

	if (!header.p)
		return 1000;
	while (next_element(&header, &element)) {
		int close = closeness(leat_http_trim(cut(&element, ';')), name);

		if (close > best) {
			best = close;
			quality = quality_of(element);
		}
	}
	return quality;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool leat_http_decode(struct leat_arena *arena, struct leat_str text, bool is_query,
                      struct leat_str *ret_text)
{
	char *out = leat_arena_alloc(arena, text.n + 1);
	uint32_t n = 0;

	for (uint32_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '%') {
			int high = i + 2 < text.n ? hex_digit(text.p[i + 1]) : -1;
			int low = high >= 0 ? hex_digit(text.p[i + 2]) : -1;
			if (low < 0 || (high == 0 && low == 0))
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && is_query) {
			c = ' ';
		}
		out[n++] = c;
	}
	out[n] = '\0';
	*ret_text = (struct leat_str){ out, n };
	return true;
}

static bool parse_params(struct leat_http_request *request, struct leat_str query)
{
	uint32_t capacity = 1, count = 0;

	for (uint32_t i = 0; i < query.n; i++)
		capacity += query.p[i] == '&';
	struct leat_http_field *params = LEAT_ARENA_ARRAY(request->arena, struct leat_http_field,
	                                                  capacity);
	while (query.n > 0) {
		struct leat_str value = cut(&query, '&');
		struct leat_str name = cut(&value, '=');

		if (name.n == 0)
			continue;
		if (!leat_http_decode(request->arena, name, true, &params[count].name) ||
		    !leat_http_decode(request->arena, value, true, &params[count].value))
			return false;
		count++;
	}
	request->params = params;
	request->param_count = count;
	return true;
}

bool leat_http_parse_target(struct leat_http_request *request, struct leat_str target)
{
	static const char scheme[] = "http://";

	/* The absolute form, as for proxies: the host is of no interest. */
	if (target.n > sizeof(scheme) - 1 &&
	    strncasecmp(target.p, scheme, sizeof(scheme) - 1) == 0) {
		target.p += sizeof(scheme) - 1;
		target.n -= (uint32_t)sizeof(scheme) - 1;
		const char *slash = memchr(target.p, '/', target.n);
		target = slash ? (struct leat_str){ slash, target.n - (uint32_t)(slash - target.p) }
		               : LEAT_STR("/");
	}
	if (target.n == 0 || memchr(target.p, '#', target.n))
		return false;
	if (target.p[0] != '/' && !(target.n == 1 && target.p[0] == '*'))
		return false;
	request->raw_path = cut(&target, '?');
	return leat_http_decode(request->arena, request->raw_path, false, &request->path) &&
	       parse_params(request, target);
}

static struct leat_str find_field(const struct leat_http_field *fields, uint32_t count,
                                  const char *name)
{
	for (uint32_t i = 0; i < count; i++)
		if (fields[i].name.n == strlen(name) &&
		    memcmp(fields[i].name.p, name, fields[i].name.n) == 0)
			return fields[i].value;
	return (struct leat_str){ NULL, 0 };
}

struct leat_str leat_http_header(const struct leat_http_request *request, const char *name)
{
	return find_field(request->headers, request->header_count, name);
}

struct leat_str leat_http_param(const struct leat_http_request *request, const char *name)
{
	return find_field(request->params, request->param_count, name);
}

void leat_http_date(int64_t unix_us, char out[static 32])
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t seconds = unix_us / 1000000;
	struct tm tm;

	(void)gmtime_r(&seconds, &tm); /* fails only for years that do not fit an int */
	char text[80];
	(void)snprintf(text, sizeof(text), "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
	               days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon, tm.tm_year + 1900,
	               tm.tm_hour, tm.tm_min, tm.tm_sec);
	memcpy(out, text, 30); /* 29 bytes and the NUL until the year 9999 */
	out[29] = '\0';
}
