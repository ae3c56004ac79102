"""Words that stand nowhere else, typed into every field: afterwards nobody finds them outside.

Outside is every file but the notes that were asked for, what programs say beside them, what a
terminal is left with, the environment and the arguments. The store is sealed, so it counts too.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from bedside.cli.desk import Desk
from bedside.cli.main import COMMANDS
from bedside.session import Session
from bedside.store.keys.seal import SEALED, Seal
from tests.campaigns import commands, laced, shared
from tests.campaigns.ward import Laces, Ward, ward
from tests.clinics import KEEPER
from tests.tui.on_terminal import on_terminal
from tests.tui.pty_run import Seen, seen, surroundings
from tests.worlds import UNCERTAINTY

WHAT = "a patient's words stand in no file, stream, terminal or environment but where they belong"
LEFT, ENTERED = b"\x1b[?1049l", b"\x1b[?1049h"
"""What leaves the screen that patients' words stand on, and what opens it."""
_ENDS = ("TERM", "HUP", "KILL", "KILL the page", "crash", "q")
_TELLING = ("note", "visits", "tasks", "export", "resume", "add", "walk")
"""Commands whose answer is what was recorded."""
_GIVEN = {
    "note": ("last",),
    "export": ("-o", "out"),
    "add": ("last",),
    "prove": ("--runs", "1"),  # its visits are nobody's, and it takes a minute by itself
}
_CRASH = """
import sys
from bedside.tui.screens import walk

def fail(self, place):
    record = self.session.visit.record
    raise ValueError(f"{record}")

walk.WalkPart.do_walk_why = fail
from bedside.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
_STOCK = """
from textual.app import App
from bedside.tui.ends import EndingApp

for name in ("_handle_exception", "_fatal_error", "panic", "_fell"):
    if hasattr(EndingApp, name):
        setattr(EndingApp, name, getattr(App, name, lambda *_: None))
"""


class Words:
    """Gives each text a word that stands nowhere else, and finds them again."""

    def __init__(self, chance: random.Random) -> None:
        """Make up words by this."""
        self._chance, self.made = chance, list[str]()

    def __call__(self, text: str = "") -> str:
        """Return the text with a new word."""
        self.made.append("q" + "".join(self._chance.choices("bcdfghjklmnpqrstvwxz", k=11)))
        return f"{text} {self.made[-1]}".strip()

    def digits(self) -> str:
        """Return a number that stands nowhere else."""
        self.made.append("".join(self._chance.choices("0123456789", k=12)))
        return self.made[-1]

    def found(self, raw: bytes) -> str:
        """Return the first of the words that stands in these bytes, "" where none does."""
        wide = (one for one in self.made if one.encode("utf-16-le") in raw)
        plain = (one for one in self.made if one.encode() in raw)
        return next(plain, "") or next(wide, "")


def told(number: int) -> str:
    """Return where a patient's word was found that has no business there."""
    with tempfile.TemporaryDirectory() as name, commands.home(folder := Path(name)):
        (folder / "tmp").mkdir()
        with mock.patch.dict(os.environ, {"TMPDIR": str(folder / "tmp")}):
            return next(_found(folder, random.Random(number), number), "")


def twin(number: int) -> str:
    """Return the same where bodies stay as they are, or a fault is told as Textual tells it."""
    if number % 2:
        with mock.patch.multiple(__name__, _ENDS=("crash",), _CRASH=_STOCK + _CRASH):
            return told(number)

    def left_clear(_: Seal, body: bytes, *__: int | str) -> bytes:
        return SEALED + body

    def read(_: Seal, body: bytes, *__: int | str) -> bytes:
        return body[1:]

    with mock.patch.multiple(Seal, close=left_clear, open=read):
        return told(number)


def _found(folder: Path, chance: random.Random, number: int) -> Iterator[str]:
    words = Words(chance)
    desk = Desk()
    try:
        yield from _on_pages(desk, words)
        laced.told_plainly(_begun(desk), words)
        session = _begun(desk)
        laced.answer_all(session, words)
        laced.settle_and_sign(session, words)
        if session.visit.signed is not None:
            desk.save(session, "chart", "text")
        session.close()
    finally:
        desk.store.close()
    yield from _in_files(folder, words)
    yield from _in_a_terminal(folder, words, _ENDS[number % len(_ENDS)])
    if number // 2 % 2:  # every second pair of them
        yield from _where_people_sign_in(folder, words, Words(chance))
    yield from _of_commands(words)
    yield from _in_files(folder, words)


def _begun(desk: Desk) -> Session:
    begun = desk.begin(UNCERTAINTY)
    assert isinstance(begun, Session), begun
    return begun


def _on_pages(desk: Desk, words: Words) -> Iterator[str]:
    async def toured() -> bytes:
        async with on_terminal(desk, _begun(desk), (100, 40)) as walk:
            await laced.tour(walk, words)
        return bytes(walk.written_bytes)

    written = asyncio.run(toured())
    assert words.found(written), "nothing was typed"
    yield from _after(written, words, "the pages")


def _where_people_sign_in(folder: Path, words: Words, unseen: Words) -> Iterator[str]:
    """Go through a shared workstation; what is typed unseen stands on no screen either."""
    laces = Laces(str, words, unseen)
    (folder / "ward").mkdir()
    with (
        commands.home(folder / "ward"),
        ward(folder / "ward", laces, f"{unseen()} {unseen()}", unseen.digits()) as there,
    ):
        written = asyncio.run(shared.toured(there, (100, 40)))
        there.close()
        assert words.found(written), "nothing was typed"
        yield from _after(written, words, "the pages on which people sign in")
        if word := unseen.found(written):
            yield f"{word} was typed unseen, and is seen"
        written = _locked_in_a_terminal(folder, words, there)
        yield from _after(written, words, "a lock")
        if word := unseen.found(written):
            yield f"{word} was typed unseen, and is seen in a terminal"
        for both in (words, unseen):
            yield from _in_files(folder, both)


def _locked_in_a_terminal(folder: Path, words: Words, there: Ward) -> bytes:
    """Sign in at the whole program, lock it in the middle of a word, and go on by PIN."""
    environ = surroundings(folder / "ward" / "home") | {"TMPDIR": str(folder / "tmp")}
    with seen(environ, "walk", UNCERTAINTY) as run:
        run.see("Sign in: Northwing")
        run.send(f"{KEEPER}\r{there.phrase}\r")
        run.see("A PIN for this sitting?")
        run.send(f"{there.pin}\r{there.pin}\r")
        run.see("Who is this visit with?")
        run.send("\r\r")
        run.see("agreed with the team")
        run.send("n")
        run.send(words("half typed"))
        run.see(words.made[-1])
        run.send("\x0c")
        run.see(f"{KEEPER}, nurse: your PIN")
        assert not words.found("".join(run.lines).encode()), "a lock hides nothing"
        run.send(f"{there.pin}\r")
        run.see(words.made[-1])
        run.send_signal(signal.SIGTERM)
        run.wait(30)
        return bytes(run.written)


def _after(written: bytes, words: Words, where: str) -> Iterator[str]:
    """Look at what a terminal got once the screen of patients' words was left."""
    for left in written.split(LEFT)[1:] or [written]:
        shown, _, _ = left.partition(ENTERED)
        if word := words.found(shown):
            yield f"{word} is left on the terminal after {where}: {shown[-300:]!r}"


def _in_files(folder: Path, words: Words) -> Iterator[str]:
    for path in folder.rglob("*"):
        if "notes" in path.parts or "out" in path.parts or not path.is_file():
            continue
        if word := words.found(path.read_bytes() + os.fsencode(path)):
            yield f"{word} stands in {path.relative_to(folder)}"


def _in_a_terminal(folder: Path, words: Words, end: str) -> Iterator[str]:
    """Type into the whole program, end it in one way, and look at it from all sides."""
    environ = surroundings(folder / "home") | {"TMPDIR": str(folder / "tmp")}
    code = _CRASH if end == "crash" else ""
    with seen(environ, "walk", UNCERTAINTY, code=code) as run:
        run.see("Who is this visit with?")
        for _ in range(2):
            run.send(words())
            run.see(words.made[-1])
            run.send("\r")
        run.see("agreed with the team")
        run.send("n")
        run.send(words("half typed"))
        run.see(words.made[-1])
        run.send("\x1b[24~")
        run.see("bedside is hidden.")
        run.settle()
        if word := words.found("".join(run.lines).encode()):
            yield f"{word} is seen through the curtain"
        run.send("\x1b[24~")
        run.see(words.made[-1])
        for process in {run.pid, run.visit}:
            for about in ("environ", "cmdline"):
                if word := words.found(_told_of(process, about)):
                    yield f"{word} stands in the {about} of the program"
        _end(run, end)
        yield from _after(bytes(run.written), words, f"its end by {end}")


def _told_of(process: int, about: str) -> bytes:
    path = Path("/proc", str(process), about)
    return path.read_bytes() if path.exists() else b""


def _end(run: Seen, end: str) -> None:
    if end == "KILL the page":
        run.send_signal(signal.SIGKILL, to_page=True)
        _opened_again(run)
        run.send_signal(signal.SIGTERM)
    elif end in ("crash", "q"):
        run.send("\r")
        run.settle()
        run.send("?" if end == "crash" else "q")
        if end == "crash":
            _opened_again(run)
            run.send_signal(signal.SIGTERM)
    else:
        run.send_signal(getattr(signal, f"SIG{end}"))
    run.wait(30)


def _opened_again(run: Seen) -> None:
    """Wait until the launcher has opened the visit again after its fault."""
    ends = time.monotonic() + 20
    while run.written.count(ENTERED) < 2 and time.monotonic() < ends and run.is_alive():
        run.read(0.05)


def _of_commands(words: Words) -> Iterator[str]:
    """Run every command; only those that tell what was recorded may say any of it."""
    for name in COMMANDS:
        _, out, err = commands.streams(name, *_GIVEN.get(name, ()))
        if word := words.found(err.encode()):
            yield f"{word} is said beside the answer of {name}: {err[-200:]}"
        if name not in _TELLING and (word := words.found(out.encode())):
            yield f"{word} is said by {name}: {out[-200:]}"
