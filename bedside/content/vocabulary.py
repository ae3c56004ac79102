"""What may be written where: the keys of each table, and other words for them.

Keys are an author's: `or`, where the model says `or_`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from bedside.core.checklist import KINDS, Accepted, Checklist, NoteFrame, Review, Step, Task

TABLES: Mapping[str, type] = {
    "this checklist": Checklist,
    "a task": Task,
    "[review]": Review,
    "[note]": NoteFrame,
    "an accepted warning": Accepted,
}
"""What each table is called when it is spoken of, and the class that holds it."""
_TICKS = frozenset(("required", "sensitive", "locked", "other", "bank"))
_NUMBERS = frozenset(("min", "max", "minutes", "reading_grade", "format"))
_DAYS = frozenset(("reviewed", "next_review", "until"))
_LOOSE = frozenset(("say", "note", "patient", "handover"))
"""The keys that take a text as well as a table of names."""
_NAMED = _LOOSE | {"options", "labels", "instead", "when", "or", "sources"}
_LISTS = frozenset(("say", "tips", "roles", "source", "points", "tags", "next"))
_KEYS: dict[type, frozenset[str]] = {}

_STEP_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("name", "heading", "headline", "step", "header", "label"), "title"),
    **dict.fromkeys(("type", "sort", "category", "widget"), "kind"),
    **dict.fromkeys(("key", "identifier", "short_name", "ident"), "id"),
    **dict.fromkeys(
        ("text", "question", "words", "phrase", "phrases", "script", "prompt", "ask", "wording"),
        "say",
    ),
    **dict.fromkeys(
        ("choices", "answers", "answer", "option", "choice", "items", "values"), "options"
    ),
    **dict.fromkeys(("mandatory", "must", "needed", "compulsory", "obligatory"), "required"),
    **dict.fromkeys(
        ("if", "only_if", "condition", "conditions", "show_if", "depends", "relevant", "shown_if"),
        "when",
    ),
    **dict.fromkeys(("hint", "hints", "tip", "advice", "help"), "tips"),
    **dict.fromkeys(("reason", "because", "rationale", "purpose"), "why"),
    **dict.fromkeys(("goal", "objective", "outcome"), "aim"),
    **dict.fromkeys(("avoid", "dont"), "instead"),
    **dict.fromkeys(("sources", "reference", "references", "citation", "evidence"), "source"),
    **dict.fromkeys(("role",), "roles"),
    **dict.fromkeys(("section", "where"), "place"),
    **dict.fromkeys(("private", "confidential"), "sensitive"),
    **dict.fromkeys(("notes", "record", "documentation"), "note"),
    **dict.fromkeys(("minimum", "lowest"), "min"),
    **dict.fromkeys(("maximum", "highest"), "max"),
}
_TASK_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("title", "name", "task", "what", "todo", "do", "say"), "text"),
    **dict.fromkeys(("owner", "role", "roles", "by", "responsible", "whom"), "who"),
    **dict.fromkeys(("deadline", "until", "date", "due_date", "when_due", "day"), "due"),
    **dict.fromkeys(("if", "only_if", "condition"), "when"),
    **dict.fromkeys(("key", "identifier"), "id"),
}
_HEAD_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("name", "heading"), "title"),
    **dict.fromkeys(("description", "about", "abstract"), "summary"),
    **dict.fromkeys(("lang", "locale"), "language"),
    **dict.fromkeys(("duration", "time", "length"), "minutes"),
    **dict.fromkeys(("state",), "status"),
    **dict.fromkeys(("role", "who"), "roles"),
    **dict.fromkeys(("keywords", "keyword", "tag", "topics"), "tags"),
    **dict.fromkeys(("grade", "reading_level", "reading_age"), "reading_grade"),
    **dict.fromkeys(("source", "references", "citations"), "sources"),
    **dict.fromkeys(("schema", "format_version", "file_format"), "format"),
    **dict.fromkeys(("key", "identifier"), "id"),
    **dict.fromkeys(("follow_up", "followups", "related"), "next"),
}
_REVIEW_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("author", "by", "who", "contact"), "owner"),
    **dict.fromkeys(("date", "last_review", "last_reviewed", "review_date"), "reviewed"),
    **dict.fromkeys(("next", "due", "review_due"), "next_review"),
    **dict.fromkeys(("approved", "approver"), "approved_by"),
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "this checklist": _HEAD_WORDS,
    "a task": _TASK_WORDS,
    "[review]": _REVIEW_WORDS,
    "[note]": {"title": "heading", "header": "heading", "footer": "closing", "end": "closing"},
    "an accepted warning": {"reason": "because", "why": "because", "who": "by", "id": "code"},
}


def keys_of(cls: type) -> frozenset[str]:
    """Return the keys that an author may write in a table of this class."""
    if cls not in _KEYS:
        names = (entry.name.rstrip("_") for entry in fields(cls))
        _KEYS[cls] = frozenset(names) - {"extras"}
    return _KEYS[cls]


@cache
def step_keys() -> frozenset[str]:
    """Return the keys that a step of any kind may have."""
    return frozenset(key for cls in KINDS.values() for key in keys_of(cls))


@cache
def kinds_with(key: str) -> tuple[str, ...]:
    """Return the kinds that have a key which not every step has; none where all or none do."""
    if key in keys_of(Step):
        return ()
    return tuple(kind for kind, cls in KINDS.items() if key in keys_of(cls))


def meant_by(table: str, key: str) -> str:
    """Return the key that another word for it stands for in a table; "" where it is none."""
    return _WORDS.get(table, _STEP_WORDS).get(key.lower().replace("-", "_"), "")


def can_hold(key: str, value: object) -> bool:
    """Whether what is written may stand after a key: a text, a list, a table or another sort."""
    if isinstance(value, dict):
        return key in _NAMED or key in ("review", "note")
    if isinstance(value, bool):
        return key in _TICKS
    if isinstance(value, int):
        return key in _NUMBERS
    if isinstance(value, list):
        return key in _LISTS
    if isinstance(value, str):
        return key not in (_TICKS | _NUMBERS | _DAYS | (_NAMED - _LOOSE))
    return key in _DAYS or key == "due"


def home_of(key: str, away_from: str) -> str:
    """Return the other table that a key belongs into, as it is spoken of; "" where none has it."""
    order = ("this checklist", "[review]", "[note]", "a step", "a task")
    for table in order:
        keys = step_keys() if table == "a step" else keys_of(TABLES[table])
        is_here = table == away_from or (table == "a step" and away_from not in TABLES)
        if not is_here and key in keys:
            return table
    return ""
