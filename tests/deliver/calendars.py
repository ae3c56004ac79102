"""Reads a calendar file back the way RFC 5545 says, and takes nothing else."""

from __future__ import annotations

import re

_LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<parameters>(?:;[A-Z-]+=[^;:]+)*):(?P<value>.*)")
_ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}
_TEXTS = ("UID", "SUMMARY", "DESCRIPTION")


def unfolded(raw: str) -> list[str]:
    """Return the content lines of a calendar; AssertionError where one is too long or not ended.

    Section 3.1: a line ends in CR LF, has at most 75 octets, and goes on after a white space.
    """
    assert raw.endswith("\r\n")
    parts = raw.removesuffix("\r\n").split("\r\n")
    assert all("\r" not in part and "\n" not in part for part in parts)
    assert all(len(part.encode()) <= 75 for part in parts)
    lines: list[str] = []
    for part in parts:
        if part[:1] in (" ", "\t"):
            lines[-1] += part[1:]
        else:
            lines.append(part)
    return lines


def text_of(value: str) -> str:
    """Return what a TEXT value says (section 3.3.11); AssertionError where it is none."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\.", lambda found: _ESCAPES[found[0]], value)


def todos(raw: str) -> list[dict[str, str]]:
    """Return the to-dos of a calendar, each by its properties; parameters stand with the name."""
    lines = unfolded(raw)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in lines
    assert any(line.startswith("PRODID:") for line in lines)
    found: list[dict[str, str]] = []
    inside = False
    for line in lines[1:-1]:
        match = _LINE.fullmatch(line)
        assert match, line
        name, value = match["name"] + match["parameters"], match["value"]
        if name in ("BEGIN", "END"):
            assert value == "VTODO"
            assert inside is (name == "END")
            inside = name == "BEGIN"
            found += [{}] if inside else []
        elif inside:
            assert name not in found[-1], "each of these stands once"
            found[-1][name] = text_of(value) if match["name"] in _TEXTS else value
    assert found, "a calendar holds at least one component"
    assert not inside
    return found
