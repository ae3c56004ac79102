"""What a start may load: nothing heavy before it is needed, guarded by name with the reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house.source import ROOT, none

FIRST_SCREEN = frozenset(
    (
        "bedside",  # ourselves; which modules of ours is the next list
        "textual",  # the face
        "rich",  # textual's segments and styles
        "platformdirs",  # textual asks it where its own settings are
        "typing_extensions",  # textual's
        "cryptography",  # the writer seals with it; listed visits are opened with it
    )
)
"""Every package of others that may be loaded when the first frame stands, list unchanged."""

LATER = {
    "bedside.content.load": "an unchanged checklist comes from its normal form",
    "bedside.content.validate": "the same",
    "bedside.core.keymap": "only own keys have to be checked",
    "bedside.core.spans": "only findings have places",
    "bedside.core.review": "belongs to the check page",
    "bedside.deliver": "nothing is delivered yet",
    "bedside.note": "no note is shown yet",
    "bedside.store.outbox.clinic": "what waits lies on this workstation",
    "bedside.plain": "the other face",
    "bedside.store.safety.candidates": "belongs to salvage",
    "bedside.store.safety.carving": "belongs to salvage",
    "bedside.store.safety.ledgers": "belongs to salvage",
    "bedside.store.safety.salvage": "belongs to salvage",
    "bedside.tui.paint.aloud": "belongs to reading back",
    "bedside.tui.paint.check": "belongs to the check page",
    "bedside.tui.paint.note": "no note is shown yet",
    "bedside.tui.paint.outline": "opens on demand",
    "bedside.tui.paint.signed": "nothing is signed yet",
    "bedside.tui.screens.check": "opens on demand",
    "bedside.tui.screens.covers": "opens on demand",
    "bedside.tui.screens.form": "opens on demand",
    "bedside.tui.screens.forms": "opens on demand",
    "bedside.tui.screens.help": "opens on demand",
    "bedside.tui.screens.later": "nothing is signed yet",
    "bedside.tui.screens.sheets": "opens on demand",
    "bedside.tui.screens.signed": "opens on demand",
    "bedside.tui.screens.tasks": "opens on demand",
    "bedside.tui.screens.texts": "no note is shown yet",
    "bedside.tui.screens.visits": "opens on demand",
    "bedside.tui.widgets.words_field": "nothing is typed yet; it brings TextArea",
    "textual.widgets._footer": "we have our own key bar",
    "textual.widgets._header": "we have our own head",
    "textual.widgets._markdown": "data is never markup; it brings a parser and a highlighter",
    "textual.widgets._text_area": "comes with the field for words",
    "textual.document": "comes with the field for words",
    "psycopg": "no clinic's database is set, or it is reached beside the screen",
    "markdown_it": "data is never markup",
    "pygments": "nothing is highlighted",
    "pydantic": "a third of a whole start; only a changed file needs it",
    "tomli_w": "nothing is written",
    "tomli": "an unchanged file is not parsed",
    "tomllib": "the same",
    "_ssl": "four MiB and as many milliseconds that asyncio does without",
    "ssl": "the same",
    "email": "a sixth of a start's modules, for nothing",
    "http": "there is no network",
    "urllib.request": "there is no network",
    "xml": "nothing reads it",
    "importlib.metadata": "versions are known without it; it brings email and csv",
    "multiprocessing": "one process",
    "concurrent.futures.process": "one process",
    "unittest": "tests only",
    "pdb": "a clinician debugs nothing",
    "webbrowser": "there is no network",
}
"""What may not be loaded when the first frame stands, and why it is not needed by then."""

_TELL = """
import json, os, signal, sys
def told(*_):
    loaded = [name for name, module in sys.modules.items() if module is not None]
    with open(os.environ["BEDSIDE_TOLD"], "w") as out:
        json.dump(loaded, out)
    os._exit(0)
signal.signal(signal.SIGUSR1, told)
from bedside.cli.main import main
raise SystemExit(main())
"""
_RUN = """
import contextlib, io, json, sys
from bedside.cli.main import main
shown = io.StringIO()
with contextlib.redirect_stdout(shown), contextlib.suppress(SystemExit):
    main()
print(json.dumps([shown.getvalue(), sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """An environment in which every shipped checklist was read before."""
    home = tmp_path_factory.mktemp("home")
    (home / "config").mkdir()
    (home / "config" / "settings.toml").write_text('patient = "off"\n', encoding="utf-8")
    environ = {name: value for name, value in os.environ.items() if name[:7] != "TEXTUAL"}
    environ |= {"BEDSIDE_HOME": str(home), "BEDSIDE_TOLD": str(home / "told.json")}
    environ |= {"BEDSIDE_SITE": str(home / "site"), "TERM": "xterm-256color"}
    listed, _ = _ran(environ, "list")
    assert "inviting-questions" in listed
    return environ


def _ran(environ: Mapping[str, str], *arguments: str) -> tuple[str, set[str]]:
    """Run a command; return what it printed and every module it loaded."""
    command = [sys.executable, "-c", _RUN, *arguments]
    done = subprocess.run(
        command, env=dict(environ), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stderr
    shown, loaded = json.loads(done.stdout)
    return shown, set(loaded)


def _at_first_frame(environ: Mapping[str, str], *arguments: str) -> set[str]:
    """Open the full-screen face in a terminal; return what is loaded once its key bar stands."""
    if sys.platform == "win32":
        pytest.skip("needs a pseudo-terminal")
    import signal

    from tests.bench.terminal import Terminal

    terminal = Terminal([sys.executable, "-c", _TELL, *arguments], environ)
    terminal.until(b"Help")
    assert terminal.send_signal(signal.SIGUSR1, to_page=True)
    terminal.settle(0.5)
    os.waitpid(terminal.pid, 0)
    os.close(terminal.master)
    return set(json.loads(Path(environ["BEDSIDE_TOLD"]).read_text(encoding="utf-8")))


def _is_part(name: str, of: str) -> bool:
    return name == of or name.startswith(f"{of}.")


@pytest.mark.parametrize("arguments", [("walk", "inviting-questions"), ("walk",)])
def test_the_first_screen_loads_nothing_that_can_wait(
    known: Mapping[str, str], arguments: tuple[str, ...]
) -> None:
    loaded = _at_first_frame(known, *arguments)
    assert "bedside.tui.app" in loaded
    theirs = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    own = {name for name in theirs if not name.startswith("_")}
    none(
        (f"bedside {' '.join(arguments)}: loads {name}" for name in own - FIRST_SCREEN),
        "import it inside the function that needs it, or give it a reason in FIRST_SCREEN",
    )
    none(
        (
            f"bedside {' '.join(arguments)}: loads {late}, though {reason}"
            for late, reason in LATER.items()
            if any(_is_part(name, late) for name in loaded)
        ),
        "import it inside the function that needs it",
    )


def test_every_module_that_may_wait_exists(known: Mapping[str, str]) -> None:
    ours = [name for name in LATER if name.startswith("bedside.")]
    paths = [ROOT / name.replace(".", "/") for name in ours]
    none(
        (f"{path}: is no module" for path in paths if not path.is_dir()
         and not path.with_suffix(".py").is_file()),
        "a module that moved takes its line in LATER along",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "shown"), [(("--help",), "commands for"), (("--version",), "bedside ")]
)
def test_what_only_explains_loads_the_entry_point_alone(
    known: Mapping[str, str], arguments: tuple[str, ...], shown: str
) -> None:
    printed, loaded = _ran(known, *arguments)
    assert shown in printed
    ours = {name for name in loaded if _is_part(name, "bedside")}
    assert ours == {"bedside", "bedside.cli", "bedside.cli.main"}
    assert not loaded & {"textual", "rich", "pydantic", "pathlib", "dataclasses", "inspect"}


@pytest.mark.parametrize("command", ["list", "keys", "where", "visits"])
def test_a_command_over_an_unchanged_library_needs_neither_screen_nor_validation(
    known: Mapping[str, str], command: str
) -> None:
    _, loaded = _ran(known, command)
    barred = (
        "textual",
        "rich",
        "pydantic",
        "tomli",
        "tomllib",
        "asyncio",
        "bedside.tui",
        "bedside.plain",
    )
    none(
        (
            f"bedside {command}: loads {name}"
            for name in sorted(loaded)
            if any(_is_part(name, bar) for bar in barred)
        ),
        "import it inside the function that needs it",
    )


def test_listing_checklists_opens_no_store(known: Mapping[str, str]) -> None:
    _, loaded = _ran(known, "list")
    assert not loaded & {"sqlite3", "threading", "bedside.session", "bedside.store.store"}
