"""`bedside keys`: every action, its keys as shipped and as set."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.tables import as_json, table
from bedside.core.actions import ACTIONS


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--json", action="store_true", help="an array of objects, each with id")
    kinds.add_argument("--markdown", action="store_true", help="the README's table")


def run(args: Namespace) -> Exit:
    """Print the keymap in force."""
    if args.markdown:
        print(markdown(), end="")
        return Exit.FINE
    loaded = Desk().loaded
    own = loaded.settings.keys
    if args.json:
        rows = [
            {
                "id": a.id,
                "title": a.title,
                "default": list(a.keys),
                "keys": list(loaded.keys.get(a.id, a.keys)),
            }
            for a in ACTIONS.values()
        ]
        print(as_json(rows))
        return Exit.FINE
    print(
        table(
            ("action", "shipped", "yours", "what it does"),
            [
                (a.id, " ".join(a.keys), " ".join(own.get(a.id, ())) or "-", a.help)
                for a in ACTIONS.values()
            ],
        ),
        end="",
    )
    return Exit.FINE


def markdown() -> str:
    """Return the key table as it stands in the README."""
    rows = [
        f"| `{action.id}` | {' '.join(f'`{key}`' for key in action.keys)} | {action.help} |"
        for action in ACTIONS.values()
    ]
    return "\n".join(("| action | keys | what it does |", "|---|---|---|", *rows)) + "\n"
