"""Slips with quotation marks: typographic ones, one within another, apostrophes in single ones."""

from __future__ import annotations

import re

from bedside.content.advice.slip import (
    STATEMENT,
    Slip,
    Stuck,
    mended,
    parts,
    reads,
    slip,
)

_DOUBLE = "“”„‟«»″＂❝❞〝〞"
_SINGLE = "‘’‚‛‹›´`′"
TYPED = re.compile(f"[{_DOUBLE}{_SINGLE}]")
_THREE = re.compile(f'[{_DOUBLE}"]{{3}}')
_TEXT = re.compile(r'("(?:[^"\\]|\\.)*"|\'[^\']*\')(?=[ \t]*(?:[,\]}#=.]|\Z))')
_AFTER = r"(?=[ \t]*(?:[,;\]}=]|\s#|:\s|\Z))"
_CLOSING = {
    True: re.compile(f'[{_DOUBLE}"]{_AFTER}'),
    False: re.compile(f"[{_SINGLE}']{_AFTER}"),
}
ESCAPE = re.compile(r'\\(?:[btnfr"\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|\\')


LINES = 12
"""A text that goes on over more lines than these is taken to have lost its end at once."""


def straightened(line: str) -> str:
    """Return a line with every text of it in straight quotation marks that hold."""
    made: list[str] = []
    at = 0
    while at < len(line):
        if text := _TEXT.match(line, at):
            made.append(text[0])
            at = text.end()
            continue
        if line[at] == "#" or line.startswith(('"""', "'''"), at):
            made.append(line[at:])
            break
        if _begins_text(line, at) and line[at] in "\"'" and _region_end(line, at) is None:
            made.append(line[at:])
            break
        end = _region_end(line, at) if _begins_text(line, at) else None
        if end is None:
            made.append(line[at])
            at += 1
            continue
        words = line[at + 1 : end]
        made.append(in_straight(words.strip() if line[at] in "«»‹›" else words))
        at = end + 1
    return "".join(made)


def _begins_text(line: str, at: int) -> bool:
    """Whether a mark that holds words stands here; an apostrophe in a word holds none."""
    sign = line[at]
    if sign != '"' and at and line[at - 1].isalnum():
        return False
    return sign in "\"'" or TYPED.match(sign) is not None


def _region_end(line: str, at: int) -> int | None:
    """Return where the closing mark of a text that begins here stands; None where it has none.

    A typographic mark that none closes holds the rest of the line.
    """
    sign = line[at]
    typed = sign not in "\"'"
    for found in _CLOSING[sign == '"' or sign in _DOUBLE].finditer(line, at + 1):
        inner = line[at + 1 : found.start()]
        belongs_within = not typed and found[0] == "”" and inner.count("“") > inner.count("”")
        if not belongs_within:
            return found.start()
    return len(line) if typed else None


def in_straight(words: str) -> str:
    """Return words in straight quotation marks; those within become typographic ones."""
    words = words.strip("\u00a0\u202f")
    if len(words) > 1 and words[0] == words[-1] == '"' and words.count('"') == 2:
        words = words[1:-1]
    halves = words.split('"')
    words = halves[0]
    for number, half in enumerate(halves[1:]):
        words += ("”" if number % 2 else "“") + half
    return f'"{ESCAPE.sub(doubled, words)}"'


def doubled(found: re.Match[str]) -> str:
    """Return an escape as it is, and a backslash that begins none as two."""
    return found[0] if len(found[0]) > 1 else "\\\\"


def typographic(stuck: Stuck) -> Slip | None:
    """Marks from a word processor hold words."""
    line, new = stuck.line, straightened(stuck.line)
    at = _first_difference(line, new)
    if at is None or not TYPED.match(line[at]):
        return None
    joined, last = _over_lines(stuck, at)
    said = (
        f"The quotation mark {line[at]} holds words here; only straight ones can.",
        'write the straight mark " before and after the words',
    )
    one = slip(stuck, "T111", said, (at, at + 1))
    new = straightened(joined) if joined else new
    return mended(one, "write straight quotation marks", new, last=last)


def _over_lines(stuck: Stuck, at: int) -> tuple[str, int]:
    """Return on one line a text that goes on below, and its last line; "" where it does not."""
    line = stuck.line.rstrip()
    if re.search(f"[{_DOUBLE}{_SINGLE}\"']", line[at + 1 :]):
        return "", -1
    for row in range(stuck.row + 1, min(stuck.row + LINES, len(stuck.rows))):
        more = stuck.rows[row].strip()
        if STATEMENT.match(more) or more.startswith("#"):
            return "", -1
        line = f"{line} {more}".rstrip()
        if re.search(f"[{_DOUBLE}{_SINGLE}\"']\\Z", more):
            return line, row
    return "", -1


def typographic_three(stuck: Stuck) -> Slip | None:
    """Three marks in a row, turned by a word processor, hold lines of words."""
    begin = next((m for m in _THREE.finditer(stuck.line) if TYPED.search(m[0])), None)
    found = parts(stuck.line)
    if begin is None or found is None or begin.start() != found.value:
        return None
    rows = [stuck.line[: begin.start()] + '"""' + stuck.line[begin.end() :]]
    said = (
        f"The marks {begin[0]} hold words here; only straight ones can.",
        'write three straight marks """ before and after the words',
    )
    one = slip(stuck, "T111", said, begin.span())
    for row in range(stuck.row, len(stuck.rows)):
        line = rows[-1] if row == stuck.row else stuck.rows[row]
        if row > stuck.row and STATEMENT.match(line):
            break
        closed = _THREE.sub('"""', line, count=0)
        rows[row - stuck.row :] = [closed]
        if reads(rows):
            return mended(one, "write straight quotation marks", *rows, last=row)
    return one


def within(stuck: Stuck) -> Slip | None:
    """Straight double marks stand within a text in straight double marks."""
    line, new = stuck.line, straightened(stuck.line)
    at = _first_difference(line, new)
    if at is None or not re.match(r'"(?=\S)', line[at:]) or line[at - 1] not in ' \t"([':
        return None
    said = (
        "There is a quotation mark within the words, which ends them too early.",
        "write typographic marks “ ” within the words, straight ones around them",
    )
    found = parts(line)
    if found and found.said[:1] == found.said[-1:] == '"' and found.value < at:
        new = found.saying(in_straight(found.said[1:-1]))
    return mended(slip(stuck, "T120", said, (at, at + 1)), "write “ and ” within the words", new)


def apostrophe(stuck: Stuck) -> Slip | None:
    """An apostrophe stands within a text in single marks."""
    line, new = stuck.line, straightened(stuck.line)
    at = _first_difference(line, new)
    if at is None or line[at] != "'":
        return None
    inner = line.find("'", at + 1)
    said = (
        "An apostrophe within single quotation marks ends the words too early.",
        'write double marks around the words: "it\'s"',
    )
    return mended(slip(stuck, "T133", said, (inner, inner + 1)), "write double marks", new)


def _first_difference(old: str, new: str) -> int | None:
    if old == new:
        return None
    same = zip(old, new, strict=False)
    return next((at for at, (one, other) in enumerate(same) if one != other), None)
