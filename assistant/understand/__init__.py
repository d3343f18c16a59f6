"""The words of a question become a typed query."""
