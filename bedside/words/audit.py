"""What is said of the log of a workstation: what was done, whether it is whole, and retention."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.core.acts import Act

ACTS: Mapping[Act, str] = {
    Act.SEALED: "something that does not open here",
    Act.LOG_BEGUN: "the log was begun",
    Act.WRITTEN_LATE: "{number} entries before this one were written late",
    Act.CLOCK_BACK: "the clock had been set back by {number} s",
    Act.BEGUN: "began a visit",
    Act.OPENED: "opened a visit",
    Act.TAKEN_OVER: "took a visit over from another window",
    Act.READ: "read a visit",
    Act.SIGNED: "signed a note",
    Act.ADDED: "added to a signed note",
    Act.DELIVERED: "handed a note on",
    Act.EXPORTED: "wrote a note into a file",
    Act.FOLLOWED_UP: "recorded a follow-up",
    Act.OFFERED: "offered a visit to a colleague",
    Act.ACCEPTED: "accepted a visit",
    Act.DECLINED: "declined an offer, or took one back",
    Act.CLAIMED: "claimed an emergency visit",
    Act.CLOSED: "a delivered visit was closed for those who held it",
    Act.KEY_DESTROYED: "the last key of a visit was destroyed",
    Act.REMOVED: "a visit was removed",
    Act.SALVAGED: "what could be read of a visit was saved from damage",
    Act.SIGNED_IN: "signed in",
    Act.SIGN_IN_REFUSED: "signing in was refused",
    Act.VOUCHED: "proved who they are beside who is signed in",
    Act.SIGNED_OUT: "signed out",
    Act.LOCKED: "the screen was locked",
    Act.QUICK_UNLOCK: "unlocked with a PIN",
    Act.PASSPHRASE_CHANGED: "took another passphrase",
    Act.PERSON_ADDED: "added a clinician",
    Act.PERSON_RETIRED: "retired a clinician",
    Act.PERSON_RESET: "gave a clinician a new passphrase",
    Act.CLINIC_SET_UP: "set the clinic up",
    Act.SETTINGS_CHANGED: "changed the settings",
    Act.EMERGENCY_BEGUN: "began a visit in an emergency, not signed in",
    Act.EMERGENCY_OPENED: "read a visit in an emergency, with both recovery sheets",
    Act.LOG_OPENED: "looked through the whole log, with both recovery sheets",
    Act.PARCEL_TRIED: "tried to deliver a note, try {number}",
    Act.PARCEL_DELIVERED: "a note was delivered, answer {number}",
    Act.PARCEL_AGAIN: "a delivery failed for now, answer {number}",
    Act.PARCEL_UNKNOWN: "a delivery has an unknown outcome, answer {number}",
    Act.PARCEL_HELD: "a delivery is held for a person, answer {number}",
    Act.PARCEL_CLOSED: "a destination did not let us in, answer {number}",
    Act.PARCEL_STOPPED: "held a delivery back",
    Act.PARCEL_RETRIED: "had a delivery tried again",
    Act.PARCEL_FILED: "filed a note by hand",
}
"""What was done, as it is told to whoever keeps the machine."""

LATE = "written late"
THIS_ACCOUNT = "this account"
NOBODY = "nobody signed in"

EMPTY = "Nothing is in the log yet."
NONE_SINCE = "Nothing was entered since {day}."
OWN_ONLY = "These are your own entries. A keeper sees all of them."
COUNTS_ONLY = "Nobody is signed in: how much was done and when, and nothing more."

COUNTS_ALONE = (
    "--no-sign-in tells times and counts alone: without --visit, which asks what was done with one,"
    " and without --sheets, which opens all of it."
)

WHOLE = "The log is whole: {count}."
KEYS_CHECKED = "Each entry was made with the key of its place."
KEYS_NOT_CHECKED = (
    "Each entry follows from the one before. Whether each was made with its key cannot be said"
    " here: the first key does not open for you."
)
ANCHORS = "The heads that {count} agree with it."
NO_ANCHORS = "No signed note that opens here carries a head of it."
HEAD = "Its head now: {head}"
KEEP_HEAD = (
    "Write the head down elsewhere, or compare it with a signed note on paper:"
    ' bedside audit verify --anchor "{head}"'
)
FAULTS: Mapping[str, str] = {
    "missing": "Entry {n} is missing. The {count} before it are sound; those after it cannot be"
    " relied on.",
    "changed": "Entry {n} is not as it was written. The {count} before it are sound.",
    "forged": "Entry {n} was not made by bedside: it does not fit the key of its place. The {count}"
    " before it are sound.",
    "cut": "The log was cut after entry {count}: {where} it had reached entry {last}.",
    "replaced": "The log is not the one that {where}: its entry {n} is another, or one before it.",
    "key": "All {count} are sound, and the key of the next entry is not the one that follows.",
}
SAID_BY_NOTE = "the note of visit {visit} says that"
SAID_BY_BOOK = "the key book, which stands apart from it, says that"
SAID_BY_HAND = "the head you gave says that"
SAID_BY_KEY = "its own end says that"
SIGNED_AGAINST = "visit {visit} was signed with"
BOOK_AGAINST = "the key book, which stands apart from it, remembers"
GIVEN_AGAINST = "you gave a head of"
ENTRY_IS_OF = "What stands there says that it is of {when}."
ENTRY_IS = "What stands there: {entry}"
NO_HEAD = (
    "“{text}” is no head of a log. It is a number and four groups of four letters, as below a note:"
    " 128 7F3K-9QXM-2B4C-8D5E"
)
KEPT_OUT = "The log cannot be read: {why}"
CANNOT_WRITE = "The log cannot be written: {why}. Visits are saved all the same."
BEHIND = (
    "{count} gone, or with fewer entries than the key book remembers: an older store was put back,"
    " or something was taken out of it. bedside doctor says what is missing, and what to do."
)
AGAIN = (
    "It is log number {which} of this workstation; the ones before it are not here any more. That"
    " is so where the store was put aside and begun anew, and where a log was removed."
)
WHAT_TO_DO = (
    "Keep a copy of {path} as it is now, and tell whoever answers for this machine. Visits are not"
    " in danger by this: each is sealed by itself, and bedside doctor looks them over."
)

FATES: Mapping[str, str] = {
    "stays-open": "stays: not signed, so it never goes by itself",
    "stays-here": "stays: signed, but not all of its note has left (bedside export does that)",
    "closes": "its note left {handed}: closes for those who held it {when}",
    "goes": "its note left {handed}: its key and its rows go {when}",
    "goes-blank": "nothing was recorded in it: this command removes it {when}",
    "doubtful": "stays: its row says that its time has come, and neither its entries nor the log"
    " bear that out; bedside doctor and bedside audit verify look further",
}
NOW = "now"
FROM = "from {when} on"
NOTHING_TO_REMOVE = "Nothing to remove."
NOTHING_REMOVED = "Nothing was removed."
WOULD = "{count} would be removed."
WOULD_CLOSE = "{count} would close."
REMOVED = "{count} removed."
CLOSED = "{count} closed for those who held them."
HELD = "{count} left alone, because another window has them open or went on with them."
SOLO_KEEPS = (
    "On a workstation of one's own a visit can be read until it is removed; only a shared one"
    " closes it sooner."
)
NOT_PROMISED = (
    "Not promised: what old flash cells, snapshots and copies of the whole folder still hold; notes"
    " that were saved, printed or copied elsewhere. A backup of the visits alone holds no key."
)
COMPACTED = "The file was written anew without its gaps."


def entries(count: int) -> str:
    """Return so many entries."""
    return "one entry" if count == 1 else f"{count:,} entries"


def visits(count: int) -> str:
    """Return so many visits that something is wrong with."""
    return "One visit is" if count == 1 else f"{count:,} visits are"


def carried(count: int) -> str:
    """Return who carries so many heads."""
    return "one signed note carries" if count == 1 else f"{count:,} signed notes carry"


def act(which: Act, number: int) -> str:
    """Return what was done, with its small number where it has one."""
    is_answer = which.value in _ANSWERED
    return ACTS[which].format(number=_answer(number) if is_answer else number)


def sent(to: str, control: str, digest: str) -> str:
    """Return which delivery it was: where to, under which id, and how its bytes' SHA-256 begins."""
    return SENT.format(to=to or NOWHERE, control=control, digest=digest[:_ENOUGH])


def _answer(number: int) -> str:
    """Return a receiver's own code as it is known: HL7 v2's in letters, HTTP's as a number."""
    if number == 0:
        return NO_ANSWER
    return _HL7[number - 1] if number <= len(_HL7) else str(number)


_HL7 = ("AA", "AE", "AR", "CA", "CE", "CR")
"""The codes of table 0008, in the order in which the log counts them."""
_ANSWERED = frozenset(
    one.value
    for one in (
        Act.PARCEL_DELIVERED,
        Act.PARCEL_AGAIN,
        Act.PARCEL_UNKNOWN,
        Act.PARCEL_HELD,
        Act.PARCEL_CLOSED,
    )
)
_ENOUGH = 16
"""Letters of a digest by which people tell it from others."""
NO_ANSWER = "none"
SENT = "to {to}, id {control}, SHA-256 {digest}..."
NOWHERE = "a destination without a name"
