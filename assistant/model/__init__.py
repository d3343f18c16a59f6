"""The optional language model: it says how a question is meant, never a number."""
