"""Office files read again, by another way than the first: the last word before a number is shown."""
