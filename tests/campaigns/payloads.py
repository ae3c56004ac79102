"""What hostile text holds: sequences that act on a terminal, and markup that acts on a toolkit."""

from __future__ import annotations

from itertools import product

ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"
_ENDS = (BEL, ST, "\x9c", "")
"""Every way to end a string sequence, never ending among them (ECMA-48, 8.3.143)."""

_OSC = (
    *("0;owned", "1;owned", "2;owned", "4;1;?", "10;?", "11;?", "12;#f00", "104", "110", "112"),
    *(
        "7;file://host/tmp",
        "8;;http://x.test",
        "9;ping",
        "9;4;1;50",
        "22;wait",
        "50;?",
        "777;n;a;b",
    ),
    *("52;c;QUJD", "52;p;QUJD", "52;s0;QUJD", "52;;QUJD", "52;c;?", "52;c;!", "1337;File=:QUJD"),
    *("133;A", "633;E;rm", "5522;type=read", "21;?", "60", "99;;x", "1337;SetMark", "L", "l"),
)
_DCS = (
    *("$qm", '$q"p', "$q q", "$qr", "+q544e", "+p544e", "1$tx", "0;1|17/17", "q#0;2;0;0;0~"),
    *("tmux;\x1b\x1b]52;c;QUJD\x07", "=1s", "=2s", "1;1p0", ">|x", "@kitty-cmd{"[:-1]),
)
_STRINGS = {"]": _OSC, "P": _DCS, "_": ("Ga=T;QUJD", "x"), "^": ("x", "0;owned"), "X": ("x", "sos")}
_C1 = {"]": "\x9d", "P": "\x90", "_": "\x9f", "^": "\x9e", "X": "\x98"}

_PARAMETERS = ("", "0", "1", "2", "3", "5", "6", "21", "22;0", "1;1", "?6", "?25", "?47", "?1049")
_FINALS = "ABCDEFGHIJKLMPSTXZ@`abcdefghilmnopqrstuxyz~"
_MODES = (
    "?1h",
    "?3h",
    "?5h",
    "?6h",
    "?66h",
    "?1000h",
    "?1003h",
    "?1004l",
    "?1049l",
    "?2004h",
    "4h",
)
_SHORT = (*tuple("78=>cDEHMNOZVWnoFGI|}~"), "#8", "#3", "(0", ")0", "*B", "%G", "%@", " F", " G")
_SINGLE = tuple(map(chr, (*range(9), *range(11, 32), *range(127, 160))))
_UNSEEN = tuple(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028\u2029\u202a\u202b"
    "\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069\u206a\u206f"
    "\u3164\ufeff\uffa0\ufff0\ufff9\ufffa\ufffb\U0001d173\U000e0001\U000e0041\U000e007f\U000e0100"
)
_AROUND = (("", ""), ("a", "b"), ("\u202e", "\u202c"), ("\x1b", ""), ("\r\n", "\r"))


def _made() -> tuple[str, ...]:
    made: list[str] = []
    for sign, bodies in _STRINGS.items():
        starts = (ESC + sign, _C1[sign], f"{ESC}{ESC}{sign}")
        made += [start + body + end for start, body, end in product(starts, bodies, _ENDS)]
    for start in (f"{ESC}[", "\x9b"):
        made += [start + part + final for part, final in product(_PARAMETERS, _FINALS)]
        made += [start + mode for mode in _MODES]
        made += [f"{start}{part}$p" for part in ("?1", "?2026", "4")]
        made += [f"{start}>{part}" for part in ("c", "q", "4;2m", "1u", "0t")]
    made += [ESC + short for short in _SHORT]
    made += [a + sign + b for sign, (a, b) in product((*_SINGLE, *_UNSEEN), _AROUND)]
    return tuple(dict.fromkeys(made))


ESCAPES = _made()
"""Well over 2,000 of them, each once."""

_PIECES = (
    *("[@click=app.quit]x[/]", "[@click=app.bell()]x[/]", "[@click=screen.dismiss]x", "[/nope]"),
    *("[/]", "[", "]", "[[", "]]", "[]", "[bold", "[bold]", "[/bold]", "[bold][red]x[/bold]"),
    *("[link=http://x.test]x[/link]", "[link='file:///etc/passwd']x", "[#ff0000]x", "[on red]x"),
    *("[$error]x[/]", "[@mount=x]", "[a=]", '[a="]', "[she] said", "dose [5 mg] [/nope]", "\\[x]"),
    *("\\", "\\\\[x]", ":smile:", ":warning:", "{x}", "%s", "$x", "[reverse]x[/reverse]"),
    *("[not a tag!]", "[1]", "[x y z]", "[@click=", "[@click=app.quit('[')]x", "[/@click=x]"),
)


def _marked() -> tuple[str, ...]:
    pairs = [f"{a} {b}" for a, b in product(_PIECES, _PIECES)]
    return tuple(dict.fromkeys((*_PIECES, *pairs)))


MARKUP = _marked()
"""Tags alone and by two: opened, closed, never closed, with actions, links and styles."""
