"""The line to the clinic's database: one connection, opened when it is needed and when it was lost.

The password stands in no message: what PostgreSQL and psycopg say is told by their own codes and
words for codes, never by the address that was tried.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from bedside.store.locks import StoreError
from bedside.store.outbox.clinic.schema import SCHEMA, VERSION
from bedside.store.outbox.sql import Found, Sql

if TYPE_CHECKING:
    import psycopg

_PATIENCE: Mapping[str, int | str] = {
    "target_session_attrs": "read-write",
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""Only where rows can be written, and after how long a network that says nothing is taken for cut:
seconds, and the last in ms."""
_SETTINGS = (
    f"SET search_path TO {SCHEMA}; SET synchronous_commit TO on; SET statement_timeout TO '10s';"
    " SET lock_timeout TO '5s'; SET idle_in_transaction_session_timeout TO '30s';"
    " SET jit TO off; SET default_transaction_isolation TO 'read committed'"
)
_LOOPBACK = re.compile(r"(localhost|127(\.\d{1,3}){3}|::1)", re.IGNORECASE)
LEAST_LANES = 32
"""Letters of a secret for lanes: one of fewer could be guessed."""


class ClinicAway(StoreError):
    """The clinic's database cannot be used now; the message says why, and no secret."""

    def __init__(self, why: str) -> None:
        """Say why, as a sentence goes on after a colon."""
        super().__init__(f"the clinic's database cannot be used now: {why}")


class Address(NamedTuple):
    """How the clinic's database is reached.

    `database` and `lanes` return secrets, read anew for each connection, and raise StoreError
    where they cannot be had. `allow_plaintext` lets rows and the password go in clear.
    """

    database: Callable[[], str]
    lanes: Callable[[], str]
    allow_plaintext: bool = False

    def lane_key(self) -> bytes:
        """Return the key of lanes that all workstations of the clinic have."""
        text = self.lanes().strip()
        if len(text) < LEAST_LANES:
            raise ClinicAway(f"the secret for lanes is too short: at least {LEAST_LANES} letters")
        try:
            return blake2b(text.encode(), digest_size=32).digest()
        except UnicodeEncodeError:
            raise ClinicAway("the secret for lanes is no text") from None


class Line:
    """The connection; threads take turns with it."""

    def __init__(self, address: Address) -> None:
        """Reach it there; nothing is connected yet."""
        self._address = address
        self._turn = threading.RLock()
        self._open: psycopg.Connection[Any] | None = None

    @contextmanager
    def transaction(self) -> Iterator[Sql]:
        """Give one transaction. ClinicAway where it cannot be had, or may not have been kept.

        A transaction whose end nobody heard of may be kept all the same: whoever asks for it again
        has to find that out.
        """
        try:
            import psycopg
        except ImportError:
            raise ClinicAway(
                "this bedside lacks psycopg: pip install 'bedside[postgres]'"
            ) from None
        with self._turn, ExitStack() as left_open:
            try:
                connection = self._connected()
                left_open.callback(self._back)
                connection.execute("BEGIN")
                yield _Translated(connection)
                connection.execute("COMMIT")
                left_open.pop_all()
            except psycopg.Error as error:
                left_open.pop_all()
                self.close()
                raise ClinicAway(_said(error)) from None  # its own text may name an address

    def close(self) -> None:
        """Let go of the connection; the next transaction opens another."""
        with self._turn:
            if self._open is not None:
                self._open.close()
                self._open = None

    def _back(self) -> None:
        """Undo what was begun; a connection that cannot do that is let go of."""
        import psycopg

        if self._open is not None:
            try:
                self._open.execute("ROLLBACK")
            except psycopg.Error:
                self.close()

    def _connected(self) -> psycopg.Connection[Any]:
        if self._open is None or self._open.closed:
            self._open = self._connect()
        return self._open

    def _connect(self) -> psycopg.Connection[Any]:
        """Return a new connection to tables of this version, with the clinic's lanes."""
        import psycopg
        from psycopg.conninfo import conninfo_to_dict

        try:
            given = conninfo_to_dict(self._address.database())
        except (psycopg.Error, ValueError):  # what is no UTF-8 is a ValueError, with the address
            raise ClinicAway("its address cannot be read: postgresql://USER@HOST/NAME") from None
        safe = guarded({str(name): str(value) for name, value in given.items()}, self._address)
        more: dict[str, Any] = {**_PATIENCE, **safe}
        with ExitStack() as left_open:
            made = psycopg.connect(autocommit=True, **more)
            left_open.callback(made.close)
            made.execute(_SETTINGS)
            self._look(made)
            left_open.pop_all()
        return made

    def _look(self, made: psycopg.Connection[Any]) -> None:
        """See that its tables are those of this version, and its lanes those of this clinic."""
        found = dict(made.execute("SELECT name, body FROM outbox_clinic").fetchall())
        version = bytes(found.get("version", b"0")).decode(errors="replace")
        if version != str(VERSION):
            raise ClinicAway(
                f"its tables are of version {version}, and this bedside knows {VERSION}"
            )
        check = blake2b(b"bedside lanes", key=self._address.lane_key(), digest_size=16).digest()
        if "lanes" not in found:
            new = "INSERT INTO outbox_clinic VALUES ('lanes', %s) ON CONFLICT DO NOTHING"
            made.execute(new, (check,))
            query = "SELECT body FROM outbox_clinic WHERE name = 'lanes'"
            found["lanes"] = (made.execute(query).fetchone() or (b"",))[0]
        if bytes(found["lanes"]) != check:
            raise ClinicAway("the secret for lanes here is not the one that the clinic began with")


def guarded(given: Mapping[str, str], address: Address) -> dict[str, str]:
    """Return how to connect so that nothing goes over a network in clear, nor to somebody else.

    ClinicAway where the address asks for less and nobody has allowed that.
    """
    hosts = [one for name in ("host", "hostaddr") for one in given.get(name, "").split(",") if one]
    is_near = bool(hosts) and all(_is_near(host) for host in hosts)
    if address.allow_plaintext or is_near:
        return dict(given)
    asked = given.get("sslmode", "verify-full")
    if asked != "verify-full":
        raise ClinicAway(
            f"its address says sslmode={asked}, so anybody on the way could be it: write"
            " sslmode=verify-full, or allow_plaintext = true where the way is safe by other means"
        )
    return {**given, "sslmode": "verify-full"}


def _is_near(host: str) -> bool:
    """Whether a host is this machine: its own address, or a socket in a folder."""
    return host.startswith(("/", "@")) or bool(_LOOPBACK.fullmatch(host))


class _Translated:
    """A connection that takes the outbox's dialect."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Run statements on this connection."""
        self._connection = connection

    def execute(self, query: str, given: Sequence[Any] = (), /) -> Found:
        """Run one statement, `?` standing for what is given."""
        spelled = query.replace("%", "%%").replace("?", "%s")
        return self._connection.execute(spelled.encode("ascii"), tuple(given))


def _said(error: psycopg.Error) -> str:
    """Return why the database failed, without an address, a name or a value."""
    state = getattr(error, "sqlstate", None) or ""
    with suppress(KeyError):
        return _STATES[state]
    with suppress(KeyError):
        return _CLASSES[state[:2]]
    text = str(error).lower()
    told = next((told for sign, told in _SIGNS.items() if sign in text), "")
    return told or f"it does not answer ({type(error).__name__} {state})".replace(" )", ")")


_STATES: Mapping[str, str] = {
    "28P01": "it refuses the password",
    "28000": "it does not let this role in from here",
    "3D000": "there is no such database there",
    "3F000": "its tables are not there: bedside outbox prepare ROLE prints what makes them",
    "42P01": "its tables are not there: bedside outbox prepare ROLE prints what makes them",
    "42501": "the role lacks a right: bedside outbox prepare ROLE prints which it needs",
    "55P03": "another dispatcher keeps it busy",
    "57014": "it takes too long",
}
_CLASSES: Mapping[str, str] = {
    "53": "it is short of room or of connections",
    "57": "it is being stopped or started",
    "40": "another dispatcher was quicker",
    "08": "the line to it was cut",
}
_SIGNS: Mapping[str, str] = {
    "certificate verify failed": "its certificate cannot be believed (sslrootcert)",
    "root certificate file": "no certificate is set to know it by (sslrootcert)",
    "does not match host name": "its certificate is of another host",
    "does not support ssl": "it takes no TLS",
    "password authentication failed": "it refuses the password",
    "no password supplied": "it wants a password",
    "translate host name": "its host is not known on this network",
    "resolve host": "its host is not known on this network",
    "connection refused": "nothing answers there",
    "no such file": "nothing answers there",
    "timeout": "it does not answer in time",
    "starting up": "it is being started",
    "shutting down": "it is being stopped",
    "does not exist": "there is no such database or role there",
}
"""What libpq says while connecting, where it has no code: a sign in it, and what that means."""
