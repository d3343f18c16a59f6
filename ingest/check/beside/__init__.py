"""Several disclosures beside each other, and what regulation requires of each."""
