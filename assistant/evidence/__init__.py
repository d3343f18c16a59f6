"""What the disclosures print, or come to, of what a claim is about."""
