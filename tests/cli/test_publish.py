"""`publish`: nothing with a finding, nothing unasked, nothing half done, and a version in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bedside.cli.draft import today
from bedside.cli.exits import Exit
from bedside.content.history import history_beside, read_history
from bedside.content.seal import is_sealed
from bedside.core.checklist import Checklist
from tests.cli.authors import EXAMPLE_ID, change, read, typing
from tests.cli.conftest import Run
from tests.worlds import shipped_checklist


def test_a_clean_checklist_is_published_sealed_and_without_a_finding(run: Run, path: Path) -> None:
    ran = run("publish", EXAMPLE_ID, "--yes", "--by", "Dr Roe")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    assert "version 1.0.\nIt is published for the first time." in ran.out
    made = read(path)
    assert is_sealed(made)
    assert made.review.approved_by == "Dr Roe"
    assert made.review.reviewed == today()
    checked = run("check", str(path.parent))
    assert (checked.code, checked.out.startswith("error")) == (Exit.FINE, False)
    (line,) = read_history(path)
    assert (line.version, line.by, line.seal) == ("1.0", "Dr Roe", made.review.seal)


def test_the_second_number_goes_up_for_words_and_the_first_for_what_is_recorded(
    run: Run, path: Path
) -> None:
    run("publish", EXAMPLE_ID, "--yes")
    change(path, "Being asked gives back a little control.", "It gives back a little control.")
    assert "version 1.1" in (words := run("publish", EXAMPLE_ID, "--yes")).out
    assert "good-time: why changed" in words.out
    change(path, 'options.later = "Later"', 'options.later = "Another day"')
    recorded = run("publish", EXAMPLE_ID, "--yes", "--summary", "A clearer answer")
    assert "version 2.0" in recorded.out
    assert "the first number goes up" in recorded.out
    lines = read_history(path)
    assert [line.version for line in lines] == ["1.0", "1.1", "2.0"]
    assert [line.summary for line in lines[1:]] == ["good-time: why changed", "A clearer answer"]
    assert all((kept := line.checklist()) and is_sealed(kept) for line in lines)


def test_nothing_changed_is_nothing_to_publish_unless_it_was_looked_over_again(
    run: Run, path: Path
) -> None:
    run("publish", EXAMPLE_ID, "--yes")
    before = path.read_bytes()
    again = run("publish", EXAMPLE_ID, "--yes")
    assert (again.code, path.read_bytes()) == (Exit.FINE, before)
    assert "nothing has changed since" in again.out
    later = (today() + timedelta(100)).isoformat()
    reviewed = run("publish", EXAMPLE_ID, "--yes", "--next-review", later)
    assert reviewed.code == Exit.FINE
    assert f"next_review = {later}" in path.read_text(encoding="utf-8")
    assert [line.version for line in read_history(path)] == ["1.0", "1.0"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('kind  = "words"', 'kind  = "wrds"', "C205"),
        ('when.good-time = "now"', 'when.good-time = "nw"', "L303"),
        ('owner       = "Night team"', 'owner       = ""', ""),
    ],
)
def test_nothing_with_a_finding_is_published(
    run: Run, path: Path, old: str, new: str, code: str
) -> None:
    change(path, old, new)
    before = path.read_bytes()
    ran = run("publish", EXAMPLE_ID, "--yes")
    assert ran.code == Exit.FINDINGS
    assert code in ran.out + ran.err
    assert f"--> {path}:" in ran.out + ran.err
    assert path.read_bytes() == before
    assert not history_beside(path).exists()


def test_an_overdue_review_is_what_publishing_mends(run: Run, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    due = next(row for row in text.splitlines() if row.startswith("next_review"))
    change(path, due, "next_review = 2021-01-15")
    change(path, text.partition("reviewed    = ")[2][:10], "2020-01-15")
    assert run("check", str(path)).code == Exit.FINDINGS
    assert run("publish", EXAMPLE_ID, "--yes").code == Exit.FINE
    assert run("check", str(path)).code == Exit.FINE


def test_a_dry_run_shows_the_lines_and_writes_nothing(run: Run, path: Path) -> None:
    before = path.read_bytes()
    ran = run("publish", EXAMPLE_ID, "--dry-run")
    assert ran.code == Exit.FINE
    assert '+ status   = "published"' in ran.out
    assert path.read_bytes() == before
    assert not history_beside(path).exists()


def test_without_a_terminal_it_has_to_be_said_in_advance(run: Run, path: Path) -> None:
    before = path.read_bytes()
    ran = run("publish", EXAMPLE_ID)
    assert ran.code == Exit.USAGE
    assert "add --yes" in ran.err
    assert path.read_bytes() == before


def test_at_a_terminal_everything_is_asked(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = (today() + timedelta(99)).isoformat()
    run = typing(capsys, monkeypatch, later, "Dr Roe", "yes", "The first one")
    ran = run("publish", EXAMPLE_ID)
    assert ran.code == Exit.FINE
    made = read(path)
    assert (str(made.review.next_review), made.review.approved_by) == (later, "Dr Roe")
    assert read_history(path)[-1].summary == "The first one"


def test_no_is_no(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    ran = typing(capsys, monkeypatch, "", "", "no")("publish", EXAMPLE_ID)
    assert (ran.code, path.read_bytes()) == (Exit.FINE, before)
    assert "Nothing was published." in ran.out


def test_a_site_that_wants_a_second_person_gets_one(
    run: Run, path: Path, settings_file: Callable[[str], Path]
) -> None:
    settings_file('[clinician]\nname = "J. Doe"\n[publish]\nsecond_person = true\n')
    before = path.read_bytes()
    for by in ((), ("--by", ""), ("--by", "j. doe"), ("--by", "Night Team")):
        ran = run("publish", EXAMPLE_ID, "--yes", *by)
        assert ran.code == Exit.NOT_ALLOWED, by
        assert "--by" in ran.err
        assert path.read_bytes() == before
    assert run("publish", EXAMPLE_ID, "--yes", "--by", "Dr Roe").code == Exit.FINE


@pytest.mark.parametrize("day", ["2020-01-01", "tomorrow", "3.4.2032"])
def test_the_next_review_is_a_day_to_come(run: Run, path: Path, day: str) -> None:
    ran = run("publish", EXAMPLE_ID, "--yes", "--next-review", day)
    assert ran.code == Exit.USAGE
    assert path.read_text(encoding="utf-8").count("draft") == 1


def test_what_came_with_bedside_is_not_published_in_its_place(run: Run) -> None:
    ran = run("publish", "first-trust", "--yes")
    assert ran.code == Exit.NOT_ALLOWED
    assert "bedside edit first-trust" in ran.err


def test_a_retired_checklist_stays_retired(run: Run, path: Path) -> None:
    change(path, '"draft"', '"retired"')
    ran = run("publish", EXAMPLE_ID, "--yes")
    assert ran.code == Exit.NOT_ALLOWED
    assert 'status = "draft"' in ran.err


def test_an_edit_by_hand_makes_it_a_draft_and_publishing_seals_it_again(
    run: Run, path: Path
) -> None:
    run("publish", EXAMPLE_ID, "--yes")
    change(path, "Sit down first.", "Sit down.")
    assert not is_sealed(read(path))
    assert "M704" in run("check", str(path)).out
    assert "version 1.1" in run("publish", EXAMPLE_ID, "--yes").out
    assert is_sealed(read(path))


def test_a_warning_taken_on_purpose_is_not_in_the_way(run: Run, path: Path) -> None:
    change(
        path,
        'sources.light-2031 = "An invented study of light and sleep, 2031 (public domain)"',
        "",
    )
    text = path.read_text(encoding="utf-8").replace('source = "light-2031"\n', "")
    path.write_text(text, encoding="utf-8")
    assert "M706" in run("publish", EXAMPLE_ID, "--yes").out
    until = (today() + timedelta(90)).isoformat()
    because = 'because = "It is our own."\nby = "Night team"'
    accepted = f'\n[[accepted]]\ncode = "M706"\n{because}\nuntil = {until}\n'
    path.write_text(text + accepted, encoding="utf-8")
    assert run("publish", EXAMPLE_ID, "--yes").code == Exit.FINE


def test_tidying_and_other_line_ends_do_not_break_the_seal(run: Run, path: Path) -> None:
    run("publish", EXAMPLE_ID, "--yes")
    change(path, "why   = ", "why=")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert is_sealed(read(path))
    assert run("fmt", str(path)).code == Exit.FINE
    assert is_sealed(read(path))
    assert "nothing has changed since" in run("publish", EXAMPLE_ID, "--yes").out


def test_what_a_clinic_adapts_is_published_by_its_own_lines(run: Run, path: Path) -> None:
    own = path.with_name("first-trust.toml")
    original = shipped_checklist("first-trust")
    extends = f"first-trust {original.version}"
    own.write_text(
        f'format  = 1\nid      = "first-trust"\nextends = "{extends}"\nversion = "0.1"\n\n'
        f'[review]\nowner       = "Night team"\nreviewed    = {today()}\n\n'
        '[change.sit]\nwhy = "It helps."\n',
        encoding="utf-8",
    )
    change(own, "[change.sit]", f"[change.{original.steps[0].id}]")
    run("check", "--fix", str(own))
    assert run("publish", "first-trust", "--yes").code == Exit.FINE
    text = own.read_text(encoding="utf-8")
    assert 'status  = "published"' in text
    assert "[[steps]]" not in text
    assert run("check", str(own)).code == Exit.FINE


def test_a_talk_by_words_changed_since_they_were_published_is_one_by_a_draft(
    run: Run, path: Path
) -> None:
    from bedside.cli.desk import Desk

    run("publish", EXAMPLE_ID, "--yes", "--by", "Dr Roe")
    found = Desk().checklist(EXAMPLE_ID)
    assert isinstance(found, Checklist)
    assert found.status == "published"
    change(path, "Is now a good time?", "Is now all right?")
    found = Desk().checklist(EXAMPLE_ID)
    assert isinstance(found, Checklist)
    assert found.status == "draft"
