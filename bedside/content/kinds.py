"""Which kind of step is meant: by another word for it, by its keys, by the answers it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from bedside.content.shape import Table
from bedside.content.vocabulary import keys_of, kinds_with
from bedside.core.answers import possible
from bedside.core.checklist import KINDS, Step
from bedside.core.problems import nearest

_KIND_WORDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("radio", "single", "select", "dropdown", "single-choice", "choose-one"), "choose"
    ),
    **dict.fromkeys(
        ("checkbox", "checkboxes", "multiple", "multi", "multiselect", "multi-select"),
        "choose-many",
    ),
    **dict.fromkeys(("multiple-answers", "choose-several", "choose-all"), "choose-many"),
    **dict.fromkeys(("heading", "header", "part", "group", "phase", "title"), "section"),
    **dict.fromkeys(("statement", "speak", "tell", "phrase", "script"), "say"),
    **dict.fromkeys(("action", "todo", "task", "check"), "do"),
    **dict.fromkeys(("yesno", "boolean", "bool"), "yes-no"),
    **dict.fromkeys(("number", "rating", "slider", "score", "range"), "scale"),
    **dict.fromkeys(("quote", "own-words", "free", "verbatim"), "words"),
    **dict.fromkeys(("textarea", "string", "free-text", "comment", "note"), "text"),
    **dict.fromkeys(("silence", "wait", "stop"), "pause"),
    **dict.fromkeys(("teachback", "teach"), "teach-back"),
    **dict.fromkeys(("readback", "summary"), "read-back"),
    **dict.fromkeys(("day", "calendar"), "date"),
    **dict.fromkeys(("persons", "participants", "present", "who"), "people"),
}
_CHOICES = ("choose", "choose-many")
_EITHER = re.compile(
    r"(?:multi(?:ple)?-?)?choices?(?:-questions?)?|mcq|pick|questions?|options|answers|list"
)
"""Words, as short names, for a question with answers to choose from: one of them, or several."""
CHOICE = '"choose" (one answer) or "choose-many" (several)'
"""Both kinds of choice, where nobody can tell which is meant."""
_ASKING = ("words", "yes-no", "text", "scale", "date", "people")
"""The kinds that ask, without answers to choose from."""
_PLURAL = re.compile(
    r"\b(?:all that (?:apply|fit|help)|as many as|more than one|one or more|tick all|any of)\b",
    re.IGNORECASE,
)
"""How people ask for several answers."""
_SLUG = re.compile(r"[^a-z0-9]+")


class Meant(NamedTuple):
    """What a word for a kind stands for: the kind where that is sure, and the way out in words."""

    kind: str
    help: str


def slug(text: str) -> str:
    """Return a short name made of a text: small letters, digits and hyphens."""
    return _SLUG.sub("-", text.lower()).strip("-")


def kind_meant(given: str, raw: Table) -> Meant:
    """Return the kind that is meant by a word which is none, at a step with these other keys."""
    plain, likely = slug(given), likely_kind(raw)
    fits = kinds_that_fit(raw) or list(KINDS)
    if _EITHER.fullmatch(plain) and not likely:
        return Meant("", _which(fits, has_options=bool(raw.keys() & {"options", "other"})))
    near = plain if plain in KINDS else _KIND_WORDS.get(plain, "")
    near = near or nearest(plain, fits) or nearest(plain, KINDS)
    near = near if near in fits or not likely else likely
    if _EITHER.fullmatch(plain):
        near = likely
    help_ = f"did you mean {near}?" if near else f"it is one of: {', '.join(KINDS)}"
    return Meant(near if near in fits else "", help_)


def _which(fits: Sequence[str], *, has_options: bool) -> str:
    """Return the question which kind of question is meant."""
    if has_options:
        return f"write {CHOICE}"
    asking = [f'"{kind}"' for kind in _ASKING if kind in fits]
    return f"write {', '.join(asking)}; with lines of options, {CHOICE}"


def kinds_that_fit(raw: Table) -> list[str]:
    """Return the kinds of step for which every key and every wording of a table makes sense."""
    return [kind for kind in KINDS if _fits(raw, kind)]


def _fits(raw: Table, kind: str) -> bool:
    cls = KINDS[kind]
    own = {key for key in raw if kinds_with(key)}
    needed = {"scale": {"min", "max"}, "teach-back": {"points"}}.get(kind, set())
    if kind in ("choose", "choose-many"):
        needed = set() if raw.get("other") else {"options"}
    if not own <= keys_of(cls) or not needed <= own:
        return False
    return set(_answers_named(raw)) <= answers_of(raw, kind)


def answers_of(raw: Table, kind: str) -> frozenset[str]:
    """Return the answers that a step of this kind would have, its options among them."""
    found = {*possible(Step(id="", kind=kind, title=""))}
    if kind in ("choose", "choose-many"):
        options = raw.get("options")
        own = cast("Table", options) if isinstance(options, dict) else {}
        found |= {*own, "answered", "declined", "unsure", "not-asked"}
        found |= {"other"} if raw.get("other") else set()
    return frozenset(found)


def _answers_named(raw: Table) -> Iterator[str]:
    for key in ("note", "patient", "handover"):
        wording = raw.get(key)
        yield from cast("Table", wording) if isinstance(wording, dict) else ()


def likely_kind(raw: Table) -> str:
    """Return the one kind that a step without a readable kind can only be; "" where unsure."""
    fits = kinds_that_fit(raw)
    if raw.keys() & {"options", "other"}:
        kind = choice_kind(raw)
        return kind if kind in fits else ""
    named = set(_answers_named(raw))
    if fits and named & {"done", "partly", "not-done"} and not named & {"confirmed", "corrected"}:
        return "say" if "say" in raw else "do"
    return fits[0] if len(fits) == 1 else ""


def choice_kind(raw: Table) -> str:
    """Return whether one of the options is chosen or several; "" where nobody can tell.

    The note of one answer is a sentence; those of several are parts of one, joined in {answer}.
    """
    note, options = (raw.get(key) for key in ("note", "options"))
    sentences = cast("Table", note) if isinstance(note, dict) else {}
    own = [str(sentences[name]).strip() for name in _as_names(options) if name in sentences]
    is_joined = "{answer}" in str(sentences.get("answered", ""))
    if _PLURAL.search(f"{raw.get('title', '')} {raw.get('say', '')}"):
        return "choose-many"
    if is_joined and own and not any(map(_is_sentence, own)):
        return "choose-many"
    return "choose" if own and not is_joined and all(map(_is_sentence, own)) else ""


def _as_names(options: object) -> Sequence[str]:
    return tuple(cast("Table", options)) if isinstance(options, dict) else ()


def _is_sentence(text: str) -> bool:
    return text[:1].isupper() and text[-1:] in tuple(".!?…")
