"""`bedside destination keys`: what a FHIR server is told of our key, and never the key itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from bedside.cli.main import main
from tests.worlds import site_settings


def _site(key: str) -> None:
    fhir = f"""
        [destinations.chart]
        kind = "fhir"
        base = "https://record.example/fhir"
        token_url = "https://record.example/token"
        client_id = "bedside"
        key = "{key}"

        [destinations.open]
        kind = "fhir"
        base = "https://record.example/fhir"
        auth = "none"
    """
    site_settings(fhir)


def test_the_public_half_is_printed_as_a_set_of_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = ECKey.generate_key("P-384", private=True).as_dict(private=True)
    path = tmp_path / "key.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(whole), encoding="utf-8")
    _site(f"file:{path.as_posix()}")
    assert main(["destination", "keys", "chart"]) == 0
    printed = capsys.readouterr().out
    (shown,) = json.loads(printed)["keys"]
    assert (shown["x"], shown["alg"]) == (whole["x"], "ES384")
    assert str(whole["d"]) not in printed


def test_where_there_is_no_key_the_reason_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    _site("env:BEDSIDE_NO_SUCH")
    assert main(["destination", "keys", "chart"]) == 2
    assert "env:BEDSIDE_NO_SUCH holds nothing" in capsys.readouterr().err
    assert main(["destination", "keys", "open"]) == 2
    assert "not asked with a key" in capsys.readouterr().err
    assert main(["destination", "keys", "nowhere"]) == 4
