"""What tests of sent notes share: destinations of a site, and a visit that has just been signed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.visit import CHECK
from tests.deliver.posting import AVERY
from tests.tui.driving import Walk, walking
from tests.tui.talks import sign, to_step

FOLDER = (
    '[destinations.importer]\nkind = "folder"\ntitle = "Import"\nidentity = "none"\n'
    'path = "{path}"\n'
)
ENGINE = (
    '[destinations.engine]\nkind = "hl7"\ntitle = "Engine"\nidentity = "none"\ntls = false\n'
    'port = {port}\ntimeout = 2\nhl7.processing = "P"\n'
)


@asynccontextmanager
async def signed(
    desk: Desk, size: tuple[int, int] = (80, 60), patient: Patient = AVERY
) -> AsyncIterator[Walk]:
    """Open a visit that has just been signed, with a dispatcher at work."""
    desk.store  # noqa: B018  # opened
    desk.look_after()
    async with walking(desk, size=size) as walk:
        walk.session.do(m.Identify(patient))
        await to_step(walk, CHECK)
        await sign(walk, patient.name, patient.second)
        assert walk.visit.signed is not None, walk.text
        yield walk
