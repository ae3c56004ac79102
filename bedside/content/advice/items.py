"""Slips in single parts of a list: their marks are missing, or something is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bedside.content.advice.slip import NAME, Parts, Slip, Stuck, mended, parts, slip

_WHOLE = re.compile(r"""("[^"\\]*"|'[^']*'|true|false|[+-]?\d[\d_.:T-]*)[ \t]*(?=,|\Z)""")
"""A part that is written as it has to be."""
_ENDED = re.compile(r"[.!?]\"?\Z")
_DOTS = re.compile(r"(?:…|\.{2,})[.…]*\Z")
_LEFT_OUT = "… stands for something left out here."
_ANY = '"…"'
_WRITE = "write the rest, or take it out"


class _Part(NamedTuple):
    """A part of a list, where it begins on its line, and whether it is as it has to be."""

    at: int
    text: str
    is_whole: bool


def _listed(found: Parts) -> list[_Part]:
    """Return the parts between the brackets of a list; those in marks are kept as they are."""
    end = found.line.rfind("]", found.value, found.stop)
    stop = end if end > found.value else found.stop
    made: list[_Part] = []
    at = found.value + 1
    while at < stop:
        if found.line[at] in " \t,":
            at += 1
            continue
        whole = _WHOLE.match(found.line, at, stop)
        comma = found.line.find(",", at, stop)
        last = whole.end(1) if whole else comma if comma >= 0 else stop
        if text := found.line[at:last].rstrip():  # not where odd blanks are all there is
            made.append(_Part(at, text, whole is not None))
        at = last
    return _sentences(made)


def _sentences(made: Sequence[_Part]) -> list[_Part]:
    """Return the parts with those joined that are one sentence with commas in it."""
    joined: list[_Part] = []
    for number, part in enumerate(made):
        before = joined[-1] if joined else None
        if before is None or not _goes_on(before, part, made[number:]):
            joined.append(part)
        else:
            joined[-1] = before._replace(text=f"{before.text}, {part.text}")
    return joined


def _goes_on(before: _Part, part: _Part, rest: Sequence[_Part]) -> bool:
    """Whether a part goes on with the sentence before it, which ends in this part or below."""
    if before.is_whole or part.is_whole or _DOTS.match(before.text) or _ENDED.search(before.text):
        return False
    if before.text[-1] == '"' or part.text[0] == '"':
        return False
    bare = next((at for at, one in enumerate(rest) if one.is_whole), len(rest))
    ends = (_DOTS.match(one.text) is None and _ENDED.search(one.text) for one in rest[:bare])
    return part.text[:1].islower() and (before.text[0] == '"' or any(ends))


def left_out(stuck: Stuck) -> Slip | None:
    """An ellipsis stands alone where words belong: something is left out."""
    found = parts(stuck.line)
    if found is None or not NAME.match(found.name.strip()) or not found.said:
        return None
    row, at, text = stuck.row, found.value, found.said
    if found.said[0] == "[":
        here = next((one for one in _listed(found) if _DOTS.match(one.text)), None)
        if here is None or stuck.at.row > row or here.at < stuck.column:
            return None
        at, text = here.at, here.text
    if not _DOTS.match(text):
        return None
    one = slip(stuck, "T116", (_LEFT_OUT, _WRITE), (at, at + len(text)))
    is_list = found.said[0] == "["
    return mended(one, "", _without(found, at) if is_list else found.saying(_ANY))


def _without(found: Parts, at: int) -> str:
    """Return the line of a list without the part that begins here."""
    kept = [one.text for one in _listed(found) if one.at != at]
    return found.saying(f"[{', '.join(kept or [_ANY])}]")


def half_quoted(stuck: Stuck) -> Slip | None:
    """In a list on one line a mark is missing before or after a part."""
    found = parts(stuck.line)
    if found is None or not re.match(r"\[[^\[\]{}#]*\]", found.said):
        return None
    pieces = _listed(found)
    half = [one for one in pieces if _is_half(one)]
    bare = [one.text for one in pieces if not one.is_whole]
    if not half or any('"' in text.strip('"') or "\\" in text for text in bare):
        return None
    said = ("A quotation mark is missing here.", 'write each part like "this"')
    one = slip(stuck, "T117", said, (half[0].at, half[0].at + len(half[0].text)))
    return mended(one, "write it", _in_marks(found, pieces))


def _is_half(part: _Part) -> bool:
    return not part.is_whole and part.text.count('"') == 1 and part.text[0] != part.text[-1]


def _in_marks(found: Parts, pieces: Sequence[_Part]) -> str:
    """Return the line with every part in marks; those that are whole stay as they are."""
    quoted = (one.text if one.is_whole else f'"{one.text.strip(QUOTE)}"' for one in pieces)
    return found.saying(f"[{', '.join(quoted)}]")


QUOTE = '"'


def unquoted(stuck: Stuck) -> Slip | None:
    """Parts of a list stand without quotation marks."""
    found = parts(stuck.line)
    if found is None or found.said[:1] != "[" or not stuck.said.startswith("invalid value"):
        return None
    pieces = _listed(found)
    bare = next((one for one in pieces if not one.is_whole), None)
    if stuck.at.row > stuck.row or bare is None or re.search(r"[\[{]", found.said[1:]):
        return None
    is_odd = any(re.search(r"[\"\\#]", one.text) for one in pieces if not one.is_whole)
    if is_odd or not re.match(r"[^\s,\[\]{}#]", stuck.line[stuck.column :]):
        return None
    said = ("Words stand here without quotation marks.", 'write each like "this", commas between')
    one = slip(stuck, "T116", said, (bare.at, bare.at + len(bare.text)))
    return mended(one, "write quotation marks", _in_marks(found, pieces))
