"""Random visits of every shipped checklist as messages: their text arrives, and nothing private."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.core.destinations import Hl7Fields
from bedside.core.parcels import Made, Unmade
from bedside.deliver.attachment import attachment
from bedside.deliver.hl7.message import message
from bedside.deliver.turns import told
from bedside.note.shown import shown
from tests.deliver.hl7.reading import PLAIN, parsed, text
from tests.deliver.outgoing import outgoing
from tests.note.reading import whole
from tests.note.signing import Signing, random_signed
from tests.worlds import CONFIDED, OVERRULED, SHIPPED, shipped_checklist

visits = st.builds(
    lambda name, seed, after: random_signed(shipped_checklist(name), seed, 60, after),
    st.sampled_from(SHIPPED),
    st.integers(0, 10_000),
    st.integers(0, 4),
)


def may_tell(signing: Signing) -> bool:
    """Whether anything that was confided may be written down."""
    visit = signing.visit
    return any(
        visit.plan.steps[id_].sensitive and entry.answer.may_write
        for id_, entry in visit.record.entries.items()
    )


def names(signing: Signing) -> bool:
    """Whether the note says whose it is; random visits put any line of it in other words."""
    patient = signing.visit.record.patient
    return patient is not None and patient.text() in whole(shown(signing.visit))


@settings(max_examples=40)
@given(visits, st.sampled_from(("mdm", "oru")))
def test_every_note_arrives_as_its_text_and_holds_nothing_private(
    signing: Signing, kind: str
) -> None:
    """What clinicians wrote for themselves, and why they kept a wording, stays here."""
    fields = replace(Hl7Fields(), message=kind)  # type: ignore[arg-type]
    to = replace(PLAIN, identity="label", hl7=fields)
    out = outgoing(signing, to)
    found = message(out)
    if isinstance(found, Unmade):
        assert not names(signing)
        return
    assert names(signing)
    sent = found.body.decode()
    assert "to self" not in sent
    assert OVERRULED not in sent
    assert CONFIDED not in sent or may_tell(signing)
    if out.turn != "retraction" or kind == "oru":
        plain = attachment(told(out, out.turn), to)
        assert isinstance(plain, Made)
        assert text(parsed(out)) == plain.body.decode()
