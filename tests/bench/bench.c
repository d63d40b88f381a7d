/* SPDX-License-Identifier: Apache-2.0 */
/* What a record costs: decoding, filtering into bulk bodies, counting by key, encoding; each beside
 * the kernel that does the same by hand (kernels.h).
 *
 *   bench [--rounds N] [NAME]...     one JSON object a line: name, records, ns, kernel_ns, ratio, limit
 *   bench --once NAME N              only that one, N times over the records: for counting instructions
 *
 * Each pair runs interleaved, and the best of the rounds counts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/diag.h"
#include "connectors/blackhole/connector.h"
#include "connectors/scan.h"
#include "exec/graph.h"
#include "formats/formats.h"
#include "io/loop.h"
#include "kernels.h"
#include "plan/plan.h"

enum {
	RECORDS = 32768,
	ROUNDS = 9,
	BODY_BYTES = 5 << 20,
	GRAPH_BATCHES = 16,
};

static struct bids bids, shuffled;
static char *kernel_body;

static void die(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

/* ---- a source that has its records in memory ---- */

static const struct bids *source_bids;
static uint32_t source_at;
static struct leat_record source_records[LEAT_BATCH_ROWS];

static int source_open(struct leat_source *source, struct leat_str position, struct leat_err *err)
{
	(void)source;
	(void)position;
	(void)err;
	source_at = 0;
	return 0;
}

static enum leat_next source_next(struct leat_source *source, struct leat_records *ret,
                                  struct leat_err *err)
{
	uint32_t count = 0;

	(void)source;
	(void)err;
	for (; count < LEAT_BATCH_ROWS && source_at < source_bids->count; count++, source_at++)
		source_records[count] = (struct leat_record){
			.value = { source_bids->bytes + source_bids->offset[source_at],
			           source_bids->length[source_at] },
			.position = source_at,
		};
	*ret = (struct leat_records){ .stream = LEAT_STR("bids"), .count = count,
		                      .records = source_records };
	return count ? LEAT_NEXT_READY : LEAT_NEXT_END;
}

static void source_used(struct leat_source *source, uint32_t split, int64_t position)
{
	(void)source;
	(void)split;
	(void)position;
}

static void source_snapshot(struct leat_source *source, struct leat_buf *out)
{
	(void)source;
	(void)out;
}

static void source_close(struct leat_source *source)
{
	source->events->on_closed(source->owner);
}

static const struct leat_source_type source_type = {
	.source_size = sizeof(struct leat_source),
	.open = source_open,
	.next_records = source_next,
	.used = source_used,
	.snapshot = source_snapshot,
	.close = source_close,
};

static const struct leat_opt no_options[] = { { 0 } };

static const struct leat_connector connector = {
	.name = "bids",
	.doc = "Records in memory.",
	.opts = no_options,
	.config_size = 1,
	.needs_format = true,
	.source = &source_type,
};

static const struct leat_connector *const connectors[] = { &connector, &leat_connector_blackhole,
	                                                   NULL };
static const struct leat_format *const formats[] = { &leat_format_json, NULL };
static const struct leat_registry registry = { connectors, formats };

/* ---- a job without its surroundings ---- */

/* A planned statement. */
struct job {
	struct leat_session *session;
	struct leat_plan *plan;
	const struct leat_spec *spec;
	uint32_t scan_node, sink_node;
	struct leat_arena *arena;      /* Of the encoder. */
	struct leat_encoder *encoder;  /* Of documents; NULL: rows are only counted. */
	struct leat_buf body;          /* Documents, used again and again. */
	uint64_t rows;                 /* That came to the sink. */
};

static const char tables[] =
        "CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, "
        "`dateTime` TIMESTAMP(3), extra STRING, WATERMARK FOR `dateTime` AS `dateTime`) "
        "WITH ('connector' = 'bids', 'format' = 'json');"
        "CREATE TABLE docs (auction BIGINT, price BIGINT, channel STRING, `dateTime` TIMESTAMP(3)) "
        "WITH ('connector' = 'blackhole');"
        "CREATE TABLE counts (auction BIGINT, w TIMESTAMP(3), n BIGINT, s BIGINT) "
        "WITH ('connector' = 'blackhole');";

static void job_init(struct job *job, const char *insert, bool encodes)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_diags diags;
	struct leat_buf text;

	memset(job, 0, sizeof(*job));
	leat_buf_init(&text, 1 << 20);
	leat_buf_printf(&text, "%s%s", tables, insert);
	leat_diags_init(&diags, arena);
	job->session = leat_session_new(&registry);
	if (leat_session_plan(job->session, leat_buf_view(&text), &diags, &job->plan)) {
		struct leat_buf out;
		leat_buf_init(&out, 1 << 20);
		leat_diags_render(&diags, "bench", leat_buf_view(&text), &out);
		die(leat_buf_cstr(&out));
	}
	job->spec = job->plan->spec;
	for (uint32_t i = 0; i < job->spec->node_count; i++) {
		if (job->spec->nodes[i].kind == LEAT_SPEC_SCAN)
			job->scan_node = i;
		if (job->spec->nodes[i].kind == LEAT_SPEC_SINK)
			job->sink_node = i;
	}
	job->arena = leat_arena_new(0);
	leat_buf_init(&job->body, BODY_BYTES + (1 << 20));
	if (encodes) {
		void *config = leat_arena_zalloc(job->arena, leat_format_json.config_size);
		job->encoder = leat_format_json.encoder_new(
		        config, job->arena, job->spec->nodes[job->sink_node].schema, job->spec->zone);
	}
	leat_buf_done(&text);
	leat_arena_free(arena);
}

static void job_done(struct job *job)
{
	leat_buf_done(&job->body);
	leat_arena_free(job->arena);
	leat_plan_free(job->plan);
	leat_session_free(job->session);
}

static bool sink_has_room(void *owner, uint32_t node)
{
	(void)owner;
	(void)node;
	return true;
}

static int sink_write(void *owner, uint32_t node, struct leat_batch *batch, struct leat_err *err)
{
	struct job *job = owner;

	(void)node;
	job->rows += batch->sel.count;
	for (uint32_t i = 0; i < batch->sel.count && job->encoder; i++) {
		static const char action[] = "{\"index\":{}}\n";
		if (job->body.size > BODY_BYTES)
			leat_buf_clear(&job->body);
		leat_buf_add(&job->body, action, sizeof(action) - 1);
		LEAT_TRY(leat_format_json.encode(job->encoder, batch, leat_sel_row(batch->sel, i),
		                                 &job->body, err));
		leat_buf_char(&job->body, '\n');
	}
	return 0;
}

static void sink_end(void *owner, uint32_t node)
{
	(void)owner;
	(void)node;
}

static const struct leat_graph_events graph_events = { .sink_has_room = sink_has_room,
	                                               .sink_write = sink_write,
	                                               .sink_end = sink_end };

static void ignore(void *owner)
{
	(void)owner;
}

static void ignore_reason(void *owner, const char *reason)
{
	(void)owner;
	(void)reason;
}

static void bad_letter(void *owner, const struct leat_dead_letter *letter)
{
	(void)owner;
	die(letter->err.message);
}

static const struct leat_scan_events scan_events = { .on_ready = ignore,
	                                             .on_waiting = ignore_reason,
	                                             .on_dead_letter = bad_letter,
	                                             .on_closed = ignore };

/* All records through the job. */
static void job_run(struct job *job, const struct bids *records)
{
	const struct leat_spec_scan *node = &job->spec->nodes[job->scan_node].scan;
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_graph *graph;
	struct leat_scan *scan;
	struct leat_batch *batch;
	struct leat_err err;
	uint32_t split;

	source_bids = records;
	struct leat_scan_options options = {
		.table = node->table,
		.schema = job->spec->nodes[job->scan_node].schema,
		.columns = node->columns,
		.clock = leat_loop_clock(),
		.arena = arena,
		.batch_rows = LEAT_BATCH_ROWS,
		.zone = job->spec->zone,
		.events = &scan_events,
	};
	if (leat_scan_new(&options, &scan, &err) ||
	    leat_graph_new(job->spec, &graph_events, job, NULL, &graph, &err))
		die(err.message);
	leat_graph_set_splits(graph, job->scan_node, 1);
	while (leat_scan_next(scan, &batch, &split, &err) == LEAT_NEXT_READY) {
		if (leat_graph_feed(graph, job->scan_node, split, batch, &err))
			die(err.message);
		leat_batch_unref(batch);
		int r;
		while ((r = leat_graph_run(graph, 0, GRAPH_BATCHES, &err)) > 0)
			;
		if (r < 0)
			die(err.message);
	}
	leat_graph_end(graph, job->scan_node);
	while (leat_graph_run(graph, 0, GRAPH_BATCHES, &err) > 0)
		;
	leat_graph_free(graph);
	leat_scan_close(scan);
	leat_arena_free(arena);
}

/* ---- decoding alone ---- */

static void decode_columns(const struct bids *records)
{
	static const char *const names[] = { "auction", "bidder", "price", "channel",
		                             "url",     "dateTime", "extra" };
	static const int32_t wanted[] = { 0, -1, 1, -1, -1, 2, -1 };
	struct leat_arena *arena = leat_arena_new(0), *batch = leat_arena_new(1 << 16);
	struct leat_decoded *decoded = calloc(1, sizeof(*decoded));
	struct leat_field fields[7];
	struct leat_schema schema = { 7, fields };
	struct leat_col cols[3];
	struct leat_record list[LEAT_BATCH_ROWS];

	for (int i = 0; i < 7; i++)
		fields[i] = (struct leat_field){ { names[i], (uint32_t)strlen(names[i]) },
			                         leat_type_basic(i < 3 ? LEAT_BIGINT : LEAT_VARCHAR) };
	fields[5].type = leat_type_timed(arena, LEAT_TIMESTAMP, 3, true);
	struct leat_decode_spec spec = { .arena = arena, .physical = &schema, .wanted = wanted,
		                         .wanted_count = 3 };
	void *config = leat_arena_zalloc(arena, leat_format_json.config_size);
	struct leat_decoder *decoder = leat_format_json.decoder_new(config, &spec);
	for (uint32_t at = 0; at < records->count;) {
		uint32_t count = 0;
		for (; count < LEAT_BATCH_ROWS && at < records->count; count++, at++)
			list[count] = (struct leat_record){
				.value = { records->bytes + records->offset[at], records->length[at] } };
		leat_arena_clear(batch);
		leat_format_json.decode(decoder, list, count, batch, cols, decoded);
		if (decoded->row_count != count)
			die("a bid was not decoded");
	}
	free(decoded);
	leat_arena_free(batch);
	leat_arena_free(arena);
}

/* ---- encoding alone ---- */

static int64_t auctions[LEAT_BATCH_ROWS], prices[LEAT_BATCH_ROWS], times_ms[LEAT_BATCH_ROWS];
static int64_t times_us[LEAT_BATCH_ROWS];
static const char *channels[LEAT_BATCH_ROWS];
static struct leat_str channel_texts[LEAT_BATCH_ROWS];

static void make_rows(void)
{
	static const char *const names[] = { "Google", "Facebook", "Baidu", "Apple" };

	for (int i = 0; i < LEAT_BATCH_ROWS; i++) {
		auctions[i] = 1000 + i * 7919 % 10000;
		prices[i] = 100 + INT64_C(7368787) * i % 10000000;
		times_ms[i] = INT64_C(1714521600000) + i;
		times_us[i] = times_ms[i] * 1000;
		channels[i] = names[i % 4];
		channel_texts[i] = (struct leat_str){ names[i % 4], (uint32_t)strlen(names[i % 4]) };
	}
}

static void encode_rows(void)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_field fields[] = {
		{ LEAT_STR("auction"), leat_type_basic(LEAT_BIGINT) },
		{ LEAT_STR("price"), leat_type_basic(LEAT_BIGINT) },
		{ LEAT_STR("channel"), leat_type_basic(LEAT_VARCHAR) },
		{ LEAT_STR("dateTime"), leat_type_timed(arena, LEAT_TIMESTAMP, 3, true) },
	};
	struct leat_schema schema = { 4, fields };
	struct leat_col cols[] = { { .type = fields[0].type, .i64 = auctions },
		                   { .type = fields[1].type, .i64 = prices },
		                   { .type = fields[2].type, .bytes = channel_texts },
		                   { .type = fields[3].type, .i64 = times_us } };
	struct leat_batch batch = { .schema = &schema, .cols = cols, .row_count = LEAT_BATCH_ROWS };
	void *config = leat_arena_zalloc(arena, leat_format_json.config_size);
	struct leat_encoder *encoder = leat_format_json.encoder_new(config, arena, &schema, NULL);
	struct leat_buf body;
	struct leat_err err;

	leat_buf_init(&body, BODY_BYTES + (1 << 20));
	for (int at = 0; at < RECORDS; at += LEAT_BATCH_ROWS) {
		for (uint32_t row = 0; row < LEAT_BATCH_ROWS; row++) {
			static const char action[] = "{\"index\":{}}\n";
			leat_buf_add(&body, action, sizeof(action) - 1);
			if (leat_format_json.encode(encoder, &batch, row, &body, &err))
				die(err.message);
			leat_buf_char(&body, '\n');
		}
		if (body.size > BODY_BYTES)
			leat_buf_clear(&body);
	}
	leat_buf_done(&body);
	leat_arena_free(arena);
}

/* ---- the benchmarks ---- */

static struct job bulk_job, count_job;

static void nothing(void) { }
static void run_decode(void) { decode_columns(&bids); }
static void run_decode_shuffled(void) { decode_columns(&shuffled); }
static void run_bulk(void) { job_run(&bulk_job, &bids); }
static void run_count(void) { job_run(&count_job, &bids); }
static void run_encode(void) { encode_rows(); }

static volatile uint64_t result;

static void run_kernel_decode(void) { result = kernel_decode(&bids); }
static void run_kernel_bulk(void) { result = kernel_bulk(&bids, kernel_body, BODY_BYTES); }
static void run_kernel_count(void) { result = kernel_count(&bids); }
static void run_kernel_encode(void)
{
	for (int at = 0; at < RECORDS; at += LEAT_BATCH_ROWS)
		result = kernel_encode(auctions, prices, channels, times_ms, LEAT_BATCH_ROWS,
		                       kernel_body, BODY_BYTES);
}

static const struct bench {
	const char *name;
	void (*run)(void);
	void (*kernel)(void);
	double limit; /* Of the ratio. */
} benches[] = {
	{ "decode", run_decode, run_kernel_decode, 1.6 },
	{ "decode-unordered", run_decode_shuffled, run_kernel_decode, 3.5 },
	{ "encode", run_encode, run_kernel_encode, 3.0 },
	{ "filter-bulk", run_bulk, run_kernel_bulk, 3.0 },
	{ "count-by-key", run_count, run_kernel_count, 3.0 },
	{ "nothing", nothing, nothing, 0 },
};

static double cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double time_of(void (*run)(void))
{
	double start = cpu_ns();

	run();
	return (cpu_ns() - start) / RECORDS;
}

static void measure(const struct bench *b, int rounds)
{
	double ours = 1e18, kernel = 1e18;

	for (int i = 0; i < rounds; i++) {
		double k = time_of(b->kernel), o = time_of(b->run);
		kernel = k < kernel ? k : kernel;
		ours = o < ours ? o : ours;
	}
	printf("{\"name\":\"%s\",\"records\":%d,\"ns\":%.1f,\"kernel_ns\":%.1f,\"ratio\":%.2f,"
	       "\"limit\":%.1f}\n",
	       b->name, RECORDS, ours, kernel, ours / kernel, b->limit);
	fflush(stdout);
}

static const struct bench *find(const char *name)
{
	for (size_t i = 0; i < LEAT_COUNT(benches); i++)
		if (strcmp(benches[i].name, name) == 0)
			return &benches[i];
	die("there is no such benchmark");
	return NULL;
}

static void once(const char *name, int times)
{
	bool is_kernel = strncmp(name, "kernel-", 7) == 0;
	const struct bench *b = find(is_kernel ? name + 7 : name);

	for (int i = 0; i < times; i++)
		(is_kernel ? b->kernel : b->run)();
}

int main(int argc, char **argv)
{
	int rounds = ROUNDS, at = 1;

	bids = bids_new(RECORDS, 0);
	shuffled = bids_new(RECORDS, 1);
	kernel_body = malloc(BODY_BYTES);
	make_rows();
	job_init(&bulk_job,
	         "INSERT INTO docs SELECT auction, price, channel, `dateTime` FROM bid "
	         "WHERE price > 1000000;",
	         true);
	job_init(&count_job,
	         "INSERT INTO counts SELECT auction, window_start, COUNT(*), SUM(price) FROM TABLE("
	         "TUMBLE(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND)) "
	         "GROUP BY auction, window_start, window_end;",
	         false);
	if (argc == 4 && strcmp(argv[1], "--once") == 0) {
		once(argv[2], (int)strtol(argv[3], NULL, 10));
	} else {
		if (argc > 2 && strcmp(argv[1], "--rounds") == 0) {
			rounds = (int)strtol(argv[2], NULL, 10);
			at = 3;
		}
		for (int i = at; i < argc; i++)
			measure(find(argv[i]), rounds);
		for (size_t i = 0; i < LEAT_COUNT(benches) && at == argc; i++)
			if (benches[i].limit > 0)
				measure(&benches[i], rounds);
	}
	job_done(&bulk_job);
	job_done(&count_job);
	bids_free(&bids);
	bids_free(&shuffled);
	free(kernel_body);
	return 0;
}
