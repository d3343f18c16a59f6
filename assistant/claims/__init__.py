"""A draft that anyone wrote → a verdict on every number in it."""
