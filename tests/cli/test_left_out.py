"""A destination with a mistake in its settings: care goes on, it is said, and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.parcels import Standing
from bedside.session import Session
from bedside.words import outbox as said
from bedside.words import sending
from tests.cli import visits
from tests.cli.conftest import Run
from tests.people import CLINICIAN
from tests.worlds import UNCERTAINTY, site_settings

WELL = '[destinations.well]\nkind = "folder"\nidentity = "none"\npath = "{folder}/well"\n'
MENDED = '[destinations.importer]\nkind = "folder"\nidentity = "none"\npath = "{folder}/importer"\n'
BROKEN = MENDED.replace("path", "pth")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the folders of both destinations are."""
    for name in ("well", "importer"):
        (tmp_path / name).mkdir()
    return tmp_path


def site(folder: Path, *blocks: str) -> None:
    """Write the site's settings."""
    site_settings("".join(blocks).replace("{folder}", folder.as_posix()))


def notes(folder: Path, name: str) -> list[str]:
    """Return the visits whose notes lie in a destination's folder."""
    return sorted(path.stem.rpartition("_")[2] for path in (folder / name).glob("*.txt"))


def test_a_mistake_in_one_destination_keeps_nobody_out_and_others_get_what_is_signed(
    folder: Path,
) -> None:
    site(folder, WELL, BROKEN)
    visit = visits.signed()
    assert main_deliver() == 2
    assert (notes(folder, "well"), notes(folder, "importer")) == ([visit], [])


def main_deliver() -> int:
    """Deliver what is due; return the code."""
    from bedside.cli.main import main

    return main(["deliver", "--once"])


@pytest.mark.parametrize("first", [True, False], ids=["was-well-before", "broken-from-the-start"])
@pytest.mark.parametrize("others", ["", WELL], ids=["alone", "beside-another"])
def test_what_is_signed_meanwhile_reaches_it_once_the_file_is_mended(
    folder: Path, first: bool, others: str
) -> None:
    if first:
        site(folder, others, MENDED)
        before = visits.signed()
        main_deliver()
        assert notes(folder, "importer") == [before]
    site(folder, others, BROKEN)
    visit = visits.signed()
    added_to(visit)
    assert main_deliver() == 2
    assert visit not in notes(folder, "importer")
    site(folder, others, MENDED)
    assert main_deliver() == 0
    assert {visit, f"{visit}.1"} <= set(notes(folder, "importer"))
    site(folder, others, MENDED)
    assert main_deliver() == 0, "and once only"
    assert len(notes(folder, "importer")) == 2 + int(first)


def added_to(visit: str) -> None:
    """Add to a signed note."""
    desk = Desk()
    session = desk.resume(visit)
    assert isinstance(session, Session)
    session.do(m.Append("addendum", *CLINICIAN, "more", "forgotten"))
    assert session.close()
    assert desk.store.close()


def test_a_destination_that_is_mended_under_another_name_gets_it_too(folder: Path) -> None:
    site(folder, MENDED.replace("importer]", "Importer]"))
    visit = visits.signed()
    site(folder, MENDED)
    assert main_deliver() == 0
    assert notes(folder, "importer") == [visit]


def test_what_is_owed_to_one_goes_to_no_other_that_is_set_up_later(folder: Path) -> None:
    """Not even where the one it is owed to is gone; it waits for that one."""
    (folder / "third").mkdir()
    third = MENDED.replace("importer", "third")
    site(folder, WELL, BROKEN)
    visit = visits.signed()
    site(folder, WELL, third)
    assert main_deliver() == 0
    assert (notes(folder, "well"), notes(folder, "third")) == ([visit], [])
    site(folder, WELL, third, MENDED)
    assert main_deliver() == 0
    assert (notes(folder, "importer"), notes(folder, "third")) == ([visit], [])


def test_what_is_owed_to_one_that_is_gone_is_removed_once_it_left_for_the_others(
    folder: Path, run: Run
) -> None:
    site(folder, WELL, BROKEN)
    visit = visits.signed()
    main_deliver()
    assert run("purge", "--visit", visit, "--yes").code == 5
    site(folder, WELL)
    assert main_deliver() == 0
    assert run("purge", "--visit", visit, "--yes").code == 0


def test_one_that_is_sent_to_only_where_somebody_asks_is_owed_nothing(
    folder: Path, run: Run
) -> None:
    asked = 'when = "asked"\n'
    site(folder, WELL, BROKEN, asked)
    visit = visits.signed()
    assert main_deliver() == 2
    assert run("purge", "--visit", visit, "--yes").code == 0
    again = visits.signed()
    main_deliver()
    site(folder, WELL, MENDED, asked)
    assert main_deliver() == 0
    assert again in notes(folder, "well")
    assert notes(folder, "importer") == []


def test_what_somebody_sent_to_one_that_is_sent_to_where_asked_is_owed_what_is_added(
    folder: Path, run: Run
) -> None:
    asked = 'when = "asked"\n'
    site(folder, WELL, MENDED, asked)
    visit = visits.signed()
    assert run("outbox", "send", visit).code == 0
    main_deliver()
    site(folder, WELL, BROKEN, asked)
    added_to(visit)
    main_deliver()
    site(folder, WELL, MENDED, asked)
    assert main_deliver() == 0
    assert notes(folder, "importer") == [visit, f"{visit}.1"]


def test_what_was_signed_before_any_destination_was_set_up_is_not_sent_by_this(
    folder: Path,
) -> None:
    visit = visits.signed()
    site(folder, WELL, BROKEN)
    added_to(visit)
    main_deliver()
    site(folder, WELL, MENDED)
    assert main_deliver() == 0
    assert (notes(folder, "well"), notes(folder, "importer")) == ([], [])


def test_what_waits_for_it_stays_as_it_is_and_is_neither_sent_nor_held(folder: Path) -> None:
    site(folder, MENDED)
    visit = visits.signed()
    site(folder, BROKEN)
    assert main_deliver() == 2
    desk = Desk()
    assert desk.outbox is not None
    (one,) = desk.outbox.of_visit(visit)
    assert one.standing is Standing.QUEUED
    assert not desk.outbox.retry(one.control)
    assert desk.outbox.keeper("importer").is_left_out
    desk.store.close()
    site(folder, MENDED)
    assert main_deliver() == 0
    assert notes(folder, "importer") == [visit]


def test_a_visit_that_is_owed_to_it_is_not_purged(folder: Path, run: Run) -> None:
    site(folder, BROKEN)
    visit = visits.signed()
    assert run("purge", "--visit", visit, "--yes").code == 5


def test_it_is_said_first_at_each_command_that_has_to_do_with_it(folder: Path, run: Run) -> None:
    site(folder, WELL, BROKEN)
    told = said.LEFT_OUT.split("{file}")[0].format(names="importer")
    for command in (["destination"], ["destination", "--json"], ["deliver", "--once"], ["where"]):
        ran = run(*command)
        assert (ran.code, told in flat(ran.err), "pth" in ran.err) == (2, True, True), command
    assert [one["name"] for one in json.loads(run("destination", "--json").out)] == ["well"]
    ran = run("destination", "test", "importer")
    assert (ran.code, "pth" in ran.err) == (2, True)
    assert run("destination", "test", "well").code == 0
    ran = run("outbox")
    assert told in flat(ran.err)
    ran = run("doctor")
    assert (ran.code, told in flat(ran.out)) == (1, True)


def flat(text: str) -> str:
    """Return a text without what its window's width did to it."""
    return " ".join(text.split())


def test_the_list_of_conversations_says_it_and_leads_to_more(folder: Path, run: Run) -> None:
    site(folder, BROKEN)
    ran = run("walk", "--plain", typed=visits.lines("/outbox", "", ""))
    assert f"/outbox {sending.LEFT_OUT.format(names='importer')}" in ran.out
    assert said.LOOK_AT in flat(ran.out)


def test_any_other_mistake_is_still_told_with_those_of_destinations(folder: Path, run: Run) -> None:
    site(folder, 'theme = "light-blue"\n', BROKEN)
    ran = run("walk", UNCERTAINTY, "--plain")
    assert ran.code == 2
    assert "theme" in ran.err
    assert "pth" in ran.err


def test_a_clinicians_own_file_names_no_destination_not_even_a_broken_one(
    folder: Path, run: Run, home: Path
) -> None:
    (home / "config").mkdir(parents=True, exist_ok=True)
    text = BROKEN.replace("{folder}", folder.as_posix())
    (home / "config" / "settings.toml").write_text(text, encoding="utf-8")
    assert run("walk", UNCERTAINTY, "--plain").code == 2


def test_the_patient_is_asked_for_as_the_record_may_need_them(folder: Path) -> None:
    site(folder, BROKEN)
    desk = Desk()
    assert desk.outbox is not None
    assert desk.outbox.wants_record()
