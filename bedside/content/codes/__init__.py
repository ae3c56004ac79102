"""Every code a finding can have: how much it matters, what it means, an example.

Lives here: levels, and the pages that `bedside explain` shows, one data file a family.
May not live here: the rules themselves.
Open first: catalogue.py.
"""
