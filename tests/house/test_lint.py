"""Lint, format and types are clean, for every system bedside runs on."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.house.source import ROOT


def run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the dev extra over the repository; skips where it is not installed."""
    if find_spec(tool) is None:
        pytest.skip(f"{tool} is not installed; the dev extra brings it")
    command = [sys.executable, "-m", tool, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_code_is_free_of_lint() -> None:
    done = run("ruff", "check", "--quiet", "bedside", "tests")
    assert not done.returncode, done.stdout + done.stderr


def test_the_code_is_formatted() -> None:
    done = run("ruff", "format", "--check", "bedside", "tests")
    assert not done.returncode, f"{done.stdout}{done.stderr}way out: ruff format bedside tests"


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_the_types_hold_on_every_system(system: str) -> None:
    what = ("bedside", "tests") if system == "linux" else ("bedside",)
    cache = f"--cache-dir=.mypy_cache/{system}"
    done = run("mypy", "--platform", system, cache, *what)
    assert not done.returncode, f"{done.stdout}{done.stderr}way out: a branch on sys.platform"
