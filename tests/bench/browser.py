"""The same questions as a web form, in Chromium without a window."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from bedside.core.answers import offered
from bedside.core.checklist import Checklist, Choice
from tests.bench.readings import Reading

_READY = (
    "<script>const next = requestAnimationFrame;"
    " next(() => next(() => { document.title = 'ready' }))</script>"
)
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    " --disable-background-networking --disable-component-update --remote-debugging-port=0"
)


def find() -> str | None:
    """Return where Chromium is, if it is here."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def form(checklist: Checklist) -> str:
    """Return a checklist as a plain web form: a field set a step, a button an answer."""
    parts = [f"<!doctype html><title>form</title><h1>{html.escape(checklist.title)}</h1><form>"]
    for step in checklist.steps:
        labels = {o.id: o.label for o in step.options} if isinstance(step, Choice) else {}
        said = "".join(f"<p>{html.escape(phrase.text)}</p>" for phrase in step.say)
        parts.append(f"<fieldset><legend>{html.escape(step.title)}</legend>{said}")
        parts += [
            f'<label><input type="radio" name="{step.id}">{html.escape(labels.get(pick, pick))}'
            "</label>"
            for pick in offered(step)
        ]
        parts.append("<textarea></textarea></fieldset>")
    return "".join([*parts, "</form>", _READY])


def use(browser: str, page: Path, folder: Path) -> Reading:
    """Open a page in a browser of its own; return the time until it is drawn, and the memory."""
    profile = folder / "profile"
    begun = time.perf_counter()
    running = subprocess.Popen(
        [browser, *_FLAGS.split(), f"--user-data-dir={profile}", page.as_uri()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _is_ready(profile):
            if time.perf_counter() - begun > 30:
                raise TimeoutError("the page was never drawn")
            time.sleep(0.005)
        took = (time.perf_counter() - begun) * 1000
        return {"start": [took], "memory": [_memory(running.pid)]}
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(profile, ignore_errors=True)


def _is_ready(profile: Path) -> bool:
    """Whether the page has been drawn; the browser writes its port into its profile."""
    with suppress(OSError, IndexError):
        port = (profile / "DevToolsActivePort").read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
            return any(page["title"] == "ready" for page in json.load(answer))
    return False


def _memory(process: int) -> float:
    """Return the proportional set size of a process and all it started, in MiB."""
    total = 0.0
    for folder in (Path("/proc") / str(each) for each in _family(process)):
        with suppress(OSError):
            rollup = (folder / "smaps_rollup").read_text()
            total += int(rollup.partition("Pss:")[2].split()[0]) / 1024
    return total


def _family(process: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(folder.name))
    family = [process]
    for each in family:
        family += parents.get(each, [])
    return family
