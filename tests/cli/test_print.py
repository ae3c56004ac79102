"""`print`: a checklist as a page that a browser prints."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from tests.cli.conftest import Run
from tests.cli.visits import broken_checklist, own_checklist
from tests.worlds import UNCERTAINTY


@pytest.mark.parametrize("kind", ["card", "form", "review"])
def test_the_page_and_nothing_else_is_printed(run: Run, kind: str) -> None:
    ran = run("print", UNCERTAINTY, "--as", kind)
    assert ran.code == Exit.FINE
    assert ran.out.startswith("<!DOCTYPE html>")
    assert ran.out.endswith("</html>\n")


def test_it_is_a_form_unless_asked_otherwise(run: Run) -> None:
    assert run("print", UNCERTAINTY).out == run("print", UNCERTAINTY, "--as", "form").out
    assert run("print", UNCERTAINTY, "--as", "poster").code == Exit.USAGE


def test_a_file_that_is_there_is_replaced_only_by_force(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "card.html"
    first = run("print", UNCERTAINTY, "--as", "card", "-o", str(path))
    assert (first.code, first.out) == (Exit.FINE, "")
    assert "Open it in a browser" in first.err
    before = path.read_bytes()
    assert run("print", UNCERTAINTY, "-o", str(path)).code == Exit.USAGE
    assert path.read_bytes() == before
    assert run("print", UNCERTAINTY, "-o", str(path), "--force").code == Exit.FINE
    assert path.read_bytes() != before


def test_a_checklist_of_ones_own_is_named_by_its_path(run: Run, tmp_path: Path) -> None:
    path = own_checklist(tmp_path / "clinic", "mine", "A talk <of> our own")
    assert "A talk &lt;of&gt; our own" in run("print", str(path)).out
    assert run("print", "mine", "--checklists", str(path.parent)).code == Exit.FINE


def test_what_is_not_there_or_broken_is_told(run: Run, tmp_path: Path) -> None:
    assert "Did you mean first-trust?" in run("print", "first-trast").err
    assert run("print", str(tmp_path / "gone.toml")).code == Exit.NOT_FOUND
    ran = run("print", str(broken_checklist(tmp_path)))
    assert (ran.code, ran.out) == (Exit.FINDINGS, "")
    assert "C205" in ran.err


@pytest.mark.parametrize("name", ["card.pdf", "card.docx", "card"])
def test_a_file_that_no_browser_opens_is_refused_with_the_way(
    run: Run, tmp_path: Path, name: str
) -> None:
    ran = run("print", UNCERTAINTY, "-o", str(tmp_path / name))
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "end its name in .html" in ran.err
    assert not list(tmp_path.iterdir())


def test_a_page_is_not_poured_into_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ran = run("print", UNCERTAINTY, "--as", "card")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert f"  bedside print {UNCERTAINTY} --as card -o {UNCERTAINTY}-card.html\n" in ran.err


def test_a_form_of_several_pages_is_said_to_be_one(run: Run) -> None:
    assert "takes about 2 pages" in run("print", UNCERTAINTY).err
