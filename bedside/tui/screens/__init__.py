"""The pages and sheets, one a file. Each reads an event, asks the session, shows the visit.

Lives here: what keys and clicks mean on a page, and what opens over it.
May not live here: what a step looks like (paint), which moves are possible (core).
Open first: visit.py.
"""
