"""The source as the house rules read it: every module parsed once, and how a breach is told."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef
Defined = Function | ast.ClassDef


class Module(NamedTuple):
    """One Python file: its path from the root of the repository, its text, and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The name it is imported by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def room(self) -> str:
        """The room it is in: the second part of its name."""
        return (self.name + ".").split(".")[1]

    def at(self, node: ast.AST | int) -> str:
        """Return the place of a node, or of a line, the way editors open it."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.path}:{line}"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Return every module under these folders or files, in order of path."""
    found = []
    for folder in folders:
        base = ROOT / folder
        for path in [base] if base.is_file() else sorted(base.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            found.append(Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    assert found, folders
    return tuple(found)


def bedside() -> tuple[Module, ...]:
    """Return every module of the program."""
    return modules("bedside")


def rooms(*names: str) -> tuple[Module, ...]:
    """Return the modules of some rooms."""
    found = tuple(module for module in bedside() if module.room in names)
    assert found, names
    return found


@cache
def tracked() -> tuple[str, ...]:
    """Return every file that is part of the repository; skips the test outside of one."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("there is no git here to say which files are tracked")
    return tuple(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def none(breaches: Iterable[str], way_out: str) -> None:
    """Fail with every breach on a line of its own, then the way out."""
    found = list(dict.fromkeys(breaches))
    assert not found, "\n".join(["", *found, f"way out: {way_out}"])


def definitions(module: Module) -> Iterator[Defined]:
    """Yield every class and function of a module, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, Defined):
            yield node


def functions(module: Module) -> Iterator[Function]:
    """Yield every function of a module, methods and nested ones too."""
    yield from (node for node in definitions(module) if isinstance(node, Function))


def classes(module: Module) -> Iterator[ast.ClassDef]:
    """Yield every class of a module."""
    yield from (node for node in definitions(module) if isinstance(node, ast.ClassDef))


def at_import(module: Module) -> Iterator[ast.AST]:
    """Yield every node that runs when the module is imported: what is in functions waits."""
    waiting: list[ast.AST] = [module.tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting += node.orelse
        elif not isinstance(node, (*Function.__args__, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)


def imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    """Yield every import among these nodes with the name it asks for."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def called(node: ast.AST) -> str:
    """Return the dotted name of what a call calls, "" where it has none or this is no call."""
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def dotted(node: ast.AST) -> str:
    """Return a name as it is written: `a.b.c`; what is not a name gives "?"."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else "?"


def is_within(path: str, places: Iterable[str]) -> bool:
    """Whether a file is one of these, or under one of these folders."""
    return any(path == place or path.startswith(f"{place}/") for place in places)
