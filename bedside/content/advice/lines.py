"""Slips of a whole line: bullets, comments, sentences, two lines in one, marks of a merge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bedside.content.advice.slip import (
    KEY,
    STATEMENT,
    Slip,
    Spot,
    Stuck,
    called,
    mended,
    parts,
    reads,
    shown,
    slip,
)

_BULLET = re.compile(
    r"([ \t]*)([-*•–—·▪◦●○‣⁃+]|\d{1,2}[.)]|[a-z]\))[ \t]+(?=\S)|([ \t]*)([•▪◦●○‣])"
)
_NOTE = re.compile(r"[ \t]*(//+|--+|;+|%+|<!--|/\*+|\*/|REM\b|'(?=\s))")
_RULER = re.compile(r"[ \t]*([-=_*~+]{3,})[ \t]*\Z")
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_MERGE = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?:\s|\Z)")
_END_OF_NOTE = re.compile(r"\s*(?:-->|\*/)\s*\Z")
_NAMED = re.compile(rf"[,;]?[ \t]*({KEY}(?:\.{KEY})*[ \t]*=.*)\Z")
_GLUED = re.compile(r"[,;]?[ \t]*(\[\[\w+\]\]|\[\w+(?:\.[\w-]+)*\])([ \t]*(?:#.*)?)\Z")
"""A header at the end of another line."""
_ENDING = re.compile(r"[ \t]*[,;.]+[ \t]*(?=#|\Z)")
_NAME_ONLY = re.compile(rf"([ \t]*{KEY}(?:\.{KEY})*)[ \t]*[:=]?[ \t]*\Z")
_KNOWN = re.compile(
    r"[ \t]*(?:[#\[]|(?:title|aim|summary|audience|heading|closing|owner)[ \t]"
    r"|[a-z_]+(?:\.[\w-]+)*[ \t]*(?::(?!//)|[\"“„«\t]|\Z)|[\w.]+\t"
    r"|//|;|%|<|'\s|--|```|~~~|[-=_*~+|>]{3}"
    r"|(?i:steps?|tasks?|review|note|accepted)[ \t]*:?[ \t]*\Z)"
)
"""How lines begin that are more than stray words: entries, headers, notes with other signs."""
_NOTE_LINES = 30
"""A note over more lines than these is taken to end at once."""


def merge(stuck: Stuck) -> Slip | None:
    """The marks that a program leaves where two versions of a file met."""
    if not _MERGE.match(stuck.line):
        return None
    one = slip(
        stuck,
        "T136",
        (
            "Two versions of this file meet here, and nobody has chosen between them.",
            "keep the lines of one version and take the lines of marks out",
        ),
        (0, len(stuck.line)),
    )
    kept: list[str] = []
    is_theirs = False
    for row in range(stuck.row, len(stuck.rows)):
        mark = _MERGE.match(stuck.rows[row])
        is_theirs = mark[1][0] in "=|" if mark else is_theirs
        kept.append("" if mark or is_theirs else stuck.rows[row])
        if mark and mark[1][0] == ">":
            return mended(one, "", *kept, last=row)
    return mended(one, "", "")


def fence(stuck: Stuck) -> Slip | None:
    """The marks that a chat or a web page puts around an example."""
    if not _FENCE.match(stuck.line):
        return None
    said = (
        "This line of marks came with text from a chat or a web page.",
        "take the line out",
    )
    return mended(slip(stuck, "T137", said, (0, len(stuck.line))), "take the line out")


def bullet(stuck: Stuck) -> Slip | None:
    """A bullet stands at the beginning of a line."""
    found = _BULLET.match(stuck.rows[stuck.at.row]) or _BULLET.match(stuck.line)
    row = stuck.at.row if _BULLET.match(stuck.rows[stuck.at.row]) else stuck.row
    if found is None:
        return _bullets_below(stuck)
    if row > stuck.row:
        return _bullets_in_list(stuck)
    sign = found[2] or found[4]
    one = slip(
        stuck, "T123", _of_bullets(sign), (found.end(1) if found[2] else found.end(3), found.end())
    )
    rest = stuck.line[found.end() :]
    if STATEMENT.match(rest):
        return mended(one, "take the bullet out", rest)
    last = last_stray(stuck.rows, row)
    rows = tuple(f"# {line.strip()}".rstrip() for line in stuck.rows[row : last + 1])
    return mended(one, "", *rows, last=last)


def _of_bullets(sign: str) -> tuple[str, str]:
    return (
        f"A line cannot begin with {sign} here.",
        'write a list in brackets: tips = ["first", "second"]',
    )


def _last_bullet(stuck: Stuck, row: int) -> int:
    last = row
    for at in range(row, len(stuck.rows)):
        if not _BULLET.match(stuck.rows[at]):
            break
        last = at
    return last


def _bullets_below(stuck: Stuck) -> Slip | None:
    """Below a name with nothing behind it, bullets are the list that it names."""
    found = _NAME_ONLY.match(stuck.line)
    below = stuck.row + 1
    if found is None or below >= len(stuck.rows):
        return None
    first = _BULLET.match(stuck.rows[below])
    if first is None:
        return None
    last = _last_bullet(stuck, below)
    items = [_quoted(stuck.rows[row]) for row in range(below, last + 1)]
    at = Spot(below, len(first[1] or first[3] or ""))
    one = Slip("T123", *_of_bullets(first[2] or first[4]), at, at._replace(column=first.end()))
    line = f"{found[1].rstrip()} = [{', '.join(items)}]"
    return mended(one, "write them in brackets", line, last=last)


def _bullets_in_list(stuck: Stuck) -> Slip | None:
    """Within the brackets of a list, the bullets are too much."""
    end = stuck.row
    while end < len(stuck.rows) - 1 and not stuck.rows[end].rstrip().endswith("]"):
        end += 1
    rows = [stuck.line]
    for row in range(stuck.row + 1, end + 1):
        line = stuck.rows[row]
        found = _BULLET.match(line)
        rows.append(f"{line[: found.end(1)]}{line[found.end() :]}" if found and found[2] else line)
    found = _BULLET.match(stuck.rows[stuck.at.row])
    if found is None:
        return None
    at = Spot(stuck.at.row, found.end(1) if found[2] else found.end(3))
    one = Slip("T123", *_of_bullets(found[2] or found[4]), at, at._replace(column=found.end()))
    return mended(one, "take the bullets out", *rows, last=end)


def _quoted(line: str) -> str:
    found = _BULLET.match(line)
    words = line[found.end() if found else 0 :].strip().rstrip(",")
    if words[:1] == '"' and reads([f"a = {words}"]):
        return words
    words = words.strip("\"'").replace("\\", "\\\\").replace('"', "”")
    return f'"{words}"'


def comment(stuck: Stuck) -> Slip | None:
    """A note to oneself begins with another sign than #."""
    if ruler := _RULER.match(stuck.line):
        said = ("A ruler of signs needs the sign # before it.", "write # before it")
        one = slip(stuck, "T128", said, ruler.span(1))
        return mended(one, "write # before it", f"# {stuck.line.strip()}")
    if stuck.line.strip() == "--" and last_stray(stuck.rows, stuck.row) > stuck.row:
        return None
    if found := _NOTE.match(stuck.line):
        one = slip(stuck, "T128", _of_notes(found[1]), found.span(1))
        if last := _last_of_note(stuck, found[1]):
            rows = (stuck.line[found.end() :], *stuck.rows[stuck.row + 1 : last + 1])
            notes = (f"# {_END_OF_NOTE.sub('', row).strip()}".rstrip() for row in rows)
            return mended(one, "write #", *notes, last=last)
        words = _END_OF_NOTE.sub("", stuck.line[found.end() :]).strip()
        return mended(one, "write #", f"{stuck.line[: found.start(1)]}# {words}".rstrip())
    if not stuck.said.startswith("expected newline"):
        return None
    rest = re.match(r"(//+|--+|;+(?=\s*\S)|%+|<!--|/\*+)[ \t]*", stuck.line[stuck.column :])
    if rest is None or _NAMED.match(stuck.line[stuck.column :]):
        return None
    one = slip(stuck, "T128", _of_notes(rest[1]), (stuck.column, stuck.column + len(rest[1])))
    words = _END_OF_NOTE.sub("", stuck.line[stuck.column + rest.end() :])
    return mended(one, "write #", f"{stuck.line[: stuck.column].rstrip()}  # {words}".rstrip())


def _last_of_note(stuck: Stuck, sign: str) -> int:
    """Return the last line of a note over several lines; 0 where it is none."""
    end = {"/*": "*/", "<!--": "-->"}.get(sign.rstrip("*") + ("*" if sign[:2] == "/*" else ""))
    if end is None or end in stuck.line:
        return 0
    below = range(stuck.row + 1, min(stuck.row + _NOTE_LINES, len(stuck.rows)))
    return next((row for row in below if end in stuck.rows[row]), 0)


def _of_notes(sign: str) -> tuple[str, str]:
    return (f"A note to yourself begins with #, not with {sign}.", "write # before the note")


def ending(stuck: Stuck) -> Slip | None:
    """A sign stands at the end of a line that needs none."""
    found = _ENDING.match(stuck.line, stuck.column)
    if found is None or not stuck.said.startswith("expected newline"):
        return None
    sign = found[0].strip()
    what = called(sign.replace(" ", ""))
    said = (f"No {what} belongs at the end of a line.", f"take the {what} out")
    one = slip(stuck, "T132", said, (stuck.column, stuck.column + len(sign)))
    rest = stuck.line[found.end() :]
    line = stuck.line[: stuck.column].rstrip() + (f"  {rest}" if rest else "")
    return mended(one, "take it out", line)


def after(stuck: Stuck) -> Slip | None:
    """Something stands behind what a line says: another name, or words."""
    rest = stuck.line[stuck.column :]
    if not stuck.said.startswith("expected newline") or not rest.strip():
        return None
    if named := _NAMED.match(rest):
        said = ("Two names stand on this line.", "give each a line of its own")
        at = stuck.column + named.start(1)
        one = slip(stuck, "T129", said, (at, at + len(named[1].split("=")[0].rstrip())))
        first = stuck.line[: stuck.column].rstrip()
        return mended(one, "write them on two lines", first, named[1])
    if header := _GLUED.match(rest):
        said = (
            f"The line {header[1]} has to begin a line of its own.",
            f"start a new line before {header[1]}",
        )
        start, end = (stuck.column + at for at in header.span(1))
        one = slip(stuck, "T129", said, (start, end))
        first = stuck.line[: stuck.column].rstrip()
        return mended(one, "write it on a line of its own", first, header[1] + header[2])
    said = (
        f"Something stands behind the words of this line: {shown(rest)}",
        "take it out, or put it within the quotation marks",
    )
    one = slip(stuck, "T129", said, (stuck.column, len(stuck.line.rstrip())))
    return mended(one, "", stuck.line[: stuck.column].rstrip())


def sheet(stuck: Stuck) -> Slip | None:
    """Rows from a spreadsheet stand between the lines."""
    if not _is_sheet(stuck.line):
        return None
    last = stuck.row
    while last + 1 < len(stuck.rows) and _is_sheet(stuck.rows[last + 1]):
        last += 1
    said = (
        "These are rows from a spreadsheet, parted by tabs.",
        "save the sheet as CSV and turn it into a checklist with bedside convert",
    )
    one = slip(stuck, "T137", said, (0, len(stuck.line)))
    rows = ("",) * (last + 1 - stuck.row)
    return one._replace(rows=rows, last=last, is_sure=False)


def _is_sheet(line: str) -> bool:
    return len(re.findall(r"[^\t]\t", line)) > 1 and parts(line) is None


def sentence(stuck: Stuck) -> Slip | None:
    """Lines of words that name nothing, be it one or a whole paragraph."""
    if not stuck.line.strip() or parts(stuck.line) is not None:
        return None
    last = last_stray(stuck.rows, stuck.row)
    begin = len(stuck.line) - len(stuck.line.lstrip())
    said = (
        "This line gives no name to what it says.",
        'write title = "…", or # before it if it is a note to yourself',
    )
    if last > stuck.row:
        said = (
            f"These {last + 1 - stuck.row} lines give no name to what they say.",
            "take them out if they came in by mistake, or write # before each of them",
        )
    one = slip(stuck, "T126", said, (begin, len(stuck.line.rstrip())))
    one = one._replace(end=Spot(last, len(stuck.rows[last].rstrip())))
    rows = tuple(f"# {line.strip()}".rstrip() for line in stuck.rows[stuck.row : last + 1])
    return mended(one, "", *rows, last=last)


def last_stray(rows: Sequence[str], first: int) -> int:
    """Return the last line of a run of words that begins here; empty lines may part them."""
    last = first
    for row in range(first + 1, len(rows)):
        if not rows[row].strip():
            continue
        if not _is_stray(rows[row]):
            break
        last = row
    return last


def _is_stray(line: str) -> bool:
    """Whether a line is words that name nothing, and nothing that has another way out."""
    if _KNOWN.match(line) or STATEMENT.match(line):
        return False
    found = parts(line)
    if found is None or "://" in found.name:
        return True
    return (
        len(found.name.split()) > 2
        and re.match(r"[\w.]+\Z", found.said) is None
        and (found.said[:1] not in tuple("\"'[{“„«‘"))
    )
