"""bedside with the driver that Textual ships, to be compared with its own."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

from bedside.cli.main import main
from bedside.tui import driver


class Stock(LinuxDriver):
    """Textual's driver; the app tells it what to do when the terminal is gone, and it does not."""


driver.LoopDriver = Stock  # type: ignore[assignment, misc]
raise SystemExit(main())
