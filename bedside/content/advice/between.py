"""Slips between a name and what it says: another sign than one equals sign, or none."""

from __future__ import annotations

import re

from bedside.content.advice.entries import COUNTED, SWITCHES
from bedside.content.advice.quotes import in_straight
from bedside.content.advice.slip import (
    KEY,
    NAME,
    TOKENS,
    Slip,
    Stuck,
    called,
    mended,
    shown,
    slip,
)

_SIGNS = re.compile(r"[ \t]*(?::=+|={2,}|=>|->|:[ \t]*=|[→⇒＝：:])[ \t]*")
_UNSIGNED = re.compile(
    rf"(?P<name>[ \t]*{KEY}(?:\.{KEY})*)(?P<between>[ \t]+(?:(?:-|–|—|is|ist|~)[ \t]+)?)"
    r"(?:(?P<words>[\"'“„«‘\[{].*)|(?P<bare>[\w-]+))\Z"
)
_WORDY = re.compile(
    r"([ \t]*)(title|aim|summary|audience|heading|closing|owner)([ ]+)([^\W\d_][^=\"\t]*)\Z"
)
"""A name that hardly begins a sentence, and words behind it."""


def other_sign(stuck: Stuck) -> Slip | None:
    """Another sign stands where the equals sign belongs."""
    found = _sign(stuck.line)
    if found is None:
        return None
    start, end = found
    name, value = stuck.line[:start], stuck.line[end:]
    sign = stuck.line[start:end].strip()
    is_name = NAME.match(name.strip()) and name.strip() in (
        name.strip().lower(),
        name.strip().upper(),
    )
    is_value = re.match(r"[\"'“„«‘\[{\d]|(?:true|false)\b", value)
    if not value.strip() or not (is_name or is_value) or (sign == ":" and len(name) > 60):
        return None
    said = (
        f"The {called(sign)} stands where an equals sign belongs.",
        'write the name, one equals sign and the words: title = "…"',
    )
    at = start + len(stuck.line[start:end]) - len(stuck.line[start:end].lstrip())
    one = slip(stuck, "T112", said, (at, at + len(sign)))
    return mended(one, "write =", f"{name.rstrip()} = {value}")


def _sign(line: str) -> tuple[int, int] | None:
    """Return where another sign than one equals sign stands between a name and what it says."""
    for token in TOKENS.finditer(line):
        if token[0][0] == "#":
            return None
        if found := _SIGNS.match(line, token.start()):
            return found.span()
        if token[0] == "=":
            return None
    return None


def no_sign(stuck: Stuck) -> Slip | None:
    """No sign stands between a name and what it says, or a word for it."""
    if words := _WORDY.match(stuck.line):
        meant = f"{words[2]} = {in_straight(words[4].rstrip())}"
        said = ("The equals sign and the quotation marks are missing.", f"write {shown(meant)}")
        one = slip(stuck, "T113", said, words.span(3))
        return mended(one, "write = and quotation marks", f"{words[1]}{meant}")
    found = _UNSIGNED.match(stuck.line)
    if found is None or found["name"].strip("- \t") == "":
        return None
    name = found["name"].strip()
    bare = found["bare"]
    if bare and not (
        (name in COUNTED and bare.isdigit())
        or (name in SWITCHES and bare in ("true", "false"))
        or name in ("kind", "id")
        or name.startswith(("when.", "or."))
    ):
        return None
    said = ("There is no equals sign between the name and the words.", 'write title = "…"')
    one = slip(stuck, "T113", said, found.span("between"))
    new = f"{found['name']} = {found['words'] or bare}"
    return mended(one, "write =", new)
