"""The line to the clinic's database: what it lets through, what it refuses, and what it says."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from bedside.core.parcels import Fate, Reply
from bedside.store.outbox.clinic.line import Address, ClinicAway, Line, guarded
from bedside.store.outbox.clinic.schema import script
from tests.databases import LANES, ROLE, Server
from tests.deliver.certificates import Authority
from tests.deliver.posting import AVERY, Office


@pytest.fixture
def post(tmp_path: Path, clinic: Server) -> Office:
    """A workstation whose notes go to one engine, by way of the clinic's database."""
    return Office(tmp_path)


def test_the_server_is_given_no_word_of_a_note_and_no_name(post: Office, clinic: Server) -> None:
    post.receiver.answers = [Reply(fate=Fate.HELD, code="AE", said="Avery is not here")]
    post.signed(AVERY)
    post.round()
    ((whole,),) = clinic.run("SELECT string_agg(o::text, ' ') FROM bedside.outbox o")
    bytes_ = clinic.run("SELECT own || relay || body || said FROM bedside.outbox")
    for word in ("Avery", "000-TEST", "not here"):
        assert word not in str(whole)
        assert word.encode() not in b"".join(bytes(one) for (one,) in bytes_)  # type: ignore[call-overload]


def test_the_role_of_workstations_removes_nothing(post: Office, clinic: Server) -> None:
    post.signed()
    post.round()
    line = post.line
    assert line is not None
    for table in ("outbox", "outbox_doors", "outbox_clinic"):
        with pytest.raises(ClinicAway, match="lacks a right"), line.transaction() as sql:
            sql.execute(f"DELETE FROM {table}")
    assert clinic.run("SELECT count(*) FROM bedside.outbox") == [(1,)]


def test_another_secret_of_lanes_is_refused_for_it_would_mix_up_the_order(
    post: Office, clinic: Server
) -> None:
    post.signed()
    post.round()
    line = Line(Address(clinic.url, LANES.upper))
    with pytest.raises(ClinicAway, match="not the one"), line.transaction():
        pass


def test_one_patient_has_one_lane_on_every_workstation(post: Office, clinic: Server) -> None:
    assert clinic.address.lane_key() == clinic.address.lane_key()
    with pytest.raises(ClinicAway, match="too short"):
        Address(clinic.url, lambda: "short").lane_key()


def test_tables_that_are_not_there_are_said_with_the_way_to_make_them(clinic: Server) -> None:
    clinic.run("ALTER SCHEMA bedside RENAME TO elsewhere")
    try:
        line = Line(clinic.address)
        with pytest.raises(ClinicAway, match="bedside outbox prepare"), line.transaction():
            pass
    finally:
        clinic.run("ALTER SCHEMA elsewhere RENAME TO bedside")


def test_the_script_of_the_tables_can_be_run_again(post: Office, clinic: Server) -> None:
    post.signed()
    post.round()
    clinic.run(script(ROLE))
    assert clinic.run("SELECT count(*) FROM bedside.outbox") == [(1,)]
    for name in ("a b", "Robert'); DROP TABLE outbox;--", "", "A"):
        with pytest.raises(ValueError, match="no plain name"):
            script(name)


NEAR = ("localhost", "127.0.0.1", "::1", "/run/postgresql")


@pytest.mark.parametrize("host", NEAR)
@pytest.mark.parametrize("sslmode", ["", "disable", "prefer", "verify-full"])
def test_this_machine_may_be_reached_as_its_address_says(host: str, sslmode: str) -> None:
    given = {"host": host, **({"sslmode": sslmode} if sslmode else {})}
    assert guarded(given, _address()) == given


@pytest.mark.parametrize(
    "given",
    [
        {"host": "db.example.org"},
        {"hostaddr": "192.0.2.1", "host": "localhost"},
        {"host": "localhost,db.example.org"},
        {"host": "127.0.0.1.example.org"},
        {"service": "clinic"},
        {},
    ],
)
def test_another_machine_is_reached_by_tls_alone_and_known_by_its_certificate(
    given: dict[str, str],
) -> None:
    assert guarded(given, _address())["sslmode"] == "verify-full"
    for less in ("disable", "allow", "prefer", "require", "verify-ca"):
        with pytest.raises(ClinicAway, match="verify-full"):
            guarded({**given, "sslmode": less}, _address())
    allowed = _address(allow=True)
    assert guarded({**given, "sslmode": "disable"}, allowed)["sslmode"] == "disable"


def test_no_message_holds_the_address(clinic: Server) -> None:
    wrong = Address(lambda: "host=/nowhere user=me password=hunter2 dbname=x", lambda: LANES)
    odd = Address(lambda: "postgresql://me:hunter2@[::1/x", lambda: LANES)
    for address in (wrong, odd):
        with pytest.raises(ClinicAway) as caught, Line(address).transaction():
            pass
        assert "hunter2" not in str(caught.value)
        assert caught.value.__suppress_context__


def test_an_address_that_is_no_text_is_said_as_one_that_cannot_be_read(clinic: Server) -> None:
    for odd in ("host=/nowhere dbname=\udcff", "postgresql://me@\udce9/x", "host=\0"):
        with (
            pytest.raises(ClinicAway) as caught,
            Line(Address(partial(str, odd), str)).transaction(),
        ):
            pass
        assert caught.value.__suppress_context__
    with pytest.raises(ClinicAway, match="no text"):
        Address(str, lambda: "\udcff" * 40).lane_key()


def test_over_tls_it_is_known_by_its_certificate_alone(tmp_path: Path, server: Server) -> None:
    """`server` is asked for so that this is skipped where there is none."""
    mine, other = Authority(tmp_path), Authority(tmp_path, "Somebody else")
    far = Server(certificate=mine.issue("server"))
    try:
        asked = f"port={far.port} user={ROLE} dbname=postgres sslmode=verify-full sslrootcert="

        def line(host: str, ca: Path) -> Line:
            return Line(Address(lambda: f"host={host} {asked}{ca}", lambda: LANES))

        query = "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        good = line("localhost", mine.ca)
        with good.transaction() as sql:
            assert sql.execute(query).fetchone() == ("TLSv1.3",)
        good.close()
        with pytest.raises(ClinicAway, match="cannot be believed"):
            _used(line("localhost", other.ca))
        with pytest.raises(ClinicAway, match="no certificate is set to know it by"):
            _used(line("localhost", tmp_path / "none.pem"))
        with pytest.raises(ClinicAway, match="of another host"):
            _used(line(f"clinic.invalid hostaddr={'127.0.0.1'}", mine.ca))
    finally:
        far.remove()


def test_what_it_acknowledges_is_on_the_servers_disk(post: Office, clinic: Server) -> None:
    clinic.run(
        "ALTER ROLE workstation SET synchronous_commit TO off",
        "ALTER ROLE workstation SET default_transaction_isolation TO 'serializable'",
    )
    try:
        line = post.line
        assert line is not None
        with line.transaction() as sql:
            assert sql.execute("SHOW synchronous_commit").fetchone() == ("on",)
            assert sql.execute("SHOW search_path").fetchone() == ("bedside",)
            assert sql.execute("SHOW transaction_isolation").fetchone() == ("read committed",)
    finally:
        clinic.run("ALTER ROLE workstation RESET ALL")


def test_without_psycopg_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ClinicAway, match=r"pip install 'bedside\[postgres\]'"):
        _used(Line(_address()))


def _used(line: Line) -> None:
    with line.transaction():
        pass


def _address(*, allow: bool = False) -> Address:
    return Address(lambda: "", lambda: LANES, allow)
