"""After signing, lines say what can be done with the note, each by a command that there is."""

from __future__ import annotations

from importlib import import_module

import pytest

from bedside.cli.desk import Desk
from bedside.cli.parser import Parser
from bedside.core.acts import Act
from bedside.core.visit import State
from bedside.words.plain import SIGNED_TASKS, SIGNED_THEN
from tests.plain.telling import NOBODY, SIGNED_BY, WHOLE, begun, talk, tell
from tests.worlds import UNCERTAINTY


def test_signing_is_followed_by_what_can_be_done_with_the_note(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY], *SIGNED_BY)
    ways = [way.format(visit=told.visit.id) for way in (*SIGNED_THEN, SIGNED_TASKS)]
    assert told.said.endswith("\n" + "".join(f"{way}\n" for way in ways))
    short = talk(desk, "inviting-questions", "1", "/rest", "5", *SIGNED_BY)
    assert short.visit.state is State.SIGNED
    assert SIGNED_TASKS not in short.said


def test_what_is_said_after_signing_can_be_typed_as_it_stands(desk: Desk) -> None:
    """Each line ends in a command that there is, with the options it has."""
    for way in (*SIGNED_THEN, SIGNED_TASKS):
        command, *given = way.partition(": bedside ")[2].format(visit="X").split()
        parser = Parser(prog=command)
        import_module(f"bedside.cli.{command}").arguments(parser)
        parser.read(given)


@pytest.mark.parametrize("answers", [(), ("J. Doe",), ("J. Doe", "nurse")])
def test_a_command_typed_in_between_is_nobodys_name_and_signs_nothing(
    desk: Desk, answers: tuple[str, ...]
) -> None:
    told = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY], "/sign", *answers, "/text")
    assert told.visit.state is State.OPEN
    assert "Nothing was signed. Type /text once more if that is what you want now." in told.said


def test_a_log_that_cannot_be_written_is_said_once_and_keeps_nobody_from_signing(
    desk: Desk,
) -> None:
    session = begun(desk, UNCERTAINTY)
    assert session.settle(5)
    with desk.store.writing() as connection:
        bar = "CREATE TRIGGER bar BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'barred'); END"
        connection.execute(bar)
    desk.store.enter(Act.LOCKED)
    told = tell(session, (NOBODY, *WHOLE[UNCERTAINTY], *SIGNED_BY))
    assert told.visit.signed is not None
    assert told.said.count("cannot be written") == 1
    assert desk.store.log.held == 2
