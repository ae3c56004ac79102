"""What lasts: events, drafts, frozen checklists, settings, paths, locks, retention.

Lives here: SQLite through one writer thread, the visit lock, files bedside owns.
May not live here: screens, wording of notes, decisions about moves. It may import only `core`.
Open first: store.py, then writer.py.
"""
