"""Run a command in a terminal, in an empty home, until the library is on screen; then leave it."""

from __future__ import annotations

import os
import sys
import tempfile

from tests.bench.terminal import Terminal

SECONDS = 300.0


def main(folder: str, command: str) -> int:
    """Return 0 if the command opened the library and ended well; else say what was on screen."""
    os.chdir(folder)
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "BEDSIDE_HOME": home, "TERM": "xterm-256color"}
        terminal = Terminal(("sh", "-c", command), environ, (80, 24), patience=SECONDS)
        try:
            taken = terminal.until(b"Acknowledging uncertainty")
            terminal.settle()
            terminal.quit(b"\x1b")
        except TimeoutError as late:
            print(f"the library did not open and close: {late}", file=sys.stderr)
            return 1
        finally:
            terminal.close()
    print(f"the library was on screen after {taken:.0f} s and ended with {terminal.code}")
    return terminal.code or 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
