"""Reading a checklist: every kind and key of the format, banks, warnings, what is shipped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bedside.content.banks import Bank
from bedside.content.check import check
from bedside.content.load import load, read, read_bank
from bedside.content.seal import is_sealed, seal_of
from bedside.core.checklist import KINDS, Checklist, Choice, Condition, Phrase, Scale, TeachBack
from bedside.core.problems import Level, Problems
from tests.content.texts import HEAD, STEP, WHOLE
from tests.worlds import SHIPPED, shipped_checklist


def whole() -> Checklist:
    """Return the checklist that uses everything."""
    result = read(WHOLE.encode(), "made-up.toml", {})
    assert isinstance(result, Checklist), result
    return result


def test_every_kind_and_key_of_the_format_is_read() -> None:
    """What was written stands in the model, in the model's one shape."""
    made = whole()
    steps = {step.id: step for step in made.steps}
    assert {step.kind for step in made.steps} == set(KINDS)
    assert steps["say"].say == (
        Phrase(tone="direct", text="one"),
        Phrase(tone="gentle", text="two"),
    )
    assert steps["do"].say == (Phrase(text="only"),)
    assert steps["choose"].say == (Phrase(text="a"), Phrase(text="b"))
    assert steps["say"].tips == ("t",)
    assert steps["say"].instead == {"x": "y"}
    assert steps["say"].source == ("book",)
    assert steps["do"].note == {"": "Done."}
    assert steps["many"].when == (Condition(step="choose", any_of=("everything", "other")),)
    assert steps["yes"].when == (Condition(step="choose", none_of=("some",)),)
    assert steps["yes"].or_ == (Condition(step="say", any_of=("done",)),)
    assert steps["date"].when == (Condition(step="scale", at_least=3, at_most=7),)
    assert isinstance(steps["choose"], Choice)
    assert [option.id for option in steps["choose"].options] == ["everything", "some"]
    assert isinstance(steps["scale"], Scale)
    assert steps["scale"].labels == {"0": "none", "10": "all"}
    assert isinstance(steps["teach"], TeachBack)
    assert made.review.next_review == date(2032, 1, 1)
    assert made.accepted[0].until == date(2032, 1, 1)
    assert made.tasks[0].due == "2 days"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_byte_order_mark_and_windows_line_ends_are_read(ends: str) -> None:
    """Notepad writes both."""
    raw = b"\xef\xbb\xbf" + WHOLE.replace("\n", ends).encode()
    assert read(raw, "made-up.toml", {}) == whole()


def test_a_step_takes_its_body_from_a_bank_and_its_own_keys_win() -> None:
    """The kind always comes from the bank."""
    bank = HEAD + 'bank = true\n[[steps]]\nid = "x"\nkind = "do"\ntitle = "X"\nwhy = "w"\n'
    made = read_bank(bank.encode(), "made-up.toml")
    assert isinstance(made, Bank)
    text = HEAD + '\n[[steps]]\nid = "mine"\nuse = "made-up/x"\ntitle = "Mine"\n'
    taken = read(text.encode(), "made-up.toml", {"made-up": made})
    assert isinstance(taken, Checklist), taken
    (only,) = taken.steps
    assert (only.id, only.kind, only.title, only.why) == ("mine", "do", "Mine", "w")


def _bank(*lines: str) -> Bank:
    """Return a bank with one step that rests on a source of the bank."""
    step = '\n[[steps]]\nid = "x"\nkind = "do"\ntitle = "X"\nsource = "roe-2031"\n'
    text = HEAD + 'bank = true\nsources.roe-2031 = "Roe, 2031"\n' + "\n".join(lines) + step
    made = read_bank(text.encode(), "made-up.toml")
    assert isinstance(made, Bank), made
    return made


TAKEN = '\n[[steps]]\nid = "mine"\nuse = "made-up/x"\n'


def test_a_step_brings_the_sources_it_names_from_its_bank_and_no_others() -> None:
    banks = {"made-up": _bank('sources.poe-2030 = "Poe, 2030"')}
    taken = read((HEAD + TAKEN).encode(), "made-up.toml", banks)
    assert isinstance(taken, Checklist), taken
    assert taken.sources == {"roe-2031": "Roe, 2031"}
    own = read((HEAD + STEP).encode(), "made-up.toml", banks)
    assert isinstance(own, Checklist)
    assert own.sources == {}


def test_a_source_of_the_checklist_stands_for_one_of_the_same_name_in_a_bank() -> None:
    text = f'{HEAD}sources.roe-2031 = "Mine"\n{TAKEN}'
    taken = read(text.encode(), "made-up.toml", {"made-up": _bank()})
    assert isinstance(taken, Checklist), taken
    assert taken.sources == {"roe-2031": "Mine"}


def test_what_else_is_wrong_makes_no_source_of_a_bank_unknown() -> None:
    text = HEAD + TAKEN + STEP + "requird = true\n"
    result = read(text.encode(), "made-up.toml", {"made-up": _bank()})
    assert isinstance(result, Problems)
    assert [one.code for one in result.findings] == ["C201"]


def test_a_step_that_every_visit_can_reach_names_its_sources_in_full() -> None:
    """It is shown in talks that do not list them."""
    (extra,) = _bank().extras
    assert (extra.id, extra.source) == ("made-up/x", ("Roe, 2031",))


def test_a_file_in_the_banks_folder_says_that_it_is_one() -> None:
    """Otherwise its steps could not be told from a checklist's."""
    result = read_bank((HEAD + STEP).encode(), "made-up.toml")
    assert isinstance(result, Problems)
    assert result.findings[0].code == "C214"


def upkeep_codes(text: str, today: date) -> list[str]:
    """Return the codes of what keeping this checklist up has missed."""
    found = check(text.encode(), "made-up.toml", {}, today).findings
    assert all(finding.level is Level.WARNING for finding in found if finding.code[0] == "M")
    return [finding.code for finding in found if finding.code in ("M701", "M704")]


def test_an_overdue_review_and_a_hand_edited_publication_are_warnings() -> None:
    """Both can still be used; the second as a draft."""
    assert upkeep_codes(WHOLE, date(2033, 1, 1)) == ["M701"]
    published = WHOLE.replace('status = "review"', 'status = "published"')
    edited = read(published.encode(), "made-up.toml", {})
    assert isinstance(edited, Checklist)
    assert not is_sealed(edited)
    assert upkeep_codes(published, date(2031, 6, 1)) == ["M704"]
    sealed = published.replace("approved_by", f'seal = "{seal_of(edited)}"\napproved_by', 1)
    made = read(sealed.encode(), "made-up.toml", {})
    assert isinstance(made, Checklist)
    assert is_sealed(made)
    assert upkeep_codes(sealed, date(2031, 6, 1)) == []


def test_the_shipped_checklists_use_every_kind() -> None:
    """Each kind of step is met by somebody who reads them."""
    kinds = {step.kind for name in SHIPPED for step in shipped_checklist(name).steps}
    assert kinds == set(KINDS)


def test_a_file_that_cannot_be_opened_is_no_finding_of_the_file(tmp_path: Path) -> None:
    """The caller is told by the usual exception."""
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "gone.toml")


BANK = HEAD + "bank = true\n" + STEP


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BANK.replace("bank = true\n", ""), "C214"),
        (BANK.replace("true", "false"), "C214"),
        (BANK + 'use = "other/x"\n', "C233"),
        (BANK.replace('kind = "say"', 'use = "other/x"'), "C233"),
        (BANK + 'when.b = "done"\n', "L302"),
    ],
)
def test_one_mistake_in_a_bank_is_told_once(text: str, code: str) -> None:
    """A bank uses no bank, says that it is one, and looks at its own steps only."""
    name = "banks/made-up.toml"
    found = read_bank(text.encode(), name)
    assert isinstance(found, Problems)
    assert [(one.code, one.file) for one in found.findings] == [(code, name)]


@pytest.mark.parametrize(("folder", "codes"), [("talks", ["C234"]), ("banks", []), ("", [])])
def test_a_bank_outside_its_folder_is_doubted(folder: str, codes: list[str]) -> None:
    """Nothing would ever find it there."""
    name = f"{folder}/made-up.toml".lstrip("/")
    found = check(BANK.encode(), name, {}, date(2031, 1, 1)).findings
    assert [one.code for one in found if one.code.startswith("C")] == codes
