"""The cache of normal forms: what is damaged counts as not there, whatever the damage is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.core.checklist import Checklist
from bedside.store.cache import NormalForms
from tests.worlds import SHIPPED, UNCERTAINTY

KEY, VALUE = "a1b2", b'{"title": "kept"}'

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "cut short": lambda kept: kept[: len(kept) // 2],
    "one byte short": lambda kept: kept[:-1],
    "one bit turned": lambda kept: kept[:-3] + bytes([kept[-3] ^ 1]) + kept[-2:],
    "zeros, as after a power cut": lambda kept: bytes(len(kept)),
    "a list": lambda _: b"[]",
    "null": lambda _: b"null",
    "another object": lambda _: b'{"a":[1]}',
    "the bare value, without its digest": lambda _: VALUE,
    "no text at all": lambda _: b"\xff\xfe\x00\x80" * 9,
}


@pytest.fixture
def cache(tmp_path: Path) -> NormalForms:
    """A cache that holds one value."""
    made = NormalForms(tmp_path / "cache")
    made.put(KEY, VALUE)
    return made


def test_what_was_put_is_there_again(cache: NormalForms) -> None:
    assert cache.get(KEY) == VALUE
    assert cache.get("never-put") is None


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_value_is_none_and_can_be_put_again(
    cache: NormalForms, tmp_path: Path, damage: str
) -> None:
    path = tmp_path / "cache" / KEY
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert cache.get(KEY) is None
    cache.put(KEY, VALUE)
    assert cache.get(KEY) == VALUE


def test_a_value_under_a_name_it_was_not_put_under_is_none(
    cache: NormalForms, tmp_path: Path
) -> None:
    (tmp_path / "cache" / KEY).rename(tmp_path / "cache" / "c3d4")
    assert cache.get("c3d4") is None


def test_a_value_of_another_version_of_bedside_is_none(
    cache: NormalForms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.store.cache.__version__", "99.0")
    assert cache.get(KEY) is None


def test_a_folder_in_the_place_of_a_value_is_none_and_stops_nothing(
    cache: NormalForms, tmp_path: Path
) -> None:
    (tmp_path / "cache" / "c3d4").mkdir()
    assert cache.get("c3d4") is None
    cache.put("c3d4", VALUE)
    assert cache.get(KEY) == VALUE


@pytest.mark.parametrize("damage", [*DAMAGES, "a folder"])
def test_no_damage_to_any_kept_file_changes_what_is_listed_opened_or_set(
    home: Path, settings_file: Callable[[str], Path], damage: str
) -> None:
    settings_file('theme = "light"\n')
    before = _seen()
    for path in (home / "state" / "cache").iterdir():
        kept = path.read_bytes()
        if damage in DAMAGES:
            path.write_bytes(DAMAGES[damage](kept))
        else:
            path.unlink()
            path.mkdir()
    assert _seen() == before


def _seen() -> tuple[object, ...]:
    """Return what a start reads through the cache: settings, the library and a checklist."""
    desk = Desk()
    listings = desk.listings()
    opened = desk.checklist(UNCERTAINTY)
    assert isinstance(opened, Checklist)
    assert {one.id for one in listings} == set(SHIPPED)
    assert desk.loaded.settings.theme == "light"
    return tuple(listings), opened, desk.loaded.settings
