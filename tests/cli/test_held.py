"""The plain face's list of conversations: it says first what is held, and leads there."""

from __future__ import annotations

import json
import os

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.events import Delivered
from bedside.session import Session
from bedside.store.paths import find_places
from bedside.words import sending as said
from tests.cli.conftest import Run
from tests.cli.visits import followed_up, lines
from tests.deliver.peers import Peer
from tests.deliver.posting import AVERY
from tests.plain.telling import SIGNED_BY, WHOLE
from tests.tui.sending import ENGINE
from tests.worlds import UNCERTAINTY, site_settings

BED = ("bed 3", "")


def test_adding_a_retraction_says_first_what_becomes_of_the_note_where_it_went(run: Run) -> None:
    site_settings(ENGINE.format(port=9) + 'when = "asked"\n')
    typed = lines(*BED, *WHOLE[UNCERTAINTY], *SIGNED_BY, *BED, "")
    run("walk", UNCERTAINTY, "--plain", typed=typed)
    run("outbox", "send", "last")
    ran = run("add", "last", "retraction", "--because", "wrong", "--by", "Dr Roe", typed="n\n")
    assert said.NEVER_WENT.format(title="Engine") in ran.err


def test_what_is_added_by_a_command_goes_at_once_and_it_says_how_that_stands(run: Run) -> None:
    path = find_places(os.environ).site_settings
    path.parent.mkdir(parents=True, exist_ok=True)
    with Peer("AA", "AA", "AE") as peer:
        path.write_text(ENGINE.format(port=peer.port), encoding="utf-8")
        visit = followed_up(AVERY)
        assert run("deliver", "--once").code == 0
        more = ("--words", "more", "--because", "it was forgotten", "--by", "Dr Roe")
        ran = run("add", visit, "addendum", *more)
        assert ran.code == 0
        assert "Entry: In the record of Engine, " in ran.err
        assert len(peer.received) == 2
        ran = run("add", visit, "addendum", *more)
        assert ran.code == 0, "what was added is signed, whatever its receiver says"
        assert "HELD, not in the record of Engine" in ran.err
        assert ran.err.count("Engine") == 1
        assert b"MDM^T06" in peer.received[2]


def test_a_copy_of_a_visit_that_another_window_has_is_in_the_log_alone(run: Run) -> None:
    site_settings(ENGINE.format(port=9))
    visit, copied = followed_up(AVERY), m.Deliver("clipboard", characters=12)
    there, here = Desk(), Desk()
    session = there.resume(visit)
    assert isinstance(session, Session)
    assert here.outbox is not None
    assert not here.outbox.handed(visit, copied)
    assert session.close()
    assert here.outbox.handed(visit, copied)
    for desk in (here, there):
        assert desk.store.close()
    assert [one.how for one in receipts(visit)] == ["clipboard"]
    assert (acts(run, "exported"), acts(run, "delivered")) == (1, 1)
    control = run("outbox", "--json").out.partition('"control": "')[2][:20]
    assert run("outbox", "text", control).code == 0
    assert (acts(run, "exported"), acts(run, "delivered")) == (2, 1)


def receipts(visit: str) -> list[Delivered]:
    """Return how the note of a visit has left."""
    desk = Desk()
    session = desk.resume(visit)
    assert isinstance(session, Session)
    assert session.close()
    assert desk.store.close()
    return list(session.visit.receipts)


def acts(run: Run, act: str) -> int:
    """Return how often the log says that something was done."""
    return [one["act"] for one in json.loads(run("audit", "--json").out)].count(act)


def test_the_list_of_conversations_says_what_is_held(run: Run) -> None:
    with Peer("AE") as peer:
        site_settings(ENGINE.format(port=peer.port))
        run(
            "walk",
            UNCERTAINTY,
            "--plain",
            typed=lines(*BED, *WHOLE[UNCERTAINTY], *SIGNED_BY, *BED, ""),
        )
    ran = run("walk", "--plain", typed=lines("/outbox", "", ""))
    assert "/outbox 1 note is held" in ran.out
    assert said.TITLE in ran.out
    assert "nothing was begun." in ran.err
