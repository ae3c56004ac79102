"""`check`: everything wrong in one run, in four forms, with its place and the way out."""

from __future__ import annotations

import io
import json
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from bedside.cli.exits import Exit
from bedside.cli.report.progress import Progress
from bedside.content.check import Checker
from tests.cli.conftest import Run
from tests.cli.visits import CHECKLISTS
from tests.content.texts import EXAMPLE

CLEAN = "made-up"
MISSPELT = ('required = true\naim   = "The person', 'requird = true\naim   = "The person')
LOOSE = ("when.noise.at_least = 6", 'when.nois = "answered"')
Example = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a clinic's own, still empty, in which the test stands."""
    made = tmp_path / "clinic"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def example(folder: Path) -> Example:
    """Write the clean example under a name, with parts of it replaced."""

    def write(name: str = CLEAN, *changes: tuple[str, str], newline: str = "\n") -> Path:
        text = EXAMPLE.replace('"a-bed-by-the-window"', f'"{name}"')
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = folder / f"{name}.toml"
        path.write_bytes(text.replace("\n", newline).encode())
        return path

    return write


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that holds a text."""
    rows = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, row in enumerate(rows, 1) if text in row)


def told(out: str) -> dict[str, Any]:
    """Return what a run said as JSON."""
    return cast("dict[str, Any]", json.loads(out))


def test_no_shipped_checklist_has_a_finding(run: Run) -> None:
    assert run("check") == (Exit.FINE, "6 files looked at, 0 errors, 0 warnings.\n", "")
    assert run("check", str(CHECKLISTS)).code == Exit.FINE


def test_a_finding_says_where_what_and_what_to_do(run: Run, example: Example) -> None:
    path = example(CLEAN, MISSPELT)
    line = line_of(path, "requird")
    ran = run("check", f"{CLEAN}.toml")
    assert (ran.code, ran.err) == (Exit.FINDINGS, "")
    assert ran.out == (
        "error C201: A choose step has no place for 'requird'.\n"
        f"  --> {CLEAN}.toml:{line}:1 (step good-time)\n"
        "   |\n"
        f"{line} | requird = true\n"
        "   | ^^^^^^^\n"
        "   = help: did you mean required?\n"
        "   = mend: write required\n\n"
        "bedside check --fix PATH makes the mend that is ready.\n"
        "1 file looked at, 1 error, 0 warnings.\n"
    )


def test_everything_wrong_in_a_folder_is_found_in_one_run(
    run: Run, example: Example, folder: Path
) -> None:
    example("first", MISSPELT)
    example("second", LOOSE)
    (folder / "torn.toml").write_text('format = 1\nid = "torn\n', encoding="utf-8")
    (folder / "wide.toml").write_bytes("format = 1\n".encode("utf-16"))
    example("good")
    ran = run("check", str(folder))
    assert ran.code == Exit.FINDINGS
    for name in ("first.toml:", "second.toml:", "torn.toml:2:", "wide.toml"):
        assert f"--> {folder / name}" in ran.out
    assert "good.toml" not in ran.out
    assert ran.out.endswith("5 files looked at, 4 errors, 0 warnings.\n")


def test_without_a_path_the_whole_library_is_looked_at(
    run: Run, example: Example, folder: Path
) -> None:
    path = example(CLEAN, MISSPELT)
    ran = run("check", "--checklists", str(folder))
    assert ran.code == Exit.FINDINGS
    assert f"--> {path}:" in ran.out
    assert ran.out.endswith("7 files looked at, 1 error, 0 warnings.\n")


def test_an_id_means_its_nearest_file(run: Run, example: Example, folder: Path) -> None:
    path = example(CLEAN, MISSPELT)
    assert f"--> {path}:" in run("check", CLEAN, "--checklists", str(folder)).out
    assert run("check", "first-trust").code == Exit.FINE


def test_a_file_named_twice_is_looked_at_once(run: Run, example: Example, folder: Path) -> None:
    path = str(example())
    assert "1 file looked at" in run("check", path, path, str(folder)).out


def test_a_note_alone_does_not_fail(
    run: Run, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.core.problems import Finding, Level

    note = Finding(code="M702", level=Level.NOTE, message="Soon.", help="look")
    monkeypatch.setattr(Checker, "findings", lambda *_: (note,))
    ran = run("check", str(example()))
    assert ran.code == Exit.FINE
    assert ran.out.endswith("1 file looked at, 0 errors, 0 warnings, 1 note.\n")


def test_an_old_review_is_a_warning_that_fails(run: Run, example: Example) -> None:
    ran = run("check", str(example(CLEAN, ("2031-01-15", "2020-01-15"), ("2032-01", "2021-01"))))
    assert ran.code == Exit.FINDINGS
    assert "warning M701" in ran.out
    assert ran.out.endswith("1 file looked at, 0 errors, 1 warning.\n")


def test_a_file_that_is_not_there_offers_the_nearest_and_stops_no_other(
    run: Run, example: Example
) -> None:
    path = example(CLEAN, MISSPELT)
    ran = run("check", "mode-up.toml", path.name)
    assert ran.code == Exit.UNAVAILABLE
    assert "error T100: This file cannot be opened" in ran.out
    assert f"did you mean {path.name}?" in ran.out
    assert "error C201" in ran.out


def test_a_folder_without_checklists_is_said_so(run: Run, folder: Path) -> None:
    ran = run("check", str(folder))
    assert (ran.code, ran.out) == (Exit.NOT_FOUND, "")
    assert ran.err == f"bedside: there is no checklist in the folder {folder}.\n"


def test_what_is_wrong_with_a_bank_is_told_once_under_its_own_path(
    run: Run, example: Example, folder: Path
) -> None:
    (folder / "banks").mkdir()
    bank = folder / "banks" / "calm.toml"
    bank.write_text(
        'format = 1\nid = "calm"\nbank = true\ntitle = "Calm"\n'
        '[[steps]]\nid = "wait"\nkind = "pause"\ntitle = ""\n',
        encoding="utf-8",
    )
    one, two = str(example("one")), str(example("two"))
    for paths in ((one, two), (str(folder),), (one, str(bank)), (str(bank), one)):
        out = run("check", *paths).out
        assert out.count("C219") == 1, out
        assert f"--> {bank}:8:" in out


@pytest.mark.parametrize("name", ["", "made-up.toml"])
def test_standard_input_is_looked_at_under_the_name_it_is_given(
    run: Run, example: Example, name: str
) -> None:
    text = example(CLEAN, MISSPELT).read_text(encoding="utf-8")
    named = ("--name", name) if name else ()
    ran = run("check", "-", *named, typed=text)
    assert ran.code == Exit.FINDINGS
    assert f"--> {name or '-'}:" in ran.out
    assert "| requird = true" in ran.out
    assert ran.out.endswith("1 file looked at, 1 error, 0 warnings.\n")
    assert run("check", "-", typed=EXAMPLE).code == Exit.FINE


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--fix",), "name them"),
        (("-", "--fix"), "standard input"),
        (("--ways", "--format", "json"), "--format human"),
        (("--name", "x.toml"), "standard input"),
    ],
)
def test_what_does_not_go_together_is_said_and_ends_with_usage(
    run: Run, args: tuple[str, ...], says: str
) -> None:
    ran = run("check", *args)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert says in ran.err


def test_findings_as_json_are_objects_with_a_summary(run: Run, example: Example) -> None:
    path = example(CLEAN, MISSPELT)
    ran = run("check", "--format", "json", str(path))
    assert (ran.code, ran.err) == (Exit.FINDINGS, "")
    found = told(ran.out)
    counts = {"files": 1, "errors": 1, "warnings": 0, "notes": 0}
    assert found["summary"] == {**counts, "finished": True}
    (only,) = found["findings"]
    line = line_of(path, "requird")
    span = {"start": {"line": line, "column": 1}, "end": {"line": line, "column": 8}}
    assert only["file"] == str(path)
    assert only["span"] == span
    assert only["fix"]["edits"] == [{"span": span, "text": "required"}]
    assert told(run("check", "--format", "json").out)["findings"] == []


def test_sarif_names_rules_places_and_mends(run: Run, example: Example) -> None:
    path = example(CLEAN, MISSPELT)
    out = told(run("check", "--format", "sarif", str(path)).out)
    (only,) = out["runs"]
    assert out["version"] == "2.1.0"
    assert only["columnKind"] == "unicodeCodePoints"
    assert only["invocations"] == [{"executionSuccessful": True}]
    (result,) = only["results"]
    line = line_of(path, "requird")
    region = {"startLine": line, "startColumn": 1, "endLine": line, "endColumn": 8}
    place = {"artifactLocation": {"uri": path.name}, "region": region}
    assert result["locations"] == [{"physicalLocation": place}]
    assert (result["ruleId"], result["level"]) == ("C201", "error")
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "required"}}
    ]
    rules = only["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) > 10
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    if "ruleIndex" in result:
        assert rules[result["ruleIndex"]]["id"] == "C201"


def test_sarif_tells_no_place_of_this_machine(run: Run, example: Example, tmp_path: Path) -> None:
    elsewhere = tmp_path / "far away" / "x.toml"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(example(CLEAN, MISSPELT).read_bytes())
    for form in ("sarif", "github"):
        out = run("check", "--format", form, str(elsewhere), f"{CLEAN}.toml").out
        assert str(tmp_path) not in out
        assert ("far%20away/x.toml" if form == "sarif" else "far away/x.toml") in out


def test_annotations_stand_on_one_line_each_and_nothing_ends_them_early(
    run: Run, folder: Path, example: Example
) -> None:
    example("fifty%,x:y", MISSPELT, ("required = true", 'rea = "x"'))
    ran = run("check", "--format", "github", "fifty%,x:y.toml")
    assert ran.code == Exit.FINDINGS
    assert ran.err.endswith("warnings.\n")
    rows = ran.out.splitlines()
    assert all(row.startswith("::error file=fifty%25%2Cx%3Ay.toml,line=") for row in rows)
    assert all("%0Ahelp: " in row for row in rows)
    (found,) = (row for row in rows if "'requird'" in row)
    assert ",col=1,endColumn=8,title=C201::A choose step has no place" in found


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_mend_changes_that_place_alone_and_is_shown(
    run: Run, example: Example, newline: str
) -> None:
    path = example(CLEAN, MISSPELT, newline=newline)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    path.chmod(0o640)
    before, mode = path.read_bytes(), path.stat().st_mode
    ran = run("check", "--fix", str(path))
    assert ran.code == Exit.FINE
    assert path.read_bytes() == before.replace(b"requird", b"required", 1)
    assert path.stat().st_mode == mode
    line = line_of(path, "required = true")
    assert ran.out == (
        f"{path}: 1 mend made\n@@ -{line} +{line} @@\n-requird = true\n+required = true\n\n"
        "1 file looked at, 0 errors, 0 warnings.\n"
    )


def test_what_cannot_be_mended_is_still_told_after_the_mends(run: Run, example: Example) -> None:
    path = example(CLEAN, MISSPELT, ('\nkind  = "date"', '\nkind  = "zzz"'))
    ran = run("check", "--fix", str(path))
    assert ran.code == Exit.FINDINGS
    assert "required = true" in ran.out
    assert "error C205" in ran.out
    assert "requird" not in path.read_text(encoding="utf-8")


def test_mends_for_machines_are_shown_beside_the_answer(run: Run, example: Example) -> None:
    path = example(CLEAN, MISSPELT)
    ran = run("check", "--fix", "--format", "json", str(path))
    assert told(ran.out)["findings"] == []
    assert "+required = true" in ran.err


def test_a_file_that_may_only_be_read_is_left_and_said_so(
    run: Run, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = example(CLEAN, MISSPELT)
    before = path.read_bytes()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "it may only be read")

    monkeypatch.setattr("bedside.content.files.write_text", refuse)
    ran = run("check", "--fix", str(path))
    assert ran.code == Exit.UNAVAILABLE
    assert "could not be written: it may only be read. It is as it was." in ran.out
    assert path.read_bytes() == before
    assert "error C201" in ran.out


def test_the_ways_through_are_counted_where_asked_for(run: Run, example: Example) -> None:
    path = example()
    out = run("check", "--ways", str(path)).out
    assert f"{path}: " in out
    assert " through it, shortest " in out
    assert "through it" not in run("check", str(path)).out
    assert "through it" not in run("check", "--ways", str(example(CLEAN, MISSPELT))).out


def test_an_interrupt_ends_the_report_well_and_says_how_far_it_came(
    run: Run, example: Example, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example("a", MISSPELT)
    example("b")
    real = Checker.findings

    def findings(self: Checker, path: Path) -> object:
        if path.name == "b.toml":
            raise KeyboardInterrupt
        return real(self, path)

    monkeypatch.setattr(Checker, "findings", findings)
    for form in ("json", "sarif"):
        ran = run("check", "--format", form, str(folder))
        assert ran.code == Exit.INTERRUPTED
        assert ran.err == "bedside: stopped after 1 of 2.\n"
        assert "'requird'" in json.dumps(told(ran.out))
    assert told(run("check", "--format", "json", str(folder)).out)["summary"]["finished"] is False


def test_colour_is_for_terminals_that_want_it(
    example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.cli.findings import has_colour

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    xterm = {"TERM": "xterm"}
    assert has_colour(Screen(), xterm)
    assert not has_colour(io.StringIO(), xterm)
    assert not has_colour(Screen(), {"TERM": "dumb"})
    assert not has_colour(Screen(), {**xterm, "NO_COLOR": "1"})


def test_progress_is_told_late_to_a_terminal_and_to_no_pipe() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    now = [0.0]
    screen, pipe = Screen(), io.StringIO()
    for stream in (screen, pipe):
        now[0] = 0.0
        progress = Progress(stream, 1_200, lambda: now[0])
        for number in range(100):
            now[0] = number / 100
            progress.at(number)
        progress.clear()
    assert pipe.getvalue() == ""
    rows = screen.getvalue().split("\r")
    assert rows[1] == "50 of 1,200 files looked at"
    assert len(rows) < 12
    assert rows[-2:] == [" " * len(rows[1]), ""]


def test_two_hundred_files_take_no_more_memory_than_ten(
    run: Run, example: Example, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nowhere(io.StringIO):
        def write(self, text: str) -> int:
            return len(text)

    peaks = []
    for count in (10, 10, 200):
        for number in range(count):
            example(f"made-{number}", MISSPELT)
        run("check", str(folder / "made-0.toml"))
        monkeypatch.setattr(sys, "stdout", Nowhere())
        tracemalloc.start()
        from bedside.cli.main import main

        assert main(["check", str(folder)]) == Exit.FINDINGS
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        monkeypatch.undo()
    _, few, many = peaks
    assert many < few + 300_000, peaks
