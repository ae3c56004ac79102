"""Visits in which nothing was recorded: not listed, not resumed unasked, and purged after a day."""

from __future__ import annotations

import json

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.core import moves as m
from bedside.core.events import Moment
from bedside.session import Session
from bedside.store import moments
from tests.cli.conftest import Run
from tests.cli.visits import left_open, lines, signed
from tests.worlds import UNCERTAINTY

HOUR = 60 * 60 * 1000


def left_blank() -> str:
    """Leave a visit whose steps were only looked at; return its id."""
    desk = Desk()
    session = desk.begin(UNCERTAINTY)
    assert isinstance(session, Session)
    session.do(m.Next())
    session.do(m.Back())
    assert session.close()
    assert desk.store.close()
    return session.visit.id


def ids(run: Run, *args: str) -> list[str]:
    """Return the ids of the visits that are listed."""
    return [row.split()[0] for row in run("visits", *args).out.splitlines()[1:]]


def after(hours: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let so many hours pass."""
    now = moments.now()
    later = Moment(utc=now.utc + round(hours * HOUR), zone=now.zone, boot=now.boot)
    monkeypatch.setattr(moments, "now", lambda: later)


def test_a_visit_with_nothing_in_it_is_listed_only_when_all_are(run: Run) -> None:
    kept, blank = left_open(), left_blank()
    assert ids(run) == [kept]
    assert ids(run, "--all") == [blank, kept]
    assert [one["id"] for one in json.loads(run("visits", "--json").out)] == [kept]
    every = json.loads(run("visits", "--all", "--json").out)
    assert [(one["id"], one["state"]) for one in every] == [(blank, "new"), (kept, "open")]


def test_resume_and_last_pass_over_what_has_nothing_in_it(run: Run) -> None:
    kept, blank = left_open(), left_blank()
    assert f"Visit {kept}." in run("resume", "--plain", typed=lines("")).out
    assert run("note", "last").out == run("note", kept).out
    assert f"Visit {blank}." in run("resume", blank, "--plain", typed=lines("")).out


def test_where_every_visit_is_empty_there_is_none_to_resume(run: Run) -> None:
    left_blank()
    ran = run("resume", "--plain")
    assert (ran.code, ran.out) == (Exit.NOT_FOUND, "")
    assert run("note", "last").code == Exit.NOT_FOUND


def test_an_answer_taken_back_is_no_empty_visit(run: Run) -> None:
    desk = Desk()
    session = desk.begin(UNCERTAINTY)
    assert isinstance(session, Session)
    session.do(m.Pick("one-story", "done"))
    session.do(m.Undo())
    assert session.close()
    assert desk.store.close()
    assert ids(run) == [session.visit.id]


def test_purge_removes_what_has_nothing_in_it_after_a_day_and_nothing_else(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank, kept, finished = left_blank(), left_open(), signed()
    after(23, monkeypatch)
    assert run("purge", "--yes").out == "Nothing to remove.\n"
    after(2, monkeypatch)
    ran = run("purge", "--yes")
    assert ran.code == Exit.FINE
    assert blank in ran.out
    assert "nothing was recorded in it" in ran.out
    assert ran.out.endswith("1 removed.\n")
    assert ids(run, "--all") == [finished, kept]


def test_doctor_counts_only_visits_with_something_in_them(run: Run) -> None:
    left_open()
    left_blank()
    assert "1 kept, 1 not signed" in run("doctor").out
