"""Settings: a small strict TOML file, the site's under the clinician's, checked before all else.

Order: defaults, the site's file, the clinician's file, `BEDSIDE_…` variables, flags. The site may
lock a setting. Every value remembers where it came from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, field, replace
from pathlib import Path
from typing import Any, Literal, cast

from bedside.core.checklist import STRICT
from bedside.core.clinic import ClinicWords
from bedside.core.codec import from_plain, to_plain
from bedside.core.problems import Finding, Problems, is_deeper
from bedside.core.value import Value, placed, value
from bedside.store.cache import NormalForms
from bedside.store.paths import Places

Identity = Literal["off", "ask", "require"]
Theme = Literal["dark", "light", "contrast"]

Keys = Mapping[str, tuple[str, ...]]

_SITE_ONLY = ("destinations", "relay_key", "outbox", "outbox_days")
"""What nobody sets for themselves: where notes go."""
_CACHE_VERSION = "settings-10"


@value
class Clinician(Value):
    """Who uses this account, as it should stand under the note."""

    __pydantic_config__ = STRICT
    name: str = ""
    role: str = ""


@value
class Publish(Value):
    """What the site asks for before a checklist of its own is published."""

    __pydantic_config__ = STRICT
    second_person: bool = False
    """Whether somebody else than its author has to agree, by name."""


@value
class ClinicOutbox(Value):
    """The clinic's database, where many workstations share one outbox (PostgreSQL)."""

    __pydantic_config__ = STRICT
    database: str = ""
    """Where its address is kept, for it holds a password: file:, env: or keyring:; "" for none."""
    lanes: str = ""
    """Where the secret is kept by which all workstations tell patients apart, likewise."""
    allow_plaintext: bool = False
    """Whether it may be reached without TLS, or without knowing it by its certificate."""


@value
class Settings(Value):
    """Everything that can be set."""

    __pydantic_config__ = STRICT
    patient: Identity = "ask"
    """Whether to ask who a visit is with: never, ask, or require before anything is recorded."""
    checklists: tuple[str, ...] = ()
    """Further folders of checklists, the nearest first."""
    theme: Theme = "dark"
    """The colours."""
    curtain_after: int = 120
    """Seconds without a key after which everything is hidden; 0 for never."""
    lock_after: int = 0
    """Seconds without a key after which bedside locks; 0 for never. Everything is saved first."""
    keep_days: int = 30
    """Days a visit is kept once the whole of its note has left; then it is removed quietly."""
    recall: bool = True
    """Whether what mattered to a patient is shown again in the next talk with them."""
    limit: int = 0
    """The most characters the record takes that notes are pasted into; 0 for any number."""
    forms_base: str = ""
    """The base of the addresses of checklists as FHIR Questionnaires; "" for the usual one."""
    clinician: Clinician = Clinician()
    """Who uses this account."""
    publish: Publish = Publish()
    """What the site asks for before a checklist of its own is published."""
    note_words: ClinicWords = ClinicWords()
    """What the clinic adds to the words that a note is checked for."""
    destinations: Mapping[str, object] = field(default_factory=dict)
    """Where signed notes go, by name, as plain values; `store/receivers.py` makes them whole."""
    outbox: ClinicOutbox = ClinicOutbox()
    """Where what waits to be delivered lies, where that is not this workstation alone."""
    relay_key: str = ""
    """The public half, in base 64, for which what waits to be delivered is locked as well."""
    outbox_days: int = 14
    """Days after which the bytes of what was delivered are removed; its receipt stays."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Own keys, by action id."""
    locked: tuple[str, ...] = ()
    """Settings that only the site's own file may set."""


@placed
class Source(Value):
    """One source of settings: its values, what is wrong with it, and its text for places."""

    path: str = ""
    text: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    left_out: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    """The destinations that cannot be used, each with what is wrong with it."""

    def where(self, name: str) -> str:
        """Return where a setting of this source was set."""
        if not self.text:
            return self.path or "environment"
        from bedside.core.spans import SpanMap

        span = SpanMap(self.text).nearest((name,))
        return f"{self.path}:{span.start.line}" if span else self.path

    def pointing(self, finding: Finding, place: tuple[str, ...]) -> Finding:
        """Return a finding that points into this part's file."""
        from bedside.core.spans import SpanMap

        spans = SpanMap(self.text)
        dotted = (place[0], *place[1].split(".")) if len(place) > 1 else place
        span = spans.key(place) or spans.key(dotted) or spans.nearest(place)
        return replace(finding, file=self.path, span=span)


@placed
class Loaded(Value):
    """The settings in force, what set each, and the keymap they make."""

    settings: Settings
    sources: Mapping[str, Source]
    """The source of every setting that is not as shipped."""
    keys: Keys
    """Every action's keys; empty where all are as shipped."""
    left_out: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    """The site's destinations that are not among the settings, each with its mistakes.

    A mistake there keeps nobody from a talk: what is signed meanwhile is owed to them.
    """

    def origin(self, name: str) -> str:
        """Return where a setting came from, for a person: file and line where it has them."""
        source = self.sources.get(name)
        return source.where(name) if source else "default"


def load_settings(
    places: Places, environ: Mapping[str, str], cache: NormalForms
) -> Loaded | Problems:
    """Return the settings in force, or everything that is wrong with them."""
    site = _file(places.site_settings, cache)
    own = _file(places.settings, cache)
    env = _environment(environ)
    findings = [f for part in (site, own, env) for f in part.findings]
    findings += [f for wrong in own.left_out.values() for f in wrong]
    settings, sources = Settings(), {}
    locked: tuple[str, ...] = ()
    for part in (site, own, env):
        for name, given in part.values.items():
            if name in locked or (name in _SITE_ONLY and part is not site):
                why = _locked if name in locked else _not_yours
                findings.append(why(name, part, places.site_settings))
                continue
            settings = _with(settings, {name: given})
            sources[name] = part
        if part is site:
            locked = settings.locked
    keys, clashes = _keymap(settings.keys)
    findings += [own.pointing(finding, ("keys", action)) for action, finding in clashes]
    if findings:
        return Problems((*findings, *(f for wrong in site.left_out.values() for f in wrong)))
    return Loaded(settings, sources, keys, site.left_out)


def _keymap(own: Keys) -> tuple[Keys, list[tuple[str, Finding]]]:
    """Return the keymap in force and what is wrong with the clinician's own keys."""
    if not own:
        return {}, []
    from bedside.core.keymap import with_own

    return with_own(own)


def _file(path: Path, cache: NormalForms) -> Source:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Source()
    except OSError as error:
        message = f"The settings cannot be opened: {error.strerror}."
        help_ = "let your account read the file, or move it away"
        return Source(findings=(Finding(code="K101", message=message, help=help_, file=str(path)),))
    key = hashlib.blake2b(_CACHE_VERSION.encode() + raw, digest_size=20).hexdigest()
    kept = cache.get(key)
    if kept is not None:
        settings = from_plain(Settings, json.loads(kept))
        return Source(str(path), raw.decode("utf-8-sig"), _given(settings))
    part = _read(raw, str(path))
    if not (part.findings or part.left_out):
        whole = _with(Settings(), part.values)
        cache.put(key, json.dumps(to_plain(whole)).encode())
    return part


def _with(settings: Settings, values: Mapping[str, object]) -> Settings:
    """Return the settings with some values that have been checked."""
    return replace(settings, **cast("dict[str, Any]", values))


def _given(settings: Settings) -> dict[str, object]:
    """Return the values that differ from the defaults."""
    return {name: getattr(settings, name) for name in cast("dict[str, object]", to_plain(settings))}


def _read(raw: bytes, path: str) -> Source:
    import tomllib

    from bedside.store.mistakes import TOO_LONG, flat, mistakes
    from bedside.store.receivers import parted, whole

    try:
        text = raw.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError:
        message = "The settings are not saved as UTF-8."
        help_ = 'save the file again and choose "UTF-8" as the encoding'
        return Source(path, "", {}, (Finding(code="K102", message=message, help=help_, file=path),))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Source(path, "", {}, (_unread(str(error), path, text),))
    except ValueError:
        return Source(path, text, {}, (replace(TOO_LONG, file=path),))
    if is_deeper(table, 5):
        return Source(path, text, {}, (replace(_TOO_DEEP, file=path),))
    part = Source(path, text)
    found = {place: part.pointing(told, place) for place, told in mistakes(table).items()}
    left_out, rest = parted(found)
    part = replace(part, findings=tuple(rest), left_out=left_out)
    if rest:
        return part
    if "destinations" in table:
        given = table["destinations"].items()
        well = {name: one for name, one in given if name not in left_out}
        table["destinations"] = whole(well, str(table.get("forms_base", "")))
    return replace(part, values=_given(from_plain(Settings, flat(table))))


_TOO_DEEP = Finding(
    code="K109",
    message="Brackets are nested too deeply in the settings to be read.",
    help="a list holds texts, never lists",
)


_LINE = 'a line is a name, an equals sign and a value: theme = "light"'
_BACKSLASH = "write a path with a backslash in single quotation marks: path = 'C:\\notes'"


def _unread(message: str, path: str, text: str) -> Finding:
    from bedside.core.problems import toml_place

    plain, span = toml_place(message, text)
    line = text.split("\n")[span.start.line - 1]
    return Finding(
        code="K103",
        message=f"Line {span.start.line} cannot be read: {plain}.",
        help=_BACKSLASH if '"' in line and "\\" in line else _LINE,
        file=path,
        span=span,
    )


def _locked(name: str, part: Source, site: Path) -> Finding:
    finding = Finding(
        code="K106",
        message=f"The site has locked {name}.",
        help=f"remove the line, or ask whoever keeps {site}",
    )
    return part.pointing(finding, (name,)) if part.path else finding


def _not_yours(name: str, part: Source, site: Path) -> Finding:
    finding = Finding(
        code="K111",
        message=f"Only the site says {name}: where notes go is nobody's own setting.",
        help=f"move the lines to {site}, or ask whoever keeps it",
    )
    return part.pointing(finding, (name,))


def _environment(environ: Mapping[str, str]) -> Source:
    """Return the settings that environment variables give; checked like a file."""
    from bedside.store.mistakes import mistakes

    given: dict[str, object] = {}
    for name in ("patient", "theme"):
        if value := environ.get(f"BEDSIDE_{name.upper()}"):
            given[name] = value
    faults = mistakes(given) if given else {}
    findings = tuple(
        replace(finding, message=f"BEDSIDE_{place[0].upper()}: {finding.message}")
        for place, finding in faults.items()
    )
    return Source(values={} if findings else given, findings=findings)


def described(settings: Settings) -> dict[str, object]:
    """Return every setting's value as plain values, defaults included."""
    return asdict(settings)
