# SPDX-License-Identifier: Apache-2.0
"""A scripted Elasticsearch: keeps documents as a real index does, and answers as its script says."""
import asyncio, json, re, socket, struct, threading


class Stop(Exception):
    """The connection ends here."""


class Request:
    """One HTTP request, and the means to answer it in right and wrong ways."""

    def __init__(self, server, writer, method, path, body):
        self.server, self.writer = server, writer
        self.method, self.path, self.body = method, path.split("?")[0], body
        self.docs = server.documents

    async def raw(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def reply(self, status, body=b"", headers=(), length=None):
        if isinstance(body, (dict, list)):
            body = json.dumps(body, separators=(",", ":"))
        if isinstance(body, str):
            body = body.encode()
        head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body) if length is None else length}",
                "Content-Type: application/json", *headers]
        await self.raw("\r\n".join(head).encode() + b"\r\n\r\n" + (b"" if self.method == "HEAD" else body))

    def reset(self):
        """Ends the connection with RST, which drops what the other side has not read."""
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        raise Stop

    def items(self):
        """The actions of a bulk as (kind, meta, document)."""
        lines = iter(self.body.decode().split("\n"))
        for line in lines:
            if line:
                (kind, meta), = json.loads(line).items()
                yield kind, meta, None if kind == "delete" else json.loads(next(lines))

    def apply(self, refuse=None):
        """Does the bulk and returns its answer; refuse(ordinal, document) may give (status, error)."""
        results = [self.docs.act(kind, meta, doc, refuse and refuse(i, doc))
                   for i, (kind, meta, doc) in enumerate(self.items())]
        return {"errors": any(s >= 300 for r in results for s in [list(r.values())[0]["status"]]), "items": results}


class Documents:
    """An index: the newest version of each document, and how often each was really written."""

    def __init__(self):
        self.live, self.versions, self.lock = {}, {}, threading.Lock()
        self.exists, self.writes, self.conflicts, self.went_back = False, 0, 0, 0

    def act(self, kind, meta, doc, refused):
        with self.lock:
            return {kind: self._act(kind, meta["_id"], meta.get("version"), doc, refused)}

    def _act(self, kind, key, version, doc, refused):
        if refused:
            return {"status": refused[0], "error": {"type": refused[1], "reason": f"scripted for {key}"}}
        is_old = key in self.live if kind == "create" else version is not None and self.versions.get(key, -1) >= version
        if is_old:
            self.conflicts += 1
            return {"status": 409, "error": {"type": "version_conflict_engine_exception", "reason": key}}
        self.writes += 1
        self.versions[key] = version if version is not None else self.versions.get(key, 0) + 1
        if kind == "delete":
            return {"status": 200 if self.live.pop(key, None) else 404}
        was = self.live.get(key)
        self.live[key] = doc
        return {"status": 200 if was else 201}

    def values(self):
        with self.lock:
            return list(self.live.values())


class Server:
    """One listening port with one index.  script(request, ordinal of the bulk) answers, or returns
    False for the usual answer."""

    def __init__(self, script=None):
        self.script, self.documents = script, Documents()
        self.bulks = self.requests = 0
        self.port, self.listener, self.writers = 0, None, set()

    def start(self):
        run(self._listen())
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def _listen(self):
        self.listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=1 << 20)
        self.port = self.listener.sockets[0].getsockname()[1]

    async def go_away(self, seconds):
        """Refuses connections for a while."""
        self.listener.close()
        for writer in list(self.writers):
            writer.transport.abort()
        await asyncio.sleep(seconds)
        await self._listen()

    def stop(self):
        async def end():
            self.listener.close()
            for writer in list(self.writers):
                writer.transport.abort()
        run(end())

    async def _serve(self, reader, writer):
        self.writers.add(writer)
        try:
            while await self._one(reader, writer):
                pass
        except (Stop, OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.writers.discard(writer)
            writer.close()

    async def _one(self, reader, writer):
        line = await reader.readline()
        if not line:
            return False
        method, path, _ = line.decode().split()
        size = 0
        while (header := (await reader.readline()).strip()):
            if (m := re.fullmatch(rb"content-length: *(\d+)", header, re.I)):
                size = int(m[1])
        body = await reader.readexactly(size)
        self.requests += 1
        await self._answer(Request(self, writer, method, path, body))
        return True

    async def _answer(self, request):
        if request.path.endswith("/_bulk"):
            ordinal = self.bulks
            self.bulks += 1
            if not self.script or await self.script(request, ordinal) is False:
                await request.reply(200, request.apply())
        elif request.method == "HEAD":
            await request.reply(200 if self.documents.exists else 404)
        elif request.method == "PUT":
            taken, self.documents.exists = self.documents.exists, True
            await request.reply(400 if taken else 200, {"error": {"type": "resource_already_exists_exception"}} if taken
                                else {"acknowledged": True})
        else:
            await request.reply(405)


LOOP = asyncio.new_event_loop()
threading.Thread(target=LOOP.run_forever, daemon=True).start()


def run(coroutine):
    """Runs it on the loop of all servers and waits."""
    return asyncio.run_coroutine_threadsafe(coroutine, LOOP).result()
