"""The painters: from a view to lines of a board. Pure: the same view, the same lines.

Lives here: what each part of the screen looks like at a width.
May not live here: widgets, sessions, decisions, colours (a span names its style).
Open first: step.py.
"""
