"""A draft as prose, before anything is known of budgets: its letters, its numbers, its English."""
