"""Whether all that was ever saved of the visits is there, and opens."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.cli.desk import Desk
from bedside.cli.machine.report import Report
from bedside.words import lost as said


def looked_at(desk: Desk) -> Iterator[Report]:
    """Report what is lost of visits: of those that open here every row is read."""
    from bedside.store.locks import StoreError
    from bedside.store.safety.lost import lost

    try:
        found = lost(desk.store)
    except StoreError as error:
        yield Report("words", False, str(error), said.RESTORE)
        return
    if not found:
        whole = said.ALL_THERE if desk.door is None else said.NONE_GONE
        yield Report("words", True, whole)
    for one in found:
        todo = said.AS_SEALED if one.how == "changed" else said.RESTORE
        yield Report("words", False, said.told(one.visit, one.how, one.places), todo)
