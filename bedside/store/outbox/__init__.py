"""The outbox: what waits to be delivered, queued with the signing, sealed until it is sent.

Lives here: its rows and their seals, queueing, the lease, what a try leaves, what people see.
`clinic/` has what many workstations share over PostgreSQL.
May not live here: anything that sends (`deliver/`), or that makes a message's bytes.
Open first: rows.py.
"""
