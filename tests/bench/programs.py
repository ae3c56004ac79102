"""What is measured: each program with its command, its environment and a home made ready for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bedside.content.library import shipped
from tests.worlds import UNCERTAINTY

HERE = Path(__file__).parent
COUNT = 1_000
"""Checklists in the big library, and steps in the long checklist."""

_RUN = "from bedside.cli.main import main; raise SystemExit(main())"
_DELAY = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
static void wait_as_told(void) { char *ms = getenv("DELAY_MS"); if (ms) usleep(1000 * atoi(ms)); }
int fsync(int fd) { wait_as_told(); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { wait_as_told(); return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd); }
"""


@dataclass(frozen=True)
class Program:
    """A command, what it shows once it can be used, the keys that change something, and the end."""

    command: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)
    ready: bytes = b"Help"
    keys: tuple[bytes, ...] = (b"2", b"1")
    quit: bytes = b"q"


class Bench:
    """A folder with a home for each program, thrown away after the run."""

    def __init__(self, folder: Path) -> None:
        """Use this folder."""
        self.folder = folder

    def hello(self) -> Program:
        """Return the yardstick."""
        command = (sys.executable, str(HERE / "hello.py"))
        return Program(command, self.environ("hello"), b"Quit", (b"x",))

    def walk(self, home: str = "walk", **more: str) -> Program:
        """Return bedside at the first step of a shipped checklist that was opened before."""
        return Program(self.bedside("walk", "inviting-questions"), self.environ(home) | more)

    def stock(self) -> Program:
        """Return the same with the driver that Textual ships."""
        command = (sys.executable, str(HERE / "stock.py"), "walk", "inviting-questions")
        return Program(command, self.environ("stock"))

    def home(self) -> Program:
        """Return bedside at its library of a thousand checklists."""
        folder = self.folder / "thousand"
        if not folder.exists():
            folder.mkdir()
            for number in range(COUNT):
                (folder / f"made-{number}.toml").write_text(made_up(f"made-{number}", 8, 5))
        return Program(
            self.bedside("walk", "--checklists", str(folder)),
            self.environ("home"),
            keys=(b"\x1b[B", b"\x1b[A"),
            quit=b"\x1b",
        )

    def made(self, name: str, steps: int, options: int) -> Program:
        """Return bedside at the first step of a checklist of this size."""
        folder = self.folder / name
        if not folder.exists():
            folder.mkdir()
            (folder / "made-up.toml").write_text(made_up("made-up", steps, options))
        command = self.bedside("walk", "made-up", "--checklists", str(folder))
        return Program(command, self.environ(name))

    def copies(self, count: int) -> Path:
        """Return a folder of so many checklists, each as long as one that people use."""
        folder = self.folder / f"copies-{count}"
        if not folder.exists():
            folder.mkdir()
            whole = (shipped().path / f"{UNCERTAINTY}.toml").read_text(encoding="utf-8")
            for number in range(count):
                name = f"made-{number}"
                text = whole.replace(f'"{UNCERTAINTY}"', f'"{name}"', 1)
                (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return folder

    def change(self, program: Program, turn: int) -> None:
        """Edit the checklist that a program opens, so that it has to be read anew."""
        folder = Path(program.command[-1])
        path = next(folder.glob("*.toml"))
        path.write_text(made_up("made-up", 8, 5).replace('version = "1"', f'version = "{turn}"'))

    def bedside(self, *arguments: str) -> tuple[str, ...]:
        """Return the command that runs bedside with these arguments."""
        return (sys.executable, "-c", _RUN, *arguments)

    def environ(self, home: str) -> dict[str, str]:
        """Return an environment with a home of its own, where no patient is asked for."""
        folder = self.folder / f"home-{home}"
        settings = folder / "config" / "settings.toml"
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text('patient = "off"\n')
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BEDSIDE")}
        return kept | {"BEDSIDE_HOME": str(folder), "TERM": "xterm-256color", "ESCDELAY": "25"}

    def slow_disk(self) -> str | None:
        """Return a library that delays every fsync by DELAY_MS; nothing without a C compiler."""
        compiler, made = shutil.which("cc"), self.folder / "delay.so"
        if compiler is None or sys.platform != "linux":
            return None
        source = self.folder / "delay.c"
        source.write_text(_DELAY)
        build = [compiler, "-shared", "-fPIC", "-o", str(made), str(source), "-ldl"]
        subprocess.run(build, check=True)
        return str(made)


_PROSE = "People tell what matters to them when somebody has the time to hear it. " * 5
"""So much text that eight steps make the 8 KB that a real checklist has; more take less of it."""


def made_up(id_: str, steps: int, options: int) -> str:
    """Return a checklist of so many questions with so many answers each."""
    prose = _PROSE if steps <= 8 else "Wait for it."
    lines = ["format = 1", f'id = "{id_}"', 'title = "Made up"', 'version = "1"']
    lines += ['summary = "Made up, to be found among many others of its kind."', ""]
    for step in range(steps):
        lines += [
            "[[steps]]",
            f'id = "step-{step}"',
            'kind = "choose-many"' if options > 5 else 'kind = "choose"',
            f'title = "Question {step}"',
            'say = "What would you like to do about this, given all that we know today?"',
            f'why = "{prose}"',
            f'tips = ["Wait for the answer.", "{prose}"]',
            f'note = "Question {step}: {{answer}}."',
            *(f'options.o{option} = "Answer number {option}"' for option in range(options)),
            "",
        ]
    return "\n".join([*lines, ""])
