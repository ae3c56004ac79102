"""Slips in the line that begins a block: brackets missing, too many, or of another kind."""

from __future__ import annotations

import re

from bedside.content.advice.slip import Slip, Spot, Stuck, mended, shown, slip

_BLOCKS = 2_000
"""More blocks than these are in no checklist, and none of them is mended."""
LISTS = ("steps", "tasks", "accepted", "add")
_HEADER = re.compile(
    r"(?P<before>[ \t]*)(?P<open>[\[({<]{1,2}(?:[ \t]*[\[({<])?)[ \t]*"
    r"[\"']?(?P<name>[\w. -]+?)[\"']?[ \t]*"
    r"(?P<close>[\])}>\[({ \t]*)(?P<rest>[:;,.=]*[ \t]*(?:#.*)?)\Z"
)
_SINGLE = re.compile(r"[ \t]*\[[ \t]*(\w+)[ \t]*\][ \t]*(?:#.*)?\Z")
_FOLLOWED = re.compile(r"([ \t]*\[\[?[\w. ]+\]\]?[ \t,;:]*)([\w.-]+[ \t]*=.*)\Z")
_BARE = re.compile(r"[ \t]*(steps?|tasks?|review|note|accepted)[ \t]*:?[ \t]*\Z", re.IGNORECASE)


_NOTED = re.compile(
    r"(?P<before>[ \t]*)\[(?P<open>\[?)[ \t]*(?P<name>[\w.-]+)[ \t]*\]\]?"
    r"(?P<words>[ \t]*[^\s\[\]=#][^\[\]=#]*)\Z"
)
_NOTED_WITHIN = re.compile(
    r"(?P<before>[ \t]*)\[(?P<open>\[?)[ \t]*(?P<name>steps?|tasks?|review|note|accepted)"
    r"(?P<words>[ \t:;,.–—-][^\[\]=#]*)\]\]?[ \t]*\Z",
    re.IGNORECASE,
)
_AROUND = " \t,;:.-–—/|\"'“”()"


def block_meant(name: str) -> str:
    """Return the list of blocks that a name stands for, however it is spelt; "" for none."""
    name = name.strip().lower()
    return next((block for block in LISTS[:2] if name in (block, block[:-1])), "")


def noted(stuck: Stuck) -> Slip | None:
    """Words stand behind a header, or within it: a note without the sign that makes it one."""
    found = _NOTED.match(stuck.line) or _NOTED_WITHIN.match(stuck.line)
    words = found["words"].strip(_AROUND) if found else ""
    if found is None or not words:
        return None
    name = block_meant(found["name"]) or found["name"]
    meant = f"[[{name}]]" if name in LISTS or found["open"] else f"[{name}]"
    said = (
        f"Words stand where {shown(meant)} has to stand alone.",
        f"put # before them, which makes them a note to yourself: {shown(f'{meant} # {words}')}",
    )
    start, end = found.span("words")
    start += len(found["words"]) - len(found["words"].lstrip())
    one = slip(stuck, "T129", said, (start, start + len(stuck.line[start:end].rstrip())))
    return mended(one, "write # before them", f"{found['before']}{meant} # {words}")


def header(stuck: Stuck) -> Slip | None:
    """A header's brackets are not those that it needs."""
    found = _HEADER.match(stuck.line)
    if found is None:
        return None
    name = re.sub(r"\s*\.\s*", ".", found["name"].strip())
    name = block_meant(name) or name
    opened, closed = (re.sub(r"[ \t]", "", found[side]) for side in ("open", "close"))
    double = name in LISTS or (len(opened) > 1 and len(closed) > 1 and "." not in name)
    meant = f"[[{name}]]" if double else f"[{name}]"
    comment = stuck.line[stuck.line.find("#") :] if "#" in found["rest"] else ""
    new = found["before"] + meant + (f" {comment}" if comment else "")
    if stuck.line.strip() == new.strip() or "=" in found["rest"]:
        return None
    said = (
        f"This line begins {shown(name)!r} with other brackets than it needs.",
        f"write {shown(meant)}",
    )
    where = (len(found["before"]), len(stuck.line.rstrip()))
    return mended(slip(stuck, "T124", said, where), f"write {shown(meant)}", new)


def followed(stuck: Stuck) -> Slip | None:
    """A name and what it says stand behind a header, on its line."""
    found = _FOLLOWED.match(stuck.line)
    if found is None:
        return None
    said = ("A block begins here, and a name follows on the same line.", "give it its own line")
    one = slip(stuck, "T129", said, found.span(2))
    return mended(one, "write them on two lines", found[1].rstrip(" \t,;:"), found[2])


def bare(stuck: Stuck) -> Slip | None:
    """A block's name stands alone, without brackets."""
    found = _BARE.match(stuck.line)
    if found is None:
        return None
    name = block_meant(found[1]) or found[1].lower()
    meant = f"[[{name}]]" if name in LISTS else f"[{name}]"
    said = ("The name of a block stands here without brackets.", f"write {meant}")
    return mended(slip(stuck, "T124", said, found.span(1)), f"write {meant}", meant)


def single(stuck: Stuck) -> Slip | None:
    """Blocks of a list begin with one bracket."""
    named = re.match(r"[ \t]*\[\[?[ \t]*(\w+)", stuck.line)
    name = (block_meant(named[1]) or named[1]) if named else ""
    if name not in LISTS or not stuck.said.startswith("cannot"):
        return None
    rows = [at for at, line in enumerate(stuck.rows) if _is_single(line, name)]
    if not rows:
        return None
    first, every = rows[0], set(rows)
    line = stuck.rows[first]
    at = line.find("[")
    mended_rows = tuple(
        re.sub(r"\[[ \t]*\w+[ \t]*\]", f"[[{name}]]", one, count=1) if row in every else one
        for row, one in enumerate(stuck.rows)
    )
    return Slip(
        code="T125",
        message=f"Blocks of {name} begin with two brackets, not with one.",
        help=f"write [[{name}]]",
        start=Spot(first, at),
        end=Spot(first, line.find("]") + 1),
        rows=mended_rows if len(rows) <= _BLOCKS else None,
        first=0,
        last=len(stuck.rows) - 1,
        title=f"write [[{name}]]",
    )


def _is_single(line: str, name: str) -> bool:
    found = _SINGLE.match(line)
    return found is not None and (block_meant(found[1]) or found[1]) == name
