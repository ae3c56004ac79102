"""The repository: what stands at its top, what a dependency costs, what must not stand in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, none, tracked
from tests.people import NAMES

TOP = frozenset(("README.md", "bedside", "checklists", "pyproject.toml", "tests"))

_REQUIRED = re.compile(r'^\s*"([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?\s*[<>=~!]')
_PERSON = re.compile(
    r"""\b(?:Dr|Mr|Mrs|Ms|Prof)\.?\s[A-Z][a-z]+\b|["'][A-Z][a-z]+,\s[A-Z][a-z]+["']"""
)
_NO_PERSON = re.compile(r"""["'](?:Yes|No|Wait|Here|Stop|Mon|Tue|Sun)[a-z]*,""")
_PATH = re.compile(r"(?<![\w.~$}])/(?:work|tmp|home|root|opt|Users)/[\w.-]+")
_HOST = re.compile(
    r"https?://[^\s/\"')]*(?:artifactory|proxy|mirror|nexus|registry|localhost)|--(?:extra-)?index"
    r"-url|files\.pythonhosted\.org",
)
_EXAMPLES = re.compile(r"^(?:tests|checklists|README\.md|bedside/README\.md)")


def test_the_top_level_holds_only_what_the_design_says() -> None:
    top = {path.partition("/")[0] for path in tracked()}
    none(
        (f"{name}:1" for name in sorted(top - TOP) if not name.startswith(".")),
        "put it into the room it belongs to",
    )


def test_every_dependency_stands_under_what_it_replaces_and_costs() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    rows = [(at, found[1]) for at, line in enumerate(lines) if (found := _REQUIRED.match(line))]
    assert {"textual", "pydantic"} <= {name for _, name in rows}
    wanted = [name for name in _dependencies() if name != "hatchling"]
    assert sorted(wanted) == sorted(name for _, name in rows), "write one dependency a line"
    none(
        (
            f"pyproject.toml:{at + 1}: {name}"
            for at, name in rows
            if not lines[at - 1].strip().startswith("#")
        ),
        "say directly above it what it replaces and what its import costs",
    )


def test_a_dependency_of_the_program_says_what_its_import_costs() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    named = tomllib.loads("\n".join(lines))["project"]["dependencies"]
    for dependency in named:
        name = re.split(r"[<>=~!]", dependency)[0]
        at = next(n for n, line in enumerate(lines) if line.strip().startswith(f'"{name}'))
        above = lines[:at]
        said = []
        while above and above[-1].strip().startswith("#"):
            said.append(above.pop())
        assert re.search(r"\d+ ms", " ".join(said)), f"pyproject.toml:{at + 1}: {name}"


def test_people_in_tests_and_examples_come_from_the_one_list() -> None:
    none(
        (
            f"{path}:{at}: {found[0]}"
            for path, at, line in _lines()
            if _EXAMPLES.match(path)
            for found in _PERSON.finditer(line)
            if found[0].strip("\"'") not in NAMES and not _NO_PERSON.match(found[0])
        ),
        "take a name from tests/people.py",
    )


def test_no_file_names_a_place_of_one_machine() -> None:
    none(
        (
            f"{path}:{at}: {found[0]}"
            for path, at, line in _lines()
            for found in _PATH.finditer(line)
        ),
        "use a folder the test is given, or one the settings name",
    )


def test_no_file_names_where_packages_come_from() -> None:
    none(
        (
            f"{path}:{at}: {found[0]}"
            for path, at, line in _lines()
            if not path.startswith("tests/house/")
            for found in _HOST.finditer(line)
        ),
        "leave it to whoever installs",
    )


@pytest.mark.parametrize(
    "sample", ["said Dr " + "Smith today", 'label="Miller, ' + 'Anna"', "/ho" + "me/someone/x"]
)
def test_what_must_not_stand_in_a_file_is_recognised(sample: str) -> None:
    assert _PERSON.search(sample) or _PATH.search(sample)


def _dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = project["optional-dependencies"].values()
    every = [*project["dependencies"], *(one for group in groups for one in group)]
    return [re.split(r"[<>=~!;\[ ]", one)[0] for one in every]


def _lines() -> Iterator[tuple[str, int, str]]:
    for path in tracked():
        if path.endswith((".png", ".svg", ".ttf")):
            continue
        text = (ROOT / path).read_text(encoding="utf-8")
        yield from ((path, at, line) for at, line in enumerate(text.splitlines(), 1))
