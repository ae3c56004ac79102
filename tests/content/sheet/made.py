"""Checklists that hypothesis makes up: every kind and key, and texts that sheets find hard."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from bedside.content.shape import Table
from bedside.core.answers import RESERVED
from bedside.core.checklist import KINDS, PLACES
from bedside.core.text import unfit

HARD = (
    *("=1+1", "+49 30", "-", "@home", "\ttab", "a,b", 'she said "no"', "two\nlines", " spaced "),
    *("plain: yes", 'say "x": y', "“a”: b", "\\", "\\n", "C:\\new", ";", "1.0", "2031-03-04"),
    *("TRUE", "1e5", "3-4", "März 5", "ＡＢ", "＝1", "👩‍⚕️ é é", "note\\: x", "_x0041_", "#", "''"),
    *("n: a\nb: c", "a: b\nc", "\n", "=\n", "007", "05:30", "½", "#N", "sep=;"),
)
letters = st.characters(
    codec="utf-8",
    exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"),
    include_characters="\n\t",
)
words = (st.sampled_from(HARD) | st.text(letters, min_size=1, max_size=12)).filter(
    lambda text: (
        bool(text.strip())
        and not unfit(text)
        and not (text.strip("#") == "" and len(text.strip()) > 2)
    )
)
ids = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
names = ids.filter(lambda name: name not in RESERVED)
lists = st.lists(words, min_size=1, max_size=3)
wordings = words | st.dictionaries(ids | words, words, min_size=1, max_size=3)
tests = st.dictionaries(
    ids | words,
    ids
    | words
    | st.lists(ids | words, min_size=1, max_size=3)
    | st.fixed_dictionaries(
        {},
        optional={
            "is": ids,
            "not": st.lists(ids, min_size=1, max_size=2),
            "at_least": st.integers(-9, 99),
            "at_most": st.integers(-9, 99),
        },
    ).filter(bool),
    min_size=1,
    max_size=2,
)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))

_EVERY: dict[str, st.SearchStrategy[object]] = {
    "aim": words,
    "say": words | lists | st.dictionaries(ids | words, words, min_size=1, max_size=3),
    "why": words,
    "tips": lists,
    "instead": st.dictionaries(words, words, min_size=1, max_size=2),
    "required": st.booleans(),
    "place": st.sampled_from(PLACES),
    "sensitive": st.booleans(),
    "locked": st.booleans(),
    "roles": lists,
    "source": ids | st.lists(ids, min_size=1, max_size=2),
    "note": wordings,
    "patient": wordings,
    "handover": wordings,
    "when": tests,
    "or": tests,
    "other": st.booleans(),
}


def _step(kind: str) -> st.SearchStrategy[Table]:
    needed: dict[str, st.SearchStrategy[object]] = {
        "id": ids,
        "kind": st.just(kind),
        "title": words,
    }
    if kind.startswith("choose"):
        needed["options"] = st.dictionaries(names, words, min_size=1, max_size=3)
    if kind == "scale":
        needed |= {"min": st.integers(0, 3), "max": st.integers(4, 99)}
        needed["labels"] = st.dictionaries(st.sampled_from(("0", "3", "10")), words, max_size=2)
    if kind == "teach-back":
        needed["points"] = lists
    return st.fixed_dictionaries(needed, optional=_EVERY)


steps = st.sampled_from(tuple(KINDS)).flatmap(_step)
tasks = st.fixed_dictionaries(
    {"id": ids, "text": words},
    optional={"who": words, "due": st.sampled_from(("today", "2 days")), "when": tests},
)
accepted = st.fixed_dictionaries(
    {"code": st.just("P501"), "because": words, "by": words, "until": days}, optional={"step": ids}
)
checklists: st.SearchStrategy[Table] = st.fixed_dictionaries(
    {"format": st.just(1), "id": ids, "title": words},
    optional={
        "summary": words,
        "version": st.from_regex(r"[0-9]\.[0-9]{1,2}", fullmatch=True),
        "roles": lists,
        "minutes": st.integers(1, 90),
        "bank": st.just(True),
        "tags": lists,
        "sources": st.dictionaries(ids | words, words, min_size=1, max_size=2),
        "review": st.fixed_dictionaries(
            {}, optional={"owner": words, "reviewed": days, "seal": words}
        ),
        "note": st.fixed_dictionaries({}, optional={"heading": words, "closing": words}),
        "steps": st.lists(steps, min_size=1, max_size=4, unique_by=lambda step: str(step["id"])),
        "tasks": st.lists(tasks, max_size=2, unique_by=lambda task: str(task["id"])),
        "accepted": st.lists(accepted, min_size=1, max_size=2),
    },
)
