"""`list`: what there is, whose it is, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from bedside.core.text import cells
from tests.cli.conftest import Run
from tests.cli.visits import broken_checklist, own_checklist, shipped_title
from tests.worlds import SHIPPED, UNCERTAINTY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a clinic's own, still empty."""
    made = tmp_path / "clinic"
    made.mkdir()
    return made


def test_the_list_names_every_shipped_checklist_and_whose_it_is(run: Run) -> None:
    ran = run("list")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    heads, *rows = ran.out.splitlines()
    assert heads.split() == ["id", "title", "version", "minutes", "review", "by", "whose"]
    assert sorted(row.split()[0] for row in rows) == sorted(SHIPPED)
    assert all(row.endswith("shipped") for row in rows)


def test_the_list_as_json_is_an_array_of_objects_with_the_same_fields(
    run: Run, folder: Path
) -> None:
    broken_checklist(folder)
    found = json.loads(run("list", "--json", "--checklists", str(folder)).out)
    assert sorted(one["id"] for one in found) == sorted([*SHIPPED, "mine"])
    assert len({tuple(one) for one in found}) == 1
    (mine,) = (one for one in found if one["id"] == "mine")
    (finding,) = mine["findings"]
    assert finding["code"] == "C205"
    assert finding["step"] == "sit"
    assert finding["span"]["start"]["line"] == line_of(folder / "mine.toml", "doo")


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that holds a text."""
    rows = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, row in enumerate(rows, 1) if text in row)


def test_a_broken_checklist_is_listed_with_why_and_the_rest_stays(run: Run, folder: Path) -> None:
    path = broken_checklist(folder)
    own_checklist(folder, "good", "A good one")
    ran = run("list", "--checklists", str(folder))
    assert ran.code == Exit.FINE
    rows = {row.split()[0]: row for row in ran.out.splitlines()}
    assert set(rows) == {"id", "mine", "good", *SHIPPED}
    assert "CANNOT BE USED" in rows["mine"]
    assert (
        f"C205 line {line_of(path, 'doo')}: There is no kind of step called 'doo'."
        in (rows["mine"])
    )
    assert "CANNOT" not in rows["good"]


def test_one_broken_file_makes_no_other_row_wider(run: Run, folder: Path) -> None:
    before = run("list").out.splitlines()
    broken_checklist(folder)
    after = run("list", "--checklists", str(folder)).out.splitlines()
    shipped = [row for row in after if row.endswith("shipped")]
    assert [row.split() for row in shipped] == [row.split() for row in before[1:]]
    assert max(map(cells, shipped)) <= max(map(cells, before)) + len("given folder")


def test_the_nearer_of_two_files_wins_and_says_whom_it_replaces(
    run: Run, folder: Path, home: Path
) -> None:
    own_checklist(home / "config" / "checklists", UNCERTAINTY, "Ours")
    row = next(r for r in run("list").out.splitlines() if r.startswith(UNCERTAINTY))
    assert "Ours" in row
    assert row.endswith("your own, instead of shipped")
    own_checklist(folder, UNCERTAINTY, "The given one")
    given = run("list", "--checklists", str(folder)).out
    assert "The given one" in given
    assert "given folder, instead of your own" in given
    assert shipped_title() not in given


def test_the_sites_checklists_stand_between_ones_own_and_the_shipped(
    run: Run, tmp_path: Path
) -> None:
    own_checklist(tmp_path / "site" / "checklists", UNCERTAINTY, "The clinic's")
    assert "the site's, instead of shipped" in run("list").out


def test_a_folder_that_is_not_there_is_said_so(run: Run, tmp_path: Path) -> None:
    for command in (("list",), ("check",), ("walk", UNCERTAINTY, "--plain"), ("where",)):
        ran = run(*command, "--checklists", str(tmp_path / "nowhere"))
        assert (ran.code, ran.out) == (Exit.NOT_FOUND, ""), command
        assert f"there is no folder {tmp_path / 'nowhere'}." in ran.err


def test_an_overdue_checklist_is_marked_in_the_list(run: Run, folder: Path) -> None:
    path = own_checklist(folder, "old", "Old")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2099-11-20", "2021-11-20"), encoding="utf-8")
    assert "2021-11-20 OVERDUE" in run("list", "--checklists", str(folder)).out


def test_a_broken_checklist_cannot_be_walked_and_says_where_to_mend_it(
    run: Run, folder: Path
) -> None:
    path = broken_checklist(folder)
    ran = run("walk", "mine", "--plain", "--checklists", str(folder))
    assert (ran.code, ran.out) == (Exit.FINDINGS, "")
    assert "bedside: mine cannot be used until it is mended." in ran.err
    assert f"--> {path}:{line_of(path, 'doo')}:8 (step sit)" in ran.err
    assert 'kind = "doo"' in ran.err


@pytest.mark.parametrize(
    ("id_", "says"),
    [
        ("acknowledging-uncertanty", "Did you mean acknowledging-uncertainty?"),
        ("first_trust", "Did you mean first-trust?"),
        ("zzz", "bedside list shows every checklist."),
        ("../first-trust", "there is no checklist '../first-trust'."),
        ("first-trust.toml", "there is no checklist"),
        ("[/foo]", "there is no checklist '[/foo]'."),
    ],
)
def test_an_unknown_checklist_offers_the_nearest(run: Run, id_: str, says: str) -> None:
    ran = run("walk", id_, "--plain")
    assert (ran.code, ran.out) == (Exit.NOT_FOUND, "")
    assert says in ran.err


def test_ones_own_folders_in_the_settings_are_searched_nearest_first(
    run: Run, tmp_path: Path, settings_file: Callable[[str], Path]
) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    own_checklist(near, "mine", "The near one")
    own_checklist(far, "mine", "The far one")
    settings_file(f'checklists = ["{near}", "{far}"]\n')
    listed = run("list").out
    assert "The near one" in listed
    assert "The far one" not in listed
    shown = run("where").out
    assert str(near) in shown
    assert str(far) in shown
