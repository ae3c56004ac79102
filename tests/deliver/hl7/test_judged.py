"""Messages judged by hl7apy (CRS4): structure, required fields, data types, of each version.

Its longest formatted text is 199 letters, where the standard has 65,536, so those are not shown it.
"""

from __future__ import annotations

import pytest
from hl7apy.consts import VALIDATION_LEVEL  # type: ignore[import-untyped]
from hl7apy.exceptions import HL7apyException  # type: ignore[import-untyped]
from hl7apy.parser import parse_message  # type: ignore[import-untyped]

from tests.deliver.hl7.reading import engine, made
from tests.deliver.outgoing import TURNS, note_of, outgoing, with_entry

KINDS = ("", *TURNS)


def judged(message: str) -> bool:
    """Whether hl7apy finds nothing wrong; HL7apyException says what is."""
    read = parse_message(message, validation_level=VALIDATION_LEVEL.STRICT, find_groups=True)
    return bool(read.validate())


def written(kind: str, **fields: str) -> str:
    """Return the message of a signed thing with these settings."""
    made_up = note_of("a|b^c~d\\e&f, Żółć")
    return made(outgoing(with_entry(made_up, kind) if kind else made_up, engine(**fields))).decode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", ["2.4", "2.5", "2.5.1"])
@pytest.mark.parametrize("message", ["mdm", "oru"])
def test_every_kind_of_message_is_one(kind: str, version: str, message: str) -> None:
    assert judged(written(kind, version=version, message=message))


@pytest.mark.parametrize("kind", ["", "correction", "co-signature"])
def test_what_is_asked_for_by_setting_is_one_too(kind: str) -> None:
    assert judged(written(kind, correction="T08", co_signature="T04"))


def test_the_oldest_version_takes_a_note() -> None:
    """hl7apy knows no structure for the other events of 2.3, which does not name any."""
    assert judged(written("", version="2.3"))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("\rEVN|T02|", "\rEVN|T02|not a time"),
        ("PID|1||", "PID|1||||||"),
        ("\rPV1|1|O", "\rPV1|1|"),
        ("\rTXA|1|PR", "\rTXA||PR"),
        ("\rTXA|1|PR|", "\rZZZ|1|PR|"),
        ("|Test^Avery", "|"),
    ],
)
def test_the_judge_does_find_what_is_wrong(was: str, becomes: str) -> None:
    message = written("")
    assert was in message
    with pytest.raises((HL7apyException, ValueError)):
        judged(message.replace(was, becomes))
