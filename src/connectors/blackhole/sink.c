/* SPDX-License-Identifier: Apache-2.0 */
/* Takes rows and forgets them, for measurements and tests. */
#include "connectors/blackhole/connector.h"
#include "io/loop.h"
#include "leat/sink.h"

struct blackhole_config {
	bool unused; /* There is no option. */
};

struct blackhole_sink {
	struct leat_sink base;
	struct leat_task *task;      /* Answers flush and close from the loop. */
	uint64_t epoch;              /* Of the last flush(). */
	bool is_closing;             /* close() was called. */
	struct leat_sink_stats stats;
};

static void answer(void *data)
{
	struct blackhole_sink *s = data;

	if (s->is_closing) {
		s->task = leat_task_free(s->task);
		s->base.events->on_closed(s->base.owner);
		return;
	}
	s->base.events->on_durable(s->base.owner, s->epoch);
}

static enum leat_sink_mode blackhole_mode(const struct leat_table *table)
{
	(void)table;
	return LEAT_SINK_RETRACT;
}

static int blackhole_open(struct leat_sink *sink, struct leat_err *err)
{
	struct blackhole_sink *s = (struct blackhole_sink *)sink;

	(void)err;
	s->task = leat_task_new(sink->loop, answer, s);
	return 0;
}

static enum leat_push blackhole_write(struct leat_sink *sink, struct leat_batch *batch,
                                      struct leat_err *err)
{
	struct blackhole_sink *s = (struct blackhole_sink *)sink;

	(void)err;
	s->stats.rows_in += batch->sel.count;
	s->stats.acknowledged += batch->sel.count;
	return LEAT_PUSH_OK;
}

static void blackhole_flush(struct leat_sink *sink, uint64_t epoch)
{
	struct blackhole_sink *s = (struct blackhole_sink *)sink;

	s->epoch = epoch;
	leat_task_schedule(s->task);
}

static void blackhole_stats(const struct leat_sink *sink, struct leat_sink_stats *ret)
{
	*ret = ((const struct blackhole_sink *)sink)->stats;
}

static void blackhole_close(struct leat_sink *sink)
{
	struct blackhole_sink *s = (struct blackhole_sink *)sink;

	s->is_closing = true;
	leat_task_schedule(s->task);
}

static const struct leat_opt blackhole_opts[] = { { 0 } };

static const struct leat_sink_type blackhole_sink_type = {
	.sink_size = sizeof(struct blackhole_sink),
	.mode = blackhole_mode,
	.open = blackhole_open,
	.write = blackhole_write,
	.flush = blackhole_flush,
	.stats = blackhole_stats,
	.close = blackhole_close,
};

const struct leat_connector leat_connector_blackhole = {
	.name = "blackhole",
	.doc = "Takes every row and does nothing with it.",
	.opts = blackhole_opts,
	.config_size = sizeof(struct blackhole_config),
	.sink = &blackhole_sink_type,
};
