"""The benchmark: ratios of one interleaved run against a bare Textual app. Not collected by pytest.

Run it with `python -m tests.bench`; README.md beside this file holds the results of a run.
"""
