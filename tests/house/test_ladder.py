"""The ladder of rooms: who may import whom, and what an import may bring along."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import pytest

from tests.house.source import ROOT, at_import, bedside, imported, none, rooms

_PYDANTIC = {"annotated_types", "pydantic", "pydantic_core", "typing_extensions"} | {
    "typing_inspection"
}
_TEXTUAL = {"textual", "rich", "platformdirs", "typing_extensions", "pygments"} | {
    "markdown_it",
    "mdurl",
    "tree_sitter",
}


class Brings(NamedTuple):
    """What importing any module of a room may load: rooms of ours, and packages of others."""

    rooms: frozenset[str]
    packages: frozenset[str] = frozenset()


_SEAM = frozenset(("core", "store", "session"))
ALLOWED: Mapping[str, Brings] = {
    "core": Brings(frozenset(("core",))),
    "launch": Brings(frozenset(("launch",))),
    "content": Brings(frozenset(("core", "content")), frozenset((*_PYDANTIC, "tomli"))),
    "note": Brings(frozenset(("core", "note"))),
    "store": Brings(frozenset(("core", "store"))),
    "deliver": Brings(frozenset(("core", "note", "store", "deliver"))),
    "session": Brings(_SEAM),
    "reception": Brings(_SEAM | {"reception"}),
    "words": Brings(frozenset(("core", "words"))),
    "plain": Brings(_SEAM | {"reception", "words", "plain"}),
    "tui": Brings(_SEAM | {"reception", "words", "tui", "launch"}, frozenset(_TEXTUAL)),
    "proof": Brings(_SEAM | {"content", "proof"}),
    "cli": Brings(frozenset(("core", "store", "words", "cli", "launch"))),
    "__main__": Brings(frozenset(("cli", "__main__"))),
}
"""At import; what is imported later, inside functions, the contracts look after."""

POSIX_ONLY = frozenset(
    ("curses", "fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog")
) | {"termios", "tty", "textual.drivers.linux_driver", "textual.drivers.linux_inline_driver"}
DRIVER = "bedside/tui/driver.py"
"""The one module that only POSIX loads."""

_IMPORT_EACH = """
import importlib, json, sys
before, brings = set(sys.modules), {}
for name in sys.argv[1:]:
    for known in [m for m in sys.modules if m == "bedside" or m.startswith("bedside.")]:
        del sys.modules[known]
    importlib.import_module(name)
    brings[name] = sorted(m for m in sys.modules if m.startswith("bedside."))
others = {m.partition(".")[0] for m in set(sys.modules) - before} - set(sys.stdlib_module_names)
compiled = {m for m in others if m.endswith("__mypyc")}  # the half of a package that is compiled
print(json.dumps([brings, sorted(others - compiled - {"bedside"})]))
"""


@cache
def _loaded(room: str) -> tuple[dict[str, list[str]], list[str]]:
    """Import every module of a room, each as the first of ours; return what that loads."""
    names = [module.name for module in rooms(room)]
    command = [sys.executable, "-c", _IMPORT_EACH, *names]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert not done.returncode, done.stderr
    brings, others = json.loads(done.stdout)
    return brings, others


def test_every_contract_on_imports_is_kept() -> None:
    linter = pytest.importorskip("importlinter.cli", reason="import-linter is not installed")
    assert linter.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_room_stands_on_the_ladder() -> None:
    found = {module.room for module in bedside()} - {""}
    assert found == set(ALLOWED), "a room needs its rung here and in pyproject.toml"


@pytest.mark.parametrize("room", sorted(set(ALLOWED) - {"__main__"}))
def test_every_module_can_be_imported_first_and_brings_only_what_its_room_may(room: str) -> None:
    brings, others = _loaded(room)
    allowed = ALLOWED[room]
    none(
        (
            f"{name.replace('.', '/')}.py: importing it loads {other}"
            for name, loaded in brings.items()
            for other in loaded
            if other.split(".")[1] not in allowed.rooms
        ),
        f"{room} may load {', '.join(sorted(allowed.rooms))}; import the rest inside a function",
    )
    none(
        (f"bedside/{room}: importing it loads {name}" for name in others if name[0] != "_"
         and name not in allowed.packages),
        "import it inside the function that needs it, or in the room that may",
    )  # fmt: skip


def test_the_entry_point_imports_nothing_of_ours_before_it_knows_the_command() -> None:
    brings, _ = _loaded("cli")
    assert brings["bedside.cli.main"] == ["bedside.cli", "bedside.cli.main"]


def test_no_import_at_module_level_needs_posix() -> None:
    none(
        (
            f"{module.at(node)}: {name} does not exist on Windows"
            for module in bedside()
            if module.path != DRIVER
            for node, name in imported(at_import(module))
            if name in POSIX_ONLY or name.rpartition(".")[0] in POSIX_ONLY
        ),
        "import it inside the branch for the system that has it",
    )


def test_the_posix_driver_is_imported_only_where_the_system_is_not_windows() -> None:
    asked = [
        (module, node)
        for module in bedside()
        for node, name in imported(at_import(module))
        if name.startswith("bedside.tui.driver")
    ]
    none((module.at(node) for module, node in asked), "import it inside a function")
    app = next(module for module in rooms("tui") if module.path == "bedside/tui/app.py")
    branch = app.text.partition('if sys.platform == "win32":')[2].partition("else:")[2]
    assert "import LoopDriver" in branch[:120], f"{app.path}: the driver is for the other branch"
