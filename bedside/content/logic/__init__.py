"""Logic: which steps and tasks can come up, decided exactly over every way through.

Lives here: the ways through a checklist, and findings about conditions.
May not live here: names that do not exist or stand too late; content/references.py has those.
Open first: logic.py.
"""
