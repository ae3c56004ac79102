"""Keys: who may open what is kept, and how that is made sure.

Lives here: sealing, the key book, keyrings, people and passphrases, the clinic's keys, recovery.
May not live here: visits and their events (the folder above), words shown to people.
Open first: door.py for people who sign in; keyring.py for what the store asks of keys.
"""
