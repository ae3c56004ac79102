"""What the plain face sends out: lines a screen reader can read, one question at a time."""

from __future__ import annotations

import io
import re

import pytest

from bedside.cli.desk import Desk
from bedside.core.answers import Patient
from bedside.core.refusals import Refusal, Why
from bedside.core.text import cells, harmful
from bedside.plain.dialogue import refusal_text
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from tests.plain.telling import SIGNED_BY, WHOLE, begun, talk, tell
from tests.plain.test_commands import COMMANDS
from tests.worlds import SHIPPED

_DRAWN = re.compile("[─-▟■-◿⠀-⣿]")
"""Box drawing, blocks, shapes and braille patterns: noise to a listener."""

_HEADS = re.compile(r"^(?:Step \d+ of |Check page\.|About this visit)", re.MULTILINE)

EVERYTHING = (
    *("/help", "1", "/why", "/another", "1", "/feelings", "1", "/words one", "/note self"),
    *("/who", "1", "1", "/outline", "", "/patient", "", "/pause", "", "/undo", "/redo"),
    *(
        "/nonsense",
        "99",
        "/skip 5",
        "/check",
        "1",
        "/stop",
        "1",
        "/rest",
        "5",
        "/sign",
        "x",
        "y",
        "-",
    ),
)
"""A talk that meets nearly every page and refusal."""


class Turns(io.StringIO):
    """An input that remembers what had been said each time a line was read."""

    def __init__(self, lines: tuple[str, ...], out: io.StringIO) -> None:
        """Give these lines; watch what is written to `out`."""
        super().__init__("".join(f"{line}\n" for line in lines))
        self.pages: list[str] = []
        self._out, self._read = out, 0

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        """Return the next line, after keeping what was said before it."""
        said = self._out.getvalue()
        self.pages.append(said[self._read :])
        self._read = len(said)
        return super().readline(-1 if size is None else size)


def pages(desk: Desk, checklist: str, *lines: str) -> list[str]:
    """Return what was said before each line that was read."""
    out = io.StringIO()
    turns = Turns(lines, out)
    Walker(begun(desk, checklist), Talk(turns, out)).run()
    return turns.pages


@pytest.mark.parametrize("checklist", SHIPPED)
@pytest.mark.parametrize("lines", [None, EVERYTHING], ids=["whole", "everything"])
def test_nothing_is_drawn_coloured_or_repainted(
    desk: Desk, checklist: str, lines: tuple[str, ...] | None
) -> None:
    said = talk(desk, checklist, *(lines or (*WHOLE[checklist], *SIGNED_BY))).said
    assert len(said) > 2000
    assert harmful(said.replace("\n", "")) is None
    assert "\r" not in said
    assert not _DRAWN.findall(said)
    assert [line for line in said.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("checklist", SHIPPED)
def test_only_one_page_is_told_before_each_line_that_is_read(desk: Desk, checklist: str) -> None:
    told = pages(desk, checklist, "", *WHOLE[checklist], *SIGNED_BY)
    assert max(len(_HEADS.findall(page)) for page in told) == 1
    assert all(page.strip() for page in told)


@pytest.mark.parametrize("checklist", SHIPPED)
def test_something_is_said_before_every_line_that_is_read(desk: Desk, checklist: str) -> None:
    told = pages(desk, checklist, "", *EVERYTHING)
    assert [at for at, page in enumerate(told) if not page.strip()] == []
    assert max(len(_HEADS.findall(page)) for page in told) == 1


def test_a_page_is_told_in_full_once_and_then_only_what_can_be_typed(desk: Desk) -> None:
    said = talk(desk, "acknowledging-uncertainty", "1", "7", "7").said
    assert said.count("Ask: A good time to talk (required)") == 1
    assert said.count("1 Now is fine") == 3


def test_the_note_on_the_check_page_is_the_note_line_by_line(desk: Desk) -> None:
    told = talk(desk, "first-trust", *WHOLE["first-trust"])
    note = told.session.text()
    assert note in told.after("The note as it stands:\n")
    assert max(map(cells, note.splitlines())) <= 80


@pytest.mark.parametrize("name", ["[she] who", "[/foo]", "{patient}", "%s %(x)s"])
def test_a_name_of_brackets_is_told_as_typed(desk: Desk, name: str) -> None:
    told = tell(begun(desk, "first-trust"), (name, "", "/check", "/patient", ""))
    assert told.visit.record.patient == Patient(label=name)
    assert f"Patient: {name}\n" in told.said
    assert f"Enter keeps {name};" in told.said


def test_a_note_over_its_budget_says_its_longest_parts(desk: Desk) -> None:
    long = "and then the next thing came and nobody had told them why " * 20
    told = talk(desk, "first-trust", "1", "", "1", "1", "", long, "/check")
    assert " of at most 220" in told.after("Check page.")
    assert "Longest: " in told.said


def test_a_file_that_is_not_utf8_is_still_read(desk: Desk) -> None:
    """Odd bytes have become marks by the time they are read; they are words like any other."""
    told = talk(desk, "acknowledging-uncertainty", "1", "1", "caf\ufffd")
    assert told.answer("their-view").words == "caf\ufffd"


@pytest.mark.parametrize("why", Why)
def test_every_refusal_is_a_sentence_of_this_face(why: Why) -> None:
    """Lines are typed, not pressed; keys of the screen are never named."""
    text = refusal_text(Refusal(why, "this"))
    assert text.endswith((".", "?"))
    assert text[0].isupper() or text[0] == "“"
    assert "{" not in text
    assert "press" not in text.casefold()
    assert all(word in COMMANDS for word in re.findall(r"/\w+", text))
