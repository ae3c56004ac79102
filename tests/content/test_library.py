"""The library: nearer files win and are named as such; a broken one stops nothing."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bedside.content.library import Folder, Library, shipped
from bedside.core.checklist import Checklist
from bedside.core.problems import Problems
from bedside.store.cache import NormalForms
from tests.content.texts import WHOLE
from tests.worlds import SHIPPED, Forgetful

TINY = """format = 1
id = "{id}"
title = "{title}"
minutes = 3
[review]
next_review = 2031-01-01
[[steps]]
id = "a"
kind = "say"
title = "A"
"""


def write(folder: Path, id_: str, title: str = "Tiny") -> Path:
    """Write a small checklist into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id_}.toml"
    path.write_text(TINY.format(id=id_, title=title), encoding="utf-8")
    return path


def test_the_nearer_file_wins_and_says_what_it_hides(tmp_path: Path) -> None:
    """A clinic's own copy stands in place of the shipped one."""
    write(tmp_path / "own", "first-trust", "Our first trust")
    library = Library([Folder(tmp_path / "own", "yours"), shipped()], Forgetful())
    listings = {listing.id: listing for listing in library.listings()}
    assert listings["first-trust"].title == "Our first trust"
    assert (listings["first-trust"].origin, listings["first-trust"].hides) == (
        "yours",
        ("shipped",),
    )
    assert listings["inviting-questions"].origin == "shipped"
    assert library.find("first-trust") == tmp_path / "own" / "first-trust.toml"


def test_a_broken_file_is_listed_with_its_findings_and_stops_no_other(tmp_path: Path) -> None:
    """Whatever is in it, the rest can be used."""
    folder = tmp_path / "own"
    write(folder, "good")
    (folder / "bad.toml").write_text('title = "No', encoding="utf-8")
    (folder / "worse.toml").write_bytes(b"\xff\xfe\x00")
    library = Library([Folder(folder, "yours")], Forgetful())
    listings = {listing.id: listing for listing in library.listings()}
    assert set(listings) == {"good", "bad", "worse"}
    assert not listings["good"].findings
    assert [finding.code for finding in listings["bad"].findings] == ["T117"]
    assert [finding.code for finding in listings["worse"].findings] == ["T102"]


def test_side_files_and_other_files_are_no_checklists(tmp_path: Path) -> None:
    """Translations, codes, practice patients and backups have a second dot or another ending."""
    folder = tmp_path / "own"
    write(folder, "good")
    for name in ("good.es.toml", "good.practice.toml", "good.toml~", "notes.txt", ".hidden.toml"):
        (folder / name).write_text("x", encoding="utf-8")
    assert [
        listing.id for listing in Library([Folder(folder, "yours")], Forgetful()).listings()
    ] == ["good"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    """A clinic without own checklists has no such folder."""
    assert Library([Folder(tmp_path / "gone", "yours")], Forgetful()).listings() == []


def test_an_id_never_leads_out_of_the_folders(tmp_path: Path) -> None:
    """A path is not an id."""
    write(tmp_path, "secret")
    library = Library([Folder(tmp_path / "own", "yours")], Forgetful())
    for id_ in ("../secret", "/etc/passwd", "secret.toml", "", ".", "banks/feelings"):
        assert library.find(id_) is None


def test_a_misspelt_id_is_offered_its_nearest() -> None:
    """A word too many or a letter too few."""
    assert Library([shipped()], Forgetful()).near("acknowledging-uncertanty") == SHIPPED[0]


def test_an_unchanged_file_opens_without_reading_toml_or_validating(tmp_path: Path) -> None:
    """The second opening in a fresh interpreter imports neither tomllib nor pydantic."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from bedside.content.library import Library, shipped\n"
        "from bedside.store.cache import NormalForms\n"
        f"library = Library([shipped()], NormalForms(Path({str(tmp_path)!r})))\n"
        "made = library.open(library.find('first-trust'))\n"
        "listed = len(library.listings())\n"
        "print(made.title, listed, sorted({'pydantic', 'tomllib', 'difflib'} & set(sys.modules)))\n"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert runs[0].stdout.startswith(f"First trust {len(SHIPPED)} ")
    assert runs[1].stdout == f"First trust {len(SHIPPED)} []\n"


def test_a_changed_file_and_a_changed_bank_are_read_again(tmp_path: Path) -> None:
    """What is kept belongs to the exact bytes, those of the banks among them."""
    own = tmp_path / "own"
    path = write(own, "good")
    cache = NormalForms(tmp_path / "cache")

    def opened() -> Checklist:
        made = Library([Folder(own, "yours"), shipped()], cache).open(path)
        assert isinstance(made, Checklist)
        return made

    assert opened().title == "Tiny"
    write(own, "good", "Changed")
    assert opened().title == "Changed"
    before = len(opened().extras)
    (own / "banks").mkdir()
    bank = TINY.format(id="feelings", title="Feelings").replace("minutes = 3", "bank = true")
    (own / "banks" / "feelings.toml").write_text(bank, encoding="utf-8")
    assert 0 < len(opened().extras) < before
    titles = [one.title for one in Library([Folder(own, "yours")], cache).listings()]
    assert titles == ["Changed"]


def test_a_broken_bank_is_told_and_the_checklists_still_open(tmp_path: Path) -> None:
    """Only what the bank would have given is missing."""
    own = tmp_path / "own"
    path = write(own, "good")
    (own / "banks").mkdir()
    (own / "banks" / "feelings.toml").write_text("bank = tru", encoding="utf-8")
    library = Library([Folder(own, "yours")], Forgetful())
    banks, findings = library.banks()
    assert not banks["feelings"].extras
    assert [Path(finding.file) for finding in findings] == [own / "banks" / "feelings.toml"]
    assert not isinstance(library.open(path), Problems)


def test_what_takes_from_a_broken_bank_says_which_file_to_mend(tmp_path: Path) -> None:
    """The way out leads to the first mistake in the bank, by a path that can be opened."""
    own = tmp_path / "own"
    path = write(own, "good")
    path.write_text(path.read_text(encoding="utf-8") + 'use = "comfort/warm"\n', encoding="utf-8")
    (own / "banks").mkdir()
    bank = own / "banks" / "comfort.toml"
    bank.write_text(TINY.format(id="comfort", title="Comfort"), encoding="utf-8")
    found = Library([Folder(own, "yours")], Forgetful()).open(path)
    assert isinstance(found, Problems)
    (only,) = found.findings
    assert (only.code, only.file) == ("L309", "good.toml")
    assert [Path(other.file) for other in only.related] == [bank]
    assert bank.is_file()


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    """A file in the place of its folder stops nothing."""
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    library = Library([shipped()], NormalForms(tmp_path / "cache"))
    assert len(library.listings()) == len(SHIPPED)


@pytest.mark.parametrize(("day", "overdue"), [(date(2031, 1, 1), False), (date(2031, 1, 2), True)])
def test_a_review_is_overdue_from_the_day_after(tmp_path: Path, day: date, overdue: bool) -> None:
    """On the day itself there is still time."""
    write(tmp_path, "good")
    (listing,) = Library([Folder(tmp_path, "yours")], Forgetful()).listings()
    assert listing.is_overdue(day) is overdue
    assert listing.matches("tin GOO")
    assert not listing.matches("tin x")


def test_a_published_checklist_that_was_changed_by_hand_is_listed_as_a_draft(
    tmp_path: Path,
) -> None:
    """It is walked as one, and a list that said otherwise would be believed."""
    published = WHOLE.replace('status = "review"', 'status = "published"')
    (tmp_path / "made-up.toml").write_text(published, encoding="utf-8")
    (found,) = Library([Folder(tmp_path, "given")], Forgetful()).listings()
    assert found.status == "draft"
