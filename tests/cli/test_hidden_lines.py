"""An emergency line by line: the terminal is cleared at the clinic's time, the talk goes on."""

from __future__ import annotations

import io

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.faces import walk_plain
from bedside.plain.keyboard import Keyboard
from bedside.session import Session
from tests.clinics import KEEPER, SharedSite
from tests.conftest import Clock
from tests.plain.test_sharing import Fingers, signed_in
from tests.worlds import UNCERTAINTY

CLEARED = "\x1b[2J\x1b[3J"


def walked(desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Walk a visit at a keyboard that nobody touches for longer than the clinic's time."""
    fingers = Fingers(clock, "\n", "1\n", "half", 121.0, "x", "\x7f\x7f\x7f\x7f", "\x04")
    keys = Keyboard(fingers, io.StringIO(), 120, clock)
    monkeypatch.setattr("bedside.plain.keyboard.keyboard", lambda *_: keys)
    session = desk.begin(UNCERTAINTY)
    assert isinstance(session, Session)
    assert walk_plain(desk, session) is Exit.FINE
    return session


def test_an_emergency_talk_is_cleared_away_and_goes_on(
    desk: Desk,
    site: SharedSite,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert desk.reception is not None
    desk.reception.begin_emergency()
    walked(desk, clock, monkeypatch)
    said = capsys.readouterr()
    assert said.err.count(CLEARED) == 1
    _, _, after = said.out.partition("Hidden. All is kept, an unfinished line too.")
    assert "A good time to talk" in after
    assert "All is kept." in after
    assert "Locked." not in said.out


def test_the_talk_of_somebody_who_can_sign_in_locks(
    desk: Desk,
    site: SharedSite,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    signed_in(desk, site, KEEPER)
    walked(desk, clock, monkeypatch)
    said = capsys.readouterr()
    assert "Locked. All is kept" in said.out
    assert "Hidden." not in said.out
