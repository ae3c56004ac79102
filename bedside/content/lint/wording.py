"""Plain words to say: no jargon, one question at a time, and questions that open a talk.

Each rule over a list of phrases is a function from what was found to a finding; `heard_rules` and
`read_rules` say which lists are looked through in what is said and in what the patient reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from bedside.content.lint.lists import Better, folded, phrases, texts_in, words_of
from bedside.content.lint.texts import Group, Hit, Text, sentence_around
from bedside.content.places import Here
from bedside.core.answers import RESERVED
from bedside.core.checklist import Choice, Step
from bedside.core.problems import Edit, Finding, Fix

Rule = Callable[[Hit, Better], Finding]

_CAPITALS = re.compile(r"(?<![\w-])[A-Z][A-Z&/]*[A-Z]s?(?![\w-]|\W{0,3}\d\d)")
"""Letters of the trade; before a long number they belong to a person, which another rule tells."""

_TWO_CAPITALS = re.compile(r"[A-Z][A-Z&/]")
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


def way_out(better: Better) -> str:
    """Return what to do about a phrase, in a few words."""
    ready = better.swap or better.instead
    return f'write "{ready}"' if ready else better.advice


def mend(hit: Hit, better: Better) -> Fix | None:
    """Return the ready mend of a phrase, where there is one that cannot go wrong."""
    if better.swap:
        return hit.swap(better.swap)
    return hit.say_instead(better.instead) if better.instead else None


def hard_word(hit: Hit, better: Better) -> Finding:
    """Return that a plainer word is at hand."""
    message = f'"{hit.words}" is harder to follow than it needs to be.'
    return hit.finding("P503", message, way_out(better), mend(hit, better))


def jargon(hit: Hit, better: Better) -> Finding:
    """Return that a spoken word belongs to the trade."""
    message = f'"{hit.words}" is a word of the trade; said aloud, it leaves people behind.'
    return hit.finding("P505", message, way_out(better), mend(hit, better))


def written_jargon(hit: Hit, better: Better) -> Finding:
    """Return that the patient has to read a word of the trade."""
    message = f'"{hit.words}" is a word of the trade, and the patient reads this at home.'
    return hit.finding("N412", message, way_out(better), mend(hit, better))


def any_questions(hit: Hit, better: Better) -> Finding:
    """Return that asking whether there are questions brings out none."""
    message = f'"{hit.words}" is answered with no; asking what they are brings them out.'
    return hit.finding("P506", message, way_out(better), mend(hit, better))


def anything_else(hit: Hit, better: Better) -> Finding:
    """Return that one word decides whether the rest is said."""
    message = '"Anything else" is answered with no; "something else" brings out what is left.'
    return hit.finding("P507", message, way_out(better), mend(hit, better))


def understood(hit: Hit, better: Better) -> Finding:
    """Return that everybody says yes to this."""
    message = f'"{hit.words}" is answered with yes, whatever was understood.'
    return hit.finding("P508", message, way_out(better), mend(hit, better))


HEARD: Mapping[str, Rule] = {
    "hard": hard_word,
    "jargon": jargon,
    "questions": any_questions,
    "else": anything_else,
    "understood": understood,
}
READ: Mapping[str, Rule] = {"hard": hard_word, "jargon": written_jargon}
"""The lists for what is said, and for what the patient reads."""

_ONLY_ASKED = frozenset(("questions", "else"))
"""What matters in a question and is harmless in a sentence that tells something."""


def looked_through(group: Group, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Return what the rules find in texts, looking closer only where a phrase of a list stands."""
    for name, rule in rules.items():
        if pattern := phrases(name).pattern(group.words, group.folded):
            yield from _closer(group.texts, name, rule, pattern)


def _closer(
    texts: Sequence[Text], name: str, rule: Rule, pattern: re.Pattern[str]
) -> Iterator[Finding]:
    for text in texts:
        for found in pattern.finditer(text.text):
            hit = text.hit(found)
            if name not in _ONLY_ASKED or _is_asked(hit):
                yield rule(hit, phrases(name).better(found[0]))


def _is_asked(hit: Hit) -> bool:
    _, end = sentence_around(hit.of.text, hit.start, hit.end)
    return hit.of.text[:end].rstrip("”\"’')").endswith("?")


def abbreviations(group: Group, rule: Rule) -> Iterator[Finding]:
    """Return each word in capital letters that is not one everybody says."""
    if not _TWO_CAPITALS.search(group.whole):
        return
    advice = Better(advice="write it out, in words anybody says at home")
    for text in group.texts:
        for found in _CAPITALS.finditer(text.text):
            if found[0] not in _known_capitals():
                yield rule(text.hit(found), advice)


@cache
def _known_capitals() -> frozenset[str]:
    return frozenset((*texts_in("jargon", "spelled"), *texts_in("jargon", "shouted")))


def stacked(group: Group) -> Iterator[Finding]:
    """Return each phrase that asks more than one thing at once; in any language."""
    for text in group.those(_asks_twice):
        message = "This phrase asks more than one question at once."
        help_ = "keep one, the last is all that is answered; give the other a phrase of its own"
        yield text.finding("P504", message, help_)


def _asks_twice(text: str) -> bool:
    return text.count("?") > 1 or text.count("？") > 1 or text.count("؟") > 1


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
