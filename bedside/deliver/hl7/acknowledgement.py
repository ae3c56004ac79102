"""What a receiver answers, and what that means here (HL7 v2.5.1, 2.9 and 2.15.8; table 0008).

A refusal is worth as much as the receiver's own words for it, so they are kept. What AE and AR
mean differs between receivers, and is a setting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bedside.core.destinations import Hl7
from bedside.core.parcels import Fate, Reply
from bedside.core.text import clean
from bedside.core.value import Value, placed
from bedside.deliver.hl7.escape import unescape

_DUPLICATE = re.compile(
    r"duplicate\W+(message|control|msh)|(control\W*id|msh.?10).{0,60}(duplicate|already)"
    r"|message(\W+(id|with|was|is|has|been|number|[A-Z0-9]{20}))*\W+"
    r"(already\W+(been\W+)?(received|processed|exists|accepted|known)|a\W+duplicate\b)",
    re.IGNORECASE,
)
"""How receivers say that they have had a message of this control id."""

_WORDS = 500
"""The most letters kept of what a receiver says."""

_LATER = {"hold": Fate.HELD, "again": Fate.AGAIN}

NOT_ONE = "the receiver answered with something that is no acknowledgement"
ANOTHER = "the receiver acknowledged another message"
RECEIVED = "the receiver has it and has not said whether it is filed"


@placed
class Acknowledgement(Value):
    """An answer as it came: its code (MSA-1), to which message (MSA-2), in what words.

    `own` is the answer's own control id (MSH-10); `codes` are those of its errors (ERR-3).
    """

    code: str
    control: str
    said: str = ""
    own: str = ""
    codes: tuple[str, ...] = ()

    @property
    def is_receipt(self) -> bool:
        """Whether it says only that the message arrived, not that it was filed."""
        return self.code == "CA"


def read(raw: bytes) -> Acknowledgement | None:
    """Return the acknowledgement in the body of a block; nothing where it is none."""
    segments = re.split("[\r\n]+", _text(raw))
    first = segments[0]
    if not first.startswith("MSH") or len(first) < 5:
        return None
    bar, caret = first[3], first[4]
    rows = [one.split(bar) for one in segments]
    msa = next((row for row in rows if row[0] == "MSA"), None)
    if msa is None:
        return None
    errors = [row for row in rows if row[0] == "ERR"]
    said = [_at(msa, 3), *(part for row in errors for part in _words(row, caret))]
    codes = tuple(_at(row, 3).split(caret)[0] for row in errors if _at(row, 3))
    return Acknowledgement(
        code=clean(_at(msa, 1)).upper(),
        control=clean(unescape(_at(msa, 2))),
        said=clean("; ".join(dict.fromkeys(unescape(part) for part in said if part)))[:_WORDS],
        own=clean(_at(rows[0], 9)),
        codes=codes,
    )


def reply_to(answer: Acknowledgement | None, control: str, destination: Hl7) -> Reply:
    """Return what an answer means for the message of this control id at this destination."""
    if answer is None:
        return Reply(fate=Fate.HELD, said=NOT_ONE, may_be_there=True)
    if answer.control != control:
        return Reply(fate=Fate.UNKNOWN, said=ANOTHER)
    receipt = " ".join(part for part in (answer.code, answer.own) if part)
    fate = _fate(answer, destination)
    if fate is Fate.UNKNOWN:
        theirs = bool(answer.said)
        return Reply(fate=fate, said=answer.said or RECEIVED, code=answer.code, theirs=theirs)
    is_there = fate is Fate.DELIVERED
    said = answer.said or " ".join(answer.codes)
    kept = receipt if is_there else ""
    return Reply(fate=fate, receipt=kept, said=said, code=answer.code, theirs=bool(said))


def _fate(answer: Acknowledgement, destination: Hl7) -> Fate:
    """Return what becomes of a message; one refused because it is there already has arrived."""
    if answer.code == "AA" or (answer.code == "CA" and destination.ends == "CA"):
        return Fate.DELIVERED
    if answer.code == "CA":
        return Fate.UNKNOWN
    if answer.code[1:] in ("E", "R") and _DUPLICATE.search(answer.said):
        return Fate.DELIVERED
    if answer.code in ("AE", "CE"):
        return _LATER[destination.error]
    if answer.code in ("AR", "CR"):
        return _LATER[destination.reject]
    return Fate.HELD


def _words(row: Sequence[str], caret: str) -> list[str]:
    """Return what an error says to people: from v2.5 on in ERR-8, 7, 5 and 3, before in 1."""
    user, diagnosis = _at(row, 8), _at(row, 7)
    coded = [_coded(_at(row, number), caret) for number in (5, 3)]
    return [user, diagnosis, *coded] if any((user, diagnosis, *coded)) else [_at(row, 1)]


def _coded(value: str, caret: str) -> str:
    """Return a code with its text, as people read them."""
    parts = value.split(caret)
    return " ".join(part for part in parts[:2] if part)


def _at(row: Sequence[str], number: int) -> str:
    return row[number] if len(row) > number else ""


def _text(raw: bytes) -> str:
    """Return an answer as text; most are in ASCII, whatever they say of their character set."""
    try:
        return raw.decode().strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()
