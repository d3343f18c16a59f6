"""Pages of lines and grids → tables and running text."""
