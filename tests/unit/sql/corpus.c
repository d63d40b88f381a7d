/* SPDX-License-Identifier: Apache-2.0 */
/* All scripts of the corpus of cases parse, print, and print the same again; skipped without it. */
#include "suite.h"

#include <dirent.h>

#include "sql.h"

/* Refused before they run by Flink, and here by the parser.  The others of mode `error` parse. */
static const char *const syntax_errors[] = {
	"err_bad_interval.sql",
	"err_interval_precision.sql",
	"err_legacy_window_no_time.sql",
	"err_parse_bad_string.sql",
	"err_parse_create_no_with.sql",
	"err_parse_double_quote.sql",
	"err_parse_double_semicolon_garbage.sql",
	"err_parse_reserved_word.sql",
	"err_parse_trailing_comma.sql",
	"err_parse_unclosed_paren.sql",
	"err_window_no_time_attr.sql",
};

/* The folder of the cases, or NULL. */
static DIR *open_cases(char *path, size_t size)
{
	const char *corpus = getenv("LEAT_CORPUS"), *root = getenv("LEAT_SOURCE_ROOT");

	if (corpus)
		snprintf(path, size, "%s/cases", corpus);
	else
		snprintf(path, size, "%s/../shared/corpus/cases", root ? root : ".");
	return opendir(path);
}

/* The bytes of a file, for free(). */
static char *read_file(const char *dir, const char *name, uint32_t *ret_bytes)
{
	char path[4096], *text;
	FILE *file;
	long bytes;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "cannot open %s", path);
	fseek(file, 0, SEEK_END);
	bytes = ftell(file);
	rewind(file);
	text = malloc((size_t)bytes + 1);
	ck_assert_uint_eq(fread(text, 1, (size_t)bytes, file), (size_t)bytes);
	text[bytes] = '\0';
	fclose(file);
	*ret_bytes = (uint32_t)bytes;
	return text;
}

static bool is_syntax_error(const char *name)
{
	for (size_t i = 0; i < LEAT_COUNT(syntax_errors); i++)
		if (!strcmp(syntax_errors[i], name))
			return true;
	return false;
}

static void check_case(const char *dir, const char *name)
{
	uint32_t bytes;
	char *text = read_file(dir, name, &bytes);
	char *printed = sql_canonical((struct leat_str){ text, bytes });

	ck_assert_msg(!printed == is_syntax_error(name), "%s: %s", name,
	              printed ? "parses" : "does not parse");
	if (printed)
		sql_check_idempotent(name, printed);
	free(printed);
	free(text);
}

START_TEST(cases_parse_and_print)
{
	char path[4000];
	DIR *dir = open_cases(path, sizeof(path));
	struct dirent *entry;
	int count = 0;

	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir))) {
		size_t n = strlen(entry->d_name);

		if (n < 4 || strcmp(entry->d_name + n - 4, ".sql") != 0)
			continue;
		check_case(path, entry->d_name);
		count++;
	}
	closedir(dir);
	ck_assert_int_gt(count, 300);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, cases_parse_and_print);
}

int main(void)
{
	char path[4000];
	DIR *dir = open_cases(path, sizeof(path));

	if (!dir) {
		puts("1..0 # SKIP no corpus at LEAT_CORPUS");
		return 0;
	}
	closedir(dir);
	return suite_main("corpus", add);
}
