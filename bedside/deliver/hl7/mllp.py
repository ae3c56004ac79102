"""A client of MLLP release 1: a message at a time, and its answer (HL7 v2.5.1, appendix C).

A message is a block: 0x0B, the bytes, 0x1C 0x0D. An answer may come in any number of packets. How
far a message got is told apart, because it decides whether it may be sent again: one whose end was
never handed over cannot have been taken in; one that was sent whole may have been.
"""

from __future__ import annotations

import ipaddress
import select
import socket
import ssl
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from bedside.deliver.secrets import is_open_to_others

_START, _END = b"\x0b", b"\x1c\r"
_PIECE = 65_536
_MOST = 1_048_576
"""The longest answer that is read, in bytes; none is near it."""


class Unreached(Exception):
    """The message did not leave whole, so it has not arrived."""


class Unanswered(Exception):
    """The message left whole, and no answer came."""


class Barred(Exception):
    """Nothing may be sent there as things are set up: a person has to change something."""


class Place(NamedTuple):
    """Where to connect to, and how; without `tls` in clear. Files by their paths, "" for none."""

    host: str
    port: int
    seconds: float
    tls: bool = True
    allow_plaintext: bool = False
    ca: str = ""
    certificate: str = ""


class Line:
    """A connection to a receiver, made anew whenever it is needed."""

    def __init__(self, place: Place) -> None:
        """Connect to nothing yet."""
        self._place = place
        self._socket: socket.socket | None = None
        self._left = b""
        self._until = 0.0

    def __enter__(self) -> Line:
        """Be closed at the end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.close()

    def ask(self, body: bytes) -> bytes:
        """Send a message and return the body of the first answer, within the seconds given.

        Barred where the settings or a certificate forbid it, Unreached where it cannot have
        arrived, Unanswered where it may have; the connection is closed after each of them.
        """
        self._until = time.monotonic() + self._place.seconds
        block = None
        try:
            self._send(_START + body + _END)
            block = self.next()
        finally:
            if block is None:
                self.close()
        return block

    def next(self) -> bytes:
        """Return the body of one more answer, within the seconds since the message was sent."""
        try:
            while (block := self._block()) is None:
                self._left += self._received()
        except (OSError, ValueError) as error:
            self.close()
            raise (Barred if _is_turned_away(error) else Unanswered)(said(error)) from error
        return block

    def close(self) -> None:
        """Close the connection; what may still come on it is an answer to nothing."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
        self._socket, self._left = None, b""

    def _send(self, whole: bytes) -> None:
        """Hand over all of a message; Unreached where none of its end was taken."""
        if self._socket is None or self._is_stale(self._socket):
            self.close()
            self._socket = connected(self._place)
        rest = memoryview(whole)
        try:
            while rest:
                self._socket.settimeout(self._time_left())
                rest = rest[self._socket.send(rest) :]
        except OSError as error:
            self._look_for_an_alert()
            has_ended = len(rest) < len(_END)
            raise (Unanswered if has_ended else Unreached)(said(error)) from error

    def _look_for_an_alert(self) -> None:
        """Raise Barred where the receiver said before it hung up that it does not trust us."""
        try:
            self._received()
        except (OSError, ValueError) as error:
            if _is_turned_away(error):
                raise Barred(said(error)) from error

    def _is_stale(self, kept: socket.socket) -> bool:
        """Whether a connection that was kept has ended, or holds what nobody asked for."""
        if self._left or (isinstance(kept, ssl.SSLSocket) and kept.pending()):
            return True
        try:
            readable, _, _ = select.select([kept], [], [], 0)
        except (OSError, ValueError):
            return True
        return bool(readable)

    def _received(self) -> bytes:
        if self._socket is None:
            raise ConnectionError("the connection is closed")
        self._socket.settimeout(self._time_left())
        piece = self._socket.recv(_PIECE)
        if not piece:
            raise ConnectionError("the receiver closed the connection before it answered")
        if len(self._left) + len(piece) > _MOST:
            raise ValueError("the answer has no end")
        return piece

    def _block(self) -> bytes | None:
        """Take the first whole block off what has come; what stands between blocks is nothing."""
        start = self._left.find(_START)
        end = self._left.find(_END, start + 1) if start >= 0 else -1
        if end < 0:
            return None
        block, self._left = self._left[start + 1 : end], self._left[end + len(_END) :]
        return block

    def _time_left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left


_NO_GREETING = "timed out before TLS began: it may not speak TLS on this port"
_GREETING_ENDED = "it ended the TLS greeting"
_SPEAKS_NONE = "; if it speaks none: tls = false"
"""Said of this machine alone: to another one notes do not go in clear."""


def connected(place: Place) -> socket.socket:
    """Return a connection. Barred where it is not allowed, Unreached where there is none now."""
    context = _context(place)
    try:
        plain = socket.create_connection((place.host, place.port), timeout=place.seconds)
    except (OSError, ValueError) as error:  # a name that is none is a ValueError
        raise Unreached(said(error)) from error
    if context is None:
        return plain
    try:
        return context.wrap_socket(plain, server_hostname=place.host)
    except (OSError, ValueError) as error:
        plain.close()
        ended = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionResetError)
        has_ended = isinstance(error, ended)
        is_barred = isinstance(error, ssl.SSLError) and not has_ended
        if isinstance(error, TimeoutError):
            raise Unreached(_NO_GREETING) from error
        if has_ended:
            way_out = _SPEAKS_NONE if is_loopback(place.host) else ""
            raise Unreached(_GREETING_ENDED + way_out) from error
        raise (Barred if is_barred else Unreached)(said(error)) from error


def _context(place: Place) -> ssl.SSLContext | None:
    """Return how to encrypt; nothing where it goes in clear. Barred where neither is allowed."""
    if not place.tls:
        if place.allow_plaintext or is_loopback(place.host):
            return None
        raise Barred("notes may not go in clear to another machine (tls is off)")
    try:
        context = ssl.create_default_context(cafile=place.ca or None)
        if place.certificate:
            path = Path(place.certificate)
            if is_open_to_others(path, path.stat()):
                raise Barred(f"{place.certificate} holds a key and can be opened by others")
            context.load_cert_chain(place.certificate, password="")  # so that nobody is asked
    except (OSError, ValueError) as error:
        which = place.certificate or place.ca
        raise Barred(f"the certificate of {which} cannot be used: {said(error)}") from error
    return context


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or number alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_turned_away(error: Exception) -> bool:
    """Whether the receiver ended the handshake over our certificate, so that it took nothing in.

    In TLS 1.3 that comes only after the first bytes of ours were sent (RFC 8446, 4.4.2 and 6.2).
    """
    reason = str(getattr(error, "reason", "")) if isinstance(error, ssl.SSLError) else ""
    return "ALERT" in reason and ("CERTIFICATE" in reason or "UNKNOWN_CA" in reason)


def said(error: Exception) -> str:
    """Return what the system says of a failure, without numbers of its own."""
    if isinstance(error, TimeoutError):
        return "timed out"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if _is_turned_away(error):
        return "the receiver asks for a certificate of ours, or does not accept the one it got"
    if isinstance(error, ssl.SSLError):
        return str(error.reason or error).replace("_", " ").lower()
    return str(getattr(error, "strerror", None) or error)
