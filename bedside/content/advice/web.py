"""Signs spelled as web pages spell them, outside of the words that quotation marks hold."""

from __future__ import annotations

import re
from html import unescape

from bedside.content.advice.slip import TOKENS, Slip, Stuck, mended, shown, slip

_SPELLED = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")


def spelled(stuck: Stuck) -> Slip | None:
    """Quotation marks, spaces or other signs came from the source of a web page."""
    if "&" not in stuck.line:
        return None
    first = next((one for one in _SPELLED.finditer(_outside(stuck.line))), None)
    sign = unescape(first[0]) if first else ""
    if first is None or sign == first[0]:
        return None
    new = unspelled(stuck.line)
    what = "a space" if sign.isspace() else sign
    said = (f"{shown(first[0])} is how a web page spells a sign.", f"write {what} instead")
    code = "T135" if sign.isspace() else "T111"
    return mended(slip(stuck, code, said, first.span()), f"write {what}", new.rstrip())


def unspelled(line: str) -> str:
    """Return a line with every sign as itself; any space is an ordinary one."""
    new = re.sub(r"[ \t]*&nbsp;[ \t]*", " ", line)
    return _SPELLED.sub(lambda one: unescape(one[0]).replace("\u00a0", " "), new)


def _outside(line: str) -> str:
    """Return a line of the same length without the words in straight marks, and without notes."""
    plain = "".join(
        " " * len(token[0]) if token[0][0] in "\"'#" and len(token[0]) > 1 else token[0]
        for token in TOKENS.finditer(line.replace("&#", "&\x00"))
    )
    return plain.replace("\x00", "#")
