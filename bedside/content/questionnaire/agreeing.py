"""Whether a form that was a checklist still says what the checklist made of it says.

What was changed on the way and could be read is in the checklist by now. The rest shows where the
checklist, written as a form again, is another: a rule or a type that no longer fits what is carried
is refused, and everything else is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from bedside.content.questionnaire.element import Json
from bedside.content.questionnaire.out import ITEM_CONTROL, Form
from bedside.content.questionnaire.told import Told
from bedside.core.checklist import Checklist
from bedside.core.form import names
from bedside.core.form.gates import tangled

_RULES = ("type", "enableWhen", "enableBehavior")

_HEAD = (
    *("title", "version", "language", "name", "status", "description", "publisher"),
    *("subjectType", "lastReviewDate"),
)
_APART = frozenset(("item", "linkId", "code"))
"""What of an item is not compared: those within it are by themselves, and codes lie beside."""

Items = Mapping[str, Json]


def disagree(made: Checklist, form: Json, told: Told) -> None:
    """Tell of everything in which a form of ours is another than the checklist made of it."""
    url = str(form.get("url", ""))
    if tangled(made.steps):
        return
    form = _untranslated(form)
    again = Form(made, url.removesuffix(f"/Questionnaire/{made.id}")).written()
    for name in _HEAD:
        if form.get(name) != again.get(name):
            told.leave(f"a change of {name}", "")
    given, mine = dict(_flat(form)), dict(_flat(again))
    own = {link for link, item in given.items() if _carries(item)}
    for link, item in given.items():
        if link in mine and ("/" in link or {link, link.rpartition(".")[0]} & own):
            _compare(link, (item, mine[link]), told, is_step=link in own)
    for link, item in mine.items():
        if link not in given and (_carries(item) or link.rpartition(".")[0] in own):
            told.leave("that an item was taken out", link)


def _untranslated(form: Json) -> Json:
    """Return a form without what stands beside its texts: translations, which are told already."""
    return cast("Json", _bare(form))


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if not key.startswith("_")}
    return [_bare(each) for each in value] if isinstance(value, list) else value


def _compare(link: str, items: tuple[Json, Json], told: Told, *, is_step: bool) -> None:
    bank, stroke, _ = link.partition("/")
    given, mine = items if stroke else (_comparable(item) for item in items)
    for key in dict.fromkeys((*given, *mine)):
        if key in _APART or given.get(key) == mine.get(key):
            continue
        if stroke:
            told.leave("the wording of a bank that says it otherwise here", bank)
        elif is_step and key in _RULES:
            what = f"its {key} was changed and no longer fits what it carries"
            way = "take the extension checklist-step off the item, so that it is read anew"
            told.refuse(link, "T168", what, way)
        else:
            told.leave(f"a change of {key}", link)


def _comparable(item: Json) -> Json:
    """Return what of an item is compared; of its extensions only how it is drawn."""
    rows = item.get("extension")
    drawn = [
        one
        for one in (rows if isinstance(rows, list) else [])
        if isinstance(one, dict) and one.get("url") == ITEM_CONTROL
    ]
    return item | {"extension": drawn}


def _carries(item: Json) -> bool:
    rows = item.get("extension")
    return isinstance(rows, list) and any(
        isinstance(one, dict) and one.get("url") == names.STEP for one in rows
    )


def _flat(element: Json) -> Iterator[tuple[str, Json]]:
    items = element.get("item")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            yield str(item.get("linkId")), item
            yield from _flat(item)
