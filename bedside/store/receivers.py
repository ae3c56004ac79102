"""Receivers: the `[destinations.NAME]` tables of a site's settings, checked and made whole.

A table begins from a shipped profile where it names one; its own lines win. Only a file that has
changed is looked at so closely; what it comes to is kept with the other settings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bedside.core.codec import from_plain, to_plain
from bedside.core.problems import Finding, nearest
from bedside.store.clues import misnamed, secrets_in
from bedside.store.unfit import unfit

if TYPE_CHECKING:
    from bedside.core.destinations import Destination

Place = tuple[str, ...]
Table = Mapping[str, object]

PROFILES = Path(__file__).parents[1] / "deliver" / "profiles"
"""Where the shipped profiles are: what is known of each kind of receiver, and from where."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_SECRETS = ("token", "key")
_SECRET = re.compile(r"(file:.+|env:[A-Za-z_][A-Za-z0-9_]*|keyring:[^/]+/.+)")
_PLACES = ("database", "lanes")
"""What the outbox of many workstations needs, each kept where only its reader may look."""
_LOOPBACK = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[?::1\]?)", re.IGNORECASE)
_LIMITS: Mapping[str, tuple[int, int]] = {
    "port": (1, 65_535),
    "width": (0, 500),
    "max_chars": (0, 1_000_000),
    "tries": (1, 1_000),
    "timeout": (1, 120),
}
_LEFT = "needs"
"""What a profile calls the lines that each site has to add to it."""
_NEEDS = {"folder": ("path",), "hl7": ("host",), "fhir": ("base",)}
"""What each kind cannot do without."""


@cache
def kinds() -> Mapping[str, type[Destination]]:
    """Return the class of every kind of destination."""
    from bedside.core.destinations import Fhir, Folder, Hl7

    return {"folder": Folder, "hl7": Hl7, "fhir": Fhir}


def destinations_of(tables: Table) -> tuple[Destination, ...]:
    """Return the destinations that checked settings hold, in their order."""
    known = kinds()
    return tuple(
        from_plain(known[str(cast("Table", plain)["kind"])], plain) for plain in tables.values()
    )


def whole(tables: object, forms_base: str = "") -> dict[str, object]:
    """Return every table with its profile under it, as plain values; they must be well.

    `forms_base` is the site's own, for those who have none.
    """
    given = cast("Mapping[str, Table]", tables)
    return {
        name: {
            **cast("Table", to_plain(_made(name, table, forms_base))),
            "kind": _merged(table)["kind"],
        }
        for name, table in given.items()
    }


def parted(found: Mapping[Place, Finding]) -> tuple[dict[str, tuple[Finding, ...]], list[Finding]]:
    """Return the mistakes of single destinations, by their names, and all others of a file."""
    left_out: dict[str, tuple[Finding, ...]] = {}
    rest: list[Finding] = []
    for place, finding in found.items():
        if len(place) > 1 and place[0] == "destinations":
            left_out[place[1]] = (*left_out.get(place[1], ()), finding)
        else:
            rest.append(finding)
    return left_out, rest


def mistakes_in(tables: object, forms_base: str = "") -> dict[Place, Finding]:
    """Return what is wrong with the tables of destinations, each by its place in the settings.

    `forms_base` is the site's own.
    """
    found: dict[Place, Finding] = {}
    if not isinstance(tables, dict):
        return found  # said already, as of any block of lines
    for name, table in cast("dict[str, object]", tables).items():
        place = ("destinations", name)
        for inner, finding in _wrong(name, table, forms_base):
            found.setdefault((*place, *inner), finding)
    return found


def mistakes_in_outbox(table: object) -> dict[Place, Finding]:
    """Return what is wrong with where the outbox lies, whose lines are each of the right kind."""
    found: dict[Place, Finding] = {}
    given = cast("dict[str, object]", table) if isinstance(table, dict) else {}
    for line in _PLACES:
        if (kept := str(given.get(line, ""))) and not _SECRET.fullmatch(kept):
            told = f"{line} of the outbox may not stand in the settings."
            found["outbox", line] = _finding("K119", told, _KEPT)
    lacking = [line for line in _PLACES if not given.get(line)]
    if len(lacking) == 1 and not found:
        told = f"The outbox has no {lacking[0]}, so workstations cannot share it."
        found[("outbox",)] = _finding("K120", told, _BOTH.format(line=lacking[0]))
    return found


def _wrong(name: str, table: object, forms_base: str) -> Iterator[tuple[Place, Finding]]:
    """Yield what is wrong with one table; what rests on its kind only once that is known."""
    if not _NAME.fullmatch(name):
        yield (), _finding("K112", f"{name!r} is no name for a destination.", _NAMED)
    if not isinstance(table, dict):
        yield (), _finding("K112", f"The destination {name} has to be a block of lines.", _BLOCK)
        return
    profile = table.get("profile", "")
    if profile and profile not in profiles():
        near = nearest(str(profile), list(profiles()))
        help_ = f"did you mean {near}?" if near else f"there are: {', '.join(profiles())}"
        yield ("profile",), _finding("K112", f"There is no profile called {profile!r}.", help_)
        return
    merged = _merged(table)
    kind = merged.get("kind", "")
    if kind not in kinds():
        near = nearest(str(kind), list(kinds()))
        help_ = f"did you mean {near}?" if near else 'write it like kind = "folder"'
        wanted = f"{name} needs a kind, one of: {', '.join(kinds())}."
        yield ("kind",), _finding("K112", wanted, help_)
        return
    yield from _left_to_site(name, table)
    typed = list(_mistyped(name, merged))
    yield from typed or _senseless(name, _made(name, table, forms_base))


def _left_to_site(name: str, table: Table) -> Iterator[tuple[Place, Finding]]:
    """Yield what a profile leaves to each site, and this one does not say."""
    profile = str(table.get("profile", ""))
    for line in cast("Iterable[str]", profiles().get(profile, {}).get(_LEFT, ())):
        if not table.get(line):
            told = f"{name} has no {line}, and nothing is taken there without one of its own."
            yield ("profile",), _finding("K115", told, _SAYS.format(profile=profile))


def _mistyped(name: str, merged: Table) -> Iterator[tuple[Place, Finding]]:
    """Yield the lines that are unknown, or hold what cannot stand there."""
    from pydantic import TypeAdapter, ValidationError

    from bedside.store.mistakes import fault_in

    cls = kinds()[str(merged["kind"])]
    for line, (least, most) in _LIMITS.items():
        number = merged.get(line)
        if type(number) is int and not least <= number <= most:
            wanted = f"{line} of {name} has to be from {least} to {most}."
            yield (line,), _finding("K107", wanted, "take the line out to have it as shipped")
    try:
        TypeAdapter(cls).validate_json(json.dumps({**merged, "name": name}, default=str))
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = tuple(str(part) for part in fault["loc"] if not isinstance(part, int))
            known = _known(cls, place)
            expected = str(fault.get("ctx", {}).get("expected", ""))
            told = fault_in(str(fault["type"]), expected, (place, known), fault["input"])
            if told.code == "K104" and not nearest(place[-1], known):
                told = replace(told, help=f"these lines may stand there: {', '.join(known)}")
            yield place[:3], told


def _known(cls: type[Destination], place: Place) -> list[str]:
    """Return the names that may stand where one does."""
    from bedside.core.destinations import Hl7Fields, Practitioner

    inner = {"hl7": (2, Hl7Fields), "clinicians": (3, Practitioner)}
    length, of = inner.get(place[0] if place else "", (0, cls))
    of = of if len(place) >= length else cls
    return [entry.name for entry in fields(of) if entry.name != "name"]


def _senseless(name: str, made: Destination) -> Iterator[tuple[Place, Finding]]:
    """Yield what makes no sense, or is not safe, in a table whose lines are each well."""
    yield from secrets_in(name, made)
    yield from misnamed(name, made)
    for line in _NEEDS[made.kind]:
        if not getattr(made, line):
            help_ = f'add a line to its block: {line} = "…"'
            yield (
                (line,),
                _finding("K115", f"{name} has no {line}, so nothing can go there.", help_),
            )
    for line in _SECRETS:
        given = str(getattr(made, line, ""))
        if given and not _SECRET.fullmatch(given):
            yield (
                (line,),
                _finding("K113", f"{line} of {name} may not stand in the settings.", _KEPT),
            )
    yield from _no_path(name, made)
    yield from _lacking_secret(name, made)
    yield from _in_clear(name, made)
    yield from unfit(name, made)
    if "original" not in made.takes:
        yield ("takes",), _finding("K116", f"{name} takes no note at all.", _TAKES)
    for turn, instead in made.instead.items():
        if instead == "addendum" and turn != "correction":
            told = f"A {turn} cannot go to {name} as an addendum."
            yield ("instead", turn), _finding("K116", told, _HELD)


def _no_path(name: str, made: Destination) -> Iterator[tuple[Place, Finding]]:
    """Yield a path that means another folder than was written, or one for each who starts us."""
    path = str(getattr(made, "path", ""))
    if not path.isprintable():
        yield ("path",), _finding("K118", f"The path of {name} holds what no path does.", _AS_IT_IS)
    elif path and not (path.startswith(("~", "/", "\\")) or Path(path).is_absolute()):
        told = f"The path of {name} is not whole: it is another folder wherever bedside begins."
        yield ("path",), _finding("K118", told, _WHOLE)


def _lacking_secret(name: str, made: Destination) -> Iterator[tuple[Place, Finding]]:
    needs = {"token": ("token",), "backend": ("token_url", "client_id", "key")}
    for line in needs.get(str(getattr(made, "auth", "")), ()):
        if not getattr(made, line, ""):
            help_ = f'add {line}, or say how it asks to be let in: auth = "none"'
            yield (
                (line,),
                _finding("K115", f"{name} has no {line}, so nobody is let in there.", help_),
            )


def _in_clear(name: str, made: Destination) -> Iterator[tuple[Place, Finding]]:
    """Yield that notes would go over a network in clear, where nobody has allowed that."""
    if getattr(made, "allow_plaintext", True):
        return
    if isinstance(made, kinds()["hl7"]):
        host = str(getattr(made, "host", ""))
        if not getattr(made, "tls", True) and not _LOOPBACK.fullmatch(host):
            yield ("tls",), _finding("K114", _CLEAR.format(name=name, host=host), _ALLOW)
        return
    for line in ("base", "token_url"):
        address = re.match(r"(\w+)://([^/]*?)(:\d+)?(/|\Z)", str(getattr(made, line, "")))
        given = bool(getattr(made, line, ""))
        if given and (address is None or address[1] not in ("http", "https")):
            yield (line,), _finding("K115", f"{line} of {name} is no address.", _ADDRESS)
        elif address and address[1] == "http" and not _LOOPBACK.fullmatch(address[2]):
            yield (line,), _finding("K114", _CLEAR.format(name=name, host=address[2]), _ALLOW)


@cache
def profiles() -> Mapping[str, Table]:
    """Return the shipped profiles by name."""
    import tomllib

    found = sorted(PROFILES.glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in found}


def _merged(table: Table) -> dict[str, object]:
    """Return a table over its profile; blocks in it line by line."""
    under = profiles().get(str(table.get("profile", "")), {}) if table.get("profile") else {}
    under = {line: given for line, given in under.items() if line != _LEFT}
    merged: dict[str, object] = {**under, **table}
    for name, inner in under.items():
        own = table.get(name)
        if isinstance(inner, dict) and isinstance(own, dict):
            merged[name] = {**inner, **own}
    return merged


def _made(name: str, table: Table, forms_base: str) -> Destination:
    merged = _merged(table)
    if merged["kind"] == "fhir" and forms_base:
        merged.setdefault("forms_base", forms_base)
    return from_plain(kinds()[str(merged["kind"])], {**merged, "name": name})


def _finding(code: str, message: str, help_: str) -> Finding:
    return Finding(code=code, message=message, help=help_)


_NAMED = "use small letters, digits and hyphens, a letter first: [destinations.front-desk]"
_BLOCK = 'begin it with a line of its own, [destinations.NAME], then kind = "folder"'
_KEPT = "say where it is kept: file:PATH that only you can open, env:NAME or keyring:SERVICE/NAME"
_BOTH = 'add a line to [outbox]: {line} = "file:PATH", the same secret on every workstation'
_AS_IT_IS = "in single quotation marks a backslash stays as it is: path = 'C:\\notes'"
_WHOLE = "begin it at the top: path = \"/srv/notes\", on Windows path = 'C:\\notes'"
_SAYS = "add the line; bedside/deliver/profiles/{profile}.toml says what stands in it"
_TAKES = 'take the line out, or name "original" in it too'
_HELD = "take the line out: it is held, and a person tells the receiver"
_CLEAR = "Notes would go to {name} in clear, and {host} is another machine."
_ALLOW = "use TLS or https; where the way is safe by other means, add allow_plaintext = true"
_ADDRESS = "write it like https://fhir.example.org/r4"
