# SPDX-License-Identifier: Apache-2.0
"""Servers and helpers of the end-to-end tests: real ones by tools/services, Leat itself, HTTP, kcat."""
import base64, json, os, pathlib, shutil, signal, ssl, subprocess, tempfile, time, urllib.error, urllib.request

TOP = pathlib.Path(__file__).resolve().parents[2]
LEAT = os.environ.get("LEAT", str(TOP / "build/test/leat"))
SERVICES_DIR = pathlib.Path(os.environ.get("SERVICES_DIR", TOP / ".services")).resolve()


def wait_until(what, check, seconds=60):
    """Polls until check() is true and returns what it gave."""
    end = time.monotonic() + seconds
    while True:
        value = check()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"gave up waiting for {what}")
        time.sleep(0.05)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


def http(method, url, body=None, headers=None, timeout=30, context=None):
    """One request; an HTTP error status is an answer too."""
    data = body.encode() if isinstance(body, str) else body
    request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=timeout, context=context) as r:
            return Answer(r.status, r.headers, r.read().decode())
    except urllib.error.HTTPError as e:
        return Answer(e.code, e.headers, e.read().decode())


class Service:
    """A server of tools/services, on free ports."""

    def __init__(self, kind, *options):
        self.name = f"e2e-{kind}-{os.getpid()}" + "".join(c for c in "".join(options) if c.isalnum())
        self.kind, self.options = kind, options
        self.dir = SERVICES_DIR / "run" / self.name

    def _call(self, *words):
        return subprocess.run([str(TOP / "tools/services"), *words], check=True, text=True, stdout=subprocess.PIPE).stdout

    def install(self):
        self._call("install", *self.options, self.kind)

    def start(self):
        out = self._call("start", "--name", self.name, "--port", "0", *self.options, self.kind)
        self.address = out.split()[-1]
        self.url = self.address if "://" in self.address else f"http://{self.address}"
        self.host = self.address.split("://")[-1]
        return self

    def again(self):
        self._call("start", "--name", self.name, self.kind)

    def kill(self):
        self._call("kill", self.name)

    def signal(self, number):
        """Sends a signal to all its processes."""
        os.killpg(int((self.dir / "pid").read_text()), number)

    def stop(self):
        subprocess.run([str(TOP / "tools/services"), "stop", "--purge", self.name], stdout=subprocess.DEVNULL)


class Kafka(Service):
    def __init__(self):
        super().__init__("kafka")

    def produce(self, topic, lines):
        """Each line is "key<TAB>value"."""
        text = "\n".join(lines) + "\n"
        subprocess.run(["kcat", "-q", "-b", self.host, "-P", "-t", topic, "-K", "\t", "-X", "linger.ms=5"],
                       input=text, text=True, check=True)

    def topics(self):
        out = subprocess.run(["kcat", "-b", self.host, "-L", "-J"], text=True, check=True, stdout=subprocess.PIPE).stdout
        return [topic["topic"] for topic in json.loads(out)["topics"]]

    def tool(self, name, *words):
        """Runs one of Kafka's own command line tools by the name of its class."""
        subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-cp", f"{SERVICES_DIR}/lib/kafka/*", f"org.apache.kafka.tools.{name}",
                        "--bootstrap-server", self.host, *words], check=True, capture_output=True)

    def records(self, topic):
        """All records of a topic as (partition, offset, timestamp in ms, value)."""
        out = subprocess.run(["kcat", "-q", "-b", self.host, "-C", "-e", "-t", topic, "-f", "%p %o %T %s\n"],
                             text=True, check=True, stdout=subprocess.PIPE).stdout
        rows = (line.split(" ", 3) for line in out.splitlines())
        return [(int(p), int(o), int(t), v) for p, o, t, v in rows]


class Index(Service):
    """Elasticsearch or OpenSearch.  A secure one is used as alice, who may do everything."""

    def call(self, method, path, body=None, user="alice:alice-secret"):
        headers, context = {"Content-Type": "application/json"}, None
        if "--secure" in self.options:
            headers["Authorization"] = "Basic " + base64.b64encode(user.encode()).decode()
            context = ssl.create_default_context(cafile=self.dir / "tls/ca.crt")
        return http(method, self.url + path, None if body is None else json.dumps(body), headers, context=context)

    def count(self, index):
        self.call("POST", f"/{index}/_refresh")
        answer = self.call("GET", f"/{index}/_count")
        return answer.json()["count"] if answer.status == 200 else 0

    def documents(self, index):
        """Every document as {_id: _source}."""
        self.call("POST", f"/{index}/_refresh")
        found, after = {}, None
        while True:
            if after is None:
                answer = self.call("POST", f"/{index}/_search?scroll=1m", {"size": 10000})
            else:
                answer = self.call("POST", "/_search/scroll", {"scroll": "1m", "scroll_id": after})
            assert answer.status == 200, answer.body
            page = answer.json()
            after = page["_scroll_id"]
            if not page["hits"]["hits"]:
                return found
            for hit in page["hits"]["hits"]:
                assert hit["_id"] not in found
                found[hit["_id"]] = hit["_source"]


class Leat:
    """`leat serve` in a directory of its own."""

    def __init__(self, *settings):
        self.dir = tempfile.mkdtemp(prefix="leat-e2e-")
        self.settings = ["-D", "rest.port=0", "-D", f"leat.data.dir={self.dir}/data",
                         "-D", "execution.checkpointing.interval=300 ms"]
        for setting in settings:
            self.settings += ["-D", setting]
        self.process = None

    def start(self):
        self.log = open(f"{self.dir}/log", "a+")
        self.out = open(f"{self.dir}/out", "w+")
        self.process = subprocess.Popen([LEAT, "serve", *self.settings], stdout=self.out, stderr=self.log)

        def port():
            assert self.process.poll() is None, "leat ended: " + open(f"{self.dir}/log").read()[-2000:]
            for line in open(f"{self.dir}/out"):
                if "http://" in line:
                    return line.split()[-1].rstrip("/")
        self.url = wait_until("leat's port", port)
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def terminate(self, seconds=40):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(seconds)
        assert code == 0, f"leat ended with {code}: " + open(f"{self.dir}/log").read()[-2000:]

    def close(self):
        if self.process and self.process.poll() is None:
            self.terminate()
        shutil.rmtree(self.dir, ignore_errors=True)

    def submit(self, sql, name=None):
        query = f"?name={name}" if name else ""
        answer = http("POST", f"{self.url}/api/v1/jobs{query}", sql, {"Content-Type": "application/sql"})
        assert answer.status == 201, answer.body
        return answer.json()["id"]

    def call(self, method, path):
        """A request without a body below /api/v1."""
        return http(method, f"{self.url}/api/v1/{path}")

    def job(self, job):
        return self.call("GET", f"jobs/{job}").json()

    def errors(self, job):
        return self.call("GET", f"jobs/{job}/errors").json()


def check_conservation(job):
    """Every record is accounted for."""
    r = job["records"]
    rest = r["in"] - r["out"] - r["filtered"] - r["late"] - r["dead_lettered"] - r["in_state"] - r["in_flight"]
    assert rest == 0, f"{rest} records are unaccounted for: {r}"
