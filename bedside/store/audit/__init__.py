"""Audit: what was done on this workstation, by whom and when, in a log that shows every change.

Lives here: the chain that ties each entry to all before it, writing entries in the transaction of
what they tell of, and holding the log against the heads that signed notes carry.
May not live here: free text of any kind; words shown to people; what acts there are (core/acts).
Open first: chain.py, then log.py.
"""
