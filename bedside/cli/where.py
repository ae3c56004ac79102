"""`bedside where`: every path, and where each setting came from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from bedside import words
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument
from bedside.cli.left_out import say_left_out
from bedside.cli.tables import as_json, table
from bedside.store.settings import described


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--json", action="store_true", help="one object")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Print the paths and the settings in force; broken settings are said after the paths."""
    desk = Desk(args.checklists)
    try:
        loaded = desk.loaded
    except Ended:
        if not args.json:
            print(_paths(_places(desk)), end="")
        raise
    paths = _places(desk)
    for at, folder in enumerate(desk.library.folders, 1):
        paths[f"checklists {at}, {words.ORIGINS[folder.origin]}"] = folder.path
    values = described(loaded.settings)
    if args.json:
        settings = {
            name: {"value": value, "from": loaded.origin(name)} for name, value in values.items()
        }
        print(as_json({"paths": {k: str(v) for k, v in paths.items()}, "settings": settings}))
        return say_left_out(desk)
    print(_paths(paths))
    values["destinations"] = list(loaded.settings.destinations)  # `bedside destination` says more
    shown = [(name, _plainly(value), loaded.origin(name)) for name, value in values.items()]
    print(table(("setting", "value", "from"), shown, 0), end="")
    return say_left_out(desk)


def _places(desk: Desk) -> dict[str, Path]:
    """Return every place, by what it is; the second ones in the order they are turned to."""
    from bedside.store.safety.rescue import second_places

    places = desk.places
    return {
        "settings": places.settings,
        "site settings": places.site_settings,
        "visits": places.visits,
        "key book": places.keys,
        "account's key": places.key_file,
        "clinic": places.clinic,
        "backups": places.backups,
        **{f"second place {at}": path for at, path in enumerate(second_places(places), 1)},
        "saved notes": places.notes,
        "cache": places.cache,
    }


def _paths(paths: Mapping[str, Path]) -> str:
    rows = [(name, str(path), "" if path.exists() else "not there") for name, path in paths.items()]
    return table(("what", "where", ""), rows, 0)


def _plainly(value: object) -> str:
    """Return a setting's value as a person writes it; a dash for nothing."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        value = [f"{name} {_plainly(one)}" for name, one in value.items() if one]
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return str(value) if value not in ("", None) else "-"
