"""Odd names, odd folders and odd letters: every command ends with a reason, none with a fault."""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.exits import Ended, Exit
from bedside.content.history import history_beside
from bedside.core.text import harmful
from tests.cli.authors import EXAMPLE_ID, change, typing
from tests.cli.clinic import current, example_in
from tests.cli.conftest import Run

EACH = [("check",), ("fmt",), ("print",), ("convert",), ("diff",), ("publish", "--yes"),
        ("upgrade", "--yes"), ("adapt",), ("new", "ours", "--from"), ("schema", "-o")]  # fmt: skip
LIVE = "\x1b[31mred\u202e"
TORN = (
    *("[", "published = 1", "published = [1]", "[published]\nx = 1", f"a = {'[' * 5000}"),
    "[[published]]\nversion = 1\non = 2\nby = 3\nsummary = 4\nseal = 5\ntext = 6\nmeaning = 7\n",
    *("[[published]]\nversion = 1\n", "published = [{}]", "published = [[]]"),
)
LEGACY = pytest.mark.skipif(os.name == "nt", reason="such a name cannot be given there")


def name(command: tuple[str, ...]) -> str:
    return command[0]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A clean checklist in a folder of its own."""
    return example_in(tmp_path / "ward")


@pytest.mark.parametrize("command", EACH, ids=name)
@pytest.mark.parametrize("path", ["x" * 5000, f"{'y' * 300}.toml", "a/" * 3000], ids=len)
def test_a_name_that_no_disk_takes_is_told(run: Run, command: tuple[str, ...], path: str) -> None:
    ran = run(*command, path)
    assert ran.code in (Exit.UNAVAILABLE, Exit.NOT_FOUND)
    assert "fault" not in ran.err


def barred(look: Callable[..., object], folder: Path) -> Callable[..., object]:
    """Return a way to look at files for which nothing in a folder may be looked at."""

    def looking(path: object = ".", *args: object, **named: object) -> object:
        if str(path).startswith(str(folder)):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return look(path, *args, **named)

    return looking


@pytest.mark.parametrize("command", EACH, ids=name)
@pytest.mark.parametrize("meant", [".", "{file}"])
def test_a_folder_that_may_not_be_entered_is_named(
    run: Run,
    own: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    meant: str,
) -> None:
    for what in ("stat", "lstat", "listdir", "scandir"):
        monkeypatch.setattr(os, what, barred(getattr(os, what), own.parent))
    given = str(own.parent) if meant == "." else str(own)
    ran = run(*command, given)
    assert ran.code in (Exit.UNAVAILABLE, Exit.NOT_FOUND, Exit.USAGE)
    assert str(own.parent) in ran.out + ran.err
    assert "fault" not in ran.err


@LEGACY
@pytest.mark.parametrize("command", EACH, ids=name)
def test_the_name_of_a_file_never_acts_on_the_terminal(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    folder = tmp_path / LIVE
    for path in (example_in(folder), folder / "missing.toml", folder):
        ran = run(*command, str(path))
        out = ran.out.removeprefix("\ufeff").replace("\r\n", "\n")
        assert harmful(out + ran.err) is None, path
        assert "fault" not in ran.err


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_no_report_holds_what_acts_on_a_terminal(run: Run, own: Path, form: str) -> None:
    change(own, 'kind  = "words"', '"\\u001b[31m\\u202e" = 1\nkind  = "wo\\u200brds"')
    ran = run("check", "--format", form, str(own))
    assert ran.code == Exit.FINDINGS
    assert harmful(ran.out + ran.err) is None
    if form != "github":
        assert json.loads(ran.out)


def test_what_ends_a_command_is_told_without_what_acts_on_a_terminal() -> None:
    assert str(Ended(Exit.USAGE, f"no {LIVE}.\nLook again.")) == "no [31mred.\nLook again."


@pytest.mark.parametrize("given", ["con", "NUL", "Com1", "aux", "lpt9"])
def test_a_new_file_has_a_name_that_every_system_takes(
    run: Run, tmp_path: Path, given: str
) -> None:
    assert run("new", given, "-o", str(tmp_path / "new")).code == Exit.FINE
    assert (tmp_path / "new" / f"{given.lower()}-talk.toml").is_file()


def test_words_that_are_given_are_kept_without_what_nobody_can_read(
    run: Run, tmp_path: Path, own: Path
) -> None:
    broken = os.fsdecode(b"Ours \xe9")
    assert run("new", "ours", "--title", broken + LIVE, "-o", str(tmp_path)).code == Exit.FINE
    text = (tmp_path / "ours.toml").read_text(encoding="utf-8")
    assert 'title    = "Ours \ufffd[31mred"' in text
    assert run("publish", str(own), "--yes", "--by", broken, "--summary", broken).code == Exit.FINE
    assert 'approved_by = "Ours \ufffd"' in own.read_text(encoding="utf-8")


def test_keys_that_a_prompt_does_not_know_are_not_written(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = typing(capsys, monkeypatch, "", "Dr Roe\x1b[D\x7f", "yes", "")
    assert run("publish", str(own)).code == Exit.FINE
    assert 'approved_by = "Dr Roe[D"' in own.read_text(encoding="utf-8")


def test_one_file_that_cannot_be_opened_does_not_keep_others_from_being_upgraded(
    run: Run, own: Path
) -> None:
    (own.parent / "a-loop.toml").symlink_to("a-loop.toml")
    ran = run("upgrade", "--yes", str(own.parent))
    assert ran.code == Exit.UNAVAILABLE
    assert "a-loop.toml: left as it is" in ran.out
    assert f"{own}: already in format 1." in ran.out


def test_what_editors_and_systems_keep_in_hidden_files_is_passed_over(run: Run, own: Path) -> None:
    (own.parent / f".#{own.name}").symlink_to("nobody@nowhere.1")
    (own.parent / f"._{own.name}").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X")
    for command in (("check",), ("fmt",), ("upgrade",)):
        assert run(*command, str(own.parent)).code == Exit.FINE, command


def test_a_text_that_would_keep_the_reader_busy_is_not_upgraded(run: Run, own: Path) -> None:
    own.write_bytes(b".".join([b"a"] * 60_000) + b" = 1\n")
    began = time.process_time()
    ran = run("upgrade", "--yes", str(own))
    assert ran.code == Exit.FINDINGS
    assert time.process_time() - began < 1


def test_letters_that_cannot_be_read_are_never_written_over(run: Run, own: Path) -> None:
    assert run("convert", str(own), "-o", str(own.with_suffix(".csv"))).code == Exit.FINE
    raw = current().replace("Sit down first.", "Sit d\u00f6wn first.").encode("cp1252")
    own.write_bytes(raw)
    ran = run("convert", str(own.with_suffix(".csv")), "-o", str(own), "--yes")
    assert ran.code == Exit.FINDINGS
    assert "not saved as UTF-8" in ran.err
    assert own.read_bytes() == raw


@pytest.mark.parametrize("torn", TORN, ids=range(len(TORN)))
def test_a_torn_history_is_told_and_left_as_it_is(run: Run, own: Path, torn: str) -> None:
    history_beside(own).write_text(torn, encoding="utf-8")
    for command in (("publish", "--yes"), ("diff",)):
        ran = run(*command, str(own))
        assert ran.code == Exit.UNAVAILABLE, ran
        assert "Bring it back from a copy" in ran.err
    assert history_beside(own).read_text(encoding="utf-8") == torn
    assert EXAMPLE_ID in own.name


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe\0", b"a." * 5000 + b"a = 1", b"steps = [\n", b"\0"], ids=len
)
def test_a_broken_translation_is_told_where_it_lies(run: Run, own: Path, raw: bytes) -> None:
    beside = own.with_name(f"{EXAMPLE_ID}.es.toml")
    beside.write_bytes(raw)
    folder = str(own.parent)
    ran = run("walk", EXAMPLE_ID, "--plain", "--language", "es", "--checklists", folder)
    assert ran.code == Exit.FINDINGS
    assert f"--> {beside}" in ran.err
    assert f"--> {own}" not in ran.err


@pytest.mark.parametrize("value", ["5", "[]", "{a = 1}", "true", "2031-01-01"])
def test_what_is_changed_is_named_in_words(run: Run, own: Path, value: str) -> None:
    own.write_text(f'format = 1\nid = "{EXAMPLE_ID}"\nextends = {value}\n', encoding="utf-8")
    ran = run("check", str(own))
    assert ran.code == Exit.FINDINGS
    assert "in quotation marks" in ran.out
    assert f'extends = "{EXAMPLE_ID} 1.0"' in ran.out
