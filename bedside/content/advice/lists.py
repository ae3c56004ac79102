"""Slips in lists and braces: not closed, closed by another bracket, commas missing or too many."""

from __future__ import annotations

import re
from typing import NamedTuple

from bedside.content.advice.slip import (
    KEY,
    NEWER,
    STATEMENT,
    TOKENS,
    Slip,
    Spot,
    Stuck,
    called,
    mended,
    parts,
    reads,
    slip,
)

_CLOSES = {"[": "]", "{": "}"}
_HEADER = re.compile(r"[ \t]*\[\[?[ \t]*[\w.-]+[ \t]*\]")
_TEXTS = re.compile(r"""(?:"[^"\\]*"|'[^']*')(?:[ \t]*,[ \t]*(?:"[^"\\]*"|'[^']*'))+,?\Z""")
_ROWS = 60
"""A list that goes on over more lines than these is not looked at any closer."""


class Inside(NamedTuple):
    """What is open where reading ended, and where the last of its parts ends."""

    brackets: str
    opened: Spot
    after: Spot
    is_comma: bool


def _inside(stuck: Stuck, upto: Spot) -> Inside | None:
    """Return what is open at a place, from the value of the statement on."""
    found = parts(stuck.line)
    if found is None or found.said[:1] not in ("[", "{"):
        return None
    brackets, opened = "", [Spot(stuck.row, found.value)]
    after, is_comma = opened[0], False
    for row in range(stuck.row, min(upto.row, stuck.row + _ROWS) + 1):
        begin = found.value if row == stuck.row else 0
        end = upto.column if row == upto.row else len(stuck.rows[row])
        for token in TOKENS.finditer(stuck.rows[row], begin, end):
            sign = token[0]
            if sign[0] in " \t#":
                continue
            if sign in _CLOSES:
                brackets += sign
                opened.append(Spot(row, token.start()))
            elif brackets and sign == _CLOSES[brackets[-1]]:
                brackets = brackets[:-1]
                opened.pop()
            after, is_comma = Spot(row, token.end()), sign == ","
    return Inside(brackets, opened[-1], after, is_comma) if brackets else None


def _told(code: str, message: str, help_: str, at: Spot) -> Slip:
    return Slip(code, message, help_, at, at._replace(column=at.column + 1))


def _with(stuck: Stuck, at: Spot, text: str, over: int = 0) -> tuple[tuple[str, ...], int]:
    """Return the statement's lines with a text put in, over so many signs, and its last line."""
    line = stuck.rows[at.row]
    new = line[: at.column] + text + line[at.column + over :]
    last = max(at.row, _last(stuck, at, new))
    return (*stuck.rows[stuck.row : at.row], new, *stuck.rows[at.row + 1 : last + 1]), last


def _last(stuck: Stuck, at: Spot, new: str) -> int:
    """Return the last line of the statement, once this line of it reads otherwise."""
    rows = [*stuck.rows[stuck.row : at.row], new]
    ends = _HEADER if "{" in stuck.line else STATEMENT
    for row in range(at.row, min(at.row + _ROWS, len(stuck.rows))):
        rows += [stuck.rows[row]] if row > at.row else []
        if row > at.row and ends.match(stuck.rows[row]):
            return at.row
        changed = stuck._replace(rows=rows, row=0)
        if _inside(changed, Spot(len(rows) - 1, len(rows[-1]))) is None:
            return row
    return at.row


def _beyond(stuck: Stuck) -> int | None:
    """Return the first line below that begins a statement of its own, reading ended there."""
    is_at_end = not _rest(stuck).strip()
    upto = stuck.at.row + 1
    while is_at_end and upto < len(stuck.rows) and not stuck.rows[upto].strip():
        upto += 1
    later = range(stuck.row + 1, min(upto + 1, len(stuck.rows)))
    found = next((row for row in later if STATEMENT.match(stuck.rows[row])), None)
    return len(stuck.rows) if found is None and is_at_end and upto == len(stuck.rows) else found


def _rest(stuck: Stuck) -> str:
    return stuck.rows[stuck.at.row][stuck.at.column :] if stuck.at.row < len(stuck.rows) else ""


def unclosed(stuck: Stuck) -> Slip | None:
    """A list or braces have no closing bracket."""
    beyond = _beyond(stuck)
    if beyond is None:
        return None
    last = beyond - 1
    inside = _inside(stuck, Spot(last, len(stuck.rows[last])))
    if inside is None:
        return None
    close = "".join(_CLOSES[bracket] for bracket in reversed(inside.brackets))
    sign = inside.brackets[-1]
    message = f"The bracket {sign} opens a list here, and none closes it."
    one = _told("T118", message, f"write {close} where the list ends", inside.opened)
    rows, last = _with(stuck, inside.after, close)
    return mended(one, f"write {close} where the list ends", *rows, last=last)


def closed_otherwise(stuck: Stuck) -> Slip | None:
    """A list is closed by a bracket of another kind."""
    sign = _rest(stuck)[:1]
    inside = _inside(stuck, stuck.at) if sign and sign in ")}]>" else None
    if inside is None or _CLOSES[inside.brackets[-1]] == sign:
        return None
    close = _CLOSES[inside.brackets[-1]]
    message = f"A list that begins with {inside.brackets[-1]} is closed by {sign} here."
    one = _told("T118", message, f"write {close}", stuck.at)
    rows, last = _with(stuck, stuck.at, close, 1)
    return mended(one, f"write {close}", *rows, last=last)


def commas(stuck: Stuck) -> Slip | None:
    """Between the parts of a list stands no comma, another sign, or a comma too many."""
    rest = _rest(stuck)
    inside = _inside(stuck, stuck.at) if rest else None
    if inside is None or (stuck.at.row > stuck.row and STATEMENT.match(stuck.rows[stuck.at.row])):
        return None
    help_ = 'write one comma between two parts: ["first", "second"]'
    if rest[0] == "," and (inside.is_comma or inside.after.column == inside.opened.column + 1):
        one = _told("T119", "There is a comma too many in this list.", help_, stuck.at)
        rows, last = _with(stuck, stuck.at, "", 1)
        return mended(one, "take it out", *rows, last=last)
    if inside.is_comma or not stuck.said.startswith("unclosed"):
        return None
    if rest[0] in ";/|&+":
        one = _told("T119", f"The {called(rest[0])} stands where a comma belongs.", help_, stuck.at)
        same = inside.after.row == stuck.at.row
        begin = inside.after if same else stuck.at
        rows, last = _with(stuck, begin, ",", stuck.at.column + 1 - begin.column)
        return mended(one, "write a comma", *rows, last=last)
    joint = re.match(r"(?:and|or|und|y|et)\s+(?=[\"'])", rest)
    is_part = re.match(r"[\"'\[{\d]|true\b|false\b", rest)
    if inside.brackets[-1] == "{":
        is_part = re.match(rf"{KEY}[ \t]*=", rest)
    if not joint and not is_part:
        return None
    one = _told("T119", "Between these parts of the list stands no comma.", help_, stuck.at)
    if joint and inside.after.row == stuck.at.row:
        over = stuck.at.column + joint.end() - inside.after.column
        rows, last = _with(stuck, inside.after, ", ", over)
    else:
        rows, last = _with(stuck, inside.after, ",")
    return mended(one, "write a comma", *rows, last=last)


def colon(stuck: Stuck) -> Slip | None:
    """In braces, a colon stands where an equals sign belongs."""
    inside = _inside(stuck, stuck.at) if _rest(stuck)[:1] == ":" else None
    if inside is None or inside.brackets[-1] != "{":
        return None
    message = "The colon stands where an equals sign belongs."
    one = _told("T112", message, 'write options = {yes = "Yes"}', stuck.at)
    rows, last = _with(stuck, stuck.at, " =", 1)
    return mended(one, "write =", *rows, last=last)


def no_brackets(stuck: Stuck) -> Slip | None:
    """Several texts stand in no brackets, or in round ones."""
    found = parts(stuck.line)
    if found is None:
        return None
    inner = found.said[1:-1].strip() if found.said[:1] in ("(", "{", "<") else found.said
    if not _TEXTS.match(inner):
        return None
    message = "Several texts stand here without the brackets of a list."
    one = slip(stuck, "T118", (message, 'write ["first", "second"]'), (found.value, found.stop))
    return mended(one, "write [ and ]", found.saying(f"[{inner.rstrip(',')}]"))


def too_many(stuck: Stuck) -> Slip | None:
    """More brackets are closed than were opened."""
    found = parts(stuck.line)
    rest = _rest(stuck)
    if found is None or stuck.at.row > stuck.row or not re.match(r"[\]})]+\s*(?:#.*)?\Z", rest):
        return None
    said = ("A bracket is closed here that nothing opens.", "write a list in [ and ]")
    one = slip(stuck, "T118", said, (stuck.column, stuck.column + 1))
    if found.said[0] in "\"'" and rest[0] == "]":
        return mended(one, "write [ before it", found.saying(f"[{found.said}"))
    line = found.line[: stuck.column] + re.sub(r"\A[\]})]+", "", rest)
    return mended(one, "take it out", line.rstrip())


def newer_braces(stuck: Stuck) -> Slip | None:
    """Braces go on over lines, or end in a comma: read by newer programs only."""
    begin = Spot(stuck.at.row, stuck.at.column)
    inside = _inside(stuck, begin)
    if inside is None or inside.brackets[-1] != "{":
        return None
    rest = _rest(stuck).strip()
    is_comma_last = inside.is_comma and rest[:1] == "}"
    if rest and not rest.startswith("#") and not is_comma_last:
        return None
    last = _last(stuck, inside.opened, stuck.rows[inside.opened.row])
    if rest[:1] != "}" and last == stuck.at.row:
        return None
    what = "A comma before }" if is_comma_last else "A group in braces over several lines"
    message = f"{what} {NEWER}"
    at = inside.after._replace(column=inside.after.column - 1) if is_comma_last else inside.opened
    one = _told("T139", message, 'write a line for each: options.yes = "Yes"', at)
    rows = stuck.rows[stuck.row : last + 1]
    if any(token[0][0] == "#" for row in rows[:-1] for token in TOKENS.finditer(row)):
        return one
    line = " ".join([rows[0].rstrip(), *(row.strip() for row in rows[1:])])
    line = re.sub(r",\s*}", "}", line)
    title = "write it on one line" if len(rows) > 1 else "take the comma out"
    return mended(one, title, line, last=last) if reads([line]) else one
