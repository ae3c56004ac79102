"""A FHIR server of a few lines in this process: it keeps what it gets, and fails when told to.

It does what R4 says of single requests (3.1.0): conditional create, search by name, read, update of
one version. Every request is kept as it came, so that tests see what left.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, cast
from urllib.parse import parse_qs, unquote

Json = dict[str, Any]


class Seen(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Fault(NamedTuple):
    """What goes wrong with the next request of a method: before it is done, or after.

    `status` is answered in its place, with `headers` and `body`; without one the line is cut.
    """

    method: str
    status: int = 0
    headers: dict[str, str] = {}  # noqa: RUF012  # nobody changes it
    body: bytes = b""
    is_done: bool = False
    seconds: float = 0.0


class Peer:
    """The server's memory, and what it is to do wrong."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.kept: dict[str, list[Json]] = {}
        self.seen: list[Seen] = []
        self.faults: list[Fault] = []
        self.tokens: set[str] | None = None
        self.scopes: str | None = None
        """What a token lets do (SMART 2.2), where that is looked at."""
        self.takes: tuple[str, ...] = ("DocumentReference", "Provenance", "Observation")
        self.takes += ("QuestionnaireResponse", "Patient", "Binary")
        self.is_deaf = False
        """Whether it passes over every search parameter and gives all it has."""
        self.grants: Callable[[dict[str, str]], tuple[int, Json]] = lambda _: (400, {})
        self.fails: Callable[[Seen], Fault | None] = lambda _: None
        """What goes wrong with a request, by what is in it."""
        self.keeps: Callable[[Json], Json] = lambda resource: resource
        """What it makes of a resource before it keeps it."""
        self.base = ""
        self._lock = threading.Lock()

    def put(self, resource: Json) -> str:
        """Keep a resource as a new one; return its place."""
        with self._lock:
            place = f"{resource['resourceType']}/{len(self.kept) + 1}"
            self.kept[place] = [_versioned(self.keeps(resource), place, 1)]
            return place

    def now(self, kind: str) -> list[Json]:
        """Return all it keeps of a kind, each in its latest version."""
        return [
            versions[-1] for place, versions in self.kept.items() if place.startswith(f"{kind}/")
        ]

    def of(self, method: str) -> list[Seen]:
        """Return the requests of a method, in order."""
        return [one for one in self.seen if one.method == method]

    def fault(self, method: str) -> Fault | None:
        """Take the next fault of a method, where one is due."""
        found = next((one for one in self.faults if one.method == method), None)
        if found:
            self.faults.remove(found)
        return found

    def matching(self, kind: str, query: str) -> list[Json]:
        """Return what a search finds: all its parameters hold, unless it hears none."""
        asked = {
            name: values[0]
            for name, values in parse_qs(query).items()
            if name in ("identifier", "_tag")
        }
        if self.is_deaf:
            return self.now(kind)
        return [one for one in self.now(kind) if all(map(_names(one), asked.items()))]

    def is_allowed(self, seen: Seen) -> bool:
        """Whether the token's scopes cover all that a request does."""
        path = seen.path.removeprefix("/fhir/").partition("?")[0]
        kind, _, rest = path.partition("/")
        if self.scopes is None or kind == "metadata":
            return True
        does = {"PUT": "u", "POST": "s" if rest == "_search" else "c"}
        asked = does.get(seen.method, "r" if rest else "s")
        asked += "s" if "if-none-exist" in seen.headers else ""
        given = dict(one.removeprefix("system/").split(".") for one in self.scopes.split())
        return set(asked) <= set(given.get(kind, ""))

    def done(self, seen: Seen) -> tuple[int, dict[str, str], Json | bytes]:
        """Return what a request comes to."""
        path, _, query = seen.path.removeprefix("/fhir/").partition("?")
        kind = path.split("/")[0]
        if not self.is_allowed(seen):
            return 403, {}, outcome("forbidden", f"No scope for {kind}")
        if path == "metadata":
            return 200, {}, _capability(self.takes)
        if kind not in self.takes:
            return 404, {}, outcome("not-supported", f"Unknown resource type {kind}")
        if path.endswith("/$validate"):
            return 200, {}, outcome("informational", "All OK", "information")
        if seen.method == "POST" and path.endswith("/_search"):
            return 200, {}, _bundle(self.matching(kind, seen.body.decode()))
        if seen.method == "POST":
            return self._created(kind, seen)
        if seen.method == "PUT":
            return self._updated(path, seen)
        if "/" in path:
            versions = self.kept.get(path)
            return (200, {}, versions[-1]) if versions else (404, {}, outcome("not-found", "Gone"))
        return 200, {}, _bundle(self.matching(kind, query))

    def _created(self, kind: str, seen: Seen) -> tuple[int, dict[str, str], Json | bytes]:
        found = []
        if condition := seen.headers.get("if-none-exist"):
            assert "|" not in condition
            found = self.matching(kind, condition)
        if len(found) > 1:
            return 412, {}, outcome("multiple-matches", "More than one matches")
        if found:
            return 200, {}, found[0]
        place = self.put(json.loads(seen.body))
        return 201, {"Location": f"{self.base}/{place}/_history/1"}, self.kept[place][-1]

    def _updated(self, path: str, seen: Seen) -> tuple[int, dict[str, str], Json | bytes]:
        versions, wanted = self.kept[path], seen.headers.get("if-match")
        if wanted and wanted != f'W/"{len(versions)}"':
            return 412, {}, outcome("conflict", "Not the latest version")
        versions.append(_versioned(json.loads(seen.body), path, len(versions) + 1))
        return 200, {"ETag": f'W/"{len(versions)}"'}, versions[-1]


class _Handler(BaseHTTPRequestHandler):
    """Reads a request, lets the peer do it, and goes wrong where it is to."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    peer: Peer

    def do_GET(self) -> None:  # the library calls it so
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _serve(self) -> None:
        peer = self.peer
        headers = {name.lower(): text for name, text in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        seen = Seen(self.command, self.path, headers, body)
        if self.path == "/token":
            fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            status, granted = peer.grants(fields)
            self._answer(status, {}, granted)
            return
        peer.seen.append(seen)
        if peer.tokens is not None and headers.get("authorization") not in peer.tokens:
            self._answer(401, {}, outcome("login", "The token has expired"))
            return
        self._serve_or_fail(seen, peer.fails(seen) or peer.fault(self.command))

    def _serve_or_fail(self, seen: Seen, fault: Fault | None) -> None:
        done = self.peer.done(seen) if fault is None or fault.is_done else None
        if fault is None:
            assert done is not None
            self._answer(*done)
            return
        time.sleep(fault.seconds)
        if fault.status:
            self._answer(fault.status, fault.headers, fault.body)
        else:
            self.close_connection = True
            self.connection.close()

    def _answer(self, status: int, headers: dict[str, str], body: Json | bytes) -> None:
        whole = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, text in {"Content-Length": str(len(whole)), **headers}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(whole)


class _Server(ThreadingHTTPServer):
    """Ends without waiting for lines that are still open, and tells nobody of cut ones."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing: lines are cut on purpose here."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Peer]:
    """Serve on a port of this machine until the end of the block; by TLS where that is given."""
    peer = Peer()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"peer": peer}))
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if context is None else "https"
    peer.base = f"{scheme}://127.0.0.1:{server.server_address[1]}/fhir"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def outcome(code: str, text: str, severity: str = "error") -> Json:
    """Return an OperationOutcome in these words."""
    issue = {"severity": severity, "code": code, "details": {"text": text}}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def _names(resource: Json) -> Callable[[tuple[str, str]], bool]:
    identifiers = resource.get("identifier", [])
    listed = identifiers if isinstance(identifiers, list) else [identifiers]
    tokens = {
        "identifier": {f"{one.get('system', '')}|{one.get('value')}" for one in listed},
        "_tag": {
            f"{one.get('system')}|{one.get('code')}"
            for one in resource.get("meta", {}).get("tag", [])
        },
    }
    return lambda asked: unquote(asked[1]).replace("\\", "") in tokens[asked[0]]


def _versioned(resource: Json, place: str, version: int) -> Json:
    meta = {**resource.get("meta", {}), "versionId": str(version)}
    return {**resource, "id": place.split("/")[1], "meta": meta}


def _bundle(found: list[Json]) -> Json:
    entries = [{"resource": one, "search": {"mode": "match"}} for one in found]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def _capability(takes: tuple[str, ...]) -> Json:
    document = {
        "type": "DocumentReference",
        "interaction": [{"code": code} for code in ("create", "update", "read")],
        "conditionalCreate": True,
        "searchParam": [{"name": "identifier", "type": "token"}],
        "operation": [{"name": "validate"}],
    }
    rest = [{"mode": "server", "resource": [document, *({"type": one} for one in takes[1:])]}]
    named = {"software": {"name": "Peer"}, "fhirVersion": "4.0.1", "rest": rest}
    return cast("Json", {"resourceType": "CapabilityStatement", **named})
