"""Messages read by a parser that others wrote (python-hl7), so that ours is not its own judge."""

from __future__ import annotations

from dataclasses import replace

import hl7  # type: ignore[import-untyped]

from bedside.core.destinations import Hl7, Hl7Fields
from bedside.core.parcels import Made, Outgoing
from bedside.deliver.hl7.message import message

PLAIN = Hl7(name="engine")


def engine(**fields: str) -> Hl7:
    """Return a destination with these in its messages."""
    return Hl7(name="engine", hl7=replace(Hl7Fields(), **fields))  # type: ignore[arg-type]


def made(outgoing: Outgoing) -> bytes:
    """Return the message of a signed thing, which has to be possible."""
    found = message(outgoing)
    assert isinstance(found, Made), found
    return found.body


def parsed(outgoing: Outgoing) -> hl7.Message:
    """Return a message as python-hl7 reads it."""
    return hl7.parse(made(outgoing).decode(outgoing.destination.charset))


def at(message: hl7.Message, segment: str, field: int, component: int = 1) -> str:
    """Return what a field of the first segment of this name says, read; "" where it is empty."""
    try:
        return str(message.extract_field(segment, 1, field, 1, component) or "")
    except LookupError:
        return ""


def lines(message: hl7.Message) -> list[str]:
    """Return what the lines of a message say, as its receiver reads them."""
    return [message.unescape(str(one[5])) for one in message.segments("OBX")]


def text(message: hl7.Message) -> str:
    """Return the text that a message carries."""
    return "".join(f"{line}\n" for line in lines(message))
