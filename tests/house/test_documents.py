"""Each fact once: what a document repeats is generated, and what it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bedside.store.cache import NormalForms
from bedside.store.paths import find_places
from bedside.store.settings import Loaded, load_settings
from tests.house.generated import BLOCKS, GUIDE, OF_GUIDE, README, block, written
from tests.house.source import ROOT, bedside, none, tracked

MAP = ROOT / "bedside" / "README.md"
LINES_OF_THE_MAP = 100
ROOMS = (
    *("core", "content", "note", "store", "deliver", "tui", "plain", "cli", "words", "launch"),
    "proof",
)

_NAMED = re.compile(r"[\w*./-]+\.(?:py|toml|tcss|md|json)\b")
_INVENTED = re.compile(r"(?:banks/)?(?:good-night|our-words)\b")
"""Files of the examples in the educators' guide."""
_LINKED = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")


def test_every_action_and_exit_code_is_in_its_block() -> None:
    from bedside.cli.exits import Exit
    from bedside.core.actions import ACTIONS

    keys, exits = BLOCKS["keys"](), BLOCKS["exits"]()
    assert [keys.count(f"| `{action}` |") for action in ACTIONS] == [1] * len(ACTIONS)
    assert all(f"| {code.value} |" in exits for code in Exit)
    assert "usage: bedside" in BLOCKS["help"]()


def test_writing_the_blocks_changes_nothing_around_them() -> None:
    around = "before\n<!-- {0} -->\nold\n<!-- /{0} -->\nafter\n"
    text = "".join(around.format(name) for name in BLOCKS)
    fresh = written(text)
    assert "old" not in fresh
    assert fresh.count("before\n<!--") == fresh.count("-->\nafter\n") == len(BLOCKS)
    assert written(fresh) == fresh
    with pytest.raises(KeyError):
        written("no marks")


@pytest.mark.parametrize("name", BLOCKS)
def test_the_readme_says_what_the_program_says(name: str) -> None:
    found = block(name).search(README.read_text(encoding="utf-8"))
    assert found, f"README.md needs a block between <!-- {name} --> and <!-- /{name} -->"
    assert _bare(found[2]) == _bare(BLOCKS[name]()), "run: python -m tests.house.generated"


def test_the_guide_of_educators_begins_with_an_index_of_the_talks() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert written(text, OF_GUIDE) == text, "run: python -m tests.house.generated"


def test_the_map_is_at_most_two_screens_and_names_every_room() -> None:
    assert MAP.is_file(), "bedside/README.md is the map a newcomer reads first"
    text = MAP.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    assert lines <= LINES_OF_THE_MAP, f"bedside/README.md:{lines}: a map is two screens"
    named = (*(f"{room}/" for room in ROOMS), "session.py")
    none(
        (f"bedside/README.md:1: does not name {room}" for room in named if room not in text),
        "give it a line in the map",
    )


def test_the_map_knows_every_room_there_is() -> None:
    folders = {Path(module.path).parts[1] for module in bedside() if module.path.count("/") > 1}
    assert folders == set(ROOMS)


def test_the_settings_that_the_readme_shows_can_be_used(home: Path) -> None:
    text = README.read_text(encoding="utf-8").partition("## Settings")[2]
    shown = text.partition("```toml\n")[2].partition("```")[0]
    assert '"visit.undo"' in shown
    places = find_places({"BEDSIDE_HOME": str(home)})
    places.settings.parent.mkdir(parents=True, exist_ok=True)
    places.settings.write_text(shown, encoding="utf-8")
    found = load_settings(places, {}, NormalForms(places.cache))
    assert isinstance(found, Loaded), found


@pytest.mark.parametrize("name", ["README.md", "bedside/README.md", "checklists/README.md"])
def test_a_document_names_no_file_that_does_not_exist(name: str) -> None:
    document = ROOT / name
    if not document.is_file():
        pytest.skip(f"{name} is not written")
    text = document.read_text(encoding="utf-8")
    files = [f"/{path}" for path in tracked()]
    rows = enumerate(text.splitlines(), 1)
    asked = [(at, found) for at, row in rows for found in (*_NAMED.findall(row), *_linked(row))]
    none(
        (f"{name}:{at}: {path}" for at, path in asked if not _exists(path, document.parent, files)),
        "name the file as it is called, or take the line out",
    )


def _linked(row: str) -> list[str]:
    return [str(target) for target in _LINKED.findall(row)]


def _exists(path: str, folder: Path, files: list[str]) -> bool:
    """Whether a name is a file from here or the root, the end of a path, or a pattern of one."""
    bare = path.removeprefix("./").rstrip("/")
    if _INVENTED.match(bare):
        return True
    if "*" in bare:
        return any(any(base.glob(bare)) for base in (folder, ROOT, ROOT / "bedside"))
    beside = (folder / bare, ROOT / bare, ROOT / "bedside" / bare)
    return any(each.exists() for each in beside) or any(f.endswith(f"/{bare}") for f in files)


def _bare(text: str) -> str:
    """Return a text without what Python's own versions set differently: the white space."""
    return " ".join(text.split())
