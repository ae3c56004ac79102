"""A PostgreSQL server of a run's own, on a socket in a folder that goes with it; nothing is shared.

Its programs are looked for on the path and where Debian puts them. PostgreSQL refuses to run as
root: there it runs as somebody without rights.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from bedside.store.outbox.clinic.line import Address
from bedside.store.outbox.clinic.schema import script

OWNER, ROLE = "keeper", "workstation"
"""Who owns the database, and as whom workstations come."""
LANES = "invented-secret-of-lanes-" + "0" * 16
LACKS = "tests over PostgreSQL, which lack"
"""How the reason of a skipped test begins."""
_DEBIAN = Path("/usr/lib/postgresql")


@cache
def lacking() -> str:
    """Return what is not here for tests over PostgreSQL; "" where all is."""
    if sys.platform == "win32":
        return "a PostgreSQL server on a socket (Windows)"
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg (pip install 'bedside[postgres]')"
    return "" if _programs() else "PostgreSQL (initdb and pg_ctl)"


@cache
def _programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest version first."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(_DEBIAN.glob("*/bin"), key=lambda one: int(one.parent.name), reverse=True)
    return next((one for one in folders if (one / "pg_ctl").exists()), None)


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


class Server:
    """A server with the clinic's tables, and a role for workstations."""

    def __init__(self, *, is_durable: bool = False, certificate: Path | None = None) -> None:
        """Make one and start it; without `is_durable` it does not wait for the disk.

        With a certificate, in one file with its key, it also answers over TLS on a port.
        """
        self._folder = Path(tempfile.mkdtemp(prefix="bedside-pg-"))
        self._cluster = self._folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self._folder, "nobody")
        self._run("initdb", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C", "-U", OWNER)
        self.port = _free_port() if certificate else 5432
        options = f"-c unix_socket_directories={self._folder} -p {self.port} -c listen_addresses="
        if certificate is not None:
            options += f"127.0.0.1 {self._with_tls(certificate)}"
        self._options = f"{options} -c fsync={'on' if is_durable else 'off'} -c shared_buffers=16MB"
        self._start()
        self.run(f"CREATE ROLE {ROLE} LOGIN")
        self.run(script(ROLE))

    def url(self, role: str = ROLE) -> str:
        """Return the address for a role."""
        return f"host={self._folder} port={self.port} user={role} dbname=postgres"

    @property
    def address(self) -> Address:
        """How a workstation reaches it."""
        return Address(self.url, lambda: LANES)

    def run(self, *statements: str) -> list[tuple[object, ...]]:
        """Run statements as the owner; return the rows of the last one."""
        import psycopg

        with psycopg.connect(self.url(OWNER), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def empty(self) -> None:
        """Begin anew: no rows, no doors, and no lanes agreed on."""
        self.run(
            "TRUNCATE bedside.outbox, bedside.outbox_doors",
            "DELETE FROM bedside.outbox_clinic WHERE name = 'lanes'",
        )

    def restart(self) -> None:
        """End every process of it at once, as a cut of power would, and start it again."""
        self._ctl("stop", "-m", "immediate")
        self._start()

    def stop(self, how: str = "immediate") -> None:
        """Stop it; it can be started again."""
        self._ctl("stop", "-m", how)

    def start(self) -> None:
        """Start it again."""
        self._start()

    def remove(self) -> None:
        """Stop it, and leave nothing."""
        self._ctl("stop", "-m", "immediate", check=False)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _with_tls(self, certificate: Path) -> str:
        kept = Path(shutil.copy(certificate, self._folder / "server.pem"))
        kept.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(kept, "nobody")
        return f"-c ssl=on -c ssl_cert_file={kept} -c ssl_key_file={kept}"

    def _start(self) -> None:
        self._ctl("start", "-l", str(self._folder / "log"), "-o", self._options)

    def _ctl(self, what: str, *more: str, check: bool = True) -> None:
        self._run("pg_ctl", what, "-w", "-t", "60", *more, check=check)

    def _run(self, program: str, *more: str, check: bool = True) -> None:
        folder = _programs()
        assert folder is not None
        done = subprocess.run(
            [folder / program, "-D", self._cluster, *more],
            cwd=self._folder,
            user="nobody" if os.geteuid() == 0 else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if check and done.returncode:
            log = self._folder / "log"
            raise RuntimeError(f"{program} failed: {log.read_text() if log.exists() else ''}")
