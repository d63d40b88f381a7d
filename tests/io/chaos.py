# SPDX-License-Identifier: Apache-2.0
"""Everything fails at once, as a seed says: brokers, the index, and Leat itself."""
import asyncio, json, os, pathlib, random, signal, subprocess, time

from index import Server, Stop
from servers import LEAT, Leat, check_conservation, http, wait_until

TOPIC, PARTITIONS, BROKERS = "readings", 4, 3
PIECES, PIECE, KEYS = 14, 250, 60
FETCH, LIST_OFFSETS, METADATA = 1, 2, 3
CODES = {5: "leader not available", 6: "not leader", 7: "timed out", -195: "connection closed"}

SOURCE = """CREATE TABLE readings (id INT, k INT) WITH ('connector' = 'kafka', 'topic' = 'readings', 'format' = 'json',
  'scan.startup.mode' = 'earliest-offset', 'properties.bootstrap.servers' = '{kafka}',
  'properties.reconnect.backoff.max.ms' = '200');
"""
SINK = """WITH ('connector' = 'elasticsearch', 'hosts' = '{url}', 'index' = 'documents', 'socket.timeout' = '500 ms',
  'connection.timeout' = '500 ms', 'sink.bulk-flush.max-actions' = '40', 'sink.bulk-flush.backoff.delay' = '50 ms');
"""
JOBS = {
    "append": SOURCE + "CREATE TABLE kept (id INT, k INT) " + SINK + "INSERT INTO kept SELECT id, k FROM readings;",
    "upsert": SOURCE + "CREATE TABLE kept (k INT, n BIGINT, total BIGINT, PRIMARY KEY (k) NOT ENFORCED) " + SINK +
              "INSERT INTO kept SELECT k, COUNT(*), SUM(CAST(id AS BIGINT)) FROM readings GROUP BY k;",
}


class Broker:
    """The embedded broker, by tests/io/broker.c."""

    def __init__(self):
        program = pathlib.Path(LEAT).resolve().parent / "tests/io/broker"
        self.process = subprocess.Popen([program, str(BROKERS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, bufsize=1)
        self.address = self.process.stdout.readline().strip()

    def do(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer == "ok", answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


def refuse(i, doc):
    """Records of which the index will never take a document."""
    return doc and doc.get("id", 0) % 50 == 13 and (400, "mapper_parsing_exception")


class Index(Server):
    """A server that fails while `is_bad`, each time in another way."""

    def __init__(self, rng):
        super().__init__(self.fail)
        self.rng, self.is_bad = rng, True

    async def fail(self, r, n):
        if not self.is_bad or self.rng.random() < 0.5:
            await r.reply(200, r.apply(refuse))
            return True
        kind = self.rng.randrange(7)
        if kind == 0:
            await r.reply(self.rng.choice([429, 503, 401, 502]), "no")
        elif kind == 1:
            await r.reply(200, r.apply(lambda i, doc: refuse(i, doc) or i % 2 and (429, "es_rejected_execution_exception")))
        elif kind == 2:
            r.apply(refuse)
            raise Stop
        elif kind == 3:
            answer = r.apply(refuse)
            await asyncio.sleep(0.8)
            await r.reply(200, answer)
        elif kind == 4:
            # Applied when the client is long gone, and perhaps dead.
            await asyncio.sleep(self.rng.random() * 3)
            r.apply(refuse)
            raise Stop
        elif kind == 5:
            await r.reply(200, json.dumps(r.apply(refuse))[:-9])
        else:
            r.reset()


def nemesis(rng, broker, leat):
    """One misfortune; returns what undoes it."""
    kind = rng.randrange(8)
    victim = rng.randrange(1, BROKERS + 1)
    if kind == 0:
        broker.do("down", victim)
        return lambda: broker.do("up", victim)
    if kind == 1:
        broker.do("down", -1)
        return lambda: [broker.do("up", i + 1) for i in range(BROKERS)]
    if kind in (2, 3):
        broker.do("fail", rng.choice([FETCH, LIST_OFFSETS, METADATA]), rng.choice(list(CODES)), rng.randrange(1, 6))
    elif kind == 4:
        broker.do("leader", TOPIC, rng.randrange(PARTITIONS), victim)
    elif kind == 5:
        broker.do("rtt", victim, 300)
        return lambda: broker.do("rtt", victim, 0)
    elif kind == 6:
        leat.kill()
        leat.start()
    else:
        leat.process.send_signal(signal.SIGSTOP)
        return lambda: leat.process.send_signal(signal.SIGCONT)
    return lambda: None


def produce(rng, broker, begin):
    for i in range(begin, begin + PIECE):
        broker.do("put", TOPIC, i % PARTITIONS, json.dumps({"id": i, "k": i % KEYS}))
    broker.do("flush")


def wanted(kind, count):
    if kind == "append":
        return {i: {"id": i, "k": i % KEYS} for i in range(count) if i % 50 != 13}
    ids = {k: range(k, count, KEYS) for k in range(KEYS)}
    return {k: {"k": k, "n": len(ids[k]), "total": sum(ids[k])} for k in ids}


def run_chaos(kind, seed):
    """Ends when the index has exactly the right documents; returns what happened."""
    rng = random.Random(seed)
    broker, index, leat = Broker(), Index(random.Random(seed + 1)).start(), Leat()
    key = "id" if kind == "append" else "k"
    try:
        broker.do("topic", TOPIC, PARTITIONS)
        leat.start()
        leat.submit(JOBS[kind].format(kafka=broker.address, url=index.url), "chaos")
        for piece in range(PIECES):
            produce(rng, broker, piece * PIECE)
            undo = nemesis(rng, broker, leat)
            time.sleep(rng.random())
            undo()
        index.is_bad = False
        want = wanted(kind, PIECES * PIECE)
        try:
            wait_until("the documents", lambda: {d[key]: d for d in index.documents.values()} == want, 40)
        except AssertionError:
            got = {d[key]: d for d in index.documents.values()}
            missing, wrong = [k for k in want if k not in got], [k for k in got if got[k] != want.get(k)]
            raise AssertionError(f"{len(missing)} missing {missing[:5]}, {len(wrong)} wrong "
                                 f"{[got[k] for k in wrong[:3]]}; {leat.job('chaos')}")
        job = wait_until("quiet", lambda: (j := leat.job("chaos"))["records"]["in_flight"] == 0 and j, 20)
        check_conservation(job)
        time.sleep(3)  # What was put off until after the client's death.
        live = index.documents.values()
        assert {d[key]: d for d in live} == want, "a late write replaced a newer one"
        assert len(live) == len(want), f"{len(live) - len(want)} documents are doubled"
        assert job["state"] == "RUNNING" and not job["state_reason"], job
        letters = http("GET", f"{leat.url}/api/v1/jobs/chaos/errors?limit=1000").json()["errors"]
        ids = sorted(json.loads(e["record"])["id"] for e in letters)
        dead = [i for i in range(PIECES * PIECE) if kind == "append" and i % 50 == 13]
        assert ids == dead, f"{len(ids)} letters, {len(set(ids))} of them different, want {len(dead)}"
        assert job["records"]["dead_lettered"] == len(dead), job["records"]
        assert job["records"]["in"] == PIECES * PIECE, job["records"]
        return f"{len(want)} right, {index.bulks} bulks, {index.documents.conflicts} conflicts, {len(dead)} dead"
    finally:
        leat.close()
        index.stop()
        broker.close()


def run_stall():
    """The index takes nothing for 10 s at full input: memory stays, and nothing is lost."""
    count, stall_s = 400000, 10
    begin = []

    async def stall(r, n):
        if n < 20:
            return False
        begin.append(time.monotonic())
        await asyncio.sleep(max(0, begin[0] + stall_s - time.monotonic()))
        return False

    index, leat = Server(stall).start(), Leat().start()
    try:
        path = f"{leat.dir}/input.json"
        with open(path, "w") as f:
            f.writelines(f'{{"id":{i},"pad":"{"x" * 150}"}}\n' for i in range(count))
        leat.submit(f"""CREATE TABLE readings (id INT, pad STRING) WITH ('connector' = 'filesystem', 'path' = '{path}',
          'format' = 'json');
          CREATE TABLE kept (id INT, pad STRING) WITH ('connector' = 'elasticsearch', 'hosts' = '{index.url}',
          'index' = 'documents');
          INSERT INTO kept SELECT id, pad FROM readings;""", "stall")
        highest, most = 0, 0
        while (job := leat.job("stall"))["state"] == "RUNNING":
            status = open(f"/proc/{leat.process.pid}/status").read()
            highest = max(highest, int(status.split("VmRSS:")[1].split()[0]) >> 10)
            most = max(most, job["records"]["in_flight"])
            time.sleep(0.2)
        assert job["state"] == "FINISHED" and job["records"]["out"] == count, job
        assert begin, "the index was never stalled"
        assert len(index.documents.live) == count, f"{len(index.documents.live)} documents of {count}"
        # A sanitizer keeps what was freed; there the rows in flight say it.
        is_sanitized = "libasan" in open(f"/proc/{leat.process.pid}/maps").read()
        assert is_sanitized or highest < 150, f"{highest} MB"
        assert most < count * 3 // 4, f"{most} of {count} records were in flight"
        check_conservation(job)
        return f"{count} right, at most {highest} MB{' (sanitized)' if is_sanitized else ''}, {most} rows in flight"
    finally:
        leat.close()
        index.stop()
