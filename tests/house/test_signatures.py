"""The five signatures a newcomer must know stand where the map says, as small as it says."""

from __future__ import annotations

import inspect

from bedside.content.load import load
from bedside.core.availability import availability
from bedside.core.moves import MOVES
from bedside.core.refusals import Ok, Refusal
from bedside.core.walk import apply
from bedside.note.compose import compose
from bedside.session import Session
from tests.worlds import opened, shipped_checklist


def spelled(function: object) -> str:
    """Return a signature the way its author wrote it."""
    signature = inspect.signature(function)  # type: ignore[arg-type]
    bare = [
        parameter.name if parameter.default is inspect.Parameter.empty else f"{parameter.name}=…"
        for parameter in signature.parameters.values()
    ]
    return f"({', '.join(bare)}) -> {signature.return_annotation}"


def test_load_gives_a_checklist_or_problems() -> None:
    assert spelled(load) == "(path, banks=…) -> Checklist | Problems"


def test_apply_gives_the_visit_after_an_event() -> None:
    assert spelled(apply) == "(visit, event) -> Visit"


def test_availability_says_of_every_move_whether_it_is_possible() -> None:
    assert spelled(availability) == "(visit) -> dict[type[m.Move], Ok | Refusal]"
    said = availability(opened(shipped_checklist("first-trust")))
    assert list(said) == list(MOVES)
    assert {type(verdict) for verdict in said.values()} == {Ok, Refusal}


def test_the_session_makes_a_move_or_refuses_it() -> None:
    assert spelled(Session.do) == "(self, move) -> Visit | Refusal"


def test_compose_gives_the_note() -> None:
    assert spelled(compose) == "(visit, checklist) -> Note"
