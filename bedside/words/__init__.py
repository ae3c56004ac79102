"""Every word the interface says: the seam for another language.

Lives here: what both faces and the commands say. Of notes: notes.py; only the
full screen: screen.py; only the plain face: plain.py.
May not live here: wording of notes (the note's room), of findings (beside their rule), titles
of actions (the registry).
Open first: screen.py, after this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from bedside.core.answers import Answer, Person, labels
from bedside.core.checklist import Step
from bedside.core.gaps import Lack
from bedside.core.refusals import Refusal, Why
from bedside.core.rows import Field

if TYPE_CHECKING:
    from bedside.core.trace import Source

UNTRANSLATED = "Not translated yet: these words are in {language}."
UNREAD = "No qualified translator has read these words in {language} yet."

PICKS: Mapping[str, str] = {
    "done": "Done",
    "partly": "Partly",
    "not-done": "Not done",
    "yes": "Yes",
    "no": "No",
    "declined": "Did not want to say",
    "unsure": "Was not sure",
    "not-asked": "Not asked",
    "other": "Something else, in their words",
    "answered": "Answered",
    "confirmed": "Confirmed",
    "corrected": "Corrected, in their words",
    "said-back": "Said back",
    "after-another-try": "Said back after another try",
    "not-yet": "Not yet",
    "alone": "Nobody else",
    "partner": "Partner",
    "child": "Son or daughter",
    "parent": "Parent",
    "family": "Other family",
    "friend": "Friend",
    "colleague": "Colleague",
    "today": "Today",
    "tomorrow": "Tomorrow",
    "in-two-days": "In two days",
    "in-three-days": "In three days",
    "in-a-week": "In a week",
    "another-day": "Another day",
    "prefers-not": "The patient prefers not",
    "not-applicable": "Not applicable",
    "covered-before": "Covered before",
    "too-much": "Too much for today",
    "no-time": "No time",
    "needs-someone-else": "Needs someone else",
    "no-interpreter": "No interpreter",
    "safety": "Safety",
    "may-write": "Yes, write it down",
    "leave-out": "No, leave it out of the note",
    "another-answer": "Back to the answers",
    "still-so": "Still so, in the same words",
}
"""Built-in answers and reasons, as a row says them."""

REASON_OTHER = "Another reason, in words"

REFUSALS: Mapping[Why, str] = {
    Why.ALREADY_SIGNED: "This note is signed; it can no longer be changed.",
    Why.NOT_SIGNED: "Sign the note first.",
    Why.STOPPED: "The talk was stopped for today; {stop} takes it up again.",
    Why.NOT_STOPPED: "The talk is going on.",
    Why.PAUSED: "The clock is paused; {pause} lets it go on.",
    Why.NOT_PAUSED: "The clock is running.",
    Why.NOT_IDENTIFIED: "Say first who this visit is with: {patient}.",
    Why.PERMISSION_FIRST: "Ask for permission first, or skip that step with a reason.",
    Why.FIRST_STEP: "This is the first step.",
    Why.LAST_PAGE: "This is the last page; {sign} signs.",
    Why.ONE_PHRASE: "There is no other way to say it here.",
    Why.NOTHING_TO_UNDO: "There is nothing to undo.",
    Why.NOTHING_TO_REDO: "There is nothing to redo.",
    Why.NO_SUCH_STEP: "There is no step called {about}.",
    Why.NOT_SHOWN: "“{about}” does not apply with the answers so far.",
    Why.NOT_OFFERED: "That is no answer to “{about}”.",
    Why.OUT_OF_RANGE: "It has to be a number from {about}.",
    Why.NO_WORDS: "Nothing was typed.",
    Why.NOTHING_OPEN: "Nothing is open.",
    Why.REASON_NEEDED: "Choose a reason; for another one, type it.",
    Why.STILL_OPEN: "Some steps are still open; {rest} says the rest was not discussed.",
    Why.OTHER_PATIENT: "That is not the patient this visit was begun with. Nothing was signed.",
    Why.NO_AUTHOR: "Type your name as it should stand under the note.",
    Why.OUT_OF_SCOPE: "This step is for: {about}. It becomes a follow-up.",
    Why.RETRACTED: "This note was retracted; nothing more can be added to it.",
    Why.SIGNED_BEFORE: "Somebody else co-signs: “{about}” has signed this note already.",
    Why.NOTHING_EARLIER: "Nothing is known from an earlier talk at “{about}”.",
    Why.UNSETTLED: "Still to look at: {about}. {take} takes a better wording that is offered;"
    " {keep} keeps the note as it is and asks why.",
    Why.TAKEN_OVER: "Another window has taken this visit over. What was saved before is there.",
    Why.NOT_SAVED: "Not everything is saved yet ({about}). Sign once it is.",
    Why.STILL_SAVING: "Not everything is saved yet: the disk is slow. Sign once it is.",
    Why.OTHER_NAME: "Signed in is {about}, and it stands under that name. Somebody else signs in"
    " first.",
    Why.UNCLAIMED: "Nobody is signed in, so nobody stands for this visit yet. Leave it; whoever"
    " signs in can claim it, and go on.",
}
"""Why a move is not possible, and what to do; keys are filled in by the face."""

LACKS: Mapping[Lack, str] = {
    Lack.ANSWER: "open",
    Lack.REASON: "say why not",
    Lack.PERMISSION: "ask whether this may be written down",
}

FIELDS: Mapping[Field, str] = {
    Field.WORDS: "Their words",
    Field.TEXT: "Your words",
    Field.OTHER: "Something else, in their words",
    Field.NUMBER: "Number",
    Field.DAY: "Day, as year-month-day or day.month.",
    Field.PERSON: "Name or initials, then how they relate",
    Field.REASON: "Why not, in a few words",
    Field.LINE: "What it should say, in their words",
    Field.ENTRY: "What is to be added to the note",
    Field.KEEP: "Why it stays as it is; that never leaves",
    Field.JOT: "Private note to self; it never leaves",
    Field.STOP: "Why you stop for today, in a few words",
    Field.REST: "Why the rest was not discussed, in a few words",
}
"""What is asked for where words can be typed."""

KINDS: Mapping[str, str] = {
    "say": "Say",
    "do": "Do",
    "choose": "Ask",
    "choose-many": "Ask, any number",
    "yes-no": "Ask",
    "words": "Listen",
    "text": "Write",
    "people": "People",
    "scale": "Ask, a number",
    "date": "Agree a day",
    "pause": "Pause",
    "teach-back": "Said back",
    "read-back": "Read back",
}
"""What a step asks of the clinician, in a word."""

ORIGINS: Mapping[str, str] = {
    "given": "given folder",
    "yours": "your own",
    "site": "the site's",
    "shipped": "shipped",
}

WORDINGS: Mapping[str, str] = {
    "draft": "draft",
    "review": "in review",
    "published": "published",
    "retired": "retired",
}
"""How far a checklist's wording has come."""

STATES: Mapping[str, str] = {
    "new": "nothing recorded",
    "open": "open",
    "paused": "paused",
    "stopped": "stopped for today",
    "signed": "signed",
}

OPEN_LONG = "open for {days} days: sign it or remove it"
"""Beside the state of a visit that nobody has signed for long."""

RETRACTED = "RETRACTED"
"""Beside the state of a visit whose note must not be used any more."""

STOPS: Mapping[str, str] = {
    "distress": "It is too hard for the patient now",
    "too-much": "Enough for today",
    "no-time": "Called away, or no time",
    "other": "Another reason",
}
"""Why a talk is stopped for today."""

NOT_A_DAY = "That is no day. Type it as year-month-day or day.month."
NO_WHY = "Nothing more is written about this step."
STOP = "Stop for today. Why?"
AUTHOR = "Your name, as it should stand under the note"
ROLE = "Your role"
REQUIRED = "required"
DETOUR = "About this visit, then back to where you were."
NO_FEELINGS = "No feelings bank can be found. bedside check says why."
TASK_WHO = "Who does it"
TASK_DAY = "By which day, as year-month-day or day.month."
NOBODY_NAMED = "nobody named"
WHY_NOT = "Why not?"
SENSITIVE = "Ask before you write this down: may it stand in the note?"
MAY_WRITE = "May this stand in the note? Ask before you write it down."
TYPE_NUMBER = "Type the number, {low} to {high}."
WAIT = "Wait. There is nothing to press but {next}, when it is time."
READ_ALOUD = "Read these lines aloud:"
FOR_ROLES = "This step is for: {roles}. It becomes a follow-up for them."
INSTEAD = "Instead of “{slip}” try “{better}”"
WHY = "Why: {why}"
AIM = "Done when: {aim}"
SAVINGS: Mapping[str, str] = {
    "taken-over": "Another window has this visit now. Nothing typed here is saved any more.",
    "not-saved": "NOT SAVED: {why}. Your answers are held here; do not close this window.",
    "beside": "The disk of the visits takes nothing now ({why}). What you type is kept safe in a"
    " second place. Go on with the talk; only signing has to wait. Tell whoever looks after this"
    " machine.",
    "slow": "The disk is slow: the last answers are not saved yet. Do not close this window.",
    "damaged": "The file of the visits is damaged ({why}). Go on with this talk. Then close"
    " bedside everywhere and have somebody run: bedside salvage",
    "unlogged": "The log of this workstation cannot be written, and its entries wait. All you"
    " answer is saved. Tell whoever keeps this machine: bedside audit verify.",
    "low": "The disk is full, or nearly. All you type is saved all the same. Finish this talk,"
    " then tell whoever looks after this machine.",
}
"""How saving stands, where that is worth a banner."""

SAVED_AGAIN = "Everything is saved again."
OVERDUE = "The review of this checklist was due on {day}. Ask your educator before you rely on it."
DRAFT_WORDING = "The wording is {status}: not yet approved for use."
SOME_TIME_AGO = "some time ago"
ABOUT = "about "
FALLEN = "no longer applies"
LEFT_OUT = "left out of the note"
PRIVATE = "private, never leaves"
APOLOGY = (
    "bedside stopped because of a fault of its own. Sorry.\n"
    "Everything you answered is kept. Go on where you were with: bedside resume\n"
    "Fault: {what}"
)
ENDED_FROM_OUTSIDE = (
    "bedside was ended from outside, or ran out of memory.\n"
    "Everything you answered is kept. Go on where you were with: bedside resume"
)

UNREADABLE_ONE = "1 thing that was recorded cannot be read, and is missing here."
UNREADABLE = "{count} things that were recorded cannot be read, and are missing here."

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_SOURCES = {
    "opened": "the visit began",
    "takenon": "taken on",
    "identified": "the patient was named",
    "answered": "recorded at: {title}",
    "restskipped": "said of all that was open",
    "assigned": "the follow-up was given an owner",
    "reworded": "put in better words before signing",
    "recordedafterwards": "said to be written down afterwards",
    "recalled": "found in an earlier visit",
    "appended": "added after signing",
    "stopped": "the talk was stopped",
    "signed": "signed",
}


def unreadable(count: int) -> str:
    """Return that so many recorded things cannot be read."""
    return UNREADABLE_ONE if count == 1 else UNREADABLE.format(count=count)


def source(behind: Source) -> str:
    """Return when, by whom where that is known, and how what a sentence says was recorded."""
    by = f", {behind.by}" if behind.by else ""
    return f"{day(behind.at.day())}, {behind.at.local():%H:%M}{by}: {how(behind)}"


def how(behind: Source) -> str:
    """Return how what a sentence says was recorded."""
    return _SOURCES.get(behind.kind, behind.kind).format(title=behind.title)


def day(value: date, with_year: bool = False) -> str:
    """Return a day as a person says it, the weekday first."""
    year = f" {value.year}" if with_year else ""
    return f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]}{year}"


def ago(then: datetime, now: datetime) -> str:
    """Return how long ago something was, roughly; no number where a clock was set back since."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < -1:
        return SOME_TIME_AGO
    if minutes < 1:
        return "just now"
    if minutes < 90:
        return f"{minutes} min ago"
    if minutes < 36 * 60:
        return f"{round(minutes / 60)} hours ago"
    return f"{round(minutes / 60 / 24)} days ago"


def untranslated(language: str) -> str:
    """Return the mark of words where a translation is asked for: none yet, or one nobody read."""
    from bedside.core.languages import is_unread, language_name

    mark = UNREAD if is_unread(language) else UNTRANSLATED
    return mark.format(language=language_name(language))


def saving(standing: str, why: str) -> str:
    """Return what is told of how saving stands; "" where all is well."""
    return SAVINGS.get(standing, "").format(why=why)


def refusal(refused: Refusal, keys: Mapping[str, str]) -> str:
    """Return why a move is not possible. `keys` says how each action is asked for here."""
    return REFUSALS[refused.why].format(about=refused.about, **keys)


def pick(word: str) -> str:
    """Return a built-in answer or reason as a row says it."""
    return PICKS.get(word, word)


def person(value: Person) -> str:
    """Return somebody who takes part."""
    relation = PICKS.get(value.relation, value.relation)
    return f"{value.who} ({relation.lower()})" if value.who and relation else value.who or relation


def answer(step: Step, given: Answer, on: date) -> str:
    """Return a recorded answer in a line, the way it was given; `on` is the day it was given."""
    parts = [text for text in labels(step, given.picks, PICKS) if text != PICKS["answered"]]
    if given.points:
        told = enumerate(given.points, 1)
        parts = [f"{at} {PICKS[p.outcome].lower() if p.outcome else '-'}" for at, p in told]
    if given.number is not None:
        parts.append(str(given.number))
    if given.day is not None:
        parts.append(day(given.day, with_year=given.day.year != on.year))
    parts += [person(one) for one in given.people]
    parts += [one.words for one in given.corrections]
    if given.words:
        parts.append(given.words)
    text = ", ".join(parts)
    return f"{text} ({given.because or pick(given.reason)})" if given.reason else text
