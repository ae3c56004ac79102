"""Hostile text in every place that takes text, and a tour of every page on which it then stands."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.answers import Patient, Person
from bedside.core.availability import waits_for_permission
from bedside.core.checklist import Checklist
from bedside.core.codec import from_plain, to_plain
from bedside.core.gaps import READ_BACK
from bedside.core.view import view
from bedside.core.visit import CHECK, State, Visit
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from bedside.session import Session
from tests.tui.on_terminal import Shown
from tests.worlds import UNCERTAINTY, shipped_checklist

_TEXTS = {"title", "summary", "audience", "aim", "why", "text", "label", "who", "heading"}
_HOLDERS = {"note", "patient", "handover", "tips", "instead", "points", "labels", "sources"}
Lace = Callable[[str], str]
"""Puts what is hostile into a text."""


class Lacing:
    """Laces texts with one thing after the other, so that each comes to stand in many places."""

    def __init__(self, things: tuple[str, ...], number: int, at_once: int) -> None:
        """Begin with the thing of this number; `at_once` go into one text."""
        self.things, self._at, self._at_once = things, number * at_once, at_once
        self.used: dict[str, None] = {}

    def __call__(self, text: str) -> str:
        """Return the text with hostile things in it."""
        some = [self.things[(self._at + k) % len(self.things)] for k in range(self._at_once)]
        self._at += self._at_once
        self.used.update(dict.fromkeys(some))
        return f"{text[:12]}{''.join(f'<{one}>' for one in some)}{text[12:]}"


def laced(lace: Lace, id_: str = UNCERTAINTY) -> Checklist:
    """Return a shipped checklist with all its texts laced, as if no gate had seen it."""
    return from_plain(Checklist, _laced(to_plain(shipped_checklist(id_)), lace, in_texts=False))


def _laced(value: object, lace: Lace, in_texts: bool) -> object:
    if isinstance(value, Mapping):
        return {
            key: lace(one)
            if isinstance(one, str) and (in_texts or key in _TEXTS)
            else _laced(one, lace, in_texts or key in _HOLDERS)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [
            lace(one) if isinstance(one, str) and in_texts else _laced(one, lace, in_texts)
            for one in value
        ]
    return value


def begun(desk: Desk, lace: Lace) -> Session:
    """Begin a visit with a laced checklist."""
    return Session.begin(desk.store, laced(lace))


def answer_all(session: Session, lace: Lace) -> None:
    """Answer every step, with laced words wherever words are taken."""
    with suppress(ValueError):
        session.do(m.Add("about/present", Person(who=lace("R.T."), relation=lace("daughter"))))
    session.do(m.Jot(lace("to self")))
    for _ in range(80):
        here = session.visit.step
        if here == CHECK:
            break
        session.do(m.Allow(here, yes=True))
        session.do(m.Write(here, lace("in words")))
        if waits_for_permission(session.visit):
            answer_here(session, lace)
        elif session.visit.answer(here) is None:
            rows = view(session.visit, session.today()).rows
            for move in [row.move for row in rows if row.move is not None][:2]:
                session.do(move)
        session.do(m.Next())
    session.do(m.Pick(READ_BACK, "confirmed"))


async def tour(walk: Shown, lace: Lace) -> None:
    """Look at every page there is, typing and pasting what is hostile wherever one can."""
    await walk.paste(lace("Test, Avery"))
    await walk.do("form.submit")
    await walk.paste(lace("000"))
    await walk.do("form.submit")
    await _steps(walk, lace)
    await _notes(walk, lace)
    if walk.app.visit_page is not None:
        await walk.do("visit.leave")
        await walk.until(lambda: walk.app.visit_page is None or not walk.app.is_running)
    if walk.app.is_running and walk.app.return_code is None:
        await _library(walk, lace)


async def _steps(walk: Shown, lace: Lace) -> None:
    for _ in range(60):
        here = walk.visit.step
        if here == CHECK or walk.app.fault:
            return
        if here == "their-view":
            await walk.do("walk.words")
            await walk.paste(lace("pasted"))
            await walk.do("write.finish")
        answer_here(walk.session, lace)
        walk.page.paint()
        if here in ("good-time", "not-known", "easier"):
            for sheet in ("walk.why", "visit.outline", "app.help", "visit.feelings"):
                await walk.do(sheet)
                await walk.press("escape")
        await walk.do("walk.next")


def answer_here(session: Session, lace: Lace) -> None:
    """Answer the step in hand."""
    here = session.visit.step
    session.do(m.Write(here, lace("in words")))
    if session.visit.answer(here) is None or waits_for_permission(session.visit):
        rows = view(session.visit, session.today()).rows
        for move in [row.move for row in rows if row.move is not None][:1]:
            session.do(move)


async def _notes(walk: Shown, lace: Lace) -> None:
    answer_all(walk.session, lace)
    walk.page.paint()
    await walk.do("visit.note")
    await walk.paste(lace("to self"))
    await walk.do("write.finish")
    for action in ("check.read", "visit.check", "check.text", "check.text", "check.text"):
        await walk.do(action)
        await walk.press("escape")
    signed = settle_and_sign(walk.session, lace)
    assert signed.state is State.SIGNED, signed.state
    walk.page.paint()
    for action in ("signed.text", "signed.text", "signed.original", "signed.tasks", "signed.save"):
        await walk.do(action)
        await walk.wheel(9)
        await walk.press("escape")
    if walk.app.visit_page is not None:
        await walk.do("signed.copy")


def settle_and_sign(session: Session, lace: Lace) -> Visit:
    """Settle every doubt and sign under a laced name; return the visit then."""
    settle(session, lace)
    again = session.visit.record.patient or Patient()
    session.do(m.Sign(lace("J. Doe"), "nurse", again=again))
    return session.visit


def settle(session: Session, lace: Lace) -> None:
    """Settle every doubt, so that the note can be signed."""
    session.do(m.SkipRest("no-time"))
    for one in session.concerns():
        session.do(m.Overrule(one.name, lace("overruled")))


async def _library(walk: Shown, lace: Lace) -> None:
    await walk.do("library.visits")
    await walk.press("escape")
    await walk.paste(lace("search"))
    await walk.type("acknowledging")
    await walk.do("app.palette")
    await walk.press("escape")


def told_plainly(session: Session, lace: Lace) -> str:
    """Walk a visit in the plain face, typing what is hostile; return all that it said."""
    typed = io.StringIO("\n".join(_typed(lace)) + "\n")
    out = io.StringIO()
    Walker(session, Talk(typed, out), (lace("J. Doe"), "nurse")).run()
    return out.getvalue()


def _typed(lace: Lace) -> Iterator[str]:
    def one_line(text: str) -> str:
        return lace(text).replace("\n", " ")

    yield from (one_line("Test, Avery"), one_line("000"))
    for _ in range(30):
        yield from ("/why", "1", one_line("words"), "", one_line("/note to self"), "")
    yield from ("/help", "/outline", "/check", "/note", one_line("to self"), "/sign", "")


def odd_files(desk: Desk, lace: Lace) -> None:
    """Put files with hostile names and texts beside the checklists."""
    folder = desk.places.checklists
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(3):
        name = "".join(one for one in lace(f"odd{number}") if one not in "/\0")[:60]
        with suppress(OSError, ValueError):
            Path(folder, f"{name}.toml").write_text(f'title = "{number}"\n', encoding="utf-8")
