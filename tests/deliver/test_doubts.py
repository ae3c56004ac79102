"""What a destination lacks on this machine is said, and nothing is sent to find out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from bedside.core.destinations import Destination, Folder, Hl7, Hl7Fields
from bedside.deliver.doubts import doubts_in
from tests.deliver.going import to

KEY = json.dumps(ECKey.generate_key("P-384", private=True).as_dict(private=True))


def _backend(**more: Any) -> Destination:
    given = {"token_url": "https://a.example/token", "client_id": "us", "key": "env:KEY"}
    return to(auth="backend", **{**given, **more})


def test_a_destination_that_lacks_nothing_is_not_doubted(tmp_path: Path) -> None:
    folder = Folder(name="importer", path=str(tmp_path))
    every = (folder, Hl7(name="engine"), to(), to(auth="token", token="env:KEY"), _backend())
    for one in every:
        assert doubts_in(one, {"KEY": KEY}) == ()


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (Folder(name="importer", path="/no/such/folder"), "is not there"),
        (to(auth="token", token="file:/no/such/token"), "/no/such/token cannot be opened"),
        (to(auth="token", token="env:NOTHING"), "holds nothing"),
        (_backend(key="env:NOTHING"), "holds nothing"),
        (_backend(ca="/no/such/ca.pem"), "/no/such/ca.pem"),
        (Hl7(name="engine", ca="/no/such/ca.pem"), "/no/such/ca.pem"),
        (Hl7(name="engine", certificate="/no/such/key.pem"), "/no/such/key.pem"),
        (Hl7(name="engine", hl7=Hl7Fields(document_type="PN")), "Procedure note"),
    ],
)
def test_what_is_missing_is_named(one: Destination, says: str) -> None:
    (doubt,) = doubts_in(one, {"KEY": KEY})
    assert says in doubt
    assert not doubt.endswith(".")


def test_what_is_no_key_or_no_certificate_is_named_and_never_said(tmp_path: Path) -> None:
    path = tmp_path / "secret.pem"
    path.write_text("sesame", encoding="utf-8")
    (doubt,) = doubts_in(_backend(), {"KEY": "sesame"})
    assert "holds no private key" in doubt
    for line in ("ca", "certificate"):
        (told,) = doubts_in(Hl7(name="engine", **{line: str(path)}), {})  # type: ignore[arg-type]
        assert str(path) in told
        assert "sesame" not in doubt + told
