"""What tests are made of: the shipped checklists, small ones built by hand, and random visits."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from bedside.content.library import Library, shipped
from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.answers import REASONS, Patient, Person
from bedside.core.checklist import Checklist, Choice, Condition, Option, Step, TeachBack
from bedside.core.decide import decide
from bedside.core.earlier import SHOWN_AGAIN, Earlier, Said
from bedside.core.followups import followups
from bedside.core.note import READERS
from bedside.core.refusals import Refusal
from bedside.core.view import view_of
from bedside.core.visit import CHECK, Visit
from bedside.core.walk import apply, start
from bedside.note.four_lines import aloud
from bedside.note.read_back import with_lines
from bedside.note.texts import composed
from bedside.store.paths import find_places
from tests.people import AVERY

NOON = e.Moment(
    utc=int(datetime(2031, 3, 4, 12, 0, tzinfo=UTC).timestamp() * 1000),
    offset=60,
    zone="CET",
    boot="boot-a",
    ns=5_000_000_000,
)
TODAY = date(2031, 3, 4)

UNCERTAINTY = "acknowledging-uncertainty"
"""The shipped checklist that most stories walk."""

SHIPPED = (
    UNCERTAINTY,
    "choosing-together",
    "confirming-preferences",
    "declining-care",
    "family-meeting",
    "first-trust",
    "hard-news",
    "if-the-heart-stops",
    "inviting-questions",
    "new-direction",
    "news-of-a-death",
    "no-clear-answer",
    "trial-period",
    "two-paths",
    "what-matters",
    "what-may-be-ahead",
    "when-care-caused-harm",
)

A_FEW = (UNCERTAINTY, "confirming-preferences", "news-of-a-death")
"""Those for what costs too much to try on all: one told by hand with many kinds of answers, one
with parts that wait for who decides, one that must be sure before it may ask to go on."""

CONFIDED = "confided, and never to be told"
"""What is said where the patient has to be asked before it is written down."""

SAID_BEFORE = "said so in the autumn"
OVERRULED = "for a reason of our own"


class Forgetful:
    """A cache that keeps nothing."""

    def get(self, key: str) -> None:
        """Know nothing."""

    def put(self, key: str, value: bytes) -> None:
        """Keep nothing."""


@cache
def shipped_checklist(id_: str) -> Checklist:
    """Return a shipped checklist, its banks with it."""
    library = Library([shipped()], Forgetful())
    path = library.find(id_)
    assert path is not None
    found = library.open(path)
    assert isinstance(found, Checklist), found
    return found


def checklist(*steps: Step, **more: object) -> Checklist:
    """Return a checklist made of these steps."""
    return Checklist(format=1, id="made-up", title="Made up", steps=steps, **more)  # type: ignore[arg-type]


def section(id_: str = "part", **more: object) -> Step:
    """Return a section."""
    return Step(id=id_, kind="section", title=id_.title(), **more)  # type: ignore[arg-type]


def step(id_: str, kind: str = "say", **more: object) -> Step:
    """Return a step of a kind that needs nothing else."""
    return Step(id=id_, kind=kind, title=id_.title(), **more)  # type: ignore[arg-type]


def choose(id_: str, *options: str, kind: str = "choose", **more: object) -> Choice:
    """Return a question with these answers."""
    offered = tuple(Option(id=option, label=option.title()) for option in options)
    return Choice(id=id_, kind=kind, title=id_.title(), options=offered, **more)  # type: ignore[arg-type]


def when(step_id: str, *answers: str) -> tuple[Condition, ...]:
    """Return the condition that a step has one of these answers."""
    return (Condition(step=step_id, any_of=answers),)


def opened(made: Checklist, identity: str = "ask", role: str = "") -> Visit:
    """Return a visit of this checklist that has just begun."""
    event = e.Opened(
        seq=1,
        at=NOON,
        visit="0" * 19 + "1",
        checklist=made.id,
        version=made.version,
        digest="d",
        role=role,
        identity=identity,
    )
    return apply(start(made), event)


def do(visit: Visit, *moves: m.Move, at: e.Moment = NOON) -> Visit:
    """Return the visit after moves that must all be possible."""
    for move in moves:
        decided = decide(visit, move, at)
        assert not isinstance(decided, Refusal), (move, decided)
        visit = apply(visit, with_lines(visit, decided))
    return visit


def refused(visit: Visit, move: m.Move) -> Refusal:
    """Return why a move is refused; it must be."""
    decided = decide(visit, move, NOON)
    assert isinstance(decided, Refusal), decided
    return decided


def random_moves(visit: Visit, chance: Random) -> Sequence[m.Move]:
    """Return a few moves that might be made where a visit stands, sensible and not."""
    here = visit.step if visit.step != CHECK else chance.choice(visit.visible() or (CHECK,))
    moves: list[m.Move] = [m.Next(), m.Back(), m.Undo(), m.Redo(), m.Go(CHECK), m.Jot("to self")]
    moves += [m.Go(chance.choice(visit.plan.stops)), m.Skip(here, chance.choice(REASONS), "why")]
    if here in visit.plan.steps:
        own = visit.plan.steps[here]
        confided = (CONFIDED,) if own.sensitive else ("own words", "[she] said {answer}", "")
        rows = view_of(visit, here, TODAY).rows
        moves += [row.move for row in rows if row.move is not None] * 3
        moves += [m.Next(), m.Write(here, chance.choice(confided))] * 3
        moves += [
            m.Clear(here),
            m.Confirm(here),
            m.Allow(here, yes=chance.random() < 0.5),
        ]
        moves += [m.Rate(here, chance.randrange(-1, 12)), m.Rephrase(here)]
        moves.append(m.Add(here, Person(who="R.T.", relation="daughter")))
        if isinstance(own, TeachBack):
            moves.append(m.CheckPoint(here, chance.randrange(len(own.points)), "said-back"))
    extras = [extra.id for extra in visit.checklist.extras]
    if extras:
        moves += [m.Pick(chance.choice(extras), "done"), m.Go(chance.choice(extras))]
    moves += [m.Pause(), m.Unpause(), m.Stop("distress"), m.Continue(), m.SkipRest("no-time")]
    moves += [m.Identify(Patient(label="Bed-side label R")), m.Identify(AVERY)]
    moves += [m.Recall(spoken_before(visit)), m.RecordAfterwards(TODAY - timedelta(days=1))]
    return [*moves, *_moves_of_the_note(visit, chance)]


def spoken_before(visit: Visit) -> Earlier:
    """Return an earlier visit in which all that is shown again had been said."""
    places = ((id_, visit.plan.place(id_)) for id_ in visit.plan.order)
    said = tuple(Said(id_, place, SAID_BEFORE) for id_, place in places if place in SHOWN_AGAIN)
    return Earlier(visit="0" * 19 + "9", day=date(2030, 11, 2), said=said)


def _moves_of_the_note(visit: Visit, chance: Random) -> Sequence[m.Move]:
    """Return a few moves about sentences and follow-ups; seldom, as the note is made for them."""
    if chance.random() > 0.15:
        return []
    reader = chance.choice(READERS)
    sentences = [s.text for part in composed(visit, reader).passages for s in part.sentences]
    was, lines = chance.choice(sentences), aloud(visit, visit.checklist)
    moves: list[m.Move] = [m.Reword(was, "Put in better words."), m.Overrule(was, OVERRULED)]
    moves += [m.Assign(task.id, "J. Doe", TODAY) for task in followups(visit)]
    read = [step for step in visit.plan.steps if visit.plan.steps[step].kind == "read-back"]
    moves += [
        m.Correct(step, chance.choice((*lines, "a line of before")), "put right so")
        for step in read
    ]
    return moves * 4


def random_events(made: Checklist, seed: int, length: int) -> list[e.Event]:
    """Return the events of a random visit: many moves are tried, the refused ones leave none.

    Most begin with somebody who is willing to talk, as little else is possible otherwise.
    """
    chance = Random(seed)  # tests want the same visit for the same seed
    visit = opened(made)
    events: list[e.Event] = [visit.opened] if visit.opened else []
    at, willing = NOON, length * chance.choice((0, 0.5, 0.7, 0.9))
    for number in range(length):
        at = e.Moment(utc=at.utc + 7000, offset=60, zone="CET", boot="boot-a", ns=at.ns + 7 * 10**9)
        likely = _talking if number < willing else random_moves
        decided = decide(visit, chance.choice(list(likely(visit, chance))), at)
        if not isinstance(decided, Refusal):
            events.append(with_lines(visit, decided))
            visit = apply(visit, events[-1])
    return events


def _talking(visit: Visit, chance: Random) -> Sequence[m.Move]:
    """Return what is likely where a visit stands: an answer, or the next step after it."""
    here = visit.step
    if visit.record.earlier is None:
        return [m.Recall(spoken_before(visit))]
    if here == CHECK or chance.random() < 0.1:
        return random_moves(visit, chance)
    own, answer = visit.plan.steps[here], visit.answer(here)
    if own.sensitive and answer and answer.may_write is None:
        return [m.Allow(here, yes=True), m.Allow(here, yes=False)]
    if answer is not None or own.kind == "pause":
        return [m.Next()]
    if own.kind in ("words", "text"):
        words = CONFIDED if own.sensitive else "own words"
        return [m.Write(here, words), m.Write(here, words), m.Confirm(here)]
    if isinstance(own, TeachBack):
        return [m.CheckPoint(here, point, "said-back") for point in range(len(own.points))]
    rows = [row.move for row in view_of(visit, here, TODAY).rows if row.move is not None]
    return [*rows[:1] * 4, *rows, m.Next()]


def site_settings(text: str) -> Path:
    """Write the site's settings; return their file."""
    path = find_places(os.environ).site_settings
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
