"""What is said at the door of a shared workstation: signing in, passphrases, visits passed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bedside.core.people import Bar, Barred
from bedside.core.text import listed

BARS: Mapping[Bar, str] = {
    Bar.UNKNOWN: "Nobody of that name or badge is registered here.{about}",
    Bar.WRONG: "That is not the passphrase.{about}",
    Bar.WAIT: "Too many wrong tries: the next one counts in {about} seconds.",
    Bar.CHANGED: "Nobody can sign in: {about}.",
    Bar.SHORT: "That is too short: {about} letters or more, spaces counted. Four words do.",
    Bar.COMMON: "That would be guessed soon: it is mostly common words, names or one row of keys."
    " Four words that have nothing to do with each other are better.",
    Bar.SAME: "That is the passphrase you have.",
    Bar.SIGNED_OUT: "Nobody is signed in.",
    Bar.NOT_YOURS: "This cannot be done with your sign-in.{about}",
    Bar.TAKEN: "{about} was quicker and has it.",
    Bar.GONE: "It is not there any more: taken back, declined, or removed.",
    Bar.GIVEN: "{about} has a passphrase that somebody else gave: first {about} signs in and takes"
    " one that nobody else knows.",
    Bar.RETIRED: "{about} is retired here and cannot sign in.",
    Bar.PIN: "A PIN has 6 to 12 digits, three different ones, and is no row like 123456.",
    Bar.WRONG_PIN: "That is not the PIN. Tries left: {about}.",
    Bar.PIN_GONE: "The PIN has run out. Sign in with your passphrase.",
}
"""Why somebody is kept out, in a sentence; `{about}` as `barred` fills it."""

_ABOUT: Mapping[Bar, str] = {
    Bar.UNKNOWN: " Did you mean {about}?",
    Bar.WRONG: " Tries left before each one waits: {about}.",
}
_NOT_YOURS: Mapping[str, str] = {
    "keeper": " Only a keeper of the list of clinicians can do it; the first clinician is one.",
    "yourself": " Another keeper has to retire you.",
}


def barred(why: Barred) -> str:
    """Return the sentence that says why somebody is kept out."""
    about = why.about
    if why.why is Bar.NOT_YOURS:
        about = _NOT_YOURS.get(about, "")
    elif about and why.why in _ABOUT:
        about = _ABOUT[why.why].format(about=about)
    return BARS[why.why].format(about=about)


NAME = "Your name, or scan your badge"
NAME_OR_EMERGENCY = "Your name or badge (or the word emergency, to begin without signing in)"
EMERGENCY = "emergency"
PHRASE = "Passphrase (it is not shown)"
NO_TERMINAL = (
    "this workstation is shared, and there is no terminal to sign in on. Run the command in a"
    " terminal window: a passphrase is never taken from a pipe, an argument or the environment."
)
WHO = "Here sign in: {names}."
SIGNED_IN = "Signed in: {who}."
NOT_SHARED = "this workstation is not a shared one: bedside site init sets it up."
CLINIC_GONE = (
    "this workstation is a shared one, and the clinic's file {path} is gone. `bedside site restore`"
    " puts it back as it was signed."
)
KEPT_OUT = "not signed in. A forgotten passphrase: bedside clinician reset, with both sheets."
WITHOUT = (
    "Nobody is signed in. What you write is saved and can be claimed later by a clinician who"
    " signs in; nothing that is kept here can be read."
)
CHOOSE = "Your passphrase was given to you. Take one of your own now; only you will know it."
OFFERED = "Four words, drawn by chance: {phrase}"
TYPE_IT = "Type these four words, or a passphrase of your own"
TYPE_AGAIN = "The same once more"
NOT_THE_SAME = "That was not the same. Once more."
CHOSEN = "That is your passphrase from now on."

OFFERS = "{who} would hand a visit over to you: bedside take."
UNCLAIMED = "{count} begun in an emergency, without anybody signed in: bedside take."
READ_MEANWHILE = (
    "Your visit {visit} was read in an emergency, with both recovery sheets, {when}. Reason: {why}"
)
READ_LATELY = "On this workstation a visit was read in an emergency {when}."
OLDER_KEYS = (
    "keys.sqlite3 is an older one that was put back: {count} of the list of clinicians are lost."
    " Who was retired since may come in again. Look at bedside clinician list, and retire them once"
    " more"
)
OTHERS = "{count} more that only colleagues can open."

HANDED = "Offered to {who}, who has to take it: bedside take. Until then it opens only for you."
TAKEN_BACK = "Taken back. It opens only for you."
NOTHING_TO_TAKE = "Nobody hands a visit over to you, and no emergency visit waits."
OFFER_ROW = "{who} hands over visit {visit}, begun {begun}, offered {when}."
CLAIM_ROW = "Visit {visit} was begun {begun} in an emergency, without anybody signed in."
TAKE = "Take it? Type yes, or no to decline it, or Enter to leave it"
CLAIM = "Claim it? It then opens for you alone. Type yes, or Enter to leave it"
TAKEN = "Taken. It opens for you now: bedside resume {visit}"
DECLINED = "Declined. It stays with {who}."


def moment(utc: int) -> str:
    """Return a moment (UTC ms) by the clock of this machine."""
    return f"{datetime.fromtimestamp(utc / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"


def changes(count: int) -> str:
    """Return so many changes."""
    return "one change" if count == 1 else f"{count} changes"


def kept_for(visit: str, people: Sequence[str]) -> str:
    """Return that a visit is kept for colleagues, and the ways to it."""
    whose = f"is kept for {listed(people)}" if people else "is closed here"
    hand = "They can hand it over: bedside hand. " if people else ""
    way = "With both recovery sheets it can be read: bedside emergency open."
    return f"visit {visit} {whose} and does not open for you. {hand}{way}"
