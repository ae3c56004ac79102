"""Plain words to say: no jargon, one question at a time, and questions that open a talk.

`HEARD` and `READ` say which lists are looked through in what is said and in what the patient
reads, and what is told of what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from bedside.content.lint.gaps import outside_gaps
from bedside.content.lint.lists import (
    Better,
    folded,
    known,
    letters,
    phrases,
    texts_in,
    words_of,
)
from bedside.content.lint.texts import Group, Hit, Text, sentence_around
from bedside.content.lint.told import Found, Rule, about, listed, told
from bedside.content.places import Here
from bedside.core.answers import RESERVED
from bedside.core.checklist import Choice, Step
from bedside.core.problems import Edit, Finding, Fix

_CAPITALS = re.compile(r"(?<![\w-])[A-Z][A-Z&/]*[A-Z]s?(?![\w-]|\W{0,3}\d\d)")
"""Letters of the trade; before a long number they belong to a person, which another rule tells."""

_TWO_CAPITALS = re.compile(r"[A-Z][A-Z&/]")
_ASKED = re.compile(r"[^.!?…？؟]*[?？؟]")
_LETTER = re.compile(r"[^\W\d_]")
_QUESTION = re.compile(r"[^.!?…]*\?")
_CLOSED = re.compile(
    r"\s*(?:(?:and|but|so|or),? )?(?:is|are|was|were|do|does|did|have|has|had|can|could|would|will"
    r"|should|may|shall) (?:i|you|we|he|she|they|it|this|that|there|your|the|a|an|anyone|anybody"
    r"|someone|somebody|something|anything)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:who|whom|what|when|where|which|why|how|tell|say|share|describe|explain|show|help)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\s*(?:any |an)?others?\b(?: (?:reason|answer|thing|option|one))?[\s:.…_-]*(?:\(.*\))?\s*\Z",
    re.IGNORECASE,
)

_HARD = Rule(
    "P503",
    "{} is harder to follow than it needs to be.",
    "{} are harder to follow than they need to be.",
)
HEARD: Mapping[str, Rule] = {
    "hard": _HARD,
    "jargon": Rule(
        "P505",
        "{} is a word of the trade; said aloud, it leaves people behind.",
        "{} are words of the trade; said aloud, they leave people behind.",
        with_letters=True,
    ),
    "questions": Rule(
        "P506",
        "{} is answered with no; asking what they are brings them out.",
        "{} are answered with no; asking what they are brings them out.",
        only_asked=True,
    ),
    "else": Rule(
        "P507",
        '{} is answered with no; "something else" brings out what is left.',
        '{} are answered with no; "something else" brings out what is left.',
        only_asked=True,
    ),
    "understood": Rule(
        "P508",
        "{} is answered with yes, whatever was understood.",
        "{} are answered with yes, whatever was understood.",
    ),
    "blame": Rule(
        "P514",
        "{} sounds like blame, and who is blamed stops telling.",
        "{} sound like blame, and who is blamed stops telling.",
    ),
}
READ: Mapping[str, Rule] = {
    "hard": _HARD,
    "jargon": Rule(
        "N412",
        "{} is a word of the trade, and the patient reads this at home.",
        "{} are words of the trade, and the patient reads this at home.",
        with_letters=True,
    ),
}
"""What is told of the lists, in what is said and in what the patient reads."""


def looked_through(group: Group, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Return what the rules find in texts, looking closer only where a phrase of a list stands."""
    near = group.words & known(tuple(rules))
    for name, rule in rules.items():
        pattern = phrases(name).pattern(near, group.folded) if near else None
        has_letters = rule.with_letters and _TWO_CAPITALS.search(group.whole)
        if pattern is None and not has_letters:
            continue
        for text in group.texts:
            found = list(_listed(text, name, rule, pattern)) if pattern else []
            found += _letters(text) if has_letters else []
            if found := outside_gaps(text, found):
                yield told(rule, found)


def _listed(text: Text, name: str, rule: Rule, pattern: re.Pattern[str]) -> Iterator[Found]:
    for match in pattern.finditer(text.text):
        hit = text.hit(match)
        if not rule.only_asked or _is_asked(hit):
            yield Found(hit, phrases(name).better(match[0]))


def _is_asked(hit: Hit) -> bool:
    _, end = sentence_around(hit.of.text, hit.start, hit.end)
    return hit.of.text[:end].rstrip("”\"’')").endswith("?")


def _letters(text: Text) -> Iterator[Found]:
    """Return each word in capital letters that is not one everybody says."""
    for match in _CAPITALS.finditer(text.text):
        if match[0] in _said_by_all():
            continue
        asked = f'say what "{match[0]}" stands for, in words anybody uses at home'
        better = letters().get(match[0]) or letters().get(match[0].removesuffix("s"))
        yield Found(text.hit(match), better or Better(advice=asked))


@cache
def _said_by_all() -> frozenset[str]:
    return frozenset((*texts_in("letters", "spelled"), *texts_in("letters", "shouted")))


def stacked(group: Group) -> Iterator[Finding]:
    """Return each phrase that asks more than one thing at once; in any language."""
    for text in group.those(_asks_twice):
        asked = [one[0].strip() for one in _ASKED.finditer(text.text) if _LETTER.search(one[0])]
        if len(asked) > 1:
            message = "This phrase asks more than one question at once; the last one is answered."
            own = "phrases of their own" if asked[2:] else "a phrase of its own"
            help_ = f'ask "{asked[0]}" and wait; give {listed(asked[1:])} {own}'
            yield text.finding("P504", message, help_)


def _asks_twice(text: str) -> bool:
    return text.count("?") > 1 or text.count("？") > 1 or text.count("؟") > 1


def alike(here: Here, step: Step) -> Iterator[Finding]:
    """Return that a manner of saying it is a copy, up to capitals, spaces and signs."""
    if len(step.say) < 2 or len({_beginning(one.text) for one in step.say}) == len(step.say):
        return
    first: dict[str, Text] = {}
    copies: list[Hit] = []
    for at, phrase in enumerate(step.say):
        bare = "".join(filter(str.isalnum, phrase.text.casefold()))
        text = Text(here, ("say", phrase.tone or at), phrase.text)
        if bare and first.setdefault(bare, text) is not text:
            copies += [one.whole() for one in (text, first[bare])]
    if copies:
        message = "This says the same words as another manner of this step, so there is no choice."
        help_ = "say it another way, shorter or softer, or leave the copy out"
        yield about("P512", list(dict.fromkeys(copies)), message, help_)


def _beginning(text: str) -> str:
    """Return what two copies certainly have in common, quickly: their first letter."""
    found = _LETTER.search(text)
    return found[0].casefold() if found else ""


def closed(here: Here, step: Step) -> Iterator[Finding]:
    """Return each phrase that asks for yes or no where the patient's own words are wanted."""
    for at, phrase in enumerate(step.say if step.kind == "words" else ()):
        asked = _QUESTION.search(phrase.text) if phrase.text.count("?") == 1 else None
        if not asked or not _CLOSED.match(asked[0]) or _OPEN.search(phrase.text):
            continue
        text = Text(here, ("say", phrase.tone or at), phrase.text)
        if not _elsewhere(text):
            message = "This question is answered with yes or no; the step waits for words."
            yield text.finding("P509", message, 'begin with "what", "how" or "tell me"')


def _elsewhere(text: Text) -> bool:
    """Whether another rule already says what is wrong with how this is asked."""
    whole = folded(text.text)
    words = frozenset(words_of(whole))
    names = ("questions", "else", "understood")
    return any(phrases(name).pattern(words, whole) for name in names)


def other_as_option(here: Here, step: Step) -> Iterator[Finding]:
    """Return each option that only says "other", which tells the note nothing."""
    if not isinstance(step, Choice):
        return
    for option in step.options:
        if _OTHER.match(option.label) and option.id not in RESERVED:
            message = f'"{option.label}" tells the note nothing; a free answer can be asked for.'
            help_ = "take this option out and write other = true"
            spot = here.value("options", option.id)
            yield here.finding("P510", message, help_, spot, _freed(here, step, option.id))


def _freed(here: Here, step: Choice, option: str) -> Fix | None:
    """Return the mend that puts other = true in the option's place, if nothing else names it."""
    origin = here.origins[0]
    mark = origin.spans.marks.get((*origin.path, "options", option))
    named = {*step.note, *step.patient, *step.handover}
    if mark is None or len(mark.keys) != 2 or step.other or option in named:
        return None
    span = origin.spans.stretch(mark.keys[0][0], mark.value[1])
    return Fix("Write other = true", (Edit(span, "other = true"),))
