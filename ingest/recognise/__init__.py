"""Pages become titled tables and headed paragraphs."""
