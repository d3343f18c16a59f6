"""Pages that are pictures: rendered, put straight, their rules and their words read from the ink."""
