"""Our own forms, spoilt at random: each comes in, or is refused; none is a crash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import cast

import pytest

from bedside.content.load import read
from bedside.content.questionnaire.convert import checklist_of
from bedside.content.questionnaire.element import Json
from bedside.core.checklist import Checklist
from bedside.core.form.names import CHECKLIST, STEP
from tests.content.questionnaire.made import out, shipped_banks
from tests.worlds import SHIPPED, shipped_checklist

JUNK: tuple[object, ...] = (
    *(None, True, 0, -1, 1.5, "", "x", "a.b", "\u202e", "\x00", 10**30, "0" * 50),
    *([], {}, [{}], [None], {"a": 1}, ["x"]),
)
ROUNDS = 60
Spot = tuple[dict[str, object] | list[object], str | int]


def spots(value: object) -> Iterator[Spot]:
    """Yield every place in a value where something stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from spots(inner)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield value, at
            yield from spots(inner)


def seen(made: Json) -> Json:
    """Return a form without what every program may give it anew, and with what is carried read."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            if value.get("url") == CHECKLIST:
                return {}  # who keeps it stands in the form as well, and counts there
            if value.get("url") == STEP and isinstance(value.get("valueString"), str):
                return {**value, "valueString": json.loads(value["valueString"])}
            return {key: plain(inner) for key, inner in value.items()}
        return [plain(one) for one in value] if isinstance(value, list) else value

    return cast("Json", plain({key: value for key, value in made.items() if key != "id"}))


def spoilt(made: Json, chance: Random) -> Json:
    """Return a copy in which one place was filled with junk or with another, or lost."""
    copy = cast("Json", json.loads(json.dumps(made)))
    every = list(spots(copy))
    (holder, key), (other, there) = chance.choice(every), chance.choice(every)
    kept = json.loads(json.dumps(other[there]))  # type: ignore[index]
    match chance.randrange(3):
        case 0:
            holder[key] = chance.choice(JUNK)  # type: ignore[index]
        case 1:
            holder[key] = kept  # type: ignore[index]
        case _:
            del holder[key]  # type: ignore[arg-type]
    return copy


@pytest.mark.parametrize("name", SHIPPED)
def test_a_form_that_was_spoilt_on_its_way_comes_in_or_is_refused(name: str) -> None:
    made, chance = out(shipped_checklist(name)), Random(len(name))
    came, whole = 0, json.dumps(made).count(STEP)
    for _ in range(ROUNDS):
        raw = json.dumps(spoilt(made, chance)).encode()
        found = checklist_of(raw, "a.json", f"{name}.toml", shipped_banks())
        assert bool(found.text) is not bool(found.findings)
        assert all(one.help for one in found.findings)
        came += bool(found.text)
        is_ours_still = raw.count(STEP.encode()) == whole
        if found.text and not found.told and is_ours_still:
            back = read(found.text.encode(), f"{name}.toml", shipped_banks())
            assert isinstance(back, Checklist)
            assert seen(out(back)) == seen(json.loads(raw)), "nothing may fall away unsaid"
    assert 0 < came < ROUNDS
