"""`bedside keys`: every action, its keys as shipped and as set."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.tables import as_json, table
from bedside.core.actions import ACTIONS, Posture

PLACES = {
    "walk": "At a step",
    "visit": "Anywhere in a visit",
    "check": "On the check page",
    "signed": "Once the note is signed",
    "library": "In the library",
    "sheet": "In a list of choices, a help page or an outline",
    "find": "In the library and the list of all actions",
    "form": "In a form",
    "signin": "On the page to sign in at",
    "write": "In the field for words",
    "app": "Everywhere",
}
"""Where the actions of each scope work, in the order of a talk."""


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
    """Return the key tables as they stand in the README: one for each place, in order of a talk."""
    return "\n".join(_table_of(scope, where) for scope, where in PLACES.items())


def _table_of(scope: str, where: str) -> str:
    actions = [action for action in ACTIONS.values() if action.scope == scope]
    types = all(action.posture is Posture.WRITE for action in actions)
    rows = [
        f"| `{action.id}` | {' '.join(f'`{key}`' for key in action.keys)} | {action.help} |"
        for action in actions
    ]
    heads = (f"**{where}**{', where letters type' if types else ''}", "")
    return "\n".join((*heads, "| action | keys | what it does |", "|---|---|---|", *rows, ""))
