"""The command line: one file a subcommand, everything heavy imported inside functions.

Lives here: arguments, exit codes, what is printed, and the desk that hands the rooms to a face.
May not live here: anything a face or another command would need too.
Open first: main.py.
"""
