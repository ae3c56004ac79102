"""Changing an author's file without disturbing it: characters are put in at places, no more.

Lives here: changes to keys, steps and names, tidying, and the law that each is held to.
May not live here: reading and checking checklists, files on the disk, screens.
Open first: splice.py.
"""
