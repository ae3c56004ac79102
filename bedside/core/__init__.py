"""The pure heart: what a checklist is, what happened in a visit, and what follows from both.

Lives here: the model, events, moves and refusals, rules, views, the action registry, findings.
May not live here: files, clocks, screens, environment, chance. Standard library only; time and
ids arrive inside events.
Open first: events.py, then walk.py.
"""
