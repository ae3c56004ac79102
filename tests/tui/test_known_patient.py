"""Who a visit is with, as the record knows them: typed, or looked up and confirmed by a person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from bedside.cli.desk import Desk
from bedside.core.answers import Known, Patient
from bedside.core.visit import CHECK, State
from bedside.words import identity as said
from tests.deliver.fhir_peer import Peer, serving
from tests.tui.driving import Walk, begun, opened
from tests.tui.talks import fill, sign, to_step
from tests.worlds import site_settings

NUMBERS = "urn:oid:2.16.840.1.113883.19.5"


def record(base: str) -> None:
    """Set a record up that looks patients up; nothing is ever sent there."""
    site_settings(
        f'[destinations.chart]\nkind = "fhir"\nbase = "{base}"\nauth = "none"\nwhen = "asked"\n'
        f'lookup = true\ntimeout = 2\nnumber_system = "{NUMBERS}"\n'
    )


def folder() -> None:
    """Set a folder up that needs the patient as the record knows them, and looks nobody up."""
    site_settings('[destinations.importer]\nkind = "folder"\npath = "/srv/notes"\nwhen = "asked"\n')


def put(peer: Peer, **more: Any) -> None:
    peer.put(
        {
            "resourceType": "Patient",
            "identifier": [{"system": NUMBERS, "value": "000-TEST"}],
            "name": [{"family": "Test", "given": ["Avery"]}],
            "birthDate": "1950-02-03",
            "gender": "female",
            **more,
        }
    )


@asynccontextmanager
async def asked(desk: Desk, size: tuple[int, int] = (80, 40)) -> AsyncIterator[Walk]:
    """Open a new visit at the question whom it is with."""
    async with opened(desk, begun(desk), size) as walk:
        await walk.settle()
        yield walk


def patient(walk: Walk) -> Patient | None:
    return walk.visit.record.patient


async def test_what_the_record_needs_is_typed_by_hand_and_signed_with(desk: Desk) -> None:
    folder()
    async with asked(desk) as walk:
        assert said.BY_HAND in walk.flat
        await fill(walk, "000-TEST", "Test", "Avery", "3.2.1950", "f", "V-7", "")
        assert patient(walk) == Patient(
            name="Avery Test",
            second="1950-02-03",
            known=Known(
                number="000-TEST",
                family="Test",
                given="Avery",
                born=date(1950, 2, 3),
                sex="female",
                encounter="V-7",
            ),
        )
        await to_step(walk, CHECK)
        await sign(walk, "test, avery", "000-TEST")
        assert walk.state() is State.SIGNED, walk.text


async def test_two_enters_leave_it_out_and_a_label_is_enough(desk: Desk) -> None:
    folder()
    async with asked(desk) as walk:
        await walk.done("form.submit", "form.submit")
        assert not walk.app.screen.is_modal
        assert patient(walk) is None
        await walk.do("visit.patient")
        await walk.do("form.submit")
        await fill(walk, "bed 3")
        assert patient(walk) == Patient(label="bed 3")


async def test_what_cannot_stand_is_said_in_its_field(desk: Desk) -> None:
    folder()
    async with asked(desk) as walk:
        await fill(walk, "000-TEST", *[""] * 6)
        assert said.LACKING[1] in walk.flat
        await fill(walk, "Test", "", "3.2.", "", "", "")
        assert said.LACKING[3] in walk.flat
        assert patient(walk) is None


async def test_a_number_is_looked_up_and_nobody_is_taken_unconfirmed(desk: Desk) -> None:
    with serving() as peer:
        put(peer)
        record(peer.base)
        async with asked(desk) as walk:
            assert said.ASK_NUMBER in walk.flat
            await fill(walk, "000-TEST")
            await walk.see(said.CONFIRM)
            assert "Test, Avery, born 1950-02-03, female, number 000-TEST" in walk.flat
            assert "000-TEST" in walk.flat
            await walk.do("sheet.choose")
            assert patient(walk) is None, "Enter alone confirms nobody"
            await walk.row(1)
            found = patient(walk)
            assert found is not None
            assert found.known is not None
            assert (found.text(), found.known.number) == ("Avery Test, 1950-02-03", "000-TEST")
            assert found.known.reference.endswith(f"/Patient/{peer.now('Patient')[0]['id']}")


async def test_the_visit_that_is_going_on_is_shown_and_taken_with_the_patient(desk: Desk) -> None:
    with serving() as peer:
        put(peer)
        peer.takes += ("Encounter",)
        for number in ("V-7", "V-8"):
            peer.put(
                {
                    "resourceType": "Encounter",
                    "identifier": [{"value": number}],
                    "status": "in-progress",
                    "subject": {"reference": "Patient/1"},
                }
            )
        record(peer.base)
        async with asked(desk) as walk:
            await fill(walk, "000-TEST")
            await walk.see("number 000-TEST, visit V-7")
            await walk.row(2)
            found = patient(walk)
            assert found is not None
            assert found.known is not None
            assert found.known.encounter == "V-8"
            assert found.known.stay == f"{peer.base}/Encounter/3"


async def test_nobody_by_that_number_is_said_and_can_be_typed(desk: Desk) -> None:
    with serving() as peer:
        record(peer.base)
        async with asked(desk) as walk:
            await fill(walk, "000-TEST")
            await walk.see("the record knows nobody by this number")
            await fill(walk, "", "Test", "Avery", "", "", "", "")
            found = patient(walk)
            assert found is not None
            assert found.known == Known(number="000-TEST", family="Test", given="Avery")


async def test_a_record_that_hangs_keeps_nobody(desk: Desk) -> None:
    with serving() as peer:
        from tests.deliver.fhir_peer import Fault

        peer.faults.append(Fault("POST", 200, seconds=1.5))
        record(peer.base)
        async with asked(desk) as walk:
            await walk.type("000-TEST")
            await walk.do("form.submit")
            assert said.LOOKING in walk.flat
            await walk.do("form.cancel")
            await walk.see(said.LEFT)
            assert "000-TEST" in walk.text


async def test_an_offline_record_is_said_and_leaves_typing(desk: Desk) -> None:
    record("http://127.0.0.1:9/fhir")
    async with asked(desk) as walk:
        await fill(walk, "000-TEST")
        await walk.see("Not looked up: ")
        assert said.BY_HAND in walk.flat


async def test_what_was_typed_stands_in_the_form_again_after_a_cut(desk: Desk) -> None:
    folder()
    async with asked(desk) as walk:
        await fill(walk, "000-TEST")
        await walk.type("Te")
        assert walk.session.settle(5)
        again = desk.resume(walk.visit.id, take_over=True)
    async with opened(desk, again, (80, 40)) as walk:  # type: ignore[arg-type]
        assert "000-TEST" in walk.text
        assert "  Te" in walk.text
