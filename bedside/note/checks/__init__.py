"""The checks before signing: each finds concerns in what a visit would leave, with a way out.

Lives here: one file a family of checks, the lists of words they look for, and the one call.
May not live here: what settles a concern (core/concerns.py says it); wording of checklists.
Open first: checks.py.
"""
