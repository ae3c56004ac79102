"""NLM's LHC-Forms, in a browser, over our forms: the same steps open, the same answers back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import cast

import pytest

from bedside.content.questionnaire.out import Form
from bedside.core.checklist import Checklist
from bedside.core.form.items import flat, form_of
from bedside.core.form.names import BASE
from bedside.core.form.replies import replies
from bedside.core.visit import Visit
from bedside.core.walk import replay
from bedside.deliver.fhir.response import response
from tests.peers.asking import ask, chromium, lacking_pack
from tests.tangles import opened, tangle
from tests.worlds import SHIPPED, random_events, shipped_checklist

pytestmark = pytest.mark.browser

Json = dict[str, object]
Visits = Mapping[str, list[Visit]]

VISITS = 10
TANGLES = 30
"""So many random visits of each shipped checklist, and so many made-up checklists."""


@pytest.fixture(scope="module", autouse=True)
def lforms() -> None:
    """Skip where LHC-Forms is not installed."""
    if why := lacking_pack("lforms"):
        pytest.skip(why)


def visits_of(made: Checklist, seeds: range, length: int) -> list[Visit]:
    """Return random visits of a checklist."""
    return [replay(made, random_events(made, seed, length)) for seed in seeds]


def judged(visits: Visits, *how: str) -> Iterator[tuple[Visit, Json, Json]]:
    """Yield each visit with the response that went in, and what LHC-Forms made of it."""
    given = [
        {
            "name": name,
            "form": Form(each[0].checklist, BASE).written(),
            "responses": [response(visit, BASE) for visit in each],
        }
        for name, each in visits.items()
    ]
    answer = cast("Json", ask("lforms_check.mjs", str(chromium()), *how, given=given))
    assert answer["faults"] == [], "an error on the page, or a request to somewhere else"
    said = cast("Mapping[str, list[Json]]", answer["said"])
    for name, each in visits.items():
        assert len(said[name]) == len(each)
        for visit, made in zip(each, said[name], strict=True):
            yield visit, response(visit, BASE), made


def answers(element: Json) -> dict[str, object]:
    """Return every answer of a response by its link; what nobody answered is not there."""
    found: dict[str, object] = {}
    for item in cast("list[Json]", element.get("item", [])):
        if "answer" in item:
            rows = cast("list[Json]", item["answer"])
            found[str(item["linkId"])] = [
                {key: value for key, value in row.items() if key.startswith("value")}
                for row in rows
            ]
        found |= answers(item)
    return found


def agree(visits: Visits) -> int:
    """Return how many visits both engines agree on: all of them, or the test fails."""
    count = 0
    for visit, sent, made in judged(visits):
        links = cast("list[str]", made["open"])
        theirs = [stop for stop in visit.plan.stops if stop in links]
        assert theirs == list(visit.visible()), visit.checklist.id
        form = form_of(visit.checklist)
        ours = set(opened(form, replies(visit)))
        helps = {item.link for item in flat(form) if item.is_help}
        assert set(links) - helps == ours - helps
        assert answers(cast("Json", made["response"])) == answers(sent)
        count += 1
    return count


def test_both_engines_open_the_same_steps_of_shipped_checklists() -> None:
    visits = {name: visits_of(shipped_checklist(name), range(VISITS), 100) for name in SHIPPED}
    assert agree(visits) == VISITS * len(SHIPPED)


def test_both_engines_open_the_same_steps_of_made_up_checklists() -> None:
    visits = {
        f"tangle {seed}": visits_of(tangle(seed), range(seed, seed + 3), 90)
        for seed in Random(7).sample(range(10**6), TANGLES)
    }
    assert agree(visits) == TANGLES * 3


def test_an_answer_that_fell_away_counts_for_nothing_there_either() -> None:
    """Answers of steps that are hidden now are sent along, which bedside itself never does."""
    every = {
        f"tangle {seed}": visits_of(tangle(seed), range(seed, seed + 3), 90) for seed in range(20)
    }
    fallen = {
        name: [visit for visit in each if visit.hidden & set(visit.record.entries)]
        for name, each in every.items()
    }
    found = {name: each for name, each in fallen.items() if each}
    assert len(found) > 5
    bare = {
        name: [replace(visit, hidden=frozenset()) for visit in each] for name, each in found.items()
    }
    shown = [visit.visible() for each in found.values() for visit in each]
    for (visit, _, made), ours in zip(judged(bare), shown, strict=True):
        links = cast("list[str]", made["open"])
        assert [stop for stop in visit.plan.stops if stop in links] == list(ours)


def test_what_is_open_is_drawn_and_nothing_else() -> None:
    visits = {name: visits_of(shipped_checklist(name), range(1), 100) for name in SHIPPED}
    for visit, _, made in judged(visits, "draw"):
        drawn = {link.rpartition("item-")[2] for link in cast("list[str]", made["shown"])}
        links = {link.split("/1")[0] for link in drawn}
        hidden = set(visit.plan.stops) - set(visit.visible())
        assert set(visit.visible()) <= links
        assert not hidden & links
