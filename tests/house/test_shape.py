"""The shape of the code: sizes, docstrings, comments, names, and where a fault may be caught."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import (
    ROOT,
    Function,
    bedside,
    called,
    classes,
    definitions,
    functions,
    modules,
    none,
)

LINES_OF_A_FILE = 350
LINES_OF_A_FUNCTION = 50
PARAMETERS = 5
LEVELS = 3
LINES_OF_A_PACKAGE = 8
CATCHERS = 3

_DEEPER = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.Match, ast.With)
_HISTORY = re.compile(
    r"\b(TODO|FIXME|XXX|HACK)\b"
    r"|\b(no longer|used to|not any ?more|previously|formerly|originally|in the past)\b"
    r"|\b(was|were|has been|have been) (added|changed|moved|removed|renamed|replaced|fixed)\b",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
_NEVER = frozenset(("helper", "helpers", "manager", "misc", "util", "utils"))
_NEVER_ALONE = frozenset(("data", "handle", "info", "process"))


def test_no_file_is_longer_than_350_lines() -> None:
    styles = list((ROOT / "bedside").rglob("*.tcss"))
    texts = [(m.path, m.text) for m in modules("bedside", "tests")]
    texts += [(p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8")) for p in styles]
    none(
        (
            f"{path}:{lines}: has {lines} lines"
            for path, text in texts
            if (lines := len(text.splitlines())) > LINES_OF_A_FILE
        ),
        "split it by what changes together",
    )


def test_no_function_is_longer_than_50_lines() -> None:
    none(
        (
            f"{module.at(node)}: {node.name} has {lines} lines"
            for module in modules("bedside", "tests")
            for node in functions(module)
            if (lines := (node.end_lineno or 0) - node.lineno + 1) > LINES_OF_A_FUNCTION
        ),
        "give a part of it a name",
    )


def test_no_function_takes_more_than_five_parameters() -> None:
    none(
        (
            f"{module.at(node)}: {node.name} takes {len(taken)}"
            for module in bedside()
            for node in functions(module)
            if len(taken := _parameters(node)) > PARAMETERS
        ),
        "what always goes together is a value of its own",
    )


def test_nothing_is_nested_more_than_three_levels_deep() -> None:
    none(
        (
            f"{module.at(node)}: this is level {level} of {function.name}"
            for module in bedside()
            for function in functions(module)
            for node, level in _levels(function.body, 1)
            if level > LEVELS
        ),
        "return early, or give the inner part a name",
    )


def test_every_module_class_and_public_function_says_what_is_true_after_it() -> None:
    bare = [module.at(1) for module in modules("bedside", "tests") if not _said(module.tree)]
    for module in bedside():
        bare += [f"{module.at(n)}: {n.name}" for n in classes(module) if not _said(n)]
        bare += [
            f"{module.at(node)}: {node.name}"
            for node in _public(module.tree)
            if not _said(node) and not _is_overload(node)
        ]
    none(bare, "write a docstring: what is true after it ran; units, errors, source")


def test_every_folder_says_what_lives_here_and_where_to_begin() -> None:
    breaches = []
    for module in bedside():
        if not module.path.endswith("__init__.py") or module.path == "bedside/__init__.py":
            continue
        text = ast.get_docstring(module.tree) or ""
        folder = (ROOT / module.path).parent
        said = (text, "Lives here:", "May not live here:", "Open first:")
        breaches += [f"{module.at(1)}: does not say {each!r}" for each in said if each not in text]
        first = re.search(r"Open first: ([\w/]+\.py)", text)
        if first is None or not (folder / first[1]).is_file():
            breaches.append(f"{module.at(1)}: names no file of its own to open first")
        if len(text.splitlines()) > LINES_OF_A_PACKAGE:
            breaches.append(f"{module.at(1)}: is longer than {LINES_OF_A_PACKAGE} lines")
    none(breaches, "say in at most eight lines what lives here, what may not, what to open first")


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {Path(module.path).parent for module in modules("bedside", "tests")}
    none(
        (f"{folder}: has no __init__.py" for folder in sorted(folders)
         if not (ROOT / folder / "__init__.py").is_file()),
        "add one with its docstring",
    )  # fmt: skip


def test_comments_say_why_and_never_what_was() -> None:
    none(
        (
            f"{module.at(line)}: {text}"
            for module in modules("bedside", "tests")
            for line, text in _comments(module.text)
            if _HISTORY.search(text)
        ),
        "say in the present tense why it is so; git keeps the history",
    )


def test_nothing_is_left_to_do_in_the_text() -> None:
    here = Path(__file__).name
    none(
        (
            f"{module.at(number)}: {line.strip()}"
            for module in modules("bedside", "tests")
            if not module.path.endswith(here)
            for number, line in enumerate(module.text.splitlines(), 1)
            if _UNFINISHED.search(line)
        ),
        "do it, or leave it out",
    )


def test_nothing_has_a_name_that_could_hold_anything() -> None:
    named = [
        (module.at(node), node.name)
        for module in modules("bedside", "tests")
        for node in definitions(module)
    ]
    named += [(module.at(1), Path(module.path).stem) for module in modules("bedside", "tests")]
    named += [(m.at(1), part) for m in modules("bedside") for part in Path(m.path).parts[:-1]]
    none(
        (f"{place}: {name}" for place, name in named if _is_banned(name)),
        "a function is a verb, a class a noun of the house's own words",
    )


def test_at_most_three_places_catch_every_exception() -> None:
    found = [
        module.at(node)
        for module in bedside()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _catches_all(node)
    ]
    found += [
        module.at(node)
        for module in bedside()
        for node in ast.walk(module.tree)
        if called(node).endswith("suppress") and "Exception" in map(ast.unparse, node.args)  # type: ignore[attr-defined]
    ]
    assert 0 < len(found) <= CATCHERS, f"{found}\nway out: catch what can really happen there"
    assert any(place.startswith("bedside/cli/main.py") for place in found)


def _parameters(node: Function) -> list[str]:
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    names = [arg.arg for arg in given]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def _levels(body: list[ast.stmt], level: int) -> Iterator[tuple[ast.stmt, int]]:
    """Yield every statement that opens a level, and which level that is; elif opens none."""
    for node in body:
        if not isinstance(node, _DEEPER):
            continue
        yield node, level
        for inside in _bodies(node):
            again = isinstance(node, ast.If) and len(inside) == 1 and isinstance(inside[0], ast.If)
            chained = again and inside is getattr(node, "orelse", None)
            yield from _levels(inside, level if chained else level + 1)


def _bodies(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for part in ("body", "orelse", "finalbody"):
        if inside := getattr(node, part, None):
            yield inside
    for branch in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield branch.body


def _said(node: ast.AST) -> bool:
    return bool(ast.get_docstring(node))  # type: ignore[arg-type]


def _public(tree: ast.AST) -> Iterator[Function]:
    """Yield functions and methods a reader may call; not those inside functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _public(node)
        elif isinstance(node, Function) and not node.name.startswith("_"):
            yield node


def _is_overload(node: Function) -> bool:
    return any("overload" in ast.unparse(mark) for mark in node.decorator_list)


def _comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _is_banned(name: str) -> bool:
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_")
    return bool(_NEVER & set(parts)) or (len(parts) == 1 and parts[0] in _NEVER_ALONE)


def _catches_all(node: ast.ExceptHandler) -> bool:
    names = ast.unparse(node.type) if node.type else "Exception"
    return bool(re.search(r"\b(Base)?Exception\b", names))
