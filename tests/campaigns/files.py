"""Any bytes end, soon and in little memory, as a checklist or as findings that say where."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from bedside.content import gate
from bedside.content.check import check
from bedside.content.files import MAX_BYTES
from bedside.core.problems import Finding
from tests.campaigns.documents import document
from tests.content.texts import EXAMPLE, WHOLE
from tests.worlds import TODAY

WHAT = "any bytes end within two seconds, as a checklist or as findings that stand in the file"
SECONDS = 2.0
NAME = "made-up.toml"

_CHECKLISTS = Path(__file__).parents[2] / "checklists"
_SIGNS = [
    *"\"'“”‘’„«»=:[]{}(),;#.\\-–•<>/|`\n\r\t \u00a0\u200b\x00\x1b\ufeffäé漢1aT_",
    '"""',
    "'''",
    "[[",
]
_GRAMMAR = (
    *(
        'a = "x"\n',
        "[[steps]]\n",
        "[steps]\n",
        'id = "a"\n',
        'kind = "say"\n',
        "title = ",
        "= ",
        "[",
        "]",
    ),
    *(
        "{",
        "}",
        '"',
        "'",
        '"""',
        "'''",
        "#",
        "\n",
        "\\",
        ".",
        ",",
        "2031-03-12",
        "1e9",
        "true",
        "a.b.c",
    ),
    *(
        "say.direct",
        "when.a.not",
        "“",
        "- ",
        "options.",
        "\r\n",
        "\t",
        "\u00a0",
        "0x",
        "-",
        "inf",
        "<<<<<<< ",
    ),
)


def told(seed: int) -> str:
    """Return what is wrong with how the bytes of this number end; "" where nothing is."""
    return ended(made(seed))


def twin(seed: int) -> str:
    """Return the same with the gate taken off, of a shape that only the gate keeps out.

    A file of a hundredth of the size has an eighth of the time.
    """
    kept = gate._refused
    gate._refused = lambda _: None  # type: ignore[assignment]
    try:
        return ended(dotted(random.Random(seed), 10_000), SECONDS / 8)
    finally:
        gate._refused = kept


def ended(raw: bytes, within: float = SECONDS) -> str:
    """Return what is wrong with how these bytes end."""
    began = time.process_time()
    found = check(raw, NAME, {}, TODAY)
    took = time.process_time() - began
    if took > within:
        return f"{len(raw)} bytes beginning {raw[:40]!r} took {took:.1f} s"
    text = raw.decode("utf-8-sig", "replace")
    rows = text.split("\n")
    astray = [one for one in found.findings if not _stands(one, rows)]
    return f"{astray[0]} does not stand in the file" if astray else ""


def _stands(finding: Finding, rows: list[str]) -> bool:
    """Whether a finding of the file points into it, and says what to do."""
    if not finding.help:
        return False
    if finding.span is None or finding.file != NAME:
        return True
    start, end = finding.span
    inside = 1 <= start.line <= end.line <= len(rows) and start < end
    return inside and start.column <= len(rows[start.line - 1]) + 1


def made(seed: int) -> bytes:
    """Return the bytes of this number: real checklists changed, garbage, shapes that hurt."""
    chance = random.Random(seed)
    return chance.choices(_MAKERS, (6, 4, 2, 2, 1))[0](chance)


def real(chance: random.Random) -> str:
    """Return a checklist as people write it."""
    paths = sorted(_CHECKLISTS.rglob("*.toml"))
    texts = [EXAMPLE, WHOLE, chance.choice(paths).read_text(encoding="utf-8")]
    return chance.choice(texts)


def mutated(chance: random.Random) -> bytes:
    """Return a real checklist with signs put in, taken out and changed, lines moved and doubled."""
    text = real(chance)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        over = chance.choice((0, 0, 1, 1, 2, 40))
        put = "".join(chance.choices(_SIGNS, k=chance.choice((0, 1, 1, 2, 5))))
        text = text[:at] + put + text[at + over :]
        if chance.random() < 0.3:
            rows = text.split("\n")
            rows.insert(chance.randrange(len(rows) + 1), chance.choice(rows))
            text = "\n".join(rows)
    raw = text.encode("utf-8", "surrogatepass")
    return raw.replace(b"\n", b"\r\n") if chance.random() < 0.2 else raw


def garbage(chance: random.Random) -> bytes:
    """Return pieces of the language in no order."""
    return "".join(chance.choices(_GRAMMAR, k=chance.randint(0, 400))).encode()


def noise(chance: random.Random) -> bytes:
    """Return bytes that are nothing at all."""
    return chance.randbytes(chance.choice((0, 1, 7, 300, 20_000)))


def ugly(chance: random.Random) -> bytes:
    """Return a document of every shape that is allowed, as a checklist's head or after one."""
    head = chance.choice(("", 'format = 1\nid = "made-up"\ntitle = "T"\n'))
    return (head + document(chance.randrange(2**32))).encode()


def hurting(chance: random.Random) -> bytes:
    """Return a shape that some reader takes long over, of any size up to the largest."""
    size = int(MAX_BYTES * chance.choice((0.001, 0.01, 0.1, 1.0)))
    return chance.choice(SHAPES)(chance, size)[:size]


_MAKERS: tuple[Callable[[random.Random], bytes], ...] = (mutated, garbage, noise, ugly, hurting)


def dotted(_: random.Random, size: int) -> bytes:
    """Return one name of very many parts."""
    return b".".join([b"a"] * (size // 2)) + b" = 1\n"


def _repeated(
    piece: str, *, end: str = "", begin: str = ""
) -> Callable[[random.Random, int], bytes]:
    """Return a shape of one piece again and again; `%d` in it counts."""

    def shape(_: random.Random, size: int) -> bytes:
        count = max(1, (size - len(begin) - len(end)) // max(1, len(piece)))
        body = (
            "".join(piece.replace("%d", str(n)) for n in range(count))
            if "%d" in piece
            else piece * count
        )
        return (begin + body + end).encode()

    return shape


DEEP = ".".join("a" * 60)
HEAD = 'format = 1\nid = "made-up"\ntitle = "T"\n'
STEP = '[[steps]]\nid = "s%d"\nkind = "say"\ntitle = "S"\n'
SHAPES: tuple[Callable[[random.Random, int], bytes], ...] = (
    dotted,
    _repeated("a%d = 1\n"),
    _repeated("a%d = 1\n", begin=f"[{DEEP}]\n"),
    _repeated(f"{DEEP}.b%d = 1\n"),
    _repeated(f"{DEEP[:39]}.b%d = 1\n", begin=f"[{DEEP}]\n"),
    _repeated(f"[{DEEP}.b%d]\n"),
    _repeated(f"[[{DEEP}.b%d]]\n"),
    _repeated("x%d = {" + ".".join("a" * 2000) + " = 1}\n"),
    _repeated("a%d = 1, ", begin="x = {", end="}"),
    _repeated("[", begin="a = "),
    _repeated("{a = ", begin="a = "),
    _repeated("a%d = " + "[" * 300 + "]" * 300 + "\n"),
    _repeated("[" * 4000 + "\n", begin="a = "),
    _repeated("\\n", begin='a = """', end='"""'),
    _repeated("x", begin='a = """'),
    _repeated('"" ', begin='a = """', end='"""'),
    _repeated("''\n", begin="a = '''"),
    _repeated("[[a]]\n"),
    _repeated("[[a]]\n[a.b%d]\n"),
    _repeated("#\n"),
    _repeated("# x\n", begin="a = [", end="]"),
    _repeated(" "),
    _repeated("\n"),
    _repeated("\r\n"),
    _repeated("\r"),
    _repeated("\t"),
    _repeated("9", begin="a = "),
    _repeated("9" * 4200 + ",\n", begin="a = [", end="]"),
    _repeated("1,", begin="a = ["),
    _repeated("2031-01-01,\n", begin="a = ["),
    _repeated('"x"\n', begin="a = [\n"),
    _repeated("“x”\n", begin="a = [\n"),
    _repeated("a%d = “x”\n"),
    _repeated("a%d: x\n", begin="b = 1\n"),
    _repeated("a = 1\n"),
    _repeated('a%d = "x\n'),
    _repeated("- x\n", begin="a = 1\n"),
    _repeated("words and words\n", begin="a = 1\n"),
    _repeated("[a\n"),
    _repeated("[[steps]\n"),
    _repeated("[steps]\n"),
    _repeated('"a" = \'b\n'),
    _repeated("\\", begin='a = "', end='"\n'),
    _repeated("\u200b\n"),
    _repeated('a%d = "\u202e"\n'),
    _repeated("=" * 4000 + "\n"),
    _repeated('"' * 4001 + "\n", begin="a = "),
    _repeated("'" * 4001 + "\n", begin="a = "),
    _repeated("“" * 4001 + "\n", begin="a = "),
    _repeated("a = " + '“x" ' * 900 + "\n"),
    _repeated("a = " + "a." * 60 + '"x\n'),
    _repeated("a, " * 1500 + "\n", begin="a = [1,\n"),
    _repeated(STEP, begin=HEAD),
    _repeated(STEP + "why = “w”\n", begin=HEAD),
    _repeated(f'{STEP}why = "{"w" * 52}"\n', begin=HEAD),
    _repeated(f'{STEP}when.s0 = "done"\nnote.done = "{"w" * 34}"\n', begin=HEAD),
    _repeated(f"{STEP}{'tips = [' + chr(34) + 't' * 40 + chr(34) + ']'}\n", begin=HEAD),
    _repeated(STEP + 'when.s0 = "done"\nnote.x%d = "{y}"\n', begin=HEAD),
    _repeated('when.s%d = "done"\n', begin=HEAD + STEP),
    _repeated('options.o%d = "x"\n', begin=HEAD + STEP),
    _repeated('say.t%d = "x"\n', begin=HEAD + STEP),
    _repeated('"word %d", ' * 300 + "\n", begin=HEAD + STEP + "tips = [\n", end="]\n"),
    _repeated("Why? " * 700 + "\n", begin=HEAD + STEP + 'say = """', end='"""\n'),
    _repeated("<<<<<<< a\n", begin="a = 1\n"),
    _repeated("/* a\n", begin="a = 1\n"),
    _repeated('a = """\n', begin="b = 1\n"),
)
