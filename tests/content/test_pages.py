"""Every code has a page, and every page's example is true: the mistake before, nothing after."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bedside.content.codes.catalogue import FAMILIES, Page, pages
from bedside.content.edit.mend import mended
from bedside.core.problems import Finding
from tests.content.examples import MADE, SEVERAL, found_in, written
from tests.content.texts import EXAMPLE

_FOREIGN = re.compile(
    r"\b(?:strings?|booleans?|arrays?|integers?|floats?|dicts?|null|exception|traceback"
    r"|pars(?:e|er|ing)|syntax error|key error|simply|python)\b",
    re.IGNORECASE,
)
"""Words no educator should have to know, or should be told."""

EVERY = tuple(pages().values())


def codes(found: list[Finding]) -> list[str]:
    """Return the codes of findings, in order."""
    return [one.code for one in found]


def test_the_clean_example_has_no_finding(tmp_path: Path) -> None:
    assert found_in(written(tmp_path, EXAMPLE)) == []


@pytest.mark.parametrize("page", EVERY, ids=lambda page: page.code)
def test_the_example_before_gives_that_finding_and_no_other(page: Page, tmp_path: Path) -> None:
    assert page.before or page.code in MADE, "how its bytes are made is said in MADE"
    path = written(tmp_path, page.before, page.name, page.beside)
    if page.code in MADE:
        MADE[page.code](path)
    found = found_in(path)
    assert page.code in codes(found)
    if page.code not in SEVERAL:
        assert codes(found) == [page.code], [(one.code, one.message) for one in found]


@pytest.mark.parametrize("page", [page for page in EVERY if page.after], ids=lambda page: page.code)
def test_the_example_after_has_no_finding(page: Page, tmp_path: Path) -> None:
    found = found_in(written(tmp_path, page.after, page.name, page.beside))
    assert not [(one.code, one.message) for one in found]


@pytest.mark.parametrize(
    "page", [page for page in EVERY if page.before], ids=lambda page: page.code
)
def test_a_mend_that_is_offered_for_the_example_makes_it_well(page: Page, tmp_path: Path) -> None:
    path = written(tmp_path, page.before, page.name, page.beside)
    for finding in found_in(path):
        if finding.fix is None or Path(finding.file).name != path.name:
            continue
        text = path.read_bytes().decode("utf-8-sig")
        path.write_bytes(mended(text, [finding]).text.encode())
        assert codes(found_in(path)) == [], finding.fix.title
        break


@pytest.mark.parametrize("page", EVERY, ids=lambda page: page.code)
def test_a_page_speaks_the_educators_language(page: Page) -> None:
    assert page.code[0] in FAMILIES
    assert page.title.strip()
    assert len(page.says.split()) >= 8, "why it matters, and what to do"
    assert page.before or page.before_bytes
    assert not _FOREIGN.findall(f"{page.title} {page.says} {page.before_bytes}")
