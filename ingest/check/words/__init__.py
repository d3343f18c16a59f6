"""Names, years and leftovers: words where they are wrong."""
