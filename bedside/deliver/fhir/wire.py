"""Requests over HTTP, one at a time: answers of bounded size and time, a fate for every failure.

httpx and ssl are loaded by the first request, not by signing. A failure before anything was sent
is told apart from one after it: the first may be tried again, of the other nobody knows more.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import SplitResult, urlencode, urlsplit

from bedside.core.destinations import Fhir
from bedside.core.parcels import Fate, Reply
from bedside.core.text import clean, cut
from bedside.core.value import Value, placed, value

if TYPE_CHECKING:
    import httpx

MOST = 1024 * 1024
"""Bytes of an answer that are read: one to a request of ours has a few KiB."""
_WORDS = 500
"""Characters of a server's own words that are kept."""
_HOPS = 3
_MOVED = frozenset((301, 302, 303, 307, 308))
_AS_SENT = frozenset((307, 308))
"""Moved, and to be asked again just as it was (RFC 9110, 15.4)."""

_NO_HTTPX = "this bedside cannot speak FHIR yet: pip install 'bedside[fhir]'"
_PLAIN = "{where} is not https, and notes do not go in clear: mend it, or set `allow_plaintext`"
_AWAY = "the server sends us on to {where}, which is not followed: mend the address"
_STRANGER = "the server cannot prove who it is ({why}): mend the address, or set `ca`"
_CA = "`ca` holds no certificates that can be read ({why})"
_ADDRESS = "{where} is no address that can be asked ({why})"


@value
class Request(Value):
    """A request: its whole address, and what goes with it. `form` goes as the fields of a form."""

    method: Literal["GET", "POST", "PUT"]
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    form: Mapping[str, str] | None = None
    most: int = MOST


@placed
class Answered(Value):
    """What a server answered: its status, its headers by their lower-case names, what it said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def values(self) -> dict[str, object]:
        """What the body holds as JSON; empty where it holds no object."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return cast("dict[str, object]", found) if isinstance(found, dict) else {}

    @property
    def said(self) -> str:
        """The server's own words, in an OperationOutcome or an OAuth error; else none."""
        return cut(clean("; ".join(_words(self.values))), _WORDS)

    @property
    def after(self) -> float:
        """Seconds that the server asks us to wait (RFC 9110, 10.2.3); 0 where it does not say."""
        said = self.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdigit():
            return float(min(int(said[:6]), 86_400))
        return _until(said) if said else 0.0


class Wire:
    """The line to one place; it is opened by the first request, and again after a failure."""

    def __init__(self, destination: Fhir) -> None:
        """Be ready; nothing is opened, and nothing loaded."""
        self._to = destination
        self._line: httpx.Client | None = None

    def send(self, request: Request) -> Answered | Reply:
        """Return what is answered, moves within the same place followed; else what came of it."""
        for _ in range(_HOPS):
            answered = self._once(request)
            if isinstance(answered, Reply) or answered.status not in _MOVED:
                return answered
            there = self._moved_to(request, answered)
            if there is None:
                where = _parts(answered.headers.get("location", "")).hostname or "nowhere"
                return closed(_AWAY.format(where=clean(where)))
            request = there
        return closed(_AWAY.format(where="itself"))

    def close(self) -> None:
        """Let go of the connection."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _once(self, request: Request) -> Answered | Reply:
        where = request.address.split("?")[0]
        if not (self._to.allow_plaintext or is_private(request.address)):
            return closed(_PLAIN.format(where=where))
        try:
            import httpx
        except ImportError:
            return closed(_NO_HTTPX)
        try:
            return self._asked(self._opened(request.address), request)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            return closed(_ADDRESS.format(where=where, why=clean(str(error))))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return _not_reached(error)
        except (httpx.TransportError, httpx.DecodingError) as error:
            self.close()  # what comes late must never be taken for another's answer
            return Reply(fate=Fate.UNKNOWN, said=type(error).__name__)
        except OSError as error:
            return closed(_CA.format(why=clean(error.strerror or str(error))))

    def _opened(self, address: str) -> httpx.Client:
        """Return the open line; proxies are the environment's, and none for this machine itself."""
        if self._line is None:
            import ssl

            import httpx

            context = ssl.create_default_context(cafile=self._to.ca or None)
            self._line = httpx.Client(
                verify=context,
                timeout=self._to.timeout,
                trust_env=not _is_here(address),
                headers={"User-Agent": "bedside", "Accept-Encoding": "identity"},
            )
        return self._line

    def _asked(self, line: httpx.Client, request: Request) -> Answered:
        """Return one answer, read up to its bound and no longer than twice the time to wait."""
        ends = time.monotonic() + 2 * self._to.timeout
        headers, content = dict(request.headers), request.body
        if request.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            content = urlencode(request.form).encode()
        asked = line.stream(request.method, request.address, headers=headers, content=content)
        found = bytearray()
        with asked as answer:
            for piece in answer.iter_raw():
                found += piece
                if len(found) > request.most or time.monotonic() > ends:
                    found.clear()  # half of it says nothing; the status still counts
                    break
            said = {name.lower(): text for name, text in answer.headers.items()}
            return Answered(answer.status_code, said, bytes(found))

    def _moved_to(self, request: Request, answered: Answered) -> Request | None:
        """Return the request as it is to be made where the server moved it, in the same place."""
        import httpx

        try:
            there = str(httpx.URL(request.address).join(answered.headers.get("location", "")))
        except httpx.InvalidURL:
            return None
        asks_again = request.method == "GET" or answered.status in _AS_SENT
        if not asks_again or not is_same_place(there, request.address):
            return None
        return replace(request, address=there)


def closed(why: str, code: str = "", theirs: bool = False) -> Reply:
    """Return that nothing can go there until somebody mends that; why may be the server's words."""
    return Reply(fate=Fate.CLOSED, said=why, code=code, theirs=theirs)


def is_same_place(one: str, other: str) -> bool:
    """Whether two addresses are on the same scheme, host and port (RFC 6454)."""
    return _place(one) == _place(other) is not None


def is_private(address: str) -> bool:
    """Whether what is sent there can be read by nobody on the way: TLS, or this machine itself."""
    return _parts(address).scheme == "https" or _is_here(address)


def _is_here(address: str) -> bool:
    from ipaddress import ip_address

    host = _parts(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _place(address: str) -> tuple[str, str, int] | None:
    parts = _parts(address)
    try:
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname or "", port) if parts.hostname else None


def _parts(address: str) -> SplitResult:
    """Return the parts of an address; of what is none, nothing."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _not_reached(error: Exception) -> Reply:
    """Return what came of a line that could not be opened: a stranger there is not tried again."""
    from ssl import SSLCertVerificationError

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, SSLCertVerificationError):
            return closed(_STRANGER.format(why=clean(cause.verify_message)))
        cause = cause.__cause__ or cause.__context__
    return Reply(fate=Fate.AGAIN, said=clean(str(error)) or type(error).__name__)


def _until(date: str) -> float:
    from email.utils import parsedate_to_datetime

    try:
        return min(max(parsedate_to_datetime(date).timestamp() - time.time(), 0.0), 86_400.0)
    except (ValueError, OverflowError):
        return 0.0


def _words(values: Mapping[str, object]) -> list[str]:
    """Return what a server says in its own words, the codes where it has none."""
    if values.get("resourceType") != "OperationOutcome":
        named = (values.get("error"), values.get("error_description"))
        return [one for one in named if isinstance(one, str)]
    issues = values.get("issue")
    return (
        [_issue(one) for one in issues if isinstance(one, dict)] if isinstance(issues, list) else []
    )


def _issue(issue: Mapping[str, object]) -> str:
    details = issue.get("details")
    text = details.get("text") if isinstance(details, dict) else None
    said = [one for one in (text, issue.get("diagnostics")) if isinstance(one, str) and one]
    where = issue.get("expression")
    at = [one for one in where if isinstance(one, str)] if isinstance(where, list) else []
    told = ": ".join(dict.fromkeys(said)) or str(issue.get("code", ""))
    return f"{told} ({', '.join(at)})" if at else told
