"""`check`: everything wrong in one run, with its place and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from bedside.content.check import Checker
from tests.cli.clinic import CLEAN, LOOSE, MISSPELT, Example, current, line_of
from tests.cli.conftest import Run
from tests.cli.visits import CHECKLISTS
from tests.content.texts import EXAMPLE, EXAMPLE_NAME


def test_no_shipped_checklist_has_a_finding(run: Run) -> None:
    files = len(list(CHECKLISTS.rglob("*.toml")))
    said = f"{files} files looked at, 0 errors, 0 warnings.\n"
    assert run("check") == (Exit.FINE, said, "")
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
        f"bedside check --fix {CLEAN}.toml makes the mend that is ready.\n"
        "bedside explain C201 says more, with an example.\n"
        "1 file looked at, 1 error, 0 warnings.\n"
    )


@pytest.mark.parametrize(
    ("line", "code"), [('place = "next"\n', "C207"), ("who  = “Ward clerk”\n", "T111")]
)
def test_a_task_is_called_one(run: Run, clinic: Path, line: str, code: str) -> None:
    text = EXAMPLE.replace('who  = "Ward clerk"\n', line)
    (clinic / EXAMPLE_NAME).write_text(text, encoding="utf-8")
    ran = run("check", EXAMPLE_NAME)
    assert ran.out.startswith(f"error {code}:")
    assert "(task tell-the-ward)\n" in ran.out


def test_everything_wrong_in_a_folder_is_found_in_one_run(
    run: Run, example: Example, clinic: Path
) -> None:
    example("first", MISSPELT)
    example("second", LOOSE)
    (clinic / "torn.toml").write_text('format = 1\nid = "torn\n', encoding="utf-8")
    (clinic / "wide.toml").write_bytes("format = 1\n".encode("utf-16"))
    example("good")
    ran = run("check", str(clinic))
    assert ran.code == Exit.FINDINGS
    for name in ("first.toml:", "second.toml:", "torn.toml:2:", "wide.toml"):
        assert f"--> {clinic / name}" in ran.out
    assert "good.toml" not in ran.out
    assert ran.out.endswith("5 files looked at, 4 errors, 0 warnings.\n")


def test_without_a_path_the_whole_library_is_looked_at(
    run: Run, example: Example, clinic: Path
) -> None:
    path = example(CLEAN, MISSPELT)
    ran = run("check", "--checklists", str(clinic))
    assert ran.code == Exit.FINDINGS
    assert f"--> {path}:" in ran.out
    files = len(list(CHECKLISTS.rglob("*.toml"))) + 1
    assert ran.out.endswith(f"{files} files looked at, 1 error, 0 warnings.\n")


def test_an_id_means_its_nearest_file(run: Run, example: Example, clinic: Path) -> None:
    path = example(CLEAN, MISSPELT)
    assert f"--> {path}:" in run("check", CLEAN, "--checklists", str(clinic)).out
    assert run("check", "first-trust").code == Exit.FINE


def test_a_file_named_twice_is_looked_at_once(run: Run, example: Example, clinic: Path) -> None:
    path = str(example())
    assert "1 file looked at" in run("check", path, path, str(clinic)).out


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
    assert "error T100: There is no file and no checklist called mode-up.toml." in ran.out
    assert f"did you mean {path.name}?" in ran.out
    assert "error C201" in ran.out


def test_an_id_that_is_misspelt_offers_the_nearest(run: Run, example: Example) -> None:
    example(CLEAN)
    ran = run("check", "Frist-Trust")
    assert ran.code == Exit.UNAVAILABLE
    assert "did you mean first-trust?" in ran.out


@pytest.mark.parametrize("name", ["talk.docx", "talk.rtf", "talk.csv"])
def test_a_file_that_is_no_checklist_is_not_taken_for_one_beside_a_checklist(
    run: Run, clinic: Path, name: str
) -> None:
    (clinic / name).write_text("Good night, everybody", encoding="utf-8")
    out = run("check", name).out
    assert "X935" not in out
    assert "error T126" in out


def test_a_folder_without_checklists_is_said_so(run: Run, clinic: Path) -> None:
    ran = run("check", str(clinic))
    assert (ran.code, ran.out) == (Exit.NOT_FOUND, "")
    assert ran.err == f"bedside: there is no checklist in the folder {clinic}.\n"


def test_what_is_wrong_with_a_bank_is_told_once_under_its_own_path(
    run: Run, example: Example, clinic: Path
) -> None:
    (clinic / "banks").mkdir()
    bank = clinic / "banks" / "calm.toml"
    bank.write_text(
        'format = 1\nid = "calm"\nbank = true\ntitle = "Calm"\n'
        '[[steps]]\nid = "wait"\nkind = "pause"\ntitle = ""\n',
        encoding="utf-8",
    )
    one, two = str(example("one")), str(example("two"))
    for paths in ((one, two), (str(clinic),), (one, str(bank)), (str(bank), one)):
        out = run("check", *paths).out
        assert out.count("error C219") == 1, out
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
    assert run("check", "-", typed=current()).code == Exit.FINE


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


def test_the_ways_through_are_counted_where_asked_for(run: Run, example: Example) -> None:
    path = example()
    out = run("check", "--ways", str(path)).out
    assert f"{path}: " in out
    assert " through it, shortest " in out
    assert "through it" not in run("check", str(path)).out
    assert "through it" not in run("check", "--ways", str(example(CLEAN, MISSPELT))).out
