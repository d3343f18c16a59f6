"""The audit: a rule is a function, the rules are a tuple."""
