"""The fixed question sets and how answers to them are scored."""
