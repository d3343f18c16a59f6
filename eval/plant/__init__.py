"""Errors as an outsider would plant them, put into what was recognised of a file."""
