"""The seal: a digest of what a checklist means, written when it is published.

A published file that was edited by hand no longer matches and is used as a draft.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import cast

from bedside.core.checklist import Checklist, Review
from bedside.core.codec import to_plain

Plain = dict[str, object]


def seal_of(checklist: Checklist) -> str:
    """Return the digest (BLAKE2b, 128 bits, RFC 7693) of the meaning, in hexadecimal.

    Status, review block, accepted warnings and the banks beside it are no part of the meaning.
    What a step takes from a bank or an original is; that it comes from there, and the order of
    lines where order says nothing, are not.
    """
    whole = replace(checklist, status="draft", review=Review(), accepted=(), extras=(), extends="")
    meaning = cast("Plain", to_plain(whole))
    for part in (*_rows(meaning, "steps"), *_rows(meaning, "tasks")):
        part.pop("use", None)
        _settle(part)
    plain = json.dumps(meaning, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()


def _settle(part: Plain) -> None:
    """Put the conditions of a step or a task in an order of their own."""
    for key in ("when", "or_"):
        lines = _rows(part, key)
        for line in lines:
            for answers in {"any_of", "none_of"} & line.keys():
                line[answers] = sorted(set(cast("list[str]", line[answers])))
        lines.sort(key=lambda line: json.dumps(line, sort_keys=True))


def _rows(table: Plain, key: str) -> list[Plain]:
    return cast("list[Plain]", table.get(key, []))


def is_sealed(checklist: Checklist) -> bool:
    """Whether the checklist is published and unchanged since."""
    return checklist.status == "published" and checklist.review.seal == seal_of(checklist)


def standing(checklist: Checklist) -> Checklist:
    """Return a checklist as it may be used: a published one that was changed since is a draft.

    A note would otherwise bear the seal of words that nobody said.
    """
    if checklist.status != "published" or is_sealed(checklist):
        return checklist
    return replace(checklist, status="draft")
