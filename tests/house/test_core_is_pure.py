"""The core is pure: no files, no clocks, no chance, no environment, and no `Any`."""

from __future__ import annotations

import ast

from tests.house.source import called, dotted, imported, none, rooms

MAY_IMPORT = frozenset(
    (
        "__future__",
        "bisect",
        "collections",
        "dataclasses",
        "datetime",
        "difflib",
        "enum",
        "re",
        "sys",
    )
) | {"functools", "json", "tomllib", "typing", "unicodedata"}
"""The standard library's own pure parts. From sys the codec takes the names of its modules."""

IMPURE = frozenset(("breakpoint", "compile", "eval", "exec", "input", "open", "print"))
ASKS_A_CLOCK = frozenset(("now", "today", "utcnow"))


def test_the_core_imports_only_the_pure_part_of_the_standard_library() -> None:
    none(
        (
            f"{module.at(node)}: imports {name}"
            for module in rooms("core")
            for node, name in imported(ast.walk(module.tree))
            if name.partition(".")[0] not in MAY_IMPORT and not name.startswith("bedside.core")
        ),
        "time, ids and texts arrive inside events; what must ask for them belongs to the store",
    )


def test_the_core_takes_from_sys_only_its_modules() -> None:
    none(
        (
            f"{module.at(node)}: uses sys.{node.attr}"
            for module in rooms("core")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and dotted(node.value) == "sys"
            if node.attr != "modules"
        ),
        "what the process is and was given is not the core's to ask",
    )


def test_the_core_opens_prints_and_asks_nothing() -> None:
    none(
        (
            f"{module.at(node)}: calls {called(node)}"
            for module in rooms("core")
            for node in ast.walk(module.tree)
            if called(node) in IMPURE
        ),
        "return a value and let the room that has the file or the screen do it",
    )


def test_the_core_never_asks_what_time_it_is() -> None:
    none(
        (
            f"{module.at(node)}: calls {called(node)}"
            for module in rooms("core")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if node.func.attr in ASKS_A_CLOCK
            and dotted(node.func.value).rpartition(".")[2] in ("date", "datetime")
        ),
        "take the moment from the event, or the day as an argument",
    )


def test_the_core_never_asks_in_which_time_zone_the_machine_is() -> None:
    none(
        (
            f"{module.at(node)}: calls {called(node)} without a zone"
            for module in rooms("core")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if len(node.args) + len(node.keywords) < {"astimezone": 1, "fromtimestamp": 2}.get(
                node.func.attr, 0
            )
        ),
        "a moment carries its own offset",
    )  # fmt: skip


def test_the_core_knows_the_type_of_everything() -> None:
    none(
        (
            f"{module.at(node)}: uses Any"
            for module in rooms("core")
            for node in ast.walk(module.tree)
            if (isinstance(node, ast.Name) and node.id == "Any")
            or (isinstance(node, ast.alias) and node.name == "Any")
            or (isinstance(node, ast.Constant) and node.value == "Any")
        ),
        "name the type, or object and a check",
    )
