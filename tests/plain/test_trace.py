"""`/trace`: where every sentence of the note comes from."""

from __future__ import annotations

import re

from bedside.cli.desk import Desk
from tests.plain.telling import talk
from tests.worlds import UNCERTAINTY


def test_trace_tells_of_each_sentence_when_and_at_which_step_it_was_recorded(desk: Desk) -> None:
    page = talk(desk, UNCERTAINTY, "1", "1", "/trace").after("Agreed to talk now.\n")
    assert re.match(r"\w+day \d+ \w+, \d\d:\d\d: recorded at: A good time to talk\n", page)
