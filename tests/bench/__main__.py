"""`python -m tests.bench`: print every ratio beside the most it may be."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench import browser, readings
from tests.bench.programs import Bench
from tests.bench.readings import Reading
from tests.worlds import shipped_checklist

Probe = Callable[[int], Reading]
"""One run of something; told which round it is."""


class Ratio(NamedTuple):
    """A line of the result: one figure over another, and the most it may be.

    A figure is named `probe.what`; without a yardstick it stands for itself.
    """

    what: str
    figure: str
    over: str
    limit: float
    share: float = 0.5
    """Which part of the samples lie below what is compared: 0.5 is the median."""


RATIOS = (
    Ratio("start, list unchanged", "walk.start", "hello.start", 0.95),
    Ratio("start, list changed", "changed.start", "hello.start", 1.15),
    Ratio("start, instructions", "counted walk.instructions", "counted hello.instructions", 1.10),
    Ratio("home over 1,000 checklists", "home.start", "hello.start", 1.00),
    Ratio("key to first change, p50", "walk.key", "hello.key", 2.5),
    Ratio("key to first change, p95", "walk.key", "hello.key", 3.0, 0.95),
    Ratio("1,000 steps against 8, key p95", "long.key", "short.key", 1.25, 0.95),
    Ratio("200 options against 5, key p95", "wide.key", "short.key", 2.5, 0.95),
    Ratio("memory at the first step", "walk.memory", "hello.memory", 1.10),
    Ratio("memory after 2,000 keys", "soak.after", "soak.before", 1.10),
    Ratio("idle, CPU ms a second", "idle.cpu", "", 0.1),
    Ratio("idle, wake-ups a second", "idle.wakes", "", 1.0),
    Ratio("idle, bytes written", "idle.bytes", "", 0.0),
    Ratio("Esc against the stock driver", "walk esc.escape", "stock esc.escape", 0.4),
    Ratio("quit against the stock driver", "walk.quit", "stock.quit", 0.3),
    Ratio("+50 ms on each fsync, key p95", "slow disk.key", "fast disk.key", 1.5, 0.95),
    Ratio("validate 1,000 against tomllib", "checking.load", "checking.read", 1.10),
    Ratio("… MiB more", "checking.load grew", "", 5.0),
    Ratio("check 1,000 whole against tomllib", "real.check", "real.read", 2.5),
    Ratio("… MiB more than the first took", "real.check grew", "", 5.0),
    Ratio("--help against argparse", "help.time", "argparse.time", 1.2),
    Ratio("--version against argparse", "version.time", "argparse.time", 1.2),
    Ratio("start against a web form", "walk.start", "form.start", 0.35),
    Ratio("memory against a web form", "walk.memory", "form.memory", 0.10),
)


def main() -> int:
    """Run every probe once a round, in turn, and print the medians' ratios."""
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="15 by default")
    parser.add_argument("--only", default="", help="only lines with this in their name")
    args = parser.parse_args()
    wanted = [ratio for ratio in RATIOS if args.only in ratio.what]
    with tempfile.TemporaryDirectory(prefix="bedside-bench-") as folder:
        found = _run(_probes(Bench(Path(folder))), wanted, args.rounds)
    missed = 0
    print(f"{'':<34}{'at most':>9}{'is':>9}")
    for ratio in wanted:
        value = _value(found, ratio)
        late = value is not None and value > ratio.limit
        missed += late
        shown = "skipped" if value is None else f"{value:.3f}"
        print(f"{ratio.what:<34}{ratio.limit:>9.2f}{shown:>9}{'  MISSED' if late else ''}")
    return 1 if missed else 0


def _probes(bench: Bench) -> dict[str, Probe]:
    """Return every probe that this machine can run."""
    hello, walk, stock, home = bench.hello(), bench.walk(), bench.stock(), bench.home()
    changed, short = bench.made("changed", 8, 5), bench.made("short", 8, 5)
    long, wide = bench.made("long", 1_000, 5), bench.made("wide", 8, 200)
    environ = bench.environ("commands")

    def edited(turn: int) -> Reading:
        bench.change(changed, turn)
        return readings.use(changed)

    probes: dict[str, Probe] = {
        "hello": lambda _: readings.use(hello),
        "walk": lambda _: readings.use(walk),
        "changed": edited,
        "home": lambda _: readings.use(home),
        "short": lambda _: readings.use(short),
        "long": lambda _: readings.use(long),
        "wide": lambda _: readings.use(wide),
        "stock": lambda _: readings.use(stock),
        "walk esc": lambda _: readings.escape(walk),
        "stock esc": lambda _: readings.escape(stock),
        "help": lambda _: readings.command(bench.bedside("--help"), environ),
        "version": lambda _: readings.command(bench.bedside("--version"), environ),
        "argparse": lambda _: readings.command((sys.executable, "-c", "import argparse"), environ),
        "checking": lambda _: readings.validate(bench.folder / "thousand", "load"),
        "real": lambda _: readings.validate(bench.copies(1_000), "check"),
        "soak": lambda _: readings.soak(walk, 2_000),
        "idle": lambda _: readings.idle(walk, 10.0),
    }
    if delay := bench.slow_disk():
        slow = bench.walk("slow", LD_PRELOAD=delay, DELAY_MS="50")
        fast = bench.walk("fast", LD_PRELOAD=delay, DELAY_MS="0")
        probes["slow disk"] = lambda _: readings.use(slow)
        probes["fast disk"] = lambda _: readings.use(fast)
    if shutil.which("valgrind"):
        probes["counted walk"] = lambda _: readings.instructions(walk, bench.folder)
        probes["counted hello"] = lambda _: readings.instructions(hello, bench.folder)
    if chromium := browser.find():
        page = bench.folder / "form.html"
        page.write_text(browser.form(shipped_checklist("inviting-questions")), encoding="utf-8")
        probes["form"] = lambda _: browser.use(chromium, page, bench.folder)
    return probes


ONCE = {"soak", "idle", "counted walk", "counted hello"}
"""Probes that repeat so well, or take so long, that one run of them is enough."""

WARMED = {"walk", "home", "short", "long", "wide", "stock", "hello"}
"""Probes that run once before anything counts, so that every list has been read before."""


def _run(probes: dict[str, Probe], wanted: list[Ratio], rounds: int) -> Reading:
    """Return the samples of every figure that is wanted, the probes taking turns."""
    names = {name.partition(".")[0] for r in wanted for name in (r.figure, r.over) if name}
    chosen = {name: probe for name, probe in probes.items() if name in names}
    found: Reading = {}
    for name in WARMED & set(chosen):
        chosen[name](0)
    for turn in range(1, rounds + 1):
        for name, probe in chosen.items():
            if turn == 1 or name not in ONCE:
                sys.stderr.write(f"\rround {turn} of {rounds}: {name:<16}")
                for what, samples in probe(turn).items():
                    found.setdefault(f"{name}.{what}", []).extend(samples)
    sys.stderr.write("\n")
    return found


def _value(found: Reading, ratio: Ratio) -> float | None:
    """Return the ratio, or nothing where the machine could not measure it.

    Medians are of the ratios within each round: a machine that slows down slows both alike.
    """
    if ratio.figure not in found or (ratio.over and ratio.over not in found):
        return None
    samples, others = found[ratio.figure], found.get(ratio.over, [1.0])
    if ratio.share == 0.5 and len(samples) == len(others):
        return median(mine / other for mine, other in zip(samples, others, strict=True))
    return _at(samples, ratio.share) / _at(others, ratio.share)


def _at(samples: list[float], share: float) -> float:
    if share == 0.5:
        return median(samples)
    return sorted(samples)[min(len(samples) - 1, round(len(samples) * share))]


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    raise SystemExit(main())
