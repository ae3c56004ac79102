"""`python -m tests.campaigns`: runs campaigns by name; see README.md."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from types import ModuleType

from tests.campaigns import files
from tests.campaigns.running import Outcome, outcome

CAMPAIGNS = {
    "audits": 10_000,
    "spans": 10_000,
    "files": 10_000,
    "edits": 10_000,
    "room": len(files.SHAPES),
    "commands": 5_000,
    "fuzz": 1_000_000,
    "escapes": 600,
    "markup": 780,
    "resizes": 500,
    "monkey": 2_500,
    "longlist": 5,
    "clocks": 2_000,
    "canary": 60,
    "kills": 10_000,
    "powercuts": 20_000,
    "faults": 3_840,
    "smalldisk": 50,
    "slowdisk": 1,
    "soak": 1,
    "takeovers": 1_000,
    "exports": 1_000,
    "deliveries": 250,
    "sharedoutbox": 125,
    "records": 250,
    "flips": 100_000,
    "upgrades": 200,
    "uikills": 334,
    "hangups": 1_000,
    "lock": 100,
    "surroundings": 200,
}
"""What can be run, and how many inputs it takes where nothing is said."""
TWIN_RUNS = 200


def main(given: list[str]) -> int:
    """Run the campaigns that are named and say what came of each; 1 where something went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(CAMPAIGNS))
    parser.add_argument("--runs", type=int, help="how many inputs each; else as README.md says")
    parser.add_argument("--seed", type=int, default=0, help="the first number; 0 unless said")
    chosen = parser.parse_args(given)
    unknown = sorted(set(chosen.names) - set(CAMPAIGNS))
    if unknown:
        parser.error(f"no campaign is called {unknown[0]}; there are: {', '.join(CAMPAIGNS)}")
    names = chosen.names or list(CAMPAIGNS)
    return max([_run(name, chosen.runs or CAMPAIGNS[name], chosen.seed) for name in names])


def _run(name: str, runs: int, seed: int) -> int:
    """Run a campaign and its twin; return 1 where it found something, or its twin nothing."""
    campaign = import_module(f"tests.campaigns.{name}")
    came = outcome(campaign.told, range(seed, seed + runs))
    _say(name, campaign, came, seed)
    twin = outcome(campaign.twin, range(seed, seed + min(runs, TWIN_RUNS)))
    found = "is found out" if twin.failures else "IS NOT FOUND OUT"
    print(f"  its twin {found} after {twin.tried:,} inputs", flush=True)
    return int(bool(came.failures) or not twin.failures)


def _say(name: str, campaign: ModuleType, came: Outcome, seed: int) -> None:
    print(f"{name}: {campaign.WHAT}")
    last = seed + came.tried - 1
    print(f"  {came.tried:,} inputs, numbers {seed} to {last}, {came.seconds:.0f} s")
    for failure in came.failures:
        print(f"  number {failure.seed}: {failure.what}")
    print(f"  {'well' if not came.failures else 'NOT WELL'}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
