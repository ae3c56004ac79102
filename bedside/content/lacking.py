"""Answers that lines name and their step does not have: misspelt, or of an option that has gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bedside.content import fixes
from bedside.content.entries import ID, Entry, Known, options_of
from bedside.content.misplaced import quoted, short
from bedside.content.places import Here, Spot, lines_at
from bedside.content.several import nearest_one
from bedside.core.answers import RESERVED, possible
from bedside.core.checklist import Choice
from bedside.core.problems import Finding, Fix, Related

WORDINGS = ("note", "patient", "handover")
"""The keys that hold a sentence for each answer."""
_ALIKE: Mapping[str, tuple[str, ...]] = {
    "done": ("answered", "yes", "confirmed", "said-back"),
    "answered": ("done",),
    "not-done": ("not-asked",),
    "not-asked": ("not-done",),
    "yes": ("done",),
    "true": ("yes", "done"),
    "no": ("not-done",),
    "false": ("no", "not-done"),
    **dict.fromkeys(("refused", "refuse", "decline", "rejected"), ("declined",)),
    **dict.fromkeys(("skipped", "skip", "not-discussed"), ("not-asked", "not-done")),
    **dict.fromkeys(("unknown", "dont-know", "do-not-know", "not-sure"), ("unsure",)),
}
"""Answers that one kind of step has where another calls it differently."""


class Lacking(NamedTuple):
    """A line that names an answer its step does not have."""

    step: str
    answer: str
    here: Here
    place: tuple[str, ...]
    spot: Spot

    @property
    def is_wording(self) -> bool:
        """Whether it is wording rather than a condition."""
        return self.place[0] in WORDINGS

    def renamed(self, answer: str) -> Fix | None:
        """Return the mend that lets it name another answer."""
        if self.is_wording:
            return fixes.renamed(self.here, self.place, answer)
        return fixes.instead_of(self.spot, fixes.written(answer))

    def related(self) -> Related:
        """Return it as another place that a finding is about."""
        return Related("named here too", self.spot.file, self.spot.span)


def nearest_answer(entry: Entry, answer: str, answers: Sequence[str]) -> str:
    """Return the answer that is meant: by its words, by another kind's name, by its spelling."""
    plain = answer.casefold().strip()
    labels = {label.casefold(): name for name, label in options_of(entry.made).items()}
    alike = [one for one in _ALIKE.get("-".join(plain.split()), ()) if one in answers]
    same = plain if plain in answers else ""
    return same or labels.get(plain) or next(iter(alike), "") or nearest_one(answer, answers)


def worded(entry: Entry, key: str) -> Mapping[str, object]:
    """Return the sentences for single answers that a step has under a key."""
    value = entry.raw.get(key)
    return value if isinstance(value, dict) else {}


def is_gone(entry: Entry, answer: str, lines: Sequence[Lacking]) -> bool:
    """Whether an answer is that of an option which is not there, rather than a misspelt one.

    A single condition may as well mean another answer; wording was written for this one.
    """
    made, own = entry.made, options_of(entry.made)
    if not isinstance(made, Choice) or not ID.match(answer) or answer in RESERVED - {"other"}:
        return False
    near = nearest_answer(entry, answer, (*possible(made), "answered"))
    has_words = any(near in worded(entry, one.place[0]) for one in lines if one.is_wording)
    is_meant = bool(near) and not (near in own and has_words)
    return not is_meant and (len(lines) > 1 or lines[0].is_wording)


def gone(known: Known, entry: Entry, answer: str, lines: Sequence[Lacking]) -> Finding:
    """Return the one finding for an option that lines name and that has gone, or is renamed."""
    if idle := _nameless(known, entry, lines):
        return _renamed(entry, idle, answer, lines)
    first, named = lines[0], f"{_lines_name(lines)} the answer {quoted(answer)}"
    message = f"{named}, and there is no such option (any more)."
    again = "other = true" if answer == "other" else f'options.{answer} = "…"'
    out = "the line" if len(lines) == 1 else f"the {len(lines)} lines"
    help_ = f"write {again} again, or take out {out} that {_verb(lines)} it"
    if any(fixes.source_of(line.here, line.place).startswith("[") for line in lines):
        help_ += f', and of a list only "{short(answer)}"'
    code = "N401" if first.is_wording else "L303"
    found = first.here.finding(code, message, help_, first.spot)
    return replace(found, related=tuple(line.related() for line in lines[1:]))


def idle_options(known: Known, entry: Entry) -> list[str]:
    """Return the options of a step that no sentence and no condition names."""
    named = {answer for key in WORDINGS for answer in worded(entry, key)}
    for other in known.entries:
        for _, line in other.lines:
            if line.step == entry.name:
                named.update(line.any_of, line.none_of)
    return [one for one in options_of(entry.made) if one not in named]


def _nameless(known: Known, entry: Entry, lines: Sequence[Lacking]) -> str:
    """Return the one option that nothing names, where all others have a sentence for the note."""
    if not any(line.place[0] == "note" for line in lines):
        return ""
    options, sentences = options_of(entry.made), worded(entry, "note")
    idle = idle_options(known, entry)
    unworded = [one for one in options if one not in sentences]
    is_told = len(options) > 1 and "answered" not in sentences
    return idle[0] if is_told and len(idle) == 1 and unworded == idle else ""


def _renamed(entry: Entry, idle: str, answer: str, lines: Sequence[Lacking]) -> Finding:
    here, place = entry.here, ("options", idle)
    named = f"{_lines_name(lines)} the answer {quoted(answer)}"
    message = f"{named}; this option is {quoted(idle)}, and has no sentence."
    there = lines_at(line.spot for line in lines)
    help_ = f"write options.{answer}, or write {short(idle)} in {there}"
    found = here.finding("N401", message, help_, here.key(*place))
    return replace(found, related=tuple(line.related() for line in lines))


def _lines_name(lines: Sequence[Lacking]) -> str:
    return "A line names" if len(lines) == 1 else f"{len(lines)} lines name"


def _verb(lines: Sequence[Lacking]) -> str:
    return "names" if len(lines) == 1 else "name"
