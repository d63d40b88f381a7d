/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a leat.yaml: pairs of settings, or an error that says where. */
#include "cli/config.h"

#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct leat_flag flags[] = { LEAT_CONFIG_FLAGS, { 0 } };
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_config config;
	struct leat_err err = { 0 };
	char path[64];
	int fd = memfd_create("leat.yaml", MFD_CLOEXEC);

	FUZZ_CHECK(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct leat_given given = { &flags[0], path };
	struct leat_args args = { .given = &given, .given_count = 1 };
	if (leat_config_read(arena, &args, &config, &err))
		FUZZ_CHECK(err.message[0]);
	close(fd);
	leat_arena_free(arena);
	return 0;
}
