"""`check` for machines and in long runs: JSON, SARIF, annotations, progress, memory."""

from __future__ import annotations

import io
import json
import re
import sys
import tracemalloc
from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from bedside.cli.report.progress import Progress
from bedside.content.check import Checker
from tests.cli.clinic import CLEAN, MISSPELT, Example, line_of, told
from tests.cli.conftest import Run
from tests.house.source import ROOT


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
    run: Run, clinic: Path, example: Example
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


def test_an_interrupt_ends_the_report_well_and_says_how_far_it_came(
    run: Run, example: Example, clinic: Path, monkeypatch: pytest.MonkeyPatch
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
        ran = run("check", "--format", form, str(clinic))
        assert ran.code == Exit.INTERRUPTED
        assert ran.err == "bedside: stopped after 1 of 2.\n"
        assert "'requird'" in json.dumps(told(ran.out))
    assert told(run("check", "--format", "json", str(clinic)).out)["summary"]["finished"] is False


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
    run: Run, example: Example, clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nowhere(io.StringIO):
        def write(self, text: str) -> int:
            return len(text)

    peaks = []
    for count in (10, 10, 200):
        for number in range(count):
            example(f"made-{number}", MISSPELT)
        run("check", str(clinic / "made-0.toml"))
        monkeypatch.setattr(sys, "stdout", Nowhere())
        tracemalloc.start()
        from bedside.cli.main import main

        assert main(["check", str(clinic)]) == Exit.FINDINGS
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        monkeypatch.undo()
    _, few, many = peaks
    assert many < few + 300_000, peaks


def test_the_hook_for_commits_runs_check_on_what_lies_under_checklists() -> None:
    rows = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").splitlines()
    hook = dict(row.removeprefix("- ").strip().split(": ", 1) for row in rows)
    assert hook["id"] == "bedside-check"
    assert hook["entry"] == "bedside check"
    assert hook["language"] == "python"
    for path in ("checklists/x.toml", "our/checklists/banks/x.toml", "checklists/x.es.toml"):
        assert re.search(hook["files"], path)
    for path in ("pyproject.toml", "checklists/README.md", "my-checklists.toml"):
        assert not re.search(hook["files"], path)
