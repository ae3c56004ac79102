"""How much a file may hold, and that whatever it holds is looked at in bounded time and room."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bedside.content.files import MAX_BYTES
from bedside.content.limits import MAX_OPTIONS, MAX_TEXT
from bedside.content.load import open_checklist
from bedside.core.problems import Finding
from tests.campaigns import files, room
from tests.campaigns.__main__ import CAMPAIGNS, main
from tests.campaigns.running import outcome
from tests.content.texts import HEAD, STEP

CHOOSE = HEAD + STEP.replace('"say"', '"choose"')


def found(text: str) -> tuple[Finding, ...]:
    """Return everything wrong with a text."""
    return open_checklist(text.encode(), "made-up.toml", {}).findings


def told(text: str) -> list[str]:
    """Return the codes of text findings."""
    return [one.code for one in found(text) if one.code[0] == "T"]


def with_text(length: int) -> str:
    """Return a checklist with one text of so many letters."""
    return f'{HEAD}{STEP}why = "{"y" * length}"\n'


def with_lines(length: int) -> str:
    """Return a checklist with one text of so many letters over many lines."""
    return f'{HEAD}{STEP}why = """\n{("y" * 63 + chr(10)) * (length // 64)}"""\n'


def with_options(count: int) -> str:
    """Return a checklist with one step of so many options."""
    return CHOOSE + "".join(f'options.o{n} = "Option {n}"\n' for n in range(count))


def with_parts(count: int) -> str:
    """Return a checklist with a name of so many parts."""
    return f'{HEAD}{STEP}{".".join(["a"] * count)} = "x"\n'


LIMITS = {
    "T130": (with_text, MAX_TEXT),
    "T131": (with_options, MAX_OPTIONS),
    "T107": (with_parts, 64),
}


@pytest.mark.parametrize("code", LIMITS)
def test_as_much_as_is_allowed_passes_and_one_more_is_one_finding(code: str) -> None:
    make, most = LIMITS[code]
    assert code not in told(make(most))
    (only,) = found(make(most + 1))
    assert only.code == code
    assert only.span is not None
    assert only.help


def test_a_long_text_over_many_lines_is_told_too() -> None:
    assert "T130" not in told(with_lines(MAX_TEXT))
    (only,) = found(with_lines(MAX_TEXT + 64))
    assert only.code == "T130"
    assert only.span is not None
    assert only.span.start.line == with_lines(0).count("\n") - 1


@pytest.mark.parametrize(("key", "way"), [("why", "shorten it"), ("say.plain", "several phrases")])
def test_a_long_text_is_shortened_and_only_what_is_said_is_parted(key: str, way: str) -> None:
    step = STEP.replace("say = ", "# ")
    (only,) = found(f'{HEAD}{step}{key} = "{"y" * (MAX_TEXT + 1)}"\n')
    assert way in only.help


def test_what_stands_too_deep_is_pointed_at() -> None:
    (only,) = found(f"{HEAD}tags = {'[' * 9}{']' * 9}\n{STEP}")
    assert only.code == "T108"
    assert only.span is not None
    assert only.span.start.line == 4
    (only,) = found(f"{HEAD}tags = {'[' * 900}{']' * 900}\n{STEP}")
    assert only.code == "T108"
    assert only.span is not None
    assert only.span.start.line == 4


@pytest.mark.parametrize("before", ["", "[[steps]]\n"])
def test_a_name_of_parts_too_deep_is_pointed_at(before: str) -> None:
    (only,) = found(f"{HEAD}{STEP}{before}options.a.b.c.d.e.f.g.h = 1\n")
    assert only.code == "T108"
    assert only.span is not None
    assert only.span.start.line == (HEAD + STEP + before).count("\n") + 1


def test_a_number_too_long_is_pointed_at() -> None:
    (only,) = found(f"{HEAD}minutes = {'9' * 4500}\n{STEP}")
    assert only.code == "T109"
    assert only.span is not None
    assert (only.span.start.line, only.span.start.column) == (4, 11)


def test_letters_in_another_encoding_are_pointed_at() -> None:
    raw = (HEAD + 'summary = "ab').encode() + "ä".encode("latin-1") + b'c"\n'
    (only,) = open_checklist(raw, "made-up.toml", {}).findings
    assert only.code == "T104"
    assert only.span is not None
    assert (only.span.start.line, only.span.start.column) == (4, 14)


def test_utf_16_is_known_without_its_mark() -> None:
    (only,) = open_checklist(HEAD.encode("utf-16-le"), "made-up.toml", {}).findings
    assert only.code == "T102"


@settings(max_examples=150)
@example(913)
@given(st.integers(0, 2**32))
def test_any_bytes_end_soon_with_findings_that_stand_in_the_file(seed: int) -> None:
    """The number is the input: `python -m tests.campaigns files --seed NUMBER --runs 1`."""
    assert not files.ended(quick(random.Random(seed)))


def quick(chance: random.Random) -> bytes:
    """Return an input of the campaign that is not of the largest."""
    makers = (files.mutated, files.garbage, files.noise, files.ugly)
    return chance.choice(makers)(chance)


@pytest.mark.parametrize("number", range(len(files.SHAPES)))
def test_a_shape_that_hurts_costs_no_more_than_it_is_long(number: int) -> None:
    """A tenth of the largest file has a tenth of the time."""
    raw = files.SHAPES[number](random.Random(number), MAX_BYTES // 10)[: MAX_BYTES // 10]
    assert not files.ended(raw)


def test_without_the_gate_the_time_is_found_too_long() -> None:
    assert outcome(files.twin, range(1)).failures


def test_the_largest_file_is_looked_at_in_little_room_and_less_is_found_too_little() -> None:
    assert not room.told(1)
    assert room.twin(1)


def test_a_campaign_is_run_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spans", "--runs", "30"]) == 0
    assert "30 inputs, numbers 0 to 29" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["spam"])
    assert "files" in CAMPAIGNS
