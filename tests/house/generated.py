"""What is generated: in the README the keys, the exit codes and the help; all codes; all talks.

`python -m tests.house.generated` writes them anew; a test compares them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bedside.cli.exits import MEANING
from bedside.cli.keys import markdown
from bedside.content.codes.catalogue import FAMILIES, pages
from tests.house.source import ROOT
from tests.house.talks import index, talks

README = ROOT / "README.md"
GUIDE = ROOT / "checklists" / "README.md"
FINDINGS = ROOT / "checklists" / "FINDINGS.md"
TALKS = ROOT / "checklists" / "TALKS.md"


def keys() -> str:
    """Return the key tables, one a scope, as `bedside keys --markdown` prints them."""
    return markdown()


def exits() -> str:
    """Return the table of exit codes."""
    rows = [f"| {code.value} | {meaning} |" for code, meaning in MEANING.items()]
    return "\n".join(("| code | meaning |", "|---|---|", *rows)) + "\n"


def help_text() -> str:
    """Return what `bedside --help` prints in 80 columns without colour, in a code fence."""
    environ = os.environ | {"COLUMNS": "80", "NO_COLOR": "1", "PYTHON_COLORS": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "bedside", "--help"],
        cwd=ROOT,
        env=environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return f"```text\n{done.stdout.strip()}\n```\n"


BLOCKS: Mapping[str, Callable[[], str]] = {"keys": keys, "exits": exits, "help": help_text}
"""Every generated block of the README, by the name in its marks."""

OF_GUIDE: Mapping[str, Callable[[], str]] = {"talks": index}
"""The same of the educators' guide."""


def findings() -> str:
    """Return the list of every code that `bedside check` can give, family by family."""
    lines = [
        "# What `bedside check` can find",
        "",
        "An **error** keeps a checklist from being used and published. A **warning** wants mending",
        "or accepting, with a reason, a name and an end date. A **note** is only said.",
        "`bedside explain CODE` says why one matters, and shows an example before and after.",
        "",
    ]
    for letter, family in FAMILIES.items():
        rows = [page for page in pages().values() if page.code[0] == letter]
        if not rows:
            continue
        heading = f"## {letter}: {family}"
        lines += [heading, "", "| code | level | what |", "|---|---|---|"]
        lines += [f"| {page.code} | {page.level} | {_cell(page.title)} |" for page in rows]
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Return a text as it stands in a table of Markdown."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[")


FILES: Mapping[Path, Callable[[], str]] = {FINDINGS: findings, TALKS: talks}
"""Every file that is generated as a whole."""


def block(name: str) -> re.Pattern[str]:
    """Return what finds a block between its marks."""
    return re.compile(rf"(<!-- {name} -->\n)(.*?)(<!-- /{name} -->)", re.DOTALL)


def written(text: str, blocks: Mapping[str, Callable[[], str]] = BLOCKS) -> str:
    """Return a text with every block in it written anew; KeyError where one is not there."""
    for name, make in blocks.items():
        found = block(name)
        if found.search(text) is None:
            raise KeyError(name)
        fresh = f"\n{make()}\n"
        text = found.sub(lambda marks, fresh=fresh: marks[1] + fresh + marks[3], text, count=1)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    guide = written(GUIDE.read_text(encoding="utf-8"), OF_GUIDE)
    GUIDE.write_text(guide, encoding="utf-8", newline="\n")
    for path, whole in FILES.items():
        path.write_text(whole(), encoding="utf-8", newline="\n")
