/* SPDX-License-Identifier: Apache-2.0 */
/* The pure functions on HTTP texts. */
#include "io/http_text.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static const struct {
	const char *header; /* NULL: missing */
	const char *name;
	int want;
} accepts[] = {
	{ NULL, "gzip", 1000 },
	{ "", "gzip", 0 },
	{ "gzip", "gzip", 1000 },
	{ "GZIP", "gzip", 1000 },
	{ "gzip;q=0", "gzip", 0 },
	{ "gzip; q=0.000", "gzip", 0 },
	{ "br , gzip ; q=0.25", "gzip", 250 },
	{ "*", "gzip", 1000 },
	{ "*;q=0.1, gzip;q=0", "gzip", 0 },
	{ "identity", "gzip", 0 },
	{ "text/*;q=0.3, text/html;q=0.7, */*;q=0.5", "text/html", 700 },
	{ "text/*;q=0.3, text/html;q=0.7, */*;q=0.5", "text/plain", 300 },
	{ "text/*;q=0.3, text/html;q=0.7, */*;q=0.5", "image/png", 500 },
	{ "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;q=0.2",
	  "application/openmetrics-text", 500 },
	{ "text/plain;q=x", "text/plain", 0 },
	{ ";q=1,,;", "gzip", 0 },
};

START_TEST(weighs_accept_headers)
{
	struct leat_str header = { accepts[_i].header,
		                   accepts[_i].header ? (uint32_t)strlen(accepts[_i].header) : 0 };

	ck_assert_int_eq(leat_http_accepts(header, accepts[_i].name), accepts[_i].want);
}
END_TEST

static const struct {
	const char *target;
	const char *want; /* path|name=value|..; NULL: refused */
} targets[] = {
	{ "/", "/" },
	{ "/a/b?x=1&y=&z&=4&w=a%26b", "/a/b|x=1|y=|z=|w=a&b" },
	{ "/a+b?a+b=c+d", "/a+b|a b=c d" },
	{ "/%41%c3%a9", "/A\xc3\xa9" },
	{ "http://host:1/p?q=1", "/p|q=1" },
	{ "HTTP://host", "/" },
	{ "*", "*" },
	{ "", NULL },
	{ "a", NULL },
	{ "**", NULL },
	{ "/a#b", NULL },
	{ "/%", NULL },
	{ "/%1", NULL },
	{ "/%g1", NULL },
	{ "/%00", NULL },
	{ "/?a=%zz", NULL },
	{ "/?%0=1", NULL },
};

START_TEST(parses_targets)
{
	struct leat_http_request request = { .arena = leat_arena_new(0) };
	struct leat_str target = leat_str_of(targets[_i].target);
	char got[200];

	bool is_good = leat_http_parse_target(&request, target);
	ck_assert_int_eq(is_good, targets[_i].want != NULL);
	if (is_good) {
		(void)snprintf(got, sizeof(got), "%.*s", LEAT_STR_ARG(request.path));
		for (uint32_t i = 0; i < request.param_count; i++) {
			size_t n = strlen(got);
			(void)snprintf(got + n, sizeof(got) - n, "|%.*s=%.*s",
			               LEAT_STR_ARG(request.params[i].name),
			               LEAT_STR_ARG(request.params[i].value));
		}
		ck_assert_str_eq(got, targets[_i].want);
	}
	leat_arena_free(request.arena);
}
END_TEST

START_TEST(writes_dates)
{
	char date[32];

	leat_http_date(INT64_C(784111777000000), date);
	ck_assert_str_eq(date, "Sun, 06 Nov 1994 08:49:37 GMT");
	leat_http_date(0, date);
	ck_assert_str_eq(date, "Thu, 01 Jan 1970 00:00:00 GMT");
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, weighs_accept_headers, 0, (int)LEAT_COUNT(accepts));
	tcase_add_loop_test(tc, parses_targets, 0, (int)LEAT_COUNT(targets));
	tcase_add_test(tc, writes_dates);
}

int main(void)
{
	return suite_main("http_text", add);
}
