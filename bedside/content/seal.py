"""The seal: a digest of what a checklist means, written when it is published.

A published file that was edited by hand no longer matches and is used as a draft.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TypeVar

from bedside.core.checklist import Checklist, Condition, Review, Step, Task
from bedside.core.codec import to_plain

Part = TypeVar("Part", Step, Task)


def seal_of(checklist: Checklist) -> str:
    """Return the digest (BLAKE2b, 128 bits, RFC 7693) of the meaning, in hexadecimal.

    Status, review block, accepted warnings and the banks beside it are no part of the meaning.
    What a step takes from a bank or an original is; that it comes from there, and the order of
    lines where order says nothing, are not.
    """
    steps = tuple(replace(_settled(step), use="") for step in checklist.steps)
    tasks = tuple(_settled(task) for task in checklist.tasks)
    meaning = replace(checklist, status="draft", review=Review(), accepted=(), extras=())
    meaning = replace(meaning, steps=steps, tasks=tasks, extends="")
    plain = json.dumps(to_plain(meaning), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()


def _settled(part: Part) -> Part:
    """Return a step or a task with its conditions in an order of their own."""
    return replace(part, when=_sorted(part.when), or_=_sorted(part.or_))


def _sorted(lines: tuple[Condition, ...]) -> tuple[Condition, ...]:
    each = (
        replace(line, any_of=_names(line.any_of), none_of=_names(line.none_of)) for line in lines
    )
    return tuple(sorted(each, key=repr))


def _names(answers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(answers)))


def is_sealed(checklist: Checklist) -> bool:
    """Whether the checklist is published and unchanged since."""
    return checklist.status == "published" and checklist.review.seal == seal_of(checklist)
