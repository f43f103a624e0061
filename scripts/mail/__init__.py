"""What measurements and drills of the mail share."""
