"""Changes a store behind everybody's back, as somebody who holds its keys could."""

from __future__ import annotations

from contextlib import closing

from bedside.store.database import connect
from bedside.store.keys.seal import EVENT
from bedside.store.paths import Places
from bedside.store.rows import rows_of
from bedside.store.store import Store


def rewritten(store: Store, places: Places, visit: str, was: str, becomes: str) -> None:
    """Change a text wherever it stands in a visit's events, and seal them anew."""
    seal = store.seal_of(visit)
    with closing(connect(places.visits)) as connection:
        rows = rows_of(connection, visit)
        changed = 0
        for epoch, seq, utc, ns, body in rows.events:
            text = seal.open(body, EVENT, epoch, seq, utc, ns)
            other = text.replace(was.encode(), becomes.encode())
            sealed = seal.close(other, EVENT, epoch, seq, utc, ns)
            changed += text != other
            connection.execute(
                "UPDATE events SET body = ? WHERE visit = ? AND seq = ?", (sealed, visit, seq)
            )
        assert changed, f"{was!r} stands nowhere"
