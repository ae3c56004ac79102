"""`export`: signed notes as files, never over another, one failure stopping no other."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.core import moves as m
from bedside.core.events import Moment
from bedside.note.render import FORMATS
from bedside.session import Session
from tests.cli.conftest import Run
from tests.cli.visits import change_on_disk, followed_up, left_open, signed
from tests.conftest import Clock
from tests.people import AVERY, CLINICIAN
from tests.worlds import UNCERTAINTY


def name_of(visit: str, ending: str = ".txt") -> str:
    """Return what the file of a chart note is called."""
    return f"bedside_{visit}{ending}"


def retract(visit: str) -> None:
    """Retract a signed note."""
    session = Desk().resume(visit)
    assert isinstance(session, Session)
    session.do(m.Append("retraction", *CLINICIAN, because="It was another patient's"))
    assert session.close()


@pytest.mark.parametrize("form", FORMATS)
def test_a_signed_note_becomes_a_file_that_holds_what_note_prints(
    run: Run, clinic: Path, form: str
) -> None:
    visit = followed_up()
    ran = run("export", visit, "--format", form, "-o", "out/")
    (path,) = (clinic / "out").iterdir()
    assert ran == (Exit.FINE, f"{path}\n", "1 written.\n")
    assert path.name.startswith(f"bedside_{visit}.")
    assert path.read_bytes().decode() == run("note", visit, "--format", form).out
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_names_of_files_are_made_of_ids_and_hold_nothing_of_the_patient(
    run: Run, clinic: Path
) -> None:
    visit = followed_up()
    readers = ("--for", "chart", "--for", "patient", "--for", "handover", "--for", "chart")
    assert run("export", visit, *readers, "-o", "out/").code == Exit.FINE
    names = sorted(path.name for path in (clinic / "out").iterdir())
    whose = ("", "_handover", "_patient")
    assert names == [f"bedside_{visit}{one}.txt" for one in whose]
    assert not any(part in name for name in names for part in AVERY.text().split(", "))


def test_without_a_place_it_lies_with_the_saved_notes(run: Run) -> None:
    visit = followed_up()
    path = Desk().places.notes / name_of(visit)
    assert run("export", "last") == (Exit.FINE, f"{path}\n", "1 written.\n")
    assert path.is_file()


def test_a_single_text_may_get_a_name_of_its_own(run: Run, clinic: Path) -> None:
    visit = followed_up()
    path = clinic / "for-the-record.txt"
    assert run("export", visit, "-o", path.name).out == f"{path}\n"
    assert path.read_text(encoding="utf-8") == run("note", visit).out
    there = run("export", visit, "-o", "nowhere/a.txt")
    assert (there.code, there.out) == (Exit.UNAVAILABLE, "")
    assert f"{clinic / 'nowhere' / 'a.txt'} cannot be written: there is no such file" in there.err


def test_the_same_again_is_a_success_and_another_text_is_never_written_over(
    run: Run, clinic: Path
) -> None:
    visit, other = followed_up(), signed()
    run("export", visit, "-o", "out/")
    before = (clinic / "out" / name_of(visit)).read_bytes()
    again = run("export", visit, "-o", "out/")
    assert (again.code, again.err) == (Exit.FINE, "0 written, 1 there already.\n")
    assert again.out == f"{clinic / 'out' / name_of(visit)}\n"
    retract(visit)
    both = run("export", visit, other, "-o", "out/")
    assert both.code == Exit.UNAVAILABLE
    assert both.out == f"{clinic / 'out' / name_of(other)}\n"
    conflict = f"bedside: {clinic / 'out' / name_of(visit)} holds something else."
    assert both.err.startswith(conflict)
    assert both.err.endswith("1 written, 1 not written.\n")
    assert (clinic / "out" / name_of(visit)).read_bytes() == before
    assert not list((clinic / "out").glob(".*"))


def test_an_unsigned_note_leaves_in_no_way_and_the_way_out_is_named(run: Run, clinic: Path) -> None:
    done, open_ = followed_up(), left_open()
    for named in ((open_,), (done, open_)):
        ran = run("export", *named, "-o", "out/")
        assert (ran.code, ran.out) == (Exit.NOT_ALLOWED, "")
        assert f"the note of {open_} is not signed" in ran.err
        assert f"Sign it first: bedside resume {open_}" in ran.err
    assert not (clinic / "out").exists()


@pytest.fixture
def days(clock: Clock) -> tuple[str, str, str]:
    """Leave a signed visit on each of three days; one of them is not signed."""
    first = signed()
    clock.forward(24 * 60)
    second = followed_up()
    left_open()
    clock.forward(24 * 60)
    return first, second, signed()


def test_a_batch_writes_every_signed_note_of_its_days_the_oldest_first(
    run: Run, clinic: Path, days: tuple[str, str, str]
) -> None:
    first, second, third = days
    out = clinic / "out"
    ran = run("export", "--since", "2031-03-05", "-o", "out")
    assert ran.code == Exit.FINE
    assert ran.out == f"{out / name_of(second)}\n{out / name_of(third)}\n"
    assert ran.err == "2 written, 1 not signed and left out.\n"
    until = run("export", "--since", "4.3.2031", "--until", "2031-03-05", "-o", "out")
    assert until.out == f"{out / name_of(first)}\n{out / name_of(second)}\n"
    assert until.err == "1 written, 1 there already, 1 not signed and left out.\n"
    none = run("export", "--since", "2032-01-01", "-o", "out")
    assert none == (Exit.FINE, "", "0 written.\n")


def test_a_retracted_note_is_written_with_its_stamp_and_counted(
    run: Run, clinic: Path, days: tuple[str, str, str]
) -> None:
    retract(days[1])
    ran = run("export", "--since", "2031-03-04", "-o", "out")
    assert ran.code == Exit.FINE
    assert ran.err.startswith("3 written, 1 retracted among them, and stamped so, ")
    text = (clinic / "out" / name_of(days[1])).read_text(encoding="utf-8")
    assert text.startswith("RETRACTED")


def test_one_that_was_changed_on_disk_is_named_and_the_rest_is_written(
    run: Run, clinic: Path, days: tuple[str, str, str]
) -> None:
    change_on_disk(days[0])
    ran = run("export", "--since", "2031-03-04", "-o", "out")
    assert ran.code == Exit.UNAVAILABLE
    assert ran.err.startswith(f"bedside: {days[0]} is no longer what was signed, and was left out.")
    assert "2 written, 1 not written" in ran.err
    assert not (clinic / "out" / name_of(days[0])).exists()


def test_one_that_is_removed_or_damaged_meanwhile_is_named_and_the_rest_is_written(
    run: Run, clinic: Path, days: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside import session
    from bedside.store.locks import StoreDamaged

    note_file, gone = session.note_file, {days[0]: KeyError, days[2]: StoreDamaged}

    def read(store: object, visit: str, *rest: object) -> bytes:
        if visit in gone:
            raise gone[visit](visit)
        return note_file(store, visit, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(session, "note_file", read)
    ran = run("export", "--since", "2031-03-04", "-o", "out")
    assert ran.code == Exit.UNAVAILABLE
    assert ran.out == f"{clinic / 'out' / name_of(days[1])}\n"
    assert ran.err.count("cannot be read any more, and was left out.") == 2


def test_a_full_disk_leaves_no_half_a_file(
    run: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = followed_up()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("bedside.deliver.file.os.fsync", full)
    ran = run("export", visit, "-o", "out/")
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert "cannot be written: the disk is full." in ran.err
    assert list((clinic / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "nothing is named: bedside export last, or --since"),
        (("last", "--since", "2031-03-04"), "name the visits, or give --since a day: not both."),
        (("last", "--until", "2031-03-04"), "name the visits, or give --since a day: not both."),
        (("--since", "2031-03-04"), "say into which folder with -o FOLDER."),
        (("--since", "soon", "-o", "out"), "soon is no day."),
        (("--since", "4.3.", "-o", "out"), "4.3. is no day."),
        (("--since", "2031-02-30", "-o", "out"), "2031-02-30 is no day."),
        (
            ("--since", "2031-03-04", "--until", "2031-03-01", "-o", "out"),
            "--until 2031-03-01 lies before --since 2031-03-04.",
        ),
    ],
)
def test_what_makes_no_sense_is_said_so_before_anything_is_written(
    run: Run, clinic: Path, arguments: tuple[str, ...], says: str
) -> None:
    followed_up()
    ran = run("export", *arguments)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert says in ran.err
    assert list(clinic.iterdir()) == []


def test_several_texts_need_a_folder(run: Run, clinic: Path) -> None:
    (clinic / "out").write_text("mine", encoding="utf-8")
    visits = (followed_up(), signed())
    ran = run("export", *visits, "-o", "out")
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert "is a file. Several texts need a folder" in ran.err
    assert (clinic / "out").read_text(encoding="utf-8") == "mine"


def test_an_unknown_visit_is_not_found_before_anything_is_written(run: Run, clinic: Path) -> None:
    visit = followed_up()
    ran = run("export", visit, "nowhere", "-o", "out/")
    assert (ran.code, ran.out) == (Exit.NOT_FOUND, "")
    assert list(clinic.iterdir()) == []


def test_texts_longer_than_the_record_takes_are_counted_and_written_whole(
    run: Run, clinic: Path, settings_file: Callable[[str], Path], days: tuple[str, str, str]
) -> None:
    settings_file("limit = 100\n")
    ran = run("export", "--since", "2031-03-04", "-o", "out")
    assert ran.code == Exit.FINE
    lengths = [len(path.read_text(encoding="utf-8")) for path in (clinic / "out").iterdir()]
    assert f"This text has {max(lengths):,} characters, and your record takes 100" in ran.err
    assert "The same goes for 2 more." in ran.err
    assert len(lengths) == len(days)


def test_a_batch_that_is_interrupted_says_what_it_has_done(
    run: Run, clinic: Path, days: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.deliver import file

    publish = file.publish

    def interrupted(target: Path, text: str) -> Path:
        if days[1] in target.name:
            raise KeyboardInterrupt
        return publish(target, text)

    monkeypatch.setattr(file, "publish", interrupted)
    ran = run("export", "--since", "2031-03-04", "-o", "out")
    assert ran.code == Exit.INTERRUPTED
    assert ran.out == f"{clinic / 'out' / name_of(days[0])}\n"
    assert ran.err.startswith("1 written")


def test_the_day_that_counts_is_the_day_of_the_talk(
    run: Run, clinic: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = signed()
    late = clock.moment.utc + 5 * 86_400_000
    monkeypatch.setattr("bedside.session.now", lambda: Moment(utc=late, offset=60))
    retract(visit)
    assert run("export", "--since", "2031-03-05", "-o", "out").out == ""
    assert run("export", "--since", "2031-03-04", "-o", "out").out != ""
    assert sys.platform == "win32" or oct((clinic / "out").stat().st_mode).endswith("700")
    assert UNCERTAINTY in run("note", visit).out
