"""What is held of the corpus, and how little of it in memory."""
