"""Gaps that were left to be filled in: lines, dots, brackets, and letters that stand for nothing.

On a paper form somebody fills them in; here they would be read aloud, or printed for the patient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from unicodedata import category

from bedside.content.lint.lists import Better
from bedside.content.lint.texts import Group, Text
from bedside.content.lint.told import Found, Rule, told
from bedside.core.problems import Finding

SAID = Rule(
    "P511",
    "{} was left to be filled in; said aloud, it is nothing.",
    "{} were left to be filled in; said aloud, they are nothing.",
)
WRITTEN = Rule(
    "P511",
    "{} was left to be filled in, and would be written down as it is.",
    "{} were left to be filled in, and would be written down as they are.",
)
"""What is told of gaps in what is said, and in what is written down."""
_SPELLED = Rule(
    "P515",
    "{} is how a web page spells a sign; here it is shown as it stands.",
    "{} are how a web page spells signs; here they are shown as they stand.",
)

_ANSWER = "(?:the |their |your )?answer"
_LINE = r"_{3,}|(?:_ ){2,}_|\.{4,}|(?:\.\. ?){3,}|…(?:\s?…)+|…{2,}"
_GAP = re.compile(
    rf"(?P<line>{_LINE})|\[[^\[\]\n]{{0,60}}\]|<[^\W\d_][^<>\n]{{0,40}}>|\?{{3,}}"
    r"|\b(?:X{2,}|x{3,}|TB[ACD]|TO-?DO)\b(?!-)"
    r"|(?i:\blorem ipsum\b|\((?:please )?(?:insert|fill in|delete as)\b[^()\n]*\)"
    rf"|\({_ANSWER}\)"
    r"|\b(?:dd[./-]mm[./-](?:yy){1,2}|(?:yy){1,2}-mm-dd|hh:mm)\b"
    r"|\((?:(?:your|the|their|patient|patient['’]s|family|first|last|full|doctor['’]s|nurse['’]s)"
    r" )*(?:name|date|time|number|dose|place|ward|phone number|date and time|name here)\))"
    r"|\b(?:Drs?|Mrs?|Ms|Mr|Prof|Doctor|Nurse|Sister)\.? (?:[XYZ]|NN|N\.N\.)(?![\w-])"
    r"|\b[XYZ] (?:days?|weeks?|months?|years?|hours?|minutes?|times|percent|o['’]clock)\b"
)
_NAMED = re.compile(rf"\W{_ANSWER}\W\Z", re.IGNORECASE)
"""A gap that says itself that the answer belongs there."""
_SAID_GAP = re.compile(rf"{_GAP.pattern}|\{{[^{{}}\n]{{0,60}}\}}")
"""Nothing is filled in where words are said, so braces are a gap there too."""
_ALONE = re.compile(r"(?P<line>\s*(?:…|\.{2,3})\s*)\Z")
"""A text that is nothing but an ellipsis: all of it was left out."""
_OWN_NAME = re.compile(r"\b(?:my name is|my name['’]s|I am|I['’]m)\s*\Z", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_SIGNS = (
    *(
        "{",
        "___",
        "_ _",
        "....",
        ".. ..",
        "……",
        "… …",
        "[",
        "<",
        "(",
        "???",
        "XX",
        "xxx",
        "yy",
        "YY",
    ),
    *("TB", "TO", "ipsum", "Ipsum", "IPSUM", "HH:", "hh:", " NN", " N."),
    *(" X", " Z", "X ", "Y ", "Z ", "Y,", "Y."),
)
"""One of these stands in every text with a gap; to look for them takes next to no time."""

_CANNOT_BE_SAID = (
    "write words that can be said as they stand; where the clinician goes on in own words, "
    'end with "…"'
)
_UNSAID = "write what is to be said, or word it so that nothing has to be filled in"
_NAMELESS = 'leave the name out, or end with "…" where the clinician says it: "My name is …"'
_REST = "write the rest, or take it out: … alone stands for words that were left out"
_SHORT = 9
"""Fewer letters than these have the texts that are looked at for an ellipsis alone."""
_WHOLE = "write a whole sentence that fits everybody; {answer} stands for what was answered"


def gaps(group: Group, rule: Rule) -> Iterator[Finding]:
    """Return each text with gaps in it, in any language."""
    for at, words in enumerate(group.strings):
        if len(words) < _SHORT and (alone := _ALONE.match(words)):
            hit = group.texts[at].hit(alone)
            yield told(rule, [Found(hit, Better(advice=_REST))])
    if not any(sign in group.whole for sign in _SIGNS):
        return
    pattern = _SAID_GAP if rule is SAID else _GAP
    for text in group.texts:
        found = list(pattern.finditer(text.text))
        if found:
            is_one = len(found) == 1
            yield told(rule, [Found(text.hit(gap), _better(text, gap, is_one)) for gap in found])


def entities(group: Group) -> Iterator[Finding]:
    """Return each text with a sign spelled as web pages spell it, in any language."""
    if "&" not in group.whole:
        return
    for text in group.texts:
        if found := list(_ENTITY.finditer(text.text)):
            yield told(_SPELLED, [_as_sign(text, one) for one in found])


def _as_sign(text: Text, spelled: re.Match[str]) -> Found:
    """Return the sign that is meant: any space is an ordinary one, and what nobody sees is none."""
    sign, hit = unescape(spelled[0]), text.hit(spelled)
    if sign.isspace():
        return Found(hit, Better(swap=" ", advice="write an ordinary space here"))
    if category(sign[0]) == "Cf":
        return Found(hit, Better(advice="take it out: it cannot be seen"), needless=True)
    return Found(hit, Better(swap=sign))


def _better(text: Text, gap: re.Match[str], is_one: bool) -> Better:
    """Return what to do about a gap.

    Where the clinician's own name belongs, which nobody forgets to say, a line trails off. The one
    gap in the wording for what was answered freely is where the answer belongs.
    """
    key, *answer = text.place
    if key in ("say", "instead"):
        if gap["line"]:
            is_own = _OWN_NAME.search(text.text, 0, gap.start()) is not None
            return Better(swap="…") if is_own else Better(advice=_UNSAID)
        return Better(advice=_NAMELESS if "name" in gap[0].lower() else _CANNOT_BE_SAID)
    if _NAMED.match(gap[0]):
        return Better(swap="{answer}")
    if is_one and answer == ["answered"] and "{answer}" not in text.text:
        return Better(swap="{answer}")
    return Better(advice=_WHOLE)


def has_gap(text: str) -> bool:
    """Whether something was left to be filled in."""
    return _GAP.search(text) is not None


def outside_gaps(text: Text, found: Sequence[Found]) -> list[Found]:
    """Return what was found, but for what a gap holds: that is told of the gap."""
    if not found:
        return []
    held = [gap.span() for gap in _GAP.finditer(text.text)]
    return [
        one
        for one in found
        if not any(start < one.hit.end and one.hit.start < end for start, end in held)
    ]
