"""Advice on text that is no TOML: what slipped, where, and how it is written.

Lives here: a rule for each slip that people make, and the rounds that find all of one file.
May not live here: what a checklist may say; that is looked at once the text can be read.
Open first: advice.py.
"""
