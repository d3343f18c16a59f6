"""The narrative: against itself and against the tables."""
