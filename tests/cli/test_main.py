"""The entry point: help, what is mistyped, and the code every kind of ending has."""

from __future__ import annotations

import argparse
from importlib import import_module

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import MEANING, Exit
from bedside.cli.main import COMMANDS
from bedside.core.text import cells
from tests.cli.conftest import Run
from tests.people import WORDS


def options_of(command: str) -> list[str]:
    """Return every option and argument a command takes, as help names them."""
    parser = argparse.ArgumentParser()
    import_module(f"bedside.cli.{command}").arguments(parser)
    return [
        name
        for one in parser._actions
        for name in (one.option_strings or (str(one.metavar or one.dest),))
    ]


def test_help_lists_every_command_with_what_it_does(run: Run) -> None:
    ran = run("--help")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    for name, what in COMMANDS.items():
        assert f"  {name:<12}{what}\n" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_each_of_its_options(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    assert ran.out.startswith(f"usage: bedside {command}")
    assert COMMANDS[command].capitalize() in ran.out.replace("\n", " ")
    assert [name for name in options_of(command) if name not in ran.out] == []
    assert max(map(cells, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_the_same_by_either_flag(run: Run, flag: str) -> None:
    assert run(flag) == run("--help")


def test_the_version_is_data(run: Run) -> None:
    from bedside import __version__

    assert run("--version") == (Exit.FINE, f"bedside {__version__}\n", "")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("lst", "Did you mean: bedside list"),
        ("vists", "Did you mean: bedside visits"),
        ("resum", "Did you mean: bedside resume"),
        ("acknowledging-uncertainty", "bedside --help lists the commands."),
        ("[/foo]", "there is no command '[/foo]'"),
    ],
)
def test_a_command_there_is_not_offers_the_nearest(run: Run, typed: str, says: str) -> None:
    ran = run(typed)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_there_is_not_ends_with_usage_and_the_way_to_help(run: Run, command: str) -> None:
    ran = run(command, "--nonsense")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "--nonsense" in ran.err or "missing" in ran.err
    assert ran.err.endswith(f"bedside {command} --help explains it.\n")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--plan",), "bedside: there is no option --plan. Did you mean --plain?"),
        (("walk", "--plan"), "bedside walk: there is no option --plan. Did you mean --plain?"),
        (("list", "--jsn"), "bedside list: there is no option --jsn. Did you mean --json?"),
        (("list", "--form=x"), "bedside list: there is no option --form."),
        (("list", "all"), "bedside list: there is no use for 'all' here."),
    ],
)
def test_what_a_command_does_not_take_is_named_with_the_nearest_option(
    run: Run, args: tuple[str, ...], says: str
) -> None:
    ran = run(*args)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert ran.err.splitlines()[0] == says
    assert ran.err.splitlines()[1] == f"{says.partition(':')[0]} --help explains it."


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("new",), "something is missing: name (what it is called; the file's name is made"),
        (("diff",), "something is missing: A (an id, a file, or ID@1.0"),
        (("check", "--format", "xml"), "--format cannot be xml; it is human, json, sarif or"),
        (("edit", "x", "--line", "two"), "--line takes a whole number, and two is none."),
        (("convert", "x", "-o"), "something has to stand after -o: FILE."),
        (("publish", "x", "--next-review", "3.4.2032"), "--next-review: 3.4.2032 is no day; write"),
        (("new", "Good", "night"), 'stand in quotation marks: "two words".'),
    ],
)
def test_what_makes_no_sense_is_said_in_everyday_words(
    run: Run, args: tuple[str, ...], says: str
) -> None:
    ran = run(*args)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert says in ran.err
    assert "argument" not in ran.err
    assert len(ran.err.splitlines()) == 2


@pytest.mark.parametrize(
    "args",
    [
        ("note",),
        ("note", "last", "--format", "docx"),
        ("check", "--format", "xml"),
        ("keys", "--json", "--markdown"),
        ("walk", "one", "two"),
        ("list", "--checklists"),
    ],
)
def test_arguments_that_make_no_sense_end_with_usage(run: Run, args: tuple[str, ...]) -> None:
    ran = run(*args)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert ran.err.startswith(f"bedside {args[0]}: ")


def test_a_fault_of_our_own_apologises_and_tells_nothing_of_the_patient(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Desk) -> None:
        raise RuntimeError(WORDS)

    monkeypatch.setattr(Desk, "listings", fail)
    ran = run("list")
    assert (ran.code, ran.out) == (Exit.BUG, "")
    assert "Everything you answered is kept." in ran.err
    assert "bedside resume" in ran.err
    assert "RuntimeError at test_main.py" in ran.err
    assert WORDS not in ran.err
    assert "Traceback" not in ran.err


def test_an_interrupt_has_its_own_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: Desk) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Desk, "listings", interrupt)
    ran = run("list")
    assert (ran.code, ran.out) == (Exit.INTERRUPTED, "")
    assert "Traceback" not in ran.err


def test_every_exit_code_has_a_meaning_in_words() -> None:
    assert set(MEANING) == set(Exit)
    assert all(MEANING.values())
