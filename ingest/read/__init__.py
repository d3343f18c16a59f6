"""A file becomes pages of text lines and ruled grids."""
