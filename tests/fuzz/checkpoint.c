/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the file of a checkpoint, as they are and with their checksums mended, so that what is behind them is
 * reached: the state is refused, or a graph that has it runs to its end. */
#include "state/checkpoint.h"

#include "base/diag.h"
#include "exec/graph.h"
#include "fuzz.h"
#include "plan/plan.h"
#include "registry.h"
#include "state/snapshot.h"
#include "types/serial.h"

enum { HEAD_BYTES = 16, SPLITS = 1 };

/* The job of the files in corpus/checkpoint. */
static const char script[] =
        "CREATE TABLE r (id BIGINT, k INT, v DOUBLE, s STRING, ts TIMESTAMP(3),"
        " WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) WITH ('connector' = 'datagen', 'number-of-rows' = '100000',"
        " 'rows-per-second' = '300', 'fields.k.min' = '1', 'fields.k.max' = '5', 'fields.s.length' = '3');"
        "CREATE TABLE a (k INT, n BIGINT, m DOUBLE, d BIGINT, t STRING) WITH ('connector' = 'blackhole');"
        "CREATE TABLE b (k INT, w TIMESTAMP(3), n BIGINT) WITH ('connector' = 'blackhole');"
        "CREATE TABLE c (id BIGINT, s STRING) WITH ('connector' = 'blackhole');"
        "EXECUTE STATEMENT SET BEGIN "
        "INSERT INTO a SELECT k, COUNT(*), MAX(v), COUNT(DISTINCT s), LISTAGG(s) FROM r GROUP BY k;"
        "INSERT INTO b SELECT k, window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE r, DESCRIPTOR(ts),"
        " INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end;"
        "INSERT INTO b SELECT k, SESSION_START(ts, INTERVAL '1' SECOND), COUNT(*) FROM r"
        " GROUP BY k, SESSION(ts, INTERVAL '1' SECOND);"
        "INSERT INTO c SELECT id, s FROM r ORDER BY v LIMIT 7;"
        "END;";

static bool sink_has_room(void *owner, uint32_t node)
{
	(void)owner, (void)node;
	return true;
}

static int sink_write(void *owner, uint32_t node, struct leat_batch *batch, struct leat_err *err)
{
	(void)owner, (void)node, (void)batch, (void)err;
	return 0;
}

static void sink_end(void *owner, uint32_t node)
{
	(void)owner, (void)node;
}

static struct leat_plan *make_plan(void)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_session *session = leat_session_new(fake_registry());
	struct leat_plan *plan = NULL;
	struct leat_diags diags;

	leat_diags_init(&diags, arena);
	FUZZ_CHECK(leat_session_plan(session, LEAT_STR(script), &diags, &plan) == 0);
	leat_session_free(session);
	leat_arena_free(arena);
	return plan;
}

static void run_to_its_end(struct leat_graph *graph, const struct leat_spec *spec)
{
	struct leat_err err;
	int code = 1;

	for (uint32_t i = 0; i < spec->node_count; i++)
		if (spec->nodes[i].kind == LEAT_SPEC_SCAN) {
			leat_graph_set_splits(graph, i, SPLITS);
			leat_graph_end(graph, i);
		}
	for (int turns = 0; code > 0 && turns < 1000; turns++)
		code = leat_graph_run(graph, 0, 16, &err);
}

static void restore(struct leat_str state)
{
	static const struct leat_graph_events events = { sink_has_room, sink_write, sink_end };
	static struct leat_plan *plan;
	struct leat_graph *graph;
	struct leat_err err;

	if (!plan)
		plan = make_plan();
	FUZZ_CHECK(leat_graph_new(plan->spec, &events, NULL, NULL, &graph, &err) == 0);
	if (leat_graph_restore(graph, state, &err) == 0)
		run_to_its_end(graph, plan->spec);
	leat_graph_free(graph);
}

/* Write the sections of @p in again, each with its checksum. */
static void mend(struct leat_str in, struct leat_buf *out)
{
	struct leat_str name;
	uint64_t version, n;

	while (leat_serial_get_str(&in, &name) && leat_serial_get_varint(&in, &version) &&
	       leat_serial_get_u64(&in, &n)) {
		struct leat_str body = { in.p, n < in.n ? (uint32_t)n : in.n };
		struct leat_section_mark mark = leat_section_begin(out, name, version);
		if (name.n == 5 && !memcmp(name.p, "state", 5))
			mend(body, out);
		else
			leat_buf_str(out, body);
		leat_section_end(out, mark);
		uint32_t used = body.n + 8 < in.n ? body.n + 8 : in.n;
		in.p += used;
		in.n -= used;
	}
}

static void decode(struct leat_str bytes)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_checkpoint checkpoint;
	struct leat_err err = { 0 };

	if (leat_checkpoint_decode(bytes, arena, &checkpoint, &err) == 0)
		restore(checkpoint.state);
	else
		FUZZ_CHECK(err.message[0]);
	leat_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct leat_checkpoint nothing;
	struct leat_str bytes = { (const char *)data, (uint32_t)size };
	struct leat_buf mended;

	decode(bytes);
	if (size < HEAD_BYTES)
		return 0;
	leat_buf_init(&mended, 1 << 24);
	leat_checkpoint_encode(&nothing, &mended);
	mended.size = HEAD_BYTES;
	mend((struct leat_str){ bytes.p + HEAD_BYTES, bytes.n - HEAD_BYTES }, &mended);
	decode(leat_buf_view(&mended));
	leat_buf_done(&mended);
	return 0;
}
