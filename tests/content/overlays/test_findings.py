"""Each mistake of an overlay gives one finding at its word, and a mend where it is certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.content.digests import digest_of_step
from bedside.core.checklist import Checklist
from bedside.core.problems import Level
from tests.content.overlays.made import (
    ID,
    ORIGINAL,
    TOP,
    library,
    mended,
    merged,
    only,
    opened,
    pointed_at,
)

ADD = '[[add]]\nafter = "stir"\nid = "spoon"\nkind = "do"\ntitle = "Spoon"\n'
STIR = digest_of_step({"kind": "do", "title": "Stir", "when": {"sugar": "yes"}})
WAS = f'was = "{STIR}"\n'

MISTAKES = {
    "removes what is not there": ('remove = ["stirr"]\n', "X904", '"stirr"', True),
    "changes what is not there": (f"[change.stirr]\n{WAS}", "X904", "stirr", True),
    "adds after what is not there": (ADD.replace('"stir"', '"stirr"'), "X904", '"stirr"', True),
    "removes a locked step": ('remove = ["thirsty"]\n', "S601", '"thirsty"', False),
    "removes a step others ask": ('remove = ["sugar"]\n', "X910", '"sugar"', False),
    "removes a section but not its steps": ('remove = ["cups"]\n', "X911", '"cups"', False),
    "changes the kind": (f'[change.stir]\nkind = "say"\n{WAS}', "X909", "kind", True),
    "changes the id": (f'[change.stir]\nid = "mix"\n{WAS}', "X909", "id", True),
    "adds without a place": (ADD.replace('after = "stir"\n', ""), "X912", "add", True),
    "adds after a later one": (
        ADD.replace('"stir"', '"cup"') + ADD.replace("spoon", "cup"),
        "X912",
        '"cup"',
        False,
    ),
    "adds after itself": (ADD.replace('"stir"', '"spoon"'), "X912", '"spoon"', False),
    "adds an id that is there": (ADD.replace('"spoon"', '"sugar"'), "X913", '"sugar"', True),
    "adds the id of a task": (ADD.replace('"spoon"', '"wash"'), "X913", '"wash"', True),
    "adds without a kind": (ADD.replace('kind = "do"\n', ""), "C202", "", False),
    "adds without a title": (ADD.replace('title = "Spoon"\n', ""), "C202", "", False),
    "a verb misspelt": ('remoove = ["stir"]\n', "X908", "remoove", True),
    "a step of a whole checklist": ('[[steps]]\nid = "a"\n', "X908", "steps", False),
    "remove is no list": ("remove = 3\n", "X915", "remove", False),
    "change is a list": ('[[change]]\nwhy = "x"\n', "X915", "change", False),
    "add is one block": ('[add]\nid = "x"\n', "X915", "add", False),
    "nobody can tell whether it moved": ('[change.stir]\nwhy = "x"\n', "X914", "stir", True),
    "it is left open": ('[change.stir]\nwhy = "x"\nwas = "?"\n', "X914", '"?"', True),
    "it has moved": ('[change.stir]\nwhy = "x"\nwas = "0000"\n', "X901", '"0000"', True),
}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda name: name.replace(" ", "-"))
def test_a_mistake_gives_one_finding_at_its_word(tmp_path: Path, mistake: str) -> None:
    lines, code, word, mends = MISTAKES[mistake]
    text = TOP + lines
    found = only(tmp_path, text)
    assert found.code == code or (code, found.code) == ("C202", "C205"), found
    assert word in pointed_at(found, text)
    assert found.file == f"{ID}.toml"
    assert found.message.endswith(".")
    assert found.help
    if mends:
        assert found.fix is not None
        merged(tmp_path, mended(found, text))


def test_a_mark_that_is_left_open_is_written_without_a_look(tmp_path: Path) -> None:
    """Nothing has moved: the change was made today."""
    text = f'{TOP}[change.stir]\nwhy = "x"\nwas = "?"\n'
    found = only(tmp_path, text)
    assert found.is_ready
    assert "not written yet" in found.message
    assert "bedside check --fix" in found.help
    assert WAS in mended(found, text)


HEADS = {
    "no version": (TOP.replace('version = "1.1"\n', ""), "C202", f'"{ID} 1.0"', True),
    "another version": (TOP.replace("1.0", "0.9"), "X906", f'"{ID} 0.9"', True),
    "no version of the original": (TOP.replace(" 1.0", ""), "X905", f'"{ID}"', True),
    "a misspelt original": (TOP.replace(f'"{ID} 1', '"tea-or-cofee 1'), "X905", "cofee", True),
    "no text": (TOP.replace(f'"{ID} 1.0"', "1.0"), "X905", "1.0", True),
}


@pytest.mark.parametrize("mistake", HEADS, ids=lambda name: name.replace(" ", "-"))
def test_a_mistake_in_what_is_extended_gives_one_finding(tmp_path: Path, mistake: str) -> None:
    text, code, word, _ = HEADS[mistake]
    found = only(tmp_path, text)
    assert found.code == code
    if code != "C202":
        assert word in pointed_at(found, text)
    assert not opened(tmp_path, mended(found, text))[1]


def test_a_locked_step_keeps_its_kind_and_its_lock(tmp_path: Path) -> None:
    for line in ('kind = "say"\n', "locked = false\n"):
        _, found = opened(tmp_path, TOP + f"[change.thirsty]\n{line}")
        assert [one.code for one in found if one.code != "X914"] == ["S601"]


def test_an_original_that_is_nowhere_is_told_once(tmp_path: Path) -> None:
    made = library(tmp_path, TOP)
    (tmp_path / "far" / f"{ID}.toml").unlink()
    path = tmp_path / "own" / f"{ID}.toml"
    assert made.original(path, path.read_bytes()) is None
    found = made.open(path)
    assert not isinstance(found, Checklist)
    assert [one.code for one in found.findings] == ["X900"]


def test_a_change_of_a_change_is_refused(tmp_path: Path) -> None:
    assert only(tmp_path, TOP, TOP.replace("1.0", "0.9")).code == "X907"


def test_where_a_step_has_moved_both_texts_are_shown_and_the_version_is_not_told_too(
    tmp_path: Path,
) -> None:
    text = TOP + f'[change.stir]\ntitle = "Stir twice"\n{WAS}'
    assert merged(tmp_path, text)
    later = ORIGINAL.replace('"Stir"', '"Stir well"').replace('version = "1.0"', 'version = "1.2"')
    found = only(tmp_path, text, later)
    assert (found.code, found.level) == ("X901", Level.WARNING)
    assert [(one.message, one.file) for one in found.related] == [
        ("yours", f"{ID}.toml"),
        ("theirs", str(tmp_path / "far" / f"{ID}.toml")),
    ]
    kept = mended(found, text)
    assert only(tmp_path, kept, later).code == "X906"
    made, _ = opened(tmp_path, kept, later)
    assert made is not None
    assert made.steps[-1].title == "Stir twice"


def test_a_step_that_moved_stops_no_talk(tmp_path: Path) -> None:
    made = library(tmp_path, TOP + '[change.stir]\ntitle = "x"\nwas = "0"\n')
    assert isinstance(made.open(tmp_path / "own" / f"{ID}.toml"), Checklist)


def test_the_steps_that_still_ask_are_named(tmp_path: Path) -> None:
    found = only(tmp_path, TOP + 'remove = ["sugar"]\n')
    assert "stir" in found.message
    assert [one.message for one in found.related] == ["asks here"]


def test_lines_end_as_the_author_ends_them(tmp_path: Path) -> None:
    text = (TOP + '[change.stir]\nwhy = "x"\n').replace("\n", "\r\n")
    assert f'\r\nwas = "{STIR}"\r\n' in mended(only(tmp_path, text), text)
