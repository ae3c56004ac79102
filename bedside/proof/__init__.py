"""Proof: trials of this machine, its disk and its Python, with visits of nobody.

Lives here: what `bedside prove` tries: kills, disks that refuse, changes of what is stored, words
looked for in every file, a clinic whose visits others try to open, texts that act on a terminal.
Each works in a folder of its own and leaves nothing there.
May not live here: printing, and anything that touches the visits that are kept.
Open first: trial.py, then kills.py.
"""
