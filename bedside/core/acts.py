"""Acts: what the log of a workstation can say was done. A closed vocabulary, so nothing else can.

No act has words of its own beside it, so that nothing of a patient can ever stand in the log.
"""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """One kind of thing that was done; the value is how the log spells it, for good."""

    LOG_BEGUN = "log-begun"
    """A log was begun; the number says which one on this workstation it is."""
    WRITTEN_LATE = "written-late"
    """So many entries before this one had waited in memory: the log could not be written."""
    CLOCK_BACK = "clock-back"
    """The wall clock had been set back, by so many seconds."""
    BEGUN = "begun"
    OPENED = "opened"
    TAKEN_OVER = "taken-over"
    READ = "read"
    SIGNED = "signed"
    ADDED = "added"
    DELIVERED = "delivered"
    EXPORTED = "exported"
    FOLLOWED_UP = "followed-up"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    """An offer was declined, or taken back by who made it."""
    CLAIMED = "claimed"
    CLOSED = "closed"
    """The keys of those who held a delivered visit were destroyed; recovery's is still there."""
    KEY_DESTROYED = "key-destroyed"
    """The last key of a visit was destroyed; what it sealed opens no more."""
    REMOVED = "removed"
    SALVAGED = "salvaged"
    SIGNED_IN = "signed-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    SIGNED_OUT = "signed-out"
    LOCKED = "locked"
    QUICK_UNLOCK = "quick-unlock"
    PASSPHRASE_CHANGED = "passphrase-changed"  # noqa: S105  # an act, no passphrase
    PERSON_ADDED = "person-added"
    PERSON_RETIRED = "person-retired"
    PERSON_RESET = "person-reset"
    CLINIC_SET_UP = "clinic-set-up"
    SETTINGS_CHANGED = "settings-changed"
    EMERGENCY_BEGUN = "emergency-begun"
    EMERGENCY_OPENED = "emergency-opened"
