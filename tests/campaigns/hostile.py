"""A hostile receiver of messages over MLLP: hangs, refuses, cuts, forgets to answer, restarts."""

from __future__ import annotations

import random
import socket
import threading
import time
from contextlib import suppress

START, END = b"\x0b", b"\x1c\r"
ACCEPTS = ("take", "take", "take", "take")
SPOILS = (
    "refuse",
    "later",
    "drop-before",
    "drop",
    "cut",
    "half-close",
    "other-id",
    "restart",
    "hang",
)
"""What it may do with a message instead of taking and answering it."""


class Hostile:
    """One receiver on a port of this machine; it knows a message it has had by its control id."""

    def __init__(self, seed: int, spoils: float) -> None:
        """Behave by this number; `spoils` is how often something is amiss, from 0 to 1."""
        self.chance, self.spoils = random.Random(seed), spoils
        self.had: dict[str, bytes] = {}
        """What it has, by control id."""
        self.refused: set[str] = set()
        self.wrong: list[str] = []
        self._open = self._listening(0)
        self.port = int(self._open.getsockname()[1])
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Hostile:
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        """Listen no more."""
        self._ends.set()
        self._thread.join(5)
        self._open.close()

    def _listening(self, port: int) -> socket.socket:
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(("127.0.0.1", port))
        made.listen(16)
        made.settimeout(0.05)
        return made

    def _serve(self) -> None:
        while not self._ends.is_set():
            try:
                line, _ = self._open.accept()
            except OSError:
                continue
            with line, suppress(OSError):
                self._hear(line)

    def _hear(self, line: socket.socket) -> None:
        line.settimeout(3)
        whole = b""
        while not whole.endswith(END):
            piece = line.recv(65536)
            if not piece:
                return
            whole += piece
        self._answer(line, whole[len(START) : -len(END)])

    def _answer(self, line: socket.socket, message: bytes) -> None:
        control = message.split(b"|")[9].decode()
        is_spoiled = self.chance.random() < self.spoils
        does = self.chance.choice(SPOILS if is_spoiled else ACCEPTS)
        if does in ("drop-before", "restart"):
            if does == "restart":
                self._open.close()
                time.sleep(0.05)
                self._open = self._listening(self.port)
            return
        if does == "later":
            line.sendall(self._reply(control, "AR"))
            return
        if does == "refuse" and control not in self.had:
            self.refused.add(control)
            line.sendall(self._reply(control, "AE"))
            return
        self._keep(control, message)
        self._said(line, does, control)

    def _keep(self, control: str, message: bytes) -> None:
        """Keep a message; one of the same id has to be the same."""
        if self.had.setdefault(control, message) != message:
            self.wrong.append(f"{control} came again with other bytes")

    def _said(self, line: socket.socket, does: str, control: str) -> None:
        whole = self._reply(control, "AA")
        if does == "hang":
            time.sleep(1.3)
        elif does == "cut":
            line.sendall(whole[: self.chance.randrange(1, len(whole) - 2)])
        elif does == "half-close":
            line.shutdown(socket.SHUT_WR)
        elif does == "other-id":
            line.sendall(self._reply("0" * 20, "AA"))
        elif does != "drop":
            line.sendall(whole)

    def _reply(self, control: str, code: str) -> bytes:
        head = f"MSH|^~\\&|PEER||BEDSIDE||20300101||ACK|{self.chance.randrange(10**9)}|T|2.5.1\r"
        return START + f"{head}MSA|{code}|{control}\r".encode() + END
