# SPDX-License-Identifier: Apache-2.0
"""Tests that break something while a job runs.  Each adds a line to the failure matrix."""
import contextlib, os, pathlib, signal, subprocess, tempfile, threading, time
from harness import Skip, check_first_job, first_job, people, saw, test
from servers import Index, Leat, check_conservation, wait_until

COUNT = 4000


def produce(kafka, topic, seed=1, count=COUNT):
    kafka.produce(topic, [f"{i}\t{v}" for i, v in enumerate(people(count, seed))])


def reason_of(leat, job, word=""):
    """Waits until the job says what it waits for."""
    return wait_until(f"a reason with '{word}'", lambda: (r := leat.job(job)["state_reason"]) and word in r and r)


def check_all(kafka, index, leat, name, count):
    """The job recovers by itself; the index has one document per record."""
    wait_until("all documents", lambda: index.count(name) >= count, 120)
    job = wait_until("quiet", lambda: (j := leat.job(name))["records"]["in_flight"] == 0 and not j["state_reason"] and j)
    assert job["state"] == "RUNNING", job
    check_conservation(job)
    check_first_job(kafka, index, name, name)
    return f"{count} documents, none lost, none doubled"


@contextlib.contextmanager
def running(kafka, index, name, *settings, options={}):
    """A job `name` from the topic to the index of that name, which has written its first COUNT documents."""
    leat = Leat(f"leat.elasticsearch.hosts={index.url}", *settings).start()
    try:
        produce(kafka, name)
        leat.submit(first_job(kafka.host, name, name, options), name)
        wait_until("the first documents", lambda: index.count(name) == COUNT)
        wait_until("a checkpoint", lambda: leat.job(name)["checkpoint"])
        yield leat
    except BaseException:
        print(pathlib.Path(leat.dir, "log").read_text()[-3000:])
        leat.kill()
        raise
    finally:
        leat.close()


@test("kafka")
def servers_that_are_away_are_waited_for(kafka):
    leat = Leat("leat.elasticsearch.hosts=http://127.0.0.1:1").start()
    try:
        produce(kafka, "away", count=10)
        leat.submit(first_job(kafka.host, "away", "away"), "away")
        reason = reason_of(leat, "away", "127.0.0.1:1")
        saw("Elasticsearch away at the start", "RUNNING, says whom it waits for", reason)
        leat.submit(first_job("127.0.0.1:2", "away2", "away"), "away2")
        reason = reason_of(leat, "away2", "127.0.0.1:2")
        assert leat.job("away2")["state"] == "RUNNING", reason
        saw("Kafka away at the start", "RUNNING, says whom it waits for", reason)
    finally:
        leat.kill()  # An orderly end would wait for the documents.
        leat.close()


@test("kafka", "opensearch")
def an_index_that_is_killed_is_waited_for(kafka, index):
    with running(kafka, index, "restart") as leat:
        index.kill()
        produce(kafka, "restart", seed=9)
        reason = reason_of(leat, "restart")
        index.again()
        saw("OpenSearch killed and started", "waits, goes on", f"{check_all(kafka, index, leat, 'restart', 2 * COUNT)}; {reason}")


@test("kafka", "elasticsearch8")
def an_index_that_stands_still_is_waited_for(kafka, index):
    with running(kafka, index, "still", options={"socket.timeout": "2 s"}) as leat:
        index.signal(signal.SIGSTOP)
        try:
            produce(kafka, "still", seed=9)
            end = time.monotonic() + 10
            reason = reason_of(leat, "still")
            while time.monotonic() < end:
                assert leat.job("still")["state"] == "RUNNING"  # and the API answers
                time.sleep(0.5)
        finally:
            index.signal(signal.SIGCONT)
        saw("Elasticsearch stopped for 10 s", "times out, sends again", f"{check_all(kafka, index, leat, 'still', 2 * COUNT)}; {reason}")


@test("kafka", "opensearch")
def a_broker_that_is_killed_is_waited_for(kafka, index):
    with running(kafka, index, "broker") as leat:
        kafka.kill()
        reason = reason_of(leat, "broker")
        assert kafka.host in reason, reason
        kafka.again()
        produce(kafka, "broker", seed=9)
        saw("Kafka killed and started", "waits, goes on", f"{check_all(kafka, index, leat, 'broker', 2 * COUNT)}; {reason}")


@test("kafka")
def a_storm_of_429_is_waited_out(kafka):
    index = Index("opensearch", "--set", "thread_pool.write.size: 1", "--set", "thread_pool.write.queue_size: 1").start()
    over = threading.Event()

    def storm(n):
        lines = '{"index":{}}\n{"a":1}\n' * 2000
        while not over.is_set():
            subprocess.run(["curl", "-s", "-o", os.devnull, "-H", "Content-Type: application/x-ndjson", "--data-binary", "@-",
                            f"{index.url}/storm{n}/_bulk"], input=lines.encode())

    threads = [threading.Thread(target=storm, args=(n,)) for n in range(4)]
    try:
        with running(kafka, index, "s429", options={"sink.bulk-flush.max-actions": "100"}) as leat:
            for thread in threads:
                thread.start()
            produce(kafka, "s429", seed=9)
            wait_until("a retry", lambda: leat.job("s429")["sinks"][0]["retried"] > 0)
            over.set()
            seen = check_all(kafka, index, leat, "s429", 2 * COUNT)
            job = leat.job("s429")
            assert job["records"]["dead_lettered"] == 0, job["records"]
            saw("OpenSearch answers 429", "sends again", f"{seen}; {job['sinks'][0]['retried']} sent again")
    finally:
        over.set()
        for thread in threads:
            if thread.ident:
                thread.join()
        index.stop()


@test("kafka")
def a_secured_index_wants_the_right_password(kafka):
    index = Index("opensearch", "--secure", "--set", "plugins.security.restapi.roles_enabled: [all_access]").start()
    leat = Leat(f"leat.elasticsearch.hosts={index.url}").start()
    try:
        produce(kafka, "secure")
        user = {"username": "carol", "password": "carol-Secret-1"}
        leat.submit(first_job(kafka.host, "secure", "secure", user), "untrusted")
        reason = reason_of(leat, "untrusted", "certificate")
        saw("certificate of an unknown authority", "RUNNING, says so", reason)
        leat.submit(first_job(kafka.host, "secure", "secure", {**user, "ssl.certificate-authority": index.dir / "tls/ca.crt"}), "secure")
        reason = reason_of(leat, "secure", "401")
        produce(kafka, "secure", seed=9)
        assert leat.job("secure")["state"] == "RUNNING" and "Secret" not in str(leat.job("secure"))
        answer = index.call("PUT", "/_plugins/_security/api/internalusers/carol",
                            {"password": "carol-Secret-1", "backend_roles": ["admin"]})
        assert answer.status in (200, 201), answer.body
        saw("wrong password, put right", "waits, goes on", f"{check_all(kafka, index, leat, 'secure', 2 * COUNT)}; {reason}")
        log = pathlib.Path(leat.dir, "log").read_text()
        assert "carol-Secret-1" not in log
    finally:
        leat.kill()
        leat.close()
        index.stop()


@test("kafka", "opensearch")
def a_full_disk_keeps_the_old_checkpoint(kafka, index):
    with tempfile.TemporaryDirectory() as disk:
        if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], capture_output=True).returncode:
            raise Skip("cannot mount")
        try:
            with running(kafka, index, "disk", f"execution.checkpointing.dir={disk}/cp") as leat:
                wait_until("the checkpoint that is kept", lambda: leat.job("disk")["checkpoint"]["id"] > 0)
                filler = pathlib.Path(disk, "filler")
                with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as f:
                    while True:
                        f.write(b"x" * 512)
                produce(kafka, "disk", seed=9)
                wait_until("a failed checkpoint", lambda: (leat.job("disk")["checkpoint"] or {}).get("failed"))
                wait_until("the documents all the same", lambda: index.count("disk") == 2 * COUNT)
                assert leat.job("disk")["state"] in ("RUNNING", "RESTARTING")
                before = sorted(p.name for p in pathlib.Path(disk, "cp").rglob("cp-*"))
                assert before and not any(name.endswith(".tmp") for name in before), before
                leat.kill()
                leat.start()
                filler.unlink()
                produce(kafka, "disk", seed=10)
                seen = check_all(kafka, index, leat, "disk", 3 * COUNT)
                wait_until("a new checkpoint", lambda: before != sorted(p.name for p in pathlib.Path(disk, "cp").rglob("cp-*")))
                saw("disk full, then SIGKILL", "old checkpoint is kept", seen)
        finally:
            subprocess.run(["umount", disk])


def data_loss(leat, job):
    """Waits until the job has failed for records that are gone."""
    job = wait_until("the failure", lambda: (j := leat.job(job))["state"] == "FAILED" and j)
    assert "offset" in job["state_reason"], job["state_reason"]
    return f"FAILED: {job['state_reason']}"


@test("kafka", "opensearch")
def a_topic_made_anew_is_data_loss(kafka, index):
    with running(kafka, index, "anew") as leat:
        kafka.tool("TopicCommand", "--delete", "--topic", "anew")
        wait_until("the deletion", lambda: "anew" not in kafka.topics())
        produce(kafka, "anew", count=100)
        saw("topic deleted and made anew", "FAILED with the offset", data_loss(leat, "anew"))


@test("kafka", "opensearch")
def records_deleted_before_they_are_read_are_data_loss(kafka, index):
    with running(kafka, index, "cut") as leat:
        leat.terminate()
        produce(kafka, "cut", seed=9)
        cut = pathlib.Path(kafka.dir, "cut.json")
        cut.write_text('{"version": 1, "partitions": [%s]}' % ", ".join(
            '{"topic": "cut", "partition": %d, "offset": -1}' % i for i in range(4)))
        kafka.tool("DeleteRecordsCommand", "--offset-json-file", str(cut))
        leat.start()
        saw("records deleted before they were read", "FAILED with the offset", data_loss(leat, "cut"))
