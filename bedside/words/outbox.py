"""What is said of the outbox: how each delivery stands, why one is held, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bedside.core.deliveries import Cause
from bedside.core.destinations import Turn
from bedside.core.parcels import Fate, Standing

if TYPE_CHECKING:
    from bedside.core.deliveries import Delivery, Standstill

STANDINGS: Mapping[Standing, str] = {
    Standing.QUEUED: "waits",
    Standing.SENDING: "on its way",
    Standing.UNKNOWN: "sent, not answered",
    Standing.DELIVERED: "delivered",
    Standing.HELD: "held",
    Standing.CANCELLED: "taken back",
}
"""How each delivery stands, in a word or three."""

CAUSES: Mapping[Cause, str] = {
    Cause.NOTHING: "",
    Cause.REFUSED: "its receiver refuses it",
    Cause.UNMADE: "it cannot be put the way this receiver wants it",
    Cause.NOBODY: "the patient is not known here as this receiver needs it",
    Cause.LACKS: "this receiver takes no such entry: tell somebody there",
    Cause.UNKNOWN: "it may have arrived, and its receiver cannot be asked",
    Cause.TWICE: "its receiver has it twice",
    Cause.CHANGED: "it is not about the patient of its note, or the note is not what was signed",
    Cause.TRIES: "it failed as often as it may",
    Cause.STOPPED: "somebody holds it back",
    Cause.UNSET: "the settings have no such destination",
    Cause.BROKEN: "a fault of bedside, or what was kept of it is damaged",
    Cause.OVERTAKEN: "it names another entry than its receiver has by now",
    Cause.NEVER_LEFT: "the note was retracted before it had gone anywhere",
    Cause.BY_HAND: "filed by hand",
}
"""Why a delivery is held, or has left the list."""

WAYS_OUT: Mapping[Cause, str] = {
    Cause.NOTHING: "",
    Cause.REFUSED: "Have it mended there and retry, or file it by hand.",
    Cause.UNMADE: "Change the destination's settings and retry, or file it by hand.",
    Cause.NOBODY: "File it by hand: a signed note keeps the patient it was signed for.",
    Cause.LACKS: "Tell them, then say that it was filed by hand.",
    Cause.UNKNOWN: "Look in the record: if it is there, say filed; if not, retry.",
    Cause.TWICE: "Have one of them removed there, then say that it was filed by hand.",
    Cause.CHANGED: "Do not send it. Look at the visit, and tell whoever keeps this machine.",
    Cause.TRIES: "Find out what is wrong there, then retry.",
    Cause.STOPPED: "Retry sends it.",
    Cause.UNSET: "Put the destination back into the settings, or file it by hand.",
    Cause.BROKEN: "File it by hand, and tell whoever keeps this machine.",
    Cause.OVERTAKEN: "Tell somebody there what is taken back, then say that it was filed by hand.",
    Cause.NEVER_LEFT: "",
    Cause.BY_HAND: "",
}
"""The way out of each."""

TURNS: Mapping[Turn, str] = {
    "original": "note",
    "addendum": "addendum",
    "correction": "correction",
    "retraction": "retraction",
}
"""What a parcel is to its receiver."""

FATES: Mapping[Fate, str] = {
    Fate.DELIVERED: "delivered",
    Fate.AGAIN: "not now",
    Fate.HELD: "refused",
    Fate.UNKNOWN: "not answered",
    Fate.CLOSED: "not let in",
}
"""What came of a try."""

COMPARED: Mapping[bool | None, str] = {
    True: "read back there: word for word",
    False: "reads otherwise there: look",
    None: "",
}
"""What came of reading a note back from its receiver."""

NOWHERE = (
    "This site sends notes nowhere. A destination is a block in {path}:\n"
    '  [destinations.importer]\n  profile = "document-folder"\n  path = "/srv/notes"'
)
EMPTY = "Nothing waits to be delivered."
CLOSED_DOOR = "{title} does not let us in: {said}. Mend that, then: bedside outbox retry {name}"
UNREAD = "why is kept with a note that does not open here"
LEFT_OUT = (
    "Nothing goes to {names} now: a mistake in {file}. What is signed meanwhile goes there once"
    " that is mended and bedside is started again."
)
LOOK_AT = "bedside destination list says what is wrong, and where."
NOT_USED = "the settings of {name} have to be mended first.\n{found}"
IN_TROUBLE = "Sending has trouble here: {why}. It is tried again by itself."
DONE_RETRY = "{control} is tried again at once."
DONE_DOOR = "{name} is tried again at once."
DONE_HOLD = "{control} is held back until somebody has it tried again."
DONE_FILED = "{control} is off the list: filed by hand by {by}, {where}."
CANNOT = "{control} is at its end, on its way, or cannot be made: nothing was changed."
SENT = "{count} queued."
NOT_OPEN = "the note of {visit} does not open for you, or is not what was signed."
NO_SUCH = "nothing in the outbox is called '{name}'; bedside outbox list --all shows everything."
SEVERAL = "{count} deliveries end in '{name}'; type more of it."
NO_DESTINATION = "there is no destination '{name}'. {hint}"
WHICH_DESTINATION = "say which destination: {known}."
STILL_A_TEST = (
    'Notes of patients go there marked as tests too ("{letter}"), until [destinations.{name}.hl7]'
    ' says processing = "P".'
)
MARKED_AS_TEST = (
    'notes of patients go there marked as tests ("{letter}"), until [destinations.{name}.hl7]'
    ' says processing = "P"'
)
FILED_BY = "Who has filed it"
FILED_WHERE = "Where it was filed"
NO_WHO = "say who has filed it and where: --by NAME --where PLACE."
ROUND = "{delivered} delivered, {held} held, {waiting} waiting, of {tried} tried."
RELAY = (
    "Warning: with this key every note that waits here can be read, by whoever has the file, with"
    " nobody signed in. Keep it where only this service reads it."
)
RELAY_MADE = (
    "The relay's private half is in {path}: keep it with the service alone. Put this line into"
    " {site}:"
)
RELAY_THERE = "{path} is there already, and a key is never written over."
NOT_A_RELAY = "{path} holds no relay key: bedside deliver --new-relay-key FILE makes one."
RELAY_OTHER = "the key in {path} is not the half that relay_key in {site} names."
PREPARE = (
    "That makes the tables of the clinic's outbox, and gives {role} its rights. It is run once, and"
    " after an upgrade that says so, by whoever owns the database."
)
NO_ROLE = "'{role}' is no plain name of a role: small letters, digits and _, a letter first."
LANES_MADE = (
    "The secret of lanes is in {path}. Every workstation and the delivery host need the same one,"
    " each where only bedside reads it. {site} names the places:"
)
LANES_THERE = "{path} is there already, and a secret is never written over."
CLINIC_AWAY = "{why}. What is signed waits on its workstation."
HOW = "say how: --once tries what is due and ends, --watch delivers until it is stopped."
WATCHING = "Delivering until it is stopped (Ctrl-C)."
NOTHING_OPENS = (
    "{count} wait here and open for nobody who is there: somebody who can open their visits has to"
    " sign in, or the site sets a relay key."
)
PENDING_KEEPS = (
    "{visit} was kept: {count} of its deliveries are not at their end. See bedside outbox list; one"
    " that was filed by hand is taken off it with: bedside outbox filed CONTROL."
)
OWED_KEEPS = (
    "{visit} was kept: it is still to go to {names}, once the settings are mended."
    " bedside destination list says what is wrong with them."
)
RUNGS: Mapping[str, str] = {
    "plain": "A plain note",
    "twice": "The same once more, by the same id",
    "letters": "Letters of many languages",
    "some-letters": "Letters of western Europe",
    "long": "A very long line",
    "addendum": "An addendum",
    "correction": "A correction",
    "retraction": "A retraction",
    "whole": "A note to add to",
    "tidied": "All of them taken back",
}
"""The rungs of a rehearsal."""

REHEARSE_ASKS = "Is this a test system, where invented notes do no harm?"
REHEARSE_YES = "add --yes to rehearse without being asked."
NOTHING_SENT = "nothing was sent."
NO_KEYS = '{title} is not asked with a key: only FHIR destinations with `auth = "backend"` are.'
DOUBT = "{title}: {doubt}."
TEST_SENDS = "{title}: this sends notes about nobody, marked as a test."
PROPOSES = "What it showed, as lines for [destinations.{name}]:"
TAKEN_TWICE = (
    "It accepted the same message twice. Look there: if the note lies there once, it knows messages"
    " again, and the settings may say dedupes = true."
)
NOTHING_TO_CHANGE = "It took everything as it is set up."
NOTHING_FOLLOWS = "No setting follows from what it refused."
NONE_TAKEN = (
    "It did not take a plain note, so nothing more was tried: mend that, then rehearse again."
)
BROKE_OFF = (
    "The rehearsal broke off, so nothing follows from it yet. Notes of nobody may lie there still."
)
GARBLES = "It changes the words of notes: no setting mends that. Have it mended there."
WITHIN = (
    "No test patient was named, so that the patient stands within each note, not as in real ones."
    " To have one named: --patient Patient/ID, or --patient NUMBER."
)
NO_PLACES = "{title} knows patients by their numbers: --patient NUMBER."


def standstill(one: Standstill) -> list[str]:
    """Return what keeps notes from being sent, and the way out; nothing where all is well."""
    names = ", ".join(one.left_out)
    told = [f"{LEFT_OUT.format(names=names, file=one.file)} {LOOK_AT}"] if names else []
    return [*told, IN_TROUBLE.format(why=one.why)] if one.why else told


def standing(one: Delivery) -> str:
    """Return how a delivery stands, with why where it needs a person."""
    why = CAUSES[one.why]
    return f"{STANDINGS[one.standing]}: {why}" if why else STANDINGS[one.standing]


def quoted(one: Delivery) -> str:
    """Return what is known of a try: in quotation marks only what its receiver said itself."""
    return f"“{one.said}”" if one.theirs else one.said.rstrip(".")


def age(utc: int, now: int) -> str:
    """Return how long something has waited (UTC ms): in minutes, hours or days."""
    minutes = max(0, now - utc) // 60_000
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2 * 1440 else f"{minutes // 1440} days"
