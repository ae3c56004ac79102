"""What is here of the peers, and how a test asks one: JSON in, JSON out, one process a question."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

NODE = Path(__file__).parent / "node"
"""The Node project: package.json, the scripts, and what `install.mjs` put there."""

PACKS = NODE / "packs"
"""What npm cannot install as a dependency, unpacked: `PACKS / name / "package"`."""

INSTALL = "node tests/peers/node/install.mjs"


class PeerFailed(Exception):
    """A peer's script ended badly; the message is what it said."""


def lacking_node() -> str:
    """Return why no peer of Node can be asked, or nothing."""
    if not shutil.which("node"):
        return "Node is not installed"
    if not (NODE / "node_modules" / ".package-lock.json").is_file():
        return f"the peers are not installed: {INSTALL}"
    return ""


def lacking_pack(name: str) -> str:
    """Return why a pack cannot be read, or nothing."""
    if not (PACKS / name / ".version").is_file():
        return f"{name} is not installed: {INSTALL}"
    return ""


def chromium() -> str | None:
    """Return where Chromium is, if it is here."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def lacking_browser() -> str:
    """Return why no peer can run in a browser, or nothing."""
    return lacking_node() or ("" if chromium() else "Chromium is not installed")


def ask(script: str, *args: str, given: object = None, seconds: float = 120.0) -> object:
    """Return what a script of `node/` answers, as JSON, to what it is given, as JSON.

    PeerFailed with its own words where it ends badly; subprocess.TimeoutExpired where it is late.
    """
    done = subprocess.run(
        ["node", str(NODE / script), *args],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
        check=False,
    )
    if done.returncode:
        raise PeerFailed(f"{script} ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)
