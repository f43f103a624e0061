"""Forms that anybody may send: a stamp, a trap and a limit keep programs out, quietly."""
