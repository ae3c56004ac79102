"""What a text means as TOML 1.0: tomllib decides, and a quicker parser of the same make reads.

tomllib is tomli as Python took it over; the package brings it compiled, three times as quick. It
also reads TOML 1.1, and stops at fewer brackets. So a text in which anything of 1.1 may stand, and
whatever the quicker one does not read, is given to tomllib, whose word and whose errors count.
"""

from __future__ import annotations

import re
import tomllib

import tomli

from bedside.content.shape import Table

_NEWER = (
    re.compile(r"\\[ex]"),  # an escape that 1.0 does not know
    re.compile(r":(?<=[\s=,\[Tt]\d\d:)\d\d(?![\d:])"),  # a time without seconds
    re.compile(r",[ \t]*\}"),  # a comma before the end of a group
    re.compile(r"\{[^}\n]*$", re.MULTILINE),  # a group over several lines
)
"""What only 1.1 allows, and much that it is not; each begins with a letter quick to find."""

_COMMENT = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|(#)', re.DOTALL
)
"""Texts of each of TOML's four kinds, or a comment."""


def has_comments(text: str) -> bool:
    """Whether a text that means something has comments in it."""
    return any(found[1] for found in _COMMENT.finditer(text))


def may_be_newer(text: str) -> bool:
    """Whether anything may stand in a text that only TOML 1.1 allows."""
    return any(sign.search(text) for sign in _NEWER)


def meaning(text: str) -> Table:
    """Return what a text means; TOMLDecodeError, ValueError or RecursionError as tomllib does."""
    if not may_be_newer(text):
        try:
            return tomli.loads(text)
        except (RecursionError, ValueError):
            pass  # tomllib says what is wrong, in its own words
    return tomllib.loads(text)
