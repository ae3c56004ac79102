"""Slips in a line that gives something a name: in the name, or in what it says."""

from __future__ import annotations

import re
import unicodedata

from bedside.content.advice.slip import (
    KEY,
    NAME,
    NEWER,
    STATEMENT,
    TOKENS,
    Parts,
    Slip,
    Stuck,
    called,
    mended,
    parts,
    shown,
    slip,
)
from bedside.content.dates import day_meant, no_such_day

_NOTHING = frozenset(("null", "none", "nil", "n/a", "undefined", "-", "–", "—", "?"))
_TRUE = frozenset(("true", "yes", "y", "on", "ja", "si", "oui", "x"))
_FALSE = frozenset(("false", "no", "n", "off", "nein", "non"))
SWITCHES = frozenset(("required", "sensitive", "locked", "other", "bank"))
"""The names that say yes or no, true or false."""
COUNTED = frozenset(("minutes", "reading_grade", "format", "min", "max"))
"""The names that say a number."""
_LISTS = frozenset(("tips", "points", "roles", "tags", "next"))
_OPEN = frozenset(
    ("options", "say", "instead", "labels", "sources", "note", "patient", "handover", "when", "or")
)
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_PARTED = r"(?:[./-]|\s?[‐‑‒–—−]\s?)"
_DAYLIKE = re.compile(
    rf"(?:\d{{1,2}}{_PARTED}\d{{1,2}}{_PARTED}(?:\d{{4}}|\d\d)"
    rf"|\d{{4}}{_PARTED}\d{{1,2}}{_PARTED}\d{{1,2}})\.?\Z"
    r"|\d{1,2}(?:st|nd|rd|th|\.)? \w{3,9}\.?,? \d{4}\Z"
    r"|\w{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\Z"
)
_CLOCK = re.compile(r"(?:\d{4}-\d\d-\d\d[Tt ])?\d\d:\d\d(?=(?:[Zz]|[+-]\d\d:\d\d)?\Z)")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_WORDS = re.compile(r"[^\W_]|[…?!]")
_TWO = re.compile(r"[\s,;][\w.-]+[ \t]*=")
_ZEROS = re.compile(r"([+-]?)0+(\d+)\Z")
_JOINT = re.compile(r"([a-z]+)[ \t]*([,;:/|>])[ \t]*(\S.*)\Z")
_LATIN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "å": "aa"}


def no_value(stuck: Stuck) -> Slip | None:
    """Nothing stands after the equals sign; or it stands on the next line."""
    found = parts(stuck.line)
    if found is None or not NAME.match(found.name):
        return None
    if found.said.lower() in _NOTHING:
        said = (
            f"{found.said} says nothing here.",
            "take the line out",
        )
        one = slip(stuck, "T114", said, (found.value, found.stop))
        return mended(one, "take the line out")
    if found.said:
        return None
    said = (
        f"Nothing stands after the equals sign of {shown(found.name)!r}.",
        "write the words behind it, in quotation marks, or take the line out",
    )
    one = slip(stuck, "T114", said, (found.sign, found.sign + 1))
    below = stuck.row + 1
    if below < len(stuck.rows) and re.match(r"[ \t]*[\"'\[{“„«‘]", stuck.rows[below]):
        if STATEMENT.match(stuck.rows[below]):
            return one._replace(rows=("",), is_sure=False)
        line = f"{stuck.line[: found.sign + 1]} {stuck.rows[below].strip()}"
        return mended(one, "write it on the line of its name", line, last=below)
    return one._replace(rows=("",), is_sure=False)


def switch(stuck: Stuck) -> Slip | None:
    """Yes or no, true or false, stand in a way that TOML does not know."""
    found = parts(stuck.line)
    word = found.said.lower() if found else ""
    if found is None or word not in _TRUE | _FALSE or found.said in ("true", "false"):
        return None
    last = re.split(r"[ \t]*\.[ \t]*", found.name)[-1]
    first = found.name.partition(".")[0].strip()
    is_switch = last in SWITCHES and first not in ("when", "or")
    meant = "true" if word in _TRUE else "false"
    meant = meant if is_switch or word in ("true", "false") else f'"{word}"'
    how = ", in small letters" if meant == word else ""
    said = (
        f"{found.said} cannot be read as it stands here.",
        f"write {meant}{how}: {shown(found.name)} = {meant}",
    )
    one = slip(stuck, "T115", said, (found.value, found.stop))
    return mended(one, f"write {meant}", found.saying(meant))


def day(stuck: Stuck) -> Slip | None:
    """A day is written as people write it, or is none."""
    found = parts(stuck.line)
    if found is None or found.name == "version":
        return None
    if not (_DAYLIKE.match(found.said) or stuck.said.startswith("invalid date")):
        return None
    meant = day_meant(found.said.rstrip("."))
    words = shown(found.said)
    if meant:
        way = "plain hyphens" if re.search("[‐‑‒–—−]", words) else "year-month-day"
        said = (f"{words!r} is not how a day is written.", f"write {way}: {meant}")
        one = slip(stuck, "T122", said, (found.value, found.stop))
        return mended(one, f"write {meant}", found.saying(meant))
    numbers = re.findall(r"\d+", found.said)
    is_none = stuck.said.startswith("invalid date")
    message = f"There is no day {words}." if is_none else f"{words!r} is not how a day is written."
    way, instead = no_such_day(found.said.rstrip("."))
    said = (message, way or "write year-month-day: 2031-03-12")
    one = slip(stuck, "T122", said, (found.value, found.stop))
    if instead:
        return mended(one, f"write {instead}", found.saying(instead))
    if len(numbers) == 3 and len(numbers[2]) == 4:
        ways = [
            way
            for way in (
                f"{numbers[2]}-{numbers[1]:0>2}-{numbers[0]:0>2}",
                f"{numbers[2]}-{numbers[0]:0>2}-{numbers[1]:0>2}",
            )
            if day_meant(way)
        ]
        if len(ways) == 2:
            message = f"{words} can be two days."
            one = one._replace(message=message, help=f"write {ways[0]} or {ways[1]}")
            return mended(one, "", found.saying(ways[0]))
    return mended(one, "", found.saying("2031-01-01"))


def clock(stuck: Stuck) -> Slip | None:
    """A time without seconds: read by newer programs only."""
    found = parts(stuck.line)
    time = _CLOCK.match(found.said) if found else None
    if found is None or time is None:
        return None
    said = (
        f"A time without seconds {NEWER}",
        'write it in quotation marks: "10:30"',
    )
    one = slip(stuck, "T139", said, (found.value, found.stop))
    if len(found.said) == 5:
        return mended(one, "write quotation marks", found.saying(f'"{found.said}"'))
    new = found.saying(f"{time[0]}:00{found.said[time.end() :]}")
    return mended(one, "write the seconds", new)


def number(stuck: Stuck) -> Slip | None:
    """A number has zeros before it, a comma in it, or words behind it."""
    found = parts(stuck.line)
    if found is None or not NAME.match(found.name):
        return None
    last = re.split(r"[ \t]*\.[ \t]*", found.name)[-1]
    is_other = not re.search(r"\d", found.said) or found.said[:1] in "\"'[{" or '"' in found.said
    if is_other or last not in COUNTED or _TWO.search(found.said):
        return None
    zeros, digits = _ZEROS.match(found.said), _NUMBER.match(found.said)
    if zeros:
        said = ("A number begins with no zero.", f"write {zeros[1]}{zeros[2]}")
        one = slip(stuck, "T129", said, (found.value, found.stop))
        return mended(one, f"write {zeros[2]}", found.saying(zeros[1] + zeros[2]))
    rest = found.said[digits.end() :] if digits else ""
    if not digits or not re.match(r"\s*[^\W\d]+\.?\Z", rest):
        said = ("A whole number stands alone here.", f"write digits only: {last} = 12")
        one = slip(stuck, "T129", said, (found.value, found.stop))
        return one._replace(rows=("",), is_sure=False)
    said = ("A number stands alone here, without words behind it.", f"write {digits[0]}")
    one = slip(stuck, "T129", said, (found.value + digits.end(), found.stop))
    return mended(one, f"write {digits[0]}", found.saying(digits[0]))


def unquoted(stuck: Stuck) -> Slip | None:
    """Words stand without quotation marks."""
    found = parts(stuck.line)
    if found is None or not NAME.match(found.name.strip()):
        return None
    is_braced = found.said[:1] == "{" and "=" not in found.said
    if (
        not found.said
        or (found.said[0] in "\"'[{=" and not is_braced)
        or not re.search(r"[^\W_]|[…?!]", found.said)
    ):
        return None
    if re.match(r"(?:true|false)\s", found.said) or _TWO.search(found.said):
        return None
    said = ("Words stand here without quotation marks.", 'write them like "this"')
    one = slip(stuck, "T116", said, (found.value, found.stop))
    words = found.said.rstrip(";,")
    if '"' in words or "\\" in words or words[:1] == "(":
        return one
    first, last = (re.split(r"[ \t]*\.[ \t]*", found.name)[at] for at in (0, -1))
    if "," in words and (last in _LISTS or first in ("when", "or")):
        quoted = ", ".join(f'"{piece.strip()}"' for piece in words.split(",") if piece.strip())
        return mended(one, "write a list in quotation marks", found.saying(f"[{quoted}]"))
    return mended(one, "write quotation marks", found.saying(f'"{words}"'))


def name(stuck: Stuck) -> Slip | None:
    """A name has a space, an accent or a sign in it that names do not have."""
    found = parts(stuck.line)
    if found is None or NAME.match(_ODD_SPACE.sub(" ", found.name).strip()):
        return None
    if joined := _other_joint(found):
        return _with_dot(stuck, found, joined)
    plain = _plain_name(found)
    said = (
        f"{shown(found.name)!r} cannot stand as a name."
        if found.name
        else "There is no name here.",
        "write small letters, digits and hyphens" + (f": {shown(plain)}" if plain else ""),
    )
    one = slip(stuck, "T134", said, (found.begin, found.end))
    if not plain or found.name.endswith("."):
        return one
    return mended(
        one, f"write {shown(plain)}", f"{stuck.line[: found.begin]}{plain}{stuck.line[found.end :]}"
    )


def _other_joint(found: Parts) -> re.Match[str] | None:
    """Return the sign between a group and one of its names where a dot belongs."""
    joined = _JOINT.match(found.name)
    return joined if joined and joined[1] in _OPEN else None


def _with_dot(stuck: Stuck, found: Parts, joined: re.Match[str]) -> Slip:
    line = f"{stuck.line[: found.begin]}{joined[1]}.{joined[3]}{stuck.line[found.end :]}"
    meant = parts(line) or found
    plain = meant.name if NAME.match(meant.name) else _plain_name(meant)
    what = called(joined[2])
    said = (f"A {what} stands where a dot belongs.", f"a dot, not a {what}: {shown(plain)}")
    begin, end = (found.begin + at for at in joined.span(2))
    one = slip(stuck, "T134", said, (begin, end))
    line = f"{stuck.line[: found.begin]}{plain}{stuck.line[found.end :]}"
    return mended(one, f"write {shown(plain)}", line)


def _plain_name(found: Parts) -> str:
    """Return the name as it was probably meant; "" where that cannot be told."""
    pieces = [piece.strip() for piece in _between_dots(_ODD_SPACE.sub(" ", found.name))]
    pieces = [piece for piece in pieces if piece]
    group, _, rest = pieces[0].partition(" ") if pieces else ("", "", "")
    if group in _OPEN and rest:
        pieces[:1] = [group, rest.strip()]
    if pieces and pieces[0] == "instead" and len(pieces) > 1:
        return f'instead."{".".join(pieces[1:])}"' if '"' not in found.name else ""
    return ".".join(_plain_part(piece, at) for at, piece in enumerate(pieces))


def _between_dots(given: str) -> list[str]:
    pieces = [""]
    for token in TOKENS.finditer(given):
        if token[0] in (".", "…"):
            pieces.append("")
        else:
            pieces[-1] += token[0]
    return pieces


def _plain_part(piece: str, at: int) -> str:
    if re.match(rf"{KEY}\Z", piece):
        return piece
    spelled = "".join(_LATIN.get(letter, letter) for letter in piece.lower())
    letters = unicodedata.normalize("NFKD", spelled)
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    joint = "_" if at == 0 else "-"
    return re.sub(r"[^a-z0-9_]+", joint, letters).strip("-_")


def odd_space(stuck: Stuck) -> Slip | None:
    """A space that looks like one and is another stands outside of the words."""
    line = "".join(
        token[0] if token[0][0] in "\"'#" else _ODD_SPACE.sub(" ", token[0])
        for token in TOKENS.finditer(stuck.line)
    )
    if line == stuck.line:
        return None
    at = next(at for at, (a, b) in enumerate(zip(line, stuck.line, strict=True)) if a != b)
    said = (
        "The space here is no ordinary one, but one that holds words together.",
        "delete it and type a space",
    )
    one = slip(stuck, "T135", said, (at, at + 1))
    return mended(one, "write an ordinary space", line.rstrip())
