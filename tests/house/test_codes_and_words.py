"""Codes and words hold together: every code has its words, every word its use, a finding its help.

Refusals, findings, exit codes, and the tables of words of the faces and of the note.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from string import Formatter

from bedside import words
from bedside.cli.exits import MEANING, Exit
from bedside.content.codes.catalogue import pages
from bedside.core.answers import MARKS, OUTCOMES, READ_BACK, REASONS, RELATIONS, STANDING
from bedside.core.checklist import KINDS, PLACES
from bedside.core.concerns import Check
from bedside.core.gaps import Lack
from bedside.core.problems import Level
from bedside.core.refusals import Why
from bedside.core.rows import Field
from bedside.core.visit import State
from bedside.note import wording
from bedside.plain.dialogue import _ASKED_BY
from bedside.tui.keys import KeyTable, slots
from bedside.words import notes, plain, screen
from tests.house.generated import FILES
from tests.house.source import Module, bedside, called, dotted, none, rooms

NAMED_IN_TWO_ROOMS = {"T105": "a character may be written, or written as an escape"}
"""Codes that are given in two folders, and why each is one rule all the same."""
_WORDS = {"words": words, "screen": screen, "plain": plain}
_CODE = re.compile(r"[A-Z]\d{3}\Z")


def test_every_refusal_has_words_and_happens() -> None:
    assert set(words.REFUSALS) == set(Why)
    used = {
        node.attr
        for module in bedside()
        if module.room != "words"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and dotted(node.value) == "Why"
    }
    assert {why.name for why in Why} == used


def test_every_key_named_in_a_refusal_is_filled_in_by_both_faces() -> None:
    named = {blank for text in words.REFUSALS.values() for blank in re.findall(r"\{(\w+)\}", text)}
    named.discard("about")
    assert named <= set(slots(KeyTable({})))
    assert named <= set(_ASKED_BY)


def test_every_blank_in_words_is_filled_where_the_words_are_said() -> None:
    said = [
        (module.at(node), _blanks(node.func), {word.arg for word in node.keywords})
        for module in rooms("tui", "plain", "cli", "words")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "format" and None not in {word.arg for word in node.keywords}
    ]
    assert len([blanks for _, blanks, _ in said if blanks]) > 30
    none(
        (
            f"{at}: fills {given}, where {blanks} stand"
            for at, blanks, given in said
            if blanks and blanks != given
        ),
        "fill every blank, and no other",
    )


def _blanks(method: ast.Attribute) -> set[str | None]:
    """Return the blanks of the words whose `format` this is; nothing where it is other text."""
    room, _, name = dotted(method.value).rpartition(".")
    text = getattr(_WORDS.get(room), name, "") if room in _WORDS else ""
    return {field for _, field, _, _ in Formatter().parse(text) if field} if text else set()


def test_the_tables_of_words_cover_every_code() -> None:
    built_in = {*MARKS, *STANDING, *OUTCOMES, *READ_BACK, *REASONS, *RELATIONS, "answered"}
    assert built_in | _row_words() == set(words.PICKS)
    assert set(words.LACKS) == set(Lack)
    assert set(words.FIELDS) == set(Field) - {Field.NONE}
    assert set(words.KINDS) == set(KINDS) - {"section"}
    assert set(words.STATES) == set(State)
    assert set(notes.CONCERNS) == set(Check)
    assert set(MEANING) == set(Exit)


def test_every_origin_of_a_checklist_has_a_word() -> None:
    named = {
        text
        for module in rooms("cli", "content")
        for node in ast.walk(module.tree)
        if called(node) == "Folder"
        for text in _constants(node.args[1:2])  # type: ignore[attr-defined]
    }
    assert named == set(words.ORIGINS)


def test_the_words_of_the_note_cover_every_code() -> None:
    assert set(wording.LABELS) >= set(PLACES)
    assert set(wording.REASONS) == set(REASONS) - {"other"}
    assert set(wording.OUTCOMES) == set(OUTCOMES)
    assert set(wording.READ_BACK) | {"not-done"} == set(READ_BACK)
    assert set(wording.ANSWERS) >= {*RELATIONS, "yes", "no", "other"}


def test_every_finding_has_a_code_of_its_folder_and_says_what_to_do() -> None:
    found = list(_findings())
    assert len(found) > 30
    rooms_of: dict[str, set[str]] = defaultdict(set)
    for module, _, code, _ in found:
        rooms_of[code].add(module.path.rpartition("/")[0])
    none(
        (
            f"{', '.join(sorted(folders))}: {code} is two rules"
            for code, folders in rooms_of.items()
            if len(folders) > 1 and code not in NAMED_IN_TWO_ROOMS
        ),
        "take the next free number of the family",
    )
    none(
        (f"{module.at(node)}: {code}" for module, node, code, helps in found if not helps),
        "give it help: the way out, in the author's words",
    )
    none(
        (
            f"{module.at(node)}: {code}"
            for module, node, code, _ in found
            if code[0] not in "CFKLMNPSTX"
        ),
        "use one of the families core/problems.py names",
    )


def _row_words() -> set[str]:
    """Return the built-in words that only rows of a step use."""
    return {
        *("yes", "no", "other", "today", "tomorrow", "in-two-days", "in-three-days"),
        *("in-a-week", "another-day", "may-write", "leave-out", "another-answer"),
        "still-so",
    }


def _constants(nodes: list[ast.expr]) -> list[str]:
    return [str(node.value) for node in nodes if isinstance(node, ast.Constant)]


def _texts(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in module.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for each in ast.walk(node.value):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each, each.value


def _findings() -> Iterator[tuple[Module, ast.Call, str, bool]]:
    """Yield every place that makes a finding: its code, and whether it says what to do."""
    for module in bedside():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            given = {word.arg: word.value for word in node.keywords}
            made = called(node).rpartition(".")[2]
            code = given.get("code") or next(iter(node.args), None)
            if made not in ("Finding", "_say", "finding") or not isinstance(code, ast.Constant):
                continue
            help_ = given.get("help") or (node.args[2] if len(node.args) > 2 else None)
            empty = help_ is None or (isinstance(help_, ast.Constant) and not help_.value)
            if _CODE.match(str(code.value)):
                yield module, node, str(code.value), not empty


def test_every_code_the_program_can_give_has_a_page_and_every_page_a_code() -> None:
    given = {
        str(node.value)
        for module in bedside()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and _CODE.match(str(node.value))
    }
    paged = set(pages())
    assert len(given) > 50
    none(
        (f"{code}: no page" for code in sorted(given - paged)),
        "write it into bedside/content/codes/<letter>.toml",
    )
    none(
        (f"{code}: a page nobody gives" for code in sorted(paged - given)),
        "take the page out, or give the finding its code",
    )


def test_the_list_of_codes_says_what_their_pages_say() -> None:
    for path, whole in FILES.items():
        assert path.read_text(encoding="utf-8") == whole(), "run: python -m tests.house.generated"


def test_every_code_has_a_level() -> None:
    assert {page.level for page in pages().values()} <= set(Level)
