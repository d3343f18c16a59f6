"""One step a file; each says what it does and to which version."""
