"""The invented people of tests and examples. No name of a real person stands anywhere else."""

from __future__ import annotations

from bedside.core.answers import Patient

AVERY = Patient(name="Test, Avery", second="000-TEST")
ROWAN = Patient(label="Bed-side label R")
CLINICIAN = ("J. Doe", "nurse")
COLLEAGUE = ("Dr Roe", "physician")
DAUGHTER = "R.T., daughter"
WORDS = "not being there for my dog"

NAMES = ("Test, Avery", "J. Doe", "R.T.", "Dr Roe", "Dr Poe")
"""Every name that may stand in a test, an example or a checklist."""
