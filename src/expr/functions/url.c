/* SPDX-License-Identifier: Apache-2.0 */
/* URLs and addresses of the internet. */
#include <string.h>
#include <strings.h>

#include "expr/bind.h"
#include "expr/kernel.h"
#include "expr/registry.h"

/* ---- PARSE_URL ---- */

/* The parts of a URL; .p is NULL when a part is missing. */
struct url {
	struct leat_str protocol, authority, user, host, path, query, file, ref;
};

static struct leat_str between(const char *begin, const char *end)
{
	return (struct leat_str){ begin, (uint32_t)(end - begin) };
}

static bool is_known_protocol(struct leat_str s)
{
	/* Those that java.net.URL knows by itself. */
	static const char *const known[] = { "http", "https", "ftp", "file", "jar", "mailto" };

	for (size_t i = 0; i < LEAT_COUNT(known); i++)
		if (leat_str_is_nocase(s, known[i]))
			return true;
	return false;
}

static void parse_authority(struct url *url)
{
	const char *begin = url->authority.p, *end = begin + url->authority.n;
	const char *at = memrchr(begin, '@', url->authority.n);

	if (at) {
		url->user = between(begin, at);
		begin = at + 1;
	}
	const char *bracket = begin < end && *begin == '['
	                              ? memchr(begin, ']', (size_t)(end - begin))
	                              : NULL;
	const char *from = bracket ? bracket : begin;
	const char *colon = memchr(from, ':', (size_t)(end - from));
	url->host = between(begin, colon ? colon : end);
}

static bool parse_url(struct leat_str s, struct url *ret)
{
	const char *end = s.p + s.n, *colon = s.n ? memchr(s.p, ':', s.n) : NULL, *p;

	*ret = (struct url){ 0 };
	if (!colon || !is_known_protocol(between(s.p, colon)))
		return false;
	ret->protocol = between(s.p, colon);
	p = colon + 1;
	const char *hash = memchr(p, '#', (size_t)(end - p));
	if (hash) {
		ret->ref = between(hash + 1, end);
		end = hash;
	}
	if (end - p >= 2 && p[0] == '/' && p[1] == '/') {
		const char *stop = p += 2;
		while (stop < end && *stop != '/' && *stop != '?')
			stop++;
		ret->authority = between(p, stop);
		parse_authority(ret);
		p = stop;
	}
	const char *mark = memchr(p, '?', (size_t)(end - p));
	ret->file = between(p, end);
	ret->path = between(p, mark ? mark : end);
	if (mark)
		ret->query = between(mark + 1, end);
	return true;
}

static struct leat_str url_part(const struct url *url, struct leat_str name)
{
	const struct {
		const char *name;
		struct leat_str part;
	} parts[] = {
		{ "HOST", url->host },           { "PATH", url->path },
		{ "QUERY", url->query },         { "REF", url->ref },
		{ "PROTOCOL", url->protocol },   { "FILE", url->file },
		{ "AUTHORITY", url->authority }, { "USERINFO", url->user },
	};

	for (size_t i = 0; i < LEAT_COUNT(parts); i++)
		if (leat_str_is(name, parts[i].name))
			return parts[i].part;
	return (struct leat_str){ NULL, 0 };
}

/* The value of @p key in "a=1&b=2". */
static struct leat_str query_value(struct leat_str query, struct leat_str key)
{
	const char *p = query.p, *end = p + query.n;

	while (p && p < end) {
		const char *next = memchr(p, '&', (size_t)(end - p));
		if (!next)
			next = end;
		if ((size_t)(next - p) > key.n && (!key.n || memcmp(p, key.p, key.n) == 0) &&
		    p[key.n] == '=')
			return between(p + key.n + 1, next);
		p = next + 1;
	}
	return (struct leat_str){ NULL, 0 };
}

LEAT_KERNEL(parse_url_kernel)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str part = { NULL, 0 };
		struct url url;

		if (parse_url(args[0].bytes[row], &url))
			part = url_part(&url, args[1].bytes[row]);
		if (call->arg_count > 2)
			part = leat_str_is(args[1].bytes[row], "QUERY")
			               ? query_value(part, args[2].bytes[row])
			               : (struct leat_str){ NULL, 0 };
		if (!part.p)
			leat_out_null(out, row);
		else
			out->bytes[row] = part;
	}
	return 0;
}

/* ---- URL_ENCODE, URL_DECODE ---- */

static bool is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr(".-*_", c));
}

LEAT_KERNEL(url_encode)
{
	static const char hex[] = "0123456789ABCDEF";

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		char *begin = leat_out_text(out, (size_t)s.n * 3), *to = begin;
		for (uint32_t i = 0; i < s.n; i++) {
			unsigned char c = (unsigned char)s.p[i];
			if (is_plain(c)) {
				*to++ = (char)c;
			} else if (c == ' ') {
				*to++ = '+';
			} else {
				*to++ = '%';
				*to++ = hex[c >> 4];
				*to++ = hex[c & 15];
			}
		}
		out->bytes[row] = (struct leat_str){ begin, (uint32_t)(to - begin) };
	}
	return 0;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

LEAT_KERNEL(url_decode)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		char *begin = leat_out_text(out, s.n), *to = begin;
		for (uint32_t i = 0; i < s.n; i++) {
			if (s.p[i] != '%') {
				*to++ = s.p[i] == '+' ? ' ' : s.p[i];
				continue;
			}
			int high = i + 2 < s.n ? hex_value(s.p[i + 1]) : -1;
			int low = i + 2 < s.n ? hex_value(s.p[i + 2]) : -1;
			if (high < 0 || low < 0) {
				leat_out_null(out, row);
				break;
			}
			*to++ = (char)(high << 4 | low);
			i += 2;
		}
		out->bytes[row] = (struct leat_str){ begin, (uint32_t)(to - begin) };
	}
	return 0;
}

/* ---- IPv4 addresses ---- */

LEAT_KERNEL(inet_aton)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		uint32_t address = 0, part = 0, digits = 0, parts = 1;
		bool ok = s.n > 0;

		for (uint32_t i = 0; ok && i < s.n; i++) {
			if (s.p[i] >= '0' && s.p[i] <= '9' && digits < 3) {
				part = part * 10 + (uint32_t)(s.p[i] - '0');
				digits++;
			} else if (s.p[i] == '.' && digits && parts < 4) {
				address = address << 8 | part;
				part = digits = 0;
				parts++;
			} else {
				ok = false;
			}
			ok = ok && part < 256;
		}
		if (!ok || parts != 4 || !digits)
			leat_out_null(out, row);
		else
			out->i64[row] = (int64_t)(address << 8 | part);
	}
	return 0;
}

LEAT_KERNEL(inet_ntoa)
{
	LEAT_EACH_ROW(row, sel)
	{
		int64_t address = args[0].i64[row];
		if (address < 0 || address > UINT32_MAX) {
			leat_out_null(out, row);
			continue;
		}
		char *text = leat_arena_printf(out->arena, "%u.%u.%u.%u", (unsigned)(address >> 24),
		                               (unsigned)(address >> 16 & 255),
		                               (unsigned)(address >> 8 & 255),
		                               (unsigned)(address & 255));
		out->bytes[row] = leat_str_of(text);
	}
	return 0;
}

#define LEAT_ONLY                                                                                  \
	.group = "string", .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT, .min_args = 1,   \
	.max_args = 1

const struct leat_function leat_functions_url[] = {
	{ .name = "PARSE_URL",
	  .group = "string",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .min_args = 2,
	  .max_args = 3,
	  .signature = "ss?s>S?",
	  .kernel = parse_url_kernel,
	  .syntax = "PARSE_URL(url, part[, key])",
	  .doc = "A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, AUTHORITY, FILE or USERINFO; or the "
	         "value of a key in its QUERY. NULL when there is none.",
	  .example = "PARSE_URL('http://facebook.com/p?k1=v1', 'QUERY', 'k1')",
	  .result = "\"v1\"" },
	{ .name = "URL_ENCODE",
	  LEAT_ONLY,
	  .signature = "s>S",
	  .kernel = url_encode,
	  .syntax = "URL_ENCODE(string)",
	  .doc = "The text as a value of a form.",
	  .example = "URL_ENCODE('a b&c')",
	  .result = "\"a+b%26c\"" },
	{ .name = "URL_DECODE",
	  LEAT_ONLY,
	  .signature = "s>S?",
	  .kernel = url_decode,
	  .syntax = "URL_DECODE(string)",
	  .doc = "The text that a value of a form stands for; NULL when it is malformed.",
	  .example = "URL_DECODE('a+b%26c')",
	  .result = "\"a b&c\"" },
	{ .name = "INET_ATON",
	  LEAT_ONLY,
	  .signature = "s>L?",
	  .kernel = inet_aton,
	  .syntax = "INET_ATON(string)",
	  .doc = "An IPv4 address as a number; NULL when it is none.",
	  .example = "INET_ATON('127.0.0.1')",
	  .result = "2130706433" },
	{ .name = "INET_NTOA",
	  LEAT_ONLY,
	  .signature = "i>S?",
	  .kernel = inet_ntoa,
	  .syntax = "INET_NTOA(integer)",
	  .doc = "The IPv4 address of a number.",
	  .example = "INET_NTOA(2130706433)",
	  .result = "\"127.0.0.1\"" },
	{ .name = NULL },
};
