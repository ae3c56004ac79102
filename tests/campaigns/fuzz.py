"""Small files that are nearly checklists, a million of them: each ends soon, told line by line.

`files` looks at few large ones; here each is a screenful, so that very many can be tried.
"""

from __future__ import annotations

import random
import sys
import time
from functools import cache

from bedside.content.check import check
from bedside.core.problems import Finding, Level
from bedside.core.text import unfit
from tests.campaigns import files
from tests.worlds import TODAY

WHAT = "small files end within 2 s and 512 MiB, without an exception, every error on a line"
SECONDS, MIB = 2.0, 512
_OF_THE_FILE = frozenset(("T100", "T101", "T102", "T103", "C202", "C215"))
"""What is wrong with a file as a whole, or lacking in it, stands on no line."""

_HEADS = (
    'format = 1\nid = "made-up"\ntitle = "Made up"\n',
    'format = 1\nid = "made-up"\ntitle = "M"\nversion = "1.0"\n[review]\nowner = "us"\n',
    'extends = "first-trust"\nformat = 1\nid = "made-up"\n',
    "",
)
_STEPS = (
    '[[steps]]\nid = "%s"\nkind = "do"\ntitle = "Sit down"\n',
    '[[steps]]\nid = "%s"\nkind = "yes-no"\ntitle = "Is it?"\nnote.yes = "Yes."\nnote.no = "No."\n',
    '[[steps]]\nid = "%s"\nkind = "choose"\ntitle = "Which?"\noptions.a = "A"\noptions.b = "B"\n',
    '[[steps]]\nid = "%s"\nkind = "scale"\ntitle = "How much?"\nmin = 0\nmax = 10\n',
    '[[steps]]\nid = "%s"\nkind = "words"\ntitle = "What?"\nsay.plain = "What do you see?"\n',
    '[[steps]]\nid = "%s"\nkind = "teachback"\ntitle = "Again"\npoints = ["one", "two"]\n',
    '[[steps]]\nid = "%s"\nkind = "section"\ntitle = "Part"\n',
    '[[tasks]]\nid = "%s"\ntext = "Call"\nwho = "Nurse"\ndue = "2 days"\n',
)
_LINES = (
    *('when.a = "done"\n', 'when.a.not = ["x"]\n', 'or.b = "yes"\n', "when = {a = 1}\n"),
    *('use = "feelings"\n', "required = true\n", 'tips = ["t"]\n', 'source = "s"\n', "x = 1\n"),
    *('note.a = "{answer}"\n', 'options = ["a", "b"]\n', "options.a.b.c.d.e.f.g.h = 1\n"),
    *("[steps.options]\na = 1\n", "[[steps.points]]\n", "say = [[[[[[[[1]]]]]]]]\n", "“a” = „b“\n"),
    *('why = """\nlong\n', "why = 'it's'\n", "accepted = 1\n", "[[accepted]]\ncode = 'S601'\n"),
    *("a = 1979-05-27T07:32:00Z\n", "a = nan\n", "a = 0xZZ\n", "a = 1__0\n", "\x0c\n", "\\\n"),
)
_LETTERS = (
    *"\"'=[]{}.,#\\\n\r\t \x00\x1b\x7f\x9b\xa0\xad\u034f\u200b\u200d\u202e\u2028\u3164\ufeff",
    *(
        "\ue000",
        "\U000e0041",
        "\U0010ffff",
        "\u0378",
        "é",
        "漢",
        "👩\u200d👧",
        "\\u001b",
        "\\u202e",
    ),
    *('"""', "'''", "[[", "]]", "“", "”", "a.b", "a" * 200, "\udc80"),
)


def told(number: int) -> str:
    """Return what is wrong with how the file of this number ends; "" where nothing is."""
    raw, before = made(random.Random(number)), _before()
    began = time.process_time()
    found = check(raw, files.NAME, {}, TODAY)
    if (took := time.process_time() - began) > SECONDS:
        return f"{raw[:80]!r} took {took:.1f} s"
    if number % 256 == 0 and (room := _room() - before) > MIB:
        return f"by then {room} MiB more were taken"
    lines = raw.count(b"\n") + 1
    astray = next((one for one in found.findings if not _is_told(one, lines)), None)
    if astray is not None:
        return f"{astray} stands on no line of {raw[:200]!r}"
    if found.is_usable and (kept := unfit(_text(raw))):
        return f"what no text may hold was let through at {kept[0]}: {raw[:200]!r}"
    return ""


def twin(number: int) -> str:
    """Return the same with the gate taken off, of a shape that only the gate keeps out."""
    return files.twin(number)


def made(chance: random.Random) -> bytes:
    """Return a small file: a head and some steps, with lines and letters put in and taken out."""
    names = "abcdefgh"
    steps = [chance.choice(_STEPS) % chance.choice(names) for _ in range(chance.randrange(5))]
    parts = [chance.choice(_HEADS), *steps]
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        parts.insert(chance.randrange(len(parts) + 1), chance.choice(_LINES))
    text = "".join(parts)
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        at, over = chance.randrange(len(text) + 1), chance.choice((0, 0, 1, 2, 9, 60))
        text = text[:at] + chance.choice(_LETTERS) + text[at + over :]
    raw = text.encode("utf-8", "surrogatepass" if chance.random() < 0.5 else "replace")
    if chance.random() < 0.02:
        return chance.randbytes(chance.randrange(64)) + raw
    return b"\xef\xbb\xbf" + raw if chance.random() < 0.05 else raw


def _text(raw: bytes) -> str:
    """Return what is read of a file: its lines may end as on Windows, the last one too."""
    return raw.decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\r")


def _is_told(finding: Finding, lines: int) -> bool:
    """Whether a finding names a line that is there, and says what to do."""
    if not finding.help:
        return False
    if finding.span is None or finding.file != files.NAME:
        return finding.code in _OF_THE_FILE or finding.level is not Level.ERROR
    return 1 <= finding.span.start.line <= lines


def _room() -> int:
    """Return the most memory this process has had, in MiB; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // 1024 if sys.platform != "darwin" else used // 1024**2


@cache
def _before() -> int:
    """Return what was taken before any file was looked at, by whatever else ran in this process."""
    return _room()
