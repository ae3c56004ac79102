"""The talks that a checklist names to go on with: they have to be there."""

from __future__ import annotations

from pathlib import Path

from tests.content.examples import found_in
from tests.content.texts import EXAMPLE, EXAMPLE_NAME

OTHER = "a-door-left-open"


def found(folder: Path, *names: str) -> list[tuple[str, str, str]]:
    """Return what is said of these names, with the mend; one other checklist stands beside."""
    other = EXAMPLE.replace('"a-bed-by-the-window"', f'"{OTHER}"').replace(
        "A bed by the window", "A door left open"
    )
    (folder / f"{OTHER}.toml").write_text(other, encoding="utf-8")
    named = ", ".join(f'"{name}"' for name in names)
    path = folder / EXAMPLE_NAME
    path.write_text(EXAMPLE.replace("tags ", f"next = [{named}]\ntags ", 1), encoding="utf-8")
    return [(f.code, f.help, f.fix.edits[0].text if f.fix else "") for f in found_in(path)]


def test_a_talk_that_is_there_is_nothing_to_speak_of(tmp_path: Path) -> None:
    assert found(tmp_path, OTHER) == []


def test_a_talk_named_by_its_title_or_misspelt_is_offered_by_its_short_name(tmp_path: Path) -> None:
    for name in ("A door left open", "a-dor-left-open"):
        assert found(tmp_path, name) == [("M708", f"did you mean {OTHER}?", f'"{OTHER}"')]


def test_a_talk_that_is_nowhere_is_told_without_a_guess(tmp_path: Path) -> None:
    ((code, _, mend),) = found(tmp_path, "weather")
    assert (code, mend) == ("M708", "")
