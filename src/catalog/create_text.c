/* SPDX-License-Identifier: Apache-2.0 */
/* SHOW CREATE TABLE and SHOW CREATE VIEW, letter for letter as Flink prints them. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "catalog/catalog.h"

#include "leat/format.h"

static void add_name(struct leat_str name, struct leat_buf *out)
{
	leat_buf_char(out, '`');
	for (uint32_t i = 0; i < name.n; i++) {
		if (name.p[i] == '`')
			leat_buf_char(out, '`');
		leat_buf_char(out, name.p[i]);
	}
	leat_buf_char(out, '`');
}

static void add_quoted(struct leat_str text, struct leat_buf *out)
{
	leat_buf_char(out, '\'');
	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\'')
			leat_buf_char(out, '\'');
		leat_buf_char(out, text.p[i]);
	}
	leat_buf_char(out, '\'');
}

/* Append `catalog`.`database`.`name`. */
static void print_relation_name(const struct leat_relation *relation, struct leat_buf *out)
{
	add_name(relation->catalog, out);
	leat_buf_char(out, '.');
	add_name(relation->database, out);
	leat_buf_char(out, '.');
	add_name(relation->name, out);
}

/* The type without Flink's short names: STRING is VARCHAR(2147483647). */
static void add_type(const struct leat_type *type, struct leat_buf *out)
{
	struct leat_buf text;
	const char *s;

	leat_buf_init(&text, 1 << 20);
	leat_type_print(type, false, &text);
	s = leat_buf_cstr(&text);
	for (bool quoted = false; *s; s++) {
		if (*s == '`')
			quoted = !quoted;
		if (!quoted && strncmp(s, "STRING", 6) == 0) {
			leat_buf_text(out, "VARCHAR(2147483647)");
			s += 5;
		} else if (!quoted && strncmp(s, "BYTES", 5) == 0) {
			leat_buf_text(out, "VARBINARY(2147483647)");
			s += 4;
		} else {
			leat_buf_char(out, *s);
		}
	}
	leat_buf_done(&text);
}

static void add_comment(struct leat_str comment, struct leat_buf *out)
{
	if (!comment.p)
		return;
	leat_buf_text(out, " COMMENT ");
	add_quoted(comment, out);
}

static void add_column(const struct leat_catalog_column *column, struct leat_buf *out)
{
	add_name(column->name, out);
	switch (column->kind) {
	case LEAT_COLUMN_PHYSICAL:
		leat_buf_char(out, ' ');
		add_type(column->type, out);
		break;
	case LEAT_COLUMN_COMPUTED:
		leat_buf_text(out, " AS ");
		leat_buf_str(out, column->expr_text);
		break;
	case LEAT_COLUMN_METADATA:
		leat_buf_char(out, ' ');
		add_type(column->type, out);
		leat_buf_text(out, " METADATA");
		if (column->has_metadata_key) {
			leat_buf_text(out, " FROM ");
			add_quoted(column->metadata_key, out);
		}
		if (column->is_virtual)
			leat_buf_text(out, " VIRTUAL");
		break;
	}
	add_comment(column->comment, out);
}

static void add_names(const struct leat_relation *relation, const uint32_t *columns, uint32_t count,
                      struct leat_buf *out)
{
	for (uint32_t i = 0; i < count; i++) {
		leat_buf_text(out, i ? ", " : "");
		add_name(relation->columns[columns[i]].name, out);
	}
}

/* A secret by its own name or by one that sounds like one: an option of an unknown connector. */
static bool is_secret(const struct leat_relation *relation, const struct leat_registry *registry,
                      struct leat_str key)
{
	static const char *const words[] = { "password", "secret",     "token",
		                             "api-key",  "credential", "sasl.jaas.config" };
	const struct leat_connector *connector = NULL;
	const struct leat_opt *row;

	for (uint32_t i = 0; i < relation->option_count; i++) {
		struct leat_str name = relation->options[i].key;

		if (leat_str_is(name, "connector"))
			connector = leat_registry_connector(registry, relation->options[i].value);
	}
	row = connector ? leat_opt_find(connector->opts, key) : NULL;
	if (row && row->flags & LEAT_OPT_SECRET)
		return true;
	for (size_t w = 0; w < LEAT_COUNT(words); w++) {
		size_t n = strlen(words[w]);

		for (uint32_t i = 0; i + n <= key.n; i++)
			if (strncasecmp(key.p + i, words[w], n) == 0)
				return true;
	}
	return false;
}

/* Where Java's HashMap of @p bucket_count keeps a key. */
static uint32_t bucket_of(struct leat_str key, uint32_t bucket_count)
{
	uint32_t hash = 0;

	for (uint32_t i = 0; i < key.n; i++)
		hash = hash * 31 + (unsigned char)key.p[i];
	return (hash ^ hash >> 16) & (bucket_count - 1);
}

/* Flink prints options as a HashMap gives them, and its texts are compared with ours. */
static void add_options(const struct leat_relation *relation, const struct leat_registry *registry,
                        struct leat_buf *out)
{
	const char *before = "WITH (\n  ";
	uint32_t bucket_count = 1;

	while (bucket_count * 3 < relation->option_count * 4 + 3)
		bucket_count *= 2;
	for (uint32_t bucket = 0; bucket < bucket_count; bucket++)
		for (uint32_t i = 0; i < relation->option_count; i++) {
			const struct leat_opt_pair *pair = &relation->options[i];

			if (bucket_of(pair->key, bucket_count) != bucket)
				continue;
			leat_buf_text(out, before);
			add_quoted(pair->key, out);
			leat_buf_text(out, " = ");
			add_quoted(is_secret(relation, registry, pair->key) ? LEAT_STR("******")
			                                                    : pair->value,
			           out);
			before = ",\n  ";
		}
	leat_buf_text(out, "\n)\n");
}

static void add_table(const struct leat_relation *relation, const struct leat_registry *registry,
                      struct leat_buf *out)
{
	leat_buf_text(out, " (\n");
	for (uint32_t i = 0; i < relation->column_count; i++) {
		leat_buf_text(out, i ? ",\n  " : "  ");
		add_column(&relation->columns[i], out);
	}
	if (relation->rowtime >= 0) {
		leat_buf_text(out, ",\n  WATERMARK FOR ");
		add_name(relation->columns[relation->rowtime].name, out);
		leat_buf_text(out, " AS ");
		leat_buf_str(out, relation->watermark_text);
	}
	if (relation->key_count) {
		leat_buf_text(out, ",\n  CONSTRAINT ");
		if (relation->key_name.p) {
			add_name(relation->key_name, out);
		} else { /* Flink's made up name */
			leat_buf_text(out, "`PK_");
			for (uint32_t i = 0; i < relation->key_count; i++) {
				leat_buf_text(out, i ? "_" : "");
				leat_buf_str(out, relation->columns[relation->keys[i]].name);
			}
			leat_buf_char(out, '`');
		}
		leat_buf_text(out, " PRIMARY KEY (");
		add_names(relation, relation->keys, relation->key_count, out);
		leat_buf_text(out, ") NOT ENFORCED");
	}
	leat_buf_text(out, "\n)");
	if (relation->comment.p) {
		leat_buf_text(out, " COMMENT ");
		add_quoted(relation->comment, out);
		leat_buf_text(out, "\n");
	} else {
		leat_buf_text(out, " ");
	}
	if (relation->partition_count) {
		leat_buf_text(out, "PARTITIONED BY (");
		add_names(relation, relation->partitions, relation->partition_count, out);
		leat_buf_text(out, ")\n");
	}
	if (relation->option_count)
		add_options(relation, registry, out);
}

void leat_relation_print_create(const struct leat_relation *relation,
                                const struct leat_registry *registry, struct leat_buf *out)
{
	leat_buf_printf(out, "CREATE %s%s ", relation->is_temporary ? "TEMPORARY " : "",
	                relation->is_view ? "VIEW" : "TABLE");
	print_relation_name(relation, out);
	if (!relation->is_view) {
		add_table(relation, registry, out);
		return;
	}
	leat_buf_char(out, '(');
	for (uint32_t i = 0; i < relation->column_count; i++) {
		leat_buf_text(out, i ? ", " : "");
		add_name(relation->columns[i].name, out);
	}
	leat_buf_text(out, ")");
	add_comment(relation->comment, out);
	leat_buf_text(out, " as\n");
	leat_buf_str(out, relation->query_text);
	leat_buf_text(out, "\n");
}

bool leat_like(struct leat_str text, struct leat_str pattern, bool ignore_case)
{
	uint32_t t = 0, p = 0, star_p = UINT32_MAX, star_t = 0;

	while (t < text.n) {
		bool same = p < pattern.n &&
		            (ignore_case ? tolower((unsigned char)pattern.p[p]) ==
		                                   tolower((unsigned char)text.p[t])
		                         : pattern.p[p] == text.p[t]);

		if (p < pattern.n && pattern.p[p] == '%') {
			star_p = p++;
			star_t = t;
		} else if (same || (p < pattern.n && pattern.p[p] == '_')) {
			p++;
			t++;
		} else if (star_p != UINT32_MAX) {
			p = star_p + 1;
			t = ++star_t;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.p[p] == '%')
		p++;
	return p == pattern.n;
}
