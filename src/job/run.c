/* SPDX-License-Identifier: Apache-2.0 */
/* One run of a job; see run.h. */
#include "job/run_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "io/loop.h"

enum {
	PUMP_BATCHES = 16,         /* Batches moved by the graph between two looks at the clock. */
	STATE_BYTES_MAX = 1 << 30, /* Of a snapshot. */
};

static void pump(void *data);

/* ---- failures and the world ---- */

static void fail(struct leat_run *run, const struct leat_err *err)
{
	if (run->has_failed || run->is_closing)
		return;
	run->has_failed = true;
	run->must_tell = true;
	run->err = *err;
	leat_task_schedule(run->task);
}

/* The reasons of all ports are one state of the run: the first that waits speaks. */
static void set_waiting(struct leat_run_port *port, const char *reason)
{
	struct leat_run *run = port->run;

	free(port->waiting);
	port->waiting = reason ? leat_strndup(reason, strlen(reason)) : NULL;
	if (run->is_closing)
		return;
	leat_task_schedule(run->task);
	for (uint32_t i = 0; i < run->options.spec->node_count; i++) {
		if (run->ports[i].waiting) {
			run->events->on_waiting(run->owner, run->ports[i].waiting);
			return;
		}
	}
	run->events->on_waiting(run->owner, NULL);
}

static void port_waiting(void *owner, const char *reason)
{
	set_waiting(owner, reason);
}

static void port_dead_letter(void *owner, const struct leat_dead_letter *letter)
{
	struct leat_run_port *port = owner;

	port->run->events->on_dead_letter(port->run->owner, letter);
}

static void maybe_closed(struct leat_run *run)
{
	if (run->is_closing && !run->open_count)
		run->events->on_closed(run->owner);
}

static void port_closed(void *owner)
{
	struct leat_run_port *port = owner;

	leat_assert(port->is_open);
	port->is_open = false;
	port->run->open_count--;
	maybe_closed(port->run);
}

/* ---- scans ---- */

static void scan_ready(void *owner)
{
	struct leat_run_port *port = owner;

	port->is_empty = false;
	leat_task_schedule(port->run->task);
}

static const struct leat_scan_events scan_events = {
	.on_ready = scan_ready,
	.on_waiting = port_waiting,
	.on_dead_letter = port_dead_letter,
	.on_closed = port_closed,
};

static struct leat_str restored_position(const struct leat_run *run, const char *name)
{
	const struct leat_checkpoint *restore = run->options.restore;

	for (uint32_t i = 0; restore && i < restore->scan_count; i++)
		if (restore->scans[i].name.n == strlen(name) &&
		    !memcmp(restore->scans[i].name.p, name, restore->scans[i].name.n))
			return restore->scans[i].positions;
	return (struct leat_str){ 0 };
}

static int open_scan(struct leat_run *run, struct leat_run_port *port, uint32_t scan_count,
                     struct leat_err *err)
{
	const struct leat_spec_node *node = port->node;
	const struct leat_run_options *options = &run->options;

	LEAT_TRY(leat_scan_new(&(struct leat_scan_options){
	                               .table = node->scan.table,
	                               .schema = node->schema,
	                               .columns = node->scan.columns,
	                               .loop = options->loop,
	                               .clock = options->clock,
	                               .arena = run->arena,
	                               .job_name = options->job_name,
	                               .budget_bytes = options->budget_bytes / 2 / scan_count,
	                               .batch_rows = options->batch_rows,
	                               .zone = options->spec->zone,
	                               .position = restored_position(run, node->name),
	                               .events = &scan_events,
	                               .owner = port,
	                       },
	                       &port->scan, err));
	port->is_open = true;
	run->open_count++;
	return 0;
}

/* One batch from the scan to the graph; false when there is none now. */
static bool feed(struct leat_run *run, struct leat_run_port *port)
{
	struct leat_batch *batch = NULL;
	uint32_t split = 0;
	struct leat_err err = { 0 };

	switch (leat_scan_next(port->scan, &batch, &split, &err)) {
	case LEAT_NEXT_READY:
		break;
	case LEAT_NEXT_EMPTY:
		port->is_empty = true;
		return false;
	case LEAT_NEXT_END:
		port->has_ended = true;
		leat_graph_end(run->graph, port->node->index);
		return true;
	case LEAT_NEXT_FAIL:
		fail(run, &err);
		return false;
	}
	uint32_t split_count = leat_scan_split_count(port->scan);
	if (split_count != port->split_count) {
		port->split_count = split_count;
		leat_graph_set_splits(run->graph, port->node->index, split_count);
	}
	int r = leat_graph_feed(run->graph, port->node->index, split, batch, &err);
	leat_batch_unref(batch);
	if (r)
		fail(run, &err);
	return !r;
}

/* Whether the graph wants a batch that its scan may have. */
static bool can_feed(const struct leat_run *run)
{
	for (uint32_t i = 0; i < run->options.spec->node_count; i++) {
		const struct leat_run_port *port = &run->ports[i];
		if (port->scan && !port->has_ended && !port->is_empty &&
		    leat_graph_wants(run->graph, i))
			return true;
	}
	return false;
}

/* Give each scan that is wanted a batch; true when one of them had some. */
static bool feed_all(struct leat_run *run)
{
	bool has_fed = false;

	for (uint32_t i = 0; i < run->options.spec->node_count; i++) {
		struct leat_run_port *port = &run->ports[i];
		if (!port->scan || port->has_ended || run->has_failed)
			continue;
		bool is_wanted = leat_graph_wants(run->graph, i);
		/* Also a scan that has nothing: while it is paused it never gets anything. */
		if (is_wanted && port->is_paused) {
			port->is_paused = false;
			leat_scan_pause(port->scan, false);
		}
		if (is_wanted && !port->is_empty)
			has_fed |= feed(run, port);
	}
	return has_fed;
}

/* Whether rows can come from each scan: only then does their absence mean something. */
static void hold_scans(struct leat_run *run, int64_t now_us)
{
	for (uint32_t i = 0; i < run->options.spec->node_count; i++) {
		struct leat_run_port *port = &run->ports[i];
		if (!port->scan)
			continue;
		bool is_held = run->is_paused || run->wants_barrier || port->waiting ||
		               !leat_graph_wants(run->graph, i);
		if (is_held == port->is_held)
			continue;
		port->is_held = is_held;
		leat_graph_hold(run->graph, i, is_held, now_us);
	}
}

/* The graph is full: what is fetched now would only wait in memory. */
static void pause_scans(struct leat_run *run)
{
	for (uint32_t i = 0; i < run->options.spec->node_count; i++) {
		struct leat_run_port *port = &run->ports[i];
		if (port->scan && !port->has_ended && !port->is_paused &&
		    !leat_graph_wants(run->graph, i)) {
			port->is_paused = true;
			leat_scan_pause(port->scan, true);
		}
	}
}

/* ---- sinks ---- */

static void sink_room(void *owner)
{
	struct leat_run_port *port = owner;
	struct leat_batch *held = port->held;
	struct leat_err err = { 0 };

	if (port->run->is_closing)
		return;
	if (held) {
		switch (port->sink->type->write(port->sink, held, &err)) {
		case LEAT_PUSH_OK:
			port->held = leat_batch_unref(held);
			break;
		case LEAT_PUSH_FULL:
			return;
		case LEAT_PUSH_FAIL:
			fail(port->run, &err);
			return;
		}
	}
	leat_task_schedule(port->run->task);
}

static void sink_durable(void *owner, uint64_t epoch)
{
	struct leat_run_port *port = owner;

	leat_assert(epoch > port->durable_epoch);
	port->durable_epoch = epoch;
	leat_task_schedule(port->run->task);
}

static void sink_error(void *owner, const struct leat_err *err)
{
	struct leat_run_port *port = owner;

	fail(port->run, err);
}

static const struct leat_sink_events sink_events = {
	.on_room = sink_room,
	.on_durable = sink_durable,
	.on_dead_letter = port_dead_letter,
	.on_waiting = port_waiting,
	.on_error = sink_error,
	.on_closed = port_closed,
};

static int open_sink(struct leat_run *run, struct leat_run_port *port, uint32_t sink_count,
                     struct leat_err *err)
{
	const struct leat_spec_node *node = port->node;
	const struct leat_run_options *options = &run->options;
	const struct leat_sink_type *type;
	struct leat_sink *sink;

	port->durable_epoch = options->first_epoch - 1;
	if (!node->sink.table)
		return 0;
	type = node->sink.table->connector->sink;
	sink = leat_arena_zalloc(run->arena, type->sink_size);
	*sink = (struct leat_sink){
		.type = type,
		.table = node->sink.table,
		.schema = node->schema,
		.mode = type->mode(node->sink.table),
		.identity_count = node->sink.identity_count,
		.identity_columns = node->sink.identity_columns,
		.loop = options->loop,
		.clock = options->clock,
		.events = &sink_events,
		.owner = port,
		.arena = run->arena,
		.job_name = options->job_name,
		.job_uid = options->job_uid,
		.restart_epoch = options->restart_epoch,
		.budget_bytes = options->budget_bytes / 2 / sink_count,
		.zone = options->spec->zone,
		.settings = options->settings,
		.setting_count = options->setting_count,
	};
	LEAT_TRY(type->open(sink, err));
	port->sink = sink;
	port->is_open = true;
	run->open_count++;
	return 0;
}

static bool graph_sink_has_room(void *owner, uint32_t node)
{
	struct leat_run *run = owner;

	return !run->ports[node].held;
}

static int graph_sink_write(void *owner, uint32_t node, struct leat_batch *batch,
                            struct leat_err *err)
{
	struct leat_run *run = owner;
	struct leat_run_port *port = &run->ports[node];

	if (!port->sink) {
		run->collected += batch->sel.count;
		run->events->on_rows(run->owner, batch);
		return 0;
	}
	switch (port->sink->type->write(port->sink, batch, err)) {
	case LEAT_PUSH_OK:
		return 0;
	case LEAT_PUSH_FULL:
		port->held = leat_batch_ref(batch);
		return 0;
	case LEAT_PUSH_FAIL:
		return -(int)err->code;
	}
	leat_unreachable();
}

static void graph_sink_end(void *owner, uint32_t node)
{
	struct leat_run *run = owner;

	run->ports[node].has_ended = true;
}

static const struct leat_graph_events graph_events = {
	.sink_has_room = graph_sink_has_room,
	.sink_write = graph_sink_write,
	.sink_end = graph_sink_end,
};

static bool holds_batch(const struct leat_run *run)
{
	for (uint32_t i = 0; i < run->options.spec->node_count; i++)
		if (run->ports[i].held)
			return true;
	return false;
}

/* Close the epoch: what the sinks have taken so far belongs to it. */
static uint64_t flush_sinks(struct leat_run *run)
{
	uint64_t epoch = run->epoch++;

	for (uint32_t i = 0; i < run->options.spec->node_count; i++) {
		struct leat_run_port *port = &run->ports[i];
		if (port->sink)
			port->sink->type->flush(port->sink, epoch);
		else
			port->durable_epoch = epoch;
	}
	return epoch;
}

static void tell_durable(struct leat_run *run)
{
	uint64_t epoch = run->epoch - 1;

	for (uint32_t i = 0; i < run->options.spec->node_count; i++)
		if (run->ports[i].sink && run->ports[i].durable_epoch < epoch)
			epoch = run->ports[i].durable_epoch;
	while (run->told_epoch < epoch && !run->is_closing)
		run->events->on_durable(run->owner, ++run->told_epoch);
}

/* ---- barriers and the end ---- */

static void take_snapshot(struct leat_run *run)
{
	const struct leat_spec *spec = run->options.spec;
	struct leat_checkpoint snapshot = { 0 };
	struct leat_checkpoint_scan *scans;
	struct leat_buf bytes;  /* Positions of all scans, one after the other. */
	struct leat_buf state;
	size_t *ends = leat_zalloc(sizeof(*ends) * (spec->node_count + 1));

	scans = leat_zalloc(sizeof(*scans) * (spec->node_count + 1));
	leat_buf_init(&bytes, STATE_BYTES_MAX);
	leat_buf_init(&state, STATE_BYTES_MAX);
	for (uint32_t i = 0; i < spec->node_count; i++) {
		if (!run->ports[i].scan)
			continue;
		const char *name = spec->nodes[i].name;
		scans[snapshot.scan_count].name = (struct leat_str){ name, (uint32_t)strlen(name) };
		leat_scan_snapshot(run->ports[i].scan, &bytes);
		ends[snapshot.scan_count++] = bytes.size;
	}
	for (uint32_t i = 0; i < snapshot.scan_count; i++) {
		size_t begin = i ? ends[i - 1] : 0;
		scans[i].positions =
		        (struct leat_str){ bytes.data + begin, (uint32_t)(ends[i] - begin) };
	}
	leat_graph_snapshot(run->graph, &state);
	snapshot.scans = scans;
	snapshot.state = leat_buf_view(&state);
	if (bytes.full || state.full) {
		leat_err_set(&run->err, LEAT_E_MEMORY, "the state is too large for a checkpoint");
		fail(run, &run->err);
	} else {
		uint64_t epoch = flush_sinks(run);
		run->events->on_snapshot(run->owner, epoch, &snapshot);
	}
	leat_buf_done(&bytes);
	leat_buf_done(&state);
	free(scans);
	free(ends);
}

/* At the barrier nothing may be on its way inside; sinks are asked for the rest by the flush. */
static void maybe_snapshot(struct leat_run *run)
{
	if (!run->wants_barrier || run->has_failed || holds_batch(run) ||
	    !leat_graph_is_drained(run->graph))
		return;
	run->wants_barrier = false;
	take_snapshot(run);
	leat_task_schedule(run->task);
}

static void maybe_finish(struct leat_run *run)
{
	if (run->has_finished || run->has_failed || holds_batch(run) ||
	    !leat_graph_is_finished(run->graph))
		return;
	if (!run->end_epoch)
		run->end_epoch = flush_sinks(run);
	tell_durable(run);
	if (run->told_epoch < run->end_epoch)
		return;
	run->has_finished = true;
	run->must_tell = true;
	leat_task_schedule(run->task);
}

/* ---- the pump ---- */

static void plan_wake(struct leat_run *run, int64_t now_us)
{
	int64_t next_us = leat_graph_next_time(run->graph);

	if (next_us == INT64_MAX)
		leat_timer_stop(run->timer);
	else
		leat_timer_start(run->timer, next_us > now_us ? next_us - now_us : 0);
}

/* Move batches until nothing moves or the turn is over. */
static void move(struct leat_run *run)
{
	struct leat_err err = { 0 };
	bool has_more = true;

	while (has_more && !run->has_failed) {
		int64_t now_us = leat_clock_now_us(run->options.clock);
		bool may_read = !run->is_paused && !run->wants_barrier;
		hold_scans(run, now_us);
		bool has_fed = may_read && feed_all(run);
		int r = leat_graph_run(run->graph, now_us, PUMP_BATCHES, &err);
		if (r < 0) {
			fail(run, &err);
			return;
		}
		/* A sink that takes its last batch makes the graph want more, but has no reason to
		 * call again. */
		has_more = r > 0 || has_fed || (may_read && !run->has_failed && can_feed(run));
		if (has_more && leat_loop_is_over_quota(run->options.loop)) {
			leat_task_schedule(run->task);
			return;
		}
	}
	if (!run->has_failed) {
		int64_t now_us = leat_clock_now_us(run->options.clock);
		pause_scans(run);
		hold_scans(run, now_us);
		plan_wake(run, now_us);
	}
}

static void pump(void *data)
{
	struct leat_run *run = data;

	if (run->is_closing) {
		/* A source may wait for the batches that it gave: none is to stay in an
		 * operator. */
		run->graph = leat_graph_free(run->graph);
		maybe_closed(run);
		return;
	}
	if (!run->has_failed && !run->has_finished) {
		move(run);
		maybe_snapshot(run);
		tell_durable(run);
		maybe_finish(run);
	} else if (!run->has_failed) {
		/* A barrier in the last turn has an epoch behind the end, which its checkpoint waits for. */
		tell_durable(run);
	}
	if (run->must_tell && !run->is_closing) {
		run->must_tell = false;
		if (run->has_failed)
			run->events->on_failed(run->owner, &run->err);
		else
			run->events->on_finished(run->owner);
	}
}

/* ---- life ---- */

static uint32_t count_nodes(const struct leat_spec *spec, enum leat_spec_kind kind)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < spec->node_count; i++)
		count += spec->nodes[i].kind == kind;
	return count ? count : 1;
}

static int open_ports(struct leat_run *run, struct leat_err *err)
{
	const struct leat_spec *spec = run->options.spec;
	uint32_t scan_count = count_nodes(spec, LEAT_SPEC_SCAN);
	uint32_t sink_count = count_nodes(spec, LEAT_SPEC_SINK);

	/* Sinks first: nothing is read that could not be written. */
	for (uint32_t i = spec->node_count; i-- > 0;) {
		if (spec->nodes[i].kind == LEAT_SPEC_SINK)
			LEAT_TRY(open_sink(run, &run->ports[i], sink_count, err));
		else if (spec->nodes[i].kind == LEAT_SPEC_SCAN)
			LEAT_TRY(open_scan(run, &run->ports[i], scan_count, err));
	}
	return 0;
}

static int open_all(struct leat_run *run, struct leat_err *err)
{
	LEAT_TRY(leat_graph_new(run->options.spec, &graph_events, run, run->options.clock,
	                        &run->graph, err));
	if (run->options.restore)
		LEAT_TRY(leat_graph_restore(run->graph, run->options.restore->state, err));
	return open_ports(run, err);
}

int leat_run_new(const struct leat_run_options *options, struct leat_run **ret_run,
                 struct leat_err *err)
{
	struct leat_run *run = leat_zalloc(sizeof(*run));
	const struct leat_spec *spec = options->spec;

	run->options = *options;
	run->events = options->events;
	run->owner = options->owner;
	run->arena = leat_arena_new(0);
	run->epoch = options->first_epoch;
	run->told_epoch = options->first_epoch - 1;
	run->task = leat_task_new(options->loop, pump, run);
	run->timer = leat_timer_new(options->loop, pump, run);
	run->ports = LEAT_ARENA_ARRAY(run->arena, struct leat_run_port, spec->node_count);
	for (uint32_t i = 0; i < spec->node_count; i++) {
		run->ports[i].run = run;
		run->ports[i].node = &spec->nodes[i];
	}
	*ret_run = run;
	struct leat_err why = { 0 };
	if (open_all(run, &why)) {
		/* Some ports may be open: report through on_failed, so that there is one way
		 * out. */
		if (!run->graph) {
			if (err)
				*err = why;
			*ret_run = leat_run_free(run);
			return -(int)why.code;
		}
		fail(run, &why);
	}
	leat_task_schedule(run->task);
	return 0;
}

void leat_run_pause(struct leat_run *run, bool is_paused)
{
	run->is_paused = is_paused;
	leat_task_schedule(run->task);
}

void leat_run_barrier(struct leat_run *run)
{
	run->wants_barrier = true;
	leat_task_schedule(run->task);
}

void leat_run_committed(struct leat_run *run)
{
	for (uint32_t i = 0; i < run->options.spec->node_count; i++)
		if (run->ports[i].scan)
			leat_scan_committed(run->ports[i].scan);
}

void leat_run_close(struct leat_run *run)
{
	leat_assert(!run->is_closing);
	leat_run_count(run, &run->last_counts);
	run->is_closing = true;
	leat_timer_stop(run->timer);
	for (uint32_t i = 0; i < run->options.spec->node_count; i++) {
		struct leat_run_port *port = &run->ports[i];
		port->held = leat_batch_unref(port->held);
		if (!port->is_open)
			continue;
		if (port->scan)
			leat_scan_close(port->scan);
		else
			port->sink->type->close(port->sink);
	}
	leat_task_schedule(run->task);
}

struct leat_run *leat_run_free(struct leat_run *run)
{
	if (!run)
		return NULL;
	leat_assert(!run->open_count);
	for (uint32_t i = 0; i < run->options.spec->node_count; i++)
		free(run->ports[i].waiting);
	leat_graph_free(run->graph);
	leat_task_free(run->task);
	leat_timer_free(run->timer);
	leat_arena_free(run->arena);
	free(run);
	return NULL;
}
