/* SPDX-License-Identifier: Apache-2.0 */
/* Any text as a script: it parses or gives errors with places in it, its canonical text means the same, and
 * planning ends with a plan or an error. */
#include "base/diag.h"
#include "fuzz.h"
#include "plan/plan.h"
#include "registry.h"
#include "sql/parse.h"
#include "sql/print.h"

static void check_diags(const struct leat_diags *diags, struct leat_str text)
{
	struct leat_buf out;

	leat_buf_init(&out, 1 << 20);
	leat_diags_render(diags, "sql", text, &out);
	FUZZ_CHECK(out.size > 0 || !diags->error_count);
	leat_buf_done(&out);
}

/* The canonical text of @p text, or false when it does not parse. */
static bool print(struct leat_str text, struct leat_buf *out)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_script *script = NULL;
	struct leat_diags diags;

	leat_diags_init(&diags, arena);
	bool is_good = leat_sql_parse(arena, text, &diags, &script) == 0;
	FUZZ_CHECK(is_good == !diags.error_count);
	check_diags(&diags, text);
	if (is_good)
		leat_sql_print_script(script, out);
	leat_arena_free(arena);
	return is_good;
}

static void plan(struct leat_str text)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_session *session = leat_session_new(fake_registry());
	struct leat_plan *plan = NULL;
	struct leat_diags diags;

	leat_diags_init(&diags, arena);
	int code = leat_session_plan(session, text, &diags, &plan);
	FUZZ_CHECK((code < 0) == (diags.error_count > 0));
	check_diags(&diags, text);
	if (code == 0)
		leat_plan_free(plan);
	leat_session_free(session);
	leat_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct leat_str text = { (const char *)data, (uint32_t)size };
	struct leat_buf once, twice;

	leat_buf_init(&once, 64 << 20);
	leat_buf_init(&twice, 64 << 20);
	if (print(text, &once)) {
		FUZZ_CHECK(print(leat_buf_view(&once), &twice));
		FUZZ_CHECK(once.size == twice.size && (!once.size || !memcmp(once.data, twice.data, once.size)));
	}
	plan(text);
	leat_buf_done(&once);
	leat_buf_done(&twice);
	return 0;
}
