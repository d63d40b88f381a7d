/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as answers of _bulk: each item ends once, acknowledged or rejected, and the epoch becomes durable
 * when the server comes to its senses. */
#include "connectors/elasticsearch/bulk.h"
#include "fuzz.h"

enum { ITEMS = 7 };

struct world {
	uint32_t request, item_count; /* On its way. */
	bool is_sent, is_durable;
	uint32_t rejected;
	struct leat_bulk *bulk;
};

static void on_send(void *owner, uint32_t request, struct leat_str body, uint32_t item_count)
{
	struct world *w = owner;

	FUZZ_CHECK(!w->is_sent && body.n > 0);
	w->is_sent = true;
	w->request = request;
	w->item_count = item_count;
}

static void on_reject(void *owner, const struct leat_bulk_item *item, struct leat_str document,
                      int status, struct leat_str reason)
{
	struct world *w = owner;

	(void)item, (void)document, (void)status, (void)reason;
	w->rejected++;
}

static void on_durable(void *owner, uint64_t epoch)
{
	struct world *w = owner;

	FUZZ_CHECK(epoch == 1 && !w->is_durable);
	w->is_durable = true;
}

static void on_waiting(void *owner, const char *reason)
{
	(void)owner, (void)reason;
}

static void on_index_missing(void *owner)
{
	struct world *w = owner;

	leat_bulk_open_gate(w->bulk);
}

static const struct leat_bulk_events events = { on_send, on_reject, on_durable, on_waiting,
	                                        on_index_missing };

static void put_items(struct world *w)
{
	for (uint32_t i = 0; i < ITEMS; i++) {
		struct leat_buf *out = leat_bulk_begin(w->bulk);
		struct leat_bulk_item item = { .action = (enum leat_bulk_action)(i % 3) };
		leat_buf_printf(out, "{\"index\":{\"_id\":\"%u\"}}\n", i);
		item.action_bytes = (uint32_t)strlen("{\"index\":{\"_id\":\"0\"}}\n");
		leat_buf_text(out, item.action == LEAT_BULK_DELETE ? "" : "{}\n");
		leat_bulk_end(w->bulk, &item, 0);
	}
	leat_bulk_flush(w->bulk, 1);
}

static void put_good_answer(struct leat_buf *out, uint32_t item_count)
{
	leat_buf_text(out, "{\"errors\":false,\"items\":[");
	for (uint32_t i = 0; i < item_count; i++)
		leat_buf_text(out, i ? ",{\"index\":{\"status\":200}}" : "{\"index\":{\"status\":200}}");
	leat_buf_text(out, "]}");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int statuses[] = { 200, 200, 200, 400, 401, 404, 413, 429, 503, 0 };
	struct leat_bulk_config config = { .body_bytes = 1 << 20, .body_items = 100, .linger_us = 1,
		                           .max_requests = 1, .budget_bytes = 1 << 20,
		                           .backoff_us = 1000, .backoff_max_us = 10000 };
	struct fuzz_input in = { (const char *)data, size };
	struct world w = { 0 };
	int64_t now_us = 0;

	w.bulk = leat_bulk_new(&config, &events, &w);
	leat_bulk_open_gate(w.bulk);
	put_items(&w);
	for (int turn = 0; !w.is_durable; turn++) {
		struct leat_buf good;
		struct leat_str part = { 0 };
		char *bytes = NULL;
		struct leat_bulk_answer answer = { .status = 200 };

		FUZZ_CHECK(turn < 100000);
		now_us += 20000;
		leat_bulk_run(w.bulk, now_us);
		if (!w.is_sent)
			continue;
		w.is_sent = false;
		leat_buf_init(&good, 1 << 20);
		if (in.n) {
			answer.status = statuses[fuzz_byte(&in) % LEAT_COUNT(statuses)];
			bytes = fuzz_part(&in, &part);
			answer.body = part;
			answer.error = answer.status ? NULL : "gone";
		} else {
			put_good_answer(&good, w.item_count);
			answer.body = leat_buf_view(&good);
		}
		leat_bulk_answered(w.bulk, w.request, &answer, now_us);
		free(bytes);
		leat_buf_done(&good);
	}
	struct leat_bulk_stats stats;
	leat_bulk_stats(w.bulk, &stats);
	FUZZ_CHECK(stats.acknowledged + stats.rejected == ITEMS && stats.rejected == w.rejected);
	FUZZ_CHECK(stats.held_bytes == 0);
	leat_bulk_free(w.bulk);
	return 0;
}
