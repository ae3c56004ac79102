"""What goes to records by FHIR R4 (4.0.1): a note as single requests, and what came of each.

Lives here: one resource a file, as plain values; the line to a server, its tokens, the look-up.
May not live here: what a note says, where checklists come from, when a parcel is tried again.
Open first: asks.py.
"""
