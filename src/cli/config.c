/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration; see config.h. */
#include "cli/config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "catalog/settings.h"
#include "io/files.h"

enum { FILE_BYTES_MAX = 1 << 20, DEPTH_MAX = 16 };

/* ---- secrets ---- */

static int resolve_one(struct leat_arena *arena, struct leat_str what, struct leat_buf *out,
                       struct leat_err *err)
{
	if (what.n > 4 && leat_str_has_prefix(what, "env:")) {
		const char *value = getenv(leat_arena_dup(arena, what.p + 4, what.n - 4));
		if (!value)
			return leat_err_set(err, LEAT_E_CONFIG,
			                    "the environment has no variable %.*s", (int)what.n - 4,
			                    what.p + 4);
		leat_buf_text(out, value);
		return 0;
	}
	if (what.n > 5 && leat_str_has_prefix(what, "file:")) {
		size_t begin = out->size;
		LEAT_TRY(leat_file_read(leat_arena_dup(arena, what.p + 5, what.n - 5), out, err));
		while (out->size > begin && isspace((unsigned char)out->data[out->size - 1]))
			out->size--;
		return 0;
	}
	leat_err_set(err, LEAT_E_CONFIG, "'${%.*s}' is neither ${env:NAME} nor ${file:PATH}",
	             LEAT_STR_ARG(what));
	return -LEAT_E_CONFIG;
}

static int resolve_into(struct leat_arena *arena, struct leat_str value, struct leat_buf *out,
                        struct leat_err *err)
{
	const char *p = value.p;
	const char *end = value.p + value.n;

	while (p < end) {
		const char *begin = memmem(p, (size_t)(end - p), "${", 2);
		const char *close = begin ? memchr(begin, '}', (size_t)(end - begin)) : NULL;
		if (!close)
			break;
		leat_buf_add(out, p, (size_t)(begin - p));
		LEAT_TRY(resolve_one(arena,
		                     (struct leat_str){ begin + 2, (uint32_t)(close - begin - 2) },
		                     out, err));
		p = close + 1;
	}
	leat_buf_add(out, p, (size_t)(end - p));
	return 0;
}

int leat_config_resolve(struct leat_arena *arena, struct leat_str value, struct leat_str *ret,
                        struct leat_err *err)
{
	struct leat_buf out;
	int r;

	leat_buf_init(&out, FILE_BYTES_MAX);
	r = resolve_into(arena, value, &out, err);
	if (!r)
		*ret = leat_arena_str(arena, leat_buf_view(&out));
	leat_buf_done(&out);
	return r;
}

/* ---- pairs ---- */

static int add_pair(struct leat_arena *arena, struct leat_config *config, struct leat_str key,
                    struct leat_str value, struct leat_err *err)
{
	struct leat_opt_pair pair = { .key = leat_arena_str(arena, key) };
	struct leat_settings scratch;

	LEAT_TRY(leat_config_resolve(arena, value, &pair.value, err));
	/* The value is looked at here, so that the message can say where it came from. */
	leat_settings_init(&scratch, arena);
	LEAT_TRY(leat_settings_set(&scratch, arena, &pair, err));
	*LEAT_VEC_ADD(arena, &config->pairs) = pair;
	return 0;
}

/* ---- the file ---- */

struct yaml_reader {
	struct leat_arena *arena;
	struct leat_config *config;
	const yaml_document_t *document;
	const char *path;
};

static int yaml_err(const struct yaml_reader *reader, const yaml_node_t *node, struct leat_err *err,
                    const char *what)
{
	return leat_err_set(err, LEAT_E_CONFIG, "%s:%zu:%zu: %s", reader->path,
	                    node->start_mark.line + 1, node->start_mark.column + 1, what);
}

static const yaml_node_t *node_at(const struct yaml_reader *reader, int index)
{
	return yaml_document_get_node((yaml_document_t *)reader->document, index);
}

static int read_sequence(const struct yaml_reader *reader, const yaml_node_t *node,
                         struct leat_buf *out, struct leat_err *err)
{
	for (const yaml_node_item_t *item = node->data.sequence.items.start;
	     item < node->data.sequence.items.top; item++) {
		const yaml_node_t *value = node_at(reader, *item);
		if (value->type != YAML_SCALAR_NODE)
			return yaml_err(reader, value, err, "a list holds plain values only");
		if (out->size)
			leat_buf_char(out, ';');
		leat_buf_add(out, value->data.scalar.value, value->data.scalar.length);
	}
	return 0;
}

static int read_value(const struct yaml_reader *reader, const yaml_node_t *node,
                      struct leat_str key, struct leat_err *err)
{
	struct leat_buf text;
	struct leat_err why = { 0 };
	int r = 0;

	leat_buf_init(&text, FILE_BYTES_MAX);
	if (node->type == YAML_SCALAR_NODE)
		leat_buf_add(&text, node->data.scalar.value, node->data.scalar.length);
	else
		r = read_sequence(reader, node, &text, err);
	if (!r && add_pair(reader->arena, reader->config, key, leat_buf_view(&text), &why)) {
		r = leat_err_set(err, why.code, "%s:%zu:%zu: %s", reader->path,
		                 node->start_mark.line + 1, node->start_mark.column + 1,
		                 why.message);
		leat_err_hint(err, "%s", why.hint);
	}
	leat_buf_done(&text);
	return r;
}

static int read_mapping(const struct yaml_reader *reader, const yaml_node_t *node,
                        const char *prefix, int depth, struct leat_err *err)
{
	if (depth > DEPTH_MAX)
		return yaml_err(reader, node, err, "nested too deeply");
	for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key = node_at(reader, pair->key);
		const yaml_node_t *value = node_at(reader, pair->value);
		if (key->type != YAML_SCALAR_NODE)
			return yaml_err(reader, key, err, "a key is plain text");
		const char *name = leat_arena_printf(reader->arena, "%s%s%s", prefix,
		                                     *prefix ? "." : "",
		                                     (const char *)key->data.scalar.value);
		if (value->type == YAML_MAPPING_NODE)
			LEAT_TRY(read_mapping(reader, value, name, depth + 1, err));
		else
			LEAT_TRY(read_value(reader, value, leat_str_of(name), err));
	}
	return 0;
}

static int read_document(struct yaml_reader *reader, struct leat_buf *text, struct leat_err *err)
{
	yaml_parser_t parser;
	yaml_document_t document;
	int r = 0;

	if (!yaml_parser_initialize(&parser))
		leat_unreachable(); /* Fails for lack of memory only. */
	yaml_parser_set_input_string(&parser, (const unsigned char *)leat_buf_cstr(text),
	                             text->size);
	if (!yaml_parser_load(&parser, &document)) {
		r = leat_err_set(err, LEAT_E_CONFIG, "%s:%zu:%zu: %s", reader->path,
		                 parser.problem_mark.line + 1, parser.problem_mark.column + 1,
		                 parser.problem ? parser.problem : "this is not YAML");
		yaml_parser_delete(&parser);
		return r;
	}
	const yaml_node_t *root = yaml_document_get_root_node(&document);
	reader->document = &document;
	if (root && root->type == YAML_MAPPING_NODE)
		r = read_mapping(reader, root, "", 0, err);
	else if (root && !(root->type == YAML_SCALAR_NODE && !root->data.scalar.length))
		r = yaml_err(reader, root, err, "the configuration is a mapping of keys");
	yaml_document_delete(&document);
	yaml_parser_delete(&parser);
	return r;
}

static int read_file(struct leat_arena *arena, const char *path, struct leat_config *config,
                     struct leat_err *err)
{
	struct yaml_reader reader = { .arena = arena, .config = config, .path = path };
	struct leat_buf text;
	int r;

	leat_buf_init(&text, FILE_BYTES_MAX);
	r = leat_file_read(path, &text, err);
	if (!r)
		r = read_document(&reader, &text, err);
	leat_buf_done(&text);
	return r;
}

/* ---- the environment and -D ---- */

static const char *variable_of(struct leat_arena *arena, const char *key)
{
	const char *name = strncmp(key, "leat.", 5) ? key : key + 5;
	char *variable = leat_arena_printf(arena, "LEAT_%s", name);

	for (char *p = variable; *p; p++)
		*p = *p == '.' || *p == '-' ? '_' : (char)toupper((unsigned char)*p);
	return variable;
}

static int read_environment(struct leat_arena *arena, struct leat_config *config,
                            struct leat_err *err)
{
	for (const struct leat_opt *row = leat_settings_options(); row->name; row++) {
		const char *variable = variable_of(arena, row->name);
		const char *value = getenv(variable);
		struct leat_err why = { 0 };
		if (!value || row->type == LEAT_OPT_MAP)
			continue;
		if (add_pair(arena, config, leat_str_of(row->name), leat_str_of(value), &why))
			return leat_err_set(err, why.code, "%s: %s", variable, why.message);
	}
	return 0;
}

static int read_definition(struct leat_arena *arena, const char *text, struct leat_config *config,
                           struct leat_err *err)
{
	const char *equals = strchr(text, '=');

	if (!equals || equals == text) {
		leat_err_set(err, LEAT_E_USAGE, "'-D %s' is not key=value", text);
		return -LEAT_E_USAGE;
	}
	return add_pair(arena, config, (struct leat_str){ text, (uint32_t)(equals - text) },
	                leat_str_of(equals + 1), err);
}

int leat_config_read(struct leat_arena *arena, const struct leat_args *args,
                     struct leat_config *ret, struct leat_err *err)
{
	const char *path = leat_args_value(args, "--config", NULL);

	*ret = (struct leat_config){ 0 };
	if (path)
		LEAT_TRY(read_file(arena, path, ret, err));
	LEAT_TRY(read_environment(arena, ret, err));
	for (uint32_t i = 0; i < args->given_count; i++)
		if (!strcmp(args->given[i].flag->name, "--set"))
			LEAT_TRY(read_definition(arena, args->given[i].value, ret, err));
	return 0;
}
