"""Settings that are wrong, said first with file and line; `where` and `keys`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from bedside.cli.main import COMMANDS
from bedside.core.actions import ACTIONS
from tests.cli.conftest import Run
from tests.people import CLINICIAN
from tests.worlds import UNCERTAINTY

Write = Callable[[str], Path]

BROKEN = [
    ('thme = "dark"\n', 1, "did you mean theme?"),
    ('\n\ntheme = "drak"\n', 3, "one of: dark, light, contrast"),
    ("keep_days = 3\ntheme = \n", 2, "Line 2 cannot be read"),
    ('[clinician]\nnme = "J. Doe"\n', 2, "did you mean name?"),
    ('[keys]\n"walk.bak" = ["x"]\n', 2, "did you mean walk.back?"),
    ('[keys]\nwalk.skip = ["entr"]\n', 2, "did you mean enter?"),
    ('[keys]\n"app.curtain" = []\n', 2, "give it at least one"),
    ('[keys]\n"visit.pause" = ["c"]\n', 2, "already the key of visit.check"),
    ('[keys]\n"walk.choose" = ["1", "2"]\n', 2, "7 keys"),
]
"""Settings that cannot stand, the line that is wrong, and what is said of it."""


@pytest.mark.parametrize(("text", "line", "says"), BROKEN)
def test_settings_that_cannot_stand_are_said_with_file_line_and_a_way_out(
    run: Run, settings_file: Write, text: str, line: int, says: str
) -> None:
    path = settings_file(text)
    ran = run("list")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert ran.err.startswith("bedside: the settings have to be mended first.\nerror K")
    assert f"--> {path}:{line}:" in ran.err
    assert says in ran.err


@pytest.mark.parametrize(
    "args",
    [
        ("walk", UNCERTAINTY, "--plain"),
        ("check",),
        ("keys",),
        ("where",),
        ("purge",),
    ],
)
def test_no_command_that_needs_them_goes_on_with_broken_settings(
    run: Run, settings_file: Write, args: tuple[str, ...], home: Path
) -> None:
    settings_file('thme = "dark"\n')
    ran = run(*args)
    assert ran.code == Exit.USAGE
    assert "did you mean theme?" in ran.err
    assert not (home / "state" / "visits.sqlite3").exists() or args == ("purge",)


def test_where_names_the_settings_file_even_when_it_is_broken(
    run: Run, settings_file: Write
) -> None:
    path = settings_file("theme = \n")
    ran = run("where")
    assert ran.code == Exit.USAGE
    rows = [row.split(maxsplit=1) for row in ran.out.splitlines()]
    assert ["settings", str(path)] in rows
    assert run("where", "--json").out == ""


def test_everything_wrong_with_the_settings_is_said_in_one_run(
    run: Run, settings_file: Write
) -> None:
    settings_file('thme = "dark"\nkeep_day = 3\n[clinician]\nrol = "nurse"\n')
    assert run("list").err.count("error K104") == 3


def test_a_setting_from_the_environment_is_checked_like_a_file(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEDSIDE_THEME", "drak")
    ran = run("list")
    assert ran.code == Exit.USAGE
    assert "BEDSIDE_THEME: theme has to be one of: dark, light, contrast." in ran.err


def test_a_setting_that_the_site_has_locked_cannot_be_changed(
    run: Run, settings_file: Write, tmp_path: Path
) -> None:
    site = tmp_path / "site" / "settings.toml"
    site.parent.mkdir(parents=True)
    site.write_text('patient = "require"\nlocked = ["patient"]\n', encoding="utf-8")
    path = settings_file('patient = "off"\n')
    ran = run("list")
    assert ran.code == Exit.USAGE
    assert "The site has locked patient." in ran.err
    assert f"--> {path}:1:1" in ran.err
    assert str(site) in ran.err


def test_where_names_every_path_and_where_each_setting_came_from(
    run: Run,
    settings_file: Write,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = settings_file(f'keep_days = 7\n\n[clinician]\nname = "{CLINICIAN[0]}"\n')
    monkeypatch.setenv("BEDSIDE_THEME", "light")
    ran = run("where")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    for named in (path, home / "state", home / "data" / "notes", tmp_path / "site"):
        assert str(named) in ran.out
    rows = {row.split()[0]: row for row in ran.out.splitlines() if row}
    assert rows["keep_days"].split() == ["keep_days", "7", f"{path}:1"]
    assert rows["clinician"].endswith(f"{path}:3")
    assert rows["theme"].split() == ["theme", "light", "environment"]
    assert rows["patient"].split() == ["patient", "ask", "default"]


def test_where_names_keys_copies_clinic_and_every_second_place(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = home / "state"
    for name in ("key", "keys.sqlite3", "backups", "clinic/clinic.toml"):
        assert str(state / name) in run("where").out
    assert str(home / "data" / "spill") in run("where").out
    monkeypatch.setenv("BEDSIDE_SECOND", str(tmp_path / "another"))
    rows = [" ".join(row.split()) for row in run("where").out.splitlines()]
    assert f"second place 1 {tmp_path / 'another'} not there" in rows


def test_where_speaks_no_programming_language(run: Run) -> None:
    out = run("where").out
    assert not set("{}()'[]") & set(out.partition("setting  ")[2])


def test_where_as_json_is_one_object(run: Run, home: Path) -> None:
    told = json.loads(run("where", "--json").out)
    assert set(told) == {"paths", "settings"}
    assert told["paths"]["visits"] == str(home / "state" / "visits.sqlite3")
    assert told["settings"]["theme"] == {"value": "dark", "from": "default"}


def test_keys_lists_every_action_with_its_keys_and_ones_own(run: Run, settings_file: Write) -> None:
    settings_file('[keys]\n"visit.note" = ["m"]\n')
    ran = run("keys")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    heads, *rows = ran.out.splitlines()
    assert heads.split() == ["action", "shipped", "yours", "what", "it", "does"]
    assert [row.split()[0] for row in rows] == list(ACTIONS)
    note = next(row for row in rows if row.startswith("visit.note "))
    assert note.split()[:3] == ["visit.note", "n", "m"]


def test_keys_as_json_and_as_the_readmes_table_name_every_action(
    run: Run, settings_file: Write
) -> None:
    settings_file('[keys]\n"visit.note" = ["m"]\n')
    told = json.loads(run("keys", "--json").out)
    assert [one["id"] for one in told] == list(ACTIONS)
    (note,) = (one for one in told if one["id"] == "visit.note")
    assert (note["default"], note["keys"]) == (["n"], ["m"])
    table = run("keys", "--markdown").out
    assert [id_ for id_ in ACTIONS if f"| `{id_}` | " not in table] == []


def test_every_command_is_tried_in_these_tests() -> None:
    """A new command has to be added to the tests of this folder."""
    assert set(COMMANDS) == {
        *("walk", "resume", "list", "visits", "note", "check", "keys", "where", "doctor", "purge"),
        *("new", "adapt", "edit", "explain", "fmt", "print", "convert", "diff", "publish"),
        *("upgrade", "schema", "export", "add", "tasks", "audit", "prove", "salvage"),
        *("site", "clinician", "hand", "take", "emergency"),
        *("outbox", "deliver", "destination"),
    }
