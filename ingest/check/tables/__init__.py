"""The tables: sums, one item in several of them, what stands over them."""
