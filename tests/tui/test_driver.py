"""The tripwire: what our driver takes from inside Textual is still there and still so shaped.

Where one of these fails after an upgrade, read `bedside/tui/driver.py` beside Textual's new
`drivers/linux_driver.py` before the bound in pyproject.toml is moved.
"""

from __future__ import annotations

import asyncio
import inspect
import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip(
        "Windows has a driver of its own, and ours is not used there", allow_module_level=True
    )

from textual import constants, events
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from bedside.launch.terminal import GIVE_BACK
from bedside.tui.driver import LoopDriver
from bedside.tui.ends import EndingApp
from bedside.tui.mended import _mix

ROOT = Path(__file__).parents[2]


def test_textual_is_within_the_bound_that_was_looked_at() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (bound,) = [d for d in project["project"]["dependencies"] if d.startswith("textual")]
    lowest, below = re.findall(r"[\d.]+", bound)
    numbers = tuple(map(int, version("textual").split(".")))
    assert tuple(map(int, lowest.split("."))) <= numbers < tuple(map(int, below.split(".")))
    assert below.count(".") == 1  # one minor version and no more


def test_the_stock_driver_still_calls_what_ours_replaces() -> None:
    started = inspect.getsource(LinuxDriver.start_application_mode)
    assert "self._run_input_thread" in started
    assert "self.run_input_thread()" in inspect.getsource(LinuxDriver._run_input_thread)
    assert "self._key_thread.join()" in inspect.getsource(LinuxDriver.disable_input)
    assert "self.disable_input()" in inspect.getsource(LinuxDriver.stop_application_mode)
    for name in ("start_application_mode", "run_input_thread", "disable_input", "send_message"):
        assert name in vars(LinuxDriver) or name in vars(Driver)
        assert name in vars(LoopDriver)


def test_the_stock_driver_has_the_attributes_ours_reads() -> None:
    made = inspect.getsource(LinuxDriver.__init__) + inspect.getsource(Driver.__init__)
    for name in ("fileno", "_loop", "_debug", "_app"):
        assert f"self.{name} " in made, name
    assert constants.ESCAPE_DELAY > 0


def test_messages_still_pass_through_the_two_methods_ours_relies_on() -> None:
    assert list(inspect.signature(Driver.process_message).parameters) == ["self", "message"]
    assert list(inspect.signature(Driver.send_message).parameters) == ["self", "message"]
    assert "super().process_message(message)" in inspect.getsource(LinuxDriver.process_message)
    assert "self.send_message(message)" in inspect.getsource(Driver.process_message)


def test_what_is_given_back_by_hand_is_what_the_stock_driver_gives_back() -> None:
    stock = inspect.getsource(LinuxDriver.stop_application_mode)
    for name in ("disable_bracketed_paste", "enable_line_wrap", "disable_in_band_window_resize"):
        stock += inspect.getsource(getattr(LinuxDriver, f"_{name}"))
    stock += inspect.getsource(LinuxDriver._disable_mouse_support)
    written = re.findall(r'self\.write\("(.+?)"\)|[^.]write\("(.+?)"\)', stock)
    sequences = {"".join(pair).encode().decode("unicode_escape").encode() for pair in written}
    assert len(sequences) >= 10
    for sequence in sequences:
        assert sequence in GIVE_BACK, sequence


def test_a_closed_page_is_still_kept_by_textual_where_it_is_not_mended() -> None:
    """If this fails Textual has mended it itself, and `bedside/tui/mended.py` can go."""
    assert list(inspect.signature(_mix).parameters) == ["cls", "base_background", "background"]
    assert "cls" not in inspect.getsource(_mix).partition('"""')[2]
    source = inspect.getsource(StylesCache)
    assert "@lru_cache(1024)\n    def get_inner_outer(" in source
    assert "self.get_inner_outer(" in source


def test_the_parser_still_waits_after_a_lone_escape_and_gives_it_up_on_a_tick() -> None:
    parser = XTermParser(False)
    assert list(parser.feed("\x1b")) == []
    assert parser._timeout_time is not None
    parser._timeout_time = 0.0  # long ago
    keys = [message for message in parser.tick() if isinstance(message, events.Key)]
    assert [key.key for key in keys] == ["escape"]
    assert parser._timeout_time is None


def test_the_parser_still_reads_keys_paste_and_mouse() -> None:
    parser = XTermParser(False)
    told = list(parser.feed("a\x1b[24~\x1b[200~two words\x1b[201~\x1b[<0;3;4M"))
    assert [type(message).__name__ for message in told] == ["Key", "Key", "Paste", "MouseDown"]
    assert told[1].key == "f12"  # type: ignore[attr-defined]


def test_a_fault_still_ends_in_the_one_method_ours_replaces() -> None:
    for name in ("_handle_exception", "_fatal_error", "panic"):
        assert name in vars(App)
        assert name in vars(EndingApp)
    assert list(inspect.signature(App._handle_exception).parameters) == ["self", "error"]
    stock = inspect.getsource(App._handle_exception)
    for name in ("_return_code", "_exception", "_exception_event"):
        assert f"self.{name}" in stock
    assert callable(App._close_messages_no_wait)


def test_a_lone_escape_is_a_key_within_the_delay_and_no_thread_polls() -> None:
    assert inspect.getsource(LoopDriver.run_input_thread).strip().endswith('"""')

    async def escape() -> list[str]:
        driver = object.__new__(LoopDriver)
        driver._loop = asyncio.get_running_loop()
        driver._parser = XTermParser(False)
        got: list[str] = []
        driver.process_message = lambda message: got.append(message.key)  # type: ignore[method-assign,attr-defined]
        driver._feed("\x1b")
        assert got == []
        await asyncio.sleep(constants.ESCAPE_DELAY + 0.05)
        return got

    assert asyncio.run(escape()) == ["escape"]
