"""Any bytes through every educator's command: words at the end, nothing live, nothing lost."""

from __future__ import annotations

import io
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from bedside.cli import findings
from bedside.cli.exits import Exit
from bedside.cli.main import main
from bedside.core.text import harmful
from tests.campaigns import files

WHAT = "any bytes end every educator's command in words, with nothing that acts, and none lost"
SECONDS = 3.0
CODES = frozenset(Exit) - {Exit.BUG, Exit.INTERRUPTED}
LOOKING = (
    *(("check",), ("check", "--ways"), ("fmt", "--check"), ("fmt", "--diff"), ("upgrade",)),
    *(("check", "--format", form) for form in ("json", "sarif", "github")),
    *(("print", "--as", kind) for kind in ("card", "form", "review")),
    *(("convert",), ("diff", "first-trust"), ("diff", "--text"), ("publish", "--dry-run")),
    ("new", "ours", "-o", "elsewhere", "--from"),
)
"""What leaves the file as it is."""
WRITING = (("fmt",), ("check", "--fix"), ("publish", "--yes"), ("upgrade", "--yes"))
_ID = re.compile(rb'^id *= *"([a-z][a-z-]{0,40})"', re.MULTILINE)
_ATTACKS = (
    *(
        "<script>alert(1)</script>",
        "=1+1",
        "[red]x[/red]",
        "::error::x",
        "%0A::x",
        "{answer}",
        "{0}",
    ),
    *(
        "\x1b[31m",
        "\u202e",
        "\x9b",
        "\u0301" * 40,
        "שלום",
        "👩‍👩‍👧",
        "x" * 4000,
        "\\u001b[31m",
        "\\u2028",
    ),
)


def told(seed: int) -> str:
    """Return what is wrong with how a command took the bytes of this number."""
    chance = random.Random(seed)
    raw = attacked(chance) if chance.random() < 0.5 else files.made(seed)
    command = chance.choice(LOOKING + WRITING)
    with tempfile.TemporaryDirectory() as folder, home(Path(folder)):
        found = _ID.search(raw)
        path = Path(folder, f"{found[1].decode() if found else 'made-up'}.toml")
        path.write_bytes(raw)
        began = time.process_time()
        code, said = ran(*command, str(path))
        took = time.process_time() - began
        wrong = "".join(_wrongs(code, said, path, raw if command in LOOKING else None))
    if took > SECONDS:
        wrong += f"; it took {took:.1f} s"
    return f"{' '.join(command)}{wrong}" if wrong else ""


def twin(seed: int) -> str:
    """Return the same where findings are told as they stand in the file."""
    with mock.patch.object(findings, "safe", str):
        return told(seed)


def attacked(chance: random.Random) -> bytes:
    """Return a real checklist with what could act on a screen or a page in some of its texts."""
    text = files.real(chance)
    for _ in range(chance.randint(1, 5)):
        at = text.find('"', chance.randrange(len(text))) + 1
        text = text[:at] + chance.choice(_ATTACKS) + text[at:]
    return text.encode()


def _wrongs(code: int, said: str, path: Path, raw: bytes | None) -> Iterator[str]:
    if code not in CODES:
        yield f"; it ended with {code}: {said[-200:]}"
    if live := harmful(said):
        yield f"; {live[0]!r} came out: {said[max(0, live.start() - 60) : live.end()]!r}"
    if raw is not None and path.read_bytes() != raw:
        yield "; it changed the file"
    if left := [one.name for one in path.parent.rglob("*.part")]:
        yield f"; it left {left[0]}"


@contextmanager
def home(folder: Path) -> Iterator[None]:
    """Stand in a folder that is a home of its own."""
    before = Path.cwd()
    own = {"BEDSIDE_HOME": str(folder / "home"), "BEDSIDE_SITE": str(folder / "site")}
    with mock.patch.dict(os.environ, own):
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def ran(*args: str) -> tuple[int, str]:
    """Run a command within this process; return its code and all that it wrote."""
    code, out, err = streams(*args)
    return code, f"{out}\n{err}".removeprefix("\ufeff").replace("\r\n", "\n")


def streams(*args: str) -> tuple[int, str, str]:
    """Run a command within this process; return its code, and what it wrote to either stream."""
    raws = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(raw, encoding="utf-8", newline="") for raw in raws)
    given = io.TextIOWrapper(io.BytesIO())
    with (
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
        mock.patch.object(sys, "stdin", given),
    ):
        try:
            code = main(list(args))
        except SystemExit as ended:
            code = int(ended.code or 0)
        out.flush()
        err.flush()
    first, second = (raw.getvalue().decode("utf-8", "replace") for raw in raws)
    return code, first, second
