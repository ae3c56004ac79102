"""A new checklist: a clean one to write over, or a copy that is nobody's but its new owner's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.check import Checker
from bedside.content.edit.text import Refused
from bedside.content.library import Folder, Library, shipped
from bedside.content.load import read
from bedside.content.scaffold import SCHEMA_LINE, copied, id_from, scaffold, title_from
from bedside.core.checklist import Checklist
from tests.content.texts import EXAMPLE, WHOLE
from tests.worlds import SHIPPED, TODAY, Forgetful

CHECKLISTS = Path(__file__).parents[2] / "checklists"
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
names = st.text(max_size=90)


def codes(text: str, id_: str, folder: Path) -> set[str]:
    """Return the codes of everything found in a text that stands in a folder."""
    library = Library([Folder(folder, "yours"), shipped()], Forgetful())
    path = folder / f"{id_}.toml"
    return {finding.code for finding in Checker(library, TODAY).look(text.encode(), path)}


def test_a_scaffold_asks_only_for_its_owner_and_its_source(tmp_path: Path) -> None:
    assert codes(scaffold("a-talk", "A talk", TODAY), "a-talk", tmp_path) == {"M703", "M706"}


def test_with_the_marks_taken_away_a_scaffold_has_no_finding(tmp_path: Path) -> None:
    text = scaffold("a-talk", "A talk", TODAY)
    for line in ("sources.our-policy", "owner "):
        assert f"# {line}" in text
        text = text.replace(f"# {line}", line)
    cited = text.replace('kind  = "words"\n', 'kind  = "words"\nsource = "our-policy"\n')
    assert codes(cited, "a-talk", tmp_path) == set()


def test_a_scaffold_is_laid_out_in_the_house_style() -> None:
    from bedside.content.edit.tidy import tidied

    text = scaffold("a-talk", "A talk", TODAY)
    assert tidied(text) == text


@given(names)
def test_any_title_makes_a_scaffold_that_can_be_read(title: str) -> None:
    name = " ".join(title.split()) or "x"
    found = read(scaffold("a-talk", name, TODAY).encode(), "a-talk.toml", {})
    if isinstance(found, Checklist):
        assert found.title == name
    else:
        assert {one.code for one in found.findings} <= {"T105", "T130", "C219"}


@given(names)
def test_every_name_gives_an_id_or_none(name: str) -> None:
    id_ = id_from(name)
    assert not id_ or (ID.match(id_) and len(id_) <= 60)
    assert id_from(id_) == id_


@pytest.mark.parametrize(
    ("name", "id_", "title"),
    [
        ("A hard talk", "a-hard-talk", "A hard talk"),
        ("a-hard-talk", "a-hard-talk", "A hard talk"),
        ("Don’t rush!", "dont-rush", "Don’t rush!"),
        ("Über Nähe", "uber-nahe", "Über Nähe"),
        ("東京", "", "東京"),
    ],
)
def test_a_name_gives_an_id_and_a_title(name: str, id_: str, title: str) -> None:
    assert (id_from(name), title_from(name)) == (id_, title)


@pytest.mark.parametrize("id_", SHIPPED)
def test_a_copy_is_a_draft_under_its_own_name_and_keeps_every_other_line(
    id_: str, tmp_path: Path
) -> None:
    old = (CHECKLISTS / f"{id_}.toml").read_text(encoding="utf-8")
    new = copied(old, "ours", "Ours")
    assert isinstance(new, str)
    mine = ("#:schema", "id ", "title ", "version", "status")
    head, _, body = new.partition("[review]")
    assert body == old.partition("[review]")[2]
    assert [row for row in head.splitlines() if not row.startswith(mine)] == [
        row for row in old.partition("[review]")[0].splitlines() if not row.startswith(mine)
    ]
    assert codes(new, "ours", tmp_path) <= {"M701"}, "its review is due when its original's is"


def test_nobody_has_approved_a_copy() -> None:
    text = WHOLE.replace("[review]\n", '[review]\nseal = "abc"\n')
    new = copied(text, "ours", "Ours")
    assert isinstance(new, str)
    found = read(new.encode(), "ours.toml", {})
    assert isinstance(found, Checklist)
    assert (found.review.seal, found.review.approved_by) == ("", "")
    assert (found.status, found.version, found.review.owner) == ("draft", "0.1", "o")


def test_a_copy_has_the_line_for_editors_once_and_keeps_marks_and_line_ends() -> None:
    text = "\ufeff" + EXAMPLE.replace("\n", "\r\n")
    new = copied(text, "ours", "Ours")
    assert isinstance(new, str)
    assert new.startswith(f"\ufeff{SCHEMA_LINE}\r\n")
    assert new.count("\r\n") == new.count("\n")
    assert isinstance(again := copied(new, "theirs", "Theirs"), str)
    assert again.count("#:schema") == 1


def test_what_only_changes_another_checklist_cannot_be_copied() -> None:
    text = 'format = 1\nid = "a"\nextends = "a 1.0"\nversion = "1.1"\n'
    assert isinstance(copied(text, "ours", "Ours"), Refused)
