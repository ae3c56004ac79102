"""The desk: what mattered before, files, pages, follow-ups; what it cannot do it says in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.note import READERS
from bedside.core.refusals import Refusal, Why
from bedside.note.render import FORMATS
from bedside.session import Holder, Session
from bedside.store.locks import StoreDamaged, StoreError
from tests.cli.visits import PAPER, change_on_disk, followed_up, left_open
from tests.conftest import Clock
from tests.people import AVERY, CLINICIAN, ROWAN, WORDS
from tests.worlds import UNCERTAINTY

AGAIN = Patient(name=AVERY.name.upper(), second=AVERY.second.lower())


def known(desk: Desk, patient: Patient) -> str:
    """Return what the same patient said before, as a new talk with them knows it."""
    session = desk.begin(UNCERTAINTY)
    assert isinstance(session, Session)
    session.do(m.Identify(patient))
    earlier = session.visit.record.earlier
    session.close()
    return " ".join(said.words for said in earlier.said) if earlier else ""


def held(desk: Desk, visit: str) -> Session:
    """Open a visit again."""
    session = desk.resume(visit)
    assert isinstance(session, Session)
    return session


def retract(desk: Desk, visit: str) -> None:
    """Retract a signed note."""
    session = held(desk, visit)
    session.do(m.Append("retraction", *CLINICIAN, because="wrong patient"))
    session.close()


def test_what_mattered_is_known_again_by_name_and_second_identifier(desk: Desk) -> None:
    followed_up()
    assert known(desk, AGAIN) == WORDS
    assert known(desk, Patient(name=AVERY.name, second="111-TEST")) == ""


def test_a_label_is_nobody_who_could_be_known_again(desk: Desk) -> None:
    followed_up(ROWAN)
    followed_up(Patient(label=AVERY.text()))
    assert known(desk, ROWAN) == ""
    assert known(desk, AVERY) == ""


def test_where_the_site_wants_that_nothing_is_known_again(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    followed_up()
    settings_file("recall = false\n")
    assert known(desk, AVERY) == ""


def test_a_note_that_was_retracted_or_changed_or_not_signed_is_passed_over(desk: Desk) -> None:
    """The one before it is still what was said."""
    followed_up()
    retract(desk, followed_up())
    change_on_disk(followed_up())
    left_open()
    assert known(desk, AVERY) == WORDS


def test_a_talk_in_which_nothing_mattered_does_not_hide_the_one_before(desk: Desk) -> None:
    followed_up()
    session = desk.begin("first-trust")
    assert isinstance(session, Session)
    session.do(m.Identify(AVERY))
    session.do(m.SkipRest("no-time"))
    for found in session.concerns():
        session.do(m.Overrule(found.name, "needed"))
    assert not isinstance(session.do(m.Sign(*CLINICIAN, again=AVERY)), Refusal)
    session.close()
    assert known(desk, AVERY) == WORDS


@pytest.mark.parametrize("fault", [StoreError("the disk is full"), StoreDamaged("row 3")])
def test_a_store_that_cannot_be_read_takes_nothing_from_the_talk_in_hand(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: StoreError
) -> None:
    followed_up()
    session = desk.begin(UNCERTAINTY)
    assert isinstance(session, Session)

    def fail(_: str) -> None:
        raise fault

    monkeypatch.setattr(desk.store, "read", fail)
    assert not isinstance(session.do(m.Identify(AVERY)), Refusal)
    assert session.visit.record.patient == AVERY
    assert session.visit.record.earlier is None
    monkeypatch.undo()
    session.close()


def test_a_signed_text_is_saved_under_its_ids_and_the_receipt_says_where(desk: Desk) -> None:
    session = held(desk, followed_up())
    for form in FORMATS:
        for reader in READERS:
            receipt = desk.save(session, reader, form)
            path = Path(receipt.where)
            assert path.parent == desk.places.notes
            assert path.name.startswith(f"bedside_{session.visit.id}")
            assert path.read_bytes().decode() == session.text(form, reader)
            assert (receipt.how, receipt.characters) == ("file", len(session.text(form, reader)))
    session.close()


def test_another_text_of_that_name_is_a_conflict_in_words(desk: Desk) -> None:
    session = held(desk, followed_up())
    path = Path(desk.save(session, "chart", "text").where)
    session.do(m.Append("addendum", *CLINICIAN, "The scan is back.", "It was not there"))
    with pytest.raises(OSError, match="another file of this name is already there"):
        desk.save(session, "chart", "text")
    assert "Addendum" not in path.read_text(encoding="utf-8")
    session.close()


@pytest.mark.parametrize("way", ["save", "print"])
def test_what_is_not_signed_or_not_what_was_signed_leaves_in_no_way(desk: Desk, way: str) -> None:
    open_ = held(desk, left_open())
    visit = followed_up()
    change_on_disk(visit)
    changed = held(desk, visit)
    ways: dict[str, Callable[[Session], object]] = {
        "save": lambda session: desk.save(session, "chart", "text"),
        "print": lambda session: desk.print(session, "chart"),
    }
    with pytest.raises(OSError, match="only a signed note leaves"):
        ways[way](open_)
    with pytest.raises(OSError, match="no longer what was signed"):
        ways[way](changed)
    assert not desk.places.notes.exists()
    open_.close()
    changed.close()


@pytest.mark.parametrize(("can", "how"), [(True, "page"), (False, "file")])
def test_a_page_is_a_file_where_no_browser_can_be_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, can: bool, how: str
) -> None:
    session = held(desk, followed_up())
    asked: list[str] = []

    def opened(path: str, _: object) -> bool:
        asked.append(path)
        return can

    monkeypatch.setattr("bedside.deliver.page.opened", opened)
    monkeypatch.setitem(FORMATS, "html", lambda note: f"<p>{note.visit}</p>")
    receipt = desk.print(session, "patient")
    assert receipt.how == how
    assert asked == [receipt.where]
    assert receipt.where.endswith(f"bedside_{session.visit.id}_patient.html")
    session.close()


def test_a_follow_up_is_done_by_somebody_or_the_reason_is_given(desk: Desk, clock: Clock) -> None:
    visit = followed_up()
    assert desk.finish(visit, PAPER, "Dr Roe") is None
    assert {task.task: task.done for task in desk.visits()[0].tasks}[PAPER] == "Dr Roe"
    refused = desk.finish(visit, "xyzzy", "Dr Roe")
    assert isinstance(refused, Refusal)
    assert refused.why is Why.NO_SUCH_STEP
    session = held(desk, visit)
    assert isinstance(Desk().finish(visit, PAPER, ""), Holder)
    session.close()


def test_a_follow_up_of_a_visit_that_is_gone_is_an_error_in_words(desk: Desk) -> None:
    visit = followed_up()
    desk.store.remove(visit)
    with pytest.raises(FileNotFoundError, match="this visit is no longer kept here"):
        desk.finish(visit, PAPER, "Dr Roe")


def test_a_follow_up_that_cannot_be_saved_is_an_error_in_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = followed_up()

    def damaged(_: str) -> None:
        raise StoreDamaged("row 3")

    monkeypatch.setattr(desk.store, "read", damaged)
    with pytest.raises(OSError, match="visits cannot be read or saved now, row 3"):
        desk.finish(visit, PAPER, "Dr Roe")
    monkeypatch.undo()
    monkeypatch.setattr(Session, "close", lambda _: False)
    with pytest.raises(OSError, match="it could not be saved"):
        desk.finish(visit, PAPER, "Dr Roe")
