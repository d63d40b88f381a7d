/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the fuzz target that it is linked with without libFuzzer: as a test, or where there is no clang.
 *
 *     replay FOLDER [RUNS [SEED]]     each file of the folder, and RUNS mutations of it
 *
 * The input that is on its way is in the file that LEAT_FUZZ_LAST names, for looking at after a crash. */
#include <dirent.h>
#include <limits.h>

#include "fuzz.h"

enum { INPUT_BYTES = 1 << 20, PATHS = 1000 };

struct input {
	uint8_t bytes[INPUT_BYTES];
	size_t n;
};

static uint64_t state;

static uint32_t below(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return n ? (uint32_t)(state >> 20) % n : 0;
}

static void keep(const struct input *input)
{
	const char *path = getenv("LEAT_FUZZ_LAST");
	FILE *file = path ? fopen(path, "wb") : NULL;

	if (!file)
		return;
	FUZZ_CHECK(fwrite(input->bytes, 1, input->n, file) == input->n);
	FUZZ_CHECK(fclose(file) == 0);
}

/* An exact copy on the heap, so that a sanitizer sees reads behind it. */
static void run(const struct input *input)
{
	uint8_t *copy = malloc(input->n ? input->n : 1);

	FUZZ_CHECK(copy);
	memcpy(copy, input->bytes, input->n);
	keep(input);
	LLVMFuzzerTestOneInput(copy, input->n);
	free(copy);
}

static void load(const char *path, struct input *ret)
{
	FILE *file = fopen(path, "rb");

	FUZZ_CHECK(file);
	ret->n = fread(ret->bytes, 1, INPUT_BYTES, file);
	FUZZ_CHECK(fclose(file) == 0);
}

/* Put @p n bytes in place of @p old ones at @p at. */
static void splice(struct input *input, size_t at, size_t old, const uint8_t *bytes, size_t n)
{
	static uint8_t piece[INPUT_BYTES];

	if (input->n - old + n > INPUT_BYTES)
		return;
	memcpy(piece, bytes, n); /* It may be a part of the input. */
	memmove(input->bytes + at + n, input->bytes + at + old, input->n - at - old);
	memcpy(input->bytes + at, piece, n);
	input->n += n - old;
}

static void mutate(struct input *input, const struct input *other)
{
	static const char *const words[] = { "0", "-1", "9223372036854775808", "1e400", "null", "\xff", "''", "\"", "\\",
		                             "(", ")", "[", "{", "%", "*", "NaN", "\xed\xa0\x80", "\r\n", " " };
	uint32_t n = (uint32_t)input->n, at = below(n), length = below(n - at) % 64;
	const char *word = words[below((uint32_t)LEAT_COUNT(words))];

	switch (below(6)) {
	case 0:
		if (n)
			input->bytes[at] ^= (uint8_t)(1 << below(8));
		break;
	case 1:
		splice(input, at, length, (const uint8_t *)word, strlen(word));
		break;
	case 2:
		splice(input, at, length, (const uint8_t *)"", 0);
		break;
	case 3:
		splice(input, below(n), 0, input->bytes + at, length);
		break;
	case 4:
		if (other->n) {
			uint32_t from = below((uint32_t)other->n);
			splice(input, at, 0, other->bytes + from, below((uint32_t)other->n - from) % 200);
		}
		break;
	default:
		if (n)
			input->bytes[at] = (uint8_t)below(256);
		break;
	}
}

static uint32_t list(const char *folder, char (*paths)[PATH_MAX])
{
	DIR *dir = opendir(folder);
	uint32_t count = 0;

	FUZZ_CHECK(dir);
	for (struct dirent *entry; (entry = readdir(dir));)
		if (entry->d_name[0] != '.' && count < PATHS)
			snprintf(paths[count++], PATH_MAX, "%s/%s", folder, entry->d_name);
	closedir(dir);
	return count;
}

int main(int argc, char **argv)
{
	static char paths[PATHS][PATH_MAX];
	static struct input input, other;

	FUZZ_CHECK(argc >= 2);
	long runs = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
	uint32_t count = list(argv[1], paths);
	FUZZ_CHECK(count > 0);
	state = 88172645463325252u + (argc > 3 ? strtoull(argv[3], NULL, 10) : 0);
	for (uint32_t i = 0; i < count; i++) {
		fprintf(stderr, "%s\n", paths[i]);
		load(paths[i], &input);
		run(&input);
	}
	for (long i = 0; i < runs; i++) {
		load(paths[below(count)], &input);
		load(paths[below(count)], &other);
		for (uint32_t n = 1 + below(8); n; n--)
			mutate(&input, &other);
		run(&input);
	}
	return 0;
}
