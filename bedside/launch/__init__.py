"""The launcher: owns the terminal and starts the visit process; knows no patient.

Lives here: what a process gives up before it sees a patient, the terminal's modes, the pipe between
the two processes, how one starts the other, what follows when it ends. The one key it holds is
sealed under a PIN (link.py).
May not live here: words, visits, settings, screens. It imports the standard library only.
Open first: launcher.py, then isolate.py.
"""
