"""`edit`: one's own editor at the right line, and everything looked over when it is closed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.editors import at_line, editor
from bedside.cli.exits import Ended, Exit
from tests.cli.authors import EXAMPLE_ID, change, typing
from tests.cli.clinic import example_in
from tests.cli.conftest import Ran, Run
from tests.cli.visits import CHECKLISTS
from tests.worlds import UNCERTAINTY

_SCRIPT = """
import pathlib, sys
path, log = pathlib.Path(sys.argv[-1]), pathlib.Path(__file__).with_suffix(".log")
log.write_text((log.read_text() if log.exists() else "") + " ".join(sys.argv[1:]) + "\\n")
plan = pathlib.Path(__file__).with_suffix(".plan")
swaps = plan.read_text(encoding="utf-8").split("\\x1e") if plan.exists() else []
if swaps and swaps[0]:
    old, new = swaps[0].split("\\x1f")
    text = path.read_bytes().decode()
    assert old in text, old
    path.write_bytes(text.replace(old, new, 1).encode())
plan.write_text("\\x1e".join(swaps[1:]), encoding="utf-8")
"""

Swap = tuple[str, str]
Sit = Callable[..., Ran]


@pytest.fixture
def sit(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Edit with an editor that swaps words, one swap each time it is opened, and type answers."""
    script = tmp_path / "nano.py"
    script.write_text(_SCRIPT, encoding="utf-8")
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')

    def sitting(name: str, *typed: str, swaps: tuple[Swap, ...] = ()) -> Ran:
        plan = "\x1e".join("\x1f".join(swap) for swap in swaps)
        script.with_suffix(".plan").write_text(plan, encoding="utf-8")
        return typing(capsys, monkeypatch, *typed)("edit", name)

    return sitting


def opened(tmp_path: Path) -> list[str]:
    """Return what the editor was given each time it was opened."""
    return (tmp_path / "nano.log").read_text(encoding="utf-8").splitlines()


def test_a_clean_edit_ends_with_what_changed_in_words(sit: Sit, path: Path, tmp_path: Path) -> None:
    ran = sit(EXAMPLE_ID, swaps=(("Sit down first.", "Sit down."),))
    assert ran.code == Exit.FINE
    assert f"{path}: nothing to mend.\n" in ran.out
    assert "  good-time:\n    tips “Sit down.” added\n" in ran.out
    assert opened(tmp_path) == [str(path)]


def test_a_mistake_is_told_and_the_file_is_opened_again_until_it_is_mended(
    sit: Sit, path: Path, tmp_path: Path
) -> None:
    wrong = ('kind  = "words"', 'kind  = "wrds"')
    ran = sit(EXAMPLE_ID, "", swaps=(wrong, wrong[::-1]))
    assert ran.code == Exit.FINE
    assert "error C205" in ran.out
    line = path.read_text(encoding="utf-8").partition(wrong[0])[0].count("\n") + 1
    assert f"Open again at line {line}? (Enter yes, n no" in ran.err
    assert len(opened(tmp_path)) == 2


def test_no_leaves_it_as_it_is(sit: Sit, path: Path, tmp_path: Path) -> None:
    ran = sit(EXAMPLE_ID, "what", "n", swaps=(('kind  = "words"', 'kind  = "wrds"'),))
    assert ran.code == Exit.FINDINGS
    assert "Left as it is, with 1 to mend." in ran.out
    assert ran.err.count("Open again") == 2
    assert len(opened(tmp_path)) == 1


def test_a_closed_input_is_a_no_and_never_opens_for_ever(sit: Sit, path: Path) -> None:
    assert sit(EXAMPLE_ID, swaps=(('"words"', '"wrds"'),)).code == Exit.FINDINGS


def test_what_can_be_mended_is_mended_for_an_f(sit: Sit, path: Path, tmp_path: Path) -> None:
    ran = sit(EXAMPLE_ID, "f", swaps=(('kind  = "words"', 'kind  = "wrds"'),))
    assert ran.code == Exit.FINE
    assert "f mend what is ready" in ran.err
    assert '+ kind  = "words"' in ran.out
    assert 'kind  = "words"' in path.read_text(encoding="utf-8")
    assert len(opened(tmp_path)) == 1


def test_a_shipped_checklist_is_copied_first_and_that_is_said(
    sit: Sit, home: Path, tmp_path: Path
) -> None:
    shipped = CHECKLISTS / f"{UNCERTAINTY}.toml"
    before = shipped.read_bytes()
    ran = sit(UNCERTAINTY, swaps=(("minutes  = 12", "minutes  = 15"),))
    own = home / "config" / "checklists" / shipped.name
    assert ran.code == Exit.FINE
    assert f"came with bedside, so this is a copy of your own: {own}." in ran.out
    assert b"minutes  = 15" in own.read_bytes()
    assert shipped.read_bytes() == before
    assert opened(tmp_path) == [str(own)]


def test_a_copy_in_which_nothing_changed_is_not_kept(sit: Sit, home: Path) -> None:
    ran = sit(UNCERTAINTY)
    assert "no copy was kept" in ran.out
    assert not (home / "config" / "checklists" / f"{UNCERTAINTY}.toml").exists()


def test_the_sites_checklist_is_copied_too(sit: Sit, home: Path, tmp_path: Path) -> None:
    example_in(tmp_path / "site" / "checklists")
    ran = sit(EXAMPLE_ID, swaps=(("Sit down first.", "Sit down."),))
    assert "belongs to the site" in ran.out
    assert (home / "config" / "checklists" / f"{EXAMPLE_ID}.toml").exists()


def test_without_a_terminal_it_says_how_to_do_without(run: Run, path: Path) -> None:
    ran = run("edit", EXAMPLE_ID)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert f"bedside check {path}" in ran.err


def test_a_shipped_one_is_adapted_and_never_changed_where_it_is_installed(run: Run) -> None:
    ran = run("edit", UNCERTAINTY)
    assert ran.code == Exit.USAGE
    assert f"bedside adapt {UNCERTAINTY}" in ran.err
    assert "Open " not in ran.err


def test_a_new_file_with_warnings_alone_is_not_asked_to_be_opened_again(
    sit: Sit, run: Run, tmp_path: Path
) -> None:
    run("new", "a-quiet-word")
    ran = sit("a-quiet-word")
    assert "warning " in ran.out
    assert "Open again" not in ran.err
    assert "Nothing keeps it from being used." in ran.out
    assert ran.code == run("check", "a-quiet-word").code
    assert len(opened(tmp_path)) == 1


def test_an_editor_that_is_not_there_is_said_so(
    sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    ran = sit(EXAMPLE_ID)
    assert ran.code == Exit.UNAVAILABLE
    assert "in the variable EDITOR" in ran.err


def test_an_editor_that_fails_is_said_so_and_the_file_is_looked_over(sit: Sit, path: Path) -> None:
    ran = sit(EXAMPLE_ID, swaps=(("words that are not there", ""),))
    assert "ended with 1" in ran.err
    assert "nothing to mend" in ran.out


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("vi", ["vi", "+7", "a.toml"]),
        ("/usr/bin/nvim -R", ["/usr/bin/nvim", "-R", "+7", "a.toml"]),
        ("nano", ["nano", "+7", "a.toml"]),
        ("emacsclient -t", ["emacsclient", "-t", "+7", "a.toml"]),
        ("micro", ["micro", "+7", "a.toml"]),
        ("kak", ["kak", "+7", "a.toml"]),
        ("code", ["code", "--wait", "--goto", "a.toml:7"]),
        ("code -w", ["code", "-w", "--goto", "a.toml:7"]),
        ("subl", ["subl", "--wait", "a.toml:7"]),
        ("hx", ["hx", "a.toml:7"]),
        ("some-editor --flag", ["some-editor", "--flag", "a.toml"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(command: str, words: list[str]) -> None:
    assert at_line(editor({"EDITOR": command}, is_windows=False), Path("a.toml"), 7) == words


def test_visual_comes_before_editor_and_quotes_hold_a_path_together() -> None:
    assert editor({"VISUAL": "vim", "EDITOR": "nano"}, is_windows=False) == ["vim"]
    assert editor({"VISUAL": " ", "EDITOR": "nano"}, is_windows=False) == ["nano"]
    named = {"EDITOR": '"C:\\My Editors\\code.cmd" --new'}
    assert editor(named, is_windows=True) == ["C:\\My Editors\\code.cmd", "--new"]
    assert editor({}, is_windows=True) == ["notepad"]
    with pytest.raises(Ended, match="not closed"):
        editor({"EDITOR": '"vim'}, is_windows=False)


def test_the_usual_editor_is_taken_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bedside.cli.editors.which", lambda name: name if name == "vi" else None)
    assert editor({}, is_windows=False) == ["vi"]
    monkeypatch.setattr("bedside.cli.editors.which", lambda _: None)
    with pytest.raises(Ended, match="no editor"):
        editor({}, is_windows=False)


def test_what_another_program_wrote_meanwhile_is_not_written_over(
    sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.content.edit import mend

    def meddled(text: str, *rest: object, **more: object) -> mend.Mended:
        change(path, "Sit down first.", "Stand.")
        return mend.Mended(text.replace("wrds", "words"), (), ())

    monkeypatch.setattr("bedside.content.edit.mend.mend", meddled)
    ran = sit(EXAMPLE_ID, "f", "n", swaps=(('"words"', '"wrds"'),))
    assert ran.code == Exit.FINDINGS
    assert "changed it meanwhile" in ran.out
    assert "Stand." in path.read_text(encoding="utf-8")
