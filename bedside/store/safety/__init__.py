"""What keeps a visit when the disk does not: room held back, a second place, copies, rescue.

Lives here: ballast, spill, backups, salvage, what kind of disk this is, and who looks after them.
May not live here: the store itself, words people read, anything that opens a sealed body.
Open first: keeper.py, then spill.py.
"""
