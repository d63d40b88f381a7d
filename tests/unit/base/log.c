/* SPDX-License-Identifier: Apache-2.0 */
/* Log lines. */
#include "base/log.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "suite.h"

static struct leat_manual_clock manual;
static int ends[2];

static void start(enum leat_log_format format)
{
	ck_assert_int_eq(pipe(ends), 0);
	leat_manual_clock_init(&manual, INT64_C(1709210096789000));
	leat_log_configure(&(struct leat_log_config){ ends[1], LEAT_LOG_INFO, format, &manual.base });
}

/* What was written since. */
static const char *read_all(void)
{
	static char text[65536];

	leat_log_configure(&(struct leat_log_config){ .fd = 2 });
	close(ends[1]);
	ssize_t n = read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	text[n < 0 ? 0 : n] = '\0';
	return text;
}

START_TEST(logfmt)
{
	start(LEAT_LOG_LOGFMT);
	LEAT_LOG(INFO, KAFKA, "clicks", "assigned", leat_log_i64("partitions", 4),
	         leat_log_text("topic", "a b"), leat_log_text("mode", "earliest"),
	         leat_log_f64("share", 0.5), leat_log_text("empty", NULL));
	LEAT_LOG(DEBUG, KAFKA, NULL, "not shown");
	LEAT_LOG(ERROR, SERVER, NULL, "bad \"thing\"\n");
	ck_assert_str_eq(read_all(),
	                 "ts=2024-02-29T12:34:56.789Z level=info group=kafka job=clicks msg=\"assigned\" "
	                 "partitions=4 topic=\"a b\" mode=earliest share=0.5 empty=\"\"\n"
	                 "ts=2024-02-29T12:34:56.789Z level=error group=server msg=\"bad \\\"thing\\\"\\n\"\n");
}
END_TEST

START_TEST(json)
{
	start(LEAT_LOG_JSON);
	LEAT_LOG(WARN, HTTP, "a\"b", "slow", leat_log_i64("ms", -1),
	         leat_log_f64("x", (double)NAN));
	ck_assert_str_eq(
		read_all(),
		"{\"ts\":\"2024-02-29T12:34:56.789Z\",\"level\":\"warn\",\"group\":\"http\","
		"\"job\":\"a\\\"b\",\"msg\":\"slow\",\"ms\":-1,\"x\":\"NaN\"}\n");
}
END_TEST

START_TEST(repetitions_are_held_back)
{
	start(LEAT_LOG_LOGFMT);
	for (int i = 0; i < 25; i++)
		LEAT_LOG(WARN, ELASTIC, NULL, "retry", leat_log_i64("i", i));
	leat_manual_clock_advance(&manual, 11000000);
	LEAT_LOG(WARN, ELASTIC, NULL, "retry", leat_log_i64("i", 25));
	const char *text = read_all();
	int lines = 0;
	for (const char *p = text; (p = strchr(p, '\n')); p++)
		lines++;
	ck_assert_int_eq(lines, 11);
	ck_assert_ptr_nonnull(strstr(text, "i=9\n"));
	ck_assert_ptr_null(strstr(text, "i=10\n"));
	ck_assert_ptr_nonnull(strstr(text, "i=25 dropped=15\n"));
}
END_TEST

START_TEST(levels)
{
	enum leat_log_level level;

	ck_assert(leat_log_level_parse(LEAT_STR("DEBUG"), &level) && level == LEAT_LOG_DEBUG);
	ck_assert(!leat_log_level_parse(LEAT_STR("loud"), &level));
	start(LEAT_LOG_LOGFMT);
	ck_assert(leat_log_is_on(LEAT_LOG_INFO));
	ck_assert(!leat_log_is_on(LEAT_LOG_DEBUG));
	ck_assert_str_eq(read_all(), "");
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, logfmt);
	tcase_add_test(tc, json);
	tcase_add_test(tc, repetitions_are_held_back);
	tcase_add_test(tc, levels);
}

int main(void)
{
	return suite_main("log", add);
}
