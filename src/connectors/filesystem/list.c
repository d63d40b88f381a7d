/* SPDX-License-Identifier: Apache-2.0 */
/* Which files there are, and what the names of their folders say. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "connectors/filesystem/filesystem_int.h"
#include "io/files.h"
#include "leat/arena.h"

enum { DEPTH_MAX = 64 };

const char *leat_fs_path(const struct fs_config *config, struct leat_arena *arena)
{
	static const struct leat_str scheme = { "file:", 5 };
	struct leat_str path = config->path;

	if (path.n >= scheme.n && memcmp(path.p, scheme.p, scheme.n) == 0) {
		path.p += scheme.n;
		path.n -= scheme.n;
		while (path.n > 1 && path.p[0] == '/' && path.p[1] == '/') {
			path.p++;
			path.n--;
		}
	}
	return leat_arena_dup(arena, path.p, path.n);
}

static void add_file(struct fs_files *files, struct leat_arena *arena, const char *path,
                     const struct stat *st)
{
	if (files->count == files->capacity) {
		struct fs_file *old = files->items;
		files->capacity = files->capacity ? files->capacity * 2 : 16;
		files->items = LEAT_ARENA_ARRAY(arena, struct fs_file, files->capacity);
		if (files->count)
			memcpy(files->items, old, files->count * sizeof(*old));
	}
	files->items[files->count++] = (struct fs_file){
		.path = path,
		.size_bytes = st->st_size,
		.modification_time_us =
		        st->st_mtim.tv_sec * INT64_C(1000000) + st->st_mtim.tv_nsec / 1000,
	};
}

static int list(struct fs_files *files, struct leat_arena *arena, const char *path,
                const regex_t *regex, int depth, struct leat_err *err)
{
	struct leat_dir_list dir;
	struct stat st;

	if (stat(path, &st)) {
		/* Gone since its folder was read: not an error below the top. */
		return depth ? 0
		             : leat_err_set(err, LEAT_E_NOT_FOUND, "cannot read '%s': %s", path,
		                            strerror(errno));
	}
	if (!S_ISDIR(st.st_mode)) {
		if (S_ISREG(st.st_mode) && (!regex || regexec(regex, path, 0, NULL, 0) == 0))
			add_file(files, arena, path, &st);
		return 0;
	}
	if (depth == DEPTH_MAX)
		return leat_err_set(err, LEAT_E_LIMIT, "folders below '%s' are nested too deeply",
		                    path);
	LEAT_TRY(leat_dir_read(path, arena, &dir, err));
	for (uint32_t i = 0; i < dir.count; i++) {
		if (dir.names[i][0] == '.' || dir.names[i][0] == '_')
			continue;
		const char *below = leat_arena_printf(arena, "%s/%s", path, dir.names[i]);
		LEAT_TRY(list(files, arena, below, regex, depth + 1, err));
	}
	return 0;
}

int leat_fs_list(const struct fs_config *config, struct leat_arena *arena, struct fs_files *ret,
                 struct leat_err *err)
{
	regex_t regex;

	*ret = (struct fs_files){ .count = 0 };
	if (!config->path_regex.n)
		return list(ret, arena, leat_fs_path(config, arena), NULL, 0, err);
	/* The whole path has to match. */
	const char *anchored =
	        leat_arena_printf(arena, "^(%.*s)$", LEAT_STR_ARG(config->path_regex));
	if (regcomp(&regex, anchored, REG_EXTENDED | REG_NOSUB))
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "'source.path.regex-pattern' is no regular expression: %.*s",
		                    LEAT_STR_ARG(config->path_regex));
	int r = list(ret, arena, leat_fs_path(config, arena), &regex, 0, err);
	regfree(&regex);
	return r;
}

/* ---- partitions ---- */

bool leat_fs_is_partition_column(const struct leat_table *table, uint32_t column)
{
	for (uint32_t i = 0; i < table->partition_count; i++)
		if (table->partition_columns[i] == column)
			return true;
	return false;
}

static void put_escaped(struct leat_str text, struct leat_buf *out)
{
	for (uint32_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c < 0x20 || c == 0x7f || strchr("\"#%'*/:=?\\{[]^", c))
			leat_buf_printf(out, "%%%02X", c);
		else
			leat_buf_char(out, (char)c);
	}
}

void leat_fs_put_partition(struct leat_str name, struct leat_str value, struct leat_buf *out)
{
	put_escaped(name, out);
	leat_buf_char(out, '=');
	put_escaped(value, out);
}

static int hex(char c)
{
	return c >= '0' && c <= '9'                 ? c - '0'
	       : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
	                                            : -1;
}

bool leat_fs_get_partition(const char *path, struct leat_str name, struct leat_arena *arena,
                           struct leat_str *ret)
{
	struct leat_buf want;
	const char *found = NULL;

	leat_buf_init(&want, 4096);
	leat_buf_char(&want, '/');
	put_escaped(name, &want);
	leat_buf_char(&want, '=');
	found = strstr(path, leat_buf_cstr(&want));
	const char *p = found ? found + want.size : NULL;
	leat_buf_done(&want);
	if (!found)
		return false;
	size_t n = strcspn(p, "/");
	char *text = leat_arena_alloc(arena, n), *out = text;
	for (const char *end = p + n; p < end; p++) {
		if (*p == '%' && end - p > 2 && hex(p[1]) >= 0 && hex(p[2]) >= 0) {
			*out++ = (char)(hex(p[1]) << 4 | hex(p[2]));
			p += 2;
		} else {
			*out++ = *p;
		}
	}
	*ret = (struct leat_str){ text, (uint32_t)(out - text) };
	return true;
}
