"""Words at the door: every reason has its sentence, and every blank is filled where it is said."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from string import Formatter
from types import ModuleType

import pytest

from bedside.core.people import Bar, Barred
from bedside.words import door, site
from tests.house.source import Module, dotted, none, rooms

MODULES = {"bedside.words.door": door, "bedside.words.site": site}


@pytest.mark.parametrize("why", Bar)
@pytest.mark.parametrize("about", ["", "keeper", "3"])
def test_every_reason_to_keep_somebody_out_has_its_sentence(why: Bar, about: str) -> None:
    told = door.barred(Barred(why, about))
    assert told[0].isupper() or not about or told.startswith(about)
    assert told.endswith((".", "?"))
    assert "{" not in told


def test_every_blank_is_filled_where_it_is_said() -> None:
    said = list(_filled())
    assert len(said) > 30
    none(
        (f"{at}: fills {given}, where {blanks} stand" for at, blanks, given in said
         if None not in given and blanks != given),
        "fill every blank, and no other",
    )  # fmt: skip


def test_words_with_blanks_are_never_said_as_they_stand() -> None:
    none(
        (
            f"{module.at(node)}: {node.attr}"
            for module, aliases in _saying()
            for node in _unfilled(module)
            if (known := aliases.get(dotted(node.value))) and _blanks(known, node.attr)
        ),
        "fill its blanks with format",
    )


def _saying() -> Iterator[tuple[Module, dict[str, ModuleType]]]:
    """Yield every module that says words of the door, and as what it knows those."""
    for module in rooms("cli", "tui", "plain", "words"):
        aliases = {
            alias.asname or alias.name: MODULES[f"{node.module}.{alias.name}"]
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if f"{node.module}.{alias.name}" in MODULES
        }
        if aliases:
            yield module, aliases


def _filled() -> Iterator[tuple[str, set[str | None], set[str | None]]]:
    for module, aliases in _saying():
        for node in ast.walk(module.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            of, _, name = dotted(node.func.value).rpartition(".")
            if node.func.attr == "format" and of in aliases:
                given = {word.arg for word in node.keywords}
                yield module.at(node), _blanks(aliases[of], name), given


def _unfilled(module: Module) -> Iterator[ast.Attribute]:
    """Yield every word that is said and is neither filled nor chosen to be filled later."""
    filled = {
        id(node.value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "format"
    }
    chosen = {
        id(part)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.IfExp | ast.Assign)
        for part in ast.walk(node)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and id(node) not in filled | chosen:
            yield node


def _blanks(words: ModuleType, name: str) -> set[str | None]:
    text = getattr(words, name, "")
    found = Formatter().parse(text) if isinstance(text, str) else ()
    return {field for _, field, _, _ in found if field}
