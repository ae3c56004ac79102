"""Checklists as Questionnaires on the command line, and a visit as its response."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.content.codes.catalogue import pages
from tests.cli.conftest import Run
from tests.cli.visits import change_on_disk, followed_up, left_open
from tests.people import CLINICIAN, WORDS

FORM = "first-trust.fhir.json"


@pytest.fixture
def form(run: Run, clinic: Path) -> Path:
    """A shipped checklist as a Questionnaire, in a folder of one's own."""
    assert run("convert", "first-trust", "-o", FORM).code == Exit.FINE
    return clinic / FORM


def change(path: Path, old: str, new: str) -> None:
    """Change a file the way another program does."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_checklist_leaves_as_a_form_and_comes_back_clean(run: Run, form: Path) -> None:
    made = json.loads(form.read_bytes())
    assert (made["resourceType"], made["title"]) == ("Questionnaire", "First trust")
    ran = run("convert", FORM, "-o", "first-trust.toml")
    assert ran == (Exit.FINE, "", "Written to first-trust.toml.\n")
    assert run("check", "first-trust.toml").code == Exit.FINE
    assert run("convert", FORM).out == Path("first-trust.toml").read_text(encoding="utf-8")


def test_a_checklist_leaves_in_its_other_languages_and_a_file_that_is_not_read_is_told(
    run: Run, clinic: Path
) -> None:
    assert run("convert", "inviting-questions", "-o", "asked.json").code == Exit.FINE
    (said,) = json.loads(Path("asked.json").read_bytes())["_title"]["extension"]
    assert said["extension"][0] == {"url": "lang", "valueCode": "es"}
    run("convert", "asked.json", "-o", "inviting-questions.toml")
    Path("inviting-questions.es.toml").write_text("title = \n", encoding="utf-8")
    ran = run("convert", "./inviting-questions.toml", "-o", "again.json")
    assert (ran.code, "inviting-questions.es.toml was left out" in ran.err) == (Exit.FINE, True)
    assert "_title" not in json.loads(Path("again.json").read_bytes())


def test_comments_stay_behind_and_that_is_said(run: Run, clinic: Path, form: Path) -> None:
    run("convert", FORM, "-o", "first-trust.toml")
    assert "comments" not in run("convert", "./first-trust.toml", "-o", "plain.json").err
    with Path("first-trust.toml").open("a", encoding="utf-8") as file:
        file.write("# for whoever comes after us\n")
    for name in ("noted.json", "noted.csv"):
        ran = run("convert", "./first-trust.toml", "-o", name)
        assert (ran.code, "The comments in" in ran.err) == (Exit.FINE, True)
        assert "whoever comes after" not in Path(name).read_text(encoding="utf-8")


def test_nothing_that_is_there_is_written_over(run: Run, form: Path) -> None:
    before = form.read_bytes()
    ran = run("convert", "inviting-questions", "-o", FORM)
    assert ran.code == Exit.USAGE
    assert form.read_bytes() == before
    assert run("convert", "inviting-questions", "-o", FORM, "--force").code == Exit.FINE


def test_what_a_form_changes_is_shown_and_needs_a_yes(run: Run, form: Path) -> None:
    run("convert", FORM, "-o", "first-trust.toml")
    change(form, '"title": "First trust"', '"title": "First of all"')
    ran = run("convert", FORM, "-o", "first-trust.toml")
    assert ran.code == Exit.USAGE
    assert '-title    = "First trust"\n+title    = "First of all"\n' in ran.out
    assert f"first-trust.toml from {FORM}" in ran.out
    assert run("convert", FORM, "-o", "first-trust.toml", "--yes").code == Exit.FINE
    assert '"First of all"' in Path("first-trust.toml").read_text(encoding="utf-8")


def test_what_cannot_be_honoured_is_told_with_its_place_and_nothing_is_written(
    run: Run, clinic: Path
) -> None:
    page = pages()["T162"]
    Path("tea.json").write_text(page.before, encoding="utf-8")
    ran = run("convert", "tea.json", "-o", "tea.toml")
    assert ran.code == Exit.FINDINGS
    assert "error T162: Item scan (“The scan”) cannot be taken in: it asks for a file." in ran.out
    assert "--> tea.json:3:14 (item scan)" in ran.out
    assert "= help: " in ran.out
    assert ran.err == "1 to mend in tea.json; nothing was written.\n"
    assert not Path("tea.toml").exists()


def test_what_is_left_out_is_said_beside_the_file(run: Run, clinic: Path) -> None:
    page = pages()["T162"]
    extra = page.after.replace('"type": "boolean"', '"type": "boolean", "prefix": "2."')
    Path("tea.json").write_text(extra, encoding="utf-8")
    ran = run("convert", "tea.json", "-o", "tea.toml")
    assert ran.code == Exit.FINE
    assert "left out:\n  prefix (at milk)\n" in ran.err
    assert run("check", "tea.toml", "--format", "json").code in (Exit.FINE, Exit.FINDINGS)


def test_the_codes_that_a_clinic_has_verified_leave_with_the_form(run: Run, clinic: Path) -> None:
    page = pages()["T162"]
    Path("tea.json").write_text(page.after, encoding="utf-8")
    assert run("convert", "tea.json", "-o", "tea.toml").code == Exit.FINE
    codes = Path("tea.codes.toml")
    codes.write_text('format = 1\n[steps.milk]\nloinc = "75773-2"\n', encoding="utf-8")
    assert run("convert", "./tea.toml", "-o", "coded.json").code == Exit.FINE
    items = {one["linkId"]: one for one in json.loads(Path("coded.json").read_bytes())["item"]}
    assert "code" not in items["scan"]
    assert items["milk"]["code"] == [{"system": "http://loinc.org", "code": "75773-2"}]
    codes.write_text('format = 1\n[steps.milk]\nloinc = "75773-1"\n', encoding="utf-8")
    ran = run("convert", "./tea.toml", "-o", "uncoded.json")
    assert ran.code == Exit.FINE
    assert "were left out" in ran.err
    assert '"code": [' not in Path("uncoded.json").read_text(encoding="utf-8")


def test_the_address_is_the_settings_or_the_flags_and_must_be_one(
    run: Run, clinic: Path, settings_file: Callable[[str], Path]
) -> None:
    settings_file('forms_base = "https://forms.example.org/fhir"\n')
    run("convert", "first-trust", "-o", "set.json")
    run("convert", "first-trust", "-o", "given.json", "--base", "urn:example:a")
    urls = [json.loads(Path(name).read_bytes())["url"] for name in ("set.json", "given.json")]
    assert urls[0] == "https://forms.example.org/fhir/Questionnaire/first-trust"
    assert urls[1] == "urn:example:a/Questionnaire/first-trust"
    ran = run("convert", "first-trust", "-o", "bad.json", "--base", "forms")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "--base is no address: forms." in ran.err


def test_an_address_in_the_settings_that_is_none_is_told_with_its_line(
    run: Run, clinic: Path, settings_file: Callable[[str], Path]
) -> None:
    path = settings_file('forms_base = "forms"\n')
    ran = run("convert", "first-trust", "-o", "a.json")
    assert ran.code == Exit.USAGE
    assert f"forms_base ({path}:1) is no address: forms." in ran.err


def test_a_signed_visit_is_printed_as_its_response(run: Run) -> None:
    visit = followed_up()
    ran = run("note", visit, "--format", "questionnaire-response")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    made = json.loads(ran.out)
    assert made["resourceType"] == "QuestionnaireResponse"
    assert made["status"] == "completed"
    assert made["author"] == {"display": CLINICIAN[0]}
    assert WORDS in ran.out
    assert "Signed" in made["text"]["div"]


def test_a_response_can_be_written_to_a_file_which_is_logged_as_leaving(
    run: Run, tmp_path: Path
) -> None:
    visit = followed_up()
    target = tmp_path / "a.json"
    ran = run("note", visit, "--format", "questionnaire-response", "-o", str(target))
    assert ran.code == Exit.FINE
    assert json.loads(target.read_bytes())["status"] == "completed"


def test_an_unsigned_visit_is_in_progress_and_its_private_note_stays(run: Run) -> None:
    visit = left_open()
    ran = run("note", visit, "--format", "questionnaire-response")
    assert json.loads(ran.out)["status"] == "in-progress"
    assert WORDS not in ran.out


def test_a_signed_note_that_was_changed_has_no_response(run: Run) -> None:
    visit = followed_up()
    change_on_disk(visit)
    ran = run("note", visit, "--format", "questionnaire-response")
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert "no longer what was signed" in ran.err


def test_a_response_is_for_no_single_reader(run: Run) -> None:
    visit = followed_up()
    ran = run("note", visit, "--format", "questionnaire-response", "--for", "patient")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "Leave --for" in ran.err


def test_the_desk_finds_the_original_of_an_overlay_that_comes_back(run: Run, clinic: Path) -> None:
    assert Desk().library.find("first-trust") is not None
    overlay = (
        'format = 1\nid = "first-trust"\nextends = "first-trust {}"\nversion = "9.1"\n'
        '# ours\n[change.hush]\ntitle = "A silence"\n'
    )
    made = Desk().checklist("first-trust")
    text = overlay.format(getattr(made, "version", ""))
    (clinic / "first-trust.toml").write_text(text, encoding="utf-8")
    ran = run("convert", "./first-trust.toml", "-o", "a.json", "--checklists", str(clinic))
    assert ran.code == Exit.FINE, ran
    (clinic / "back").mkdir()
    ran = run("convert", "a.json", "-o", "back/first-trust.toml")
    assert ran.code == Exit.FINE, ran
    assert (clinic / "back" / "first-trust.toml").read_text(encoding="utf-8") == text
