"""Findings for people and for machines: one file a form, all of them told file by file.

Lives here: what `check` writes, and the line of progress.
May not live here: looking for mistakes; what other commands print.
Open first: report.py.
"""
