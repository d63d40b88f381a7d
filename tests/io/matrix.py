# SPDX-License-Identifier: Apache-2.0
"""The faults of Elasticsearch: what the scripted server does, and what must come of it."""
import asyncio, dataclasses

from index import Stop

TIMEOUT = 0.5      # 'socket.timeout' of the tables.
TROUBLED = 4       # Bulks that meet the fault, one after the other.
FIRST = 2          # The first of them: what went well before must not be done again.

FAULTS = {}


@dataclasses.dataclass
class Fault:
    """What one fault is and what is expected."""
    name: str
    script: object
    says: str = ""                     # A regular expression that state_reason matches meanwhile.
    rejects: object = lambda row: False  # Rows that become dead letters.
    status: int = 0                    # Of those letters.
    size: object = lambda i: 20        # Letters of padding of a record.
    expect: str = "sent again"


def fault(**expected):
    def mark(fn):
        name = fn.__name__.replace("_", " ")
        FAULTS[name] = Fault(name, fn, **expected)
        return fn
    return mark


def troubled(**expected):
    """A fault that the bulks FIRST .. FIRST+TROUBLED-1 meet."""
    def mark(fn):
        async def script(request, n):
            return await fn(request) if FIRST <= n < FIRST + TROUBLED else False
        script.__name__ = fn.__name__
        fault(**expected)(script)
        return fn
    return mark


def error(kind, status):
    return {"error": {"type": kind, "reason": "scripted"}, "status": status}


# ---- the server says no ----

@troubled(says=r"HTTP 429")
async def whole_429(r):
    await r.reply(429, error("es_rejected_execution_exception", 429))


@troubled(says=r"put back: es_rejected_execution")
async def items_429(r):
    await r.reply(200, r.apply(lambda i, doc: i % 3 == 0 and (429, "es_rejected_execution_exception")))


@troubled(says=r"put back: cluster_block")
async def items_403_read_only(r):
    await r.reply(200, r.apply(lambda i, doc: (403, "cluster_block_exception")))


@troubled(says=r"put back: unavailable_shards")
async def items_503(r):
    await r.reply(200, r.apply(lambda i, doc: i % 2 and (503, "unavailable_shards_exception")))


@fault(rejects=lambda row: row["id"] % 100 == 7, status=400, expect="dead letters")
async def items_400(r, n):
    await r.reply(200, r.apply(lambda i, doc: doc["id"] % 100 == 7 and (400, "mapper_parsing_exception")))


@fault(rejects=lambda row: row["id"] % 100 == 7, status=400, says=r"put back", expect="dead letters, rest sent again")
async def items_400_and_429(r, n):
    def refuse(i, doc):
        if doc["id"] % 100 == 7:
            return 400, "mapper_parsing_exception"
        return n % 4 != 3 and n < 16 and i % 2 and (429, "es_rejected_execution_exception")
    await r.reply(200, r.apply(refuse))


@fault(rejects=lambda row: row["id"] in (777, 1234), status=400, expect="halved, dead letters")
async def whole_400(r, n):
    if any(doc["id"] in (777, 1234) for _, _, doc in r.items()):
        await r.reply(400, error("illegal_argument_exception", 400))
    else:
        return False


@fault(rejects=lambda row: len(row["pad"]) > 8000, status=413, size=lambda i: 20000 if i == 999 else 20, expect="halved, dead letter")
async def too_large_413(r, n):
    if len(r.body) > 8000:
        await r.reply(413, error("content_too_long", 413))
    else:
        return False


@fault(rejects=lambda row: len(row["pad"]) > 8000, status=413, size=lambda i: 20000 if i == 999 else 20, expect="halved, dead letter")
async def too_large_413_without_a_body(r, n):
    if len(r.body) > 8000:
        await r.reply(413)
    else:
        return False


@troubled(says=r"credentials.*401")
async def whole_401(r):
    await r.reply(401, error("security_exception", 401))


@troubled(says=r"credentials.*403")
async def whole_403(r):
    await r.reply(403, error("security_exception", 403))


@troubled(says=r"HTTP 502")
async def proxy_502_with_html(r):
    await r.reply(502, "<html><body>Bad Gateway</body></html>", ["Content-Type: text/html"])


@troubled(says=r"HTTP 503")
async def whole_503_with_retry_after(r):
    await r.reply(503, "", ["Retry-After: 1"])


@troubled(says=r"HTTP 500")
async def whole_500_after_applying(r):
    r.apply()
    await r.reply(500, error("internal", 500))


@troubled(says=r"HTTP 301")
async def redirect_301(r):
    await r.reply(301, "", ["Location: http://127.0.0.1:1/elsewhere"])


@troubled(says=r"index is missing")
async def whole_404_index_is_gone(r):
    r.docs.exists = False
    await r.reply(404, error("index_not_found_exception", 404))


@troubled(says=r"put back")
async def items_404_index_is_gone(r):
    r.docs.exists = False
    await r.reply(200, r.apply(lambda i, doc: (404, "index_not_found_exception")))


# ---- silence ----

@troubled(says=r"no answer")
async def hangs_until_time_out(r):
    await asyncio.sleep(TIMEOUT * 3)
    raise Stop


@troubled(says=r"no answer")
async def applied_but_answered_too_late(r):
    answer = r.apply()
    await asyncio.sleep(TIMEOUT * 2)
    await r.reply(200, answer)


@troubled(says=r"no answer")
async def applied_too_late(r):
    """The write is done after the client has given up, perhaps after a newer one."""
    await asyncio.sleep(TIMEOUT * 1.6)
    r.apply()
    raise Stop


@troubled(says=r"no answer")
async def dribbled_headers(r):
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}":
        await r.raw(bytes([byte]))
        await asyncio.sleep(0.1)


@fault(says=r"no answer|refused|connect")
async def refused_for_3_seconds(r, n):
    if n != FIRST:
        return False
    asyncio.ensure_future(r.server.go_away(3))
    raise Stop


# ---- torn connections and answers ----

@troubled(says=r"no answer")
async def closed_after_the_request(r):
    raise Stop


@troubled(says=r"no answer")
async def half_closed_after_the_request(r):
    r.writer.write_eof()
    await asyncio.sleep(TIMEOUT)
    raise Stop


@troubled(says=r"no answer")
async def reset_instead_of_an_answer(r):
    r.apply()
    r.reset()


@troubled(says=r"no answer")
async def reset_in_mid_body(r):
    await r.reply(200, str(r.apply())[:100], length=100000)
    r.reset()


@troubled(says=r"no answer")
async def closed_in_mid_header(r):
    r.apply()
    await r.raw(b"HTTP/1.1 200 OK\r\nContent-Le")
    raise Stop


@troubled(says=r"no answer")
async def content_length_too_large(r):
    await r.reply(200, r.apply(), length=1000000)
    await asyncio.sleep(TIMEOUT * 2)
    raise Stop


@troubled(says=r"makes no sense")
async def content_length_too_small(r):
    await r.reply(200, r.apply(), length=40)
    raise Stop


@troubled(says=r"no answer")
async def two_content_lengths(r):
    r.apply()
    await r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\n{}")
    raise Stop


@troubled(says=r"no answer")
async def chunk_of_a_bad_size(r):
    r.apply()
    await r.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")
    raise Stop


@troubled(says=r"no answer")
async def chunks_without_an_end(r):
    r.apply()
    await r.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")
    raise Stop


@troubled(says=r"no answer")
async def bytes_that_are_no_http(r):
    await r.raw(b"\x00\x01\x02 what?\r\n\r\n")
    raise Stop


@troubled(says=r"no answer|makes no sense")
async def gzip_that_is_none(r):
    r.apply()
    await r.reply(200, b"\x1f\x8b\x08garbage", ["Content-Encoding: gzip"])


@troubled(says=r"no answer")
async def header_of_a_megabyte(r):
    r.apply()
    await r.raw(b"HTTP/1.1 200 OK\r\nX-Huge: " + b"h" * (1 << 20) + b"\r\nContent-Length: 2\r\n\r\n{}")


@troubled(says=r"larger than|no answer")
async def oversized_answer(r):
    r.apply()
    await r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n")
    for _ in range(3000):
        await r.raw(b" " * 65536)
    raise Stop


# ---- answers that are no answers ----

def nonsense(name, make):
    """A complete answer of 200 that does not tell the fate of each item."""
    async def script(r):
        await r.reply(200, make(r.apply()))
    script.__name__ = name
    troubled(says=r"makes no sense")(script)


nonsense("truncated_json", lambda a: str(a).replace("'", '"')[:-20])
nonsense("empty_answer", lambda a: "")
nonsense("empty_object", lambda a: {})
nonsense("json_that_is_no_object", lambda a: "[" * 5000)
nonsense("one_item_too_few", lambda a: {"errors": True, "items": a["items"][1:]})
nonsense("one_item_too_many", lambda a: {"errors": True, "items": a["items"] + a["items"][:1]})
nonsense("no_errors_but_one_item_too_few", lambda a: {"errors": False, "items": a["items"][1:]})
nonsense("no_errors_and_no_items", lambda a: {"errors": False})
nonsense("items_without_a_status", lambda a: {"errors": True, "items": [{"index": {}} for _ in a["items"]]})
nonsense("items_are_null", lambda a: {"errors": True, "items": [None for _ in a["items"]]})
nonsense("items_of_two_objects", lambda a: {"errors": True, "items": [{"index": {"status": "x"}, "b": 1} for _ in a["items"]]})
nonsense("answer_is_html", lambda a: "<html>Welcome to the hotel</html>")


@troubled(says=r"HTTP 204")
async def no_content_204(r):
    r.apply()
    await r.raw(b"HTTP/1.1 204 No Content\r\n\r\n")


@troubled()
async def continue_before_the_answer(r):
    await r.raw(b"HTTP/1.1 100 Continue\r\n\r\n")
    await r.reply(200, r.apply())
