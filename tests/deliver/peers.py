"""A receiver of MLLP that follows a script: what it does with each message that it gets.

It is written apart from the client that it tests, and shares no code with it.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

START, END = b"\x0b", b"\x1c\r"


def control_of(body: bytes) -> str:
    """Return the control id of a message (MSH-10)."""
    return body.split(b"\r")[0].split(b"|")[9].decode("latin-1")


def answer(code: str, control: str, said: str = "", error: str = "") -> bytes:
    """Return an acknowledgement as a block."""
    segments = [
        "MSH|^~\\&|PEER|THERE|BEDSIDE||20310304120000||ACK|PEER-1|T|2.5.1",
        f"MSA|{code}|{control}|{said}",
        *([error] if error else []),
    ]
    return START + "".join(f"{one}\r" for one in segments).encode() + END


Act = Callable[[socket.socket, bytes], bool]
"""Does something with a message; says whether the connection goes on."""


def _says(code: str, said: str = "", error: str = "") -> Act:
    def act(to: socket.socket, body: bytes) -> bool:
        to.sendall(answer(code, control_of(body), said, error))
        return True

    return act


def _hang(_: socket.socket, __: bytes) -> bool:
    return True


def _half_close(to: socket.socket, _: bytes) -> bool:
    to.shutdown(socket.SHUT_WR)
    return True


def _drop(_: socket.socket, __: bytes) -> bool:
    return False


def _cut(to: socket.socket, body: bytes) -> bool:
    to.sendall(answer("AA", control_of(body))[:40])
    return False


def _another(to: socket.socket, _: bytes) -> bool:
    to.sendall(answer("AA", "SOMETHING-ELSE"))
    return True


def _twice(to: socket.socket, body: bytes) -> bool:
    to.sendall(answer("AA", control_of(body)) * 2)
    return True


def _split(to: socket.socket, body: bytes) -> bool:
    to.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for piece in (answer("AA", control_of(body))[at : at + 1] for at in range(200)):
        to.sendall(piece)
    return True


def _receipt_first(to: socket.socket, body: bytes) -> bool:
    to.sendall(answer("CA", control_of(body)))
    to.sendall(answer("AA", control_of(body)))
    return True


def _no_acknowledgement(to: socket.socket, _: bytes) -> bool:
    to.sendall(START + b"MSH|^~\\&|PEER\rPID|1\r" + END)
    return True


def _noise_before(to: socket.socket, body: bytes) -> bool:
    to.sendall(b"\r\nhello\x1c" + answer("AA", control_of(body)))
    return True


def _endless(to: socket.socket, _: bytes) -> bool:
    with suppress(OSError):
        to.sendall(START + b"x" * 4_000_000)
    return False


def _derived(to: socket.socket, body: bytes) -> bool:
    control = control_of(body)
    to.sendall(answer("AA", control).replace(b"PEER-1", f"ACK{control}".encode()))
    return True


ACTS: dict[str, Act] = {
    "AA": _says("AA"),
    "AE": _says("AE", "no such patient"),
    "AR": _says("AR", "come back later"),
    "CA": _says("CA"),
    "CE": _says("CE", "not a message"),
    "CR": _says("CR", "not now"),
    "AE with ERR": _says("AE", "", "ERR||PID^1^3|204^Unknown key identifier^HL70357|E||||Who?"),
    "derived": _derived,
    "duplicate": _says("AR", "Message Control ID already exists"),
    "unheard of": _says("ZZ"),
    "hang": _hang,
    "half-close": _half_close,
    "drop": _drop,
    "cut": _cut,
    "another": _another,
    "twice": _twice,
    "split": _split,
    "CA then AA": _receipt_first,
    "no MSA": _no_acknowledgement,
    "noise before": _noise_before,
    "endless": _endless,
}


class Peer:
    """A receiver on a port of this machine, for as long as the `with` lasts.

    `script` names what becomes of each message in turn; the last of it goes for all that follow.
    """

    def __init__(self, *script: str, context: ssl.SSLContext | None = None) -> None:
        """Listen, and follow this script."""
        self._script = list(script or ("AA",))
        self._context = context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port: int = self._listening.getsockname()[1]
        self.received: list[bytes] = []
        """The body of every message that came whole, in order."""
        self.connections = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Peer:
        """Begin to take connections."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close everything."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.hang_up()
        self._thread.join(5)

    def hang_up(self) -> None:
        """Close every connection that is open."""
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            self._open.append(connection)
            self._follow(connection)
        with suppress(OSError):
            connection.close()

    def _follow(self, connection: socket.socket) -> None:
        waiting = b""
        while piece := connection.recv(65_536):
            waiting += piece
            while END in waiting:
                block, waiting = waiting.split(END, 1)
                body = block[block.index(START) + 1 :]
                self.received.append(body)
                act = self._script.pop(0) if len(self._script) > 1 else self._script[0]
                if not ACTS[act](connection, body):
                    return
