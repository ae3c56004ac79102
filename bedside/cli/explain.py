"""`bedside explain [CODE…]`: what a finding means, why it matters, an example before and after."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bedside.cli.exits import Ended, Exit
from bedside.cli.window import columns
from bedside.core.problems import nearest
from bedside.core.text import safe, wrap

if TYPE_CHECKING:
    from bedside.content.codes.catalogue import Page

_WIDTH = 80
_LEAST = 40
_BEFORE_TITLE = len("   C201  warning  ")


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("codes", nargs="*", metavar="CODE", help="a code, like L302; none for all")


def run(args: Namespace) -> Exit:
    """Print the page of each code, or the list of all; exit 4 where there is no such code."""
    width = _columns()
    if not args.codes:
        print("\n".join(map(safe, _list(width))))
        return Exit.FINE
    found = [_page(code) for code in args.codes]
    print("\n\n".join("\n".join(map(safe, shown(page, width))) for page in found))
    return Exit.FINE


def shown(page: Page, width: int) -> Iterator[str]:
    """Yield the lines of a page, in so many columns."""
    yield from wrap(f"{page.level} {page.code}: {page.title}", width)
    for paragraph in page.says.strip().split("\n\n"):
        yield ""
        yield from wrap(paragraph, width)
    for head, snippet in (("before", page.before or page.before_bytes), ("after", page.after)):
        if snippet:
            yield from ("", f"{head}, in {page.name}:" if page.name else f"{head}:", "")
            yield from (f"    {row}".rstrip() for row in snippet.strip("\n").split("\n"))
    for name, text in page.beside.items():
        yield from ("", f"beside it, {name}:", "")
        yield from (f"    {row}".rstrip() for row in text.strip("\n").split("\n"))


def _page(code: str) -> Page:
    from bedside.content.codes.catalogue import pages

    every = pages()
    wanted = code.upper()
    if wanted in every:
        return every[wanted]
    near = nearest(wanted, every)
    hint = f"Did you mean {near}?" if near else "bedside explain lists every code."
    raise Ended(Exit.NOT_FOUND, f"there is no code '{code}'. {hint}")


def _list(width: int) -> Iterator[str]:
    """Yield every code with its title, family by family."""
    from bedside.content.codes.catalogue import FAMILIES, pages

    for letter, family in FAMILIES.items():
        yield f"{letter}  {family}"
        for page in pages().values():
            if page.code[0] == letter:
                first, *rest = wrap(page.title, width - _BEFORE_TITLE)
                yield f"   {page.code}  {page.level:<7}  {first}"
                yield from (" " * _BEFORE_TITLE + line for line in rest)
        yield ""
    yield "bedside explain CODE shows what one means, with an example."


def _columns() -> int:
    """Return the columns to write in: the terminal's, or 80 where the output is none."""
    return max(_LEAST, columns(sys.stdout) or _WIDTH)
