"""The note's own words, used where a checklist is silent, and how blanks in wording are filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from bedside.core.checklist import PLACES

LABELS: Mapping[str, str] = {
    "headline": "In short",
    "present": "Present",
    "agreed": "Permission",
    "decides": "Who decides",
    "understanding": "Understanding",
    "shared": "Shared",
    "matters": "Matters",
    "worries": "Worries",
    "feelings": "Support",
    "decided": "Decided",
    "checked": "Checked",
    "next": "Next",
    "told": "Will be told",
    "talked": "Talked about",
    "patient": "Patient",
    "hands": "Begun",
    "also": "Also done",
    "stopped": "Stopped for today",
    "left": "Not discussed",
    "time": "Time",
    "guide": "Guide",
    "signed": "Signed",
    "added": "Added to",
}
"""The word in front of each place."""

TOPICS: Mapping[str, str] = {
    "understanding": "understanding",
    "shared": "what is known",
    "matters": "what matters",
    "worries": "worries",
    "feelings": "support",
    "decided": "the plan",
}
"""What was talked about, in a few words, when its place holds something."""

ANSWERS: Mapping[str, str] = {
    "yes": "yes",
    "no": "no",
    "confirmed": "confirmed",
    "corrected": "corrected",
    "other": "something else",
    "alone": "nobody else",
    "partner": "their partner",
    "child": "a son or daughter",
    "parent": "a parent",
    "family": "other family",
    "friend": "a friend",
    "colleague": "a colleague",
}
"""Built-in answers inside a sentence."""

REASONS: Mapping[str, str] = {
    "prefers-not": "the patient prefers not to",
    "not-applicable": "not applicable",
    "covered-before": "covered before",
    "too-much": "too much for today",
    "no-time": "no time",
    "needs-someone-else": "needs someone else",
    "no-interpreter": "no interpreter available",
    "safety": "safety",
}
"""Why something was left, inside a sentence."""

STOPS: Mapping[str, str] = {
    "distress": "It had become too hard for the patient.",
    "too-much": "It was enough for today.",
    "no-time": "The clinician was called away or had no more time.",
}
"""Why a talk was stopped for today."""

CUT_SHORT = "The talk was stopped for today."
"""That it was, in the headline."""

OUTCOMES: Mapping[str, str] = {
    "said-back": "Said back in own words: {answer}.",
    "after-another-try": "Said back after another try: {answer}.",
    "not-yet": "Not yet clear, to come back to: {answer}.",
    "not-asked": "Not checked: {answer}.",
}
"""Teach-back outcomes where the checklist has no wording of its own."""

READ_BACK: Mapping[str, str] = {
    "confirmed": "The note was read back and confirmed by the patient.",
    "corrected": "The note was read back and corrected by the patient.",
}
"""What reading the note back came to, where the checklist has no wording of its own."""

CHANGED_SINCE = "partly changed since, and not read back again"
"""Beside a reading back, where the note is not as it was read any more."""

OWN_WORDS = "In the patient's words: “{answer}”"
"""The patient's own words, for what matters and worries; only here do quotation marks stand."""

PUT_SO = "The patient put it this way: {answer}"
"""The patient's own words anywhere else."""

QUOTED_PLACES = frozenset(PLACES[PLACES.index("matters") : PLACES.index("worries") + 1])

UNCHANGED = "as on {day}"
"""Beside the patient's own words that are the same as in an earlier visit."""

BEFORE = "On {day} it was: “{answer}”"
"""The patient's own words of an earlier visit, where they are others now."""

PUT_RIGHT = "put right by the patient when read back: {words}"
"""Beside a line that the patient corrected when the note was read back."""

PUT_RIGHT_ALONE = "Put right by the patient when read back: {words} (it had said: {line})"
"""What the patient corrected, where the corrected line does not stand in the text."""

BEGUN_BY = "by {who}"
IN_EMERGENCY = "in an emergency, nobody signed in"
HANDED_ON = "handed on to {who}, {when}"
BACK_WITH = "back with {who}, {when}"
CLAIMED = "claimed by {who}, {when}"
UNCLAIMED = "not claimed by anybody yet"
AT_TIME = "at {time}"
ON_DAY = "on {day}, {time}"

AFTERWARDS = "Written down after the talk, which was on {day}"

DECLINED = "Preferred not to talk about: {title}."
UNSURE = "Was not sure: {title}."
PARTLY = " (in part)"
ASKED = "{title}: {answer}."
WITH = "The patient and {answer}."
ALONE = "The patient; nobody else."
NOBODY = "nobody named"
"""What “nobody else” comes to where people are named for a task, not counted in the room."""
SIGNED = "{author}, {when}."
MINUTES = "{answer} minutes, confirmed."
MINUTE = "1 minute, confirmed."
DRAFT = "DRAFT, not signed"
NOTE = "Note"

HANDOVER_LABELS: Mapping[str, str] = {
    "talk": "Talk",
    "plan": "Plan",
    "do": "To do",
    "back": "Said back by whoever takes over",
}
"""The words in front of each part of the handover."""

HANDOVER_HEADING = "Handover: {title}"
HANDOVER_BLANK = "________________________"

LATER: Mapping[str, str] = {
    "addendum": "Addendum",
    "late-entry": "Late entry",
    "correction": "Correction",
    "disagreement": "The patient disagrees",
    "co-signature": "Co-signed",
    "retraction": "Retracted",
}
"""The word in front of each kind of later entry."""

LATER_HEADING = "Later entries"
LATER_KINDS: Mapping[str, str] = {
    **{kind: label.lower() for kind, label in LATER.items()},
    "disagreement": "disagreement of the patient",
}
"""Each kind of later entry inside a sentence."""

LATER_BECAUSE = "Why later: {why}."
LATER_ALONE = "{why}."
LATER_BELOW = "Read the later entries too, below: {kinds}."
ADDED_TO = "Note {id}, signed {when}."
RETRACTED = "RETRACTED on {when}: {why}. Do not rely on this note."
CHANGED = (
    "NOT AS IT WAS SIGNED. What is kept of this talk was changed after it was signed."
    " Do not rely on it."
)
"""Above a text whose record is no longer what was signed."""

_BLANK = re.compile(r"\{\{|\{([a-z]+)\}")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def fill(wording: str, values: Mapping[str, str]) -> str:
    """Return the wording with its blanks filled, in one pass.

    A value that holds a blank itself stays text; `{{` is a brace. Nothing else is interpreted.
    Quotation marks inside quoted words become single ones.
    """

    def filled(match: re.Match[str]) -> str:
        if match[1] is None:
            return "{"
        value = values.get(match[1], match[0])
        return within(value) if wording[: match.start()].endswith("“") else value

    return _BLANK.sub(filled, wording)


def within(quoted: str) -> str:
    """Return words that stand between quotation marks, those inside them single."""
    single = re.sub(r'"([^"]*)"', r"‘\1’", quoted)
    return single.replace("“", "‘").replace("”", "’")


def day_text(day: date, beside: date | None = None) -> str:
    """Return a date the way the note says it, the same on every machine.

    The year is left out beside a date of the same year.
    """
    year = "" if beside and beside.year == day.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1][:3]}{year}"


def full_day(day: date) -> str:
    """Return a date in full, as a heading says it."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def long_day(day: date, beside: date) -> str:
    """Return a date with its weekday; the year is left out beside a date of the same year."""
    year = "" if beside.year == day.year else f" {day.year}"
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"


def time_text(moment: datetime) -> str:
    """Return day and time of day, to the minute, as the wall clock showed them."""
    return f"{day_text(moment.date())}, {moment:%H:%M}"


def ended(text: str) -> str:
    """Return the text ending like a sentence."""
    return text if text.rstrip("”")[-1:] in ".!?…" else text + "."


def capital(text: str) -> str:
    """Return the text beginning with a capital; a first word spelled in its own way keeps it."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.islower() else text


def with_aside(sentence: str, aside: str) -> str:
    """Return the sentence with something in brackets before its full stop."""
    if not aside:
        return sentence
    bare, stop = (sentence[:-1], ".") if sentence.endswith(".") else (sentence, "")
    return f"{bare} ({aside}){stop}"
