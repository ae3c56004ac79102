"""The hold's count of what waits is shared by two threads and never loses one."""

from __future__ import annotations

import threading

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.session import Session
from bedside.store.writer import Job


def test_what_is_handed_in_just_as_something_is_saved_is_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A count that is lost leaves "saving" on the screen for good and keeps the visit open."""
    session = desk.begin("acknowledging-uncertainty")
    assert isinstance(session, Session)
    assert session.settle(5)
    hold, jobs = session._hold, list[Job]()
    monkeypatch.setattr(hold._writer, "submit", jobs.append)
    session.do(m.Pick("one-story", "done"))
    hands_in = threading.Thread(target=session.do, args=(m.Next(),))
    with hold._settled:  # the writer holds it while it says that the first is saved
        hands_in.start()
        hands_in.join(0.3)
        jobs[0].saved()
    hands_in.join(5)
    assert session.saving.waiting == 1
    jobs[1].saved()
    assert session.settle(0)
    monkeypatch.undo()
    session.close()
