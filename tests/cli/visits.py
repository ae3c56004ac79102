"""Visits and checklist files that the tests of commands begin with."""

from __future__ import annotations

from pathlib import Path

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.refusals import Refusal
from bedside.session import Session
from tests.people import AVERY, CLINICIAN, ROWAN, WORDS
from tests.store.rewriting import rewritten
from tests.worlds import UNCERTAINTY, shipped_checklist

CHECKLISTS = Path(__file__).parents[2] / "checklists"


def left_open(checklist: str = UNCERTAINTY) -> str:
    """Leave a visit with an answer in it, not signed; return its id."""
    desk = Desk()
    session = _begun(desk, checklist)
    session.do(m.Identify(ROWAN))
    session.do(m.Pick("one-story", "done"))
    session.do(m.Jot(WORDS))
    return _put_away(desk, session)


GOOD_TIME = m.Pick("good-time", "now")
"""Recorded, nobody has to come back; of a talk that was not begun somebody has to."""


def signed(checklist: str = UNCERTAINTY, *moves: m.Move) -> str:
    """Leave a signed visit in which nothing but these was recorded; return its id."""
    desk = Desk()
    session = _begun(desk, checklist)
    _do(session, *moves)
    session.do(m.SkipRest("no-time"))
    for found in session.concerns():
        _do(session, m.Overrule(found.name, "needed"))
    _do(session, m.Sign(*CLINICIAN, minutes=9))
    return _put_away(desk, session)


def handed_on(checklist: str = UNCERTAINTY) -> str:
    """Leave a signed visit whose note was handed on; return its id."""
    visit = signed(checklist)
    desk = Desk()
    session = desk.resume(visit)
    assert isinstance(session, Session)
    _do(session, m.Deliver("file", "somewhere", 12))
    return _put_away(desk, session)


CALL, PAPER = "call-with-news", "plan-on-paper"
"""The follow-ups of a visit that `followed_up` leaves: due in two days, and on the same day."""


def followed_up(patient: Patient = AVERY) -> str:
    """Leave a signed visit with somebody, with two follow-ups to be done; return its id."""
    desk = Desk()
    session = _begun(desk, UNCERTAINTY)
    _do(session, m.Identify(patient), m.Pick("good-time", "now"), m.Pick("detail", "all"))
    _do(session, m.Pick("not-known", "done"), m.Rate("weight", 7), m.Write("worst", WORDS))
    _do(session, m.Pick("easier", "call"), m.Pick("easier", "written"))
    _do(session, m.SkipRest("no-time"))
    for found in session.concerns():
        _do(session, m.Overrule(found.name, "needed"))
    _do(session, m.Sign(*CLINICIAN, minutes=9, again=patient))
    return _put_away(desk, session)


def change_on_disk(visit: str) -> None:
    """Put another name under a signed note in the store itself, as no part of bedside would."""
    desk = Desk()
    rewritten(desk.store, desk.places, visit, "J. Doe, nurse", "J. Poe, nurse")


def _begun(desk: Desk, checklist: str) -> Session:
    session = desk.begin(checklist)
    assert isinstance(session, Session)
    return session


def _do(session: Session, *moves: m.Move) -> None:
    for move in moves:
        made = session.do(move)
        assert not isinstance(made, Refusal), (move, made)


def _put_away(desk: Desk, session: Session) -> str:
    assert session.close()
    assert desk.store.close()
    return session.visit.id


def own_checklist(folder: Path, name: str, title: str) -> Path:
    """Write a small checklist of one's own into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(
        f'format = 1\nid = "{name}"\ntitle = "{title}"\nsummary = "One step."\nversion = "1.0"\n'
        'status = "review"\nlanguage = "en"\nminutes = 1\nreading_grade = 6\n'
        '[review]\nowner = "us"\nreviewed = 2026-11-20\nnext_review = 2099-11-20\n'
        '[[steps]]\nid = "before"\nkind = "section"\ntitle = "Before"\nplace = "agreed"\n'
        '[[steps]]\nid = "sit"\nkind = "do"\ntitle = "Sit down"\naim = "You sit."\n'
        'why = "It helps."\nnote.done = "Sat down."\n',
        encoding="utf-8",
    )
    return path


def broken_checklist(folder: Path, name: str = "mine") -> Path:
    """Write a checklist with one wrong kind, on line 14, into a folder."""
    path = own_checklist(folder, name, "Mine")
    text = path.read_text(encoding="utf-8").replace('kind = "do"', 'kind = "doo"')
    path.write_text(text, encoding="utf-8")
    return path


def shipped_title(checklist: str = UNCERTAINTY) -> str:
    """Return the title of a shipped checklist."""
    return shipped_checklist(checklist).title


def lines(*typed: str) -> str:
    """Return typed lines as the text of an input."""
    return "".join(f"{line}\n" for line in typed)
