"""Texts without their closing mark, or without their opening one."""

from __future__ import annotations

import re

from bedside.content.advice.quotes import LINES, TYPED, in_straight
from bedside.content.advice.slip import (
    STATEMENT,
    TOKENS,
    Parts,
    Slip,
    Spot,
    Stuck,
    mended,
    parts,
    reads,
    shown,
    slip,
)
from bedside.core.spans import statement_at

_UNEVEN = re.compile(r'("{1,3})([^"]+)("{1,3})\Z')
_NAMED = re.compile(r"""([ \t]*[\w-]+\.)("?)([^"=]+?)("?)[ \t]*=[ \t]*((?:"[^"]*"|'[^']*').*)\Z""")
_THREE = ('"""', "'''")
_WORDS_END = "where the words end"
_PATIENT = re.compile(r'[ \t]*name[ \t]*=[ \t]*"([^"]+)"')
_BLOCK = 60
"""A block has fewer lines than these."""


def unclosed(stuck: Stuck) -> Slip | None:
    """A text has no closing mark, or no opening one."""
    if slipped := _unopened(stuck):
        return slipped
    at = _opening(stuck.line)
    if at is None:
        return None
    sign = stuck.line[at]
    if sign * 3 in stuck.line[: at + 3]:
        return None
    said = (
        f"The quotation mark {sign} opens words here, and none closes them on this line.",
        f"write {sign} where the words end",
    )
    one = slip(stuck, "T117", said, (at, at + 1))
    if joined := _joined(stuck, at):
        line, last = joined
        one = one._replace(
            message="These words go on over several lines; in quotation marks they may not.",
            help="write them on one line, however long it gets",
        )
        return mended(one, "write them on one line", line, last=last)
    if line := _marks_alike(stuck, at):
        one = one._replace(message="The words end with another mark than they begin with.")
        return mended(one, "write the same mark before and after", line)
    tail = re.search(r"[ \t]*[,\]}]*[ \t]*(?:(?<=\s)#.*)?\Z", stuck.line[at + 1 :])
    end = at + 1 + (tail.start() if tail else len(stuck.line))
    for cut in dict.fromkeys((end, len(stuck.line.rstrip()))):
        new = stuck.line[:cut] + sign + stuck.line[cut:]
        if reads([new]):
            return mended(one, f"write {sign} where the words end", new)
    return mended(one, f"write {sign} where the words end", stuck.line.rstrip() + sign)


def uneven(stuck: Stuck) -> Slip | None:
    """More marks stand on one side of the words than on the other."""
    found = parts(stuck.line)
    marks = _UNEVEN.match(found.said) if found else None
    if found is None or marks is None or marks[1] == marks[3]:
        return None
    said = ("The words begin and end with different numbers of marks.", "write one on each side")
    one = slip(stuck, "T117", said, (found.value, found.value + len(marks[1])))
    return mended(one, "write one mark on each side", found.saying(in_straight(marks[2])))


def unclosed_name(stuck: Stuck) -> Slip | None:
    """A part of a name has a mark on one side only."""
    found = _NAMED.match(stuck.line)
    if found is None or bool(found[2]) is bool(found[4]):
        return None
    name = found[3].rstrip(": \t")
    name = name if re.match(r"[\w-]+\Z", name) and name.isascii() else f'"{name}"'
    group = 2 if found[2] else 4
    said = ("A quotation mark is missing in this name.", 'write instead."…" = "…"')
    one = slip(stuck, "T117", said, found.span(group))
    return mended(one, f"write {found[1].strip()}{name}", f"{found[1]}{name} = {found[5]}")


def _marks_alike(stuck: Stuck, at: int) -> str:
    """Return the line with one kind of mark on both sides of its words; "" where it has one."""
    found = parts(stuck.line)
    if found is None or found.value != at or len(found.said) < 2 or "“" in found.said:
        return ""
    if found.said[-1] not in "\"'" and not TYPED.match(found.said[-1]):
        return ""
    line = found.saying(in_straight(found.said[1:-1]))
    return line if reads([line]) else ""


def _opening(line: str) -> int | None:
    """Return where a text begins that this line does not close."""
    for token in TOKENS.finditer(line):
        if token[0] in ('"', "'"):
            word_before = token.start() and line[token.start() - 1].isalnum()
            return None if word_before else token.start()
        if token[0][0] == "#":
            return None
    return None


def _joined(stuck: Stuck, at: int) -> tuple[str, int] | None:
    """Return a text over several lines written on one, and its last line."""
    line = stuck.line.rstrip()
    for row in range(stuck.row + 1, min(stuck.row + LINES, len(stuck.rows))):
        more = stuck.rows[row].strip()
        if STATEMENT.match(more) or more.startswith("#"):
            return None
        line = f"{line} {more}".rstrip()
        if stuck.line[at] in more:
            return (line, row) if reads([line]) else None
    return None


def _unopened(stuck: Stuck) -> Slip | None:
    found = parts(stuck.line)
    if found is None or found.said[:1] in ("", '"', "'", "[", "{") or found.said[-1] not in "\"'":
        return None
    sign = found.said[-1]
    if found.said.count(sign) != 1:
        return None
    said = (
        f"The quotation mark {sign} closes words here, and none opens them.",
        f"write {sign} where the words begin",
    )
    one = slip(stuck, "T117", said, (found.stop - 1, found.stop))
    new = found.saying(sign + found.said)
    return mended(one, f"write {sign} where the words begin", new)


def unclosed_three(stuck: Stuck) -> Slip | None:
    """Lines of words in three marks have no end, or one that is far below."""
    found = parts(stuck.line)
    if found is None or found.said[:3] not in _THREE:
        return None
    upto = range(stuck.row + 1, min(stuck.at.row + 1, len(stuck.rows)))
    goes_on = any(STATEMENT.match(stuck.rows[row]) for row in upto)
    if stuck.said.startswith(("unescaped", "invalid hex", "escaped")) and not goes_on:
        return None
    return _closed(stuck, found)


def swallowed(stuck: Stuck) -> Slip | None:
    """Lines of words in three marks end only where the next ones begin, which then stand bare."""
    above = range(stuck.row - 1, -1, -1)
    last = next((row for row in above if not _is_blank(stuck.rows[row])), 0)
    beginning = parts(stuck.rows[last])
    sign = beginning.said[:3] if beginning else ""
    if sign not in _THREE or stuck.rows[last].count(sign) != 1:
        return None
    text = "\n".join(stuck.rows[: last + 1])
    first = text.count("\n", 0, statement_at(text, len(text)))
    found = parts(stuck.rows[first])
    if found is None or first == last or found.said[:3] != sign:
        return None
    return _closed(stuck._replace(row=first), found)


def _closed(stuck: Stuck, found: Parts) -> Slip | None:
    """Return the slip of lines in three marks that nothing closes before the next name or block.

    What begins with marks that stand by themselves ends with such marks, too.
    """
    rows, sign = stuck.rows, found.said[:3]
    later = range(stuck.row + 1, len(rows))
    beyond = next((row for row in later if STATEMENT.match(rows[row])), len(rows))
    last = beyond - 1
    while last > stuck.row and _is_blank(rows[last]):
        last -= 1
    end = rows[last].rstrip()
    begin = found.value + 3 if last == stuck.row else 0
    words = end[:begin] + end[begin:].rstrip(sign[0])
    is_apart = found.said == sign and last > stuck.row and words == end
    lines = [*rows[stuck.row : last], *((end, sign) if is_apart else (words + sign,))]
    if not reads(lines):
        return None
    where = f"on a line of its own below {shown(end.strip())!r}" if is_apart else _WORDS_END
    message = (
        f"The three marks {sign} open the words of {_whose(stuck, found)} here, and none close "
    )
    message += f"them before {_begun(rows[beyond])}." if beyond < len(rows) else "them."
    said = (message, f"write {sign} {where}")
    one = slip(stuck, "T117", said, (found.value, found.value + 3))
    there = ("the words end here", Spot(last, 0), Spot(last, len(end)))
    one = one._replace(first=stuck.row, related=(there,) if last > stuck.row else ())
    return mended(one, f"write {sign} {_WORDS_END}", *lines, last=last)


def _begun(line: str) -> str:
    """Return what a line begins, as it is named in a sentence."""
    found = parts(line)
    return shown(found.name if found else f"the next {line.strip()}")


def _whose(stuck: Stuck, found: Parts) -> str:
    """Return what is said in three marks, and of which practice patient."""
    above = stuck.rows[max(0, stuck.row - _BLOCK) : stuck.row]
    for line in reversed(above):
        if line.lstrip()[:1] == "[":
            break
        if named := _PATIENT.match(line):
            return shown(f"{named[1]}'s {found.name}")
    return shown(found.name)


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
