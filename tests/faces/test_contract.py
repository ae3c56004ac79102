"""The contract: one story, whichever face it is told through, makes the same events and note."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bedside.cli.desk import Desk
from bedside.core import events as e
from bedside.core import moves as m
from bedside.session import Session, note_text
from bedside.store.hold import Hold
from tests.clinics import PHRASE, SharedSite
from tests.conftest import Clock
from tests.faces.stories import STORIES, Story
from tests.faces.tellers import TELLERS
from tests.note.signing import ANCHOR

EARLIER, VISIT = "0" * 19 + "1", "0" * 19 + "2"


class Left(NamedTuple):
    """What a story left behind: its events, its note in every format, the kinds of moves made."""

    events: tuple[e.Event, ...]
    notes: list[str]
    made: set[type[m.Move]]


Telling = Callable[[str, Story], Left]


@pytest.fixture
def telling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """Tell stories, each in a home of its own and beginning at the same hour."""
    made: set[type[m.Move]] = set()
    do = Session.do

    def watched(self: Session, move: m.Move) -> object:
        made.add(type(move))
        return do(self, move)

    monkeypatch.setattr(Session, "do", watched)
    monkeypatch.setattr(Hold, "anchor", ANCHOR)  # a head is another one with each log

    def tell(face: str, story: Story) -> Left:
        clock = Clock()
        ids = iter((VISIT,) if not story.before else (EARLIER, VISIT))
        monkeypatch.setattr("bedside.session.now", clock)
        monkeypatch.setattr("bedside.session.new_id", lambda _: next(ids))
        home = tmp_path / f"{face}-{len(list(tmp_path.iterdir()))}"
        desk = Desk(environ={"BEDSIDE_HOME": str(home), "BEDSIDE_SITE": str(home)})
        if story.before:
            told_before(desk, story, clock)
        made.clear()
        if story.people:
            SharedSite(desk.places, home / "stick")
        for number, beats in enumerate(story.sittings):
            session = sitting(desk, story, number)
            assert isinstance(session, Session), session
            TELLERS[face](desk, session, beats, clock)
        events = desk.store.read(VISIT).events
        notes = [note_text(desk.store, VISIT, form) for form in ("text", "markdown", "json")]
        desk.store.close()
        return Left(events, notes, set(made))

    return tell


def sitting(desk: Desk, story: Story, number: int) -> object:
    """Begin a sitting: a new visit, the same one again, or one taken on from a colleague."""
    if story.people:
        assert desk.reception is not None
        desk.reception.sign_in(story.people[number], PHRASE)
    if not number:
        return desk.begin(story.checklist)
    if not story.people:
        return desk.resume(VISIT)
    assert desk.reception is not None
    (waiting,) = desk.reception.waiting()
    return desk.reception.take(waiting)


def told_before(desk: Desk, story: Story, clock: Clock) -> None:
    """Have the talk that came before told and signed, two weeks earlier."""
    session = desk.begin(story.checklist)
    assert isinstance(session, Session)
    TELLERS["bare"](desk, session, story.before, clock)
    assert session.visit.signed
    clock.forward(14 * 24 * 60)


@pytest.mark.parametrize("face", ["plain", "screen"])
@pytest.mark.parametrize("name", STORIES)
def test_a_story_makes_the_same_events_and_the_same_note_through_every_face(
    telling: Telling, face: str, name: str
) -> None:
    by_moves = telling("bare", STORIES[name])
    by_face = telling(face, STORIES[name])
    assert list(map(told, by_face.events)) == list(map(told, by_moves.events))
    assert by_face.events == by_moves.events
    assert by_face.notes == by_moves.notes


def told(event: e.Event) -> str:
    """Return an event as one line, so that the first difference is easy to see."""
    return str(event)


@pytest.mark.parametrize("name", STORIES)
def test_every_story_is_signed_and_comes_through_many_events(telling: Telling, name: str) -> None:
    left = telling("bare", STORIES[name])
    assert any(isinstance(event, e.Signed) for event in left.events)
    assert len(left.events) > 20
    assert "Signed: J. Doe, nurse" in left.notes[0]


@pytest.mark.parametrize("face", TELLERS)
def test_every_kind_of_move_can_be_made_through_every_face(telling: Telling, face: str) -> None:
    """What happens after signing is each face's own: see `test_after_signing`."""
    made = set().union(*(telling(face, story).made for story in STORIES.values()))
    assert {kind.__name__ for kind in set(m.MOVES) - made} == {"Deliver"}
