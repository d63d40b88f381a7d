# SPDX-License-Identifier: Apache-2.0
"""The list of tests, the servers that they share, and the job that most of them run."""
import json, random, sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from servers import Index, Kafka, Leat, Service, check_conservation, wait_until

TESTS = []
MATRIX = []
KINDS = {"kafka": lambda: Kafka(), "opensearch": lambda: Index("opensearch"),
         "elasticsearch8": lambda: Index("elasticsearch", "--version", "8.7.1"),
         "elasticsearch7": lambda: Index("elasticsearch", "--version", "7.17.29")}
SERVICES = {}


class Skip(Exception):
    """Raised by a test that cannot run here."""


def test(*needs):
    """Marks a test with the servers that it wants as arguments."""
    def mark(fn):
        TESTS.append((fn, needs))
        return fn
    return mark


def start_services(names):
    """Installs the shared servers one by one and starts them two at a time."""
    for name in names:
        SERVICES[name] = KINDS[name]()
        SERVICES[name].install()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(Service.start, SERVICES.values()))


def saw(fault, expected, seen):
    """A line of the failure matrix; the assertions are the test's own."""
    MATRIX.append((fault, expected, seen))


def print_matrix():
    rows = [("fault", "expected", "seen"), *MATRIX]
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    for a, b, c in rows if MATRIX else []:
        print(f"{a:{widths[0]}} | {b:{widths[1]}} | {c}")


FIRST_JOB = """
CREATE TABLE source_table (id INT, name STRING, age INT) WITH (
  'connector' = 'kafka', 'topic' = '{topic}', 'startup-mode' = 'earliest-offset',
  'properties.bootstrap.servers' = '{kafka}');
CREATE TABLE result_table (id INT, name STRING, age INT, indexed_at TIMESTAMP) WITH (
  'connector' = 'elasticsearch', 'table-name' = '{index}', {options}'properties.index.refresh_interval' = '1s',
  'properties.index.number_of_shards' = '1', 'properties.index.number_of_replicas' = '0');
INSERT INTO result_table
SELECT id, name, age, TUMBLE_START(tumble, DURATION '1s') AS indexed_at FROM source_table;
"""


def first_job(kafka, index, topic, options={}):
    """The job's SQL, with further options of its sink."""
    text = "".join(f"'{key}' = '{value}', " for key, value in options.items())
    return FIRST_JOB.format(kafka=kafka, index=index, topic=topic, options=text)


def people(count, seed=1):
    rng = random.Random(seed)
    return [json.dumps({"id": i, "name": f"n{rng.randrange(1000)}", "age": rng.randrange(100)}) for i in range(count)]


def second_of(timestamp_ms):
    return datetime.fromtimestamp(timestamp_ms // 1000, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def check_first_job(kafka, index, topic, name):
    """One document per record, with the second of the record's timestamp."""
    want = Counter()
    for _, _, timestamp_ms, value in kafka.records(topic):
        record = json.loads(value)
        want[(record["id"], record["name"], record["age"], second_of(timestamp_ms))] += 1
    got = Counter((d["id"], d["name"], d["age"], d["indexed_at"]) for d in index.documents(name).values())
    missing, extra = want - got, got - want
    assert not missing and not extra, f"{sum(missing.values())} missing, {sum(extra.values())} too many: " \
        f"{list(missing)[:3]} {list(extra)[:3]}"


def run_first_job(kafka, index, name, count, kills=0):
    topic = f"people-{name}"
    lines = [f"{i}\t{v}" for i, v in enumerate(people(count))]
    kafka.produce(topic, lines[: count // 2])
    leat = Leat(f"leat.elasticsearch.hosts={index.url}").start()
    try:
        leat.submit(first_job(kafka.host, name, topic), "first")
        for kill in range(kills):
            want = count // 2 * (kill + 1) // (kills + 1)
            wait_until("some documents", lambda: leat.job("first")["records"]["out"] >= want, 120)
            leat.kill()
            leat.start()
        kafka.produce(topic, lines[count // 2:])
        wait_until("all documents", lambda: index.count(name) >= count, 180)
        wait_until("the acknowledgement", lambda: leat.job("first")["records"]["in_flight"] == 0)
        job = leat.job("first")
        assert job["state"] == "RUNNING", job
        check_conservation(job)
        if not kills:
            assert job["records"]["in"] == count and job["records"]["out"] == count, job["records"]
        check_first_job(kafka, index, topic, name)
        return leat
    except BaseException:
        sys.stderr.write(open(f"{leat.dir}/log").read()[-3000:])
        leat.close()
        raise
