"""Painting: from what is to be shown to lines of a width. Pure; no widget is touched here."""
