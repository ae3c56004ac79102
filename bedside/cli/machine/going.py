"""Where notes go from this machine, and what it lacks for that; nothing is sent to see."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.cli.desk import Desk
from bedside.cli.machine.report import Report


def destinations(desk: Desk) -> Iterator[Report]:
    """Report on each destination, in the order of the settings; nothing where there is none."""
    room = desk.outbox
    if room is None:
        return
    from bedside.cli.destination import place
    from bedside.core.destinations import Hl7
    from bedside.deliver.doubts import doubts_in
    from bedside.words import outbox as said

    for name, to in room.destinations.items():
        doubts = [*doubts_in(to, desk.environ)]
        if isinstance(to, Hl7) and to.hl7.processing != "P":
            doubts.append(said.MARKED_AS_TEST.format(name=name, letter=to.hl7.processing))
        found = "; ".join(doubts) or f"{place(to)}; bedside destination test {name} tries the way"
        todo = f"mend that, then: bedside destination test {name}" if doubts else ""
        yield Report(f"destination {name}", not doubts, found, todo)
