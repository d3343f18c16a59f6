"""Word, workbooks and web pages → the same lines and grids as a PDF, each with its spot."""
