"""What others add to a Questionnaire: what is honoured, what has to be refused, what may be left.

By FHIR's own rule (R4, Extensibility) an extension may be passed over and a modifier extension may
not. Some extensions all the same decide which question is asked or what counts as its answer;
passing over those would ask something else, so they are refused, each by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Unhonoured(NamedTuple):
    """Why something cannot be honoured: the code, what it is, and the way out."""

    code: str
    what: str
    way_out: str


_WORKED_OUT = "take the calculation out, and ask the question or leave the item out"
_ASSEMBLED = "put the whole form together with the program it comes from, and convert that"

REFUSED: Mapping[str, Unhonoured] = {
    "calculatedExpression": Unhonoured("T164", "its answer is calculated", _WORKED_OUT),
    "enableWhenExpression": Unhonoured(
        "T164",
        "an expression decides whether it is asked",
        "write the rule with enableWhen: a question, an operator and an answer",
    ),
    "answerExpression": Unhonoured(
        "T164", "its answers are worked out while it is filled in", "list them as answerOption"
    ),
    "answerOptionsToggleExpression": Unhonoured(
        "T164", "an expression decides which answers are offered", "ask in two questions instead"
    ),
    "subQuestionnaire": Unhonoured("T164", "another form is to be put in its place", _ASSEMBLED),
    "questionnaireAdaptive": Unhonoured(
        "T164",
        "each next question comes from a server",
        "convert a form that holds its questions itself",
    ),
    "itemMedia": Unhonoured(
        "T166", "it shows a picture, a film or a sound", "put what it tells into words"
    ),
    "itemAnswerMedia": Unhonoured(
        "T166", "its answers are pictures, films or sounds", "put what each tells into words"
    ),
}
"""Extensions that change what is asked, by the end of their address."""

WHERE_TRUE: Mapping[str, Unhonoured] = {
    "hidden": Unhonoured(
        "T162", "it is hidden, so nobody would be asked", "take the item out, or show it"
    ),
    "rendering-styleSensitive": Unhonoured(
        "T166",
        "its meaning depends on how it is drawn",
        "put into words what the style says, and take the mark out",
    ),
}
"""Extensions that only matter where they say true."""

WHERE_IT_SAYS: Mapping[str, tuple[str, Unhonoured]] = {
    "assemble-expectation": (
        "assemble-root",
        Unhonoured("T164", "parts of it are to be fetched from other forms", _ASSEMBLED),
    ),
}
"""Extensions that only matter where they say this."""

MODIFIER = Unhonoured(
    "T166",
    "it may only be used by a program that knows this modifier extension",
    "ask whoever made the form what it means, put it into words, and take it out",
)
CONSTRAINT = Unhonoured(
    "T164", "an expression decides which answers are allowed", "take the constraint out"
)

_FAMILIES = ("extension-Questionnaire.item.", "sdc-questionnaire-", "questionnaire-", "sdc-")
"""The longer before the shorter that it ends in."""


def short(url: str) -> str:
    """Return the end of an extension's address without the names of its family."""
    end = url.rstrip("/").rpartition("/")[2]
    for family in _FAMILIES:
        if end.startswith(family):
            return end.removeprefix(family)
    return end


def refusal_of(url: str, said: object) -> Unhonoured | None:
    """Return why an extension with this value cannot be passed over; nothing where it can."""
    name = short(url)
    if name in REFUSED and said is not False:
        return REFUSED[name]
    if name in WHERE_TRUE and said is True:
        return WHERE_TRUE[name]
    wanted = WHERE_IT_SAYS.get(name)
    return wanted[1] if wanted and said == wanted[0] else None
