"""What a hold's changes come to in the second place: sealed for their tables, and as conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bedside.core.events import Event
from bedside.store.bodies import event_row
from bedside.store.keys.seal import CONFLICT, DRAFT, EVENT, SUMMARY, Seal
from bedside.store.safety.records import Began, Change, Listing, Written


class Listed(NamedTuple):
    """How a visit is listed: last touched (UTC, ms), in which state, with which body."""

    touched: int
    state: str
    body: bytes | None


class Beside:
    """Makes the changes of one hold into what the second place keeps."""

    def __init__(self, epoch: int, seal: Seal) -> None:
        """Seal as the holder of this epoch does."""
        self._epoch, self._seal = epoch, seal

    def of_event(self, event: Event, listed: Listed, ends_draft: bool) -> list[Change]:
        """Return what an event comes to."""
        return [
            self._change(
                listing=self._listing(listed), event=self._event(event), ends_draft=ends_draft
            )
        ]

    def of_draft(self, utc: int, body: bytes, listed: Listed) -> list[Change]:
        """Return what words that are being typed come to."""
        return [self._change(listing=self._listing(listed), draft=self._draft(utc, body))]

    def whole(
        self,
        began: Began,
        events: Sequence[Event],
        listed: Listed,
        draft: tuple[int, bytes] | None,
    ) -> list[Change]:
        """Return all of a visit as it stands, so that the second place needs no other."""
        words = self._draft(*draft) if draft else None
        return [
            self._change(began=began),
            *(self._change(event=self._event(event)) for event in events),
            self._change(listing=self._listing(listed), draft=words, ends_draft=words is None),
        ]

    def _change(
        self,
        began: Began | None = None,
        listing: Listing | None = None,
        event: Written | None = None,
        draft: Written | None = None,
        ends_draft: bool = False,
    ) -> Change:
        seal = self._seal
        return Change(
            seal.visit, self._epoch, seal.digest, began, listing, event, draft, ends_draft
        )

    def _event(self, event: Event) -> Written:
        seq, utc, ns, body = event_row(event)
        sealed = self._seal.close(body, EVENT, self._epoch, seq, utc, ns)
        return Written(utc, sealed, self._as_conflict(utc, body), seq, ns)

    def _draft(self, utc: int, body: bytes) -> Written:
        sealed = self._seal.close(body, DRAFT, self._epoch, utc)
        return Written(utc, sealed, self._as_conflict(utc, body))

    def _as_conflict(self, utc: int, body: bytes) -> bytes:
        """Return a body as it is kept if it comes after a take-over."""
        return self._seal.close(body, CONFLICT, self._epoch, utc)

    def _listing(self, listed: Listed) -> Listing | None:
        touched, state, body = listed
        if body is None:
            return None
        return Listing(touched, state, self._seal.close(body, SUMMARY, touched, state))
