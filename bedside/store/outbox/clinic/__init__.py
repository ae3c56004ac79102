"""The clinic's database: one outbox for many workstations, over PostgreSQL.

Lives here: the line to it, its tables, taking turns there, and moving rows to and fro.
May not live here: what SQLite and PostgreSQL have in common (the folder above), and secrets.
Open first: place.py. Nothing here is loaded, nor psycopg, where no such database is set.
"""
