"""What `bedside doctor` looks at on a machine: each part yields reports, each with what to do.

Lives here: reading what the system says of itself, of the terminal, of the disk, of what is kept.
May not live here: printing, and anything that changes what it looks at.
Open first: report.py, then disk.py.
"""
