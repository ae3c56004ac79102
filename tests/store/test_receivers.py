"""Where notes go, as a site sets it up: each mistake at its line, profiles, and nothing secret."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.destinations import Destination, Fhir, Folder, Hl7, Practitioner
from bedside.core.problems import Problems
from bedside.store.cache import NormalForms
from bedside.store.clues import bare
from bedside.store.paths import find_places
from bedside.store.receivers import destinations_of, kinds, profiles
from bedside.store.settings import load_settings
from tests.worlds import site_settings

FOLDER = '[destinations.importer]\nkind = "folder"\npath = "/srv/notes"\n'
ENGINE = '[destinations.engine]\nkind = "hl7"\nhost = "engine.example.org"\n'
LISTED = '[destinations.engine.clinicians."J. Doe"]\nnumber = "17"\n'
RECORD = '[destinations.record]\nkind = "fhir"\nbase = "https://fhir.example.org"\nauth = "none"\n'


def found() -> list[tuple[str, int, str]]:
    """Return what is wrong: code, line, and what is said with its way out."""
    places = find_places(os.environ)
    came = load_settings(places, os.environ, NormalForms(places.cache))
    left_out = () if isinstance(came, Problems) else came.left_out.values()
    wrong = came.findings if isinstance(came, Problems) else [x for some in left_out for x in some]
    return [
        (one.code, one.span.start.line if one.span else 0, f"{one.message} {one.help}")
        for one in wrong
    ]


def going() -> dict[str, Destination]:
    """Return where notes go; the settings must be well."""
    places = find_places(os.environ)
    came = load_settings(places, os.environ, NormalForms(places.cache))
    assert not isinstance(came, Problems), came
    return {one.name: one for one in destinations_of(came.settings.destinations)}


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        (FOLDER.replace("folder", "foldr"), "K112", 2, "did you mean folder?"),
        ('[destinations.importer]\npath = "/srv"\n', "K112", 1, "needs a kind"),
        (FOLDER.replace("importer", "Importer"), "K112", 1, "small letters"),
        ("destinations = 3\n", "K105", 1, "[destinations]"),
        ("[destinations]\nimporter = 3\n", "K112", 2, "a block of lines"),
        ('[destinations.a]\nprofile = "oracle-milennium"\n', "K112", 2, "oracle-millennium"),
        (FOLDER + 'pth = "x"\n', "K104", 4, "did you mean path?"),
        (FOLDER + 'media = "txt"\n', "K105", 4, "did you mean text?"),
        (FOLDER + "tries = 0\n", "K107", 4, "from 1 to 1000"),
        (FOLDER + 'tries = "3"\n', "K105", 4, "a whole number"),
        (FOLDER + 'takes = ["addendum"]\n', "K116", 4, "takes no note"),
        (FOLDER + 'instead = { retraction = "addendum" }\n', "K116", 4, "it is held"),
        ('[destinations.a]\nkind = "folder"\n', "K115", 1, "has no path"),
        (ENGINE.replace("engine.example.org", ""), "K115", 3, "has no host"),
        (ENGINE + "tls = false\n", "K114", 4, "allow_plaintext"),
        (ENGINE + "port = 70000\n", "K107", 4, "65535"),
        (ENGINE + '[destinations.engine.hl7]\nmesage = "oru"\n', "K104", 5, "message"),
        (RECORD.replace("https", "http"), "K114", 3, "https"),
        (RECORD.replace("https://", ""), "K115", 3, "no address"),
        (RECORD.replace('"none"', '"token"'), "K115", 1, "has no token"),
        (RECORD + 'token = "abc123"\n', "K113", 5, "file:PATH"),
        (RECORD + 'key = "file:"\n', "K113", 5, "keyring:"),
        (FOLDER.replace("/srv/notes", r"C:\temp"), "K118", 3, "single quotation marks"),
        (FOLDER.replace("/srv/notes", r"C:\Users"), "K103", 3, "single quotation marks"),
        (FOLDER.replace("/srv/notes", "notes"), "K118", 3, "begin it at the top"),
        (FOLDER + 'password = "abc123"\n', "K104", 4, "these lines may stand there: "),
        (ENGINE + 'port = "2576"\n', "K105", 4, "port = 2576"),
        (
            ENGINE + '[destinations.engine.hl7]\nmessage = "adt"\n',
            "K105",
            5,
            'like message = "mdm"',
        ),
        (RECORD + 'type_code = "42348-3"\n', "K122", 5, "11506-3 is Progress note"),
        (
            RECORD + 'extra = { category = \'[{"coding": [{"code": "92664-2"}]}]\' }\n',
            "K122",
            5,
            "none",
        ),
        (ENGINE + '[destinations.engine.hl7]\ncode = "42348-3"\n', "K122", 5, "directives"),
        (
            FOLDER + 'form = "hl7"\n[destinations.importer.hl7]\ncode = "81334-5"\n',
            "K122",
            6,
            "a talk is none",
        ),
        (RECORD + "lookup = true\n", "K115", 5, "number_system"),
        (RECORD + "response = true\n", "K115", 5, "forms_base"),
        (RECORD + 'response = true\nforms_base = "forms"\n', "K115", 6, "no address"),
        (RECORD.replace("//", "//user:abc123@"), "K113", 3, "the address alone"),
        (RECORD.replace("https", "http").replace("//", "//u:abc123@"), "K113", 3, "keyring"),
        (RECORD + 'token_url = "https://x.example/t?client_secret=abc123"\n', "K113", 5, "named"),
        (RECORD + 'extra = { note = "https://abc123@x.example" }\n', "K113", 5, "extra.note of"),
        (ENGINE.replace("engine.ex", "u:abc123@engine.ex"), "K113", 3, "host of engine"),
        (ENGINE + '[destinations.engine.clinicians."J. Doe"]\n', "K121", 4, "Nothing is said of"),
        (ENGINE + LISTED + "nmber = 3\n", "K104", 6, "did you mean number?"),
        (ENGINE + LISTED + "family = 3\n", "K105", 6, "family"),
        (ENGINE + LISTED.replace("17", "1" * 16), "K121", 4, "15 letters"),
        (ENGINE + LISTED + 'reference = "Practitioner/17"\n', "K121", 4, "no such place"),
        (ENGINE + LISTED + '[destinations.engine.hl7]\nauthor = "9"\n', "K121", 7, "for each"),
        (FOLDER + LISTED.replace("engine", "importer"), "K121", 4, "no place"),
        (FOLDER + "numbered = true\n", "K121", 4, "in its text"),
        (ENGINE + "numbered = true\n", "K115", 4, "has none for anybody"),
        ('relay_key = "abc"\n', "K117", 1, "--new-relay-key"),
        ('[outbox]\ndatabase = "postgresql://me@db/x"\n', "K119", 2, "file:PATH"),
        ('[outbox]\nlanes = "0123"\ndatabase = "env:D"\n', "K119", 2, "only you"),
        ('[outbox]\ndatabase = "env:D"\n', "K120", 1, "lanes"),
        ('[outbox]\nlanes = "env:L"\n', "K120", 1, "database"),
        ('[outbox]\nlane = "env:L"\n', "K104", 2, "did you mean lanes?"),
        ('outbox = "env:D"\n', "K105", 1, "[outbox]"),
        ("outbox_days = 0\n", "K107", 1, "from 1"),
    ],
)
def test_a_mistake_is_told_at_its_line_with_a_way_out(
    text: str, code: str, line: int, says: str
) -> None:
    site_settings(text)
    first = found()[0]
    assert first[:2] == (code, line), first
    assert says in first[2]
    assert "abc123" not in first[2]


def test_what_is_well_becomes_destinations_each_of_its_kind() -> None:
    near = ENGINE.replace("engine.example.org", "127.0.0.1") + "tls = false\n"
    site_settings(FOLDER + near + RECORD + 'token = "env:TOKEN"\n')
    for _ in range(2):  # as read, and as it was kept
        assert [type(one) for one in going().values()] == [Folder, Hl7, Fhir]
    assert going()["importer"] == Folder(name="importer", path="/srv/notes")


@pytest.mark.parametrize(
    "line",
    [
        'base = "https://fhir.example.org/r4?_format=json"',
        'base = "https://fhir.example.org/~a@b"',
        'number_system = "urn:oid:2.999.7"',
        'number_system = "https://hospital.example.org/mrn#keys"',
        'organisation = "Ward // 3 @ Northwing"',
    ],
)
def test_an_address_without_a_secret_is_taken_as_it_is(line: str) -> None:
    name, _, value = line.partition(" = ")
    kept = "\n".join(one for one in RECORD.splitlines() if not one.startswith(f"{name} "))
    site_settings(f"{kept}\n{line}\n")
    assert getattr(going()["record"], name) == value.strip('"')


@given(st.text("abcXYZ019._~", min_size=4), st.text("abc.", min_size=1))
def test_nothing_of_a_secret_is_ever_shown_of_an_address(secret: str, host: str) -> None:
    for address in (
        f"https://user:{secret}@{host}/r4",
        f"https://{secret}@{host}",
        f"https://h/r4?client_secret={secret}&a=b",
        f"https://{secret}@h?token={secret}",
    ):
        assert secret not in bare(address).replace(host, "")


def test_clinicians_are_those_that_the_block_names() -> None:
    site_settings(ENGINE + LISTED + 'family = "Doe"\n')
    for _ in range(2):  # as read, and as it was kept
        assert going()["engine"].clinicians == {"J. Doe": Practitioner(number="17", family="Doe")}


def test_nobody_sets_where_notes_go_for_themselves(home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text(FOLDER, encoding="utf-8")
    ((code, line, says),) = found()
    assert (code, line) == ("K111", 1)
    assert "site" in says


def test_a_profile_lies_under_a_sites_own_lines() -> None:
    site_settings(
        '[destinations.desk]\nprofile = "mdm-t02-t04-t06"\nhost = "localhost"\ntls = false\n'
        'takes = ["original"]\n[destinations.desk.hl7]\nreceiving_application = "X"\n'
    )
    to = going()["desk"]
    assert isinstance(to, Hl7)
    assert (to.hl7.version, to.hl7.receiving_application) == ("2.3", "X")
    assert (to.takes, to.instead) == (("original",), {"correction": "addendum"})


@pytest.mark.parametrize("name", sorted(profiles()))
def test_a_shipped_profile_is_well_and_says_what_is_known_and_from_where(name: str) -> None:
    more = {
        "folder": 'path = "/srv"\n',
        "hl7": 'host = "localhost"\ntls = false\n',
        "fhir": 'base = "https://fhir.example.org"\nauth = "none"\n',
    }
    own = {"extra": 'extra = { extension = "[]" }\n', "category": 'category = "clinical"\n'}
    left = "".join(own[line] for line in profiles()[name].get("needs", ()))  # type: ignore[attr-defined]
    table = f'[destinations.one]\nprofile = "{name}"\n{more[str(profiles()[name]["kind"])]}'
    site_settings(table)
    assert [one[0] for one in found()] == ["K115"] * bool(left)
    site_settings(table + left)
    assert going()["one"].profile == name
    path = Path(__file__).parents[2] / "bedside" / "deliver" / "profiles" / f"{name}.toml"
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_answers_go_to_the_sites_own_form_unless_a_destination_has_another() -> None:
    base = 'forms_base = "https://site.example/f"\n'
    own = RECORD.replace("record", "own") + 'forms_base = "https://own.example/f"\n'
    site_settings(f"{base}{RECORD}response = true\n{own}response = true\n{FOLDER}")
    bases = {name: getattr(one, "forms_base", "") for name, one in going().items()}
    wanted = {"record": "https://site.example/f", "own": "https://own.example/f", "importer": ""}
    assert bases == wanted


def test_every_kind_is_one_that_settings_can_name() -> None:
    assert {cls.__name__ for cls in kinds().values()} == {"Folder", "Hl7", "Fhir"}
    assert all({"name", "kind"} <= {one.name for one in fields(cls)} for cls in kinds().values())


def test_the_destinations_that_the_readme_shows_can_be_used() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    text = readme.read_text(encoding="utf-8").partition("## Where notes go")[2]
    site_settings(text.partition("```toml\n")[2].partition("```")[0])
    assert [one.kind for one in going().values()] == ["folder", "hl7", "fhir"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.3.0.9", "::1"])
def test_d19_in_clear_notes_go_to_this_machine_alone(host: str) -> None:
    site_settings(ENGINE.replace("engine.example.org", host) + "tls = false\n")
    assert list(going()) == ["engine"]
    site_settings(ENGINE + "tls = false\nallow_plaintext = true\n")
    assert list(going()) == ["engine"]


@pytest.mark.parametrize("host", ["127.0.0.1.example.org", "localhost.example.org", "10.0.0.1"])
def test_d19_no_other_machine_is_taken_for_this_one(host: str) -> None:
    site_settings(ENGINE.replace("engine.example.org", host) + "tls = false\n")
    assert [code for code, _, _ in found()] == ["K114"]


@pytest.mark.parametrize("kept", ["file:/etc/bedside/token", "env:TOKEN", "keyring:bedside/token"])
def test_d20_a_secret_is_named_by_where_it_is_kept(kept: str) -> None:
    site_settings(RECORD.replace('"none"', '"token"') + f'token = "{kept}"\n')
    assert list(going()) == ["record"]
