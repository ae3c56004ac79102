"""The registries are whole: every action is done, every move made, every event kept and applied."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from datetime import date

import pytest

from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.actions import ACTIONS, SCREENS, Action, actions_of
from bedside.core.answers import (
    Answer,
    Correction,
    Patient,
    Person,
    Point,
)
from bedside.core.earlier import Earlier, Said
from bedside.core.keymap import default_keys, is_key, with_own
from bedside.core.walk import apply
from bedside.plain import commands
from bedside.tui.app import BedsideApp
from bedside.tui.page import handler_name
from bedside.tui.screens.check import CheckPart
from bedside.tui.screens.form import Form
from bedside.tui.screens.help import Palette
from bedside.tui.screens.library import LibraryPage
from bedside.tui.screens.sheet import Sheet
from bedside.tui.screens.signed import SignedPart
from bedside.tui.screens.signin import SignInPage
from bedside.tui.screens.visit import VisitPage
from bedside.tui.screens.walk import WalkPart
from bedside.tui.screens.writing import Writing
from tests.house.source import bedside, called, none, rooms
from tests.worlds import NOON, opened, shipped_checklist

PAGES: Mapping[str, tuple[type, ...]] = {
    "library": (LibraryPage,),
    "walk": (WalkPart, VisitPage),
    "check": (CheckPart, VisitPage),
    "signed": (SignedPart, VisitPage),
    "sheet": (Sheet,),
    "find": (Palette,),
    "form": (Form,),
    "signin": (SignInPage,),
    "write": (Writing, VisitPage),
}
"""Who does the actions of a screen; what all have in common is the app's."""

SPOKEN_OTHERWISE = {
    "walk.next": "an empty line goes on",
    "walk.done": "the number of the row is typed",
    "walk.choose": "the number of the row is typed",
    "walk.declined": "its number is typed",
    "walk.unsure": "its number is typed",
    "walk.not-asked": "its number is typed",
    "walk.up": "there is no cursor",
    "walk.down": "there is no cursor",
    "check.change": "the number of the answer is typed",
    "check.back": "/back is there already",
    "check.up": "there is no cursor",
    "check.down": "there is no cursor",
    "app.curtain": "lines cannot be hidden once they are said",
    "app.palette": "/help lists every command",
}
"""Actions of a visit that are no command of the plain face, and how they are done there."""

MADE_BY_THE_DESK = (
    *("bedside/cli/desk.py", "bedside/session.py", "bedside/reception.py"),
    "bedside/core/rows.py",
)
NEVER_SPOKEN = {
    "Deliver": "`bedside note` and `bedside export`; the plain face only says so",
    "Append": "`bedside add`; the plain face ends with the signature and says so",
}

HAPPENED: tuple[e.Event, ...] = (
    e.Opened(
        visit="v",
        checklist="c",
        version="1",
        digest="d",
        role="nurse",
        identity="require",
        by="J. Doe",
        emergency=True,
    ),
    e.HandedOn(to="Dr Roe", role="physician"),
    e.TakenOn(by="Dr Roe", role="physician", giver="J. Doe", giver_role="nurse"),
    e.Identified(patient=Patient(label="Bed-side label R")),
    e.Reached(step="good-time"),
    e.Rephrased(step="good-time", phrase=1),
    e.Answered(
        step="good-time",
        answer=Answer(
            picks=("now",),
            words="[she] said {answer}",
            number=3,
            day=date(2031, 3, 4),
            people=(Person(who="R.T.", relation="child"),),
            points=(Point(outcome="said-back", attempts=2),),
            reason="other",
            because="why",
            may_write=False,
            corrections=(Correction(line="x", words="y"),),
            since=date(2031, 3, 1),
        ),
    ),
    e.RestSkipped(steps=("not-known",), reason="no-time", because="called away"),
    e.Jotted(words="to self"),
    e.Assigned(task="t", who="R.T.", day=date(2031, 3, 5)),
    e.Reworded(was="Refused.", text="Declined."),
    e.Overruled(concern="judging:chart:x:x", because="their word"),
    e.RecordedAfterwards(day=date(2031, 3, 3)),
    e.Recalled(
        earlier=Earlier(
            visit="v", day=date(2031, 3, 1), said=(Said(step="s", place="matters", words="x"),)
        )
    ),
    e.Paused(curtain=True),
    e.Resumed(),
    e.Stopped(reason="distress", because="crying"),
    e.Continued(),
    e.Left(),
    e.Returned(),
    e.Undone(),
    e.Redone(),
    e.Signed(
        author="J. Doe",
        role="nurse",
        minutes=12,
        note="{}",
        patient="{}",
        handover="{}",
        anchor="41 7F3K-9QXM-2B4C-8D5E",
        record="r",
        digest="d",
    ),
    e.Appended(
        kind="addendum", author="J. Doe", role="nurse", words="x", because="why", digest="d"
    ),
    e.Finished(task="t", by="J. Doe", digest="d"),
    e.Delivered(how="file", where="there", characters=3, digest="d"),
)
"""One event of every kind, every field other than its default."""


@pytest.mark.parametrize("screen", SCREENS)
def test_every_action_of_a_screen_is_done_there(screen: str) -> None:
    none(
        (
            f"bedside/core/actions.py: {action.id} on {screen}"
            for action in actions_of(screen)
            if not any(hasattr(page, handler_name(action)) for page in (*PAGES[screen], BedsideApp))
        ),
        "write its do_… method on the page, or take the scope from the screen",
    )


def test_every_doing_belongs_to_an_action() -> None:
    known = {handler_name(action) for action in ACTIONS.values()}
    none(
        (
            f"{module.at(node)}: {node.name}"
            for module in rooms("tui")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.FunctionDef) and node.name.startswith("do_")
            if node.name not in known
        ),
        "register the action in core/actions.py, or take the method out",
    )


def test_every_action_offered_in_a_key_bar_is_one_of_that_screen() -> None:
    offered = [(p, action) for pages in PAGES.values() for p in pages for action in _bar(p)]
    assert offered
    none(
        (
            f"{page.__name__}: {action}"
            for page, action in offered
            if action not in {a.id for a in actions_of(getattr(page, "where", "walk"))}
        ),
        "offer what the screen's scopes have",
    )


def test_every_action_of_a_visit_can_be_spoken_or_is_done_otherwise() -> None:
    visit = {a.id for a in ACTIONS.values() if a.scope in ("walk", "visit", "check", "app")}
    spoken = set(commands._COMMANDS)
    assert spoken <= set(ACTIONS)
    assert not spoken & set(SPOKEN_OTHERWISE), "say it in one way"
    assert spoken | set(SPOKEN_OTHERWISE) == visit, "give it a command in plain/commands.py"


def test_no_two_spoken_commands_sound_alike() -> None:
    named = [ACTIONS[action].command for action in commands._COMMANDS]
    assert len(named) == len(set(named))


def test_every_action_is_in_some_screen_and_every_scope_has_actions() -> None:
    shown = {action.id for screen in SCREENS for action in actions_of(screen)}
    assert shown == set(ACTIONS)
    scopes = {scope for every in SCREENS.values() for scope in every}
    assert scopes == {action.scope for action in ACTIONS.values()}


def test_every_shipped_key_is_a_key_and_no_two_actions_of_a_screen_share_one() -> None:
    keys = default_keys()
    assert all(is_key(key) for every in keys.values() for key in every)
    _, clashes = with_own(keys)
    assert not [finding.message for _, finding in clashes]


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.id)
def test_an_action_explains_itself(action: Action) -> None:
    assert action.title[0].isupper()
    assert not action.title.endswith(".")
    assert action.help[0].isupper()
    assert action.help.endswith(".")
    assert action.keys


def test_every_move_is_a_move_and_every_one_is_in_the_list() -> None:
    assert set(m.MOVES) == {each for each in m.Move.__subclasses__() if each in vars(m).values()}
    assert len(m.MOVES) == len(set(m.MOVES))


@pytest.mark.parametrize("face", ["tui", "plain"])
def test_every_move_is_made_by_something_a_person_can_do(face: str) -> None:
    made = {
        called(node).rpartition(".")[2]
        for module in bedside()
        if module.room == face or module.path in MADE_BY_THE_DESK
        for node in ast.walk(module.tree)
        if called(node).startswith("m.")
    }
    excused = set(NEVER_SPOKEN) if face == "plain" else set()
    none(
        (f"bedside/core/moves.py: {move.__name__} is made nowhere in {face}" for move in m.MOVES
         if move.__name__ not in made | excused),
        "give it an action, or take it out",
    )  # fmt: skip


def test_every_event_is_one_that_can_be_stored() -> None:
    kinds = {each for each in e.Event.__subclasses__() if each in vars(e).values()}
    assert set(e.KINDS.values()) == kinds == {type(event) for event in HAPPENED}


@pytest.mark.parametrize("event", HAPPENED, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_from_the_store_as_it_was(event: e.Event) -> None:
    defaults = {f.name for f in event._fields if getattr(event, f.name) == f.default}
    assert defaults <= {"seq", "at"}, "give every field a value of its own here"
    stored = json.dumps(e.event_to_plain(event))
    assert e.event_from_plain(json.loads(stored)) == event


@pytest.mark.parametrize("event", HAPPENED, ids=lambda event: type(event).__name__)
def test_every_event_can_be_applied_to_any_visit(event: e.Event) -> None:
    from dataclasses import replace

    visit = opened(shipped_checklist("acknowledging-uncertainty"))
    after = apply(visit, replace(event, seq=visit.seq + 1, at=NOON))
    assert after.seq == visit.seq + 1


def _bar(page: type) -> tuple[str, ...]:
    return tuple(getattr(page, "bar", ()))
