"""A checklist on paper: a self-contained page that a browser prints, in black and white too.

Lives here: the pocket card, the form, the reviewer's sheet, conditions in words, the page itself.
May not live here: files on the disk, visits, notes.
Open first: page.py.
"""
