"""`bedside audit`: what was done on this workstation, and whether the log of it is whole."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from bedside.cli.days import day_of
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.tables import as_json, table
from bedside.cli.window import complain, tell
from bedside.core.acts import Act
from bedside.words import audit as said

if TYPE_CHECKING:
    from bedside.store.audit.check import Anchor, Verdict
    from bedside.store.audit.read import Told, Whole
    from bedside.store.keys.keyring import Keyring


class Viewer(NamedTuple):
    """Who looks: their id, whether they see every entry, and on whose keyring, if anybody's."""

    person: str = ""
    sees_all: bool = False
    ring: Keyring | None = None


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=("show", "verify"),
        default="show",
        help="show what was done (by default), or verify that nobody has changed the log",
    )
    parser.add_argument("--since", metavar="DATE", help="with show: from this day on")
    parser.add_argument("--visit", metavar="VISIT", help="with show: of one visit, by its whole id")
    parser.add_argument("--json", action="store_true", help="with show: an array of objects")
    parser.add_argument(
        "--anchor",
        metavar="HEAD",
        action="append",
        default=[],
        help="with verify: a head known from elsewhere, such as below a printed note",
    )
    parser.add_argument(
        "--no-sign-in",
        action="store_true",
        help="on a shared workstation: times and counts only, for whoever looks after the machine",
    )
    parser.add_argument(
        "--sheets",
        action="store_true",
        help="on a shared workstation: all of it, opened with both recovery sheets",
    )


def run(args: Namespace) -> Exit:
    """Show the log, or verify it; exit 1 if it is not whole."""
    showing = args.since or args.visit or args.json
    if args.what == "verify" and showing:
        raise Ended(Exit.USAGE, "--since, --visit and --json go with: bedside audit show.")
    if args.what == "show" and args.anchor:
        raise Ended(Exit.USAGE, "--anchor goes with: bedside audit verify.")
    if args.no_sign_in and (args.visit or args.sheets):
        raise Ended(Exit.USAGE, said.COUNTS_ALONE)
    desk = Desk()
    viewer = _viewer(desk, args)
    return _verify(desk, viewer, args) if args.what == "verify" else _show(desk, viewer, args)


def _viewer(desk: Desk, args: Namespace) -> Viewer:
    """Return who looks; on a shared workstation somebody signs in, or asks for counts alone.

    Or both sheets are typed in: what they open is entered in the log itself.
    """
    if desk.door is None:
        return Viewer("", True, desk.keyring)
    if args.no_sign_in or args.sheets:
        desk.without_sign_in = "always"
    if args.sheets:
        from bedside.cli.sheets import recovered

        ring = recovered(desk.door.clinic)
        desk.door.enter(Act.LOG_OPENED)
        return Viewer("", True, ring)
    person, me = desk.keyring.person, desk.door.me
    return Viewer(person, bool(me and me.keeper), desk.keyring if person else None)


def _whole(desk: Desk) -> Whole:
    """Return the log; Ended where its tables cannot be read."""
    from bedside.store.audit.read import whole
    from bedside.store.locks import StoreError

    try:
        with desk.store.reading() as connection:
            return whole(connection)
    except StoreError as error:
        told = said.WHAT_TO_DO.format(path=desk.places.visits)
        raise Ended(Exit.FINDINGS, f"{said.KEPT_OUT.format(why=error)}. {told}") from error


def _show(desk: Desk, viewer: Viewer, args: Namespace) -> Exit:
    """Print the entries that this viewer may see, the oldest first."""
    log = _whole(desk)
    since = day_of(args.since) if args.since else date.min
    told = [one for one in _seen(desk, viewer, log) if _when(one).date() >= since]
    if args.visit:
        name = log.name_of(args.visit.upper())
        told = [one for one in told if one.entry.visit == name]
    if viewer.ring is None:
        return _counts(told, args.json)
    if not viewer.sees_all:
        complain(said.OWN_ONLY)
    names = _names(desk)
    if args.json:
        print(as_json([_object(one, names) for one in told]))
    elif told:
        heads = ("entry", "when", "who", "what", "visit")
        print(table(heads, [_cells(one, names) for one in told]), end="")
    else:
        print(said.NONE_SINCE.format(day=args.since) if args.since else said.EMPTY)
    return Exit.FINE


def _seen(desk: Desk, viewer: Viewer, log: Whole) -> list[Told]:
    """Return the entries that a viewer may see, as far as they open; of nobody's only the times."""
    from bedside.store.audit.roots import root_of

    if viewer.ring is None:
        return log.entries()
    root = root_of(desk.store.book, viewer.ring, log.which) if viewer.sees_all else None
    told = log.opened(root, viewer.ring.log_key)
    return [one for one in told if viewer.sees_all or one.entry.actor == viewer.person]


def _counts(told: Iterable[Told], is_json: bool) -> Exit:
    """Print how many entries each day has, and nothing of what was done."""
    days = Counter(f"{_when(one):%Y-%m-%d}" for one in told)
    if is_json:
        print(as_json([{"day": day, "entries": count} for day, count in sorted(days.items())]))
        return Exit.FINE
    complain(said.COUNTS_ONLY)
    print(table(("day", "entries"), [(day, str(n)) for day, n in sorted(days.items())]), end="")
    return Exit.FINE


def _names(desk: Desk) -> Callable[[str], str]:
    """Return what gives the name of an actor's id, as far as it is known."""
    door = desk.door
    if door is None:
        return lambda id_: id_ or said.THIS_ACCOUNT
    return lambda id_: _named(door.person(id_), id_) if id_ else said.NOBODY


def _named(person: object, id_: str) -> str:
    return str(getattr(person, "name", id_))


def _when(one: Told) -> datetime:
    """Return when it was, by the clock of this machine; its calendar ends before any nonsense."""
    try:
        return datetime.fromtimestamp(one.entry.utc / 1000, UTC).astimezone()
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)


def _cells(one: Told, names: Callable[[str], str]) -> tuple[str, ...]:
    entry = one.entry
    what = said.act(entry.act, entry.number)
    what += f": {said.sent(*entry.about)}" if entry.about.control else ""
    late = f" ({said.LATE})" if entry.late else ""
    when = f"{_when(one):%Y-%m-%d %H:%M:%S}"
    who = "-" if entry.act is Act.SEALED else names(entry.actor)
    return str(one.n), when, who, f"{what}{late}", entry.visit or "-"


def _object(one: Told, names: Callable[[str], str]) -> dict[str, object]:
    entry = one.entry
    return {
        "entry": one.n,
        "at": _when(one).isoformat(),
        "actor": entry.actor,
        "name": names(entry.actor),
        "act": entry.act.value,
        "what": said.act(entry.act, entry.number),
        "visit": entry.visit,
        "number": entry.number,
        "late": entry.late,
        **({"sent": entry.about._asdict()} if entry.about.control else {}),
    }


def _verify(desk: Desk, viewer: Viewer, args: Namespace) -> Exit:
    """Say whether the log is whole, by itself and against the notes; exit 1 where it is not."""
    found, log = checked(desk, _given(args.anchor), viewer.ring)
    is_sound = found.fault is None
    for line in _told_whole(found, log, args.anchor) if is_sound else [_told_fault(found)]:
        tell(line)
    if not is_sound:
        for line in _there(found, log, _seen(desk, viewer, log) if viewer.ring else ()):
            tell(line)
    if log.which > 1:
        tell(said.AGAIN.format(which=log.which))
    if behind := _behind(desk):
        tell(said.BEHIND.format(count=said.visits(behind)))
    if is_sound and (log.end or not log.links):
        return Exit.FINDINGS if behind or log.which > 1 else Exit.FINE
    if is_sound:
        tell(said.CANNOT_WRITE.format(why="the key of its next entry is gone"))
    tell(said.WHAT_TO_DO.format(path=desk.places.visits))
    return Exit.FINDINGS


def checked(
    desk: Desk, given: Iterable[Anchor] = (), ring: Keyring | None = None
) -> tuple[Verdict, Whole]:
    """Return what verifying the log finds, and the log; Ended where its tables cannot be read.

    Its first key comes from `ring`, or else from the keyring of who is there.
    """
    from bedside.store.audit.check import verify
    from bedside.store.audit.roots import root_of
    from bedside.store.keys.marks import anchors

    log = _whole(desk)
    book = desk.store.book
    root = root_of(book, ring or desk.store.keyring, log.which)
    in_book = anchors(book, log.which)
    found = verify(log.links, root, [*in_book, *_carried(desk), *given], log.end)
    fitting = sum(1 for one in in_book if one.n <= len(log.links))
    return replace(found, anchors=found.anchors - fitting), log


def _behind(desk: Desk) -> int:
    """Return how many visits are gone, or have fewer entries than the key book remembers."""
    from bedside.store.keys.marks import behind
    from bedside.store.locks import StoreError

    try:
        with desk.store.reading() as connection:
            return len(behind(desk.store.book, connection))
    except StoreError as error:
        raise Ended(Exit.UNAVAILABLE, f"the key book cannot be read: {error}.") from error


def _carried(desk: Desk) -> list[Anchor]:
    """Return the heads on every signed note that opens here."""
    from bedside.core.events import Signed
    from bedside.store.audit.check import Anchor
    from bedside.store.locks import StoreError

    found = []
    for visit in desk.visits():
        if not visit.is_signed:
            continue
        try:
            events = desk.store.read(visit.id, None).events
        except (KeyError, StoreError):
            continue  # removed a moment ago, or damaged: doctor says so
        found += [
            Anchor(one.anchor, visit.id) for one in events if isinstance(one, Signed) and one.anchor
        ]
    return found


def _given(heads: Iterable[str]) -> list[Anchor]:
    """Return the heads that were typed; Ended where one is none."""
    from bedside.store.audit.check import Anchor

    found = []
    for head in heads:
        text = " ".join(head.upper().split()).removeprefix("LOG ")
        if not Anchor(text).is_one:
            raise Ended(Exit.USAGE, said.NO_HEAD.format(text=head))
        found.append(Anchor(text))
    return found


def _told_whole(found: Verdict, log: Whole, given: Iterable[str]) -> list[str]:
    if not log.links:
        return [said.EMPTY]
    carried = said.ANCHORS.format(count=said.carried(found.anchors))
    told = [
        said.WHOLE.format(count=said.entries(found.count)),
        said.KEYS_CHECKED if found.checked_keys else said.KEYS_NOT_CHECKED,
        carried if found.anchors else said.NO_ANCHORS,
        said.HEAD.format(head=log.head),
    ]
    return told if given else [*told, said.KEEP_HEAD.format(head=log.head)]


def _told_fault(found: Verdict) -> str:
    """Return which entry is not as it was, or how much was cut."""
    from bedside.store.keys.marks import IN_BOOK

    assert found.fault is not None  # noqa: S101  # asked for only then
    if found.fault == "replaced":
        by_note, by_hand = said.SIGNED_AGAINST, said.GIVEN_AGAINST
    else:
        by_note = said.SAID_BY_NOTE
        by_hand = said.SAID_BY_KEY if found.by_itself else said.SAID_BY_HAND
    where = by_note.format(visit=found.where) if found.where else by_hand
    if found.where == IN_BOOK:
        where = said.BOOK_AGAINST if found.fault == "replaced" else said.SAID_BY_BOOK
    blanks = {"n": found.n, "count": found.count, "last": found.last, "where": where}
    return said.FAULTS[found.fault].format(**blanks)


def _there(found: Verdict, log: Whole, seen: Iterable[Told]) -> list[str]:
    """Return what stands in the place of an entry that is not as it was: to others, only when."""
    if found.fault not in ("changed", "forged"):
        return []
    own = [one for one in seen if one.n == found.n and one.entry.act is not Act.SEALED]
    for one in own:
        when, _, what, visit = _cells(one, str)[1:]
        return [said.ENTRY_IS.format(entry=f"{when}, {what}, {visit}")]
    clear = [one for one in log.entries() if one.n == found.n]
    return [said.ENTRY_IS_OF.format(when=f"{_when(one):%Y-%m-%d %H:%M:%S}") for one in clear]
