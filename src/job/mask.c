/* SPDX-License-Identifier: Apache-2.0 */
/* A script as it may be shown; see mask.h. */
#include "job/mask.h"

#include <string.h>
#include <strings.h>

#include "sql/token.h"

/* Parts of names: options of connectors pass names of libraries through ('properties.*'), so no
 * table has them all. */
static const char *const words[] = { "password", "passphrase", "secret", "token", "api-key",
	                             "apikey",   "jaas",       ".key",   "credential" };

bool leat_mask_is_secret(struct leat_str key)
{
	for (size_t i = 0; i < LEAT_COUNT(words); i++) {
		size_t n = strlen(words[i]);
		for (uint32_t at = 0; at + n <= key.n; at++)
			if (!strncasecmp(key.p + at, words[i], n))
				return true;
	}
	return false;
}

static struct leat_str text_of(struct leat_str sql, const struct leat_token *token)
{
	return (struct leat_str){ sql.p + token->span.begin, token->span.end - token->span.begin };
}

static bool is_text(const struct leat_token *token)
{
	return token->kind == LEAT_TOKEN_STRING || token->kind == LEAT_TOKEN_UNICODE_STRING;
}

void leat_mask_sql(struct leat_str sql, struct leat_buf *out)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_tokens tokens = leat_lex(arena, sql);
	uint32_t shown_to = 0;

	for (uint32_t i = 0; i + 2 < tokens.count; i++) {
		const struct leat_token *key = &tokens.items[i];
		const struct leat_token *value = &tokens.items[i + 2];
		if (!is_text(key) || tokens.items[i + 1].kind != LEAT_TOKEN_EQ ||
		    !leat_mask_is_secret(text_of(sql, key)))
			continue;
		/* A text without an end is one too. */
		if (!is_text(value) && value->kind != LEAT_TOKEN_ERROR)
			continue;
		leat_buf_add(out, sql.p + shown_to, value->span.begin - shown_to);
		leat_buf_text(out, "'******'");
		shown_to = value->span.end;
	}
	leat_buf_add(out, sql.p + shown_to, sql.n - shown_to);
	leat_arena_free(arena);
}
