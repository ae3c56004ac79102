"""The plain face's list of conversations: it says first what is held, and leads there."""

from __future__ import annotations

import os

from bedside.store.paths import find_places
from bedside.words import sending as said
from tests.cli.conftest import Run
from tests.cli.visits import lines
from tests.deliver.peers import Peer
from tests.plain.telling import SIGNED_BY, WHOLE
from tests.tui.test_into_the_record import ENGINE
from tests.worlds import UNCERTAINTY

BED = ("bed 3", "")


def test_adding_a_retraction_says_first_what_becomes_of_the_note_where_it_went(run: Run) -> None:
    path = find_places(os.environ).site_settings
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ENGINE.format(port=9) + 'when = "asked"\n', encoding="utf-8")
    typed = lines(*BED, *WHOLE[UNCERTAINTY], *SIGNED_BY, *BED, "")
    run("walk", UNCERTAINTY, "--plain", typed=typed)
    run("outbox", "send", "last")
    ran = run("add", "last", "retraction", "--because", "wrong", "--by", "Dr Roe", typed="n\n")
    assert said.NEVER_WENT.format(title="Engine") in ran.err


def test_the_list_of_conversations_says_what_is_held(run: Run) -> None:
    with Peer("AE") as peer:
        path = find_places(os.environ).site_settings
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ENGINE.format(port=peer.port), encoding="utf-8")
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
