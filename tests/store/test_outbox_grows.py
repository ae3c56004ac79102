"""The outbox in stores of before, and in what is saved from a damaged one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bedside.store.database import VISITS, connect, version_of
from bedside.store.outbox.owed import owe, owed_to
from bedside.store.safety.ledgers import copy_ledgers
from bedside.store.store import Store
from tests.deliver.posting import Office, addendum


def test_a_store_of_before_grows_an_outbox_and_keeps_its_visits(tmp_path: Path) -> None:
    office = Office(tmp_path)
    visit = office.signed()
    office.store.close()
    with closing(sqlite3.connect(office.places.visits)) as connection:
        for table in ("", "_lease", "_doors", "_owed", "_owing", "_moved"):
            connection.execute(f"DROP TABLE outbox{table}")
        connection.execute("PRAGMA user_version=3")
    store = Store(office.places)
    assert store.read(visit, None).events
    with closing(connect(office.places.visits)) as connection:
        assert version_of(connection) == VISITS.version
        assert connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
    store.close()


def test_what_waits_is_saved_from_damage_and_what_only_a_backup_has_may_have_gone(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path)
    office.signed()
    older = tmp_path / "backup.sqlite3"
    with closing(sqlite3.connect(older)) as copy:
        with office.store.reading() as connection:
            connection.backup(copy)
        copy.execute("UPDATE outbox SET control = '0', visit = '0'")
        copy.commit()
    office.signed(None)
    with closing(connect(tmp_path / "new.sqlite3")) as target:
        copy_ledgers([office.places.visits, older], target, lambda _: False)
        kept = dict(target.execute("SELECT control, state FROM outbox").fetchall())
    now = {row.control: row.state.value for row in office.rows()}
    assert kept == {**now, "0": "unknown"}


def test_a_store_of_before_many_workstations_grows_what_they_need(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.signed()
    office.store.close()
    with closing(sqlite3.connect(office.places.visits)) as connection:
        connection.execute("DROP TABLE outbox_moved")
        connection.execute("PRAGMA user_version=4")
    office.store = office.opened()
    office.round()
    assert office.states() == ["delivered"]


def test_what_a_store_of_before_owes_to_no_destination_by_name_is_still_queued(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path)
    visit = office.signed()
    office.store.close()
    with closing(sqlite3.connect(office.places.visits)) as connection, connection:
        connection.execute("DROP TABLE outbox_owing")
        connection.execute("DELETE FROM outbox")
        connection.execute("UPDATE outbox_doors SET since = ?", (2**50,))
        connection.execute("INSERT INTO outbox_owed VALUES (?)", (visit,))
        connection.execute("PRAGMA user_version=5")
    office.store = office.opened()
    office.add(visit)
    assert office.states() == ["queued"]


def test_what_is_owed_is_saved_from_damage(tmp_path: Path) -> None:
    office = Office(tmp_path)
    visit = office.signed()
    with office.store.writing() as sql:
        owe(sql, visit, ["other", "third"])
    with closing(connect(tmp_path / "new.sqlite3")) as target:
        copy_ledgers([office.places.visits], target, lambda _: False)
        assert owed_to(target, visit) == {"other", "third"}


def test_what_the_clinics_database_has_is_not_sent_from_a_store_that_was_saved_from_damage(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path)
    office.signed()
    with office.store.writing() as sql:
        sql.execute("INSERT INTO outbox_moved SELECT control, 1 FROM outbox")
    with closing(connect(tmp_path / "new.sqlite3")) as target:
        copy_ledgers([office.places.visits], target, lambda _: False)
        kept = target.execute("SELECT control, utc FROM outbox_moved").fetchall()
    assert kept == [(office.rows()[0].control, 1)]
    assert office.round() == []


def test_the_lease_of_another_store_is_not_brought_over(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.signed(None, addendum())
    office.round()
    with closing(connect(tmp_path / "new.sqlite3")) as target:
        copy_ledgers([office.places.visits], target, lambda _: False)
        assert target.execute("SELECT count(*) FROM outbox_lease").fetchone() == (0,)


def test_nothing_of_a_visit_that_was_removed_comes_back_to_be_sent(tmp_path: Path) -> None:
    office = Office(tmp_path)
    gone = office.signed(None)
    office.signed(None)
    with closing(connect(tmp_path / "new.sqlite3")) as target:
        copy_ledgers([office.places.visits], target, lambda visit: visit == gone)
        kept = [visit for (visit,) in target.execute("SELECT visit FROM outbox").fetchall()]
    assert len(kept) == 1
    assert gone not in kept
