"""From TOML files to checklists, and from mistakes in them to findings.

Lives here: the text gate, reading, shapes, validation, references, banks, the library.
May not live here: screens, visits, notes, the store. It may import only `core`.
Open first: load.py.
"""
