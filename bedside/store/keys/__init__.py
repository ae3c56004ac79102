"""Keys: what seals a visit's rows, who can open them, and where the wrapped keys lie.

Lives here: the seal of a visit, the key book with each visit's key wrapped for who may open it,
and keyrings: what somebody who is there can unwrap. Only `cryptography` does the sealing; it is
imported where something is sealed or opened, mostly on the writer's thread.
May not live here: screens, questions to people, rows of visits.
Open first: seal.py, then keyring.py.
"""
