"""Tables become facts, prose becomes statements and passages."""
