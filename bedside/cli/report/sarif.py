"""Findings as SARIF 2.1.0 (OASIS, 27 March 2020), which code hosts and editors show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from bedside import __version__
from bedside.cli.report.report import Summary, relative
from bedside.core.jsontext import json_text
from bedside.core.problems import Finding, Fix, Span

if TYPE_CHECKING:
    from bedside.content.codes.catalogue import Page

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

Object = dict[str, object]


class Report:
    """One run of one tool: its rules first, its results one by one."""

    def begin(self) -> None:
        """Write the tool with all its rules, and open the list of results."""
        from bedside.content.codes.catalogue import pages

        self._before = "\n"
        self._rules = {code: at for at, code in enumerate(pages())}
        driver = {
            "name": "bedside",
            "version": __version__,
            "rules": [_rule(page) for page in pages().values()],
        }
        head = {"$schema": _SCHEMA, "version": "2.1.0"}
        tool = json_text({"driver": driver})
        start = (
            f'{json_text(head)[:-1]}, "runs": [{{"tool": {tool}, "columnKind": "unicodeCodePoints"'
        )
        print(f'{start},\n"results": [', end="")

    def tell(self, findings: Sequence[Finding], texts: Mapping[str, bytes]) -> None:
        """Write each finding as a result."""
        del texts
        for finding in findings:
            print(self._before + json_text(self._result(finding)), end="")
            self._before = ",\n"

    def end(self, summary: Summary) -> None:
        """Close the results and say whether the run came to its end."""
        invocation = {"executionSuccessful": summary.finished}
        print(f'\n], "invocations": [{json_text(invocation)}]}}]}}')

    def _result(self, finding: Finding) -> Object:
        message = f"{finding.message}\nHelp: {finding.help}" if finding.help else finding.message
        result: Object = {
            "ruleId": finding.code,
            "level": str(finding.level),
            "message": {"text": message},
        }
        if finding.code in self._rules:
            result["ruleIndex"] = self._rules[finding.code]
        if finding.file:
            result["locations"] = [_location(finding.file, finding.span)]
        if finding.related:
            result["relatedLocations"] = [
                {**_location(one.file, one.span), "message": {"text": one.message}}
                for one in finding.related
            ]
        if finding.fix and finding.file:
            result["fixes"] = [_fix(finding.fix, finding.file)]
        return result


def _rule(page: Page) -> Object:
    examples = "".join(
        f"\n\n{head}:\n\n{snippet.strip()}"
        for head, snippet in (("Before", page.before or page.before_bytes), ("After", page.after))
        if snippet
    )
    says = page.says.strip()
    return {
        "id": page.code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": says},
        "help": {"text": says + examples},
        "defaultConfiguration": {"level": str(page.level)},
    }


def _location(file: str, span: Span | None) -> Object:
    place: Object = {"artifactLocation": _artifact(file)}
    if span:
        place["region"] = _region(span)
    return {"physicalLocation": place}


def _artifact(file: str) -> Object:
    return {"uri": quote(relative(file))}


def _region(span: Span) -> Object:
    return {
        "startLine": span.start.line,
        "startColumn": span.start.column,
        "endLine": span.end.line,
        "endColumn": span.end.column,
    }


def _fix(fix: Fix, file: str) -> Object:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(file), "replacements": replacements}
    return {"description": {"text": fix.title}, "artifactChanges": [change]}
