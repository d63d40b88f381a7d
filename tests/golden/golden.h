/* SPDX-License-Identifier: Apache-2.0 */
/* A golden test: a script, the rows of its tables, and what must come out.
 *
 *   # First line: the behaviour that this file is about.
 *   -- settings          key = value, one a line
 *   -- query             the script; tables have 'connector' = 'test'
 *   -- input NAME        the rows of table NAME, a JSON object a line, in the order of the sections;
 *                        of a table with 'format' = 'changelog-json' behind +I, -U, +U or -D;
 *                        `split N` and `time MILLISECONDS` lines change both for what follows
 *   -- output            lines as `leat run --format json` prints them; rows of an INSERT have
 *                        "table" in front
 *   -- plan              leat_spec_print() of each query and of the INSERTs
 *   -- counters          `late 3`: the sum over all operators at the end, of those named
 *   -- error             what is printed about the error, to the letter
 *
 * A section that is not there is not checked, but an error that is not expected is one. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "leat/arena.h"
#include "leat/batch.h"
#include "leat/buf.h"

/* Sections that are compared. */
enum golden_checked {
	GOLDEN_OUTPUT,
	GOLDEN_PLAN,
	GOLDEN_COUNTERS,
	GOLDEN_ERROR,
	GOLDEN_CHECKED,
};

enum { GOLDEN_INPUTS = 8 };

/* Rows of one table. */
struct golden_input {
	char *table;
	char *text;
};

struct golden_file {
	struct leat_arena *arena;
	char *head;     /* Lines before the first section. */
	char *settings; /* NULL: none. */
	char *query;
	struct golden_input inputs[GOLDEN_INPUTS];
	uint32_t input_count;
	char *wanted[GOLDEN_CHECKED]; /* NULL: not checked. */
};

struct golden_variant {
	const char *name;
	uint32_t batch_rows;    /* Rows of a batch at most. */
	uint32_t restart_after; /* Rows fed before a snapshot and a new graph; UINT32_MAX: none. */
};

struct golden_result {
	struct leat_buf text[GOLDEN_CHECKED];
};

const char *golden_section_name(int section);

/* Read the file; false, with a message on stderr, when it is not a golden test. */
bool golden_read(struct golden_file *file, const char *path);
void golden_file_done(struct golden_file *file);

/* Plan and run it. */
void golden_run(const struct golden_file *file, const struct golden_variant *variant,
                struct golden_result *ret);
void golden_result_done(struct golden_result *result);

/* Write the file with what comes out. */
bool golden_update(const struct golden_file *file, const struct golden_variant *variant,
                   const char *path);
