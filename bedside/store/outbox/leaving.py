"""Leaving: when what was signed left, as its rows say under seal.

What a row says in clear anybody can change who can write the file. What came of its last try is
sealed under its own key, by this workstation, by another or by the relay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bedside.core.parcels import Fate, Standing
from bedside.store.keys.seal import Seal
from bedside.store.outbox.rows import Row, key_by_visit, said_of


def departures(rows: Iterable[Row], visit: Seal) -> Mapping[int, int]:
    """Return when each signed thing last arrived anywhere (UTC ms), by its place in the visit.

    None that was filed by hand: no clock but the row's own says when that was.
    """
    found: dict[int, int] = {}
    for row in rows:
        key = key_by_visit(row, visit)
        tries = said_of(row, key).attempts if key is not None else ()
        times = [one.utc for one in tries if one.fate is Fate.DELIVERED]
        if times:
            found[row.seq] = max(found.get(row.seq, 0), *times)
    return found


def filed(rows: Iterable[Row]) -> set[int]:
    """Return when what its visit does not know of yet ended (UTC ms), as its rows say in clear."""
    return {row.ended for row in rows if row.state is Standing.DELIVERED and not row.told}
