"""What may be handed in to do harm, drawn from a seed: PDFs, office files, questions, drafts."""
