"""Acknowledgements: what is read of an answer, and what becomes of the message by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.destinations import Hl7
from bedside.core.parcels import Fate
from bedside.deliver.hl7.acknowledgement import read, reply_to
from tests.deliver.peers import END, START, answer

ENGINE = Hl7(name="engine")
OURS = "06H2N58SCSX8SAGHBA9X"


def body(code: str, said: str = "", error: str = "") -> bytes:
    """Return the body of an acknowledgement of our message."""
    return answer(code, OURS, said, error).removeprefix(START).removesuffix(END)


@pytest.mark.parametrize(
    ("code", "changes", "fate"),
    [
        ("AA", {}, Fate.DELIVERED),
        ("AE", {}, Fate.HELD),
        ("AE", {"error": "again"}, Fate.AGAIN),
        ("AR", {}, Fate.AGAIN),
        ("AR", {"reject": "hold"}, Fate.HELD),
        ("CA", {}, Fate.UNKNOWN),
        ("CA", {"ends": "CA"}, Fate.DELIVERED),
        ("AA", {"ends": "CA"}, Fate.DELIVERED),
        ("CE", {}, Fate.HELD),
        ("CR", {}, Fate.AGAIN),
        ("CR", {"reject": "hold"}, Fate.HELD),
        ("ZZ", {}, Fate.HELD),
        ("", {}, Fate.HELD),
    ],
)
def test_each_code_means_what_the_destination_says(
    code: str, changes: dict[str, str], fate: Fate
) -> None:
    engine = replace(ENGINE, **changes)  # type: ignore[arg-type]
    reply = reply_to(read(body(code, "their words")), OURS, engine)
    assert (reply.fate, reply.code, reply.said) == (fate, code, "their words")
    assert bool(reply.receipt) == (fate is Fate.DELIVERED)


def test_an_answer_to_another_message_says_nothing_about_ours() -> None:
    reply = reply_to(read(body("AA")), OURS + "1", ENGINE)
    assert reply.fate is Fate.UNKNOWN
    assert reply.said == "the receiver acknowledged another message"


@pytest.mark.parametrize(
    "raw", [b"", b"MSH", b"MSH|^~\\&|A\rPID|1\r", b"hello", b"\x06", b"\xff\xfe", b"<html></html>"]
)
def test_what_is_no_acknowledgement_is_looked_at_by_a_person(raw: bytes) -> None:
    assert read(raw) is None
    assert reply_to(read(raw), OURS, ENGINE).fate is Fate.HELD


@pytest.mark.parametrize(
    "said",
    [
        "Message Control ID already exists",
        "Duplicate message control ID",
        "duplicate control id 06H2N58SCSX8SAGHBA9X",
        "MSH-10 is a duplicate",
        "The message was already received",
        "message 06H2N58SCSX8SAGHBA9X has already been processed",
        "Message is a duplicate",
    ],
)
@pytest.mark.parametrize("code", ["AR", "AE", "CR", "CE"])
def test_refused_because_it_is_there_already_is_delivered(code: str, said: str) -> None:
    """Sending it again would go on for ever, as it did between a blood bank and Epic."""
    assert reply_to(read(body(code, said)), OURS, ENGINE).fate is Fate.DELIVERED
    assert reply_to(read(body(code, "", f"ERR|||205|E||||{said}")), OURS, ENGINE).fate is (
        Fate.DELIVERED
    )


@pytest.mark.parametrize(
    "said",
    [
        "Patient already has an open order",
        "duplicate patient",
        "no",
        "Message rejected: patient already discharged",
        "message refused, the document is already locked",
        "Message for a visit that was already closed",
    ],
)
def test_no_other_refusal_counts_as_delivered(said: str) -> None:
    assert reply_to(read(body("AE", said)), OURS, ENGINE).fate is Fate.HELD


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("ERR||PID^1^3|204^Unknown key identifier^HL70357|E||||No patient of that number", 5),
        ("ERR|PID^1^3^204&Unknown key identifier&HL70357", 2),
        ("ERR|||204^Unknown key identifier|E|X1^Own code||diagnosis", 4),
    ],
)
def test_the_receivers_own_words_are_kept(error: str, said: int) -> None:
    """From 2.5 on they stand in their own fields, before in the first one."""
    reply = reply_to(read(body("AE", "", error)), OURS, ENGINE)
    assert len(reply.said.split()) >= said
    assert "\r" not in reply.said


def test_words_are_unescaped_made_safe_and_bounded() -> None:
    reply = reply_to(read(body("AE", "a \\T\\ b\\X1B\\[31m " + "x" * 9000)), OURS, ENGINE)
    assert reply.said.startswith("a & b[31m")
    assert len(reply.said) == 500


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_any_line_end_and_any_separators_are_read(end: str) -> None:
    raw = end.join(("MSH!*~\\&!X!!!!!!ACK!N!T!2.3", f"MSA!AA!{OURS}!fine", "")).encode()
    answer = read(raw)
    assert answer is not None
    assert (answer.code, answer.control, answer.said, answer.own) == ("AA", OURS, "fine", "N")


@given(
    st.binary() | st.text().map(lambda text: b"MSH|^~\\&|\rMSA|" + text.encode("utf-8", "ignore"))
)
def test_no_answer_makes_it_fall(raw: bytes) -> None:
    """And none that is not ours is ever taken for it."""
    assert reply_to(read(raw), OURS, ENGINE).fate is not Fate.DELIVERED
