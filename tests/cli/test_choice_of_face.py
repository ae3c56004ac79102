"""Screen or lines: which face a visit gets, and that neither writes outside its home."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.cli import main
from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.launch.link import Seat
from bedside.session import Session
from tests.cli.conftest import Run
from tests.cli.visits import left_open, lines
from tests.plain.telling import SIGNED_BY, WHOLE
from tests.worlds import UNCERTAINTY


class Faces:
    """Which face was opened, and for what."""

    def __init__(self) -> None:
        """Nothing was opened yet."""
        self.opened: list[dict[str, str]] = []

    def open_screen(
        self,
        _: Desk,
        checklist: str = "",
        visit: str = "",
        language: str = "",
        seat: Seat | None = None,
    ) -> Exit:
        """Remember that the screen was opened."""
        assert not language, "nobody asked for one"
        assert seat is None, "there is no launcher here"
        self.opened.append({"checklist": checklist, "visit": visit})
        return Exit.FINE


@pytest.fixture
def faces(monkeypatch: pytest.MonkeyPatch) -> Faces:
    """A screen that is only remembered, at a terminal that is one."""
    made = Faces()
    monkeypatch.setattr("bedside.cli.screen.open_screen", made.open_screen)
    monkeypatch.setattr("bedside.cli.sitting.sys", _Terminal)
    monkeypatch.setattr("bedside.cli.sitting.sit", main.run)  # in this process
    return made


class _Terminal:
    """Stands for sys where both streams are a terminal."""

    class stdin:  # noqa: N801  # as sys calls it
        """The keyboard."""

        @staticmethod
        def isatty() -> bool:
            """Say that it is one."""
            return True

    stdout = stdin


def test_at_a_terminal_the_screen_opens_where_it_was_asked_to(run: Run, faces: Faces) -> None:
    visit = left_open()
    assert run().code == run("walk", UNCERTAINTY).code == run("resume").code == Exit.FINE
    assert faces.opened == [
        {"checklist": "", "visit": ""},
        {"checklist": UNCERTAINTY, "visit": ""},
        {"checklist": "", "visit": visit},
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("ACCESSIBLE", "1"), ("TERM", "dumb"), ("ACCESSIBLE", "yes")]
)
def test_where_lines_serve_better_no_screen_is_opened(
    run: Run, faces: Faces, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert run("walk", UNCERTAINTY, typed="\n").code == Exit.FINE
    assert len(faces.opened) == 1
    monkeypatch.setenv(name, value)
    monkeypatch.setattr("bedside.cli.faces.use_utf8", lambda: None)
    monkeypatch.setattr("bedside.cli.walk.use_utf8", lambda: None)
    monkeypatch.setattr("bedside.cli.faces.walk_plain", _walked)
    monkeypatch.setattr("bedside.cli.walk.walk_plain", _walked)
    assert run("walk", UNCERTAINTY).code == Exit.NOT_ALLOWED
    assert len(faces.opened) == 1


def _walked(desk: Desk, session: Session) -> Exit:
    """Stand for the plain face, with a code nothing else here ends with."""
    session.close()
    desk.store.close()
    return Exit.NOT_ALLOWED


def test_plain_asked_for_wins_over_the_terminal(
    run: Run, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.cli.walk.use_utf8", lambda: None)
    monkeypatch.setattr("bedside.cli.walk.walk_plain", _walked)
    assert run("walk", UNCERTAINTY, "--plain").code == Exit.NOT_ALLOWED
    assert faces.opened == []


def test_without_a_terminal_a_visit_is_walked_in_lines(run: Run) -> None:
    ran = run("walk", UNCERTAINTY, typed="\n1\n")
    assert "Step 2 of about 15. Open." in ran.out


def test_everything_is_kept_under_one_home(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("HOME", str(elsewhere))
    monkeypatch.chdir(elsewhere)
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(elsewhere / name))
    run("walk", UNCERTAINTY, "--plain", typed=lines("", *WHOLE[UNCERTAINTY], *SIGNED_BY))
    for command in ("list", "visits", "where", "doctor", "keys", "check"):
        run(command)
    desk = Desk()
    session = desk.resume(desk.visits()[0].id)
    assert isinstance(session, Session)
    desk.save(session, "chart", "text")
    session.close()
    desk.store.close()
    assert list(elsewhere.iterdir()) == []
    assert {path.name for path in home.iterdir()} == {"state", "data"}
    assert [path.name for path in tmp_path.iterdir() if path.name not in ("home",)] == ["elsewhere"]
