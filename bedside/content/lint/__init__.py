"""Rules of wording, safety, upkeep and fit: what can be used, and could be better.

Lives here: one file a family of rules, the reading grade, and the lists of words as data.
May not live here: what stops a checklist from being read or makes it illogical.
Open first: lint.py.
"""
