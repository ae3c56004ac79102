"""What both faces say of where notes go: how each delivery stands, and the ways out.

Nothing here claims more than a receiver has said: a folder only has the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bedside.core.deliveries import WAITS, Cause
from bedside.core.parcels import Standing
from bedside.words.outbox import CAUSES, WAYS_OUT, age, quoted

if TYPE_CHECKING:
    from bedside.core.deliveries import Delivery, Keeper, Outbox

_MINUTE_MS = 60_000
LONG_MS = 60 * _MINUTE_MS
"""From so long on something that waits is told on the first page."""

_IN_RECORD = "In the record of {title}, {at}"
_AS_TEST = "Sent as a test to {title}, {at}: it may not be in the record"
_BACK_AS_TEST = "Taken back as a test at {title}, {at}: it may still be in the record"
_IN_FOLDER = "In the folder of {title}, {at}"
_TAKEN_BACK = "Taken back in the record of {title}, {at}"
_BACK_IN_FOLDER = "In the folder of {title} it says that the note must not be used, {at}"
_WORD_FOR_WORD = ", word for word"
_NOT_THE_SAME = ", BUT IT READS DIFFERENTLY THERE: look, and tell them"
_BY_HAND = "Filed by hand by {by}, {where}, {at}"
_BY_SOMEBODY = "Filed by hand for {title}, {at}"
_JUST_QUEUED = "Waits for {title}"
_WAITS = "Waits for {title}, since {age}"
_ON_ITS_WAY = "On its way to {title}"
_NOT_ANSWERED = "Sent to {title}, which has not answered; it is asked before anything is sent again"
_LIES_THERE = "In the folder of {title}, and not taken from there yet"
_HELD = "HELD, not in the record of {title}: {why}"
_HELD_FILE = "HELD, not in the folder of {title}: {why}"
_HELD_BACK = "HELD, {title} may still show this note: {why}"
_NEVER_LEFT = "Never sent to {title}: retracted before"
_GONE = "Not sent to {title} any more"
_TURNS = {"addendum": "Entry: {told}", "correction": "Correction: {told}"}

SAYS = "It says: {said}"
HAPPENED = "What happened: {said}."
SAYS_OF_FILE = "There: {said}."
FILE_THERE = "Its file there: {name}"
CONFIRMED = "Its receiver has confirmed it."
ARRIVED = "Its receiver has confirmed that it arrived, and not that it is filed."
HAD_IT = "Its receiver says that it has had it already."
DOCUMENT = "It is a document of its own there."
DOCUMENT_AGAIN = "It is a document of its own there, now in version {version}."
CLOSED = "{title} does not let us in: {said}."
NOT_SENT = "Not sent to {titles}. {key} sends it there."
EARLIER = "{count} more are there; bedside outbox list --all shows them."
SENT_NOW = "It is on its way to {titles}."
TRIED_NOW = "What waits is tried at once."
EVERYWHERE = "It has gone wherever notes go."
TROUBLE = "How it stands with the receivers cannot be read now: {why}"

KNOWN = "As the clinic's database had it {age} ago; it has not been reached since."
_KNOWN_SHORT = "{told} (known {age} ago)"
NEVER_KNOWN = "The clinic's database has not been reached yet: notes wait here."

HELD_ONE = "1 note is held"
HELD_MANY = "{count} notes are held"
WAITS_LONG = "{count} waits since {age}"
WAIT_LONG = "{count} wait, the longest since {age}"
LEFT_OUT = "nothing goes to {names}: a mistake in the settings"
IN_TROUBLE = "sending has trouble: {why}"

TITLE = "Held and waiting notes. What is held waits here for a person."
ABOUT = (
    "Notes that their receiver refuses, or does not take now. Choose one to see its receiver's own"
    " words and what can be done. A note leaves the list when it is delivered, or once somebody"
    " says that it was filed by hand."
)
NONE = "Nothing is held, and nothing waits."
OTHERS = "{count} more, of visits that open for others."
WHOSE = "{patient}: {what} of {day} for {title}"
UNNAMED = "nobody named"
SINCE = "Queued {at}, tried {count} times."
SINCE_ONCE = "Queued {at}, tried once."
KEEPER = (
    "Tell whoever keeps it: destination {name}, {address}, set in {file}. This tries it with"
    " invented notes: bedside destination test {name}"
)
KEEPER_LEFT_OUT = (
    "Tell whoever keeps this machine: destination {name} has a mistake in {file}."
    " bedside destination list says what is wrong."
)
KEEPER_GONE = "Tell whoever keeps this machine: {file} has no destination {name} any more."
RETRY = "Try it again at once"
COPY = "Copy it as text"
FILE_BY_HAND = "It was filed by hand"
SHOW = "Show it as text"
BACK = "Leave it as it is"
FILED_BY = "Who has filed it"
FILED_WHERE = "Where: the record, the paper file, a fax"
NO_WHO = "Both are needed: who has filed it, and where."
DONE_RETRY = "It is tried again."
DONE_FILED = "Off the list: filed by hand by {by}, {where}."
DONE_COPY = "The note: {told}"
CANNOT = "That is not possible now: it is on its way, at its end, or cannot be made."
NOT_OPEN = "This note does not open for you, or is not what was signed."
NOWHERE = "This workstation sends notes nowhere."

RETRACTING = "What becomes of it where it went:"
CANCELS = "{title}: it is taken back there first, before anything else goes."
CANCELS_FOLDER = "{title}: a retraction is put into its folder."
PERSON = "{title}: it cannot be taken back there by itself. It is held until a person tells them."
NEVER_WENT = "{title}: it has not gone, and will not go."

PLAIN_WHICH = "The number of one to do something about, or Enter to go back."
PLAIN_WHAT = "What is to be done? Enter leaves it."
PLAIN_AFTER = "{send} sends it to the record, {outbox} lists what is held; Enter finishes."
PLAIN_NUMBERED = "{number} {text}"


def clock(utc: int, now: datetime) -> str:
    """Return a time (UTC ms) by the clock of this machine; with its day where that is another."""
    at = datetime.fromtimestamp(utc / 1000).astimezone()
    return f"{at:%H:%M}" if at.date() == now.astimezone().date() else f"{at:%Y-%m-%d %H:%M}"


def stands(one: Delivery, now: datetime) -> str:
    """Return how a delivery stands, in a sentence without its full stop."""
    at, utc = clock(one.ended or one.utc, now), round(now.timestamp() * 1000)
    given = {"title": one.title or one.destination, "at": at, "age": age(one.utc, utc)}
    given |= {"by": one.by, "where": one.where, "why": CAUSES[one.why]}
    is_new = one.standing is Standing.QUEUED and utc - one.utc < _MINUTE_MS
    told = (_JUST_QUEUED if is_new else _template(one)).format(**given)
    if one.standing is Standing.DELIVERED and one.compared is not None:
        told += _WORD_FOR_WORD if one.compared else _NOT_THE_SAME
    return _TURNS.get(one.turn, "{told}").format(told=told)


def beside(one: Delivery) -> list[str]:
    """Return what stands below it: its receiver's own words, and the way out of what is held.

    What we say of a try is not put into its mouth; a folder says nothing at all.
    """
    says = SAYS if one.theirs else SAYS_OF_FILE if one.is_file else HAPPENED
    is_told = one.is_pending and one.said and not _lies_there(one)
    lines = [says.format(said=quoted(one))] if is_told else []
    way = WAYS_OUT[one.why] if one.standing is Standing.HELD else ""
    return [*lines, way] if way else lines


def receipt(one: Delivery) -> str:
    """Return how its receiver has confirmed it; of a file its name. "" where nothing did.

    The receipt itself is for whoever keeps the receiver: `bedside outbox show` prints it.
    """
    if one.is_pending or not one.receipt or one.why is Cause.BY_HAND:
        return ""
    if one.is_file:
        return FILE_THERE.format(name=one.receipt.replace("\\", "/").rpartition("/")[2])
    if one.is_resource:
        version = one.receipt.partition("/_history/")[2]
        return DOCUMENT if version in ("", "1") else DOCUMENT_AGAIN.format(version=version)
    return {"AA": CONFIRMED, "CA": ARRIVED}.get(one.code, HAD_IT)


def known(seconds: int | None) -> str:
    """Return how old is what is said of deliveries; "" where it is how they stand now."""
    if seconds is None:
        return ""
    return KNOWN.format(age=age(0, seconds * 1000)) if seconds >= 0 else NEVER_KNOWN


def home_line(outbox: Outbox, now: int) -> str:
    """Return what the first page says (`now` in UTC ms); "" where nothing needs anybody.

    How old it is what is known of notes stands beside it, where that is not how all stands now.
    """
    held, waiting, still = outbox.held(), outbox.waiting(), outbox.standstill()
    told, seconds = [], outbox.known()
    if held:
        told.append(HELD_ONE if len(held) == 1 else HELD_MANY.format(count=len(held)))
    long = [one for one in waiting if now - one.utc >= LONG_MS]
    if long:
        oldest = age(min(one.utc for one in long), now)
        told.append(
            (WAITS_LONG if len(long) == 1 else WAIT_LONG).format(count=len(long), age=oldest)
        )
    if told and seconds is not None and seconds >= 0:
        told = [_KNOWN_SHORT.format(told="; ".join(told), age=age(0, seconds * 1000))]
    if still.left_out:
        told.append(LEFT_OUT.format(names=", ".join(still.left_out)))
    if still.why:
        told.append(IN_TROUBLE.format(why=still.why))
    return "; ".join(told)


def keeper(one: Keeper) -> str:
    """Return what to tell whoever keeps a destination."""
    told = KEEPER if one.address else KEEPER_LEFT_OUT if one.is_left_out else KEEPER_GONE
    return told.format(name=one.name, address=one.address, file=one.file)


def retracting(there: Sequence[Delivery], takes_back: Sequence[str]) -> list[str]:
    """Return what a retraction does at each destination; `takes_back` names those that take it."""
    told: dict[str, str] = {}
    for one in there:
        has_left = one.standing not in (Standing.QUEUED, Standing.CANCELLED)
        has_left = has_left and not (one.standing is Standing.HELD and one.why not in _MAY_BE_THERE)
        if has_left:
            cancels = CANCELS_FOLDER if one.is_file else CANCELS
            told[one.destination] = cancels if one.destination in takes_back else PERSON
        else:
            told.setdefault(one.destination, NEVER_WENT)
    titles = {one.destination: one.title or one.destination for one in there}
    return [text.format(title=titles[name]) for name, text in told.items()]


_MAY_BE_THERE = (Cause.UNKNOWN, Cause.TWICE, Cause.BROKEN)


def _template(one: Delivery) -> str:
    if one.why is Cause.BY_HAND:
        return _BY_HAND if one.by else _BY_SOMEBODY
    if one.standing is Standing.DELIVERED:
        places = (_IN_FOLDER, _BACK_IN_FOLDER) if one.is_file else (_IN_RECORD, _TAKEN_BACK)
        places = (_AS_TEST, _BACK_AS_TEST) if one.as_test else places
        return places[one.turn == "retraction"]
    if one.standing is Standing.CANCELLED:
        return _NEVER_LEFT if one.why is Cause.NEVER_LEFT else _GONE
    if one.standing is Standing.HELD:
        held = _HELD_FILE if one.is_file else _HELD
        return _HELD_BACK if one.turn == "retraction" else held
    return _LIES_THERE if _lies_there(one) else _STANDS[one.standing]


def _lies_there(one: Delivery) -> bool:
    """Whether a file only waits to be taken out of its folder."""
    return one.is_file and one.standing is Standing.UNKNOWN and one.code == WAITS


_STANDS = {
    Standing.QUEUED: _WAITS,
    Standing.SENDING: _ON_ITS_WAY,
    Standing.UNKNOWN: _NOT_ANSWERED,
}
