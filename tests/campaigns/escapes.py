"""What could act on a terminal, on every way a text takes to one: none comes out."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from bedside.cli.desk import Desk
from bedside.core import text as gate
from bedside.core.text import harmful
from bedside.launch.terminal import CLEAR
from tests.campaigns import commands, laced, shared
from tests.campaigns.grammar import foreign
from tests.campaigns.payloads import ESCAPES
from tests.campaigns.ward import Laces, in_lines, ward
from tests.tui.on_terminal import on_terminal

WHAT = "no control, escape, direction or hidden letter in any text gets to a terminal"
AT_ONCE = 4
"""So many payloads stand in one text."""
SHARED_EVERY = 6
"""One number of so many goes to the pages of a shared workstation as well."""
SIZE = (100, 40)
_COLOURS = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
"""A terminal that shows every colour, as the grammar expects."""
_NOTHING = re.compile("(?!)")
_COMMANDS = (
    *(("note", "last", "--for", reader) for reader in ("chart", "patient", "handover")),
    *(("note", "last", "--format", form) for form in ("ascii", "markdown", "html", "json")),
    *(("note", "last", "--trace"), ("visits",), ("tasks",), ("list",), ("check",), ("doctor",)),
    *(("where",), ("keys",), ("export", "-o", "out"), ("resume",), ("add", "last")),
)
_NAMING = (("check",), ("explain",), ("note",), ("resume",), ("walk", "--plain"), ("print",), ("",))
"""Commands that say again what they were given."""


def told(number: int) -> str:
    """Return what came out of the pages, the plain face or a command with this lot of payloads."""
    is_shared = number % SHARED_EVERY == 2
    return _told(number, _came_out) or (_told(number, _came_out_signed_in) if is_shared else "")


def twin(number: int) -> str:
    """Return the same with the last gate, and the one before the pages, letting everything by.

    Every second number looks where people sign in, and nowhere else.
    """
    with mock.patch.multiple(gate, _HARMFUL=_NOTHING, _EMPTY=_NOTHING):
        return _told(number, _came_out_signed_in if number % 2 else _came_out)


def _told(number: int, came_out: Callable[[laced.Lacing], Iterator[str]]) -> str:
    with (
        tempfile.TemporaryDirectory() as folder,
        commands.home(Path(folder)),
        mock.patch.dict(os.environ, _COLOURS),
    ):
        return next(came_out(laced.Lacing(ESCAPES, number * 97, AT_ONCE)), "")


def _came_out(lace: laced.Lacing) -> Iterator[str]:
    desk = Desk()
    laced.odd_files(desk, lace)
    try:
        yield from _on_screen(asyncio.run(_toured(desk, lace)), lace)
        said = laced.told_plainly(laced.begun(desk, lace), lace)
        yield from _live("in the plain face", said)
    finally:
        desk.store.close()
    for command in _COMMANDS:
        yield from _live(" ".join(command), commands.ran(*command)[1])
    for command in _NAMING:
        given = (*filter(None, command), lace("x").replace("\0", ""))
        yield from _live(f"{command[0]} of it", commands.ran(*given)[1])
    settings = desk.places.settings
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'theme = "{lace("x")}"\n', encoding="utf-8", errors="replace")
    yield from _live("settings", commands.ran("where")[1])


def _came_out_signed_in(lace: laced.Lacing) -> Iterator[str]:
    made = laced.laced(lace)
    laces = Laces(lace, lace, lace)
    phrase = "lamp river cousin oats" + lace("")
    with (
        mock.patch.object(Desk, "checklist", return_value=made),
        ward(Path.cwd(), laces, phrase, "739164") as shared_ward,
    ):
        yield from _on_screen(asyncio.run(shared.toured(shared_ward, SIZE)), lace)
        for where, said in in_lines(shared_ward):
            yield from _live(where, said)


def _on_screen(written: bytes, lace: laced.Lacing) -> Iterator[str]:
    written = written.replace(CLEAR, b"")
    yield from (f"on the screen: {one!r}" for one in foreign(written, *SIZE))
    raw = [one.encode("utf-8", "replace") for one in lace.used if len(one) > 2]
    raw = [one for one in raw if foreign(one, *SIZE)]  # Textual writes the others as well
    yield from (f"on the screen, whole: {one!r}" for one in raw if one in written)


async def _toured(desk: Desk, lace: laced.Lacing) -> bytes:
    async with on_terminal(desk, laced.begun(desk, lace), SIZE) as walk:
        await laced.tour(walk, lace)
    return bytes(walk.written_bytes)


def _live(where: str, said: str) -> Iterator[str]:
    if bad := harmful(said) or re.search("[\x1b\x9b\x07\x7f\u202e]", said):
        yield f"{where}: {said[max(0, bad.start() - 40) : bad.end() + 20]!r}"
