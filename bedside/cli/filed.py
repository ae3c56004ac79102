"""What was signed on a shared workstation, opened with the records key, which is kept elsewhere."""

from __future__ import annotations

from argparse import Namespace

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.signed import unprintable
from bedside.cli.signin import shared_door
from bedside.core.reasons import reason
from bedside.words import site as said


def filed_text(desk: Desk, args: Namespace) -> bytes:
    """Return a text of a signed visit as it was filed; Ended where the key or the visit is not."""
    from bedside.core.walk import replay
    from bedside.note.render import rendered
    from bedside.note.render.pdf import Unprintable
    from bedside.note.shown import shown
    from bedside.store.keys.founding import read_records_key
    from bedside.store.keys.pairs import unlock
    from bedside.store.keys.rings import records_info

    desk.without_sign_in = "always"
    clinic = shared_door(desk).clinic
    try:
        private = read_records_key(args.records_key, clinic)
    except ValueError as error:
        raise Ended(Exit.NOT_ALLOWED, f"{args.records_key} opens nothing here: {error}.") from None
    except OSError as error:
        message = f"{args.records_key} cannot be read: {reason(error)}."
        raise Ended(Exit.UNAVAILABLE, message) from error
    visit = _meant(desk, args.visit)
    kept = desk.store.filed(
        visit, lambda seq, body: unlock(private, body, records_info(clinic, visit, seq))
    )
    whole = replay(kept.checklist, kept.events)
    try:
        return rendered(shown(whole, args.reader, args.original), args.format)
    except Unprintable as error:
        raise Ended(Exit.UNAVAILABLE, unprintable(error)) from None


def _meant(desk: Desk, name: str) -> str:
    """Return the filed visit meant by an id or the end of one; "last" is the newest."""
    filed = desk.store.filed_visits()
    found = filed[:1] if name == "last" else [v for v in filed if v.endswith(name.upper())]
    if len(found) != 1:
        told = said.SEVERAL_VISITS.format(count=len(found), name=name)
        raise Ended(Exit.NOT_FOUND, told if found else said.NOT_FILED.format(name=name))
    return found[0]
