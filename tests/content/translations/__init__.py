"""Translations: which words are used, which fall back, and what is said of each mistake."""
