/* SPDX-License-Identifier: Apache-2.0 */
/* Golden files: reading and updating. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"

static const char *const names[] = {
	[GOLDEN_OUTPUT] = "output",
	[GOLDEN_PLAN] = "plan",
	[GOLDEN_COUNTERS] = "counters",
	[GOLDEN_ERROR] = "error",
};

const char *golden_section_name(int section)
{
	return names[section];
}

static char *read_text(const char *path)
{
	FILE *in = fopen(path, "rb");
	struct leat_buf buf;
	char chunk[4096];
	size_t n;

	if (!in)
		return NULL;
	leat_buf_init(&buf, 64 << 20);
	while ((n = fread(chunk, 1, sizeof(chunk), in)) > 0)
		leat_buf_add(&buf, chunk, n);
	fclose(in);
	leat_buf_cstr(&buf);
	return leat_buf_take(&buf, NULL);
}

/* The member that section @p name fills, or NULL. */
static char **member_of(struct golden_file *file, const char *name)
{
	if (!strcmp(name, "query"))
		return &file->query;
	if (!strcmp(name, "settings"))
		return &file->settings;
	for (int i = 0; i < GOLDEN_CHECKED; i++)
		if (!strcmp(name, names[i]))
			return &file->wanted[i];
	if (!strncmp(name, "input ", 6) && file->input_count < GOLDEN_INPUTS) {
		struct golden_input *input = &file->inputs[file->input_count++];
		input->table = leat_arena_dup(file->arena, name + 6, strlen(name + 6));
		return &input->text;
	}
	return NULL;
}

bool golden_read(struct golden_file *file, const char *path)
{
	char *text = read_text(path);
	struct leat_buf body;
	char **member = &file->head;

	if (!text) {
		perror(path);
		return false;
	}
	*file = (struct golden_file){ .arena = leat_arena_new(0) };
	member = &file->head;
	leat_buf_init(&body, SIZE_MAX);
	for (char *line = text; ; ) {
		size_t n = strcspn(line, "\n");
		bool at_end = !*line, is_head = !strncmp(line, "-- ", 3);
		if (at_end || is_head) {
			*member = leat_arena_dup(file->arena, leat_buf_cstr(&body), body.size);
			leat_buf_clear(&body);
		}
		if (at_end)
			break;
		if (is_head) {
			char *name = leat_arena_dup(file->arena, line + 3, n - 3);
			member = member_of(file, name);
			if (!member || *member) {
				fprintf(stderr, "%s: section \"%s\" is unknown or there twice\n",
				        path, name);
				leat_buf_done(&body);
				free(text);
				return false;
			}
		} else {
			leat_buf_add(&body, line, n);
			leat_buf_char(&body, '\n');
		}
		line += n + (line[n] == '\n');
	}
	leat_buf_done(&body);
	free(text);
	if (file->query && file->head[0] == '#')
		return true;
	fprintf(stderr, "%s: no comment at the top or no section \"query\"\n", path);
	return false;
}

void golden_file_done(struct golden_file *file)
{
	leat_arena_free(file->arena);
}

bool golden_update(const struct golden_file *file, const struct golden_variant *variant,
                   const char *path)
{
	struct golden_result got;
	FILE *out;

	golden_run(file, variant, &got);
	out = fopen(path, "wb");
	if (!out) {
		perror(path);
		golden_result_done(&got);
		return false;
	}
	fputs(file->head, out);
	if (file->settings)
		fprintf(out, "-- settings\n%s", file->settings);
	fprintf(out, "-- query\n%s", file->query);
	for (uint32_t i = 0; i < file->input_count; i++)
		fprintf(out, "-- input %s\n%s", file->inputs[i].table, file->inputs[i].text);
	for (int i = 0; i < GOLDEN_CHECKED; i++)
		if (file->wanted[i] || (i == GOLDEN_ERROR && got.text[i].size))
			fprintf(out, "-- %s\n%s", names[i], leat_buf_cstr(&got.text[i]));
	golden_result_done(&got);
	return fclose(out) == 0;
}
