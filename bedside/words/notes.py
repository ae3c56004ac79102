"""What both faces say of a note: its three texts, the checks before signing, later entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedside.core.concerns import Concern

READERS: Mapping[str, str] = {
    "chart": "note",
    "patient": "patient page",
    "handover": "handover",
}
"""What each of the three texts is called."""

OVER_LIMIT = (
    "This text has {count:,} characters, and your record takes {limit:,} at a time. Nothing was"
    " cut: paste it in parts, or take a shorter text."
)
"""What is said of a text that is longer than the setting `limit`."""

NO_PDF = (
    "a PDF needs one more package. Install bedside with its PDF part, "
    'pip install "bedside[pdf]", or take --format html and print that.'
)
NO_SHAPE = (
    "“{letter}” ({number}) has no shape in the font of the PDF, and a note is never shown with"
    " letters left out. --format html shows it with the fonts of this machine."
)
NOT_FOR_SCREENS = "a PDF is nothing for a terminal: say with -o FILE where to write it."

CONCERNS: Mapping[str, str] = {
    "no-permission": "Permission was not given, yet “{about}” was gone through.",
    "who-decides": "“{about}” was answered no; nobody is named who decides.",
    "no-interpreter": "An interpreter was wanted and none is recorded, yet you talked.",
    "no-owner": "“{about}” has no owner or no day.",
    "no-date": "“{about}”: a trial was agreed on, and no day to look again.",
    "not-read-again": "Not as it was read back to the patient: {about}",
    "judging": "“{about}” can be heard as a judgement or as doubt.",
    "quotes": "Quotation marks stand only around the patient's own words.",
    "jargon": "“{about}” is a word of the trade, and the patient reads this.",
    "abbreviation": "“{about}” is short for something not everybody knows.",
    "unnamed": "“{about}” is somebody who is not named.",
    "minutes": "“{about}” is a time that nobody measured or confirmed.",
    "grade": "The patient page reads at school grade {about}; 6 is the aim, 8 the most.",
    "budget": "The {reader} is too long: {about}. Longest: {advice}.",
    "unheard": "“{about}”: the patient asked not to hear this, and can read it here.",
}
"""What each check before signing says of what it found."""

OVER = "{count} {unit} of at most {most}"
UNITS = ("lines", "words")
"""What a text is measured in, in the order in which the check before signing counts it."""

MORE_LINES = "{line} (and {count} more)"

ADVICE: Mapping[str, str] = {
    "no-permission": "Put the permission right, or what was answered after it.",
    "who-decides": "Say who decides, or look at that answer once more.",
    "no-interpreter": "Say who interpreted, or how you understood each other.",
    "no-owner": "Give it an owner and a day.",
    "no-date": "Set a day to look again, or give a follow-up one.",
    "not-read-again": "{read} reads it back once more.",
    "judging": "Write what was said or done.",
    "quotes": "Write it without the marks.",
    "jargon": "Say it as you would at home.",
    "abbreviation": "Write what it stands for.",
    "unnamed": "Write a name or initials, and how they relate.",
    "minutes": "Leave it out; the minutes of the talk are confirmed when you sign.",
    "grade": "Shorter sentences and shorter words; this one is the hardest.",
    "budget": "Shorten what is longest.",
    "unheard": "Leave it out here, and tell colleagues in person.",
}
"""The way out of each concern, where no list has words for it."""

KEEPS: Mapping[str, str] = {
    "right": "It is right as it stands",
    "own-words": "These are the patient's own words",
    "known-word": "The patient knows this word",
    "wanted": "The patient wants it to stand so",
    "needed": "All of it is needed",
    "later": "It will be settled after this visit",
    "other": "Another reason, in words",
}
"""Why a note is kept as it is in spite of a concern; every reason but the last is recorded so."""

LATER: Mapping[str, str] = {
    "addendum": "Addendum: there is something to add",
    "late-entry": "Late entry: something was left out then",
    "correction": "Correction: something in it is wrong",
    "disagreement": "Disagreement: the patient sees something in it differently",
    "co-signature": "Co-signature: you sign it too",
    "retraction": "Retraction: it must not be used, such as the wrong patient's",
}
"""What each kind of later entry is for."""

RETRACTS = "Above every text will stand that it must not be used. That cannot be taken back."
LATER_WHY = "Why it comes later, or why it is needed"
COSIGNER_TERMINAL = (
    "where people sign in, a co-signer types their own passphrase: run it in a terminal window."
)
NOT_COSIGNED = "Nothing was added."
FINISHED_BY = "Who has done it"
BEFORE = "Last time, on {day}: “{words}”. Still so?"


def concern(found: Concern) -> str:
    """Return what a check before signing found; of many lines, the first in full."""
    first, *others = found.about.split("\n")
    about = MORE_LINES.format(line=first, count=len(others)) if others else first
    about = _over(found.about) if found.check == "budget" else about
    return CONCERNS[found.check].format(
        about=about, advice=found.advice, reader=READERS[found.reader]
    )


def _over(about: str) -> str:
    """Return in words by what a text is too long, of counts such as “26 of 25, 177 of 220”."""
    counts = (part.split(" of ") for part in about.split(", "))
    told = zip(counts, UNITS, strict=False)
    return ", ".join(
        OVER.format(count=count, unit=unit, most=most)
        for (count, most), unit in told
        if int(count) > int(most)
    )


def way_out(found: Concern, read: str) -> str:
    """Return what to do about a concern: the list's own words for it, else the check's.

    Where a rewrite is offered, that is the way out and this is what it comes to. `read` is how
    the note is read back here.
    """
    if found.check == "budget" or not found.advice:
        return ADVICE[found.check].format(read=read)
    return f"{found.advice[:1].upper()}{found.advice[1:]}."
