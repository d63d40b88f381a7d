/* SPDX-License-Identifier: Apache-2.0 */
/* The embedded index, asked over HTTP as Elasticsearch's clients ask. */
#include "dev/index.h"

#include <stdlib.h>
#include <zlib.h>

#include "peer.h"
#include "suite.h"

static struct fixture {
	struct leat_loop *loop;
	struct leat_dev_index *index;
	struct peer peer;
	bool is_closed;
} f;

static void start(void)
{
	struct leat_dev_index_options options = { 0 };
	struct leat_err err;

	f = (struct fixture){ .loop = leat_loop_new() };
	ck_assert_int_eq(leat_dev_index_open(f.loop, &options, &f.index, &err), 0);
	peer_open(&f.peer, f.loop, leat_dev_index_port(f.index));
}

static void on_closed(void *data)
{
	(void)data;
	f.is_closed = true;
}

static void stop(void)
{
	peer_close(&f.peer);
	leat_dev_index_close(f.index, on_closed, NULL);
	while (!f.is_closed)
		leat_loop_turn(f.loop, true);
	leat_loop_free(f.loop);
}

/* Has the answer come as a whole? */
static bool is_whole(bool is_head)
{
	const char *got = leat_buf_cstr(&f.peer.got);
	const char *end = strstr(got, "\r\n\r\n");
	const char *length = strstr(got, "Content-Length: ");

	if (!end)
		return false;
	return is_head || !length ||
	       f.peer.got.size >= (size_t)(end + 4 - got) + strtoul(length + 16, NULL, 10);
}

static void send_bytes(const char *method, const char *path, const char *headers, const char *body,
                       size_t size)
{
	struct leat_buf head;

	peer_clear(&f.peer);
	leat_buf_init(&head, 1 << 20);
	leat_buf_printf(&head, "%s %s HTTP/1.1\r\nHost: test\r\n%sContent-Length: %zu\r\n\r\n",
	                method, path, headers, size);
	peer_send_bytes(&f.peer, head.data, head.size);
	peer_send_bytes(&f.peer, body, size);
	leat_buf_done(&head);
}

/* The body of the answer; the status must be @p status. */
static const char *ask_for(int status, const char *method, const char *path, const char *body)
{
	char want[40];

	send_bytes(method, path, "", body, strlen(body));
	while (!is_whole(strcmp(method, "HEAD") == 0) && !f.peer.is_closed)
		leat_loop_turn(f.loop, true);
	(void)snprintf(want, sizeof(want), "HTTP/1.1 %d ", status);
	const char *got = leat_buf_cstr(&f.peer.got);
	if (strncmp(got, want, strlen(want)) != 0)
		fprintf(stderr, "%s %s %s\n%s\n", method, path, body, got);
	ck_assert_msg(strncmp(got, want, strlen(want)) == 0, "want %d, got %.15s", status, got);
	return strstr(got, "\r\n\r\n") + 4;
}

static void expect(const char *got, const char *want)
{
	if (!strstr(got, want))
		fprintf(stderr, "want %s\ngot %s\n", want, got);
	ck_assert_msg(strstr(got, want), "see stderr");
}

static const char *get(const char *path)
{
	return ask_for(200, "GET", path, "");
}

#define SEARCH(query)                                                                              \
	ask_for(200, "POST", "/people/_search?filter_path=hits.total.value,hits.hits._id", query)

/* Search and expect these ids, in this order, as "1 2 ". */
static void finds(const char *query, const char *ids)
{
	char got[500] = "";
	size_t n = 0;

	for (const char *at = SEARCH(query); (at = strstr(at, "\"_id\":\"")); at += 7) {
		size_t length = strcspn(at + 7, "\"");

		n += (size_t)snprintf(got + n, sizeof(got) - n, "%.*s ", (int)length, at + 7);
	}
	if (strcmp(got, ids) != 0)
		fprintf(stderr, "%s\nwant %s got %s\n", query, ids, got);
	ck_assert_str_eq(got, ids);
}

static const char people[] =
	"{\"index\":{\"_id\":\"1\"}}\n"
	"{\"name\":\"Ada Lovelace\",\"age\":36,\"born\":\"1815-12-10\",\"tags\":[\"math\",\"poetry\"],\"ok\":true,"
	"\"home\":[{\"city\":\"London\",\"no\":1},{\"city\":\"Ockham\",\"no\":9}]}\n"
	"{\"index\":{\"_id\":\"2\"}}\n"
	"{\"name\":\"Alan Turing\",\"age\":41,\"born\":\"1912-06-23\",\"tags\":\"math\",\"ok\":false,\"score\":1.5,"
	"\"home.city\":\"Maida Vale\"}\n"
	"{\"index\":{\"_id\":\"3\"}}\n"
	"{\"name\":\"Grace Hopper\",\"age\":\"85\",\"born\":\"1906-12-09T12:00:00Z\",\"tags\":[],\"ok\":\"true\"}\n"
	"{\"index\":{\"_id\":\"4\"}}\n"
	"{\"name\":\"\\u0041da Yonath, the chemist\",\"age\":null,\"born\":\"1939-06-22\",\"sc\\u006fre\":-2}\n";

static void start_with_people(void)
{
	start();
	(void)ask_for(200, "PUT", "/people",
	              "{\"mappings\":{\"properties\":{\"born\":{\"type\":\"date\"}}}}");
	expect(ask_for(200, "POST", "/people/_bulk?refresh=true", people), "\"errors\":false");
}

START_TEST(greets)
{
	start();
	expect(get("/"), "\"number\":\"8.");
	expect(leat_buf_cstr(&f.peer.got), "X-Elastic-Product: Elasticsearch\r\n");
	expect(get("/"), "Leat's embedded index");
	expect(get("/_cluster/health"), "\"status\":\"green\"");
	expect(ask_for(400, "GET", "/a/b/c", ""),
	       "no handler found for uri [/a/b/c] and method [GET]");
	expect(ask_for(405, "DELETE", "/_search", ""), "allowed: [GET POST]");
	expect(ask_for(400, "GET", "/a/b/c/d/e/f", ""), "no handler");
	stop();
}
END_TEST

START_TEST(makes_and_deletes_indices)
{
	start();
	(void)ask_for(404, "HEAD", "/a", "");
	expect(ask_for(200, "PUT", "/a",
	               "{\"settings\":{\"index\":{\"number_of_shards\":\"2\",\"mapping.total_fields.limit\":5},"
	               "\"index.refresh_interval\":\"1s\",\"number_of_replicas\":0}}"),
	       "{\"acknowledged\":true,\"shards_acknowledged\":true,\"index\":\"a\"}");
	(void)ask_for(200, "HEAD", "/a", "");
	expect(ask_for(400, "PUT", "/a", ""), "\"type\":\"resource_already_exists_exception\"");
	const char *settings = get("/a/_settings");
	expect(settings, "{\"a\":{\"settings\":{\"index\":{");
	expect(settings, "\"number_of_shards\":\"2\"");
	expect(settings, "\"number_of_replicas\":\"0\"");
	expect(settings, "\"refresh_interval\":\"1s\"");
	expect(settings, "\"mapping\":{\"total_fields\":{\"limit\":\"5\"}}");
	(void)ask_for(200, "PUT", "/a/_settings", "{\"index\":{\"refresh_interval\":\"-1\"}}");
	expect(get("/a"), "\"refresh_interval\":\"-1\"");
	expect(get("/_cat/indices?v"), "health status index ");
	expect(get("/_cat/indices/a?format=json&h=index,rep"), "[{\"index\":\"a\",\"rep\":\"0\"}]");
	expect(ask_for(200, "DELETE", "/a", ""), "{\"acknowledged\":true}");
	expect(ask_for(404, "DELETE", "/a", ""),
	       "{\"error\":{\"root_cause\":[{\"type\":\"index_not_found_exception\",\"reason\":\"no such index "
	       "[a]\",\"index\":\"a\"}]");
	expect(ask_for(400, "DELETE", "/*", ""), "Wildcard");
	stop();
}
END_TEST

static const struct {
	const char *path;
	const char *body;
	const char *want;
} bad_indices[] = {
	{ "/Upper", "", "must be lowercase" },
	{ "/-a", "", "must not start with" },
	{ "/a%20b", "", "must not contain" },
	{ "/..", "", "must not be '.' or '..'" },
	{ "/a", "{\"settings\":{\"number_of_shrads\":1}}",
	  "unknown setting [index.number_of_shrads]" },
	{ "/a", "{\"settings\":{\"number_of_shards\":0}}", "must be >= 1" },
	{ "/a", "{\"settings\":{\"number_of_shards\":\"x\"}}", "Failed to parse value [x]" },
	{ "/a", "{\"mapping\":{}}", "unknown key [mapping]" },
	{ "/a", "{\"mappings\":{\"properties\":{\"a\":1}}}", "mapper_parsing_exception" },
	{ "/a", "{\"mappings\":{\"properties\":{\"a.b\":{\"type\":\"long\"}}}}", "not supported" },
	{ "/a", "{", "parsing_exception" },
	{ "/a", "[]", "parsing_exception" },
};

START_TEST(refuses_indices)
{
	start();
	expect(ask_for(400, "PUT", bad_indices[_i].path, bad_indices[_i].body),
	       bad_indices[_i].want);
	expect(get("/_cat/indices?format=json"), "[]");
	stop();
}
END_TEST

START_TEST(maps)
{
	start_with_people();
	const char *mapping = get("/people/_mapping");
	expect(mapping, "\"born\":{\"type\":\"date\"}");
	expect(mapping,
	       "\"name\":{\"type\":\"text\",\"fields\":{\"keyword\":{\"type\":\"keyword\",\"ignore_above\":256}}}");
	expect(mapping, "\"age\":{\"type\":\"long\"}");
	expect(mapping, "\"ok\":{\"type\":\"boolean\"}");
	expect(mapping, "\"score\":{\"type\":\"float\"}");
	expect(mapping, "\"home\":{\"properties\":{\"city\":{\"type\":\"text\"");
	(void)ask_for(200, "PUT", "/people/_mapping",
	              "{\"properties\":{\"zip\":{\"type\":\"keyword\",\"doc_values\":false}}}");
	expect(get("/people/_mapping"), "\"zip\":{\"type\":\"keyword\",\"doc_values\":false}");
	expect(ask_for(400, "PUT", "/people/_mapping",
	               "{\"properties\":{\"q\":{\"type\":\"long\"},\"age\":{\"type\":\"text\"}}}"),
	       "mapper [age] cannot be changed from type [long] to [text]");
	ck_assert_ptr_null(strstr(get("/people/_mapping"), "\"q\""));
	(void)ask_for(200, "PUT", "/people/_mapping", "{\"dynamic\":\"strict\"}");
	expect(ask_for(400, "PUT", "/people/_doc/9", "{\"new\":1}"),
	       "strict_dynamic_mapping_exception");
	stop();
}
END_TEST

START_TEST(checks_documents)
{
	static const struct {
		const char *body;
		const char *want;
	} bad[] = {
		{ "{\"age\":\"old\"}",
		  "failed to parse field [age] of type [long] in document with id '9'" },
		{ "{\"age\":{\"x\":1}}", "mapper_parsing_exception" },
		{ "{\"age\":1e30}", "out of range" },
		{ "{\"born\":\"yesterday\"}", "failed to parse date field" },
		{ "{\"born\":\"2024-02-30\"}", "failed to parse date field" },
		{ "{\"ok\":1}", "only [true] or [false]" },
		{ "{\"home\":\"here\"}",
		  "object mapping for [home] tried to parse field [home] as object" },
		{ "{\"fresh\":1,\"age\":[1,\"x\"]}", "Preview of field's value: 'x'" },
		{ "{\"a\\\"b\":1}", "not supported" },
		{ "{\"\":1}", "is empty" },
		{ "{\"a..b\":1}", "is empty" },
		{ "{\"a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a\":1}", "mapping depth" },
		{ "{", "parsing_exception" },
		{ "[1]", "parsing_exception" },
		{ "", "request body is required" },
	};

	start_with_people();
	for (size_t i = 0; i < LEAT_COUNT(bad); i++)
		expect(ask_for(400, "PUT", "/people/_doc/9", bad[i].body), bad[i].want);
	ck_assert_ptr_null(strstr(get("/people/_mapping"), "fresh"));
	expect(get("/people/_count"), "\"count\":4");
	stop();
}
END_TEST

START_TEST(limits_fields)
{
	struct leat_buf body;

	start();
	leat_buf_init(&body, 1 << 20);
	for (int i = 0; i < 1001; i++)
		leat_buf_printf(&body, "%c\"f%d\":1", i ? ',' : '{', i);
	leat_buf_char(&body, '}');
	expect(ask_for(400, "PUT", "/a/_doc/1", leat_buf_cstr(&body)),
	       "Limit of total fields [1000]");
	expect(get("/a/_mapping"), "{\"a\":{\"mappings\":{}}}");
	leat_buf_done(&body);
	stop();
}
END_TEST

START_TEST(keeps_versions)
{
	start();
	expect(ask_for(201, "PUT", "/v/_doc/1", "{\"a\":1}"),
	       "{\"_index\":\"v\",\"_id\":\"1\",\"_version\":1,\"result\":\"created\",\"_shards\":{\"total\":1,"
	       "\"successful\":1,\"failed\":0},\"_seq_no\":0,\"_primary_term\":1}");
	expect(ask_for(200, "PUT", "/v/_doc/1", "{\"a\":2}"),
	       "\"_version\":2,\"result\":\"updated\"");
	expect(ask_for(409, "PUT", "/v/_create/1", "{}"), "version_conflict_engine_exception");
	expect(ask_for(409, "PUT", "/v/_doc/1?op_type=create", "{}"), "document already exists");
	expect(ask_for(409, "PUT", "/v/_doc/1?if_seq_no=0&if_primary_term=1", "{}"),
	       "current document has seqNo [1]");
	(void)ask_for(200, "PUT", "/v/_doc/1?if_seq_no=1&if_primary_term=1", "{}");
	(void)ask_for(201, "PUT", "/v/_doc/2?version=7&version_type=external", "{}");
	expect(ask_for(409, "PUT", "/v/_doc/2?version=7&version_type=external", "{}"),
	       "current version [7] is higher or equal to the one provided [7]");
	(void)ask_for(200, "PUT", "/v/_doc/2?version=7&version_type=external_gte", "{}");
	expect(ask_for(409, "DELETE", "/v/_doc/2?version=6&version_type=external_gte", ""),
	       "is higher than");
	(void)ask_for(200, "DELETE", "/v/_doc/2?version=8&version_type=external", "");
	/* What is late must not bring a deleted document back. */
	(void)ask_for(409, "PUT", "/v/_doc/2?version=8&version_type=external", "{}");
	expect(ask_for(404, "GET", "/v/_doc/2", ""),
	       "{\"_index\":\"v\",\"_id\":\"2\",\"found\":false}");
	(void)ask_for(201, "PUT", "/v/_doc/2?version=9&version_type=external", "{}");
	(void)ask_for(400, "PUT", "/v/_doc/2?version=9", "{}");
	(void)ask_for(400, "PUT", "/v/_doc/2?version=-1&version_type=external", "{}");
	(void)ask_for(400, "PUT", "/v/_doc/2?version_type=odd", "{}");
	expect(ask_for(404, "DELETE", "/v/_doc/3", ""), "\"result\":\"not_found\"");
	expect(ask_for(404, "DELETE", "/none/_doc/3", ""), "index_not_found_exception");
	stop();
}
END_TEST

START_TEST(updates)
{
	start();
	(void)ask_for(201, "PUT", "/u/_doc/1", "{\"a\": {\"x\":1,\"y\":2},\"b\":1}");
	expect(ask_for(200, "POST", "/u/_update/1", "{\"doc\":{\"a\":{\"y\":3},\"c\":4}}"),
	       "\"result\":\"updated\"");
	expect(get("/u/_doc/1"), "\"_source\":{\"a\":{\"x\":1,\"y\":3},\"b\":1,\"c\":4}");
	expect(ask_for(200, "POST", "/u/_update/1", "{\"doc\":{\"b\":1}}"),
	       "\"_version\":2,\"result\":\"noop\"");
	expect(ask_for(404, "POST", "/u/_update/2", "{\"doc\":{\"b\":1}}"),
	       "document_missing_exception");
	(void)ask_for(201, "POST", "/u/_update/2", "{\"doc\":{\"b\":1},\"doc_as_upsert\":true}");
	(void)ask_for(201, "POST", "/u/_update/3", "{\"doc\":{\"b\":1},\"upsert\":{\"z\":1}}");
	expect(get("/u/_source/3"), "{\"z\":1}");
	(void)ask_for(400, "POST", "/u/_update/1", "{\"script\":\"x\"}");
	expect(ask_for(201, "POST", "/u/_doc", "{\"auto\":1}"), "\"result\":\"created\"");
	(void)ask_for(200, "HEAD", "/u/_doc/1", "");
	(void)ask_for(404, "HEAD", "/u/_doc/99", "");
	stop();
}
END_TEST

START_TEST(takes_bulks)
{
	start();
	const char *got = ask_for(
		200, "POST", "/_bulk?filter_path=errors,items.*.status,items.*.error.type",
		"{\"index\":{\"_index\":\"b\",\"_id\":\"1\"}}\n{\"n\":1}\n"
		"{\"create\":{\"_index\":\"b\",\"_id\":\"1\"}}\n{\"n\":2}\r\n"
		"\n"
		"{\"update\":{\"_index\":\"b\",\"_id\":\"2\"}}\n{\"doc\":{\"n\":2},\"doc_as_upsert\":true}\n"
		"{\"delete\":{\"_index\":\"b\",\"_id\":\"9\"}}\n"
		"{\"index\":{\"_index\":\"b\",\"_id\":\"3\"}}\n{\"n\":\"x\"}\n"
		"{\"index\":{\"_index\":\"b\",\"_id\":\"4\"}}\n{\"n\":\n"
		"{\"index\":{\"_index\":\"B\",\"_id\":\"5\"}}\n{}\n"
		"{\"delete\":{\"_index\":\"none\",\"_id\":\"5\"}}\n");
	ck_assert_str_eq(
		got,
		"{\"errors\":true,\"items\":[{\"index\":{\"status\":201}},"
		"{\"create\":{\"status\":409,\"error\":{\"type\":\"version_conflict_engine_exception\"}}},"
		"{\"update\":{\"status\":201}},{\"delete\":{\"status\":404}},"
		"{\"index\":{\"status\":400,\"error\":{\"type\":\"mapper_parsing_exception\"}}},"
		"{\"index\":{\"status\":400,\"error\":{\"type\":\"mapper_parsing_exception\"}}},"
		"{\"index\":{\"status\":400,\"error\":{\"type\":\"invalid_index_name_exception\"}}},"
		"{\"delete\":{\"status\":404,\"error\":{\"type\":\"index_not_found_exception\"}}}]}");
	expect(get("/b/_count"), "\"count\":2");
	expect(get("/_cat/count/b"), " 2\n");
	ck_assert_uint_eq(leat_dev_index_bulk_count(f.index), 1);
	stop();
}
END_TEST

static const struct {
	const char *body;
	const char *want;
} bad_bulks[] = {
	{ "", "request body is required" },
	{ "{\"index\":{}}\n{}", "must be terminated by a newline" },
	{ "{\"index\":{}}\n", "the last action has no document" },
	{ "{\"ok\":{}}\n{}\n", "Malformed action/metadata line [1]" },
	{ "{\"index\":{}}\n{}\n{\"index\":1}\n", "Malformed action/metadata line [3]" },
	{ "{\"index\":{\"_id\":\"\"}}\n{}\n", "must not be empty" },
	{ "{\"index\":{\"colour\":\"red\"}}\n{}\n", "unknown parameter" },
	{ "{\"index\":{\"version\":\"x\"}}\n{}\n", "[version]" },
	{ "{\"index\":{\"version_type\":\"x\"}}\n{}\n", "version type" },
	{ "{\"index\":{\"version_type\":\"external\",\"version\":1}}\n{}\n", "needs an _id" },
	{ "{\"delete\":{}}\n", "it needs an _id" },
	{ "{\"index\":{},\"create\":{}}\n{}\n", "one action" },
	{ "nonsense\n", "Malformed" },
	{ "[[[[\n", "Malformed" },
};

START_TEST(refuses_bulks_as_a_whole)
{
	start();
	expect(ask_for(400, "POST", "/b/_bulk", bad_bulks[_i].body), bad_bulks[_i].want);
	(void)ask_for(404, "GET", "/b/_count", "");
	stop();
}
END_TEST

START_TEST(unpacks_bodies)
{
	unsigned char packed[200];
	z_stream z = { 0 };
	static const char body[] = "{\"index\":{\"_id\":\"1\"}}\n{}\n";

	start();
	ck_assert_int_eq(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)body;
	z.avail_in = sizeof(body) - 1;
	z.next_out = packed;
	z.avail_out = sizeof(packed);
	ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
	send_bytes("POST", "/g/_bulk", "Content-Encoding: gzip\r\n", (char *)packed, z.total_out);
	ck_assert(peer_wait(&f.peer, "\"errors\":false"));
	send_bytes("POST", "/g/_bulk", "Content-Encoding: gzip\r\n", (char *)packed,
	           z.total_out - 9);
	ck_assert(peer_wait(&f.peer, "HTTP/1.1 400 "));
	deflateEnd(&z);
	stop();
}
END_TEST

START_TEST(searches)
{
	start_with_people();
	finds("", "1 2 3 4 ");
	finds("{\"query\":{\"match_all\":{}}}", "1 2 3 4 ");
	finds("{\"query\":{\"match\":{\"name\":\"LOVELACE\"}}}", "1 ");
	finds("{\"query\":{\"match\":{\"name\":{\"query\":\"ada chemist\",\"operator\":\"and\"}}}}",
	      "4 ");
	finds("{\"query\":{\"match_phrase\":{\"name\":\"the chemist\"}}}", "4 ");
	finds("{\"query\":{\"match_phrase\":{\"name\":\"chemist the\"}}}", "");
	finds("{\"query\":{\"match\":{\"name\":\"\\\" OR *\"}}}", "");
	finds("{\"query\":{\"multi_match\":{\"query\":\"hopper\",\"fields\":[\"name^2\",\"nothing\"]}}}",
	      "3 ");
	finds("{\"query\":{\"term\":{\"name.keyword\":\"Alan Turing\"}}}", "2 ");
	finds("{\"query\":{\"term\":{\"name\":\"Alan\"}}}", "");
	finds("{\"query\":{\"term\":{\"name\":\"alan\"}}}", "2 ");
	finds("{\"query\":{\"term\":{\"age\":{\"value\":85}}}}", "3 ");
	finds("{\"query\":{\"terms\":{\"age\":[36,\"41\"]}}}", "1 2 ");
	finds("{\"query\":{\"term\":{\"ok\":true}}}", "1 3 ");
	finds("{\"query\":{\"term\":{\"tags.keyword\":\"math\"}}}", "1 2 ");
	finds("{\"query\":{\"term\":{\"home.no\":9}}}", "1 ");
	finds("{\"query\":{\"match\":{\"home.city\":\"vale\"}}}", "2 ");
	finds("{\"query\":{\"term\":{\"score\":-2}}}", "4 ");
	finds("{\"query\":{\"prefix\":{\"name.keyword\":\"Gra\"}}}", "3 ");
	finds("{\"query\":{\"wildcard\":{\"name.keyword\":\"A*e?ace\"}}}", "1 ");
	finds("{\"query\":{\"exists\":{\"field\":\"tags\"}}}", "1 2 ");
	finds("{\"query\":{\"exists\":{\"field\":\"age\"}}}", "1 2 3 ");
	finds("{\"query\":{\"ids\":{\"values\":[\"2\",\"9\"]}}}", "2 ");
	finds("{\"query\":{\"term\":{\"_id\":\"3\"}}}", "3 ");
	finds("{\"query\":{\"term\":{\"nothing\":1}}}", "");
	finds("{\"query\":{\"constant_score\":{\"filter\":{\"range\":{\"home.no\":{\"gt\":2,\"lt\":8}}}}}}",
	      "");
	finds("{\"query\":{\"range\":{\"born\":{\"gte\":\"1906\",\"lt\":\"1912-06-23||+1d\"}}}}",
	      "2 3 ");
	finds("{\"query\":{\"range\":{\"born\":{\"lte\":\"1906-12-09||/d\"}}}}", "1 3 ");
	finds("{\"query\":{\"range\":{\"born\":{\"lte\":\"1906-12-09\"}}}}", "1 3 ");
	finds("{\"query\":{\"term\":{\"born\":\"1906-12-09\"}}}", "3 ");
	finds("{\"query\":{\"range\":{\"born\":{\"gt\":\"now-1000d\"}}}}", "");
	finds("{\"query\":{\"bool\":{\"must\":{\"match\":{\"name\":\"ada\"}},\"must_not\":[{\"exists\":{\"field\":\"age\"}}]}}}",
	      "4 ");
	finds("{\"query\":{\"bool\":{\"should\":[{\"term\":{\"age\":36}},{\"term\":{\"ok\":true}},{\"term\":{\"age\":41}}],"
	      "\"minimum_should_match\":2}}}",
	      "1 ");
	finds("{\"query\":{\"bool\":{\"filter\":[{\"term\":{\"ok\":true}}],\"should\":{\"term\":{\"age\":85}}}}}",
	      "3 1 ");
	finds("{\"sort\":[{\"age\":\"desc\"}],\"size\":2}", "3 2 ");
	finds("{\"sort\":[{\"age\":{\"order\":\"asc\",\"missing\":\"_first\"}}],\"from\":1,\"size\":2}",
	      "1 2 ");
	finds("{\"sort\":[\"ok\",{\"born\":\"desc\"}]}", "2 3 1 4 ");
	finds("{\"sort\":{\"tags.keyword\":\"desc\"},\"query\":{\"exists\":{\"field\":\"tags\"}}}",
	      "1 2 ");
	stop();
}
END_TEST

START_TEST(reads_query_strings)
{
	start_with_people();
	finds("{\"query\":{\"query_string\":{\"query\":\"turing\"}}}", "2 ");
	finds("{\"query\":{\"query_string\":{\"query\":\"name:ada AND age:36\"}}}", "1 ");
	finds("{\"query\":{\"query_string\":{\"query\":\"name:(ada OR alan) AND NOT ok:true\"}}}",
	      "2 4 ");
	finds("{\"query\":{\"query_string\":{\"query\":\"+name:ada -age:36\"}}}", "4 ");
	finds("{\"query\":{\"query_string\":{\"query\":\"born:[1900-01-01 TO 1910-01-01T00:00:00Z}\"}}}",
	      "3 ");
	finds("{\"query\":{\"query_string\":{\"query\":\"age:>=41\"}}}", "2 3 ");
	finds("{\"query\":{\"query_string\":{\"query\":\"name.keyword:\\\"Grace Hopper\\\"\"}}}",
	      "3 ");
	finds("{\"query\":{\"query_string\":{\"query\":\"name.keyword:Gr*\"}}}", "3 ");
	finds("{\"query\":{\"query_string\":{\"query\":\"_exists_:score\"}}}", "2 4 ");
	finds("{\"query\":{\"query_string\":{\"query\":\"*\"}}}", "1 2 3 4 ");
	finds("{\"query\":{\"query_string\":{\"query\":\"ok:true age:[40 TO *]\",\"default_operator\":\"AND\"}}}",
	      "3 ");
	expect(get("/people/_search?q=name:grace&_source=age"), "\"_source\":{\"age\":\"85\"}");
	expect(get("/people/_count?q=tags:math"), "\"count\":2");
	stop();
}
END_TEST

START_TEST(shapes_answers)
{
	start_with_people();
	const char *got = get("/people/_search?size=1&sort=age:desc");
	expect(got,
	       "\"timed_out\":false,\"_shards\":{\"total\":1,\"successful\":1,\"skipped\":0,\"failed\":0},\"hits\":"
	       "{\"total\":{\"value\":4,\"relation\":\"eq\"},\"max_score\":null,\"hits\":[{\"_index\":\"people\","
	       "\"_id\":\"3\",\"_source\":{\"name\":\"Grace Hopper\"");
	expect(got, "\"_score\":null,\"sort\":[85]}]}}");
	expect(get("/people/_search?size=1"), "\"max_score\":1.0");
	got = ask_for(
		200, "POST", "/people/_search",
		"{\"_source\":{\"includes\":[\"home.*\",\"n*\"],\"excludes\":\"*.no\"},\"size\":1,\"version\":true,"
		"\"seq_no_primary_term\":true,\"track_total_hits\":false}");
	expect(got,
	       "\"_source\":{\"name\":\"Ada Lovelace\",\"home\":[{\"city\":\"London\"},{\"city\":\"Ockham\"}]}");
	expect(got, "\"_version\":1,\"_seq_no\":0,\"_primary_term\":1");
	ck_assert_ptr_null(strstr(got, "\"total\":{"));
	(void)ask_for(201, "PUT", "/more/_doc/1", "{\"age\":99}");
	expect(get("/people,mo*/_search?sort=age:desc&size=1&rest_total_hits_as_int=true"),
	       "\"total\":5,");
	expect(get("/_search?q=age:99"), "\"_index\":\"more\"");
	expect(ask_for(200, "POST", "/people/_delete_by_query",
	               "{\"query\":{\"match\":{\"name\":\"ada\"}}}"),
	       "\"deleted\":2");
	finds("", "2 3 ");
	stop();
}
END_TEST

START_TEST(aggregates)
{
	start_with_people();
	const char *got = ask_for(
		200, "POST", "/people/_search?size=0",
		"{\"aggs\":{\"t\":{\"terms\":{\"field\":\"tags.keyword\",\"size\":1},\"aggs\":{\"a\":{\"avg\":{\"field\":\"age\"}}}},"
		"\"s\":{\"stats\":{\"field\":\"age\"}},\"c\":{\"value_count\":{\"field\":\"home.no\"}},"
		"\"y\":{\"date_histogram\":{\"field\":\"born\",\"calendar_interval\":\"year\"}},"
		"\"ok\":{\"terms\":{\"field\":\"ok\",\"order\":{\"_key\":\"asc\"}}},\"none\":{\"max\":{\"field\":\"nothing\"}}}}");
	expect(got,
	       "\"t\":{\"doc_count_error_upper_bound\":0,\"buckets\":[{\"key\":\"math\",\"doc_count\":2,\"a\":{\"value\":38.5}}],"
	       "\"sum_other_doc_count\":1}");
	expect(got, "\"s\":{\"count\":3,\"min\":36.0,\"max\":85.0,\"avg\":54.0,\"sum\":162.0}");
	expect(got, "\"c\":{\"value\":2}");
	expect(got,
	       "{\"key_as_string\":\"1906-01-01T00:00:00.000Z\",\"key\":-2019686400000,\"doc_count\":1}");
	expect(got,
	       "\"ok\":{\"doc_count_error_upper_bound\":0,\"buckets\":[{\"key\":0,\"key_as_string\":\"false\",\"doc_count\":1},"
	       "{\"key\":1,\"key_as_string\":\"true\",\"doc_count\":2}]");
	expect(got, "\"none\":{\"value\":null}");
	stop();
}
END_TEST

static const struct {
	const char *body;
	const char *want;
} bad_searches[] = {
	{ "{\"query\":{\"nothing\":{}}}", "unknown query [nothing]" },
	{ "{\"query\":{}}", "empty clause" },
	{ "{\"query\":[]}", "empty clause" },
	{ "{\"query\":{\"term\":{\"age\":\"x\"}}}", "For input string" },
	{ "{\"query\":{\"term\":{\"age\":[1]}}}", "does not support this value" },
	{ "{\"query\":{\"term\":{\"age\":1,\"ok\":true}}}", "multiple fields" },
	{ "{\"query\":{\"term\":{}}}", "requires a field" },
	{ "{\"query\":{\"terms\":{\"age\":1}}}", "requires an array" },
	{ "{\"query\":{\"range\":{\"age\":1}}}", "requires an object" },
	{ "{\"query\":{\"range\":{\"age\":{\"above\":1}}}}", "does not support [above]" },
	{ "{\"query\":{\"range\":{\"born\":{\"gt\":\"x\"}}}}", "failed to parse date field" },
	{ "{\"query\":{\"range\":{\"born\":{\"gt\":\"now+999999y\"}}}}",
	  "failed to parse date field" },
	{ "{\"query\":{\"range\":{\"born\":{\"gt\":\"9223372036854775807||+1d\"}}}}",
	  "failed to parse date field" },
	{ "{\"query\":{\"bool\":{\"perhaps\":[]}}}", "does not support [perhaps]" },
	{ "{\"query\":{\"bool\":{\"must\":3}}}", "does not support a value" },
	{ "{\"query\":{\"query_string\":{\"query\":\"(a\"}}}", "expected )" },
	{ "{\"query\":{\"query_string\":{\"query\":\"a)\"}}}", "unexpected )" },
	{ "{\"query\":{\"query_string\":{\"query\":\"age:[1 2]\"}}}", "expected TO" },
	{ "{\"query\":{\"query_string\":{\"query\":\"a:b:c:d:e:f:g:h:i:j:k:l:m:n:o:p:q:r:s:t:u:v:w:x:y:z\"}}}",
	  "too many fields" },
	{ "{\"query\":{\"query_string\":{\"query\":\"(((((((((((((((((((((((a\"}}}",
	  "too many parentheses" },
	{ "{\"sort\":[\"name\"]}", "Fielddata is disabled on [name]" },
	{ "{\"sort\":[\"nothing\"]}", "No mapping found for [nothing]" },
	{ "{\"sort\":[{\"age\":\"up\"}]}", "Unknown SortOrder" },
	{ "{\"size\":10001}", "Result window is too large" },
	{ "{\"size\":-1}", "must be a number" },
	{ "{\"highlight\":{}}", "unknown key [highlight]" },
	{ "{\"aggs\":{\"a\":{}}}", "the aggregation [a]" },
	{ "{\"aggs\":{\"a\":{\"sum\":{\"field\":\"name.keyword\"}}}}",
	  "not supported for aggregation" },
	{ "{\"aggs\":{\"a\":{\"terms\":{\"field\":\"name\"}}}}", "Fielddata is disabled" },
	{ "{\"aggs\":{\"a\":{\"median\":{\"field\":\"age\"}}}}", "Unknown aggregation" },
	{ "{\"aggs\":{\"a\":{\"date_histogram\":{\"field\":\"born\"}}}}", "interval" },
	{ "{\"aggs\":[]}", "Expected aggregations" },
	{ "{\"query\":", "parsing_exception" },
};

START_TEST(refuses_searches)
{
	start_with_people();
	expect(ask_for(400, "POST", "/people/_search", bad_searches[_i].body),
	       bad_searches[_i].want);
	finds("", "1 2 3 4 ");
	stop();
}
END_TEST

START_TEST(limits_clauses)
{
	struct leat_buf body;

	start_with_people();
	leat_buf_init(&body, 1 << 20);
	for (int kind = 0; kind < 2; kind++) {
		leat_buf_clear(&body);
		leat_buf_text(&body, "{\"query\":{\"bool\":{\"should\":[");
		for (int i = 0; i < 600; i++)
			leat_buf_printf(&body, "%s{\"%s\":{\"name\":\"ada\"}}", i ? "," : "",
			                kind ? "match" : "term");
		leat_buf_text(&body, "]}}}");
		expect(ask_for(400, "POST", "/people/_search", leat_buf_cstr(&body)),
		       "too_many_clauses");
	}
	/* Just within the limit. */
	leat_buf_clear(&body);
	leat_buf_text(&body, "{\"query\":{\"bool\":{\"should\":[");
	for (int i = 0; i < 500; i++)
		leat_buf_printf(&body, "%s{\"term\":{\"age\":%d}}", i ? "," : "", i);
	leat_buf_text(&body, "]}}}");
	finds(leat_buf_cstr(&body), "1 2 3 ");
	leat_buf_done(&body);
	stop();
}
END_TEST

START_TEST(survives_what_json_paths_do_not_say)
{
	start();
	/* Later documents change what a field is like; none may make a search fail. */
	(void)ask_for(200, "PUT", "/w", "{\"mappings\":{\"dynamic\":false}}");
	(void)ask_for(201, "PUT", "/w/_doc/1", "{\"a\":[\"x\",[1]],\"it's\":1}");
	(void)ask_for(200, "PUT", "/w/_mapping",
	              "{\"properties\":{\"a\":{\"properties\":{\"b\":{\"type\":\"text\"}}},"
	              "\"it's\":{\"type\":\"long\"}}}");
	(void)ask_for(201, "PUT", "/w/_doc/2", "{\"a\":[{\"b\":\"y\"},{\"b\":[\"z\",\"q\"]}]}");
	(void)ask_for(201, "PUT", "/w/_doc/3", "{\v\"a\":\f{\"b\":\"z\"}}");
	expect(ask_for(200, "POST", "/w/_search", "{\"query\":{\"match\":{\"a.b\":\"z\"}}}"),
	       "\"value\":2");
	expect(ask_for(200, "POST", "/w/_search", "{\"query\":{\"exists\":{\"field\":\"a.b\"}}}"),
	       "\"value\":2");
	expect(ask_for(200, "POST", "/w/_search", "{\"query\":{\"term\":{\"it's\":1}}}"),
	       "\"value\":1");
	stop();
}
END_TEST

/* ---- failures ---- */

static const char one[] =
	"{\"index\":{\"_id\":\"1\"}}\n{}\n{\"index\":{\"_id\":\"2\"}}\n{}\n{\"index\":{\"_id\":\"3\"}}\n{}\n";

START_TEST(fails_with_a_status)
{
	start();
	leat_dev_index_fail(f.index,
	                    &(struct leat_dev_failure){ .kind = LEAT_DEV_FAIL_STATUS,
	                                                .count = 2,
	                                                .status = 429,
	                                                .type = "es_rejected_execution_exception",
	                                                .reason = "full",
	                                                .retry_after_s = 3 });
	expect(ask_for(429, "POST", "/f/_bulk", one),
	       "\"type\":\"es_rejected_execution_exception\",\"reason\":\"full\"");
	ck_assert(peer_has(&f.peer, "Retry-After: 3\r\n"));
	(void)ask_for(404, "GET", "/f/_count", "");
	(void)ask_for(429, "POST", "/f/_bulk", one);
	(void)ask_for(200, "POST", "/f/_bulk", one);
	stop();
}
END_TEST

START_TEST(fails_items)
{
	start();
	leat_dev_index_fail(f.index,
	                    &(struct leat_dev_failure){ .kind = LEAT_DEV_FAIL_ITEMS,
	                                                .status = 429,
	                                                .every = 2,
	                                                .type = "es_rejected_execution_exception",
	                                                .reason = "full" });
	ck_assert_str_eq(
		ask_for(200, "POST", "/f/_bulk?filter_path=items.*.status", one),
		"{\"items\":[{\"index\":{\"status\":429}},{\"index\":{\"status\":201}},{\"index\":{\"status\":429}}]}");
	stop();
}
END_TEST

START_TEST(loses_answers)
{
	static const enum leat_dev_failure_kind kinds[] = { LEAT_DEV_FAIL_DROP,
		                                            LEAT_DEV_FAIL_TRUNCATE };

	start();
	leat_dev_index_fail(f.index, &(struct leat_dev_failure){ .kind = kinds[_i],
	                                                         .is_carried_out = true });
	send_bytes("POST", "/f/_bulk", "", one, sizeof(one) - 1);
	peer_wait_closed(&f.peer);
	ck_assert(peer_has(&f.peer, "\"errors\":false") == (_i == 1));
	ck_assert(!peer_has(&f.peer, "\"_id\":\"3\""));
	peer_close(&f.peer);
	peer_open(&f.peer, f.loop, leat_dev_index_port(f.index));
	expect(get("/f/_count"), "\"count\":3");
	stop();
}
END_TEST

START_TEST(hangs)
{
	start();
	leat_dev_index_fail(f.index,
	                    &(struct leat_dev_failure){ .kind = LEAT_DEV_FAIL_HANG, .count = 3 });
	send_bytes("POST", "/f/_bulk", "", one, sizeof(one) - 1);
	while (leat_dev_index_bulk_count(f.index) == 0)
		leat_loop_turn(f.loop, true);
	struct peer other;
	peer_open(&other, f.loop, leat_dev_index_port(f.index));
	peer_send(&other, "GET /f/_count HTTP/1.1\r\nHost: x\r\n\r\n");
	ck_assert(peer_wait(&other, "404 Not Found"));
	ck_assert_uint_eq(f.peer.got.size, 0);
	leat_dev_index_resume(f.index);
	ck_assert(peer_wait(&f.peer, "HTTP/1.1 503 "));
	/* One whose peer goes, and one that hangs at the end. */
	leat_dev_index_fail(f.index,
	                    &(struct leat_dev_failure){ .kind = LEAT_DEV_FAIL_HANG, .count = 2 });
	peer_send(&other, "POST /f/_bulk HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
	while (leat_dev_index_bulk_count(f.index) < 2)
		leat_loop_turn(f.loop, true);
	peer_close(&other);
	send_bytes("POST", "/f/_bulk", "", one, sizeof(one) - 1);
	while (leat_dev_index_bulk_count(f.index) < 3)
		leat_loop_turn(f.loop, true);
	stop();
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, greets);
	tcase_add_test(tc, makes_and_deletes_indices);
	tcase_add_loop_test(tc, refuses_indices, 0, (int)LEAT_COUNT(bad_indices));
	tcase_add_test(tc, maps);
	tcase_add_test(tc, checks_documents);
	tcase_add_test(tc, limits_fields);
	tcase_add_test(tc, keeps_versions);
	tcase_add_test(tc, updates);
	tcase_add_test(tc, takes_bulks);
	tcase_add_loop_test(tc, refuses_bulks_as_a_whole, 0, (int)LEAT_COUNT(bad_bulks));
	tcase_add_test(tc, unpacks_bodies);
	tcase_add_test(tc, searches);
	tcase_add_test(tc, reads_query_strings);
	tcase_add_test(tc, shapes_answers);
	tcase_add_test(tc, aggregates);
	tcase_add_loop_test(tc, refuses_searches, 0, (int)LEAT_COUNT(bad_searches));
	tcase_add_test(tc, limits_clauses);
	tcase_add_test(tc, survives_what_json_paths_do_not_say);
	tcase_add_test(tc, fails_with_a_status);
	tcase_add_test(tc, fails_items);
	tcase_add_loop_test(tc, loses_answers, 0, 2);
	tcase_add_test(tc, hangs);
}

int main(void)
{
	return suite_main("index", add);
}
