"""The shipped checklists: without a finding, reviewed, in our own words, using all there is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from bedside.content.banks import ALWAYS
from bedside.content.check import check
from bedside.content.library import Library, shipped
from bedside.content.lint.safety import protected
from bedside.core.answers import is_recorded
from bedside.core.checklist import KINDS, Step
from tests.house.source import ROOT, none
from tests.worlds import SHIPPED, Forgetful, shipped_checklist


def test_the_list_of_shipped_checklists_is_what_is_shipped() -> None:
    files = (ROOT / "checklists").glob("*.toml")
    found = sorted(path.stem for path in files if "." not in path.stem)
    assert found == sorted(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_checklist_has_no_finding(name: str) -> None:
    reviewed = shipped_checklist(name).review.reviewed
    assert reviewed is not None
    path = ROOT / "checklists" / f"{name}.toml"
    banks, _ = Library([shipped()], Forgetful()).banks()
    found = check(path.read_bytes(), path.name, banks, reviewed).findings
    assert not [finding.message for finding in found]


def test_no_bank_has_a_finding() -> None:
    banks, findings = Library([shipped()], Forgetful()).banks()
    assert not [finding.message for finding in findings]
    assert set(ALWAYS) <= set(banks)


@pytest.mark.parametrize("bank", ["close", "human"])
def test_what_is_for_the_clinician_or_told_of_oneself_takes_no_answer(bank: str) -> None:
    """So no note, page, handover or file can hold it."""
    banks, _ = Library([shipped()], Forgetful()).banks()
    assert banks[bank].extras
    assert not [step.id for step in banks[bank].extras if is_recorded(step)]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_note_is_read_back_before_the_talk_turns_to_the_clinician(name: str) -> None:
    order = [step.use or step.kind for step in shipped_checklist(name).steps]
    after = [at for at, use in enumerate(order) if use.startswith("close/")]
    read = [at for at, use in enumerate(order) if use in ("read-back", "read-back/the-note")]
    assert not after or read[-1] < after[0]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_checklist_says_who_reviewed_it_and_until_when(name: str) -> None:
    review = shipped_checklist(name).review
    assert review.owner
    assert isinstance(review.reviewed, date)
    assert review.next_review is not None
    assert review.reviewed < review.next_review


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_of_a_shipped_checklist_rests_on_a_source_it_names(name: str) -> None:
    made = shipped_checklist(name)
    assert made.sources
    unused = set(made.sources) - {source for step in made.steps for source in step.source}
    assert not unused, f"checklists/{name}.toml: sources nobody cites"
    bare = [f"checklists/{name}.toml: {id_}" for id_ in resting_on_nothing(made.steps)]
    none(bare, "name the source of each required step")


def resting_on_nothing(steps: Iterable[Step]) -> list[str]:
    """Return the required steps that cite nothing."""
    return [step.id for step in steps if step.required and not step.source]


def test_a_required_step_without_a_source_would_be_found() -> None:
    bare = Step(id="bare", kind="say", title="Bare", required=True)
    cited = Step(id="cited", kind="say", title="Cited", required=True, source=("rising-2020",))
    assert resting_on_nothing((bare, cited, Step(id="free", kind="say", title="Free"))) == ["bare"]


def test_every_kind_of_step_is_used_in_what_is_shipped() -> None:
    made = [shipped_checklist(name) for name in SHIPPED]
    used = {step.kind for one in made for step in (*one.steps, *one.extras)}
    assert used == set(KINDS)


def test_no_title_borrows_the_name_of_a_guide() -> None:
    breaches = []
    for path in sorted((ROOT / "checklists").rglob("*.toml")):
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            key = line.partition("=")[0].strip()
            if key in ("title", "heading", "summary", "audience", "tags") and "=" in line:
                breaches += [f"{_place(path)}:{at}: {f[0]}" for f in protected().finditer(line)]
    none(breaches, "give it a name of our own; sources may cite the guide")


def test_the_name_of_a_guide_is_recognised() -> None:
    for title in ("SPIKES at the bedside", "Ask me 3 questions", "The VitalTalk way"):
        assert protected().search(title)
    assert not protected().search("What the nurse shares, and what is of value")


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
