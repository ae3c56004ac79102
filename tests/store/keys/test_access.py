"""Who may open which visit, in which state, and which of the log: every user, exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from bedside.core.acts import Act
from bedside.core.checklist import Checklist
from bedside.store.audit.check import verify
from bedside.store.audit.entries import TOLD_BY_ROWS, Entry
from bedside.store.audit.roots import root_of
from bedside.store.keys import passing
from bedside.store.keys.keyring import Keyring, NotYours, SoloKeyring
from bedside.store.keys.rings import PersonKeyring
from bedside.store.locks import StoreError
from bedside.store.store import Store
from tests.clinics import COLLEAGUE, KEEPER, THIRD, SharedSite
from tests.store.audit.logs import kept
from tests.store.keys.test_filing import filed, records, signed

AUTHOR = KEEPER
USERS = ("author", "handed to", "somebody else", "nobody", "recovery", "a disk image", "records")


def draft(site: SharedSite, talk: Checklist) -> str:
    return site.begun(site.ring(AUTHOR), talk)


def offered(site: SharedSite, talk: Checklist) -> str:
    visit = draft(site, talk)
    assert site.door(AUTHOR).offer(visit, site.ids[COLLEAGUE]) is None
    return visit


def declined(site: SharedSite, talk: Checklist) -> str:
    visit = offered(site, talk)
    site.door(COLLEAGUE).decline(visit)
    return visit


def withdrawn(site: SharedSite, talk: Checklist) -> str:
    visit = offered(site, talk)
    site.door(AUTHOR).withdraw(visit)
    return visit


def handed_over(site: SharedSite, talk: Checklist) -> str:
    visit = offered(site, talk)
    assert site.door(COLLEAGUE).accept(visit) is None
    return visit


def delivered(site: SharedSite, talk: Checklist) -> str:
    visit = handed_over(site, talk)
    passing.close_for_people(site.book, visit)
    return visit


def shredded(site: SharedSite, talk: Checklist) -> str:
    visit = delivered(site, talk)
    passing.shred(site.book, visit)
    return visit


def emergency(site: SharedSite, talk: Checklist) -> str:
    return site.begun(site.door().emergency(), talk)


def claimed(site: SharedSite, talk: Checklist) -> str:
    visit = emergency(site, talk)
    assert site.door(AUTHOR).claim(visit) is None
    return visit


def claimed_and_handed_over(site: SharedSite, talk: Checklist) -> str:
    visit = claimed(site, talk)
    assert site.door(AUTHOR).offer(visit, site.ids[COLLEAGUE]) is None
    assert site.door(COLLEAGUE).accept(visit) is None
    return visit


def author_retired(site: SharedSite, talk: Checklist) -> str:
    """A visit of somebody whom the keeper has retired since; nobody is "author" any longer."""
    visit = site.begun(site.ring(THIRD), talk)
    third = site.roster.people.find(THIRD)
    assert not isinstance(third, str)
    assert site.roster.retire(third, site.ring(KEEPER)) is None
    return visit


def finished(site: SharedSite, talk: Checklist) -> str:
    """A visit whose note is signed, and has not left yet."""
    return signed(site, talk, AUTHOR)


def finished_and_handed_over(site: SharedSite, talk: Checklist) -> str:
    visit = finished(site, talk)
    assert site.door(AUTHOR).offer(visit, site.ids[COLLEAGUE]) is None
    assert site.door(COLLEAGUE).accept(visit) is None
    return visit


def finished_and_delivered(site: SharedSite, talk: Checklist) -> str:
    """A finished visit whose note has left, the grace over."""
    visit = finished_and_handed_over(site, talk)
    passing.close_for_people(site.book, visit)
    return visit


def finished_and_gone(site: SharedSite, talk: Checklist) -> str:
    """A finished visit that retention has reached."""
    visit = finished_and_delivered(site, talk)
    store = Store(site.places, site.door().emergency())
    assert store.remove(visit) is None
    store.close()
    return visit


State = Callable[[SharedSite, Checklist], str]
TABLE: Mapping[State, frozenset[str]] = {
    draft: frozenset(("author", "recovery")),
    offered: frozenset(("author", "recovery")),
    declined: frozenset(("author", "recovery")),
    withdrawn: frozenset(("author", "recovery")),
    handed_over: frozenset(("author", "handed to", "recovery")),
    delivered: frozenset(("recovery",)),
    shredded: frozenset(),
    emergency: frozenset(("recovery",)),
    claimed: frozenset(("author", "recovery")),
    claimed_and_handed_over: frozenset(("author", "handed to", "recovery")),
    author_retired: frozenset(("recovery",)),
    finished: frozenset(("author", "recovery", "records")),
    finished_and_handed_over: frozenset(("author", "handed to", "recovery", "records")),
    finished_and_delivered: frozenset(("recovery", "records")),
    finished_and_gone: frozenset(),
}
"""Who opens a visit here in each state; everybody else is refused."""


def keyring(site: SharedSite, user: str) -> Keyring:
    """Return what a user can open visits with."""
    if user == "nobody":
        return site.door().emergency()
    if user == "recovery":
        return site.recovered()
    if user == "a disk image":
        return SoloKeyring(site.places.key_file)
    return site.ring({"author": AUTHOR, "handed to": COLLEAGUE}.get(user, THIRD))


def records_open(site: SharedSite, visit: str) -> bool:
    """Whether the records service opens what is filed of a visit."""
    try:
        return bool(filed(site, visit, records(site)).events)
    except KeyError:
        return False


def opens(site: SharedSite, user: str, visit: str) -> bool:
    """Whether a user opens a visit; every way of asking has to say the same."""
    if user == "records":
        return records_open(site, visit)
    store = Store(site.places, keyring(site, user))
    try:
        listed = visit in {one.id for one in store.listings()}
        closed = visit in {one.id for one in store.closed()}
        assert not (listed and closed)
        try:
            found = bool(store.read(visit).events)
        except KeyError:
            return listed or closed
        except NotYours:
            assert closed
            found = False
            with pytest.raises(NotYours):
                store.hold(visit)
        assert found == listed
        return found
    finally:
        store.close()


@pytest.mark.parametrize("state", TABLE, ids=lambda state: state.__name__)
def test_a_visit_opens_for_exactly_those_the_table_names(
    site: SharedSite, uncertainty: Checklist, state: State
) -> None:
    visit = state(site, uncertainty)
    users = [user for user in USERS if not (state is author_retired and user == "somebody else")]
    assert {user for user in users if opens(site, user, visit)} == TABLE[state]


def test_what_one_may_open_says_nothing_of_another_visit(
    site: SharedSite, uncertainty: Checklist
) -> None:
    mine, theirs = draft(site, uncertainty), site.begun(site.ring(THIRD), uncertainty)
    handed = handed_over(site, uncertainty)
    expected = {
        AUTHOR: {mine, handed},
        COLLEAGUE: {handed},
        THIRD: {theirs},
    }
    for name, visits in expected.items():
        store = Store(site.places, site.ring(name))
        assert {one.id for one in store.listings()} == visits
        assert {one.id for one in store.closed()} == {mine, theirs, handed} - visits
        store.close()


def test_nobody_can_begin_and_write_a_visit_and_read_none(
    site: SharedSite, uncertainty: Checklist
) -> None:
    old, new = draft(site, uncertainty), emergency(site, uncertainty)
    store = Store(site.places, site.door().emergency())
    for visit in (old, new):
        with pytest.raises(NotYours):
            store.read(visit)
    assert store.listings() == []
    store.close()


def test_a_closed_visit_says_nothing_of_the_patient(
    site: SharedSite, uncertainty: Checklist
) -> None:
    visit = draft(site, uncertainty)
    store = Store(site.places, site.ring(THIRD))
    (closed,) = store.closed()
    store.close()
    assert closed.id == visit
    assert set(closed.people) == {site.ids[AUTHOR], "recovery"}


@pytest.mark.parametrize("taken_by", [COLLEAGUE, THIRD])
def test_the_first_to_claim_an_emergency_visit_keeps_it(
    site: SharedSite, uncertainty: Checklist, taken_by: str
) -> None:
    visit = emergency(site, uncertainty)
    assert all(site.door(name).unclaimed() == (visit,) for name in site.ids)
    assert site.door(taken_by).claim(visit) is None
    for name in set(site.ids) - {taken_by}:
        door = site.door(name)
        barred = door.claim(visit)
        assert barred is not None
        assert (barred.why, barred.about) == ("taken", taken_by)
        assert door.unclaimed() == ()
        assert isinstance(door.keyring, PersonKeyring)
        assert door.keyring.unwrap(visit, site.book.wraps(visit)) is None
    assert set(site.book.wraps(visit)) == {site.ids[taken_by], "recovery"}


ALL, OWN, TIMES = "all", "own entries", "times and counts"
AUDIT: Mapping[str, str] = {
    "author": OWN,
    "handed to": OWN,
    "somebody else": OWN,
    "nobody": TIMES,
    "recovery": ALL,
    "a disk image": TIMES,
    "records": TIMES,
    "a keeper": ALL,
}
"""What each opens of the log. The records service verifies it, as everybody can."""


def told(site: SharedSite, user: str) -> list[Entry]:
    """Return the log as a user opens it, with what their keys open and nothing else."""
    store = Store(site.places, site.door().emergency())
    log = kept(store)
    store.close()
    assert verify(log.links, None, (), log.end).fault is None
    if user == "records":
        root, own = None, site.records_key.read_bytes()[:32]
    else:
        ring = site.ring(KEEPER) if user == "a keeper" else keyring(site, user)
        try:
            root, own = root_of(site.book, ring, log.which), ring.log_key
        except StoreError:  # a key file that is not there
            root, own = None, b""
    return [one.entry for one in log.opened(root, own)]


@pytest.mark.parametrize("user", AUDIT)
def test_the_log_opens_for_each_user_as_the_table_says(
    site: SharedSite, uncertainty: Checklist, user: str
) -> None:
    """The author is no keeper here: one of those sees all, as who answers for the machine."""
    people = {"author": COLLEAGUE, "handed to": THIRD, "somebody else": THIRD}
    visit = site.begun(site.ring(COLLEAGUE), uncertainty)
    if user != "somebody else":
        assert site.door(COLLEAGUE).offer(visit, site.ids[THIRD]) is None
        assert site.door(THIRD).accept(visit) is None
    site.begun(site.ring(THIRD), uncertainty)
    site.begun(site.door().emergency(), uncertainty)
    seen = told_on(site, people[user]) if user in people else told(site, user)
    opened = [one for one in seen if one.actor]
    if AUDIT[user] == ALL:
        assert {one.actor for one in opened} == set(site.ids.values())
        assert Act.SEALED not in {one.act for one in seen}
    elif AUDIT[user] == OWN:
        assert {one.actor for one in opened} == {site.ids[people[user]]}
        assert Act.SIGNED_IN in {one.act for one in opened}
    else:
        assert opened == []
        assert {one.act for one in seen} <= {*TOLD_BY_ROWS, Act.SEALED}
    assert all(one.utc for one in seen)


def told_on(site: SharedSite, name: str) -> list[Entry]:
    """Return the log as somebody opens it who signs in."""
    ring = site.ring(name)
    store = Store(site.places, ring)
    log = kept(store)
    store.close()
    assert root_of(site.book, ring, log.which) is None
    return [one.entry for one in log.opened(None, ring.log_key)]
