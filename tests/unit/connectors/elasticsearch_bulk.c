/* SPDX-License-Identifier: Apache-2.0 */
/* The bulk engine against a scripted server: every kind of answer, and what must be true after
 * it. */
#include "connectors/elasticsearch/bulk.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

enum { MAX_SENT = 512 };

/* What the engine asked for. */
struct world {
	struct leat_bulk *bulk;
	int64_t now_us;
	uint32_t requests[MAX_SENT]; /* Numbers of requests that are on their way, oldest first. */
	uint32_t counts[MAX_SENT];   /* Their items. */
	char bodies[MAX_SENT][512];  /* The beginning of their bodies. */
	uint32_t sent_count;         /* Requests on their way. */
	uint32_t sent_total;
	uint32_t rejected;
	int rejected_status;
	char rejected_document[64];
	uint64_t durable;
	char waiting[200];
	uint32_t missing;
};

static void on_send(void *owner, uint32_t request, struct leat_str body, uint32_t item_count)
{
	struct world *w = owner;

	ck_assert_uint_lt(w->sent_count, MAX_SENT);
	w->requests[w->sent_count] = request;
	w->counts[w->sent_count] = item_count;
	snprintf(w->bodies[w->sent_count], sizeof(w->bodies[0]), "%.*s", (int)body.n, body.p);
	w->sent_count++;
	w->sent_total++;
}

static void on_reject(void *owner, const struct leat_bulk_item *item, struct leat_str document,
                      int status, struct leat_str reason)
{
	struct world *w = owner;

	(void)item;
	(void)reason;
	w->rejected++;
	w->rejected_status = status;
	snprintf(w->rejected_document, sizeof(w->rejected_document), "%.*s",
	         LEAT_STR_ARG(document));
}

static void on_durable(void *owner, uint64_t epoch)
{
	struct world *w = owner;

	ck_assert_uint_gt(epoch, w->durable);
	w->durable = epoch;
}

static void on_waiting(void *owner, const char *reason)
{
	struct world *w = owner;

	snprintf(w->waiting, sizeof(w->waiting), "%s", reason ? reason : "");
}

static void on_missing(void *owner)
{
	struct world *w = owner;

	w->missing++;
}

static const struct leat_bulk_events events = { on_send, on_reject, on_durable, on_waiting,
	                                        on_missing };

static struct world *world_new(uint32_t body_items, uint32_t max_requests)
{
	struct world *w = calloc(1, sizeof(*w));
	struct leat_bulk_config config = {
		.body_bytes = 1 << 20,
		.body_items = body_items,
		.linger_us = 1000000,
		.max_requests = max_requests,
		.budget_bytes = 10000,
		.backoff_us = 100000,
		.backoff_max_us = 30000000,
		.seed = 7,
	};

	ck_assert_ptr_nonnull(w);
	w->bulk = leat_bulk_new(&config, &events, w);
	leat_bulk_open_gate(w->bulk);
	return w;
}

static void world_free(struct world *w)
{
	leat_bulk_free(w->bulk);
	free(w);
}

/* A document {"n":<n>}; @p key 0 is not folded. */
static void put(struct world *w, int n, uint64_t key)
{
	struct leat_buf *out = leat_bulk_begin(w->bulk);
	struct leat_bulk_item item = { .action = LEAT_BULK_INDEX, .partition = -1, .position = -1,
		                       .key = { key, key } };
	size_t begin = out->size;

	leat_buf_text(out, "{\"index\":{}}\n");
	item.action_bytes = (uint32_t)(out->size - begin);
	leat_buf_printf(out, "{\"n\":%d}\n", n);
	leat_bulk_end(w->bulk, &item, w->now_us);
}

static void run(struct world *w)
{
	leat_bulk_run(w->bulk, w->now_us);
}

/* Answer the oldest request. */
static void answer(struct world *w, int status, const char *body, const char *error)
{
	struct leat_bulk_answer a = { .status = status, .error = error };
	uint32_t request = w->requests[0];

	ck_assert_uint_gt(w->sent_count, 0);
	if (body)
		a.body = leat_str_of(body);
	w->sent_count--;
	memmove(w->requests, w->requests + 1, w->sent_count * sizeof(w->requests[0]));
	memmove(w->counts, w->counts + 1, w->sent_count * sizeof(w->counts[0]));
	memmove(w->bodies, w->bodies + 1, w->sent_count * sizeof(w->bodies[0]));
	leat_bulk_answered(w->bulk, request, &a, w->now_us);
}

/* All items of the oldest request succeeded. */
static void answer_ok(struct world *w)
{
	char body[8192];
	int n = snprintf(body, sizeof(body), "{\"errors\":false,\"items\":[");

	for (uint32_t i = 0; i < w->counts[0]; i++)
		n += snprintf(body + n, sizeof(body) - (size_t)n, "%s{\"index\":{\"status\":201}}",
		              i ? "," : "");
	snprintf(body + n, sizeof(body) - (size_t)n, "]}");
	answer(w, 200, body, NULL);
}

static struct leat_bulk_stats stats(struct world *w)
{
	struct leat_bulk_stats s;

	leat_bulk_stats(w->bulk, &s);
	return s;
}

/* Let the engine wait as long as it wants to. */
static void pass(struct world *w)
{
	int64_t next = leat_bulk_next_time(w->bulk);

	ck_assert_int_ne(next, INT64_MAX);
	if (next > w->now_us)
		w->now_us = next;
	run(w);
}

START_TEST(sends_at_once_when_nothing_is_on_its_way)
{
	struct world *w = world_new(1000, 2);

	put(w, 1, 0);
	run(w);
	ck_assert_uint_eq(w->sent_count, 1);
	put(w, 2, 0);
	put(w, 3, 0);
	run(w);
	ck_assert_uint_eq(w->sent_count, 1); /* The next ones gather meanwhile. */
	answer_ok(w);
	run(w);
	ck_assert_uint_eq(w->sent_count, 1);
	ck_assert_uint_eq(w->counts[0], 2);
	answer_ok(w);
	ck_assert_uint_eq(stats(w).acknowledged, 3);
	ck_assert_uint_eq(stats(w).held_bytes, 0);
	world_free(w);
}
END_TEST

START_TEST(old_body_goes_although_another_is_on_its_way)
{
	struct world *w = world_new(1000, 4);

	put(w, 1, 0);
	run(w);
	answer_ok(w); /* Two requests are allowed now. */
	put(w, 2, 0);
	run(w);
	put(w, 3, 0);
	run(w);
	ck_assert_uint_eq(w->sent_count, 1);
	ck_assert_int_eq(leat_bulk_next_time(w->bulk), 1000000);
	pass(w);
	ck_assert_uint_eq(w->sent_count, 2);
	world_free(w);
}
END_TEST

START_TEST(item_429_goes_again_alone)
{
	struct world *w = world_new(3, 1);

	put(w, 1, 0);
	put(w, 2, 0);
	put(w, 3, 0);
	run(w);
	leat_bulk_flush(w->bulk, 5);
	answer(w, 200,
	       "{\"errors\":true,\"items\":[{\"index\":{\"status\":201}},{\"index\":{\"status\":429,"
	       "\"error\":{\"type\":\"es_rejected_execution_exception\",\"reason\":\"full\"}}},"
	       "{\"index\":{\"status\":201}}]}",
	       NULL);
	run(w);
	ck_assert_uint_eq(w->sent_count, 0); /* It waits first. */
	ck_assert_uint_eq(w->durable, 0);
	ck_assert_ptr_nonnull(strstr(w->waiting, "es_rejected_execution_exception"));
	pass(w);
	ck_assert_uint_eq(w->counts[0], 1);
	ck_assert_str_eq(w->bodies[0], "{\"index\":{}}\n{\"n\":2}\n");
	answer_ok(w);
	run(w);
	ck_assert_uint_eq(w->durable, 5);
	ck_assert_str_eq(w->waiting, "");
	ck_assert_uint_eq(stats(w).retried, 1);
	ck_assert_uint_eq(stats(w).acknowledged, 3);
	world_free(w);
}
END_TEST

START_TEST(item_400_is_rejected_with_its_document)
{
	struct world *w = world_new(2, 1);

	put(w, 1, 0);
	put(w, 2, 0);
	run(w);
	leat_bulk_flush(w->bulk, 1);
	answer(w, 200,
	       "{\"errors\":true,\"items\":[{\"index\":{\"status\":201}},{\"index\":{\"status\":400,"
	       "\"error\":{\"type\":\"mapper_parsing_exception\",\"reason\":\"x\"}}}]}",
	       NULL);
	run(w);
	ck_assert_uint_eq(w->rejected, 1);
	ck_assert_int_eq(w->rejected_status, 400);
	ck_assert_str_eq(w->rejected_document, "{\"n\":2}");
	ck_assert_uint_eq(w->durable, 1);
	ck_assert_uint_eq(stats(w).held_bytes, 0);
	world_free(w);
}
END_TEST

START_TEST(item_409_and_missing_delete_are_success)
{
	struct world *w = world_new(1, 1);

	put(w, 1, 0);
	run(w);
	answer(w, 200, "{\"errors\":true,\"items\":[{\"index\":{\"status\":409}}]}", NULL);
	ck_assert_uint_eq(stats(w).conflicts, 1);
	ck_assert_uint_eq(stats(w).acknowledged, 1);
	world_free(w);
}
END_TEST

/* Whole answers after which all items must be sent again. */
static const struct {
	int status;
	const char *body;
	const char *error;
} again[] = {
	{ 429, "", NULL },
	{ 500, "<html>", NULL },
	{ 502, "<html><body>Bad Gateway</body></html>", NULL },
	{ 503, "", NULL },
	{ 401, "{}", NULL },
	{ 403, "{}", NULL },
	{ 302, "", NULL },
	{ 0, NULL, "connection refused" },
	{ 200, "", NULL },
	{ 200, "{\"errors\":false,\"items\":[{\"index\":{\"status\":201}}]", NULL },    /* torn */
	{ 200, "{\"errors\":false,\"items\":[{\"index\":{\"status\":201}}]}", NULL },   /* one too few */
	{ 200, "{\"errors\":true,\"items\":[{\"index\":{\"status\":201}}]}", NULL },    /* one too few */
	{ 200,
	  "{\"errors\":true,\"items\":[{\"index\":{\"status\":400}},{\"index\":{\"status\":201}},"
	  "{\"index\":{\"status\":201}}]}",
	  NULL }, /* one too many */
	{ 200, "{\"errors\":true,\"items\":[1,2]}", NULL },
	{ 200, "[]", NULL },
};

START_TEST(whole_request_goes_again)
{
	struct world *w = world_new(2, 1);

	put(w, 1, 0);
	put(w, 2, 0);
	run(w);
	answer(w, again[_i].status, again[_i].body, again[_i].error);
	run(w);
	ck_assert_uint_eq(w->sent_count, 0);
	ck_assert_uint_eq(w->rejected, 0);
	ck_assert_uint_gt(strlen(w->waiting), 0);
	pass(w);
	ck_assert_uint_eq(w->counts[0], 2);
	ck_assert_str_eq(w->bodies[0], "{\"index\":{}}\n{\"n\":1}\n{\"index\":{}}\n{\"n\":2}\n");
	answer_ok(w);
	run(w);
	ck_assert_uint_eq(stats(w).acknowledged, 2);
	ck_assert_str_eq(w->waiting, "");
	world_free(w);
}
END_TEST

START_TEST(waits_grow_and_do_not_end)
{
	struct world *w = world_new(1, 1);
	int64_t waited_us = 0;

	put(w, 1, 0);
	run(w);
	for (int i = 0; i < 40; i++) {
		int64_t before_us = w->now_us;
		answer(w, 503, "", NULL);
		pass(w);
		waited_us = w->now_us - before_us;
		ck_assert_int_gt(waited_us, 0);
		ck_assert_int_le(waited_us, 30000000);
	}
	ck_assert_int_ge(waited_us, 15000000);
	answer_ok(w);
	ck_assert_uint_eq(stats(w).acknowledged, 1);
	world_free(w);
}
END_TEST

START_TEST(too_large_is_halved_down_to_the_one)
{
	struct world *w = world_new(5, 1);

	for (int i = 1; i <= 5; i++)
		put(w, i, 0);
	leat_bulk_flush(w->bulk, 1);
	run(w);
	/* Document 4 is the one that the server never takes. */
	while (w->sent_count) {
		if (strstr(w->bodies[0], "{\"n\":4}"))
			answer(w, 413, _i ? NULL : "too large", NULL);
		else
			answer_ok(w);
		run(w);
	}
	ck_assert_uint_eq(w->rejected, 1);
	ck_assert_str_eq(w->rejected_document, "{\"n\":4}");
	ck_assert_uint_eq(stats(w).acknowledged, 4);
	ck_assert_uint_eq(w->durable, 1);
	ck_assert_uint_eq(stats(w).held_bytes, 0);
	world_free(w);
}
END_TEST

START_TEST(whole_400_finds_the_wrong_document)
{
	struct world *w = world_new(8, 2);

	for (int i = 1; i <= 8; i++)
		put(w, i, 0);
	run(w);
	while (w->sent_count) {
		if (strstr(w->bodies[0], "{\"n\":7}"))
			answer(w, 400, "{\"error\":\"malformed\"}", NULL);
		else
			answer_ok(w);
		run(w);
	}
	ck_assert_uint_eq(w->rejected, 1);
	ck_assert_str_eq(w->rejected_document, "{\"n\":7}");
	ck_assert_uint_eq(stats(w).acknowledged, 7);
	world_free(w);
}
END_TEST

START_TEST(missing_index_closes_the_gate)
{
	struct world *w = world_new(1, 1);

	put(w, 1, 0);
	run(w);
	answer(w, 404, "{}", NULL);
	run(w);
	ck_assert_uint_eq(w->missing, 1);
	w->now_us += 60000000;
	run(w);
	ck_assert_uint_eq(w->sent_count, 0);
	leat_bulk_open_gate(w->bulk);
	run(w);
	ck_assert_uint_eq(w->sent_count, 1);
	world_free(w);
}
END_TEST

START_TEST(later_row_of_a_key_folds_the_earlier)
{
	struct world *w = world_new(1000, 1);

	put(w, 0, 0);
	run(w); /* Something is on its way, so that the next ones gather. */
	put(w, 1, 11);
	put(w, 2, 22);
	put(w, 3, 11);
	put(w, 4, 11);
	leat_bulk_flush(w->bulk, 1);
	answer_ok(w);
	run(w);
	ck_assert_uint_eq(w->counts[0], 2);
	ck_assert_str_eq(w->bodies[0], "{\"index\":{}}\n{\"n\":2}\n{\"index\":{}}\n{\"n\":4}\n");
	answer_ok(w);
	run(w);
	struct leat_bulk_stats s = stats(w);
	ck_assert_uint_eq(s.folded, 2);
	ck_assert_uint_eq(s.items, s.acknowledged + s.folded);
	ck_assert_uint_eq(s.held_bytes, 0);
	ck_assert_uint_eq(w->durable, 1);
	world_free(w);
}
END_TEST

START_TEST(later_epoch_waits_for_the_earlier)
{
	struct world *w = world_new(1, 4);

	put(w, 0, 0);
	run(w);
	answer_ok(w); /* Two slots. */
	put(w, 1, 0);
	leat_bulk_flush(w->bulk, 1);
	put(w, 2, 0);
	leat_bulk_flush(w->bulk, 2);
	run(w);
	ck_assert_uint_eq(w->sent_count, 2);
	/* The second request is answered first. */
	uint32_t first = w->requests[0];
	w->requests[0] = w->requests[1];
	w->requests[1] = first;
	answer_ok(w);
	run(w);
	ck_assert_uint_eq(w->durable, 0);
	answer_ok(w);
	run(w);
	ck_assert_uint_eq(w->durable, 2);
	world_free(w);
}
END_TEST

START_TEST(empty_epoch_is_durable_at_once)
{
	struct world *w = world_new(1, 4);

	leat_bulk_flush(w->bulk, 9);
	run(w);
	ck_assert_uint_eq(w->durable, 9);
	world_free(w);
}
END_TEST

START_TEST(room_ends_at_the_budget)
{
	struct world *w = world_new(10, 1);
	uint32_t count = 0;

	while (leat_bulk_has_room(w->bulk)) {
		put(w, 100, 0);
		run(w);
		count++;
	}
	ck_assert_uint_ge(stats(w).held_bytes, 10000);
	ck_assert_uint_lt(stats(w).held_bytes, 10100);
	while (w->sent_count) {
		answer_ok(w);
		run(w);
	}
	ck_assert_uint_eq(stats(w).acknowledged, count);
	ck_assert(leat_bulk_has_room(w->bulk));
	world_free(w);
}
END_TEST

START_TEST(overload_leaves_one_request_at_a_time)
{
	struct world *w = world_new(1, 8);

	for (int i = 0; i < 40; i++)
		put(w, i, 0);
	run(w);
	for (int i = 0; i < 8; i++) {
		answer_ok(w);
		run(w);
	}
	ck_assert_uint_eq(w->sent_count, 8);
	while (w->sent_count)
		answer(w, 429, "", NULL);
	pass(w);
	ck_assert_uint_eq(w->sent_count, 1);
	world_free(w);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, sends_at_once_when_nothing_is_on_its_way);
	tcase_add_test(tc, old_body_goes_although_another_is_on_its_way);
	tcase_add_test(tc, item_429_goes_again_alone);
	tcase_add_test(tc, item_400_is_rejected_with_its_document);
	tcase_add_test(tc, item_409_and_missing_delete_are_success);
	tcase_add_loop_test(tc, whole_request_goes_again, 0, (int)LEAT_COUNT(again));
	tcase_add_test(tc, waits_grow_and_do_not_end);
	tcase_add_loop_test(tc, too_large_is_halved_down_to_the_one, 0, 2);
	tcase_add_test(tc, whole_400_finds_the_wrong_document);
	tcase_add_test(tc, missing_index_closes_the_gate);
	tcase_add_test(tc, later_row_of_a_key_folds_the_earlier);
	tcase_add_test(tc, later_epoch_waits_for_the_earlier);
	tcase_add_test(tc, empty_epoch_is_durable_at_once);
	tcase_add_test(tc, room_ends_at_the_budget);
	tcase_add_test(tc, overload_leaves_one_request_at_a_time);
}

int main(void)
{
	return suite_main("elasticsearch_bulk", add);
}
