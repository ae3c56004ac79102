"""The second place: what is in it comes back, up to where it is whole, and is nobody else's."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.store.safety.spill import Spill, leftovers, unframed

RECORDS = [b"one", b"", b"three" * 100]


def kept(folder: Path) -> list[bytes]:
    """Return every record that lies in a folder."""
    found: list[bytes] = []
    for left in leftovers([folder]):
        found += left.read().records
        left.leave()
    return found


def test_what_was_spilled_comes_back_in_order_after_its_process_is_gone(tmp_path: Path) -> None:
    spill = Spill([tmp_path])
    spill.add(RECORDS[:1])
    path = spill.add(RECORDS[1:])
    assert list(leftovers([tmp_path])) == []  # its process is there
    spill.close()
    assert kept(tmp_path) == RECORDS
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_left_once_the_store_has_it_all(tmp_path: Path) -> None:
    spill = Spill([tmp_path])
    spill.add(RECORDS)
    spill.remove()
    assert list(tmp_path.iterdir()) == []
    assert spill.path is None


def test_the_first_folder_that_can_be_written_is_used(tmp_path: Path) -> None:
    (tmp_path / "barred").write_text("in the way", encoding="utf-8")
    spill = Spill([tmp_path / "barred" / "x", tmp_path / "second"])
    assert spill.add(RECORDS).parent == tmp_path / "second"
    spill.close()


def test_where_no_folder_takes_it_nothing_counts_as_kept(tmp_path: Path) -> None:
    (tmp_path / "barred").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match="barred"):
        Spill([tmp_path / "barred" / "x"]).add(RECORDS)
    with pytest.raises(OSError, match="no second folder"):
        Spill([]).add(RECORDS)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_folder_that_somebody_put_there_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "spill").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="somebody else's"):
        Spill([tmp_path / "spill"]).add(RECORDS)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_after_a_write_that_failed_midway_the_rest_goes_into_a_part_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spill = Spill([tmp_path])
    spill.add([b"first"])
    real, broken = os.write, [True]

    def torn(file: int, raw: bytes) -> int:
        if broken.pop() if broken else False:
            real(file, raw[:9])
            raise OSError(5, "I/O error")
        return real(file, raw)

    monkeypatch.setattr(os, "write", torn)
    spill.add([b"second"])
    spill.add([b"third"])
    spill.close()
    assert kept(tmp_path) == [b"first", b"second", b"third"]


def whole_file(folder: Path, records: list[bytes]) -> bytes:
    """Return the bytes of a file that holds these records."""
    spill = Spill([folder])
    path = spill.add(records)
    spill.close()
    return path.read_bytes()


@given(seed=st.integers(0, 2**32))
def test_a_file_cut_anywhere_gives_every_record_before_the_cut(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = Random(seed)
    records = [chance.randbytes(chance.randint(0, 60)) for _ in range(chance.randint(1, 5))]
    whole = whole_file(tmp_path_factory.mktemp("spill"), records)
    cut = unframed(whole[: chance.randint(0, len(whole))])
    assert list(cut.records) == records[: len(cut.records)]
    assert unframed(whole).records == tuple(records)
    assert not unframed(whole).is_torn
    assert not cut.is_damaged


@given(seed=st.integers(0, 2**32))
def test_a_byte_changed_anywhere_is_found_and_nothing_behind_it_is_believed(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = Random(seed)
    records = [chance.randbytes(chance.randint(1, 40)) for _ in range(3)]
    whole = bytearray(whole_file(tmp_path_factory.mktemp("spill"), records))
    whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    found = unframed(bytes(whole))
    assert found.is_torn or found.is_damaged
    assert list(found.records) == records[: len(found.records)]
    assert len(found.records) < 3
