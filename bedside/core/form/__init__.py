"""A checklist as a form of questions: what other programs ask, show by rule, and send back.

Lives here: the questions of each step, the rules that show them, and a visit's answers to them.
May not live here: how any of it is written as FHIR; content/questionnaire and deliver/fhir have
that. Open first: items.py.
"""
