"""What may be in the bytes that Textual sends to a terminal; everything else is foreign.

Not "no escape", as Textual's own are escapes too: every sequence has to be one of those it writes
here, in the form it writes them, and every letter one that a terminal only draws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bedside.core.text import harmful
from bedside.launch.terminal import CLEAR

_MODES = {"25", "1000", "1003", "1004", "1006", "1015", "1016", "1049", "2004", "2026", "2048", "7"}
_POINTERS = ("\x1b]22;default\x07", "\x1b]22;text\x07")
"""The shape of the mouse pointer, which Textual sets when it starts and over fields."""
_ATTRIBUTES = {"0", "1", "2", "3", "4", "7", "9"}
_SEQUENCE = re.compile(
    r"\x1b\[([0-?]*)([ -/]*)([@-~])"  # a control sequence: parameters, intermediates, final
    r"|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)?"  # a string: title, clipboard, device control
    r"|\x1b.?",
    re.DOTALL,
)


def foreign(written: bytes, width: int, height: int) -> list[str]:
    """Return every sequence and letter that neither Textual nor our way out writes, in order."""
    text = written.replace(CLEAR, b"").decode("utf-8", "surrogateescape")
    return list(_foreign(text, width, height))


def _foreign(text: str, width: int, height: int) -> Iterator[str]:
    at = 0
    for found in _SEQUENCE.finditer(text):
        yield from _letters(text[at : found.start()])
        at = found.end()
        is_control = found[3] and _is_own(found[1], found[2], found[3], width, height)
        if not is_control and found[0] not in _POINTERS:
            yield found[0]
    yield from _letters(text[at:])


def _letters(text: str) -> Iterator[str]:
    plain = text.replace("\r\n", "")
    if bad := harmful(plain):
        yield plain[max(0, bad.start() - 20) : bad.end() + 20]


def _is_own(parameters: str, between: str, final: str, width: int, height: int) -> bool:
    whole = parameters + between + final
    if final == "m":
        return _is_style(parameters)
    if final == "H" and not between:
        place = re.fullmatch(r"(\d+);(\d+)", parameters)
        return place is not None and int(place[1]) <= height and int(place[2]) <= width + 1
    if final in "hl" and not between and parameters[:1] == "?":
        return parameters[1:] in _MODES
    return whole in ("?2026$p", "?2048$p", ">1u", "<u", ">25u")


def _is_style(parameters: str) -> bool:
    """Whether this is what Rich makes of our themes: attributes, colours by one number or three.

    One where the terminal is not known to show every colour.
    """
    colour = r"(?:2;\d{1,3};\d{1,3};\d{1,3}|5;\d{1,3})"
    rest = re.sub(rf"(?:^|(?<=;))[34]8;{colour}(?=;|$)", "0", parameters)
    return all(one in _ATTRIBUTES for one in rest.split(";"))
