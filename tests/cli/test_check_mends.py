"""`check --fix`: mends made, shown, and refused where a file cannot be written."""

from __future__ import annotations

import pytest

from bedside.cli.exits import Exit
from tests.cli.clinic import CLEAN, MISSPELT, Example, line_of, told
from tests.cli.conftest import Run


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_mend_changes_that_place_alone_and_is_shown(
    run: Run, example: Example, newline: str
) -> None:
    path = example(CLEAN, MISSPELT, newline=newline)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    path.chmod(0o640)
    before, mode = path.read_bytes(), path.stat().st_mode
    ran = run("check", "--fix", str(path))
    assert ran.code == Exit.FINE
    assert path.read_bytes() == before.replace(b"requird", b"required", 1)
    assert path.stat().st_mode == mode
    line = line_of(path, "required = true")
    assert ran.out == (
        f"{path}: 1 mend made\nline {line}:\n- requird = true\n+ required = true\n\n"
        "1 file looked at, 0 errors, 0 warnings.\n"
    )


def test_what_cannot_be_mended_is_still_told_after_the_mends(run: Run, example: Example) -> None:
    path = example(CLEAN, MISSPELT, ('\nkind  = "date"', '\nkind  = "zzz"'))
    ran = run("check", "--fix", str(path))
    assert ran.code == Exit.FINDINGS
    assert "required = true" in ran.out
    assert "error C205" in ran.out
    assert "requird" not in path.read_text(encoding="utf-8")


def test_mends_for_machines_are_shown_beside_the_answer(run: Run, example: Example) -> None:
    path = example(CLEAN, MISSPELT)
    ran = run("check", "--fix", "--format", "json", str(path))
    assert told(ran.out)["findings"] == []
    assert "+ required = true" in ran.err


def test_a_file_that_may_only_be_read_is_left_and_said_so(
    run: Run, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = example(CLEAN, MISSPELT)
    before = path.read_bytes()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "it may only be read")

    monkeypatch.setattr("bedside.content.files.write_text", refuse)
    ran = run("check", "--fix", str(path))
    assert ran.code == Exit.UNAVAILABLE
    assert "could not be written: it may only be read. It is as it was." in ran.out
    assert path.read_bytes() == before
    assert "error C201" in ran.out


BANK = """format = 1
id     = "comfort"
title  = "Comfort"
bank   = true

[[steps]]
id    = "cold"
kind  = "yes-no"
title = "Cold"

[[steps]]
id    = "warm"
kind  = "do"
title = "Bring a blanket"
when.cold = "yes"
"""
USED = '\n[[steps]]\nid    = "blanket"\nuse   = "comfort/warmm"\n\n[note]'


def test_a_mend_that_was_not_made_is_not_said_to_be_ready(run: Run, example: Example) -> None:
    """The step that is meant looks at another, which this checklist does not have."""
    path = example(CLEAN, ("\n[note]", USED))
    (path.parent / "banks").mkdir()
    (path.parent / "banks" / "comfort.toml").write_text(BANK, encoding="utf-8")
    before = path.read_bytes()
    assert "makes the mend that is ready" in run("check", str(path)).out
    told = run("check", "--fix", str(path)).out
    assert "the mend for L309 was not made: it would not help here." in told
    assert "did you mean comfort/warm?" in told
    assert "= mend:" not in told
    assert "ready" not in told
    assert path.read_bytes() == before


def test_what_has_moved_is_said_to_fit_only_by_somebody_who_has_looked(
    run: Run, example: Example
) -> None:
    path = example(CLEAN)
    words = path.with_name(f"{CLEAN}.es.toml")
    words.write_text('[steps.good-time]\nsay.plain = "¿Es un buen momento?"\n', encoding="utf-8")
    run("check", "--fix", str(words))
    kept = words.read_bytes()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Is now a good time?", "Is now all right?"), encoding="utf-8")
    told = run("check", "--fix", str(words)).out
    assert "warning X903" in told
    assert "it still fits (after a look: check --fix --still-fits)" in told
    assert "ready" not in told
    assert words.read_bytes() == kept
    assert "X903" not in run("check", "--fix", "--still-fits", str(words)).out
    assert words.read_bytes() != kept
    assert run("check", "--still-fits", str(words)).code == Exit.USAGE
