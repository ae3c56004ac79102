"""No text acts on a terminal or on the toolkit; `tests/campaigns` does the same for long."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX's own", allow_module_level=True)

from bedside.cli.desk import Desk
from tests.campaigns import escapes, markup
from tests.campaigns.grammar import foreign
from tests.campaigns.payloads import ESCAPES, MARKUP
from tests.tui.driving import begun
from tests.tui.on_terminal import on_terminal


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that shows every colour, as the grammar expects."""
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.mark.parametrize("number", range(3))
def test_what_acts_on_a_terminal_never_comes_out_of_a_page_a_line_or_a_command(number: int) -> None:
    """`python -m tests.campaigns escapes --seed NUMBER --runs 1`."""
    assert not escapes.told(number)


@pytest.mark.parametrize("number", [0, 1])
def test_without_the_gates_what_acts_comes_out_and_is_found(number: int) -> None:
    """On the pages of one's own, and on those on which people sign in."""
    assert escapes.twin(number)


@pytest.mark.parametrize("number", range(3))
def test_markup_in_any_text_is_drawn_letter_for_letter_and_does_nothing(number: int) -> None:
    """`python -m tests.campaigns markup --seed NUMBER --runs 1`."""
    assert not markup.told(number)


@pytest.mark.parametrize("number", [2, 1])
def test_boards_that_read_markup_are_found_out(number: int) -> None:
    """On the pages of one's own, and on those on which people sign in."""
    with pytest.raises(Exception, match=r"markup|tag"):
        markup.twin(number)


def test_there_are_two_thousand_payloads_and_hundreds_of_tags() -> None:
    assert len(ESCAPES) >= 2000
    assert len(MARKUP) >= 1000


def test_the_grammar_knows_as_foreign_what_no_page_writes() -> None:
    """Only what Textual writes itself, such as resetting colours, cannot be told from it."""
    drawn = [f"before{one}after".encode("utf-8", "surrogateescape") for one in ESCAPES]
    unknown = [one for one in drawn if not foreign(one, 80, 24)]
    assert len(unknown) < 40, unknown


async def test_what_a_whole_page_writes_is_in_the_grammar_and_is_much(desk: Desk) -> None:
    async with on_terminal(desk, begun(desk)) as walk:
        await walk.type("abc")
        await walk.done("form.submit", "form.submit", "app.help", "sheet.close", "visit.outline")
    assert len(walk.written_bytes) > 10_000
    assert foreign(bytes(walk.written_bytes), 80, 24) == []
    assert foreign(bytes(walk.written_bytes), 80, 5) != [], "a place outside of the window"


def test_a_signal_to_a_program_that_has_ended_goes_to_nobody(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number is -1 by then, which as a target would be every process of the machine."""
    from tests.tui.pty_run import seen, surroundings

    sent: list[tuple[int, int]] = []
    with seen(surroundings(home), code="pass") as run:
        run.wait(20)
        monkeypatch.setattr("os.kill", lambda *given: sent.append(given))
        assert not run.send_signal(signal.SIGTERM)
        assert not run.send_signal(signal.SIGTERM, to_page=True)
    assert sent == []
