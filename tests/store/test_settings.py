"""Settings: strict, layered, each value with where it came from, every mistake at its line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.core.problems import Finding, Problems
from bedside.store.cache import NormalForms
from bedside.store.paths import find_places
from bedside.store.settings import Loaded, load_settings
from tests.worlds import site_settings

Write = Callable[[str], Path]


def loaded() -> Loaded:
    """Return the settings in force; they must be well."""
    places = find_places(os.environ)
    found = load_settings(places, os.environ, NormalForms(places.cache))
    assert isinstance(found, Loaded), found
    return found


def wrong() -> list[Finding]:
    """Return what is wrong with the settings; something must be."""
    places = find_places(os.environ)
    found = load_settings(places, os.environ, NormalForms(places.cache))
    assert isinstance(found, Problems), found
    return list(found.findings)


def test_without_a_file_everything_is_as_shipped() -> None:
    """No set-up is needed."""
    found = loaded()
    assert found.settings.patient == "ask"
    assert found.keys == {}
    assert found.origin("theme") == "default"


def test_the_clinicians_file_wins_over_the_sites_and_the_environment_over_both(
    settings_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each value says where it came from, file and line."""
    theirs = site_settings('theme = "light"\nkeep_days = 90\n')
    own = settings_file('# mine\ntheme = "contrast"\n')
    monkeypatch.setenv("BEDSIDE_PATIENT", "off")
    found = loaded()
    assert (found.settings.theme, found.settings.keep_days) == ("contrast", 90)
    assert found.settings.patient == "off"
    assert found.origin("theme") == f"{own}:2"
    assert found.origin("keep_days") == f"{theirs}:2"
    assert found.origin("patient") == "environment"


def test_what_the_site_has_locked_nobody_else_sets(settings_file: Write) -> None:
    """The line that tries is pointed at."""
    site_settings('patient = "require"\nlocked = ["patient"]\n')
    own = settings_file('theme = "light"\npatient = "off"\n')
    (only,) = wrong()
    assert (only.code, only.file) == ("K106", str(own))
    assert only.span is not None
    assert only.span.start.line == 2


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ('theem = "light"\n', "K104", 1, "theme"),
        ('\n[clinician]\nnam = "x"\n', "K104", 3, "name"),
        ('theme = "pink"\n', "K105", 1, "light"),
        ('keep_days = "30"\n', "K105", 1, "a whole number"),
        ("keep_days = 3.5\n", "K105", 1, "a whole number"),
        ("theme = 3\n", "K105", 1, "one of: dark, light, contrast"),
        ('theme = "drak"\n', "K105", 1, "did you mean dark?"),
        ('checklists = "/srv"\n', "K105", 1, "a list of texts"),
        ("\n[clinician]\nname = 3\n", "K105", 3, "text in quotes"),
        ('clinician = "J. Doe"\n', "K105", 1, "[clinician]"),
        ('[publish]\nsecond_person = "yes"\n', "K105", 2, "true or false"),
        ("[publish]\nsecond_persn = true\n", "K104", 2, "second_person"),
        ('keys = "x"\n', "K105", 1, "[keys]"),
        ("\n[note_words]\njudging = 3\n", "K105", 3, "[note_words.judging]"),
        ('[note_words]\n[note_words.jargon]\n"x" = 3\n', "K105", 3, "text in quotes"),
        ('[note_words]\nallowed = "PICC"\n', "K105", 2, "a list of texts"),
        ('[note_words]\nalowed = ["PICC"]\n', "K104", 2, "allowed"),
        ('[note_words]\n\nallowed = ["PICC", ""]\n', "K110", 3, "a word or a phrase"),
        ('[note_words]\nallowed = []\njudging." x" = "y"\n', "K110", 3, "a word or a phrase"),
        ('[note_words.judging]\n"a b" = "c"\n"x" = "an A-B or X"\n', "K110", 3, "pointed at"),
        ("[keys]\nwalk.back = 3\n", "K105", 2, "a list of texts"),
        ('theme = "light\n', "K103", 1, "equals"),
        ('[keys]\n"walk.bak" = "x"\n', "K201", 2, "walk.back"),
        ('[keys]\nwalk.skip = "entr"\n', "K204", 2, "enter"),
        ('[keys]\nvisit.pause = ["c"]\n', "K207", 2, "visit.check"),
        ('[keys]\nvisit.pause = "x"\nvisit.check = "x"\n', "K207", 2, "visit.check"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_a_way_out(
    settings_file: Write, text: str, code: str, line: int, says: str
) -> None:
    """Before anything starts."""
    path = settings_file(text)
    first = wrong()[0]
    assert first.code == code
    assert first.file == str(path)
    assert first.span is not None
    assert first.span.start.line == line
    assert says in f"{first.message} {first.help}"


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("curtain_after", 0, 86_400), ("lock_after", 0, 86_400), ("keep_days", 1, 3_650)],
)
def test_a_number_out_of_its_range_is_told_with_its_line_and_the_range(
    settings_file: Write, name: str, least: int, most: int
) -> None:
    """A curtain that never comes, or a visit purged at once, is never set by a slip."""
    for given in (least - 1, -5000, most + 1, 10**22):
        settings_file(f'theme = "light"\n{name} = {given}\n')
        (only,) = wrong()
        assert only.code == "K107"
        assert only.span is not None
        assert only.span.start.line == 2
        assert f"{least} to {most}" in only.message
    for given in (least, most):
        settings_file(f"{name} = {given}\n")
        assert getattr(loaded().settings, name) == given


@pytest.mark.parametrize("number", ["9" * 4400, "0x" + "f" * 4400])
def test_a_number_too_long_for_any_reader_is_a_finding(settings_file: Write, number: str) -> None:
    """However it is written."""
    settings_file(f"keep_days = {number}\n")
    (only,) = wrong()
    assert only.code in ("K107", "K108")
    assert "digits" not in only.message


@pytest.mark.parametrize("depth", [9, 100, 200, 400, 600])
@pytest.mark.parametrize("name", ["locked", "keys", "nothing"])
def test_no_depth_of_brackets_makes_the_settings_fail(
    settings_file: Write, name: str, depth: int
) -> None:
    """They are a finding like any other."""
    for opening, closing in (("[", "]"), ("{a=", "}")):
        settings_file(f"{name} = {opening * depth}1{closing * depth}\n")
        (only,) = wrong()
        assert only.help


def test_no_setting_is_told_of_in_a_programmers_words(settings_file: Write) -> None:
    """Whatever is given for whatever setting."""
    names = ("patient", "checklists", "theme", "curtain_after", "keep_days", "clinician", "publish")
    for name in names:
        for given in ('"x"', "3", "3.5", "true", "[]", "[3]", "{}", "2031-01-01", "nan"):
            settings_file(f"{name} = {given}\n")
            places = find_places(os.environ)
            found = load_settings(places, os.environ, NormalForms(places.cache))
            for one in found.findings if isinstance(found, Problems) else ():
                said = f"{one.message} {one.help}".casefold()
                assert one.help
                assert not re.search("integer|string|array|object|valid|boolean|null", said), said


def test_a_site_can_ask_for_a_second_person_and_lock_that(settings_file: Write) -> None:
    """Nobody then publishes alone by a line of their own."""
    assert not loaded().settings.publish.second_person
    site_settings('locked = ["publish"]\n[publish]\nsecond_person = true\n')
    assert loaded().settings.publish.second_person
    settings_file("[publish]\nsecond_person = false\n")
    assert loaded().settings.publish.second_person


def test_all_mistakes_are_told_in_one_run(settings_file: Write) -> None:
    """An unknown name does not hide a wrong value."""
    settings_file('theem = "light"\nkeep_days = true\n')
    assert sorted(finding.code for finding in wrong()) == ["K104", "K105"]


def test_a_variable_with_a_wrong_value_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no file to point into."""
    monkeypatch.setenv("BEDSIDE_THEME", "pink")
    (only,) = wrong()
    assert "BEDSIDE_THEME" in only.message


def test_keys_are_read_however_they_are_written(settings_file: Write) -> None:
    """Quoted, dotted, one key or several."""
    settings_file('[keys]\n"walk.next" = "j"\nwalk.back = ["k", "backspace"]\n')
    keys = loaded().keys
    assert keys["walk.next"] == ("j",)
    assert keys["walk.back"] == ("k", "backspace")


def test_unchanged_settings_are_read_without_toml_or_validation(settings_file: Write) -> None:
    """Only the first start after a change pays for checking."""
    settings_file('theme = "light"\n')
    assert loaded().settings.theme == "light"
    code = (
        "import os, sys\n"
        "from bedside.cli.desk import Desk\n"
        "print(Desk().loaded.settings.theme, {'pydantic', 'tomllib'} & set(sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "light set()\n"


def test_without_a_home_of_its_own_the_platforms_folders_are_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """XDG on Linux; nothing lies in the home folder itself."""
    monkeypatch.delenv("BEDSIDE_HOME")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    places = find_places(os.environ)
    assert "bedside" in str(places.visits)
    if sys.platform == "linux":
        assert places.visits == tmp_path / "state" / "bedside" / "visits.sqlite3"


def test_a_clinics_own_words_are_read_and_kept(settings_file: Write) -> None:
    """From the file, and from what was kept of it."""
    settings_file(
        '[note_words]\nallowed = ["PICC"]\njudging = {"frequent flyer" = "comes often"}\n'
    )
    for _ in range(2):
        words = loaded().settings.note_words
        assert words.allowed == ("PICC",)
        assert words.judging == {"frequent flyer": "comes often"}
        assert words.abbreviations == words.jargon == {}


def test_better_words_may_hold_part_of_a_word_of_the_list(settings_file: Write) -> None:
    """Only a whole word would be pointed at again."""
    settings_file('[note_words]\nabbreviations = {"PT" = "the PTA team", "ob" = "obstetrics"}\n')
    assert loaded().settings.note_words.abbreviations["ob"] == "obstetrics"
