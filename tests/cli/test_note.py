"""`note`: whose text, as signed or as it stands, and where it comes from; never a changed one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.main import main
from bedside.core import moves as m
from bedside.core.note import READERS
from bedside.note.render import DOCUMENTS, FORMATS
from bedside.note.render.pdf import Unprintable
from bedside.session import Session
from bedside.store.store import Store
from tests.cli.conftest import Run
from tests.cli.visits import change_on_disk, followed_up, left_open
from tests.people import AVERY, CLINICIAN, WORDS


def held(visit: str) -> Session:
    """Open a visit again."""
    session = Desk().resume(visit)
    assert isinstance(session, Session)
    return session


def added(visit: str) -> None:
    """Add a line to a signed note."""
    session = held(visit)
    session.do(m.Append("addendum", *CLINICIAN, "The scan is back.", "It was not there yet."))
    assert session.close()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("form", FORMATS)
def test_each_text_is_printed_in_each_format_and_nothing_else(
    run: Run, reader: str, form: str
) -> None:
    visit = followed_up()
    session = held(visit)
    ran = run("note", visit, "--for", reader, "--format", form)
    assert ran == (Exit.FINE, session.text(form, reader), "")  # type: ignore[arg-type]
    session.close()


def test_the_chart_note_is_what_is_printed_where_nothing_is_said(run: Run) -> None:
    visit = followed_up()
    assert run("note", visit) == run("note", visit, "--for", "chart", "--format", "text")
    assert run("note", visit).out != run("note", visit, "--for", "patient").out


def test_what_was_signed_can_be_read_without_what_was_added_later(run: Run) -> None:
    visit = followed_up()
    signed = run("note", visit).out
    added(visit)
    assert "Addendum: The scan is back." in run("note", visit).out
    assert run("note", visit, "--original").out == signed


def test_every_sentence_says_when_by_whom_and_how_it_was_recorded(run: Run) -> None:
    visit = followed_up()
    added(visit)
    session = held(visit)
    sentences = [told.text for told in session.trace()]
    steps = {told.text: [source.title for source in told.sources] for told in session.trace()}
    session.close()
    ran = run("note", visit, "--trace")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    rows = ran.out.splitlines()
    assert [row for row in rows if not row.startswith("    ")] == sentences
    under = [rows[at + 1] for at, row in enumerate(rows) if not row.startswith("    ")]
    assert all(row.startswith("    20") and ", J. Doe, nurse: " in row for row in under)
    worst = next(text for text in sentences if WORDS in text)
    after = ran.out.partition(f"{worst}\n")[2]
    assert after.split("\n")[0].endswith(f": recorded at: {steps[worst][0]}")


def test_the_trace_is_printed_for_machines_too_and_in_no_other_format(run: Run) -> None:
    visit = followed_up()
    told = json.loads(run("note", visit, "--trace", "--format", "json").out)
    assert [set(one) for one in told] == [{"text", "sources"}] * len(told)
    source = next(one for one in told if WORDS in one["text"])["sources"][0]
    assert set(source) == {"at", "by", "event", "how", "step", "title"}
    assert (source["step"], source["by"]) == ("worst", "J. Doe, nurse")
    ran = run("note", visit, "--trace", "--format", "markdown")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert ran.err == "bedside: --trace is printed as text or json, not as markdown.\n"


def test_a_draft_has_its_trace_and_nobody_who_signed(run: Run) -> None:
    left_open()
    out = run("note", "last", "--trace").out
    assert "recorded at: What is known, agreed with the team" in out
    assert CLINICIAN[0] not in out


@pytest.mark.parametrize(
    "options", [(), ("--original",), ("--trace",), ("--for", "patient"), ("--format", "json")]
)
def test_a_note_changed_on_disk_is_told_plainly_and_nothing_of_it_is_printed(
    run: Run, options: tuple[str, ...], tmp_path: Path
) -> None:
    visit = followed_up()
    change_on_disk(visit)
    target = tmp_path / "note.txt"
    for more in ((), ("-o", str(target))):
        ran = run("note", visit, *options, *more)
        assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
        assert f"the note of {visit} is no longer what was signed" in ran.err
        assert "It is not shown, because it cannot be relied on." in ran.err
        assert f"Have {Desk().places.visits} restored from a backup" in ran.err
        assert AVERY.name not in ran.err
    assert not target.exists()


def test_a_text_longer_than_the_record_takes_is_said_so_and_printed_whole(
    run: Run, settings_file: Callable[[str], Path]
) -> None:
    visit = followed_up()
    whole = run("note", visit).out
    settings_file("limit = 100\n")
    ran = run("note", visit)
    assert (ran.code, ran.out) == (Exit.FINE, whole)
    assert ran.err == (
        f"bedside: This text has {len(whole):,} characters, and your record takes 100 at a time."
        " Nothing was cut: paste it in parts, or take a shorter text.\n"
    )
    settings_file(f"limit = {len(whole)}\n")
    assert run("note", visit).err == ""


def test_a_mistake_in_the_settings_keeps_nobody_from_a_note(
    run: Run, settings_file: Callable[[str], Path]
) -> None:
    visit = followed_up()
    whole = run("note", visit)
    settings_file("limt = 100\n")
    assert run("note", visit) == whole


@pytest.mark.parametrize("more", [(), ("--trace",)])
def test_an_unsigned_visit_is_read_once(
    run: Run, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    visit = left_open()
    read, real = [], Store.read

    def counted(*args: object) -> object:
        read.append(args)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "read", counted)
    assert run("note", visit, *more).code == Exit.FINE
    assert len(read) == 1


def test_a_pdf_is_handed_to_a_program_or_written_to_a_file(
    clinic: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    visit = followed_up()
    assert main(["note", visit, "--format", "pdf"]) == Exit.FINE
    piped = capfdbinary.readouterr().out
    assert piped.startswith(b"%PDF-")
    assert main(["note", visit, "--format", "pdf", "-o", "note.pdf"]) == Exit.FINE
    assert (clinic / "note.pdf").read_bytes() == piped


def test_a_pdf_is_not_poured_over_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = followed_up()
    monkeypatch.setattr("bedside.cli.note._is_terminal", lambda: True)
    ran = run("note", visit, "--format", "pdf")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "say with -o FILE" in ran.err


def test_a_machine_that_cannot_draw_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.cli.signed.find_spec", lambda _: None)
    visit = followed_up()
    for command in (("note", visit), ("export", visit, "-o", "out/")):
        ran = run(*command, "--format", "pdf")
        assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
        assert 'pip install "bedside[pdf]"' in ran.err


@pytest.mark.parametrize("command", ["note", "export"])
def test_a_letter_that_cannot_be_drawn_is_named_and_nothing_is_written(
    run: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def draw(_: object) -> bytes:
        raise Unprintable("中")

    monkeypatch.setitem(DOCUMENTS, "pdf", draw)
    ran = run(command, followed_up(), "--format", "pdf", "-o", "out.pdf")
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert "“中” (U+4E2D) has no shape in the font" in ran.err
    assert not (clinic / "out.pdf").exists()
