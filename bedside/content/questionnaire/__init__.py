"""Checklists as FHIR R4 Questionnaires and back; Questionnaires of others as checklists.

Lives here: what each part is on the other side, what cannot be honoured and why, the text made.
May not live here: files on the disk, questions to a person; cli/forms.py has those. The questions
themselves are core/form. Open first: convert.py, then out.py and into.py.
"""
