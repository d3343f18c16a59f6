"""The data that answer a query become sentences with slots."""
