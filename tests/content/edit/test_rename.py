"""A short name changed everywhere it is spoken of, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.content.edit.rename import Rename, renamed
from bedside.content.edit.text import Refused
from bedside.content.load import open_checklist
from bedside.core.problems import Level
from tests.content.edit.test_splice import TEXT
from tests.worlds import A_FEW

ROOT = Path(__file__).parents[3] / "checklists"
SHIPPED = sorted(path for path in ROOT.glob("*.toml") if path.name.count(".") == 1)

BESIDE = {
    "made-up.es.toml": """[steps.detail]
say.plain = "¿Cuánto?"
options.all = "Todo"
of.options.all = "0f0f"
of.say.plain = "0f"

[steps.detail.note]
all = "Todo."
""",
    "made-up.practice.toml": """[[patients]]
id = "all"
name = "a patient"
replies.detail = ["all"]
replies.known = "done"
shown = ["detail", "known"]
""",
    "site/made-up.toml": """extends = "made-up 1.0"
remove = ["known", "detail"]
[change.detail]
title = "detail"
was = "all"
[change.close.when]
detail = { not = ["all", "some"] }
[[add]]
after = "detail"
id = "more"
""",
    "made-up.history.toml": '[[versions]]\nstep = "detail"\n[steps.detail]\nx = 1\n',
    "other.toml": 'title = "Other"\n[[steps]]\nid = "detail"\nwhen.detail = "all"\n',
}


def changed(rename: Rename, **more: str) -> dict[str, str]:
    """Return the lines of each file that a rename changed, as they are then."""
    files = {"made-up.toml": TEXT, **BESIDE, **more}
    found = renamed(files, "made-up.toml", rename)
    assert isinstance(found, dict), found
    lines = {}
    for name, text in found.items():
        pairs = zip(files[name].split("\n"), text.split("\n"), strict=True)
        lines[name] = " | ".join(new for old, new in pairs if old != new)
    return lines


def test_a_step_is_renamed_in_conditions_side_files_and_overlays() -> None:
    assert changed(Rename("step", "detail", "much")) == {
        "made-up.toml": 'id    = "much" | when.much.not = "some" | when.much = ["all", "some"]',
        "made-up.es.toml": "[steps.much] | [steps.much.note]",
        "made-up.practice.toml": 'replies.much = ["all"] | shown = ["much", "known"]',
        "site/made-up.toml": 'remove = ["known", "much"] | [change.much]'
        ' | much = { not = ["all", "some"] } | after = "much"',
    }


def test_an_option_is_renamed_with_its_wordings_conditions_and_replies() -> None:
    assert changed(Rename("option", "all", "every", "detail")) == {
        "made-up.toml": 'options.every  = "All of it"   # everything'
        ' | when.detail = ["every", "some"]',
        "made-up.es.toml": 'options.every = "Todo" | of.options.every = "0f0f" | every = "Todo."',
        "made-up.practice.toml": 'replies.detail = ["every"]',
        "site/made-up.toml": 'detail = { not = ["every", "some"] }',
    }


def test_a_tone_a_task_and_a_source_are_renamed() -> None:
    assert changed(Rename("tone", "plain", "direct", "detail")) == {
        "made-up.toml": 'say.direct  = "How much?"',
        "made-up.es.toml": 'say.direct = "¿Cuánto?" | of.say.direct = "0f"',
    }
    assert changed(Rename("task", "call", "ring")) == {"made-up.toml": 'id   = "ring"'}
    assert changed(Rename("source", "book", "tome")) == {"made-up.toml": 'sources.tome = "A book"'}


def test_a_step_of_a_bank_is_renamed_where_it_is_taken() -> None:
    bank = 'id = "made-up"\nbank = true\n[[steps]]\nid = "detail"\noptions.a = "A"\n'
    files = {"made-up.toml": bank, "x.toml": '[[steps]]\nid = "detail"\nuse = "made-up/detail"\n'}
    found = renamed(files, "made-up.toml", Rename("step", "detail", "much"))
    assert isinstance(found, dict)
    assert found["x.toml"] == '[[steps]]\nid = "detail"\nuse = "made-up/much"\n'
    told = renamed(files, "made-up.toml", Rename("option", "a", "b", "detail"))
    assert isinstance(told, Refused)


@pytest.mark.parametrize(
    "rename",
    [
        Rename("step", "nobody", "x"),
        Rename("step", "detail", "known"),
        Rename("step", "detail", "call"),
        Rename("step", "detail", "How Much"),
        Rename("option", "all", "declined", "detail"),
        Rename("option", "all", "some", "detail"),
        Rename("option", "all", "x", "known"),
        Rename("tone", "warm", "x", "detail"),
        Rename("source", "tome", "x"),
    ],
)
def test_a_name_that_is_taken_unfit_or_not_there_is_refused(rename: Rename) -> None:
    told = renamed({"made-up.toml": TEXT}, "made-up.toml", rename)
    assert isinstance(told, Refused)
    assert told.reason


def names_in(path: Path) -> list[Rename]:
    """Return a new name for each of the names in a checklist."""
    checklist = open_checklist(path.read_bytes(), path.name, {}).checklist
    assert checklist is not None
    renames = [Rename("step", step.id, "zz-new") for step in checklist.steps]
    renames += [Rename("task", task.id, "zz-new") for task in checklist.tasks]
    renames += [Rename("source", source, "zz-new") for source in checklist.sources]
    for step in checklist.steps:
        renames += [Rename("tone", p.tone, "zz-new", step.id) for p in step.say if p.tone]
        options = getattr(step, "options", ())
        renames += [Rename("option", option.id, "zz-new", step.id) for option in options]
    return renames


def goes_there_and_back(path: Path, renames: Iterable[Rename]) -> None:
    """Change each of these names and change it back; nothing else comes of it."""
    text = path.read_text(encoding="utf-8")
    before = errors(text, path.name)
    for rename in renames:
        there = renamed({path.name: text}, path.name, rename)
        assert isinstance(there, dict), (rename, there)
        assert errors(there[path.name], path.name) == before, rename
        back = rename._replace(old=rename.new, new=rename.old)
        assert renamed(there, path.name, back) == {path.name: text}


@pytest.mark.parametrize("id_", A_FEW)
def test_every_name_of_a_shipped_checklist_can_be_changed_and_changed_back(id_: str) -> None:
    path = ROOT / f"{id_}.toml"
    goes_there_and_back(path, names_in(path))


@given(st.sampled_from(SHIPPED), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_any_name_of_any_shipped_checklist_can_be_changed_and_changed_back(
    path: Path, chance: Random
) -> None:
    goes_there_and_back(path, [chance.choice(names_in(path))])


def errors(text: str, name: str) -> int:
    """Return how many mistakes reading finds, the missing banks among them."""
    findings = open_checklist(text.encode(), name, {}).findings
    return sum(finding.level is Level.ERROR for finding in findings)
