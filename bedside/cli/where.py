"""`bedside where`: every path, and where each setting came from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.faces import checklists_argument
from bedside.cli.tables import as_json, table
from bedside.store.settings import described


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--json", action="store_true", help="one object")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Print the paths and the settings in force."""
    desk = Desk(args.checklists)
    places = desk.places
    paths = {
        "settings": places.settings,
        "site settings": places.site_settings,
        "visits": places.visits,
        "saved notes": places.notes,
        "cache": places.cache,
        **{f"checklists, {folder.origin}": folder.path for folder in desk.library.folders},
    }
    values = described(desk.loaded.settings)
    if args.json:
        settings = {
            name: {"value": value, "from": desk.loaded.origin(name)}
            for name, value in values.items()
        }
        print(as_json({"paths": {k: str(v) for k, v in paths.items()}, "settings": settings}))
        return Exit.FINE
    rows = [(name, str(path), "" if path.exists() else "not there") for name, path in paths.items()]
    print(table(("what", "where", ""), rows))
    shown = [(name, str(value), desk.loaded.origin(name)) for name, value in values.items()]
    print(table(("setting", "value", "from"), shown), end="")
    return Exit.FINE
