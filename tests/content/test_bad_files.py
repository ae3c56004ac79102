"""Files that are no files, too large, or wrong in too many places: none takes the others down."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.content import explain, mending, misplaced, references, wordings
from bedside.content.files import MAX_BYTES, read_file
from bedside.content.library import Folder, Library
from bedside.content.load import read
from bedside.content.reader import MAX_FINDINGS
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding, Problems
from bedside.store.cache import NormalForms
from tests.content.test_library import write
from tests.content.texts import HEAD, STEP
from tests.worlds import Forgetful

HUGE = 8 * 1024**3


def loop(path: Path) -> None:
    """Make a link to itself."""
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    """Make a link to nothing."""
    path.symlink_to("nowhere.toml")


def pipe(path: Path) -> None:
    """Make a pipe that nobody writes to."""
    os.mkfifo(path)


def device(path: Path) -> None:
    """Make a link to a device that never ends."""
    path.symlink_to("/dev/zero")


def sparse(path: Path) -> None:
    """Make a file of many gigabytes that takes no room."""
    with path.open("wb") as file:
        file.truncate(HUGE)


BAD: dict[Callable[[Path], None], str] = {
    loop: "T100",
    dangling: "T100",
    pipe: "T100",
    device: "T100",
    sparse: "T101",
}
posix = pytest.mark.skipif(os.name == "nt", reason="needs such files")


@posix
@pytest.mark.parametrize("make", BAD)
def test_what_is_no_checklist_file_is_listed_with_why_and_stops_no_other(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    write(tmp_path, "good")
    make(tmp_path / "bad.toml")
    cache = NormalForms(tmp_path / "cache")
    for _ in range(2):  # read, then from what is kept
        library = Library([Folder(tmp_path, "yours")], cache)
        listings = {listing.id: listing for listing in library.listings()}
        assert not listings["good"].findings
        (only,) = listings["bad"].findings
        assert only.code == BAD[make]
        assert only.help
        assert library.find("bad") == tmp_path / "bad.toml"


@posix
@pytest.mark.parametrize("make", BAD)
def test_a_bank_that_is_no_file_is_told_and_the_checklists_still_open(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = write(tmp_path, "good")
    (tmp_path / "banks").mkdir()
    make(tmp_path / "banks" / "feelings.toml")
    library = Library([Folder(tmp_path, "yours")], Forgetful())
    _, (finding,) = library.banks()
    assert (finding.code, Path(finding.file)) == (BAD[make], tmp_path / "banks" / "feelings.toml")
    assert isinstance(library.open(path), Checklist)


def test_a_folder_named_like_a_checklist_is_none(tmp_path: Path) -> None:
    write(tmp_path, "good")
    (tmp_path / "old.toml").mkdir()
    library = Library([Folder(tmp_path, "yours")], Forgetful())
    assert [listing.id for listing in library.listings()] == ["good"]
    assert library.find("old") is None


def test_no_more_is_read_of_a_file_than_a_checklist_may_hold(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_bytes(b"#" * (3 * MAX_BYTES))
    assert len(read_file(path)) == MAX_BYTES + 1


def many_tables() -> str:
    """Return a text in which every line is a table no checklist has."""
    return HEAD + "".join(f"[a{number}]\n" for number in range(90_000))


def many_steps() -> str:
    """Return a text in which every step is wrong."""
    return HEAD + "".join(f'[[steps]]\nid = "s{n}"\nkind = "sayy"\n' for n in range(2_000))


def many_conditions() -> str:
    """Return a text with a condition on step after step that does not exist."""
    return HEAD + STEP + "".join(f'when.step-{n} = "done"\n' for n in range(30_000))


def many_names() -> str:
    """Return a text with key after key that a step does not have."""
    return (
        HEAD
        + '[[steps]]\nid = "s"\n'
        + 'kind = "say"\n'
        + "".join(f"requird{n} = true\n" for n in range(30_000))
    )


def many_options() -> str:
    """Return a text in which every option has a name that no option may have."""
    lines = "".join(f'options.A{n} = ""\n' for n in range(200))
    steps = (f'[[steps]]\nid = "s{n}"\nkind = "choose"\ntitle = "S"\n{lines}' for n in range(150))
    return HEAD + "".join(steps)


def many_escapes() -> str:
    """Return a text with an invisible character in every line."""
    return HEAD + "".join(f'x{n} = "\\u202e"\n' for n in range(30_000))


MANY = (many_tables, many_steps, many_conditions, many_names, many_options, many_escapes)


@pytest.mark.parametrize("text", MANY)
def test_of_very_many_mistakes_the_first_are_told_and_that_there_are_more(
    text: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search for the nearest spelling is what takes long; it is made for those told only."""
    searched = []

    def nearest(word: str, _: object) -> str:
        searched.append(word)
        return ""

    for module in (explain, mending, misplaced, references, wordings):
        monkeypatch.setattr(module, "nearest", nearest)
    raw = text().encode()
    assert len(raw) <= MAX_BYTES
    found = read(raw, "made-up.toml", {})
    assert isinstance(found, Problems)
    *told, last = found.findings
    assert len(told) == MAX_FINDINGS
    assert last.code == "C220"
    assert str(MAX_FINDINGS) in last.message
    assert len(searched) <= 3 * MAX_FINDINGS


def test_as_many_mistakes_as_are_told_leave_nothing_to_add() -> None:
    for count, more in ((MAX_FINDINGS, False), (MAX_FINDINGS + 1, True)):
        keys = "".join(f"why{n} = 1\n" for n in range(count))
        found = read((HEAD + STEP + keys).encode(), "made-up.toml", {})
        assert isinstance(found, Problems)
        assert ("C220" in codes(found)) is more


@pytest.mark.parametrize(
    "number", ["9" * 4400, "-" + "9" * 4400, "0x" + "f" * 4400, "1e999", "nan"]
)
def test_a_number_no_checklist_needs_is_a_finding(number: str) -> None:
    found = read(f"{HEAD}minutes = {number}\n{STEP}".encode(), "made-up.toml", {})
    assert isinstance(found, Problems)
    (only,) = found.findings
    assert only.help
    assert len(only.message) < 200


@pytest.mark.parametrize("opening", ["[", "{a=", "[{a="])
def test_no_depth_of_brackets_makes_reading_fail(opening: str) -> None:
    closing = {"[": "]", "{a=": "}", "[{a=": "}]"}[opening]
    for depth in (*range(1, 120, 17), *range(120, 500, 9)):
        text = f"{HEAD}tags = {opening * depth}1{closing * depth}\n{STEP}"
        assert isinstance(read(text.encode(), "made-up.toml", {}), Problems)


@pytest.mark.parametrize(
    "body",
    [
        STEP.replace('"say"', f'"{"y" * 4000}"'),
        STEP + f'place = "{"y" * 4000}"\n',
        STEP + f"{'y' * 4000} = 1\n",
        STEP + f'source = "{"y" * 4000}"\n',
        STEP + f'when.{"y" * 4000} = "done"\n',
        STEP + f'when.a = "{"y" * 4000}"\n',
        STEP + f'note.done = "{{{"y" * 4000}}}"\n',
        STEP + f'note.{"y" * 4000} = "x"\n',
        STEP.replace('id = "a"', f'id = "{"Y" * 4000}"'),
        STEP + f'\n[[tasks]]\nid = "t"\ntext = "x"\ndue = "{"y" * 4000}"\n',
    ],
)
def test_a_very_long_word_is_not_told_whole(body: str) -> None:
    found = read((HEAD + body).encode(), "made-up.toml", {})
    assert isinstance(found, Problems)
    for one in found.findings:
        assert len(one.message) < 200, one
        assert len(one.help) < 400, one


def codes(found: Problems) -> list[str]:
    """Return the codes of findings."""
    return [finding.code for finding in found.findings]


BLANKS = {
    "a blank title": (HEAD.replace('"Made up"', '"  "') + STEP, 3),
    "an empty title": (HEAD.replace('"Made up"', '""') + STEP, 3),
    "a step's empty title": (HEAD + STEP.replace('"A"', '""'), 8),
    "a step's title of an odd space": (HEAD + STEP.replace('"A"', '"\u00a0"'), 8),
    "a section's empty title": (HEAD + STEP.replace('"say"', '"section"').replace('"A"', '""'), 8),
    "a step's empty id": (HEAD + STEP.replace('"a"', '""'), 6),
    "a step's blank id": (HEAD + STEP.replace('"a"', '" "'), 6),
    "an option's empty label": (
        HEAD + STEP.replace('"say"', '"choose"') + 'options.x = ""\noptions.y = "Y"\n',
        9,
    ),
    "an option's empty id": (
        HEAD + STEP.replace('"say"', '"choose"') + 'options."" = "X"\noptions.y = "Y"\n',
        9,
    ),
    "a task's empty text": (HEAD + STEP + '[[tasks]]\nid = "t"\ntext = ""\n', 11),
    "a point that says nothing": (
        HEAD + STEP.replace('"say"', '"teach-back"') + 'points = [" "]\n',
        9,
    ),
}


@pytest.mark.parametrize("blank", BLANKS, ids=lambda name: name.replace(" ", "-"))
def test_what_people_read_or_name_is_never_empty(blank: str) -> None:
    text, line = BLANKS[blank]
    found = read(text.encode(), "made-up.toml", {})
    assert isinstance(found, Problems), found
    errors: list[Finding] = [one for one in found.findings if one.code != "C215"]
    (only,) = errors
    assert only.code == "C219"
    assert only.span is not None
    assert only.span.start.line == line
    assert only.help


@pytest.mark.parametrize("id_", ["", " "])
def test_a_checklist_without_an_id_is_no_checklist(id_: str) -> None:
    text = HEAD.replace('"made-up"', f'"{id_}"') + STEP
    found = read(text.encode(), f"{id_}.toml", {})
    assert isinstance(found, Problems)
    assert codes(found) == ["C219"]
