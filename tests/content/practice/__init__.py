"""Practice patients and codes beside a checklist: what each comes to, and what is found in them."""
