"""The patient page's own words: plain, kind, and spoken to the person it is for.

Nobody is called "the patient" here, and nothing is promised that nobody recorded.
"""

from __future__ import annotations

from collections.abc import Mapping

from bedside.note import wording as w

LABELS: Mapping[str, str] = {
    "patient": "For",
    "present": "With you",
    "talk": "Our talk",
    "told": "You told us",
    "shared": "We told you",
    "decided": "Decided",
    "checked": "We went over",
    "next": "What happens next",
    "do": "We will do",
    "signed": "You talked with",
}
"""The words in front of each part of the page."""

ANSWERS: Mapping[str, str] = {
    **w.ANSWERS,
    "alone": "nobody else",
    "partner": "your partner",
    "child": "your son or daughter",
    "parent": "your parent",
    "family": "your family",
    "friend": "your friend",
}
"""Built-in answers inside a sentence."""

HEADING = "What we talked about on {day}"
OWN_WORDS = "You said: “{answer}”"
AGREED_DAY = "The day we agreed on: {day}."
PUT_RIGHT = "You put this right when we read it to you: {words}"
PUT_RIGHT_BESIDE = "you put this right when we read it to you: {words}"
ROLE = "Part of this talk is still to come, with: {who}."
WRONG = "Is anything here not right? Tell us, and we will write that down too."

STOPPED = "We stopped here for today."
STOPS: Mapping[str, str] = {
    "distress": "It had become a lot, so we stopped here for today.",
    "too-much": "It was enough for today, so we stopped here.",
    "no-time": "We ran out of time, so we stopped here for today.",
}
"""That the talk was stopped for today, by the reason; a reason in words is the clinician's own."""

LATER_HEADING = "Since then"
RETRACTED = "TAKEN BACK on {day}. This page was a mistake. Please give it back to us."
CHANGED = "This page was changed after it was signed. Please ask us before you rely on it."
ADDED = "On {day} something was added to your record. Ask us to go over it with you."
DISAGREED = "On {day} we wrote down what you see differently: {words}"
