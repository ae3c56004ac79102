"""The educators' guide: every example works, and its first half needs no terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from bedside.content.edit.mend import mended
from tests.content.examples import found_in, whole
from tests.house.source import ROOT

GUIDE = ROOT / "checklists" / "README.md"
NAME = "good-night.toml"
_BLOCK = re.compile(r"(?:^<!-- (\S+) -->\n)?^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TERMINAL = re.compile(
    r"\b(terminal|command|shell|directory|folder|path|flag|prompt|stdin|stdout|exit code|pip|python"
    r"|(?<![.])TOML|string|boolean|array|parse[rs]?|syntax|repository|git)\b|`bedside ",
    re.IGNORECASE,
)
_HALVES = "\n---\n"


class Example(NamedTuple):
    """One example of the guide: the file it stands for, and its text."""

    name: str
    text: str


def examples() -> list[Example]:
    """Return every example, in order."""
    text = GUIDE.read_text(encoding="utf-8")
    return [Example(name or NAME, block) for name, block in _BLOCK.findall(text)]


def test_the_guide_begins_with_a_whole_checklist_and_goes_on_with_parts_of_it() -> None:
    first, *rest = examples()
    assert first.text.startswith("format")
    assert len(rest) > 5


@pytest.mark.parametrize("at", range(len(examples())))
def test_an_example_of_the_guide_has_no_finding(at: int, tmp_path: Path) -> None:
    """Each stands in the whole checklist at the beginning; one with a name stands beside it.

    What is left open with a question mark is filled in as the guide says.
    """
    every = examples()
    name, text = every[at]
    main = every[0].text
    is_change = "extends" in text
    path = tmp_path / name
    for folder in (path.parent, tmp_path / "original"):
        folder.mkdir(parents=True, exist_ok=True)
    beside = tmp_path / "original" / NAME if is_change else tmp_path / NAME
    beside.write_text(main, encoding="utf-8")
    stands_alone = is_change or name != NAME
    path.write_text(text if stands_alone else whole(text, around=main), encoding="utf-8")
    if '"?"' in text:
        path.write_text(mended(text, found_in(path)).text, encoding="utf-8")
    found = found_in(path)
    assert not [f"{f.code} {f.message} {f.file}:{f.span and f.span.start}" for f in found]


def test_the_first_half_of_the_guide_has_no_word_of_the_terminal() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert text.count(_HALVES) == 1
    first, second = text.split(_HALVES)
    assert len(first) > len(text) * 0.4
    assert not _TERMINAL.findall(first.replace("```toml", "```"))
    assert _TERMINAL.findall(second), "the words looked for are those of the second half"
