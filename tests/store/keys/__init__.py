"""Keys: passphrases, people, the clinic's file, recovery, hand-over, and who may open what."""
